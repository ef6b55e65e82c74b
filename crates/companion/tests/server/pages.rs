//! The built site over HTTP.

use std::{fs, io::Read as _};

use crate::conversation::{Running, running};

/// The head and the body of an answer.
fn ask(server: &Running, line: &str, fields: &str) -> (String, Vec<u8>) {
    let mut stream = server.connect();
    let request =
        format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{fields}\r\n");
    stream.send(request.as_bytes());
    (stream.head(), stream.rest())
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn pages_are_asked_for_again_and_hashed_assets_never() {
    let server = running(|_| {});
    let (head, body) = ask(&server, "GET /", "");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(body, b"<body>root</body>");
    assert_eq!(field(&head, "Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(field(&head, "Cache-Control"), Some("no-cache"));
    assert!(field(&head, "Date").unwrap().ends_with(" GMT"), "{head}");

    let tag = field(&head, "ETag").unwrap();
    let (head, body) = ask(&server, "GET /", &format!("If-None-Match: {tag}\r\n"));
    assert!(head.starts_with("HTTP/1.1 304 "), "{head}");
    assert_eq!((field(&head, "ETag"), &body[..]), (Some(tag), &b""[..]));
    fs::write(server.site.join("index.html"), "<body>another</body>").unwrap();
    let (head, body) = ask(&server, "GET /", &format!("If-None-Match: {tag}\r\n"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(body, b"<body>another</body>");

    let (head, _) = ask(&server, "GET /assets/page-0f1e2d3c.css", "");
    let forever = "public, max-age=31536000, immutable";
    assert_eq!(field(&head, "Cache-Control"), Some(forever));
}

#[test]
fn what_is_long_comes_compressed_to_those_who_take_it() {
    let server = running(|_| {});
    let target = "GET /assets/page-0f1e2d3c.css";
    let (plain_head, plain) = ask(&server, target, "");
    assert_eq!(plain.len(), 17_000);
    assert_eq!(field(&plain_head, "Content-Encoding"), None);
    let (head, gzip) = ask(&server, target, "Accept-Encoding: br, gzip\r\n");
    assert_eq!(field(&head, "Content-Encoding"), Some("gzip"));
    assert_eq!(field(&head, "Content-Length"), Some(gzip.len().to_string().as_str()));
    assert_eq!(field(&head, "Vary"), Some("Accept-Encoding"));
    assert_eq!(field(&plain_head, "Vary"), Some("Accept-Encoding"));
    assert_ne!(field(&head, "ETag"), field(&plain_head, "ETag"));
    let mut inflated = Vec::new();
    flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut inflated).unwrap();
    assert_eq!(inflated, plain);
}

#[test]
fn a_head_is_the_answer_without_its_body() {
    let server = running(|_| {});
    let (head, body) = ask(&server, "HEAD /", "");
    assert_eq!((field(&head, "Content-Length"), &body[..]), (Some("17"), &b""[..]));
}

#[test]
fn what_is_not_there_and_what_is_not_done() {
    let server = running(|_| {});
    for (line, status) in [
        ("GET /none.html", "404"),
        ("GET /../secret.txt", "404"),
        ("GET /%2e%2e/secret.txt", "404"),
        ("POST /", "405"),
        ("GET /assets", "301"),
        ("GET index.html", "400"),
        ("GET /index.html#part", "400"),
        ("GET http://localhost/none.html", "404"),
        ("GET http://localhost:80/", "200"),
        ("GET HTTPS://127.0.0.1", "200"),
    ] {
        let (head, _) = ask(&server, line, "");
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{line}: {head}");
    }
    let (head, body) = ask(&server, "GET /none.html", "");
    assert_eq!(body, b"<body>no such page</body>");
    assert_eq!(field(&head, "Content-Type"), Some("text/html; charset=utf-8"));
    let redirected = |line: &str| {
        let (head, _) = ask(&server, line, "");
        field(&head, "Location").map(str::to_owned)
    };
    assert_eq!(redirected("GET /assets").as_deref(), Some("/assets/"));
    assert_eq!(redirected("GET /assets?f.key=a/b").as_deref(), Some("/assets/?f.key=a/b"));
    assert_eq!(redirected("GET //assets?x").as_deref(), Some("/assets/?x"));
    let (head, _) = ask(&server, "GET /", "Content-Length: 3\r\n");
    assert!(head.starts_with("HTTP/1.1 413 "), "{head}");
}

#[test]
fn one_connection_serves_many_requests_even_at_once() {
    let server = running(|_| {});
    let mut stream = server.connect();
    let one = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let last = "GET / HTTP/1.0\r\n\r\n";
    stream.send(format!("{one}{one}{last}").as_bytes());
    for _ in 0..2 {
        assert_eq!(field(&stream.head(), "Connection"), Some("keep-alive"));
        assert_eq!(&stream.read::<17>(), b"<body>root</body>");
    }
    assert_eq!(field(&stream.head(), "Connection"), Some("close"));
    assert_eq!(stream.rest(), b"<body>root</body>");
}

#[test]
fn a_file_too_long_for_memory_is_streamed() {
    let server = running(|_| {});
    let long = vec![b'x'; (8 << 20) + 1];
    fs::write(server.site.join("long.bin"), &long).unwrap();
    let (head, body) = ask(&server, "GET /long.bin", "");
    assert_eq!(field(&head, "Content-Type"), Some("application/octet-stream"));
    assert!(body == long);
}
