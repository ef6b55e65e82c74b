//! `workbook check`: our own server, servers with one flaw, servers that mean no good, clients.

mod clients;
#[path = "../../../checker/tests/websocket/endpoint.rs"]
mod endpoint;
mod flawed;
mod hostile;
#[path = "../../../checker/tests/websocket/opening.rs"]
mod opening;

use std::{
    io::Read as _,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::conversation::running;

/// Longer than any run of these takes: a run that hangs fails its test.
const RUN_TIME_MAX: Duration = Duration::from_mins(1);

/// What a run came to.
struct Checked {
    status: i32,
    out: String,
    errors: String,
    took: Duration,
}

fn start(words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.arg("check").args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits for the end of a run, however much it says.
fn finish(mut child: Child) -> Checked {
    let begun = Instant::now();
    let (mut out, mut errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).map(|_| text).unwrap()
    });
    let errors = thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).map(|_| text).unwrap()
    });
    while begun.elapsed() < RUN_TIME_MAX {
        if let Some(status) = child.try_wait().unwrap() {
            let (out, errors) = (out.join().unwrap(), errors.join().unwrap());
            return Checked { status: status.code().unwrap(), out, errors, took: begun.elapsed() };
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    panic!("the run hangs");
}

fn check(words: &[&str]) -> Checked {
    finish(start(words))
}

/// The cases of a run that ended so.
fn named(json: &str, verdict: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).unwrap();
    let cases = json["cases"].as_array().unwrap().iter();
    let fitting = cases.filter(|case| case["verdict"] == verdict);
    fitting.map(|case| case["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn our_own_server_passes_every_case_of_every_level_in_time() {
    let server = running(|_| {});
    let url = format!("ws://{}/ws/echo", server.address);
    let checked = check(&[&url, "--level", "strict", "--json", "--patience", "6000"]);
    assert_eq!(checked.status, 0, "{}", checked.out);
    let json: Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(json["counts"]["failed"], 0);
    assert_eq!(json["counts"]["not applicable"], 0);
    assert!(json["counts"]["passed"].as_u64().unwrap() > 240, "{}", json["counts"]);
    assert!(json["seconds"].as_f64().unwrap() < 10.0, "{}", json["seconds"]);
}

#[test]
fn a_server_without_an_echo_is_asked_what_can_be_asked() {
    let server = running(|_| {});
    let url = format!("ws://{}/ws/ticker?every=50", server.address);
    let checked = check(&[&url, "--level", "beginner"]);
    assert_eq!(checked.status, 0, "{}", checked.out);
    assert!(checked.out.contains("does not send every message back"), "{}", checked.out);
    assert!(checked.out.contains("not applicable"), "{}", checked.out);
    assert!(checked.out.contains("--level complete"), "{}", checked.out);
}

#[test]
fn what_is_printed_follows_the_reader() {
    let server = running(|_| {});
    let url = format!("ws://{}/ws/echo", server.address);
    let list = check(&["--list", "--only", "utf8.*"]);
    assert_eq!(list.status, 0);
    assert!(list.out.lines().all(|line| line.starts_with("utf8.")) && list.out.len() > 500);
    let korean = check(&[&url, "--only", "utf8.korean", "--language", "ko", "--verbose"]);
    assert!(korean.out.contains("통과 1"), "{}", korean.out);
    let xml = check(&[&url, "--only", "framing.text*", "--junit"]);
    assert!(
        xml.out.contains("<testsuite name=\"framing\" tests=\"3\" failures=\"0\""),
        "{}",
        xml.out
    );
    let whole = check(&[&url, "--only", "framing.text"]);
    assert!(whole.out.contains("1 passed") && !whole.out.contains('\u{1b}'), "{}", whole.out);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let none = check(&["ws://127.0.0.1:1/"]);
    assert_eq!(none.status, 1);
    assert!(none.errors.contains("127.0.0.1:1 is not reached"), "{}", none.errors);
    let tls = check(&["wss://127.0.0.1/"]);
    assert!(tls.status == 2 && tls.errors.contains("needs TLS"), "{}", tls.errors);
    let unknown = check(&["ws://127.0.0.1:1/", "--only", "nonsense"]);
    assert!(unknown.status == 2 && unknown.errors.contains("no case's name fits"));
    let server = running(|_| {});
    let elsewhere = check(&[&format!("ws://{}/ws/nothing", server.address)]);
    assert_eq!(elsewhere.status, 1);
    assert!(elsewhere.errors.contains("refused with status 404"), "{}", elsewhere.errors);
}
