//! A socket: the part that every protocol shares, and the protocol's own.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::address::{Endpoint, Ip};
use crate::epoll::Watcher;
use crate::errno::Errno;
use crate::id::{FileId, ThreadId};
use crate::packet::{Body, Packet};
use crate::tcp::request::Request;
use crate::tcp::time_wait::TimeWait;
use crate::tcp::{State, Tcp};
use crate::timer::{Slot, TIMER_KINDS};
use crate::udp::Udp;
use crate::unix::Unix;

/// What a socket speaks, and all that this needs.
#[derive(Debug, Clone)]
pub(crate) enum Protocol {
    Tcp(Box<Tcp>),
    /// A connection that waits for the third part of its handshake.
    Request(Box<Request>),
    /// What is left of a connection in TIME-WAIT, or in an orphaned FIN-WAIT-2.
    TimeWait(TimeWait),
    Udp(Box<Udp>),
    Unix(Box<Unix>),
}

/// How far a socket is on its way to a peer (`socket->state`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Unconnected,
    Connecting,
    Connected,
    /// Shut down before it was connected: it can only be closed.
    Disconnecting,
}

/// The directions that `shutdown` closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shut {
    pub(crate) receive: bool,
    pub(crate) send: bool,
}

impl Shut {
    pub(crate) const BOTH: Shut = Shut { receive: true, send: true };

    pub(crate) fn add(&mut self, how: Shut) {
        self.receive |= how.receive;
        self.send |= how.send;
    }
}

/// Which choices the program made itself, so that the kernel keeps its hands off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "these are the bits of sk_userlocks")]
pub(crate) struct Locks {
    pub(crate) address: bool,
    pub(crate) port: bool,
    pub(crate) send_buffer: bool,
    pub(crate) receive_buffer: bool,
    /// `connect` chose the port: others that connect may share it.
    pub(crate) by_connect: bool,
}

/// Options of the `SOL_SOCKET` and `IPPROTO_IP` levels, as set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Options {
    pub(crate) reuse_address: bool,
    pub(crate) reuse_port: bool,
    pub(crate) keep_alive: bool,
    pub(crate) broadcast: bool,
    pub(crate) dont_route: bool,
    pub(crate) oob_inline: bool,
    pub(crate) bind_address_no_port: bool,
    pub(crate) receive_errors: bool,
    pub(crate) linger: Option<i32>,
    pub(crate) priority: i32,
    pub(crate) tos: i32,
    pub(crate) ttl: i32,
    pub(crate) receive_low_water: i32,
    pub(crate) send_buffer: i32,
    pub(crate) receive_buffer: i32,
    pub(crate) receive_timeout_us: Option<u64>,
    pub(crate) send_timeout_us: Option<u64>,
}

impl Options {
    pub(crate) const fn new(send_buffer: i64, receive_buffer: i64) -> Self {
        Self {
            reuse_address: false,
            reuse_port: false,
            keep_alive: false,
            broadcast: false,
            dont_route: false,
            oob_inline: false,
            bind_address_no_port: false,
            receive_errors: false,
            linger: None,
            priority: 0,
            tos: 0,
            ttl: 64,
            receive_low_water: 1,
            send_buffer: send_buffer as i32,
            receive_buffer: receive_buffer as i32,
            receive_timeout_us: None,
            send_timeout_us: None,
        }
    }
}

/// A socket of a host.
#[derive(Debug, Clone)]
pub(crate) struct Socket {
    pub(crate) domain: i32,
    pub(crate) kind: i32,
    pub(crate) protocol_number: i32,
    /// The address that packets must be for, and the port that names show.
    pub(crate) local: Endpoint,
    /// The address that packets are sent from.
    pub(crate) source: Ip,
    /// The port held in the table of ports; 0 when none is held.
    pub(crate) held_port: u16,
    pub(crate) remote: Endpoint,
    pub(crate) stage: Stage,
    pub(crate) options: Options,
    pub(crate) locks: Locks,
    /// The error that the next call reports, once.
    pub(crate) error: Option<Errno>,
    /// What an ICMP message hinted at; it becomes the error if the connection fails.
    pub(crate) soft_error: Option<Errno>,
    pub(crate) shut: Shut,
    /// How often `connect` to `AF_UNSPEC` dissolved what it was connected to: a call that slept
    /// through one of these has lost its connection (`sk_disconnects`).
    pub(crate) dissolved: u32,
    /// No descriptor is left; the kernel finishes alone.
    pub(crate) orphan: bool,
    /// The peer's data has ended.
    pub(crate) done: bool,
    pub(crate) file: Option<FileId>,
    pub(crate) inode: u32,
    pub(crate) uid: u32,
    /// Threads that sleep on this socket, in the order in which they came.
    pub(crate) waiters: Vec<ThreadId>,
    pub(crate) watchers: Vec<Watcher>,
    /// A system call is working on it: packets go to the backlog meanwhile.
    pub(crate) owned: bool,
    pub(crate) backlog: VecDeque<Arc<Packet>>,
    pub(crate) timers: [Slot; TIMER_KINDS],
    /// Memory charged to the receive queue, bookkeeping included.
    pub(crate) receive_memory: u32,
    /// Memory charged to what was sent and is not done with.
    pub(crate) send_memory: u32,
    pub(crate) body: Protocol,
}

impl Socket {
    pub(crate) fn new(domain: i32, kind: i32, options: Options, body: Protocol) -> Self {
        Self {
            domain,
            kind,
            protocol_number: 0,
            local: Endpoint::NONE,
            source: Ip::ANY,
            held_port: 0,
            remote: Endpoint::NONE,
            stage: Stage::Unconnected,
            options,
            locks: Locks::default(),
            error: None,
            soft_error: None,
            shut: Shut::default(),
            dissolved: 0,
            orphan: false,
            done: false,
            file: None,
            inode: 0,
            uid: 0,
            waiters: Vec::new(),
            watchers: Vec::new(),
            owned: false,
            backlog: VecDeque::new(),
            timers: [Slot::default(); TIMER_KINDS],
            receive_memory: 0,
            send_memory: 0,
            body,
        }
    }

    /// A packet of this socket's, with what its options say of the IP header.
    pub(crate) fn packet(&self, source: Ip, destination: Ip, body: Body) -> Packet {
        let mut packet = Packet::new(source, destination, body);
        // `IP_TTL` does not hold for a group; that has an option of its own.
        if !destination.0.is_multicast() {
            packet.ttl = self.options.ttl as u8;
        }
        packet.tos = self.options.tos as u8;
        packet
    }

    pub(crate) fn tcp(&self) -> &Tcp {
        match &self.body {
            Protocol::Tcp(tcp) => tcp,
            _ => unreachable!("only a TCP socket is handled by TCP"),
        }
    }

    pub(crate) fn tcp_mut(&mut self) -> &mut Tcp {
        match &mut self.body {
            Protocol::Tcp(tcp) => tcp,
            _ => unreachable!("only a TCP socket is handled by TCP"),
        }
    }

    pub(crate) fn udp_mut(&mut self) -> &mut Udp {
        match &mut self.body {
            Protocol::Udp(udp) => udp,
            _ => unreachable!("only a UDP socket is handled by UDP"),
        }
    }

    pub(crate) fn udp(&self) -> &Udp {
        match &self.body {
            Protocol::Udp(udp) => udp,
            _ => unreachable!("only a UDP socket is handled by UDP"),
        }
    }

    pub(crate) fn unix(&self) -> &Unix {
        match &self.body {
            Protocol::Unix(unix) => unix,
            _ => unreachable!("only an AF_UNIX socket is handled by AF_UNIX"),
        }
    }

    pub(crate) fn unix_mut(&mut self) -> &mut Unix {
        match &mut self.body {
            Protocol::Unix(unix) => unix,
            _ => unreachable!("only an AF_UNIX socket is handled by AF_UNIX"),
        }
    }

    pub(crate) const fn is_tcp(&self) -> bool {
        matches!(self.body, Protocol::Tcp(_))
    }

    /// The state as every protocol shows it; UDP uses two of TCP's.
    pub(crate) fn state(&self) -> State {
        match &self.body {
            Protocol::Tcp(tcp) => tcp.state,
            Protocol::Request(_) => State::SynReceived,
            Protocol::TimeWait(time_wait) => time_wait.substate,
            Protocol::Udp(_) if self.stage == Stage::Connected => State::Established,
            Protocol::Udp(_) | Protocol::Unix(_) => State::Closed,
        }
    }

    /// How many bytes of a stream `recv` waits for (`sock_rcvlowat`).
    pub(crate) fn receive_target(&self, length: usize, flags: i32) -> usize {
        let all = flags & crate::abi::MSG_WAITALL != 0;
        let low_water = self.options.receive_low_water as usize;
        if all { length.max(1) } else { length.min(low_water).max(1) }
    }

    /// Takes the error: it is reported once.
    pub(crate) const fn take_error(&mut self) -> Option<Errno> {
        self.error.take()
    }
}
