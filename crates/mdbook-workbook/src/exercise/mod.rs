//! Exercises: a folder of `book/exercises` each, shown where a page names it.
//!
//! ````text
//! ```exercise echo-line
//! ```
//! ````
//!
//! The fence is empty. It becomes a heading, a line about it, the task, and a fence of its own
//! kind, ```` ```trial echo-line ````, in whose place stands what is done and judged. So a task
//! may hold whatever a chapter holds.
//!
//! Invariant: nothing of an exercise is shown before all of its folder was understood.

mod expand;
mod folder;
mod print;
mod reason;
mod sections;
mod settings;
mod trial;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use expand::{Expanding, expand};
pub use folder::{Figure, Folder, Kind, Main, Program};
pub use print::{Numbered, print};
pub use sections::Sections;
pub use settings::{Check, Hint, Museum, Said, Settings, Wrong};

/// Where exercises lie.
pub const FOLDER: &str = "book/exercises";
/// The folder in it that is no exercise: harnesses that several share.
const COMMON: &str = "common";

/// All exercises of a book, by their names.
pub fn all(root: &Path) -> Result<Vec<Folder>> {
    let folder = root.join(FOLDER);
    let mut found: Vec<PathBuf> = Vec::new();
    if folder.exists() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with(COMMON) {
                found.push(path);
            }
        }
    }
    found.sort();
    let name = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    found
        .iter()
        .map(|path| {
            let name = name(path).with_context(|| format!("{}: no name", path.display()))?;
            Folder::read(root, &name)
        })
        .collect()
}

#[cfg(test)]
mod tests;
