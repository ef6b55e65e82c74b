//! Situations worth looking at: a request, and what the server is set to.

use std::str::FromStr;

use super::HandshakeBench;
use super::head::Head;
use crate::figure::Refused;

/// A situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// The sample of RFC 6455 §1.2.
    Rfc,
    /// What browsers send today.
    Browser,
    /// The same from a page that the server does not know.
    Foreign,
    /// A version from before RFC 6455.
    Old,
    /// No handshake at all.
    Plain,
    /// A proxy forwarded the request as its own, without the fields that concern one hop.
    Proxy,
}

impl Preset {
    /// All, with their names in fences.
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Rfc, "rfc"),
        (Self::Browser, "browser"),
        (Self::Foreign, "foreign"),
        (Self::Old, "old"),
        (Self::Plain, "plain"),
        (Self::Proxy, "proxy"),
    ];

    /// Sets the bench up.
    pub(super) fn set_up(self, bench: &mut HandshakeBench) {
        *bench = HandshakeBench { hex: bench.hex, ..HandshakeBench::default() };
        match self {
            Self::Rfc => {}
            Self::Browser | Self::Foreign => {
                bench.request = Head::read(BROWSER);
                PAGE.clone_into(&mut bench.origins);
                if self == Self::Foreign {
                    bench.request.set("Origin", "https://evil.example");
                }
            }
            Self::Old => bench.request.set("Sec-WebSocket-Version", "8"),
            Self::Plain => bench.request = Head::read(PLAIN),
            Self::Proxy => bench.request.headers.retain(|header| {
                !header.name.eq_ignore_ascii_case("Connection")
                    && !header.name.eq_ignore_ascii_case("Upgrade")
            }),
        }
    }
}

impl Head {
    /// Gives the first header of a name another value.
    fn set(&mut self, name: &str, value: &str) {
        if let Some(header) = self.headers.iter_mut().find(|header| header.name == name) {
            value.clone_into(&mut header.value);
        }
    }
}

impl FromStr for Preset {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let found = Self::ALL.into_iter().find(|(_, name)| *name == text);
        found.map(|(preset, _)| preset).ok_or_else(|| Refused::expected("a situation's name"))
    }
}

/// The request of RFC 6455 §1.2.
pub(super) const RFC: &str = "GET /chat HTTP/1.1\n\
    Host:server.example.com\n\
    Upgrade:websocket\n\
    Connection:Upgrade\n\
    Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ==\n\
    Origin:http://example.com\n\
    Sec-WebSocket-Protocol:chat, superchat\n\
    Sec-WebSocket-Version:13";

/// The page that the server of [`BROWSER`] serves.
const PAGE: &str = "https://example.com";

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
