//! The world behind the figure: a host with the reader's processes, and a host that answers.
//!
//! Invariant: the same steps give the same world, so a list of steps says everything.

use std::net::Ipv4Addr;

use kernel::{
    Body, Call, CallResult, Endpoint, Errno, Event, Fd, FileId, Flags, Host, HostId, Ip, Link,
    Outcome, Packet, ProcessId, Reply, ThreadId, Time, World, abi,
};

use super::step::{Deed, Step};
use crate::sockets::call_text::{self, Named};

/// The reader's host (RFC 5737 keeps these addresses for books).
pub(super) const HERE: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
/// The other one, where a program listens on port 80.
pub(super) const THERE: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 80;
/// Virtual time that passes with every step, so that what it set off has happened.
const SETTLE_MS: u64 = 200;
/// How often the two hosts may answer each other within a step.
const ROUNDS_MAX: usize = 8;
/// The most steps that are kept.
pub(super) const STEPS_MAX: usize = 60;

/// A process that the reader works with.
#[derive(Debug, Clone)]
pub(super) struct Actor {
    pub(super) process: ProcessId,
    pub(super) pid: u32,
    thread: ThreadId,
    /// The line of the log whose call has not come back.
    pub(super) asleep: Option<usize>,
    pub(super) exited: bool,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) pid: Option<u32>,
    pub(super) call: String,
    /// What it gave; none while it sleeps, empty where nothing is given.
    pub(super) result: Option<String>,
    pub(super) failed: bool,
    pub(super) errno: Option<Errno>,
    /// The packets of the step, in order, and how many of them were FINs from here.
    pub(super) wire: Vec<String>,
    pub(super) fins: u32,
    /// For a `close` that worked: how many descriptors still refer to the description.
    pub(super) left: Option<u32>,
}

/// The world, who acts in it, and what was done.
#[derive(Debug, Clone)]
pub(super) struct Bench {
    pub(super) world: World,
    here: HostId,
    there: HostId,
    peer: ThreadId,
    /// The peer's open connections, in the order in which they came.
    connections: Vec<Fd>,
    pub(super) actors: Vec<Actor>,
    pub(super) steps: Vec<Step>,
    pub(super) log: Vec<Line>,
}

impl Default for Bench {
    fn default() -> Self {
        let mut world = World::new(1);
        let here = world.add_host("here", Some(HERE));
        let there = world.add_host("there", Some(THERE));
        world.join(here, there, Link::with_delay_ns(1_000_000));
        let (process, thread) = world.spawn(here, "app");
        let (_, peer) = world.spawn(there, "peer");
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        for call in [
            Call::Socket { domain: abi::AF_INET, kind, protocol: 0 },
            Call::bind(3, Endpoint::new(Ip::ANY, PORT)),
            Call::Listen { fd: 3, backlog: 16 },
        ] {
            world.syscall(there, peer, call);
        }
        let pid = world.host(here).pid(process);
        let actor = Actor { process, pid, thread, asleep: None, exited: false };
        Self {
            world,
            here,
            there,
            peer,
            connections: Vec::new(),
            actors: vec![actor],
            steps: Vec::new(),
            log: Vec::new(),
        }
    }
}

impl Bench {
    /// A fresh world in which these steps were taken.
    pub(super) fn replay(steps: &[Step]) -> Option<Self> {
        let mut bench = Self::default();
        steps.iter().all(|step| bench.perform(step.clone())).then_some(bench)
    }

    /// The reader's host.
    pub(super) fn host(&self) -> &Host {
        self.world.host(self.here)
    }

    /// The actor of a process that can make a call now.
    pub(super) fn awake(&self, pid: u32) -> Option<usize> {
        let is_it = |actor: &Actor| actor.pid == pid && actor.asleep.is_none() && !actor.exited;
        self.actors.iter().position(is_it)
    }

    /// Whether no more steps are kept.
    pub(super) fn is_full(&self) -> bool {
        self.steps.len() >= STEPS_MAX
    }

    /// Takes a step. Gives whether it could be taken.
    pub(super) fn perform(&mut self, step: Step) -> bool {
        if self.is_full() {
            return false;
        }
        let by_process = matches!(step.deed, Deed::Call(_));
        let actor = step.pid.and_then(|pid| self.awake(pid));
        if by_process && actor.is_none() {
            return false;
        }
        let mark = self.world.trace().len();
        let mut line = Line {
            pid: step.pid.filter(|_| by_process),
            call: step.text.clone(),
            result: Some(String::new()),
            failed: false,
            errno: None,
            wire: Vec::new(),
            fins: 0,
            left: None,
        };
        match (&step.deed, actor) {
            (Deed::Call(call), Some(actor)) => self.call(actor, call, &mut line),
            (Deed::PeerConnects(port), _) => self.peer_connects(*port),
            (Deed::PeerSends, _) => {
                if let Some(&fd) = self.connections.last() {
                    self.peer_call(Call::send(fd, b"ping"));
                }
            }
            (Deed::PeerCloses, _) => {
                if let Some(fd) = self.connections.pop() {
                    self.peer_call(Call::Close { fd });
                }
            }
            (Deed::Wait(seconds), _) => {
                let ns = u64::from(*seconds) * 1_000_000_000;
                self.world.run_until(self.world.now().plus_ns(ns));
            }
            (Deed::Call(_), None) => {}
        }
        self.log.push(line);
        self.steps.push(step);
        self.settle();
        let at = self.log.len() - 1;
        self.note_packets(mark, at);
        true
    }

    fn call(&mut self, at: usize, call: &Call, line: &mut Line) {
        line.call = call_text::call(call);
        let closing = match call {
            Call::Close { fd } => self.file_of(at, *fd),
            _ => None,
        };
        let outcome = self.world.syscall(self.here, self.actors[at].thread, call.clone());
        match outcome {
            Outcome::Blocked(_) => {
                line.result = None;
                self.actors[at].asleep = Some(self.log.len());
            }
            Outcome::Done(result) => {
                line.failed = result.is_err();
                line.errno = result.as_ref().err().copied();
                line.result = Some(call_text::result(&result));
                if let Ok(Reply::Child(process, thread)) = result {
                    let pid = self.host().pid(process);
                    line.result = Some(pid.to_string());
                    let child = Actor { process, pid, thread, asleep: None, exited: false };
                    self.actors.push(child);
                }
                self.actors[at].exited = matches!(call, Call::Exit);
                line.left = closing.map(|file| {
                    let descriptions = self.host().descriptions();
                    let found = descriptions.iter().find(|it| it.file == file);
                    found.map_or(0, |it| it.references)
                });
            }
        }
    }

    fn file_of(&self, at: usize, fd: Fd) -> Option<FileId> {
        let open = self.host().descriptors(self.actors[at].process);
        open.into_iter().find(|(number, _)| *number == fd).map(|(_, file)| file)
    }

    fn peer_call(&mut self, call: Call) -> Outcome {
        self.world.syscall(self.there, self.peer, call)
    }

    fn peer_connects(&mut self, port: u16) {
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        let made = self.peer_call(Call::Socket { domain: abi::AF_INET, kind, protocol: 0 });
        let Outcome::Done(Ok(Reply::Number(fd))) = made else { return };
        self.peer_call(Call::connect(fd, Endpoint::new(HERE, port)));
        self.connections.push(fd);
    }

    /// Lets time pass until both sides have said what they have to say.
    fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            let end = self.world.now().plus_ns(SETTLE_MS * 1_000_000 / ROUNDS_MAX as u64);
            self.world.run_until(end);
            self.peer_answers();
            self.take_results();
        }
    }

    /// The program on the other host takes every connection, sends back what it reads, and closes
    /// when it reads the end.
    fn peer_answers(&mut self) {
        while let Outcome::Done(Ok(Reply::Accepted { fd, .. })) =
            self.peer_call(Call::Accept { fd: 3, flags: abi::SOCK_NONBLOCK })
        {
            self.connections.push(fd);
        }
        for fd in self.connections.clone() {
            match self.peer_call(Call::receive(fd, 4_096)) {
                Outcome::Done(Ok(Reply::Received { data, .. })) if !data.is_empty() => {
                    self.peer_call(Call::send(fd, &data));
                }
                Outcome::Done(Err(Errno::EAGAIN)) | Outcome::Blocked(_) => {}
                // The end, or an error: the connection is no use any more.
                Outcome::Done(_) => {
                    self.peer_call(Call::Close { fd });
                    self.connections.retain(|open| *open != fd);
                }
            }
        }
    }

    /// Calls that slept and have come back.
    fn take_results(&mut self) {
        for at in 0..self.actors.len() {
            let Some(line) = self.actors[at].asleep else { continue };
            let thread = self.actors[at].thread;
            if let Some(result) = self.world.take_finished(self.here, thread) {
                self.actors[at].asleep = None;
                self.log[line].failed = result.is_err();
                self.log[line].errno = result.as_ref().err().copied();
                self.log[line].result = Some(call_text::result(&result));
            }
        }
    }

    fn note_packets(&mut self, mark: usize, at: usize) {
        let (mut wire, mut fins) = (Vec::new(), 0);
        for entry in self.world.trace_since(mark).filter(|entry| entry.host == self.here) {
            match &entry.event {
                Event::Sent(packet) => {
                    fins += u32::from(is_fin(packet));
                    wire.push(["→ ", &packet_text(packet)].concat());
                }
                Event::Arrived(packet) if packet.source == THERE => {
                    wire.push(["← ", &packet_text(packet)].concat());
                }
                _ => {}
            }
        }
        self.log[at].wire = wire;
        self.log[at].fins = fins;
    }

    /// What `getsockopt` answers for every option, without disturbing the world.
    pub(super) fn options(&self, actor: usize, fd: Fd) -> Vec<(&'static Named, CallResult)> {
        let mut world = self.world.clone();
        let thread = world.spawn_thread(self.here, self.actors[actor].process);
        let mut read = |option: &'static Named| {
            let call = Call::ReadOption { fd, level: option.level, name: option.number };
            match world.syscall(self.here, thread, call) {
                Outcome::Done(result) => (option, result),
                Outcome::Blocked(_) => (option, Err(Errno::EINTR)),
            }
        };
        call_text::OPTIONS.iter().map(&mut read).collect()
    }

    /// Whole milliseconds of virtual time since the beginning.
    pub(super) fn now_ms(&self) -> u32 {
        let Time(ns) = self.world.now();
        u32::try_from(ns / 1_000_000).unwrap_or(u32::MAX)
    }
}

fn is_fin(packet: &Packet) -> bool {
    matches!(&packet.body, Body::Tcp(segment) if segment.flags.has(Flags::FIN))
}

/// A packet in a few letters.
fn packet_text(packet: &Packet) -> String {
    let mut text = match &packet.body {
        Body::Tcp(segment) => segment.flags.to_string(),
        Body::Udp(_) => "UDP".to_owned(),
        Body::Icmp(_) => "ICMP port unreachable".to_owned(),
    };
    if packet.payload_length() > 0 {
        text.push(' ');
        text.push_str(&packet.payload_length().to_string());
        text.push_str(" B");
    }
    text
}
