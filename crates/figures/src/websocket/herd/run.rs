//! A crowd that lost its server comes back: every attempt is a TCP connection and an opening
//! handshake on the simulated kernel.
//!
//! At 0 the server's program is gone and everybody knows it. Its host is there and refuses; the
//! program is started again when the outage is over.

use std::net::Ipv4Addr;

use kernel::{Body, DropReason, Endpoint, Errno, Event, Fd, Flags, HostId, Ip, Link, Packet, Time};

use crate::simulated::{Network, News, Os, Program};
use crate::websocket::opening;

const CROWD: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 80;
const NAME: &str = "live.example";
/// From a client to the server.
const DELAY_MS: u64 = 20;
/// How long a run is followed behind the outage.
const PATIENCE_MS: u32 = 60_000;
/// Entries of the world's trace at which a run is cut: a page answers at once, or not at all.
const ENTRIES_MAX: usize = 80_000;
/// Entries that a run is planned for. Where more are to be expected, a simulated client stands for
/// several.
const ENTRIES_PLANNED: u32 = 60_000;
/// About how many entries an attempt costs that is refused, and one that meets a full queue.
const ENTRIES_REFUSED: u32 = 6;
const ENTRIES_UNANSWERED: u32 = 40;
/// How often a run that was cut is tried with fewer clients.
const TRIES: u32 = 3;
/// More timers than a client sets in a run.
const TIMERS: u32 = 1 << 20;

figure_kit::names! {
    /// How long a client waits before its next attempt.
    pub(super) enum Strategy {
        /// Always as long.
        Fixed = "fixed",
        /// Twice as long after each failure.
        BackOff = "back-off",
        /// The same, and a part of it left to chance.
        Jitter = "jitter",
    }
}

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) clients: u32,
    pub(super) outage_ms: u32,
    /// The first wait.
    pub(super) base_ms: u32,
    /// The longest wait.
    pub(super) cap_ms: u32,
    /// The part of a wait that is left to chance, in a hundred.
    pub(super) jitter: u32,
    /// Handshakes that the server does in a second.
    pub(super) capacity: u32,
    pub(super) backlog: u32,
    /// How long a client waits for the answer to an attempt.
    pub(super) timeout_ms: u32,
    pub(super) seed: u32,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The run ended first.
    UnderWay,
    /// The connection is open.
    Open,
    /// Nobody listened: an RST came back.
    Refused,
    /// No answer came in time, or the connection broke before it.
    Unanswered,
}

/// An attempt to connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attempt {
    pub(super) at_ms: u32,
    pub(super) fate: Fate,
}

/// A run.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    pub(super) attempts: Vec<Attempt>,
    /// When each client that came back was back, the first first.
    pub(super) back_ms: Vec<u32>,
    /// SYNs that reached the server's host, those that were sent again included.
    pub(super) syns: u32,
    /// SYNs and last parts of handshakes that found the accept queue full.
    pub(super) overflows: u32,
    /// Connections that the server's program took.
    pub(super) accepted: u32,
    /// When it was looked at last.
    pub(super) end_ms: u32,
    /// How many clients a simulated one stands for.
    pub(super) each: u32,
    /// Clients that were simulated.
    pub(super) clients: u32,
    /// It was stopped because it took too long.
    pub(super) is_cut: bool,
}

impl Lane {
    /// Attempts.
    pub(super) fn all(&self) -> u32 {
        self.attempts.len() as u32 * self.each
    }

    /// Attempts that ended so.
    pub(super) fn count(&self, fate: Fate) -> u32 {
        self.attempts.iter().filter(|attempt| attempt.fate == fate).count() as u32 * self.each
    }

    /// Attempts that came to nothing.
    pub(super) fn wasted(&self) -> u32 {
        self.all() - self.count(Fate::Open)
    }

    /// Handshakes that the server did for clients that had given up.
    pub(super) fn for_nobody(&self) -> u32 {
        self.accepted.saturating_sub(self.count(Fate::Open))
    }

    /// When the last client was back, if all are.
    pub(super) fn all_back_ms(&self) -> Option<u32> {
        let last = self.back_ms.last().copied();
        last.filter(|_| self.back_ms.len() == self.clients as usize)
    }

    /// The most attempts in one of the intervals into which time is cut.
    pub(super) fn peak(&self, interval_ms: u32) -> u32 {
        let mut most = 0;
        let (mut interval, mut count) = (0, 0);
        for attempt in &self.attempts {
            let its = attempt.at_ms / interval_ms;
            if its != interval {
                (interval, count) = (its, 0);
            }
            count += 1;
            most = most.max(count);
        }
        most * self.each
    }
}

/// A wait that has doubled with each failure, up to the longest.
pub(crate) fn grown_ms(base_ms: u32, cap_ms: u32, failures: u32) -> u32 {
    let grown = u64::from(base_ms) << failures.min(16);
    u32::try_from(grown).unwrap_or(u32::MAX).min(cap_ms)
}

fn ms(time: Time) -> u32 {
    u32::try_from(time.as_ms()).unwrap_or(u32::MAX)
}

/// A descriptor as a place in a list.
fn place_of(fd: Fd) -> usize {
    usize::try_from(fd).unwrap_or(0)
}

/// The runs of the three strategies.
pub(super) type Lanes = [Lane; Strategy::ALL.len()];

/// The programs of the network.
#[derive(Debug)]
enum Part {
    Server(Server),
    Crowd(Crowd),
}

/// A server that does one handshake after the other, each of which takes it its time.
#[derive(Debug)]
struct Server {
    backlog: u32,
    cost_ns: u64,
    /// Where it listens.
    listener: Fd,
    /// The connection that it is at work for.
    busy: Option<Fd>,
    /// What came from each, until it is answered.
    requests: Vec<(Fd, Vec<u8>)>,
    accepted: u32,
}

impl Server {
    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match news {
            News::Accepted { listener, .. } => {
                // What comes meanwhile waits in the accept queue.
                os.pause(listener);
                self.listener = listener;
                self.accepted += 1;
                self.busy = Some(fd);
                self.requests.push((fd, Vec::new()));
                let done = os.now().plus_ns(self.cost_ns);
                os.timer(done, 0);
            }
            News::Received(bytes) => {
                let mut open = self.requests.iter_mut();
                if let Some((_, request)) = open.find(|(other, _)| *other == fd) {
                    request.extend_from_slice(&bytes);
                }
                self.answer(os, fd);
            }
            News::Ended => {
                self.forget(fd);
                os.close(fd);
            }
            News::Failed(_) => self.forget(fd),
            News::Connected | News::Drained => {}
        }
    }

    fn forget(&mut self, fd: Fd) {
        self.requests.retain(|(other, _)| *other != fd);
    }

    /// Answers a connection whose work is done and whose request is whole.
    fn answer(&mut self, os: &mut Os<'_>, fd: Fd) {
        if self.busy == Some(fd) {
            return;
        }
        let request = self.requests.iter().find(|(other, _)| *other == fd);
        if let Some(answer) = request.and_then(|(_, request)| opening::answer(request)) {
            self.forget(fd);
            os.send(fd, &answer);
        }
    }

    fn wake(&mut self, os: &mut Os<'_>) {
        if let Some(fd) = self.busy.take() {
            self.answer(os, fd);
        }
        os.resume(self.listener);
    }
}

/// A client of the crowd.
#[derive(Debug, Clone)]
struct Client {
    /// Its attempt, while it makes one, and that attempt's place in the list of all.
    attempt: Option<(Fd, usize)>,
    failures: u32,
    nonce: [u8; 16],
    answer: Vec<u8>,
    /// Counts its timers: one that was set before is not heeded any more.
    timers: u32,
}

#[derive(Debug)]
struct Crowd {
    plan: Plan,
    strategy: Strategy,
    clients: Vec<Client>,
    /// Which client has a descriptor.
    holders: Vec<u32>,
    attempts: Vec<Attempt>,
    back_ms: Vec<u32>,
}

impl Crowd {
    fn wait_ms(&self, failures: u32, os: &mut Os<'_>) -> u32 {
        let Plan { base_ms, cap_ms, jitter, .. } = self.plan;
        let grown = grown_ms(base_ms, cap_ms, failures);
        match self.strategy {
            Strategy::Fixed => base_ms,
            Strategy::BackOff => grown,
            Strategy::Jitter => grown - os.random(grown * jitter / 100 + 1),
        }
    }

    fn start(&mut self, os: &mut Os<'_>) {
        for client in 0..self.clients.len() as u32 {
            self.schedule(os, client);
        }
    }

    /// The next attempt of a client, when it has waited.
    fn schedule(&mut self, os: &mut Os<'_>, client: u32) {
        let wait_ms = self.wait_ms(self.clients[client as usize].failures, os);
        self.set_timer(os, client, wait_ms);
    }

    /// A client is woken later, and not at the moment that it asked for before.
    fn set_timer(&mut self, os: &mut Os<'_>, client: u32, wait_ms: u32) {
        let it = &mut self.clients[client as usize];
        it.timers = (it.timers + 1) % TIMERS;
        os.timer(os.now().plus_ns(u64::from(wait_ms) * 1_000_000), client * TIMERS + it.timers);
    }

    /// A client's time has come: to make an attempt, or to give up the one that it makes.
    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        let client = timer / TIMERS;
        if self.clients[client as usize].timers != timer % TIMERS {
            return;
        }
        if let Some((fd, _)) = self.clients[client as usize].attempt {
            os.close(fd);
            return self.failed(os, client, Fate::Unanswered);
        }
        let at_ms = ms(os.now());
        let Ok(fd) = os.connect(Endpoint::new(SERVER, PORT)) else { return };
        let place = self.attempts.len();
        self.attempts.push(Attempt { at_ms, fate: Fate::UnderWay });
        let mut nonce = [0; 16];
        nonce.fill_with(|| os.random(256) as u8);
        let it = &mut self.clients[client as usize];
        it.attempt = Some((fd, place));
        it.nonce = nonce;
        it.answer.clear();
        let at = place_of(fd);
        if at >= self.holders.len() {
            self.holders.resize(at + 1, 0);
        }
        self.holders[at] = client;
        self.set_timer(os, client, self.plan.timeout_ms);
    }

    fn failed(&mut self, os: &mut Os<'_>, client: u32, fate: Fate) {
        let it = &mut self.clients[client as usize];
        let Some((_, place)) = it.attempt.take() else { return };
        it.failures += 1;
        self.attempts[place].fate = fate;
        self.schedule(os, client);
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        let client = self.holders.get(place_of(fd)).copied().unwrap_or(0);
        let it = &mut self.clients[client as usize];
        match news {
            News::Connected => os.send(fd, &opening::request(NAME, it.nonce)),
            News::Received(bytes) => {
                it.answer.extend_from_slice(&bytes);
                if let Some((true, _)) = opening::agreed(&it.answer, it.nonce)
                    && let Some((_, place)) = it.attempt
                {
                    it.timers += 1;
                    self.attempts[place].fate = Fate::Open;
                    self.back_ms.push(ms(os.now()));
                }
            }
            News::Failed(errno) => {
                let refused = errno == Errno::ECONNREFUSED;
                let fate = if refused { Fate::Refused } else { Fate::Unanswered };
                self.failed(os, client, fate);
            }
            News::Ended => {
                os.close(fd);
                self.failed(os, client, Fate::Unanswered);
            }
            News::Accepted { .. } | News::Drained => {}
        }
    }
}

impl Program for Part {
    fn start(&mut self, os: &mut Os<'_>) {
        match self {
            Self::Server(server) => {
                let backlog = i32::try_from(server.backlog).unwrap_or(i32::MAX);
                let _listens = os.listen(PORT, backlog);
            }
            Self::Crowd(crowd) => crowd.start(os),
        }
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match self {
            Self::Server(server) => server.hear(os, fd, news),
            Self::Crowd(crowd) => crowd.hear(os, fd, news),
        }
    }

    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        match self {
            Self::Server(server) => server.wake(os),
            Self::Crowd(crowd) => crowd.wake(os, timer),
        }
    }
}

impl Plan {
    /// How many clients a simulated one has to stand for, as far as it can be foreseen.
    fn each(self) -> u32 {
        let refused = self.outage_ms / self.base_ms.max(1);
        let rush_ms = (self.clients * 1_000 / self.capacity.max(1)).min(PATIENCE_MS);
        let unanswered = ENTRIES_UNANSWERED * rush_ms / (self.timeout_ms + self.base_ms);
        let entries = self.clients * (ENTRIES_REFUSED * refused + unanswered);
        entries.div_ceil(ENTRIES_PLANNED).clamp(1, self.clients)
    }

    /// Runs all strategies, with as many clients as a page can follow.
    pub(super) fn run(self) -> Lanes {
        let mut each = self.each();
        let mut fixed = self.run_one(Strategy::Fixed, each);
        for _ in 1..TRIES {
            if !fixed.is_cut || each == self.clients {
                break;
            }
            each = (each * 2).min(self.clients);
            fixed = self.run_one(Strategy::Fixed, each);
        }
        [fixed, self.run_one(Strategy::BackOff, each), self.run_one(Strategy::Jitter, each)]
    }

    /// Runs one strategy.
    fn run_one(self, strategy: Strategy, each: u32) -> Lane {
        let clients = (self.clients / each).max(1);
        let mut network = Network::new(u64::from(self.seed));
        let crowd_host = network.add_host("clients", CROWD);
        let host = network.add_host("server", SERVER);
        network.join(crowd_host, host, Link::with_delay_ns(DELAY_MS * 1_000_000));
        let (attempt, answer) = (None, Vec::new());
        let client = Client { attempt, failures: 0, nonce: [0; 16], answer, timers: 0 };
        let crowd = Crowd {
            plan: self,
            strategy,
            clients: vec![client; clients as usize],
            holders: Vec::new(),
            attempts: Vec::new(),
            back_ms: Vec::new(),
        };
        let crowd = network.run(crowd_host, "clients", Part::Crowd(crowd));
        network.run_until(Time::from_ms(self.outage_ms.into()));
        let server = Server {
            backlog: self.backlog / each,
            cost_ns: 1_000_000_000 * u64::from(each) / u64::from(self.capacity.max(1)),
            listener: 0,
            busy: None,
            requests: Vec::new(),
            accepted: 0,
        };
        let server = network.run(host, "server", Part::Server(server));
        let end = Time::from_ms(u64::from(self.outage_ms + PATIENCE_MS));
        let are_back = |network: &Network<Part>| match network.program(crowd) {
            Part::Crowd(crowd) => crowd.back_ms.len() == clients as usize,
            Part::Server(_) => true,
        };
        let is_long = |network: &Network<Part>| network.world().trace().len() >= ENTRIES_MAX;
        while !are_back(&network)
            && !is_long(&network)
            && network.next_at().is_some_and(|at| at <= end)
        {
            network.step();
        }
        let is_cut = is_long(&network) && !are_back(&network);
        let end_ms = ms(network.now());
        let mut lane = Lane { end_ms, each, clients, is_cut, ..Lane::default() };
        lane.read(&network, host);
        if let Part::Server(server) = network.program(server) {
            lane.accepted = server.accepted * each;
        }
        if let Part::Crowd(crowd) = network.program(crowd) {
            lane.attempts.clone_from(&crowd.attempts);
            lane.back_ms.clone_from(&crowd.back_ms);
        }
        lane
    }
}

impl Lane {
    /// Counts what the trace holds of the server's host.
    fn read(&mut self, network: &Network<Part>, host: HostId) {
        for entry in network.world().trace().entries().filter(|entry| entry.host == host) {
            match &entry.event {
                Event::Arrived(packet) if is_syn(packet) => self.syns += self.each,
                Event::Dropped(_, DropReason::AcceptQueue) => self.overflows += self.each,
                _ => {}
            }
        }
    }
}

fn is_syn(packet: &Packet) -> bool {
    matches!(&packet.body, Body::Tcp(segment) if segment.flags == Flags::SYN)
}
