//! The controls that figures on the simulated world share.

use crate::node::{Element, el};

/// A button that performs an action.
pub fn button(action: impl Into<String>, text: impl Into<String>) -> Element {
    el("button").attr("type", "button").class("sw-btn").does(action).text(text)
}

/// A field to write in, with its name above it. What is typed performs `VERB TEXT`.
pub fn field(label: &str, verb: &'static str, value: &str, sound: bool) -> Element {
    el("label")
        .class("sw-field")
        .child(el("span").class("sw-label").text(label))
        .child(input(verb, value).state("aria-invalid", !sound))
}

/// The field itself.
pub fn input(verb: &'static str, value: &str) -> Element {
    el("input")
        .class("sw-input")
        .attr("type", "text")
        .attr("value", value)
        .attr("data-input", verb)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
}

/// A row of choices of which one holds: each is an action and its text.
pub fn segments<'t>(
    label: &str,
    choices: impl IntoIterator<Item = (String, &'t str, bool)>,
) -> Element {
    let buttons = choices
        .into_iter()
        .map(|(action, text, pressed)| button(action, text).state("aria-pressed", pressed));
    el("div").class("sw-seg").attr("role", "group").attr("aria-label", label).children(buttons)
}

/// A switch with its words.
pub fn switch(action: impl Into<String>, text: &str, on: bool) -> Element {
    el("button")
        .attr("type", "button")
        .class("sw-switch")
        .attr("role", "switch")
        .state("aria-checked", on)
        .does(action)
        .child(el("span").class("sw-switch-track"))
        .text(text)
}

/// A text as a terminal shows it.
pub fn terminal(label: &str, text: &str) -> Element {
    el("pre").class("sw-terminal").attr("tabindex", "0").attr("aria-label", label).text(text)
}
