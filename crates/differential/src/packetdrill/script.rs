//! A script: options, commands, and what happens when.

use super::call::CallLine;
use super::packet::PacketLine;

/// When something happens, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Since the script began.
    At(u64, u64),
    /// Since the event before it.
    After(u64, u64),
    /// Whenever: only for packets that the kernel sends.
    Any,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    Call(CallLine),
    Packet(PacketLine),
    Command(String),
    Code(String),
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) line: usize,
    pub(super) when: When,
    pub(super) action: Action,
}

/// A script, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Script {
    /// Names and values, with their lines.
    pub(super) options: Vec<(usize, String, String)>,
    /// What a shell is to do before the first event.
    pub(super) setup: Vec<(usize, String)>,
    pub(super) events: Vec<Event>,
}
