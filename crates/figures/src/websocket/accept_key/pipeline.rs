//! The arithmetic, with the mistakes that are switched on. All of it is the codec's own.

use websocket::handshake::accept;

use super::mistake::{Mistake, Mistakes};
use super::spot::{Part, Spot};

/// How many bytes of a key are drawn. A valid one has 24; the rest of a longer one is counted.
pub(super) const SHOWN_MAX: usize = 48;

/// Everything that was computed from one key.
pub(super) struct Pipeline {
    /// The mistakes it was computed with.
    pub mistakes: Mistakes,
    /// What stands before the GUID; `None` where a key should be decoded and cannot.
    pub key: Option<Vec<u8>>,
    /// The digest as it is handed to Base64: 20 raw bytes, or 40 letters.
    pub digest: Option<Vec<u8>>,
    /// The value that is sent.
    pub accept: Option<String>,
    /// The value that the client expects.
    pub expected: String,
}

impl Pipeline {
    /// Computes all steps.
    pub(super) fn run(key: &str, mistakes: Mistakes) -> Self {
        let expected = accept::value(key);
        let key = if mistakes.has(Mistake::DecodeFirst) {
            // An empty text decodes to nothing, and nothing is no key.
            accept::decode(key).filter(|bytes| !bytes.is_empty())
        } else {
            Some(key.as_bytes().to_vec())
        };
        let digest = key.as_deref().map(|key| digest(key, mistakes));
        let accept = digest.as_deref().map(accept::encode);
        Self { mistakes, key, digest, accept, expected }
    }

    /// How many bytes are hashed.
    pub(super) fn hashed_len(&self) -> usize {
        let key = self.key.as_ref().map_or(0, Vec::len);
        let guid = if self.mistakes.has(Mistake::NoGuid) { 0 } else { accept::GUID.len() };
        key + guid + usize::from(self.mistakes.has(Mistake::Newline))
    }

    /// Every byte that is drawn, in reading order.
    pub(super) fn spots(&self) -> Vec<Spot> {
        let row = |part, len| (0..len).map(move |index| Spot { part, index });
        let key = self.key.as_ref().map_or(0, Vec::len).min(SHOWN_MAX);
        let guid = if self.mistakes.has(Mistake::NoGuid) { 0 } else { accept::GUID.len() };
        let newline = usize::from(self.mistakes.has(Mistake::Newline));
        row(Part::Key, key)
            .chain(row(Part::Guid, guid))
            .chain(row(Part::Newline, newline))
            .chain(row(Part::Digest, self.digest.as_ref().map_or(0, Vec::len)))
            .chain(row(Part::Accept, self.accept.as_ref().map_or(0, String::len)))
            .collect()
    }

    /// The byte at a spot.
    pub(super) fn byte(&self, spot: Spot) -> Option<u8> {
        let row = match spot.part {
            Part::Key => self.key.as_deref()?,
            Part::Guid => accept::GUID.as_bytes(),
            Part::Newline => b"\n",
            Part::Digest => self.digest.as_deref()?,
            Part::Accept => self.accept.as_deref()?.as_bytes(),
        };
        row.get(spot.index).copied()
    }

    /// Whether the value is the one the client expects.
    pub(super) fn is_right(&self) -> bool {
        self.accept.as_ref() == Some(&self.expected)
    }
}

fn digest(key: &[u8], mistakes: Mistakes) -> Vec<u8> {
    let guid = if mistakes.has(Mistake::NoGuid) { "" } else { accept::GUID };
    let newline: &[u8] = if mistakes.has(Mistake::Newline) { b"\n" } else { b"" };
    let raw = accept::digest(&[key, guid.as_bytes(), newline]);
    if mistakes.has(Mistake::HexDigest) { hex(&raw).into_bytes() } else { raw.to_vec() }
}

/// Two lower-case digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('?');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
