//! Locks of the threads of one process: who waits for which, in the order in which they came.
//!
//! The runtime takes a free lock without asking. It asks only to wait for one that is held, and to
//! give one away for which others wait; then the lock belongs to the first of them at once.

use std::collections::VecDeque;

/// A thread that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiter {
    process: usize,
    lock: u32,
    thread: usize,
}

/// All locks for which somebody waits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Locks {
    waiters: VecDeque<Waiter>,
}

impl Locks {
    /// A thread begins to wait.
    pub(crate) fn wait(&mut self, process: usize, lock: u32, thread: usize) {
        self.waiters.push_back(Waiter { process, lock, thread });
    }

    /// A thread waits no longer.
    pub(crate) fn leave(&mut self, thread: usize) {
        self.waiters.retain(|waiter| waiter.thread != thread);
    }

    /// The lock goes to the first that waits. Gives that thread, and how many still wait.
    pub(crate) fn wake(&mut self, process: usize, lock: u32) -> (Option<usize>, usize) {
        let is_it = |waiter: &Waiter| (waiter.process, waiter.lock) == (process, lock);
        let first = self.waiters.iter().position(is_it);
        let woken = first.and_then(|at| self.waiters.remove(at)).map(|waiter| waiter.thread);
        (woken, self.waiters.iter().filter(|waiter| is_it(waiter)).count())
    }
}
