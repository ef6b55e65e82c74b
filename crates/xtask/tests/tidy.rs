//! The house rules that a machine can keep: who depends on whom, how long things get, and that
//! every heading can be linked to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Who may depend on whom, among our own crates. Whoever is not listed may depend on none.
const ARROW: &[(&str, &[&str])] = &[
    ("websocket", &["http"]),
    ("differential", &["kernel"]),
    ("workload", &["kernel"]),
    ("workload-wasm", &["kernel", "workload"]),
    ("recording", &["kernel"]),
    ("lab", &["http", "kernel", "recording", "websocket"]),
    ("lab-wasm", &["checker", "kernel", "lab"]),
    ("progress-wasm", &["progress"]),
    ("figures", &["figure-kit", "http", "kernel", "lab", "recording", "websocket"]),
    ("checker", &["http", "kernel", "lab", "recording", "websocket"]),
    ("mdbook-workbook", &["checker", "figure-kit", "figures", "lab"]),
    ("workbook-wasm", &["checker", "figure-kit", "figures", "progress"]),
    ("companion", &["checker", "figure-kit", "figures", "http", "websocket"]),
];

/// The pure crates: no clock, no I/O, so no dependency that could have either.
const PURE: &[(&str, &[&str])] = &[
    ("figure-kit", &[]),
    ("http", &[]),
    ("websocket", &["base64", "miniz_oxide", "sha1", "zlib-rs"]),
    ("kernel", &[]),
    ("progress", &["sha1"]),
    ("lab", &["miniz_oxide"]),
    ("checker", &[]),
    ("recording", &[]),
    ("workload", &[]),
];

const FILE_LINES_MAX: usize = 600;
const LINE_LEN_MAX: usize = 100;
const SOURCES: [&str; 5] = ["rs", "js", "mjs", "css", "hbs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every package of the workspace with the names it depends on outside of its tests.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let metadata = metadata();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let normal = all.filter(|dependency| dependency["kind"].is_null());
            (name(package), normal.map(name).collect())
        })
        .collect()
}

#[test]
fn dependencies_point_down() {
    let all = dependencies();
    for (package, named) in &all {
        let allowed = ARROW.iter().find(|(name, _)| name == package).map_or(&[][..], |row| row.1);
        for other in named.iter().filter(|other| all.contains_key(*other)) {
            assert!(allowed.contains(&other.as_str()), "{package} may not depend on {other}");
        }
    }
}

#[test]
fn the_pure_crates_stay_pure() {
    let all = dependencies();
    for (package, allowed) in PURE {
        for other in
            all.get(*package).into_iter().flatten().filter(|other| !all.contains_key(*other))
        {
            assert!(allowed.contains(&other.as_str()), "{package} must be argued to need {other}");
        }
    }
}

#[test]
fn no_crate_allows_unsafe_code_but_the_named_ones() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        for target in package["targets"].as_array().unwrap() {
            let kind = target["kind"][0].as_str().unwrap();
            if !["lib", "bin", "cdylib"].contains(&kind) {
                continue;
            }
            let path = target["src_path"].as_str().unwrap();
            let text = fs::read_to_string(path).unwrap();
            let named = ["workbook-wasm", "workload-wasm", "lab-wasm", "progress-wasm", "std-net"]
                .contains(&package["name"].as_str().unwrap());
            let wanted = if named { "#![deny(unsafe_code)]" } else { "#![forbid(unsafe_code)]" };
            assert!(text.contains(wanted), "{path} needs {wanted}");
        }
    }
}

/// The files that git knows or would take in.
fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .unwrap();
    let listing = String::from_utf8(output.stdout).unwrap();
    let files: Vec<PathBuf> =
        listing.split('\0').filter(|f| !f.is_empty()).map(Into::into).collect();
    assert!(files.len() > 20, "git lists the project's files");
    files.into_iter().filter(|file| root().join(file).exists()).collect()
}

#[test]
fn files_and_lines_stay_short() {
    let mut faults = Vec::new();
    for file in files() {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        // Words are data: a sentence does not get better by being broken.
        let data = file.starts_with("crates/figures") && file.ends_with("words.rs")
            || file.ends_with("lab/words.rs")
            || file.ends_with("progress/words.rs")
            || file.ends_with("quiz/words.rs")
            || file.ends_with("check/words.rs")
            || file.ends_with("words/kit.rs");
        if !SOURCES.contains(&ending) || data {
            continue;
        }
        let text = fs::read_to_string(root().join(&file)).unwrap();
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            faults.push(format!("{}: {lines} lines", file.display()));
        }
        for (index, line) in text.lines().enumerate() {
            let len = line.chars().count();
            if len > LINE_LEN_MAX {
                faults.push(format!("{}:{}: {len} columns", file.display(), index + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_heading_of_the_book_has_an_id_of_its_own() {
    let mut faults = Vec::new();
    for file in files() {
        let page = file.starts_with("book/src") && file.extension().is_some_and(|e| e == "md");
        if !page || file.ends_with("SUMMARY.md") {
            continue;
        }
        let text = fs::read_to_string(root().join(&file)).unwrap();
        let mut seen = Vec::new();
        let mut fenced = false;
        for (index, line) in text.lines().enumerate() {
            fenced ^= line.trim_start().starts_with("```");
            if fenced || !line.starts_with('#') {
                continue;
            }
            let id = line.rsplit_once("{#").and_then(|(_, id)| id.strip_suffix('}'));
            match id {
                Some(id) if !id.is_empty() && !seen.contains(&id) => seen.push(id),
                _ => faults.push(format!("{}:{}: {line}", file.display(), index + 1)),
            }
        }
    }
    assert!(faults.is_empty(), "headings need a {{#id}} of their own:\n{}", faults.join("\n"));
}

#[test]
fn a_summary_s_text_stands_on_lines_of_its_own() {
    // Text on the tag's own line is HTML to gettext, and would stay English in every language.
    for file in files().into_iter().filter(|file| file.starts_with("book/src")) {
        let text = fs::read_to_string(root().join(&file)).unwrap_or_default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| line.contains("<summary"))
        {
            assert_eq!(line.trim(), "<summary>", "{}:{}", file.display(), index + 1);
        }
    }
}
