//! The network: a world, and the programs that run in it.

use kernel::{HostId, Ip, Link, LinkId, Rng, Time, World};

use super::Program;
use super::os::{Os, Process};

/// Which program of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat(usize);

/// Hosts, links, and programs of one type.
#[derive(Debug)]
pub struct Network<P> {
    world: World,
    processes: Vec<Process>,
    programs: Vec<P>,
    luck: Rng,
}

impl<P: Program> Network<P> {
    /// Nothing yet. The same seed and the same programs give the same run.
    pub fn new(seed: u64) -> Self {
        let mut luck = Rng::new(seed);
        let world = World::new(luck.next_u64());
        Self { world, processes: Vec::new(), programs: Vec::new(), luck }
    }

    /// A host with its address.
    pub fn add_host(&mut self, name: &str, address: Ip) -> HostId {
        self.world.add_host(name, Some(address))
    }

    /// A link between two hosts.
    pub fn join(&mut self, one: HostId, other: HostId, link: Link) -> LinkId {
        self.world.join(one, other, link)
    }

    /// The world that they live in.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The world, to change its links and its settings.
    pub const fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// The present moment.
    pub const fn now(&self) -> Time {
        self.world.now()
    }

    /// Starts a program on a host, now.
    pub fn run(&mut self, host: HostId, name: &str, program: P) -> Seat {
        let process = Process::new(&mut self.world, host, name, self.luck.fork());
        let at = self.programs.len();
        self.processes.push(process);
        self.programs.push(program);
        self.with(at, P::start);
        self.tell_all();
        Seat(at)
    }

    /// A program, to be looked at.
    pub fn program(&self, seat: Seat) -> &P {
        &self.programs[seat.0]
    }

    /// Lets somebody do something with a program from outside, such as a reader who presses a
    /// button.
    pub fn act(&mut self, seat: Seat, act: impl FnOnce(&mut P, &mut Os<'_>)) {
        self.with(seat.0, act);
        self.tell_all();
    }

    /// Ends a program from outside, as `kill -9` does: its kernel closes what it had open.
    pub fn kill(&mut self, seat: Seat) {
        let process = &mut self.processes[seat.0];
        self.world.kill(process.host, process.id);
        process.end();
        self.tell_all();
    }

    /// When the next thing happens, if anything is going to.
    pub fn next_at(&self) -> Option<Time> {
        let timers = self.processes.iter().filter_map(Process::next_timer);
        timers.chain(self.world.next_at()).min()
    }

    /// Lets one thing happen: in the world, or a program is woken. Gives whether anything did.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.next_at() else { return false };
        if self.world.next_at().is_some_and(|event| event <= at) {
            self.world.step();
            self.tell_all();
            return true;
        }
        self.world.run_until(at);
        for place in 0..self.processes.len() {
            if let Some(timer) = self.processes[place].take_timer(at) {
                self.with(place, |program, os| program.wake(os, timer));
                self.tell_all();
                break;
            }
        }
        true
    }

    /// Runs until everything that happens by `end` has happened; the clock then stands there.
    pub fn run_until(&mut self, end: Time) {
        while self.next_at().is_some_and(|at| at <= end) {
            self.step();
        }
        self.world.run_until(end);
    }

    fn with(&mut self, at: usize, act: impl FnOnce(&mut P, &mut Os<'_>)) {
        let Self { world, processes, programs, .. } = self;
        if processes[at].is_running() {
            act(&mut programs[at], &mut Os { world, process: &mut processes[at] });
        }
    }

    /// Tells all programs what there is to tell. What one does may be news for another of the same
    /// host only by an event of the world, so that once round is enough.
    fn tell_all(&mut self) {
        for at in 0..self.processes.len() {
            if !self.processes[at].is_running() {
                continue;
            }
            let Self { world, processes, programs, .. } = self;
            let mut os = Os { world, process: &mut processes[at] };
            while let Some((fd, news)) = os.next_news() {
                programs[at].hear(&mut os, fd, news);
            }
        }
    }
}
