//! The selected field in words, and the fields that this frame does not have.

use super::super::glyphs::{Kind, glyphs};
use super::super::meaning;
use super::super::part::{Field, FieldKind, FramePart, Width};
use super::{Drawn, hue};
use crate::clause;
use crate::legible::hex;
use crate::node::{Element, el, heading};
use crate::words::Words;

/// What the selected field says, sentence by sentence; what to do, where none is.
pub(super) fn sentences(drawn: &Drawn<'_>, words: &Words) -> Vec<String> {
    let Some(field) = drawn.selected else { return vec![words.pick_a_field().to_owned()] };
    let mut said = Vec::new();
    if field.kind == FieldKind::Payload {
        said.extend(payload_byte(drawn, words));
    }
    said.push(meaning::field(&field, drawn.part, words));
    said
}

/// The byte of the payload that is selected, and its character.
fn payload_byte(drawn: &Drawn<'_>, words: &Words) -> Vec<String> {
    let Some(bit) = drawn.figure.selected else { return Vec::new() };
    let at = drawn.part.start + bit / 8;
    let index = at - drawn.part.payload().start;
    let plain = drawn.part.plain(&drawn.figure.bytes, at..at + 1);
    let Some(plain) = plain.first().map(|byte| hex(*byte)) else { return Vec::new() };
    let wire = hex(drawn.figure.bytes[at]);
    let mut said = vec![match drawn.part.key {
        Some(key) => words.payload_byte_masked(&index, &wire, &hex(key[index % 4]), &plain),
        None => words.payload_byte_plain(&index, &plain),
    }];
    let around = drawn.part.payload();
    let near = around.start.max(at.saturating_sub(4))..around.end.min(at + 5);
    let glyphs = glyphs(&drawn.figure.anatomy, drawn.part, &drawn.figure.bytes, near);
    let Some(glyph) = glyphs.into_iter().find(|glyph| glyph.bytes.contains(&at)) else {
        return said;
    };
    match glyph.kind {
        Kind::Character { character, from, of } => {
            let code = code_point(character);
            let shown = crate::legible::readable(&character.to_string());
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
        crate::legible::push_hex(byte, &mut text);
    }
    let digits = text.trim_start_matches('0');
    let digits = if digits.len() < 4 { &text[text.len() - 4..] } else { digits };
    digits.to_ascii_uppercase()
}

/// The panel beside the bits.
pub(super) fn panel(drawn: &Drawn<'_>, words: &Words) -> Element {
    let said = sentences(drawn, words).into_iter().map(|text| el("p").text(text));
    let keys = el("p")
        .class("sw-micro sw-js-only fa-keys")
        .child(el("kbd").text("←"))
        .child(el("kbd").text("→"))
        .text([" ", words.keys_field(), " "].concat())
        .child(el("kbd").text("Esc"))
        .text([" ", words.keys_escape()].concat());
    let Some(field) = drawn.selected else {
        return el("div")
            .class("fa-exp is-empty sw-js-only")
            .child(el("div"))
            .child(el("div").children(said).child(keys));
    };
    let side = el("div")
        .class("fa-side")
        .child(heading("").text(meaning::name(field.kind, words)))
        .children(facts(drawn, &field, words).into_iter().map(|text| el("p").text(text)));
    let link = clause::link(meaning::clause(field.kind, drawn.part));
    let text = el("div").children(said).child(el("p").child(link)).child(keys);
    el("div").class("fa-exp").attr("data-f", hue(field.kind)).child(side).child(text)
}

fn facts(drawn: &Drawn<'_>, field: &Field, words: &Words) -> Vec<String> {
    let bytes = field.bytes();
    let (from, to) = (drawn.part.start + bytes.start, drawn.part.start + bytes.end - 1);
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
