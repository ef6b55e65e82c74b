//! What is secondary: folded away, and named with what is in it.

use std::fmt::Display;

use crate::node::{Element, el};

/// The button that opens a part and folds it again; `holds` says what is in it while it is folded.
/// The part itself stands behind it, and only while it is open.
pub fn disclosure(action: impl Display, title: &str, holds: &str, open: bool) -> Element {
    let holds = (!open && !holds.is_empty()).then(|| el("span").class("sw-label").text(holds));
    el("button")
        .attr("type", "button")
        .class("sw-disclosure")
        .state("aria-expanded", open)
        .does(action)
        .child(el("span").class("sw-disclosure-title").text(title))
        .text(" ")
        .maybe(holds)
}
