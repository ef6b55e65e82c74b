//! Compares the simulated world with this machine's kernel, on random sequences of system calls.
//!
//! `differential [--seed S] [--sequences N] [--length L]` runs sequences; `--replay FILE` runs the
//! one that an earlier run left behind; `--record FILE` writes what this kernel does into a file
//! of facts; `packetdrill FILE...` runs scripts in packetdrill's language in the simulated world.

#![forbid(unsafe_code)]
#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "JSON numbers become the C types of system calls, as a program would cast them"
)]

// The simulated side takes the very steps that facts are replayed with.
#[path = "../../kernel/examples/replay/arguments.rs"]
mod arguments;
#[path = "../../kernel/examples/replay/compare.rs"]
mod compare;
#[path = "../../kernel/examples/replay/describe.rs"]
mod describe;
#[path = "../../kernel/examples/replay/names.rs"]
mod names;
#[path = "../../kernel/examples/replay/parse.rs"]
mod parse;
#[path = "../../kernel/examples/replay/runner.rs"]
mod runner;

mod coverage;
mod divergence;
mod facts;
mod generator;
mod judge;
mod live;
mod options;
mod packetdrill;
mod run;
mod sequence;
mod shrink;

use std::process::ExitCode;

use options::Mode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = options::parse(&words).and_then(|mode| match mode {
        Mode::Random(options) => run::random(&options),
        Mode::Replay { file } => run::replay(&file),
        Mode::Record { file } => facts::record(&file),
        Mode::Packetdrill { files } => packetdrill::run(&files),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault:#}");
            ExitCode::FAILURE
        }
    }
}
