//! An exercise's folder: everything in it is read, and what does not fit is told with its line.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use checker::Checks;
use checker::goal::Goals;
use lab::Language;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use super::settings::{Placed, Settings};
use super::{COMMON, FOLDER, Said};
use crate::question;

/// What is done in an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A program is written.
    Program(Program),
    /// A figure is brought to a goal.
    Figure(Figure),
    /// The questions of the task are answered.
    Trace,
}

/// The programs of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The text of `checks.txt`.
    pub checks: String,
    /// The reader's file.
    pub name: String,
    /// `python`, `node` or `browser`.
    pub language: &'static str,
    /// What runs instead of the reader's file, beside it.
    pub main: Option<Main>,
    /// What stands behind its name on the command line.
    pub arguments: Vec<String>,
    /// What the reader begins with.
    pub starter: String,
}

/// A harness: it imports the reader's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Main {
    /// Its name in the lab.
    pub name: String,
    /// What runs it.
    pub language: &'static str,
    /// Its file below the folder of all exercises: several may share it.
    pub file: String,
}

/// The figure of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The text of `checks.txt`: goals.
    pub checks: String,
    /// The figure's name.
    pub name: String,
    /// The script it begins with.
    pub script: String,
}

/// An exercise.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its name, which is its folder's.
    pub name: String,
    /// What `exercise.toml` says.
    pub settings: Settings,
    /// What is done.
    pub kind: Kind,
    /// The task, in Markdown.
    pub task: Said,
    /// Where it lies.
    pub path: PathBuf,
}

impl Folder {
    /// Reads the exercise of this name.
    pub fn read(root: &Path, name: &str) -> Result<Self> {
        let is_sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            !name.is_empty() && name.chars().all(is_sound),
            "`{name}` is no name of an exercise: lower-case letters, digits and `-`"
        );
        let path = root.join(FOLDER).join(name);
        let shown = format!("{FOLDER}/{name}");
        ensure!(path.is_dir(), "{shown} is missing");
        let reading = Reading { path: &path, shown: &shown };
        let settings =
            Settings::parse(&reading.text("exercise.toml")?, &format!("{shown}/exercise.toml"))?;
        let kind = reading.kind(&settings)?;
        let task = reading.task()?;
        reading.ensure_nothing_else(&kind, &settings)?;
        Ok(Self { name: name.to_owned(), settings, kind, task, path })
    }

    /// Its name in the record: of another text of the checks or the starter it is another one.
    pub fn id(&self, page: &str) -> Option<String> {
        let about: [&str; 2] = match &self.kind {
            Kind::Program(program) => [&program.checks, &program.starter],
            Kind::Figure(figure) => [&figure.checks, &figure.script],
            Kind::Trace => return None,
        };
        Some(question::named(page, &self.name, &about))
    }
}

/// A folder that is read.
struct Reading<'a> {
    path: &'a Path,
    /// Its place, as errors say it.
    shown: &'a str,
}

impl Reading<'_> {
    fn text(&self, file: &str) -> Result<String> {
        let text = fs::read_to_string(self.path.join(file));
        text.with_context(|| format!("{}/{file} cannot be read", self.shown))
    }

    fn kind(&self, settings: &Settings) -> Result<Kind> {
        let Placed { text, line } = &settings.kind;
        let kind = match text.as_str() {
            "program" => Kind::Program(self.program()?),
            "figure" => Kind::Figure(self.figure()?),
            "trace" => Kind::Trace,
            _ => bail!(
                "{}/exercise.toml:{line}: a kind is program, figure or trace, not `{text}`",
                self.shown
            ),
        };
        match &kind {
            Kind::Program(Program { checks, .. }) | Kind::Figure(Figure { checks, .. }) => {
                self.ensure_same_checks(&names_of(checks), settings)?;
            }
            Kind::Trace => ensure!(
                settings.checks.is_empty() && settings.wrong.is_empty(),
                "{}/exercise.toml: a trace is judged by its questions: no [[check]], no [[wrong]]",
                self.shown
            ),
        }
        Ok(kind)
    }

    fn program(&self) -> Result<Program> {
        let checks = self.text("checks.txt")?;
        let read = match Checks::parse(&checks) {
            Ok(read) => read,
            Err(wrong) => bail!("{}/checks.txt:{}: {}", self.shown, wrong.line, wrong.wants),
        };
        let checker::Program { name, language } = read.program;
        let main = read.main.map(|main| self.main(main, language)).transpose()?;
        let starter = self.text(&name)?;
        let language = language_of(&name, language);
        Ok(Program { checks, name, language, main, arguments: read.args, starter })
    }

    /// A harness lies in the exercise's folder, or in the one that all share.
    fn main(&self, name: String, own: Language) -> Result<Main> {
        let language = language_of(&name, own);
        let folder = self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if self.path.join(&name).is_file() {
            let file = format!("{folder}/{name}");
            return Ok(Main { name, language, file });
        }
        let is_common = self.path.with_file_name(COMMON).join(&name).is_file();
        ensure!(is_common, "{}/checks.txt: `{name}` is neither here nor in {COMMON}", self.shown);
        let file = format!("{COMMON}/{name}");
        Ok(Main { name, language, file })
    }

    fn figure(&self) -> Result<Figure> {
        let checks = self.text("checks.txt")?;
        let start = self.text("start.txt")?;
        let (first, script) = start.split_once('\n').unwrap_or((&start, ""));
        let name = first.strip_prefix("figure ").map(str::trim).with_context(|| {
            format!("{}/start.txt:1: expected `figure NAME`, found `{first}`", self.shown)
        })?;
        let goals = match Goals::parse(&checks) {
            Ok(goals) => goals,
            Err(wrong) => bail!("{}/checks.txt:{}: {}", self.shown, wrong.line, wrong.wants),
        };
        ensure!(
            goals.figure == name,
            "{}/checks.txt: begins with `figure {name}`, as start.txt does",
            self.shown
        );
        Ok(Figure { name: name.to_owned(), script: script.trim_end().to_owned(), checks })
    }

    /// The checks are the same in both files, in the same order.
    fn ensure_same_checks(&self, names: &[(String, usize)], settings: &Settings) -> Result<()> {
        let shown = self.shown;
        ensure!(!names.is_empty(), "{shown}/checks.txt: there is no `check NAME`");
        for (at, (name, line)) in names.iter().enumerate() {
            match settings.checks.get(at).map(|check| &check.name) {
                Some(said) if said.text == *name => {}
                Some(Placed { text, line: place }) => bail!(
                    "{shown}/exercise.toml:{place}: the check `{text}` stands where checks.txt has \
                     `{name}` (line {line})"
                ),
                None => bail!(
                    "{shown}/checks.txt:{line}: the check `{name}` has no [[check]] in \
                     exercise.toml"
                ),
            }
        }
        if let Some(more) = settings.checks.get(names.len()) {
            let Placed { text, line } = &more.name;
            bail!("{shown}/exercise.toml:{line}: checks.txt has no check `{text}`");
        }
        Ok(())
    }

    fn task(&self) -> Result<Said> {
        let task = Said { en: self.text("task.md")?, ko: self.text("task.ko.md")? };
        let [english, korean] = [&task.en, &task.ko].map(|text| structure(text));
        for (file, parts) in [("task.md", &english), ("task.ko.md", &korean)] {
            if let Some(part) = parts.iter().find(|part| part.text == "h1" || part.text == "h2") {
                let Placed { line, .. } = part;
                bail!("{}/{file}:{line}: headings of a task begin with ###", self.shown);
            }
        }
        let differ = english.iter().zip(&korean).find(|(one, other)| one.text != other.text);
        if let Some((one, other)) = differ {
            bail!(
                "{shown}/task.ko.md:{}: `{}` stands where task.md:{} has `{}`",
                other.line,
                other.text,
                one.line,
                one.text,
                shown = self.shown
            );
        }
        ensure!(
            english.len() == korean.len(),
            "{}/task.ko.md: has {} headings and fences, task.md {}",
            self.shown,
            korean.len(),
            english.len()
        );
        Ok(task)
    }

    /// Solutions and wrong ones are there, and nothing that nobody reads.
    fn ensure_nothing_else(&self, kind: &Kind, settings: &Settings) -> Result<()> {
        let mut expected: BTreeSet<String> =
            ["exercise.toml", "task.md", "task.ko.md"].map(str::to_owned).into();
        let wrong = settings.wrong.iter().map(|wrong| &wrong.key.text);
        match kind {
            Kind::Program(Program { name, main, .. }) => {
                expected.extend(["checks.txt".to_owned(), name.clone()]);
                let own = main.iter().filter(|main| !main.file.starts_with(COMMON));
                expected.extend(own.map(|main| main.name.clone()));
                expected.insert(format!("solution/{name}"));
                expected.extend(wrong.map(|key| format!("wrong/{key}/{name}")));
            }
            Kind::Figure(_) => {
                let own = ["checks.txt", "start.txt", "solution.txt"];
                expected.extend(own.map(str::to_owned));
                expected.extend(wrong.map(|key| format!("wrong/{key}.txt")));
            }
            Kind::Trace => {}
        }
        let found = files(self.path, "")?;
        if let Some(missing) = expected.difference(&found).next() {
            bail!("{}/{missing} is missing", self.shown);
        }
        if let Some(unknown) = found.difference(&expected).next() {
            let known: Vec<&str> = expected.iter().map(String::as_str).collect();
            let known = known.join(", ");
            bail!("{}/{unknown} belongs to nothing; expected are {known}", self.shown);
        }
        Ok(())
    }
}

/// Every file below a folder, with its place below it.
fn files(folder: &Path, below: &str) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files(&entry.path(), &format!("{name}/"))?);
        } else {
            found.insert(name);
        }
    }
    Ok(found)
}

/// What a task is made of, beside its prose: headings, fences, questions.
fn structure(task: &str) -> Vec<Placed> {
    let mut parts = Vec::new();
    for (event, range) in Parser::new_ext(task, Options::all()).into_offset_iter() {
        let text = match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => "h1".to_owned(),
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => "h2".to_owned(),
            Event::Start(Tag::Heading { level, id, .. }) => {
                format!("{level} {{#{}}}", id.as_deref().unwrap_or_default())
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => format!("```{info}"),
            _ => continue,
        };
        let line = task[..range.start].matches('\n').count() + 1;
        parts.push(Placed { text, line });
    }
    parts
}

/// The names of a figure's checks, with their lines.
fn names_of(checks: &str) -> Vec<(String, usize)> {
    let named = |(at, line): (usize, &str)| {
        let name = line.trim().strip_prefix("check ")?;
        Some((name.trim().to_owned(), at + 1))
    };
    checks.lines().enumerate().filter_map(named).collect()
}

/// What runs a file, by its ending, as labs call it; the reader's own may be a browser's.
fn language_of(name: &str, own: Language) -> &'static str {
    match own {
        Language::Browser => "browser",
        _ if name.ends_with(".py") => "python",
        _ => "node",
    }
}
