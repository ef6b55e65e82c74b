//! Processes, their threads and their descriptor tables.

use std::sync::Arc;

use crate::call::{Call, CallResult, Fd, Wait};
use crate::errno::Errno;
use crate::id::{EpollId, FileId, ProcessId, SocketId};
use crate::payload::Payload;
use crate::socket::Socket;
use crate::timer::Slot;

/// The descriptors a process may have unless `RLIMIT_NOFILE` says otherwise.
pub(crate) const DESCRIPTORS_MAX: u32 = 1_024;
/// Descriptors 0, 1 and 2 are the terminal's, whether or not the world shows it; the world gives
/// out what comes after.
pub(crate) const FIRST_FREE: usize = 3;

/// A process: who it is, and what its descriptors mean.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub(crate) name: String,
    pub(crate) uid: u32,
    /// It has `CAP_NET_BIND_SERVICE` without being root.
    pub(crate) may_bind_low: bool,
    pub(crate) descriptor_limit: u32,
    /// How many processes and threads its user may have, unless that is root.
    pub(crate) fork_limit: u32,
    /// By number. The first three are the terminal and are never given out unless it is open.
    pub(crate) descriptors: Vec<Option<FileId>>,
    /// All numbers below this one that may be given out are taken.
    taken_below: usize,
    /// The terminal is part of the world, so its descriptors can be used and closed.
    pub(crate) has_terminal: bool,
    /// Numbers that an `accept` which sleeps has taken already.
    pub(crate) reserved: Vec<Fd>,
    pub(crate) exited: bool,
}

impl Process {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            uid: 0,
            may_bind_low: false,
            descriptor_limit: DESCRIPTORS_MAX,
            fork_limit: u32::MAX,
            descriptors: vec![None; FIRST_FREE],
            taken_below: FIRST_FREE,
            has_terminal: false,
            reserved: Vec::new(),
            exited: false,
        }
    }

    /// What a descriptor refers to.
    pub(crate) fn file(&self, fd: Fd) -> Result<FileId, Errno> {
        usize::try_from(fd)
            .ok()
            .and_then(|at| self.descriptors.get(at).copied().flatten())
            .ok_or(Errno::EBADF)
    }

    /// The lowest number that may ever be given out.
    pub(crate) const fn first_free(&self) -> usize {
        if self.has_terminal { 0 } else { FIRST_FREE }
    }

    /// The lowest free number, unless the limit is reached.
    pub(crate) fn lowest_free(&self) -> Result<Fd, Errno> {
        let is_free = |fd: &Fd| {
            let taken = self.descriptors.get(*fd as usize).copied().flatten();
            taken.is_none() && !self.reserved.contains(fd)
        };
        let first = self.first_free().max(self.taken_below);
        let lowest = (first as Fd..self.descriptor_limit as Fd).find(is_free);
        lowest.ok_or(Errno::EMFILE)
    }

    /// Makes `fd` refer to `file`.
    pub(crate) fn install(&mut self, fd: Fd, file: FileId) {
        let at = fd as usize;
        if at >= self.descriptors.len() {
            self.descriptors.resize(at + 1, None);
        }
        self.descriptors[at] = Some(file);
        while self.descriptors.get(self.taken_below).is_some_and(Option::is_some) {
            self.taken_below += 1;
        }
    }

    /// A number means nothing any more.
    pub(crate) fn uninstall(&mut self, fd: Fd) {
        self.descriptors[fd as usize] = None;
        self.taken_below = self.taken_below.min(fd as usize);
    }
}

/// What an open file description refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Object {
    Socket(SocketId),
    Epoll(EpollId),
    /// What a program has open when it begins: no socket, and always ready to be written to.
    Terminal,
}

/// An open file description: what `dup` and `fork` share.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) object: Object,
    pub(crate) nonblocking: bool,
    /// Descriptors, in all processes, that refer to it.
    pub(crate) references: u32,
}

/// A thread: it runs, or it sleeps in a call.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) process: ProcessId,
    pub(crate) parked: Option<Parked>,
    pub(crate) finished: Option<CallResult>,
    pub(crate) timeout: Slot,
    /// Descriptions that its call works on: they outlive their descriptors until it comes back.
    pub(crate) held: Vec<(Fd, FileId)>,
    /// It is in the queue of threads to run again.
    pub(crate) queued: bool,
}

/// A call that has not come back.
#[derive(Debug, Clone)]
pub(crate) struct Parked {
    pub(crate) call: Arc<Call>,
    pub(crate) progress: Progress,
    pub(crate) wait: Wait,
    pub(crate) timed_out: bool,
}

/// How far a call has come when it goes to sleep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// It has slept before; `connect` has sent its SYN.
    pub(crate) begun: bool,
    /// Bytes of a `send` that are taken.
    pub(crate) sent: usize,
    /// Bytes of a `recv` that are given.
    pub(crate) received: Payload,
    /// The moment at which it gives up, fixed when it began.
    pub(crate) deadline: Option<crate::time::Time>,
    /// The descriptor that a sleeping `accept` will give.
    pub(crate) reserved: Option<Fd>,
    /// A closed socket that is lingered on, and its inode.
    pub(crate) lingering: Option<(SocketId, u32)>,
    /// `connect` found an earlier one under way, and says so if it has to give up.
    pub(crate) already: bool,
    /// How often the socket had been dissolved when the call went to sleep.
    pub(crate) dissolved: u32,
    /// The moment has come.
    pub(crate) timed_out: bool,
}

impl Progress {
    /// Whether somebody dissolved the socket's connection while the call slept.
    pub(crate) const fn lost_connection(&self, socket: &Socket) -> bool {
        self.begun && self.dissolved != socket.dissolved
    }
}
