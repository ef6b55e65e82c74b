//! A frame built anew from its fields: what a reader changes in one of them, the others follow.
//!
//! Invariant: a length that was in its shortest form stays so when the payload changes; one that
//! was made too wide on purpose keeps its width as long as it holds the length.

use websocket::frame::mask;

use super::part::{FramePart, Width};

/// A frame's fields, with the payload as it was before masking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    pub(super) first: u8,
    pub(super) key: Option<[u8; 4]>,
    pub(super) width: Width,
    pub(super) payload: Vec<u8>,
}

impl Build {
    /// A frame with the shortest length.
    pub(super) fn new(first: u8, key: Option<[u8; 4]>, payload: Vec<u8>) -> Self {
        Self { first, key, width: Width::Seven, payload }
    }

    /// The frame as it stands. What of it has not come is left out.
    pub(super) fn of(part: &FramePart, bytes: &[u8]) -> Self {
        let key = if part.is_masked() { Some(part.key.unwrap_or_default()) } else { None };
        let payload = part.plain(bytes, part.payload());
        let width = if part.is_wasteful() { part.width() } else { Width::Seven };
        Self { first: part.first, key, width, payload }
    }

    /// The frame as bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let len = self.payload.len() as u64;
        let width = self.width.max(Width::of(len));
        let seven = match width {
            Width::Seven => self.payload.len() as u8,
            Width::Sixteen => 126,
            Width::SixtyFour => 127,
        };
        let mut bytes = vec![self.first, seven | u8::from(self.key.is_some()) << 7];
        bytes.extend_from_slice(&len.to_be_bytes()[8 - width.bytes()..]);
        bytes.extend(self.key.into_iter().flatten());
        let start = bytes.len();
        bytes.extend_from_slice(&self.payload);
        if let Some(key) = self.key {
            mask(&mut bytes[start..], key, 0);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use websocket::Role;
    use websocket::connection::Limits;

    use super::super::reading::read;
    use super::*;

    #[test]
    fn a_legal_frame_comes_back_as_it_was() {
        let hello = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        let wide = [0x82, 0x7e, 0x00, 0x01, 0x61];
        for bytes in [&hello[..], &wide] {
            let part = read(bytes, Role::Client, Limits::default()).frames[0];
            assert_eq!(Build::of(&part, bytes).to_bytes(), bytes);
        }
    }

    #[test]
    fn the_width_follows_the_length() {
        for (len, header) in [(125, 2), (126, 4), (0xffff, 4), (0x1_0000, 10)] {
            assert_eq!(Build::new(0x82, None, vec![0; len]).to_bytes().len(), header + len);
        }
        let wide = Build { width: Width::SixtyFour, ..Build::new(0x82, None, vec![7]) };
        assert_eq!(wide.to_bytes(), [0x82, 127, 0, 0, 0, 0, 0, 0, 0, 1, 7]);
    }
}
