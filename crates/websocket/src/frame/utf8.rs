//! UTF-8 in pieces: a character may be cut anywhere, a wrong byte is told at once (§8.1).
//!
//! ```
//! use websocket::frame::{NotUtf8, Utf8};
//!
//! let mut text = Utf8::default();
//! text.feed(&[0xed, 0x95])?; // two of the three bytes of 한
//! assert!(!text.is_complete());
//! assert_eq!(text.feed(b"!"), Err(NotUtf8 { at: 0 }));
//! # Ok::<(), NotUtf8>(())
//! ```

use core::str;

/// Judges text that arrives in pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Utf8 {
    /// The beginning of a character whose other bytes have yet to come.
    begun: [u8; 4],
    begun_len: u8,
}

/// The text is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUtf8 {
    /// Offset, in the piece just fed, of the byte that cannot stand where it stands.
    pub at: usize,
}

impl Utf8 {
    /// At the beginning of a text.
    pub const fn new() -> Self {
        Self { begun: [0; 4], begun_len: 0 }
    }

    /// Whether the text so far ends with a whole character.
    pub const fn is_complete(&self) -> bool {
        self.begun_len == 0
    }

    /// How many bytes of a character have come whose others have not.
    pub const fn begun_len(&self) -> usize {
        self.begun_len as usize
    }

    /// Takes the next piece. After an error, the validator is of no further use.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), NotUtf8> {
        let finished = self.finish_begun(bytes)?;
        let Err(error) = str::from_utf8(&bytes[finished..]) else { return Ok(()) };
        let at = finished + error.valid_up_to();
        if error.error_len().is_some() {
            return Err(NotUtf8 { at: at + misfit(&bytes[at..], error) });
        }
        // Not wrong, only unfinished: one to three bytes, by `from_utf8`'s own contract.
        for &byte in &bytes[at..] {
            self.push(byte);
        }
        Ok(())
    }

    /// Completes the character begun earlier, and says how many bytes that took.
    fn finish_begun(&mut self, bytes: &[u8]) -> Result<usize, NotUtf8> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.is_complete() {
                return Ok(at);
            }
            self.push(byte);
            match str::from_utf8(&self.begun[..usize::from(self.begun_len)]) {
                Ok(_) => self.begun_len = 0,
                Err(error) if error.error_len().is_some() => return Err(NotUtf8 { at }),
                Err(_) => {}
            }
        }
        Ok(bytes.len())
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.begun.get_mut(usize::from(self.begun_len)) {
            *place = byte;
            self.begun_len += 1;
        }
    }
}

/// Which byte of a broken character is the one that does not fit.
///
/// `error_len` counts the bytes that were good so far, except for a byte that can begin no
/// character: there it says one.
fn misfit(character: &[u8], error: str::Utf8Error) -> usize {
    match character.first() {
        Some(0xc2..=0xf4) => error.error_len().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The text in two pieces, judged: the offset of the first wrong byte in the whole.
    fn judge(bytes: &[u8], cut: usize) -> Result<bool, usize> {
        let mut text = Utf8::default();
        text.feed(&bytes[..cut]).map_err(|error| error.at)?;
        text.feed(&bytes[cut..]).map_err(|error| cut + error.at)?;
        Ok(text.is_complete())
    }

    #[track_caller]
    fn check(bytes: &[u8], verdict: Result<bool, usize>) {
        for cut in 0..=bytes.len() {
            assert_eq!(judge(bytes, cut), verdict, "{bytes:02x?} cut at {cut}");
        }
        let mut text = Utf8::default();
        let bytewise =
            bytes.iter().enumerate().try_for_each(|(at, &byte)| text.feed(&[byte]).map_err(|_| at));
        assert_eq!(bytewise.map(|()| text.is_complete()), verdict, "{bytes:02x?} byte by byte");
    }

    #[test]
    fn section_8_1_whole_and_unfinished_text() {
        check("".as_bytes(), Ok(true));
        check("Κόσμε, 안녕, 🦀".as_bytes(), Ok(true));
        check(&"🦀".as_bytes()[..3], Ok(false));
        check(&[0xf4, 0x8f, 0xbf, 0xbf], Ok(true));
    }

    #[test]
    fn rfc_3629_section_3_the_first_byte_that_cannot_be() {
        check(&[0x61, 0xff], Err(1));
        check(&[0x80], Err(0));
        check(&[0xc0, 0xaf], Err(0)); // an overlong slash
        check(&[0xe0, 0x80, 0xaf], Err(1));
        check(&[0xed, 0xa0, 0x80], Err(1)); // a surrogate
        check(&[0xf0, 0x9f, 0xa6, 0x28], Err(3));
        check(&[0xf4, 0x90, 0x80, 0x80], Err(1)); // beyond U+10FFFF
        check(&[0xf5], Err(0));
        check(&[0xe2, 0x82, 0x61], Err(2));
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_standard_library(bytes: Vec<u8>, text in ".{0,40}") {
            for bytes in [bytes, text.into_bytes()] {
                let expected = match str::from_utf8(&bytes) {
                    Ok(_) => Ok(true),
                    Err(error) if error.error_len().is_none() => Ok(false),
                    Err(error) => {
                        Err(error.valid_up_to() + misfit(&bytes[error.valid_up_to()..], error))
                    }
                };
                for cut in 0..=bytes.len() {
                    prop_assert_eq!(judge(&bytes, cut), expected);
                }
            }
        }
    }
}
