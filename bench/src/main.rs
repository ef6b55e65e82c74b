//! Our engine beside its peers, in one process and in turns, so that a busy machine slows all
//! alike. `cargo xtask bench` runs this.

#![forbid(unsafe_code)]

mod decoding;
mod echo;
mod feed;
mod header;
mod masking;
mod measure;
mod memory;
mod network;
mod peer;

use std::{error::Error, process::ExitCode};

/// Any failure: a bench that does not run has nothing to say.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HELP: &str =
    "bench [masking | header | decoding | echo | memory | network]...   (all where none is named)";

/// A name, and what is run for it.
type Bench = (&'static str, fn() -> Result<()>);

/// What can be measured, in the order in which it is printed.
const BENCHES: [Bench; 6] = [
    ("masking", masking::run),
    ("header", header::run),
    ("decoding", decoding::run),
    ("echo", echo::run),
    ("memory", memory::run),
    ("network", network::run),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve", name] => peer::serve(name),
        ["--help" | "help"] => {
            println!("{HELP}");
            Ok(())
        }
        names => run(names),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(names: &[&str]) -> Result<()> {
    if let Some(other) = names.iter().find(|name| !BENCHES.iter().any(|bench| bench.0 == **name)) {
        return Err(format!("`{other}` is no bench: {HELP}").into());
    }
    for (name, bench) in BENCHES {
        if names.is_empty() || names.contains(&name) {
            bench()?;
        }
    }
    Ok(())
}
