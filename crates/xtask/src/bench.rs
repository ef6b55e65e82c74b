//! `cargo xtask bench`: the engine beside its peers, natively and in wasm, the figures, and labs.
//!
//! Invariant: the peers are compiled here and nowhere else; `bench` is a workspace of its own.

mod world;

use crate::cargo;
use crate::npm;
use crate::process;
use crate::progress;
use crate::project::Project;
use crate::wasm;
use crate::web;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The bench that runs in Node, that of the simulated world, and those of the time machine and of
/// labs in a browser; all others are names that the program with the peers knows.
const WASM: &str = "wasm";
const WORLD: &str = "world";
const STEPS: &str = "steps";
const LAB: &str = "lab";
const OURS: [&str; 4] = [WASM, WORLD, STEPS, LAB];

/// Runs the benches of these names, all where none is named.
pub(crate) fn run(project: &Project, names: &[String]) -> Result<()> {
    let wants = |bench: &str| names.is_empty() || names.iter().any(|name| name == bench);
    let native: Vec<&String> = names.iter().filter(|name| !OURS.contains(&name.as_str())).collect();
    if names.is_empty() || !native.is_empty() {
        npm::install(project, "bench/peers")?;
        let program = build(project)?;
        process::run_shown(Command::new(program).args(native), "the bench failed (above)")?;
    }
    if wants(WORLD) {
        world::run(project)?;
    }
    if wants(WASM) {
        let module = build_wasm(project)?;
        let mut node = Command::new("node");
        node.arg(project.root.join("bench/wasm/measure.mjs")).arg(module);
        process::run_shown(&mut node, "the bench in wasm failed (above)")?;
    }
    if wants(STEPS) {
        web::steps(project)?;
    }
    if wants(LAB) {
        web::labs(project)?;
    }
    Ok(())
}

/// Compiles the bench and its peers, which takes minutes the first time.
fn build(project: &Project) -> Result<PathBuf> {
    progress::step("bench and its peers", || {
        let arguments = ["build", "--quiet", "--release", "--package", "bench"];
        let mut build = cargo::command(project, &arguments);
        build.current_dir(project.root.join("bench"));
        build.arg("--target-dir").arg(project.target.join("bench"));
        process::run(&mut build, "the bench (bench/) does not compile")
    })?;
    Ok(project.target.join("bench/release/bench"))
}

/// Compiles the engine's masking to wasm, and says where Node finds it.
fn build_wasm(project: &Project) -> Result<PathBuf> {
    cargo::add_wasm_target(project)?;
    progress::step("bench in wasm", || {
        let arguments = ["build", "--quiet", "--release", "--package", "bench-wasm"];
        let mut build = cargo::command(project, &arguments);
        build.current_dir(project.root.join("bench")).args(["--target", cargo::WASM_TARGET]);
        build.arg("--target-dir").arg(project.target.join("bench"));
        process::run(&mut build, "the bench's wasm (bench/wasm) does not compile")?;
        let raw = project.target.join("bench").join(cargo::WASM_TARGET);
        wasm::bind_for_node(
            &raw.join("release/bench_wasm.wasm"),
            &project.target.join("bench/node"),
            "bench",
        )
    })
}
