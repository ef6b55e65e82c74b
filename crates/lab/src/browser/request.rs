//! The heads of requests, with the fields of Chromium in Chromium's order.

use http::{Fields, Request, RequestLine, Version};

use super::url::Url;
use crate::reactor::Kind;

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
