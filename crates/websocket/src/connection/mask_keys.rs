//! Where a client's masking keys come from.
//!
//! A key must not be predictable by the page that chooses the payload (§5.3, §10.3). Randomness
//! comes in as an argument, so the whole stream of keys grows from one seed, and a run can be
//! replayed from it.

use core::fmt;

use crate::handshake::accept::{DIGEST_LEN, digest};

/// Four bytes for every frame.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskKeys(Source);

#[derive(Clone, PartialEq, Eq)]
enum Source {
    /// SHA-1 over the seed and a counter: without the seed, no key tells of the next.
    Seed {
        seed: [u8; 32],
        counter: u64,
        block: [u8; DIGEST_LEN],
        used: usize,
    },
    Fixed([u8; 4]),
}

impl MaskKeys {
    /// Keys that grow from a seed, which the caller takes from the system's entropy.
    pub const fn seeded(seed: [u8; 32]) -> Self {
        let block = [0; DIGEST_LEN];
        Self(Source::Seed { seed, counter: 0, block, used: DIGEST_LEN })
    }

    /// The same key for every frame: for tests and pictures, never for a network.
    pub const fn fixed(key: [u8; 4]) -> Self {
        Self(Source::Fixed(key))
    }

    /// The key of the next frame.
    pub fn next_key(&mut self) -> [u8; 4] {
        match &mut self.0 {
            Source::Fixed(key) => *key,
            Source::Seed { seed, counter, block, used } => {
                if *used == DIGEST_LEN {
                    *block = digest(&[seed, &counter.to_be_bytes()]);
                    *counter = counter.wrapping_add(1);
                    *used = 0;
                }
                let key = core::array::from_fn(|at| block[*used + at]);
                *used += 4;
                key
            }
        }
    }
}

impl fmt::Debug for MaskKeys {
    /// Shows nothing of the seed: a log must not tell the keys to come.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskKeys")
    }
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeSet, format};

    use super::*;

    #[test]
    fn section_5_3_every_frame_has_its_own_key() {
        let mut keys = MaskKeys::seeded([7; 32]);
        let seen: BTreeSet<[u8; 4]> = (0..1000).map(|_| keys.next_key()).collect();
        assert_eq!(seen.len(), 1000);
        let mut again = MaskKeys::seeded([7; 32]);
        assert!(seen.contains(&again.next_key()));
        assert!(!seen.contains(&MaskKeys::seeded([8; 32]).next_key()));
        assert_eq!(format!("{again:?}"), "MaskKeys");
    }
}
