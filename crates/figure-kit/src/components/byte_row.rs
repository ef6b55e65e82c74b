//! Bytes in rows: each under its offset, over the parts that it belongs to.

use std::ops::Range;

use super::dissection::{Dissection, Part, SHARES, Walk, bits_of, meet};
use crate::legible::hex;
use crate::node::{Element, el};

/// Bytes in a line.
pub const LINE: usize = 12;

const STARTS: [&str; LINE] = [
    "sw-c0", "sw-c1", "sw-c2", "sw-c3", "sw-c4", "sw-c5", "sw-c6", "sw-c7", "sw-c8", "sw-c9",
    "sw-c10", "sw-c11",
];
const ENDS: [&str; LINE] = [
    "sw-e0", "sw-e1", "sw-e2", "sw-e3", "sw-e4", "sw-e5", "sw-e6", "sw-e7", "sw-e8", "sw-e9",
    "sw-e10", "sw-e11",
];

/// Arrow keys lead from part to part, as long as the focus is on one of the bytes.
const KEYS: [(&str, Walk); 5] = [
    ("ArrowLeft", Walk::Previous),
    ("ArrowRight", Walk::Next),
    ("Home", Walk::First),
    ("End", Walk::Last),
    ("Escape", Walk::None),
];

/// A cell over the columns from `first` to `last`.
pub fn spanning(tag: &'static str, first: usize, last: usize) -> Element {
    el(tag).class(STARTS[first.min(LINE - 1)]).class(ENDS[last.min(LINE - 1)])
}

/// A line for up to [`LINE`] bytes and what stands over and under them.
pub fn byte_line() -> Element {
    el("div").class("sw-line")
}

/// A small byte in a row of its own: what a byte is combined with, or becomes.
pub fn small_byte(tag: &'static str, column: usize, byte: u8, hue: &'static str) -> Element {
    spanning(tag, column, column).class("sw-byte sw-byte--sm").attr("data-f", hue).text(hex(byte))
}

/// A character over the bytes that it is made of.
pub fn character(first: usize, last: usize, text: impl Into<String>) -> Element {
    spanning("span", first, last).class("sw-char").text(text)
}

/// The bytes of the window, [`LINE`] to a line in words of four. `under` adds what stands under
/// the bytes of a line, whose places it is given.
///
/// One byte of all is in the tab order; keys lead to the rest.
pub fn byte_rows(
    it: &Dissection<'_>,
    parts: &[Part<'_>],
    under: &dyn Fn(Range<usize>) -> Vec<Element>,
) -> Element {
    let starts = it.window.clone().step_by(LINE);
    let lines = starts.map(|start| {
        let places = start..it.window.end.min(start + LINE);
        line(it, parts, &places).children(under(places))
    });
    el("div").class("sw-bytes").attr("data-keys", it.keys(&KEYS)).children(lines)
}

fn line(it: &Dissection<'_>, parts: &[Part<'_>], places: &Range<usize>) -> Element {
    let mut line = byte_line();
    for place in places.clone() {
        let column = place - places.start;
        let offset = spanning("span", column, column).class("sw-off");
        line = line
            .child(offset.text((it.offset + place).to_string()))
            .child(byte(it, parts, place, column));
    }
    for place in places.clone().filter(|place| is_split(parts, *place)) {
        line = line.children(split(it, parts, place, place - places.start));
    }
    for part in parts {
        line = line.children(bracket(part, parts, places));
    }
    line
}

/// The parts that have bits in a byte.
fn parts_at<'p>(parts: &'p [Part<'p>], place: usize) -> impl Iterator<Item = &'p Part<'p>> {
    parts.iter().filter(move |part| meet(&part.bits, &bits_of(place)))
}

/// Whether several parts share a byte.
fn is_split(parts: &[Part<'_>], place: usize) -> bool {
    parts_at(parts, place).count() > 1
}

/// The pieces of a byte, each as wide as it has bits.
fn pieces(parts: &[Part<'_>], place: usize, class: &'static str) -> impl Iterator<Item = Element> {
    parts_at(parts, place).map(move |part| {
        let bits = part.bits.end.min(place * 8 + 8) - part.bits.start.max(place * 8);
        el("span").class(class).class(SHARES[bits.clamp(1, 8) - 1]).attr("data-f", part.hue)
    })
}

fn byte(it: &Dissection<'_>, parts: &[Part<'_>], place: usize, column: usize) -> Element {
    let bits = bits_of(place);
    let byte = spanning("button", column, column)
        .attr("type", "button")
        .class("sw-byte")
        .class_if("is-error", meet(&it.faulty, &bits))
        .state("aria-pressed", meet(&it.selected, &bits))
        .attr("tabindex", if place == it.tab_stop() / 8 { "0" } else { "-1" })
        .does((it.select)(Walk::To(bits.start)))
        .text(it.bytes.get(place).map(|byte| hex(*byte)).unwrap_or_default());
    if is_split(parts, place) {
        // A byte of several parts has the tints of all, and no hue of its own.
        let tints = el("span").class("sw-tints").children(pieces(parts, place, "sw-tint"));
        return byte.class("is-split").child(tints);
    }
    match parts_at(parts, place).next() {
        Some(part) => byte.attr("data-f", part.hue),
        None => byte,
    }
}

/// Under a byte of several parts: a bracket a piece, and what each says, one below the other.
fn split(it: &Dissection<'_>, parts: &[Part<'_>], place: usize, column: usize) -> [Element; 2] {
    let rows = parts_at(parts, place).map(|part| {
        let value = part.value.clone();
        let value = value.unwrap_or_else(|| hex(it.bytes.get(place).copied().unwrap_or_default()));
        el("span")
            .attr("data-f", part.hue)
            .class_if("is-bad", meet(&it.faulty, &part.bits))
            .text(part.name)
            .child(el("b").text(value))
    });
    let brackets = pieces(parts, place, "sw-bracket");
    [
        spanning("span", column, column).class("sw-brackets").children(brackets),
        spanning("span", column, column).class("sw-values").children(rows),
    ]
}

/// The bracket and the name of a part of whole bytes, as far as it lies in this line.
fn bracket(part: &Part<'_>, parts: &[Part<'_>], places: &Range<usize>) -> Vec<Element> {
    let (start, end) = (part.bits.start / 8, part.bits.end.div_ceil(8));
    let (from, to) = (start.max(places.start), end.min(places.end));
    if from >= to || is_split(parts, from) {
        return Vec::new();
    }
    let (first, last) = (from - places.start, to - 1 - places.start);
    let name = if from == start { part.name } else { "" };
    vec![
        spanning("span", first, last).class("sw-bracket").attr("data-f", part.hue),
        spanning("span", first, last).class("sw-part-name").text(name).attr("data-f", part.hue),
    ]
}
