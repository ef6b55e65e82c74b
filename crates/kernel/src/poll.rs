//! `poll` and `select`: what each descriptor is ready for, and sleeping until one is.

use crate::abi;
use crate::call::{Fd, Outcome, Reply, Wait};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::process::{Object, Progress};
use crate::socket::Protocol;

/// What `select` calls readable, writable and exceptional, in the words of `poll`.
const SELECT_READ: u32 =
    abi::POLLRDNORM | abi::POLLRDBAND | abi::POLLIN | abi::POLLHUP | abi::POLLERR | abi::POLLNVAL;
const SELECT_WRITE: u32 =
    abi::POLLWRBAND | abi::POLLWRNORM | abi::POLLOUT | abi::POLLERR | abi::POLLNVAL;
const SELECT_EXCEPT: u32 = abi::POLLPRI | abi::POLLNVAL;
/// The descriptors that a `fd_set` has room for.
const FD_SETSIZE: i32 = 1_024;

impl Host {
    /// What a socket is ready for.
    fn readiness(&self, s: SocketId) -> u32 {
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_readiness(s),
            Protocol::Udp(_) => self.udp_readiness(s),
            Protocol::Unix(_) => self.unix_readiness(s),
            Protocol::Request(_) | Protocol::TimeWait(_) => 0,
        }
    }

    pub(crate) fn object_readiness(&self, object: Object) -> u32 {
        match object {
            Object::Socket(s) => self.readiness(s),
            Object::Epoll(epoll) if self.epoll_has_ready(epoll) => abi::POLLIN | abi::POLLRDNORM,
            Object::Epoll(_) => 0,
            Object::Terminal => abi::POLLOUT | abi::POLLWRNORM,
        }
    }

    /// The sockets behind an object, whose news concern whoever waits for it.
    pub(crate) fn sockets_of(&self, object: Object) -> Vec<SocketId> {
        match object {
            Object::Socket(s) => vec![s],
            Object::Epoll(epoll) => self.epoll_sockets(epoll),
            Object::Terminal => Vec::new(),
        }
    }

    /// Sleeps on objects, for as long as the timeout allows.
    pub(crate) fn sleep_on(
        &self,
        objects: impl IntoIterator<Item = Object>,
        timeout_ms: Option<u64>,
        progress: &mut Progress,
    ) -> Wait {
        // In order, each once. Most come in order already; a sort would be 3 kB of wasm.
        let mut sockets = Vec::new();
        for s in objects.into_iter().flat_map(|object| self.sockets_of(object)) {
            if let Err(at) = sockets.binary_search(&s) {
                sockets.insert(at, s);
            }
        }
        if let Some(ms) = timeout_ms {
            progress.deadline.get_or_insert(self.now.plus_ns(ms.saturating_mul(1_000_000)));
        }
        Wait { sockets, deadline: progress.deadline }
    }

    pub(crate) fn sys_poll(
        &mut self,
        thread: ThreadId,
        fds: &[(Fd, u32)],
        timeout_ms: i32,
        progress: &mut Progress,
    ) -> Outcome {
        if fds.len() as u32 > self.process_of(thread).descriptor_limit {
            return Outcome::Done(Err(Errno::EINVAL));
        }
        let mut revents = Vec::with_capacity(fds.len());
        let mut objects = Vec::new();
        for &(fd, events) in fds {
            let wanted = (events & 0xffff) | abi::POLLERR | abi::POLLHUP;
            revents.push(match self.file_of(thread, fd) {
                _ if fd < 0 => 0,
                Err(_) => abi::POLLNVAL,
                Ok(file) => {
                    let object = self.files[file].object;
                    objects.push(object);
                    self.object_readiness(object) & wanted
                }
            });
        }
        let ready = revents.iter().filter(|&&revents| revents != 0).count() as i32;
        if ready > 0 || timeout_ms == 0 || progress.timed_out {
            return Outcome::Done(Ok(Reply::Polled { ready, revents }));
        }
        let timeout = u64::try_from(timeout_ms).ok();
        Outcome::Blocked(self.sleep_on(objects, timeout, progress))
    }

    pub(crate) fn sys_select(
        &mut self,
        thread: ThreadId,
        sets: [&[Fd]; 3],
        timeout_ms: Option<u32>,
        progress: &mut Progress,
    ) -> Outcome {
        match self.select_now(thread, sets) {
            Ok((reply, _)) if reply.number() > 0 || timeout_ms == Some(0) || progress.timed_out => {
                Outcome::Done(Ok(reply))
            }
            Ok((_, objects)) => {
                let timeout = timeout_ms.map(u64::from);
                Outcome::Blocked(self.sleep_on(objects, timeout, progress))
            }
            Err(errno) => Outcome::Done(Err(errno)),
        }
    }

    fn select_now(
        &self,
        thread: ThreadId,
        sets: [&[Fd]; 3],
    ) -> Result<(Reply, Vec<Object>), Errno> {
        let mut left: [Vec<Fd>; 3] = Default::default();
        let mut objects = Vec::new();
        let masks = [SELECT_READ, SELECT_WRITE, SELECT_EXCEPT];
        for ((set, mask), left) in sets.into_iter().zip(masks).zip(&mut left) {
            for &fd in set {
                if !(0..FD_SETSIZE).contains(&fd) {
                    return Err(Errno::EINVAL);
                }
                let file = match self.file_of(thread, fd) {
                    Ok(file) => file,
                    // A sleeping `accept` has taken the number, but nothing is behind it yet.
                    Err(_) if self.process_of(thread).reserved.contains(&fd) => {
                        left.push(fd);
                        continue;
                    }
                    Err(errno) => return Err(errno),
                };
                let object = self.files[file].object;
                objects.push(object);
                if self.object_readiness(object) & mask != 0 {
                    left.push(fd);
                }
            }
        }
        let ready = left.iter().map(Vec::len).sum::<usize>() as i32;
        let [read, write, except] = left;
        Ok((Reply::Selected { ready, read, write, except }, objects))
    }
}
