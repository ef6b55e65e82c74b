//! `epoll`: an interest list, a ready list, and news that move entries from one to the other.

use std::collections::VecDeque;

use crate::abi;
use crate::call::{CallResult, Fd, Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{EpollId, FileId, ProcessId, SocketId, ThreadId};
use crate::process::{Object, Progress};

/// Bits of an interest that say how to report, not what.
const HOW_BITS: u32 = abi::EPOLLET | abi::EPOLLONESHOT | abi::EPOLLEXCLUSIVE | 1 << 29;
/// The most events one `epoll_wait` may ask for.
const EVENTS_MAX: i32 = i32::MAX / 12;

/// A descriptor that is watched. Linux keys it by number *and* description.
#[derive(Debug, Clone)]
struct Interest {
    fd: Fd,
    file: FileId,
    object: Object,
    events: u32,
    data: u64,
    ready: bool,
}

/// An epoll instance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Epoll {
    interests: Vec<Interest>,
    /// The ready list: descriptors and descriptions, in the order in which news came.
    ready: VecDeque<(Fd, FileId)>,
}

impl Epoll {
    fn find(&mut self, fd: Fd, file: FileId) -> Option<&mut Interest> {
        self.interests.iter_mut().find(|interest| interest.fd == fd && interest.file == file)
    }

    fn mark_ready(&mut self, fd: Fd, file: FileId) {
        if let Some(interest) = self.find(fd, file)
            && !interest.ready
        {
            interest.ready = true;
            self.ready.push_back((fd, file));
        }
    }

    fn drop_interests(&mut self, keep: impl Fn(&Interest) -> bool) {
        self.interests.retain(keep);
        let interests = &self.interests;
        self.ready.retain(|&(fd, file)| {
            interests.iter().any(|interest| interest.fd == fd && interest.file == file)
        });
    }
}

impl Host {
    pub(crate) fn sys_epoll_create(&mut self, thread: ThreadId) -> CallResult {
        self.process_of(thread).lowest_free()?;
        let epoll = self.epolls.insert(Epoll::default());
        Ok(Reply::Number(self.open(thread, Object::Epoll(epoll), false)?))
    }

    pub(crate) fn sys_epoll_control(
        &mut self,
        thread: ThreadId,
        (epoll_fd, how, fd): (Fd, i32, Fd),
        events: u32,
        data: u64,
    ) -> CallResult {
        let process = self.process_of(thread);
        let epoll_file = process.file(epoll_fd)?;
        let file = process.file(fd)?;
        let Object::Epoll(epoll) = self.files[epoll_file].object else {
            return Err(Errno::EINVAL);
        };
        if epoll_file == file {
            return Err(Errno::EINVAL);
        }
        let object = self.files[file].object;
        let exclusive = events & abi::EPOLLEXCLUSIVE != 0;
        if exclusive && how == abi::EPOLL_CTL_MOD {
            return Err(Errno::EINVAL);
        }
        if how == abi::EPOLL_CTL_ADD && self.epoll_would_loop(object, epoll) {
            return Err(Errno::ELOOP);
        }
        let events = events | abi::POLLERR | abi::POLLHUP;
        let known = self.epolls[epoll].find(fd, file);
        match (how, known) {
            (abi::EPOLL_CTL_ADD, Some(_)) => return Err(Errno::EEXIST),
            (abi::EPOLL_CTL_DEL | abi::EPOLL_CTL_MOD, None) => return Err(Errno::ENOENT),
            (abi::EPOLL_CTL_ADD, None) => {
                let interest = Interest { fd, file, object, events, data, ready: false };
                self.epolls[epoll].interests.push(interest);
                self.watch(epoll, object);
            }
            (abi::EPOLL_CTL_MOD, Some(interest)) => {
                interest.events = events;
                interest.data = data;
            }
            (abi::EPOLL_CTL_DEL, Some(_)) => {
                self.epolls[epoll]
                    .drop_interests(|interest| (interest.fd, interest.file) != (fd, file));
                return Ok(Reply::Number(0));
            }
            _ => return Err(Errno::EINVAL),
        }
        if self.object_ready_for(object, events) {
            self.epolls[epoll].mark_ready(fd, file);
            self.wake_epoll_sleepers(epoll);
        }
        Ok(Reply::Number(0))
    }

    fn object_ready_for(&self, object: Object, events: u32) -> bool {
        self.object_readiness(object) & events & !HOW_BITS != 0
    }

    /// Whether watching `object` would make `epoll` watch itself, or go too deep.
    fn epoll_would_loop(&self, object: Object, epoll: EpollId) -> bool {
        let Object::Epoll(inner) = object else { return false };
        inner == epoll
            || self.epolls[inner]
                .interests
                .iter()
                .any(|interest| self.epoll_would_loop(interest.object, epoll))
    }

    fn watch(&mut self, epoll: EpollId, object: Object) {
        for s in self.sockets_of(object) {
            let watchers = &mut self.sockets[s].watchers;
            if !watchers.contains(&epoll) {
                watchers.push(epoll);
            }
        }
    }

    /// A socket has news: entries that ask for them go onto the ready list.
    pub(crate) fn epoll_news(&mut self, epoll: EpollId, s: SocketId, key: u32) {
        let Some(instance) = self.epolls.get_mut(epoll) else { return };
        let concerned: Vec<(Fd, FileId)> = instance
            .interests
            .iter()
            .filter(|interest| match interest.object {
                Object::Socket(watched) => watched == s,
                Object::Epoll(_) => true,
                Object::Terminal => false,
            })
            .filter(|interest| interest.events & !HOW_BITS != 0)
            .filter(|interest| key == 0 || interest.events & key != 0)
            .map(|interest| (interest.fd, interest.file))
            .collect();
        for (fd, file) in concerned {
            self.epolls[epoll].mark_ready(fd, file);
        }
    }

    /// Whether a process's epoll instance has nothing on its ready list: a wait would find nothing.
    /// Asking is no call, so that an event loop may ask as often as it likes.
    pub fn epoll_is_idle(&self, process: ProcessId, epoll: Fd) -> bool {
        let file = self.processes.get(process).and_then(|process| process.file(epoll).ok());
        match file.map(|file| self.files[file].object) {
            Some(Object::Epoll(epoll)) => self.epolls[epoll].ready.is_empty(),
            _ => true,
        }
    }

    fn wake_epoll_sleepers(&mut self, epoll: EpollId) {
        if self.threads.iter().all(|(_, thread)| thread.parked.is_none()) {
            return;
        }
        for s in self.epoll_sockets(epoll) {
            for at in 0..self.sockets[s].waiters.len() {
                let thread = self.sockets[s].waiters[at];
                self.make_runnable(thread);
            }
        }
    }

    pub(crate) fn sys_epoll_wait(
        &mut self,
        thread: ThreadId,
        epoll_fd: Fd,
        (max, timeout_ms): (i32, i32),
        progress: &mut Progress,
    ) -> Outcome {
        let epoll = match self.file_of(thread, epoll_fd) {
            Ok(file) => match self.files[file].object {
                Object::Epoll(epoll) if (1..=EVENTS_MAX).contains(&max) => epoll,
                _ => return Outcome::Done(Err(Errno::EINVAL)),
            },
            Err(errno) => return Outcome::Done(Err(errno)),
        };
        let events = self.epoll_collect(epoll, max as usize);
        if !events.is_empty() || timeout_ms == 0 || progress.timed_out {
            return Outcome::Done(Ok(Reply::Events(events)));
        }
        let timeout = u64::try_from(timeout_ms).ok();
        Outcome::Blocked(self.sleep_on([Object::Epoll(epoll)], timeout, progress))
    }

    /// Takes events off the ready list. A level-triggered entry goes back to its end: it is
    /// looked at again by the next wait.
    fn epoll_collect(&mut self, epoll: EpollId, max: usize) -> Vec<(u32, u64)> {
        let mut events = Vec::new();
        let mut again = VecDeque::new();
        let mut waiting = std::mem::take(&mut self.epolls[epoll].ready);
        while let Some((fd, file)) = waiting.pop_front() {
            if events.len() == max {
                waiting.push_front((fd, file));
                break;
            }
            let Some(interest) = self.epolls[epoll].find(fd, file) else { continue };
            interest.ready = false;
            let (object, wanted, data) = (interest.object, interest.events, interest.data);
            let revents = self.object_readiness(object) & wanted & !HOW_BITS;
            if revents == 0 {
                continue;
            }
            events.push((revents, data));
            let Some(interest) = self.epolls[epoll].find(fd, file) else { continue };
            if wanted & abi::EPOLLONESHOT != 0 {
                interest.events &= HOW_BITS;
            } else if wanted & abi::EPOLLET == 0 {
                interest.ready = true;
                again.push_back((fd, file));
            }
        }
        waiting.append(&mut again);
        self.epolls[epoll].ready = waiting;
        events
    }

    pub(crate) fn epoll_has_ready(&self, epoll: EpollId) -> bool {
        let Some(instance) = self.epolls.get(epoll) else { return false };
        instance.interests.iter().any(|interest| {
            interest.ready && self.object_ready_for(interest.object, interest.events)
        })
    }

    pub(crate) fn epoll_sockets(&self, epoll: EpollId) -> Vec<SocketId> {
        let Some(instance) = self.epolls.get(epoll) else { return Vec::new() };
        instance.interests.iter().flat_map(|interest| self.sockets_of(interest.object)).collect()
    }

    /// A description is gone: nobody watches it any more.
    pub(crate) fn forget_file(&mut self, file: FileId) {
        let Object::Socket(s) = self.files[file].object else { return };
        for epoll in std::mem::take(&mut self.sockets[s].watchers) {
            if let Some(instance) = self.epolls.get_mut(epoll) {
                instance.drop_interests(|interest| interest.file != file);
            }
        }
    }

    /// A socket is gone.
    pub(crate) fn forget_watches(&mut self, s: SocketId) {
        for epoll in std::mem::take(&mut self.sockets[s].watchers) {
            if let Some(instance) = self.epolls.get_mut(epoll) {
                instance.drop_interests(|interest| interest.object != Object::Socket(s));
            }
        }
    }

    pub(crate) fn close_epoll(&mut self, epoll: EpollId) {
        for s in self.epoll_sockets(epoll) {
            self.sockets[s].watchers.retain(|&watcher| watcher != epoll);
        }
        self.epolls.remove(epoll);
    }
}
