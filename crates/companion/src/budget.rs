//! Memory that all connections share: each says what it holds, and who would need more than is
//! left goes without.
//!
//! Invariants: what all connections hold together is never above [`Limits::memory_len_max`]; a
//! share that is dropped is given back. Every connection has room of its own for a head, so that
//! nobody's messages keep others from being heard; only what is above that is shared, and it grows
//! in steps, so that small messages do not touch what all threads share.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::limits::Limits;

/// What a share grows by.
const STEP_LEN: usize = 16 << 10;

/// The shared memory of a server.
#[derive(Debug)]
pub(crate) struct Budget {
    held: AtomicUsize,
    max: usize,
    /// What each connection has beside it: a head as it comes, and as it is understood.
    own_len: usize,
}

/// What one connection holds of it.
#[derive(Debug)]
pub(crate) struct Share {
    budget: Arc<Budget>,
    held: usize,
}

/// Nothing is left for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted;

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        let max = limits.shared_len().unwrap_or(0);
        Arc::new(Self { held: AtomicUsize::new(0), max, own_len: limits.own_len() })
    }

    /// The share of a connection that holds nothing yet.
    pub(crate) fn share(self: &Arc<Self>) -> Share {
        Share { budget: Arc::clone(self), held: 0 }
    }

    fn take(&self, more: usize) -> Result<(), Exhausted> {
        let fitting = |held: usize| held.checked_add(more).filter(|held| *held <= self.max);
        let taken = self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fitting);
        taken.map(|_before| ()).map_err(|_held| Exhausted)
    }
}

impl Share {
    /// Says how much the connection holds from now on. Where that is refused, the share stays as
    /// it was, and whoever holds more has to let go of it.
    pub(crate) fn hold(&mut self, len: usize) -> Result<(), Exhausted> {
        let shared = len.saturating_sub(self.budget.own_len);
        let wanted = shared.checked_next_multiple_of(STEP_LEN).ok_or(Exhausted)?;
        if wanted > self.held {
            self.budget.take(wanted - self.held)?;
        } else if wanted < self.held {
            self.budget.held.fetch_sub(self.held - wanted, Ordering::Relaxed);
        }
        self.held = wanted;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.held.fetch_sub(self.held, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_grow_in_steps_up_to_the_budget_and_are_given_back() {
        let own_len = 2 * STEP_LEN;
        let budget = Budget::new(&Limits {
            connections_max: 3,
            head_len_max: STEP_LEN,
            memory_len_max: 3 * own_len + 4 * STEP_LEN,
            ..Limits::default()
        });
        let held = || budget.held.load(Ordering::Relaxed) / STEP_LEN;
        let [mut one, mut two, mut three] = std::array::from_fn(|_| budget.share());
        assert_eq!((one.hold(own_len), held()), (Ok(()), 0));
        assert_eq!((one.hold(own_len + 1), held()), (Ok(()), 1));
        assert_eq!((two.hold(own_len + 3 * STEP_LEN), held()), (Ok(()), 4));
        assert_eq!((two.hold(own_len + 3 * STEP_LEN + 1), held()), (Err(Exhausted), 4));
        assert_eq!((three.hold(own_len + 1), held()), (Err(Exhausted), 4));
        assert_eq!((three.hold(own_len), held()), (Ok(()), 4));
        assert_eq!((three.hold(usize::MAX), held()), (Err(Exhausted), 4));
        assert_eq!((one.hold(0), held()), (Ok(()), 3));
        assert_eq!((three.hold(own_len + 1), held()), (Ok(()), 4));
        drop((one, two, three));
        assert_eq!(held(), 0);
    }

    #[test]
    fn a_budget_smaller_than_what_connections_have_anyway_shares_nothing() {
        let budget = Budget::new(&Limits { memory_len_max: 1, ..Limits::default() });
        let mut share = budget.share();
        assert_eq!(share.hold(budget.own_len), Ok(()));
        assert_eq!(share.hold(budget.own_len + 1), Err(Exhausted));
    }
}
