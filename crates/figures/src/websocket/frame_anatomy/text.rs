//! The anatomy as lines of text, for a terminal.
//!
//! ```
//! use figure_kit::words::{Language, Vocabulary as _};
//! use figures::websocket::frame_anatomy::{Words, reading, text};
//! use websocket::{Role, connection::Limits};
//!
//! let bytes = [0x89, 0x00];
//! let anatomy = reading::read(&bytes, Role::Server, Limits::default());
//! let text = text::print(&anatomy, &bytes, &Words::in_language(Language::English));
//! assert!(text.starts_with("Frame 1: ping"));
//! ```

use super::meaning;
use super::part::{Field, FieldKind, FramePart};
use super::reading::Anatomy;
use super::words::Words;

/// The most frames that are printed.
pub const PRINTED_MAX: usize = 64;

/// Payload bytes that are printed of one frame.
const PAYLOAD_MAX: usize = 64;

/// Bytes in one line.
const LINE: usize = 8;

/// Every frame field by field, what came through, and the verdict.
pub fn print(anatomy: &Anatomy, bytes: &[u8], words: &Words) -> String {
    let mut out = String::new();
    for part in anatomy.frames.iter().take(PRINTED_MAX) {
        frame(part, bytes, words, &mut out);
    }
    let rest = anatomy.frames_len.saturating_sub(PRINTED_MAX);
    if rest > 0 {
        line(&mut out, &[&words.more_frames(&rest)]);
    }
    for delivered in &anatomy.delivered {
        line(&mut out, &[&meaning::delivered(delivered, words)]);
    }
    let said = meaning::verdict(anatomy, words);
    line(&mut out, &[&said.line]);
    for text in [&*said.why, &*said.remedy, said.clause] {
        if !text.is_empty() {
            line(&mut out, &["  ", text]);
        }
    }
    out
}

fn frame(part: &FramePart, bytes: &[u8], words: &Words, out: &mut String) {
    let opcode = meaning::opcode(part.opcode(), words);
    line(out, &[&words.frame_title(&(part.index + 1), &opcode)]);
    let fields = part.fields(bytes);
    for (index, field) in fields.iter().enumerate() {
        // Fields of one byte stand under one another; the byte is written once.
        let is_first = index == 0 || fields[index - 1].bytes() != field.bytes();
        let shown = field.bytes().start..field.bytes().end.min(field.bytes().start + PAYLOAD_MAX);
        let at = part.start + shown.start;
        let here = &bytes[at..part.start + shown.end];
        for (row, chunk) in here.chunks(LINE).enumerate() {
            let place = if is_first || row > 0 { place(at + row * LINE, chunk) } else { blank() };
            let says = if row == 0 { value(field, part, words) } else { String::new() };
            line(out, &[place.as_str(), &says]);
        }
        if field.kind == FieldKind::Payload {
            payload(part, bytes, words, out);
        }
    }
}

/// An offset and the bytes behind it.
fn place(at: usize, bytes: &[u8]) -> String {
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{at:>6}  {:<24}", hex.join(" "))
}

fn blank() -> String {
    " ".repeat(32)
}

fn value(field: &Field, part: &FramePart, words: &Words) -> String {
    let name = meaning::name(field.kind, words);
    let says = meaning::field(field, part, words);
    match field.kind {
        FieldKind::Key | FieldKind::Payload => format!("{name}: {says}"),
        FieldKind::Opcode => format!("{name} {:x}: {says}", field.value),
        _ => format!("{name} {}: {says}", field.value),
    }
}

/// The payload once more, without its mask and as text.
fn payload(part: &FramePart, bytes: &[u8], words: &Words, out: &mut String) {
    let payload = part.payload();
    let shown = payload.start..payload.end.min(payload.start + PAYLOAD_MAX);
    let plain = part.plain(bytes, shown);
    if part.is_masked() {
        for (row, chunk) in plain.chunks(LINE).enumerate() {
            let label = if row == 0 { words.unmasked_label() } else { "" };
            let hex: Vec<String> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
            line(out, &[&format!("        {:<24}", hex.join(" ")), label]);
        }
    }
    if let Ok(text) = str::from_utf8(&plain) {
        line(out, &[&blank(), "“", &figure_kit::legible::readable(text), "”"]);
    }
    if payload.len() > PAYLOAD_MAX {
        line(out, &[&blank(), &words.more_bytes(&(payload.len() - PAYLOAD_MAX))]);
    }
}

fn line(out: &mut String, parts: &[&str]) {
    let start = out.len();
    for part in parts {
        out.push_str(part);
    }
    let end = start + out[start..].trim_end().len();
    out.truncate(end);
    out.push('\n');
}
