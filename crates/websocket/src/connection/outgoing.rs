//! The bytes on their way out: frames in the order in which they were asked for.
//!
//! Invariant: at most [`super::Limits::pongs_max`] answers wait at once.

use alloc::{collections::VecDeque, vec::Vec};

use crate::{
    deflate::{Deflater, Flush},
    frame::{CONTROL_LEN_MAX, CloseCode, HEADER_ROOM, Header, Opcode, Reserved, mask},
};

use super::{MaskKeys, Message};

/// What a message or a fragment carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data<'a> {
    /// UTF-8.
    Text(&'a str),
    /// Any bytes.
    Binary(&'a [u8]),
}

impl<'a> Data<'a> {
    const fn opcode(self) -> Opcode {
        match self {
            Self::Text(_) => Opcode::Text,
            Self::Binary(_) => Opcode::Binary,
        }
    }

    const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

impl<'a> From<&'a str> for Data<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Data<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Binary(bytes)
    }
}

impl<'a> From<&'a Message> for Data<'a> {
    fn from(message: &'a Message) -> Self {
        match message {
            Message::Text(text) => Self::Text(text),
            Message::Binary(bytes) => Self::Binary(bytes),
        }
    }
}

/// Where a fragment stands in its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// More fragments follow.
    More,
    /// The message ends here.
    Last,
}

/// Why a command is refused: the caller's mistake, and nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The connection is closing or closed.
    AfterClose,
    /// A message in fragments is still open.
    InsideMessage,
    /// A fragment of text after one of binary, or the other way round.
    OtherKind,
    /// A ping, a pong, or a code and its reason of more than 125 bytes.
    LongControl,
    /// A close code that may not be sent, or a reason without a code.
    CloseCode,
}

impl Refusal {
    /// Where the rule is written that the command would break.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::AfterClose => "RFC 6455 §5.5.1",
            Self::InsideMessage | Self::OtherKind => "RFC 6455 §5.4",
            Self::LongControl => "RFC 6455 §5.5",
            Self::CloseCode => "RFC 6455 §7.4",
        }
    }
}

#[derive(Debug)]
pub(super) struct Outgoing {
    /// A client's keys; a server has none.
    keys: Option<MaskKeys>,
    bytes: Vec<u8>,
    pongs: VecDeque<Vec<u8>>,
    pongs_max: usize,
    /// The kind of the message whose fragments are being sent.
    open: Option<Opcode>,
    deflater: Option<Deflater>,
}

impl Outgoing {
    pub(super) const fn new(keys: Option<MaskKeys>, pongs_max: usize) -> Self {
        Self {
            keys,
            bytes: Vec::new(),
            pongs: VecDeque::new(),
            pongs_max,
            open: None,
            deflater: None,
        }
    }

    pub(super) fn held_len(&self) -> usize {
        self.bytes.capacity() + self.deflater.as_ref().map_or(0, Deflater::held_len)
    }

    #[cfg(any(feature = "deflate", feature = "deflate-small"))]
    pub(super) fn deflate_with(&mut self, deflater: Deflater) {
        self.deflater = Some(deflater);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.pongs.is_empty()
    }

    /// Takes room for what comes next, if there is less here.
    pub(super) fn reuse(&mut self, mut room: Vec<u8>) {
        if self.bytes.is_empty() && self.bytes.capacity() < room.capacity() {
            room.clear();
            self.bytes = room;
        }
    }

    /// Everything that waits, as the bytes to write.
    pub(super) fn take(&mut self) -> Option<Vec<u8>> {
        self.flush_pongs();
        (!self.bytes.is_empty()).then(|| core::mem::take(&mut self.bytes))
    }

    pub(super) fn message(&mut self, data: Data<'_>) -> Result<(), Refusal> {
        if self.open.is_some() {
            return Err(Refusal::InsideMessage);
        }
        self.data_frame(data.opcode(), Part::Last, data.bytes());
        Ok(())
    }

    pub(super) fn fragment(&mut self, data: Data<'_>, part: Part) -> Result<(), Refusal> {
        let opcode = match self.open {
            None => data.opcode(),
            Some(kind) if kind == data.opcode() => Opcode::Continuation,
            Some(_) => return Err(Refusal::OtherKind),
        };
        self.open = (part == Part::More).then_some(data.opcode());
        self.data_frame(opcode, part, data.bytes());
        Ok(())
    }

    pub(super) fn ping(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.control(Opcode::Ping, payload)
    }

    pub(super) fn pong(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.control(Opcode::Pong, payload)
    }

    /// Queues the answer to a ping. When too many wait, the oldest is given up (§5.5.2).
    pub(super) fn answer(&mut self, payload: Vec<u8>) {
        self.pongs.push_back(payload);
        if self.pongs.len() > self.pongs_max {
            self.pongs.pop_front();
        }
    }

    pub(super) fn close(&mut self, code: CloseCode, reason: &str) -> Result<(), Refusal> {
        // What was received before the close frame is answered before it.
        self.flush_pongs();
        if code == CloseCode::NO_STATUS && reason.is_empty() {
            return self.control(Opcode::Close, &[]);
        }
        if !code.may_be_sent() {
            return Err(Refusal::CloseCode);
        }
        let body = [&code.0.to_be_bytes(), reason.as_bytes()].concat();
        self.control(Opcode::Close, &body)
    }

    fn flush_pongs(&mut self) {
        while let Some(payload) = self.pongs.pop_front() {
            self.frame(Opcode::Pong, Part::Last, &payload);
        }
    }

    fn control(&mut self, opcode: Opcode, payload: &[u8]) -> Result<(), Refusal> {
        if payload.len() > CONTROL_LEN_MAX {
            return Err(Refusal::LongControl);
        }
        self.frame(opcode, Part::Last, payload);
        Ok(())
    }

    /// Sends a data frame, compressed if that was agreed on.
    fn data_frame(&mut self, opcode: Opcode, part: Part, payload: &[u8]) {
        let Some(deflater) = &mut self.deflater else { return self.frame(opcode, part, payload) };
        let flush = if part == Part::Last { Flush::Message } else { Flush::Fragment };
        let payload = deflater.deflate(payload, flush);
        // Only the first frame of a message is marked (RFC 7692 §6).
        let reserved = if opcode == Opcode::Continuation { Reserved::NONE } else { Reserved::RSV1 };
        self.marked_frame(opcode, part, reserved, &payload);
    }

    fn frame(&mut self, opcode: Opcode, part: Part, payload: &[u8]) {
        self.marked_frame(opcode, part, Reserved::NONE, payload);
    }

    fn marked_frame(&mut self, opcode: Opcode, part: Part, reserved: Reserved, payload: &[u8]) {
        let key = self.keys.as_mut().map(MaskKeys::next_key);
        let header = Header {
            fin: part == Part::Last,
            reserved,
            opcode,
            mask: key,
            payload_len: payload.len() as u64,
        };
        let header = header.encode();
        self.bytes.reserve(HEADER_ROOM + payload.len());
        header.append_to(&mut self.bytes);
        let start = self.bytes.len();
        self.bytes.extend_from_slice(payload);
        if let Some(key) = key {
            mask(&mut self.bytes[start..], key, 0);
        }
    }
}
