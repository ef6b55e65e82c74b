//! A server with several sockets, and a segment from anywhere: asked of the simulated kernel.
//!
//! Invariant: no rule of the lookup is written here. Sockets come to be by calls and handshakes;
//! whose the segment was is read off the kernel, by what it queued and what it answered.

use std::net::Ipv4Addr;

use kernel::{Body, Call, Datagram, Endpoint, Event, Flags, HostId, Ip, Link, OptionValue};
use kernel::{Outcome, Packet, Payload, Segment, SegmentOptions, Seq, SocketId, State};
use kernel::{ThreadId, Time, World, abi};

/// The server's address (RFC 5737 keeps it for books).
pub(super) const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
/// Its web port, and that of its UDP socket.
const PORT: u16 = 80;
const UDP_PORT: u16 = 53;
/// Who is connected: two from one address, one from elsewhere with a port that occurs already.
const PEERS: [(Ipv4Addr, u16); 3] = [
    (Ipv4Addr::new(198, 51, 100, 7), 40_001),
    (Ipv4Addr::new(198, 51, 100, 7), 40_002),
    (Ipv4Addr::new(203, 0, 113, 9), 40_001),
];
/// Whose connection the server has closed.
const GONE: (Ipv4Addr, u16) = (Ipv4Addr::new(203, 0, 113, 9), 40_009);
/// Time for a packet to arrive and be answered; no timer is so short.
const MOMENT_NS: u64 = 1_000_000;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A segment that opens a connection.
    Syn,
    /// A segment with data, as the peer of such a connection would send it.
    Data,
    /// A datagram of UDP.
    Datagram,
}

/// The server's sockets beyond those that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extra {
    /// A listener at the server's own address, beside the one at any.
    pub(super) specific: bool,
    /// A connection in TIME-WAIT.
    pub(super) waiting: bool,
}

/// A socket of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    socket: SocketId,
    pub(super) is_udp: bool,
    pub(super) state: State,
    pub(super) local: Endpoint,
    pub(super) remote: Endpoint,
    pub(super) fd: Option<i32>,
    /// Bytes or datagrams that wait in it.
    queued: u32,
}

/// Who got it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Got {
    /// The socket of this row.
    Row(usize),
    /// No socket: the kernel answered for itself, or not at all.
    Nobody,
    /// No host has this address.
    NoHost,
}

/// What came of it.
pub(super) struct Found {
    /// The sockets before, as the kernel tries them.
    pub(super) rows: Vec<Row>,
    pub(super) got: Got,
    /// What the kernel answered: flags of a segment, or ICMP.
    pub(super) answer: Option<String>,
}

struct Server {
    world: World,
    host: HostId,
    thread: ThreadId,
    wire: HostId,
}

impl Server {
    fn call(&mut self, call: Call) -> Option<i32> {
        match self.world.syscall(self.host, self.thread, call) {
            Outcome::Done(result) => result.ok().map(|reply| reply.number()),
            Outcome::Blocked(_) => None,
        }
    }

    /// A socket with a port.
    fn open(&mut self, kind: i32, ip: Ip, port: u16) {
        let Some(fd) = self.call(Call::Socket { domain: abi::AF_INET, kind, protocol: 0 }) else {
            return;
        };
        let (level, name) = (abi::SOL_SOCKET, abi::SO_REUSEPORT);
        self.call(Call::SetOption { fd, level, name, value: OptionValue::Int(1) });
        self.call(Call::bind(fd, Endpoint::new(ip, port)));
        if kind == abi::SOCK_STREAM {
            self.call(Call::Listen { fd, backlog: 5 });
        }
    }

    fn deliver(&mut self, from: Endpoint, to: Endpoint, body: Body) {
        self.world.inject(self.wire, Packet::new(from.ip, to.ip, body));
        let then = self.world.now().0 + MOMENT_NS;
        self.world.run_until(Time(then));
    }

    fn segment(&mut self, from: Endpoint, to: Endpoint, flags: Flags, seq: u32, text: &[u8]) {
        let details = self.world.host(self.host).tcp_details();
        let own = details.iter().find(|it| (it.local, it.remote) == (to, from));
        // A peer knows both numbers; a stranger has to invent them.
        let (seq, ack) = match own {
            Some(own) if !flags.has(Flags::SYN) => (own.expects, own.sends),
            _ => (Seq(seq), Seq(u32::from(flags.has(Flags::ACK)))),
        };
        let segment = Segment {
            source_port: from.port,
            destination_port: to.port,
            seq,
            ack,
            flags,
            window: 64_000,
            urgent: 0,
            options: SegmentOptions::default(),
            payload: Payload::new(text.to_vec()),
        };
        self.deliver(from, to, Body::Tcp(segment));
    }

    /// A client's handshake, and `accept`.
    fn connect(&mut self, from: Endpoint) -> Option<i32> {
        let to = Endpoint::new(SERVER, PORT);
        self.segment(from, to, Flags::SYN, 1_000, b"");
        self.segment(from, to, Flags::ACK, 0, b"");
        self.call(Call::Accept { fd: 3, flags: 0 })
    }

    fn rows(&self) -> Vec<Row> {
        let host = self.world.host(self.host);
        let tcp = host.tcp_details().into_iter().map(|it| Row {
            socket: it.socket,
            is_udp: false,
            state: it.state,
            local: it.local,
            remote: it.remote,
            fd: it.holders.first().map(|(_, fd)| *fd),
            queued: it.unread,
        });
        let udp = host.udp_rows().into_iter().map(|it| Row {
            socket: it.socket,
            is_udp: true,
            state: it.state,
            local: it.local,
            remote: it.remote,
            fd: None,
            queued: it.receive_queue,
        });
        let mut rows: Vec<Row> = tcp.chain(udp).collect();
        // The more of the pair is fixed, the earlier a socket is tried.
        rows.sort_by_key(|row| (row.is_udp, row.remote == Endpoint::NONE, row.local.ip.is_any()));
        rows
    }
}

/// The server with its sockets.
fn server(extra: Extra) -> Server {
    let mut world = World::new(1);
    let host = world.add_host("server", Some(SERVER));
    let wire = world.add_host("wire", None);
    world.join(host, wire, Link::with_delay_ns(1));
    let (process, thread) = world.spawn(host, "httpd");
    world.allow_low_ports(host, process);
    let mut server = Server { world, host, thread, wire };
    server.open(abi::SOCK_STREAM, Ip::ANY, PORT);
    for (ip, port) in PEERS {
        server.connect(Endpoint::new(Ip(ip), port));
    }
    if extra.waiting {
        let gone = Endpoint::new(Ip(GONE.0), GONE.1);
        if let Some(fd) = server.connect(gone) {
            server.call(Call::Close { fd });
            let flags = Flags::FIN.with(Flags::ACK);
            server.segment(gone, Endpoint::new(SERVER, PORT), flags, 0, b"");
        }
    }
    // Opened last, so that it has no part in the handshakes before.
    if extra.specific {
        server.open(abi::SOCK_STREAM, SERVER, PORT);
    }
    server.open(abi::SOCK_DGRAM, Ip::ANY, UDP_PORT);
    server
}

/// The sockets alone.
pub(super) fn rows(extra: Extra) -> Vec<Row> {
    server(extra).rows()
}

/// Sends it, and looks whose it was.
pub(super) fn find(extra: Extra, sent: Sent, from: Endpoint, to: Endpoint) -> Found {
    let mut server = server(extra);
    let rows = server.rows();
    let start = server.world.trace().len();
    let data = Flags::ACK.with(Flags::PSH);
    match sent {
        Sent::Syn => server.segment(from, to, Flags::SYN, 90_000, b""),
        Sent::Data => server.segment(from, to, data, 1, b"Hello"),
        Sent::Datagram => {
            let (source_port, destination_port) = (from.port, to.port);
            let payload = Payload::new(b"Hello".to_vec());
            let datagram = Datagram { source_port, destination_port, payload };
            server.deliver(from, to, Body::Udp(datagram));
        }
    }
    let mut answer = None;
    let mut arrived = false;
    for entry in server.world.trace_since(start).filter(|entry| entry.host == server.host) {
        match &entry.event {
            Event::Arrived(_) => arrived = true,
            Event::Sent(packet) if answer.is_none() => answer = Some(packet.body.clone()),
            _ => {}
        }
    }
    let got = if arrived { whose(&rows, &server, answer.as_ref(), from, to) } else { Got::NoHost };
    let answer = answer.map(|body| match body {
        Body::Tcp(segment) => segment.flags.to_string(),
        Body::Udp(_) => "UDP".to_owned(),
        Body::Icmp(_) => "ICMP port unreachable".to_owned(),
    });
    Found { rows, got, answer }
}

/// Whose it was: what grew, or what the answer shows.
fn whose(
    before: &[Row],
    server: &Server,
    answer: Option<&Body>,
    from: Endpoint,
    to: Endpoint,
) -> Got {
    let after = server.rows();
    let place = |socket: SocketId| before.iter().position(|row| row.socket == socket);
    let grown = before.iter().position(|row| {
        after.iter().any(|then| then.socket == row.socket && then.queued > row.queued)
    });
    if let Some(row) = grown {
        return Got::Row(row);
    }
    let Some(Body::Tcp(segment)) = answer else { return Got::Nobody };
    if segment.flags.has(Flags::RST) {
        return Got::Nobody;
    }
    let details = server.world.host(server.host).tcp_details();
    let own = details.iter().find(|it| (it.local, it.remote) == (to, from));
    let holder = own.map(|it| it.listener.unwrap_or(it.socket));
    holder.and_then(place).map_or(Got::Nobody, Got::Row)
}
