//! Which files changed, found by looking at their times often: no library, the same everywhere.

use crate::files;
use crate::project::Project;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

const PAUSE: Duration = Duration::from_millis(200);

/// An editor may write several files, or one twice: wait until a look finds nothing new.
const SETTLE: Duration = Duration::from_millis(60);
const SETTLE_LOOKS_MAX: usize = 20;

/// Where a change means that the site must be built again.
const FOLDERS: [&str; 4] = ["book", "crates", "runtimes", "wasm"];
const FILES: [&str; 3] = ["book.toml", "Cargo.toml", "Cargo.lock"];

/// How much a change makes it necessary to build again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Chapters, translations, templates, styles: put the site together again.
    Book,
    /// Rust code, or what it is compiled with: compile first.
    Code,
}

/// Every watched file with its time and size.
type Seen = BTreeMap<PathBuf, (SystemTime, u64)>;

#[derive(Debug)]
pub(crate) struct Watch {
    project: Project,
    seen: Seen,
}

impl Watch {
    pub(crate) fn new(project: &Project) -> Result<Self> {
        Ok(Self { project: project.clone(), seen: look(project)? })
    }

    /// Waits for a change; says how deep it goes and which files it touched.
    pub(crate) fn next(&mut self) -> Result<(Change, Vec<PathBuf>)> {
        let mut now = look(&self.project)?;
        while now == self.seen {
            thread::sleep(PAUSE);
            now = look(&self.project)?;
        }
        for _ in 0..SETTLE_LOOKS_MAX {
            thread::sleep(SETTLE);
            let later = look(&self.project)?;
            if later == now {
                break;
            }
            now = later;
        }
        let paths = differences(&self.seen, &now);
        self.seen = now;
        let change = paths.iter().map(|path| depth(path)).max().unwrap_or(Change::Book);
        Ok((change, paths))
    }
}

/// The relative paths that are new, gone or different.
fn differences(before: &Seen, after: &Seen) -> Vec<PathBuf> {
    let changed = after.iter().filter(|(path, mark)| before.get(*path) != Some(mark));
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    changed.map(|(path, _)| path).chain(gone).cloned().collect()
}

fn depth(path: &Path) -> Change {
    let is_style = path.extension().is_some_and(|ending| ending == "css");
    if path.starts_with("book") || path.as_os_str() == "book.toml" || is_style {
        Change::Book
    } else {
        Change::Code
    }
}

fn look(project: &Project) -> Result<Seen> {
    let mut seen = Seen::new();
    let mut note = |path: PathBuf| {
        // A file may vanish between being listed and being looked at: then it is gone.
        if let Ok(data) = fs::metadata(project.root.join(&path)) {
            let time = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            seen.insert(path, (time, data.len()));
        }
    };
    for folder in FOLDERS {
        let place = project.root.join(folder);
        if !place.is_dir() {
            continue;
        }
        for path in files::list_without(&place, "node_modules")? {
            note(PathBuf::from(folder).join(path));
        }
    }
    for file in FILES {
        note(PathBuf::from(file));
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_change_decides() {
        let check = |paths: &[&str], expected: Change| {
            let seen = paths.iter().map(|path| depth(Path::new(path))).max();
            assert_eq!(seen, Some(expected), "for {paths:?}");
        };
        check(&["book/src/handshake.md"], Change::Book);
        check(&["book.toml", "book/po/ko.po"], Change::Book);
        check(&["book/theme/page.css", "crates/figures/src/lib.rs"], Change::Code);
        check(&["crates/figures/src/sockets/race/style.css"], Change::Book);
        check(&["Cargo.toml"], Change::Code);
    }

    #[test]
    fn new_gone_and_changed_files_are_differences() {
        let time = SystemTime::UNIX_EPOCH;
        let seen = |files: &[(&str, u64)]| -> Seen {
            files.iter().map(|(path, size)| (PathBuf::from(path), (time, *size))).collect()
        };
        let before = seen(&[("same", 1), ("changed", 1), ("gone", 1)]);
        let after = seen(&[("same", 1), ("changed", 2), ("new", 1)]);
        let names = differences(&before, &after);
        assert_eq!(names, [PathBuf::from("changed"), "new".into(), "gone".into()]);
    }
}
