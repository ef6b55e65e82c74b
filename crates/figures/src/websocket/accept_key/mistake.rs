//! The classic mistakes, alone or together.

use std::fmt;
use std::str::FromStr;

use crate::figure::Refused;
use crate::words::Words;

/// A mistake that servers have been seen to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Hash the 16 bytes and not the text.
    DecodeFirst,
    /// Base64 of the digest's hex spelling.
    HexDigest,
    /// No GUID.
    NoGuid,
    /// A line break after the GUID.
    Newline,
}

impl Mistake {
    /// All, in the order in which they strike.
    pub(super) const ALL: [Self; 4] =
        [Self::DecodeFirst, Self::NoGuid, Self::Newline, Self::HexDigest];

    /// The name in fences and links.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::DecodeFirst => "decode-first",
            Self::HexDigest => "hex-digest",
            Self::NoGuid => "no-guid",
            Self::Newline => "newline",
        }
    }

    /// The name for readers.
    pub(super) fn label(self, words: &Words) -> &str {
        match self {
            Self::DecodeFirst => words.decode_first(),
            Self::HexDigest => words.hex_digest(),
            Self::NoGuid => words.no_guid(),
            Self::Newline => words.newline(),
        }
    }

    /// This mistake and no other.
    pub(super) const fn alone(self) -> Mistakes {
        Mistakes(self.bit())
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl FromStr for Mistake {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let found = Self::ALL.into_iter().find(|mistake| mistake.name() == text);
        found.ok_or_else(|| Refused::one_of(&Self::ALL.map(Self::name)))
    }
}

/// A set of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mistakes(u8);

impl Mistakes {
    /// Whether this one is made.
    pub(super) const fn has(self, mistake: Mistake) -> bool {
        self.0 & mistake.bit() != 0
    }

    /// Makes it, or no longer.
    pub(super) const fn toggle(&mut self, mistake: Mistake) {
        self.0 ^= mistake.bit();
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = Mistake::ALL.into_iter().filter(|mistake| self.has(*mistake));
        formatter.write_str(&made.map(Mistake::name).collect::<Vec<_>>().join(" "))
    }
}

impl FromStr for Mistakes {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let mut mistakes = Self::default();
        for name in text.split_whitespace() {
            mistakes.0 |= name.parse::<Mistake>()?.bit();
        }
        Ok(mistakes)
    }
}
