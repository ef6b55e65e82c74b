//! A program as a listing in C, Python and Rust: the calls of a scenario in real code.
//!
//! Each language is a table: the lines around the calls, and for each call its line. The listings
//! are whole programs: tests compile and run them, and they exchange the bytes that the figure
//! shows.

mod c;
mod python;
mod rust;

use super::action::Language;
use super::program::{Ask, Failure, Statement};
use super::scenario::Side;
use super::time;
use kernel::{Fd, Ip};

/// A line of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// The statement that it makes, if it makes one.
    pub(super) statement: Option<usize>,
}

/// What a listing is of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) statements: &'a [Statement],
    pub(super) side: Side,
    pub(super) server: Ip,
}

/// When a line around the calls is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Always,
    Address,
    ClientAddress,
    ServerAddress,
    Option,
    NoDelay,
    Receive,
    Reply,
    Send,
    Fill,
    Shutdown,
    Wait,
}

/// A language as tables. In the lines, `{s}` is the variable of the descriptor, `{m}` the one that
/// is made, `{p}` a port, `{n}` a number, `{t}` the data, `{h}` the host, `{b}` the buffer's size,
/// `{w}` seconds,
/// `{c}` the call.
struct Table {
    before: &'static [(Need, &'static str)],
    after: &'static [&'static str],
    /// A call whose failure ends the program, one that gives a value, one that cannot fail.
    checked: &'static str,
    plain: &'static str,
    /// A call whose failure does not end the program, and the line after it.
    tried: &'static str,
    after_tried: Option<&'static str>,
    /// A line in front of a call for a port that is not the last one.
    port: Option<&'static str>,
    call: fn(&Ask) -> &'static str,
    /// What stands in front of a call that gives a value: of a descriptor, of a count of bytes.
    made: &'static str,
    made_by_accept: &'static str,
    counted: &'static str,
    ignored: &'static str,
}

impl Source<'_> {
    fn needs(&self, need: Need) -> bool {
        let client = self.side == Side::Client;
        let uses = |ask: &Ask| match need {
            Need::Always => true,
            Need::Address => matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::ClientAddress => client && matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::ServerAddress => !client && matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::Option => matches!(ask, Ask::ReuseAddress(_) | Ask::NoDelay(_)),
            Need::NoDelay => matches!(ask, Ask::NoDelay(_)),
            Need::Receive => matches!(ask, Ask::Receive(..)),
            Need::Reply => matches!(ask, Ask::Reply(_)),
            Need::Send => matches!(ask, Ask::Send(..) | Ask::Fill(..) | Ask::Reply(_)),
            Need::Fill => matches!(ask, Ask::Fill(..)),
            Need::Shutdown => matches!(ask, Ask::Shutdown(_)),
            Need::Wait => matches!(ask, Ask::Wait(_)),
        };
        self.statements.iter().any(|statement| uses(&statement.ask))
    }

    /// The most bytes that are asked for at once.
    fn buffer(&self) -> u32 {
        let mut most = 0;
        for statement in self.statements {
            if let Ask::Receive(_, count) = statement.ask {
                most = most.max(count);
            }
        }
        most
    }

    /// What stands for a letter in a line.
    fn value(&self, letter: char, at: Option<&Statement>) -> String {
        let ask = at.map(|statement| &statement.ask);
        match (letter, ask) {
            ('b', _) => self.buffer().to_string(),
            ('h', _) if self.side == Side::Client => self.server.to_string(),
            // As Rust writes the four parts of an address.
            ('i', _) => self.server.to_string().replace('.', ", "),
            ('s', Some(ask)) => variable(at, ask.descriptor()),
            ('m', _) => at.and_then(|it| it.makes).map_or_else(String::new, |it| it.1.name()),
            ('p', Some(Ask::Bind(_, port) | Ask::Connect(_, port))) => port.to_string(),
            (
                'n',
                Some(Ask::Listen(_, number) | Ask::Fill(_, number) | Ask::Receive(_, number)),
            ) => number.to_string(),
            ('n', Some(Ask::Wait(ms))) => ms.to_string(),
            ('w', Some(Ask::Wait(ms))) => time::decimal(*ms),
            ('n', Some(Ask::Send(_, data))) => data.len().to_string(),
            ('t', Some(Ask::Send(_, data))) => data.iter().map(|it| char::from(*it)).collect(),
            _ => String::new(),
        }
    }

    /// A line with its letters filled in.
    fn fill(&self, line: &str, at: Option<&Statement>, call: &str) -> String {
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let mut letters = after.chars();
            match (letters.next(), letters.next()) {
                (Some('c'), Some('}')) => text.push_str(call),
                (Some(letter), Some('}')) => text.push_str(&self.value(letter, at)),
                // A brace of the language itself.
                _ => {
                    text.push('{');
                    rest = after;
                    continue;
                }
            }
            rest = letters.as_str();
        }
        text.push_str(rest);
        text
    }
}

/// The name of a descriptor's variable.
fn variable(at: Option<&Statement>, fd: Option<Fd>) -> String {
    let known = at.into_iter().flat_map(|statement| &statement.variables);
    let mut found = known.filter(|(known, _)| Some(*known) == fd);
    found.next().map_or_else(String::new, |(_, variable)| variable.name())
}

/// The listing in a language.
pub(super) fn write(source: Source<'_>, language: Language) -> Vec<Line> {
    let table = match language {
        Language::Python => &python::TABLE,
        Language::C => &c::TABLE,
        Language::Rust => &rust::TABLE,
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |text: String, statement: Option<usize>| lines.push(Line { text, statement });
    for (need, line) in table.before {
        if source.needs(*need) {
            add(source.fill(line, None, ""), None);
        }
    }
    let mut port = String::new();
    for (number, statement) in source.statements.iter().enumerate() {
        let at = Some(statement);
        let wanted = source.value('p', at);
        if let Some(line) = table.port
            && !wanted.is_empty()
            && wanted != port
        {
            add(source.fill(line, at, ""), None);
            port = wanted;
        }
        let call = source.fill((table.call)(&statement.ask), at, "");
        let in_front = match statement.ask {
            Ask::Socket => table.made,
            Ask::Accept(_) => table.made_by_accept,
            Ask::Receive(..) if statement.is_replied => table.counted,
            Ask::Receive(..) => table.ignored,
            _ => "",
        };
        let frame = match (&statement.ask, statement.failure) {
            (Ask::Close(_) | Ask::Wait(_), _) => table.plain,
            (_, Failure::Ends) => table.checked,
            (_, Failure::GoesOn) => table.tried,
        };
        let frame = frame.replace("{=}", in_front);
        add(source.fill(&frame, at, &call), Some(number));
        if let Some(line) = table.after_tried.filter(|_| frame == table.tried) {
            add(line.to_owned(), None);
        }
    }
    for line in table.after {
        add((*line).to_owned(), None);
    }
    lines
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
