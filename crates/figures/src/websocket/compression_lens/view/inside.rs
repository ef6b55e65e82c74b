//! One message: which of its bytes were copied, and its two frames.

use figure_kit::components::{heading, panel};
use figure_kit::legible::{disturbs, spaced_hex};
use figure_kit::node::{Element, el};
use websocket::Compressor;

use super::super::run::{Sent, Stretch};
use super::super::words::Words;
use crate::clause;

/// Bytes of a frame that are drawn.
const BYTES_MAX: usize = 240;

pub(super) fn view(message: &Sent, number: usize, words: &Words) -> Element {
    let note = copied(message, words);
    let content = el("div")
        .class("cl-inside")
        .child(el("p").class("cl-said").children(pieces(message)))
        .child(legend(words))
        .child(frame(words.without(), &message.plain, 0, words))
        .child(frame(words.with(), &message.packed, message.payload_at, words))
        .child(clause::reason(words.tail(), &["RFC 7692 §7.2.1"]).class("sw-label"));
    panel(&words.inside(&number), &note, content)
}

/// How many of its bytes were copied.
pub(super) fn copied(message: &Sent, words: &Words) -> String {
    let copied = message.copies().map(|copy| copy.bytes.len()).sum::<usize>();
    words.copied(&copied, &message.text.len())
}

/// The text in its stretches. A character belongs to the stretch of its first byte.
fn pieces(message: &Sent) -> Vec<Element> {
    let text = &message.text;
    let char_at = |byte: usize| text.ceil_char_boundary(byte.min(text.len()));
    let each = message.stretches.iter().filter_map(|stretch| {
        let piece = &text[char_at(stretch.bytes.start)..char_at(stretch.bytes.end)];
        (!piece.is_empty()).then(|| drawn(stretch, piece))
    });
    each.collect()
}

fn drawn(stretch: &Stretch, piece: &str) -> Element {
    let piece: String = piece.chars().map(|c| if disturbs(c) { '·' } else { c }).collect();
    let Some(back) = stretch.back else { return el("span").text(piece) };
    let class = if stretch.is_from_before() { "cl-copy is-before" } else { "cl-copy" };
    let from = ["−", &back.to_string()].concat();
    el("mark").class(class).text(piece).child(el("small").text(from))
}

fn legend(words: &Words) -> Element {
    let item = |mark: Element, text: &str| el("li").child(mark).text([" ", text].concat());
    let copy = |class: &str| el("mark").class(class).text("abc").child(el("small").text("−9"));
    el("ul")
        .class("cl-legend sw-label")
        .child(item(el("span").class("sw-mono").text("abc"), words.key_literal()))
        .child(item(copy("cl-copy"), words.key_copy()))
        .child(item(copy("cl-copy is-before"), words.key_before()))
}

/// A frame's bytes; with a payload that was compressed, the four bytes that were cut, too.
fn frame(name: &str, bytes: &[u8], payload_at: usize, words: &Words) -> Element {
    let is_packed = payload_at > 0;
    let first = bytes.first().copied().unwrap_or_default();
    let [fin, rsv, opcode] = [first >> 7, first >> 6 & 1, first & 0xf];
    let head_len = if is_packed { payload_at } else { head_len(bytes) };
    let (head, payload) = bytes.split_at(head_len.min(bytes.len()));
    let shown = &payload[..payload.len().min(BYTES_MAX)];
    let mut code = el("code")
        .class("cl-bytes")
        .child(el("b").attr("data-f", "op").text(spaced_hex(&head[..1.min(head.len())])))
        .text(" ")
        .child(el("b").attr("data-f", "len").text(spaced_hex(head.get(1..).unwrap_or_default())))
        .text(" ")
        .child(el("span").text(spaced_hex(shown)));
    if shown.len() < payload.len() {
        code = code.text([" ", &words.more_bytes(&(payload.len() - shown.len()))].concat());
    }
    if is_packed {
        code = code.text(" ").child(el("del").text(spaced_hex(&Compressor::CUT)));
    }
    el("div")
        .child(
            heading("sw-label")
                .text([name, ": ", &words.bytes(&bytes.len())].concat())
                .child(el("span").class("cl-bits").text(words.first_byte(&fin, &rsv, &opcode))),
        )
        .child(code)
}

/// Bytes of an unmasked frame's header (RFC 6455 §5.2).
fn head_len(bytes: &[u8]) -> usize {
    match bytes.get(1) {
        Some(127) => 10,
        Some(126) => 4,
        _ => 2,
    }
}
