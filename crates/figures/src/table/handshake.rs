//! What the two ends of a handshake miss and refuse.

use websocket::handshake::server::{Origins, Policy};
use websocket::handshake::{Client, HEADERS, Header, Server};

use super::{link, rows};
use crate::websocket::handshake_bench::{self, Side, meaning};
use crate::words::Words;

/// A handshake in which everything is said that can be.
const REQUEST: &str = "GET /chat HTTP/1.1\r\n\
    Host: example.com\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Sec-WebSocket-Version: 13\r\n\
    Origin: https://example.com\r\n\
    Sec-WebSocket-Protocol: chat\r\n\
    Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

fn without(head: &str, name: &str) -> String {
    let kept = head.split_inclusive("\r\n").filter(|line| !line.starts_with(&format!("{name}:")));
    kept.collect()
}

fn policy() -> Policy {
    Policy { protocols: vec!["chat".into()], deflate: Some(<_>::default()), ..<_>::default() }
}

/// What a server answers to a request that lacks this header.
fn status_without(name: &str) -> u16 {
    let request = without(REQUEST, name);
    match Server::new(policy()).receive(&mut request.as_bytes()) {
        Some(Ok(_)) => 101,
        Some(Err(fault)) => fault.rule.status(),
        None => 400,
    }
}

/// Whether a client opens on a response that lacks this header.
fn opens_without(name: &str) -> bool {
    let accepted = Server::new(policy()).receive(&mut REQUEST.as_bytes());
    let Some(Ok(accepted)) = accepted else { return false };
    let response = String::from_utf8_lossy(&accepted.response().to_bytes()).into_owned();
    let mut client = Client::after(&accepted.request, http::Limits::default());
    matches!(client.receive(&mut without(&response, name).as_bytes()), Some(Ok(_)))
}

/// The headers, with what each side does without them: asked of the engine, not written down.
pub(super) fn headers(words: &Words) -> String {
    let says = [
        words.header_host(),
        words.header_upgrade(),
        words.header_connection(),
        words.header_key(),
        words.header_accept(),
        words.header_version(),
        words.header_origin(),
        words.header_protocol(),
        words.header_extensions(),
    ];
    let row = |(header, says): (&Header, &str)| {
        let request = match status_without(header.name) {
            _ if !header.in_request => words.not_there().to_owned(),
            101 => words.optional().to_owned(),
            status => words.required_without(&status),
        };
        let response = match opens_without(header.name) {
            _ if !header.in_response => words.not_there(),
            true => words.optional(),
            false => words.required_client(),
        };
        let name = format!("`{}`", header.name);
        [name, says.to_owned(), request, response.to_owned(), link(header.clause)]
    };
    let head = [
        words.col_header(),
        words.col_says(),
        words.col_request(),
        words.col_response(),
        words.col_clause(),
    ];
    rows(head, HEADERS.iter().zip(says).map(row))
}

/// Mistakes in a request: what of [`REQUEST`] becomes what.
const MISTAKES: [(&str, &str); 17] = [
    (" HTTP/1.1", " HTTP/1.0"),
    ("Host: example.com\r\n", ""),
    ("Host: example.com\r\n", "Host: example.com\r\nHost: example.org\r\n"),
    ("Host:", "Content-Length: 5\r\nHost:"),
    ("Connection: Upgrade\r\n", ""),
    ("Sec-WebSocket-Version: 13\r\n", ""),
    ("Version: 13\r\n", "Version: 13\r\nSec-WebSocket-Version: 8\r\n"),
    ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
    ("Origin", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin"),
    ("dGhlIHNhbXBsZSBub25jZQ==", "abc"),
    ("Protocol: chat", "Protocol: chat, chat"),
    ("Extensions: permessage-deflate", "Extensions: ;"),
    ("https://example.com", "https://example.org"),
    ("GET", "POST"),
    ("websocket", "h2c"),
    ("Version: 13", "Version: 8"),
    (" HTTP/1.1", " HTTP/2.0"),
];

/// How a server refuses: it is asked, with one mistake in the request at a time.
pub(super) fn refusals(words: &Words, bench: &handshake_bench::Words) -> String {
    let origins = Origins::Listed(vec!["https://example.com".into()]);
    let policy = Policy { origins, ..policy() };
    let row = |(right, wrong): &(&str, &str)| {
        let request = REQUEST.replacen(right, wrong, 1);
        let Some(Err(fault)) = Server::new(policy.clone()).receive(&mut request.as_bytes()) else {
            unreachable!("a server refuses what is wrong: {request}")
        };
        let start = fault.response().start;
        let status = format!("{} {}", start.status, start.reason);
        let says = meaning::rule(fault.rule, Side::Request, bench);
        [status, says.to_owned(), link(fault.rule.clause())]
    };
    let head = [words.col_status(), words.col_wrong(), words.col_clause()];
    rows(head, MISTAKES.iter().map(row))
}

#[cfg(test)]
mod tests {
    use figure_kit::words::{Language, Vocabulary as _};

    use super::*;

    #[test]
    fn each_mistake_is_refused_for_a_reason_of_its_own() {
        let bench = handshake_bench::Words::in_language(Language::English);
        let table = refusals(&Words::english(), &bench);
        let mut reasons: Vec<_> = table.lines().skip(2).map(|row| row.split('|').nth(2)).collect();
        assert_eq!(reasons.len(), MISTAKES.len());
        reasons.sort_unstable();
        reasons.dedup();
        assert_eq!(reasons.len(), MISTAKES.len(), "{table}");
        assert!(table.contains("\n| 403 Forbidden | The page’s origin"), "{table}");
        assert!(table.contains("\n| 405 Method Not Allowed | A handshake is a GET."), "{table}");
        assert!(table.contains("\n| 426 Upgrade Required | Another version than 13."), "{table}");
    }

    #[test]
    fn headers_are_missed_as_the_engine_misses_them() {
        let table = headers(&Words::english());
        let cells = |name: &str| {
            let row = table.lines().find(|row| row.starts_with(&format!("| `{name}` |"))).unwrap();
            row.split(" | ").skip(2).take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(cells("Host"), ["required, or 400", "–"]);
        assert_eq!(cells("Upgrade"), ["required, or 426", "required, or no connection"]);
        assert_eq!(cells("Sec-WebSocket-Accept"), ["–", "required, or no connection"]);
        assert_eq!(cells("Sec-WebSocket-Protocol"), ["optional", "optional"]);
    }
}
