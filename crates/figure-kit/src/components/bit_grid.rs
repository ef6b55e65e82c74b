//! Bytes bit by bit, as RFCs draw headers: 32, 16 or 8 bits to the row, as there is room.

use super::dissection::{Dissection, Part, SHARES, Walk, bits_of, meet};
use crate::legible::hex;
use crate::node::{Element, el};

/// Bits in the widest row.
const ROW: u8 = 32;

/// Arrow keys lead from bit to bit and from byte to byte.
const KEYS: [(&str, Walk); 7] = [
    ("ArrowLeft", Walk::By(-1)),
    ("ArrowRight", Walk::By(1)),
    ("ArrowUp", Walk::By(-8)),
    ("ArrowDown", Walk::By(8)),
    ("Home", Walk::First),
    ("End", Walk::Last),
    ("Escape", Walk::None),
];

/// The bits of the window's bytes under the numbers of their places. Every bit is a button, and
/// pressing it performs `press`. One bit of all is in the tab order; keys lead to the rest.
pub fn bit_grid(
    it: &Dissection<'_>,
    parts: &[Part<'_>],
    press: &dyn Fn(usize) -> String,
) -> Element {
    let ticks = (0..ROW).map(|bit| {
        el("span").class("sw-bit-number").attr("aria-hidden", "true").text(bit.to_string())
    });
    let pieces = it.window.clone().flat_map(|place| {
        let here = parts.iter().filter(move |part| meet(&part.bits, &bits_of(place)));
        here.map(move |part| piece(it, part, place, press))
    });
    el("div").class("sw-bits").attr("data-keys", it.keys(&KEYS)).children(ticks).children(pieces)
}

/// What of a part lies in one byte.
fn piece(
    it: &Dissection<'_>,
    part: &Part<'_>,
    place: usize,
    press: &dyn Fn(usize) -> String,
) -> Element {
    let byte = it.bytes.get(place).copied().unwrap_or_default();
    let first = part.bits.start.max(place * 8);
    let end = part.bits.end.min(place * 8 + 8);
    let bits = (first..end).map(|bit| {
        let on = byte & 0x80 >> (bit % 8) != 0;
        el("button")
            .attr("type", "button")
            .class("sw-bit")
            .class_if("is-on", on)
            .class_if("is-here", it.at == Some(bit))
            .attr("tabindex", if bit == it.tab_stop() { "0" } else { "-1" })
            .does(press(bit))
            .text(if on { "1" } else { "0" })
    });
    el("div")
        .class("sw-piece sw-patterned")
        .class(SHARES[(end - first).clamp(1, 8) - 1])
        .class_if("is-joined", end < part.bits.end)
        .class_if("is-selected", meet(&it.selected, &(first..end)))
        .class_if("is-error", meet(&it.faulty, &(first..end)))
        .attr("data-f", part.hue)
        .child(el("div").class("sw-piece-bits").children(bits))
        .child(label(part, byte, if first == part.bits.start { part.name } else { "" }))
}

/// The piece's value and name; one bit has no room for a name that lies.
fn label(part: &Part<'_>, byte: u8, name: &str) -> Element {
    if part.bits.len() == 1 {
        return el("span").class("sw-piece-one").text(name);
    }
    let value = part.value.clone().unwrap_or_else(|| hex(byte));
    el("span").class("sw-piece-says").child(el("b").text(value)).child(el("span").text(name))
}
