//! The timers of a host: one cancellable slot a kind a socket, ordered as Linux's wheel runs them.
//!
//! Linux does not fire a timer at its moment: the further away it is, the coarser the bucket it
//! is put in, and a bucket is run from its newest entry to its oldest. Retransmission times and
//! the order of two retransmissions in one tick follow from that, so it is modelled exactly.

use std::collections::BTreeMap;

use crate::id::{SocketId, ThreadId};
use crate::time::{Jiffies, Time};

/// What a socket can be waiting for. Each kind has one slot in each socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimerKind {
    /// Retransmission, tail-loss probe or zero-window probe.
    Retransmit,
    /// A delayed acknowledgement.
    DelayedAck,
    /// Keep-alive, the SYN-ACK of a request, and the end of FIN-WAIT-2 and TIME-WAIT.
    Lifetime,
}

/// Kinds of timer a socket has.
pub(crate) const TIMER_KINDS: usize = 3;

/// Whom a timer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Owner {
    Socket(SocketId, TimerKind),
    Thread(ThreadId),
}

/// When and in which order a timer fires: at one moment the coarser buckets go first, and in a
/// bucket the newest timer goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) at: Time,
    coarseness: u8,
    age: u64,
}

/// A timer's place: where it should fire, and where its entry in the wheel is. The entry may be
/// earlier than wanted, since moving a timer to later is left to the moment the entry is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    armed: Option<Key>,
    entered: Option<Key>,
    /// The tick asked for, before the wheel rounded it.
    expires: Jiffies,
}

impl Slot {
    pub(crate) const fn is_armed(&self) -> bool {
        self.armed.is_some()
    }

    /// The moment at which the timer fires, if it runs.
    pub(crate) fn fires_at(&self) -> Option<Time> {
        self.armed.map(|key| key.at)
    }

    /// The tick the timer was asked to fire at.
    pub(crate) const fn expires(&self) -> Jiffies {
        self.expires
    }
}

/// Levels of the wheel: each is eight times as coarse as the one below.
const LEVELS: u32 = 9;
const LEVEL_SHIFT: u32 = 3;
const LEVEL_BUCKETS: u64 = 64;

/// All timers of a host, ordered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wheel {
    entries: BTreeMap<Key, Owner>,
    entered: u64,
}

impl Wheel {
    /// The bucket in which a timer for tick `expires` lands when armed at tick `now`.
    fn bucket(now: Jiffies, expires: Jiffies) -> (Jiffies, u8) {
        let expires = expires.max(now);
        let distance = expires - now;
        let level = (0..LEVELS - 1)
            .find(|level| distance < (LEVEL_BUCKETS - 1) << (LEVEL_SHIFT * level))
            .unwrap_or(LEVELS - 1);
        let shift = LEVEL_SHIFT * level;
        // One bucket later than the truncated one: a timer must never fire early.
        (((expires >> shift) + 1) << shift, level as u8)
    }

    /// Arms a socket's timer, wherever it was before.
    pub(crate) fn arm(&mut self, slot: &mut Slot, owner: Owner, now: Jiffies, expires: Jiffies) {
        let (tick, level) = Self::bucket(now, expires);
        slot.expires = expires;
        let at = Time::from_jiffies(tick);
        let coarseness = u8::MAX - level;
        // Linux leaves an entry where it is when the new moment falls into the same bucket.
        if slot.armed.is_some_and(|key| key.at == at && key.coarseness == coarseness) {
            return;
        }
        self.entered += 1;
        let key = Key { at, coarseness, age: u64::MAX - self.entered };
        self.enter(slot, owner, key);
    }

    /// Arms a timer at an exact moment: a thread's timeout is a high-resolution one.
    pub(crate) fn arm_at(&mut self, slot: &mut Slot, owner: Owner, at: Time) {
        self.entered += 1;
        self.enter(slot, owner, Key { at, coarseness: u8::MAX, age: self.entered });
    }

    fn enter(&mut self, slot: &mut Slot, owner: Owner, key: Key) {
        slot.armed = Some(key);
        if slot.entered.is_some_and(|entered| entered <= key) {
            return;
        }
        if let Some(entered) = slot.entered {
            self.entries.remove(&entered);
        }
        slot.entered = Some(key);
        self.entries.insert(key, owner);
    }

    /// Disarms a timer; its entry goes too.
    pub(crate) fn cancel(&mut self, slot: &mut Slot) {
        slot.armed = None;
        if let Some(entered) = slot.entered.take() {
            self.entries.remove(&entered);
        }
    }

    /// The first entry: nothing fires before it.
    pub(crate) fn next_at(&self) -> Option<Time> {
        self.entries.first_key_value().map(|(key, _)| key.at)
    }

    /// Takes the first entry if it is due, with its key for [`Wheel::settle`].
    pub(crate) fn take_due(&mut self, now: Time) -> Option<(Key, Owner)> {
        let first = self.entries.first_entry()?;
        (first.key().at <= now).then(|| first.remove_entry())
    }

    /// After an entry was taken: whether the timer fires now. If it was moved to later, its entry
    /// goes there.
    pub(crate) fn settle(&mut self, slot: &mut Slot, owner: Owner, taken: Key) -> bool {
        debug_assert_eq!(slot.entered, Some(taken), "a timer has one entry");
        slot.entered = None;
        match slot.armed {
            Some(key) if key > taken => {
                slot.entered = Some(key);
                self.entries.insert(key, owner);
                false
            }
            Some(_) => {
                slot.armed = None;
                true
            }
            None => false,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lands_in_the_next_32_ms_bucket() {
        assert_eq!(Wheel::bucket(0, 250), (256, 1));
        assert_eq!(Wheel::bucket(256, 506), (512, 1));
        assert_eq!(Wheel::bucket(0, 0), (1, 0));
        assert_eq!(Wheel::bucket(0, 15_000), (15_360, 3));
    }

    #[test]
    fn in_one_bucket_the_newest_fires_first() {
        let mut wheel = Wheel::default();
        let owners = [1, 2].map(|n| Owner::Socket(SocketId(n), TimerKind::Retransmit));
        let mut slots = [Slot::default(); 2];
        for (slot, owner) in slots.iter_mut().zip(owners) {
            wheel.arm(slot, owner, 0, 250);
        }
        let fired: Vec<Owner> = std::iter::from_fn(|| wheel.take_due(Time::from_ms(1_024)))
            .map(|(_, owner)| owner)
            .collect();
        assert_eq!(fired, [owners[1], owners[0]]);
    }
}
