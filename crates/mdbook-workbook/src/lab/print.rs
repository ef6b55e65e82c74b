//! A lab as HTML: listings that a script brings to life, and all that it says.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use figure_kit::print::escape;
use figure_kit::script::Script;
use figure_kit::words::{Language, Vocabulary as _};
use figures::registry;

use super::words::{SAID, Words};
use super::{Lab, Program, find, machine};
use crate::listing;
use crate::question::waiting::{self, Cover};
use crate::question::{self, Ids};

/// The figure that shows a run.
const FIGURE: &str = "code-lab";

/// The endings of what a program printed, beside its file.
const RECORDED: [&str; 2] = ["out", "console"];

/// Where labs are printed.
pub struct Place<'a> {
    /// The page, for errors and for what is kept of the reader's changes.
    pub page: &'a str,
    /// The chapter's number.
    pub chapter: Option<&'a str>,
    /// How many labs with a number stand on the chapter's pages before this one.
    pub before: usize,
    /// The folder of the programs.
    pub listings: &'a Path,
    /// What the page asks.
    pub ids: &'a Ids,
    /// The page's language.
    pub language: Language,
}

/// The chapter with its labs printed.
pub fn print(content: &str, place: &Place<'_>) -> Result<String> {
    let labs = find(content, place.page)?;
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    let mut numbered = place.before;
    for (at, lab) in labs.iter().enumerate() {
        printed.push_str(&content[done..lab.range.start]);
        numbered += usize::from(lab.title.is_some());
        let words = Words::in_language(place.language);
        let Place { page, ids, language, .. } = *place;
        let above = &content[..lab.range.start];
        let waits = waiting::Place { page, ids, language };
        let cover = waiting::cover(&lab.after, waiting::Kind::Lab, above, lab.line, waits)?;
        let one = One { lab, place, content, words, number: numbered, cover, exercise: None };
        if at == 0 {
            write_said(&mut printed, place.language);
        }
        one.write(&mut printed).with_context(|| format!("{}:{}", place.page, lab.line))?;
        done = lab.range.end;
    }
    printed.push_str(&content[done..]);
    Ok(printed)
}

/// What an exercise has that another lab has not.
pub(crate) struct Exercise<'a> {
    /// What it is called: `Exercise 3.1`.
    pub(crate) label: &'a str,
    /// The id of its heading.
    pub(crate) heading: &'a str,
    /// What its section says to the script.
    pub(crate) attributes: &'a str,
    /// The button that judges.
    pub(crate) button: &'a str,
    /// What stands below its programs.
    pub(crate) below: &'a str,
    /// How it is judged on the reader's own machine: a sentence and a line for the terminal.
    pub(crate) own: [&'a str; 2],
    /// What is said of each program that is not the reader's.
    pub(crate) notes: &'a [Option<&'a str>],
}

/// Prints the lab of an exercise. What the script says stands before it unless it stands on the
/// page already (`is_said`).
pub(crate) fn print_exercise(
    lab: &Lab,
    exercise: &Exercise<'_>,
    place: &Place<'_>,
    is_said: bool,
    out: &mut String,
) -> Result<()> {
    if !is_said {
        write_said(out, place.language);
    }
    let words = Words::in_language(place.language);
    let (content, cover) = ("", Cover::default());
    One { lab, place, content, words, number: 0, cover, exercise: Some(exercise) }.write(out)
}

/// What the script says: once a page.
fn write_said(out: &mut String, language: Language) {
    out.push_str("<div hidden data-lab-words");
    for (name, english, korean) in SAID {
        let text = if language == Language::Korean { korean } else { english };
        let _ = write!(out, " data-{name}=\"{}\"", escaped(text));
    }
    out.push_str("></div>\n\n");
}

pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(text, &mut out);
    out
}

/// A program with the numbers of its lines, all in one attribute: no line is an element.
fn write_listing(text: &str, language: &str, out: &mut String) {
    let lines = listing::lines(text.trim_end(), language);
    let numbers: Vec<String> = (1..=lines.len()).map(|number| number.to_string()).collect();
    let _ = write!(
        out,
        "<pre class=\"sw-lab-code\" data-numbers=\"{}\"><code class=\"language-{language}\">{}",
        numbers.join("&#10;"),
        lines.join("\n")
    );
    out.push_str("\n</code></pre>\n\n");
}

/// A lab that is printed.
pub(super) struct One<'a> {
    pub(super) lab: &'a Lab,
    place: &'a Place<'a>,
    /// The chapter.
    content: &'a str,
    pub(super) words: Words,
    /// Its number among those of the chapter that have a title.
    number: usize,
    /// What hides its buttons until a question is answered.
    cover: Cover,
    pub(super) exercise: Option<&'a Exercise<'a>>,
}

impl One<'_> {
    fn write(&self, out: &mut String) -> Result<()> {
        let Lab { name, title, wide, setup, .. } = self.lab;
        let kept = format!("{}/{name}", question::stem(self.place.page));
        let class = match (title, wide) {
            (None, _) => "sw-figure sw-lab sw-lab--plain",
            (_, true) => "sw-figure sw-figure--wide sw-lab",
            (_, false) => "sw-figure sw-lab",
        };
        let label = match (self.exercise, title) {
            (Some(exercise), _) => format!("aria-labelledby=\"{}\"", exercise.heading),
            (_, Some(_)) => format!("aria-labelledby=\"lab-{name}-title\""),
            (_, None) => format!("aria-label=\"{}\"", escaped(&self.lab.programs[0].name)),
        };
        let (marked, told) = match self.exercise {
            Some(exercise) => (" sw-exercise", exercise.attributes),
            None => ("", ""),
        };
        let _ = writeln!(
            out,
            "<section class=\"{class}{marked}\" id=\"lab-{name}\" role=\"group\" {label} \
             data-live data-lab=\"{name}\" data-kept=\"{kept}\"{} data-setup=\"{}\"{}{told}>",
            self.cover.attribute,
            escaped(setup).replace('\n', "&#10;"),
            Self::words_of_the_run()?
        );
        self.write_head(out);
        // What a listing prints has no column of its own beside it.
        let (open, close) = match title {
            Some(_) => {
                ("<div class=\"sw-lab-body\"><div class=\"sw-lab-programs\">\n", "</div></div>\n")
            }
            None => ("", ""),
        };
        out.push_str(open);
        self.write_tabs(out);
        for (at, program) in self.lab.programs.iter().enumerate() {
            self.write_program(at, program, out)?;
        }
        self.write_bar(out);
        out.push_str(close);
        if let Some(exercise) = self.exercise {
            out.push_str(exercise.below);
        }
        if title.is_some() {
            self.write_own_machine(out)?;
        }
        for along in &self.lab.along {
            along.write(self.place.listings, out)?;
        }
        out.push_str("</section>\n\n");
        Ok(())
    }

    fn write_head(&self, out: &mut String) {
        if let Some(exercise) = self.exercise {
            let label = exercise.label;
            let _ = writeln!(
                out,
                "<header class=\"sw-fig-head\"><span class=\"sw-fig-no\">{label}</span></header>"
            );
            return;
        }
        let Lab { name, title: Some(title), level, .. } = self.lab else { return };
        let number = match self.place.chapter {
            Some(chapter) => format!("{chapter}.{}", self.number),
            None => self.number.to_string(),
        };
        let _ = writeln!(
            out,
            "<header class=\"sw-fig-head\"><span class=\"sw-fig-no\">{}</span>\
             <p class=\"sw-fig-title\" role=\"heading\" aria-level=\"{level}\" \
             id=\"lab-{name}-title\">{}</p></header>",
            self.words.lab_number(&number),
            escaped(title)
        );
    }

    /// Which colour and mark a program has: the first, which others reach, is a server's.
    fn actor(&self, at: usize) -> &'static str {
        if self.exercise.is_some() {
            return "server"; // in the figure of a run it stands on that side
        }
        let is_alone = self.lab.programs.len() == 1;
        if at == 0 && !is_alone { "server" } else { "client" }
    }

    fn write_tabs(&self, out: &mut String) {
        let name = &self.lab.name;
        if self.lab.programs.len() < 2 {
            return;
        }
        let _ = write!(
            out,
            "<div class=\"sw-lab-tabs sw-js-only\" role=\"tablist\" aria-label=\"{}\">",
            self.words.programs()
        );
        for (at, program) in self.lab.programs.iter().enumerate() {
            let chosen = at == 0;
            let _ = write!(
                out,
                "<button type=\"button\" class=\"sw-lab-tab\" role=\"tab\" \
                 id=\"lab-{name}-tab-{at}\" aria-controls=\"lab-{name}-{at}\" \
                 aria-selected=\"{chosen}\" tabindex=\"{}\" data-actor=\"{}\">{}</button>",
                if chosen { 0 } else { -1 },
                self.actor(at),
                escaped(&program.name)
            );
        }
        out.push_str("</div>\n");
    }

    fn write_program(&self, at: usize, program: &Program, out: &mut String) -> Result<()> {
        let lab = &self.lab.name;
        let text = self.read(&program.file)?;
        let shown = match program.language {
            language @ ("python" | "rust") => language,
            _ => "javascript",
        };
        let (name, file) = (escaped(&program.name), escaped(&program.file));
        let offered = self.lab.typed.iter().find(|typed| typed.program == program.name);
        let typed = offered
            .map_or(String::new(), |typed| format!(" data-typed=\"{}\"", escaped(&typed.text)));
        let panel = if self.lab.programs.len() < 2 {
            String::new()
        } else {
            format!(" role=\"tabpanel\" aria-labelledby=\"lab-{lab}-tab-{at}\"")
        };
        let chosen = if at == 0 { " data-chosen" } else { "" };
        let note = self.exercise.and_then(|exercise| exercise.notes.get(at).copied().flatten());
        let _ = write!(
            out,
            "<div class=\"sw-lab-program\" id=\"lab-{lab}-{at}\"{panel}{chosen} \
             data-program=\"{name}\" data-language=\"{}\" data-shown=\"{shown}\" \
             data-host=\"{}\" data-args=\"{}\" data-file=\"{file}\" data-actor=\"{}\"{typed}{}>\n\
             <p class=\"listing-name\">{name}{}</p>\n\n",
            program.language,
            escaped(machine::host(&program.host)),
            escaped(&program.arguments.join(" ")),
            self.actor(at),
            if note.is_some() { " data-read-only" } else { "" },
            note.map_or_else(
                || self.host_of(program),
                |note| format!(" <span class=\"sw-label\">{note}</span>"),
            ),
        );
        self.write_arguments(program, out);
        write_listing(&text, shown, out);
        if self.lab.title.is_some() {
            self.write_recorded(program, out)?;
        }
        out.push_str("</div>\n");
        Ok(())
    }

    /// What stands behind a program's name on the command line, to be changed.
    fn write_arguments(&self, program: &Program, out: &mut String) {
        if program.arguments.is_empty() {
            return;
        }
        let _ = write!(
            out,
            "<label class=\"sw-lab-args sw-js-only\">{} <input class=\"sw-input\" \
             type=\"text\" maxlength=\"1000\" spellcheck=\"false\" autocapitalize=\"off\" \
             value=\"{}\" data-arguments></label>\n\n",
            self.words.arguments(),
            escaped(&program.arguments.join(" ")),
        );
    }

    /// Where a program runs, if the lab has more than one host.
    fn host_of(&self, program: &Program) -> String {
        if program.host.is_empty() {
            return String::new();
        }
        let line = self.lab.setup.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            let is_it = words.next() == Some("host") && words.next() == Some(&program.host);
            is_it.then(|| words.next()).flatten()
        });
        let on = self.words.on_host(&program.host, &line.unwrap_or_default());
        format!(" <span class=\"sw-label\">{on}</span>")
    }

    /// What a program printed when the book was written: for paper, and where no script runs.
    fn write_recorded(&self, program: &Program, out: &mut String) -> Result<()> {
        let Some((stem, _)) = program.file.rsplit_once('.') else { return Ok(()) };
        for ending in RECORDED {
            let file = format!("{stem}.{ending}");
            if !self.place.listings.join(&file).exists() {
                continue;
            }
            // Where the chapter shows it itself, it may be the answer to a question.
            let shows = |end: &str| self.content.contains(&format!("```listing {file}{end}"));
            if shows("\n") || shows(" after ") {
                break;
            }
            let _ = write!(
                out,
                "<p class=\"listing-name sw-lab-recorded\">{}</p>\n\n\
                 <pre class=\"sw-lab-recorded\"><code>{}</code></pre>\n\n",
                escaped(&self.words.recorded(&program.name)),
                escaped(self.read(&file)?.trim_end())
            );
            break;
        }
        Ok(())
    }

    /// What begins a run. The script adds what only a run needs, and below a listing how it is
    /// stepped through: a page holds ten labs, and each element counts.
    fn write_bar(&self, out: &mut String) {
        let words = &self.words;
        let button = |what: &str, class: &str, text: &str| {
            format!(
                "<button type=\"button\" class=\"sw-btn{class}\" data-act=\"{what}\">{text}\
                 </button>"
            )
        };
        let mut bar = match self.exercise {
            None => button("run", " sw-btn--primary sw-lab-run", words.start()),
            Some(exercise) => {
                [exercise.button, &button("run", " sw-lab-run", words.start())].concat()
            }
        };
        if self.lab.title.is_some() {
            bar += &button("step", "", words.step());
            bar += &button("line", "", words.by_line());
        }
        bar += &button("edit", " sw-btn--quiet", words.edit());
        // What hides the bar lies on it, so that nothing moves when it goes.
        let cover = &self.cover.html;
        let _ = writeln!(
            out,
            "{cover}<div class=\"sw-toolbar sw-lab-bar sw-js-only\">{}</div>\n\
             <p class=\"sw-lab-status sw-js-only\" role=\"status\" data-keys=\"{keys}\" \
             data-from-disk=\"{}\">{keys}</p>",
            bar,
            escaped(words.from_disk()),
            keys = words.keys(),
        );
    }

    /// The words of the figure that shows a run. The script makes its place after the first run,
    /// and feeds it; by the same names the page links its style.
    fn words_of_the_run() -> Result<String> {
        if !registry::names().any(|name| name == FIGURE) {
            return Ok(String::new());
        }
        let script = Script::parse(FIGURE, "").map_err(|error| anyhow::anyhow!(error.message))?;
        let exhibit =
            registry::exhibit(FIGURE, &script).map_err(|error| anyhow::anyhow!(error.message))?;
        let sections: Vec<&str> = exhibit.sections().iter().map(|section| section.name).collect();
        Ok(format!(" data-words=\"{}\"", sections.join(" ")))
    }

    pub(super) fn read(&self, file: &str) -> Result<String> {
        anyhow::ensure!(!file.split('/').any(|part| part == ".."), "`{file}` lies elsewhere");
        let path = self.place.listings.join(file);
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    }
}
