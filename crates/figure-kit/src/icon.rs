//! The few drawings that controls and verdicts carry. Shape first, so that colour is never alone.

use crate::node::{Element, el};

fn drawing(view_box: &'static str, path: &str) -> Element {
    el("svg")
        .attr("viewBox", view_box)
        .attr("aria-hidden", "true")
        .child(el("path").attr("d", path.to_owned()))
}

/// A tick in a circle: legal.
pub fn tick() -> Element {
    drawing("0 0 24 24", "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM8 12.2l2.8 2.8l5.2-5.6")
}

/// A cross in an octagon: refused.
pub fn cross() -> Element {
    drawing("0 0 24 24", "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.700V8.3zM9 9l6 6m0-6l-6 6")
}

/// A triangle: play.
pub fn play() -> Element {
    drawing("0 0 16 16", "M4.500 2.800L13 8l-8.500 5.200z").class("is-solid")
}

/// Two bars: pause.
pub fn pause() -> Element {
    drawing("0 0 16 16", "M4 3h3v10H4zM9 3h3v10H9z").class("is-solid")
}

/// A triangle against a bar: one step back.
pub fn back() -> Element {
    drawing("0 0 16 16", "M11 3.500L5.500 8l5.500 4.500zM3 3h1.500v10H3z").class("is-solid")
}

/// A triangle against a bar: one step forward.
pub fn forward() -> Element {
    drawing("0 0 16 16", "M5 3.500L10.500 8L5 12.500zM11.500 3H13v10h-1.500z").class("is-solid")
}
