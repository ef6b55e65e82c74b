//! Everything that happened, in order, with a hash that two runs can compare.
//!
//! Recording is the hot path: an entry is small, what is large is shared with whoever made it,
//! and nothing is hashed before somebody asks.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::call::{Call, CallResult, Wait};
use crate::hash::Fnv;
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
        call: Arc<Call>,
    },
    /// The call did not come back yet.
    Slept {
        /// Who sleeps.
        thread: ThreadId,
        /// On what.
        wait: Arc<Wait>,
    },
    /// The call came back.
    Returned {
        /// Who called.
        thread: ThreadId,
        /// With what.
        result: Arc<CallResult>,
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

/// The most entries a trace keeps; later ones are only counted.
pub const TRACE_ENTRIES_MAX: usize = 4_000_000;

/// Entries in a chunk of a trace.
const CHUNK: usize = 256;

/// The trace of a world. It only grows; rewinding a world cuts it.
///
/// Full chunks are shared by all copies of the trace, so that copying a world with a long past
/// costs little, and a growing trace is never moved.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    full: Vec<Arc<Vec<Entry>>>,
    last: Vec<Entry>,
    /// How many came after the last entry that is kept.
    beyond: u64,
}

impl Trace {
    pub(crate) fn push(&mut self, entry: Entry) {
        if self.len() >= TRACE_ENTRIES_MAX {
            self.beyond += 1;
            return;
        }
        if self.last.capacity() == 0 {
            self.last.reserve_exact(CHUNK);
        }
        self.last.push(entry);
        if self.last.len() == CHUNK {
            self.full.push(Arc::new(std::mem::take(&mut self.last)));
        }
    }

    /// The `k`th entry.
    pub fn entry(&self, k: usize) -> Option<&Entry> {
        self.chunk(k / CHUNK).get(k % CHUNK)
    }

    fn chunk(&self, at: usize) -> &[Entry] {
        match self.full.get(at) {
            Some(chunk) => chunk,
            None if at == self.full.len() => &self.last,
            None => &[],
        }
    }

    /// The entries from the `k`th on.
    pub fn since(&self, k: usize) -> impl Iterator<Item = &Entry> + Clone {
        let first = self.chunk(k / CHUNK);
        let rest = (k / CHUNK + 1..=self.full.len()).flat_map(|at| self.chunk(at));
        first.get(k % CHUNK..).unwrap_or_default().iter().chain(rest)
    }

    /// All entries kept.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> + Clone {
        self.since(0)
    }

    /// How many entries are kept.
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.last.len()
    }

    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many events there were, kept or not.
    pub fn count(&self) -> u64 {
        self.len() as u64 + self.beyond
    }

    /// The hash of all entries kept, and of how many there were.
    pub fn hash(&self) -> u64 {
        let mut hash = Fnv::default();
        for entry in self.entries() {
            entry.hash(&mut hash);
        }
        self.beyond.hash(&mut hash);
        hash.finish()
    }

    /// Forgets what came after a mark.
    pub(crate) fn cut(&mut self, mark: TraceMark) {
        let (chunk, entries) = (mark.len / CHUNK, mark.len % CHUNK);
        if chunk < self.full.len() {
            self.last.clear();
            self.last.extend_from_slice(&self.full[chunk][..entries]);
            self.full.truncate(chunk);
        }
        self.last.truncate(entries);
        self.beyond = mark.beyond;
    }

    pub(crate) fn mark(&self) -> TraceMark {
        TraceMark { len: self.len(), beyond: self.beyond }
    }
}

/// A point in a trace to which it can be cut back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceMark {
    len: usize,
    beyond: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: u64) -> Entry {
        let event = Event::Fired { socket: SocketId(0), kind: TimerKind::Retransmit };
        Entry { at: Time(at), host: HostId(0), event }
    }

    #[test]
    fn a_trace_that_was_cut_grows_as_if_nothing_had_been_behind_the_cut() {
        let whole = CHUNK as u64 * 3 + 7;
        for cut in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 6] {
            let mut trace = Trace::default();
            let mut mark = trace.mark();
            for at in 0..whole {
                if trace.len() == cut {
                    mark = trace.mark();
                }
                trace.push(entry(at));
            }
            let (hash, copy) = (trace.hash(), trace.clone());
            trace.cut(mark);
            assert_eq!(trace.len(), cut);
            assert_eq!(trace.entries().count(), cut);
            (cut as u64..whole).for_each(|at| trace.push(entry(at)));
            assert_eq!(trace.hash(), hash);
            assert!(trace.entries().eq(copy.entries()));
            assert_eq!(trace.entry(cut), copy.since(cut).next());
        }
    }

    #[test]
    fn an_entry_is_small() {
        assert!(size_of::<Entry>() <= 32, "{}", size_of::<Entry>());
    }
}
