//! What a server's program keeps for a client that does not keep up, and what it does when that is
//! too much.
//!
//! Invariant: where the policy has a bound, no more waits than it allows, except for a message that
//! finds nothing before it.

use std::collections::VecDeque;

figure_kit::names! {
    /// What the server does about a client that does not keep up.
    pub(crate) enum Policy {
        /// It waits for the slowest before it sends the next message.
        Block = "block",
        /// It queues without a bound.
        Queue = "queue",
        /// It drops the message that finds the queue full.
        Newest = "newest",
        /// It drops the oldest message of a full queue.
        Oldest = "oldest",
        /// It closes the connection.
        Close = "close",
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// It waits with the others.
    Queued,
    /// The client does not get it.
    Dropped,
    /// It was one too many: all are thrown away, and the connection is to be closed.
    TooMuch,
}

/// Frames that wait for one client.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: VecDeque<Vec<u8>>,
    /// How many messages the client does not get.
    pub(crate) dropped: u32,
}

impl Outbox {
    /// The bytes that wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.iter().map(Vec::len).sum()
    }

    /// The frames that wait, the oldest first.
    pub(crate) fn frames(&self) -> impl Iterator<Item = &[u8]> {
        self.waiting.iter().map(Vec::as_slice)
    }

    /// Takes a message. So many bytes were handed on and wait below; they count, and cannot be
    /// dropped any more.
    pub(crate) fn give(
        &mut self,
        policy: Policy,
        limit: usize,
        handed: usize,
        bytes: &[u8],
    ) -> Given {
        let is_full = |it: &Self| {
            let before = handed + it.len();
            before > 0 && before + bytes.len() > limit
        };
        match policy {
            Policy::Newest if is_full(self) => {
                self.dropped += 1;
                return Given::Dropped;
            }
            Policy::Oldest => {
                while is_full(self) && self.waiting.pop_front().is_some() {
                    self.dropped += 1;
                }
            }
            Policy::Close if is_full(self) => {
                self.waiting.clear();
                return Given::TooMuch;
            }
            Policy::Block | Policy::Queue | Policy::Newest | Policy::Close => {}
        }
        self.push(bytes.to_vec());
        Given::Queued
    }

    /// Puts a frame behind the others, whatever the bound.
    pub(crate) fn push(&mut self, bytes: Vec<u8>) {
        self.waiting.push_back(bytes);
    }

    /// The next frame to send.
    pub(crate) fn pop(&mut self) -> Option<Vec<u8>> {
        self.waiting.pop_front()
    }

    /// Throws all away.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }
}
