//! A summary that a reader hands in: one line that holds all that is printed, and a short code over
//! it, so that who receives it can see whether a number was changed on the way.
//!
//! The code is no signature: there is no secret in it. It proves that line and code belong
//! together, and neither who answered nor that anybody did.
//!
//! ```
//! use progress::summary::Summary;
//!
//! let summary = Summary::parse("Kim Minji; 2026-11-29; 1 12/14 9 2/3; book 12/220 9 2/36")?;
//! assert_eq!(summary.parts[0].answered, 12);
//! assert!(summary.fits(&summary.code()));
//! # Ok::<(), progress::summary::Wrong>(())
//! ```

use std::fmt::{self, Write as _};

use sha1::{Digest, Sha1};

/// What is hashed before the line: another format is another code.
const DOMAIN: &[u8] = b"socket-workbook summary 1\n";

/// The digits of codes: those that a hand writes alike are left out (Crockford's Base32).
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Two groups of four: 40 bits.
const CODE_LEN: usize = 8;

/// The longest name, in characters.
pub const NAME_LEN_MAX: usize = 60;

/// How many parts a summary may have.
const PARTS_MAX: usize = 99;

/// How far a reader is in one part of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The chapter's number, or a word.
    pub label: String,
    /// Questions answered, of so many.
    pub answered: u32,
    /// Questions asked.
    pub asked: u32,
    /// Questions whose first answer was right.
    pub first: u32,
    /// Exercises passed, of so many.
    pub passed: u32,
    /// Exercises set.
    pub exercises: u32,
}

/// The two runs of the quiz: right answers, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiz {
    /// Before reading.
    pub before: Option<u32>,
    /// After reading.
    pub after: Option<u32>,
    /// Questions in each run.
    pub of: u32,
}

/// All that a printed summary says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// As the reader typed it; it may be empty.
    pub name: String,
    /// The day: `2026-11-29`.
    pub date: String,
    /// Chapters and the whole.
    pub parts: Vec<Part>,
    /// The quiz, if it was taken.
    pub quiz: Option<Quiz>,
}

/// Why a line is no summary: which of its parts cannot be read, from 1, and what belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Which part between semicolons.
    pub part: usize,
    /// What belongs there.
    pub wants: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "part {}: expected {}", self.part, self.wants)
    }
}

impl std::error::Error for Wrong {}

/// Numbers are bounded, so that no sum of them overflows.
fn number(text: &str) -> Option<u32> {
    let is_plain = (1..=6).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

fn pair(text: &str) -> Option<(u32, u32)> {
    let (some, all) = text.split_once('/')?;
    Some((number(some)?, number(all)?))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, len| part.len() == len && number(part).is_some();
    matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

fn is_label(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    (1..=24).contains(&text.len()) && text != "quiz" && text.chars().all(plain)
}

/// A name as it can stand in a line.
pub fn name(typed: &str) -> String {
    let safe = typed.replace(|c: char| c == ';' || c == '；' || c.is_control(), " ");
    let words: Vec<&str> = safe.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(NAME_LEN_MAX).collect();
    name.trim_end().to_owned()
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [label, answered, first, passed] = words[..] else { return None };
        let ((answered, asked), (passed, exercises)) = (pair(answered)?, pair(passed)?);
        let label = is_label(label).then(|| label.to_owned())?;
        Some(Self { label, answered, asked, first: number(first)?, passed, exercises })
    }
}

impl Quiz {
    fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let run = |text: &str| if text == "-" { Some(None) } else { number(text).map(Some) };
        let ["quiz", before, after, of] = words[..] else { return None };
        let of = number(of.strip_prefix('/')?)?;
        Some(Self { before: run(before)?, after: run(after)?, of })
    }
}

impl Summary {
    /// The line that holds all of it.
    pub fn line(&self) -> String {
        let mut line = format!("{}; {}", self.name, self.date);
        for part in &self.parts {
            let Part { label, answered, asked, first, passed, exercises } = part;
            let _ = write!(line, "; {label} {answered}/{asked} {first} {passed}/{exercises}");
        }
        if let Some(Quiz { before, after, of }) = self.quiz {
            let run = |right: Option<u32>| right.map_or("-".to_owned(), |right| right.to_string());
            let _ = write!(line, "; quiz {} {} /{of}", run(before), run(after));
        }
        line
    }

    /// Reads a line as it was printed or typed.
    pub fn parse(line: &str) -> Result<Self, Wrong> {
        let line = line.replace('；', ";");
        let mut fields = line.split(';').map(str::trim).enumerate();
        let name = name(fields.next().map_or("", |(_, name)| name));
        let date = fields.next().map(|(_, date)| date).filter(|date| is_date(date));
        let date = date.ok_or(Wrong { part: 2, wants: "a day such as 2026-11-29" })?.to_owned();
        let mut summary = Self { name, date, parts: Vec::new(), quiz: None };
        for (index, field) in fields {
            let part = index + 1;
            let wrong = Wrong { part, wants: "a chapter such as `3 12/14 9 2/3`" };
            if field.split_whitespace().next() == Some("quiz") {
                let wrong = Wrong { part, wants: "the quiz such as `quiz 14 27 /30`, once" };
                let quiz = Quiz::parse(field).filter(|_| summary.quiz.is_none());
                summary.quiz = Some(quiz.ok_or(wrong)?);
            } else if summary.quiz.is_some() || part > PARTS_MAX {
                return Err(Wrong { part, wants: "nothing more" });
            } else {
                summary.parts.push(Part::parse(field).ok_or(wrong)?);
            }
        }
        Ok(summary)
    }

    /// The code over the line. Blanks and capitals do not count, since both are easily mistyped.
    pub fn code(&self) -> String {
        let line: String = self.line().split_whitespace().collect();
        let mut hash = Sha1::new();
        hash.update(DOMAIN);
        hash.update(line.to_lowercase().as_bytes());
        let digest = hash.finalize();
        let bits = digest.iter().take(5).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut code = String::new();
        for at in 0..CODE_LEN {
            if at == CODE_LEN / 2 {
                code.push('-');
            }
            let digit = bits >> (5 * (CODE_LEN - 1 - at)) & 31;
            code.push(char::from(DIGITS[usize::try_from(digit).unwrap_or(0)]));
        }
        code
    }

    /// Whether a code as somebody typed it is this summary's.
    pub fn fits(&self, typed: &str) -> bool {
        let read = |text: &str| -> String {
            let signs = text.chars().filter(char::is_ascii_alphanumeric);
            let alike = |c: char| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            signs.map(alike).collect()
        };
        read(typed) == read(&self.code())
    }
}
