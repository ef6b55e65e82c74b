//! What one end takes from the other, before it refuses (§10.4).

/// The limits of one connection. Each has a name, a default and a rule that reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest payload of one frame, as announced in its header.
    pub frame_len_max: u64,
    /// The longest message, all fragments together, after decompression.
    pub message_len_max: u64,
    /// Fragments of one message that may be empty. Fragments with data need no limit of their
    /// own: they run into that of the message.
    pub empty_fragments_max: u32,
    /// Pings that wait for their pong at once. Of more, the oldest go unanswered, as §5.5.2
    /// allows.
    pub pongs_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_len_max: 16 << 20,
            message_len_max: 16 << 20,
            empty_fragments_max: 100,
            pongs_max: 64,
        }
    }
}
