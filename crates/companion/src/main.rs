//! `workbook`: the book's native companion.
//!
//! Invariant: a command does the whole of what it says, or ends with one message that names what
//! is wrong and what to do, and a non-zero exit status.

#![forbid(unsafe_code)]

mod arguments;
mod serve;

use std::process::ExitCode;

use arguments::Command;

/// The exit status of a command that was not understood.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let command = match arguments::parse(&words) {
        Ok(command) => command,
        Err(message) => {
            eprintln!("error: {message}\n\n`workbook help` lists all commands.");
            return ExitCode::from(MISUSED);
        }
    };
    let done = match command {
        Command::Help => {
            print!("{}", arguments::help());
            Ok(())
        }
        Command::Serve(settings) => serve::run(*settings),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
