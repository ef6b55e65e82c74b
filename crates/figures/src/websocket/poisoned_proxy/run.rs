//! One run of the attack: who sends which bytes, what the proxy reads, what the visitor gets.

use http::{Fields, RequestLine, StatusLine, Version};
use websocket::Role;
use websocket::frame::{Header, Limits, Opcode, Reserved, mask};
use websocket::handshake::accept;

use super::proxy::{Asked, Kept, Manner, Piece, Proxy, What};

/// The attacker's server: the page is from there, and the socket leads there.
pub(super) const ATTACKER: &str = "evil.example";

/// The key of the handshake is no part of the attack, so any 16 bytes serve.
const NONCE: [u8; 16] = *b"the sample nonce";

/// What an honest server sends, whatever it is asked for.
const OWNERS_SCRIPT: &str = "/* the owner's own */";

figure_kit::names! {
    /// Something that happens.
    pub enum Happens {
        /// The browser asks for a WebSocket.
        Ask = "ask",
        /// The attacker's server agrees.
        Switch = "switch",
        /// The script sends its text.
        Message = "message",
        /// The attacker's server writes.
        Answer = "answer",
        /// The next visitor asks the proxy.
        Visit = "visit",
        /// The visitor is answered.
        Deliver = "deliver",
    }
}

/// A step: bytes that travel, what the proxy makes of them, what it knows then.
pub(super) struct Step {
    pub(super) happens: Happens,
    pub(super) bytes: Vec<u8>,
    pub(super) pieces: Vec<Piece>,
    /// The requests that were read on the attacker's connection.
    pub(super) asked: Vec<Asked>,
    pub(super) kept: Vec<Kept>,
    /// Whether the proxy ends the connection here.
    pub(super) is_closed: bool,
}

figure_kit::names! {
    /// What the next visitor gets.
    pub enum Got {
        /// What the server sends that the address names.
        Owner = "owner",
        /// What the attacker's server has sent.
        Attacker = "attacker",
        /// An error: the proxy cannot read the request.
        Error = "error",
    }
}

/// What is decided about an attack.
#[derive(PartialEq)]
pub(super) struct Attack<'a> {
    /// What the script sends.
    pub(super) text: &'a str,
    /// What the attacker's server writes then.
    pub(super) answer: &'a str,
    /// The key with which the browser masks, if it does.
    pub(super) key: Option<[u8; 4]>,
    pub(super) manner: Manner,
    /// The address that the next visitor asks for.
    pub(super) visitor: &'a str,
}

/// What came of an attack.
pub(super) struct Run {
    pub(super) steps: Vec<Step>,
    /// Bytes of the frame before its key, and before its payload.
    pub(super) key_at: usize,
    pub(super) payload_at: usize,
    /// What a server that keeps the rules makes of the frame: the byte of its fault.
    pub(super) server_fault_at: Option<u64>,
    /// What the browser makes of the answer: the byte of the fault, and its close code.
    pub(super) browser_fault: Option<(u64, u16)>,
    /// The address that the visitor asks for, as the proxy reads it.
    pub(super) visited: Option<String>,
    pub(super) got: Got,
}

/// A text as it travels: every line end is CR LF.
fn crlf(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in pairs {
        // Every value is made here, and stands in a head as it is.
        let _pushed = fields.push(name, value);
    }
    fields
}

fn response(status: u16, reason: &str, pairs: &[(&str, &str)]) -> Vec<u8> {
    let start = StatusLine { version: Version::HTTP_1_1, status, reason: reason.to_owned() };
    http::Response { start, fields: fields(pairs) }.to_bytes()
}

/// The request and the 101. That the engine takes both is tested: its own two ends, which also
/// negotiate, are a quarter of the program that a page loads.
pub(super) fn handshake() -> (Vec<u8>, Vec<u8>) {
    let key = accept::encode(&NONCE);
    let start = RequestLine {
        method: "GET".to_owned(),
        target: "/socket".to_owned(),
        version: Version::HTTP_1_1,
    };
    let origin = ["http://", ATTACKER].concat();
    let asks = [
        ("Host", ATTACKER),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", &key),
        ("Sec-WebSocket-Version", "13"),
        ("Origin", &origin),
    ];
    let request = http::Request { start, fields: fields(&asks) }.to_bytes();
    let accept = accept::value(&key);
    let grants = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", accept.as_str()),
    ];
    (request, response(101, "Switching Protocols", &grants))
}

/// What the visitor's browser sends for an address.
fn visit(address: &str) -> Vec<u8> {
    let address = address.trim();
    let address = address.strip_prefix("http://").unwrap_or(address);
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let path = if path.is_empty() { "/" } else { path };
    ["GET ", path, " HTTP/1.1\r\nHost: ", host, "\r\n\r\n"].concat().into_bytes()
}

/// What an honest server answers.
fn owner() -> Vec<u8> {
    let len = OWNERS_SCRIPT.len().to_string();
    let says = [("Content-Type", "text/javascript"), ("Content-Length", &len)];
    let mut bytes = response(200, "OK", &says);
    bytes.extend_from_slice(OWNERS_SCRIPT.as_bytes());
    bytes
}

impl Run {
    pub(super) fn new(attack: &Attack<'_>) -> Self {
        let mut payload = crlf(attack.text);
        let header = Header {
            fin: true,
            reserved: Reserved::NONE,
            opcode: Opcode::Text,
            mask: attack.key,
            payload_len: payload.len() as u64,
        };
        let mut frame = header.encode().as_bytes().to_vec();
        let payload_at = frame.len();
        let key_at = payload_at - if attack.key.is_some() { 4 } else { 0 };
        if let Some(key) = attack.key {
            mask(&mut payload, key, 0);
        }
        frame.extend_from_slice(&payload);
        let answer = crlf(attack.answer);
        let limits = Limits::default();
        let server_fault = Header::decode(&frame, Role::Server, &limits).err();
        let browser_fault = Header::decode(&answer, Role::Client, &limits).err();
        let mut run = Self {
            steps: Vec::new(),
            key_at,
            payload_at,
            server_fault_at: server_fault.map(|fault| fault.at),
            browser_fault: browser_fault.map(|fault| (fault.at, fault.rule.close_code().0)),
            visited: None,
            got: Got::Error,
        };
        run.play(attack, frame, answer);
        run
    }

    fn play(&mut self, attack: &Attack<'_>, frame: Vec<u8>, answer: Vec<u8>) {
        let mut proxy = Proxy::new(attack.manner, ATTACKER);
        let (request, agreed) = handshake();
        let exchange = [
            (Happens::Ask, request),
            (Happens::Switch, agreed),
            (Happens::Message, frame),
            (Happens::Answer, answer),
        ];
        for (happens, bytes) in exchange {
            let pieces = match happens {
                Happens::Switch | Happens::Answer => proxy.reads_server(&bytes),
                _ => proxy.reads_browser(&bytes),
            };
            self.push(happens, bytes, pieces, &proxy);
            if proxy.is_closed {
                break;
            }
        }
        let mut next = proxy.next_connection();
        let bytes = visit(attack.visitor);
        let pieces = next.reads_browser(&bytes);
        self.visited = pieces.iter().find_map(|piece| match &piece.what {
            What::Asks(_, url) => Some(url.clone()),
            _ => None,
        });
        next.asked.clone_from(&proxy.asked);
        self.push(Happens::Visit, bytes, pieces, &next);
        let kept = self.visited.as_deref().and_then(|url| next.find(url));
        let bytes = match (&self.visited, kept) {
            (None, _) => response(400, "Bad Request", &[]),
            (_, Some(kept)) => kept.bytes.clone(),
            (_, None) => owner(),
        };
        self.got = match (&self.visited, kept) {
            (None, _) => Got::Error,
            (_, Some(_)) => Got::Attacker,
            (_, None) => Got::Owner,
        };
        self.push(Happens::Deliver, bytes, Vec::new(), &next);
    }

    fn push(&mut self, happens: Happens, bytes: Vec<u8>, pieces: Vec<Piece>, proxy: &Proxy) {
        let (asked, kept) = (proxy.asked.clone(), proxy.kept.clone());
        self.steps.push(Step { happens, bytes, pieces, asked, kept, is_closed: proxy.is_closed });
    }

    /// The step of this kind, if it came to it.
    pub(super) fn step(&self, happens: Happens) -> Option<&Step> {
        self.steps.iter().find(|step| step.happens == happens)
    }
}
