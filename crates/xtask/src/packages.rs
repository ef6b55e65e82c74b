//! Programs that tests start: looked for, and installed with apt where we may.

use crate::process;
use crate::progress;
use anyhow::{Result, bail};
use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the listings of the book are run with and what the simulated world's captures are read
/// by, and the Debian package that brings it.
const FOR_TESTS: [(&str, &str); 10] = [
    ("python3", "python3"),
    ("cc", "gcc"),
    ("java", "default-jdk-headless"),
    ("ss", "iproute2"),
    ("netstat", "net-tools"),
    ("lsof", "lsof"),
    ("nc", "netcat-openbsd"),
    ("openssl", "openssl"),
    ("strace", "strace"),
    ("tshark", "tshark"),
];

/// Sees to it that every program that a test starts is there.
pub(crate) fn require_for_tests() -> Result<()> {
    let missing = || FOR_TESTS.iter().filter(|(program, _)| in_path(program).is_none());
    let wanted: Vec<&str> = missing().map(|(_, package)| *package).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    install(&wanted.join(" "), &wanted)?;
    let missing: Vec<&str> = missing().map(|(program, _)| *program).collect();
    if !missing.is_empty() {
        bail!(
            "the tests start {}: install what is missing \
             (Debian: sudo apt-get install {})",
            missing.join(", "),
            wanted.join(" ")
        );
    }
    Ok(())
}

/// Where a program is found.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Installs Debian packages, if this is Debian and we are root; otherwise does nothing.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !is_root() || !is_debian() {
        return Ok(());
    }
    progress::step(&format!("apt-get install {what}"), || {
        for arguments in [
            vec!["update", "--quiet"],
            [&["install", "--yes", "--no-install-recommends"], packages].concat(),
        ] {
            let mut command = Command::new("apt-get");
            command.args(&arguments).env("DEBIAN_FRONTEND", "noninteractive");
            process::run(&mut command, &format!("`apt-get {}` failed", arguments.join(" ")))?;
        }
        Ok(())
    })
}

fn is_root() -> bool {
    // The files of our own process belong to the user who runs it.
    fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

fn is_debian() -> bool {
    let names = fs::read_to_string("/etc/os-release").unwrap_or_default();
    names.lines().any(|line| line == "ID=debian") && Path::new("/usr/bin/apt-get").exists()
}
