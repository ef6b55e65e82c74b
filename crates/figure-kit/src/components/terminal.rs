//! A text as a terminal shows it.

use crate::node::{Element, el};

/// The text, which may be wider than the page: it can be scrolled by keyboard.
pub fn terminal(label: &str, text: &str) -> Element {
    el("pre").class("sw-terminal").attr("tabindex", "0").attr("aria-label", label).text(text)
}
