//! Runs recorded scenarios in the simulated world and compares them with what Linux did.
//!
//! `cargo run -p kernel --example replay -- FILE.json` prints `ok ID`, or what differs first.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "JSON numbers become the C types of system calls, as a program would cast them"
)]

mod arguments;
mod compare;
mod describe;
mod names;
mod parse;
mod runner;

use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!(
            "usage: replay FILE.json|FOLDER ...   (scenarios as tests/facts/README.md describes)"
        );
        return ExitCode::from(2);
    }
    let (mut passed, mut failed) = (0, 0);
    for file in &files {
        let scenarios = match runner::load(file) {
            Ok(scenarios) => scenarios,
            Err(fault) => {
                eprintln!("{file}: {fault}");
                return ExitCode::from(2);
            }
        };
        for scenario in &scenarios {
            match compare::verdict(scenario) {
                Ok(id) => {
                    passed += 1;
                    println!("ok {id}");
                }
                Err(difference) => {
                    failed += 1;
                    println!("{difference}");
                }
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
