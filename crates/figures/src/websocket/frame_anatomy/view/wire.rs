//! The frame's bytes for the rows and for the grid; under the payload the key in turn, the bytes
//! without it, and the characters that they make.

use std::ops::Range;

use figure_kit::components::dissection::Walk;
use figure_kit::components::{Dissection, LINE, Part, button, character, small_byte, spanning};
use figure_kit::node::{Element, el};
use websocket::Rule;

use super::super::action::Action;
use super::super::glyphs::{Glyph, Kind, glyphs};
use super::super::meaning;
use super::super::part::{Field, FieldKind, FramePart};
use super::super::reading::Outcome;
use super::super::state::FrameAnatomy;
use super::super::words::Words;

/// Payload and header bytes of one frame that are drawn at once: two lines of bytes, six of bits.
const WINDOW: usize = 24;

/// The frame as it is drawn.
pub(super) fn dissection<'a>(figure: &'a FrameAnatomy, part: &FramePart) -> Dissection<'a> {
    let bytes = &figure.bytes[part.start..part.end()];
    let from = figure.selected.map_or(0, |bit| bit / 8) / WINDOW * WINDOW;
    Dissection {
        bytes,
        offset: part.start,
        window: from..bytes.len().min(from + WINDOW),
        at: figure.selected,
        selected: figure.selected.map_or(0..0, |bit| figure.stretch(bit)),
        faulty: faulty(figure, part).unwrap_or(0..0),
        select: |walk| Action::Select(walk).to_string(),
    }
}

/// The bits that break the rule, if it is broken in this frame: those of the field at fault that
/// lie in the byte that settles it.
fn faulty(figure: &FrameAnatomy, part: &FramePart) -> Option<Range<usize>> {
    let Outcome::Fault(fault) = figure.anatomy.verdict.outcome() else { return None };
    if figure.anatomy.verdict.fault_frame != Some(part.index) {
        return None;
    }
    let byte = usize::try_from(fault.at).ok()?.checked_sub(part.start)?;
    let fields = part.fields(&figure.bytes);
    let of = |kind| fields.iter().find(|field| field.kind == kind);
    let field = match fault.rule {
        Rule::UnmaskedClient | Rule::MaskedServer => of(FieldKind::Mask),
        Rule::FragmentedControl => of(FieldKind::Fin),
        Rule::ReservedOpcode | Rule::ContinuationWithoutStart | Rule::StartInsideMessage => {
            of(FieldKind::Opcode)
        }
        Rule::ReservedBit => {
            fields.iter().find(|field| hue(field.kind) == "rsv" && field.value == 1)
        }
        _ => fields.iter().rfind(|field| field.bytes().contains(&byte)),
    };
    let bits = field?.range();
    Some(bits.start.max(byte * 8)..bits.end.min(byte * 8 + 8))
}

/// The name of a field's colour and pattern.
pub(super) fn hue(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Fin => "fin",
        FieldKind::Rsv1 | FieldKind::Rsv2 | FieldKind::Rsv3 => "rsv",
        FieldKind::Opcode => "op",
        FieldKind::Mask => "mask",
        FieldKind::Length | FieldKind::ExtendedLength => "len",
        FieldKind::Key => "key",
        FieldKind::Payload => "data",
    }
}

/// What a field says, where that is not its bytes.
fn value(field: &Field) -> Option<String> {
    match field.kind {
        FieldKind::Opcode => char::from_digit(field.value as u32, 16).map(String::from),
        FieldKind::ExtendedLength | FieldKind::Key | FieldKind::Payload => None,
        _ => Some(field.value.to_string()),
    }
}

/// The fields as they are named under the bytes: in short, and the reserved bits as one.
pub(super) fn row_parts<'a>(
    figure: &FrameAnatomy,
    part: &FramePart,
    words: &'a Words,
) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    for field in part.fields(&figure.bytes) {
        let name = match field.kind {
            FieldKind::Rsv1 => "RSV",
            FieldKind::Rsv2 | FieldKind::Rsv3 => {
                if let Some(reserved) = parts.last_mut() {
                    reserved.bits.end = field.range().end;
                    let bits = reserved.value.take().into_iter().chain(value(&field));
                    reserved.value = Some(bits.collect());
                }
                continue;
            }
            FieldKind::Opcode => "op",
            FieldKind::Length => "len",
            FieldKind::Payload if part.is_masked() => words.payload_masked_name(),
            FieldKind::Payload => words.payload_plain_name(),
            kind => meaning::name(kind, words),
        };
        let (hue, bits) = (hue(field.kind), field.range());
        parts.push(Part { name, hue, bits, value: value(&field) });
    }
    parts
}

/// The fields as they are named among the bits.
pub(super) fn bit_parts<'a>(
    figure: &FrameAnatomy,
    part: &FramePart,
    words: &'a Words,
) -> Vec<Part<'a>> {
    let fields = part.fields(&figure.bytes);
    let drawn = fields.iter().map(|field| {
        let name = match field.kind {
            FieldKind::Opcode => meaning::opcode(part.opcode(), words),
            kind => meaning::name(kind, words),
        };
        Part { name, hue: hue(field.kind), bits: field.range(), value: value(field) }
    });
    drawn.collect()
}

/// What stands under the bytes at these places of the frame.
pub(super) fn under(
    figure: &FrameAnatomy,
    part: &FramePart,
    places: Range<usize>,
    words: &Words,
) -> Vec<Element> {
    let line = part.start + places.start..part.start + places.end;
    let mut found = unmasking(figure, part, &line, words);
    found.extend(characters(figure, part, &line, words));
    found
}

/// The key in turn and the bytes without it, under a masked payload.
fn unmasking(
    figure: &FrameAnatomy,
    part: &FramePart,
    line: &Range<usize>,
    words: &Words,
) -> Vec<Element> {
    let payload = part.payload();
    let (from, to) = (payload.start.max(line.start), payload.end.min(line.end));
    let (Some(key), true) = (part.key, from < to) else { return Vec::new() };
    let plain = part.plain(&figure.bytes, from..to);
    let mut found = Vec::new();
    for (at, plain) in (from..to).zip(plain) {
        let chosen = figure.selected.is_some_and(|bit| bit / 8 == at - part.start);
        let cell = |row: &str, hue: &'static str, byte: u8| {
            let cell = small_byte("span", at - line.start, byte, hue);
            cell.class(row).class_if("is-selected", chosen)
        };
        found.push(cell("fa-key-row", "key", key[(at - payload.start) % 4]));
        found.push(cell("fa-plain-row", "data", plain));
    }
    let before = from - line.start;
    if from == payload.start && before > 0 {
        // Whole words where there is room for them, the sign alone where there is not.
        let first = if before >= 5 { 2 } else { before - 1 };
        for (row, text, sign) in [
            ("fa-key-row", words.key_repeating(), "⊕"),
            ("fa-plain-row", words.unmasked_label(), "="),
        ] {
            let text = el("span").text(if before >= 5 { text } else { "" });
            let label = spanning("span", first, before - 1).class("fa-label").class(row);
            found.push(label.child(text).child(el("em").text(sign)));
        }
    }
    found
}

/// The characters, each over all its bytes.
fn characters(
    figure: &FrameAnatomy,
    part: &FramePart,
    line: &Range<usize>,
    words: &Words,
) -> Vec<Element> {
    let glyphs = glyphs(&figure.anatomy, part, &figure.bytes, line.clone());
    let mut found: Vec<Element> = glyphs.iter().map(|glyph| over(glyph, line.start)).collect();
    let payload = part.payload();
    let column = payload.start.saturating_sub(line.start);
    let is_text = glyphs.iter().any(|glyph| !matches!(glyph.kind, Kind::Raw(_)));
    if is_text && part.is_masked() && (5..LINE).contains(&column) {
        let label = spanning("span", 2, column - 1).class("fa-label fa-char-row");
        found.push(label.child(el("span").text(words.as_utf8())).child(el("em")));
    }
    found
}

/// One of them; cut by the end of a line, it is drawn once more in the next.
fn over(glyph: &Glyph, line_start: usize) -> Element {
    let Range { start, end } = glyph.bytes;
    let is_cut = glyph.kind.is_cut(end - start);
    let cell = character(start - line_start, end - 1 - line_start, drawing(glyph.kind))
        .class_if("is-cut", is_cut)
        .class_if("is-bad", matches!(glyph.kind, Kind::Bad));
    let Kind::Character { of, from, .. } = glyph.kind else { return cell };
    if !is_cut {
        return cell;
    }
    let (first, last) = ((from + 1).to_string(), (from + end - start).to_string());
    let range = if first == last { last } else { [&first, "–", &last].concat() };
    cell.child(el("small").text([&range, "/", &of.to_string()].concat()))
}

/// A character as it is drawn; one without a picture of its own by its number or a dot.
fn drawing(kind: Kind) -> String {
    match kind {
        Kind::Character { character: ' ', .. } | Kind::Raw(b' ') => "␣".to_owned(),
        Kind::Character { character, .. } if figure_kit::legible::disturbs(character) => {
            "·".to_owned()
        }
        Kind::Character { character, .. } => character.to_string(),
        Kind::Raw(byte) if byte.is_ascii_graphic() => char::from(byte).to_string(),
        Kind::Raw(_) => "·".to_owned(),
        Kind::Code(code) => code.to_string(),
        Kind::Begun => "…".to_owned(),
        Kind::Bad => "�".to_owned(),
    }
}

/// Leads to the bytes before and behind the window, where there are any.
pub(super) fn pager(it: &Dissection<'_>, words: &Words) -> Element {
    let len = it.bytes.len();
    if len <= WINDOW {
        return el("div");
    }
    let from = it.window.start;
    let to = |byte: usize, text: &str| {
        let leads = button((it.select)(Walk::To(byte * 8)), text);
        leads.class("sw-btn--quiet sw-js-only").flag("disabled", byte == from)
    };
    let later = if from + WINDOW < len { from + WINDOW } else { from };
    let (first, last) = (it.offset + from, it.offset + it.window.end - 1);
    el("div")
        .class("sw-toolbar fa-pager")
        .child(to(from.saturating_sub(WINDOW), words.window_earlier()))
        .child(el("span").class("sw-label").text(words.window_of(&first, &last, &len)))
        .child(to(later, words.window_later()))
}
