//! `workbook serve` on loopback, the site built again on every change, and pages told of it.
//!
//! Invariant: a failed build never ends the server; pages keep the last good site and say why.

use crate::arguments::Edition;
use crate::cargo::{self, Profile};
use crate::process::Failed;
use crate::project::Project;
use crate::server::Server;
use crate::wasm::Effort;
use crate::watch::{Change, Watch};
use crate::{progress, site};
use anyhow::{Result, bail};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

/// How many changed files a message names.
const NAMES_SHOWN: usize = 3;

/// Builds, serves and watches until the program is stopped.
pub(crate) fn run(project: &Project, port: u16) -> Result<()> {
    let free = bind(port)?;
    // Looked at before building, so that an edit made during the first build is not lost.
    let watch = Watch::new(project)?;
    let (program, failure) = thread::scope(|scope| {
        let server = scope
            .spawn(|| progress::step("server", || cargo::build_companion(project, Profile::Dev)));
        let failure = build(|| site::build(project, Effort::Quick, Edition::Learners));
        let program = server.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        program.map(|program| (program, failure))
    })?;
    drop(free);
    let mut server = Server::start(&program, &project.site(Edition::Learners), port)?;
    server.tell(failure.as_deref())?;
    eprintln!("\nThe book is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n");
    keep_building(project, watch, server)
}

fn bind(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} of 127.0.0.1 is taken by another program: \
             stop it, or choose a port: cargo xtask serve --port {}",
            if port == u16::MAX { 3000 } else { port + 1 }
        ),
        Err(error) => bail!("port {port} of 127.0.0.1 cannot be opened: {error}"),
    }
}

fn keep_building(project: &Project, mut watch: Watch, mut server: Server) -> Result<()> {
    loop {
        let (change, paths) = match watch.next() {
            Ok(found) => found,
            // A folder that vanished between two looks is back, or gone for good, at the next one.
            Err(error) => {
                eprintln!("{error:#}");
                thread::sleep(Duration::from_secs(1));
                continue;
            }
        };
        let names: Vec<_> =
            paths.iter().take(NAMES_SHOWN).map(|path| path.display().to_string()).collect();
        let more = paths.len().saturating_sub(NAMES_SHOWN);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        eprintln!("changed: {}{rest}", names.join(", "));
        for program in ["crates/xtask", "crates/companion"] {
            if paths.iter().any(|path| path.starts_with(program)) {
                eprintln!("  {program} itself changed: start `cargo xtask serve` again to use it");
            }
        }
        let begun = Instant::now();
        let failure = build(|| {
            // Without its programs a site cannot be put together, even for a change of prose.
            if change == Change::Code || !project.words().exists() {
                site::build_programs(project, Effort::Quick)?;
            }
            site::assemble(project, Edition::Learners)
        });
        let end = if failure.is_none() {
            "ready"
        } else {
            "the build failed; the last good pages stay up"
        };
        eprintln!("{end} ({:.1} s)\n", begun.elapsed().as_secs_f32());
        server.tell(failure.as_deref())?;
    }
}

/// Runs one build; says why it failed, if it did.
fn build(work: impl FnOnce() -> Result<()>) -> Option<String> {
    let error = progress::step("site", work).err()?;
    eprintln!("error: {error:#}");
    let output = error.downcast_ref::<Failed>().map_or("", |failed| failed.output.as_str());
    Some(format!("{error:#}\n\n{output}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_one_clear_message() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let message = bind(port).unwrap_err().to_string();
        assert!(message.starts_with(&format!("port {port} of 127.0.0.1 is taken")), "{message}");
        assert!(message.contains("cargo xtask serve --port "), "{message}");
    }
}
