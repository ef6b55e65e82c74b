//! The client's key: is it what RFC 6455 asks for, and if not, at which byte does it go wrong?
//!
//! A key is the Base64 of 16 bytes chosen at random, so 24 characters of which the last two are
//! `==` (§4.1 item 7 for the client, §4.2.1 item 5 for the server). The verdict always points at
//! the first byte that cannot belong to such a key.
//!
//! ```
//! use websocket::handshake::key::{Fault, Rule, examine};
//!
//! assert!(examine("x3JJHMbDL1EzLkh9GBhXDw==").is_ok());
//! assert_eq!(examine("dG9vIHNob3J0"), Err(Fault { rule: Rule::Length { decoded: 9 }, at: 12 }));
//! ```

use base64::{
    Engine,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};

/// Bytes that a key decodes to.
pub const KEY_LEN: usize = 16;

/// Characters in a well-formed key.
pub const ENCODED_LEN: usize = 24;

/// Characters of a well-formed key before its padding.
const TEXT_LEN: usize = 22;

/// A key that a server accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The 16 bytes that the client chose.
    pub bytes: [u8; KEY_LEN],
    /// Whether the Base64 is the one way to write these bytes. Spare bits that are not zero
    /// (RFC 6455's own slip in §4.1 has them, erratum 3150) are accepted by deployed servers.
    pub canonical: bool,
}

/// Why a key is refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The rule that is broken.
    pub rule: Rule,
    /// Offset in bytes of the first one that cannot belong to a valid key.
    pub at: usize,
}

/// What a key can do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// There is no key at all.
    Empty,
    /// A space or another blank inside or around the key. (HTTP strips the blanks around a
    /// header's value, so these can only be the ones within it.)
    Blank,
    /// A control character: a header's value may hold none (RFC 9110 §5.5).
    Control,
    /// A character that is not ASCII, Hangul for one.
    NotAscii,
    /// An ASCII character outside Base64's alphabet.
    NotBase64,
    /// `=` in the wrong place, too few of them or too many.
    Padding,
    /// Sound Base64, but of another number of bytes than 16.
    Length {
        /// How many bytes it decodes to.
        decoded: usize,
    },
}

impl Rule {
    /// Where the rule is written.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Control => "RFC 9110 §5.5",
            Self::NotBase64 | Self::NotAscii | Self::Blank => "RFC 4648 §3.3",
            Self::Padding => "RFC 4648 §3.2",
            Self::Empty | Self::Length { .. } => "RFC 6455 §4.2.1",
        }
    }
}

/// Judges the text of a `Sec-WebSocket-Key` as a server must (RFC 6455 §4.2.1 item 5).
pub fn examine(key: &str) -> Result<Key, Fault> {
    if key.is_empty() {
        return Err(Fault { rule: Rule::Empty, at: 0 });
    }
    if let Some((at, c)) = key.char_indices().find(|&(_, c)| !is_base64(c)) {
        return Err(Fault { rule: foreign(c), at });
    }
    let text_len = key.find('=').unwrap_or(key.len());
    if let Some(at) = padding_fault(key, text_len) {
        return Err(Fault { rule: Rule::Padding, at });
    }
    match text_len * 3 / 4 {
        KEY_LEN => Ok(decode(key)),
        // Counted and not decoded, so that a megabyte of key costs no megabyte.
        decoded => Err(Fault { rule: Rule::Length { decoded }, at: text_len.min(TEXT_LEN) }),
    }
}

const fn is_base64(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=')
}

const fn foreign(c: char) -> Rule {
    match c {
        ' ' | '\t' => Rule::Blank,
        c if c.is_ascii_control() => Rule::Control,
        c if !c.is_ascii() => Rule::NotAscii,
        _ => Rule::NotBase64,
    }
}

/// Where the padding goes wrong: too early, too long or not long enough.
fn padding_fault(key: &str, text_len: usize) -> Option<usize> {
    let padding = &key[text_len..];
    let wanted = match text_len % 4 {
        0 => 0,
        2 => 2,
        3 => 1,
        // One character is six bits: not a byte, whatever follows it.
        _ => return Some(text_len),
    };
    if padding.bytes().any(|byte| byte != b'=') {
        Some(text_len)
    } else if padding.len() == wanted {
        None
    } else {
        Some(text_len + padding.len().min(wanted))
    }
}

/// Decodes a key already known to be the Base64 of [`KEY_LEN`] bytes.
fn decode(key: &str) -> Key {
    let mut bytes = [0; KEY_LEN];
    LENIENT.decode_slice(key, &mut bytes).expect("alphabet, padding and length were checked");
    let canonical = super::accept::encode(&bytes) == key;
    Key { bytes, canonical }
}

/// Base64 whose spare last bits may be anything, as deployed servers read it.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[track_caller]
    fn refused(key: &str, rule: Rule, at: usize) {
        assert_eq!(examine(key), Err(Fault { rule, at }), "{key:.40}");
    }

    #[test]
    fn section_4_2_1_a_key_is_16_bytes() {
        assert_eq!(&examine("dGhlIHNhbXBsZSBub25jZQ==").unwrap().bytes, b"the sample nonce");
        refused("", Rule::Empty, 0);
        refused("dG9vIHNob3J0", Rule::Length { decoded: 9 }, 12);
        refused("AA==", Rule::Length { decoded: 1 }, 2);
        refused("MTIzNDU2Nzg5MDEyMzQ1Njc=", Rule::Length { decoded: 17 }, 22);
    }

    #[test]
    fn erratum_3150_spare_bits_are_noted_and_accepted() {
        let key = examine("AQIDBAUGBwgJCgsMDQ4PEC==").unwrap();
        assert_eq!(key.bytes, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        assert!(!key.canonical);
        assert!(examine("AQIDBAUGBwgJCgsMDQ4PEA==").unwrap().canonical);
    }

    #[test]
    fn characters_that_base64_does_not_have() {
        refused("x3JJ HMbDL1EzLkh9GBhXDw==", Rule::Blank, 4);
        refused(" x3JJHMbDL1EzLkh9GBhXDw==", Rule::Blank, 0);
        refused("x3JJHMbDL1EzLkh9GBhXDw==\n", Rule::Control, 24);
        refused("x3JJ-MbDL1EzLkh9GBhXDw==", Rule::NotBase64, 4);
        refused("열쇠", Rule::NotAscii, 0);
        refused("x3열쇠", Rule::NotAscii, 2);
        // HTTP strips spaces and tabs only (RFC 9110 §5.5), so this one reaches the server.
        refused("\u{a0}x3JJHMbDL1EzLkh9GBhXDw==", Rule::NotAscii, 0);
    }

    #[test]
    fn padding_ends_the_key_and_is_complete() {
        refused("x3JJHMbDL1EzLkh9GBhXDw", Rule::Padding, 22);
        refused("x3JJHMbDL1EzLkh9GBhXDw=", Rule::Padding, 23);
        refused("x3JJ=HMbDL1EzLkh9GBhXDw=", Rule::Padding, 4);
        refused("====", Rule::Padding, 0);
        refused("x3JJHMbDL1EzLkh9GBhXD", Rule::Padding, 21);
        refused("x3JJHMbDL1EzLkh9GBhXDw===", Rule::Padding, 24);
    }

    #[test]
    fn a_megabyte_is_judged_like_anything_else() {
        let megabyte = String::from_utf8(alloc::vec![b'A'; 1 << 20]).unwrap();
        refused(&megabyte, Rule::Length { decoded: 3 << 18 }, 22);
        refused(&(megabyte + "="), Rule::Padding, 1 << 20);
    }
}
