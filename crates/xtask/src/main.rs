//! Everything a developer runs: `cargo xtask build`, `serve`, `test` and their smaller sisters.
//!
//! Invariant: a command either does the whole of what it says, or ends with one message that
//! names what failed, where, and what to do, and a non-zero exit status.

#![forbid(unsafe_code)]

mod arguments;
mod assets;
mod autobahn;
mod bench;
mod browser;
mod cargo;
mod check;
mod checks;
mod differential;
mod exercises;
mod files;
mod fuzz;
mod listings;
mod npm;
mod packages;
mod portable;
mod process;
mod progress;
mod progress_program;
mod project;
mod runtimes;
mod serve;
mod server;
mod service_worker;
mod site;
mod slim;
mod wasm;
mod watch;
mod web;

use arguments::Command;
use project::Project;
use std::process::ExitCode;
use wasm::Effort;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = arguments::parse(&words).and_then(|command| run(&command));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<()> {
    let project = Project::find()?;
    match command {
        Command::Help => {
            print!("{}", arguments::HELP);
            Ok(())
        }
        Command::Build { portable, edition } => {
            site::build(&project, Effort::Small, *edition)?;
            if *portable { portable::build(&project, *edition) } else { Ok(()) }
        }
        Command::Serve { port } => serve::run(&project, *port),
        Command::Test(part) => checks::run(&project, part),
        Command::Autobahn { side, cases } => autobahn::run(&project, *side, cases.as_deref()),
        Command::Check { renew } => check::run(&project, *renew),
        Command::Lighthouse { pages } => web::lighthouse(&project, pages),
        Command::Bench { names } => bench::run(&project, names),
        Command::Differential { words } => differential::run(&project, words),
        Command::Figures { name } => site::say_figures(&project, name.as_deref()),
        Command::Packetdrill { files } => differential::run_scripts(&project, files),
        Command::Fuzz { seconds } => fuzz::run(&project, *seconds),
        Command::Screenshots => web::screenshots(&project),
        Command::Sizes => web::sizes(&project),
        Command::Po => site::update_translations(&project),
    }
}
