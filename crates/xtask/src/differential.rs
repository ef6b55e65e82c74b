//! `cargo xtask differential`: the simulated world beside this machine's kernel.

use crate::project::Project;
use crate::{cargo, process};
use anyhow::{Context, Result, bail};

/// Sequences that every test run compares.
const SEQUENCES_OF_A_TEST: &str = "60";

/// Compares, with the words of the command line, and shows the output as it is.
pub(crate) fn run(project: &Project, words: &[String]) -> Result<()> {
    let arguments = ["run", "--quiet", "--release", "--package", "differential", "--"];
    let mut command = cargo::command(project, &arguments);
    let status = command.args(words).status().context("cargo cannot be started")?;
    if !status.success() {
        bail!("the simulated world and the kernel were not shown to agree (above)");
    }
    Ok(())
}

/// Runs scripts in packetdrill's language in the simulated world, and shows what each comes to.
pub(crate) fn run_scripts(project: &Project, files: &[String]) -> Result<()> {
    let arguments = ["run", "--quiet", "--release", "--package", "differential", "--"];
    // The program runs in the project's folder, the names are of this one.
    let here = std::env::current_dir().context("the current folder is gone")?;
    let is_root = here == project.root;
    let files = files.iter().map(|file| if is_root { file.into() } else { here.join(file) });
    let mut command = cargo::command(project, &arguments);
    let status = command.arg("packetdrill").args(files).status();
    if !status.context("cargo cannot be started")?.success() {
        bail!("not every script is ok (above)");
    }
    Ok(())
}

/// Compares a few sequences; where there are no namespaces, it says so and replays the facts.
pub(crate) fn run_briefly(project: &Project) -> Result<()> {
    let arguments = ["run", "--quiet", "--package", "differential", "--", "--sequences"];
    let mut command = cargo::command(project, &arguments);
    process::run(
        command.arg(SEQUENCES_OF_A_TEST),
        "the simulated world and the kernel were not shown to agree (above)",
    )
}
