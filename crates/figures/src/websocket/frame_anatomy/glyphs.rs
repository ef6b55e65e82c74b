//! The characters of a payload over the bytes that they are made of, also where the border of a
//! frame cuts one.

use std::ops::Range;

use websocket::frame::Opcode;

use super::part::FramePart;
use super::reading::Anatomy;

/// Neighbouring bytes that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The bytes in this frame, as offsets from the first of all bytes.
    pub(super) bytes: Range<usize>,
    /// What they are.
    pub(super) kind: Kind,
}

/// What a group of bytes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A character, of which the first byte here is byte number `from` of `of`.
    Character { character: char, from: usize, of: usize },
    /// The beginning of a character that ends nowhere.
    Begun,
    /// No part of a character.
    Bad,
    /// A close code.
    Code(u16),
    /// One byte of data that is no text.
    Raw(u8),
}

impl Kind {
    /// Whether some of the character's bytes stand in another frame.
    pub(super) fn is_cut(self, here: usize) -> bool {
        matches!(self, Self::Character { of, .. } if of != here)
    }
}

/// The most bytes in a character.
const CHAR_LEN_MAX: usize = 4;

/// The groups that the payload bytes in this window belong to.
pub(super) fn glyphs(
    anatomy: &Anatomy,
    part: &FramePart,
    bytes: &[u8],
    window: Range<usize>,
) -> Vec<Glyph> {
    let payload = part.payload();
    let mut text = payload.clone();
    let mut glyphs = Vec::new();
    match (part.opcode(), part.kind) {
        (Ok(Opcode::Close), _) => {
            let code_end = (payload.start + 2).min(payload.end);
            let code = part.plain(bytes, payload.start..code_end);
            if let [high, low] = code[..] {
                let kind = Kind::Code(u16::from_be_bytes([high, low]));
                glyphs.push(Glyph { bytes: payload.start..code_end, kind });
            }
            text.start = code_end;
        }
        (_, Some(Opcode::Text)) => {}
        _ => return raw(part, bytes, clip(&payload, &window)),
    }
    glyphs.extend(characters(anatomy, part, bytes, text, &window));
    glyphs.retain(|glyph| !clip(&glyph.bytes, &window).is_empty());
    for glyph in &mut glyphs {
        let shown = clip(&glyph.bytes, &window);
        if let Kind::Character { from, .. } = &mut glyph.kind {
            *from += shown.start - glyph.bytes.start;
        }
        glyph.bytes = shown;
    }
    glyphs
}

fn clip(bytes: &Range<usize>, window: &Range<usize>) -> Range<usize> {
    let start = bytes.start.max(window.start);
    start..bytes.end.min(window.end).max(start)
}

fn raw(part: &FramePart, bytes: &[u8], shown: Range<usize>) -> Vec<Glyph> {
    let plain = part.plain(bytes, shown.clone());
    let each = shown.zip(plain);
    each.map(|(at, byte)| Glyph { bytes: at..at + 1, kind: Kind::Raw(byte) }).collect()
}

/// The text around the window, character by character.
fn characters(
    anatomy: &Anatomy,
    part: &FramePart,
    bytes: &[u8],
    text: Range<usize>,
    window: &Range<usize>,
) -> Vec<Glyph> {
    // A character that reaches into the window begins at most three bytes before it.
    let near = window.start.saturating_sub(CHAR_LEN_MAX - 1)..window.end + CHAR_LEN_MAX - 1;
    let near = clip(&text, &near);
    let mut before: &[u8] = if near.start == text.start { part.carried.bytes() } else { &[] };
    if part.kind != Some(Opcode::Text) {
        before = &[];
    }
    let behind = if near.end == text.end { next_bytes(anatomy, part, bytes) } else { Vec::new() };
    let here = part.plain(bytes, near.clone());
    let all = [before, &here, &behind].concat();
    let mut glyphs = Vec::new();
    let mut at = 0;
    let mut push = |len: usize, kind: Kind| {
        // What stands before and behind lies in the neighbouring frames.
        let start = at.max(before.len());
        let end = (at + len).clamp(before.len(), before.len() + here.len());
        let kind = match kind {
            Kind::Character { character, of, .. } => {
                Kind::Character { character, from: start - at, of }
            }
            other => other,
        };
        if start < end {
            let place = |at: usize| near.start + at - before.len();
            glyphs.push(Glyph { bytes: place(start)..place(end), kind });
        }
        at += len;
    };
    for chunk in all.utf8_chunks() {
        for character in chunk.valid().chars() {
            let of = character.len_utf8();
            push(of, Kind::Character { character, from: 0, of });
        }
        let invalid = chunk.invalid();
        if !invalid.is_empty() {
            let is_begun = str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            push(invalid.len(), if is_begun { Kind::Begun } else { Kind::Bad });
        }
    }
    glyphs
}

/// The first bytes of the next fragment of the same message.
fn next_bytes(anatomy: &Anatomy, part: &FramePart, bytes: &[u8]) -> Vec<u8> {
    if part.fin() || part.kind != Some(Opcode::Text) {
        return Vec::new();
    }
    let behind = anatomy.frames.iter().skip_while(|other| other.index <= part.index);
    let mut found = Vec::new();
    for next in behind.filter(|next| next.kind.is_some()) {
        if next.opcode() != Ok(Opcode::Continuation) || found.len() >= CHAR_LEN_MAX - 1 {
            break;
        }
        let payload = next.payload();
        let end = payload.end.min(payload.start + CHAR_LEN_MAX - 1 - found.len());
        found.extend(next.plain(bytes, payload.start..end));
        if next.fin() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use websocket::Role;
    use websocket::connection::Limits;

    use super::super::reading;
    use super::*;
    use crate::websocket::notation;

    /// The groups of one frame as a line: the bytes, then what they are.
    #[track_caller]
    fn check(hex: &str, frame: usize, expected: &str) {
        let bytes = notation::read(hex).bytes;
        let anatomy = reading::read(&bytes, Role::Server, Limits::default());
        let part = anatomy.frames[frame];
        let whole = glyphs(&anatomy, &part, &bytes, part.payload());
        let said = |glyph: &Glyph| {
            let Range { start, end } = glyph.bytes;
            match glyph.kind {
                Kind::Character { character, from, of } => {
                    format!("{start}-{end} {character} {from}/{of}")
                }
                kind => format!("{start}-{end} {kind:?}"),
            }
        };
        let line: Vec<String> = whole.iter().map(said).collect();
        assert_eq!(line.join(", "), expected, "{hex}");
        // Any window shows the same groups, cut to it.
        for start in part.payload() {
            for end in start + 1..=part.payload().end {
                for glyph in glyphs(&anatomy, &part, &bytes, start..end) {
                    let same = |other: &&Glyph| clip(&other.bytes, &(start..end)) == glyph.bytes;
                    assert!(whole.iter().any(|other| same(&other)), "{hex} {start}..{end}");
                }
            }
        }
    }

    #[test]
    fn a_character_stands_over_its_bytes() {
        check("81 04 41 ed 95 9c", 0, "2-3 A 0/1, 3-6 한 0/3");
        check("82 02 41 00", 0, "2-3 Raw(65), 3-4 Raw(0)");
        check("88 05 03 e8 ed 95 9c", 0, "2-4 Code(1000), 4-7 한 0/3");
    }

    #[test]
    fn a_character_cut_by_a_frame_is_whole_in_both() {
        let cut = "01 02 ed 95 89 00 80 02 9c 41";
        check(cut, 0, "2-4 한 0/3");
        check(cut, 2, "8-9 한 2/3, 9-10 A 0/1");
        let thrice = "01 01 ed 00 01 95 80 01 9c";
        check(thrice, 0, "2-3 한 0/3");
        check(thrice, 1, "5-6 한 1/3");
        check(thrice, 2, "8-9 한 2/3");
    }

    #[test]
    fn what_is_no_character() {
        check("81 02 ff 41", 0, "2-3 Bad, 3-4 A 0/1");
        check("81 02 ed 95", 0, "2-4 Begun");
        check("01 02 ed 95 80 01 41", 1, "6-7 A 0/1");
    }
}
