//! What the browser tests stand on: a Chromium, a Korean font, and poppler's `pdftotext`.

use crate::process;
use crate::progress;
use anyhow::{Result, bail};
use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAMS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const USUAL_PLACES: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/opt/google/chrome/chrome",
];

const DEBIAN_PACKAGES: [&str; 4] = ["chromium", "fonts-noto-cjk", "fontconfig", "poppler-utils"];

/// The browser's program, with the tools the tests use beside it installed where we may.
pub(crate) fn require() -> Result<PathBuf> {
    if missing().is_empty()
        && let Some(program) = find()
    {
        return Ok(program);
    }
    if is_root() && is_debian() {
        progress::step("apt-get install chromium", install)?;
    }
    let missing = missing();
    match find() {
        Some(program) if missing.is_empty() => Ok(program),
        _ => bail!(
            "the browser tests need {}: install them (Debian: sudo apt-get install {}), \
             or name a Chromium or Chrome in the variable CHROME",
            missing.join(", "),
            DEBIAN_PACKAGES.join(" ")
        ),
    }
}

fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if find().is_none() {
        missing.push("Chromium or Chrome");
    }
    if in_path("pdftotext").is_none() {
        missing.push("pdftotext (poppler-utils)");
    }
    // macOS has Korean fonts and no fontconfig.
    let fonts = process::output_of("fc-list", &[":lang=ko", "family"]);
    if !cfg!(target_os = "macos") && fonts.is_none_or(|list| list.is_empty()) {
        missing.push("a Korean font (fonts-noto-cjk)");
    }
    missing
}

fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROME") {
        let path = PathBuf::from(named);
        return path.is_file().then_some(path);
    }
    let usual = || USUAL_PLACES.iter().map(PathBuf::from).find(|path| path.is_file());
    PROGRAMS.iter().find_map(|name| in_path(name)).or_else(usual)
}

fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn is_root() -> bool {
    // The files of our own process belong to the user who runs it.
    fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

fn is_debian() -> bool {
    let names = fs::read_to_string("/etc/os-release").unwrap_or_default();
    names.lines().any(|line| line == "ID=debian") && Path::new("/usr/bin/apt-get").exists()
}

fn install() -> Result<()> {
    for arguments in [
        vec!["update", "--quiet"],
        [&["install", "--yes", "--no-install-recommends"][..], &DEBIAN_PACKAGES].concat(),
    ] {
        let mut command = Command::new("apt-get");
        command.args(&arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(&mut command, &format!("`apt-get {}` failed", arguments.join(" ")))?;
    }
    Ok(())
}
