//! The same bytes bit by bit, as RFC 6455 §5.2 draws them: 32, 16 or 8 bits to the row, as there
//! is room. Every bit is a button.

use super::super::meaning;
use super::super::part::{Field, FieldKind};
use super::{BIT_KEYS, Drawn, hue};
use crate::legible::hex;
use crate::node::{Element, el, heading};
use crate::words::Words;

const SPANS: [&str; 8] = ["fa-n1", "fa-n2", "fa-n3", "fa-n4", "fa-n5", "fa-n6", "fa-n7", "fa-n8"];

/// The head and the grid.
pub(super) fn panel(drawn: &Drawn<'_>, words: &Words) -> Element {
    let ticks = (0..32).map(|bit: u8| {
        el("span").class("fa-tick").attr("aria-hidden", "true").text(bit.to_string())
    });
    let pieces = drawn.window.clone().flat_map(|at| pieces(drawn, at, words));
    el("section")
        .class("fa-bits")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.grid_title()))
                .child(el("span").class("sw-label sw-js-only").text(words.grid_hint())),
        )
        .child(
            el("div").class("fa-grid").attr("data-keys", BIT_KEYS).children(ticks).children(pieces),
        )
}

/// The pieces of the fields that lie in one byte.
fn pieces(drawn: &Drawn<'_>, at: usize, words: &Words) -> Vec<Element> {
    let byte = at - drawn.part.start;
    drawn.fields_at(byte).map(|field| piece(drawn, field, at, words)).collect()
}

fn piece(drawn: &Drawn<'_>, field: &Field, at: usize, words: &Words) -> Element {
    let byte = at - drawn.part.start;
    let first = field.first_bit.max(byte * 8);
    let end = (field.first_bit + field.bits).min(byte * 8 + 8);
    let goes_on = end < field.first_bit + field.bits;
    let value = drawn.figure.bytes[at];
    let tab_stop = drawn.figure.selected.unwrap_or((drawn.window.start - drawn.part.start) * 8);
    let bits = (first..end).map(|bit| {
        let on = value & 0x80 >> (bit % 8) != 0;
        el("button")
            .attr("type", "button")
            .class("fa-bit")
            .class_if("is-on", on)
            .class_if("is-here", drawn.figure.selected == Some(bit))
            .attr("tabindex", if bit == tab_stop { "0" } else { "-1" })
            .does(["toggle ", &bit.to_string()].concat())
            .text(if on { "1" } else { "0" })
    });
    el("div")
        .class("fa-seg sw-patterned")
        .class(SPANS[(end - first).clamp(1, 8) - 1])
        .class_if("is-joined", goes_on)
        .class_if("is-selected", drawn.is_selected(field, byte))
        .class_if("is-error", drawn.is_faulty(field.kind, at))
        .attr("data-f", hue(field.kind))
        .child(el("div").class("fa-row").children(bits))
        .child(label(drawn, field, at, words))
}

/// The piece's value and name.
fn label(drawn: &Drawn<'_>, field: &Field, at: usize, words: &Words) -> Element {
    let byte = at - drawn.part.start;
    let begins = field.first_bit.max(byte * 8) == field.first_bit;
    let name = if begins { meaning::name(field.kind, words) } else { "" };
    if field.bits == 1 {
        return el("span").class("fa-one").text(name);
    }
    let value = match field.kind {
        FieldKind::Opcode => {
            char::from_digit(field.value as u32, 16).map(String::from).unwrap_or_default()
        }
        FieldKind::Length => field.value.to_string(),
        _ => hex(drawn.figure.bytes[at]),
    };
    let name = match field.kind {
        FieldKind::Opcode => meaning::opcode(drawn.part.opcode(), words),
        _ => name,
    };
    el("span").class("fa-what").child(el("b").text(value)).child(el("span").text(name))
}
