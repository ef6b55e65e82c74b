//! One byte of the pipeline.

use std::fmt;
use std::str::FromStr;

use crate::figure::Refused;

/// Which row of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What stands in front: the key's text, or its decoded bytes.
    Key,
    /// The GUID.
    Guid,
    /// A stray line break.
    Newline,
    /// The digest, raw or as hex text.
    Digest,
    /// The value.
    Accept,
}

impl Part {
    /// The step of the walk that shows this row.
    pub(super) const fn step(self) -> u8 {
        match self {
            Self::Key => 1,
            Self::Guid | Self::Newline => 2,
            Self::Digest => 3,
            Self::Accept => 4,
        }
    }

    const ALL: [(Self, &str); 5] = [
        (Self::Key, "key"),
        (Self::Guid, "guid"),
        (Self::Newline, "newline"),
        (Self::Digest, "digest"),
        (Self::Accept, "accept"),
    ];
}

/// A byte by its row and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The row.
    pub part: Part,
    /// The place, from 0.
    pub index: usize,
}

impl fmt::Display for Spot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Part::ALL.iter().find(|(part, _)| *part == self.part).map(|(_, name)| *name);
        write!(formatter, "{} {}", name.unwrap_or_default(), self.index)
    }
}

impl FromStr for Spot {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let parse = || {
            let (name, index) = text.split_once(' ')?;
            let (part, _) = Part::ALL.iter().find(|(_, known)| *known == name)?;
            Some(Self { part: *part, index: index.parse().ok()? })
        };
        parse().ok_or_else(|| {
            Refused::expected(
                "key N, guid N, digest N, accept N, next, previous, first, last, none",
            )
        })
    }
}
