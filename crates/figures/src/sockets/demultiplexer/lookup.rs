//! A server with several sockets, and a segment from anywhere: asked of the simulated kernel.
//!
//! Invariant: no rule of the lookup is written here. Sockets come to be by calls and handshakes;
//! whose the segment was is read off the kernel, by what it queued and what it answered.

use std::net::Ipv4Addr;

use kernel::{Body, Call, Datagram, Endpoint, Event, Flags, HostId, Ip, Link, OptionValue};
use kernel::{Outcome, Packet, Payload, Segment, SegmentOptions, Seq, SocketId, State, ThreadId};
use kernel::{Time, World, abi};

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

figure_kit::names! {
    /// What is sent.
    pub enum Sent {
        /// A segment that opens a connection.
        Syn = "syn",
        /// A segment with data, as the peer of such a connection would send it.
        Data = "data",
        /// A datagram of UDP.
        Datagram = "datagram",
    }
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
pub(super) struct Row {
    socket: SocketId,
    pub(super) is_udp: bool,
    pub(super) state: State,
    pub(super) local: Endpoint,
    pub(super) remote: Endpoint,
    pub(super) fd: Option<i32>,
    /// Bytes, datagrams or connections that wait in it.
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

/// Sequence numbers of everybody who sends: of a SYN, and of a SYN to one who knows the pair.
const FIRST: Seq = Seq(1_000);
const LATER: Seq = Seq(90_000);

/// What a client knows of its connection.
struct Client {
    at: Endpoint,
    fd: i32,
    /// The next number that it expects of the server, as SYN and ACK told it.
    expects: Seq,
}

struct Server {
    world: World,
    host: HostId,
    thread: ThreadId,
    wire: HostId,
    clients: Vec<Client>,
    /// The listeners' own ends and descriptors.
    listeners: Vec<(Ip, i32)>,
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
            self.listeners.push((ip, fd));
        }
    }

    fn deliver(&mut self, from: Endpoint, to: Endpoint, body: Body) {
        self.world.inject(self.wire, Packet::new(from.ip, to.ip, body));
        let then = self.world.now().0 + MOMENT_NS;
        self.world.run_until(Time(then));
    }

    fn segment(
        &mut self,
        ends: (Endpoint, Endpoint),
        flags: Flags,
        numbers: (Seq, Seq),
        text: &str,
    ) {
        let (from, to) = ends;
        let (seq, ack) = numbers;
        let segment = Segment {
            source_port: from.port,
            destination_port: to.port,
            seq,
            ack,
            flags,
            window: 64_000,
            urgent: 0,
            options: SegmentOptions::default(),
            payload: Payload::new(text.as_bytes().to_vec()),
        };
        self.deliver(from, to, Body::Tcp(segment));
    }

    /// What the server has sent since this entry of the trace, first of all.
    fn answer(&self, since: usize) -> Option<&Body> {
        self.world.trace_since(since).find_map(|entry| match &entry.event {
            Event::Sent(packet) if entry.host == self.host => Some(&packet.body),
            _ => None,
        })
    }

    /// A SYN, and the ACK that a client gives to SYN and ACK. Gives the number that it expects.
    fn shake(&mut self, ends: (Endpoint, Endpoint), seq: Seq) -> Option<Seq> {
        let since = self.world.trace().len();
        self.segment(ends, Flags::SYN, (seq, Seq(0)), "");
        let both = Flags::SYN.with(Flags::ACK);
        let expects = match self.answer(since) {
            Some(Body::Tcp(answer)) if answer.flags == both => answer.seq.plus(1),
            _ => return None,
        };
        self.segment(ends, Flags::ACK, (seq.plus(1), expects), "");
        Some(expects)
    }

    /// A client connects and is accepted.
    fn connect(&mut self, ip: Ipv4Addr, port: u16) {
        let at = Endpoint::new(Ip(ip), port);
        let expects = self.shake((at, Endpoint::new(SERVER, PORT)), FIRST);
        let fd = self.call(Call::Accept { fd: 3, flags: 0 });
        if let (Some(expects), Some(fd)) = (expects, fd) {
            self.clients.push(Client { at, fd, expects });
        }
    }

    fn rows(&self) -> Vec<Row> {
        let host = self.world.host(self.host);
        let tcp = host.tcp_rows().into_iter().map(|it| {
            let client = self.clients.iter().find(|client| client.at == it.remote);
            let listener = self.listeners.iter().find(|(ip, _)| *ip == it.local.ip);
            Row {
                socket: it.socket,
                is_udp: false,
                state: it.state,
                local: it.local,
                remote: it.remote,
                fd: match it.state {
                    State::Listen => listener.map(|(_, fd)| *fd),
                    // What is closed has none.
                    State::TimeWait => None,
                    _ => client.map(|client| client.fd),
                },
                queued: it.receive_queue,
            }
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
        let all: Vec<Row> = tcp.chain(udp).collect();
        // The more of the pair is fixed, the earlier a socket is tried.
        let mut ranked: [Vec<Row>; 4] = Default::default();
        for row in all {
            let rank = match (row.is_udp, row.remote == Endpoint::NONE, row.local.ip.is_any()) {
                (true, ..) => 3,
                (_, false, _) => 0,
                (.., false) => 1,
                _ => 2,
            };
            ranked[rank].push(row);
        }
        ranked.into_iter().flatten().collect()
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
    let (clients, listeners) = (Vec::new(), Vec::new());
    let mut server = Server { world, host, thread, wire, clients, listeners };
    server.open(abi::SOCK_STREAM, Ip::ANY, PORT);
    for (ip, port) in PEERS {
        server.connect(ip, port);
    }
    if extra.waiting {
        server.connect(GONE.0, GONE.1);
        if let Some(Client { at, fd, expects }) = server.clients.pop() {
            server.call(Call::Close { fd });
            let flags = Flags::FIN.with(Flags::ACK);
            // The server's FIN counts as a byte.
            let numbers = (FIRST.plus(1), expects.plus(1));
            server.segment((at, Endpoint::new(SERVER, PORT)), flags, numbers, "");
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
    let since = server.world.trace().len();
    match sent {
        Sent::Syn => {
            server.shake((from, to), LATER);
        }
        Sent::Data => {
            // A peer knows both numbers; a stranger has to invent them.
            let known = server.clients.iter().find(|client| client.at == from);
            let expects = known.map_or(Seq(1), |client| client.expects);
            let flags = Flags::ACK.with(Flags::PSH);
            server.segment((from, to), flags, (FIRST.plus(1), expects), "Hello");
        }
        Sent::Datagram => {
            let (source_port, destination_port) = (from.port, to.port);
            let payload = Payload::new(b"Hello".to_vec());
            let datagram = Datagram { source_port, destination_port, payload };
            server.deliver(from, to, Body::Udp(datagram));
        }
    }
    let arrived = server
        .world
        .trace_since(since)
        .any(|entry| entry.host == server.host && matches!(entry.event, Event::Arrived(_)));
    let answer = server.answer(since);
    let got = if arrived { whose(&rows, &server, answer, (to, from)) } else { Got::NoHost };
    let answer = answer.map(|body| match body {
        Body::Tcp(segment) => segment.flags.to_string(),
        Body::Udp(_) => "UDP".to_owned(),
        Body::Icmp(_) => "ICMP port unreachable".to_owned(),
    });
    Found { rows, got, answer }
}

/// Whose it was: the socket whose queue grew, or that of the pair, where it only answered.
fn whose(
    before: &[Row],
    server: &Server,
    answer: Option<&Body>,
    pair: (Endpoint, Endpoint),
) -> Got {
    let after = server.rows();
    let grown = before.iter().position(|row| {
        after.iter().any(|then| then.socket == row.socket && then.queued > row.queued)
    });
    let answered = || match answer {
        Some(Body::Tcp(segment)) if !segment.flags.has(Flags::RST) => {
            before.iter().position(|row| !row.is_udp && (row.local, row.remote) == pair)
        }
        _ => None,
    };
    grown.or_else(answered).map_or(Got::Nobody, Got::Row)
}
