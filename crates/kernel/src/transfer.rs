//! `send` and `recv`: to the protocol that the socket speaks.

use crate::abi;
use crate::address::Address;
use crate::call::{Fd, Outcome, Reply, Wait};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::process::Progress;
use crate::socket::Protocol;

impl Host {
    pub(crate) fn sys_send(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        (data, flags, address): (&[u8], i32, Option<&Address>),
        progress: &mut Progress,
    ) -> Outcome {
        let (s, nonblocking) = match self.socket_of(thread, fd) {
            Ok(found) => found,
            Err(errno) => return Outcome::Done(Err(errno)),
        };
        let nonblocking = nonblocking || flags & abi::MSG_DONTWAIT != 0;
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_send(s, (data, flags), nonblocking, progress),
            Protocol::Udp(_) => Outcome::Done(self.udp_send(s, data, flags, address)),
            Protocol::Unix(_) => self.unix_send(s, (data, flags, address), nonblocking, progress),
            Protocol::Request(_) | Protocol::TimeWait(_) => Outcome::Done(Err(Errno::ENOTCONN)),
        }
    }

    pub(crate) fn sys_receive(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        (length, flags): (usize, i32),
        progress: &mut Progress,
    ) -> Outcome {
        let (s, nonblocking) = match self.socket_of(thread, fd) {
            Ok(found) => found,
            Err(errno) => return Outcome::Done(Err(errno)),
        };
        let nonblocking = nonblocking || flags & abi::MSG_DONTWAIT != 0;
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_read(s, (length, flags), nonblocking, progress),
            Protocol::Udp(_) => self.udp_read(s, (length, flags), nonblocking, progress),
            Protocol::Unix(_) => self.unix_read(s, (length, flags), nonblocking, progress),
            Protocol::Request(_) | Protocol::TimeWait(_) => Outcome::Done(Err(Errno::ENOTCONN)),
        }
    }

    /// Sleeps until a socket has something to read, unless that is not wanted or took too long.
    pub(crate) fn wait_to_read(
        &self,
        s: SocketId,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let limit_us = self.sockets[s].options.receive_timeout_us;
        if nonblocking || progress.timed_out || limit_us == Some(0) {
            return Outcome::Done(Err(Errno::EAGAIN));
        }
        if let Some(us) = limit_us {
            progress.deadline.get_or_insert(self.now.plus_ns(us.saturating_mul(1_000)));
        }
        Outcome::Blocked(Wait { sockets: vec![s], deadline: progress.deadline })
    }
}

/// A reply of received bytes.
pub(crate) fn received(data: Vec<u8>, from: Option<Address>) -> Outcome {
    let length = data.len();
    Outcome::Done(Ok(Reply::Received { length, data, from, flags: 0 }))
}
