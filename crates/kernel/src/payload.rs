//! Bytes that many owners share: a packet, a queue and the trace hold the same allocation.

use std::ops::Deref;
use std::sync::Arc;

/// A cheap slice of shared bytes.
#[derive(Clone, Default)]
pub struct Payload {
    bytes: Arc<Vec<u8>>,
    start: u32,
    end: u32,
}

impl Payload {
    /// The bytes given.
    pub fn new(bytes: Vec<u8>) -> Self {
        let end = bytes.len() as u32;
        Self { bytes: Arc::new(bytes), start: 0, end }
    }

    /// The part from `start` to `end` of this slice, both clamped to it.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let end = self.end.min(self.start + end as u32);
        let start = end.min(self.start + start as u32);
        Self { bytes: Arc::clone(&self.bytes), start, end }
    }

    /// What follows the first `count` bytes.
    #[must_use]
    pub fn skip(&self, count: usize) -> Self {
        self.slice(count, self.len())
    }

    /// Appends bytes; copies only when someone else holds the allocation or a later part of it.
    pub(crate) fn append(&mut self, more: &[u8]) {
        if self.start == 0
            && self.end as usize == self.bytes.len()
            && let Some(bytes) = Arc::get_mut(&mut self.bytes)
        {
            bytes.extend_from_slice(more);
        } else {
            let mut bytes = Vec::with_capacity(self.len() + more.len());
            bytes.extend_from_slice(self);
            bytes.extend_from_slice(more);
            self.bytes = Arc::new(bytes);
            self.start = 0;
        }
        self.end = self.start + (self.bytes.len() as u32 - self.start);
    }
}

impl Deref for Payload {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes[self.start as usize..self.end as usize]
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Payload {}

impl std::hash::Hash for Payload {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}
