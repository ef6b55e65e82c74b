//! `cargo xtask check`: the cases of `workbook check` against three servers, beside what the
//! Autobahn suite says of the same servers.
//!
//! Invariant: a difference that `crates/checker/AUTOBAHN.md` does not explain is a failure, and so
//! is an explanation of a difference that is none any more.

use crate::autobahn::{self, Target};
use crate::cargo::{self, Profile};
use crate::files;
use crate::npm;
use crate::process;
use crate::progress;
use crate::project::Project;
use crate::server::Server;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The servers, in the order of the record's columns.
const SERVERS: [&str; 3] = ["socket-workbook", "websockets", "ws"];

/// Python's server, where the record was made with it.
const WEBSOCKETS: &str = "websockets==17.4";

/// The suite's cases that have a counterpart among ours, or nearly.
const CASES: &str = "1.*,2.*,3.*,4.*,5.*,6.*,7.*,10.*,9.1.1,9.2.1,9.7.1,12.1.1,12.1.3,12.4.5,\
                     13.1.1,13.3.1,13.5.1,13.7.1";

/// How a case went, in the same words for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    /// Allowed, and not what was hoped for.
    Allowed,
    Wrong,
}

impl Verdict {
    const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Allowed => "allowed",
            Self::Wrong => "wrong",
        }
    }

    /// Of the suite's two words, that on the closing too.
    fn of_suite(text: &str) -> Option<Self> {
        let (behavior, closing) = text.split_once('/')?;
        let of = |word| match word {
            "OK" => Some(Self::Right),
            "INFORMATIONAL" | "NON-STRICT" => Some(Self::Allowed),
            "FAILED" | "WRONG-CODE" | "UNCLEAN" => Some(Self::Wrong),
            _ => None,
        };
        let (behavior, closing) = (of(behavior)?, of(closing)?);
        let is = |verdict| behavior == verdict || closing == verdict;
        Some(if is(Self::Wrong) {
            Self::Wrong
        } else if is(Self::Allowed) {
            Self::Allowed
        } else {
            Self::Right
        })
    }

    fn of_ours(text: &str) -> Option<Self> {
        match text {
            "passed" => Some(Self::Right),
            "informational" => Some(Self::Allowed),
            "failed" => Some(Self::Wrong),
            _ => None,
        }
    }
}

/// Compares; with `renew`, asks the suite first and writes the record anew.
pub(crate) fn run(project: &Project, renew: bool) -> Result<()> {
    let program = progress::step("workbook", || cargo::build_companion(project, Profile::Release))?;
    let python = install_websockets(project, renew)?;
    npm::install(project, "runtimes")?;
    let servers = Servers::start(project, &program, python.as_deref())?;
    if renew {
        let report = autobahn::judge(project, &servers.targets(), CASES)?;
        let text = record(&report)?;
        files::write(&folder(project).join("record.txt"), text.as_bytes())?;
    }
    let record = files::read_text(&folder(project).join("record.txt"))?;
    let counterparts = files::read_text(&folder(project).join("counterparts.txt"))?;
    let table = files::read_text(&project.root.join("crates/checker/AUTOBAHN.md"))?;
    let mut differences = Vec::new();
    for target in servers.targets() {
        let ours = progress::step(&format!("cases against {}", target.agent), || {
            ours(&program, &target.url)
        })?;
        differences.extend(compare(&target.agent, &ours, &record, &counterparts)?);
    }
    let checked: Vec<String> = servers.targets().into_iter().map(|target| target.agent).collect();
    let report = judge(&differences, &table, &checked);
    eprintln!("\n{} differences from the suite, on {}", differences.len(), checked.join(", "));
    if report.is_empty() { Ok(()) } else { bail!("{}", report.join("\n")) }
}

fn folder(project: &Project) -> PathBuf {
    project.root.join("crates/checker/autobahn")
}

/// Python's server in `target`: fetched for a new record, and else used where it is.
fn install_websockets(project: &Project, renew: bool) -> Result<Option<PathBuf>> {
    let folder = project.target.join("websockets");
    if renew && !folder.join("websockets").is_dir() {
        let mut install = Command::new("python3");
        install.args(["-m", "pip", "install", "--quiet", "--target"]).arg(&folder);
        process::run(install.arg(WEBSOCKETS), "Python's websockets was not installed (above)")?;
    }
    Ok(folder.join("websockets").is_dir().then_some(folder))
}

/// Programs that echo, until this is dropped.
struct Servers {
    own: Server,
    others: Vec<(Target, Echo)>,
}

/// An echo that ends with its standard input.
struct Echo(Child);

impl Drop for Echo {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // It may have ended by itself.
        let _ = self.0.wait();
    }
}

impl Servers {
    fn start(project: &Project, program: &Path, python: Option<&Path>) -> Result<Self> {
        let site = project.target.join("check/site");
        files::write(&site.join("index.html"), b"<!doctype html><title>Check</title>")?;
        let own = Server::start(program, &site, 0)?;
        let sources = project.root.join("crates/xtask/src/check");
        let mut others = Vec::new();
        if let Some(packages) = python {
            let mut command = Command::new("python3");
            command.arg(sources.join("echo.py")).arg(packages);
            others.push(start("websockets", &mut command)?);
        }
        let mut command = Command::new("node");
        command.arg(sources.join("echo.mjs")).arg(project.root.join("runtimes"));
        others.push(start("ws", &mut command)?);
        Ok(Self { own, others })
    }

    fn targets(&self) -> Vec<Target> {
        let url = format!("ws://{}/ws/echo", self.own.address);
        let own = Target { agent: SERVERS[0].to_owned(), url };
        let others = self.others.iter().map(|(target, _)| target.clone());
        std::iter::once(own).chain(others).collect()
    }
}

fn start(agent: &str, command: &mut Command) -> Result<(Target, Echo)> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("{agent} cannot be started"))?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let port: u16 = line.trim().parse().with_context(|| format!("{agent} does not listen"))?;
    let url = format!("ws://127.0.0.1:{port}/");
    Ok((Target { agent: agent.to_owned(), url }, Echo(child)))
}

/// What `workbook check` says of a server, case by case.
fn ours(program: &Path, url: &str) -> Result<BTreeMap<String, String>> {
    let mut command = Command::new(program);
    command.args(["check", url, "--level", "strict", "--json", "--patience", "4000"]);
    let output = command.output().context("`workbook check` cannot be started")?;
    let json: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let cases = json["cases"].as_array().context("`workbook check` names no case")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(cases.iter().map(|case| (text(&case["name"]), text(&case["verdict"]))).collect())
}

/// The lines of a file that say something, in words.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split_whitespace().collect())
}

/// A case on which the two do not say the same.
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    server: String,
    case: String,
    ours: &'static str,
    counterpart: String,
    suite: &'static str,
}

impl Difference {
    /// How the row of its explanation begins.
    fn row(&self) -> String {
        let Self { server, case, ours, counterpart, suite } = self;
        format!("| {server} | {case} | {ours} | {counterpart} | {suite} |")
    }
}

fn compare(
    server: &str,
    ours: &BTreeMap<String, String>,
    record: &str,
    counterparts: &str,
) -> Result<Vec<Difference>> {
    let column = SERVERS.iter().position(|known| *known == server).context("no such server")? + 1;
    let suite: BTreeMap<&str, &str> =
        rows(record).filter_map(|row| Some((*row.first()?, *row.get(column)?))).collect();
    let mut differences = Vec::new();
    for row in rows(counterparts) {
        let [case, counterpart] = row[..] else { bail!("`{}` is no pair", row.join(" ")) };
        let own = ours.get(case).and_then(|text| Verdict::of_ours(text));
        let own = own.with_context(|| format!("{case} has no verdict for {server}"))?;
        let other = suite.get(counterpart).and_then(|text| Verdict::of_suite(text));
        let other = other.with_context(|| format!("{counterpart} is not in the record"))?;
        if own != other {
            differences.push(Difference {
                server: server.to_owned(),
                case: case.to_owned(),
                ours: own.name(),
                counterpart: counterpart.to_owned(),
                suite: other.name(),
            });
        }
    }
    Ok(differences)
}

/// What is wrong with the table of explanations.
fn judge(differences: &[Difference], table: &str, checked: &[String]) -> Vec<String> {
    let explains =
        |line: &&str| checked.iter().any(|name| line.starts_with(&format!("| {name} |")));
    let mut rows: Vec<&str> = table.lines().filter(explains).collect();
    let mut wrong = Vec::new();
    for difference in differences {
        let row = difference.row();
        match rows.iter().position(|line| line.starts_with(&row) && line.len() > row.len() + 10) {
            Some(at) => drop(rows.remove(at)),
            None => wrong.push(format!("crates/checker/AUTOBAHN.md does not explain: {row}")),
        }
    }
    wrong.extend(rows.iter().map(|row| format!("this is no difference any more: {row}")));
    wrong
}

/// The suite's report as the record's lines.
fn record(report: &Value) -> Result<String> {
    let said = |server: &str, case: &str| {
        let verdict = &report[server][case];
        let word = |key: &str| verdict[key].as_str().unwrap_or("MISSING").replace(' ', "-");
        format!("{}/{}", word("behavior"), word("behaviorClose"))
    };
    let cases = report[SERVERS[0]].as_object().context("the report names no case")?;
    let mut names: Vec<&String> = cases.keys().collect();
    names.sort_by_key(|name| {
        name.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>()
    });
    let mut text = format!(
        "# What the Autobahn test suite says of three echo servers: this repository's own,\n\
         # Python's {WEBSOCKETS} and npm's ws. `cargo xtask check --renew` writes this anew.\n\
         # case, then a verdict and that on the closing for: {}\n",
        SERVERS.join(" ")
    );
    for case in names {
        let said: Vec<String> = SERVERS.iter().map(|server| said(server, case)).collect();
        text.extend([case, " ", &said.join(" "), "\n"]);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "# head\n1.1.1 OK/OK OK/OK OK/OK\n3.2 OK/OK NON-STRICT/OK OK/WRONG-CODE\n";
    const PAIRS: &str = "framing.text-empty 1.1.1\nframing.rsv2 3.2\n";

    fn ours(first: &str, second: &str) -> BTreeMap<String, String> {
        let pairs = [("framing.text-empty", first), ("framing.rsv2", second)];
        pairs.map(|(case, verdict)| (case.to_owned(), verdict.to_owned())).into()
    }

    #[test]
    fn a_difference_has_to_be_explained_and_an_explanation_to_be_of_one() {
        let differences = compare("ws", &ours("passed", "passed"), RECORD, PAIRS).unwrap();
        let row = "| ws | framing.rsv2 | right | 3.2 | wrong |";
        assert_eq!(differences.iter().map(Difference::row).collect::<Vec<_>>(), [row]);
        let checked = ["ws".to_owned()];
        assert_eq!(judge(&differences, "", &checked).len(), 1);
        assert_eq!(judge(&differences, &format!("{row} |"), &checked).len(), 2, "no reason");
        let explained = format!("{row} because of the code it says |");
        assert!(judge(&differences, &explained, &checked).is_empty());
        assert_eq!(judge(&[], &explained, &checked).len(), 1, "no difference any more");
        assert!(judge(&[], &explained, &["other".to_owned()]).is_empty());
    }

    #[test]
    fn what_both_say_alike_is_no_difference() {
        assert!(compare("ws", &ours("passed", "failed"), RECORD, PAIRS).unwrap().is_empty());
        let lenient = compare("websockets", &ours("passed", "informational"), RECORD, PAIRS);
        assert!(lenient.unwrap().is_empty());
        assert!(compare("ws", &ours("passed", "not applicable"), RECORD, PAIRS).is_err());
    }
}
