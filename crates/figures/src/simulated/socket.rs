//! What a program's event loop knows of a socket.

use kernel::abi;

/// A socket that a program has open.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) stage: Stage,
    /// What the kernel has not taken yet, behind what it has.
    queue: Vec<u8>,
    taken: usize,
    /// Nothing is read: what comes stays in the kernel.
    pub(super) is_paused: bool,
    /// `recv` gave 0.
    pub(super) has_ended: bool,
    /// What is done once the queue is empty.
    pub(super) then: Then,
    /// The events that the kernel was asked for.
    pub(super) watched: u32,
}

/// What a socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Listening,
    Connecting,
    Open,
}

/// How a program ends its sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Nothing,
    ShutDown,
    Close,
}

impl Socket {
    pub(super) const fn new(stage: Stage) -> Self {
        Self {
            stage,
            queue: Vec::new(),
            taken: 0,
            is_paused: false,
            has_ended: false,
            then: Then::Nothing,
            watched: 0,
        }
    }

    /// The events that there is something to be done about.
    pub(super) fn wanted(&self) -> u32 {
        let writes = match self.stage {
            Stage::Listening => return abi::POLLIN,
            Stage::Connecting => return abi::POLLOUT,
            Stage::Open => self.queued() > 0,
        };
        let reads = !self.is_paused && !self.has_ended && self.then != Then::Close;
        let bit = |is_set: bool, event: u32| if is_set { event } else { 0 };
        bit(writes, abi::POLLOUT) | bit(reads, abi::POLLIN)
    }

    /// How many bytes the kernel has not taken.
    pub(super) const fn queued(&self) -> usize {
        self.queue.len() - self.taken
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.queue.extend_from_slice(bytes);
    }

    /// The next bytes for the kernel.
    pub(super) fn first(&self, max: usize) -> &[u8] {
        &self.queue[self.taken..self.queue.len().min(self.taken + max)]
    }

    /// The kernel has taken so many.
    pub(super) fn take(&mut self, count: usize) {
        self.taken = self.queue.len().min(self.taken + count);
        // A long queue is moved up rarely, and so costs what is in it once.
        if self.taken * 2 >= self.queue.len() {
            self.queue.drain(..self.taken);
            self.taken = 0;
        }
    }

    /// The last so many bytes are not to be sent. Gives how many there were.
    pub(super) fn cut(&mut self, count: usize) -> usize {
        let cut = count.min(self.queued());
        self.queue.truncate(self.queue.len() - cut);
        cut
    }
}
