//! Bytes as people write them: hex in any grouping, Base64, Wireshark's dumps, C arrays and
//! strings.
//!
//! Invariant: no text makes reading panic, and what could be read before a mistake is kept.
//!
//! ```
//! use figures::websocket::notation::{Notation, read};
//!
//! assert_eq!(read("81 05").bytes, [0x81, 0x05]);
//! assert_eq!(read(r"\x81\x05H").bytes, [0x81, 0x05, 0x48]);
//! assert_eq!(read("gQVIZWxsbw==").notation, Notation::Base64);
//! assert_eq!(read("0000   81 05 48                  ..H").bytes, [0x81, 0x05, 0x48]);
//! ```

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notation {
    /// Pairs of hex digits, with or without blanks, colons, commas or dashes between them.
    #[default]
    Hex,
    /// Base64, either alphabet, with or without padding.
    Base64,
    /// Lines of offset, hex and characters, as Wireshark, `xxd` and `hexdump -C` print them.
    Dump,
    /// `{ 0x81, 0x05 }`
    Array,
    /// `"\x81\x05H"`
    Escaped,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// How it is written.
    pub notation: Notation,
    /// The bytes, up to the mistake if there is one.
    pub bytes: Vec<u8>,
    /// What could not be read.
    pub misread: Option<Misread>,
}

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misread {
    /// Where, in bytes of the text.
    pub at: usize,
    /// What is wrong there.
    pub why: Why,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Something else than a hex digit.
    NotHex,
    /// One digit where two make a byte.
    HalfByte,
    /// Something that is not in Base64's alphabet, or a last character that makes no byte.
    NotBase64,
    /// A line's offset does not follow from the line before it.
    Offset,
}

/// Reads bytes in whichever notation they are written.
pub fn read(text: &str) -> Reading {
    let notation = recognise(text);
    let mut bytes = Vec::new();
    let done = match notation {
        Notation::Hex => hex(text, &mut bytes),
        Notation::Base64 => base64(text, &mut bytes),
        Notation::Dump => dump(text, &mut bytes),
        Notation::Array => array(text, &mut bytes),
        Notation::Escaped => escaped(text, &mut bytes),
    };
    Reading { notation, bytes, misread: done.err() }
}

/// The bytes of a text that is hex and nothing else; none for any other text.
pub fn hex_only(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if hex(text, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// A text may be megabytes long, so what it is not is found out by looking for single bytes.
fn recognise(text: &str) -> Notation {
    let holds = |byte: u8| text.as_bytes().contains(&byte);
    if holds(b'\\') && text.contains("\\x") {
        return Notation::Escaped;
    }
    if holds(b'x') && text.contains("0x") || holds(b'X') && text.contains("0X") {
        return Notation::Array;
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if offset_of(first).is_some() {
        return Notation::Dump;
    }
    let word = text.trim().as_bytes();
    let is_one_word = !word.contains(&b' ') && !word.contains(&b'\t');
    let mut letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    if is_one_word && letters.any(|byte| value_of(byte) > 15) {
        let letters = || text.bytes().filter(|byte| !byte.is_ascii_whitespace());
        if letters().all(|byte| sextet(byte) < 64 || byte == b'=') && letters().count() % 4 == 0 {
            return Notation::Base64;
        }
    }
    Notation::Hex
}

/// What a byte of a text stands for in hex: up to 15, or one of those below.
fn value_of(byte: u8) -> u8 {
    VALUES[usize::from(byte)]
}

/// The values of what may stand between two bytes, and of everything else.
const BETWEEN: u8 = 16;
const FOREIGN: u8 = 17;

const VALUES: [u8; 256] = {
    let mut values = [FOREIGN; 256];
    let mut at = 0;
    while at < values.len() {
        let byte = at as u8;
        values[at] = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'F' => byte - b'A' + 10,
            b'a'..=b'f' => byte - b'a' + 10,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b':' | b',' | b'-' => BETWEEN,
            _ => FOREIGN,
        };
        at += 1;
    }
    values
};

/// The byte that two hex digits write.
fn pair(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (value_of(high), value_of(low));
    (high | low < 16).then_some(high << 4 | low)
}

fn hex(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let text = text.as_bytes();
    bytes.reserve(text.len() / 2);
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        let second = text.get(at + 1).copied();
        if let Some(byte) = second.and_then(|second| pair(first, second)) {
            bytes.push(byte);
            at += 2;
        } else if value_of(first) == BETWEEN {
            at += 1;
        } else {
            // The second is looked at only where the first is a digit.
            let is_digit = value_of(first) != FOREIGN;
            return Err(match second.map(value_of) {
                Some(FOREIGN) if is_digit => Misread { at: at + 1, why: Why::NotHex },
                _ if is_digit => Misread { at, why: Why::HalfByte },
                _ => Misread { at, why: Why::NotHex },
            });
        }
    }
    Ok(())
}

/// What a byte of a text stands for in Base64: up to 63, or 64 for what is not in its alphabet.
fn sextet(byte: u8) -> u8 {
    SEXTETS[usize::from(byte)]
}

const SEXTETS: [u8; 256] = {
    let mut sextets = [64; 256];
    let mut at = 0;
    while at < sextets.len() {
        let byte = at as u8;
        sextets[at] = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => 64,
        };
        at += 1;
    }
    sextets
};

fn base64(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    bytes.reserve(text.len() / 4 * 3);
    let (mut bits, mut have, mut is_padded) = (0_u32, 0_u32, false);
    for (at, byte) in text.bytes().enumerate() {
        let six = sextet(byte);
        if six < 64 && !is_padded {
            bits = bits << 6 | u32::from(six);
            have += 6;
            if have >= 8 {
                have -= 8;
                bytes.push((bits >> have) as u8);
            }
        } else if byte == b'=' {
            is_padded = true;
        } else if !byte.is_ascii_whitespace() {
            return Err(Misread { at, why: Why::NotBase64 });
        }
    }
    if have == 6 { Err(Misread { at: text.len(), why: Why::NotBase64 }) } else { Ok(()) }
}

/// The most digits of an offset.
const OFFSET_DIGITS_MAX: usize = 8;

/// A line's offset and what follows it: four to eight hex digits, then a colon or two blanks.
fn offset_of(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_hexdigit);
    let len = digits.take(OFFSET_DIGITS_MAX + 1).count();
    let rest = &line[len..];
    let ends = rest.starts_with(':') || rest.starts_with("  ") || rest.starts_with('\t');
    let offset = usize::from_str_radix(&line[..len], 16).ok()?;
    ((4..=OFFSET_DIGITS_MAX).contains(&len) && ends).then(|| (offset, &rest[1..]))
}

/// The most bytes in a line of a dump.
const LINE_MAX: usize = 32;

fn dump(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<(usize, usize, &str)> = lines
        .filter_map(|line| {
            let at = line.as_ptr().addr() - text.as_ptr().addr();
            let bare = || Some((usize::from_str_radix(line.trim(), 16).ok()?, ""));
            let (offset, rest) = offset_of(line).or_else(bare)?;
            Some((at, offset, rest))
        })
        .collect();
    let base = lines.first().map_or(0, |(_, offset, _)| *offset);
    for (index, &(at, offset, rest)) in lines.iter().enumerate() {
        if offset.checked_sub(base) != Some(bytes.len()) {
            return Err(Misread { at, why: Why::Offset });
        }
        let next = lines.get(index + 1).and_then(|(_, next, _)| next.checked_sub(offset));
        let width = next.unwrap_or(16).min(LINE_MAX);
        row(rest.trim_start().as_bytes(), width, bytes);
    }
    Ok(())
}

/// The bytes of one line, up to its characters: they stand behind a bar, a wide gap, or the last
/// byte that the line has room for.
fn row(rest: &[u8], width: usize, bytes: &mut Vec<u8>) {
    let end = bytes.len() + width;
    let mut at = 0;
    while at < rest.len() && !matches!(rest[at..], [b' ', b' ', b' ', ..]) {
        if rest[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        while at < rest.len() && value_of(rest[at]) < 16 {
            at += 1;
        }
        let word = &rest[start..at];
        let is_hex =
            rest.get(at).is_none_or(u8::is_ascii_whitespace) && word.len().is_multiple_of(2);
        if !is_hex {
            return;
        }
        for two in word.chunks_exact(2) {
            if bytes.len() == end {
                return;
            }
            bytes.extend(pair(two[0], two[1]));
        }
    }
}

/// `0x81, 0x05`, alone or between braces, with comments.
fn array(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let open = text.find('{').map_or(0, |at| at + 1);
    let end = text[open..].find('}').map_or(text.len(), |at| open + at);
    let text = &text[..end];
    let mut at = open;
    while at < end {
        let rest = &text[at..];
        at += match rest.as_bytes() {
            [b'0', b'x' | b'X', digits @ ..] => {
                let digits = digits.iter().map(|digit| value_of(*digit));
                let (mut value, mut len) = (0_u16, 0);
                for digit in digits.take_while(|digit| *digit < 16) {
                    // What is too much for a byte stays too much.
                    value = (value << 4 | u16::from(digit)).min(0xfff);
                    len += 1;
                }
                match u8::try_from(value) {
                    Ok(byte) if len > 0 => bytes.push(byte),
                    _ => return Err(Misread { at: at + 2, why: Why::NotHex }),
                }
                2 + len
            }
            [b'/', b'*', ..] => rest[2..].find("*/").map_or(rest.len(), |len| len + 4),
            [b'/', b'/', ..] => rest.find('\n').unwrap_or(rest.len()),
            [b',' | b';' | b'[' | b']', ..] => 1,
            _ => match rest.chars().next().filter(|c| c.is_whitespace()) {
                Some(blank) => blank.len_utf8(),
                None => return Err(Misread { at, why: Why::NotHex }),
            },
        };
    }
    Ok(())
}

/// `\x81\x05Hi`, alone or between quotes, over several lines.
fn escaped(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let quoted = text.contains('"');
    let mut inside = !quoted;
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let misread = |at| Misread { at, why: Why::NotHex };
        at += match (byte, &text.as_bytes()[at + 1..]) {
            (b'"', _) => {
                inside = quoted && !inside;
                1
            }
            (b'\\', behind) if inside => {
                let (byte, len) = match *behind {
                    [b'x', high, low, ..] => {
                        (Some(pair(high, low).ok_or_else(|| misread(at + 2))?), 3)
                    }
                    [b'x', ..] => return Err(misread(at + 2)),
                    [b'n', ..] => (Some(b'\n'), 1),
                    [b'r', ..] => (Some(b'\r'), 1),
                    [b't', ..] => (Some(b'\t'), 1),
                    [b'0', ..] => (Some(0), 1),
                    [byte @ (b'\\' | b'"' | b'\''), ..] => (Some(byte), 1),
                    [b'\n', ..] => (None, 1),
                    [] => (None, 0),
                    _ => return Err(misread(at + 1)),
                };
                bytes.extend(byte);
                1 + len
            }
            _ => {
                let c = text[at..].chars().next().unwrap_or_default();
                let len = c.len_utf8();
                if inside && (quoted || !c.is_whitespace()) {
                    bytes.extend_from_slice(&text.as_bytes()[at..at + len]);
                }
                len
            }
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests;
