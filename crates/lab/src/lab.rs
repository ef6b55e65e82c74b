//! The lab: whose turn it is, and what each thread is told.
//!
//! Turns go round: whoever can go on goes on in the order in which that became so, until it asks
//! for something. When nobody can, the world goes on by one event, and wakes somebody or nobody.

use std::collections::VecDeque;

use kernel::{Call, CallResult, Reply, Time};

use crate::codec::{Writer, write_result};
use crate::deed::Deed;
use crate::lock::Locks;
use crate::report::Ended;
use crate::request::Request;
use crate::setup::Setup;
use crate::stage::{Stage, Text};
use crate::thread::{Activity, Process, Thread};

/// The most calls of a run.
const CALLS_MAX: usize = 200_000;
/// The most inputs of a run's world.
const INPUTS_MAX: usize = 1_000_000;
/// The most bytes that one program may write.
const OUTPUT_LEN_MAX: usize = 256 * 1_024;
/// The most threads of one process.
const THREADS_MAX: usize = 256;
/// Milliseconds that a program may compute, as its runtime counts, without asking for anything.
const COMPUTING_MS_MAX: u64 = 5_000;
/// How long the world goes on while a program waits for the reader to type.
const TYPING_MS: u64 = 2_000;
/// How long kernels end connections whose programs are over.
const SETTLING_MS: u64 = 1_000;
/// How many things happen before the caller is asked to let others run.
const BUSY_MAX: usize = 500;
pub(crate) const NS_A_MS: u64 = 1_000_000;

/// How far a run goes before it pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Until nothing more happens.
    Run,
    /// To the next system call.
    Call,
    /// To the next line, where a runtime can tell lines; else to the next call.
    Line,
}

impl Mode {
    /// The mode of a name, `run`, `call` or `line`: what no name says is a run.
    pub fn named(name: &str) -> Self {
        match name {
            "call" => Self::Call,
            "line" => Self::Line,
            _ => Self::Run,
        }
    }
}

/// What is to be done next by whoever runs the programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A process is to be made ready; its first turn comes later.
    Start {
        /// Which program.
        process: usize,
    },
    /// A thread goes on, and has the turn until it asks for something.
    Turn {
        /// Its process.
        process: usize,
        /// Its number within the process.
        thread: u32,
        /// What it is told.
        reply: Vec<u8>,
        /// The virtual time, in nanoseconds.
        now: u64,
    },
    /// Much has happened: ask again soon.
    Busy,
    /// Nothing is to be done.
    Rest(Rest),
}

/// Why nothing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// A step was wanted and taken.
    Paused,
    /// A program waits for the reader to type.
    Input,
    /// All programs have ended.
    Ended,
    /// All that are left wait for something that nobody will do.
    Quiet,
    /// So much virtual time has passed.
    Time,
    /// So much has happened.
    Budget,
    /// The reader stopped it.
    Stopped,
    /// It was to go the way of an earlier run and went another.
    Differs,
}

/// Programs at work on the simulated world.
pub struct Lab {
    pub(crate) stage: Stage,
    pub(crate) processes: Vec<Process>,
    /// By the place that the stage gives them.
    pub(crate) threads: Vec<Thread>,
    pub(crate) ready: VecDeque<usize>,
    pub(crate) locks: Locks,
    pub(crate) turn: Option<usize>,
    pub(crate) mode: Mode,
    pub(crate) is_paused: bool,
    pub(crate) is_stopping: bool,
    pub(crate) until: Time,
    /// How long the world goes on while a program waits for somebody to type, if anybody may.
    pub(crate) typing_ms: Option<u64>,
    pub(crate) calls: usize,
    pub(crate) rest: Option<Rest>,
    pub(crate) log: Vec<u8>,
    /// What an earlier run did, as far as this one has not done the same yet.
    pub(crate) expected: VecDeque<u8>,
    pub(crate) differs: bool,
}

impl Lab {
    /// A lab in which nothing has happened.
    pub fn new(setup: Setup) -> Self {
        let text: Text = |_| String::new();
        let stage = Stage::new(setup, text);
        let programs = stage.setup().programs.clone();
        let thread = |(process, program): (usize, &crate::setup::Program)| Thread {
            process,
            number: 0,
            line: 0,
            activity: match program.start_ms {
                0 => Activity::Ready(Vec::new()),
                ms => Activity::Later(Time::from_ms(ms)),
            },
        };
        let threads: Vec<Thread> = programs.iter().enumerate().map(thread).collect();
        let process = |at: usize| Process { threads: vec![at], ..Process::default() };
        let is_ready = |at: &usize| matches!(threads[*at].activity, Activity::Ready(_));
        Self {
            processes: (0..programs.len()).map(process).collect(),
            ready: (0..threads.len()).filter(is_ready).collect(),
            threads,
            locks: Locks::default(),
            turn: None,
            mode: Mode::Run,
            is_paused: false,
            is_stopping: false,
            until: Time::from_ms(stage.setup().until_ms),
            typing_ms: Some(TYPING_MS),
            calls: 0,
            rest: None,
            log: Vec::new(),
            expected: VecDeque::new(),
            differs: false,
            stage,
        }
    }

    /// The virtual time.
    pub fn now(&self) -> Time {
        self.stage.world().now()
    }

    /// The world and its record.
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What was done since the log was last taken, as far as the record goes.
    pub fn take_log(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.log)
    }

    /// What is to be done next. While a thread has the turn: [`Next::Busy`].
    pub fn advance(&mut self) -> Next {
        if self.turn.is_some() {
            return Next::Busy;
        }
        for _ in 0..BUSY_MAX {
            if let Some(rest) = self.reason_to_rest() {
                self.rest = Some(rest);
                return Next::Rest(rest);
            }
            self.rest = None;
            if let Some(thread) = self.ready.pop_front() {
                if let Some(next) = self.give_turn(thread) {
                    return next;
                }
            } else if let Some(rest) = self.go_on() {
                self.rest = Some(rest);
                return Next::Rest(rest);
            }
        }
        Next::Busy
    }

    fn reason_to_rest(&self) -> Option<Rest> {
        let is_over = |process: &Process| {
            let first = process.threads.first().map(|at| &self.threads[*at].activity);
            process.ended.is_some() || first == Some(&Activity::Idle)
        };
        if self.processes.iter().all(is_over) && !self.is_settling() {
            return Some(if self.is_stopping { Rest::Stopped } else { Rest::Ended });
        }
        if self.differs {
            return Some(Rest::Differs);
        }
        if self.is_paused {
            return Some(Rest::Paused);
        }
        let spent = self.calls >= CALLS_MAX || self.stage.recorder().inputs() >= INPUTS_MAX;
        spent.then_some(Rest::Budget)
    }

    /// Whether kernels still end the connections that their programs have left: for a while.
    fn is_settling(&self) -> bool {
        let last = self.stage.recorder().last_exit().unwrap_or_default();
        let until = last.plus_ns(SETTLING_MS * NS_A_MS);
        self.stage.world().next_at().is_some_and(|at| at <= until)
    }

    fn give_turn(&mut self, thread: usize) -> Option<Next> {
        let process = self.threads[thread].process;
        if !self.processes[process].is_started {
            self.processes[process].is_started = true;
            self.ready.push_front(thread);
            return Some(Next::Start { process });
        }
        let record = &mut self.threads[thread];
        let reply = match std::mem::replace(&mut record.activity, Activity::Turn) {
            Activity::Ready(reply) => reply,
            Activity::Loop(result) => {
                self.go_round(thread, result);
                return None;
            }
            other => {
                record.activity = other;
                return None;
            }
        };
        self.turn = Some(thread);
        let now = self.now().0;
        Some(Next::Turn { process, thread: self.threads[thread].number, reply, now })
    }

    /// Nobody can go on: the world does. Gives why it may not.
    fn go_on(&mut self) -> Option<Rest> {
        let typing = self.threads.iter().filter_map(|thread| match thread.activity {
            Activity::Reading(since) => Some(since.plus_ns(self.typing_ms? * NS_A_MS)),
            _ => None,
        });
        let typing = typing.max();
        let world = self.stage.world().next_at();
        let own = self.next_own();
        let next = [world, own].into_iter().flatten().min();
        match next {
            Some(at) if typing.is_some_and(|until| at > until) => return Some(Rest::Input),
            // Timers of kernels alone, TIME-WAIT's for one, wake nobody.
            Some(at) if at > self.until && !self.is_stopping => {
                let waits = self.threads.iter().enumerate().any(|it| self.waits_for_time(it));
                return Some(if waits { Rest::Time } else { Rest::Quiet });
            }
            Some(_) => {}
            None if typing.is_some() => return Some(Rest::Input),
            None if self.is_stopping => {
                self.end_all();
                return None;
            }
            None => return Some(Rest::Quiet),
        }
        if own.is_some_and(|own| world.is_none_or(|world| own < world)) {
            self.pass(own.unwrap_or_default());
        } else {
            self.step();
        }
        None
    }

    /// Whether the passing of time could let a thread go on.
    fn waits_for_time(&self, (at, thread): (usize, &Thread)) -> bool {
        match thread.activity {
            Activity::Later(_) | Activity::Lock { until: Some(_), .. } => true,
            Activity::Kernel | Activity::LoopAsleep => {
                self.stage.newest(at).is_some_and(|call| match call {
                    Call::Poll { timeout_ms, .. } | Call::EpollWait { timeout_ms, .. } => {
                        *timeout_ms >= 0
                    }
                    Call::Select { timeout_ms, .. } => timeout_ms.is_some(),
                    // A connection under way, or one whose peer does not answer, is given up.
                    Call::Sleep { .. } | Call::Connect { .. } | Call::Send { .. } => true,
                    _ => false,
                })
            }
            _ => false,
        }
    }

    /// The next moment at which a thread gives up waiting, or begins.
    fn next_own(&self) -> Option<Time> {
        let moment = |thread: &Thread| match thread.activity {
            Activity::Later(at) => Some(at),
            Activity::Lock { until, .. } => until,
            _ => None,
        };
        self.threads.iter().filter_map(moment).min()
    }

    /// The clock moves to a moment before which nothing happens by itself.
    fn pass(&mut self, until: Time) {
        self.note(&Deed::Wait { until });
        self.stage.wait(until);
        for at in 0..self.threads.len() {
            match self.threads[at].activity {
                Activity::Later(begins) if begins <= until => self.answer(at, Vec::new()),
                Activity::Lock { until: Some(ends), .. } if ends <= until => {
                    self.locks.leave(at);
                    self.answer(at, number(0));
                }
                _ => {}
            }
        }
    }

    fn step(&mut self) {
        self.note(&Deed::Step);
        self.stage.step();
        self.take_returned();
    }

    /// Threads whose calls came back can go on.
    pub(crate) fn take_returned(&mut self) {
        for at in 0..self.threads.len() {
            let activity = &self.threads[at].activity;
            if !matches!(activity, Activity::Kernel | Activity::LoopAsleep) {
                continue;
            }
            let Some(result) = self.stage.returned(at) else { continue };
            let next = match activity {
                Activity::Kernel => Activity::Ready(told(result)),
                _ => Activity::Loop(Some(result.clone())),
            };
            self.threads[at].activity = next;
            self.ready.push_back(at);
        }
    }

    /// A thread can go on, and will be told this.
    pub(crate) fn answer(&mut self, thread: usize, reply: Vec<u8>) {
        self.threads[thread].activity = Activity::Ready(reply);
        self.ready.push_back(thread);
    }

    /// A thread goes on at once, before others.
    pub(crate) fn answer_now(&mut self, thread: usize, reply: Vec<u8>) {
        self.threads[thread].activity = Activity::Ready(reply);
        self.ready.push_front(thread);
    }

    /// Keeps a deed, as long as the record is kept.
    pub(crate) fn note(&mut self, deed: &Deed) {
        if !self.stage.keeps() {
            return;
        }
        let from = self.log.len();
        deed.write(&mut self.log);
        if self.expected.is_empty() {
            return;
        }
        // The way of an earlier run: the same deeds, and a pause where they end.
        let done = &self.log[from..];
        let count = done.len().min(self.expected.len());
        let is_same = self.expected.drain(..count).eq(done.iter().copied());
        self.differs |= !is_same || count < done.len();
        self.is_paused |= self.expected.is_empty();
    }

    fn place(&self, process: usize, thread: u32) -> Option<usize> {
        self.processes.get(process)?.threads.get(thread as usize).copied()
    }

    /// A thread that has the turn asks for something, at a line of its program, and gives the turn
    /// back. Whatever it says that cannot be ends its process.
    pub fn heard(&mut self, process: usize, thread: u32, line: u32, bytes: &[u8]) {
        let Some(at) = self.place(process, thread).filter(|at| self.turn == Some(*at)) else {
            return;
        };
        self.turn = None;
        self.threads[at].line = line;
        match Request::read(bytes) {
            Ok(request) => self.perform(at, request),
            Err(_) => self.end(at, Ended::Broken),
        }
    }

    fn perform(&mut self, at: usize, request: Request) {
        let process = self.threads[at].process;
        if !matches!(request, Request::Yield { .. } | Request::Line(_)) {
            self.processes[process].computing_ms = 0;
        }
        match request {
            Request::Kernel(call) => self.call(at, call),
            Request::Exit(status) => self.end(at, Ended::Exited(status)),
            Request::StartThread => self.start_thread(at),
            Request::EndThread => self.end_thread(at),
            Request::LockWait { lock, timeout_ns, holder } => {
                let until = timeout_ns.map(|ns| self.now().plus_ns(ns));
                self.locks.wait(process, lock, at);
                self.threads[at].activity = Activity::Lock { lock, until, holder };
            }
            Request::LockWake { lock } => {
                let (woken, left) = self.locks.wake(process, lock);
                if let Some(woken) = woken {
                    self.answer(woken, number(1));
                }
                self.answer_now(at, count(left));
            }
            Request::Yield { ms } => self.computed(at, ms),
            Request::ReadLine => self.read_line(at),
            Request::Resolve(name) => {
                let found = self.stage.setup().resolve(&name);
                let mut writer = Writer::default();
                writer.u8(0).list(&found, |it, ip| it.bytes.extend(ip.0.octets()));
                self.answer_now(at, writer.bytes);
            }
            Request::Line(_) => {
                self.is_paused |= self.mode == Mode::Line;
                self.answer_now(at, number(0));
            }
            Request::Mode => self.answer_now(at, number(i32::from(self.mode == Mode::Line))),
            Request::Rest => self.rest_peer(at),
            Request::Turn(ops) => self.take_ops(at, &ops),
        }
    }

    fn call(&mut self, at: usize, call: Call) {
        match self.make(at, call) {
            Some(result) => self.answer_now(at, told(&result)),
            None => self.threads[at].activity = Activity::Kernel,
        }
    }

    /// A thread makes a call. Gives what it came to, if it came back at once.
    pub(crate) fn make(&mut self, at: usize, call: Call) -> Option<CallResult> {
        self.calls += 1;
        let process = self.threads[at].process;
        *self.processes[process].calls.entry(call.name()).or_default() += 1;
        let call = self.led(at, call);
        let line = self.threads[at].line;
        self.note(&Deed::Call { thread: at, line, call: call.clone() });
        self.is_paused |= self.mode != Mode::Run;
        let result = self.stage.call(at, line, call);
        let is_idle =
            result.as_ref().is_some_and(|it| it.as_ref().is_ok_and(is_nothing) || it.is_err());
        self.processes[process].idle_calls += u64::from(is_idle);
        result
    }

    fn start_thread(&mut self, at: usize) {
        let process = self.threads[at].process;
        let number_of = self.processes[process].threads.len();
        let alive = self.processes[process].threads.iter();
        let alive = alive.filter(|it| self.threads[**it].activity != Activity::Over).count();
        let place = if alive < THREADS_MAX { self.stage.new_thread(process) } else { None };
        let Some(place) = place else {
            self.answer_now(at, told(&Err(kernel::Errno::EAGAIN)));
            return;
        };
        self.note(&Deed::NewThread { process });
        self.processes[process].threads.push(place);
        let activity = Activity::Ready(Vec::new());
        self.threads.push(Thread { process, number: number_of as u32, line: 0, activity });
        self.ready.push_back(place);
        self.answer_now(at, count(number_of));
    }

    fn end_thread(&mut self, at: usize) {
        self.note(&Deed::EndThread { thread: at });
        self.stage.end_thread(at);
        self.threads[at].activity = Activity::Over;
    }

    /// A thread computed for a while: time passes, others have their turn.
    fn computed(&mut self, at: usize, ms: u32) {
        let process = self.threads[at].process;
        self.processes[process].computing_ms += u64::from(ms);
        if self.processes[process].computing_ms > COMPUTING_MS_MAX {
            self.end(at, Ended::Computing);
            return;
        }
        if self.is_stopping {
            self.answer(at, vec![INTERRUPTED]);
            return;
        }
        let until = self.now().plus_ns(u64::from(ms) * NS_A_MS);
        while self.stage.world().next_at().is_some_and(|next| next <= until) {
            self.step();
        }
        self.pass(until);
        self.answer(at, number(0));
    }

    /// A program wrote something.
    pub fn wrote(&mut self, process: usize, thread: u32, fd: i32, text: &str) {
        let Some(at) = self.place(process, thread) else { return };
        self.processes[process].output_len += text.len();
        self.note(&Deed::Write { thread: at, fd, text: text.to_owned() });
        self.stage.write(at, fd, text);
        if self.processes[process].output_len > OUTPUT_LEN_MAX {
            self.kill(process, Ended::Output);
        }
    }

    /// What runs a program has given up on it.
    pub fn died(&mut self, process: usize, why: Ended) {
        if process < self.processes.len() {
            self.kill(process, why);
        }
    }

    pub(crate) fn end(&mut self, at: usize, ended: Ended) {
        let process = self.threads[at].process;
        if let Ended::Exited(status) = ended {
            self.note(&Deed::Exit { thread: at, status });
            self.stage.exit(at, status);
            self.over(process, ended);
        } else {
            self.kill(process, ended);
        }
    }

    pub(crate) fn kill(&mut self, process: usize, ended: Ended) {
        if self.processes[process].ended.is_some() {
            return;
        }
        let name = self.stage.setup().programs[process].name.clone();
        let deed = format!("kill {name} {}", self.stage.recorder().position());
        self.note(&Deed::Disturb(deed.clone()));
        self.stage.disturb(&deed);
        self.over(process, ended);
        self.take_returned();
    }

    pub(crate) fn over(&mut self, process: usize, ended: Ended) {
        self.processes[process].ended = Some(ended);
        for at in self.processes[process].threads.clone() {
            self.threads[at].activity = Activity::Over;
            self.locks.leave(at);
            self.ready.retain(|ready| *ready != at);
            if self.turn == Some(at) {
                self.turn = None;
            }
        }
    }

    pub(crate) fn end_all(&mut self) {
        for process in 0..self.processes.len() {
            self.kill(process, Ended::Stopped);
        }
    }
}

/// Whether a call gave 0: nothing was read, nobody is ready, or there was nothing to give.
fn is_nothing(reply: &Reply) -> bool {
    reply.number() == 0
}

/// The first byte of what an interrupted thread is told.
pub(crate) const INTERRUPTED: u8 = 2;

fn told(result: &CallResult) -> Vec<u8> {
    let mut writer = Writer::default();
    write_result(&mut writer, result);
    writer.bytes
}

fn number(number: i32) -> Vec<u8> {
    told(&Ok(Reply::Number(number)))
}

fn count(count: usize) -> Vec<u8> {
    number(i32::try_from(count).unwrap_or(i32::MAX))
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    bytes(text.as_bytes())
}

pub(crate) fn bytes(bytes: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.u8(0).data(bytes);
    writer.bytes
}
