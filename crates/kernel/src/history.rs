//! A world with its past: every input is logged, and any earlier moment can be returned to.
//!
//! A moment is found again from the nearest snapshot before it, by replaying the log. The trace
//! is not part of a snapshot: it is cut back, and the replay writes the same entries again.
//! Snapshots stand where replaying from the one before would cost too much, and get rarer when
//! all of them together would hold too much.
//!
//! ```
//! use kernel::{Call, History, HostId, Input, ThreadId, abi};
//!
//! let mut history = History::new(1);
//! let (host, thread) = (HostId(0), ThreadId(0));
//! history.apply(Input::AddHost { name: "alpha".to_owned(), address: None });
//! history.apply(Input::Spawn { host, name: "program".to_owned() });
//! let call = Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 };
//! history.apply(Input::Call { host, thread, call });
//! assert_eq!(history.world().host(host).socket_count(), 1);
//! history.rewind(1);
//! assert_eq!(history.world().host(host).socket_count(), 0);
//! history.redo();
//! assert_eq!(history.world().host(host).socket_count(), 1);
//! ```

use crate::address::Ip;
use crate::call::{Call, Outcome};
use crate::id::{HostId, LinkId, ProcessId, ThreadId};
use crate::link::Link;
use crate::packet::Packet;
use crate::time::Time;
use crate::world::{Snapshot, World};

/// Something that is done to a world from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the arguments of the method of `World`")]
pub enum Input {
    /// [`World::add_host`].
    AddHost { name: String, address: Option<Ip> },
    /// [`World::join`].
    Join { one: HostId, other: HostId, link: Link },
    /// [`World::spawn`].
    Spawn { host: HostId, name: String },
    /// [`World::spawn_thread`].
    SpawnThread { host: HostId, process: ProcessId },
    /// [`World::kill`].
    Kill { host: HostId, process: ProcessId },
    /// [`World::set_sysctl`]; a setting that does not exist changes nothing.
    Sysctl { host: HostId, key: String, value: String },
    /// [`World::syscall`].
    Call { host: HostId, thread: ThreadId, call: Call },
    /// [`World::interrupt`].
    Interrupt { host: HostId, thread: ThreadId },
    /// [`World::take_finished`].
    TakeFinished { host: HostId, thread: ThreadId },
    /// A link becomes another: slower, lossier, healed.
    ChangeLink { link: LinkId, to: Link },
    /// A host's loopback becomes another.
    ChangeLoopback { host: HostId, to: Link },
    /// [`World::inject`].
    Inject { at: HostId, packet: Packet },
    /// [`World::step`].
    Step,
    /// The clock moves on to a moment before which nothing happens.
    Wait { until: Time },
}

/// Inputs and entries of the trace between two snapshots, at first. More make a rewind longer.
const SPACING_MIN: u64 = 256;
/// What all snapshots may hold together, in sockets; each counts for a few more.
const SOCKETS_MAX: usize = 50_000;
const SOCKETS_EXTRA: usize = 100;

/// A moment to come back to.
#[derive(Debug, Clone)]
struct Milestone {
    /// How much of the log had been applied.
    position: usize,
    /// Inputs and entries of the trace up to there: what it costs to replay them.
    cost: u64,
    sockets: usize,
    snapshot: Snapshot,
}

/// A world, everything that was done to it, and snapshots on the way.
#[derive(Debug, Clone)]
pub struct History {
    world: World,
    log: Vec<Input>,
    /// How much of the log has been applied.
    position: usize,
    /// By position; the first is the beginning.
    milestones: Vec<Milestone>,
    spacing: u64,
}

impl History {
    /// An empty world that remembers.
    pub fn new(seed: u64) -> Self {
        let mut history = Self {
            world: World::new(seed),
            log: Vec::new(),
            position: 0,
            milestones: Vec::new(),
            spacing: SPACING_MIN,
        };
        history.set_milestone();
        history
    }

    /// The world as it is now.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// How many inputs were applied up to now.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// How many inputs are known, those after a rewind included.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// Whether nothing was done yet.
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }

    /// Applies an input. What was ahead after a rewind is forgotten: the past has changed.
    pub fn apply(&mut self, input: Input) -> Option<Outcome> {
        self.log.truncate(self.position);
        while self.milestones.last().is_some_and(|last| last.position > self.position) {
            self.milestones.pop();
        }
        self.log.push(input);
        self.redo()
    }

    /// Lets one thing happen. Gives whether anything did.
    pub fn step(&mut self) -> bool {
        if self.world.next_at().is_none() {
            return false;
        }
        self.apply(Input::Step);
        true
    }

    /// Runs until everything by `end` has happened.
    pub fn run_until(&mut self, end: Time) {
        while self.world.next_at().is_some_and(|at| at <= end) {
            self.apply(Input::Step);
        }
        self.apply(Input::Wait { until: end });
    }

    /// Applies the next input of the log. Gives what a system call came to.
    pub fn redo(&mut self) -> Option<Outcome> {
        let input = self.log.get(self.position)?.clone();
        self.position += 1;
        let outcome = perform(&mut self.world, input);
        let last = self.milestones.last().map_or((0, 0), |last| (last.position, last.cost));
        if self.position > last.0 && self.cost() >= last.1 + self.spacing {
            self.set_milestone();
        }
        outcome
    }

    fn cost(&self) -> u64 {
        self.position as u64 + self.world.trace().count()
    }

    fn set_milestone(&mut self) {
        let sockets = self.world.hosts().map(|(_, host)| host.socket_count()).sum();
        let (position, cost) = (self.position, self.cost());
        let snapshot = self.world.snapshot();
        self.milestones.push(Milestone { position, cost, sockets, snapshot });
        let held: usize = self.milestones.iter().map(|it| it.sockets + SOCKETS_EXTRA).sum();
        if held > SOCKETS_MAX {
            // Every second one goes, but never the beginning.
            let mut at = 0;
            self.milestones.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
    }

    /// Goes back by `count` inputs, or to the beginning.
    pub fn rewind(&mut self, count: usize) {
        self.go_to(self.position.saturating_sub(count));
    }

    /// Goes to a position of the log, back or ahead; beyond its end, to its end.
    pub fn go_to(&mut self, position: usize) {
        let target = position.min(self.log.len());
        if target < self.position
            && let Some(nearest) = self.milestones.iter().rev().find(|it| it.position <= target)
        {
            self.world.restore(&nearest.snapshot);
            self.position = nearest.position;
        }
        while self.position < target {
            self.redo();
        }
    }
}

fn perform(world: &mut World, input: Input) -> Option<Outcome> {
    match input {
        Input::AddHost { name, address } => {
            world.add_host(&name, address);
        }
        Input::Join { one, other, link } => {
            world.join(one, other, link);
        }
        Input::Spawn { host, name } => {
            world.spawn(host, &name);
        }
        Input::SpawnThread { host, process } => {
            world.spawn_thread(host, process);
        }
        Input::Kill { host, process } => world.kill(host, process),
        Input::Sysctl { host, key, value } => {
            // The caller tried it on the world itself and knows whether it was refused.
            let _ = world.set_sysctl(host, &key, &value);
        }
        Input::Call { host, thread, call } => return Some(world.syscall(host, thread, call)),
        Input::Interrupt { host, thread } => world.interrupt(host, thread),
        Input::TakeFinished { host, thread } => {
            return world.take_finished(host, thread).map(Outcome::Done);
        }
        Input::ChangeLink { link, to } => *world.link_mut(link) = to,
        Input::ChangeLoopback { host, to } => *world.loopback_mut(host) = to,
        Input::Inject { at, packet } => world.inject(at, packet),
        Input::Step => {
            world.step();
        }
        Input::Wait { until } => world.run_until(until),
    }
    None
}
