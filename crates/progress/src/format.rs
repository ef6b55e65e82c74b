//! The record as a text: a line an answer, readable by people and by versions to come.
//!
//! ```text
//! socket-workbook progress 1
//! answer socket/close-after-dup 1000 wrong given=2 inputs=calls:socket%20tcp
//! tried socket/close-after-dup 500 seen
//! reset ports 2000
//! ```
//!
//! `tried` says how an earlier answer to the same question came out. Blanks, line ends, `%` and
//! other control characters within a field are written as `%XX`.

use std::fmt;

use crate::record::{Answer, Grade, Record};

/// What every text begins with, and the version behind it.
const HEAD: &str = "socket-workbook progress ";

/// The version that is written.
const VERSION: u32 = 1;

/// The longest text that is read: a device's storage holds a few megabytes.
pub(crate) const LEN_MAX: usize = 4 << 20;

/// A text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The record.
    pub record: Record,
    /// The numbers of lines that could not be read, from 1. They are kept.
    pub damaged: Vec<usize>,
}

/// Why a text was refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not begin as a record does.
    Foreign,
    /// It was written by a version to come.
    Newer(u32),
    /// It is longer than any record.
    TooLong,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => formatter.write_str("this is not a record of the Socket Workbook"),
            Self::Newer(version) => write!(
                formatter,
                "this record has format {version}, and this book reads formats up to {VERSION}: \
                 reload the page to get the newer book"
            ),
            Self::TooLong => write!(formatter, "this is longer than {LEN_MAX} bytes"),
        }
    }
}

impl std::error::Error for Unreadable {}

const GRADES: [(&str, Grade); 3] =
    [("right", Grade::Right), ("wrong", Grade::Wrong), ("seen", Grade::Seen)];

fn name_of(grade: Grade) -> &'static str {
    GRADES.iter().find(|(_, known)| *known == grade).map_or("", |(name, _)| name)
}

fn grade_of(name: &str) -> Option<Grade> {
    GRADES.iter().find(|(known, _)| *known == name).map(|(_, grade)| *grade)
}

pub(crate) fn encode(field: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(field.len());
    for c in field.chars() {
        if c == '%' || c == ' ' || c.is_ascii_control() {
            let code = c as usize;
            text.push('%');
            text.extend([code >> 4, code & 15].map(|digit| char::from(DIGITS[digit])));
        } else {
            text.push(c);
        }
    }
    text
}

pub(crate) fn decode(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut field = parts.next()?.to_owned();
    for part in parts {
        let code = u8::from_str_radix(part.get(..2)?, 16).ok().filter(u8::is_ascii)?;
        field.push(char::from(code));
        field.push_str(&part[2..]);
    }
    Some(field)
}

impl Record {
    /// The record as a text.
    pub fn write(&self) -> String {
        let mut text = [HEAD, &VERSION.to_string(), "\n"].concat();
        self.write_lines(&mut text);
        text
    }

    /// The lines below the head.
    pub(crate) fn write_lines(&self, text: &mut String) {
        for (question, answer) in &self.answers {
            let grade = name_of(answer.grade);
            let at_ms = answer.at_ms.to_string();
            let (given, inputs) = (encode(&answer.given), encode(&answer.inputs));
            let question = encode(question);
            for part in ["answer ", &question, " ", &at_ms, " ", grade, " given=", &given] {
                text.push_str(part);
            }
            text.push_str(" inputs=");
            text.push_str(&inputs);
            text.push('\n');
        }
        for (question, at_ms, grade) in &self.tried {
            let (question, at_ms) = (encode(question), at_ms.to_string());
            for part in ["tried ", &question, " ", &at_ms, " ", name_of(*grade), "\n"] {
                text.push_str(part);
            }
        }
        for (page, at_ms) in &self.resets {
            for part in ["reset ", &encode(page), " ", &at_ms.to_string(), "\n"] {
                text.push_str(part);
            }
        }
        for line in &self.unread {
            text.push_str(line);
            text.push('\n');
        }
    }

    /// Reads a text. An empty one is an empty record.
    pub fn read(text: &str) -> Result<Read, Unreadable> {
        if text.len() > LEN_MAX {
            return Err(Unreadable::TooLong);
        }
        let mut record = Self::default();
        let mut damaged = Vec::new();
        let mut lines = text.lines();
        let Some(head) = lines.next() else { return Ok(Read { record, damaged }) };
        let version = head.strip_prefix(HEAD).and_then(|version| version.trim().parse().ok());
        match version {
            Some(VERSION) => {}
            Some(newer) if newer > VERSION => return Err(Unreadable::Newer(newer)),
            _ => return Err(Unreadable::Foreign),
        }
        for (index, line) in lines.enumerate() {
            if !line.trim().is_empty() && record.take_line(line).is_none() {
                damaged.push(index + 2);
                record.keep_unread(line);
            }
        }
        Ok(Read { record, damaged })
    }

    /// Takes in one line; `None` for one that cannot be read.
    pub(crate) fn take_line(&mut self, line: &str) -> Option<()> {
        let mut fields = line.split(' ');
        match fields.next()? {
            "answer" => {
                let question = decode(fields.next()?)?;
                let at_ms = fields.next()?.parse().ok()?;
                let grade = grade_of(fields.next()?)?;
                let given = decode(fields.next()?.strip_prefix("given=")?)?;
                let inputs = decode(fields.next()?.strip_prefix("inputs=")?)?;
                fields.next().is_none().then_some(())?;
                self.answer(&question, Answer { at_ms, grade, given, inputs });
            }
            "tried" => {
                let question = decode(fields.next()?)?;
                let at_ms = fields.next()?.parse().ok()?;
                let grade = grade_of(fields.next()?)?;
                fields.next().is_none().then_some(())?;
                self.keep_tried(&question, at_ms, grade);
            }
            "reset" => {
                let page = decode(fields.next()?)?;
                let at_ms = fields.next()?.parse().ok()?;
                fields.next().is_none().then_some(())?;
                self.reset_page(&page, at_ms);
            }
            _ => return None,
        }
        Some(())
    }
}
