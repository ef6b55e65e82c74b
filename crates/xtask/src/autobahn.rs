//! `cargo xtask autobahn`: the field's conformance suite against our engine, at either end.
//!
//! Invariant: a case passes only if the suite calls it OK or INFORMATIONAL, its closing too; a
//! case that did not run is a failure.

use crate::arguments::Side;
use crate::cargo::{self, Profile};
use crate::files;
use crate::process;
use crate::progress;
use crate::project::Project;
use crate::server::Server;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Everything but the suite's wish list: framing, pings, reserved bits, opcodes, fragments, UTF-8,
/// closing, limits, and compression.
const CASES: &str = "1.*,2.*,3.*,4.*,5.*,6.*,7.*,9.*,10.*,12.*,13.*";

const AGENT: &str = "socket-workbook";

/// What the suite may say of a case.
const GOOD: [&str; 2] = ["OK", "INFORMATIONAL"];

const START_TIME_MAX: Duration = Duration::from_secs(30);

/// Runs these cases, all where none are named.
pub(crate) fn run(project: &Project, side: Side, cases: Option<&str>) -> Result<()> {
    let suite = install(project)?;
    let cases: Vec<&str> = cases.unwrap_or(CASES).split(',').collect();
    let report = match side {
        Side::Server => against_server(project, &suite, &cases)?,
        Side::Client => against_client(project, &suite, &cases)?,
    };
    let text = files::read_text(&report.join("index.json"))?;
    let summary = summary(&serde_json::from_str(&text).context("the report is no JSON")?)?;
    eprintln!("\n{}", summary.text);
    let page = report.join("index.html");
    eprintln!("The whole report: {}", project.shown(&page));
    if summary.is_good { Ok(()) } else { bail!("the suite found something (above)") }
}

/// A server that the suite can judge.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its name in the report.
    pub(crate) agent: String,
    pub(crate) url: String,
}

/// What the suite says of these servers.
pub(crate) fn judge(project: &Project, targets: &[Target], cases: &str) -> Result<Value> {
    let suite = install(project)?;
    let folder = report_folder(project, "check")?;
    let servers = targets.iter().map(|target| json!({ "agent": target.agent, "url": target.url }));
    let cases: Vec<&str> = cases.split(',').collect();
    run_against(&suite, &folder, &servers.collect::<Vec<_>>().into(), &cases)?;
    let text = files::read_text(&folder.join("index.json"))?;
    serde_json::from_str(&text).context("the report is no JSON")
}

/// The suite's program; installed first, if it was not yet.
fn install(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("autobahn");
    if !folder.join("installed").exists() {
        files::remove_folder(&folder)?;
        progress::step("Autobahn suite", || {
            let script = project.root.join("crates/xtask/src/autobahn/install.sh");
            let mut install = Command::new("bash");
            process::run(install.arg(script).arg(&folder), "the suite was not installed (above)")
        })?;
    }
    Ok(folder.join("wstest"))
}

/// The suite as client, `/ws/echo` as server.
fn against_server(project: &Project, suite: &Path, cases: &[&str]) -> Result<PathBuf> {
    let program = progress::step("server", || cargo::build_companion(project, Profile::Release))?;
    let folder = report_folder(project, "server")?;
    files::write(&folder.join("site/index.html"), b"<!doctype html><title>Autobahn</title>")?;
    let server = Server::start(&program, &folder.join("site"), 0)?;
    let url = format!("ws://{}/ws/echo", server.address);
    run_against(suite, &folder, &json!([{ "agent": AGENT, "url": url }]), cases)?;
    Ok(folder)
}

/// The suite as client of these servers; its report comes into the folder.
fn run_against(suite: &Path, folder: &Path, servers: &Value, cases: &[&str]) -> Result<()> {
    let specification = json!({
        "outdir": folder,
        "servers": servers,
        "cases": cases,
        "exclude-cases": [],
        "exclude-agent-cases": {},
    });
    let file = folder.join("cases.json");
    files::write(&file, specification.to_string().as_bytes())?;
    progress::step("Autobahn cases", || {
        let mut command = Command::new(suite);
        command.args(["-m", "fuzzingclient", "-s"]).arg(&file);
        process::run_quietly(&mut command, "the suite did not come to its end")
    })
}

/// The suite as server, our engine as client.
fn against_client(project: &Project, suite: &Path, cases: &[&str]) -> Result<PathBuf> {
    let program = progress::step("client", || cargo::build_autobahn_client(project))?;
    let folder = report_folder(project, "client")?;
    // Another program could take the port before the suite does; then the suite says so.
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let url = format!("ws://127.0.0.1:{port}");
    let specification = json!({
        "url": url,
        "outdir": folder,
        "cases": cases,
        "exclude-cases": [],
        "exclude-agent-cases": {},
    });
    let file = folder.join("cases.json");
    files::write(&file, specification.to_string().as_bytes())?;
    let mut command = Command::new(suite);
    command.args(["-m", "fuzzingserver", "--webport", "0", "-s"]).arg(&file);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = Ended(command.spawn().context("the suite cannot be started")?);
    wait_for(port, &mut server)?;
    progress::step("Autobahn cases with our client", || {
        let mut command = Command::new(&program);
        command.args([&url, AGENT]);
        process::run_quietly(&mut command, "the client did not come to its end")
    })?;
    Ok(folder)
}

/// An empty folder for a report.
fn report_folder(project: &Project, name: &str) -> Result<PathBuf> {
    let folder = project.target.join("autobahn-report").join(name);
    files::remove_folder(&folder)?;
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A program that is ended with the variable that holds it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Either fails only when the program is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until someone listens.
fn wait_for(port: u16, server: &mut Ended) -> Result<()> {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = server.0.try_wait()? {
            bail!("the suite ended before it listened ({status})");
        }
        if begun.elapsed() > START_TIME_MAX {
            bail!("the suite does not listen on port {port}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// What a report says in short.
#[derive(Debug, PartialEq, Eq)]
struct Summary {
    text: String,
    is_good: bool,
}

/// Counts the cases by what was said of them, section by section, and names those that failed.
fn summary(report: &Value) -> Result<Summary> {
    let cases = report[AGENT].as_object().context("the report names no case")?;
    let mut sections: BTreeMap<u32, BTreeMap<&str, u32>> = BTreeMap::new();
    let mut bad = Vec::new();
    for (name, case) in cases {
        let said = |key: &str| case[key].as_str().unwrap_or("MISSING");
        let (behavior, closing) = (said("behavior"), said("behaviorClose"));
        let section = name.split('.').next().unwrap_or_default().parse().unwrap_or(0);
        *sections.entry(section).or_default().entry(behavior).or_default() += 1;
        if !GOOD.contains(&behavior) || !GOOD.contains(&closing) {
            bad.push(format!("  case {name}: {behavior}, closing {closing}"));
        }
    }
    let mut lines = vec![format!("{} cases", cases.len())];
    for (section, counts) in sections {
        let counts: Vec<_> = counts.iter().map(|(said, count)| format!("{count} {said}")).collect();
        lines.push(format!("  section {section}: {}", counts.join(", ")));
    }
    lines.extend(bad.iter().cloned());
    Ok(Summary { text: lines.join("\n"), is_good: bad.is_empty() && !cases.is_empty() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cases: &[(&str, &str, &str)]) -> Value {
        let case = |(name, behavior, closing): &(&str, &str, &str)| {
            ((*name).to_owned(), json!({ "behavior": behavior, "behaviorClose": closing }))
        };
        json!({ AGENT: cases.iter().map(case).collect::<serde_json::Map<_, _>>() })
    }

    #[test]
    fn a_report_is_good_when_every_case_is() {
        let report =
            of(&[("1.1", "OK", "OK"), ("10.1", "OK", "OK"), ("7.1", "INFORMATIONAL", "OK")]);
        let text = "3 cases\n  section 1: 1 OK\n  section 7: 1 INFORMATIONAL\n  section 10: 1 OK";
        assert_eq!(summary(&report).unwrap(), Summary { text: text.to_owned(), is_good: true });
    }

    #[test]
    fn what_is_not_strict_fails_and_so_does_a_wrong_closing() {
        for bad in [("6.4.3", "NON-STRICT", "OK"), ("7.1", "OK", "FAILED")] {
            let report = of(&[("1.1", "OK", "OK"), bad]);
            let summary = summary(&report).unwrap();
            assert!(!summary.is_good, "{bad:?}");
            let line = format!("case {}: {}, closing {}", bad.0, bad.1, bad.2);
            assert!(summary.text.contains(&line), "{}", summary.text);
        }
        assert!(!summary(&of(&[])).unwrap().is_good);
        assert!(summary(&json!({})).is_err());
    }
}
