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
    for byte in handshake("/ws/echo", "").bytes() {
        // The answer comes though the head never ends.
        if stream.has_bytes(Duration::from_millis(20)) || !stream.try_send(&[byte]) {
            break;
        }
    }
    let head = stream.head();
    assert!(head.starts_with("HTTP/1.1 408 "), "{head}");
    stream.rest();
}

#[test]
fn rfc_9112_section_3_2_a_target_has_a_form_and_a_host_is_one() {
    answered("/ws/echo", "ws/echo", "400");
    answered("GET /ws/echo", "GET *", "400");
    answered("/ws/echo", "ws://localhost/ws/echo", "421");
    answered("/ws/echo", "http://evil.example/ws/echo", "421");
    answered("Host: localhost", "Host: a b/", "400");
    answered("Host: localhost", "Host: evil.example@localhost", "400");
    answered("Host: localhost", "Host:", "421");
    answered("GET /ws/echo", "CONNECT localhost:1", "405");
    answered("GET /ws/echo", "OPTIONS *", "405");
}

#[test]
fn what_is_no_request_is_told_why() {
    let server = running(|_| {});
    let mut stream = server.connect();
    stream.send(b"GET index.html HTTP/1.1\r\n");
    let answer = String::from_utf8(stream.rest()).unwrap();
    let words = "\r\n\r\nThis is no request: it breaks RFC 9112 §3.2 at byte 4 (Target).\n";
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n") && answer.ends_with(words),
        "{answer}"
    );
}

#[test]
fn bodies_and_nonsense_are_bounded_and_answered() {
    let get = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    let body = "5\r\nhello\r\n0\r\n\r\n";
    for (request, expected) in [
        (format!("{get}Transfer-Encoding: chunked\r\n\r\n{body}"), "413"),
        (format!("{get}Content-Length: 5\r\n\r\nhello"), "413"),
        (format!("{get}Content-Length: 99999999999999999999\r\n\r\nhello"), "413"),
        (format!("{get}Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello"), "413"),
        (format!("{get}Content-Length: +0\r\n\r\n"), "413"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "505"),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0".to_owned(), "400"),
        ("\r\n".repeat(1 << 16), "400"),
        ("x".repeat(1 << 20), "414"),
        (format!("{get}{}", "X: y\r\n".repeat(1 << 16)), "431"),
    ] {
        let server = running(|_| {});
        let seen = status(&mut server.connect(), &request);
        assert_eq!(seen, expected, "{:?}", &request[..request.len().min(60)]);
    }
}

#[test]
fn ten_thousand_requests_at_once_are_answered_one_after_the_other() {
    let server = running(|_| {});
    let mut stream = server.connect();
    let one = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut writer = Stream(stream.0.try_clone().unwrap());
    let writing = thread::spawn(move || writer.send(one.repeat(10_000).as_bytes()));
    for _ in 0..10_000 {
        assert!(stream.head().starts_with("HTTP/1.1 200 "));
    }
    writing.join().unwrap();
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
