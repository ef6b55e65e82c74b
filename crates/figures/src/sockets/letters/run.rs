//! A word sent letter by letter over TCP or over UDP, in a world of its own.
//!
//! Invariant: when a packet of data is destroyed changes nothing that happened before. The link
//! takes packets in the order in which they are sent and delays each alike, so a packet that is
//! destroyed on its way and one that the link never took give the same run.

use std::net::Ipv4Addr;
use std::sync::Arc;

use kernel::{
    Body, Call, Endpoint, Entry, Event, Fate, Flags, HostId, Ip, Link, Outcome, Packet, Reply, Seq,
    State, ThreadId, Time, World, abi,
};

const SENDER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const RECEIVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 7_000;
/// How long a packet travels: from one continent to another.
pub(super) const DELAY_US: u32 = 100_000;
/// From one letter to the next.
pub(super) const INTERVAL_US: u32 = 30_000;
/// A run that is not over by then is stopped. TCP gives up after about a quarter of an hour.
const LIMIT_US: u32 = 1_800_000_000;

figure_kit::names! {
    /// How a word travels.
    pub enum Protocol {
        /// As a stream of bytes.
        Tcp = "tcp",
        /// As datagrams.
        Udp = "udp",
    }
}

/// A packet of data that the reader destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// In which of the two runs.
    pub(super) protocol: Protocol,
    /// Which of its packets with data, from 1.
    pub(super) nth: u32,
    /// When.
    pub(super) at_us: u32,
}

/// A packet of data on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flight {
    /// Which of the packets with data it is, from 1.
    pub(super) nth: u32,
    /// The letters in it: from, and how many.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) sent_us: u32,
    /// When it was destroyed.
    pub(super) lost_us: Option<u32>,
    /// After which time from its first sending it was sent again.
    pub(super) again_after_us: Option<u32>,
    /// How many acknowledgements in a row had asked for it by then.
    pub(super) asked: u32,
}

impl Flight {
    pub(super) fn arrives_us(&self) -> u32 {
        self.sent_us + DELAY_US
    }

    /// When it is on the wire no longer.
    pub(super) fn ends_us(&self) -> u32 {
        self.lost_us.unwrap_or_else(|| self.arrives_us())
    }

    pub(super) fn is_flying(&self, now_us: u32) -> bool {
        self.sent_us <= now_us && now_us < self.ends_us()
    }

    pub(super) fn holds(&self, letter: usize) -> bool {
        (self.first..self.first + self.count).contains(&letter)
    }
}

/// What became of the word over one of the two.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    pub(super) flights: Vec<Flight>,
    /// When acknowledgements left the receiver.
    pub(super) acks: Vec<u32>,
    /// When each letter reached the receiver's kernel, and when its program.
    pub(super) arrived: Vec<Option<u32>>,
    pub(super) delivered: Vec<Option<u32>>,
    /// When the sender's kernel gave up.
    pub(super) given_up_us: Option<u32>,
    pub(super) end_us: u32,
}

impl Lane {
    /// The letters of which this is true.
    pub(super) fn which(&self, is: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.delivered.len()).filter(|letter| is(*letter)).collect()
    }

    pub(super) fn has_delivered(&self, letter: usize, now_us: u32) -> bool {
        self.delivered[letter].is_some_and(|at| at <= now_us)
    }

    /// Arrived, and waits in the receiver's kernel.
    pub(super) fn is_held(&self, letter: usize, now_us: u32) -> bool {
        self.arrived[letter].is_some_and(|at| at <= now_us) && !self.has_delivered(letter, now_us)
    }

    /// The packet that last took a letter along, up to a moment.
    pub(super) fn last_flight(&self, letter: usize, now_us: u32) -> Option<&Flight> {
        let sent = |flight: &&Flight| flight.sent_us <= now_us && flight.holds(letter);
        self.flights.iter().rev().find(sent)
    }

    /// Destroyed, and not on its way again.
    pub(super) fn is_lost(&self, letter: usize, now_us: u32) -> bool {
        self.last_flight(letter, now_us)
            .is_some_and(|flight| flight.lost_us.is_some_and(|at| at <= now_us))
    }

    /// Destroyed at least once.
    pub(super) fn was_lost(&self, letter: usize, now_us: u32) -> bool {
        let lost = |flight: &Flight| flight.lost_us.is_some_and(|at| at <= now_us);
        self.flights.iter().any(|flight| flight.holds(letter) && lost(flight))
    }
}

/// Sends a word, and loses what is to be lost.
pub(super) fn run(protocol: Protocol, letters: &[String], cuts: &[Cut]) -> Lane {
    let cuts: Vec<Cut> = cuts.iter().copied().filter(|cut| cut.protocol == protocol).collect();
    let mut world = World::new(1);
    let here = world.add_host("sender", Some(SENDER));
    let there = world.add_host("receiver", Some(RECEIVER));
    // The world sends no SACK blocks, and a Linux that agreed on SACK would do something else with
    // what arrived behind a hole: so the hosts do not agree on it, as they may.
    for host in [here, there] {
        let _ = world.set_sysctl(host, "net.ipv4.tcp_sack", "0");
    }
    let mut link = Link::with_delay_ns(u64::from(DELAY_US) * 1_000);
    let last = cuts.iter().map(|cut| cut.nth).max().unwrap_or(0);
    let is_cut = |nth| cuts.iter().any(|cut| cut.nth == nth);
    let fate = |nth| if is_cut(nth) { Fate::Drop } else { Fate::Deliver };
    link.data_script = (1..=last).map(fate).collect();
    world.join(here, there, link);
    let (_, sender) = world.spawn(here, "sender");
    let (_, receiver) = world.spawn(there, "receiver");
    let mut ends = vec![0];
    ends.extend(letters.iter().scan(0, |end, letter| {
        *end += letter.len() as u32;
        Some(*end)
    }));
    let mut post = Post {
        tcp: protocol == Protocol::Tcp,
        world,
        ends: [(here, sender), (there, receiver)],
        starts: ends,
        begin_us: 0,
        accepted: false,
        received: Vec::new(),
    };
    post.connect();
    post.send_all(letters);
    post.read_off(&cuts)
}

struct Post {
    tcp: bool,
    world: World,
    ends: [(HostId, ThreadId); 2],
    /// At which byte each letter begins, and where the last ends.
    starts: Vec<u32>,
    /// When the connection stood: the first letter leaves then.
    begin_us: u32,
    accepted: bool,
    /// What `recv` gave to the program, and when: bytes.
    received: Vec<(u32, u32)>,
}

impl Post {
    fn call(&mut self, end: usize, call: Call) -> Outcome {
        let (host, thread) = self.ends[end];
        self.world.syscall(host, thread, call)
    }

    fn us(&self, time: Time) -> u32 {
        u32::try_from(time.as_us()).unwrap_or(u32::MAX).saturating_sub(self.begin_us)
    }

    /// Opens both sockets. A connection stands before the clock of the figure starts.
    fn connect(&mut self) {
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
        self.call(0, Call::connect(3, Endpoint::new(RECEIVER, PORT)));
        let (host, thread) = self.ends[0];
        while self.world.is_asleep(host, thread) && self.world.step() {}
        self.world.take_finished(host, thread);
        self.begin_us = self.us(self.world.now());
    }

    fn send_all(&mut self, letters: &[String]) {
        for (due_us, letter) in (0..).step_by(INTERVAL_US as usize).zip(letters) {
            self.pass_until(due_us);
            // A connection that was given up takes nothing more; the trace says so.
            self.call(0, Call::send(3, letter.as_bytes()));
        }
        self.pass_until(LIMIT_US);
    }

    /// Lets the world go on, and the receiving program read what there is.
    fn pass_until(&mut self, end_us: u32) {
        let end = Time::from_us(u64::from(self.begin_us) + u64::from(end_us));
        while self.world.next_at().is_some_and(|at| at <= end) {
            self.world.step();
            self.receive();
        }
        if end_us < LIMIT_US {
            self.world.run_until(end);
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
            self.received.push((data.len() as u32, self.us(self.world.now())));
        }
    }

    /// Reads off the trace what went over the wire.
    fn read_off(&self, cuts: &[Cut]) -> Lane {
        let count = self.starts.len() - 1;
        let mut lane =
            Lane { arrived: vec![None; count], delivered: vec![None; count], ..Lane::default() };
        let mut reading = Reading::default();
        for entry in self.world.trace().entries() {
            self.read_entry(entry, cuts, &mut reading, &mut lane);
        }
        // Over TCP bytes come in order; over UDP the kth datagram read is the kth that arrived.
        let mut bytes = 0;
        for (nth, (length, at_us)) in self.received.iter().enumerate() {
            bytes += length;
            for letter in 0..count {
                let came = if self.tcp {
                    self.starts[letter + 1] <= bytes
                } else {
                    reading.arrivals.get(nth) == Some(&letter)
                };
                if came && lane.delivered[letter].is_none() {
                    lane.delivered[letter] = Some(*at_us);
                }
            }
        }
        let flights = lane.flights.iter().map(Flight::ends_us);
        let acks = lane.acks.iter().map(|sent| sent + DELAY_US);
        let end = flights.chain(acks).chain(lane.given_up_us).max();
        lane.end_us = end.unwrap_or(0);
        lane
    }

    fn read_entry(&self, entry: &Entry, cuts: &[Cut], reading: &mut Reading, lane: &mut Lane) {
        let at_us = self.us(entry.at);
        let is_here = entry.host == self.ends[0].0;
        match &entry.event {
            Event::Sent(packet) if is_here => {
                if let Body::Tcp(segment) = &packet.body
                    && segment.flags.has(Flags::SYN)
                {
                    reading.first_byte = Some(segment.seq.plus(1));
                }
                let Some((first, count)) = self.letters_in(packet, reading) else { return };
                reading.sent.push(Arc::clone(packet));
                let nth = reading.sent.len() as u32;
                let before = lane.flights.iter().find(|flight| flight.holds(first));
                let again_after_us = before.map(|flight| at_us - flight.sent_us);
                let cut = cuts.iter().find(|cut| cut.nth == nth);
                let lost_us = cut.map(|cut| cut.at_us.clamp(at_us, at_us + DELAY_US));
                let asked = reading.duplicates;
                lane.flights.push(Flight {
                    nth,
                    first,
                    count,
                    sent_us: at_us,
                    lost_us,
                    again_after_us,
                    asked,
                });
            }
            Event::Sent(_) if !lane.flights.is_empty() => lane.acks.push(at_us),
            Event::Arrived(packet) if is_here => reading.hear(packet),
            Event::Arrived(packet) => {
                let Some((first, count)) = self.letters_in(packet, reading) else { return };
                for letter in first..first + count {
                    reading.arrivals.push(letter);
                    lane.arrived[letter].get_or_insert(at_us);
                }
            }
            Event::State { to: State::Closed, .. } if is_here => lane.given_up_us = Some(at_us),
            _ => {}
        }
    }

    /// The letters that a packet carries: the first, and how many.
    fn letters_in(&self, packet: &Arc<Packet>, reading: &Reading) -> Option<(usize, usize)> {
        let length = packet.payload_length() as u32;
        if length == 0 {
            return None;
        }
        let from = match &packet.body {
            Body::Tcp(segment) => segment.seq.since(reading.first_byte?),
            // Each letter is sent once, and in order: the kth datagram is the kth letter.
            Body::Udp(_) => return Some((reading.place(packet), 1)),
            Body::Icmp(_) => return None,
        };
        let begins = |byte: u32| self.starts.iter().rposition(|start| *start <= byte);
        let first = begins(from)?;
        let behind = begins(from + length - 1)? + 1;
        Some((first, behind - first))
    }
}

/// What is kept while a trace is read.
#[derive(Default)]
struct Reading {
    first_byte: Option<Seq>,
    /// The packets with data so far.
    sent: Vec<Arc<Packet>>,
    /// Letters in the order in which they reached the receiver's kernel.
    arrivals: Vec<usize>,
    /// The last acknowledgement that the sender got, and how often it was repeated.
    acknowledged: Option<Seq>,
    duplicates: u32,
}

impl Reading {
    /// Which of the packets that were sent this is; the next if it was not sent yet.
    fn place(&self, packet: &Arc<Packet>) -> usize {
        let sent = self.sent.iter().position(|sent| Arc::ptr_eq(sent, packet));
        sent.unwrap_or(self.sent.len())
    }

    /// Takes in what came back to the sender.
    fn hear(&mut self, packet: &Packet) {
        let Body::Tcp(segment) = &packet.body else { return };
        let is_again = self.acknowledged == Some(segment.ack);
        self.duplicates = if is_again { self.duplicates + 1 } else { 0 };
        self.acknowledged = Some(segment.ack);
    }
}
