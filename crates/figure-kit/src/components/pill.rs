//! A state in a word: its shape says whether it stays or passes.

use crate::node::{Element, el};

/// How a state is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It stays.
    Stable,
    /// It stays, and is what was wanted.
    Established,
    /// It passes.
    Transitional,
    /// Nothing is there any more.
    Closed,
}

/// The pill of a state.
pub fn pill(name: &str, look: Look) -> Element {
    let state = match look {
        Look::Stable => "stable",
        Look::Established => "established",
        Look::Transitional => "transitional",
        Look::Closed => "closed",
    };
    el("span").class("sw-pill").attr("data-state", state).text(name)
}
