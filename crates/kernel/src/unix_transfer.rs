//! Sending and receiving on `AF_UNIX` sockets.

use crate::abi;
use crate::address::Address;
use crate::call::{Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::{READABLE, WRITABLE};
use crate::id::SocketId;
use crate::payload::Payload;
use crate::process::Progress;
use crate::socket::Stage;
use crate::transfer::{received, received_message};
use crate::unix::{Message, UnixName};

/// Bookkeeping behind a message's data, and beside it.
const SHARED_INFO: usize = 320;
const DESCRIPTOR: usize = 256;
/// The most data in one page beside the bookkeeping, and what a stretch of a stream adds to it.
const PAGE: usize = 4_096;
const HEAD_MAX: usize = PAGE - SHARED_INFO;
const STRETCH_MAX: usize = 32_768;
/// The most data that one allocation holds.
const LINEAR_MAX: usize = 16_384 - SHARED_INFO;

fn allocation(length: usize) -> usize {
    (length.next_multiple_of(64) + SHARED_INFO).next_power_of_two() + DESCRIPTOR
}

/// Memory of a piece whose pages hold what the head does not.
fn piece_memory(length: usize, head_max: usize) -> u32 {
    let paged = length.saturating_sub(head_max).next_multiple_of(PAGE).min(length);
    let paged = if length > head_max { paged } else { 0 };
    (allocation(length - paged) + paged.next_multiple_of(PAGE)) as u32
}

impl Host {
    pub(crate) fn unix_is_writable(&self, s: SocketId) -> bool {
        let socket = &self.sockets[s];
        let full = u64::from(socket.send_memory) << 2 > socket.options.send_buffer as u64;
        // A connected datagram socket also looks at its peer's queue.
        let stuck = socket.kind == abi::SOCK_DGRAM
            && self.unix_peer(s).is_some_and(|peer| {
                self.unix_peer(peer) != Some(s) && self.unix_queue_is_full(peer)
            });
        !full && !stuck
    }

    fn unix_queue_is_full(&self, s: SocketId) -> bool {
        let unix = self.sockets[s].unix();
        unix.queue.len() as u32 > unix.queue_limit
    }

    pub(crate) fn unix_release_memory(&mut self, message: &Message) {
        let Some(sender) = self.sockets.get_mut(message.sender) else { return };
        if sender.inode == message.sender_inode {
            sender.send_memory = sender.send_memory.saturating_sub(message.memory);
            self.wake(message.sender, WRITABLE);
        }
    }

    fn unix_deliver(&mut self, s: SocketId, to: SocketId, data: Payload, memory: u32) {
        let socket = &mut self.sockets[s];
        socket.send_memory += memory;
        let message = Message {
            data,
            from: socket.unix().name.clone(),
            sender: s,
            sender_inode: socket.inode,
            memory,
        };
        self.sockets[to].unix_mut().queue.push_back(message);
        self.wake(to, READABLE);
    }

    pub(crate) fn unix_send(
        &mut self,
        s: SocketId,
        (data, flags, address): (&Payload, i32, Option<&Address>),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let urgent = flags & abi::MSG_OOB != 0;
        let streams = self.sockets[s].kind == abi::SOCK_STREAM;
        let alone = self.sockets[s].stage != Stage::Connected;
        if alone && self.sockets[s].kind == abi::SOCK_SEQPACKET {
            return Outcome::Done(Err(Errno::ENOTCONN));
        }
        // A stream looks at its peer before it comes to the urgent byte.
        if urgent && !(streams && alone && address.is_none() && !data.is_empty()) {
            return Outcome::Done(Err(Errno::EOPNOTSUPP));
        }
        let sent = if streams {
            self.unix_send_stream(s, data, address, nonblocking, progress)
        } else {
            self.unix_send_message(s, data, address, nonblocking, progress)
        };
        sent.unwrap_or_else(|errno| Outcome::Done(Err(errno)))
    }

    fn unix_send_stream(
        &mut self,
        s: SocketId,
        data: &Payload,
        address: Option<&Address>,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Result<Outcome, Errno> {
        let connected = self.sockets[s].stage == Stage::Connected;
        if address.is_some() {
            return Err(if connected { Errno::EISCONN } else { Errno::EOPNOTSUPP });
        }
        if !connected {
            return Err(Errno::ENOTCONN);
        }
        if self.sockets[s].shut.send {
            return Err(Errno::EPIPE);
        }
        while progress.sent < data.len() {
            let peer = self.unix_peer(s).filter(|&peer| !self.sockets[peer].shut.receive);
            let Some(peer) = peer.filter(|_| !self.sockets[s].shut.send) else {
                return given(progress.sent).ok_or(Errno::EPIPE);
            };
            let socket = &self.sockets[s];
            let buffer = socket.options.send_buffer as usize;
            if socket.send_memory as usize >= buffer {
                return Ok(self.wait_to_send(s, s, nonblocking, progress, Errno::EAGAIN));
            }
            let left = data.len() - progress.sent;
            let size = left.min((buffer >> 1) - 64).min(HEAD_MAX + STRETCH_MAX);
            let bytes = data.slice(progress.sent, progress.sent + size);
            self.unix_deliver(s, peer, bytes, piece_memory(size, HEAD_MAX));
            progress.sent += size;
        }
        Ok(Outcome::Done(Ok(Reply::Number(progress.sent as i32))))
    }

    fn unix_send_message(
        &mut self,
        s: SocketId,
        data: &Payload,
        address: Option<&Address>,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Result<Outcome, Errno> {
        let keeps_peer = self.sockets[s].kind == abi::SOCK_SEQPACKET;
        if keeps_peer && let Some(errno) = self.sockets[s].take_error() {
            return Err(errno);
        }
        let socket = &self.sockets[s];
        if keeps_peer && socket.stage != Stage::Connected {
            return Err(Errno::ENOTCONN);
        }
        let named = match address {
            Some(Address::Unix(name)) if !keeps_peer => Some(name),
            Some(_) if !keeps_peer => return Err(Errno::EINVAL),
            _ => None,
        };
        if data.len() + 32 > socket.options.send_buffer as usize {
            return Err(Errno::EMSGSIZE);
        }
        if socket.shut.send {
            return Err(Errno::EPIPE);
        }
        if i64::from(socket.send_memory) >= i64::from(socket.options.send_buffer) {
            return Ok(self.wait_to_send(s, s, nonblocking, progress, Errno::EAGAIN));
        }
        if named.is_none() && socket.stage != Stage::Connected {
            return Err(Errno::ENOTCONN);
        }
        let to = self.unix_receiver(s, named, keeps_peer)?;
        if self.sockets[to].shut.receive {
            return Err(Errno::EPIPE);
        }
        if self.unix_peer(to) != Some(s) && self.unix_queue_is_full(to) {
            return Ok(self.wait_to_send(s, to, nonblocking, progress, Errno::EAGAIN));
        }
        self.unix_deliver(s, to, data.clone(), piece_memory(data.len(), LINEAR_MAX));
        Ok(Outcome::Done(Ok(Reply::Number(data.len() as i32))))
    }

    fn unix_receiver(
        &mut self,
        s: SocketId,
        named: Option<&UnixName>,
        keeps_peer: bool,
    ) -> Result<SocketId, Errno> {
        if let Some(name) = named {
            let to = self.unix_find(name, self.sockets[s].kind)?;
            return if self.unix_may_send(s, to) { Ok(to) } else { Err(Errno::EPERM) };
        }
        if let Some(peer) = self.unix_peer(s) {
            return if self.unix_may_send(s, peer) { Ok(peer) } else { Err(Errno::EPERM) };
        }
        if keeps_peer {
            return Err(Errno::EPIPE);
        }
        // The peer is gone: the first send says so, and from then on there is none.
        self.unix_disconnect(s);
        Err(Errno::ECONNREFUSED)
    }

    pub(crate) fn unix_read(
        &mut self,
        s: SocketId,
        (length, flags): (usize, i32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        if flags & abi::MSG_OOB != 0 {
            // No urgent byte is ever sent here, and a stream says that none is there.
            let socket = &self.sockets[s];
            return Outcome::Done(Err(match socket.kind {
                abi::SOCK_STREAM => Errno::EINVAL,
                abi::SOCK_SEQPACKET if socket.stage != Stage::Connected => Errno::ENOTCONN,
                _ => Errno::EOPNOTSUPP,
            }));
        }
        if self.sockets[s].kind == abi::SOCK_STREAM {
            self.unix_read_stream(s, length, flags, nonblocking, progress)
        } else {
            self.unix_read_message(s, length, flags, nonblocking, progress)
        }
    }

    fn unix_read_stream(
        &mut self,
        s: SocketId,
        length: usize,
        flags: i32,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        if self.sockets[s].stage != Stage::Connected {
            return Outcome::Done(Err(Errno::EINVAL));
        }
        let peek = flags & abi::MSG_PEEK != 0;
        let target = self.sockets[s].receive_target(length, flags);
        if peek {
            progress.received = Payload::default();
        }
        let mut index = 0;
        while progress.received.len() < length {
            let queue = &mut self.sockets[s].unix_mut().queue;
            let Some(message) = queue.get_mut(index) else { break };
            let taken = message.data.slice(0, length - progress.received.len());
            progress.received.join(&taken);
            if peek {
                index += 1;
                continue;
            }
            message.data = message.data.skip(taken.len());
            if message.data.is_empty()
                && let Some(message) = queue.pop_front()
            {
                self.unix_release_memory(&message);
            }
        }
        let socket = &mut self.sockets[s];
        let total = progress.received.len();
        let nothing_asked = length == 0 && !socket.unix().queue.is_empty();
        // A look never waits for more than there is.
        if (total > 0 && (peek || total >= target)) || nothing_asked {
            return received(std::mem::take(&mut progress.received));
        }
        // The error is taken even where bytes come back in its place.
        let error = socket.take_error();
        let ends = error.is_some() || socket.shut.receive;
        match error {
            _ if total > 0 && (ends || nonblocking || progress.timed_out) => {
                return received(std::mem::take(&mut progress.received));
            }
            Some(errno) => return Outcome::Done(Err(errno)),
            None if total == 0 && ends => return received(Payload::default()),
            None => {}
        }
        self.wait_to_read(s, nonblocking, progress)
    }

    fn unix_read_message(
        &mut self,
        s: SocketId,
        length: usize,
        flags: i32,
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let socket = &mut self.sockets[s];
        if socket.kind == abi::SOCK_SEQPACKET && socket.stage != Stage::Connected {
            return Outcome::Done(Err(Errno::ENOTCONN));
        }
        let peek = flags & abi::MSG_PEEK != 0;
        if let Some(errno) = socket.take_error() {
            return Outcome::Done(Err(errno));
        }
        let queue = &mut socket.unix_mut().queue;
        let next = if peek { queue.front().cloned() } else { queue.pop_front() };
        let Some(next) = next else {
            let ends = socket.shut.receive && (socket.kind == abi::SOCK_SEQPACKET || !nonblocking);
            if ends {
                return received(Payload::default());
            }
            return self.wait_to_read(s, nonblocking, progress);
        };
        if !peek {
            self.unix_release_memory(&next);
            self.wake(s, WRITABLE);
        }
        let from = (next.from != UnixName::Unnamed).then_some(Address::Unix(next.from));
        received_message(&next.data, (length, flags), from)
    }
}

/// What a send that has taken some bytes gives.
fn given(sent: usize) -> Option<Outcome> {
    (sent > 0).then_some(Outcome::Done(Ok(Reply::Number(sent as i32))))
}
