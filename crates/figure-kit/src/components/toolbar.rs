//! Buttons, alone and in rows, and switches.

use std::fmt::Display;

use crate::node::{Element, el};

/// A button that performs an action.
pub fn button(action: impl Display, text: impl Into<String>) -> Element {
    el("button").attr("type", "button").class("sw-btn").does(action).text(text)
}

/// A button that shows a drawing and is named by its words.
pub fn icon_button(action: impl Display, name: &str, icon: Element) -> Element {
    el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--icon")
        .does(action)
        .attr("aria-label", name)
        .child(icon)
}

/// A row of controls.
pub fn toolbar(controls: impl IntoIterator<Item = Element>) -> Element {
    el("div").class("sw-toolbar").children(controls)
}

/// A row of choices of which one holds: each is an action, its text, and whether it holds.
pub fn segments<'t, A: Display>(
    label: &str,
    choices: impl IntoIterator<Item = (A, &'t str, bool)>,
) -> Element {
    let buttons = choices.into_iter().map(|(action, text, pressed)| {
        // On paper nothing is pressed: the class says what was chosen.
        button(action, text).class_if("is-chosen", pressed).state("aria-pressed", pressed)
    });
    el("div").class("sw-seg").attr("role", "group").attr("aria-label", label).children(buttons)
}

/// A switch with its words.
pub fn switch(action: impl Display, text: &str, on: bool) -> Element {
    el("button")
        .attr("type", "button")
        .class("sw-switch")
        .class_if("is-on", on)
        .attr("role", "switch")
        .state("aria-checked", on)
        .does(action)
        .child(el("span").class("sw-switch-track"))
        .text(text)
}
