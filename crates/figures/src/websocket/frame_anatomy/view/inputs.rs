//! Everything that is typed or ticked: the bytes as text, and the frame's fields one by one.

use figure_kit::action::verb;
use figure_kit::components::{area, button, input, labelled, note, segments};
use figure_kit::node::{Element, el};

use super::super::action::{Action, End, Example};
use super::super::meaning;
use super::super::part::{FramePart, Width};
use super::super::state::{BYTES_MAX, Draft, FrameAnatomy, PAYLOAD_EDIT_MAX, Source};
use super::super::words::Words;
use crate::websocket::notation::{self, Notation, Why};
use figure_kit::legible::{readable, spaced_hex};

/// The inputs; on paper they are left out.
pub(super) fn panel(figure: &FrameAnatomy, words: &Words) -> Element {
    el("div")
        .class("fa-inputs sw-js-only")
        .child(top(figure, words))
        .child(bytes_field(figure, words))
        .maybe(figure.part().map(|part| build(figure, part, words)))
}

fn option(value: &str, text: &str) -> Element {
    el("option").attr("value", value).text(text)
}

fn select(verb: String, value: &str, options: Vec<Element>) -> Element {
    el("select").class("sw-input").children(options).takes(verb).attr("value", value)
}

fn top(figure: &FrameAnatomy, words: &Words) -> Element {
    let end = |end: End, name| (Action::From(end), name, figure.from == end);
    let ends = [end(End::Client, words.end_client()), end(End::Server, words.end_server())];
    let from = el("div")
        .class("sw-field")
        .child(el("span").class("sw-label").text(words.sent_by()))
        .child(segments(words.sent_by(), ends));
    let names = [
        words.example_hello(),
        words.example_fragments(),
        words.example_ping(),
        words.example_close(),
        words.example_long(),
        words.example_wasteful(),
    ];
    let mut options = vec![option("", words.example_choose())];
    options.extend(Example::NAMES.iter().zip(names).map(|(value, name)| option(value, name)));
    el("div")
        .class("fa-top")
        .child(from)
        .child(labelled(words.examples(), select(verb(Action::Example), "", options)))
}

fn bytes_field(figure: &FrameAnatomy, words: &Words) -> Element {
    let Some(text) = figure.shown_text() else {
        let clear = button(Action::Bytes(String::new()), words.clear_bytes());
        let clear = clear.class("sw-btn--quiet");
        return el("div")
            .class("sw-field fa-text")
            .child(el("span").class("sw-label").text(words.bytes_label()))
            .child(
                el("p")
                    .class("fa-long")
                    .text(words.text_too_long(&figure.bytes.len()))
                    .text(" ")
                    .child(clear),
            )
            .child(read_as(figure, words));
    };
    let refused = matches!(figure.source, Source::Typed { misread: Some(_), .. });
    let area = area(verb(Action::Bytes), text, 2).state("aria-invalid", refused);
    labelled(words.bytes_label(), area).class("fa-text").child(read_as(figure, words))
}

/// How the text was read, or where it cannot be.
fn read_as(figure: &FrameAnatomy, words: &Words) -> Element {
    let (said, wrong) = match &figure.source {
        Source::Long { is_cut: true } => (words.bytes_kept(&BYTES_MAX), true),
        Source::Long { is_cut: false } => (String::new(), false),
        Source::Typed { text, misread: Some(misread), .. } => {
            let at = text.get(..misread.at).map_or(0, |before| before.chars().count()) + 1;
            let found = text.get(misread.at..).and_then(|rest| rest.chars().next());
            let found: String = found.into_iter().collect();
            let said = match misread.why {
                Why::NotHex => words.misread_not_hex(&readable(&found), &at),
                Why::HalfByte => words.misread_half(&at),
                Why::NotBase64 => words.misread_base64(&at),
                Why::Offset => words.misread_offset(&at),
            };
            (said, true)
        }
        Source::Typed { notation, .. } => {
            let name = match notation {
                Notation::Hex => words.notation_hex(),
                Notation::Base64 => "Base64",
                Notation::Dump => words.notation_dump(),
                Notation::Array => words.notation_array(),
                Notation::Escaped => words.notation_escaped(),
            };
            (words.read_as(&name, &figure.bytes.len()), false)
        }
    };
    if wrong { note(&said) } else { el("span").class("sw-note").text(said) }
}

/// The frame's fields. None ever goes away, so that the focus stays where it is.
fn build(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Element {
    el("fieldset")
        .class("fa-build")
        .child(el("legend").class("sw-label").text(words.build_title(&(part.index + 1))))
        .child(ticks(part))
        .child(labelled("opcode", opcodes(part, words)).class("fa-op"))
        .child(labelled(words.length_form(), widths(part, words)).class("fa-width"))
        .child(key_field(figure, part, words))
        .children(payload_fields(figure, part, words))
}

fn ticks(part: &FramePart) -> Element {
    let tick = |name: &str, action: Action, on: bool| {
        let tick = el("input").attr("type", "checkbox").does(action).flag("checked", on);
        el("label").class("sw-check").child(tick).text(name)
    };
    let bit =
        |name, place: usize| tick(name, Action::Toggle(place), part.first & 0x80 >> place != 0);
    el("div")
        .class("fa-ticks")
        .child(bit("FIN", 0))
        .child(bit("RSV1", 1))
        .child(bit("RSV2", 2))
        .child(bit("RSV3", 3))
        .child(tick("MASK", Action::Mask, part.is_masked()))
}

fn opcodes(part: &FramePart, words: &Words) -> Element {
    let options = (0..16_u8).map(|number| {
        let name = meaning::opcode(websocket::frame::Opcode::try_from(number), words);
        let digit = char::from_digit(number.into(), 16).unwrap_or_default();
        let text: String = ["0x", &digit.to_string(), " ", name].concat();
        option(&number.to_string(), &text)
    });
    select(verb(Action::Opcode), &(part.first & 15).to_string(), options.collect())
}

fn widths(part: &FramePart, words: &Words) -> Element {
    let options = vec![
        option(SHORTEST, words.shortest()),
        option(Width::Sixteen.name(), &words.bits_count(&16)),
        option(Width::SixtyFour.name(), &words.bits_count(&64)),
    ];
    let value = if part.is_wasteful() { part.width().name() } else { SHORTEST };
    select(verb(Action::Width), value, options)
}

/// Stands for the shortest form among the widths.
const SHORTEST: &str = "shortest";

fn key_field(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Element {
    let key = part.key.map(|key| spaced_hex(&key)).unwrap_or_default();
    let (text, wrong) = match &figure.draft {
        Some((Draft::Key, text)) => (text.clone(), notation::hex_only(text).len() != 4),
        _ => (key, false),
    };
    let input = input(verb(Action::Key), &text).state("aria-invalid", wrong);
    let said = note(if wrong { words.bad_key() } else { "" });
    labelled(words.field_key(), input).class("fa-key").child(said)
}

fn payload_fields(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> [Element; 2] {
    let fits = part.payload_len <= PAYLOAD_EDIT_MAX;
    let plain = if fits { part.plain(&figure.bytes, part.payload()) } else { Vec::new() };
    let text = str::from_utf8(&plain).ok().filter(|text| !text.chars().any(char::is_control));
    let as_text = input(verb(Action::Text), text.unwrap_or_default());
    let as_text = as_text.flag("disabled", !fits || text.is_none());
    let (hex, wrong) = match &figure.draft {
        Some((Draft::Data, text)) => {
            (text.clone(), notation::hex_only(text).is_empty() && !text.trim().is_empty())
        }
        _ => (spaced_hex(&plain), false),
    };
    let as_hex =
        input(verb(Action::Data), &hex).flag("disabled", !fits).state("aria-invalid", wrong);
    let said = note(if wrong { words.bad_hex() } else { "" });
    [
        labelled(words.payload_text(), as_text).class("fa-as-text"),
        labelled(words.payload_hex(), as_hex).class("fa-as-hex").child(said),
    ]
}
