//! A host: its processes, sockets and settings, with no clock and no network of its own.
//!
//! # Architecture invariant
//!
//! Give, then drain. A host is told the time, a system call or a packet; it leaves packets,
//! events and timers behind for the [`World`](crate::World) to take. Packets for the host itself
//! go through its loopback, which is served as Linux serves it: while a system call works on a
//! socket, packets for that socket wait in its backlog.

pub(crate) mod deliver;
pub(crate) mod descriptor;
pub(crate) mod route;
pub(crate) mod syscall;
pub(crate) mod thread;
pub(crate) mod wake;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::address::{Endpoint, Ip};
use crate::epoll::Epoll;
use crate::hash::Lookup;
use crate::id::{EpollId, FileId, ProcessId, Slab, SocketId, ThreadId};
use crate::link::Link;
use crate::packet::Packet;
use crate::ports::PortTable;
use crate::process::{File, Process, Thread};
use crate::rng::Rng;
use crate::socket::{Protocol, Socket};
use crate::sysctl::Sysctls;
use crate::tcp::{State, TIMESTAMP_OFFSET_MS};
use crate::time::{Jiffies, Time};
use crate::timer::{Owner, TimerKind, Wheel};
use crate::trace::Event;
use crate::unix::UnixName;

/// The first inode number that a socket gets; later sockets count on.
const FIRST_INODE: u32 = 10_001;

/// A host of the world.
#[derive(Debug, Clone)]
pub struct Host {
    pub(crate) name: String,
    /// The address of its network interface, if it has one beside the loopback.
    pub(crate) address: Option<Ip>,
    pub(crate) now: Time,
    pub(crate) rng: Rng,
    pub(crate) sysctls: Sysctls,
    pub(crate) processes: Slab<ProcessId, Process>,
    pub(crate) threads: Slab<ThreadId, Thread>,
    pub(crate) files: Slab<FileId, File>,
    pub(crate) sockets: Slab<SocketId, Socket>,
    pub(crate) epolls: Slab<EpollId, Epoll>,
    pub(crate) tcp_ports: PortTable,
    pub(crate) udp_ports: PortTable,
    /// Every TCP socket that listens. A port is held by what its listener accepted, too.
    pub(crate) listeners: Vec<SocketId>,
    /// Every TCP socket that has a peer, by local and remote endpoint.
    pub(crate) connections: Lookup<(Endpoint, Endpoint), SocketId>,
    pub(crate) unix_names: Lookup<(UnixName, i32), SocketId>,
    /// Socket files that exist, whether or not a socket still has them.
    pub(crate) unix_files: Vec<String>,
    pub(crate) wheel: Wheel,
    pub(crate) loopback: Link,
    /// The MTU of the interface beside the loopback.
    pub(crate) interface_mtu: u32,
    /// Packets of the loopback that wait to be received.
    pub(crate) received: VecDeque<Arc<Packet>>,
    /// A packet or a timer is being handled, not a system call.
    pub(crate) in_interrupt: bool,
    /// Threads to be run again, in the order in which they were woken.
    pub(crate) runnable: VecDeque<ThreadId>,
    /// What happened since the world last looked.
    pub(crate) events: Vec<Event>,
    /// Whether calls are among it.
    pub(crate) tells_calls: bool,
    /// Packets for other hosts.
    pub(crate) outgoing: Vec<Arc<Packet>>,
    /// Packets of the loopback that take their time.
    pub(crate) delayed: Vec<(Time, Arc<Packet>)>,
    next_inode: u32,
    /// What makes sequence numbers hard to guess.
    pub(crate) secret: u64,
    /// Abstract names that the kernel chose so far.
    pub(crate) automatic_names: u32,
}

impl Host {
    pub(crate) fn new(name: &str, address: Option<Ip>, mut rng: Rng) -> Self {
        let secret = rng.next_u64();
        Self {
            name: name.to_owned(),
            address,
            now: Time::ZERO,
            rng,
            sysctls: Sysctls::default(),
            processes: Slab::new(),
            threads: Slab::new(),
            files: Slab::new(),
            sockets: Slab::new(),
            epolls: Slab::new(),
            tcp_ports: PortTable::new(),
            udp_ports: PortTable::new(),
            listeners: Vec::new(),
            connections: Lookup::new(),
            unix_names: Lookup::new(),
            unix_files: Vec::new(),
            wheel: Wheel::new(),
            loopback: Link::loopback(),
            interface_mtu: 1_500,
            received: VecDeque::new(),
            in_interrupt: false,
            runnable: VecDeque::new(),
            events: Vec::new(),
            tells_calls: true,
            outgoing: Vec::new(),
            delayed: Vec::new(),
            next_inode: FIRST_INODE,
            secret,
            automatic_names: 0,
        }
    }

    /// The host's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The settings, to read.
    pub const fn sysctls(&self) -> &Sysctls {
        &self.sysctls
    }

    /// Sockets that exist, those without a descriptor included.
    pub fn socket_count(&self) -> usize {
        self.sockets.len()
    }

    /// Timers that will fire.
    pub fn timer_count(&self) -> usize {
        self.wheel.len()
    }

    /// Ports that something holds, those of TCP and of UDP counted apart.
    pub fn held_port_count(&self) -> usize {
        self.tcp_ports.buckets.len() + self.udp_ports.buckets.len()
    }

    /// TCP connections that something here answers for, with or without a program.
    pub fn connection_count(&self) -> usize {
        self.connections.len()
    }

    /// The process of a thread.
    pub fn process_of_thread(&self, thread: ThreadId) -> Option<ProcessId> {
        self.threads.get(thread).map(|thread| thread.process)
    }

    /// The moment of the next thing that happens here by itself.
    pub(crate) fn next_at(&self) -> Time {
        if !self.received.is_empty() || !self.runnable.is_empty() {
            return self.now;
        }
        self.wheel.next_at().unwrap_or(Time::NEVER)
    }

    pub(crate) const fn jiffies(&self) -> Jiffies {
        self.now.jiffies()
    }

    /// The timestamp clock: milliseconds, offset so that it is never 0 (RFC 7323 §5.4).
    pub(crate) const fn timestamp(&self) -> u32 {
        (self.now.as_ms() as u32).wrapping_add(TIMESTAMP_OFFSET_MS)
    }

    pub(crate) fn note(&mut self, event: Event) {
        self.events.push(event);
    }

    pub(crate) fn add_socket(&mut self, mut socket: Socket) -> SocketId {
        socket.inode = self.next_inode;
        self.next_inode += 1;
        self.sockets.insert(socket)
    }

    /// Changes the state of a TCP socket, and tells the trace.
    pub(crate) fn set_state(&mut self, s: SocketId, to: State) {
        let tcp = self.sockets[s].tcp_mut();
        let from = std::mem::replace(&mut tcp.state, to);
        if from != to {
            if to == State::Listen {
                self.listeners.push(s);
            } else if from == State::Listen {
                self.listeners.retain(|other| *other != s);
            }
            debug_assert!(from.may_become(to), "{from} cannot become {to}");
            self.note(Event::State { socket: s, from, to });
        }
    }

    /// Arms one of a socket's timers for a tick.
    pub(crate) fn arm(&mut self, s: SocketId, kind: TimerKind, expires: Jiffies) {
        let now = self.now.jiffies();
        let socket = &mut self.sockets[s];
        // The SYN-ACK of a request is sent again before anything else of its tick.
        let pinned = matches!(socket.body, Protocol::Request(_));
        let slot = &mut socket.timers[kind as usize];
        self.wheel.arm(slot, (Owner::Socket(s, kind), pinned), now, expires);
    }

    /// Disarms one of a socket's timers.
    pub(crate) fn disarm(&mut self, s: SocketId, kind: TimerKind) {
        self.wheel.cancel(&mut self.sockets[s].timers[kind as usize]);
    }

    /// Disarms all of a socket's timers.
    pub(crate) fn disarm_all(&mut self, s: SocketId) {
        for slot in &mut self.sockets[s].timers {
            self.wheel.cancel(slot);
        }
    }

    /// Takes a socket out of the world. Whoever still sleeps on it is woken.
    pub(crate) fn destroy(&mut self, s: SocketId) {
        self.disarm_all(s);
        self.wake_all(s);
        self.forget_watches(s);
        self.sockets.remove(s);
    }

    /// Fires the first timer that is due. Gives whether there was one.
    pub(crate) fn fire_due(&mut self) -> bool {
        while let Some((key, owner)) = self.wheel.take_due(self.now) {
            let slot = match owner {
                Owner::Socket(s, kind) => &mut self.sockets[s].timers[kind as usize],
                Owner::Thread(thread) => &mut self.threads[thread].timeout,
            };
            if !self.wheel.settle(slot, owner, key) {
                continue;
            }
            self.in_interrupt = true;
            match owner {
                Owner::Socket(s, kind) => self.fire(s, kind),
                Owner::Thread(thread) => self.time_out(thread),
            }
            self.in_interrupt = false;
            return true;
        }
        false
    }

    fn fire(&mut self, s: SocketId, kind: TimerKind) {
        self.note(Event::Fired { socket: s, kind });
        match (&self.sockets[s].body, kind) {
            (Protocol::Request(_), _) => self.request_timeout(s),
            (Protocol::TimeWait(_), _) => self.time_wait_end(s),
            (Protocol::Tcp(_), TimerKind::Retransmit) => self.tcp_retransmit_timer(s),
            (Protocol::Tcp(_), TimerKind::DelayedAck) => self.tcp_delayed_ack_timer(s),
            (Protocol::Tcp(_), TimerKind::Lifetime) => self.tcp_lifetime_timer(s),
            (Protocol::Udp(_) | Protocol::Unix(_), _) => {}
        }
    }
}
