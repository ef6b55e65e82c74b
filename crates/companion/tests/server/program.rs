//! The program itself: `workbook serve` as a person starts and ends it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use crate::conversation::{PATIENCE, Stream, frame, handshake, running};

fn workbook() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(mut command: Command) -> (i32, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn connect(address: &str) -> Stream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    Stream(stream)
}

/// Where the program says that it listens.
fn address(child: &mut Child) -> String {
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap());
    lines.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    address.unwrap_or_else(|| panic!("{line}")).to_owned()
}

#[cfg(unix)]
#[test]
fn a_signal_closes_every_connection_with_1001_and_ends_well() {
    let site = running(|_| {});
    for signal in ["-TERM", "-INT"] {
        let mut command = workbook();
        let mut child = command.args(["serve", "--port", "0"]).arg(&site.site).spawn().unwrap();
        let mut stream = connect(&address(&mut child));
        stream.send(handshake("/ws/echo", "").as_bytes());
        assert!(stream.head().starts_with("HTTP/1.1 101 "));
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let (first, payload) = stream.frame();
        assert_eq!((first, &payload[..2]), (0x88, &[0x03, 0xe9][..]));
        stream.send(&frame(0x88, &[0x03, 0xe9]));
        assert_eq!(stream.rest(), b"");
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn while_developing_pages_hear_of_builds() {
    let site = running(|_| {});
    let mut command = workbook();
    command.args(["serve", "--development", "--port", "0"]).arg(&site.site);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let address = address(&mut child);

    let mut page = connect(&address);
    page.send(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n",
    );
    let text = String::from_utf8(page.rest()).unwrap();
    assert!(text.contains("Cache-Control: no-store"), "{text}");
    assert!(text.ends_with("<body>root<script src=\"/__dev.js\"></script></body>"), "{text}");

    let mut news = BufReader::new({
        let mut stream = connect(&address);
        stream.send(b"GET /__reload HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream.0
    });
    let mut next = |wanted: &str| {
        let mut line = String::new();
        while line.trim_end() != wanted {
            line.clear();
            assert!(news.read_line(&mut line).unwrap() > 0, "the news ended before {wanted}");
        }
    };
    let input = child.stdin.as_mut().unwrap();
    next("retry: 500");
    input.write_all(b"failed 14\nno such figure").unwrap();
    next("event: failed");
    next("data: no such figure");
    input.write_all(b"built\n").unwrap();
    next("event: built");

    let mut worker = connect(&address);
    worker.send(b"GET /sw.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(worker.head().starts_with("HTTP/1.1 404 "));

    // Who builds is gone: so is the server.
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "");
}

#[test]
fn what_cannot_be_served_is_one_clear_message() {
    let mut command = workbook();
    command.args(["serve", "/nowhere"]);
    let (status, text) = output(command);
    assert_eq!(status, 1);
    assert!(text.starts_with("error: /nowhere holds no built site: run `cargo xtask build`"));

    let server = running(|_| {});
    let port = server.address.port().to_string();
    let mut command = workbook();
    command.args(["serve", "--port", &port]).arg(&server.site);
    let (status, text) = output(command);
    assert_eq!(status, 1);
    let taken = format!("error: 127.0.0.1:{port} is taken by another program");
    assert!(text.starts_with(&taken) && text.contains("--port"), "{text}");

    let mut command = workbook();
    command.args(["serve", "--bind", "0.0.0.0", "--port", "0"]).arg(&server.site);
    let (status, text) = output(command);
    assert_eq!(status, 1);
    let open = "error: 0.0.0.0:0 can be reached from other machines";
    assert!(text.starts_with(open) && text.contains("--name book.example"), "{text}");

    let mut command = workbook();
    command.args(["serve", "--connections-max", "10000"]).arg(&server.site);
    let (status, text) = output(command);
    assert_eq!(status, 1);
    let words = "error: --memory-len-max 268435456 leaves nothing for messages: each of 10000 ";
    assert!(text.starts_with(words), "{text}");

    let mut command = workbook();
    command.arg("sevre");
    let (status, text) = output(command);
    assert_eq!(status, 2);
    assert!(text.starts_with("error: `sevre` is not a command"), "{text}");
}
