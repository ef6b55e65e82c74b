//! One broadcast: a server sends the same messages to several clients, and one of them reads
//! slowly. Where its bytes wait is read off the simulated kernels and the server's program.

use std::net::Ipv4Addr;

use kernel::{Address, Endpoint, Fd, HostId, Ip, Link, OptionValue, SocketRow, Time, abi};
use websocket::Role;
use websocket::frame::{CloseCode, Header, Limits, Opcode, Reserved, mask};

use super::outbox::{Given, Outbox, Policy};
use crate::simulated::{Network, News, Os, Program, Seat};
use crate::websocket::opening;

const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const PORT: u16 = 80;
const NAME: &str = "live.example";
/// From the server to any client.
const DELAY_MS: u64 = 10;
/// How often the slow client reads.
const READS_MS: u32 = 50;
/// How often the queues are looked at in a run.
pub(super) const SAMPLES: u32 = 80;
/// When the first message is sent: all are connected by then.
const FIRST_MS: u32 = 100;
/// A message that took longer is late.
pub(super) const LATE_MS: u32 = 1_000;
/// The code with which a client is closed that does not keep up: a policy of the server's, and none
/// of the other codes fits (RFC 6455 §7.4.1).
pub(super) const CODE: CloseCode = CloseCode(1008);

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) policy: Policy,
    pub(super) clients: u32,
    pub(super) size: u32,
    pub(super) interval_ms: u32,
    /// Thousands of bytes that the slow client reads in a second.
    pub(super) pace: u32,
    /// The bytes that the program queues for a client, where the policy has a bound.
    pub(super) limit: u32,
    /// The room that the server's kernel has for what it sends to one client, and the slow client's
    /// kernel for what is not read, in bytes.
    pub(super) send_room: u32,
    pub(super) receive_room: u32,
    /// How long the server waits for a client that it closes.
    pub(super) grace_ms: u32,
    pub(super) length_ms: u32,
}

/// What waits for a client at a moment, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Queues {
    /// In the server's program.
    pub(super) program: u32,
    /// In the server's kernel: sent and not acknowledged, and not sent yet.
    pub(super) sending: u32,
    /// In the client's kernel: not read yet.
    pub(super) receiving: u32,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ended {
    /// It is open.
    #[default]
    Not,
    /// By a Close frame with this code.
    Closed(u16),
    /// Without one.
    Broken,
}

/// What became of a client.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// At each look.
    pub(super) queues: Vec<Queues>,
    /// The messages that its program got, and when, in milliseconds.
    pub(super) received: Vec<(u32, u32)>,
    /// How many messages the server dropped for it.
    pub(super) dropped: u32,
    pub(super) ended: Ended,
    /// When it ended.
    pub(super) ended_ms: u32,
}

figure_kit::names! {
    /// What a client gets, in a word.
    pub(super) enum Fate {
        /// Every message, each soon.
        InTime = "in-time",
        /// Every message, some of them late.
        Late = "late",
        /// Not every message.
        Gaps = "gaps",
        /// It is closed.
        Closed = "closed",
    }
}

/// A run: the slow client first.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) tracks: Vec<Track>,
    /// Messages that the server's source gave.
    pub(super) messages: u32,
}

impl Plan {
    /// When a message is there to be sent.
    pub(super) fn due_ms(&self, message: u32) -> u32 {
        FIRST_MS + message * self.interval_ms
    }

    /// Messages in the run.
    pub(super) fn messages(&self) -> u32 {
        self.length_ms.saturating_sub(FIRST_MS) / self.interval_ms.max(1)
    }

    /// When the queues are looked at.
    pub(super) fn look_ms(&self, sample: u32) -> u32 {
        (sample + 1) * self.length_ms / SAMPLES
    }
}

impl Track {
    /// The longest that a message took, as far as it came; a message that is overdue counts, too.
    pub(super) fn longest_ms(&self, plan: &Plan) -> u32 {
        let took = |(message, at): &(u32, u32)| at.saturating_sub(plan.due_ms(*message));
        let came = self.received.iter().map(took).max().unwrap_or(0);
        let next = self.received.last().map_or(0, |(message, _)| message + 1);
        let is_awaited = self.ended == Ended::Not && next < plan.messages();
        let overdue = plan.length_ms.saturating_sub(plan.due_ms(next));
        if is_awaited { came.max(overdue) } else { came }
    }

    pub(super) fn fate(&self, plan: &Plan) -> Fate {
        match self.ended {
            Ended::Closed(_) | Ended::Broken => Fate::Closed,
            Ended::Not if self.dropped > 0 => Fate::Gaps,
            Ended::Not if self.longest_ms(plan) > LATE_MS => Fate::Late,
            Ended::Not => Fate::InTime,
        }
    }

    /// The most that waited in the server's program.
    pub(super) fn program_max(&self) -> u32 {
        self.queues.iter().map(|queues| queues.program).max().unwrap_or(0)
    }
}

impl Run {
    /// The most that the server held for all clients together, in its program and in its kernel.
    pub(super) fn memory_max(&self) -> u32 {
        let held = |sample: usize| {
            let of = |track: &Track| {
                track.queues.get(sample).map_or(0, |queues| queues.program + queues.sending)
            };
            self.tracks.iter().map(of).sum()
        };
        (0..SAMPLES as usize).map(held).max().unwrap_or(0)
    }

    /// What the fast clients get: the worst of it.
    pub(super) fn fast(&self, plan: &Plan) -> Fate {
        let fates = self.tracks.iter().skip(1).map(|track| track.fate(plan));
        fates.max_by_key(|fate| *fate as u8).unwrap_or(Fate::InTime)
    }
}

fn ms(time: Time) -> u32 {
    u32::try_from(time.as_ms()).unwrap_or(u32::MAX)
}

fn frame(opcode: Opcode, key: Option<[u8; 4]>, mut payload: Vec<u8>) -> Vec<u8> {
    let header = Header {
        fin: true,
        reserved: Reserved::NONE,
        opcode,
        mask: key,
        payload_len: payload.len() as u64,
    };
    let mut bytes = header.encode().as_bytes().to_vec();
    if let Some(key) = key {
        mask(&mut payload, key, 0);
    }
    bytes.extend_from_slice(&payload);
    bytes
}

/// The programs of the network.
#[derive(Debug)]
enum Part {
    Server(Server),
    Reader(Reader),
}

/// A client as the server knows it.
#[derive(Debug)]
struct Peer {
    fd: Fd,
    ip: Ip,
    /// What came, until it is a whole request.
    request: Vec<u8>,
    is_open: bool,
    /// Frames that wait in the program, beside those that the event loop holds.
    outbox: Outbox,
    is_closing: bool,
}

#[derive(Debug)]
struct Server {
    plan: Plan,
    peers: Vec<Peer>,
    /// The message to be sent next.
    next: u32,
}

/// The server's own timers: the next message, and behind them one for each client that it closes.
const TICK: u32 = 0;

impl Server {
    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match news {
            News::Accepted { from, .. } => {
                let room = i32::try_from(self.plan.send_room).unwrap_or(i32::MAX);
                let name = abi::SO_SNDBUF;
                let _set = os.set_option(fd, abi::SOL_SOCKET, name, OptionValue::Int(room / 2));
                os.no_delay(fd);
                let (request, outbox) = (Vec::new(), Outbox::default());
                let (is_open, is_closing) = (false, false);
                let peer = Peer { fd, ip: from.ip, request, is_open, outbox, is_closing };
                self.peers.push(peer);
            }
            News::Received(bytes) => {
                let Some(peer) = self.peers.iter_mut().find(|peer| peer.fd == fd) else { return };
                if peer.is_closing {
                    // The answer to the Close frame: the server ends the connection (§7.1.1).
                    os.close(fd);
                    peer.is_open = false;
                } else if !peer.is_open {
                    peer.request.extend_from_slice(&bytes);
                    if let Some(answer) = opening::answer(&peer.request) {
                        os.send(fd, &answer);
                        peer.is_open = true;
                    }
                }
            }
            News::Ended => {
                self.forget(fd);
                os.close(fd);
            }
            News::Failed(_) => self.forget(fd),
            News::Drained => {
                if let Some(peer) = self.peers.iter_mut().find(|peer| peer.fd == fd) {
                    peer.pump(os);
                }
                if self.plan.policy == Policy::Block {
                    self.send(os);
                }
            }
            News::Connected => {}
        }
    }

    fn forget(&mut self, fd: Fd) {
        if let Some(peer) = self.peers.iter_mut().find(|peer| peer.fd == fd) {
            peer.is_open = false;
            peer.outbox.clear();
        }
    }

    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        if timer == TICK {
            self.send(os);
            if self.next < self.plan.messages() {
                let due = self.plan.due_ms(self.next).max(ms(os.now()) + 1);
                os.timer(Time::from_ms(due.into()), TICK);
            }
            return;
        }
        // The client had its time to answer the Close frame.
        if let Some(peer) = self.peers.get_mut(timer as usize - 1)
            && os.is_open(peer.fd)
        {
            os.abort(peer.fd);
            peer.is_open = false;
        }
    }

    /// Sends every message that is due, as far as the policy allows.
    fn send(&mut self, os: &mut Os<'_>) {
        let plan = self.plan;
        while self.next < plan.messages() && plan.due_ms(self.next) <= ms(os.now()) {
            let waits = |peer: &Peer| peer.is_open && os.queued(peer.fd) > 0;
            if plan.policy == Policy::Block && self.peers.iter().any(waits) {
                return;
            }
            let mut payload = vec![b'.'; plan.size as usize];
            payload[..4].copy_from_slice(&self.next.to_be_bytes());
            let bytes = frame(Opcode::Binary, None, payload);
            for (place, peer) in (1..).zip(&mut self.peers) {
                peer.give(os, &plan, &bytes, place);
            }
            self.next += 1;
        }
    }
}

impl Peer {
    fn queued(&self, os: &Os<'_>) -> usize {
        os.queued(self.fd) + self.outbox.len()
    }

    /// A message for this client.
    fn give(&mut self, os: &mut Os<'_>, plan: &Plan, bytes: &[u8], place: u32) {
        if !self.is_open || self.is_closing {
            return;
        }
        let handed = os.queued(self.fd);
        if self.outbox.give(plan.policy, plan.limit as usize, handed, bytes) == Given::TooMuch {
            self.is_closing = true;
            self.outbox.push(frame(Opcode::Close, None, CODE.0.to_be_bytes().to_vec()));
            os.timer(os.now().plus_ns(u64::from(plan.grace_ms) * 1_000_000), place);
        }
        self.pump(os);
    }

    /// Hands the event loop one frame at a time: what is in here can still be dropped.
    fn pump(&mut self, os: &mut Os<'_>) {
        while os.queued(self.fd) == 0
            && let Some(bytes) = self.outbox.pop()
        {
            os.send(self.fd, &bytes);
        }
    }
}

/// A client.
#[derive(Debug)]
struct Reader {
    /// Bytes at each read, if it reads slowly.
    reads: Option<usize>,
    fd: Fd,
    is_open: bool,
    bytes: Vec<u8>,
    received: Vec<(u32, u32)>,
    ended: Ended,
    ended_ms: u32,
}

const NONCE: [u8; 16] = *b"the sample nonce";

impl Reader {
    fn start(&mut self, os: &mut Os<'_>) {
        let Ok(fd) = os.connect(Endpoint::new(SERVER, PORT)) else { return };
        self.fd = fd;
    }

    fn hear(&mut self, os: &mut Os<'_>, news: News) {
        match news {
            News::Connected => os.send(self.fd, &opening::request(NAME, NONCE)),
            News::Received(bytes) => {
                self.take(os, &bytes);
                if self.is_open && self.reads.is_some() {
                    os.pause(self.fd);
                    os.timer(os.now().plus_ns(u64::from(READS_MS) * 1_000_000), 0);
                }
            }
            News::Ended => {
                self.end(os, Ended::Broken);
                os.close(self.fd);
            }
            News::Failed(_) => self.end(os, Ended::Broken),
            News::Accepted { .. } | News::Drained => {}
        }
    }

    /// The slow client's time to read has come.
    fn wake(&mut self, os: &mut Os<'_>) {
        let Some(reads) = self.reads.filter(|_| self.ended == Ended::Not) else { return };
        let bytes = if reads == 0 { Vec::new() } else { os.read(self.fd, reads) };
        if bytes.is_empty() && reads > 0 {
            // Nothing there, or the end: the next news says which.
            return os.resume(self.fd);
        }
        self.take(os, &bytes);
        os.timer(os.now().plus_ns(u64::from(READS_MS) * 1_000_000), 0);
    }

    fn end(&mut self, os: &Os<'_>, how: Ended) {
        if self.ended == Ended::Not {
            (self.ended, self.ended_ms) = (how, ms(os.now()));
        }
    }

    /// Bytes of the connection: the rest of the handshake, then frames.
    fn take(&mut self, os: &mut Os<'_>, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if !self.is_open {
            let Some((true, length)) = opening::agreed(&self.bytes, NONCE) else { return };
            self.is_open = true;
            self.bytes.drain(..length);
        }
        let mut taken = 0;
        while let Ok(Some((header, length))) =
            Header::decode(&self.bytes[taken..], Role::Client, &Limits::default())
        {
            let start = taken + length;
            let end = start + header.payload_len as usize;
            let Some(payload) = self.bytes.get(start..end) else { break };
            taken = end;
            if header.opcode == Opcode::Close {
                let code = payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                let answer = frame(Opcode::Close, Some([1, 2, 3, 4]), payload.to_vec());
                self.end(os, Ended::Closed(code));
                os.send(self.fd, &answer);
            } else if let Some(number) = payload.first_chunk() {
                self.received.push((u32::from_be_bytes(*number), ms(os.now())));
            }
        }
        self.bytes.drain(..taken);
        if self.ended != Ended::Not {
            // What is left is the end of the connection, which the server makes.
            self.reads = None;
            os.resume(self.fd);
        }
    }
}

impl Program for Part {
    fn start(&mut self, os: &mut Os<'_>) {
        match self {
            Self::Server(server) => {
                let _listens = os.listen(PORT, 128);
                os.timer(Time::from_ms(server.plan.due_ms(0).into()), TICK);
            }
            Self::Reader(reader) => reader.start(os),
        }
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match self {
            Self::Server(server) => server.hear(os, fd, news),
            Self::Reader(reader) => reader.hear(os, news),
        }
    }

    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        match self {
            Self::Server(server) => server.wake(os, timer),
            Self::Reader(reader) => reader.wake(os),
        }
    }
}

/// Whether this is a connection with that address.
fn leads_to(row: &SocketRow, ip: Ip) -> bool {
    matches!(&row.remote, Some(Address::Inet(endpoint)) if endpoint.ip == ip)
}

/// The hosts of a run.
struct Stage {
    network: Network<Part>,
    server: (HostId, Seat),
    clients: Vec<(HostId, Seat, Ip)>,
}

impl Plan {
    fn stage(&self) -> Stage {
        let mut network = Network::new(1);
        let host = network.add_host("server", SERVER);
        let server = Server { plan: *self, peers: Vec::new(), next: 0 };
        let server = (host, network.run(host, "server", Part::Server(server)));
        let mut clients = Vec::new();
        for client in 0..self.clients.max(2) {
            let ip = Ip(Ipv4Addr::new(192, 0, 2, 10 + client as u8));
            let there = network.add_host("client", ip);
            network.join(host, there, Link::with_delay_ns(DELAY_MS * 1_000_000));
            let is_slow = client == 0;
            if is_slow {
                let room = ["4096 ", &self.receive_room.to_string(), " 33554432"].concat();
                let _set = network.world_mut().set_sysctl(there, "net.ipv4.tcp_rmem", &room);
            }
            let reader = Reader {
                reads: is_slow.then_some((self.pace * READS_MS) as usize),
                fd: 0,
                is_open: false,
                bytes: Vec::new(),
                received: Vec::new(),
                ended: Ended::Not,
                ended_ms: 0,
            };
            clients.push((there, network.run(there, "client", Part::Reader(reader)), ip));
        }
        Stage { network, server, clients }
    }

    /// Runs it.
    pub(super) fn run(&self) -> Run {
        let mut stage = self.stage();
        let mut run = Run { messages: self.messages(), ..Run::default() };
        run.tracks.resize_with(stage.clients.len(), Track::default);
        for sample in 0..SAMPLES {
            stage.network.run_until(Time::from_ms(self.look_ms(sample).into()));
            stage.look(&mut run);
        }
        stage.finish(&mut run);
        run
    }
}

impl Stage {
    /// Looks at all queues.
    fn look(&mut self, run: &mut Run) {
        let mut programs = Vec::new();
        self.network.act(self.server.1, |part, os| {
            if let Part::Server(server) = part {
                programs = server.peers.iter().map(|peer| (peer.ip, peer.queued(os))).collect();
            }
        });
        let world = self.network.world();
        let sending = world.host(self.server.0).socket_rows();
        for ((there, _, ip), track) in self.clients.iter().zip(&mut run.tracks) {
            let out = sending.iter().find(|row| leads_to(row, *ip));
            let rows = world.host(*there).socket_rows();
            let here = rows.iter().find(|row| row.remote.is_some());
            let program = programs.iter().find(|(other, _)| other == ip).map_or(0, |it| it.1);
            track.queues.push(Queues {
                program: u32::try_from(program).unwrap_or(u32::MAX),
                sending: out.map_or(0, |row| row.send_queue),
                receiving: here.map_or(0, |row| row.receive_queue),
            });
        }
    }

    /// What the programs have to say at the end.
    fn finish(self, run: &mut Run) {
        let Part::Server(server) = self.network.program(self.server.1) else { return };
        for ((_, seat, ip), track) in self.clients.iter().zip(&mut run.tracks) {
            track.dropped = server
                .peers
                .iter()
                .find(|peer| peer.ip == *ip)
                .map_or(0, |peer| peer.outbox.dropped);
            if let Part::Reader(reader) = self.network.program(*seat) {
                track.received.clone_from(&reader.received);
                (track.ended, track.ended_ms) = (reader.ended, reader.ended_ms);
            }
        }
    }
}
