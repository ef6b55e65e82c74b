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

/// A number to slide and to write. Both perform `VERB TEXT`.
pub fn slider(
    label: &str,
    verb: &'static str,
    written: &str,
    value: u32,
    range: (u32, u32),
    sound: bool,
) -> Element {
    el("div")
        .class("sw-slider sw-js-only")
        .child(el("span").class("sw-label").text(label))
        .child(
            el("input")
                .attr("type", "range")
                .attr("min", range.0.to_string())
                .attr("max", range.1.to_string())
                .attr("value", value.to_string())
                .attr("data-input", verb)
                .attr("aria-label", label),
        )
        .child(
            input(verb, written)
                .attr("inputmode", "numeric")
                .attr("aria-label", label)
                .state("aria-invalid", !sound),
        )
}

/// A row of choices of which one holds: each is an action and its text.
pub fn segments<'t>(
    label: &str,
    choices: impl IntoIterator<Item = (String, &'t str, bool)>,
) -> Element {
    let buttons = choices.into_iter().map(|(action, text, pressed)| {
        // On paper nothing is pressed: the class says what was chosen.
        button(action, text).class_if("is-chosen", pressed).state("aria-pressed", pressed)
    });
    el("div").class("sw-seg").attr("role", "group").attr("aria-label", label).children(buttons)
}

/// A switch with its words.
pub fn switch(action: impl Into<String>, text: &str, on: bool) -> Element {
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

/// A text as a terminal shows it.
pub fn terminal(label: &str, text: &str) -> Element {
    el("pre").class("sw-terminal").attr("tabindex", "0").attr("aria-label", label).text(text)
}
