//! The Rust listings that labs run, each compiled to a WebAssembly program over `crates/std-net`.
//!
//! They are one package under `target`, a target a listing: what is compiled is the listing's own
//! text with two lines behind it, so that its lines keep their numbers.
//!
//! Invariant: unchanged listings cost one hash.

use crate::cargo::{self, WASM_TARGET};
use crate::files;
use crate::process;
use crate::project::Project;
use crate::wasm::{self, Effort};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The crate that stands in the place of `std`.
const STD: &str = "crates/std-net";

/// Where listings lie, and the chapters whose labs name them.
const LISTINGS: &str = "book/listings";
const CHAPTERS: &str = "book/src";

/// Says which file each listing is.
const MANIFEST: &str = "listings.json";

/// What stands behind a listing's text.
const BEHIND: &str = "\n#[macro_use]\nextern crate std_net as std;\nstd::entry!(main);\n";

/// Lets the Worker give each thread of a program a stack of its own.
const LINKING: &str = "link-arg=--export=__stack_pointer";

/// Compiles what changed, and says in which folder the programs and [`MANIFEST`] lie.
pub(crate) fn build(project: &Project, effort: Effort) -> Result<PathBuf> {
    let listings = find(project)?;
    let out = project.target.join("listings-wasm");
    let print = fingerprint(project, &listings, effort)?;
    let stamp = out.join("fingerprint");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == print) {
        return Ok(out);
    }
    files::remove_folder(&out)?;
    let mut manifest = BTreeMap::new();
    if !listings.is_empty() {
        let compiled = compile(project, &listings)?;
        let mut programs = Vec::new();
        for listing in &listings {
            let name = format!("{}.wasm", target_of(listing));
            let program = out.join(&name);
            let raw = compiled.join(format!("{}.wasm", target_of(listing).replace('-', "_")));
            let raw = if raw.exists() { raw } else { compiled.join(&name) };
            files::write(&program, &files::read(&raw)?)?;
            manifest.insert(listing.clone(), name);
            programs.push(program);
        }
        if effort != Effort::Quick {
            wasm::optimise(project, wasm::SITE_LEVEL, &programs)?;
        }
    }
    let manifest = serde_json::to_string(&manifest).context("the listings' names are no JSON")?;
    files::write(&out.join(MANIFEST), manifest.as_bytes())?;
    files::write(&stamp, print.as_bytes())?;
    Ok(out)
}

/// The Rust listings that the chapters' labs name, by their places below the folder of listings.
fn find(project: &Project) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let chapters = project.root.join(CHAPTERS);
    for path in files::list(&chapters)? {
        if path.extension().is_some_and(|ending| ending == "md") {
            let text = files::read_text(&chapters.join(&path))?;
            for listing in named(&text) {
                let place = project.root.join(LISTINGS).join(&listing);
                ensure!(
                    place.is_file(),
                    "{CHAPTERS}/{}: a lab names {listing}, which is not in {LISTINGS}",
                    path.display()
                );
                found.insert(listing);
            }
        }
    }
    Ok(found)
}

/// The Rust listings that the labs of a chapter run: `NAME = FILE.rs` in a `lab` fence, and
/// ```` ```listing FILE.rs run ````.
fn named(chapter: &str) -> Vec<String> {
    let is_rust = |word: &&str| word.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs");
    let mut found = Vec::new();
    let mut is_lab = false;
    for line in chapter.lines() {
        if let Some(info) = line.strip_prefix("```") {
            let words: Vec<&str> = info.split_whitespace().collect();
            is_lab = words.first() == Some(&"lab");
            if let ["listing", file, "run", ..] = words[..]
                && is_rust(&file)
            {
                found.push(file.to_owned());
            }
        } else if is_lab && let Some((_, file)) = line.split_once('=') {
            let is_program = !line.trim_start().starts_with("args ");
            let file = file.split_whitespace().next().filter(is_rust);
            found.extend(file.filter(|_| is_program).map(str::to_owned));
        }
    }
    found
}

/// The name of a listing's target, and of its program: `listing-life-client`.
fn target_of(listing: &str) -> String {
    let stem = listing.strip_suffix(".rs").unwrap_or(listing);
    format!("listing-{}", stem.replace(['/', '_', '.'], "-"))
}

/// Compiles all of them, and says where the programs lie.
fn compile(project: &Project, listings: &BTreeSet<String>) -> Result<PathBuf> {
    cargo::add_wasm_target(project)?;
    let package = project.target.join("listings-rust");
    let mut manifest = manifest(&project.root.join(STD));
    for listing in listings {
        let text = files::read_text(&project.root.join(LISTINGS).join(listing))?;
        files::write(
            &package.join("src").join(listing),
            [text.as_str(), BEHIND].concat().as_bytes(),
        )?;
        let target = target_of(listing);
        let _ = write!(
            manifest,
            "\n[[example]]\nname = \"{target}\"\npath = \"src/{listing}\"\n\
             crate-type = [\"cdylib\"]\n"
        );
    }
    files::write(&package.join("Cargo.toml"), manifest.as_bytes())?;
    files::write(&package.join("lib.rs"), b"")?;
    let arguments = ["build", "--quiet", "--release", "--examples", "--target", WASM_TARGET];
    let mut build = cargo::command(project, &arguments);
    build
        .args(["--config", &flags(&project.root)?])
        .arg("--target-dir")
        .arg(package.join("target"));
    process::run(
        build.current_dir(&package),
        "a Rust listing that a lab runs does not compile over crates/std-net: it may use what \
         that crate does not have",
    )?;
    Ok(package.join("target").join(WASM_TARGET).join("release/examples"))
}

/// What the compiler is told beside the package: nothing of the machine at hand is left in a
/// program.
fn flags(root: &Path) -> Result<String> {
    let remapped = format!("--remap-path-prefix={}=.", root.to_string_lossy());
    // A list of texts is written alike in JSON and in TOML.
    let flags = serde_json::to_string(&["-C", LINKING, &remapped]).context("flags are no JSON")?;
    Ok(format!("target.{WASM_TARGET}.rustflags={flags}"))
}

/// The package that all of them are targets of.
fn manifest(std: &Path) -> String {
    format!(
        "[package]\nname = \"listings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         autoexamples = false\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\nstd-net = {{ path = {:?} }}\n\n\
         [profile.release]\nopt-level = \"z\"\nlto = \"fat\"\ncodegen-units = 1\n\
         panic = \"abort\"\nstrip = \"debuginfo\"\n\n[workspace]\n",
        std.to_string_lossy()
    )
}

/// Everything that the programs are made of.
fn fingerprint(project: &Project, listings: &BTreeSet<String>, effort: Effort) -> Result<String> {
    let compiler = process::output_of("rustc", &["--version"]).unwrap_or_default();
    let settings = format!("{effort:?} {} {BEHIND} {LINKING} {compiler}", manifest(Path::new("")));
    let mut parts = vec![settings.into_bytes()];
    let std = project.root.join(STD);
    for path in files::list(&std)? {
        parts.push(files::with_slashes(&path).into_bytes());
        parts.push(files::read(&std.join(&path))?);
    }
    for listing in listings {
        parts.push(listing.clone().into_bytes());
        parts.push(files::read(&project.root.join(LISTINGS).join(listing))?);
    }
    for file in ["wasm/optimise.mjs", "wasm/package-lock.json"] {
        parts.push(files::read(&project.root.join(file))?);
    }
    Ok(files::fingerprint(parts.iter().map(Vec::as_slice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labs_name_what_is_compiled() {
        let chapter = "```lab echo\nserver.py = life/server.py\nclient.rs = life/client.rs on b\n\
                       args client.rs = a.rs\n```\n\n```listing life/server.rs run\n```\n\n\
                       ```listing socket/a.rs\n```\nb.rs = c.rs\n";
        assert_eq!(named(chapter), ["life/client.rs", "life/server.rs"]);
    }

    #[test]
    fn a_program_is_called_as_its_listing() {
        assert_eq!(target_of("life/thread_server.rs"), "listing-life-thread-server");
    }
}
