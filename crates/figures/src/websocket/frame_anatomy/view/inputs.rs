//! Everything that is typed or ticked: the bytes as text, and the frame's fields one by one.

use websocket::Role;

use super::super::action::EXAMPLES;
use super::super::notation::{Notation, Why};
use super::super::part::{FramePart, Width};
use super::super::{BYTES_MAX, Draft, FrameAnatomy, PAYLOAD_EDIT_MAX, Source};
use super::super::{meaning, notation};
use super::button;
use crate::legible::spaced_hex;
use crate::node::{Element, el};
use crate::words::Words;

/// The inputs; on paper they are left out.
pub(super) fn panel(figure: &FrameAnatomy, words: &Words) -> Element {
    el("div")
        .class("fa-inputs sw-js-only")
        .child(top(figure, words))
        .child(bytes_field(figure, words))
        .maybe(figure.part().map(|part| build(figure, part, words)))
}

fn field(label: &str, control: Element) -> Element {
    el("label").class("sw-field").child(el("span").class("sw-label").text(label)).child(control)
}

fn input(verb: &str, value: &str) -> Element {
    plain(el("input").attr("type", "text").attr("value", value)).attr("data-input", verb)
}

fn plain(element: Element) -> Element {
    element
        .class("sw-input")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
}

fn option(value: &str, text: &str) -> Element {
    el("option").attr("value", value).text(text)
}

fn select(verb: &str, value: &str, options: Vec<Element>) -> Element {
    el("select").class("sw-input").children(options).attr("data-input", verb).attr("value", value)
}

fn top(figure: &FrameAnatomy, words: &Words) -> Element {
    let end = |role: Role, action: &str, name: &str| {
        button(action).state("aria-pressed", figure.from == role).text(name)
    };
    let from = el("div")
        .class("sw-field")
        .child(el("span").class("sw-label").text(words.sent_by()))
        .child(
            el("span")
                .class("sw-seg")
                .attr("role", "group")
                .attr("aria-label", words.sent_by())
                .child(end(Role::Client, "from client", words.end_client()))
                .child(end(Role::Server, "from server", words.end_server())),
        );
    let names = [
        words.example_hello(),
        words.example_fragments(),
        words.example_ping(),
        words.example_close(),
        words.example_long(),
        words.example_wasteful(),
    ];
    let mut options = vec![option("", words.example_choose())];
    options.extend(EXAMPLES.iter().zip(names).map(|(example, name)| option(example.name, name)));
    el("div")
        .class("fa-top")
        .child(from)
        .child(field(words.frame_examples(), select("example", "", options)))
}

fn bytes_field(figure: &FrameAnatomy, words: &Words) -> Element {
    let Some(text) = figure.shown_text() else {
        let clear = button("bytes ").class("sw-btn--quiet").text(words.clear_bytes());
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
            .child(note(figure, words));
    };
    let refused = matches!(figure.source, Source::Typed { misread: Some(_), .. });
    let area = plain(el("textarea").attr("rows", "2"))
        .class("fa-area")
        .attr("data-input", "bytes")
        .state("aria-invalid", refused)
        .attr("value", text);
    field(words.bytes_label(), area).class("fa-text").child(note(figure, words))
}

/// How the text was read, or where it cannot be.
fn note(figure: &FrameAnatomy, words: &Words) -> Element {
    let (said, wrong) = match &figure.source {
        Source::Long { is_cut: true } => (words.bytes_kept(&BYTES_MAX), true),
        Source::Long { is_cut: false } => (String::new(), false),
        Source::Typed { text, misread: Some(misread), .. } => {
            let at = text.get(..misread.at).map_or(0, |before| before.chars().count()) + 1;
            let found = text.get(misread.at..).and_then(|rest| rest.chars().next());
            let found: String = found.into_iter().collect();
            let said = match misread.why {
                Why::NotHex => words.misread_not_hex(&crate::legible::readable(&found), &at),
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
    el("span").class("fa-note").class_if("is-wrong", wrong).text(said)
}

/// The frame's fields. None ever goes away, so that the focus stays where it is.
fn build(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Element {
    el("fieldset")
        .class("fa-build")
        .child(el("legend").class("sw-label").text(words.build_title(&(part.index + 1))))
        .child(ticks(part))
        .child(field("opcode", opcodes(part, words)).class("fa-op"))
        .child(field(words.length_form(), widths(part, words)).class("fa-width"))
        .child(key_field(figure, part, words))
        .children(payload_fields(figure, part, words))
}

fn ticks(part: &FramePart) -> Element {
    let tick = |name: &str, action: &str, on: bool| {
        let tick = el("input").attr("type", "checkbox").does(action).flag("checked", on);
        el("label").class("sw-check").child(tick).text(name)
    };
    let bit = |place: u8| part.first & 0x80 >> place != 0;
    el("div")
        .class("fa-ticks")
        .child(tick("FIN", "toggle 0", bit(0)))
        .child(tick("RSV1", "toggle 1", bit(1)))
        .child(tick("RSV2", "toggle 2", bit(2)))
        .child(tick("RSV3", "toggle 3", bit(3)))
        .child(tick("MASK", "mask", part.is_masked()))
}

fn opcodes(part: &FramePart, words: &Words) -> Element {
    let options = (0..16_u8).map(|number| {
        let name = meaning::opcode(websocket::frame::Opcode::try_from(number), words);
        let digit = char::from_digit(number.into(), 16).unwrap_or_default();
        let text: String = ["0x", &digit.to_string(), " ", name].concat();
        option(&number.to_string(), &text)
    });
    select("opcode", &(part.first & 15).to_string(), options.collect())
}

fn widths(part: &FramePart, words: &Words) -> Element {
    let value = match part.width() {
        _ if !part.is_wasteful() => "shortest",
        Width::Seven => "7",
        Width::Sixteen => "16",
        Width::SixtyFour => "64",
    };
    let options = vec![
        option("shortest", words.shortest()),
        option("16", &words.bits_count(&16)),
        option("64", &words.bits_count(&64)),
    ];
    select("width", value, options)
}

fn key_field(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> Element {
    let key = part.key.map(|key| spaced_hex(&key)).unwrap_or_default();
    let (text, wrong) = match &figure.draft {
        Some(Draft::Key(text)) => (text.clone(), notation::hex_only(text).len() != 4),
        _ => (key, false),
    };
    let input = input("key", &text).state("aria-invalid", wrong);
    let said = el("span").class("fa-note is-wrong").text(if wrong { words.bad_key() } else { "" });
    field(words.field_key(), input).class("fa-key").child(said)
}

fn payload_fields(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> [Element; 2] {
    let fits = part.payload_len <= PAYLOAD_EDIT_MAX;
    let plain = if fits { part.plain(&figure.bytes, part.payload()) } else { Vec::new() };
    let text = str::from_utf8(&plain).ok().filter(|text| !text.chars().any(char::is_control));
    let as_text = input("text", text.unwrap_or_default()).flag("disabled", !fits || text.is_none());
    let (hex, wrong) = match &figure.draft {
        Some(Draft::Data(text)) => {
            (text.clone(), notation::hex_only(text).is_empty() && !text.trim().is_empty())
        }
        _ => (spaced_hex(&plain), false),
    };
    let as_hex = input("data", &hex).flag("disabled", !fits).state("aria-invalid", wrong);
    let said = el("span").class("fa-note is-wrong").text(if wrong { words.bad_hex() } else { "" });
    [
        field(words.payload_text(), as_text).class("fa-as-text"),
        field(words.payload_hex(), as_hex).class("fa-as-hex").child(said),
    ]
}
