//! A masking key as it is written: four bytes in hex.

use super::notation;

/// The key of RFC 6455 §5.7, written.
pub(super) const SAMPLE: &str = "37 fa 21 3d";

/// The key that a text says, and whether it says one: what is missing counts as zero.
pub(super) fn read(text: &str) -> ([u8; 4], bool) {
    let mut key = [0; 4];
    for (place, byte) in key.iter_mut().zip(notation::read(text).bytes) {
        *place = byte;
    }
    (key, notation::hex_only(text).len() == 4)
}
