//! A row of bytes: the columns that a cell lies over.

use crate::node::{Element, el};

/// Bytes in a line.
pub const LINE: usize = 12;

const STARTS: [&str; LINE] = [
    "sw-c0", "sw-c1", "sw-c2", "sw-c3", "sw-c4", "sw-c5", "sw-c6", "sw-c7", "sw-c8", "sw-c9",
    "sw-c10", "sw-c11",
];
const ENDS: [&str; LINE] = [
    "sw-e0", "sw-e1", "sw-e2", "sw-e3", "sw-e4", "sw-e5", "sw-e6", "sw-e7", "sw-e8", "sw-e9",
    "sw-e10", "sw-e11",
];

/// A cell over the columns from `first` to `last`.
pub fn spanning(tag: &'static str, first: usize, last: usize) -> Element {
    el(tag).class(STARTS[first.min(LINE - 1)]).class(ENDS[last.min(LINE - 1)])
}
