//! `cargo xtask fuzz`: every fuzz target for a while; a finding fails.
//!
//! Invariant: what fuzzing needs beside the project's own toolchain is fetched here, into
//! `target` where that is possible.

use crate::files;
use crate::process;
use crate::progress;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// cargo-fuzz, which gives the compiler what libFuzzer wants.
const CARGO_FUZZ: &str = "0.13.2";

/// Runs each target for so many seconds.
pub(crate) fn run(project: &Project, seconds: u32) -> Result<()> {
    let folder = project.root.join("fuzz");
    let targets = targets(&folder)?;
    require_nightly()?;
    let tools = install_cargo_fuzz(project)?;
    let mut lines = Vec::new();
    for target in &targets {
        let line = fuzz(project, &folder, tools.as_deref(), target, seconds)?;
        lines.push(format!("  {target}: {line}"));
    }
    eprintln!("\nNo finding, {seconds} s each:\n{}", lines.join("\n"));
    Ok(())
}

/// The names of the targets: one file each.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let paths = files::list(&folder.join("fuzz_targets"))?;
    let names = paths.iter().filter_map(|path| path.file_stem()?.to_str());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.is_empty() {
        bail!("fuzz/fuzz_targets holds no target");
    }
    Ok(names)
}

/// libFuzzer's instruments are in nightly compilers only.
fn require_nightly() -> Result<()> {
    if process::output_of("cargo", &["+nightly", "--version"]).is_some() {
        return Ok(());
    }
    let mut install = Command::new("rustup");
    install.args(["toolchain", "install", "nightly", "--profile", "minimal"]);
    process::run(&mut install, "fuzzing needs a nightly Rust: `rustup toolchain install nightly`")
}

/// Where cargo-fuzz lies, `None` where Cargo finds it already.
fn install_cargo_fuzz(project: &Project) -> Result<Option<PathBuf>> {
    if process::output_of("cargo", &["fuzz", "--version"]).is_some() {
        return Ok(None);
    }
    let root = project.target.join("tools");
    if !root.join("bin/cargo-fuzz").exists() {
        progress::step("cargo-fuzz", || {
            let mut install = Command::new("cargo");
            install.args(["install", "--locked", "--version", CARGO_FUZZ, "--root"]);
            install.arg(&root).arg("cargo-fuzz");
            process::run(&mut install, "cargo-fuzz was not installed: it needs the network once")
        })?;
    }
    Ok(Some(root.join("bin")))
}

/// Fuzzes one target; gives libFuzzer's last line about it.
fn fuzz(
    project: &Project,
    folder: &Path,
    tools: Option<&Path>,
    target: &str,
    seconds: u32,
) -> Result<String> {
    let last = Mutex::new(String::new());
    progress::step(&format!("fuzz {target}"), || {
        let mut command = Command::new("cargo");
        command.args(["+nightly", "fuzz", "run", target, "--fuzz-dir"]).arg(folder);
        command.arg("--target-dir").arg(project.target.join("fuzz"));
        command.args(["--", "-verbosity=1", "-print_final_stats=0"]);
        command.arg(format!("-max_total_time={seconds}"));
        if let Some(tools) = tools {
            command.env("PATH", path_with(tools)?);
        }
        let message = format!("fuzzing {target} found something (above; the input is in fuzz/)");
        process::run_watching(&mut command, &message, |line| {
            if let Some(summary) = line.split_once("DONE").map(|(_, summary)| summary.trim())
                && let Ok(mut last) = last.lock()
            {
                summary.clone_into(&mut last);
            }
        })
    })?;
    let last = last.into_inner().unwrap_or_default();
    if last.is_empty() {
        bail!("libFuzzer did not say that {target} ran to its end")
    }
    Ok(last)
}

fn path_with(folder: &Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("PATH cannot be extended")
}
