//! The fence an author writes: settings, actions, what to show and what to expect.
//!
//! ```text
//! key = x3JJHMbDL1EzLkh9GBhXDw==
//! do mistake hex-digest
//! show
//! expect accept = HSmrc0sMlYUkAGmm5OPpG2HaGWk=
//! ```
//!
//! Invariant: every error names the line it stands on, counted from 1 within the fence, and what
//! was expected there.
//!
//! ```
//! use figure_kit::script::{Line, Script};
//!
//! let script = Script::parse("accept-key", "key = abc\n\n# why this key\nshow")?;
//! assert_eq!(script.lines()[1].1, Line::Show);
//! # Ok::<(), figure_kit::script::ScriptError>(())
//! ```

use std::fmt;

/// What a line of a fence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// `name = value`
    Set(String, String),
    /// `do ACTION`
    Do(String),
    /// `show`: print the state as it is now.
    Show,
    /// `expect FACT = VALUE`
    Expect(String, String),
}

/// A fence, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    lines: Vec<(usize, Line)>,
}

/// What is wrong with a fence, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The line, counted from 1 within the fence; 0 is the opening line.
    pub line: usize,
    /// What is wrong and what was expected, in English: it is read by an author.
    pub message: String,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ScriptError {}

const EXPECTED: &str = "expected `name = value`, `do ACTION`, `show`, `expect FACT = VALUE`, \
                        or a comment beginning with `#`";

impl Script {
    /// Reads the text of a fence for the figure called `figure`.
    pub fn parse(figure: &str, text: &str) -> Result<Self, ScriptError> {
        let mut lines = Vec::new();
        for (index, raw) in text.lines().enumerate() {
            let number = index + 1;
            let trimmed = raw.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let line = parse_line(trimmed).map_err(|found| ScriptError {
                line: number,
                message: format!("`{figure}` cannot read `{found}`: {EXPECTED}"),
            })?;
            let late = matches!(line, Line::Set(..))
                && lines.iter().any(|(_, earlier)| !matches!(earlier, Line::Set(..)));
            if late {
                let message = format!("`{trimmed}` is too late: settings stand before all else");
                return Err(ScriptError { line: number, message });
            }
            lines.push((number, line));
        }
        Ok(Self { lines })
    }

    /// The lines with their numbers.
    pub fn lines(&self) -> &[(usize, Line)] {
        &self.lines
    }
}

fn parse_line(line: &str) -> Result<Line, &str> {
    let pair = |text: &str| {
        let (name, value) = text.split_once('=')?;
        let name = name.trim();
        let sound = !name.is_empty() && !name.contains(char::is_whitespace);
        sound.then(|| (name.to_owned(), value.trim().to_owned()))
    };
    match line.split_once(' ').unwrap_or((line, "")) {
        ("show", "") => Ok(Line::Show),
        ("do", action) if !action.trim().is_empty() => Ok(Line::Do(action.trim().to_owned())),
        ("expect", rest) => pair(rest).map(|(n, v)| Line::Expect(n, v)).ok_or(line),
        ("do" | "show", _) => Err(line),
        _ => pair(line).map(|(name, value)| Line::Set(name, value)).ok_or(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = match Script::parse("x", text) {
            Ok(script) => format!("{:?}", script.lines()),
            Err(error) => error.to_string(),
        };
        assert!(read.contains(expected), "{text:?} gave {read}");
    }

    #[test]
    fn lines_are_read_one_by_one() {
        check("key = a=b==", r#"(1, Set("key", "a=b=="))"#);
        check("key =", r#"(1, Set("key", ""))"#);
        check("\n# why\n  do select digest 3  ", r#"(3, Do("select digest 3"))"#);
        check("expect accept = x y", r#"(1, Expect("accept", "x y"))"#);
    }

    #[test]
    fn an_error_names_its_line() {
        check("show\nwhat is this", "line 2: `x` cannot read `what is this`");
        check("do", "line 1: `x` cannot read `do`");
        check("expect accept", "line 1: `x` cannot read `expect accept`");
        check("= 3", "line 1: `x` cannot read `= 3`");
        check("show\nkey = 1", "line 2: `key = 1` is too late");
    }
}
