//! The figures as a browser loads them. Raw wasm is cut into a base and what figures need beside it
//! (`slim`), the base goes through wasm-bindgen and gets short names for what its glue hands in,
//! and all files go through wasm-opt.
//!
//! Invariant: an output is as new as the fingerprint beside it says, so unchanged wasm costs one
//! hash and not half a minute of optimisation.

use crate::cargo::{self, Wasm};
use crate::files;
use crate::npm;
use crate::process;
use crate::project::Project;
use crate::slim::{self, BASE, Cut, glue};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// How far wasm-opt goes for the site: as small as can be.
pub(crate) const SITE_LEVEL: &str = "-Oz";

/// The program that runs wasm-opt over several files.
const OPTIMISE: &str = "wasm/optimise.mjs";

/// The glue, the table of what each figure needs, and which program both are of.
pub(crate) const GLUE: &str = "figures.js";
pub(crate) const NEEDS: &str = "figures-needs.json";
const PROGRAM: &str = "program";

/// What the glue's files are called before they are brought into order.
const STEM: &str = "figures";

/// Which way a page takes the glue in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glue {
    /// An ES module: the site.
    Module,
    /// A classic script, because modules do not load from `file://`.
    Classic,
}

/// How much is done for the figures' size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Cut and optimised.
    Small,
    /// One file, as it comes from the compiler: a base beside which no figure needs anything.
    Quick,
    /// What `Small` is made of, as `Quick` leaves it: what a cut program has to be equal to.
    Whole,
}

/// What a file is called: the base, or what figures need beside it.
pub(crate) fn file_name(chunk: &str) -> String {
    format!("figures-{chunk}.wasm")
}

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
pub(crate) fn build(project: &Project, folder: &Path, glue: Glue, effort: Effort) -> Result<()> {
    let compiled = match effort {
        Effort::Small | Effort::Whole => Wasm::Small,
        Effort::Quick => Wasm::Quick,
    };
    let raw = files::read(&cargo::build_wasm(project, compiled)?)?;
    let lock = files::read(&project.root.join("wasm/package-lock.json"))?;
    let script = files::read(&project.root.join(OPTIMISE))?;
    // wasm-bindgen's version needs no word here: it is written inside the raw wasm.
    let settings = format!("{glue:?} {effort:?} {SITE_LEVEL} {}", slim::SOURCES);
    let fingerprint = files::fingerprint([raw.as_slice(), &lock, &script, settings.as_bytes()]);
    let stamp = folder.join("fingerprint");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == fingerprint) {
        return Ok(());
    }
    files::remove_folder(folder)?;
    let cut = match effort {
        Effort::Small => slim::cut(&raw).context("the figures' program cannot be cut")?,
        Effort::Quick | Effort::Whole => {
            Cut { base: raw.clone(), chunks: BTreeMap::new(), needs: BTreeMap::new() }
        }
    };
    write(project, &cut, folder, glue)?;
    if effort == Effort::Small {
        let mut names: Vec<&str> = vec![BASE];
        if glue == Glue::Module {
            names.extend(cut.chunks.keys().map(String::as_str));
        }
        let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(file_name(name))).collect();
        optimise(project, SITE_LEVEL, &paths)?;
    }
    files::write(&folder.join(PROGRAM), files::fingerprint([raw.as_slice()]).as_bytes())?;
    files::write(&stamp, fingerprint.as_bytes())
}

/// Writes a program's files, with glue for its base. What lies beside the base is the same for
/// both kinds of glue, and is written for the site alone.
fn write(project: &Project, cut: &Cut, folder: &Path, glue: Glue) -> Result<()> {
    bind(cut.base.clone(), STEM, folder, glue)?;
    let bound = folder.join(format!("{STEM}_bg.wasm"));
    std::fs::rename(&bound, folder.join(file_name(BASE)))
        .with_context(|| format!("{} cannot be renamed", project.shown(&bound)))?;
    if glue == Glue::Module {
        for (name, bytes) in &cut.chunks {
            files::write(&folder.join(file_name(name)), bytes)?;
        }
    }
    let needs = serde_json::to_string(&cut.needs).context("the table of needs is no JSON")?;
    files::write(&folder.join(NEEDS), needs.as_bytes())
}

/// What a build left in `folder` for figures beside the base, by name. `other` is the folder of a
/// build whose base it is for.
pub(crate) fn chunks(folder: &Path, other: &Path) -> Result<Vec<(String, PathBuf)>> {
    let [one, two] = [folder, other].map(|folder| files::read(&folder.join(PROGRAM)));
    ensure!(one? == two?, "the figures changed while they were built: build again");
    let mut found = Vec::new();
    for path in files::list(folder)? {
        let name = files::with_slashes(&path);
        let chunk = name.strip_prefix("figures-").and_then(|name| name.strip_suffix(".wasm"));
        if let Some(chunk) = chunk.filter(|chunk| *chunk != BASE) {
            found.push((chunk.to_owned(), folder.join(&path)));
        }
    }
    Ok(found)
}

fn bind(wasm: Vec<u8>, name: &str, folder: &Path, kind: Glue) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, wasm).typescript(false);
    // The library leaves the wasm's default path out unless told; the tool does not.
    bindgen.omit_default_module_path(false);
    match kind {
        Glue::Module => bindgen.web(true)?,
        Glue::Classic => bindgen.no_modules(true)?,
    };
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the figures")?;
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
    let slimmed = slim::slim(&files::read(raw)?)?;
    bind(slimmed, name, folder, Glue::Module)?;
    optimise(project, level, &[folder.join(format!("{name}_bg.wasm"))])
}

/// A program that is no part of the figures', for a classic script.
pub(crate) fn bind_classic(
    project: &Project,
    raw: &Path,
    name: &str,
    folder: &Path,
    effort: Effort,
) -> Result<()> {
    let program = files::read(raw)?;
    match effort {
        Effort::Small | Effort::Whole => {
            bind(slim::slim(&program)?, name, folder, Glue::Classic)?;
            optimise(project, SITE_LEVEL, &[folder.join(format!("{name}_bg.wasm"))])
        }
        Effort::Quick => bind(program, name, folder, Glue::Classic),
    }
}

/// The same, without making it small.
pub(crate) fn bind_only(raw: &Path, name: &str, folder: &Path) -> Result<()> {
    bind(files::read(raw)?, name, folder, Glue::Module)
}

/// Makes programs smaller or faster.
pub(crate) fn optimise(project: &Project, level: &str, paths: &[PathBuf]) -> Result<()> {
    npm::install(project, "wasm")?;
    let mut command = Command::new("node");
    command.arg(project.root.join(OPTIMISE)).arg(level).args(paths);
    process::run(&mut command, "wasm-opt refused the figures' wasm")
}
