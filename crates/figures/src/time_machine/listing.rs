//! A program as a listing in C, Python and Rust: the calls of a scenario in real code.
//!
//! Each language has one table, from a call to its lines. The listings are whole programs: tests
//! compile and run them, and they exchange the bytes that the figure shows.

mod c;
mod python;
mod rust;

use super::action::Language;
use super::program::{Ask, Failure, Statement};
use super::scenario::Side;
use kernel::{Fd, Ip};

/// A line of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// The statement that it makes, if it makes one.
    pub(super) statement: Option<usize>,
}

/// A program that is being written.
pub(super) struct Writer {
    lines: Vec<Line>,
}

impl Writer {
    fn plain(&mut self, text: &str) {
        self.lines.push(Line { text: text.to_owned(), statement: None });
    }

    fn call(&mut self, statement: usize, parts: &[&str]) {
        self.lines.push(Line { text: parts.concat(), statement: Some(statement) });
    }
}

/// What a listing is of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) statements: &'a [Statement],
    pub(super) side: Side,
    pub(super) server: Ip,
}

impl Source<'_> {
    fn uses(&self, wanted: fn(&Ask) -> bool) -> bool {
        self.statements.iter().any(|statement| wanted(&statement.ask))
    }

    fn receives(&self) -> bool {
        self.uses(|ask| matches!(ask, Ask::Receive(..)))
    }

    fn replies(&self) -> bool {
        self.uses(|ask| matches!(ask, Ask::Reply(_)))
    }

    fn waits(&self) -> bool {
        self.uses(|ask| matches!(ask, Ask::Wait(_)))
    }

    /// The most bytes that are asked for at once.
    fn buffer(&self) -> u32 {
        let asked = self.statements.iter().map(|statement| match statement.ask {
            Ask::Receive(_, count) => count,
            _ => 0,
        });
        asked.max().unwrap_or(0)
    }
}

/// The name of a descriptor's variable.
fn variable(statement: &Statement, fd: Fd) -> String {
    let found = statement.variables.iter().find(|(known, _)| *known == fd);
    found.map(|(_, variable)| variable.name()).unwrap_or_default()
}

/// The variable that a statement makes.
fn made(statement: &Statement) -> String {
    statement.makes.map(|(_, variable)| variable.name()).unwrap_or_default()
}

/// Seconds as a decimal number: `0.02`.
fn seconds(ms: u32) -> String {
    let thousandths = (1_000 + ms % 1_000).to_string();
    let mut text = [&(ms / 1_000).to_string(), ".", &thousandths[1..]].concat();
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

fn text_of(data: &[u8]) -> String {
    data.iter().map(|byte| char::from(*byte)).collect()
}

/// The listing in a language.
pub(super) fn write(source: Source<'_>, language: Language) -> Vec<Line> {
    let mut writer = Writer { lines: Vec::new() };
    match language {
        Language::Python => python::write(source, &mut writer),
        Language::C => c::write(source, &mut writer),
        Language::Rust => rust::write(source, &mut writer),
    }
    writer.lines
}

/// The name of the file that a program would be in.
pub(super) fn file_name(program: &str, language: Language) -> String {
    let extension = match language {
        Language::Python => ".py",
        Language::C => ".c",
        Language::Rust => ".rs",
    };
    [program, extension].concat()
}
