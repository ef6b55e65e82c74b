//! Bytes that many owners share: a call, a packet, a queue and the trace hold one allocation.
//!
//! What a program sends is copied once, into the call. Segments are slices of it, and what the
//! other program receives is joined from those slices again, without a copy where they touch.

use std::ops::Deref;
use std::sync::Arc;

/// A cheap slice of shared bytes.
#[derive(Clone, Default)]
pub struct Payload {
    /// None when there are no bytes: most segments only acknowledge.
    bytes: Option<Arc<Vec<u8>>>,
    start: u32,
    end: u32,
}

impl Payload {
    /// The bytes given; what is beyond 4 GiB is left out.
    pub fn new(bytes: Vec<u8>) -> Self {
        let end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let bytes = (end > 0).then(|| Arc::new(bytes));
        Self { bytes, start: 0, end }
    }

    /// The part from `start` to `end` of this slice, both clamped to it.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.len());
        let start = start.min(end);
        if start == end {
            return Self::default();
        }
        let (end, start) = (self.start + end as u32, self.start + start as u32);
        Self { bytes: self.bytes.clone(), start, end }
    }

    /// What is left when the first `count` bytes are gone.
    #[must_use]
    pub fn skip(&self, count: usize) -> Self {
        self.slice(count, self.len())
    }

    /// Appends the part of `more` from `start` to `end`, if it follows in the same allocation or
    /// there is nothing yet. Gives whether it did.
    fn extend(&mut self, more: &Payload, start: usize, end: usize) -> bool {
        if start == end {
            return true;
        }
        let (Some(own), Some(other)) = (&self.bytes, &more.bytes) else {
            if self.is_empty() {
                *self = more.slice(start, end);
            }
            return true;
        };
        let follows = Arc::ptr_eq(own, other) && self.end == more.start + start as u32;
        if follows {
            self.end = more.start + end as u32;
        }
        follows
    }

    /// Appends bytes. Only those that do not follow in the same allocation are copied.
    pub(crate) fn join(&mut self, more: &Payload) {
        if self.extend(more, 0, more.len()) {
            return;
        }
        let (Some(own), Some(other)) = (&mut self.bytes, &more.bytes) else { return };
        let added = &other[more.start as usize..more.end as usize];
        if self.start == 0
            && self.end as usize == own.len()
            && let Some(own) = Arc::get_mut(own)
        {
            own.extend_from_slice(added);
            self.end += added.len() as u32;
            return;
        }
        *self = Self::new([&**self, added].concat());
    }
}

/// Slices on their way to become one.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    parts: Vec<Payload>,
    last: Payload,
    len: usize,
}

impl Gathered {
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Appends the part of `more` from `start` to `end`, which must lie in it.
    pub(crate) fn push(&mut self, more: &Payload, start: usize, end: usize) {
        self.len += end - start;
        if !self.last.extend(more, start, end) {
            self.parts.push(std::mem::replace(&mut self.last, more.slice(start, end)));
        }
    }

    /// The whole: copied once if it lay in several places, and not at all if it did not.
    pub(crate) fn join(mut self) -> Payload {
        if self.parts.is_empty() {
            return self.last;
        }
        self.parts.push(self.last);
        let mut whole = Vec::with_capacity(self.len);
        self.parts.iter().for_each(|part| whole.extend_from_slice(part));
        Payload::new(whole)
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for Payload {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes.to_vec())
    }
}

impl Deref for Payload {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match &self.bytes {
            Some(bytes) => &bytes[self.start as usize..self.end as usize],
            None => &[],
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_allocation_are_joined_without_a_copy() {
        let all = Payload::new(b"abcdef".to_vec());
        let mut first = all.slice(1, 3);
        first.join(&all.slice(3, 99));
        assert_eq!(&*first, b"bcdef");
        assert!(Arc::ptr_eq(first.bytes.as_ref().unwrap(), all.bytes.as_ref().unwrap()));
    }

    #[test]
    fn strangers_are_joined_by_a_copy_that_leaves_both_as_they_were() {
        let (one, two) = (Payload::new(b"one".to_vec()), Payload::new(b"two".to_vec()));
        let mut both = one.clone();
        both.join(&two);
        both.join(&Payload::default());
        both.join(&two.slice(0, 1));
        assert_eq!((&*both, &*one, &*two), (&b"onetwot"[..], &b"one"[..], &b"two"[..]));
        let mut empty = Payload::default();
        empty.join(&one);
        assert_eq!(empty, one);
    }
}
