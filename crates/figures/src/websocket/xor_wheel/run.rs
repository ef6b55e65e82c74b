//! Masking and unmasking, done by the engine.

use websocket::frame::{Utf8, mask};

/// A piece that the receiver reads at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte behind its last.
    pub(super) end: usize,
    /// The key byte with which the receiver begins it.
    pub(super) phase: usize,
}

/// What came of a payload.
pub(super) struct Run {
    pub(super) plain: Vec<u8>,
    pub(super) key: [u8; 4],
    /// The bytes on the wire.
    pub(super) wire: Vec<u8>,
    pub(super) chunks: Vec<Chunk>,
    /// What the receiver has after unmasking.
    pub(super) received: Vec<u8>,
    /// The byte at which that stops being UTF-8, as the engine says while it comes in.
    pub(super) breaks_at: Option<usize>,
    pub(super) is_lost: bool,
    /// How many bytes are masked so far.
    pub(super) done: usize,
    /// Whether the walk is on; otherwise all is shown.
    pub(super) is_walking: bool,
}

impl Run {
    /// Masks a payload, and receives it in pieces of these sizes.
    pub(super) fn new(payload: &[u8], key: [u8; 4], sizes: &[usize], is_lost: bool) -> Self {
        let plain = payload.to_vec();
        let mut wire = plain.clone();
        mask(&mut wire, key, 0);
        let mut run = Self {
            received: wire.clone(),
            key,
            wire,
            chunks: Vec::new(),
            breaks_at: None,
            is_lost,
            done: plain.len(),
            is_walking: false,
            plain,
        };
        run.receive(sizes);
        run
    }

    /// Unmasks piece by piece, and judges the text as it comes.
    fn receive(&mut self, sizes: &[usize]) {
        let mut sizes = sizes.iter();
        let mut text = Utf8::new();
        let (mut start, mut phase) = (0, 0);
        while start < self.wire.len() {
            let size = sizes.next().copied().unwrap_or(usize::MAX);
            let end = start.saturating_add(size).min(self.wire.len());
            let begun = if self.is_lost { 0 } else { phase };
            self.chunks.push(Chunk { start, end, phase: begun });
            phase = mask(&mut self.received[start..end], self.key, begun);
            if self.breaks_at.is_none() {
                let fed = text.feed(&self.received[start..end]);
                self.breaks_at = fed.err().map(|error| start + error.at);
            }
            start = end;
        }
        if self.breaks_at.is_none() && !text.is_complete() {
            self.breaks_at = self.wire.len().checked_sub(1);
        }
    }

    /// The key byte that the receiver used for a byte.
    pub(super) fn receiver_key(&self, index: usize) -> u8 {
        let chunk = self.chunks.iter().find(|chunk| (chunk.start..chunk.end).contains(&index));
        let place = chunk.map_or(0, |chunk| chunk.phase + index - chunk.start);
        self.key[place % 4]
    }

    /// How many bytes differ from what was sent.
    pub(super) fn wrong(&self) -> usize {
        self.plain.iter().zip(&self.received).filter(|(sent, got)| sent != got).count()
    }

    /// The byte that the wheel is at: the last one masked.
    pub(super) fn now(&self) -> usize {
        if self.is_walking { self.done.saturating_sub(1) } else { 0 }
    }
}

/// The sizes that are typed, and whether all of them are.
pub(super) fn sizes(text: &str) -> (Vec<usize>, bool) {
    let words = text.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    let (mut sizes, mut all) = (Vec::new(), true);
    for word in words {
        match word.parse() {
            Ok(size) if size > 0 => sizes.push(size),
            _ => all = false,
        }
    }
    (sizes, all)
}
