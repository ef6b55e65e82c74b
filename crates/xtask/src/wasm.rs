//! The figures as a browser loads them: raw wasm, through wasm-bindgen, through wasm-opt.
//!
//! Invariant: an output is as new as the fingerprint beside it says, so unchanged wasm costs one
//! hash and not ten seconds of optimisation.

use crate::cargo;
use crate::files;
use crate::npm;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// What the generated files are called: `figures.js` and `figures_bg.wasm`.
const NAME: &str = "figures";

/// Rust's baseline for wasm32, named because the section that lists it does not survive bindgen.
const OPTIMISE: [&str; 11] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--strip-debug",
    "--strip-producers",
];

/// Which way a page takes the glue in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Glue {
    /// An ES module: the site.
    Module,
    /// A classic script, because modules do not load from `file://`.
    Classic,
}

/// Compiles the figures into `target/figures` as a module.
pub(crate) fn build(project: &Project) -> Result<()> {
    let raw = cargo::build_wasm(project)?;
    generate(project, &raw, &project.figures(), Glue::Module)
}

/// Compiles the figures into `folder` with the glue asked for.
pub(crate) fn build_into(project: &Project, folder: &Path, glue: Glue) -> Result<()> {
    let raw = cargo::build_wasm(project)?;
    generate(project, &raw, folder, glue)
}

fn generate(project: &Project, raw: &Path, folder: &Path, glue: Glue) -> Result<()> {
    npm::install(project, "wasm")?;
    let bytes = files::read(raw)?;
    let lock = files::read(&project.root.join("wasm/package-lock.json"))?;
    // wasm-bindgen's version needs no word here: it is written inside the raw wasm.
    let settings = format!("{glue:?} {OPTIMISE:?}");
    let fingerprint = files::fingerprint([bytes.as_slice(), &lock, settings.as_bytes()]);
    let stamp = folder.join(format!("{NAME}.fingerprint"));
    let done = std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == fingerprint)
        && folder.join(format!("{NAME}.js")).exists()
        && folder.join(format!("{NAME}_bg.wasm")).exists();
    if done {
        return Ok(());
    }
    bindgen(raw, folder, glue)?;
    optimise(project, &folder.join(format!("{NAME}_bg.wasm")))?;
    files::write(&stamp, fingerprint.as_bytes())
}

fn bindgen(raw: &Path, folder: &Path, glue: Glue) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(raw).out_name(NAME).typescript(false);
    // The library leaves the wasm's default path out unless told; the tool does not.
    bindgen.omit_default_module_path(false);
    match glue {
        Glue::Module => bindgen.web(true)?,
        Glue::Classic => bindgen.no_modules(true)?,
    };
    bindgen.generate(folder).context("wasm-bindgen could not write the figures' glue")
}

fn optimise(project: &Project, wasm: &Path) -> Result<()> {
    let program = project.root.join("wasm/node_modules/binaryen/bin/wasm-opt");
    let small = wasm.with_extension("small");
    let mut command = Command::new("node");
    command.arg(program).args(OPTIMISE).arg(wasm).arg("-o").arg(&small);
    process::run(&mut command, "wasm-opt refused the figures' wasm")?;
    std::fs::rename(&small, wasm).context("wasm-opt's output cannot be put in place")
}
