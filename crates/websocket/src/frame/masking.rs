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

/// Two keys.
const WORD: usize = size_of::<u64>();

/// Masks or unmasks `bytes` in place, from the key byte at `phase`, and gives the next phase.
///
/// Only the phase modulo four counts.
#[inline]
pub fn mask(bytes: &mut [u8], key: [u8; 4], phase: usize) -> usize {
    let key: [u8; 4] = core::array::from_fn(|at| key[(at + phase % 4) % 4]);
    // Kept below four, whatever length and phase came in.
    let next_phase = (phase % 4 + bytes.len() % 4) % 4;
    // Eight words a turn, and then half as much each time: the short payloads decide, and for
    // those a loop over words or bytes costs a nanosecond. Measured beside fewer and larger blocks,
    // 16-byte integers, and a last word that overlaps the others.
    let rest = mask_blocks::<{ 8 * WORD }>(bytes, key);
    let rest = mask_blocks::<{ 4 * WORD }>(rest, key);
    let rest = mask_blocks::<{ 2 * WORD }>(rest, key);
    let rest = mask_blocks::<WORD>(rest, key);
    let (halves, rest) = rest.as_chunks_mut();
    for half in halves {
        *half = (u32::from_ne_bytes(*half) ^ u32::from_ne_bytes(key)).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip(key) {
        *byte ^= key;
    }
    next_phase
}

/// Masks as many blocks as there are, and gives what is left.
#[inline]
fn mask_blocks<const BLOCK: usize>(bytes: &mut [u8], [a, b, c, d]: [u8; 4]) -> &mut [u8] {
    let key = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
    for block in blocks {
        for word in block.as_chunks_mut().0 {
            *word = (u64::from_ne_bytes(*word) ^ key).to_ne_bytes();
        }
    }
    rest
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
