//! Cargo's part of a build: the native tool that renders the book, and the figures' wasm.

use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The package that is the figures' program in the browser.
const FIGURES: &str = "workbook-wasm";

/// Cargo, run in the checkout, with colours when a person is watching.
pub(crate) fn command(project: &Project, arguments: &[&str]) -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&project.root);
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// Compiles `mdbook-workbook`, which renders the chapters.
pub(crate) fn build_renderer(project: &Project) -> Result<()> {
    let mut build = command(project, &["build", "--quiet", "--package", "mdbook-workbook"]);
    process::run(&mut build, "the book's renderer (crates/mdbook-workbook) does not compile")
}

/// Compiles `workbook`, which serves the book, and says where it lies.
pub(crate) fn build_companion(project: &Project, profile: Profile) -> Result<PathBuf> {
    let arguments = ["build", "--quiet", "--package", "companion", "--profile", profile.name()];
    let mut build = command(project, &arguments);
    process::run(&mut build, "the server (crates/companion) does not compile")?;
    Ok(project.target.join(profile.folder()).join("workbook"))
}

/// Compiles the client that the Autobahn suite tries, and says where it lies.
pub(crate) fn build_autobahn_client(project: &Project) -> Result<PathBuf> {
    let example = ["build", "--quiet", "--release", "--package", "companion", "--example"];
    let mut build = command(project, &example);
    process::run(build.arg("autobahn_client"), "the client (crates/companion) does not compile")?;
    Ok(project.target.join("release/examples/autobahn_client"))
}

/// How a program is compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Profile {
    /// In the least time.
    Dev,
    /// To run in the least time.
    Release,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// Where Cargo puts what it compiles so, in `target`.
    const fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Runs `mdbook-workbook` with these arguments.
pub(crate) fn renderer(project: &Project, message: &str, arguments: &[&str]) -> Result<()> {
    let program = project.target.join("debug/mdbook-workbook");
    let mut command = Command::new(program);
    process::run(command.args(arguments).current_dir(&project.root), message)
}

/// How the figures are compiled for the browser.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wasm {
    /// As small as can be, with what the linker knows of it.
    Small,
    /// In the least time.
    Quick,
}

/// Tells the linker to leave in the program what each number in it stands for.
pub(crate) const WITH_RELOCATIONS: [&str; 3] = ["--", "-C", "link-arg=--emit-relocs"];

/// Compiles the figures and says where the raw wasm lies.
pub(crate) fn build_wasm(project: &Project, wasm: Wasm) -> Result<PathBuf> {
    add_wasm_target(project)?;
    let (profile, linking) = match wasm {
        Wasm::Small => ("wasm", &WITH_RELOCATIONS[..]),
        Wasm::Quick => ("wasm-dev", &[][..]),
    };
    let arguments =
        ["rustc", "--quiet", "--profile", profile, "--target", WASM_TARGET, "--package", FIGURES];
    let message = "the figures do not compile to WebAssembly (wasm/, crates/figures)";
    process::run(command(project, &arguments).args(linking), message)?;
    Ok(project.target.join(WASM_TARGET).join(profile).join("workbook_wasm.wasm"))
}

/// Lints the code that only exists in the browser.
pub(crate) fn clippy_wasm(project: &Project) -> Result<()> {
    add_wasm_target(project)?;
    let mut clippy = command(project, &["clippy", "--target", WASM_TARGET]);
    clippy.args(["--package", FIGURES, "--", "--deny", "warnings"]);
    process::run(&mut clippy, "clippy found something (above)")
}

/// Adds Rust's wasm target where it is missing: rustup may be told not to do so by itself.
pub(crate) fn add_wasm_target(project: &Project) -> Result<()> {
    let arguments = ["--print", "target-libdir", "--target", WASM_TARGET];
    let folder = process::output_of("rustc", &arguments)
        .context("`rustc` does not answer: install Rust from https://rustup.rs")?;
    if Path::new(&folder).exists() {
        return Ok(());
    }
    if process::output_of("rustup", &["--version"]).is_none() {
        bail!(
            "Rust's standard library for {WASM_TARGET} is missing and there is no rustup to add \
             it: install Rust from https://rustup.rs, or the target with your package manager"
        );
    }
    let mut add = Command::new("rustup");
    process::run(
        add.args(["target", "add", WASM_TARGET]).current_dir(&project.root),
        "`rustup target add wasm32-unknown-unknown` failed: it needs the network once",
    )
}
