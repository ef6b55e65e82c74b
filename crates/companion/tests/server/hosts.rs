//! By which names the server may be asked, and which pages may connect: a page whose name was made
//! to lead here is turned away (DNS rebinding).

use http::Authority;

use crate::conversation::{Running, handshake, running};

/// The head and the body of the answer to a page's request.
fn ask(server: &Running, target: &str, host: &str) -> String {
    let mut stream = server.connect();
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.send(request.as_bytes());
    String::from_utf8(stream.rest()).unwrap()
}

/// The head of the answer to a handshake, and what follows a refusal.
fn shake(server: &Running, host: &str, origin: &str) -> String {
    let mut stream = server.connect();
    let request = handshake("/ws/echo", &format!("Origin: {origin}\r\n"));
    stream.send(request.replacen("localhost", host, 1).as_bytes());
    let head = stream.head();
    if head.starts_with("HTTP/1.1 101 ") {
        return head;
    }
    head + &String::from_utf8(stream.rest()).unwrap()
}

#[track_caller]
fn check(answer: &str, status: &str, words: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    assert!(answer.contains(words), "{answer}");
}

fn names(names: &[&str]) -> Vec<Authority> {
    names.iter().map(|name| Authority::read(name).unwrap()).collect()
}

/// A server for everyone around, with these names.
fn around(given: &'static [&str]) -> Running {
    running(|settings| {
        settings.address = ([0, 0, 0, 0], 0).into();
        settings.names = names(given);
    })
}

#[test]
fn on_loopback_a_request_names_this_machine() {
    let server = running(|_| {});
    for host in ["localhost", "LocalHost:3000", "127.0.0.1", "127.9.9.9:1", "[::1]"] {
        check(&ask(&server, "/", host), "200", "<body>root</body>");
    }
    for host in ["rebound.example", "localhost.evil.example", "192.168.1.2", "0.0.0.0", "127.1"] {
        let words = format!("This server is not `{host}`. It answers for: 127.0.0.1, localhost.");
        check(&ask(&server, "/", host), "421", &words);
        // The page and the Host agree, and both are foreign.
        let shaken = shake(&server, host, &format!("http://{host}"));
        check(&shaken, "421", &format!("workbook serve --name {host}\n"));
    }
    check(&ask(&server, "/", ""), "421", "Host has to name this server: 127.0.0.1, localhost.");
}

#[test]
fn rfc_9112_section_3_2_2_the_target_goes_before_host() {
    let server = running(|_| {});
    check(&ask(&server, "http://localhost/", "evil.example"), "200", "<body>root</body>");
    check(&ask(&server, "http://evil.example/", "localhost"), "421", "`evil.example`");
    check(&ask(&server, "ftp://localhost/", "localhost"), "421", "");
}

#[test]
fn rfc_9112_section_3_3_http_1_0_need_not_name_anyone() {
    let server = running(|_| {});
    let mut stream = server.connect();
    stream.send(b"GET / HTTP/1.0\r\n\r\n");
    check(&String::from_utf8(stream.rest()).unwrap(), "200", "<body>root</body>");
}

#[test]
fn section_10_2_only_pages_of_this_machine_connect() {
    let server = running(|settings| settings.origins = vec!["https://book.example".into()]);
    for origin in [
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://book.example",
    ] {
        check(&shake(&server, "localhost", origin), "101", "");
    }
    for origin in ["https://evil.example", "http://localhost.evil.example", "null"] {
        let words = format!("workbook serve --allow-origin {origin}\n");
        check(&shake(&server, "localhost", origin), "403", &words);
    }
}

#[test]
fn elsewhere_a_server_needs_a_name() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let mut settings = companion::Settings::new(".");
        settings.address = address.parse().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let error = runtime.block_on(companion::Server::bind(settings)).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput, "{error}");
        assert!(error.to_string().contains("add --name"), "{error}");
    }
}

#[test]
fn elsewhere_a_request_names_the_server_as_it_was_named() {
    let server = around(&["book.example", "b.example:8443"]);
    for host in ["book.example", "Book.Example:3000", "b.example"] {
        check(&ask(&server, "/", host), "200", "<body>root</body>");
    }
    // The connection came to loopback, which nobody's name can be.
    check(&ask(&server, "/", "127.0.0.1"), "200", "<body>root</body>");
    let words = "It answers for: book.example, b.example, 127.0.0.1, localhost.";
    check(&ask(&server, "/", "evil.example"), "421", words);
}

#[test]
fn section_10_2_origins_come_from_the_names_and_never_from_host() {
    let server = around(&["book.example", "b.example:8443"]);
    let port = server.address.port();
    for origin in [
        "https://book.example".to_owned(),
        format!("http://book.example:{port}"),
        "https://b.example:8443".to_owned(),
    ] {
        check(&shake(&server, "book.example", &origin), "101", "");
    }
    for origin in ["http://localhost:3000", "http://evil.example", "http://book.example:1"] {
        check(&shake(&server, "book.example", origin), "403", origin);
    }
    check(&shake(&server, "evil.example", "http://evil.example"), "421", "");
}
