//! Where a byte comes from and what it decides.
//!
//! Base64 cuts the digest's bits in sixes: character `i` holds bits `6i..6i+6`, byte `j` holds
//! bits `8j..8j+8`, and the two belong together where these ranges meet.

use figure_kit::legible::hex;

use super::pipeline::{Mistake, Part, Pipeline, Spot};
use super::words::Words;

/// Whether `other` is a source or a product of `spot`, to be marked with it.
pub(super) fn is_linked(spot: Spot, other: Spot) -> bool {
    match (spot.part, other.part) {
        (Part::Accept, Part::Digest) => meet(spot.index, other.index),
        (Part::Digest, Part::Accept) => meet(other.index, spot.index),
        (Part::Key | Part::Guid | Part::Newline, Part::Digest)
        | (Part::Digest, Part::Key | Part::Guid | Part::Newline) => true,
        _ => false,
    }
}

/// Whether a Base64 character holds bits of a byte.
fn meet(character: usize, byte: usize) -> bool {
    character * 6 < byte * 8 + 8 && byte * 8 < character * 6 + 6
}

/// The selected byte's name.
pub(super) fn title(pipeline: &Pipeline, spot: Spot, words: &Words) -> String {
    match spot.part {
        Part::Key => words.title_key(&spot.index),
        Part::Guid => words.title_guid(&spot.index),
        Part::Newline => words.title_newline().to_owned(),
        Part::Digest if pipeline.has(Mistake::HexDigest) => words.title_hex(&spot.index),
        Part::Digest => words.title_digest(&spot.index),
        Part::Accept => words.title_accept(&spot.index),
    }
}

/// The explanation, a sentence each.
pub(super) fn sentences(
    pipeline: &Pipeline,
    key_text: &str,
    spot: Spot,
    words: &Words,
) -> Vec<String> {
    let Some(byte) = pipeline.byte(spot) else { return Vec::new() };
    let value = words.value_of(&hex(byte), &bits(byte, 8));
    let mut said = vec![[&title(pipeline, spot, words), ": ", &value, "."].concat()];
    match spot.part {
        Part::Key => {
            if pipeline.has(Mistake::DecodeFirst) {
                said.push(words.decoded_from(&characters(key_text.as_bytes(), spot.index)));
            }
            said.push(words.decides_all().to_owned());
        }
        Part::Guid | Part::Newline => said.push(words.decides_all().to_owned()),
        Part::Digest => {
            said.push(words.comes_from_all(&pipeline.hashed_len()));
            let accept = pipeline.accept.as_deref().unwrap_or_default();
            said.push(words.digest_goes(&characters(accept.as_bytes(), spot.index)));
        }
        Part::Accept if byte == b'=' => said.push(words.is_padding().to_owned()),
        Part::Accept => {
            let digest = pipeline.digest.as_deref().unwrap_or_default();
            let bytes = (0..digest.len()).filter(|index| meet(spot.index, *index));
            let named =
                |index: usize| [&index.to_string(), " (0x", &hex(digest[index]), ")"].concat();
            let bytes: Vec<String> = bytes.map(named).collect();
            let sextet = bits(sextet(digest, spot.index), 6);
            said.push(words.accept_comes(&sextet, &bytes.join(", ")));
        }
    }
    said
}

/// The last bits of a byte.
fn bits(byte: u8, count: u8) -> String {
    (0..count).rev().map(|place| if byte >> place & 1 == 1 { '1' } else { '0' }).collect()
}

/// The Base64 characters that hold bits of byte `index`, quoted.
fn characters(text: &[u8], index: usize) -> String {
    let held = (0..text.len()).filter(|character| meet(*character, index));
    held.map(|at| char::from(text[at]).to_string()).collect::<Vec<_>>().join(", ")
}

/// The six bits of a character; bits past the end are the zeros that Base64 adds.
pub(super) fn sextet(bytes: &[u8], character: usize) -> u8 {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    (0..6).fold(0, |bits, offset| bits << 1 | u8::from(bit(character * 6 + offset)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_meet_the_bytes_whose_bits_they_hold() {
        let met = |character| (0..6).filter(|byte| meet(character, *byte)).collect::<Vec<_>>();
        assert_eq!([met(0), met(1), met(2), met(3), met(4)].concat(), [0, 0, 1, 1, 2, 2, 3]);
    }

    #[test]
    fn sextets_agree_with_the_codec() {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bytes: Vec<u8> = (0..20_u8).map(|index| index.wrapping_mul(37)).collect();
        let encoded = websocket::handshake::accept::encode(&bytes);
        for (index, character) in encoded.bytes().enumerate().filter(|(_, c)| *c != b'=') {
            assert_eq!(alphabet[usize::from(sextet(&bytes, index))], character, "{index}");
        }
    }
}
