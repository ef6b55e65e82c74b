//! The bytes as they stand on the wire, twelve to a line in words of four; under the payload the
//! key in turn, the bytes without it, and the characters that they make.

use super::super::glyphs::{Glyph, Kind, glyphs};
use super::super::part::{Field, FieldKind};
use super::super::{FrameAnatomy, meaning};
use super::{Drawn, WINDOW, button, hue};
use crate::byte_line::{LINE, spanning};
use crate::legible::hex;
use crate::node::{Element, el};
use crate::words::Words;

/// The lines of the window.
pub(super) fn lines(drawn: &Drawn<'_>, words: &Words) -> Vec<Element> {
    let FrameAnatomy { anatomy, bytes, .. } = drawn.figure;
    let glyphs = glyphs(anatomy, drawn.part, bytes, drawn.window.clone());
    let starts = drawn.window.clone().step_by(LINE);
    starts.map(|start| line(drawn, start, &glyphs, words)).collect()
}

fn line(drawn: &Drawn<'_>, start: usize, glyphs: &[Glyph], words: &Words) -> Element {
    let end = drawn.window.end.min(start + LINE);
    let mut grid = el("div").class("fa-line");
    for at in start..end {
        grid = grid
            .child(spanning("span", at - start, at - start).class("fa-off").text(at.to_string()))
            .child(byte(drawn, at, at - start));
    }
    grid.children(brackets(drawn, start, end, words))
        .children(unmasking(drawn, start, end, words))
        .children(characters(drawn, start, end, glyphs, words))
}

/// One byte on the wire. One of the whole line-up is in the tab order; keys lead to the rest.
fn byte(drawn: &Drawn<'_>, at: usize, column: usize) -> Element {
    let place = at - drawn.part.start;
    let mut fields = drawn.fields_at(place);
    let (first, more) = (fields.next(), fields.next());
    let here: Vec<&Field> = drawn.fields_at(place).collect();
    let selected = here.iter().any(|field| drawn.is_selected(field, place));
    let faulty = here.iter().any(|field| drawn.is_faulty(field.kind, at));
    let tab_stop =
        drawn.figure.selected.map_or(drawn.window.start, |bit| drawn.part.start + bit / 8);
    let field = if more.is_some() { "rsv" } else { first.map_or("", |field| hue(field.kind)) };
    spanning("button", column, column)
        .attr("type", "button")
        .class("sw-byte")
        .class_if("is-split", more.is_some())
        .class_if("fa-b0", place == 0)
        .class_if("fa-b1", place == 1)
        .class_if("is-error", faulty)
        .attr("data-f", field)
        .state("aria-pressed", selected)
        .attr("tabindex", if at == tab_stop { "0" } else { "-1" })
        .does(["select bit ", &(place * 8).to_string()].concat())
        .text(hex(drawn.figure.bytes[at]))
}

/// The fields as brackets under their bytes, with their names.
fn brackets(drawn: &Drawn<'_>, start: usize, end: usize, words: &Words) -> Vec<Element> {
    let mut found = Vec::new();
    for (place, at) in
        (start..end).map(|at| (at - drawn.part.start, at)).filter(|(place, _)| *place < 2)
    {
        let is_first = |field: &&Field| !matches!(field.kind, FieldKind::Rsv2 | FieldKind::Rsv3);
        let pieces = drawn.fields_at(place).filter(is_first).map(|field| {
            let wide = match (field.kind, field.bits) {
                (FieldKind::Rsv1, _) => "fa-f3",
                (_, 1) => "fa-f1",
                (_, 4) => "fa-f4",
                _ => "fa-f7",
            };
            el("span").class("fa-br").class(wide).attr("data-f", hue(field.kind))
        });
        found.push(spanning("span", at - start, at - start).class("fa-brs").children(pieces));
        found.push(stack(drawn, place, at, at - start, words));
    }
    for field in drawn.fields.iter().filter(|field| field.first_bit >= 16) {
        let from = (drawn.part.start + field.bytes().start).max(start);
        let to = (drawn.part.start + field.bytes().end).min(end);
        if from >= to {
            continue;
        }
        let (first, last) = (from - start, to - 1 - start);
        let bracket = spanning("span", first, last).class("fa-br").attr("data-f", hue(field.kind));
        found.push(bracket);
        let begins = drawn.part.start + field.bytes().start == from;
        let name = match field.kind {
            _ if !begins => "",
            FieldKind::Payload if drawn.part.is_masked() => words.payload_masked_name(),
            FieldKind::Payload => words.payload_plain_name(),
            kind => meaning::name(kind, words),
        };
        let name = spanning("span", first, last).class("fa-name").text(name);
        found.push(name.attr("data-f", hue(field.kind)));
    }
    found
}

/// The values of the first two bytes' fields, one below the other.
fn stack(drawn: &Drawn<'_>, place: usize, at: usize, column: usize, words: &Words) -> Element {
    let mut rows = Vec::new();
    let mut reserved = String::new();
    for field in drawn.fields_at(place) {
        let (name, value) = match field.kind {
            FieldKind::Rsv1 | FieldKind::Rsv2 => {
                reserved.push_str(&field.value.to_string());
                continue;
            }
            FieldKind::Rsv3 => {
                reserved.push_str(&field.value.to_string());
                ("RSV", std::mem::take(&mut reserved))
            }
            FieldKind::Opcode => {
                let digit = char::from_digit(field.value as u32, 16).unwrap_or_default();
                ("op", digit.to_string())
            }
            FieldKind::Length => ("len", field.value.to_string()),
            kind => (meaning::name(kind, words), field.value.to_string()),
        };
        let bad = drawn.is_faulty(field.kind, at);
        let row = el("span").attr("data-f", hue(field.kind)).class_if("is-bad", bad);
        rows.push(row.text(name).child(el("b").text(value)));
    }
    spanning("span", column, column).class("fa-stack").children(rows)
}

/// The key in turn and the bytes without it, under a masked payload.
fn unmasking(drawn: &Drawn<'_>, start: usize, end: usize, words: &Words) -> Vec<Element> {
    let payload = drawn.part.payload();
    let (from, to) = (payload.start.max(start), payload.end.min(end));
    let (Some(key), true) = (drawn.part.key, from < to) else { return Vec::new() };
    let plain = drawn.part.plain(&drawn.figure.bytes, from..to);
    let mut found = Vec::new();
    for (at, plain) in (from..to).zip(plain) {
        let (column, index) = (at - start, at - payload.start);
        let chosen = drawn.figure.selected.is_some_and(|bit| bit / 8 == at - drawn.part.start);
        let cell = |row: &str, field: &str, byte: u8| {
            spanning("span", column, column)
                .class("sw-byte sw-byte--sm")
                .class(row)
                .class_if("is-selected", chosen)
                .attr("data-f", field)
                .text(hex(byte))
        };
        found.push(cell("fa-key-row", "key", key[index % 4]));
        found.push(cell("fa-plain-row", "data", plain));
    }
    if from == payload.start && from > start {
        // Whole words where there is room for them, the sign alone where there is not.
        let wide = from - start >= 5;
        for (row, text, sign) in [
            ("fa-key-row", words.key_repeating(), "⊕"),
            ("fa-plain-row", words.unmasked_label(), "="),
        ] {
            let first = if wide { 2 } else { from - start - 1 };
            let label = spanning("span", first, from - start - 1).class("fa-label").class(row);
            let text = if wide { text } else { "" };
            found.push(label.child(el("span").text(text)).child(el("em").text(sign)));
        }
    }
    found
}

/// The characters, each over all its bytes.
fn characters(
    drawn: &Drawn<'_>,
    start: usize,
    end: usize,
    glyphs: &[Glyph],
    words: &Words,
) -> Vec<Element> {
    let mut found = Vec::new();
    for glyph in glyphs {
        let (from, to) = (glyph.bytes.start.max(start), glyph.bytes.end.min(end));
        if from >= to {
            continue;
        }
        // Cut by the end of a line, it is drawn once more in the next.
        let is_cut = glyph.kind.is_cut(to - from);
        let cell = spanning("span", from - start, to - 1 - start)
            .class("fa-char")
            .class_if("is-cut", is_cut)
            .class_if("is-bad", matches!(glyph.kind, Kind::Bad))
            .text(drawing(glyph.kind));
        let part = match glyph.kind {
            Kind::Character { of, from: first, .. } if is_cut => {
                let first = first + from - glyph.bytes.start;
                let last = first + to - from;
                let range = if last - first == 1 {
                    last.to_string()
                } else {
                    [&(first + 1).to_string(), "–", &last.to_string()].concat()
                };
                Some(el("small").text([&range, "/", &of.to_string()].concat()))
            }
            _ => None,
        };
        found.push(cell.maybe(part));
    }
    let payload = drawn.part.payload();
    let column = payload.start.saturating_sub(start);
    let is_text = glyphs.iter().any(|glyph| !matches!(glyph.kind, Kind::Raw(_)));
    if is_text && drawn.part.is_masked() && (5..LINE).contains(&column) && payload.start < end {
        let label = spanning("span", 2, column - 1).class("fa-label fa-char-row");
        found.push(label.child(el("span").text(words.as_utf8())).child(el("em")));
    }
    found
}

/// A character as it is drawn; one without a picture of its own by its number or a dot.
fn drawing(kind: Kind) -> String {
    match kind {
        Kind::Character { character: ' ', .. } | Kind::Raw(b' ') => "␣".to_owned(),
        Kind::Character { character, .. } if crate::legible::disturbs(character) => "·".to_owned(),
        Kind::Character { character, .. } => character.to_string(),
        Kind::Raw(byte) if byte.is_ascii_graphic() => char::from(byte).to_string(),
        Kind::Raw(_) => "·".to_owned(),
        Kind::Code(code) => code.to_string(),
        Kind::Begun => "…".to_owned(),
        Kind::Bad => "�".to_owned(),
    }
}

/// Leads to the bytes before and behind the window, where there are any.
pub(super) fn pager(drawn: &Drawn<'_>, words: &Words) -> Element {
    let len = drawn.part.end() - drawn.part.start;
    let from = drawn.window.start - drawn.part.start;
    if len <= WINDOW {
        return el("div");
    }
    let to = |byte: usize| ["select bit ", &(byte * 8).to_string()].concat();
    let earlier = from.saturating_sub(WINDOW);
    let later = if from + WINDOW < len { from + WINDOW } else { from };
    let (first, last) = (drawn.window.start, drawn.window.end - 1);
    el("div")
        .class("sw-toolbar fa-pager")
        .child(
            button(&to(earlier))
                .class("sw-btn--quiet sw-js-only")
                .flag("disabled", from == 0)
                .text(words.window_earlier()),
        )
        .child(el("span").class("sw-label").text(words.window_of(&first, &last, &len)))
        .child(
            button(&to(later))
                .class("sw-btn--quiet sw-js-only")
                .flag("disabled", later == from)
                .text(words.window_later()),
        )
}
