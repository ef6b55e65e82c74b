//! The four steps as panels of bytes.

use std::ops::Range;

use websocket::handshake::key::examine;

use super::mistake::Mistake;
use super::pipeline::{Pipeline, SHOWN_MAX};
use super::spot::{Part, Spot};
use super::{AcceptKey, STEPS};
use super::{origin, verdict};
use crate::node::{Element, el, heading};
use crate::words::Words;

/// What a step does, in one sentence.
pub(super) fn narration(pipeline: &Pipeline, step: u8, words: &Words) -> String {
    let has = |mistake| pipeline.mistakes.has(mistake);
    let said = match step {
        1 if has(Mistake::DecodeFirst) => words.say_key_decoded(),
        1 => words.say_key(),
        2 if has(Mistake::NoGuid) && has(Mistake::Newline) => {
            return format!("{} {}", words.say_no_guid(), words.say_newline());
        }
        2 if has(Mistake::Newline) => words.say_newline(),
        2 if has(Mistake::NoGuid) => words.say_no_guid(),
        2 => words.say_guid(),
        3 if has(Mistake::HexDigest) => words.say_hex(),
        3 => words.say_digest(),
        _ => words.say_accept(),
    };
    said.to_owned()
}

/// All four panels.
pub(super) fn panels(figure: &AcceptKey, pipeline: &Pipeline, words: &Words) -> Vec<Element> {
    (1..=STEPS).map(|step| panel(figure, pipeline, step, words)).collect()
}

fn panel(figure: &AcceptKey, pipeline: &Pipeline, step: u8, words: &Words) -> Element {
    let (title, parts): (&str, &[Part]) = match step {
        1 if pipeline.mistakes.has(Mistake::DecodeFirst) => {
            (words.step_key_decoded(), &[Part::Key])
        }
        1 => (words.step_key(), &[Part::Key]),
        2 if pipeline.mistakes.has(Mistake::NoGuid) => (words.step_no_guid(), &[Part::Newline]),
        2 => (words.step_guid(), &[Part::Guid, Part::Newline]),
        3 if pipeline.mistakes.has(Mistake::HexDigest) => {
            (words.step_digest_hex(), &[Part::Digest])
        }
        3 => (words.step_digest(), &[Part::Digest]),
        _ => (words.step_accept(), &[Part::Accept]),
    };
    let cells: Vec<Element> =
        parts.iter().flat_map(|part| row(figure, pipeline, *part, words)).collect();
    let count = match step {
        1 => pipeline.key.as_ref().map_or(0, Vec::len),
        2 => pipeline.spots().iter().filter(|spot| parts.contains(&spot.part)).count(),
        3 => pipeline.digest.as_ref().map_or(0, Vec::len),
        _ => pipeline.accept.as_ref().map_or(0, String::len),
    };
    let wrong = match step {
        1 => pipeline.mistakes.has(Mistake::DecodeFirst),
        2 => pipeline.mistakes.has(Mistake::NoGuid) || pipeline.mistakes.has(Mistake::Newline),
        3 => pipeline.mistakes.has(Mistake::HexDigest),
        _ => false,
    };
    let head = heading("sw-panel-head")
        .child(el("span").class("ak-number").text(step.to_string()))
        .child(el("span").text(title))
        .child(el("span").class("sw-micro").text(words.bytes(&count)));
    let void = pipeline.key.is_none() && step != 2;
    let say = if void { words.undecodable().to_owned() } else { narration(pipeline, step, words) };
    let grid = el("div").class("ak-bytes").class_if("ak-bytes--fours", step == 4).children(cells);
    let shown = count.min(if step == 1 { SHOWN_MAX } else { usize::MAX });
    let rest =
        (count > shown).then(|| el("p").class("sw-micro").text(words.more_bytes(&(count - shown))));
    el("section")
        .class("sw-panel ak-step")
        .class_if("is-current", figure.step == step)
        .class_if("is-future", figure.step != 0 && step > figure.step)
        .child(head)
        .maybe((step == 1).then(|| header_line(figure.value())))
        .child(el("p").class("ak-say").class_if("is-wrong", wrong || void).text(say))
        .child(grid)
        .maybe(rest)
}

/// The key as the one string that it is in the request.
fn header_line(key: &str) -> Element {
    let drawn = |c| if c == ' ' || verdict::is_readable(c) { c } else { '�' };
    let mut shown: String = key.chars().take(SHOWN_MAX).map(drawn).collect();
    if key.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    el("p").class("ak-header sw-mono").text("Sec-WebSocket-Key: ").child(el("b").text(shown))
}

/// The cells of one row. One cell of the whole figure is in the tab order; keys lead to the rest.
fn row(figure: &AcceptKey, pipeline: &Pipeline, part: Part, words: &Words) -> Vec<Element> {
    let faulty = faulty(figure, part);
    let mut cells: Vec<Element> = pipeline
        .spots()
        .into_iter()
        .enumerate()
        .filter(|(_, spot)| spot.part == part)
        .map(|(order, spot)| {
            let selected = figure.selected == Some(spot);
            let in_tab_order = figure.selected.map_or(order == 0, |other| other == spot);
            let linked = figure.selected.is_some_and(|other| origin::is_linked(other, spot));
            cell(pipeline, spot, words)
                .class_if("is-linked", linked)
                .class_if("is-error", faulty.as_ref().is_some_and(|at| at.contains(&spot.index)))
                .state("aria-pressed", selected)
                .attr("tabindex", if in_tab_order { "0" } else { "-1" })
        })
        .collect();
    let len = pipeline.key.as_ref().map_or(0, Vec::len);
    if faulty.is_some_and(|at| at.is_empty()) && len < SHOWN_MAX {
        let missing = el("span").class("ak-char").text("?");
        cells.push(el("span").class("sw-byte ak-byte is-absent is-error").child(missing));
    }
    cells
}

/// The bytes at which the key's verdict points, as long as the row shows the key's own text. All
/// bytes of a character are wrong together; where something is missing, the range is empty.
fn faulty(figure: &AcceptKey, part: Part) -> Option<Range<usize>> {
    if part != Part::Key || figure.mistakes.has(Mistake::DecodeFirst) {
        return None;
    }
    let key = figure.value();
    let at = examine(key).err()?.at;
    let len = key.get(at..)?.chars().next().map_or(0, char::len_utf8);
    Some(at..at + len)
}

fn cell(pipeline: &Pipeline, spot: Spot, words: &Words) -> Element {
    let byte = pipeline.byte(spot).unwrap_or_default();
    let hex = format!("{byte:02x}");
    let field = match spot.part {
        Part::Key => "key",
        Part::Guid => "mask",
        Part::Newline => "fin",
        Part::Digest => "len",
        Part::Accept => "data",
    };
    let raw = spot.part == Part::Digest && !pipeline.mistakes.has(Mistake::HexDigest)
        || spot.part == Part::Key && pipeline.mistakes.has(Mistake::DecodeFirst);
    let button = el("button")
        .attr("type", "button")
        .class("sw-byte ak-byte")
        .class_if("ak-byte--raw", raw)
        .attr("data-f", field)
        .does(format!("select {spot}"))
        .attr("title", origin::title(pipeline, spot, words));
    if raw {
        return button.child(el("span").class("ak-char").text(hex));
    }
    button
        .child(el("span").class("ak-char").text(glyph(byte)))
        .text(" ")
        .child(el("span").class("ak-hex").text(hex))
}

/// A byte as a character; what has no glyph of its own is drawn as a dot, a blank as one too.
fn glyph(byte: u8) -> String {
    match byte {
        b'\n' => "↵".to_owned(),
        b' ' => "␣".to_owned(),
        byte if byte.is_ascii_graphic() => char::from(byte).to_string(),
        _ => "·".to_owned(),
    }
}
