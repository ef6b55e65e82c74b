//! One opening, twice: by the engine in HTTP/1.1, and what becomes of each of its lines in an
//! extended CONNECT (RFC 8441, RFC 9220).
//!
//! Invariant: the lines of HTTP/1.1 are read off the bytes that the engine's two ends exchanged.
//! The other side is a list of fields, as a program sees them: no packing is computed.

use websocket::handshake::deflate::Parameters;
use websocket::handshake::server::Policy;
use websocket::handshake::{Client, Server, client::Wish};

/// The key of the handshake is no part of the comparison, so any 16 bytes serve.
const NONCE: [u8; 16] = *b"the sample nonce";

figure_kit::names! {
    /// What HTTP/1.1 is compared with.
    pub enum Newer {
        /// Extended CONNECT in HTTP/2.
        Http2 = "http2",
        /// Extended CONNECT in HTTP/3.
        Http3 = "http3",
    }
}

impl Newer {
    /// What it is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Http2 => "HTTP/2",
            Self::Http3 => "HTTP/3",
        }
    }
}

figure_kit::names! {
    /// What became of a line.
    pub enum Fate {
        /// It is there, and means the same.
        Same = "same",
        /// Something else says it.
        Becomes = "becomes",
        /// Nothing says it any more.
        Gone = "gone",
        /// It was not there.
        New = "new",
    }
}

figure_kit::names! {
    /// What a line is about.
    pub enum About {
        /// The server's permission to ask.
        Settings = "settings",
        /// The first line of the request.
        RequestLine = "request-line",
        /// Whether it is `wss:`.
        Scheme = "scheme",
        /// Host.
        Host = "host",
        /// Upgrade in the request.
        Upgrade = "upgrade",
        /// Connection in the request.
        Connection = "connection",
        /// Sec-WebSocket-Key.
        Key = "key",
        /// Sec-WebSocket-Version.
        Version = "version",
        /// Origin.
        Origin = "origin",
        /// Sec-WebSocket-Protocol in the request.
        Protocol = "protocol",
        /// Sec-WebSocket-Extensions in the request.
        Extensions = "extensions",
        /// The first line of the response.
        Status = "status",
        /// Upgrade in the response.
        AnswerUpgrade = "answer-upgrade",
        /// Connection in the response.
        AnswerConnection = "answer-connection",
        /// Sec-WebSocket-Accept.
        Accept = "accept",
        /// Sec-WebSocket-Protocol in the response.
        AnswerProtocol = "answer-protocol",
        /// Sec-WebSocket-Extensions in the response.
        AnswerExtensions = "answer-extensions",
        /// Any other field of the response.
        Other = "other",
        /// What carries the messages.
        Carrier = "carrier",
        /// The frames, and their mask.
        Frames = "frames",
        /// How it ends.
        Ending = "ending",
    }
}

/// A line of HTTP/1.1 beside what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(super) about: About,
    pub(crate) fate: Fate,
    /// The line, and the fields; empty where there is none.
    pub(crate) old: String,
    pub(crate) new: Vec<String>,
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) origin: &'a str,
    /// What the page offers and what the server speaks, comma between.
    pub(super) protocols: &'a str,
    pub(super) speaks: &'a str,
    pub(super) deflates: bool,
}

/// The two heads of HTTP/1.1.
pub(crate) struct Opening {
    pub(crate) request: Vec<u8>,
    pub(crate) response: Vec<u8>,
    pub(crate) is_accepted: bool,
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

impl Asked<'_> {
    /// The opening in HTTP/1.1; `None` if something cannot stand in a head.
    pub(super) fn open(&self) -> Option<Opening> {
        let mut wish = Wish::new(self.host, self.path);
        wish.origin = (!self.origin.is_empty()).then(|| self.origin.to_owned());
        wish.protocols = list(self.protocols);
        wish.deflate = self.deflates.then(Parameters::default);
        let mut client = Client::new(&wish, NONCE).ok()?;
        let request = client.request().to_vec();
        let protocols = list(self.speaks);
        let deflate = Some(Parameters::default());
        let mut server = Server::new(Policy { protocols, deflate, ..Policy::default() });
        let response = match server.receive(&mut &request[..])? {
            Ok(accepted) => accepted.response(),
            Err(fault) => fault.response(),
        };
        let response = response.to_bytes();
        let is_accepted = matches!(client.receive(&mut &response[..]), Some(Ok(_)));
        Some(Opening { request, response, is_accepted })
    }
}

/// The lines of a head: the first, and name and value of each field.
fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\r\n").take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn pseudo(name: &str, value: &str) -> String {
    [name, " = ", value].concat()
}

impl Opening {
    /// All lines, in the order of HTTP/1.1.
    pub(crate) fn rows(&self, newer: Newer) -> Vec<Row> {
        let gone = Vec::new;
        let mut rows = vec![Row {
            about: About::Settings,
            fate: Fate::New,
            old: String::new(),
            new: vec![pseudo("SETTINGS_ENABLE_CONNECT_PROTOCOL", "1")],
        }];
        for (index, line) in lines(&self.request).into_iter().enumerate() {
            if index == 0 {
                rows.push(request_line(line));
                rows.push(Row {
                    about: About::Scheme,
                    fate: Fate::New,
                    old: String::new(),
                    new: vec![pseudo(":scheme", "https")],
                });
                continue;
            }
            let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
            let same = vec![pseudo(&name.to_ascii_lowercase(), value)];
            let (about, fate, new) = match name {
                "Host" => (About::Host, Fate::Becomes, vec![pseudo(":authority", value)]),
                "Upgrade" => (About::Upgrade, Fate::Becomes, vec![pseudo(":protocol", value)]),
                "Connection" => (About::Connection, Fate::Gone, gone()),
                "Sec-WebSocket-Key" => (About::Key, Fate::Gone, gone()),
                "Sec-WebSocket-Version" => (About::Version, Fate::Same, same),
                "Origin" => (About::Origin, Fate::Same, same),
                "Sec-WebSocket-Protocol" => (About::Protocol, Fate::Same, same),
                _ => (About::Extensions, Fate::Same, same),
            };
            rows.push(Row { about, fate, old: line, new });
        }
        rows.extend(lines(&self.response).into_iter().enumerate().map(answer_row));
        if self.is_accepted {
            rows.extend(afterwards(newer));
        }
        rows
    }
}

fn request_line(line: String) -> Row {
    let path = line.split(' ').nth(1).unwrap_or_default();
    let new = vec![pseudo(":method", "CONNECT"), pseudo(":path", path)];
    Row { about: About::RequestLine, fate: Fate::Becomes, old: line, new }
}

fn answer_row((index, line): (usize, String)) -> Row {
    if index == 0 {
        let status = line.split(' ').nth(1).unwrap_or_default();
        // What refuses stays; what agrees is a success as any other.
        let status = if status == "101" { "200" } else { status };
        let new = vec![pseudo(":status", status)];
        return Row { about: About::Status, fate: Fate::Becomes, old: line, new };
    }
    let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
    let (about, is_gone) = match name {
        "Upgrade" => (About::AnswerUpgrade, true),
        "Connection" => (About::AnswerConnection, true),
        "Sec-WebSocket-Accept" => (About::Accept, true),
        "Sec-WebSocket-Protocol" => (About::AnswerProtocol, false),
        "Sec-WebSocket-Extensions" => (About::AnswerExtensions, false),
        _ => (About::Other, false),
    };
    let same = vec![pseudo(&name.to_ascii_lowercase(), value)];
    let (fate, new) = if is_gone { (Fate::Gone, Vec::new()) } else { (Fate::Same, same) };
    Row { about, fate, old: line, new }
}

/// What comes behind the opening. Its lines are words, which the view has.
fn afterwards(newer: Newer) -> [Row; 3] {
    let row = |about, fate, old: &str, new: &str| Row {
        about,
        fate,
        old: old.to_owned(),
        new: vec![new.to_owned()],
    };
    let end = match newer {
        Newer::Http2 => "END_STREAM",
        Newer::Http3 => "FIN",
    };
    [
        row(About::Carrier, Fate::Becomes, "TCP", newer.title()),
        row(About::Frames, Fate::Same, "RFC 6455 §5", "RFC 6455 §5"),
        row(About::Ending, Fate::Becomes, "FIN", end),
    ]
}

figure_kit::names! {
    /// A round trip: something is asked, and answered.
    pub enum Trip {
        /// TCP's SYN.
        Tcp = "tcp",
        /// TLS's ClientHello.
        Tls = "tls",
        /// The same with the server's settings behind it.
        TlsSettings = "tls-settings",
        /// QUIC's first packet, TLS in it, and the server's settings behind its answer.
        Quic = "quic",
        /// The GET.
        Get = "get",
        /// The CONNECT.
        Connect = "connect",
    }
}

/// The round trips before the first message may be sent.
pub(super) struct Trips {
    pub(super) old: Vec<Trip>,
    pub(super) new: Vec<Trip>,
    /// Whether the newer one may not be asked for, and HTTP/1.1 is used in the end.
    pub(super) falls_back: bool,
}

impl Trips {
    /// With a connection that is open already, or without; to a server that takes an extended
    /// CONNECT, or to one that does not.
    pub(super) fn of(newer: Newer, is_open: bool, is_supported: bool) -> Self {
        let old = vec![Trip::Tcp, Trip::Tls, Trip::Get];
        let mut new = match newer {
            _ if is_open => Vec::new(),
            Newer::Http2 => vec![Trip::Tcp, Trip::TlsSettings],
            Newer::Http3 => vec![Trip::Quic],
        };
        if is_supported {
            new.push(Trip::Connect);
        } else {
            new.extend(&old);
        }
        Self { old, new, falls_back: !is_supported }
    }
}
