//! Scripts in packetdrill's language, run as `cargo xtask packetdrill` runs them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Scripts that stand in the folder; one that is lost must not go unnoticed.
const SCRIPTS: usize = 49;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts")
}

fn run(files: &[PathBuf]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_differential"));
    let output = command.arg("packetdrill").args(files).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, text)
}

#[test]
fn the_world_does_what_every_script_says() {
    let entries = std::fs::read_dir(folder()).expect("the scripts are there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pkt"));
    files.sort();
    let (output, text) = run(&files);
    let others: Vec<&str> = text.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(output.status.success(), "{}", others.join("\n"));
    assert_eq!(files.len(), SCRIPTS);
}

/// Runs a text as a script and compares what is said of it, without the name of the file.
fn check(name: &str, script: &[u8], expected: &str) {
    let file = std::env::temp_dir().join(format!("packetdrill-{}-{name}.pkt", std::process::id()));
    std::fs::write(&file, script).expect("a script can be written");
    let (output, text) = run(std::slice::from_ref(&file));
    std::fs::remove_file(&file).expect("it can be removed");
    let seen = text.lines().next().unwrap_or_default();
    let seen = seen.replace(file.to_str().expect("a name in UTF-8"), "FILE");
    assert_eq!(seen, expected, "for the script `{name}`");
    assert_eq!(output.status.success(), expected.starts_with("ok "), "for `{name}`");
}

const LISTENER: &str = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n\
    +0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n+0 < S 0:0(0) win 65535 <mss 1000>\n";

#[test]
fn what_differs_is_told_with_its_line() {
    let script = |rest: &str| format!("{LISTENER}{rest}");
    let flags = script("+0 > S. 0:0(0) ack 1 <mss 1461>");
    check(
        "options",
        flags.as_bytes(),
        "FAILED FILE:5: expected > S. 0:0(0) ack 1 <mss 1461>, \
         seen S. 0:0(0) ack 1 win 64240 <mss 1460> (other options)",
    );
    let late = script("+.2 > S. 0:0(0) ack 1 <...>");
    check(
        "late",
        late.as_bytes(),
        "FAILED FILE:5: expected > S. 0:0(0) ack 1 <...> at 0.200050 s, seen 0.000040 s",
    );
    let missing = script("+0 > S. 0:0(0) ack 1 <...>\n+0 > S. 0:0(0) ack 1 <...>");
    check(
        "missing",
        missing.as_bytes(),
        "FAILED FILE:6: expected > S. 0:0(0) ack 1 <...>, seen nothing by 0.004060 s",
    );
    check("result", b"0 close(3) = 0", "FAILED FILE:1: expected close() = 0, seen -1 EBADF");
    let endless = script("+0 > S. 0:0(0) ack 1 <...>\n+0 accept(3, ..., ...) = 4");
    check("endless", endless.as_bytes(), "FAILED FILE:6: accept() does not come back");
    let early = script("+0 > S. 0:0(0) ack 1 <...>\n+0...0.5 accept(3, ..., ...) = 4");
    check("early", early.as_bytes(), "FAILED FILE:6: accept() did not come back by 0.500060 s");
}

#[test]
fn what_the_world_cannot_do_is_never_ok() {
    for (name, script, expected) in [
        ("sack", "0 < . 1:1(0) ack 1 win 9 <sack 2:3>", "blocks of selective acknowledgement"),
        ("shell", "`reboot`\n0 close(1) = 0", "the shell's `reboot`"),
        ("sysctl", "`sysctl -q net.ipv4.tcp_ecn=1`\n0 close(1) = 0", "`net.ipv4.tcp_ecn=1`: no"),
        ("call", "0 mmap(3) = 0", "the call mmap()"),
        ("option", "--so_filename=x.so\n0 close(1) = 0", "the option `--so_filename=x.so`"),
        ("code", "0 socket(..., SOCK_STREAM, 6) = 3\n+0 %{ x() }%", "the Python `x()`"),
    ] {
        let file = std::env::temp_dir().join(format!("cannot-{}-{name}.pkt", std::process::id()));
        std::fs::write(&file, script).expect("a script can be written");
        let (output, text) = run(std::slice::from_ref(&file));
        std::fs::remove_file(&file).expect("it can be removed");
        assert!(text.starts_with("cannot run ") && text.contains(expected), "{name}: {text}");
        assert!(text.contains("0 ok, 0 failed, 1 that the world cannot run"), "{text}");
        assert!(!output.status.success(), "{name}");
    }
}

#[test]
fn what_is_no_script_is_told_with_its_line() {
    for (name, script, expected) in [
        ("empty", &b""[..], "cannot read FILE:1: nothing happens in this script"),
        ("garbage", b"\n\xff\xfe", "cannot read FILE:2: this is no text in UTF-8"),
        ("words", b"hello", "cannot read FILE:1: expected a time in seconds, found `hello`"),
        (
            "cut",
            b"0 < S 0:0(0) win",
            "cannot read FILE:1: expected a window, found the end of the file",
        ),
        (
            "sum",
            b"0 < . 1:9(1) ack 1 win 1",
            "cannot read FILE:1: 1 bytes from 1 on do not end at 9",
        ),
        (
            "span",
            b"0~1 close(3) = 0",
            "cannot read FILE:1: only a packet that the kernel sends may \
            come whenever or within a span",
        ),
        (
            "far",
            b"999999999 close(3) = 0",
            "cannot read FILE:1: a time must be from 0 seconds to a day",
        ),
        (
            "window",
            b"0 < . 1:1(0) ack 1",
            "cannot read FILE:1: a packet for the kernel must say its \
            window: `win`",
        ),
    ] {
        check(name, script, expected);
    }
    let deep = format!("0 f({}", "[".repeat(10_000));
    check("deep", deep.as_bytes(), "cannot read FILE:1: expressions stand too deep in each other");
    let huge = vec![b' '; 2 << 20];
    check("huge", &huge, "cannot read FILE:1: 2097152 bytes are too many for a script");
    check(
        "none",
        b"0",
        "cannot read FILE:1: expected a packet, a call, a command or code, found \
        the end of the file",
    );
}

#[test]
fn no_part_of_a_script_panics() {
    let whole = std::fs::read(folder().join("undo-timestamps.pkt")).expect("it is there");
    let mut files = Vec::new();
    for cut in (0..whole.len()).step_by(7) {
        let file = std::env::temp_dir().join(format!("cut-{}-{cut}.pkt", std::process::id()));
        std::fs::write(&file, &whole[..cut]).expect("a script can be written");
        files.push(file);
    }
    let (output, text) = run(&files);
    for file in &files {
        std::fs::remove_file(file).expect("it can be removed");
    }
    // One line a script, and the sum.
    assert_eq!(
        text.lines().count(),
        files.len() + 1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
