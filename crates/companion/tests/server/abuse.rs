//! Opening handshakes that no client should send, each with its one right answer.

use std::{thread, time::Duration};

use crate::conversation::{Stream, handshake, limited, running};

/// The status of the answer to these bytes, and that the connection ends behind it.
fn status(stream: &mut Stream, request: &str) -> String {
    // A refusal may come, and the stream end, before all of a long request is written.
    stream.try_send(request.as_bytes());
    let head = stream.head();
    assert!(head.contains("\r\nConnection: close"), "{head}");
    stream.rest();
    head.split(' ').nth(1).unwrap().to_owned()
}

#[track_caller]
fn answered(from: &str, to: &str, expected: &str) {
    let request = handshake("/ws/echo", "").replacen(from, to, 1);
    assert!(from.is_empty() || request.contains(to), "nothing was changed");
    let server = running(|_| {});
    assert_eq!(status(&mut server.connect(), &request), expected, "{from} -> {to}");
}

#[test]
fn section_4_2_1_what_a_request_must_be() {
    answered("GET", "POST", "405");
    answered("HTTP/1.1", "HTTP/1.0", "400");
    answered("HTTP/1.1", "HTTP/2.0", "505");
    answered("Host: localhost\r\n", "", "400");
    answered("Host: localhost", "Host: a\r\nHost: b", "400");
    answered("Upgrade: websocket\r\n", "", "426");
    answered("Connection: Upgrade", "Connection: close", "400");
    answered("Version: 13", "Version: 8", "426");
}

#[test]
fn section_4_2_1_a_key_is_one_and_has_16_bytes() {
    answered("dGhlIHNhbXBsZSBub25jZQ==", "AAAAAAAAAAA=", "400");
    answered("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", "400");
    let twice = "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    answered("Upgrade: websocket", twice, "400");
}

#[test]
fn rfc_9112_what_is_no_head() {
    answered("Host: localhost", "Host : localhost", "400");
    answered("Host: localhost", "Host: local\0host", "400");
    answered("Host: localhost\r\n", "Host: localhost\n", "400");
    answered("Upgrade: websocket", "Upgrade: websocket\r\n folded", "400");
    answered("GET", "G\u{c9}T", "400");
}

#[test]
fn rfc_9110_a_body_is_no_frames() {
    answered("Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 5", "400");
    answered("Upgrade: websocket", "Upgrade: websocket\r\nTransfer-Encoding: chunked", "400");
}

#[test]
fn section_10_4_two_thousand_fields_or_a_megabyte_are_too_much() {
    let many = "X-A: b\r\n".repeat(2000);
    answered("Upgrade: websocket", &format!("{many}Upgrade: websocket"), "431");
    let long = "x".repeat(1 << 20);
    answered("Upgrade: websocket", &format!("X-Long: {long}\r\nUpgrade: websocket"), "431");
    answered("/ws/echo", &format!("/ws/echo?{long}"), "414");
}

#[test]
fn section_10_4_one_byte_at_a_time_is_too_slow() {
    let server = limited(|limits| limits.head_time_max = Duration::from_millis(300));
    let mut stream = server.connect();
    let mut writer = Stream(stream.0.try_clone().unwrap());
    let writing = thread::spawn(move || {
        for byte in handshake("/ws/echo", "").bytes() {
            if !writer.try_send(&[byte]) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
    });
    let head = stream.head();
    assert!(head.starts_with("HTTP/1.1 408 "), "{head}");
    stream.rest();
    writing.join().unwrap();
}

#[test]
fn section_10_2_only_pages_of_this_machine_connect() {
    let server = running(|settings| settings.origins = vec!["https://book.example".into()]);
    for (origin, expected) in [
        ("http://localhost:3000", "101"),
        ("http://127.0.0.1:8080", "101"),
        ("http://[::1]:8080", "101"),
        ("https://book.example", "101"),
        ("https://evil.example", "403"),
        ("http://localhost.evil.example", "403"),
        ("null", "403"),
        // A name of someone else's that points here: the page and the Host agree, and are foreign.
        ("http://rebound.example", "403"),
    ] {
        let mut stream = server.connect();
        let request = handshake("/ws/echo", &format!("Origin: {origin}\r\n"));
        stream.send(request.replacen("localhost", "rebound.example", 1).as_bytes());
        let head = stream.head();
        assert!(head.starts_with(&format!("HTTP/1.1 {expected} ")), "{origin}: {head}");
    }
}

#[test]
fn section_10_2_bound_to_every_address_the_same_origin_connects() {
    let server = running(|settings| settings.address = ([0, 0, 0, 0], 0).into());
    for (origin, expected) in [("http://teacher.local:3000", "101"), ("http://other.local", "403")]
    {
        let mut stream = server.connect();
        let request = handshake("/ws/echo", &format!("Origin: {origin}\r\n"));
        stream.send(request.replacen("localhost", "teacher.local:3000", 1).as_bytes());
        let head = stream.head();
        assert!(head.starts_with(&format!("HTTP/1.1 {expected} ")), "{origin}: {head}");
    }
}

#[test]
fn rfc_7692_section_7_1_bad_window_bits_are_declined() {
    let server = running(|_| {});
    for (offer, answer) in [
        ("permessage-deflate; server_max_window_bits=8", None),
        ("permessage-deflate; server_max_window_bits=16", None),
        ("permessage-deflate; client_max_window_bits=7", None),
        ("permessage-deflate; server_max_window_bits=09", None),
        ("permessage-deflate; server_max_window_bits=9", Some("server_max_window_bits=9\r\n")),
    ] {
        let mut stream = server.connect();
        let line = format!("Sec-WebSocket-Extensions: {offer}\r\n");
        stream.send(handshake("/ws/echo", &line).as_bytes());
        let head = stream.head();
        assert!(head.starts_with("HTTP/1.1 101 "), "{offer}: {head}");
        let extensions = head.split_once("Sec-WebSocket-Extensions: ");
        match answer {
            Some(answer) => assert!(extensions.unwrap().1.contains(answer), "{offer}: {head}"),
            None => assert_eq!(extensions, None, "{offer}"),
        }
    }
}
