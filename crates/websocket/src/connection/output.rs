//! What a connection gives: bytes for the transport, and news for the program.

use alloc::{string::String, vec::Vec};

use crate::{
    Fault,
    frame::{CloseCode, Opcode},
};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Write these bytes to the transport.
    Send(Vec<u8>),
    /// Tell the program.
    Event(Event),
    /// Close the transport, once everything before is written.
    HangUp,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A whole message came.
    Message(Message),
    /// The peer asked for a sign of life. It is already answered, unless this end has closed.
    Ping(Vec<u8>),
    /// The peer gave a sign of life.
    Pong(Vec<u8>),
    /// The peer's close frame came. Nothing more will be sent or received.
    CloseReceived,
    /// A rule is broken, and the connection with it.
    Failed(Fault),
    /// The connection is closed. This is the last event.
    Closed(Ending),
}

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// UTF-8.
    Text(String),
    /// Any bytes.
    Binary(Vec<u8>),
}

/// A message in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The opcode of its first frame: text or binary.
    pub opcode: Opcode,
    /// What has come of it, inflated as far as that goes.
    pub bytes: Vec<u8>,
    /// How many of the last bytes begin a character that is not whole yet; none in binary.
    pub cut_len: usize,
}

/// How a connection ended, as an API reports it (§7.1.4-7.1.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The code of the peer's close frame; 1005 if that held none, 1006 if none came.
    pub code: CloseCode,
    /// The reason in the peer's close frame.
    pub reason: String,
    /// Whether both ends said close.
    pub clean: bool,
}
