//! Messages as they travel: HTTP of its crate, frames of the engine.
//!
//! What is shown is what TLS would carry: the network here has no TLS.

use http::{
    Fields, Limits, Reader, Request, RequestLine, Response, StartLine, StatusLine, Version,
};
use websocket::Role;
use websocket::frame::{self, Header, Opcode, Reserved, mask};

/// No message here is longer.
const BODY_MAX: usize = 4 << 10;

fn fields(pairs: &[(&str, &str)], body: &str) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in pairs {
        // A name of a host was read before it is written: no value here breaks a head.
        let _pushed = fields.push(name, value);
    }
    if !body.is_empty() {
        let _pushed = fields.push("Content-Length", &body.len().to_string());
    }
    fields
}

/// A request with its body.
pub(super) fn request(method: &str, target: &str, pairs: &[(&str, &str)], body: &str) -> Vec<u8> {
    let (method, target) = (method.to_owned(), target.to_owned());
    let start = RequestLine { method, target, version: Version::HTTP_1_1 };
    let mut bytes = Request { start, fields: fields(pairs, body) }.to_bytes();
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// A response with its body.
pub(super) fn response(status: u16, reason: &str, pairs: &[(&str, &str)], body: &str) -> Vec<u8> {
    let start = StatusLine { version: Version::HTTP_1_1, status, reason: reason.to_owned() };
    let mut bytes = Response { start, fields: fields(pairs, body) }.to_bytes();
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// A frame with a whole message.
pub(super) fn frame(opcode: Opcode, key: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
    let mut payload = payload.to_vec();
    let payload_len = payload.len() as u64;
    let header = Header { fin: true, reserved: Reserved::NONE, opcode, mask: key, payload_len };
    if let Some(key) = key {
        mask(&mut payload, key, 0);
    }
    let mut bytes = header.encode().as_bytes().to_vec();
    bytes.extend_from_slice(&payload);
    bytes
}

/// What has come on a connection and was not read yet.
#[derive(Debug, Default)]
pub(super) struct Inbox(Vec<u8>);

impl Inbox {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A request or a response with its body, once both are whole.
    pub(super) fn take<S: StartLine>(&mut self) -> Option<(http::Head<S>, String)> {
        let mut rest = &self.0[..];
        let head = Reader::<S>::new(Limits::default()).receive(&mut rest).ok()??;
        let length = head.fields.first("Content-Length").and_then(http::Field::text);
        let length = length.and_then(|text| text.parse::<usize>().ok()).unwrap_or(0).min(BODY_MAX);
        let body = String::from_utf8_lossy(rest.get(..length)?).into_owned();
        let left = rest.len() - length;
        self.0.drain(..self.0.len() - left);
        Some((head, body))
    }

    /// A frame with its payload, unmasked.
    pub(super) fn take_frame(&mut self, reader: Role) -> Option<(Opcode, Vec<u8>)> {
        let limits = frame::Limits::default();
        let (header, start) = Header::decode(&self.0, reader, &limits).ok()??;
        let end = start + usize::try_from(header.payload_len).ok()?;
        let mut payload = self.0.get(start..end)?.to_vec();
        if let Some(key) = header.mask {
            mask(&mut payload, key, 0);
        }
        self.0.drain(..end);
        Some((header.opcode, payload))
    }
}

/// A field of a head as text.
pub(super) fn field<'h, S>(head: &'h http::Head<S>, name: &str) -> Option<&'h str> {
    head.fields.first(name).and_then(http::Field::text)
}
