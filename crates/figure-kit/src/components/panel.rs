//! Parts of a figure with a name, and how they stand beside each other.

use crate::node::{Element, el};

/// A heading within a figure. Not an `<h4>`: a book's chapters give each of those an anchor of its
/// own, and a figure's parts are no chapters.
pub fn heading(class: &str) -> Element {
    el("p").attr("role", "heading").attr("aria-level", "4").class(class)
}

/// A part of a figure: its name, what is said beside it, and what it shows.
pub fn panel(title: &str, note: &str, content: Element) -> Element {
    let note = (!note.is_empty()).then(|| el("span").class("sw-label").text(note));
    el("section")
        .class("sw-panel")
        .child(heading("sw-panel-head").child(el("span").text(title)).maybe(note))
        .child(content)
}

/// Panels and what explains them: one under the other, and side by side in a full window.
pub fn columns(panels: Element, explanation: Element) -> Element {
    el("div")
        .class("sw-columns")
        .child(panels.class("sw-column"))
        .child(explanation.class("sw-column"))
}
