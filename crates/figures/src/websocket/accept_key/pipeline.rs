//! The arithmetic, with the mistakes that are switched on, and every byte of it by its place. All
//! of it is the codec's own.

use figure_kit::figure::Refused;
use figure_kit::legible::push_hex;
use figure_kit::value::Value;
use websocket::handshake::accept;

/// How many bytes of a key are drawn. A valid one has 24; the rest of a longer one is counted.
pub(super) const SHOWN_MAX: usize = 48;

/// How many steps there are.
pub(super) const STEPS: usize = 4;

figure_kit::names! {
    /// A mistake that servers have been seen to make, in the order in which they strike.
    pub enum Mistake {
        /// Hash the 16 bytes and not the text.
        DecodeFirst = "decode-first",
        /// No GUID.
        NoGuid = "no-guid",
        /// A line break after the GUID.
        Newline = "newline",
        /// Base64 of the digest's hex spelling.
        HexDigest = "hex-digest",
    }
}

/// A set of mistakes; written as their names with blanks between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mistakes(u8);

impl Mistakes {
    /// This mistake and no other.
    pub(super) fn only(mistake: Mistake) -> Self {
        Self(1 << mistake as u8)
    }

    /// Whether this one is made.
    pub(super) fn has(self, mistake: Mistake) -> bool {
        self.0 & Self::only(mistake).0 != 0
    }

    /// Makes it, or no longer.
    pub(super) fn toggle(&mut self, mistake: Mistake) {
        self.0 ^= Self::only(mistake).0;
    }
}

impl Value for Mistakes {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut mistakes = Self::default();
        for name in text.split_whitespace() {
            mistakes.0 |= Self::only(Mistake::parse(name)?).0;
        }
        Ok(mistakes)
    }

    fn write(&self) -> String {
        let made = Mistake::ALL.into_iter().filter(|mistake| self.has(*mistake));
        made.map(Mistake::name).collect::<Vec<_>>().join(" ")
    }

    fn expects() -> String {
        ["any of ", &Mistake::NAMES.join(", ")].concat()
    }

    fn any() -> Self {
        Self::default()
    }
}

figure_kit::names! {
    /// Which row of the pipeline.
    pub enum Part {
        /// What stands in front: the key's text, or its decoded bytes.
        Key = "key",
        /// The GUID.
        Guid = "guid",
        /// A stray line break.
        Newline = "newline",
        /// The digest, raw or as hex text.
        Digest = "digest",
        /// The value.
        Accept = "accept",
    }
}

impl Part {
    /// The step of the walk that shows this row.
    pub(super) const fn step(self) -> usize {
        match self {
            Self::Key => 1,
            Self::Guid | Self::Newline => 2,
            Self::Digest => 3,
            Self::Accept => 4,
        }
    }
}

/// A byte by its row and its place there, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The row.
    pub part: Part,
    /// The place.
    pub index: usize,
}

impl Value for Spot {
    fn parse(text: &str) -> Result<Self, Refused> {
        <(Part, usize)>::parse(text).map(|(part, index)| Self { part, index })
    }

    fn write(&self) -> String {
        (self.part, self.index).write()
    }

    fn expects() -> String {
        [&Part::expects(), ", and a place from 0"].concat()
    }

    fn any() -> Self {
        Self { part: Part::Key, index: 0 }
    }
}

/// Everything that was computed from one key.
pub(super) struct Pipeline {
    /// The mistakes it was computed with.
    pub(super) mistakes: Mistakes,
    /// What stands before the GUID; `None` where a key should be decoded and cannot.
    pub(super) key: Option<Vec<u8>>,
    /// The digest as it is handed to Base64: 20 raw bytes, or 40 letters.
    pub(super) digest: Option<Vec<u8>>,
    /// The value that is sent.
    pub(super) accept: Option<String>,
    /// The value that the client expects.
    pub(super) expected: String,
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

    /// Whether a mistake was made.
    pub(super) fn has(&self, mistake: Mistake) -> bool {
        self.mistakes.has(mistake)
    }

    /// The bytes of a row.
    pub(super) fn row(&self, part: Part) -> &[u8] {
        let row = match part {
            Part::Key => self.key.as_deref(),
            Part::Guid => (!self.has(Mistake::NoGuid)).then_some(accept::GUID.as_bytes()),
            Part::Newline => self.has(Mistake::Newline).then_some(&b"\n"[..]),
            Part::Digest => self.digest.as_deref(),
            Part::Accept => self.accept.as_deref().map(str::as_bytes),
        };
        row.unwrap_or_default()
    }

    /// How many bytes are hashed.
    pub(super) fn hashed_len(&self) -> usize {
        [Part::Key, Part::Guid, Part::Newline].map(|part| self.row(part).len()).iter().sum()
    }

    /// Every byte that is drawn, in reading order.
    pub(super) fn spots(&self) -> Vec<Spot> {
        let spots = Part::ALL.into_iter().flat_map(|part| {
            let len = self.row(part).len();
            let shown = if part == Part::Key { len.min(SHOWN_MAX) } else { len };
            (0..shown).map(move |index| Spot { part, index })
        });
        spots.collect()
    }

    /// The byte at a spot.
    pub(super) fn byte(&self, spot: Spot) -> Option<u8> {
        self.row(spot.part).get(spot.index).copied()
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
    if mistakes.has(Mistake::HexDigest) { spelled(&raw).into_bytes() } else { raw.to_vec() }
}

/// Two lower-case digits a byte.
pub(super) fn spelled(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_hex(*byte, &mut text);
    }
    text
}
