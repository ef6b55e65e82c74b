//! What the network process wants of the event loop.

use crate::reactor::event::Event;

/// What the loop is asked to do.
#[derive(Debug, Clone)]
pub(crate) enum Command {
    Event(u32, Event),
    Connect { connection: u32, host: String, port: u16, line: u32 },
    Send { connection: u32, bytes: Vec<u8>, line: u32 },
    Close { connection: u32 },
    SetTimer(Deadline, u64),
    ClearTimer(Deadline),
}

/// Something that is waited for no longer than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deadline {
    pub(crate) id: u32,
    pub(crate) wait: Wait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wait {
    Handshake,
    Closing,
    HangUp,
    /// A connection that is kept for the next request.
    Idle,
    /// What a preflight allowed.
    Permission,
}
