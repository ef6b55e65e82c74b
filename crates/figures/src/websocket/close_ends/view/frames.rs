//! The close frames that were sent, part by part.

use figure_kit::legible::{readable, spaced_hex};
use figure_kit::node::{Element, el};

use super::super::frame::Frame;
use super::super::run::Run;
use super::super::scene::Who;
use super::super::words::Words;
use super::sentence;

/// Bytes of a reason that are drawn.
const REASON_SHOWN: usize = 24;

/// The panel.
pub(super) fn view(run: &Run, shown: usize, words: &Words) -> Element {
    let frames: Vec<Element> =
        run.frames(shown).filter(Frame::is_close).map(|frame| row(&frame, words)).collect();
    let panel =
        el("section").class("ce-frames").child(el("p").class("sw-panel-head").text(words.frames()));
    if frames.is_empty() {
        return panel.child(el("p").class("sw-micro").text(words.no_frames()));
    }
    panel.child(el("ol").children(frames))
}

fn row(frame: &Frame, words: &Words) -> Element {
    let part = |hue: &'static str, bytes: &[u8], says: &str| {
        el("span")
            .class("ce-part")
            .attr("data-f", hue)
            .child(el("code").text(spaced_hex(bytes)))
            .child(el("span").text(says.to_owned()))
    };
    let (key, payload) = (frame.key_at..frame.payload_at, frame.payload.len());
    let length =
        if key.is_empty() { words.part_length(&payload) } else { words.part_masked(&payload) };
    let mut parts = vec![
        part("op", &frame.bytes[..1], words.part_head()),
        part("len", &frame.bytes[1..frame.key_at], &length),
    ];
    if !key.is_empty() {
        parts.push(part("key", &frame.bytes[key], words.part_key()));
    }
    let body = &frame.bytes[frame.payload_at..];
    let clear = |bytes: &[u8]| {
        if frame.key_at == frame.payload_at {
            return String::new();
        }
        [" (", words.unmasked(), " ", &spaced_hex(bytes), ")"].concat()
    };
    match frame.code() {
        Some(code) => {
            let says = [words.part_code(&code), clear(&frame.payload[..2])].concat();
            parts.push(part("data", &body[..2], &says));
            let end = body.len().min(2 + REASON_SHOWN);
            if body.len() > 2 {
                let more = if end < body.len() { "…" } else { "" };
                let text: String = readable(&frame.text()).chars().take(REASON_SHOWN).collect();
                let says = [words.part_reason(), " “", &text, more, "”"].concat();
                parts.push(part("data", &body[2..end], &says));
            }
        }
        None if !body.is_empty() => parts.push(part("data", body, words.part_odd())),
        None => {}
    }
    let actor = if frame.who == Who::Page { "client" } else { "server" };
    let who = el("span").class("ce-who").text(sentence::name(frame.who, words).to_owned());
    el("li").attr("data-actor", actor).child(who).children(parts)
}
