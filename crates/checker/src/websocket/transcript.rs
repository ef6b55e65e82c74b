//! What went both ways.

/// Bytes that are kept of one entry.
const KEPT_LEN_MAX: usize = 8 << 10;

/// Entries that are kept.
const ENTRIES_MAX: usize = 256;

/// Who sent something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The checker.
    Sent,
    /// The peer.
    Received,
}

/// Bytes that went one way, or an event of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A connection begins.
    Connected,
    /// Bytes: their beginning, and how many there were.
    Bytes {
        /// Who sent them.
        way: Way,
        /// Whether they belong to the opening handshake.
        is_head: bool,
        /// The first of them.
        kept: Vec<u8>,
        /// All of them.
        len: usize,
    },
    /// The peer ended its side.
    End,
    /// The peer reset the connection.
    Reset,
    /// Our side was ended.
    Shutdown,
    /// Our side was dropped.
    Dropped,
    /// So many milliseconds passed, and nothing came.
    Waited(u64),
}

/// Everything that went both ways, in order and bounded.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    entries: Vec<Entry>,
    left_out: usize,
}

impl Transcript {
    /// What is kept, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many entries are not kept.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    pub(super) fn note(&mut self, entry: Entry) {
        if self.entries.len() < ENTRIES_MAX {
            self.entries.push(entry);
        } else {
            self.left_out += 1;
        }
    }

    pub(super) fn bytes(&mut self, way: Way, is_head: bool, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        // What the peer says in one go is one entry, however the network cut it.
        if let Some(Entry::Bytes { way: last, is_head: same, kept, len }) = self.entries.last_mut()
            && *last == Way::Received
            && way == Way::Received
            && *same == is_head
        {
            let room = KEPT_LEN_MAX.saturating_sub(kept.len()).min(bytes.len());
            kept.extend_from_slice(&bytes[..room]);
            *len += bytes.len();
            return;
        }
        let kept = bytes[..bytes.len().min(KEPT_LEN_MAX)].to_vec();
        self.note(Entry::Bytes { way, is_head, kept, len: bytes.len() });
    }
}
