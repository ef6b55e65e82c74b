//! What a peer does: statements without their words.

use http::{Fields, Request, RequestLine, Version};
use websocket::frame::Opcode;
use websocket::handshake::accept;

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A TCP connection to a port of this machine, tried again every 20 ms while it is refused.
    Connect {
        /// Which.
        port: u16,
    },
    /// A listening TCP socket.
    Listen {
        /// At which port.
        port: u16,
        /// How many may wait.
        backlog: i32,
    },
    /// The next connection of the listening socket; further statements are about it.
    Accept,
    /// A UDP socket, bound to a port or to any.
    Udp {
        /// Which.
        port: Option<u16>,
    },
    /// All of these bytes.
    Send(Vec<u8>),
    /// A datagram.
    SendTo {
        /// To this port of this machine.
        port: u16,
        /// What.
        bytes: Vec<u8>,
    },
    /// A datagram to whoever sent the last one.
    Reply(Vec<u8>),
    /// Something comes next.
    Expect(Expected),
    /// The next datagram is taken and nothing done, as if it were lost.
    Ignore,
    /// Nobody listens at a port: a connection to it is refused.
    Refused {
        /// Which.
        port: u16,
    },
    /// Reads to the end, slowly.
    Drain {
        /// At most so many bytes at a time.
        bytes: usize,
        /// How long it rests between.
        every_ms: u64,
    },
    /// Nothing, for so long.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Ends what is sent, and goes on reading.
    Shutdown,
    /// Closes the connection.
    Close,
    /// Closes the connection with a RST: `SO_LINGER` 0.
    Reset,
    /// Sends a request for a WebSocket handshake, and reads nothing.
    Ask(Ask),
    /// Sends the request; the answer must be a legal 101 with the right accept value.
    Handshake(Ask),
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Exactly these bytes.
    Bytes(Vec<u8>),
    /// Bytes up to and with a newline, whatever they are.
    Line,
    /// Bytes up to and with a mark.
    Until(Vec<u8>),
    /// An HTTP head: up to and with CRLF CRLF.
    Head,
    /// The end, and nothing before it.
    End,
    /// ECONNRESET, and nothing before it.
    Reset,
    /// The end or a reset.
    Closed,
    /// Nothing for so long, and the connection stays.
    Silence {
        /// Milliseconds.
        ms: u64,
    },
    /// A datagram, with this in it if that is said.
    Datagram(Option<Vec<u8>>),
    /// An HTTP answer that refuses: with this status, or with any from 400.
    Refusal(Option<u16>),
    /// A legal request for a WebSocket handshake, which is answered by 101.
    Handshake,
    /// One frame.
    Frame {
        /// Of this kind.
        kind: FrameKind,
        /// With this payload, if that is said.
        payload: Option<Vec<u8>>,
    },
    /// All frames of one message.
    Message {
        /// Text or binary.
        kind: FrameKind,
        /// The payload of all of them together.
        payload: Vec<u8>,
    },
    /// A close frame, with this code if that is said.
    Close(Option<u16>),
}

/// The kinds of frames (RFC 6455 §5.2).
pub type FrameKind = Opcode;

/// A request for a WebSocket handshake.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// The port that the peer is connected to.
    pub port: u16,
    /// Path and query.
    pub path: String,
    /// Its key: 16 bytes that hang on the check's and the peer's names, in Base64.
    pub key: String,
    /// Fields that stand in place of the usual ones of their names, or beside them.
    pub with: Vec<(String, String)>,
    /// Usual fields that are left out.
    pub without: Vec<String>,
    /// How many of its bytes were sent before, in pieces.
    pub sent: usize,
}

impl Ask {
    /// The key that belongs to names.
    pub(crate) fn key_of(names: &[&str]) -> String {
        let names: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        accept::encode(&accept::digest(&names)[..websocket::handshake::key::KEY_LEN])
    }

    /// The head that is sent.
    pub fn request(&self) -> Request {
        let host = format!("localhost:{}", self.port);
        let usual = [
            ("Host", host.as_str()),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", &self.key),
            ("Sec-WebSocket-Version", "13"),
        ];
        let mut fields = Fields::default();
        let is_said = |name: &str| {
            let with = self.with.iter().map(|(said, _)| said);
            with.chain(&self.without).any(|said| said.eq_ignore_ascii_case(name))
        };
        for (name, value) in usual {
            if !is_said(name) {
                // Names and values are ours, and legal.
                let _pushed = fields.push(name, value);
            }
        }
        for (name, value) in &self.with {
            // What cannot stand in a head was refused when the statement was read.
            let _pushed = fields.push(name, value);
        }
        let (method, target) = ("GET".into(), self.path.clone());
        Request { start: RequestLine { method, target, version: Version::HTTP_1_1 }, fields }
    }

    /// Its bytes, as far as they were not sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.request().to_bytes();
        bytes.drain(..self.sent.min(bytes.len()));
        bytes
    }
}
