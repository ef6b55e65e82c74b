//! A run: what the simulated world made of a scenario, step by step.
//!
//! Invariant: everything here is read off the world and its trace; nothing is placed by hand. A
//! step is one thing that happened: a call, an arrival, a timer, a call that came back.

use std::cell::RefCell;
use std::ops::Range;

use kernel::{
    CallResult, Endpoint, Entry, Fd, History, HostId, Ip, ProcessId, State, TcpDetail, World,
};

use super::program::Statement;
use super::scenario::{PROGRAMS, Side};
use super::segment::Segment;
use super::stage::Stage;
use super::{fault::Fault, scenario::Scenario, segment};

/// The most steps of a run; later ones are cut off.
pub(super) const STEPS_MAX: usize = 240;

/// The clients' host and the servers'.
pub(super) const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
pub(super) const SERVER: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));

/// The address of a side.
pub(super) fn address(side: Side) -> Ip {
    match side {
        Side::Client => CLIENT,
        Side::Server => SERVER,
    }
}

/// The host of a side.
pub(super) fn host(side: Side) -> HostId {
    HostId(u32::from(side == Side::Server))
}

/// The side of a host; none for the strangers' host.
pub(super) fn side(host: HostId) -> Option<Side> {
    [Side::Client, Side::Server].get(host.0 as usize).copied()
}

/// Why a step happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A program made its call of this index.
    Call(usize, usize),
    /// A program came to its end.
    Exit(usize),
    /// A packet, a timer, or a thread that was woken.
    World,
    /// The reader did this.
    Fault(Fault),
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// When, in nanoseconds.
    pub(super) ns: u64,
    /// Why.
    pub(super) cause: Cause,
    /// What the trace says of it.
    pub(super) entries: Range<usize>,
    /// How much of the log had been applied after it.
    pub(super) log: usize,
}

/// A call that a program made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// The step in which it was made.
    pub(super) called: usize,
    /// The step in which it came back.
    pub(super) returned: Option<usize>,
    /// With what.
    pub(super) result: Option<CallResult>,
    /// The call as a tracer writes it.
    pub(super) text: String,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Its statements were all done.
    Done,
    /// A call failed.
    Failed,
    /// It was killed.
    Killed,
}

/// A program of the scenario in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    /// Which of [`PROGRAMS`].
    pub(super) program: usize,
    pub(super) side: Side,
    pub(super) process: ProcessId,
    pub(super) statements: Vec<Statement>,
    /// Its calls so far, one a statement.
    pub(super) calls: Vec<Made>,
    /// The step in which it ended, and how.
    pub(super) ended: Option<(usize, End)>,
}

impl Actor {
    pub(super) fn name(&self) -> &'static str {
        PROGRAMS[self.program]
    }

    /// The steps in which it did something: made a call, came back from one, ended.
    pub(super) fn steps(&self) -> impl Iterator<Item = usize> {
        let calls = self.calls.iter().flat_map(|made| [Some(made.called), made.returned]);
        calls.chain([self.ended.map(|(step, _)| step)]).flatten()
    }

    /// The statement that it is in, or last was in, after so many steps, and whether it sleeps.
    pub(super) fn current(&self, position: usize) -> Option<(usize, bool)> {
        let made = self.calls.iter().rposition(|made| made.called <= position)?;
        let returned = self.calls[made].returned.is_some_and(|step| step <= position);
        let ended = self.ended.is_some_and(|(step, _)| step <= position);
        Some((made, !returned && !ended))
    }
}

/// The TCP sockets of both hosts at one moment, the clients' host first.
pub(super) type Scene = [Vec<TcpDetail>; 2];

/// A run.
pub(super) struct Run {
    history: RefCell<History>,
    pub(super) steps: Vec<Step>,
    pub(super) entries: Vec<Entry>,
    pub(super) segments: Vec<Segment>,
    pub(super) actors: Vec<Actor>,
    /// After 0, 1, 2... steps.
    pub(super) scenes: Vec<Scene>,
    start: usize,
    /// Whether more would have happened after the last step.
    pub(super) cut: bool,
}

impl Run {
    /// Runs a scenario with the faults that a reader chose.
    pub(super) fn of(scenario: &Scenario, faults: &[Fault]) -> Self {
        let stage = Stage::perform(scenario, faults);
        let entries: Vec<Entry> = stage.history.world().trace().entries().cloned().collect();
        let segments = segment::on_the_wire(&entries, &stage.steps);
        Self {
            history: RefCell::new(stage.history),
            steps: stage.steps,
            entries,
            segments,
            actors: stage.actors,
            scenes: stage.scenes,
            start: stage.start,
            cut: stage.cut,
        }
    }

    /// The world after so many steps.
    pub(super) fn world<T>(&self, position: usize, look: impl FnOnce(&World) -> T) -> T {
        let mut history = self.history.borrow_mut();
        let log = match position {
            0 => self.start,
            position => self.steps[position - 1].log,
        };
        history.go_to(log);
        look(history.world())
    }

    /// The moment after so many steps, in nanoseconds.
    pub(super) fn ns(&self, position: usize) -> u64 {
        position.checked_sub(1).map_or(0, |step| self.steps[step].ns)
    }

    /// The entries of a step, counted from 1.
    pub(super) fn entries_of(&self, step: usize) -> &[Entry] {
        &self.entries[self.steps[step - 1].entries.clone()]
    }

    /// A program's part in the run.
    pub(super) fn actor(&self, program: usize) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.program == program)
    }

    /// The Nth call of a program, counted from 1.
    pub(super) fn made(&self, program: usize, number: usize) -> Option<&Made> {
        self.actor(program)?.calls.get(number.checked_sub(1)?)
    }

    /// The sockets of a side after so many steps.
    pub(super) fn sockets(&self, side: Side, position: usize) -> &[TcpDetail] {
        &self.scenes[position][host(side).0 as usize]
    }

    /// The socket behind a program's descriptor.
    pub(super) fn behind(&self, program: usize, fd: Fd, position: usize) -> Option<&TcpDetail> {
        let actor = self.actor(program)?;
        let holds = |detail: &&TcpDetail| detail.holders.contains(&(actor.process, fd));
        self.sockets(actor.side, position).iter().find(holds)
    }

    /// The state of the socket that is, or last was, behind a program's descriptor: a connection
    /// lives on after its descriptor is closed.
    pub(super) fn state_behind(&self, program: usize, fd: Fd, position: usize) -> Option<State> {
        let side = self.actor(program)?.side;
        let last = (0..=position).rev().find_map(|at| self.behind(program, fd, at))?;
        let ends = (last.local.port, last.remote);
        let now = self.sockets(side, position).iter().find(|detail| {
            let same_connection =
                last.remote != Endpoint::NONE && (detail.local.port, detail.remote) == ends;
            detail.inode == last.inode || same_connection
        });
        Some(now.map_or(State::Closed, |detail| detail.state))
    }
}
