//! The world: hosts, the links between them, one clock, and everything that happened.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use crate::address::Ip;
use crate::call::{Call, CallResult, Outcome};
use crate::host::Host;
use crate::id::{HostId, Id, LinkId, ProcessId, ThreadId};
use crate::link::Link;
use crate::packet::Packet;
use crate::rng::Rng;
use crate::sysctl::SysctlFault;
use crate::time::Time;
use crate::trace::{DropReason, Entry, Event, Trace, TraceMark};

/// A packet under way.
#[derive(Debug, Clone)]
struct InFlight {
    arrives: Time,
    /// Of packets that arrive together, the one that departed first is first.
    departure: u64,
    to: HostId,
    packet: Arc<Packet>,
}

impl InFlight {
    const fn order(&self) -> (Time, u64) {
        (self.arrives, self.departure)
    }
}

impl Ord for InFlight {
    /// The other way round: a heap gives its greatest, and the earliest must be the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.order().cmp(&self.order())
    }
}

impl PartialOrd for InFlight {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for InFlight {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for InFlight {}

/// A link and its two ends.
#[derive(Debug, Clone)]
struct Cable {
    ends: [HostId; 2],
    link: Link,
}

/// All that exists, at one moment. Cloning it is cheap: large buffers and the past are shared.
#[derive(Debug, Clone)]
pub struct World {
    present: Present,
    trace: Trace,
}

/// A world without its past.
#[derive(Debug, Clone)]
struct Present {
    now: Time,
    rng: Rng,
    hosts: Vec<Host>,
    /// For each host, the moment of the next thing that it does by itself.
    due: Vec<Time>,
    cables: Vec<Cable>,
    in_flight: BinaryHeap<InFlight>,
    departures: u64,
}

/// A world at one moment, without its trace.
#[derive(Debug, Clone)]
pub struct Snapshot {
    present: Present,
    mark: TraceMark,
}

impl World {
    /// Everything but the trace, to come back to. Large buffers are shared, not copied.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { present: self.present.clone(), mark: self.trace.mark() }
    }

    /// Goes back to a snapshot of this very world; the trace is cut to what it was then.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.present.clone_from(&snapshot.present);
        self.trace.cut(snapshot.mark);
    }

    /// An empty world. Two worlds with the same seed and the same inputs are the same.
    pub fn new(seed: u64) -> Self {
        let present = Present {
            now: Time::ZERO,
            rng: Rng::new(seed),
            hosts: Vec::new(),
            due: Vec::new(),
            cables: Vec::new(),
            in_flight: BinaryHeap::new(),
            departures: 0,
        };
        Self { present, trace: Trace::default() }
    }

    /// The present moment.
    pub const fn now(&self) -> Time {
        self.present.now
    }

    /// Everything that happened.
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The entries of the trace from the `k`th on.
    pub fn trace_since(&self, k: usize) -> impl Iterator<Item = &Entry> + Clone {
        self.trace.since(k)
    }

    /// A host.
    pub fn host(&self, host: HostId) -> &Host {
        &self.present.hosts[host.index()]
    }

    /// All hosts, in the order in which they were added.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &Host)> {
        self.present.hosts.iter().enumerate().map(|(at, host)| (HostId::from_index(at), host))
    }

    /// A link, to change while the world runs.
    pub fn link_mut(&mut self, link: LinkId) -> &mut Link {
        &mut self.present.cables[link.index()].link
    }

    /// A host's loopback, to change while the world runs.
    pub fn loopback_mut(&mut self, host: HostId) -> &mut Link {
        &mut self.present.hosts[host.index()].loopback
    }

    /// Adds a host; without an address it has its loopback only.
    pub fn add_host(&mut self, name: &str, address: Option<Ip>) -> HostId {
        let id = HostId::from_index(self.present.hosts.len());
        let mut host = Host::new(name, address, self.present.rng.fork());
        host.now = self.present.now;
        self.present.hosts.push(host);
        self.present.due.push(Time::NEVER);
        id
    }

    /// Joins two hosts by a link.
    pub fn join(&mut self, one: HostId, other: HostId, link: Link) -> LinkId {
        for host in [one, other] {
            self.present.hosts[host.index()].interface_mtu = link.mtu;
        }
        self.present.cables.push(Cable { ends: [one, other], link });
        LinkId::from_index(self.present.cables.len() - 1)
    }

    /// Starts a process on a host, with one thread.
    pub fn spawn(&mut self, host: HostId, name: &str) -> (ProcessId, ThreadId) {
        self.present.hosts[host.index()].spawn(name)
    }

    /// Starts another thread of a process.
    pub fn spawn_thread(&mut self, host: HostId, process: ProcessId) -> ThreadId {
        self.present.hosts[host.index()].add_thread(process)
    }

    /// Opens descriptors 0, 1 and 2 of a new process, as a shell does.
    pub fn open_terminal(&mut self, host: HostId, process: ProcessId) {
        self.present.hosts[host.index()].open_terminal(process);
    }

    /// Gives a process `CAP_NET_BIND_SERVICE`, as a file capability does (capabilities(7)).
    pub fn allow_low_ports(&mut self, host: HostId, process: ProcessId) {
        self.present.hosts[host.index()].processes[process].may_bind_low = true;
    }

    /// Ends a process from outside, as `kill -9` does.
    pub fn kill(&mut self, host: HostId, process: ProcessId) {
        self.enter(host).end_process(process);
        self.drain(host);
    }

    /// Sets a sysctl of a host.
    pub fn set_sysctl(&mut self, host: HostId, key: &str, value: &str) -> Result<(), SysctlFault> {
        self.present.hosts[host.index()].sysctls.set(key, value)
    }

    /// From now on, leaves a host's calls and what they came to out of the trace: with thousands of
    /// sockets they are most of it. Nothing else changes.
    pub fn omit_calls(&mut self, host: HostId) {
        self.present.hosts[host.index()].tells_calls = false;
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
        self.trace.push(Entry { at: self.present.now, host: at, event });
        self.carry(at, packet);
    }

    /// Hands a packet to a host as if a link had carried it there.
    pub fn deliver(&mut self, to: HostId, packet: Packet) {
        self.enter(to).receive(Arc::new(packet));
        self.drain(to);
    }

    /// Sets the MTU of the interface of a host, as far as no link does.
    pub fn set_mtu(&mut self, host: HostId, mtu: u32) {
        self.present.hosts[host.index()].interface_mtu = mtu;
    }

    /// Interrupts a thread that sleeps: its call comes back with `EINTR`, as after a signal whose
    /// handler is not `SA_RESTART`. One that is awake is not touched.
    pub fn interrupt(&mut self, host: HostId, thread: ThreadId) {
        self.enter(host).interrupt(thread);
        self.drain(host);
    }

    /// What the call of a thread that slept came to, once.
    pub fn take_finished(&mut self, host: HostId, thread: ThreadId) -> Option<CallResult> {
        self.present.hosts[host.index()].take_finished(thread)
    }

    /// Whether a thread sleeps in a call.
    pub fn is_asleep(&self, host: HostId, thread: ThreadId) -> bool {
        let host = &self.present.hosts[host.index()];
        host.threads.get(thread).is_some_and(|thread| thread.parked.is_some())
    }

    fn enter(&mut self, host: HostId) -> &mut Host {
        let host = &mut self.present.hosts[host.index()];
        host.now = self.present.now;
        host
    }

    /// Takes what a host left behind: its events, and its packets for others.
    fn drain(&mut self, id: HostId) {
        let present = &mut self.present;
        let host = &mut present.hosts[id.index()];
        present.due[id.index()] = host.next_at();
        if host.events.is_empty() {
            return;
        }
        for event in host.events.drain(..) {
            self.trace.push(Entry { at: present.now, host: id, event });
        }
        if !host.delayed.is_empty() {
            for (arrives, packet) in host.delayed.drain(..) {
                present.departures += 1;
                let departure = present.departures;
                present.in_flight.push(InFlight { arrives, departure, to: id, packet });
            }
        }
        if !host.outgoing.is_empty() {
            let mut outgoing = std::mem::take(&mut host.outgoing);
            for packet in outgoing.drain(..) {
                self.carry(id, packet);
            }
            // The allocation is kept for the next burst.
            self.present.hosts[id.index()].outgoing = outgoing;
        }
    }

    fn carry(&mut self, from: HostId, mut packet: Arc<Packet>) {
        let Present { now, rng, hosts, cables, in_flight, departures, .. } = &mut self.present;
        let (now, destination) = (*now, packet.destination);
        let leads_there = |cable: &&mut Cable| {
            let other = cable.ends[usize::from(cable.ends[0] == from)];
            cable.ends.contains(&from) && hosts[other.index()].address == Some(destination)
        };
        let Some(cable) = cables.iter_mut().find(leads_there) else {
            let event = Event::Dropped(packet, DropReason::NoHost);
            return self.trace.push(Entry { at: now, host: from, event });
        };
        let direction = usize::from(cable.ends[0] != from);
        let to = cable.ends[1 - direction];
        let Some((first, again)) = cable.link.carry(&mut packet, direction, now, rng) else {
            let event = Event::Dropped(packet, DropReason::Link);
            return self.trace.push(Entry { at: now, host: from, event });
        };
        for arrives in [Some(first), again].into_iter().flatten() {
            *departures += 1;
            let packet = Arc::clone(&packet);
            in_flight.push(InFlight { arrives, departure: *departures, to, packet });
        }
    }

    /// The moment of the next event, if anything is going to happen by itself.
    pub fn next_at(&self) -> Option<Time> {
        let packet = self.present.in_flight.peek().map(|packet| packet.arrives);
        let first = self.present.due.iter().copied().chain(packet).min()?;
        (first < Time::NEVER).then(|| first.max(self.present.now))
    }

    /// Lets one thing happen: a timer, a packet, or a thread that tries its call again. Gives
    /// whether anything happened.
    pub fn step(&mut self) -> bool {
        self.step_by(Time::NEVER)
    }

    /// Lets one thing happen that happens by `limit`. Gives whether anything did.
    fn step_by(&mut self, limit: Time) -> bool {
        while let Some(at) = self.next_at().filter(|&at| at <= limit) {
            self.present.now = at;
            if self.step_now() {
                return true;
            }
        }
        false
    }

    /// As in Linux's softirq: timers first, then packets; threads run after both.
    fn step_now(&mut self) -> bool {
        let now = self.present.now;
        if self.first_host_that(|host| host.fire_due() || host.receive_in_interrupt()) {
            return true;
        }
        let arrived = self.present.in_flight.peek().is_some_and(|first| first.arrives <= now);
        if let Some(InFlight { to, packet, .. }) =
            arrived.then(|| self.present.in_flight.pop()).flatten()
        {
            self.enter(to).receive(packet);
            self.drain(to);
            return true;
        }
        self.first_host_that(Host::run_next)
    }

    /// Lets the hosts that are due act, until one did something.
    fn first_host_that(&mut self, act: impl Fn(&mut Host) -> bool) -> bool {
        for at in 0..self.present.due.len() {
            if self.present.due[at] > self.present.now {
                continue;
            }
            let id = HostId::from_index(at);
            let happened = act(self.enter(id));
            self.drain(id);
            if happened {
                return true;
            }
        }
        false
    }

    /// Runs until everything that happens by `end` has happened; the clock then stands at `end`.
    pub fn run_until(&mut self, end: Time) {
        while self.step_by(end) {}
        self.present.now = self.present.now.max(end);
    }

    /// Runs until nothing more happens by itself, or until `limit`. Gives whether it is quiet.
    pub fn run_until_quiescent(&mut self, limit: Time) -> bool {
        while self.step_by(limit) {}
        self.next_at().is_none()
    }
}
