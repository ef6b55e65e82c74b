//! Labs: programs of `book/listings` that a reader runs, edits and watches on the page.
//!
//! ````text
//! **An echo and who asks for it**
//!
//! ```lab echo wide
//! server.py = life/server.py on server
//! client.py = life/client.py on client start 100ms
//! host server 10.0.0.2
//! name server.example.com server
//! forward server.example.com:80 server:8080
//! link = delay 10ms
//! fault = drop 3
//! until = 60s
//! stdin client.py = hello
//! args client.py = 10.0.0.2 8080
//! along server.c = life/server.c follows server.py
//! ```
//! ````
//!
//! A program is `NAME = FILE`, then `on HOST`, `as browser` and `start TIME` where they are meant.
//! Its language is the name's ending. Hosts without a line of theirs get addresses from 10.0.0.1
//! up; with no host named, all programs run on one. A program starts 100 ms after the one above it.
//!
//! ```` ```listing CHAPTER/NAME.py run ```` is a lab of one program without a title.
//!
//! Behind the fence's words may stand `after QUESTION`: what is asked there, a run would answer.
//!
//! What stands behind `along` is not run: its lines light up by what another program does.
//!
//! Without a script a lab reads as listings, each with what it printed.

mod along;
mod machine;
mod own_machine;
mod print;
mod words;

use crate::fence;
use crate::question::waiting;
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use lab::Setup;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

pub use along::Along;
pub(crate) use print::{Exercise, escaped, print_exercise};
pub use print::{Place, print};

/// How much later than the program above it a program starts: the reader types one command after
/// the other.
const START_MS: usize = 100;

/// The host of programs that name none.
const ALONE: &str = "machine";

/// How the reader gives a program a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The program.
    pub program: String,
    /// What is offered.
    pub text: String,
}

/// A program of a lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// What it is called in the lab.
    pub name: String,
    /// Its file below `book/listings`.
    pub file: String,
    /// Its host.
    pub host: String,
    /// `python`, `node`, `browser` or `rust`.
    pub language: &'static str,
    /// When it starts, as the setup says it; empty for the usual.
    pub start: String,
    /// What stands behind its name on the command line.
    pub arguments: Vec<String>,
    /// The line of the fence.
    line: usize,
}

/// A lab as it stands in a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lab {
    /// Its name in its page.
    pub name: String,
    /// Its title; a listing that runs has none.
    pub title: Option<String>,
    /// Whether it may break out of the measure.
    pub wide: bool,
    /// The questions of the page that have to be answered before it runs.
    pub after: Vec<String>,
    /// The programs.
    pub programs: Vec<Program>,
    /// The setup, as the machine and the figure read it.
    pub setup: String,
    /// Lines that are offered to be typed.
    pub typed: Vec<Typed>,
    /// What is read along with a run.
    pub along: Vec<Along>,
    /// The line of the chapter on which the fence opens, from 1.
    pub line: usize,
    /// The level of its title.
    level: usize,
    range: Range<usize>,
}

/// A program of an exercise.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    /// Its place below the folder of all exercises.
    pub(crate) place: &'a str,
    pub(crate) language: &'static str,
    pub(crate) arguments: &'a [String],
    /// What is said of a program that is not the reader's.
    pub(crate) note: Option<&'a str>,
}

impl Lab {
    /// The lab of an exercise. What runs is the last of its files; who it speaks with is known to
    /// the judge.
    pub(crate) fn of_files(name: &str, files: &[File<'_>]) -> Self {
        let program = |file: &File<'_>| Program {
            name: file.name.to_owned(),
            file: file.place.to_owned(),
            host: String::new(),
            language: file.language,
            start: String::new(),
            arguments: file.arguments.to_vec(),
            line: 0,
        };
        let programs: Vec<Program> = files.iter().map(program).collect();
        let lines =
            Lines { programs: programs.last().cloned().into_iter().collect(), ..Lines::default() };
        let (setup, _) = machine::setup(&lines);
        Self {
            name: name.to_owned(),
            title: Some(String::new()),
            wide: true,
            after: Vec::new(),
            programs,
            setup,
            typed: Vec::new(),
            along: Vec::new(),
            line: 0,
            level: 3,
            range: 0..0,
        }
    }
}

/// All labs of a chapter, in order. `page` is named in errors.
pub fn find(content: &str, page: &str) -> Result<Vec<Lab>> {
    let mut labs: Vec<Lab> = Vec::new();
    let mut title: Option<(String, Range<usize>)> = None;
    let mut level = 2;
    let mut events = Parser::new_ext(content, Options::all()).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Paragraph) => {
                title = fence::bold_paragraph(&content[range.clone()]).map(|text| (text, range));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let line = content[..range.start].matches('\n').count() + 1;
                let title = title.take();
                let words = info.split_whitespace().collect::<Vec<_>>();
                let (front, after) = waiting::split(&words);
                let read = match front[..] {
                    ["lab", ..] => {
                        let (title, from) = title.with_context(|| {
                            format!(
                                "{page}:{line}: a lab has a title: put a paragraph in bold \
                                     before the fence"
                            )
                        })?;
                        let body = fence::text_until_end(&mut events);
                        read(front, &body, page, line, Some(title), from.start..range.end)?
                    }
                    ["listing", file, "run"] => {
                        let body = fence::text_until_end(&mut events);
                        ensure!(
                            body.trim().is_empty(),
                            "{page}:{line}: a listing's fence is empty"
                        );
                        let name = file.rsplit('/').next().unwrap_or(file);
                        let lab = file.replace(['/', '.'], "-");
                        let body = format!("{name} = {file}");
                        read(&["lab", &lab], &body, page, line, None, range)?
                    }
                    _ => continue,
                };
                let is_known = labs.iter().any(|known| known.name == read.name);
                ensure!(!is_known, "{page}:{line}: two labs are called `{}`", read.name);
                let after = after.iter().map(|name| (*name).to_owned()).collect();
                labs.push(Lab { after, level, ..read });
            }
            Event::Start(Tag::CodeBlock(_) | Tag::List(_)) => title = None,
            Event::Start(Tag::Heading { level: heading, .. }) => {
                title = None;
                level = if heading == HeadingLevel::H1 { 2 } else { 3 };
            }
            _ => {}
        }
    }
    Ok(labs)
}

fn read(
    words: &[&str],
    body: &str,
    page: &str,
    line: usize,
    title: Option<String>,
    range: Range<usize>,
) -> Result<Lab> {
    let (name, wide) = match words[..] {
        [_, name] => (name.to_owned(), false),
        [_, name, "wide"] => (name.to_owned(), true),
        _ => bail!(
            "{page}:{line}: expected ```lab NAME, `wide` and `after QUESTION` behind it where \
             they are meant"
        ),
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    ensure!(
        name.chars().all(is_plain),
        "{page}:{line}: a lab is called by letters, digits and hyphens, not `{name}`"
    );
    // gettext takes a whole fence for translation when it holds one of these.
    if body.contains('"') || body.contains("//") {
        bail!("{page}:{line}: `{name}`: a fence may hold neither a double quote nor `//`");
    }
    let mut lines = Lines::default();
    for (at, text) in body.lines().enumerate() {
        let at = at + 1;
        lines.take(text.trim(), at).with_context(|| format!("{page}:{}", line + at))?;
    }
    let (setup, places) = machine::setup(&lines);
    if let Err(wrong) = Setup::parse(&setup) {
        let at = wrong.line.checked_sub(1).and_then(|at| places.get(at)).copied().unwrap_or(0);
        bail!("{page}:{}: lab `{name}` wants {}", line + at, wrong.wants);
    }
    let Lines { programs, typed, along, .. } = lines;
    let after = Vec::new();
    Ok(Lab { name, title, wide, after, programs, setup, typed, along, line, level: 3, range })
}

/// The lines of a fence, sorted by what they are.
#[derive(Debug, Default)]
struct Lines {
    programs: Vec<Program>,
    /// `host` lines, what they say and where they stand.
    hosts: Vec<(String, usize)>,
    /// All other lines of the setup.
    others: Vec<(String, usize)>,
    typed: Vec<Typed>,
    along: Vec<Along>,
}

const EXPECTED: &str = "expected `NAME = FILE [on HOST] [as browser] [start TIME]`, \
     `host NAME ADDRESS`, `name NAME HOST`, `forward NAME:PORT HOST:PORT`, `link = ...`, \
     `fault = ...`, `until = TIME`, `stdin NAME [= TEXT]`, `args NAME = ...`, \
     `along NAME = FILE follows PROGRAM`, or a comment \
     beginning with `#`";

impl Lines {
    fn take(&mut self, text: &str, line: usize) -> Result<()> {
        let (left, right) = match text.split_once('=') {
            Some((left, right)) => (left.trim(), Some(right.trim())),
            None => (text, None),
        };
        let words: Vec<&str> = left.split_whitespace().collect();
        match (&words[..], right) {
            ([], None) => {}
            ([first, ..], _) if first.starts_with('#') => {}
            (["host", ..], None) => self.hosts.push((text.to_owned(), line)),
            (["name" | "forward", ..], None) => self.others.push((text.to_owned(), line)),
            ([word @ ("link" | "fault" | "until")], Some(value)) => {
                self.others.push((format!("{word} {value}"), line));
            }
            (["stdin", name], text) => {
                self.program(name)?;
                let text = text.unwrap_or_default().to_owned();
                self.typed.push(Typed { program: (*name).to_owned(), text });
            }
            (["args", name], Some(value)) => {
                self.program(name)?.arguments =
                    value.split_whitespace().map(str::to_owned).collect();
            }
            (["along", name], Some(value)) => {
                let along = Along::read(name, value).with_context(|| EXPECTED)?;
                self.program(&along.follows)?;
                self.along.push(along);
            }
            ([name], Some(value)) => {
                let program = program(name, value, line)?;
                self.programs.push(program);
            }
            _ => bail!("`{text}`: {EXPECTED}"),
        }
        Ok(())
    }

    fn program(&mut self, name: &str) -> Result<&mut Program> {
        let known: Vec<&str> = self.programs.iter().map(|it| it.name.as_str()).collect();
        let known = known.join(", ");
        let found = self.programs.iter_mut().find(|program| program.name == name);
        found.with_context(|| format!("no program above is called `{name}`; there are: {known}"))
    }
}

fn program(name: &str, value: &str, line: usize) -> Result<Program> {
    let mut words = value.split_whitespace();
    let file = words.next().with_context(|| EXPECTED)?.to_owned();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut language = match ending {
        "py" => "python",
        "js" | "mjs" | "cjs" => "node",
        "html" => "browser",
        "rs" => "rust",
        _ => bail!("`{name}` runs by its ending: one of py, js, mjs, cjs, html, rs"),
    };
    let (mut host, mut start) = (String::new(), String::new());
    while let Some(word) = words.next() {
        match (word, words.next()) {
            ("on", Some(name)) => name.clone_into(&mut host),
            ("start", Some(time)) => time.clone_into(&mut start),
            ("as", Some("browser")) if language == "node" => language = "browser",
            _ => bail!("`{name} = {value}`: {EXPECTED}"),
        }
    }
    let (name, arguments) = (name.to_owned(), Vec::new());
    Ok(Program { name, file, host, language, start, arguments, line })
}

#[cfg(test)]
mod tests;
