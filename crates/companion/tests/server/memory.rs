//! What all connections hold together is bounded, and who needs more harms nobody else.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

use crate::conversation::{Running, Stream, eventually, frame, limited, running};

const DEFLATE: &str = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

/// A message of this length without its last byte.
fn unfinished(len: usize) -> Vec<u8> {
    let mut bytes = frame(0x82, &vec![7; len]);
    bytes.pop();
    bytes
}

#[track_caller]
fn is_told_to_try_later(stream: &mut Stream) {
    let (first, payload) = stream.frame();
    let words = [&1013_u16.to_be_bytes()[..], b"no memory is left here"].concat();
    assert_eq!((first, payload), (0x88, words));
    assert_eq!(stream.rest(), b"");
}

/// A server with room for so many bytes of messages.
fn with_room_for(len: usize) -> Running {
    limited(move |limits| {
        limits.connections_max = 32;
        limits.memory_len_max = len + 32 * 2 * limits.head_len_max;
    })
}

#[test]
fn section_7_4_1_unfinished_messages_beyond_the_budget_are_told_1013() {
    // A message of one megabyte may take two while it grows.
    let server = with_room_for(9 << 20);
    let mut held: Vec<_> = (0..4).map(|_| server.open("/ws/echo")).collect();
    for stream in &mut held {
        stream.send(&[frame(0x02, &vec![7; 1 << 20]), frame(0x89, b"")].concat());
        // The ping is answered, so what stands before it is held.
        assert_eq!(stream.frame(), (0x8a, vec![]));
    }
    let mut more: Vec<_> = (0..12).map(|_| server.open("/ws/echo")).collect();
    for stream in &mut more {
        stream.try_send(&unfinished(1 << 20));
    }
    let mut refused = None;
    eventually("the budget is spent", || {
        refused = more.iter_mut().position(|stream| stream.has_bytes(Duration::from_millis(1)));
        refused.is_some()
    });
    is_told_to_try_later(&mut more[refused.unwrap()]);
    // Small messages and pages go on, for everyone has that much to themselves.
    let mut small = server.open("/ws/echo");
    small.send(&frame(0x81, b"hello"));
    assert_eq!(small.text(), "hello");
    server.has_a_place_again();
    // So do those who were there first.
    for stream in &mut held {
        stream.send(&frame(0x80, b""));
        assert_eq!(stream.frame(), (0x82, vec![7; 1 << 20]));
    }
    // And what is given back is there for the next.
    drop(more);
    eventually("memory is free again", || {
        let mut next = server.open("/ws/echo");
        next.try_send(&frame(0x82, &vec![7; 2 << 20])) && next.frame().0 == 0x82
    });
}

#[test]
fn what_compresses_counts_too() {
    let server = with_room_for(1 << 20);
    let text = frame(0x81, &b"x".repeat(100));
    let mut streams: Vec<_> = (0..8).map(|_| server.open_with("/ws/echo", DEFLATE)).collect();
    let answers = streams.iter_mut().map(|stream| {
        stream.send(&text);
        assert_eq!(stream.frame().0, 0xc1);
        stream.try_send(&text);
        stream.frame().0
    });
    let answers: Vec<_> = answers.collect();
    // Compressed texts for the first, a close frame for the last.
    assert_eq!((answers[0], answers[7]), (0xc1, 0x88), "{answers:02x?}");
}

/// Twenty unfinished messages of 15 MiB each, and the most memory that the program ever had.
#[cfg(target_os = "linux")]
#[test]
fn twenty_long_messages_do_not_take_three_hundred_megabytes() {
    const MEBIBYTE: usize = 1 << 20;
    let site = running(|_| {});
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.args(["serve", "--port", "0", "--memory-len-max", "67108864"]).arg(&site.site);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let address = address.parse().unwrap();
    let message = unfinished(15 * MEBIBYTE);
    let mut hogs: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = Stream::to(address);
            stream.send(crate::conversation::handshake("/ws/echo", "").as_bytes());
            assert!(stream.head().starts_with("HTTP/1.1 101 "));
            stream.try_send(&message);
            stream
        })
        .collect();
    for hog in &mut hogs {
        hog.try_send(&[7]);
        // An echo, a close frame, or the end of a stream that still sent.
        let _answer = hog.has_bytes(crate::conversation::PATIENCE);
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: usize = peak.trim().trim_end_matches(" kB").parse().unwrap();
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(
        log.contains("is closed with 1013, for all memory is taken (--memory-len-max)."),
        "{log}"
    );
    // The budget, one message a thread on its way in or out, and the program itself.
    assert!(peak < 160 * 1024, "{peak} kB at the most");
}
