//! The terminal's twin of the figures: `workbook explain`, `accept` and `handshake`.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::conversation::running;

/// The exit status, the output and the errors of a command with this input.
fn workbook(words: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn section_5_7_explained() {
    let (status, text, _) = workbook(&["explain", "818537fa213d7f9f4d5158"], "");
    assert_eq!(status, 0);
    assert!(text.contains("48 65 6c 6c 6f") && text.contains("“Hello”"), "{text}");
    assert!(text.contains("Legal: 1 frame from a client."), "{text}");
    // The same bytes from a server are masked where they may not be.
    let (status, text, _) = workbook(&["explain", "--from", "server", "-"], "81 85 37fa213d");
    assert_eq!(status, 1);
    assert!(text.contains("RFC 6455 §5.1") && text.contains("Close 1002"), "{text}");
    let (_, korean, _) = workbook(&["explain", "--language", "ko", "8900"], "");
    assert!(korean.contains("프레임"), "{korean}");
}

#[test]
fn what_is_explained_for_programs_is_json() {
    let words = ["explain", "--json", "--from", "server", "8105 48656c6c6f 0900"];
    let (status, text, _) = workbook(&words, "");
    assert_eq!(status, 1);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["frames"][0]["payload"], "48656c6c6f");
    assert_eq!(json["frames"][0]["fields"][4]["kind"], "Opcode");
    assert_eq!(json["delivered"][0]["text"], "Hello");
    let fault = &json["verdict"]["fault"];
    assert_eq!((&fault["rule"], &fault["at"]), (&"FragmentedControl".into(), &7.into()));
    assert_eq!((&fault["close_code"], &fault["frame"]), (&1002.into(), &1.into()));
}

#[test]
fn what_cannot_be_read_is_pointed_at() {
    let (status, text, error) = workbook(&["explain", "81 0g"], "");
    assert_eq!((status, text.as_str()), (2, ""));
    assert!(error.contains("character 5 ") && error.contains("\n  81 0g\n      ^\n"), "{error}");
    let (status, _, error) = workbook(&["explain"], "");
    assert!(status == 2 && error.contains("needs bytes"), "{error}");
}

#[test]
fn section_4_2_2_an_accept_value() {
    let (status, text, error) = workbook(&["accept", "dGhlIHNhbXBsZSBub25jZQ=="], "");
    assert_eq!((status, text.as_str(), error.as_str()), (0, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n", ""));
    let (status, text, error) = workbook(&["accept", "dG9v"], "");
    assert_eq!((status, text.as_str()), (1, ""));
    assert!(error.contains("3 bytes (RFC 6455 §4.2.1)"), "{error}");
}

#[test]
fn a_real_handshake_is_shown_from_both_sides() {
    let server = running(|_| {});
    let url = format!("ws://{}/ws/echo", server.address);
    let (status, text, error) = workbook(&["handshake", "--url", &url, "--protocol", "chat"], "");
    assert_eq!((status, error.as_str()), (0, ""));
    assert!(text.contains("  GET /ws/echo HTTP/1.1\n"), "{text}");
    assert!(text.contains("  HTTP/1.1 101 Switching Protocols\n"), "{text}");
    let asked = text.split_once("its key asks for ").unwrap().1.split(' ').next().unwrap();
    assert!(text.contains(&format!("  Sec-WebSocket-Accept: {asked}\n")), "{text}");
    let verdict = "=> legal: the accept value answers the key; messages may be compressed\n";
    assert!(text.ends_with(verdict), "{text}");

    let foreign = ["handshake", "--url", &url, "--origin", "https://evil.example"];
    let (status, text, _) = workbook(&foreign, "");
    assert_eq!(status, 1);
    assert!(text.contains("HTTP/1.1 403 Forbidden") && text.contains("Status(403)"), "{text}");

    let (status, _, error) = workbook(&["handshake", "--url", "ws://127.0.0.1:1/"], "");
    assert!(status == 1 && error.contains("127.0.0.1:1 does not take the connection"), "{error}");
    let (status, _, error) = workbook(&["handshake", "--url", "wss://127.0.0.1/"], "");
    assert!(status == 2 && error.contains("needs TLS"), "{error}");
}
