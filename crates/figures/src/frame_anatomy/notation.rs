//! Bytes as people write them: hex in any grouping, Base64, Wireshark's dumps, C arrays and
//! strings.
//!
//! Invariant: no text makes reading panic, and what could be read before a mistake is kept.
//!
//! ```
//! use figures::frame_anatomy::notation::{Notation, read};
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

fn recognise(text: &str) -> Notation {
    if text.contains("\\x") {
        return Notation::Escaped;
    }
    if text.contains("0x") || text.contains("0X") {
        return Notation::Array;
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if offset_of(first).is_some() {
        return Notation::Dump;
    }
    let one_word = !text.trim().contains([' ', '\t']);
    let letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let (mut len, mut all, mut foreign) = (0, true, false);
    for byte in letters {
        len += 1;
        all &= sextet(byte).is_some() || byte == b'=';
        foreign |= !byte.is_ascii_hexdigit();
    }
    if one_word && all && foreign && len % 4 == 0 { Notation::Base64 } else { Notation::Hex }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn hex(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let mut high: Option<(usize, u8)> = None;
    for (at, byte) in text.bytes().enumerate() {
        let half = |at| Misread { at, why: Why::HalfByte };
        match (digit(byte), high) {
            (Some(low), Some((_, first))) => {
                bytes.push(first << 4 | low);
                high = None;
            }
            (Some(first), None) => high = Some((at, first)),
            (None, _) if !byte.is_ascii_whitespace() && !b":,-".contains(&byte) => {
                return Err(Misread { at, why: Why::NotHex });
            }
            (None, Some((at, _))) => return Err(half(at)),
            (None, None) => {}
        }
    }
    high.map_or(Ok(()), |(at, _)| Err(Misread { at, why: Why::HalfByte }))
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn base64(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let (mut bits, mut have, mut is_padded) = (0_u32, 0_u32, false);
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        match sextet(byte) {
            Some(six) if !is_padded => {
                bits = bits << 6 | u32::from(six);
                have += 6;
            }
            None if byte == b'=' => is_padded = true,
            _ => return Err(Misread { at, why: Why::NotBase64 }),
        }
        if have >= 8 {
            have -= 8;
            bytes.extend((bits >> have).to_be_bytes().last());
        }
    }
    if have == 6 { Err(Misread { at: text.len(), why: Why::NotBase64 }) } else { Ok(()) }
}

/// A line's offset and what follows it: four to eight hex digits, then a colon or two blanks.
fn offset_of(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_start();
    let len = line.bytes().take_while(u8::is_ascii_hexdigit).count();
    let rest = &line[len..];
    let ends = rest.starts_with(':') || rest.starts_with("  ") || rest.starts_with('\t');
    let offset = usize::from_str_radix(&line[..len], 16).ok()?;
    ((4..=8).contains(&len) && ends).then(|| (offset, &rest[1..]))
}

/// The most bytes in a line of a dump.
const LINE_MAX: usize = 32;

fn dump(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<(usize, usize, &str)> = lines
        .filter_map(|line| {
            let at = line.as_ptr().addr() - text.as_ptr().addr();
            let bare = usize::from_str_radix(line.trim(), 16).ok().map(|offset| (offset, ""));
            let (offset, rest) = offset_of(line).or(bare)?;
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
        row(rest, width, bytes);
    }
    Ok(())
}

/// The bytes of one line, up to its characters: they stand behind a bar, a wide gap, or the last
/// byte that the line has room for.
fn row(rest: &str, width: usize, bytes: &mut Vec<u8>) {
    let end = bytes.len() + width;
    let rest = rest.trim_start();
    let gap = rest.find("   ").unwrap_or(rest.len());
    for word in rest[..gap].split_ascii_whitespace() {
        let is_hex = word.len() % 2 == 0 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex {
            return;
        }
        for pair in word.as_bytes().chunks_exact(2) {
            if bytes.len() == end {
                return;
            }
            if let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) {
                bytes.push(high << 4 | low);
            }
        }
    }
}

/// `0x81, 0x05`, alone or between braces, with comments.
fn array(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let open = text.find('{').map_or(0, |at| at + 1);
    let end = text[open..].find('}').map_or(text.len(), |at| open + at);
    let mut at = open;
    while at < end {
        let rest = &text[at..end];
        if let Some(comment) = rest.strip_prefix("/*") {
            at += comment.find("*/").map_or(rest.len(), |len| len + 4);
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with([',', ';', '[', ']']) || rest.starts_with(char::is_whitespace) {
            at += rest.chars().next().map_or(1, char::len_utf8);
        } else {
            let word = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X"));
            let word = word.ok_or(Misread { at, why: Why::NotHex })?;
            let len = word.bytes().take_while(u8::is_ascii_hexdigit).count();
            match u8::from_str_radix(&word[..len], 16) {
                Ok(byte) if len > 0 => bytes.push(byte),
                _ => return Err(Misread { at: at + 2, why: Why::NotHex }),
            }
            at += 2 + len;
        }
    }
    Ok(())
}

/// `\x81\x05Hi`, alone or between quotes, over several lines.
fn escaped(text: &str, bytes: &mut Vec<u8>) -> Result<(), Misread> {
    let quoted = text.contains('"');
    let mut inside = !quoted;
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => inside = quoted && !inside,
            '\\' if inside => {
                let after = characters.next().map(|(_, c)| c);
                match after {
                    Some('x') => {
                        let rest = characters.as_str().as_bytes();
                        let pair = [0, 1].map(|place| rest.get(place).copied().and_then(digit));
                        let [Some(high), Some(low)] = pair else {
                            return Err(Misread { at: at + 2, why: Why::NotHex });
                        };
                        bytes.push(high << 4 | low);
                        characters.next();
                        characters.next();
                    }
                    Some('n') => bytes.push(b'\n'),
                    Some('r') => bytes.push(b'\r'),
                    Some('t') => bytes.push(b'\t'),
                    Some('0') => bytes.push(0),
                    Some(c @ ('\\' | '"' | '\'')) => bytes.push(c as u8),
                    Some('\n') | None => {}
                    Some(_) => return Err(Misread { at: at + 1, why: Why::NotHex }),
                }
            }
            c if !inside || !quoted && c.is_whitespace() => {}
            c => bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: [u8; 11] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];

    #[track_caller]
    fn check(text: &str, notation: Notation, bytes: &[u8]) {
        let expected = Reading { notation, bytes: bytes.to_vec(), misread: None };
        assert_eq!(read(text), expected, "{text}");
    }

    #[track_caller]
    fn misread(text: &str, at: usize, why: Why, bytes: &[u8]) {
        let reading = read(text);
        assert_eq!(reading.misread, Some(Misread { at, why }), "{text}");
        assert_eq!(reading.bytes, bytes, "{text}");
    }

    #[test]
    fn hex_in_any_grouping() {
        for text in [
            "818537fa213d7f9f4d5158",
            "81 85 37 fa 21 3d 7f 9f 4d 51 58",
            "8185 37FA 213D 7F9F 4D51 58\n",
            "81:85:37:fa:21:3d:7f:9f:4d:51:58",
            "81, 85, 37, fa, 21, 3d, 7f, 9f, 4d, 51, 58",
        ] {
            check(text, Notation::Hex, &HELLO);
        }
        check("", Notation::Hex, &[]);
        misread("81 0", 3, Why::HalfByte, &[0x81]);
        misread("81 0 5", 3, Why::HalfByte, &[0x81]);
        misread("81 열쇠", 3, Why::NotHex, &[0x81]);
        misread("81 zz", 3, Why::NotHex, &[0x81]);
    }

    #[test]
    fn base64_in_both_alphabets() {
        check("gYU3+iE9f59NUVg=", Notation::Base64, &HELLO);
        check("gYU3-iE9f59NUVg=", Notation::Base64, &HELLO);
        check("gYU3+iE9\nf59NUVg=\n", Notation::Base64, &HELLO);
        misread("gYU3+iE9=59NUVg=", 9, Why::NotBase64, &HELLO[..6]);
    }

    #[test]
    fn dumps_as_the_tools_print_them() {
        let wireshark = "0000   81 85 37 fa 21 3d 7f 9f 4d 51 58                  ..7.!=..MQX";
        check(wireshark, Notation::Dump, &HELLO);
        let xxd = "00000000: 8185 37fa 213d 7f9f 4d51 58              ..7.!=..MQX\n";
        check(xxd, Notation::Dump, &HELLO);
        let hexdump = "00000000  81 85 37 fa 21 3d 7f 9f  4d 51 58                 \
                       |..7.!=..MQX|\n0000000b\n";
        check(hexdump, Notation::Dump, &HELLO);
    }

    #[test]
    fn the_characters_of_a_dump_are_no_bytes() {
        let full = "0000   61 62 20 63 64 20 65 66 20 31 32 20 33 34 20 35   ab cd ef 12 34 5\n\
                    0010   36                                                6";
        check(full, Notation::Dump, b"ab cd ef 12 34 56");
        let eight = "0000  61 62 20 63 64 20 65 66  ab cd ef\n0008  31 32  12";
        let bytes = read(eight).bytes;
        assert_eq!(bytes[..8], *b"ab cd ef");
        misread("0000  81 05\n0007  48", 12, Why::Offset, &[0x81, 0x05]);
    }

    #[test]
    fn arrays_and_strings_of_c() {
        check("0x81, 0x05", Notation::Array, &[0x81, 0x05]);
        let packet = "static const unsigned char pkt1[2] = {\n0x81, 0x5 /* A bit */\n};";
        check(packet, Notation::Array, &[0x81, 0x05]);
        misread("0x81, 5", 6, Why::NotHex, &[0x81]);
        misread("0x181", 2, Why::NotHex, &[]);
        check(r"\x81\x85\x37\xfa!=", Notation::Escaped, &[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d]);
        check("\"\\x81\" \\\n\"\\x05H i\"", Notation::Escaped, b"\x81\x05H i");
        misread(r"\x81\x0", 6, Why::NotHex, &[0x81]);
    }

    #[test]
    fn rubbish_is_read_without_a_panic() {
        for text in ["\\x", "0x", "{", "0000  ", "0000:", "=", "\u{0}", "\\x한", "0x한", "/*0x"] {
            let _ = read(text);
        }
    }
}
