//! A world with its past: every input is logged, and any earlier moment can be returned to.
//!
//! A moment is found again from the nearest snapshot before it, by replaying the log. The trace
//! is not part of a snapshot: it is cut back, and the replay writes the same entries again.

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

/// Log entries between two snapshots. More make a snapshot rarer and a rewind longer.
const SNAPSHOT_EVERY: usize = 128;

/// A world, everything that was done to it, and snapshots on the way.
#[derive(Debug, Clone)]
pub struct History {
    world: World,
    log: Vec<Input>,
    /// How much of the log has been applied.
    position: usize,
    snapshots: Vec<(usize, Snapshot)>,
}

impl History {
    /// An empty world that remembers.
    pub fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let snapshots = vec![(0, world.snapshot())];
        Self { world, log: Vec::new(), position: 0, snapshots }
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
        self.snapshots.retain(|(at, _)| *at <= self.position);
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
        let last = self.snapshots.last().map_or(0, |(at, _)| *at);
        if self.position >= last + SNAPSHOT_EVERY {
            self.snapshots.push((self.position, self.world.snapshot()));
        }
        outcome
    }

    /// Goes back by `count` inputs, or to the beginning.
    pub fn rewind(&mut self, count: usize) {
        self.go_to(self.position.saturating_sub(count));
    }

    /// Goes to a position of the log, back or ahead; beyond its end, to its end.
    pub fn go_to(&mut self, position: usize) {
        let target = position.min(self.log.len());
        if target < self.position
            && let Some((at, snapshot)) = self.snapshots.iter().rev().find(|(at, _)| *at <= target)
        {
            self.world.restore(snapshot);
            self.position = *at;
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
