//! Bytes and characters made legible.
//!
//! Invariant: what comes out has no character that changes the text around it.

/// A byte as two hex digits, at the end of a text.
pub(crate) fn push_hex(byte: u8, text: &mut String) {
    for nibble in [byte >> 4, byte & 15] {
        text.extend(char::from_digit(u32::from(nibble), 16));
    }
}

/// A byte as two hex digits.
pub(crate) fn hex(byte: u8) -> String {
    let mut text = String::with_capacity(2);
    push_hex(byte, &mut text);
    text
}

/// Bytes as pairs of hex digits.
pub(crate) fn spaced_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        if !text.is_empty() {
            text.push(' ');
        }
        push_hex(*byte, &mut text);
    }
    text
}

/// The text with what would disturb the line around it drawn as a dot: control characters, and
/// marks that turn the direction of writing.
pub(crate) fn readable(text: &str) -> String {
    text.chars().map(|c| if disturbs(c) { '·' } else { c }).collect()
}

/// Whether a character has no picture of its own, or changes that of its neighbours.
pub(crate) fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
        || matches!(c, '\u{2066}'..='\u{2069}')
}
