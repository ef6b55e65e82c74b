//! Bytes to frames to messages: everything that is judged of what the peer sends.
//!
//! Invariant: [`Incoming::next`] gives the same items and the same fault for every cut of the
//! same bytes.

use alloc::{string::String, vec::Vec};

use crate::{
    Fault, Role, Rule,
    deflate::Inflater,
    frame::{self, CONTROL_LEN_MAX, CloseCode, HEADER_LEN_MAX, Header, Opcode, Reserved, Utf8},
};

use super::{
    Limits, Message, Unfinished,
    assembly::{Assembly, Inflating, Piece},
};

/// Something whole that came in.
#[derive(Debug)]
pub(super) enum Received {
    Message(Message),
    Control(Control),
}

/// A whole control frame.
#[derive(Debug)]
pub(super) enum Control {
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    Close(CloseBody),
}

/// What a close frame says; 1005 stands for nothing.
#[derive(Debug)]
pub(super) struct CloseBody {
    pub(super) code: CloseCode,
    pub(super) reason: String,
}

#[derive(Debug)]
pub(super) struct Incoming {
    role: Role,
    limits: Limits,
    /// Offset in the connection of the next byte.
    position: u64,
    stage: Stage,
    message: Option<Assembly>,
    inflater: Option<Inflater>,
}

#[derive(Debug, Clone)]
enum Stage {
    /// A header, of which these bytes are there.
    Header { bytes: [u8; HEADER_LEN_MAX], len: usize },
    /// The payload of a data frame.
    Data { header: Header, start: u64, taken: u64 },
    /// The payload of a control frame.
    Control(ControlPayload),
}

const NEW_HEADER: Stage = Stage::Header { bytes: [0; HEADER_LEN_MAX], len: 0 };

#[derive(Debug, Clone)]
struct ControlPayload {
    header: Header,
    payload: [u8; CONTROL_LEN_MAX],
    len: usize,
    reason: Utf8,
}

impl Incoming {
    pub(super) const fn new(role: Role, limits: Limits) -> Self {
        Self { role, limits, position: 0, stage: NEW_HEADER, message: None, inflater: None }
    }

    #[cfg(any(feature = "deflate", feature = "inflate"))]
    pub(super) fn inflate_with(&mut self, inflater: Inflater) {
        self.inflater = Some(inflater);
    }

    pub(super) const fn role(&self) -> Role {
        self.role
    }

    pub(super) fn held_len(&self) -> usize {
        self.message.as_ref().map_or(0, Assembly::held_len)
            + self.inflater.as_ref().map_or(0, Inflater::held_len)
    }

    pub(super) fn unfinished(&self) -> Option<Unfinished> {
        self.message.as_ref().map(Assembly::unfinished)
    }

    /// The next whole thing; `None` when all bytes are used up.
    pub(super) fn next(&mut self, bytes: &mut &[u8]) -> Result<Option<Received>, Fault> {
        if let Some(message) = self.whole_message(bytes) {
            return Ok(Some(Received::Message(message)));
        }
        loop {
            let received = match &mut self.stage {
                Stage::Header { .. } => match self.read_header(bytes)? {
                    Some(stage) => {
                        self.stage = stage;
                        continue;
                    }
                    None => return Ok(None),
                },
                Stage::Data { .. } => self.read_data(bytes)?,
                Stage::Control(_) => self.read_control(bytes)?,
            };
            match (received, &self.stage) {
                (Some(received), _) => return Ok(Some(received)),
                // A fragment ended, and its message goes on.
                (None, Stage::Header { .. }) => {}
                (None, _) => return Ok(None),
            }
        }
    }

    fn advance<'a>(&mut self, bytes: &mut &'a [u8], len: usize) -> &'a [u8] {
        let (taken, rest) = bytes.split_at(len);
        *bytes = rest;
        self.position = self.position.saturating_add(len as u64);
        taken
    }

    /// Most messages are one legal frame that is there as a whole: no state is needed for these.
    /// Everything else, faults above all, is left as it was for the stages to judge.
    fn whole_message(&mut self, bytes: &mut &[u8]) -> Option<Message> {
        if self.message.is_some() || !matches!(self.stage, Stage::Header { len: 0, .. }) {
            return None;
        }
        let frame_len_max = self.limits.frame_len_max.min(self.limits.message_len_max);
        let limits = frame::Limits { frame_len_max, reserved: Reserved::NONE };
        let (header, size) = Header::parse(bytes, self.role, &limits)?;
        let is_message = header.fin && matches!(header.opcode, Opcode::Text | Opcode::Binary);
        let (frame, rest) =
            bytes.split_at_checked(size.checked_add(usize::try_from(header.payload_len).ok()?)?)?;
        if !is_message {
            return None;
        }
        let mut payload = frame[size..].to_vec();
        if let Some(key) = header.mask {
            frame::mask(&mut payload, key, 0);
        }
        let message = match header.opcode {
            Opcode::Text => Message::Text(String::from_utf8(payload).ok()?),
            _ => Message::Binary(payload),
        };
        self.position = self.position.saturating_add(frame.len() as u64);
        *bytes = rest;
        Some(message)
    }

    /// Reads on in a header, and gives the stage that its payload needs.
    fn read_header(&mut self, bytes: &mut &[u8]) -> Result<Option<Stage>, Fault> {
        let Stage::Header { bytes: mut begun, len } = self.stage else { return Ok(None) };
        let start = self.position.saturating_sub(len as u64);
        let decoded = if len == 0 {
            self.decode(bytes)
        } else {
            let more = bytes.len().min(HEADER_LEN_MAX - len);
            begun[len..len + more].copy_from_slice(&bytes[..more]);
            self.decode(&begun[..len + more])
        };
        if let Some((header, size)) = decoded.map_err(|fault| fault.moved_by(start))? {
            self.advance(bytes, size - len);
            return Ok(Some(self.begin(header)));
        }
        // Fewer than fourteen bytes, or there would have been a verdict.
        let more = bytes.len().min(HEADER_LEN_MAX - len);
        begun[len..len + more].copy_from_slice(&bytes[..more]);
        self.advance(bytes, more);
        self.stage = Stage::Header { bytes: begun, len: len + more };
        Ok(None)
    }

    /// Decodes a header and judges its place among the frames, the earlier byte first.
    fn decode(&self, bytes: &[u8]) -> Result<Option<(Header, usize)>, Fault> {
        let Some(&first) = bytes.first() else { return Ok(None) };
        let reserved = if self.inflater.is_some() { Reserved::RSV1 } else { Reserved::NONE };
        let message_left = self.message_left(reserved.bits() & first != 0);
        let frame_len_max = self.limits.frame_len_max.min(message_left);
        let limits = frame::Limits { frame_len_max, reserved };
        let decoded = Header::decode(bytes, self.role, &limits);
        let earlier_than = |at| matches!(decoded, Err(fault) if fault.at < at);
        if !earlier_than(1) {
            self.judge_order(first)?;
        }
        if let Some(&second) = bytes.get(1)
            && !earlier_than(2)
        {
            self.judge_length(first, second)?;
        }
        decoded.map_err(|fault| match fault.rule {
            Rule::FrameTooLong if message_left < self.limits.frame_len_max => {
                Fault::new(Rule::MessageTooLong, fault.at)
            }
            _ => fault,
        })
    }

    /// Bytes that the message may still have on the wire. Compressed, only what they inflate to
    /// is bounded.
    fn message_left(&self, begins_compressed: bool) -> u64 {
        let len_max = self.limits.message_len_max;
        match &self.message {
            Some(message) if message.is_compressed() => u64::MAX,
            Some(message) => len_max.saturating_sub(message.len()),
            None if begins_compressed => u64::MAX,
            None => len_max,
        }
    }

    /// Fragments come in order, one message at a time (§5.4): the first byte tells.
    fn judge_order(&self, first: u8) -> Result<(), Fault> {
        match (Opcode::try_from(first), &self.message) {
            (Ok(Opcode::Continuation), None) => Err(Fault::new(Rule::ContinuationWithoutStart, 0)),
            (Ok(Opcode::Text | Opcode::Binary), Some(_)) => {
                Err(Fault::new(Rule::StartInsideMessage, 0))
            }
            _ => Ok(()),
        }
    }

    /// Judges a length that is wrong for the kind of frame only: the second byte tells.
    fn judge_length(&self, first: u8, second: u8) -> Result<(), Fault> {
        match (Opcode::try_from(first), second & 0x7f) {
            (Ok(Opcode::Close), 1) => Err(Fault::new(Rule::CloseBodyOfOne, 1)),
            (Ok(Opcode::Continuation | Opcode::Text | Opcode::Binary), 0) if first & 0x80 == 0 => {
                let before = self.message.as_ref().map_or(0, Assembly::empty_fragments);
                if before < self.limits.empty_fragments_max {
                    Ok(())
                } else {
                    Err(Fault::new(Rule::EmptyFragments, 1))
                }
            }
            _ => Ok(()),
        }
    }

    /// The stage that the payload behind this header needs.
    fn begin(&mut self, header: Header) -> Stage {
        if header.opcode.is_control() {
            return Stage::Control(ControlPayload::new(header));
        }
        self.message.get_or_insert_with(|| Assembly::new(&header)).begin_frame(&header);
        Stage::Data { header, start: self.position, taken: 0 }
    }

    fn read_data(&mut self, bytes: &mut &[u8]) -> Result<Option<Received>, Fault> {
        let Stage::Data { header, start, taken } = self.stage else { return Ok(None) };
        let left = header.payload_len - taken;
        // Compared as u64: on 32 bits, a frame may be longer than memory.
        let len = left.min(bytes.len() as u64) as usize;
        let at = self.position;
        let piece = Piece { bytes: self.advance(bytes, len), key: header.mask, offset: taken, at };
        let is_last = header.fin && len as u64 == left;
        if let Some(message) = &mut self.message {
            match &mut self.inflater {
                Some(inflater) if message.is_compressed() => {
                    let message_len_max = self.limits.message_len_max;
                    let mut inflating = Inflating { inflater, message_len_max, at: start };
                    message.inflate(piece, &mut inflating)?;
                    if is_last {
                        message.finish_inflating(&mut inflating)?;
                    }
                }
                _ => message.take(piece)?,
            }
        }
        if (len as u64) < left {
            self.stage = Stage::Data { header, start, taken: taken + len as u64 };
            return Ok(None);
        }
        self.stage = NEW_HEADER;
        let message = self.message.take_if(|_| is_last);
        let message = message.map(|message| message.finish(self.position));
        message.transpose().map(|message| message.map(Received::Message))
    }

    fn read_control(&mut self, bytes: &mut &[u8]) -> Result<Option<Received>, Fault> {
        let at = self.position;
        let Stage::Control(control) = &mut self.stage else { return Ok(None) };
        let len = control.left().min(bytes.len());
        control.take(&bytes[..len], at)?;
        let whole = if control.left() == 0 { Some(control.finish(at + len as u64)?) } else { None };
        self.advance(bytes, len);
        if whole.is_some() {
            self.stage = NEW_HEADER;
        }
        Ok(whole.map(Received::Control))
    }
}

impl ControlPayload {
    fn new(header: Header) -> Self {
        Self { header, payload: [0; CONTROL_LEN_MAX], len: 0, reason: Utf8::default() }
    }

    /// Bytes of payload that have yet to come. A control frame has at most 125.
    const fn left(&self) -> usize {
        self.header.payload_len as usize - self.len
    }

    fn take(&mut self, bytes: &[u8], at: u64) -> Result<(), Fault> {
        let start = self.len;
        self.len += bytes.len();
        let taken = &mut self.payload[start..self.len];
        taken.copy_from_slice(bytes);
        if let Some(key) = self.header.mask {
            frame::mask(taken, key, start);
        }
        if self.header.opcode == Opcode::Close { self.judge_close(start, at) } else { Ok(()) }
    }

    /// Judges what is new of a close frame's body: two bytes of code, then UTF-8 (§5.5.1).
    fn judge_close(&mut self, start: usize, at: u64) -> Result<(), Fault> {
        let offset = |place: usize| at + (place - start) as u64;
        let new = &self.payload[start..self.len];
        for (place, &byte) in (start..2).zip(new) {
            let (first, last) = match place {
                0 => ([byte, 0], [byte, u8::MAX]),
                _ => ([self.payload[0], byte], [self.payload[0], byte]),
            };
            let mut codes = u16::from_be_bytes(first)..=u16::from_be_bytes(last);
            if !codes.any(|code| CloseCode(code).may_be_sent()) {
                return Err(Fault::new(Rule::CloseCode, offset(place)));
            }
        }
        let reason_start = start.max(2).min(self.len);
        self.reason
            .feed(&self.payload[reason_start..self.len])
            .map_err(|error| Fault::new(Rule::ReasonNotUtf8, offset(reason_start + error.at)))
    }

    fn finish(&self, end: u64) -> Result<Control, Fault> {
        let payload = &self.payload[..self.len];
        match self.header.opcode {
            Opcode::Ping => return Ok(Control::Ping(payload.into())),
            Opcode::Pong => return Ok(Control::Pong(payload.into())),
            _ => {}
        }
        let Some((code, reason)) = payload.split_first_chunk() else {
            let nothing = CloseBody { code: CloseCode::NO_STATUS, reason: String::new() };
            return Ok(Control::Close(nothing));
        };
        // Judged already, except for a last character that never ended.
        let reason = str::from_utf8(reason)
            .map_err(|_| Fault::new(Rule::ReasonNotUtf8, end.saturating_sub(1)))?;
        let code = CloseCode(u16::from_be_bytes(*code));
        Ok(Control::Close(CloseBody { code, reason: reason.into() }))
    }
}
