//! A message in the making: fragments joined, text judged as it comes (§5.4, §8.1).

use alloc::{string::String, vec::Vec};

use crate::{
    Fault, Rule,
    deflate::Inflater,
    frame::{Header, Opcode, Reserved, Utf8, mask},
};

use super::{Message, Unfinished};

/// The message whose last fragment has yet to come.
#[derive(Debug, Clone)]
pub(super) struct Assembly {
    kind: Kind,
    bytes: Vec<u8>,
    empty_fragments: u32,
    /// Whether the payloads are compressed: what the first frame says holds for all.
    is_compressed: bool,
}

/// What inflates compressed messages, and how far.
#[derive(Debug)]
pub(super) struct Inflating<'a> {
    pub(super) inflater: &'a mut Inflater,
    pub(super) message_len_max: u64,
    /// Where to point when it goes wrong: the frame's payload. Bits within do not match bytes.
    pub(super) at: u64,
}

#[derive(Debug, Clone)]
enum Kind {
    Binary,
    /// Text, each piece judged as it came.
    Text(Utf8),
}

/// Some of a frame's payload, as it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) key: Option<[u8; 4]>,
    /// Offset in the frame's payload, which is the phase of the mask.
    pub(super) offset: u64,
    /// Offset in the connection.
    pub(super) at: u64,
}

impl Assembly {
    /// Begins the message of this data frame.
    pub(super) const fn new(header: &Header) -> Self {
        let kind = match header.opcode {
            Opcode::Text => Kind::Text(Utf8::new()),
            _ => Kind::Binary,
        };
        let is_compressed = header.reserved.contains(Reserved::RSV1);
        Self { kind, bytes: Vec::new(), empty_fragments: 0, is_compressed }
    }

    pub(super) const fn is_compressed(&self) -> bool {
        self.is_compressed
    }

    pub(super) const fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The memory that is taken, whether bytes are in it or not yet.
    pub(super) const fn held_len(&self) -> usize {
        self.bytes.capacity()
    }

    pub(super) fn unfinished(&self) -> Unfinished {
        let (opcode, cut_len) = match &self.kind {
            Kind::Binary => (Opcode::Binary, 0),
            Kind::Text(utf8) => (Opcode::Text, utf8.begun_len()),
        };
        Unfinished { opcode, bytes: self.bytes.clone(), cut_len }
    }

    /// Fragments so far that were empty and not the last.
    pub(super) const fn empty_fragments(&self) -> u32 {
        self.empty_fragments
    }

    /// Notes a frame of this message.
    pub(super) const fn begin_frame(&mut self, header: &Header) {
        if header.payload_len == 0 && !header.fin {
            self.empty_fragments = self.empty_fragments.saturating_add(1);
        }
    }

    pub(super) fn take(&mut self, piece: Piece<'_>) -> Result<(), Fault> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(piece.bytes);
        let bytes = &mut self.bytes[start..];
        if let Some(key) = piece.key {
            mask(bytes, key, (piece.offset % 4) as usize);
        }
        match &mut self.kind {
            Kind::Text(utf8) => utf8
                .feed(bytes)
                .map_err(|error| Fault::new(Rule::TextNotUtf8, piece.at + error.at as u64)),
            Kind::Binary => Ok(()),
        }
    }

    /// Takes a piece of a compressed payload.
    pub(super) fn inflate(
        &mut self,
        piece: Piece<'_>,
        inflating: &mut Inflating<'_>,
    ) -> Result<(), Fault> {
        let mut deflated = Vec::from(piece.bytes);
        if let Some(key) = piece.key {
            mask(&mut deflated, key, (piece.offset % 4) as usize);
        }
        let start = self.bytes.len();
        let done = inflating.inflater.take(&deflated, &mut self.bytes, inflating.message_len_max);
        self.judge_inflated(start, done, inflating.at)
    }

    /// Ends a compressed payload.
    pub(super) fn finish_inflating(&mut self, inflating: &mut Inflating<'_>) -> Result<(), Fault> {
        let start = self.bytes.len();
        let done = inflating.inflater.finish(&mut self.bytes, inflating.message_len_max);
        self.judge_inflated(start, done, inflating.at)?;
        match &self.kind {
            Kind::Text(utf8) if !utf8.is_complete() => {
                Err(Fault::new(Rule::TextNotUtf8, inflating.at))
            }
            _ => Ok(()),
        }
    }

    /// Judges what came out of a piece. Text that was wrong before the data broke goes first, for
    /// it comes first whatever the pieces are.
    fn judge_inflated(
        &mut self,
        start: usize,
        done: Result<(), Rule>,
        at: u64,
    ) -> Result<(), Fault> {
        if let Kind::Text(utf8) = &mut self.kind {
            utf8.feed(&self.bytes[start..]).map_err(|_| Fault::new(Rule::TextNotUtf8, at))?;
        }
        done.map_err(|rule| Fault::new(rule, at))
    }

    /// Ends the message; `end` is the offset in the connection behind its last byte.
    pub(super) fn finish(self, end: u64) -> Result<Message, Fault> {
        let unfinished = Fault::new(Rule::TextNotUtf8, end.saturating_sub(1));
        if let Kind::Binary = self.kind {
            return Ok(Message::Binary(self.bytes));
        }
        // Judged piece by piece, so that only a last character without its end can be wrong.
        String::from_utf8(self.bytes).map(Message::Text).map_err(|_| unfinished)
    }
}
