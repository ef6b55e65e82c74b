//! Files as the build handles them: listed in order, written only when they differ, fingerprinted.

use anyhow::{Context, Result, bail};
use sha1::{Digest, Sha1};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// More files than this in one folder tree means that something else was swept in.
const FILES_MAX: usize = 20_000;

/// Every file below `folder`, sorted, as paths relative to it.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    list_without(folder, "")
}

/// Like [`list`], without looking into folders called `left_out`.
pub(crate) fn list_without(folder: &Path, left_out: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(place) = waiting.pop() {
        let entries = fs::read_dir(&place)
            .with_context(|| format!("the folder {} cannot be read", place.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                if entry.file_name() != left_out {
                    waiting.push(entry.path());
                }
            } else {
                found.push(entry.path().strip_prefix(folder)?.to_path_buf());
            }
            if found.len() > FILES_MAX {
                bail!("{} holds more than {FILES_MAX} files", folder.display());
            }
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read as UTF-8", path.display()))
}

/// Writes the file, with its folders, unless it holds exactly these bytes already.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

/// Makes `copy` hold exactly the files of `folder`.
pub(crate) fn copy_folder(folder: &Path, copy: &Path) -> Result<()> {
    remove_folder(copy)?;
    for path in list(folder)? {
        write(&copy.join(&path), &read(&folder.join(&path))?)?;
    }
    Ok(())
}

/// Removes the folder and everything in it; one that is not there is as good as removed.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be removed", folder.display()))?;
    }
    Ok(())
}

/// The SHA-1 of all `parts`, each with its length, in hexadecimal.
///
/// The length keeps two parts apart: ("ab", "c") and ("a", "bc") differ.
pub(crate) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha1::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A relative path with `/` between its parts, as URLs and archives want it.
pub(crate) fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_tells_parts_apart() {
        let one = fingerprint([b"ab".as_slice(), b"c"]);
        assert_eq!(one.len(), 40);
        assert_ne!(one, fingerprint([b"a".as_slice(), b"bc"]));
        assert_eq!(one, fingerprint([b"ab".as_slice(), b"c"]));
    }
}
