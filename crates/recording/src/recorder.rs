//! The recorder: a producer says whose turn it is, and every turn becomes a step.

use std::rc::Rc;

use kernel::{
    Body, Call, CallResult, Endpoint, Entry, Event, Flags, History, HostId, Input, Ip, Link,
    Outcome, Packet, Payload, ProcessId, Segment, SegmentOptions, State, ThreadId, Time, World,
    abi,
};

use crate::fault::{Fault, KNOBS};
use crate::part;
use crate::run::{Kept, Recording};
use crate::step::{Cause, Host, Scene, Step};
use crate::thread::{CallMade, End, Stream, Thread, Written};

/// The last number of the address that strangers connect from, unless a host has it.
const STRANGERS: u8 = 9;
/// The most strangers that come at once.
const STRANGERS_MAX: u32 = 64;

/// What a run may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The most steps that are kept.
    pub steps: usize,
    /// The most inputs of its world, so that no world can keep it running for ever.
    pub inputs: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: 240, inputs: 6_000 }
    }
}

/// A run that is being recorded.
pub struct Recorder {
    kept: Kept,
    budget: Budget,
    /// How much of the trace belongs to steps.
    told: usize,
    strangers: Option<Strangers>,
    /// What happens is done and no longer kept.
    is_blind: bool,
}

/// Those who fill a backlog: a host that is no part of the picture.
struct Strangers {
    host: HostId,
    address: Ip,
    /// The hosts that it is joined with.
    joined: Vec<HostId>,
}

impl Recorder {
    /// Records what happens from now on in a world that stands: its hosts are there and joined,
    /// its programs spawned. `hosts` are those in the picture; `threads` are asked in their order
    /// whether they are [ready](Self::ready).
    pub fn new(history: History, hosts: Vec<Host>, threads: Vec<Thread>, budget: Budget) -> Self {
        let told = history.world().trace().len();
        let start = history.position();
        let (steps, scenes, written) = (Vec::new(), Vec::new(), Vec::new());
        let (is_cut, owners) = (false, part::Owners::default());
        let kept = Kept { history, start, hosts, threads, steps, scenes, written, is_cut, owners };
        let mut recorder = Self { kept, budget, told, strangers: None, is_blind: false };
        let scene = recorder.scene();
        recorder.kept.scenes.push(scene);
        recorder
    }

    /// The recording. What the world would still do is not part of it.
    pub fn finish(self) -> Recording {
        Recording::of(self.kept)
    }

    /// How many steps have happened.
    pub fn position(&self) -> usize {
        self.kept.steps.len()
    }

    /// The place of the first thread of a program.
    pub fn named(&self, program: &str) -> Option<usize> {
        self.kept.threads.iter().position(|thread| thread.program == program)
    }

    /// A thread by its place.
    pub fn thread(&self, thread: usize) -> &Thread {
        &self.kept.threads[thread]
    }

    /// The first thread that is awake.
    pub fn ready(&self) -> Option<usize> {
        self.kept.threads.iter().position(Thread::is_ready)
    }

    /// When something happens next by itself.
    pub fn next_at(&self) -> Option<Time> {
        self.kept.history.world().next_at()
    }

    /// Whether no more may happen; the recording then counts as cut.
    pub fn is_spent(&mut self) -> bool {
        let spent = self.position() >= self.budget.steps
            || self.kept.history.position() >= self.budget.inputs;
        self.kept.is_cut |= spent;
        spent
    }

    /// From now on things happen and no step is kept of them: the run is longer than its record.
    /// Of each thread the newest call is still known.
    pub fn go_blind(&mut self) {
        self.kept.is_cut = true;
        self.is_blind = true;
    }

    /// Whether what happens is no longer kept.
    pub const fn is_blind(&self) -> bool {
        self.is_blind
    }

    /// The world as it is now.
    pub const fn world(&self) -> &World {
        self.kept.history.world()
    }

    /// How many inputs the world was given.
    pub const fn inputs(&self) -> usize {
        self.kept.history.position()
    }

    /// The moment at which the last process ended so far, if one did and it is kept.
    pub fn last_exit(&self) -> Option<Time> {
        let ended = self.kept.threads.iter().filter_map(|thread| thread.ended);
        let (step, _) = ended.max_by_key(|(step, _)| *step)?;
        Some(Time(self.kept.steps.get(step.checked_sub(1)?)?.ns))
    }

    /// The hosts in the picture.
    pub fn hosts(&self) -> &[Host] {
        &self.kept.hosts
    }

    /// More would happen, and is not recorded.
    pub fn cut(&mut self) {
        self.kept.is_cut = true;
    }

    /// A thread that came into being while the run was under way, and its place.
    pub fn add_thread(&mut self, thread: Thread) -> usize {
        self.kept.threads.push(thread);
        self.kept.threads.len() - 1
    }

    /// A program writes a text, or is given one to read; it is seen with the step before.
    pub fn write(&mut self, thread: usize, stream: Stream, text: impl Into<String>) {
        if self.is_blind {
            return;
        }
        let step = self.position();
        self.kept.written.push(Written { step, thread, stream, text: text.into() });
    }

    /// Does something to the world without a step of its own: [`record`](Self::record) makes one.
    pub fn apply(&mut self, input: Input) -> Option<Outcome> {
        self.kept.history.apply(input)
    }

    /// All that happened since the last step becomes one.
    pub fn record(&mut self, cause: Cause) {
        let world = self.kept.history.world();
        let count = world.trace().len();
        if self.is_blind {
            self.told = count;
            return;
        }
        self.kept.steps.push(Step {
            ns: world.now().0,
            cause,
            entries: self.told..count,
            log: self.kept.history.position(),
            woken: None,
            changes: Vec::new(),
            sent: 0..0,
            loses: false,
        });
        self.told = count;
        let scene = self.scene();
        self.kept.scenes.push(scene);
    }

    fn scene(&mut self) -> Scene {
        let world = self.kept.history.world();
        let is_parted = part::is_parted(&self.kept.hosts);
        if is_parted {
            self.kept.owners.learn(world, &self.kept.hosts, &self.kept.threads);
        }
        let last = self.kept.scenes.last();
        let of = |(at, host): (usize, &Host)| {
            let mut now = world.host(host.real).tcp_details();
            if is_parted {
                now.retain(|detail| self.kept.owners.of(detail) == Some(host.id));
            }
            match last.map(|scene| &scene[at]).filter(|before| ***before == *now) {
                Some(before) => Rc::clone(before),
                None => now.into(),
            }
        };
        self.kept.hosts.iter().enumerate().map(of).collect()
    }

    /// A thread makes a call. Gives what it came to, if it came back at once.
    pub fn call(
        &mut self,
        thread: usize,
        call: Call,
        text: String,
        line: Option<usize>,
    ) -> Option<&CallResult> {
        let called = self.position() + 1;
        let (host, id) = self.place(thread);
        let input = Input::Call { host, thread: id, call: call.clone() };
        let made = CallMade { call, text, line, called, returned: None, result: None };
        let calls = &mut self.kept.threads[thread].calls;
        // A call that no step was kept of makes room for the next.
        calls.pop_if(|last| last.called == called);
        calls.push(made);
        if let Some(Outcome::Done(result)) = self.apply(input) {
            self.came_back(thread, result);
        }
        let index = self.thread(thread).calls.len() - 1;
        self.record(Cause::Call(thread, index));
        self.thread(thread).calls[index].result.as_ref()
    }

    /// A thread comes to its end, and its process with it.
    pub fn exit(&mut self, thread: usize, end: End) {
        let step = self.position() + 1;
        let (host, id) = self.place(thread);
        self.end(host, self.thread(thread).process, step, end);
        self.apply(Input::Call { host, thread: id, call: Call::Exit });
        self.record(Cause::Exit(thread));
    }

    /// A thread comes to its end, and its process lives on.
    pub fn end_thread(&mut self, thread: usize) {
        let step = self.position();
        self.kept.threads[thread].ended.get_or_insert((step, End::Done));
    }

    /// A thread that sleeps in a call is interrupted: the call comes back with `EINTR`.
    pub fn interrupt(&mut self, thread: usize) {
        let (host, id) = self.place(thread);
        self.apply(Input::Interrupt { host, thread: id });
        self.collect();
        self.record(Cause::World);
    }

    /// One event of the world, and a step if it is one of the hosts in the picture. Gives whether
    /// anything was left to happen.
    pub fn step(&mut self) -> bool {
        if self.next_at().is_none() {
            return false;
        }
        self.apply(Input::Step);
        self.collect();
        let trace = self.kept.history.world().trace();
        if trace.entry(self.told).is_none_or(|entry| self.is_strange(entry)) {
            self.told = trace.len();
        } else {
            self.record(Cause::World);
        }
        true
    }

    fn place(&self, thread: usize) -> (HostId, ThreadId) {
        let thread = self.thread(thread);
        (self.real(thread.host), thread.id)
    }

    /// The host of the world that a host of the picture is, or is a part of.
    fn real(&self, host: HostId) -> HostId {
        self.kept.hosts.iter().find(|known| known.id == host).map_or(host, |known| known.real)
    }

    fn end(&mut self, host: HostId, process: ProcessId, step: usize, end: End) {
        for at in 0..self.kept.threads.len() {
            let thread = &self.kept.threads[at];
            if (self.real(thread.host), thread.process) == (host, process) {
                self.kept.threads[at].ended.get_or_insert((step, end));
            }
        }
    }

    fn came_back(&mut self, thread: usize, result: CallResult) {
        let step = self.position() + 1;
        if let Some(made) = self.kept.threads[thread].calls.last_mut() {
            made.returned = Some(step);
            made.result = Some(result);
        }
    }

    /// Takes the results of the calls that came back.
    fn collect(&mut self) {
        for at in 0..self.kept.threads.len() {
            let waits = self.thread(at).calls.last().is_some_and(|made| made.returned.is_none());
            let (host, thread) = self.place(at);
            if self.thread(at).ended.is_some()
                || !waits
                || self.kept.history.world().is_asleep(host, thread)
            {
                continue;
            }
            if let Some(Outcome::Done(result)) = self.apply(Input::TakeFinished { host, thread }) {
                self.came_back(at, result);
            }
        }
    }

    /// Whether an entry is about hosts that are no part of the picture.
    fn is_strange(&self, entry: &Entry) -> bool {
        self.kept.hosts.iter().all(|host| host.real != entry.host)
            || match (&entry.event, &self.strangers) {
                (Event::Arrived(packet) | Event::Sent(packet), Some(strangers)) => {
                    [packet.source, packet.destination].contains(&strangers.address)
                }
                _ => false,
            }
    }

    /// Does a deed, as a step. A mishap is none: it belongs to the link ([`crate::fates`]).
    pub fn disturb(&mut self, fault: Fault) {
        match &fault {
            Fault::Kill(program, _) => {
                let step = self.position() + 1;
                let named = |it: &&Thread| it.program == *program && it.ended.is_none();
                let found = self.kept.threads.iter().find(named);
                if let Some((host, process)) = found.map(|it| (self.real(it.host), it.process)) {
                    self.end(host, process, step, End::Killed);
                    self.apply(Input::Kill { host, process });
                }
            }
            Fault::Tune(tuned, _) => {
                let (key, value) = (KNOBS[tuned.knob].key.to_owned(), tuned.value.to_string());
                self.apply(Input::Sysctl { host: self.real(tuned.host), key, value });
            }
            Fault::Reset(host, _) => self.forge_reset(*host),
            Fault::Fill(host, _) => self.fill_backlog(*host),
            Fault::Drop(_) | Fault::Duplicate(_) | Fault::Delay(..) => {}
        }
        self.collect();
        self.record(Cause::Fault(fault));
    }

    /// Something between the hosts forges an RST for the newest connection of a host.
    fn forge_reset(&mut self, host: HostId) {
        let mut details = self.kept.history.world().host(self.real(host)).tcp_details();
        let is_parted = part::is_parted(&self.kept.hosts);
        if is_parted {
            details.retain(|detail| self.kept.owners.of(detail) == Some(host));
        }
        let is_open = |state: State| !matches!(state, State::Closed | State::Listen);
        let peer_of = |ip: Ip| {
            if is_parted {
                return Some(self.real(host));
            }
            let mut others = self.kept.hosts.iter().filter(|other| other.id != host);
            others.find(|other| other.address == ip).map(|other| other.id)
        };
        let mut newest = details.iter().rev().filter(|it| is_open(it.state));
        let Some((target, peer)) = newest.find_map(|it| Some((it, peer_of(it.remote.ip)?))) else {
            return;
        };
        let segment = Segment {
            source_port: target.remote.port,
            destination_port: target.local.port,
            seq: target.expects,
            ack: target.sends,
            flags: Flags::RST.with(Flags::ACK),
            window: 0,
            urgent: 0,
            options: SegmentOptions::default(),
            payload: Payload::default(),
        };
        let packet = Packet::new(target.remote.ip, target.local.ip, Body::Tcp(segment));
        self.apply(Input::Inject { at: peer, packet });
    }

    /// Strangers connect to a host's first listener until its accept queue takes no more.
    fn fill_backlog(&mut self, host: HostId) {
        let host = self.real(host);
        let world = self.kept.history.world();
        let details = world.host(host).tcp_details();
        let Some(listener) = details.iter().find(|it| it.state == State::Listen) else { return };
        let (Some(backlog), port) = (listener.backlog, listener.local.port) else { return };
        let Some(here) = self.kept.hosts.iter().find(|known| known.real == host) else { return };
        let to = Endpoint::new(here.address, port);
        let room = (backlog + 1).saturating_sub(listener.accept_queue.len() as u32);
        let host = self.strangers_beside(host, to.ip);
        let (thread, kind) = (ThreadId(0), abi::SOCK_STREAM | abi::SOCK_NONBLOCK);
        for _ in 0..room.min(STRANGERS_MAX) {
            let call = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
            if let Some(Outcome::Done(Ok(fd))) = self.apply(Input::Call { host, thread, call }) {
                let call = Call::connect(fd.number(), to);
                self.apply(Input::Call { host, thread, call });
            }
        }
        let now = self.kept.history.world().now();
        while self.next_at() == Some(now) && self.kept.history.position() < self.budget.inputs {
            self.apply(Input::Step);
        }
    }

    /// The strangers' host, joined with this one.
    fn strangers_beside(&mut self, host: HostId, of_host: Ip) -> HostId {
        let mut strangers = self.strangers.take().unwrap_or_else(|| {
            let next = HostId(self.kept.history.world().hosts().count() as u32);
            let address = self.free_address_beside(of_host);
            let name = || String::from("strangers");
            self.apply(Input::AddHost { name: name(), address: Some(address) });
            self.apply(Input::Spawn { host: next, name: name() });
            Strangers { host: next, address, joined: Vec::new() }
        });
        if !strangers.joined.contains(&host) {
            let link = Link::with_delay_ns(0);
            self.apply(Input::Join { one: strangers.host, other: host, link });
            strangers.joined.push(host);
        }
        self.strangers.insert(strangers).host
    }

    /// An address of the same network, /24 as all are here, that no host in the picture has.
    fn free_address_beside(&self, ip: Ip) -> Ip {
        let [a, b, c, _] = ip.0.octets();
        let mut addresses = (STRANGERS..=254).map(|last| Ip([a, b, c, last].into()));
        let is_free = |ip: &Ip| self.kept.hosts.iter().all(|host| host.address != *ip);
        addresses.find(is_free).unwrap_or(ip)
    }
}
