//! Waking: who sleeps on a socket, or watches it through epoll, learns that it has news.

use crate::abi;
use crate::call::Call;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::process::Object;

/// News that concern every waiter, whatever it asked for.
pub(crate) const ANY_NEWS: u32 = 0;
/// Data arrived, or its end.
pub(crate) const READABLE: u32 = abi::POLLIN | abi::POLLPRI | abi::POLLRDNORM | abi::POLLRDBAND;
/// There is room to send.
pub(crate) const WRITABLE: u32 = abi::POLLOUT | abi::POLLWRNORM | abi::POLLWRBAND;

impl Host {
    /// Wakes the threads that sleep on a socket, and puts it on the ready list of every epoll
    /// instance that watches it for one of the events in `key`.
    pub(crate) fn wake(&mut self, s: SocketId, key: u32) {
        let mut one_reads = false;
        for at in 0..self.sockets[s].waiters.len() {
            let thread = self.sockets[s].waiters[at];
            if key == READABLE && self.reads_alone(s, thread) {
                if one_reads || self.threads[thread].queued {
                    continue;
                }
                one_reads = true;
            }
            self.make_runnable(thread);
        }
        for at in 0..self.sockets[s].watchers.len() {
            let watcher = self.sockets[s].watchers[at];
            self.epoll_news(watcher, s, key);
        }
    }

    /// Whether a thread waits for a message, of which each wakes one reader only.
    fn reads_alone(&self, s: SocketId, thread: ThreadId) -> bool {
        let parked = self.threads.get(thread).and_then(|record| record.parked.as_ref());
        let reads = parked.is_some_and(|parked| matches!(*parked.call, Call::Receive { .. }));
        reads && self.sockets[s].kind != abi::SOCK_STREAM
    }

    /// Wakes everyone: the socket changed its state.
    pub(crate) fn wake_all(&mut self, s: SocketId) {
        self.wake(s, ANY_NEWS);
    }

    /// Wakes whoever waits for the socket itself, not those that wait for room in its queue.
    pub(crate) fn wake_own(&mut self, s: SocketId) {
        let strangers: Vec<ThreadId> = self.sockets[s]
            .waiters
            .iter()
            .copied()
            .filter(|&thread| self.waits_for_room(s, thread))
            .collect();
        self.sockets[s].waiters.retain(|thread| !strangers.contains(thread));
        self.wake_all(s);
        self.sockets[s].waiters.extend(strangers);
    }

    /// Whether a thread connects or sends, through a socket of its own, to this one.
    fn waits_for_room(&self, s: SocketId, thread: ThreadId) -> bool {
        let Some(record) = self.threads.get(thread) else { return false };
        let calls = record
            .parked
            .as_ref()
            .is_some_and(|parked| matches!(*parked.call, Call::Connect { .. } | Call::Send { .. }));
        let own = record.held.first().map(|&(_, file)| self.files[file].object);
        calls && own != Some(Object::Socket(s))
    }

    pub(crate) fn make_runnable(&mut self, thread: ThreadId) {
        if let Some(record) = self.threads.get_mut(thread)
            && record.parked.is_some()
            && !record.queued
        {
            record.queued = true;
            self.runnable.push_back(thread);
        }
    }
}
