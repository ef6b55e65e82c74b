//! A verdict: good or not, in a line, and why.

use crate::icon;
use crate::node::{Element, el};

/// How something came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As it should.
    Good,
    /// Not as it should.
    Bad,
}

/// The verdict; `why` may hold links to where it is written.
pub fn verdict(standing: Standing, line: &str, why: Element) -> Element {
    let (icon, actor) = match standing {
        Standing::Good => (icon::tick(), "ok"),
        Standing::Bad => (icon::cross(), "err"),
    };
    el("div")
        .class("sw-verdict")
        .attr("data-actor", actor)
        .child(icon)
        .child(el("p").class("sw-verdict-line").text(line))
        .child(why.class("sw-verdict-why"))
}
