//! Everything that happened, in order, with a hash that two runs can compare.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::call::{Call, CallResult, Wait};
use crate::id::{HostId, SocketId, ThreadId};
use crate::packet::Packet;
use crate::tcp::State;
use crate::time::Time;
use crate::timer::TimerKind;

/// Why a packet went no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DropReason {
    /// The link lost it.
    Link,
    /// Its checksum was wrong.
    Checksum,
    /// Nobody in this world has its address.
    NoHost,
    /// The receive buffer was full.
    ReceiveBuffer,
    /// The accept queue or the SYN queue was full.
    AcceptQueue,
}

/// One thing that happened on a host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// A thread made a system call.
    Called {
        /// Who called.
        thread: ThreadId,
        /// What.
        call: Call,
    },
    /// The call did not come back yet.
    Slept {
        /// Who sleeps.
        thread: ThreadId,
        /// On what.
        wait: Wait,
    },
    /// The call came back.
    Returned {
        /// Who called.
        thread: ThreadId,
        /// With what.
        result: CallResult,
    },
    /// A packet left for its link.
    Sent(Arc<Packet>),
    /// A packet arrived.
    Arrived(Arc<Packet>),
    /// A packet went no further.
    Dropped(Arc<Packet>, DropReason),
    /// A TCP socket changed its state.
    State {
        /// Which.
        socket: SocketId,
        /// From what.
        from: State,
        /// To what.
        to: State,
    },
    /// A timer of a socket fired.
    Fired {
        /// Which socket.
        socket: SocketId,
        /// Which timer.
        kind: TimerKind,
    },
}

/// An event, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// On which host.
    pub host: HostId,
    /// What.
    pub event: Event,
}

/// The most entries a trace keeps; later ones still count in the hash.
pub const TRACE_ENTRIES_MAX: usize = 4_000_000;

/// FNV-1a over 64-bit words: the same on every platform, unlike the standard hasher's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fnv(u64);

impl Fnv {
    pub(crate) const NEW: Fnv = Fnv(0xcbf2_9ce4_8422_2325);

    const fn mix(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        for &byte in rest {
            self.mix(u64::from(byte));
        }
    }

    fn write_u8(&mut self, i: u8) {
        self.mix(u64::from(i));
    }
    fn write_u16(&mut self, i: u16) {
        self.mix(u64::from(i));
    }
    fn write_u32(&mut self, i: u32) {
        self.mix(u64::from(i));
    }
    fn write_u64(&mut self, i: u64) {
        self.mix(i);
    }
    // `usize` has another width in wasm; widened, it hashes alike.
    fn write_usize(&mut self, i: usize) {
        self.mix(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.mix(i as i64 as u64);
    }
}

/// The trace of a world. It only grows; rewinding a world leaves it to the caller to cut it.
#[derive(Debug, Clone)]
pub struct Trace {
    entries: Vec<Entry>,
    count: u64,
    hash: Fnv,
}

impl Default for Trace {
    fn default() -> Self {
        Self { entries: Vec::new(), count: 0, hash: Fnv::NEW }
    }
}

impl Trace {
    pub(crate) fn push(&mut self, entry: Entry) {
        entry.hash(&mut self.hash);
        self.count += 1;
        if self.entries.len() < TRACE_ENTRIES_MAX {
            self.entries.push(entry);
        }
    }

    /// The entries from the `k`th on.
    pub fn since(&self, k: usize) -> &[Entry] {
        self.entries.get(k..).unwrap_or_default()
    }

    /// All entries kept.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many events there were, kept or not.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The hash of all events so far.
    pub fn hash(&self) -> u64 {
        self.hash.finish()
    }

    /// Forgets the entries after the first `count`, with the hash as it was then.
    pub(crate) fn cut(&mut self, mark: TraceMark) {
        self.entries.truncate(mark.count as usize);
        self.count = mark.count;
        self.hash = mark.hash;
    }

    pub(crate) const fn mark(&self) -> TraceMark {
        TraceMark { count: self.count, hash: self.hash }
    }
}

/// A point in a trace to which it can be cut back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceMark {
    count: u64,
    hash: Fnv,
}
