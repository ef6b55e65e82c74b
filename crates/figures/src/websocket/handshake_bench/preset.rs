//! Situations worth looking at: a request, and what the server is set to.

use super::head::{Head, Header};

figure_kit::names! {
    /// A situation.
    pub enum Preset {
        /// The sample of RFC 6455 §1.2.
        Rfc = "rfc",
        /// What browsers send today.
        Browser = "browser",
        /// The same from a page that the server does not know.
        Foreign = "foreign",
        /// A version from before RFC 6455.
        Old = "old",
        /// No handshake at all.
        Plain = "plain",
        /// A proxy forwarded the request as its own, without the fields that concern one hop.
        Proxy = "proxy",
    }
}

impl Preset {
    /// The request.
    pub(super) fn request(self) -> Head {
        let mut head = Head::read(match self {
            Self::Browser | Self::Foreign => BROWSER,
            Self::Plain => PLAIN,
            Self::Rfc | Self::Old | Self::Proxy => RFC,
        });
        match self {
            Self::Foreign => set(&mut head, "Origin", "https://evil.example"),
            Self::Old => set(&mut head, "Sec-WebSocket-Version", "8"),
            Self::Proxy => forward(&mut head),
            Self::Rfc | Self::Browser | Self::Plain => {}
        }
        head
    }

    /// The origins that the server serves.
    pub(super) fn origins(self) -> &'static str {
        if matches!(self, Self::Browser | Self::Foreign) { "https://example.com" } else { "" }
    }
}

/// Takes out what a proxy does not forward: the fields that `Connection` names, and it (RFC 9110
/// §7.6.1).
fn forward(head: &mut Head) {
    let is = |header: &Header, name: &str| header.name.eq_ignore_ascii_case(name);
    let lists = head.headers.iter().filter(|header| is(header, "Connection"));
    let mut hop: Vec<String> =
        lists.flat_map(|header| header.value.split(',')).map(|it| it.trim().to_owned()).collect();
    hop.push("Connection".to_owned());
    head.headers.retain(|header| !hop.iter().any(|name| is(header, name)));
}

/// Gives the first header of a name another value.
fn set(head: &mut Head, name: &str, value: &str) {
    if let Some(header) = head.headers.iter_mut().find(|header| header.name == name) {
        value.clone_into(&mut header.value);
    }
}

const RFC: &str = "GET /chat HTTP/1.1\n\
    Host:server.example.com\n\
    Upgrade:websocket\n\
    Connection:Upgrade\n\
    Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ==\n\
    Origin:http://example.com\n\
    Sec-WebSocket-Protocol:chat, superchat\n\
    Sec-WebSocket-Version:13";

const BROWSER: &str = "GET /chat HTTP/1.1\n\
    Host:example.com\n\
    Connection:Upgrade\n\
    Pragma:no-cache\n\
    Cache-Control:no-cache\n\
    Upgrade:websocket\n\
    Origin:https://example.com\n\
    Sec-WebSocket-Version:13\n\
    Sec-WebSocket-Key:x3JJHMbDL1EzLkh9GBhXDw==\n\
    Sec-WebSocket-Extensions:permessage-deflate; client_max_window_bits";

const PLAIN: &str = "GET /chat HTTP/1.1\n\
    Host:example.com\n\
    Connection:keep-alive\n\
    Accept:text/html";
