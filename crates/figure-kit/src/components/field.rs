//! What is written in: fields, numbers to slide, and what is said about them.
//!
//! The verb of a field comes from [`action::verb`](crate::action::verb).

use crate::node::{Element, el};

/// A field to write in, with its name above it. What is typed performs `VERB TEXT`.
pub fn field(label: &str, verb: impl Into<String>, value: &str, sound: bool) -> Element {
    el("label")
        .class("sw-field")
        .child(el("span").class("sw-label").text(label))
        .child(input(verb, value).state("aria-invalid", !sound))
}

/// The field itself.
pub fn input(verb: impl Into<String>, value: &str) -> Element {
    el("input")
        .class("sw-input")
        .attr("type", "text")
        .attr("value", value)
        .takes(verb)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
}

/// What is wrong with what is written, beside the field; an empty text keeps the place.
pub fn note(text: &str) -> Element {
    el("span").class("sw-note is-wrong").text(text)
}

/// A number to slide and to write. Both perform `VERB TEXT`.
pub fn slider(
    label: &str,
    verb: &str,
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
                .takes(verb)
                .attr("aria-label", label),
        )
        .child(
            input(verb, written)
                .attr("inputmode", "numeric")
                .attr("aria-label", label)
                .state("aria-invalid", !sound),
        )
}
