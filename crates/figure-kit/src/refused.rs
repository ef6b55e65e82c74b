//! What is said of a text that is not taken.

use std::fmt;

/// A text that is no setting or no action, and what would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What was expected, in English: it is read by an author or a tester.
    pub expected: String,
}

impl Refused {
    /// A refusal that says what would have been taken. In the browser nobody would read it: its
    /// fences stand, and what a link says wrong is answered by a notice.
    pub fn explained(explain: impl FnOnce() -> String) -> Self {
        let expected = if cfg!(target_arch = "wasm32") { String::new() } else { explain() };
        Self { expected }
    }

    /// A refusal that says what would have been taken.
    pub fn expected(what: impl Into<String>) -> Self {
        Self::explained(|| what.into())
    }

    /// A refusal that lists what would have been taken.
    pub fn one_of(names: &[&str]) -> Self {
        Self::explained(|| format!("one of {}", names.join(", ")))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.expected)
    }
}

impl std::error::Error for Refused {}
