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
use crate::{listing, question};

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
    /// The folder of the programs.
    pub listings: &'a Path,
    /// The page's language.
    pub language: Language,
}

/// The chapter with its labs printed.
pub fn print(content: &str, place: &Place<'_>) -> Result<String> {
    let labs = find(content, place.page)?;
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    let mut numbered = 0;
    for (at, lab) in labs.iter().enumerate() {
        printed.push_str(&content[done..lab.range.start]);
        numbered += usize::from(lab.title.is_some());
        let words = Words::in_language(place.language);
        let one = One { lab, place, content, words, number: numbered };
        if at == 0 {
            write_said(&mut printed, place.language);
        }
        one.write(&mut printed).with_context(|| format!("{}:{}", place.page, lab.line))?;
        done = lab.range.end;
    }
    printed.push_str(&content[done..]);
    Ok(printed)
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

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(text, &mut out);
    out
}

/// A lab that is printed.
pub(super) struct One<'a> {
    pub(super) lab: &'a Lab,
    place: &'a Place<'a>,
    /// The chapter.
    content: &'a str,
    pub(super) words: Words,
    /// Its number among those of the page that have a title.
    number: usize,
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
        let label = match title {
            Some(_) => format!("aria-labelledby=\"lab-{name}-title\""),
            None => format!("aria-label=\"{}\"", escaped(&self.lab.programs[0].name)),
        };
        let _ = writeln!(
            out,
            "<section class=\"{class}\" id=\"lab-{name}\" role=\"group\" {label} \
             data-live data-lab=\"{name}\" data-kept=\"{kept}\" data-setup=\"{}\">",
            escaped(setup).replace('\n', "&#10;")
        );
        self.write_head(out);
        out.push_str("<div class=\"sw-lab-body\"><div class=\"sw-lab-programs\">\n");
        self.write_tabs(out);
        for (at, program) in self.lab.programs.iter().enumerate() {
            self.write_program(at, program, out)?;
        }
        self.write_bar(out);
        out.push_str("</div>\n");
        self.write_output(out);
        out.push_str("</div>\n");
        self.write_own_machine(out)?;
        for along in &self.lab.along {
            along.write(self.place.listings, out)?;
        }
        self.write_figure(out)?;
        out.push_str("</section>\n\n");
        Ok(())
    }

    fn write_head(&self, out: &mut String) {
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
                 id=\"lab-{name}-tab-{at}\" aria-controls=\"lab-{name}-{at}\" aria-selected=\"{chosen}\" tabindex=\"{}\" \
                 data-actor=\"{}\"><span class=\"sw-mark\"></span>{}</button>",
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
        let _ = write!(
            out,
            "<div class=\"sw-lab-program\" id=\"lab-{lab}-{at}\"{panel}{chosen} \
             data-program=\"{name}\" data-language=\"{}\" data-shown=\"{shown}\" \
             data-host=\"{}\" data-args=\"{}\" data-file=\"{file}\" data-actor=\"{}\"{typed}>\n\
             <p class=\"listing-name\">{name}{}</p>\n\n",
            program.language,
            escaped(machine::host(&program.host)),
            escaped(&program.arguments.join(" ")),
            self.actor(at),
            self.host_of(program),
        );
        if !program.arguments.is_empty() {
            let _ = write!(
                out,
                "<label class=\"sw-lab-args sw-js-only\">{} <input class=\"sw-input\" \
                 type=\"text\" maxlength=\"1000\" spellcheck=\"false\" autocapitalize=\"off\" \
                 value=\"{}\" data-arguments></label>\n\n",
                self.words.arguments(),
                escaped(&program.arguments.join(" ")),
            );
        }
        let _ = write!(out, "<pre class=\"sw-lab-code\"><code class=\"language-{shown}\">");
        for line in listing::lines(text.trim_end(), shown) {
            let _ = write!(out, "<span class=\"sw-lab-line\">{line}\n</span>");
        }
        out.push_str("</code></pre>\n\n");
        if self.lab.title.is_some() {
            self.write_recorded(program, out)?;
        }
        out.push_str("</div>\n");
        Ok(())
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
            if self.content.contains(&format!("```listing {file}\n")) {
                break;
            }
            let _ = write!(
                out,
                "<div class=\"sw-lab-recorded\"><p class=\"listing-name\">{}</p>\n\n\
                 <pre><code>{}</code></pre>\n\n</div>\n",
                escaped(&self.words.recorded(&program.name)),
                escaped(self.read(&file)?.trim_end())
            );
            break;
        }
        Ok(())
    }

    fn write_bar(&self, out: &mut String) {
        let words = &self.words;
        let button = |what: &str, class: &str, text: &str, more: &str| {
            format!(
                "<button type=\"button\" class=\"sw-btn{class}\" data-act=\"{what}\"{more}>\
                 {text}</button>"
            )
        };
        let play = "<svg viewBox=\"0 0 16 16\" class=\"is-solid\" aria-hidden=\"true\">\
                    <path d=\"M4.5 2.8L13 8l-8.5 5.2z\"/></svg>";
        let run = format!("{play}{}", words.start());
        let bar = [
            button("run", " sw-btn--primary", &run, ""),
            button("stop", "", words.stop(), " disabled"),
            button("step", "", words.step(), ""),
            button("line", "", words.by_line(), ""),
            button("go", "", words.go_on(), " hidden"),
            button("edit", " sw-btn--quiet", words.edit(), ""),
            button("reset", " sw-btn--quiet", words.reset(), " hidden"),
            button("undo", " sw-btn--quiet", words.undo(), " hidden"),
        ];
        let _ = writeln!(
            out,
            "<div class=\"sw-toolbar sw-lab-bar sw-js-only\">{}</div>\n\
             <p class=\"sw-lab-status sw-js-only\" role=\"status\" data-keys=\"{keys}\" \
             data-from-disk=\"{}\">{keys}</p>",
            bar.concat(),
            escaped(words.from_disk()),
            keys = words.keys(),
        );
    }

    fn write_output(&self, out: &mut String) {
        let words = &self.words;
        let _ = write!(out, "<div class=\"sw-lab-output sw-js-only\" hidden>");
        for (at, program) in self.lab.programs.iter().enumerate() {
            let name = escaped(&program.name);
            let label = escaped(&words.output_of(&program.name));
            let _ = write!(
                out,
                "<div class=\"sw-lab-console\" data-console=\"{name}\" data-actor=\"{}\">\
                 <p class=\"sw-lab-console-head\"><span class=\"sw-mark\"></span>{label}\
                 <span class=\"sw-label\" data-end></span></p>\
                 <pre class=\"sw-lab-text\" role=\"log\" aria-label=\"{label}\" tabindex=\"0\">\
                 </pre>\
                 <form class=\"sw-lab-input\" hidden autocomplete=\"off\">\
                 <label><span class=\"sw-hidden\">{}: {name}</span>\
                 <span aria-hidden=\"true\">›</span>\
                 <input class=\"sw-input\" type=\"text\" maxlength=\"4000\" spellcheck=\"false\" \
                 autocapitalize=\"off\"></label>\
                 <button class=\"sw-btn\">{}</button>\
                 <button type=\"button\" class=\"sw-btn sw-btn--quiet\" data-end-input>{}</button>\
                 </form></div>",
                self.actor(at),
                words.type_line(),
                words.send_line(),
                words.end_input(),
            );
        }
        out.push_str("</div>\n");
    }

    /// The place of the figure that shows the run. It is fed, and loaded, after the first of them.
    fn write_figure(&self, out: &mut String) -> Result<()> {
        if !registry::names().any(|name| name == FIGURE) {
            return Ok(());
        }
        let script = Script::parse(FIGURE, "").map_err(|error| anyhow::anyhow!(error.message))?;
        let exhibit =
            registry::exhibit(FIGURE, &script).map_err(|error| anyhow::anyhow!(error.message))?;
        let sections: Vec<&str> = exhibit.sections().iter().map(|section| section.name).collect();
        let lab = &self.lab.name;
        let level = self.lab.level + usize::from(self.lab.title.is_some());
        let _ = writeln!(
            out,
            "<figure class=\"sw-figure\" id=\"fig-{FIGURE}-{lab}\" data-figure-on-demand=\"{FIGURE}\" \
             hidden data-words=\"{}\" data-question=\"{}/{FIGURE}-{lab}\" \
             data-name=\"{FIGURE}-{lab}\" data-script=\"\" aria-label=\"{}\">\
             <header class=\"sw-fig-head\">\
             <p class=\"sw-fig-title\" role=\"heading\" aria-level=\"{level}\">{}</p>\
             <div class=\"sw-js-only sw-fig-tools\" data-toolbar></div></header>\
             <div class=\"sw-panels\" data-panels></div></figure>",
            sections.join(" "),
            question::stem(self.place.page),
            self.words.the_run(),
            self.words.the_run(),
        );
        Ok(())
    }

    pub(super) fn read(&self, file: &str) -> Result<String> {
        anyhow::ensure!(!file.split('/').any(|part| part == ".."), "`{file}` lies elsewhere");
        let path = self.place.listings.join(file);
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    }
}
