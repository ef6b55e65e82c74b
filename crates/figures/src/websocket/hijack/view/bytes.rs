//! The bytes of a step: a head line by line with what matters marked, a frame in hex with its text.

use figure_kit::legible::{readable, spaced_hex};
use figure_kit::node::{Element, el};
use websocket::Role;
use websocket::frame::{Header, Limits, Opcode, mask};

use super::super::step::{Step, Who, status};
use super::super::words::Words;

/// What matters in a line, by its name: the hue that it is marked with.
const MARKED: [(&str, &str); 3] = [("Origin: ", "key"), ("Cookie: ", "op"), ("Set-Cookie: ", "op")];

/// Letters of a line that are drawn.
const LETTERS_MAX: usize = 400;

/// Whether a request carries a cookie.
pub(super) fn has_cookie(step: &Step) -> bool {
    step.bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"Cookie: "))
}

/// The bytes.
pub(super) fn view(step: &Step, words: &Words) -> Element {
    let is_http = step.bytes.first().is_some_and(u8::is_ascii_uppercase);
    if is_http { head(step) } else { frame(step, words) }
}

/// A message of HTTP; each of its lines ends with CR LF.
fn head(step: &Step) -> Element {
    let text = String::from_utf8_lossy(&step.bytes);
    let is_answer = status(&step.bytes) > 0;
    let mut code = el("code").class("hj-bytes");
    let (mut plain, mut body) = (String::new(), String::new());
    let mut is_head = true;
    for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        let line = line.trim_end_matches('\r');
        if !is_head {
            if !body.is_empty() {
                body.push('\n');
            }
            body.push_str(&readable(line));
            continue;
        }
        if line.is_empty() {
            is_head = false;
            continue;
        }
        if at > 0 {
            plain.push('\n');
        }
        let cut = &line[..line.floor_char_boundary(LETTERS_MAX)];
        let hue = MARKED.iter().find(|(name, _)| line.starts_with(name)).map(|(_, hue)| *hue);
        let hue = hue.or((at == 0 && is_answer).then_some("len"));
        match hue {
            None => plain.push_str(&readable(cut)),
            Some(hue) => {
                code = code.text(std::mem::take(&mut plain));
                code = code.child(el("b").attr("data-f", hue).text(readable(cut)));
            }
        }
    }
    if !plain.is_empty() {
        code = code.text(plain);
    }
    if body.is_empty() {
        return code;
    }
    code.child(el("span").class("hj-body").text(body))
}

/// A frame: its header, its key, its payload as it travels, and what that says.
fn frame(step: &Step, words: &Words) -> Element {
    let reader = if step.from == Who::Bank { Role::Client } else { Role::Server };
    let read = Header::decode(&step.bytes, reader, &Limits::default());
    let Ok(Some((header, start))) = read else {
        return el("code").class("hj-bytes").text(spaced_hex(&step.bytes));
    };
    let mut payload = step.bytes[start..].to_vec();
    let key_at = start - if header.mask.is_some() { 4 } else { 0 };
    let part =
        |hue: &'static str, bytes: &[u8]| el("b").attr("data-f", hue).text(spaced_hex(bytes));
    let code = el("code")
        .class("hj-bytes")
        .child(part("op", &step.bytes[..key_at]))
        .maybe(header.mask.map(|key| part("key", &key)))
        .text([" ", &spaced_hex(&payload)].concat());
    if let Some(key) = header.mask {
        mask(&mut payload, key, 0);
    }
    let text = match (header.opcode, payload.first_chunk()) {
        (Opcode::Close, Some(code)) => {
            let reason = String::from_utf8_lossy(&payload[2..]);
            words.close_frame(&u16::from_be_bytes(*code), &readable(&reason))
        }
        _ => words.text(&readable(&String::from_utf8_lossy(&payload))),
    };
    code.child(el("span").class("hj-body").text(text))
}
