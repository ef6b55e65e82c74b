//! The mask: every payload byte combined by XOR with one of four key bytes in turn (§5.3).
//!
//! The same call masks and unmasks. The phase says which key byte comes next, so that a payload
//! may be worked on in any pieces:
//!
//! ```
//! use websocket::frame::mask;
//!
//! let key = [0x37, 0xfa, 0x21, 0x3d];
//! let mut hello = *b"Hello";
//! let (head, tail) = hello.split_at_mut(3);
//! let phase = mask(head, key, 0);
//! assert_eq!(mask(tail, key, phase), 1);
//! assert_eq!(hello, [0x7f, 0x9f, 0x4d, 0x51, 0x58]);
//! ```

/// A whole number of keys.
const WORD: usize = size_of::<u64>();

/// Words worked on in one turn of the loop. Measured beside none, 64 and 128 bytes, and beside
/// 16-byte integers: from 16 bytes to a megabyte, nothing was faster by more than the clock's
/// grain.
const BLOCK: usize = 4 * WORD;

/// Masks or unmasks `bytes` in place, from the key byte at `phase`, and gives the next phase.
///
/// Only the phase modulo four counts.
#[inline]
pub fn mask(bytes: &mut [u8], key: [u8; 4], phase: usize) -> usize {
    let key: [u8; WORD] = core::array::from_fn(|at| key[(at + phase % 4) % 4]);
    // Kept below four, whatever length and phase came in.
    let next_phase = (phase % 4 + bytes.len() % 4) % 4;
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
    for block in blocks {
        mask_words(block.as_chunks_mut().0, key);
    }
    let (words, rest) = rest.as_chunks_mut();
    mask_words(words, key);
    for (byte, key) in rest.iter_mut().zip(key) {
        *byte ^= key;
    }
    next_phase
}

#[inline]
fn mask_words(words: &mut [[u8; WORD]], key: [u8; WORD]) {
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ u64::from_ne_bytes(key)).to_ne_bytes();
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn section_5_3_byte_i_meets_key_byte_i_modulo_4(
            bytes: Vec<u8>, key: [u8; 4], phase: usize,
        ) {
            let mut masked = bytes.clone();
            let next = mask(&mut masked, key, phase);
            for (at, byte) in bytes.iter().enumerate() {
                prop_assert_eq!(masked[at], byte ^ key[phase.wrapping_add(at) % 4]);
            }
            prop_assert_eq!(next, phase.wrapping_add(bytes.len()) % 4);
            mask(&mut masked, key, phase);
            prop_assert_eq!(masked, bytes);
        }

        #[test]
        fn section_5_3_the_phase_survives_every_split(bytes: Vec<u8>, key: [u8; 4]) {
            let mut whole = bytes.clone();
            mask(&mut whole, key, 0);
            for cut in 0..=bytes.len() {
                let mut pieces = bytes.clone();
                let (head, tail) = pieces.split_at_mut(cut);
                let phase = mask(head, key, 0);
                mask(tail, key, phase);
                prop_assert_eq!(&pieces, &whole);
            }
        }
    }
}
