//! The heads that a browser, a server and a proxy write, with the fields that make them long.
//!
//! Every byte is `crates/http`'s; what is chosen here is which fields there are. They are those
//! that a browser of today sends with `fetch`, and few: pages often send more.

use http::{Fields, RequestLine, StatusLine, Version};
use websocket::handshake::accept;

pub(super) const HOST: &str = "chat.example";
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// A date has the same length on every day (RFC 9110 §5.6.7).
const DATE: &str = "Sun, 29 Nov 2026 12:00:00 GMT";
/// What a proxy says of itself and of the browser (RFC 9110 §7.6.3, RFC 7239's older cousin).
const VIA: (&str, &str) = ("Via", "1.1 proxy");
const FORWARDED: (&str, &str) = ("X-Forwarded-For", "192.0.2.1");
/// The key of a handshake has a meaning for no byte count, so any 16 bytes serve.
const NONCE: [u8; 16] = *b"the sample nonce";

fn add(fields: &mut Fields, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        // Every value is made here, and stands in a head as it is.
        let _pushed = fields.push(name, value);
    }
}

/// A request as the browser writes it. `more` stands behind what all requests say.
pub(super) fn request(
    method: &str,
    target: &str,
    cookies: usize,
    more: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let mut fields = Fields::default();
    let about_browser = [
        ("Host", HOST),
        ("User-Agent", AGENT),
        ("Accept-Language", "en-US,en;q=0.5"),
        ("Accept-Encoding", "gzip, deflate, br"),
    ];
    add(&mut fields, &about_browser);
    if cookies > 0 {
        let mut value = "session=".to_owned();
        value.truncate(cookies);
        value.extend((value.len()..cookies).map(|_| 'x'));
        add(&mut fields, &[("Cookie", &value)]);
    }
    add(&mut fields, more);
    let (method, target) = (method.to_owned(), target.to_owned());
    let start = RequestLine { method, target, version: Version::HTTP_1_1 };
    let mut bytes = http::Request { start, fields }.to_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// A response as the server writes it.
pub(super) fn response(status: u16, reason: &str, more: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut fields = Fields::default();
    if status != 101 {
        add(&mut fields, &[("Date", DATE)]);
    }
    add(&mut fields, more);
    let start = StatusLine { version: Version::HTTP_1_1, status, reason: reason.to_owned() };
    let mut bytes = http::Response { start, fields }.to_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The messages of a poll's answer, one a line; none is `204`.
pub(super) fn messages(lines: &[u8]) -> Vec<u8> {
    if lines.is_empty() {
        return response(204, "No Content", &[("Cache-Control", "no-store")], &[]);
    }
    let len = lines.len().to_string();
    let says = [
        ("Cache-Control", "no-store"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", &len),
    ];
    response(200, "OK", &says, lines)
}

/// The head of a stream of events, which has no end (RFC 9112 §7.1; HTML, server-sent events).
pub(super) fn event_stream() -> Vec<u8> {
    let says = [
        ("Cache-Control", "no-store"),
        ("Content-Type", "text/event-stream"),
        ("Transfer-Encoding", "chunked"),
    ];
    response(200, "OK", &says, &[])
}

/// The request of a page that opens a WebSocket (RFC 6455 §4.1).
pub(super) fn upgrade(cookies: usize) -> Vec<u8> {
    let key = accept::encode(&NONCE);
    let asks = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", &*key),
        ("Sec-WebSocket-Version", "13"),
        ("Origin", "http://chat.example"),
    ];
    request("GET", "/socket", cookies, &asks, &[])
}

/// The answer to it (RFC 6455 §4.2.2).
pub(super) fn switched(key: &str) -> Vec<u8> {
    let accept = accept::value(key);
    let grants = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", accept.as_str()),
    ];
    response(101, "Switching Protocols", &grants, &[])
}

/// What a proxy adds to a request that it hands on, and to a response.
pub(super) fn by_proxy(fields: &mut Fields, is_request: bool) {
    add(fields, &[VIA]);
    if is_request {
        add(fields, &[FORWARDED]);
    }
}
