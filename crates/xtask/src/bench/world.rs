//! The simulated world's work, natively and in Chromium.

use crate::cargo;
use crate::npm;
use crate::process;
use crate::progress;
use crate::project::Project;
use crate::wasm;
use crate::web;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const PACKAGE: &str = "workload-wasm";

/// A way of compiling for the browser: its name, what it changes in the site's profile, and how far
/// wasm-opt goes.
type Way = (&'static str, &'static [&'static str], &'static str);

const WAYS: [Way; 2] =
    [("for-speed-3", &["profile.wasm.opt-level=3"], "-O3"), ("as-the-site", &[], wasm::SITE_LEVEL)];

/// Measures it, natively first.
pub(super) fn run(project: &Project) -> Result<()> {
    let arguments = ["run", "--quiet", "--release", "--package", "kernel"];
    let mut native = cargo::command(project, &arguments);
    native.args(["--example", "throughput"]);
    process::run_shown(&mut native, "the simulated world's bench failed (above)")?;
    npm::install(project, "wasm")?;
    let folder = project.target.join("bench/world");
    let names = WAYS.map(|(name, ..)| name);
    for way in &WAYS {
        progress::step(way.0, || build(project, way, &folder.join(way.0)))?;
    }
    web::world(project, &folder, &names)
}

/// Compiles the work in one way, as a module that a page imports.
fn build(project: &Project, (_, changes, level): &Way, folder: &Path) -> Result<()> {
    let raw = compile(project, changes)?;
    std::fs::create_dir_all(folder).with_context(|| format!("no folder {}", folder.display()))?;
    wasm::bind_and_optimise(project, &raw, "workload", folder, level)
}

fn compile(project: &Project, changes: &[&str]) -> Result<PathBuf> {
    cargo::add_wasm_target(project)?;
    let arguments = ["rustc", "--quiet", "--profile", "wasm", "--package", PACKAGE];
    let mut build = cargo::command(project, &arguments);
    build.args(["--target", cargo::WASM_TARGET]);
    for change in changes {
        build.args(["--config", change]);
    }
    build.args(cargo::WITH_RELOCATIONS);
    process::run(&mut build, "the workload does not compile to WebAssembly (wasm/workload)")?;
    Ok(project.target.join(cargo::WASM_TARGET).join("wasm/workload_wasm.wasm"))
}
