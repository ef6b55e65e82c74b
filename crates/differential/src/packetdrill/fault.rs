//! Why a script did not pass, and where.

use std::fmt;

/// What kind of trouble a script is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is not packetdrill's language.
    Broken,
    /// It asks for something that the world does not have.
    Unsupported,
    /// The world did something else than it says.
    Different,
}

/// What is wrong, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) trouble: Trouble,
    pub(super) line: usize,
    pub(super) text: String,
}

pub(super) type Judged<T> = Result<T, Fault>;

impl Fault {
    pub(super) fn broken(line: usize, text: impl Into<String>) -> Self {
        Self { trouble: Trouble::Broken, line, text: text.into() }
    }

    pub(super) fn unsupported(line: usize, text: impl Into<String>) -> Self {
        Self { trouble: Trouble::Unsupported, line, text: text.into() }
    }

    pub(super) fn different(line: usize, text: impl Into<String>) -> Self {
        Self { trouble: Trouble::Different, line, text: text.into() }
    }

    /// Two things that should be alike.
    pub(super) fn expected(
        line: usize,
        wanted: &dyn fmt::Display,
        seen: &dyn fmt::Display,
    ) -> Self {
        Self::different(line, format!("expected {wanted}, seen {seen}"))
    }
}
