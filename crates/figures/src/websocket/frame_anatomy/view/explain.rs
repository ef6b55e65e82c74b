//! The selected field in words, and the fields that this frame does not have.

use figure_kit::components::{Explanation, key_hints, unexplained};
use figure_kit::node::{Element, el};

use super::super::glyphs::{Kind, glyphs};
use super::super::meaning;
use super::super::part::{Field, FieldKind, FramePart, Width};
use super::super::state::FrameAnatomy;
use super::super::words::Words;
use super::wire::hue;
use crate::clause;
use figure_kit::legible::{self, hex};

/// The field that holds the selected bit.
fn selected(figure: &FrameAnatomy, part: &FramePart) -> Option<Field> {
    part.field_at(figure.selected?, &figure.bytes)
}

/// What the selected field says, sentence by sentence; what to do, where none is.
pub(super) fn sentences(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Vec<String> {
    let Some(field) = selected(figure, part) else { return vec![words.pick_a_field().to_owned()] };
    let mut said = Vec::new();
    if field.kind == FieldKind::Payload {
        said.extend(payload_byte(figure, part, words));
    }
    said.push(meaning::field(&field, part, words));
    said
}

/// The byte of the payload that is selected, and its character.
fn payload_byte(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Vec<String> {
    let Some(bit) = figure.selected else { return Vec::new() };
    let at = part.start + bit / 8;
    let index = at - part.payload().start;
    let plain = part.plain(&figure.bytes, at..at + 1);
    let Some(plain) = plain.first().map(|byte| hex(*byte)) else { return Vec::new() };
    let wire = hex(figure.bytes[at]);
    let mut said = vec![match part.key {
        Some(key) => words.payload_byte_masked(&index, &wire, &hex(key[index % 4]), &plain),
        None => words.payload_byte_plain(&index, &plain),
    }];
    let around = part.payload();
    let near = around.start.max(at.saturating_sub(4))..around.end.min(at + 5);
    let glyphs = glyphs(&figure.anatomy, part, &figure.bytes, near);
    let Some(glyph) = glyphs.into_iter().find(|glyph| glyph.bytes.contains(&at)) else {
        return said;
    };
    match glyph.kind {
        Kind::Character { character, from, of } => {
            let code = code_point(character);
            let shown = legible::readable(&character.to_string());
            let place = from + (at - glyph.bytes.start) + 1;
            said.push(if of == 1 {
                words.char_whole(&shown, &code)
            } else {
                words.char_part(&place, &of, &shown, &code)
            });
            if glyph.kind.is_cut(glyph.bytes.len()) {
                said.push(words.char_cut().to_owned());
            }
        }
        Kind::Begun | Kind::Bad => said.push(words.char_bad().to_owned()),
        Kind::Code(code) => said.push(words.close_code_is(&code)),
        Kind::Raw(_) => {}
    }
    said
}

/// A code point as it is usually written: at least four digits.
fn code_point(character: char) -> String {
    let mut text = String::new();
    for byte in (character as u32).to_be_bytes() {
        legible::push_hex(byte, &mut text);
    }
    let digits = text.trim_start_matches('0');
    let digits = if digits.len() < 4 { &text[text.len() - 4..] } else { digits };
    digits.to_ascii_uppercase()
}

/// The panel beside the bits.
pub(super) fn panel(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Element {
    let keys = key_hints(&[(&["←", "→"], words.keys_field()), (&["Esc"], words.keys_escape())]);
    let Some(field) = selected(figure, part) else {
        return unexplained(words.pick_a_field(), keys);
    };
    let said = Explanation {
        name: meaning::name(field.kind, words),
        hue: hue(field.kind),
        facts: facts(part, &field, words),
        sentences: sentences(figure, part, words),
        clause: Some(clause::link(meaning::clause(field.kind, part))),
    };
    said.view(keys)
}

fn facts(part: &FramePart, field: &Field, words: &Words) -> Vec<String> {
    let bytes = field.bytes();
    let (from, to) = (part.start + bytes.start, part.start + bytes.end - 1);
    let size = match field.kind {
        FieldKind::Payload => words.bytes(&bytes.len()),
        _ => words.bits_count(&field.bits),
    };
    let place = if from == to { words.fact_byte(&from) } else { words.fact_bytes(&from, &to) };
    vec![size, place]
}

/// The fields that there could have been.
pub(super) fn absent(part: &FramePart, words: &Words) -> Element {
    let mut rows = Vec::new();
    let mut row = |field: &str, name: &str, why: &str| {
        let chip = el("span").class("sw-chip is-absent").attr("data-f", field).text(name);
        rows.push(el("li").child(chip).text(why));
    };
    if part.width() == Width::Seven {
        row("len", words.field_extended(), words.absent_extended());
    }
    if !part.is_masked() {
        row("key", words.field_key(), words.absent_key());
    }
    if part.length == Some(0) {
        row("data", words.field_payload(), words.absent_payload());
    }
    el("div")
        .class("fa-absent")
        .class_if("is-empty", rows.is_empty())
        .child(el("span").text(words.absent_title()))
        .child(el("ul").children(rows))
}
