//! `workbook`: the book's native companion.
//!
//! Invariant: a command does the whole of what it says, or ends with one message that names what
//! is wrong and what to do, and a non-zero exit status.

#![forbid(unsafe_code)]

mod accept;
mod arguments;
mod check;
mod ending;
mod exercise;
mod explain;
mod handshake;
mod serve;

use std::process::ExitCode;

use arguments::Command;
use ending::{Ending, said};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let ending = match arguments::parse(&words) {
        Err(message) => Ending::Misused(message),
        Ok(Command::Help) => said(&arguments::help(), Ending::Good),
        Ok(Command::Serve(settings)) => serve::run(*settings),
        Ok(Command::Explain(question)) => explain::run(&question),
        Ok(Command::Accept(key)) => accept::run(&key),
        Ok(Command::Check(question)) => check::run(&question),
        Ok(Command::Handshake(question)) => handshake::run(&question),
        Ok(Command::Exercise(question)) => exercise::run(&question),
    };
    ending.into()
}
