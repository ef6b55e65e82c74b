//! The figures as a browser loads them: raw wasm, through wasm-bindgen, without what panics say and
//! with short names for what the glue hands in, through wasm-opt.
//!
//! Invariant: an output is as new as the fingerprint beside it says, so unchanged wasm costs one
//! hash and not ten seconds of optimisation.

use crate::cargo;
use crate::files;
use crate::glue;
use crate::npm;
use crate::panics;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// How far wasm-opt goes for the site: as small as can be.
pub(crate) const SITE_LEVEL: &str = "-Oz";

/// Rust's baseline for wasm32, named because the section that lists it does not survive bindgen.
const OPTIMISE: [&str; 10] = [
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

/// How the wasm and its glue are slimmed: a change of it makes them anew.
const SLIMMING: &str =
    concat!(include_str!("glue.rs"), include_str!("panics.rs"), include_str!("panics/texts.rs"),);

/// Which way a page takes the glue in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Glue {
    /// An ES module: the site.
    Module,
    /// A classic script, because modules do not load from `file://`.
    Classic,
}

/// What the generated files are called: the glue, and the wasm.
pub(crate) const FILES: [&str; 2] = ["figures.js", "figures_bg.wasm"];

/// Binds raw wasm for Node, and says where the module lies.
pub(crate) fn bind_for_node(raw: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    let mut bindgen = Bindgen::new();
    let bound = bindgen.input_path(raw).out_name(name).typescript(false).nodejs(true);
    bound.and_then(|bindgen| bindgen.generate(folder)).map_err(|error| {
        error.context(format!("wasm-bindgen does not understand {}", raw.display()))
    })?;
    Ok(folder.join(format!("{name}.js")))
}

/// Compiles the figures into `folder` with the glue asked for.
pub(crate) fn build(project: &Project, folder: &Path, glue: Glue) -> Result<()> {
    npm::install(project, "wasm")?;
    let raw = cargo::build_wasm(project)?;
    let [script, wasm] = FILES.map(|name| folder.join(name));
    let bytes = files::read(&raw)?;
    let lock = files::read(&project.root.join("wasm/package-lock.json"))?;
    // wasm-bindgen's version needs no word here: it is written inside the raw wasm.
    let settings = format!("{glue:?} {SITE_LEVEL} {OPTIMISE:?} {SLIMMING}");
    let fingerprint = files::fingerprint([bytes.as_slice(), &lock, settings.as_bytes()]);
    let stamp = script.with_extension("fingerprint");
    let done = std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == fingerprint)
        && script.exists()
        && wasm.exists();
    if done {
        return Ok(());
    }
    bindgen(&raw, "figures", folder, glue)?;
    optimise(project, &wasm, SITE_LEVEL)?;
    files::write(&stamp, fingerprint.as_bytes())
}

fn bindgen(raw: &Path, name: &str, folder: &Path, kind: Glue) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(raw).out_name(name).typescript(false);
    // The library leaves the wasm's default path out unless told; the tool does not.
    bindgen.omit_default_module_path(false);
    match kind {
        Glue::Module => bindgen.web(true)?,
        Glue::Classic => bindgen.no_modules(true)?,
    };
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the figures")?;
    panics::silence(output.wasm_mut());
    let renamed = glue::shorten(output.wasm_mut());
    output.emit(folder).context("wasm-bindgen could not write the figures' glue")?;
    glue::rewrite(&folder.join(format!("{name}.js")), &renamed)
}

/// The same way for a program that is no part of the site, at a level of wasm-opt's.
pub(crate) fn bind_and_optimise(
    project: &Project,
    raw: &Path,
    name: &str,
    folder: &Path,
    level: &str,
) -> Result<()> {
    bindgen(raw, name, folder, Glue::Module)?;
    optimise(project, &folder.join(format!("{name}_bg.wasm")), level)
}

fn optimise(project: &Project, wasm: &Path, level: &str) -> Result<()> {
    let program = project.root.join("wasm/node_modules/binaryen/bin/wasm-opt");
    let small = wasm.with_extension("small");
    let mut command = Command::new("node");
    command.arg(program).arg(level).args(OPTIMISE).arg(wasm).arg("-o").arg(&small);
    process::run(&mut command, "wasm-opt refused the figures' wasm")?;
    std::fs::rename(&small, wasm).context("wasm-opt's output cannot be put in place")
}
