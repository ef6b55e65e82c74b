//! Timers, as libuv keeps them: in whole milliseconds of a clock that is cut to milliseconds.

use kernel::Time;

use crate::table::Table;

const MS: u64 = 1_000_000;

/// Timers that each fire once, by the key `K`; the earliest first, and of equals the oldest.
#[derive(Debug)]
pub(crate) struct Timers<K> {
    due: Table<(u64, u64), K>,
    places: Table<K, (u64, u64)>,
    started: u64,
}

impl<K: Copy + Ord> Timers<K> {
    pub(crate) const fn new() -> Self {
        Self { due: Table::new(), places: Table::new(), started: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn has(&self, key: K) -> bool {
        self.places.contains(&key)
    }

    /// Sets a timer; one of the same key is set anew.
    pub(crate) fn set(&mut self, key: K, now: Time, ns: u64) {
        self.clear(key);
        self.started += 1;
        let place = (now.as_ms().saturating_add(ns.div_ceil(MS)), self.started);
        self.places.insert(key, place);
        self.due.insert(place, key);
    }

    pub(crate) fn clear(&mut self, key: K) {
        if let Some(place) = self.places.remove(&key) {
            self.due.remove(&place);
        }
    }

    /// Takes the next timer that is due.
    pub(crate) fn take_due(&mut self, now: Time) -> Option<K> {
        let &((at, _), key) = self.due.first()?;
        (at <= now.as_ms()).then(|| {
            self.clear(key);
            key
        })
    }

    /// How long `epoll_wait` may sleep, in its milliseconds; for ever without a timer.
    pub(crate) fn timeout_ms(&self, now: Time) -> i32 {
        self.due.first().map_or(-1, |&((at, _), _)| {
            i32::try_from(at.saturating_sub(now.as_ms())).unwrap_or(i32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_counts_from_the_beginning_of_its_millisecond_as_libuvs() {
        let mut timers = Timers::new();
        let now = Time(700_000);
        timers.set('b', now, 10 * MS);
        timers.set('a', now, 10 * MS - 1);
        timers.set('c', now, 2 * MS);
        assert_eq!(timers.timeout_ms(now), 2);
        timers.clear('c');
        assert_eq!(timers.timeout_ms(now), 10);
        assert_eq!(timers.take_due(Time(9_999_999)), None);
        let at = Time(10 * MS);
        let fired = [timers.take_due(at), timers.take_due(at), timers.take_due(at)];
        assert_eq!(fired, [Some('b'), Some('a'), None], "in the order in which they were set");
        assert_eq!(timers.timeout_ms(at), -1);
    }
}
