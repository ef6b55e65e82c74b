//! A verdict: good or not, in a line, and why; and the foot where it stays in view.

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

/// What stays at the window's foot while its figure is in view, however far below it stands: what
/// came of a press is seen where it was pressed. It is the last child of its figure's root, which
/// is [`footed`].
pub fn foot(parts: Vec<Element>) -> Element {
    el("div").class("sw-foot").children(parts)
}

/// A root whose controls, when they get the focus, come to stand above its foot.
pub fn footed(root: Element) -> Element {
    root.class("sw-footed")
}
