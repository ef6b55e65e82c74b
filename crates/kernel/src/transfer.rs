//! `send` and `recv`: to the protocol that the socket speaks.

use crate::abi;
use crate::address::Address;
use crate::call::{Fd, Outcome, Reply, Wait};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::payload::Payload;
use crate::process::Progress;
use crate::socket::Protocol;

impl Host {
    pub(crate) fn sys_send(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        (data, flags, address): (&Payload, i32, Option<&Address>),
        progress: &mut Progress,
    ) -> Outcome {
        let (s, nonblocking) = match self.transfer_of(thread, fd, flags) {
            Ok(found) => found,
            Err(errno) => return Outcome::Done(Err(errno)),
        };
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
        let (s, nonblocking) = match self.transfer_of(thread, fd, flags) {
            Ok(found) => found,
            Err(errno) => return Outcome::Done(Err(errno)),
        };
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_read(s, (length, flags), nonblocking, progress),
            Protocol::Udp(_) => self.udp_read(s, (length, flags), nonblocking, progress),
            Protocol::Unix(_) => self.unix_read(s, (length, flags), nonblocking, progress),
            Protocol::Request(_) | Protocol::TimeWait(_) => Outcome::Done(Err(Errno::ENOTCONN)),
        }
    }

    /// The socket that a transfer is about, and whether the call shall not wait for it.
    fn transfer_of(&self, thread: ThreadId, fd: Fd, flags: i32) -> Result<(SocketId, bool), Errno> {
        let (s, nonblocking) = self.socket_of(thread, fd)?;
        Ok((s, nonblocking || flags & abi::MSG_DONTWAIT != 0))
    }

    /// Sleeps until a socket has something to read, unless that is not wanted or took too long.
    pub(crate) fn wait_to_read(
        &self,
        s: SocketId,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let limit_us = self.sockets[s].options.receive_timeout_us;
        self.wait_on(s, limit_us, nonblocking, progress, Errno::EAGAIN)
    }

    /// Sleeps until `on` has news for the sender `s`, unless that is not wanted or took too long.
    pub(crate) fn wait_to_send(
        &self,
        s: SocketId,
        on: SocketId,
        nonblocking: bool,
        progress: &mut Progress,
        late: Errno,
    ) -> Outcome {
        let limit_us = self.sockets[s].options.send_timeout_us;
        self.wait_on(on, limit_us, nonblocking, progress, late)
    }

    fn wait_on(
        &self,
        s: SocketId,
        limit_us: Option<u64>,
        nonblocking: bool,
        progress: &mut Progress,
        late: Errno,
    ) -> Outcome {
        if nonblocking || progress.timed_out || limit_us == Some(0) {
            return match progress.sent {
                0 => Outcome::Done(Err(late)),
                sent => Outcome::Done(Ok(Reply::Number(sent as i32))),
            };
        }
        if let Some(us) = limit_us {
            progress.deadline.get_or_insert(self.now.plus_ns(us.saturating_mul(1_000)));
        }
        progress.dissolved = self.sockets[s].dissolved;
        Outcome::Blocked(Wait { sockets: vec![s], deadline: progress.deadline })
    }
}

/// A reply of received bytes of a stream.
pub(crate) fn received(data: Payload) -> Outcome {
    let length = data.len();
    Outcome::Done(Ok(Reply::Received { length, data, from: None, flags: 0 }))
}

/// A reply of a message, cut to what was asked for: the rest of it is gone.
pub(crate) fn received_message(
    whole: &Payload,
    (length, flags): (usize, i32),
    from: Option<Address>,
) -> Outcome {
    let data = whole.slice(0, length);
    let length = if flags & abi::MSG_TRUNC != 0 { whole.len() } else { data.len() };
    let flags = if data.len() < whole.len() { abi::MSG_TRUNC } else { 0 };
    Outcome::Done(Ok(Reply::Received { length, data, from, flags }))
}
