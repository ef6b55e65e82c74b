//! Everything of a reader's in one file: the record, and the programs of labs and exercises.
//!
//! ```text
//! socket-workbook export 1
//! answer socket/close-after-dup 1000 wrong given=2 inputs=calls:socket%20tcp
//! program life/echo server.py 1a2b3c4d text=import%20socket%0A
//! aside life/echo server.py 1a2b3c4d text=print(1)%0A
//! end 3
//! ```
//!
//! `aside` is a second version of a program, which another device had. The last line counts those
//! between it and the head, so that a file that was cut short is known.

use std::fmt;

use crate::format::{LEN_MAX as RECORD_LEN_MAX, decode, encode};
use crate::record::{Imported, Record};

/// What every file begins with, and the version behind it.
const HEAD: &str = "socket-workbook export ";

/// The version that is written.
const VERSION: u32 = 1;

/// The longest file that is read: twice what a record may be, since programs come with it.
pub const LEN_MAX: usize = 2 * RECORD_LEN_MAX;

/// A reader's version of a program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// The lab, as the page names it.
    pub lab: String,
    /// The program's name in the lab.
    pub name: String,
    /// The hash of the book's own text when the reader began to change it.
    pub base: String,
    /// The reader's text.
    pub text: String,
}

impl Program {
    fn is_of(&self, other: &Self) -> bool {
        (&self.lab, &self.name) == (&other.lab, &other.name)
    }
}

/// All programs that a reader changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs {
    /// What labs show: one version of a program at most.
    in_use: Vec<Program>,
    /// Further versions.
    aside: Vec<Program>,
}

/// What became of the programs in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedPrograms {
    /// How many were unchanged here, and are the reader's version now.
    pub new: usize,
    /// How many were here already.
    pub known: usize,
    /// Those of which another version is in use here: kept aside, lab and name.
    pub aside: Vec<(String, String)>,
}

impl Programs {
    /// Takes in a version that a lab shows; the later of two takes its place, the other is kept
    /// aside.
    pub fn use_version(&mut self, program: Program) {
        match self.in_use.iter_mut().find(|known| known.is_of(&program)) {
            Some(known) if *known == program => {}
            Some(known) => {
                let other = std::mem::replace(known, program);
                self.put_aside(other);
            }
            None => {
                let at = self.in_use.partition_point(|known| *known < program);
                self.in_use.insert(at, program);
            }
        }
        let Self { in_use, aside } = self;
        aside.retain(|version| !in_use.contains(version));
    }

    /// Keeps a version beside the one in use.
    pub fn put_aside(&mut self, program: Program) {
        if self.in_use.contains(&program) {
            return;
        }
        let at = self.aside.partition_point(|known| *known < program);
        if self.aside.get(at) != Some(&program) {
            self.aside.insert(at, program);
        }
    }

    /// What labs show.
    pub fn in_use(&self) -> &[Program] {
        &self.in_use
    }

    /// Further versions.
    pub fn aside(&self) -> &[Program] {
        &self.aside
    }

    /// Takes in a file. What is in use here stays in use.
    pub fn import(&mut self, file: &Self) -> ImportedPrograms {
        let mut came = ImportedPrograms::default();
        for program in &file.in_use {
            match self.in_use.iter().find(|known| known.is_of(program)) {
                None => {
                    came.new += 1;
                    self.use_version(program.clone());
                }
                Some(known) if known == program => came.known += 1,
                Some(_) => {
                    came.aside.push((program.lab.clone(), program.name.clone()));
                    self.put_aside(program.clone());
                }
            }
        }
        file.aside.iter().for_each(|program| self.put_aside(program.clone()));
        came
    }
}

/// All of a reader's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// What they answered.
    pub record: Record,
    /// What they wrote.
    pub programs: Programs,
}

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What it holds.
    pub export: Export,
    /// The numbers of lines that could not be read, from 1. They are kept with the record.
    pub damaged: Vec<usize>,
    /// Whether it ends where it was meant to end.
    pub is_whole: bool,
}

/// Why a file was refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nothing stands in it.
    Empty,
    /// It is longer than any export.
    TooLong,
    /// It is no text.
    Binary,
    /// It is a text that does not begin as an export does.
    Foreign,
    /// It was written by a version to come.
    Newer(u32),
}

impl Refused {
    /// Its name, for whoever has the words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Binary => "binary",
            Self::Foreign => "foreign",
            Self::Newer(_) => "newer",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the file is empty"),
            Self::TooLong => write!(formatter, "the file is longer than {LEN_MAX} bytes"),
            Self::Binary => formatter.write_str("the file is no text"),
            Self::Foreign => formatter.write_str("this is no export of the Socket Workbook"),
            Self::Newer(version) => write!(
                formatter,
                "this export has format {version}, and this book reads formats up to {VERSION}"
            ),
        }
    }
}

impl std::error::Error for Refused {}

impl Export {
    /// The file.
    pub fn write(&self) -> String {
        let mut lines = String::new();
        self.record.write_lines(&mut lines);
        let kinds = [("program ", &self.programs.in_use), ("aside ", &self.programs.aside)];
        for (kind, programs) in kinds {
            for Program { lab, name, base, text } in programs {
                let [lab, name, base, text] = [lab, name, base, text].map(|field| encode(field));
                for part in [kind, &lab, " ", &name, " ", &base, " text=", &text, "\n"] {
                    lines.push_str(part);
                }
            }
        }
        let count = lines.lines().count();
        format!("{HEAD}{VERSION}\n{lines}end {count}\n")
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Read, Refused> {
        if bytes.len() > LEN_MAX {
            return Err(Refused::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Refused::Binary)?;
        if text.contains('\0') {
            return Err(Refused::Binary);
        }
        // Some editors put a mark before a text when they save it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(Refused::Empty);
        }
        let (head, lines) = text.split_once('\n').unwrap_or((text, ""));
        match head.strip_prefix(HEAD).and_then(|version| version.trim().parse().ok()) {
            Some(VERSION) => {}
            Some(newer) if newer > VERSION => return Err(Refused::Newer(newer)),
            _ => return Err(Refused::Foreign),
        }
        let mut lines: Vec<&str> = lines.lines().collect();
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let stated = lines.last().and_then(|line| line.strip_prefix("end "));
        if stated.is_some() {
            lines.pop();
        }
        let is_whole = stated.and_then(|count| count.trim().parse().ok()) == Some(lines.len());
        let mut read = Read { export: Self::default(), damaged: Vec::new(), is_whole };
        for (index, line) in lines.into_iter().enumerate() {
            if !line.trim().is_empty() && read.export.take(line).is_none() {
                read.damaged.push(index + 2);
                read.export.record.keep_unread(line);
            }
        }
        Ok(read)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let mut fields = line.split(' ');
        let kind = fields.next()?;
        if !["program", "aside"].contains(&kind) {
            return self.record.take_line(line);
        }
        let mut field = || decode(fields.next()?);
        let (lab, name, base) = (field()?, field()?, field()?);
        let text = decode(fields.next()?.strip_prefix("text=")?)?;
        fields.next().is_none().then_some(())?;
        let program = Program { lab, name, base, text };
        if kind == "program" {
            self.programs.use_version(program);
        } else {
            self.programs.put_aside(program);
        }
        Some(())
    }

    /// Takes in a file; nothing of this device is lost.
    pub fn import(&mut self, file: &Self) -> (Imported, ImportedPrograms) {
        (self.record.import(&file.record), self.programs.import(&file.programs))
    }
}
