//! The world: hosts, the links between them, one clock, and everything that happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::Ip;
use crate::call::{Call, CallResult, Outcome};
use crate::host::Host;
use crate::id::{HostId, Id, LinkId, ProcessId, ThreadId};
use crate::link::{Fate, Link};
use crate::packet::Packet;
use crate::rng::Rng;
use crate::sysctl::SysctlFault;
use crate::time::Time;
use crate::trace::{DropReason, Entry, Event, Trace, TraceMark};

/// A packet under way.
#[derive(Debug, Clone)]
struct InFlight {
    to: HostId,
    packet: Arc<Packet>,
}

/// A link and its two ends.
#[derive(Debug, Clone)]
struct Cable {
    ends: [HostId; 2],
    link: Link,
}

/// All that exists, at one moment. Cloning it is a snapshot.
#[derive(Debug, Clone)]
pub struct World {
    now: Time,
    rng: Rng,
    hosts: Vec<Host>,
    cables: Vec<Cable>,
    /// Packets under way, by arrival and, for those that arrive together, by departure.
    in_flight: BTreeMap<(Time, u64), InFlight>,
    departures: u64,
    trace: Trace,
}

/// A world at one moment, without its trace.
#[derive(Debug, Clone)]
pub struct Snapshot {
    now: Time,
    rng: Rng,
    hosts: Vec<Host>,
    cables: Vec<Cable>,
    in_flight: BTreeMap<(Time, u64), InFlight>,
    departures: u64,
    mark: TraceMark,
}

impl World {
    /// Everything but the trace, to come back to. Large buffers are shared, not copied.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            now: self.now,
            rng: self.rng,
            hosts: self.hosts.clone(),
            cables: self.cables.clone(),
            in_flight: self.in_flight.clone(),
            departures: self.departures,
            mark: self.trace.mark(),
        }
    }

    /// Goes back to a snapshot of this very world; the trace is cut to what it was then.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.now = snapshot.now;
        self.rng = snapshot.rng;
        self.hosts.clone_from(&snapshot.hosts);
        self.cables.clone_from(&snapshot.cables);
        self.in_flight.clone_from(&snapshot.in_flight);
        self.departures = snapshot.departures;
        self.trace.cut(snapshot.mark);
    }

    /// An empty world. Two worlds with the same seed and the same inputs are the same.
    pub fn new(seed: u64) -> Self {
        Self {
            now: Time::ZERO,
            rng: Rng::new(seed),
            hosts: Vec::new(),
            cables: Vec::new(),
            in_flight: BTreeMap::new(),
            departures: 0,
            trace: Trace::default(),
        }
    }

    /// The present moment.
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Everything that happened.
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The entries of the trace from the `k`th on.
    pub fn trace_since(&self, k: usize) -> &[Entry] {
        self.trace.since(k)
    }

    /// A host.
    pub fn host(&self, host: HostId) -> &Host {
        &self.hosts[host.index()]
    }

    /// All hosts, in the order in which they were added.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &Host)> {
        self.hosts.iter().enumerate().map(|(at, host)| (HostId::from_index(at), host))
    }

    /// A link, to change while the world runs.
    pub fn link_mut(&mut self, link: LinkId) -> &mut Link {
        &mut self.cables[link.index()].link
    }

    /// A host's loopback, to change while the world runs.
    pub fn loopback_mut(&mut self, host: HostId) -> &mut Link {
        &mut self.hosts[host.index()].loopback
    }

    /// Adds a host; without an address it has its loopback only.
    pub fn add_host(&mut self, name: &str, address: Option<Ip>) -> HostId {
        let id = HostId::from_index(self.hosts.len());
        let mut host = Host::new(name, address, self.rng.fork());
        host.now = self.now;
        self.hosts.push(host);
        id
    }

    /// Joins two hosts by a link.
    pub fn join(&mut self, one: HostId, other: HostId, link: Link) -> LinkId {
        for host in [one, other] {
            self.hosts[host.index()].interface_mtu = link.mtu;
        }
        self.cables.push(Cable { ends: [one, other], link });
        LinkId::from_index(self.cables.len() - 1)
    }

    /// Starts a process on a host, with one thread.
    pub fn spawn(&mut self, host: HostId, name: &str) -> (ProcessId, ThreadId) {
        self.hosts[host.index()].spawn(name)
    }

    /// Starts another thread of a process.
    pub fn spawn_thread(&mut self, host: HostId, process: ProcessId) -> ThreadId {
        self.hosts[host.index()].add_thread(process)
    }

    /// Ends a process from outside, as `kill -9` does.
    pub fn kill(&mut self, host: HostId, process: ProcessId) {
        self.enter(host).end_process(process);
        self.drain(host);
    }

    /// Sets a sysctl of a host.
    pub fn set_sysctl(&mut self, host: HostId, key: &str, value: &str) -> Result<(), SysctlFault> {
        self.hosts[host.index()].sysctls.set(key, value)
    }

    /// Makes a system call.
    pub fn syscall(&mut self, host: HostId, thread: ThreadId, call: Call) -> Outcome {
        let outcome = self.enter(host).call(thread, call);
        self.drain(host);
        outcome
    }

    /// Puts a packet on the wire at a host, as something in between that forges packets does.
    pub fn inject(&mut self, at: HostId, packet: Packet) {
        let packet = Arc::new(packet);
        let event = Event::Sent(Arc::clone(&packet));
        self.trace.push(Entry { at: self.now, host: at, event });
        self.carry(at, packet);
    }

    /// What the call of a thread that slept came to, once.
    pub fn take_finished(&mut self, host: HostId, thread: ThreadId) -> Option<CallResult> {
        self.hosts[host.index()].take_finished(thread)
    }

    /// Whether a thread sleeps in a call.
    pub fn is_asleep(&self, host: HostId, thread: ThreadId) -> bool {
        let host = &self.hosts[host.index()];
        host.threads.get(thread).is_some_and(|thread| thread.parked.is_some())
    }

    fn enter(&mut self, host: HostId) -> &mut Host {
        let host = &mut self.hosts[host.index()];
        host.now = self.now;
        host
    }

    /// Takes what a host left behind: its events, and its packets for others.
    fn drain(&mut self, id: HostId) {
        let host = &mut self.hosts[id.index()];
        for event in host.events.drain(..) {
            self.trace.push(Entry { at: self.now, host: id, event });
        }
        for (at, packet) in host.delayed.drain(..) {
            self.departures += 1;
            self.in_flight.insert((at, self.departures), InFlight { to: id, packet });
        }
        for packet in std::mem::take(&mut host.outgoing) {
            self.carry(id, packet);
        }
    }

    fn carry(&mut self, from: HostId, mut packet: Arc<Packet>) {
        let at = self.cables.iter().position(|cable| {
            let other = cable.ends[usize::from(cable.ends[0] == from)];
            cable.ends.contains(&from)
                && self.hosts[other.index()].address == Some(packet.destination)
        });
        let Some(cable) = at.and_then(|at| self.cables.get_mut(at)) else {
            let event = Event::Dropped(packet, DropReason::NoHost);
            return self.trace.push(Entry { at: self.now, host: from, event });
        };
        let direction = usize::from(cable.ends[0] != from);
        let to = cable.ends[1 - direction];
        let fate = cable.link.fate(&packet, &mut self.rng);
        let mut extra_ns = 0;
        match fate {
            Fate::Drop => {
                let event = Event::Dropped(packet, DropReason::Link);
                return self.trace.push(Entry { at: self.now, host: from, event });
            }
            Fate::Corrupt => Arc::make_mut(&mut packet).corrupt = true,
            Fate::Delay(ns) => extra_ns = ns,
            Fate::Deliver | Fate::Duplicate => {}
        }
        let length = 40 + packet.payload_length() as u64;
        for _ in 0..if fate == Fate::Duplicate { 2 } else { 1 } {
            let now = self.now.0;
            let at = cable.link.arrival_ns(direction, now, length, extra_ns, &mut self.rng);
            self.departures += 1;
            let key = (Time(at), self.departures);
            self.in_flight.insert(key, InFlight { to, packet: packet.clone() });
        }
    }

    /// The moment of the next event, if anything is going to happen by itself.
    pub fn next_at(&self) -> Option<Time> {
        let busy = |host: &Host| !host.received.is_empty() || !host.runnable.is_empty();
        if self.hosts.iter().any(busy) {
            return Some(self.now);
        }
        let timers = self.hosts.iter().filter_map(|host| host.wheel.next_at());
        let packets = self.in_flight.first_key_value().map(|(&(at, _), _)| at);
        timers.chain(packets).min().map(|at| at.max(self.now))
    }

    /// Lets one thing happen: a timer, a packet, or a thread that tries its call again. Gives
    /// whether anything happened.
    pub fn step(&mut self) -> bool {
        self.next_at().is_some_and(|at| {
            self.now = at;
            self.step_now();
            true
        })
    }

    fn step_now(&mut self) {
        for at in 0..self.hosts.len() {
            let id = HostId::from_index(at);
            let host = self.enter(id);
            // As in Linux's softirq: timers first, then packets; threads run after both.
            let happened = host.fire_due() || host.receive_in_interrupt();
            self.drain(id);
            if happened {
                return;
            }
        }
        if let Some(first) = self.in_flight.first_entry()
            && first.key().0 <= self.now
        {
            let InFlight { to, packet } = first.remove();
            self.enter(to).receive(packet);
            return self.drain(to);
        }
        for at in 0..self.hosts.len() {
            let id = HostId::from_index(at);
            let happened = self.enter(id).run_next();
            self.drain(id);
            if happened {
                return;
            }
        }
    }

    /// Runs until everything that happens by `end` has happened; the clock then stands at `end`.
    pub fn run_until(&mut self, end: Time) {
        while self.next_at().is_some_and(|at| at <= end) {
            self.step();
        }
        self.now = self.now.max(end);
    }

    /// Runs until nothing more happens by itself, or until `limit`. Gives whether it is quiet.
    pub fn run_until_quiescent(&mut self, limit: Time) -> bool {
        while self.next_at().is_some_and(|at| at <= limit) {
            self.step();
        }
        self.next_at().is_none()
    }
}
