//! An attack, step by step: what the hijack and the poisoned proxy draw alike. Each step has a
//! number that leads to it, what happens, and its way between the three who take part; what stands
//! below that, and beside the steps, is the figure's own.

mod words;

use figure_kit::node::{Element, el, svg};
pub use words::Words;

/// Where the three stand in the drawing of a way.
pub(super) const LEFT: u32 = 8;
pub(super) const MIDDLE: u32 = 100;
pub(super) const RIGHT: u32 = 192;

/// How far a line stays from whom it joins.
const ROOM: u32 = 11;

/// A step, above its bytes.
pub(super) struct Head<'a> {
    /// Its place in the run, from 1, and what leads there.
    pub(super) number: usize,
    pub(super) to: String,
    /// What happens.
    pub(super) title: &'a str,
    /// How many steps are shown, and at which of them the walk stands.
    pub(super) shown: usize,
    pub(super) now: Option<usize>,
    /// Whether an answer is awaited before anybody goes anywhere.
    pub(super) is_locked: bool,
}

impl Head<'_> {
    /// The row of the step, without its bytes.
    pub(super) fn row(&self, way: Element) -> Element {
        let number = self.number.to_string();
        let to = el("button")
            .attr("type", "button")
            .class("atk-no")
            .does(&self.to)
            .text(number.clone())
            .attr("tabindex", if self.number == self.shown.max(1) { "0" } else { "-1" })
            .attr("aria-label", [&number, " ", self.title].concat())
            .flag("disabled", self.is_locked);
        let title = el("div").class("atk-title").child(el("span").text(self.title)).child(way);
        el("li")
            .class("atk-step")
            .class_if("is-now", self.now == Some(self.number))
            .class_if("is-future", self.number > self.shown)
            .child(el("div").class("atk-head").child(to).child(title))
    }
}

/// The steps, and what stands beside them.
pub(super) fn main(rows: impl IntoIterator<Item = Element>, beside: Element) -> Element {
    el("div").class("atk-main").child(el("ol").children(rows)).child(beside.class("atk-beside"))
}

/// Nothing, where something would be listed.
pub(super) fn none(text: &str) -> Element {
    el("p").class("atk-none").text(text)
}

/// An arrow between two places.
pub(super) fn arrow(from: u32, to: u32) -> Element {
    let (start, end, back) = if from < to {
        (from + ROOM, to - ROOM, to - ROOM - 6)
    } else {
        (from - ROOM, to + ROOM, to + ROOM + 6)
    };
    let [start, end, back] = [start, end, back].map(|x| x.to_string());
    let d = ["M", &start, " 10H", &end, "M", &back, " 6L", &end, " 10L", &back, " 14"].concat();
    el("path").class("atk-line").attr("d", d)
}

/// The drawing of a way, with the names of those on it beside it.
pub(super) fn way(parts: impl IntoIterator<Item = Element>, names: &str) -> Element {
    let drawing = svg(200, 20).attr("aria-hidden", "true").children(parts);
    el("span").class("atk-way").child(drawing).child(el("span").class("sw-label").text(names))
}
