//! What a handshake can do wrong, on either side.

use alloc::string::String;
use core::fmt;

use http::{Fields, Response, StatusLine, Version};

use crate::Blame;

use super::{VERSION, key};

/// A handshake is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The rule that is broken.
    pub rule: Rule,
    /// Offset in the head of what breaks it; where a field is missing, of the empty line.
    pub at: usize,
}

/// The rules of the opening handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The head is not HTTP/1.1, or passes a limit.
    Http(http::Rule),
    /// A request by another method than GET.
    Method,
    /// HTTP/1.0.
    OldHttp,
    /// No Host, or an empty one.
    NoHost,
    /// More than one Host.
    TwoHosts,
    /// A request with a body: its bytes would be taken for frames.
    Body,
    /// No Upgrade field that names `websocket`.
    NoUpgrade,
    /// No Connection field that names `Upgrade`.
    NoConnection,
    /// No Sec-WebSocket-Version.
    NoVersion,
    /// More than one Sec-WebSocket-Version.
    TwoVersions,
    /// Another version than 13.
    Version,
    /// No Sec-WebSocket-Key.
    NoKey,
    /// More than one Sec-WebSocket-Key.
    TwoKeys,
    /// A key that is not the Base64 of 16 bytes.
    Key(key::Rule),
    /// An origin that this server does not serve.
    Origin,
    /// A subprotocol whose name is not a token, or that is named twice.
    Protocol,
    /// A list of extensions that does not parse.
    Extensions,
    /// An answer other than 101.
    Status(u16),
    /// No Sec-WebSocket-Accept.
    NoAccept,
    /// More than one Sec-WebSocket-Accept.
    TwoAccepts,
    /// An accept value that does not answer the key.
    Accept,
    /// A subprotocol that was not asked for, or more than one.
    UnrequestedProtocol,
    /// An extension that was not asked for.
    UnrequestedExtension,
    /// Parameters of an extension that its specification or the offer does not allow.
    ExtensionParameters,
}

impl Rule {
    /// Where the rule is written.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Http(rule) => rule.clause(),
            Self::Key(rule) => rule.clause(),
            Self::TwoHosts => "RFC 9112 §3.2",
            Self::Body => "RFC 9110 §9.3.1",
            Self::Version => "RFC 6455 §4.4",
            Self::TwoVersions => "RFC 6455 §11.3.5",
            Self::TwoKeys => "RFC 6455 §11.3.1",
            Self::TwoAccepts => "RFC 6455 §11.3.3",
            Self::Origin => "RFC 6455 §4.2.2",
            Self::Extensions => "RFC 6455 §9.1",
            Self::ExtensionParameters => "RFC 7692 §7.1",
            Self::Protocol
            | Self::Status(_)
            | Self::NoAccept
            | Self::Accept
            | Self::UnrequestedProtocol
            | Self::UnrequestedExtension => "RFC 6455 §4.1",
            Self::Method
            | Self::OldHttp
            | Self::NoHost
            | Self::NoUpgrade
            | Self::NoConnection
            | Self::NoVersion
            | Self::NoKey => "RFC 6455 §4.2.1",
        }
    }

    /// The status of a server's answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Http(rule) => rule.status(),
            Self::Origin => 403,
            Self::Method => 405,
            Self::NoUpgrade | Self::Version => 426,
            _ => 400,
        }
    }
}

impl Fault {
    /// Who is to blame: the peer, unless it is this end's own limit or policy that says no.
    pub const fn blame(&self) -> Blame {
        use http::Rule::{HeadTooLong, StartLineTooLong, TooManyFields};
        match self.rule {
            Rule::Origin | Rule::Http(HeadTooLong | StartLineTooLong | TooManyFields) => {
                Blame::Limit
            }
            _ => Blame::Peer,
        }
    }

    /// The server's answer. It says what would be right, where HTTP has a field for it.
    pub fn response(&self) -> Response {
        let mut fields = Fields::default();
        let mut say = |name, value| {
            // Names and values are ours, and legal.
            let _pushed = fields.push(name, value);
        };
        say("Content-Length", "0");
        match self.rule.status() {
            405 => say("Allow", "GET"),
            426 => {
                say("Upgrade", "websocket");
                say("Sec-WebSocket-Version", VERSION);
            }
            _ => {}
        }
        let options = if self.rule.status() == 426 { "close, Upgrade" } else { "close" };
        say("Connection", options);
        response(self.rule.status(), fields)
    }
}

/// A response of this status, with the reason phrase that belongs to it.
pub(super) fn response(status: u16, fields: Fields) -> Response {
    let reason = match status {
        101 => "Switching Protocols",
        400 => "Bad Request",
        403 => "Forbidden",
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
    let start = StatusLine { version: Version::HTTP_1_1, status, reason: String::from(reason) };
    Response { start, fields }
}

impl From<http::Fault> for Fault {
    fn from(fault: http::Fault) -> Self {
        let rule = match fault.rule {
            // What every handshake needs has a name of its own.
            http::Rule::NoHost => Rule::NoHost,
            http::Rule::TwoHosts => Rule::TwoHosts,
            rule => Rule::Http(rule),
        };
        Self { rule, at: fault.at }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at byte {} ({})", self.rule, self.at, self.rule.clause())
    }
}

impl core::error::Error for Fault {}
