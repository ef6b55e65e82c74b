//! A lane: what belongs to one actor, under its name.

use crate::node::{Element, el};

/// An empty lane of an actor (`client`, `server`: its mark and its hue), with its name and what is
/// said beside it.
pub fn lane(actor: &str, name: &str, note: &str) -> Element {
    let head = el("div")
        .class("sw-lane-head")
        .child(el("span").class("sw-mark"))
        .child(el("span").class("sw-lane-name").text(name))
        .child(el("span").class("sw-lane-addr").text(note));
    el("div")
        .attr("role", "group")
        .class("sw-lane")
        .attr("data-actor", actor)
        .attr("aria-label", name)
        .child(head)
}
