//! A line of bytes: the columns that a cell lies over.

use crate::node::{Element, el};

/// Bytes in a line.
pub(crate) const LINE: usize = 12;

const STARTS: [&str; LINE] = [
    "fa-c0", "fa-c1", "fa-c2", "fa-c3", "fa-c4", "fa-c5", "fa-c6", "fa-c7", "fa-c8", "fa-c9",
    "fa-c10", "fa-c11",
];
const ENDS: [&str; LINE] = [
    "fa-e0", "fa-e1", "fa-e2", "fa-e3", "fa-e4", "fa-e5", "fa-e6", "fa-e7", "fa-e8", "fa-e9",
    "fa-e10", "fa-e11",
];

/// A cell over the columns from `first` to `last`.
pub(crate) fn spanning(tag: &'static str, first: usize, last: usize) -> Element {
    el(tag).class(STARTS[first.min(LINE - 1)]).class(ENDS[last.min(LINE - 1)])
}
