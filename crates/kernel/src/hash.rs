//! One hash for everything: the same on every platform and in every run, unlike the standard
//! hasher's keys. It is for comparing and for finding, not for keeping secrets.

use std::hash::{Hash, Hasher};

/// FNV-1a over 64-bit words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    const fn mix(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        for &byte in rest {
            self.mix(u64::from(byte));
        }
    }

    fn write_u8(&mut self, i: u8) {
        self.mix(u64::from(i));
    }
    fn write_u16(&mut self, i: u16) {
        self.mix(u64::from(i));
    }
    fn write_u32(&mut self, i: u32) {
        self.mix(u64::from(i));
    }
    fn write_u64(&mut self, i: u64) {
        self.mix(i);
    }
    // `usize` has another width in wasm; widened, it hashes alike.
    fn write_usize(&mut self, i: usize) {
        self.mix(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.mix(i as i64 as u64);
    }
}

/// A map to look things up in. Its order means nothing, so nobody may walk over it.
///
/// What collides stands in the next free place. As wasm it is a fraction of the standard map.
#[derive(Debug, Clone)]
pub(crate) struct Lookup<K, V> {
    /// A power of two of them, or none; a quarter stays free.
    places: Vec<Option<(K, V)>>,
    len: usize,
}

/// The golden ratio of 64 bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl<K: Eq + Hash, V> Lookup<K, V> {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Where a key should stand.
    fn home(&self, key: &K) -> usize {
        let mut hash = Fnv::default();
        key.hash(&mut hash);
        // Ports in a row must not stand in a row: who leaves it would move all behind it.
        (hash.finish().wrapping_mul(SPREAD) >> 32) as usize & (self.places.len() - 1)
    }

    const fn after(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    /// Where a key stands, or the free place where it would.
    fn find(&self, key: &K) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let mut place = self.home(key);
        while let Some((known, _)) = &self.places[place]
            && known != key
        {
            place = self.after(place);
        }
        Some(place)
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.places[self.find(key)?].as_ref().map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.find(key)?;
        self.places[place].as_mut().map(|(_, value)| value)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        if (self.len + 1) * 4 > self.places.len() * 3 {
            self.grow();
        }
        if let Some(place) = self.find(&key) {
            self.len += usize::from(self.places[place].is_none());
            self.places[place] = Some((key, value));
        }
    }

    fn grow(&mut self) {
        let count = (2 * self.places.len()).max(8);
        let places = std::iter::repeat_with(|| None).take(count).collect();
        let before = std::mem::replace(&mut self.places, places);
        self.len = 0;
        for (key, value) in before.into_iter().flatten() {
            self.insert(key, value);
        }
    }

    pub(crate) fn remove(&mut self, key: &K) {
        let Some(mut gap) = self.find(key) else { return };
        if self.places[gap].take().is_none() {
            return;
        }
        self.len -= 1;
        // What stands behind the gap because its own place was taken moves up.
        let mask = self.places.len() - 1;
        let mut place = self.after(gap);
        while let Some((key, _)) = &self.places[place] {
            let from_home = place.wrapping_sub(self.home(key)) & mask;
            if from_home >= place.wrapping_sub(gap) & mask {
                self.places.swap(gap, place);
                gap = place;
            }
            place = self.after(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use std::collections::HashMap;

    #[test]
    fn a_lookup_holds_what_the_standard_map_holds() {
        let mut rng = Rng::new(3);
        let (mut lookup, mut map) = (Lookup::new(), HashMap::new());
        for step in 0..20_000 {
            // Few enough that they collide, meet again and all leave now and then.
            let key = rng.below(if step / 1_000 % 2 == 0 { 300 } else { 20 });
            if rng.below(2) == 0 {
                lookup.insert(key, step);
                map.insert(key, step);
            } else {
                lookup.remove(&key);
                map.remove(&key);
            }
            assert_eq!(lookup.len(), map.len());
            let other = rng.below(300);
            assert_eq!(lookup.get(&other), map.get(&other));
            assert_eq!(lookup.get_mut(&key), map.get_mut(&key));
        }
        assert!((0..300).all(|key| lookup.get(&key) == map.get(&key)));
    }
}
