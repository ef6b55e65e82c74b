//! Bytes taken apart: which bits belong to which part, which are selected, which are at fault.
//!
//! [`byte_rows`](super::byte_rows) draws them as they stand in memory or on a wire,
//! [`bit_grid`](super::bit_grid) bit by bit. Both take the same [`Dissection`], and both may be
//! given parts of their own: what is worth a name under a byte is not what is worth one in a bit.
//!
//! ```
//! use figure_kit::components::dissection::Walk;
//! use figure_kit::components::{Dissection, Part, bit_grid, byte_rows};
//! use figure_kit::value::Value as _;
//!
//! // The first byte of an IPv4 header: version 4, five words of header (RFC 791 §3.1).
//! let it = Dissection {
//!     bytes: &[0x45],
//!     offset: 0,
//!     window: 0..1,
//!     at: Some(5),
//!     selected: 4..8,
//!     faulty: 0..0,
//!     select: |walk: Walk| ["select ", &walk.write()].concat(),
//! };
//! let part = |name, hue, bits, value: &str| Part { name, hue, bits, value: Some(value.into()) };
//! let parts = [part("version", "op", 0..4, "4"), part("IHL", "len", 4..8, "5 × 4")];
//! let rows = byte_rows(&it, &parts, &|_| Vec::new()).node().plain_text();
//! assert_eq!(rows, "045version4IHL5 × 4");
//! let grid = bit_grid(&it, &parts, &|bit| ["toggle ", &bit.to_string()].concat());
//! assert!(grid.node().plain_text().ends_with("01004version01015 × 4IHL"));
//! ```

use std::ops::Range;

use crate::action;
use crate::figure::Refused;
use crate::value::Value;

/// As wide as this many bits.
pub(super) const SHARES: [&str; 8] =
    ["sw-n1", "sw-n2", "sw-n3", "sw-n4", "sw-n5", "sw-n6", "sw-n7", "sw-n8"];

/// A field, or what else has bits of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name of its hue and pattern: what `data-f` says.
    pub hue: &'static str,
    /// Its bits, counted from the first bit of all.
    pub bits: Range<usize>,
    /// What it says; `None` for its bytes as they are.
    pub value: Option<String>,
}

/// Bytes, and how they stand.
#[derive(Debug, Clone)]
pub struct Dissection<'a> {
    /// All bytes.
    pub bytes: &'a [u8],
    /// What the first of them is numbered with.
    pub offset: usize,
    /// The bytes that are drawn, as places in `bytes`.
    pub window: Range<usize>,
    /// The bit that the reader is at.
    pub at: Option<usize>,
    /// The bits that are selected together with it; none are an empty range.
    pub selected: Range<usize>,
    /// The bits at fault; none are an empty range.
    pub faulty: Range<usize>,
    /// The action that leads elsewhere.
    pub select: fn(Walk) -> String,
}

impl Dissection<'_> {
    /// The actions of keys, for `data-keys`.
    pub(super) fn keys(&self, leads: &[(&str, Walk)]) -> String {
        let each = leads.iter().map(|(key, walk)| (*key, (self.select)(*walk)));
        action::keys(&each.collect::<Vec<_>>())
    }

    /// The bit that the tab key leads to: one of all that are drawn.
    pub(super) fn tab_stop(&self) -> usize {
        self.at.unwrap_or(self.window.start * 8)
    }
}

/// Whether two ranges have something in common.
pub(super) const fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The bits of a byte.
pub(super) const fn bits_of(byte: usize) -> Range<usize> {
    byte * 8..byte * 8 + 8
}

/// Where to, among parts and bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// To the next part.
    Next,
    /// To the part before.
    Previous,
    /// To the first bit.
    First,
    /// To the last byte.
    Last,
    /// To none.
    None,
    /// So many bits on, or back.
    By(i8),
    /// To this bit, from 0.
    To(usize),
}

const NAMED: [(&str, Walk); 5] = [
    ("next", Walk::Next),
    ("previous", Walk::Previous),
    ("first", Walk::First),
    ("last", Walk::Last),
    ("none", Walk::None),
];

/// Written `next`, `by -8`, `bit 16`.
impl Value for Walk {
    fn parse(text: &str) -> Result<Self, Refused> {
        let named = NAMED.iter().find(|(name, _)| *name == text).map(|(_, walk)| *walk);
        let by = || text.strip_prefix("by ")?.parse().ok().map(Self::By);
        let to = || text.strip_prefix("bit ")?.parse().ok().map(Self::To);
        named.or_else(by).or_else(to).ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        match self {
            Self::By(by) => ["by ", &by.to_string()].concat(),
            Self::To(bit) => ["bit ", &bit.to_string()].concat(),
            walk => {
                let named = NAMED.iter().find(|(_, known)| known == walk);
                named.map_or("", |(name, _)| name).to_owned()
            }
        }
    }

    fn expects() -> String {
        "one of next, previous, first, last, none, by N, bit N".to_owned()
    }

    fn any() -> Self {
        Self::Next
    }
}

impl Walk {
    /// Where it leads from a bit, among so many; `stretch` gives the bits that are selected
    /// together with one. What leads nowhere stays where it is.
    pub fn from(
        self,
        at: Option<usize>,
        bits_len: usize,
        stretch: &dyn Fn(usize) -> Range<usize>,
    ) -> Option<usize> {
        let last = bits_len.checked_sub(1)?;
        let target = match (self, at) {
            (Self::None, _) => return None,
            (Self::To(bit), _) => Some(bit),
            (Self::First, _) | (Self::Next | Self::Previous | Self::By(_), None) => Some(0),
            (Self::Last, _) => Some(last & !7),
            (Self::By(by), Some(bit)) => bit.checked_add_signed(by.into()),
            (Self::Next, Some(bit)) => Some(stretch(bit).end),
            (Self::Previous, Some(bit)) => {
                stretch(bit).start.checked_sub(1).map(|before| stretch(before).start)
            }
        };
        target.filter(|bit| *bit <= last).or(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four bits, four bits, then two bytes that are selected one by one.
    fn stretch(bit: usize) -> Range<usize> {
        match bit {
            0..4 => 0..4,
            4..8 => 4..8,
            _ => bits_of(bit / 8),
        }
    }

    #[track_caller]
    fn check(walks: &str, reached: Option<usize>) {
        let mut at = None;
        for text in walks.split("; ") {
            let walk = Walk::parse(text).unwrap();
            assert_eq!(walk.write(), text);
            at = walk.from(at, 24, &stretch);
        }
        assert_eq!(at, reached, "{walks}");
    }

    #[test]
    fn a_walk_leads_from_part_to_part_and_from_bit_to_bit() {
        check("next", Some(0));
        check("next; next; next; next", Some(16));
        check("last; next", Some(16));
        check("bit 10; previous; previous", Some(0));
        check("first; previous", Some(0));
        check("bit 3; by 8; by 1; by -1; by -8; by -8", Some(3));
        check("bit 3; bit 99", Some(3));
        check("bit 3; none", None);
    }

    #[test]
    fn where_there_is_nothing_a_walk_leads_nowhere() {
        assert_eq!(Walk::First.from(None, 0, &stretch), None);
        assert_eq!(Walk::To(3).from(Some(3), 0, &stretch), None);
        for rubbish in ["", "3", "bit", "bit -1", "by", "by 200", "bit x"] {
            assert!(Walk::parse(rubbish).is_err(), "{rubbish}");
        }
    }
}
