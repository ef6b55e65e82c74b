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

/// Who is told of a socket's news: an epoll instance, and the interest that it has in it.
pub(crate) type Watcher = (EpollId, Fd, FileId);

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

/// Removed interests that an interest list may hold, and as many again as there are others.
const GAPS_MAX: usize = 16;

/// An epoll instance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Epoll {
    /// In the order in which they came. What was removed leaves a gap, for a while.
    interests: Vec<Option<Interest>>,
    gaps: usize,
    /// By descriptor, the place of its last interest: with thousands of them, none is looked for.
    places: Vec<usize>,
    /// A descriptor may have several, of different descriptions, so that places do not tell all.
    has_doubles: bool,
    /// An interest is in another epoll instance, so that news of any socket may be for it.
    has_nested: bool,
    /// The ready list: descriptors and descriptions, in the order in which news came.
    ready: VecDeque<(Fd, FileId)>,
}

impl Epoll {
    fn interests(&self) -> impl Iterator<Item = &Interest> {
        self.interests.iter().flatten()
    }

    fn place(&self, fd: Fd, file: FileId) -> Option<usize> {
        let is_it = |at: &usize| {
            let interest = self.interests.get(*at).and_then(Option::as_ref);
            interest.is_some_and(|interest| interest.fd == fd && interest.file == file)
        };
        let told = usize::try_from(fd).ok().and_then(|fd| self.places.get(fd).copied());
        let all = if self.has_doubles { 0..self.interests.len() } else { 0..0 };
        told.filter(is_it).or_else(|| all.into_iter().find(is_it))
    }

    fn find(&mut self, fd: Fd, file: FileId) -> Option<&mut Interest> {
        let place = self.place(fd, file)?;
        self.interests[place].as_mut()
    }

    fn add(&mut self, interest: Interest) {
        let place = self.interests.len();
        let Ok(fd) = usize::try_from(interest.fd) else { return };
        if fd >= self.places.len() {
            self.places.resize(fd + 1, usize::MAX);
        }
        let earlier = self.interests.get(self.places[fd]).and_then(Option::as_ref);
        self.has_doubles |= earlier.is_some_and(|earlier| earlier.fd == interest.fd);
        self.has_nested |= matches!(interest.object, Object::Epoll(_));
        self.places[fd] = place;
        self.interests.push(Some(interest));
    }

    /// Takes an interest out.
    fn remove(&mut self, fd: Fd, file: FileId) {
        let Some(place) = self.place(fd, file) else { return };
        let was_ready = self.interests[place].take().is_some_and(|interest| interest.ready);
        self.gaps += 1;
        if was_ready {
            self.ready.retain(|&entry| entry != (fd, file));
        }
        if self.gaps > GAPS_MAX + self.interests.len() / 2 {
            self.close_gaps();
        }
    }

    fn close_gaps(&mut self) {
        let interests = std::mem::take(&mut self.interests);
        (self.gaps, self.has_doubles, self.has_nested) = (0, false, false);
        for interest in interests.into_iter().flatten() {
            self.add(interest);
        }
    }

    fn mark_ready(&mut self, fd: Fd, file: FileId) {
        if let Some(interest) = self.find(fd, file)
            && !interest.ready
        {
            interest.ready = true;
            self.ready.push_back((fd, file));
        }
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
                self.epolls[epoll].add(interest);
                self.watch((epoll, fd, file), object);
            }
            (abi::EPOLL_CTL_MOD, Some(interest)) => {
                interest.events = events;
                interest.data = data;
            }
            (abi::EPOLL_CTL_DEL, Some(_)) => {
                self.epolls[epoll].remove(fd, file);
                for s in self.sockets_of(object) {
                    self.sockets[s].watchers.retain(|watcher| *watcher != (epoll, fd, file));
                }
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
                .interests()
                .any(|interest| self.epoll_would_loop(interest.object, epoll))
    }

    fn watch(&mut self, watcher: Watcher, object: Object) {
        for s in self.sockets_of(object) {
            let watchers = &mut self.sockets[s].watchers;
            if !watchers.contains(&watcher) {
                watchers.push(watcher);
            }
        }
    }

    /// A socket has news: a watcher that asks for them goes onto the ready list.
    pub(crate) fn epoll_news(&mut self, (epoll, fd, file): Watcher, s: SocketId, key: u32) {
        let Some(instance) = self.epolls.get_mut(epoll) else { return };
        let is_concerned = |interest: &Interest| {
            let watches = match interest.object {
                Object::Socket(watched) => watched == s,
                Object::Epoll(_) => true,
                Object::Terminal => false,
            };
            let asks = interest.events & !HOW_BITS != 0;
            watches && asks && (key == 0 || interest.events & key != 0)
        };
        if !instance.has_nested {
            if instance.find(fd, file).is_some_and(|interest| is_concerned(interest)) {
                instance.mark_ready(fd, file);
            }
            return;
        }
        let concerned = instance.interests().filter(|interest| is_concerned(interest));
        let concerned: Vec<(Fd, FileId)> =
            concerned.map(|interest| (interest.fd, interest.file)).collect();
        for (fd, file) in concerned {
            instance.mark_ready(fd, file);
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
        instance.ready.iter().any(|&(fd, file)| {
            let interest = instance.place(fd, file).and_then(|at| instance.interests[at].as_ref());
            interest.is_some_and(|interest| self.object_ready_for(interest.object, interest.events))
        })
    }

    pub(crate) fn epoll_sockets(&self, epoll: EpollId) -> Vec<SocketId> {
        let Some(instance) = self.epolls.get(epoll) else { return Vec::new() };
        instance.interests().flat_map(|interest| self.sockets_of(interest.object)).collect()
    }

    /// A description is gone: nobody watches it any more.
    pub(crate) fn forget_file(&mut self, file: FileId) {
        let Object::Socket(s) = self.files[file].object else { return };
        for (epoll, fd, watched) in std::mem::take(&mut self.sockets[s].watchers) {
            if let Some(instance) = self.epolls.get_mut(epoll)
                && watched == file
            {
                instance.remove(fd, file);
            }
        }
    }

    /// A socket is gone.
    pub(crate) fn forget_watches(&mut self, s: SocketId) {
        for (epoll, fd, file) in std::mem::take(&mut self.sockets[s].watchers) {
            let Some(instance) = self.epolls.get_mut(epoll) else { continue };
            let interest = instance.find(fd, file);
            if interest.is_some_and(|interest| interest.object == Object::Socket(s)) {
                instance.remove(fd, file);
            }
        }
    }

    pub(crate) fn close_epoll(&mut self, epoll: EpollId) {
        for s in self.epoll_sockets(epoll) {
            self.sockets[s].watchers.retain(|(watcher, ..)| *watcher != epoll);
        }
        self.epolls.remove(epoll);
    }
}
