//! What readers' programs run on: the lab's program, the machine's frame, the runtimes and the
//! editor, bundled by `runtimes/build.mjs`.
//!
//! Invariant: unchanged sources cost one hash; what lies in the folder is as new as its stamp.

use crate::assets::Assets;
use crate::cargo;
use crate::files;
use crate::listings;
use crate::npm;
use crate::process;
use crate::project::Project;
use crate::wasm::{self, Effort};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The folder of their sources, and the program that bundles them.
const SOURCES: &str = "runtimes";
const BUILD: &str = "build.mjs";

/// What was written, by parts.
const MANIFEST: &str = "runtimes.json";

/// The source of the lab's program, and the package's name.
const LAB: &str = "wasm/lab";
const LAB_PACKAGE: &str = "lab-wasm";

/// What begins the names of assets that are kept on first use only.
pub(crate) const PREFIX: &str = "runtime-";

/// The names of the texts that templates and scripts take in.
const FRAME_HASH: &str = "frame-hash";

/// Builds what changed into `target/runtimes`.
pub(crate) fn build(project: &Project, effort: Effort) -> Result<()> {
    let lab = build_lab(project, effort)?;
    let listings = listings::build(project, effort)?;
    let fingerprint = fingerprint(project, [&lab, &listings])?;
    let out = project.runtimes();
    let stamp = out.join("fingerprint");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == fingerprint) {
        return Ok(());
    }
    npm::install(project, SOURCES)?;
    let mut command = Command::new("node");
    command.arg(project.root.join(SOURCES).join(BUILD)).arg(&out).arg(&lab).arg(&listings);
    process::run(&mut command, "the runtimes cannot be bundled (runtimes/build.mjs)")?;
    files::write(&stamp, fingerprint.as_bytes())
}

/// Compiles the lab's program, with its glue, and says in which folder it lies.
fn build_lab(project: &Project, effort: Effort) -> Result<std::path::PathBuf> {
    let (profile, linking) = match effort {
        Effort::Small | Effort::Whole => ("wasm", &cargo::WITH_RELOCATIONS[..]),
        Effort::Quick => ("wasm-dev", &[][..]),
    };
    cargo::add_wasm_target(project)?;
    let mut compile = cargo::command(project, &["rustc", "--quiet", "--profile", profile]);
    compile.args(["--package", LAB_PACKAGE, "--target", cargo::WASM_TARGET]).args(linking);
    process::run(&mut compile, &format!("the lab does not compile to WebAssembly ({LAB})"))?;
    let raw = project.target.join(cargo::WASM_TARGET).join(profile).join("lab_wasm.wasm");
    let folder = project.target.join("lab");
    let print = files::fingerprint([files::read(&raw)?.as_slice(), profile.as_bytes()]);
    let stamp = folder.join("fingerprint");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == print) {
        return Ok(folder);
    }
    files::remove_folder(&folder)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("no folder {}", folder.display()))?;
    match effort {
        Effort::Small | Effort::Whole => {
            wasm::bind_and_optimise(project, &raw, "lab", &folder, wasm::SITE_LEVEL)?;
        }
        Effort::Quick => wasm::bind_only(&raw, "lab", &folder)?,
    }
    files::write(&stamp, print.as_bytes())?;
    Ok(folder)
}

/// Everything that a bundle is made of: our sources, the packages' lock, what was compiled.
fn fingerprint(project: &Project, built: [&Path; 2]) -> Result<String> {
    let mut parts = Vec::new();
    let sources = project.root.join(SOURCES);
    let mut folders = vec![(sources.as_path(), files::list_without(&sources, "node_modules")?)];
    for folder in built {
        folders.push((folder, files::list(folder)?));
    }
    for (folder, paths) in folders {
        for path in paths {
            parts.push(files::with_slashes(&path).into_bytes());
            parts.push(files::read(&folder.join(&path))?);
        }
    }
    Ok(files::fingerprint(parts.iter().map(Vec::as_slice)))
}

/// Adds all that was built, each file under a name of its own, and the texts that name them.
pub(crate) fn add(project: &Project, assets: &mut Assets) -> Result<()> {
    let out = project.runtimes();
    let manifest = files::read_text(&out.join(MANIFEST))?;
    let parsed: Value = serde_json::from_str(&manifest).context("runtimes.json is not JSON")?;
    let hash = parsed["machine"]["hash"].as_str().context("runtimes.json names no machine")?;
    assets.add_text(FRAME_HASH, hash.to_owned());
    assets.add_text(MANIFEST, manifest.clone());
    for path in files::list(&out)? {
        let name = files::with_slashes(&path);
        if name != MANIFEST && name != "fingerprint" {
            assets.add_plain(&format!("{PREFIX}{name}"), files::read(&out.join(&path))?)?;
        }
    }
    Ok(())
}
