//! Every listing that the book shows is a program that its language's compiler takes, without a
//! warning.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::listings::folder;
use crate::script::{Line, Script};
use crate::sockets::time_machine::listing::{Language, Source, write};
use crate::sockets::time_machine::name::{Side, program_named, side_of};
use crate::sockets::time_machine::program;

const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/src");

/// The programs of all time machines in the book, by a name that is a file's too.
fn programs() -> BTreeMap<String, (Side, String)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(BOOK).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let page = path.file_stem().unwrap().to_str().unwrap().replace('-', "_");
        let text = fs::read_to_string(&path).unwrap();
        for (number, fence) in text.split("```figure time-machine").skip(1).enumerate() {
            let (_, script) = fence.split_once('\n').unwrap();
            let (script, _) = script.split_once("```").unwrap();
            for (_, line) in Script::parse("time-machine", script).unwrap().lines() {
                let Line::Set(name, value) = line else { continue };
                let Some(program) = program_named(name) else { continue };
                let name = format!("{page}_{}_{name}", number + 1);
                found.insert(name, (side_of(program), value.clone()));
            }
        }
    }
    assert!(found.len() >= 16, "eight scenarios have more programs than {}", found.len());
    found
}

/// Writes every listing in a language into a folder.
fn write_all(language: Language, folder: &Path, extension: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (name, (side, text)) in programs() {
        let statements = program::parse(&text).unwrap();
        let source = Source { statements: &statements, side };
        let lines = write(source, language).into_iter().map(|line| line.text + "\n");
        let name = format!("{name}.{extension}");
        fs::write(folder.join(&name), lines.collect::<String>()).unwrap();
        names.push(name);
    }
    names
}

#[track_caller]
fn succeeds(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{complaint}");
}

#[test]
fn every_listing_in_c_compiles_without_a_warning() {
    let folder = folder("compiled-c");
    let names = write_all(Language::C, &folder, "c");
    let mut compile = Command::new("cc");
    compile.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]);
    succeeds(compile.current_dir(folder).args(names));
}

#[test]
fn every_listing_in_python_compiles() {
    let folder = folder("compiled-python");
    let names = write_all(Language::Python, &folder, "py");
    let mut compile = Command::new("python3");
    succeeds(compile.args(["-W", "error", "-m", "py_compile"]).current_dir(folder).args(names));
}

/// With the very `socket2` that the workspace's lock file names, so nothing is fetched.
#[test]
fn every_listing_in_rust_compiles_without_a_warning() {
    let folder = folder("compiled-rust");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = fs::read_to_string(lock).unwrap();
    let version = lock.split("name = \"socket2\"\nversion = \"").nth(1).unwrap();
    let version = version.split('"').next().unwrap();
    let manifest = format!(
        "[package]\nname = \"listings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nsocket2 = \"={version}\"\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("Cargo.lock"), lock).unwrap();
    let programs = folder.join("src/bin");
    fs::create_dir_all(&programs).unwrap();
    write_all(Language::Rust, &programs, "rs");
    let mut check = Command::new(env!("CARGO"));
    check.args(["check", "--quiet", "--offline"]).current_dir(&folder);
    // Its own place for what it builds: the one above is locked by whoever runs this test.
    let target = folder.with_file_name("compiled-rust-target");
    succeeds(check.env("CARGO_TARGET_DIR", target).env("RUSTFLAGS", "--deny warnings"));
}
