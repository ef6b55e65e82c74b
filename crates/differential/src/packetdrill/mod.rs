//! packetdrill's language on the simulated kernel: a script says what a program and the peer do,
//! and what the kernel answers.
//!
//! Invariant: a script is `ok` only if every one of its lines was understood and held. What the
//! world cannot do is said, and never counted as passed.

mod assertion;
mod call;
mod connection;
mod constants;
mod fault;
mod lexer;
mod packet;
mod parser;
mod run;
mod script;
mod setting;
mod stage;
mod sysctl;
mod value;

use std::path::Path;

use anyhow::{Result, bail};

use fault::{Fault, Judged, Trouble};

/// Runs scripts and prints a line for each. Fails unless all of them are ok.
pub(crate) fn run(files: &[String]) -> Result<()> {
    let (mut passed, mut failed, mut unsupported, mut broken) = (0, 0, 0, 0);
    for file in files {
        let Err(fault) = run_file(Path::new(file)) else {
            passed += 1;
            println!("ok {file}");
            continue;
        };
        let Fault { trouble, line, text } = fault;
        match trouble {
            Trouble::Different => {
                failed += 1;
                println!("FAILED {file}:{line}: {text}");
            }
            Trouble::Unsupported => {
                unsupported += 1;
                println!("cannot run {file}:{line}: not supported: {text}");
            }
            Trouble::Broken => {
                broken += 1;
                println!("cannot read {file}:{line}: {text}");
            }
        }
    }
    println!(
        "{passed} ok, {failed} failed, {unsupported} that the world cannot run, \
         {broken} that cannot be read"
    );
    if passed < files.len() {
        bail!("not every script is ok");
    }
    Ok(())
}

fn run_file(path: &Path) -> Judged<()> {
    let bytes = std::fs::read(path).map_err(|fault| Fault::broken(0, fault.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|fault| {
        let good = &fault.as_bytes()[..fault.utf8_error().valid_up_to()];
        let line = good.split(|&byte| byte == b'\n').count();
        Fault::broken(line, "this is no text in UTF-8")
    })?;
    run::run(&parser::script(&text)?, path)
}
