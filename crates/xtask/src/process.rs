//! Other programs: started with their output shown as it comes, and kept for the message.

use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

/// How many of the last lines of a failed program a message may show.
const LINES_KEPT: usize = 200;

/// A program ended badly. Its output was shown already, so `Display` gives the message alone.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) message: String,
    pub(crate) output: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Failed {}

/// Runs `command`, copying both its outputs to our standard error line by line.
///
/// # Errors
///
/// `message` when the program ends with a failure; a note about its name when it cannot start.
pub(crate) fn run(command: &mut Command, message: &str) -> Result<()> {
    run_watching(command, message, |_| {})
}

/// Runs `command` with our own standard output and error as its.
pub(crate) fn run_shown(command: &mut Command, message: &str) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.stdin(Stdio::null()).status();
    let status = status.with_context(|| format!("`{name}` cannot be started"))?;
    if status.success() { Ok(()) } else { bail!("{message}") }
}

/// Runs `command` without showing what it prints; when it fails, its last lines are shown.
pub(crate) fn run_quietly(command: &mut Command, message: &str) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("`{name}` cannot be started"))?;
    if output.status.success() {
        return Ok(());
    }
    let all = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&all);
    let lines: Vec<&str> = text.lines().collect();
    let output = lines[lines.len().saturating_sub(LINES_KEPT)..].join("\n");
    eprintln!("{output}");
    Err(Failed { message: message.to_owned(), output }.into())
}

/// Like [`run`], and also shows every line, without its colours, to `see`.
pub(crate) fn run_watching(
    command: &mut Command,
    message: &str,
    see: impl Fn(&str) + Sync,
) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{name}` cannot be started: is it installed and in PATH?"))?;
    let kept = Mutex::new(VecDeque::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| copy_lines(stdout, &kept, &see));
        scope.spawn(|| copy_lines(stderr, &kept, &see));
    });
    let status = child.wait().with_context(|| format!("`{name}` was lost while it ran"))?;
    if status.success() {
        return Ok(());
    }
    let lines = kept.into_inner().unwrap_or_default();
    let output = Vec::from(lines).join("\n");
    Err(Failed { message: message.to_owned(), output }.into())
}

fn copy_lines(
    source: Option<impl Read>,
    kept: &Mutex<VecDeque<String>>,
    see: &(impl Fn(&str) + Sync),
) {
    let Some(source) = source else { return };
    let mut reader = BufReader::new(source);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        bytes.clear();
        eprintln!("{line}");
        let plain = without_colours(&line);
        see(&plain);
        if let Ok(mut lines) = kept.lock() {
            if lines.len() == LINES_KEPT {
                lines.pop_front();
            }
            lines.push_back(plain);
        }
    }
}

/// What the program prints, or nothing when it fails or does not exist.
pub(crate) fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The line without ANSI colour sequences (`ESC [ ... letter`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        if characters.next() == Some('[') {
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(without_colours("\u{1b}[1;31merror\u{1b}[0m: 한글"), "error: 한글");
        assert_eq!(without_colours("plain [text]"), "plain [text]");
        assert_eq!(without_colours("cut \u{1b}["), "cut ");
    }

    #[test]
    fn a_failure_keeps_its_message_and_its_output() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let error = run(&mut command, "it broke").unwrap_err();
        assert_eq!(error.to_string(), "it broke");
        let failed = error.downcast_ref::<Failed>().unwrap();
        let mut lines: Vec<&str> = failed.output.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, ["err", "out"]);
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here"), "unused").unwrap_err();
        assert!(error.to_string().contains("`no-such-program-here` cannot be started"));
    }
}
