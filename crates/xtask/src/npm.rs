//! Node's part: packages installed from their lockfiles, and only when a lockfile changed.

use crate::files;
use crate::process;
use crate::progress;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::process::Command;

const NODE_MAJOR_MIN: u32 = 20;

/// Installs what `folder/package-lock.json` names, unless that was done already.
pub(crate) fn install(project: &Project, folder: &str) -> Result<()> {
    let place = project.root.join(folder);
    let lock = files::fingerprint([files::read(&place.join("package-lock.json"))?.as_slice()]);
    let stamp = project.target.join("npm").join(folder.replace('/', "-"));
    let installed = std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == lock);
    if installed && place.join("node_modules").is_dir() {
        return Ok(());
    }
    require_node()?;
    progress::step(&format!("npm packages of {folder}"), || {
        let mut command = Command::new("npm");
        command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&place);
        process::run(&mut command, &format!("`npm ci` failed in {folder}: it needs the network"))
    })?;
    files::write(&stamp, lock.as_bytes())
}

/// Node and npm are there, and Node is new enough.
pub(crate) fn require_node() -> Result<()> {
    let version = process::output_of("node", &["--version"])
        .context("Node.js was not found: install Node 20 or newer (https://nodejs.org)")?;
    match major(&version) {
        Some(major) if major >= NODE_MAJOR_MIN => {}
        _ => bail!("Node.js {version} is too old: install Node {NODE_MAJOR_MIN} or newer"),
    }
    match process::output_of("npm", &["--version"]) {
        Some(_) => Ok(()),
        None => bail!("npm was not found beside Node.js {version}: install npm"),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.1"), Some(8));
        assert_eq!(major("twenty"), None);
    }
}
