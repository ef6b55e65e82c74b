//! How a command ends, and the exit status that says so.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// The end of a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// What was asked for is done, and good.
    Good,
    /// What was asked for is done, and what was looked at breaks a rule: status 1.
    Illegal,
    /// It could not be done: status 1, and why.
    Failed(String),
    /// It was not understood: status 2, and why.
    Misused(String),
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Good => Self::SUCCESS,
            Ending::Illegal => Self::FAILURE,
            Ending::Failed(message) => {
                eprintln!("error: {message}");
                Self::FAILURE
            }
            Ending::Misused(message) => {
                eprintln!("error: {message}\n\n`workbook help` lists all commands.");
                Self::from(2)
            }
        }
    }
}

/// Prints a text; a reader that has read enough, such as `head`, is no failure.
pub(crate) fn said(text: &str, ending: Ending) -> Ending {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Ending::Failed(format!("the answer cannot be written: {error}"))
        }
        _ => ending,
    }
}
