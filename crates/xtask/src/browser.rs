//! What the browser tests stand on: a Chromium, a Korean font, and poppler's `pdftotext`.

use crate::packages::{self, in_path};
use crate::process;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

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
    packages::install("chromium", &DEBIAN_PACKAGES)?;
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
