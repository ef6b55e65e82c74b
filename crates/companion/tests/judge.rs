//! The judge of exercises against programs and folders that are not as they should be: each gets a
//! verdict or a sentence, and nothing hangs or stays behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

/// No program may cost more.
const LONGEST: Duration = Duration::from_secs(20);

const SETTINGS: &str = r#"
title = { en = "Echo", ko = "되돌려 보내기" }
kind = "program"
section = "life.md#accept"
[[check]]
name = "one"
says = { en = "Echoes", ko = "되돌려 보냄" }
why = { en = "It did not echo.", ko = "되돌려 보내지 않았습니다." }
"#;

const CHECKS: &str = "\
program server.py
until 3s
check one
world link delay 300ms
peer client
connect 8080 within 300ms
send \"Hi\\n\"
expect \"Hi\\n\" within 500ms
program lives
";

/// A server that is right, with something behind its first line.
fn server(more: &str) -> String {
    format!(
        "import os, socket, sys, time\n{more}\n\
         listener = socket.create_server((\"127.0.0.1\", 8080))\n\
         while True:\n    connection, _ = listener.accept()\n\
         \x20   connection.sendall(connection.recv(100))\n    connection.close()\n"
    )
}

/// An exercise's folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, settings: &str, checks: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("workbook-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("exercise.toml"), settings).unwrap();
        fs::write(folder.join("checks.txt"), checks).unwrap();
        Self(folder)
    }

    fn judge(&self, program: &[u8], flags: &[&str]) -> (Option<i32>, String) {
        fs::write(self.0.join("server.py"), program).unwrap();
        told(&self.0, flags)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What `workbook exercise` says about a folder, and its status.
fn told(folder: &Path, flags: &[&str]) -> (Option<i32>, String) {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    let Output { status, stdout, stderr } =
        command.arg("exercise").arg(folder).args(flags).output().unwrap();
    let said = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    assert!(begun.elapsed() < LONGEST, "{said}");
    (status.code(), said.into_owned())
}

/// The judge's reason for a program.
#[track_caller]
fn check(name: &str, program: &str, reason: &str) {
    let folder = Folder::new(name, SETTINGS, CHECKS);
    let (status, said) = folder.judge(program.as_bytes(), &["--json"]);
    let found = said.lines().find_map(|line| line.trim().strip_prefix("\"reason\": \""));
    let found = found.map_or("passed", |rest| rest.split('"').next().unwrap());
    assert_eq!(found, reason, "{said}");
    assert_eq!(status, Some(i32::from(reason != "passed")), "{said}");
}

#[test]
fn programs_of_all_kinds_get_a_verdict() {
    check("right", &server(""), "passed");
    check("ends", "print('never mind')", "exited");
    check("sleeps", "import time; time.sleep(1000)", "refused");
    check("syntax", "def serve(:\n", "died");
    check("floods", "while True: print('x' * 10000)", "died");
    check("computes", &server("while True: pass"), "loop");
    check("deaf", &server("sys.stdin.close(); os.close(0)"), "passed");
    check("mute", &server("os.close(1); os.close(2)"), "passed");
    let silent =
        server("").replace("connection.recv(100)", "b''").replace("\n    connection.close()", "");
    check("silent", &silent, "nothing");
}

#[test]
fn what_a_program_starts_ends_with_it() {
    let mark = std::env::temp_dir().join(format!("workbook-{}-mark", std::process::id()));
    let forks = format!(
        "if os.fork() == 0:\n    time.sleep(3)\n    open({:?}, 'w').close()\n    os._exit(0)",
        mark.display().to_string()
    );
    check("forks", &server(&forks), "passed");
    thread::sleep(Duration::from_secs(4));
    assert!(!mark.exists(), "a child went on");
}

#[test]
fn folders_that_are_wrong_get_a_sentence() {
    let sentence = |settings: &str, checks: &str, expected: &str| {
        let folder = Folder::new("wrong", settings, checks);
        let (status, said) = folder.judge(b"", &[]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    sentence("title = ", CHECKS, "exercise.toml is not TOML");
    sentence("kind = \"program\"", CHECKS, "it needs `section = \"...\"`");
    sentence("kind = \"figure\"", CHECKS, "this exercise is a figure");
    sentence(SETTINGS, "program server.py\ncheck one\npear client\n", "checks.txt, line 3");
    sentence(SETTINGS, &CHECKS.replace("check one", "check two"), "its [[check]] are one");
    let gone = CHECKS.replace("until 3s", "main gone.py");
    sentence(SETTINGS, &gone, "`main gone.py` is neither in this folder");
    let (status, said) = told(Path::new("no-such-exercise"), &[]);
    assert!(status == Some(1) && said.contains("there is no folder no-such-exercise"), "{said}");

    let folder = Folder::new("binary", SETTINGS, CHECKS);
    let (_, said) = folder.judge(b"\xff\xfe", &[]);
    assert!(said.contains("is no UTF-8: byte 0"), "{said}");
    let (_, said) = told(&folder.0, &["/gone/server.py"]);
    assert!(said.contains("/gone/server.py cannot be read"), "{said}");
}

#[test]
fn a_verdict_is_told_in_both_languages() {
    let folder = Folder::new("told", SETTINGS, CHECKS);
    let program = server("").replace("connection.recv(100)", "b'Ho'");
    let (status, said) = folder.judge(program.as_bytes(), &[]);
    assert_eq!(status, Some(1));
    for part in [
        "FAILED  one          Echoes",
        "byte 1 is the first that differs",
        "It did not echo.",
        "client  expect \"Hi\\n\" within 500ms  failed",
        "0  48 69 0a                                         Hi.",
        "0  48 6f                                            Ho",
        "   ^^",
        "Read life.md#accept",
        "0 of 1 checks passed.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let (_, said) = folder.judge(program.as_bytes(), &["--language", "ko"]);
    assert!(said.contains("처음으로 다른 바이트의 위치는 1입니다."), "{said}");
    assert!(said.contains("검사 1개 가운데 0개 통과."), "{said}");
    // What was not judged is said where it would have been.
    let (_, said) = folder.judge(server("").as_bytes(), &[]);
    assert!(said.contains("only its simulated world can: world link delay 300ms."), "{said}");
}
