//! UDP: datagrams that stay whole, or are lost whole.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::abi;
use crate::address::{Address, Endpoint, Ip, SOCKADDR_IN_LENGTH};
use crate::call::{CallResult, Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::route::RouteKind;
use crate::host::wake::{ANY_NEWS, READABLE};
use crate::id::SocketId;
use crate::packet::{Body, Datagram, Packet, Unreachable};
use crate::payload::Payload;
use crate::process::Progress;
use crate::socket::{Shut, Stage};
use crate::trace::{DropReason, Event};
use crate::transfer::{received, received_message};

/// The most data that a datagram carries: 65,535 less the two headers.
const PAYLOAD_MAX: usize = 65_507;
/// ICMP "port unreachable".
const PORT_UNREACHABLE: u8 = 3;

/// A datagram that waits for `recv`.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub(crate) from: Endpoint,
    pub(crate) payload: Payload,
    pub(crate) memory: u32,
}

/// A datagram that is being put together: where it goes was settled by its first part.
#[derive(Debug, Clone)]
pub(crate) struct Corked {
    source: Ip,
    to: Endpoint,
    tos: u8,
    data: Payload,
    /// The memory that it is charged with.
    pub(crate) memory: u32,
}

/// A UDP socket's own part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Udp {
    /// A datagram that grows until a send without `MSG_MORE`.
    pub(crate) corked: Option<Corked>,
    pub(crate) queue: VecDeque<Waiting>,
    /// Datagrams that the receive buffer had no room for.
    pub(crate) drops: u32,
}

impl Udp {
    /// Sends the datagram that is being put together to somebody else.
    pub(crate) fn redirect(&mut self, source: Ip, to: Endpoint) {
        if let Some(corked) = &mut self.corked {
            corked.source = source;
            corked.to = to;
        }
    }
}

/// Memory that a datagram is charged with: the kernel's allocator gives powers of two.
pub(crate) fn datagram_memory(length: usize) -> u32 {
    /// Link and transport headers, with the allocator's alignment.
    const HEADERS: usize = 59;
    /// Bookkeeping behind the data, and beside it.
    const SHARED_INFO: usize = 320;
    const DESCRIPTOR: usize = 256;
    const SMALL: usize = 576;
    const LINEAR_MAX: usize = 16_384;
    let linear = (length + HEADERS).next_multiple_of(64) + SHARED_INFO;
    let memory = if linear <= SMALL {
        SMALL + DESCRIPTOR
    } else if linear <= LINEAR_MAX {
        linear.next_power_of_two() + DESCRIPTOR
    } else {
        length + SMALL + DESCRIPTOR
    };
    memory as u32
}

impl Host {
    pub(crate) fn udp_send(
        &mut self,
        s: SocketId,
        data: &Payload,
        flags: i32,
        address: Option<&Address>,
    ) -> CallResult {
        // The port is chosen before anything else is looked at.
        self.auto_bind(s)?;
        if data.len() > 0xffff {
            return Err(Errno::EMSGSIZE);
        }
        if flags & abi::MSG_OOB != 0 {
            return Err(Errno::EOPNOTSUPP);
        }
        let more = flags & abi::MSG_MORE != 0;
        if let Some(corked) = self.sockets[s].udp_mut().corked.take() {
            return self.udp_append(s, corked, data, more);
        }
        let socket = &self.sockets[s];
        let remote = match address {
            Some(Address::Inet(remote)) if remote.port == 0 => return Err(Errno::EINVAL),
            Some(Address::Inet(remote)) => *remote,
            Some(Address::Unspecified) => return Err(Errno::EINVAL),
            Some(other) if other.length() < SOCKADDR_IN_LENGTH => return Err(Errno::EINVAL),
            Some(Address::Unix(_)) => return Err(Errno::EAFNOSUPPORT),
            None if socket.stage != Stage::Connected => return Err(Errno::EDESTADDRREQ),
            None => socket.remote,
        };
        let route = self.route(remote.ip, socket.source)?;
        let socket = &mut self.sockets[s];
        if matches!(route.kind, RouteKind::Broadcast) && !socket.options.broadcast {
            return Err(Errno::EACCES);
        }
        if data.len() > PAYLOAD_MAX {
            return Err(Errno::EMSGSIZE);
        }
        if let Some(errno) = socket.take_error() {
            return Err(errno);
        }
        if socket.shut.send {
            return Err(Errno::EPIPE);
        }
        let source = if socket.source.is_any() { route.source } else { socket.source };
        let ip = if remote.ip.is_any() { Ip::LOOPBACK } else { remote.ip };
        let to = Endpoint::new(ip, remote.port);
        let tos = socket.options.tos as u8;
        let corked = Corked { source, to, tos, data: Payload::default(), memory: 0 };
        self.udp_append(s, corked, data, more)
    }

    /// Adds data to a datagram, and sends it unless more is to come.
    fn udp_append(
        &mut self,
        s: SocketId,
        mut corked: Corked,
        data: &Payload,
        more: bool,
    ) -> CallResult {
        if corked.data.len() + data.len() > PAYLOAD_MAX {
            return Err(Errno::EMSGSIZE);
        }
        // What is added to the first part goes into pages of its own, without bookkeeping.
        corked.memory +=
            if corked.memory == 0 { datagram_memory(data.len()) } else { data.len() as u32 };
        if corked.data.is_empty() {
            corked.data = data.clone();
        } else {
            corked.data = Payload::new([&corked.data[..], data].concat());
        }
        if more {
            self.sockets[s].udp_mut().corked = Some(corked);
        } else {
            let datagram = Datagram {
                source_port: self.sockets[s].local.port,
                destination_port: corked.to.port,
                payload: corked.data,
            };
            let body = Body::Udp(datagram);
            let packet = self.sockets[s].packet(corked.source, corked.to.ip, body);
            self.transmit(Packet { tos: corked.tos, ..packet });
        }
        Ok(Reply::Number(data.len() as i32))
    }

    /// Hands a datagram to its socket; to all that want it when it is for everyone.
    pub(crate) fn udp_receive(&mut self, packet: &Packet) {
        let Body::Udp(datagram) = &packet.body else { return };
        let (from, to) = packet.endpoints(datagram.source_port, datagram.destination_port);
        let for_all = matches!(
            self.kind_of(packet.destination),
            Some(RouteKind::Broadcast | RouteKind::Multicast)
        );
        if for_all {
            for s in self.udp_ports.holders(to.port).to_vec() {
                if self.udp_score(s, from, to).is_some() {
                    self.udp_queue(s, packet, datagram);
                }
            }
            return;
        }
        match self.udp_find(from, to) {
            Some(s) => self.udp_queue(s, packet, datagram),
            None => self.udp_refuse(packet),
        }
    }

    /// How well a socket suits a datagram: the more is fixed, the better.
    fn udp_score(&self, s: SocketId, from: Endpoint, to: Endpoint) -> Option<u32> {
        let socket = &self.sockets[s];
        let mut score = 0;
        if !socket.local.ip.is_any() {
            if socket.local.ip != to.ip {
                return None;
            }
            score += 1;
        }
        if socket.stage == Stage::Connected {
            // A peer with port 0 is a peer with any port.
            let other_port = socket.remote.port != 0 && socket.remote.port != from.port;
            if socket.remote.ip != from.ip || other_port {
                return None;
            }
            score += 1 + u32::from(socket.remote.port != 0);
        }
        Some(score)
    }

    /// The socket for a datagram; of equals, the one bound last.
    fn udp_find(&self, from: Endpoint, to: Endpoint) -> Option<SocketId> {
        let holders = self.udp_ports.holders(to.port);
        let scored = |&s: &SocketId| self.udp_score(s, from, to).map(|score| (score, s));
        let best = holders.iter().filter_map(scored).map(|(score, _)| score).max()?;
        let equals: Vec<SocketId> = holders
            .iter()
            .filter_map(scored)
            .filter(|&(score, _)| score == best)
            .map(|(_, s)| s)
            .collect();
        let last = *equals.last()?;
        let grouped = |&&s: &&SocketId| self.sockets[s].options.reuse_port;
        let connected = self.sockets[last].stage == Stage::Connected;
        if equals.len() > 1 && !connected && equals.iter().all(|s| grouped(&s)) {
            let mix = self.secret ^ u64::from(from.port) << 16 ^ u64::from(to.port);
            let at = crate::rng::Rng::new(mix).below(equals.len() as u32);
            return equals.get(at as usize).copied();
        }
        Some(last)
    }

    fn udp_queue(&mut self, s: SocketId, packet: &Packet, datagram: &Datagram) {
        let memory = datagram_memory(datagram.payload.len());
        let socket = &mut self.sockets[s];
        let used = socket.receive_memory;
        // An empty queue takes one datagram, however large it is.
        if used > 0 && used + memory > socket.options.receive_buffer as u32 {
            socket.udp_mut().drops += 1;
            return self.note(Event::Dropped(Arc::new(packet.clone()), DropReason::ReceiveBuffer));
        }
        socket.receive_memory += memory;
        let from = Endpoint::new(packet.source, datagram.source_port);
        let payload = datagram.payload.clone();
        socket.udp_mut().queue.push_back(Waiting { from, payload, memory });
        self.wake(s, READABLE);
    }

    /// Nobody has the port: ICMP says so (RFC 1122 §4.1.3.1).
    fn udp_refuse(&mut self, packet: &Packet) {
        let about = Box::new(packet.clone());
        let body = Body::Icmp(Unreachable { code: PORT_UNREACHABLE, about });
        self.transmit(packet.answer(body));
    }

    pub(crate) fn udp_read(
        &mut self,
        s: SocketId,
        (length, flags): (usize, i32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        if flags & abi::MSG_ERRQUEUE != 0 {
            return Outcome::Done(Err(Errno::EAGAIN));
        }
        let socket = &mut self.sockets[s];
        if let Some(errno) = socket.take_error() {
            return Outcome::Done(Err(errno));
        }
        let peek = flags & abi::MSG_PEEK != 0;
        let queue = &mut socket.udp_mut().queue;
        let next = if peek { queue.front().cloned() } else { queue.pop_front() };
        let Some(next) = next else {
            if socket.shut.receive && !nonblocking {
                return received(Payload::default());
            }
            return self.wait_to_read(s, nonblocking, progress);
        };
        if !peek {
            socket.receive_memory = socket.receive_memory.saturating_sub(next.memory);
        }
        received_message(&next.payload, (length, flags), Some(Address::Inet(next.from)))
    }

    pub(crate) fn udp_readiness(&self, s: SocketId) -> u32 {
        let socket = &self.sockets[s];
        let mut mask = abi::POLLOUT | abi::POLLWRNORM | abi::POLLWRBAND;
        if socket.error.is_some() {
            mask |= abi::POLLERR;
        }
        if socket.shut.receive {
            mask |= abi::POLLIN | abi::POLLRDNORM | abi::POLLRDHUP;
        }
        if socket.shut == Shut::BOTH {
            mask |= abi::POLLHUP;
        }
        if !socket.udp().queue.is_empty() {
            mask |= abi::POLLIN | abi::POLLRDNORM;
        }
        mask
    }

    pub(crate) fn udp_shutdown(&mut self, s: SocketId, how: Shut) -> CallResult {
        let socket = &mut self.sockets[s];
        socket.shut.add(how);
        let connected = socket.stage == Stage::Connected;
        self.wake(s, ANY_NEWS);
        if connected { Ok(Reply::Number(0)) } else { Err(Errno::ENOTCONN) }
    }

    pub(crate) fn udp_disconnect(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        socket.stage = Stage::Unconnected;
        socket.remote = Endpoint::NONE;
        self.reset_local_address(s);
        if !self.sockets[s].locks.port {
            self.udp_release_port(s);
            self.sockets[s].local.port = 0;
        }
    }

    pub(crate) fn udp_close(&mut self, s: SocketId) {
        self.udp_release_port(s);
        self.destroy(s);
    }

    /// ICMP came back for something that was sent.
    pub(crate) fn icmp_receive(&mut self, packet: &Packet) {
        let Body::Icmp(unreachable) = &packet.body else { return };
        let about = &unreachable.about;
        match &about.body {
            Body::Udp(datagram) => {
                let (local, remote) =
                    about.endpoints(datagram.source_port, datagram.destination_port);
                self.icmp_for_udp(local, remote, unreachable.code);
            }
            Body::Tcp(seg) => {
                let key = about.endpoints(seg.source_port, seg.destination_port);
                let code = unreachable.code;
                self.tcp_unreachable(key, seg.seq, (code, unreachable_error(code)));
            }
            Body::Icmp(_) => {}
        }
    }

    /// Only a connected socket learns of it, since only its datagrams have one receiver.
    fn icmp_for_udp(&mut self, local: Endpoint, remote: Endpoint, code: u8) {
        let Some(s) = self.udp_find(remote, local) else { return };
        let socket = &mut self.sockets[s];
        let fatal = code == PORT_UNREACHABLE || socket.options.receive_errors;
        if (socket.stage == Stage::Connected || socket.options.receive_errors) && fatal {
            socket.error = Some(unreachable_error(code));
            self.wake(s, abi::POLLERR);
        }
    }
}

/// What a code of "destination unreachable" means to a program (RFC 1122 §3.2.2.1).
const fn unreachable_error(code: u8) -> Errno {
    match code {
        0 | 6 | 9 | 11 => Errno::ENETUNREACH,
        2 => Errno::ENOPROTOOPT,
        PORT_UNREACHABLE => Errno::ECONNREFUSED,
        4 => Errno::EMSGSIZE,
        5 => Errno::EOPNOTSUPP,
        7 => Errno::EHOSTDOWN,
        8 => Errno::ENONET,
        _ => Errno::EHOSTUNREACH,
    }
}
