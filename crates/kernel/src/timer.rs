//! The timers of a host: one cancellable slot a kind a socket, ordered as Linux's wheel runs them.
//!
//! Linux does not fire a timer at its moment: the further away it is, the coarser the bucket it
//! is put in, and a bucket is run from its newest entry to its oldest. Retransmission times and
//! the order of two retransmissions in one tick follow from that, so it is modelled exactly.

use crate::id::{Slab, SocketId, ThreadId, TimerId};
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

/// When and in which order a timer fires: at one moment pinned timers go first, then coarser
/// buckets, and in a bucket the newest timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) at: Time,
    /// The turn of its bucket, above [`AGE_BITS`] of its age.
    order: u64,
}

const AGE_BITS: u32 = 56;

impl Key {
    const fn new(at: Time, turn: u8, age: u64) -> Self {
        Self { at, order: (turn as u64) << AGE_BITS | age & ((1 << AGE_BITS) - 1) }
    }

    const fn turn(self) -> u8 {
        (self.order >> AGE_BITS) as u8
    }
}

/// A timer's place: where it should fire, and its entry in the wheel. The entry may be earlier than
/// wanted, since moving a timer to later is left to the moment the entry is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    armed: Option<Key>,
    entry: Option<TimerId>,
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

/// Entries below each of the heap: four are compared as fast as two, and it is half as deep.
const BRANCHES: usize = 4;

/// A timer in the heap.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: Key,
    owner: Owner,
    id: TimerId,
}

/// All timers of a host: a heap of which each entry knows where it is, so that any can leave.
#[derive(Debug, Clone)]
pub(crate) struct Wheel {
    heap: Vec<Entry>,
    places: Slab<TimerId, u32>,
    entered: u64,
}

impl Wheel {
    pub(crate) const fn new() -> Self {
        Self { heap: Vec::new(), places: Slab::new(), entered: 0 }
    }

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

    /// Arms a socket's timer, wherever it was before. A `pinned` one stays on its processor, and
    /// a processor runs its own before those that any could run.
    pub(crate) fn arm(
        &mut self,
        slot: &mut Slot,
        (owner, pinned): (Owner, bool),
        now: Jiffies,
        expires: Jiffies,
    ) {
        let (tick, level) = Self::bucket(now, expires);
        slot.expires = expires;
        let at = Time::from_jiffies(tick);
        let turn = if pinned { LEVELS as u8 } else { u8::MAX } - level;
        // Linux leaves an entry where it is when the new moment falls into the same bucket.
        if slot.armed.is_some_and(|key| key.at == at && key.turn() == turn) {
            return;
        }
        self.entered += 1;
        self.enter(slot, owner, Key::new(at, turn, u64::MAX - self.entered));
    }

    /// Arms a timer at an exact moment: a thread's timeout is a high-resolution one.
    pub(crate) fn arm_at(&mut self, slot: &mut Slot, owner: Owner, at: Time) {
        self.entered += 1;
        self.enter(slot, owner, Key::new(at, u8::MAX, self.entered));
    }

    fn enter(&mut self, slot: &mut Slot, owner: Owner, key: Key) {
        slot.armed = Some(key);
        let Some(id) = slot.entry else {
            slot.entry = Some(self.insert(owner, key));
            return;
        };
        let place = self.places[id] as usize;
        if key < self.heap[place].key {
            self.heap[place].key = key;
            self.sift(place);
        }
    }

    fn insert(&mut self, owner: Owner, key: Key) -> TimerId {
        let place = self.heap.len();
        let id = self.places.insert(place as u32);
        self.heap.push(Entry { key, owner, id });
        self.sift(place);
        id
    }

    fn remove(&mut self, id: TimerId) {
        let place = self.places.remove(id).map(|place| place as usize);
        if let (Some(place), Some(last)) = (place, self.heap.pop())
            && let Some(gap) = self.heap.get_mut(place)
        {
            *gap = last;
            self.sift(place);
        }
    }

    /// Moves an entry up or down, to where none below it is earlier.
    fn sift(&mut self, mut place: usize) {
        let entry = self.heap[place];
        while let Some(above) = place.checked_sub(1).map(|before| before / BRANCHES)
            && entry.key < self.heap[above].key
        {
            self.put(place, self.heap[above]);
            place = above;
        }
        loop {
            let below = self.heap.get(BRANCHES * place + 1..).unwrap_or_default();
            let first = below.iter().take(BRANCHES).min_by_key(|below| below.key);
            let Some(&first) = first.filter(|first| first.key < entry.key) else { break };
            let from = self.places[first.id] as usize;
            self.put(place, first);
            place = from;
        }
        self.put(place, entry);
    }

    fn put(&mut self, place: usize, entry: Entry) {
        self.heap[place] = entry;
        self.places[entry.id] = place as u32;
    }

    /// Disarms a timer; its entry goes too.
    pub(crate) fn cancel(&mut self, slot: &mut Slot) {
        slot.armed = None;
        if let Some(id) = slot.entry.take() {
            self.remove(id);
        }
    }

    /// The first entry: nothing fires before it.
    pub(crate) fn next_at(&self) -> Option<Time> {
        self.heap.first().map(|first| first.key.at)
    }

    /// Takes the first entry if it is due, with its key for [`Wheel::settle`].
    pub(crate) fn take_due(&mut self, now: Time) -> Option<(Key, Owner)> {
        let Entry { key, owner, id } = *self.heap.first().filter(|first| first.key.at <= now)?;
        self.remove(id);
        Some((key, owner))
    }

    /// After an entry was taken: whether the timer fires now. If it was moved to later, its entry
    /// goes there.
    pub(crate) fn settle(&mut self, slot: &mut Slot, owner: Owner, taken: Key) -> bool {
        slot.entry = None;
        match slot.armed {
            Some(key) if key > taken => {
                slot.entry = Some(self.insert(owner, key));
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
        self.heap.len()
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
    fn in_one_bucket_the_newest_fires_first_after_what_is_pinned() {
        let mut wheel = Wheel::new();
        let owners = [1, 2, 3].map(|n| Owner::Socket(SocketId(n), TimerKind::Retransmit));
        let mut slots = [Slot::default(); 3];
        for ((slot, owner), pinned) in slots.iter_mut().zip(owners).zip([true, false, false]) {
            wheel.arm(slot, (owner, pinned), 0, 250);
        }
        let fired: Vec<Owner> = std::iter::from_fn(|| wheel.take_due(Time::from_ms(1_024)))
            .map(|(_, owner)| owner)
            .collect();
        assert_eq!(fired, [owners[0], owners[2], owners[1]]);
    }

    #[test]
    fn timers_fire_in_order_whoever_left_or_moved_meanwhile() {
        let mut rng = crate::rng::Rng::new(7);
        let mut wheel = Wheel::new();
        let mut slots = vec![Slot::default(); 200];
        for _ in 0..5_000 {
            let n = rng.below(200);
            let owner = Owner::Thread(ThreadId(n));
            let slot = &mut slots[n as usize];
            match rng.below(4) {
                0 => wheel.cancel(slot),
                _ => wheel.arm_at(slot, owner, Time::from_ms(u64::from(rng.below(1_000)))),
            }
            assert_eq!(wheel.len(), slots.iter().filter(|slot| slot.is_armed()).count());
        }
        let mut left: Vec<(Key, u32)> =
            (0..200).filter_map(|n| Some((slots[n as usize].armed?, n))).collect();
        left.sort_unstable();
        let mut fired = Vec::new();
        while let Some((key, owner)) = wheel.take_due(Time::NEVER) {
            let Owner::Thread(thread) = owner else { unreachable!("only threads have timers") };
            if wheel.settle(&mut slots[thread.0 as usize], owner, key) {
                fired.push((key, thread.0));
            }
        }
        assert_eq!(fired, left);
    }
}
