//! What is written in: fields, numbers to slide, and what is said about them.
//!
//! The verb of a field comes from [`action::verb`](crate::action::verb).

use crate::node::{Element, el};

/// A control with its name above it.
pub fn labelled(label: &str, control: Element) -> Element {
    el("label").class("sw-field").child(el("span").class("sw-label").text(label)).child(control)
}

/// A field to write in, with its name above it. What is typed performs `VERB TEXT`.
pub fn field(label: &str, verb: impl Into<String>, value: &str, sound: bool) -> Element {
    labelled(label, input(verb, value).state("aria-invalid", !sound))
}

/// The field itself.
pub fn input(verb: impl Into<String>, value: &str) -> Element {
    plain(el("input").attr("type", "text"), verb, value)
}

/// A field of several lines.
pub fn area(verb: impl Into<String>, value: &str, rows: u32) -> Element {
    plain(el("textarea").attr("rows", rows.to_string()), verb, value).class("sw-area")
}

/// A field for one line of any length: it wraps and grows, so that all of it is seen.
pub fn growing(name: &str, verb: impl Into<String>, value: &str, sound: bool) -> Element {
    let field = plain(el("textarea").attr("rows", "1").flag("data-line", true), verb, value)
        .attr("aria-label", name)
        .state("aria-invalid", !sound);
    // The same text behind it gives the field its size; a style cannot be written here.
    el("span").class("sw-growing").attr("data-text", value).child(field)
}

fn plain(element: Element, verb: impl Into<String>, value: &str) -> Element {
    element
        .class("sw-input")
        .attr("value", value)
        .takes(verb)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
}

/// One of several to choose: each is its value and its text. What is chosen performs `VERB VALUE`.
pub fn select<'t>(
    verb: impl Into<String>,
    value: &str,
    options: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> Element {
    let option = |(value, text): (&str, &str)| el("option").attr("value", value).text(text);
    el("select")
        .class("sw-input")
        .children(options.into_iter().map(option))
        .takes(verb)
        .attr("value", value)
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
