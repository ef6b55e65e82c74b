//! The program of the progress page: `wasm/progress` as one classic script with its wasm in it, so
//! that it is loaded by that page alone, and works from a disk as it does over HTTP.
//!
//! Invariant: unchanged wasm costs one hash.

use crate::assets::Assets;
use crate::cargo;
use crate::files;
use crate::process;
use crate::project::Project;
use crate::wasm::{self, Effort};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The package, and its source for messages.
const PACKAGE: &str = "progress-wasm";
const SOURCE: &str = "wasm/progress";

/// What its files are called before they are joined, and the script.
const STEM: &str = "progress";
const SCRIPT: &str = "progress-program.js";

/// Builds the script into `target/progress`.
pub(crate) fn build(project: &Project, effort: Effort) -> Result<()> {
    let (profile, linking) = match effort {
        Effort::Small | Effort::Whole => ("wasm", &cargo::WITH_RELOCATIONS[..]),
        Effort::Quick => ("wasm-dev", &[][..]),
    };
    let mut compile = cargo::command(project, &["rustc", "--quiet", "--profile", profile]);
    compile.args(["--package", PACKAGE, "--target", cargo::WASM_TARGET]).args(linking);
    process::run(&mut compile, &format!("{SOURCE} does not compile to WebAssembly"))?;
    let raw = project.target.join(cargo::WASM_TARGET).join(profile).join("progress_wasm.wasm");
    let folder = project.target.join(STEM);
    let print = files::fingerprint([files::read(&raw)?.as_slice(), profile.as_bytes()]);
    let stamp = folder.join("fingerprint");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == print) {
        return Ok(());
    }
    files::remove_folder(&folder)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("no folder {}", folder.display()))?;
    wasm::bind_classic(project, &raw, STEM, &folder, effort)?;
    let glue = files::read_text(&folder.join(format!("{STEM}.js")))?;
    let wasm = STANDARD.encode(files::read(&folder.join(format!("{STEM}_bg.wasm")))?);
    let script = format!(
        "(function () {{\n{glue}\nworkbook.progressProgram = {{ glue: wasm_bindgen, \
         wasm: \"{wasm}\" }};\n}})();\n"
    );
    files::write(&folder.join(SCRIPT), script.as_bytes())?;
    files::write(&stamp, print.as_bytes())
}

/// Adds the script.
pub(crate) fn add(project: &Project, assets: &mut Assets) -> Result<()> {
    let path = project.target.join(STEM).join(SCRIPT);
    assets.add_plain(SCRIPT, files::read(&path)?)
}
