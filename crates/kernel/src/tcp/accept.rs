//! `accept`: the oldest connection of the accept queue gets a descriptor.

use super::State;
use crate::abi;
use crate::address::Address;
use crate::call::{Fd, Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::process::{Object, Progress};
use crate::socket::{Protocol, Stage};

impl Host {
    pub(crate) fn sys_accept(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        flags: i32,
        progress: &mut Progress,
    ) -> Outcome {
        let accepted = self.accept_next(thread, fd, flags, progress);
        accepted.unwrap_or_else(|errno| Outcome::Done(Err(errno)))
    }

    fn accept_next(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        flags: i32,
        progress: &mut Progress,
    ) -> Result<Outcome, Errno> {
        let file = self.file_of(thread, fd)?;
        if flags & !(abi::SOCK_NONBLOCK | abi::SOCK_CLOEXEC) != 0 {
            return Err(Errno::EINVAL);
        }
        // The descriptor is reserved before anything else is looked at, and while it sleeps.
        let reserved = match progress.reserved.take() {
            Some(fd) => {
                self.process_of_mut(thread).reserved.retain(|&other| other != fd);
                fd
            }
            None => self.process_of(thread).lowest_free()?,
        };
        let Object::Socket(s) = self.files[file].object else { return Err(Errno::ENOTSOCK) };
        let nonblocking = self.files[file].nonblocking;
        let socket = &self.sockets[s];
        let child = match &socket.body {
            Protocol::Tcp(tcp) if tcp.state == State::Listen => self.tcp_take_accepted(s),
            Protocol::Tcp(_) => return Err(Errno::EINVAL),
            Protocol::Unix(_) => self.unix_take_accepted(s)?,
            _ => return Err(Errno::EOPNOTSUPP),
        };
        let Some(child) = child else {
            let outcome = self.wait_to_read(s, nonblocking, progress);
            if matches!(outcome, Outcome::Blocked(_)) {
                progress.reserved = Some(reserved);
                self.process_of_mut(thread).reserved.push(reserved);
            }
            return Ok(outcome);
        };
        self.sockets[child].stage = Stage::Connected;
        let peer = match &self.sockets[child].body {
            Protocol::Unix(_) => Address::Unix(self.unix_peer_name(child)),
            _ => Address::Inet(self.sockets[child].remote),
        };
        let nonblocking = flags & abi::SOCK_NONBLOCK != 0;
        self.open_at(thread, reserved, Object::Socket(child), nonblocking);
        Ok(Outcome::Done(Ok(Reply::Accepted { fd: reserved, peer })))
    }

    fn tcp_take_accepted(&mut self, s: SocketId) -> Option<SocketId> {
        let child = self.sockets[s].tcp_mut().listen.as_mut()?.accept_queue.pop_front()?;
        self.sockets[child].tcp_mut().listener = None;
        Some(child)
    }
}
