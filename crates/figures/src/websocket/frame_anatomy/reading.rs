//! What bytes of one direction say, frame by frame, and the verdict on them: plain data.
//!
//! The frames are taken apart as their own lengths say, legal or not, so that a wrong frame can
//! be looked at. The verdict is [`websocket::connection`]'s alone.
//!
//! Invariant: the same bytes give the same anatomy, and nothing that is kept here grows with an
//! announced length: at most [`FRAMES_MAX`] frames and [`DELIVERED_MAX`] deliveries.
//!
//! ```
//! use figures::websocket::frame_anatomy::reading::{self, Outcome};
//! use websocket::{Role, Rule, connection::Limits};
//!
//! let unmasked = [0x81, 0x02, 0x48, 0x69];
//! let anatomy = reading::read(&unmasked, Role::Client, Limits::default());
//! assert_eq!(anatomy.frames[0].payload(), 2..4);
//! let Outcome::Fault(fault) = anatomy.verdict.outcome() else { panic!() };
//! assert_eq!((fault.rule, fault.at), (Rule::UnmaskedClient, 1));
//! ```

use std::ops::Range;

use websocket::connection::{Connection, Event, Limits, MaskKeys, Message, Output};
use websocket::frame::{CloseCode, Opcode};
use websocket::{Fault, Role};

use super::part::{Carried, FramePart, Missing, Place};

/// The most frames that are kept; those behind are counted.
pub const FRAMES_MAX: usize = 4_096;

/// The most deliveries that are kept.
pub const DELIVERED_MAX: usize = 64;

/// The most that is kept of a delivered text, in bytes.
pub const TEXT_LEN_MAX: usize = 400;

/// Bytes of one direction, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anatomy {
    /// Who sent them.
    pub from: Role,
    /// How many bytes there are.
    pub len: usize,
    /// The first frames, in order, and behind them the one that holds the fault, if that is
    /// farther on: its own [`FramePart::index`] tells.
    pub frames: Vec<FramePart>,
    /// How many frames there are in all, the last one perhaps in part.
    pub frames_len: usize,
    /// What the program at the other end was given.
    pub delivered: Vec<Delivered>,
    /// What the other end says to them.
    pub verdict: Verdict,
}

/// Something that came through whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// A text message.
    Text {
        /// Its beginning, at most [`TEXT_LEN_MAX`] bytes of it.
        text: String,
        /// Its length in bytes.
        len: usize,
    },
    /// A binary message.
    Binary {
        /// Its length in bytes.
        len: usize,
    },
    /// A ping, which is answered.
    Ping {
        /// The bytes that the pong will carry.
        len: usize,
    },
    /// A pong.
    Pong {
        /// Its length in bytes.
        len: usize,
    },
    /// A close frame; 1005 stands for one without a code.
    Close {
        /// Its code.
        code: CloseCode,
        /// Its reason.
        reason: String,
    },
}

/// What the receiving end says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The rule that is broken, with its offset in the bytes given.
    pub fault: Option<Fault>,
    /// The index of the frame in which it is broken.
    pub fault_frame: Option<usize>,
    /// Where a legal close frame ends: what follows is not read any more (§5.5.1).
    pub closed_at: Option<usize>,
    /// What the last frame lacks.
    pub missing: Option<Missing>,
    /// The kind of the message that is still open behind the last frame (§5.4).
    pub open: Option<Opcode>,
    /// Whether there was nothing to judge.
    pub is_empty: bool,
}

/// The one thing to say first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There are no bytes.
    Empty,
    /// A rule is broken.
    Fault(Fault),
    /// A legal close frame ended the connection, and bytes follow it.
    AfterClose {
        /// Where the close frame ends.
        at: usize,
    },
    /// The last frame is not whole; legal so far.
    Incomplete(Missing),
    /// Every frame is whole, and the message is not: its last fragment has yet to come.
    OpenMessage(Opcode),
    /// Whole and legal.
    Legal,
}

impl Verdict {
    /// The one thing to say first.
    pub fn outcome(&self) -> Outcome {
        match (self.fault, self.missing, self.open) {
            _ if self.is_empty => Outcome::Empty,
            (Some(fault), ..) => Outcome::Fault(fault),
            (None, missing, open) => match (self.closed_at, missing, open) {
                (Some(at), ..) => Outcome::AfterClose { at },
                (None, Some(missing), _) => Outcome::Incomplete(missing),
                (None, None, Some(kind)) => Outcome::OpenMessage(kind),
                (None, None, None) => Outcome::Legal,
            },
        }
    }
}

/// Takes apart and judges what `from` sent, as the other end would with these limits.
pub fn read(bytes: &[u8], from: Role, limits: Limits) -> Anatomy {
    let (fault, delivered) = judge(bytes, from, limits);
    let mut verdict = Verdict { fault, is_empty: bytes.is_empty(), ..Verdict::default() };
    let (mut frames, mut frames_len) = (Vec::new(), 0);
    let mut walk = Walk::default();
    let mut start = 0;
    while start < bytes.len() {
        let part = walk.step(bytes, start, frames_len);
        // The byte that settles it may be the last of a frame, never one behind it.
        let range = start as u64..part.end() as u64;
        let holds_fault = fault.is_some_and(|fault| range.contains(&fault.at));
        if holds_fault {
            verdict.fault_frame = Some(frames_len);
        }
        let is_legal = fault.is_none_or(|fault| fault.at >= range.end);
        let closes = is_legal && part.opcode() == Ok(Opcode::Close) && part.missing().is_none();
        if closes && verdict.closed_at.is_none() && part.end() < bytes.len() {
            verdict.closed_at = Some(part.end());
        }
        verdict.missing = part.missing();
        start = part.end();
        if frames_len < FRAMES_MAX || holds_fault {
            frames.push(part);
        }
        frames_len += 1;
    }
    verdict.open = walk.open.filter(|_| verdict.closed_at.is_none());
    Anatomy { from, len: bytes.len(), frames, frames_len, delivered, verdict }
}

/// What a real connection makes of the bytes.
fn judge(bytes: &[u8], from: Role, limits: Limits) -> (Option<Fault>, Vec<Delivered>) {
    let mut connection = match from {
        Role::Client => Connection::server(limits),
        Role::Server => Connection::client(limits, MaskKeys::fixed([0; 4])),
    };
    let mut rest = bytes;
    let (mut fault, mut delivered) = (None, Vec::new());
    while !rest.is_empty() {
        connection.receive(&mut rest);
        while let Some(output) = connection.poll_output() {
            let Output::Event(event) = output else { continue };
            let delivery = match event {
                Event::Failed(broken) => {
                    fault = Some(broken);
                    continue;
                }
                Event::Message(Message::Text(text)) => Delivered::Text {
                    len: text.len(),
                    text: text[..text.floor_char_boundary(TEXT_LEN_MAX)].to_owned(),
                },
                Event::Message(Message::Binary(bytes)) => Delivered::Binary { len: bytes.len() },
                Event::Ping(payload) => Delivered::Ping { len: payload.len() },
                Event::Pong(payload) => Delivered::Pong { len: payload.len() },
                Event::Closed(ending) if ending.clean => {
                    Delivered::Close { code: ending.code, reason: ending.reason }
                }
                Event::Closed(_) | Event::CloseReceived => continue,
            };
            if delivered.len() < DELIVERED_MAX {
                delivered.push(delivery);
            }
        }
    }
    // A client that was told to close waits for TCP to end before it says that all is over.
    connection.transport_ended();
    while let Some(output) = connection.poll_output() {
        if let Output::Event(Event::Closed(ending)) = output
            && ending.clean
        {
            delivered.push(Delivered::Close { code: ending.code, reason: ending.reason });
        }
    }
    (fault, delivered)
}

/// What the frames so far leave for the next.
#[derive(Debug, Default)]
struct Walk {
    /// The kind of the message whose last fragment has yet to come.
    open: Option<Opcode>,
    carried: Carried,
}

impl Walk {
    fn step(&mut self, bytes: &[u8], start: usize, index: usize) -> FramePart {
        let mut part = FramePart::read(bytes, start, index);
        part.inside = self.open;
        part.place = match (part.opcode(), self.open, part.fin()) {
            (Ok(opcode), ..) if opcode.is_control() => Place::Control,
            (Ok(Opcode::Continuation), Some(_), false) => Place::Middle,
            (Ok(Opcode::Continuation), Some(_), true) => Place::Last,
            (Ok(Opcode::Text | Opcode::Binary), None, false) => Place::First,
            (Ok(Opcode::Text | Opcode::Binary), None, true) => Place::Whole,
            _ => Place::Astray,
        };
        match (part.place, part.opcode()) {
            (Place::First | Place::Whole, Ok(opcode)) => {
                self.carried = Carried::default();
                part.kind = Some(opcode);
            }
            (Place::Middle | Place::Last, _) => {
                part.kind = self.open;
                part.carried = self.carried;
            }
            _ => {}
        }
        self.open = match part.place {
            Place::First => part.kind,
            Place::Whole | Place::Last => None,
            Place::Middle | Place::Control | Place::Astray => self.open,
        };
        if part.kind == Some(Opcode::Text) {
            let payload = part.payload();
            let tail: Range<usize> = payload.end.saturating_sub(3).max(payload.start)..payload.end;
            self.carried.add(&part.plain(bytes, tail));
        }
        part
    }
}
