//! Two hosts of the simulated world for the tasks: calls go in, what they came to comes out.

use std::net::Ipv4Addr;

use kernel::{
    Body, Call, CallResult, Endpoint, Entry, Event, HostId, Ip, Link, Outcome, ThreadId, Time,
    World, abi,
};

/// How long a packet takes from one host to the other.
const DELAY_NS: u64 = 10_000_000;
/// How long a task goes on at most.
const END_S: u64 = 600;

/// Where the server listens.
pub(super) const SERVER: Endpoint = Endpoint::new(Ip(Ipv4Addr::new(10, 0, 0, 2)), 8080);

/// A client's host and a server's, a program on each.
pub(super) struct Machine {
    pub(super) world: World,
    client: (HostId, ThreadId),
    server: (HostId, ThreadId),
}

/// Whose call it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self::apart(DELAY_NS)
    }

    /// The same with so many nanoseconds from one to the other.
    fn apart(delay_ns: u64) -> Self {
        let mut world = World::new(1);
        let one = world.add_host("client", Some(Ip([10, 0, 0, 1].into())));
        let other = world.add_host("server", Some(SERVER.ip));
        world.join(one, other, Link::with_delay_ns(delay_ns));
        let (_, client) = world.spawn(one, "client");
        let (_, server) = world.spawn(other, "server");
        Self { world, client: (one, client), server: (other, server) }
    }

    fn at(&self, side: Side) -> (HostId, ThreadId) {
        match side {
            Side::Client => self.client,
            Side::Server => self.server,
        }
    }

    /// The host of a side.
    pub(super) fn host(&self, side: Side) -> HostId {
        self.at(side).0
    }

    /// Makes a call and lets the world go on until it comes back; nothing if it never does.
    pub(super) fn call(&mut self, side: Side, call: Call) -> Option<CallResult> {
        let (host, thread) = self.at(side);
        if let Outcome::Done(result) = self.world.syscall(host, thread, call) {
            return Some(result);
        }
        let end = Time::from_ms(END_S * 1_000);
        while self.world.next_at().is_some_and(|at| at < end) && self.world.step() {
            if let Some(result) = self.world.take_finished(host, thread) {
                return Some(result);
            }
        }
        None
    }

    /// Lets so many milliseconds pass.
    pub(super) fn wait(&mut self, ms: u64) {
        self.wait_until(self.world.now().plus_ns(ms * 1_000_000));
    }

    /// Lets time pass up to a moment, unless that is over.
    pub(super) fn wait_until(&mut self, until: Time) {
        if until > self.world.now() {
            self.world.run_until(until);
        }
    }

    /// A stream socket.
    pub(super) fn stream(&mut self, side: Side) -> Option<CallResult> {
        self.call(side, socket(abi::SOCK_STREAM))
    }

    /// A connection: the server's descriptor 3 listens, its 4 and the client's 3 are connected.
    pub(super) fn connected() -> Self {
        Self::connected_apart(DELAY_NS)
    }

    /// The same with so many nanoseconds from one to the other.
    pub(super) fn connected_apart(delay_ns: u64) -> Self {
        let mut machine = Self::apart(delay_ns);
        machine.stream(Side::Server);
        machine.call(Side::Server, Call::bind(3, SERVER));
        machine.call(Side::Server, Call::Listen { fd: 3, backlog: 8 });
        machine.stream(Side::Client);
        machine.call(Side::Client, Call::connect(3, SERVER));
        machine.call(Side::Server, Call::Accept { fd: 3, flags: 0 });
        machine
    }

    /// The packets that were sent from a place of the trace on.
    pub(super) fn sent_since(&self, place: usize) -> Vec<(Side, Body, u64)> {
        let server = self.host(Side::Server);
        let sent = |entry: &Entry| match &entry.event {
            Event::Sent(packet) => {
                let side = if entry.host == server { Side::Server } else { Side::Client };
                Some((side, packet.body.clone(), entry.at.0))
            }
            _ => None,
        };
        self.world.trace_since(place).filter_map(sent).collect()
    }

    /// The bytes of the first packet with data that a side sent from a place of the trace on, from
    /// IP's header on.
    pub(super) fn length_since(&self, place: usize, side: Side) -> usize {
        let from = self.host(side);
        let length = |entry: &Entry| match &entry.event {
            Event::Sent(packet) if entry.host == from && packet.payload_length() > 0 => {
                Some(packet.length())
            }
            _ => None,
        };
        self.world.trace_since(place).find_map(length).unwrap_or_default()
    }

    /// The bytes of all packets that were sent from a place of the trace on.
    pub(super) fn bytes_since(&self, place: usize) -> usize {
        let length = |entry: &Entry| match &entry.event {
            Event::Sent(packet) => packet.length(),
            _ => 0,
        };
        self.world.trace_since(place).map(length).sum()
    }

    /// When packets with data came to a side from a place of the trace on.
    pub(super) fn arrivals_since(&self, place: usize, side: Side) -> Vec<Time> {
        let to = self.host(side);
        let at = |entry: &Entry| match &entry.event {
            Event::Arrived(packet) if entry.host == to && packet.payload_length() > 0 => {
                Some(entry.at)
            }
            _ => None,
        };
        self.world.trace_since(place).filter_map(at).collect()
    }

    /// How much of the trace there is.
    pub(super) fn place(&self) -> usize {
        self.world.trace().len()
    }
}

/// `socket` for IPv4.
pub(super) const fn socket(kind: i32) -> Call {
    Call::Socket { domain: abi::AF_INET, kind, protocol: 0 }
}
