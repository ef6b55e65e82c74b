//! Two hosts, and event loops on them; the world runs until the loop in question has news.

use kernel::{
    Call, CallResult, Endpoint, History, HostId, Input, Ip, Link, Outcome, ThreadId, Time,
};
use lab::reactor::{Kind, Names, Next, Reactor};

use crate::events::{Event, Ops, read_events};

/// What the clock may reach before a test counts as stuck.
const TIME_MAX: Time = Time::from_ms(1_000_000);
/// Steps of a loop without the world in between.
const STEPS_MAX: usize = 100_000;

pub(crate) const SERVER: [u8; 4] = [10, 0, 0, 2];
pub(crate) const CLIENT: [u8; 4] = [10, 0, 0, 1];

pub(crate) struct Stage {
    pub(crate) history: History,
    pub(crate) programs: Vec<Program>,
}

pub(crate) struct Program {
    host: HostId,
    thread: ThreadId,
    pub(crate) reactor: Reactor,
    state: State,
    /// Every call with what it came to, as `name(fd) = result`.
    pub(crate) calls: Vec<(Call, CallResult)>,
    pub(crate) lines: Vec<u32>,
}

enum State {
    /// Nothing was asked yet, or the events were taken: the test has its turn.
    Turn,
    Goes(Option<CallResult>),
    Asleep(Call, u32),
    Has(Vec<Event>),
    Idle,
}

impl Stage {
    /// Hosts `server` and `client`, a millisecond apart.
    pub(crate) fn new() -> Self {
        Self::with_link(Link::with_delay_ns(1_000_000))
    }

    pub(crate) fn with_link(link: Link) -> Self {
        let mut history = History::new(7);
        for (name, ip) in [("server", SERVER), ("client", CLIENT)] {
            history.apply(Input::AddHost { name: name.to_owned(), address: Some(Ip(ip.into())) });
        }
        history.apply(Input::Join { one: HostId(0), other: HostId(1), link });
        Self { history, programs: Vec::new() }
    }

    pub(crate) fn names() -> Names {
        let mut names = Names::default();
        names.add("server", Ip(SERVER.into()));
        names.add("client", Ip(CLIENT.into()));
        names.add("server.example.com", Ip(SERVER.into()));
        names.forward("server.example.com", 80, Endpoint::new(Ip(SERVER.into()), 8080));
        names
    }

    /// Starts a loop on host 0 (the server) or 1; gives its number.
    pub(crate) fn start(&mut self, host: u32, kind: Kind) -> usize {
        let host = HostId(host);
        let before = self.programs.iter().filter(|program| program.host == host).count();
        self.history.apply(Input::Spawn { host, name: "loop".to_owned() });
        let thread = ThreadId(before as u32);
        let reactor = Reactor::new(kind, Self::names(), 5 + self.programs.len() as u64);
        let (calls, lines) = (Vec::new(), Vec::new());
        self.programs.push(Program { host, thread, reactor, state: State::Turn, calls, lines });
        self.programs.len() - 1
    }

    /// A turn of JavaScript.
    #[expect(clippy::needless_pass_by_value, reason = "so that tests chain wishes")]
    pub(crate) fn give(&mut self, program: usize, ops: Ops) {
        self.give_bytes(program, &ops.bytes());
    }

    pub(crate) fn give_bytes(&mut self, program: usize, ops: &[u8]) {
        let program = &mut self.programs[program];
        assert!(matches!(program.state, State::Turn | State::Idle), "it is not JavaScript's turn");
        program.reactor.take_ops(ops).expect("well-formed");
        program.state = State::Goes(None);
    }

    /// The events of the next turn; none when nothing is alive.
    pub(crate) fn take(&mut self, program: usize) -> Option<Vec<Event>> {
        let mut time_before = self.history.world().now();
        for _ in 0..STEPS_MAX {
            match std::mem::replace(&mut self.programs[program].state, State::Turn) {
                State::Has(events) => return Some(events),
                State::Idle => {
                    self.programs[program].state = State::Idle;
                    return None;
                }
                state => self.programs[program].state = state,
            }
            let goes_on = self.advance();
            assert!(goes_on, "program {program} waits for ever: {:?}", self.names_of(program));
            let now = self.history.world().now();
            assert!(now < TIME_MAX, "stuck in virtual time");
            time_before = time_before.max(now);
        }
        panic!("program {program} goes round for ever");
    }

    /// The texts of all events up to and with the one that contains `last`, answering each turn
    /// with nothing.
    pub(crate) fn until(&mut self, program: usize, last: &str) -> Vec<String> {
        let mut texts = Vec::new();
        if matches!(self.programs[program].state, State::Turn) {
            self.give(program, Ops::new());
        }
        loop {
            let events = self.take(program);
            let Some(events) = events else { panic!("idle before {last:?}: {texts:#?}") };
            texts.extend(events.iter().map(|event| event.text.clone()));
            if texts.iter().any(|text| text.contains(last)) {
                return texts;
            }
            assert!(texts.len() < 10_000, "no {last:?} in {:#?}", &texts[..20]);
            self.give(program, Ops::new());
        }
    }

    /// One thing happens: a program goes on, or the world does. Gives whether anything did.
    fn advance(&mut self) -> bool {
        for at in 0..self.programs.len() {
            if self.go_on(at) {
                return true;
            }
        }
        self.history.step()
    }

    fn go_on(&mut self, at: usize) -> bool {
        let now = self.history.world().now();
        let program = &mut self.programs[at];
        let (host, thread) = (program.host, program.thread);
        let result = match &mut program.state {
            State::Goes(result) => result.take(),
            State::Asleep(call, line) if !self.history.world().is_asleep(host, thread) => {
                let finished = self.history.apply(Input::TakeFinished { host, thread });
                let Some(Outcome::Done(result)) = finished else { return false };
                program.calls.push((call.clone(), result.clone()));
                program.lines.push(*line);
                Some(result)
            }
            _ => return false,
        };
        program.state = match program.reactor.next(now, result) {
            Next::Events(bytes) => State::Has(read_events(&bytes)),
            Next::Idle => State::Idle,
            Next::Call { call, line } => {
                let made = Input::Call { host, thread, call: call.clone() };
                match self.history.apply(made).expect("a call has an outcome") {
                    Outcome::Done(result) => {
                        program.calls.push((call, result.clone()));
                        program.lines.push(line);
                        State::Goes(Some(result))
                    }
                    Outcome::Blocked(_) => State::Asleep(call, line),
                }
            }
        };
        true
    }

    /// Whether JavaScript has its turn, or had its last.
    pub(crate) fn is_turn(&self, program: usize) -> bool {
        matches!(self.programs[program].state, State::Turn | State::Idle)
    }

    /// Takes events that a program already has.
    pub(crate) fn take_if_there(&mut self, program: usize) {
        if matches!(self.programs[program].state, State::Has(_)) {
            self.programs[program].state = State::Turn;
        }
    }

    /// Runs whatever runs, so many virtual milliseconds at most.
    pub(crate) fn run_for(&mut self, ms: u64) {
        let end = Time::from_ms(self.now_ms() + ms);
        for _ in 0..STEPS_MAX {
            if self.history.world().now() > end || !self.advance() {
                return;
            }
        }
        panic!("it goes round for ever");
    }

    /// One thing happens in the world.
    pub(crate) fn step(&mut self) {
        self.history.step();
    }

    /// A call of a program's thread that its loop knows nothing of.
    pub(crate) fn make(&mut self, program: usize, call: Call) {
        let Program { host, thread, .. } = self.programs[program];
        self.history.apply(Input::Call { host, thread, call });
    }

    /// The names of the calls that a program made so far.
    pub(crate) fn names_of(&self, program: usize) -> Vec<&'static str> {
        self.programs[program].calls.iter().map(|(call, _)| call.name()).collect()
    }

    /// Forgets the calls so far.
    pub(crate) fn forget_calls(&mut self, program: usize) {
        self.programs[program].calls.clear();
        self.programs[program].lines.clear();
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.history.world().now().as_ms()
    }
}
