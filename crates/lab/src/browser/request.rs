//! The heads of requests, with the fields of Chromium in Chromium's order.

use http::{Fields, Request, RequestLine, Version};

use super::cors;
use super::url::Url;
use crate::reactor::kind::Kind;
use crate::reactor::op::FetchWish;

/// What Chromium calls itself on Linux; its minor numbers have been 0 since it hides them.
pub(super) const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 \
     (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const ENCODINGS: &str = "gzip, deflate, br, zstd";
const LANGUAGES: &str = "en-US,en;q=0.9";
/// What Chromium offers of permessage-deflate.
const DEFLATE: &str = "permessage-deflate; client_max_window_bits";

/// A head, unless a value cannot stand in one.
pub(super) fn head(
    method: &str,
    target: &str,
    lines: &[(&str, &str)],
) -> Result<Request, http::Fault> {
    let (method, target) = (method.to_owned(), target.to_owned());
    let start = RequestLine { method, target, version: Version::HTTP_1_1 };
    start.form()?;
    let mut fields = Fields::new();
    for (name, value) in lines {
        fields.push(name, value)?;
    }
    Ok(Request { start, fields })
}

/// The request of a WebSocket's opening handshake.
pub(super) fn handshake(
    kind: Kind,
    url: &Url,
    origin: &str,
    key: &str,
    protocols: &[String],
) -> Result<Request, http::Fault> {
    let (host, protocols) = (url.authority(), protocols.join(", "));
    let mut lines = vec![
        ("Host", host.as_str()),
        ("Connection", "Upgrade"),
        ("Pragma", "no-cache"),
        ("Cache-Control", "no-cache"),
        ("User-Agent", if kind == Kind::Node { "node" } else { USER_AGENT }),
        ("Upgrade", "websocket"),
    ];
    if kind == Kind::Browser {
        lines.push(("Origin", origin));
    }
    lines.push(("Sec-WebSocket-Version", "13"));
    if kind == Kind::Browser {
        lines.push(("Accept-Encoding", ENCODINGS));
        lines.push(("Accept-Language", LANGUAGES));
    }
    lines.push(("Sec-WebSocket-Key", key));
    lines.push(("Sec-WebSocket-Extensions", DEFLATE));
    if !protocols.is_empty() {
        lines.push(("Sec-WebSocket-Protocol", &protocols));
    }
    head("GET", &url.target, &lines)
}

/// Fields that a page may not set (Fetch §2.2.2); its own are left out.
const FORBIDDEN: [&str; 20] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Whether a page may set this field.
pub(super) fn is_allowed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_reserved = name.starts_with("sec-") || name.starts_with("proxy-");
    !FORBIDDEN.contains(&name.as_str()) && !is_reserved
}

/// Who asks, as far as a request says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker<'a> {
    pub(super) kind: Kind,
    /// As the `Origin` field has it: `null` behind a redirect from one stranger to another.
    pub(super) origin: &'a str,
    pub(super) is_cross: bool,
}

/// The request of `fetch`.
pub(super) fn fetch(url: &Url, wish: &FetchWish, asker: Asker<'_>) -> Result<Request, http::Fault> {
    let (host, length) = (url.authority(), wish.body.len().to_string());
    let has_length = !wish.body.is_empty() || matches!(&*wish.method, "POST" | "PUT");
    let mut lines = vec![("Host", host.as_str()), ("Connection", "keep-alive")];
    if has_length {
        lines.push(("Content-Length", &length));
    }
    let own = wish.fields.iter().filter(|(name, _)| is_allowed(name));
    let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
    if asker.kind == Kind::Node {
        lines.extend(own);
        add_missing(&mut lines, &[("Accept", "*/*"), ("User-Agent", "node")]);
        return head(&wish.method, &url.target, &lines);
    }
    let is_trusted = is_trustworthy(&url.host);
    if is_trusted {
        lines.push(("sec-ch-ua-platform", "\"Linux\""));
    }
    lines.push(("User-Agent", USER_AGENT));
    if is_trusted {
        lines.push(("sec-ch-ua", "\"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"156\""));
    }
    lines.extend(own);
    if is_trusted {
        lines.push(("sec-ch-ua-mobile", "?0"));
    }
    add_missing(&mut lines, &[("Accept", "*/*")]);
    if asker.is_cross || !matches!(&*wish.method, "GET" | "HEAD") {
        lines.push(("Origin", asker.origin));
    }
    if is_trusted {
        lines.push(("Sec-Fetch-Site", site(url, asker)));
        lines.extend([("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")]);
    }
    let referrer = format!("{}/", wish.origin);
    if wish.origin.contains("://") {
        lines.push(("Referer", &referrer));
    }
    add_missing(&mut lines, &[("Accept-Encoding", ENCODINGS), ("Accept-Language", LANGUAGES)]);
    head(&wish.method, &url.target, &lines)
}

/// The question whether such a request may be sent (Fetch §4.8).
pub(super) fn preflight(
    url: &Url,
    wish: &FetchWish,
    asker: Asker<'_>,
) -> Result<Request, http::Fault> {
    let (host, names) = (url.authority(), cors::unsafe_names(&wish.fields).join(","));
    let mut lines = vec![
        ("Host", host.as_str()),
        ("Connection", "keep-alive"),
        ("Accept", "*/*"),
        ("Access-Control-Request-Method", &wish.method),
    ];
    if !names.is_empty() {
        lines.push(("Access-Control-Request-Headers", &names));
    }
    lines.extend([("Origin", asker.origin), ("User-Agent", USER_AGENT)]);
    if is_trustworthy(&url.host) {
        lines.extend([("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", site(url, asker))]);
        lines.push(("Sec-Fetch-Dest", "empty"));
    }
    let referrer = format!("{}/", wish.origin);
    if wish.origin.contains("://") {
        lines.push(("Referer", &referrer));
    }
    lines.extend([("Accept-Encoding", ENCODINGS), ("Accept-Language", LANGUAGES)]);
    head("OPTIONS", &url.target, &lines)
}

fn add_missing<'a>(lines: &mut Vec<(&'a str, &'a str)>, usual: &[(&'a str, &'a str)]) {
    for (name, value) in usual {
        if !lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            lines.push((name, value));
        }
    }
}

/// Only the loopback is trusted without TLS; others are told less.
fn is_trustworthy(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}

fn site(url: &Url, asker: Asker<'_>) -> &'static str {
    let same_host = Url::read(asker.origin).is_some_and(|from| from.host == url.host);
    match asker.is_cross {
        false => "same-origin",
        true if same_host => "same-site",
        true => "cross-site",
    }
}
