//! The same messages over TCP and over UDP, each through a world of its own with the same luck.
//!
//! Luck is drawn before the start: the k-th packet with data meets the k-th fate, in both worlds.
//! Packets without data (the handshake, acknowledgements) meet the same chances by themselves.

use std::net::Ipv4Addr;

use kernel::{
    Body, Call, Chances, Endpoint, Event, Fate, Flags, HostId, Ip, Link, Outcome, Packet, Reply,
    Rng, Segment, Seq, ThreadId, Time, World, abi,
};

const SENDER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const RECEIVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 7_000;
/// A race that is not over by then is stopped: a minute of virtual time.
const LIMIT_US: u32 = 60_000_000;
/// Packets of a million, for a percent.
const PER_CENT: u32 = 10_000;
/// More fates than a race of the longest plan uses before chance takes over.
const FATES: usize = 2_000;

/// What is raced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) messages: u32,
    pub(super) size: u32,
    pub(super) interval_ms: u32,
    pub(super) delay_ms: u32,
    pub(super) loss: u32,
    pub(super) reorder: u32,
    pub(super) duplicate: u32,
    pub(super) seed: u32,
}

/// One time that a message, or a part of it, was put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) at_us: u32,
    pub(super) lost: bool,
}

/// What happened to a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// When the program had it to send.
    pub(super) due_us: u32,
    pub(super) sends: Vec<Sent>,
    /// When it reached the receiver's kernel.
    pub(super) arrivals: Vec<u32>,
    /// When `recv` gave it to the program; more than once where it was duplicated.
    pub(super) delivered: Vec<u32>,
    /// It was delivered behind a later one.
    pub(super) late: bool,
}

impl Track {
    /// When it came, if it had to wait in the receiver's kernel for an earlier one.
    pub(super) fn waited_since_us(&self) -> Option<u32> {
        let arrived = *self.arrivals.first()?;
        (*self.delivered.first()? > arrived).then_some(arrived)
    }
}

/// A race run.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    pub(super) tracks: Vec<Track>,
    /// When the connection stood, for TCP.
    pub(super) connected_us: Option<u32>,
    /// Packets that both hosts put on the wire, and their bytes with IP headers.
    pub(super) packets: u32,
    pub(super) bytes: u32,
    pub(super) lost: u32,
    pub(super) retransmissions: u32,
    /// Messages in the order in which the program got them.
    pub(super) order: Vec<u32>,
}

impl Lane {
    /// Messages that came at least once.
    pub(super) fn received(&self) -> usize {
        self.tracks.iter().filter(|track| !track.delivered.is_empty()).count()
    }

    /// Deliveries beyond the first.
    pub(super) fn duplicates(&self) -> usize {
        self.order.len() - self.received()
    }

    /// Messages that came behind a later one.
    pub(super) fn late(&self) -> usize {
        self.tracks.iter().filter(|track| track.late).count()
    }

    /// Times from due to delivered, in order of size.
    pub(super) fn latencies_us(&self) -> Vec<u32> {
        let first = |track: &Track| Some(track.delivered.first()? - track.due_us);
        in_order(self.tracks.iter().filter_map(first))
    }

    /// When the last message came that came at all.
    pub(super) fn finished_us(&self) -> Option<u32> {
        self.tracks.iter().filter_map(|track| track.delivered.first().copied()).max()
    }

    /// The last moment of which something is drawn.
    pub(super) fn end_us(&self) -> u32 {
        let of_track = |track: &Track| {
            let sent = track.sends.iter().map(|sent| sent.at_us);
            sent.chain(track.delivered.iter().copied()).chain([track.due_us]).max()
        };
        self.tracks.iter().filter_map(of_track).max().unwrap_or(0)
    }
}

/// A few numbers, the least first. The library's sort is made for many, and costs a page 3 kB.
pub(super) fn in_order(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sorted = Vec::new();
    for number in numbers {
        let at = sorted.iter().position(|other| *other > number).unwrap_or(sorted.len());
        sorted.insert(at, number);
    }
    sorted
}

fn us(time: Time) -> u32 {
    u32::try_from(time.as_us()).unwrap_or(u32::MAX)
}

impl Plan {
    fn link(self) -> Link {
        let delay_ns = u64::from(self.delay_ms) * 1_000_000;
        let mut link = Link::with_delay_ns(delay_ns);
        link.chances = Chances {
            drop: self.loss * PER_CENT,
            duplicate: self.duplicate * PER_CENT,
            corrupt: 0,
            reorder: self.reorder * PER_CENT,
        };
        let mut luck = Rng::new(u64::from(self.seed));
        let held_back = Fate::Delay(delay_ns * 2 + 1_000_000);
        let mut fate = || {
            let mut draw = luck.below(100);
            for (chance, fate) in [
                (self.loss, Fate::Drop),
                (self.duplicate, Fate::Duplicate),
                (self.reorder, held_back),
            ] {
                if draw < chance {
                    return fate;
                }
                draw -= chance;
            }
            Fate::Deliver
        };
        link.data_script = (0..FATES).map(|_| fate()).collect();
        link
    }

    fn due_us(self, message: u32) -> u32 {
        message * self.interval_ms * 1_000
    }

    /// A message: its number, and bytes to fill it up.
    fn message(self, number: u32) -> Vec<u8> {
        let mut data = vec![b'.'; self.size as usize];
        data[..2].copy_from_slice(&(number as u16).to_be_bytes());
        data
    }

    /// Runs one of the two.
    pub(super) fn run(self, tcp: bool) -> Lane {
        let mut world = World::new(u64::from(self.seed));
        let here = world.add_host("sender", Some(SENDER));
        let there = world.add_host("receiver", Some(RECEIVER));
        let link = self.link();
        world.join(here, there, link);
        let (_, sender) = world.spawn(here, "sender");
        let (_, receiver) = world.spawn(there, "receiver");
        let mut race = Race {
            plan: self,
            tcp,
            world,
            ends: [(here, sender), (there, receiver)],
            next: 0,
            bytes: 0,
            accepted: false,
            lane: Lane::default(),
        };
        race.start();
        race.run();
        race.trace();
        race.lane
    }
}

struct Race {
    plan: Plan,
    tcp: bool,
    world: World,
    ends: [(HostId, ThreadId); 2],
    /// The message to be sent next.
    next: u32,
    /// Bytes of the stream that the receiving program has.
    bytes: u32,
    accepted: bool,
    lane: Lane,
}

impl Race {
    fn call(&mut self, end: usize, call: Call) -> Outcome {
        let (host, thread) = self.ends[end];
        self.world.syscall(host, thread, call)
    }

    fn start(&mut self) {
        let track = |number| Track { due_us: self.plan.due_us(number), ..Track::default() };
        self.lane.tracks = (0..self.plan.messages).map(track).collect();
        let kind = if self.tcp { abi::SOCK_STREAM } else { abi::SOCK_DGRAM };
        let nonblocking = kind | abi::SOCK_NONBLOCK;
        let domain = abi::AF_INET;
        self.call(1, Call::Socket { domain, kind: nonblocking, protocol: 0 });
        self.call(1, Call::bind(3, Endpoint::new(Ip::ANY, PORT)));
        self.call(0, Call::Socket { domain, kind, protocol: 0 });
        if self.tcp {
            self.call(1, Call::Listen { fd: 3, backlog: 1 });
            let value = kernel::OptionValue::Int(1);
            let (level, name) = (abi::IPPROTO_TCP, abi::TCP_NODELAY);
            self.call(0, Call::SetOption { fd: 3, level, name, value });
        }
        let connected = self.call(0, Call::connect(3, Endpoint::new(RECEIVER, PORT)));
        if matches!(connected, Outcome::Done(Ok(_))) {
            self.lane.connected_us = Some(0);
        }
    }

    fn run(&mut self) {
        let limit = Time::from_us(u64::from(LIMIT_US));
        loop {
            self.send();
            self.receive();
            let due = self.lane.connected_us.filter(|_| self.next < self.plan.messages);
            let due = due.map(|_| Time::from_us(u64::from(self.plan.due_us(self.next))));
            let due = due.filter(|due| *due > self.world.now());
            let next = match (self.world.next_at(), due) {
                (Some(event), Some(due)) => event.min(due),
                (Some(at), None) | (None, Some(at)) => at,
                (None, None) => return,
            };
            if next > limit {
                return;
            }
            if self.world.next_at() == Some(next) {
                self.world.step();
            } else {
                self.world.run_until(next);
            }
        }
    }

    fn send(&mut self) {
        let (host, thread) = self.ends[0];
        if let Some(result) = self.world.take_finished(host, thread)
            && self.lane.connected_us.is_none()
            && result.is_ok()
        {
            self.lane.connected_us = Some(us(self.world.now()));
        }
        let due = |race: &Self| {
            race.next < race.plan.messages && race.plan.due_us(race.next) <= us(race.world.now())
        };
        while self.lane.connected_us.is_some() && !self.world.is_asleep(host, thread) && due(self) {
            let data = self.plan.message(self.next);
            self.next += 1;
            self.call(0, Call::send(3, &data));
        }
    }

    fn receive(&mut self) {
        if self.tcp && !self.accepted {
            let accepted = self.call(1, Call::Accept { fd: 3, flags: abi::SOCK_NONBLOCK });
            self.accepted = matches!(accepted, Outcome::Done(Ok(_)));
        }
        let fd = if self.tcp { 4 } else { 3 };
        while !self.tcp || self.accepted {
            let got = self.call(1, Call::receive(fd, 65_536));
            let Outcome::Done(Ok(Reply::Received { data, .. })) = got else { return };
            if data.is_empty() {
                return;
            }
            if self.tcp {
                let whole = self.bytes / self.plan.size;
                self.bytes += data.len() as u32;
                for number in whole..self.bytes / self.plan.size {
                    self.deliver(number);
                }
            } else {
                self.deliver(number_of(&data));
            }
        }
    }

    fn deliver(&mut self, number: u32) {
        let now = us(self.world.now());
        let behind = self.lane.order.iter().any(|earlier| *earlier > number);
        if let Some(track) = self.lane.tracks.get_mut(number as usize) {
            track.late |= behind && track.delivered.is_empty();
            track.delivered.push(now);
            self.lane.order.push(number);
        }
    }

    /// Reads off the trace what went over the wire.
    fn trace(&mut self) {
        let mut lane = std::mem::take(&mut self.lane);
        let (here, _) = self.ends[0];
        let mut first_byte = None;
        let mut sent_up_to = 0;
        for entry in self.world.trace().entries() {
            let at_us = us(entry.at);
            match &entry.event {
                Event::Sent(packet) => {
                    lane.packets += 1;
                    lane.bytes += kernel::encode(packet).len() as u32;
                    if entry.host != here {
                        continue;
                    }
                    if let Body::Tcp(segment) = &packet.body
                        && segment.flags.has(Flags::SYN)
                    {
                        first_byte = Some(segment.seq.plus(1));
                    }
                    let Some((first, end)) = self.stretch(packet, first_byte) else { continue };
                    if self.tcp && end <= sent_up_to {
                        lane.retransmissions += 1;
                    }
                    sent_up_to = sent_up_to.max(end);
                    for track in self.messages(&mut lane, first, end) {
                        track.sends.push(Sent { at_us, lost: false });
                    }
                }
                Event::Dropped(packet, _) => {
                    lane.lost += 1;
                    if entry.host != here {
                        continue;
                    }
                    let Some((first, end)) = self.stretch(packet, first_byte) else { continue };
                    for track in self.messages(&mut lane, first, end) {
                        if let Some(sent) = track.sends.last_mut() {
                            sent.lost = true;
                        }
                    }
                }
                Event::Arrived(packet) if entry.host != here => {
                    let Some((first, end)) = self.stretch(packet, first_byte) else { continue };
                    for track in self.messages(&mut lane, first, end) {
                        track.arrivals.push(at_us);
                    }
                }
                _ => {}
            }
        }
        self.lane = lane;
    }

    /// The bytes of all messages in a row that a packet carries: from, to.
    fn stretch(&self, packet: &Packet, first_byte: Option<Seq>) -> Option<(u32, u32)> {
        let length = packet.payload_length() as u32;
        if length == 0 {
            return None;
        }
        let first = match &packet.body {
            Body::Tcp(Segment { seq, .. }) => seq.since(first_byte?),
            Body::Udp(datagram) => number_of(&datagram.payload) * self.plan.size,
            Body::Icmp(_) => return None,
        };
        Some((first, first + length))
    }

    fn messages<'l>(
        &self,
        lane: &'l mut Lane,
        first: u32,
        end: u32,
    ) -> impl Iterator<Item = &'l mut Track> {
        let size = self.plan.size;
        let from = (first / size) as usize;
        let count = (end.div_ceil(size) as usize).saturating_sub(from);
        lane.tracks.iter_mut().skip(from).take(count)
    }
}

/// The number at the head of a message.
fn number_of(data: &[u8]) -> u32 {
    data.first_chunk().map_or(0, |head| u32::from(u16::from_be_bytes(*head)))
}
