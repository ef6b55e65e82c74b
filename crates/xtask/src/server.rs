//! `workbook serve --development` as a program of ours: started, told about builds, ended.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The running server. It ends when its standard input does, so it never outlives this program.
pub(crate) struct Server {
    child: Child,
    /// Where it listens, as `127.0.0.1:3000`.
    pub(crate) address: String,
}

impl Server {
    /// Starts the server and waits until it listens.
    pub(crate) fn start(program: &Path, site: &Path, port: u16) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("serve").arg(site).args(["--development", "--port", &port.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("the server ({}) cannot be started", program.display()))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let Some(address) = address(&line) else {
            bail!("the server ended before it served anything; it says why above");
        };
        Ok(Self { child, address: address.to_owned() })
    }

    /// Tells every page how a build ended.
    pub(crate) fn tell(&mut self, failure: Option<&str>) -> Result<()> {
        let Some(input) = &mut self.child.stdin else { bail!("the server does not listen to us") };
        let told = input.write_all(news(failure).as_bytes());
        told.context("the server has ended: start `cargo xtask serve` again")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It closes its connections first; nobody is left to tell if that went wrong.
        let _ = self.child.wait();
    }
}

/// The address in `The book is at http://127.0.0.1:3000/ ...`.
fn address(line: &str) -> Option<&str> {
    line.split_once("http://")?.1.split_once('/').map(|(address, _)| address)
}

/// How a build ended, as `workbook serve --development` reads it.
fn news(failure: Option<&str>) -> String {
    match failure {
        Some(text) => format!("failed {}\n{text}", text.len()),
        None => "built\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_say_how_long_they_are() {
        assert_eq!(news(None), "built\n");
        assert_eq!(news(Some("no such\nfigure 한")), "failed 18\nno such\nfigure 한");
    }

    #[test]
    fn the_address_is_read() {
        let line = "The book is at http://127.0.0.1:3000/ (Ctrl-C ends it)\n";
        assert_eq!(address(line), Some("127.0.0.1:3000"));
        assert_eq!(address(""), None);
    }
}
