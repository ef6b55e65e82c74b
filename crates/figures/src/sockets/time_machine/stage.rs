//! The stage: programs that make their calls, a world that answers, faults that come in between.
//!
//! Each program runs until the kernel puts it to sleep; then the world moves on by one event, and
//! whoever was woken goes on.

use kernel::{
    Call, CallResult, Entry, Event, Fate, Flags, History, HostId, Input, Ip, Link, LinkId, Outcome,
    Packet, Payload, ProcessId, Reply, State, ThreadId, Time, abi,
};

use super::fault::Fault;
use super::program::Failure;
use super::run::{Actor, Cause, End, Made, STEPS_MAX, Scene, Step, address, host, side};
use super::scenario::{KNOBS, PROGRAMS, Scenario, Side, side_of};

const SEED: u64 = 1;
/// The link between the two hosts.
const WIRE: LinkId = LinkId(0);
/// Where strangers connect from.
const STRANGERS: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 9));
/// The most strangers that come at once.
const STRANGERS_MAX: u32 = 64;
/// The most inputs of a run, so that no world can keep it running for ever.
const INPUTS_MAX: usize = 6_000;

/// A run that is being made.
pub(super) struct Stage {
    pub(super) history: History,
    pub(super) steps: Vec<Step>,
    pub(super) actors: Vec<Actor>,
    pub(super) scenes: Vec<Scene>,
    pub(super) start: usize,
    pub(super) cut: bool,
    threads: Vec<ThreadId>,
    /// What each program received last.
    received: Vec<Vec<u8>>,
    /// How much of the trace belongs to steps.
    told: usize,
    strangers: Option<HostId>,
}

impl Stage {
    pub(super) fn perform(scenario: &Scenario, faults: &[Fault]) -> Self {
        let mut stage = Self::set(scenario, faults);
        let end = Time::from_ms(u64::from(scenario.until_ms));
        let mut deeds: Vec<Fault> =
            faults.iter().copied().filter(|it| it.step().is_some()).collect();
        loop {
            if stage.steps.len() >= STEPS_MAX || stage.history.position() >= INPUTS_MAX {
                stage.cut = true;
                break;
            }
            let position = stage.steps.len();
            if let Some(at) = deeds.iter().position(|deed| deed.step() == Some(position)) {
                let deed = deeds.remove(at);
                stage.disturb(deed);
                stage.note(Cause::Fault(deed));
            } else if !stage.let_a_program_go_on() {
                match stage.history.world().next_at() {
                    Some(at) if at <= end => stage.let_the_world_go_on(),
                    next => {
                        stage.cut = next.is_some();
                        break;
                    }
                }
            }
        }
        stage
    }

    fn set(scenario: &Scenario, faults: &[Fault]) -> Self {
        let mut history = History::new(SEED);
        for side in Side::BOTH {
            let (name, address) = (side.name().to_owned(), Some(address(side)));
            history.apply(Input::AddHost { name, address });
        }
        let mut link = Link::with_delay_ns(u64::from(scenario.wire.delay_ms) * 1_000_000);
        link.rate_bps = u64::from(scenario.wire.rate_kbit) * 1_000;
        link.mtu = scenario.wire.mtu;
        let last = faults.iter().filter_map(|fault| fault.segment()).max().unwrap_or(0);
        for number in 1..=last {
            let fate = faults.iter().find(|fault| fault.segment() == Some(number));
            link.script.push_back(match fate {
                Some(Fault::Drop(_)) => Fate::Drop,
                Some(Fault::Duplicate(_)) => Fate::Duplicate,
                Some(Fault::Delay(_, ms)) => Fate::Delay(u64::from(*ms) * 1_000_000),
                _ => Fate::Deliver,
            });
        }
        history.apply(Input::Join { one: HostId(0), other: HostId(1), link });
        for tuned in &scenario.tuned {
            let (key, value) = (KNOBS[tuned.knob].key.to_owned(), tuned.value.to_string());
            history.apply(Input::Sysctl { host: host(tuned.side), key, value });
        }
        let mut actors = Vec::new();
        let mut ids = [0, 0];
        let mut threads = Vec::new();
        for (program, statements) in scenario.programs.iter().enumerate() {
            if statements.is_empty() {
                continue;
            }
            let side = side_of(program);
            let name = PROGRAMS[program].to_owned();
            history.apply(Input::Spawn { host: host(side), name });
            // A host numbers its processes and threads from 0, in the order of their coming.
            let id = &mut ids[host(side).0 as usize];
            threads.push(ThreadId(*id));
            actors.push(Actor {
                program,
                side,
                process: ProcessId(*id),
                statements: statements.clone(),
                calls: Vec::new(),
                ended: None,
            });
            *id += 1;
        }
        let start = history.position();
        let received = vec![Vec::new(); actors.len()];
        let mut stage = Self {
            history,
            steps: Vec::new(),
            actors,
            scenes: Vec::new(),
            start,
            cut: false,
            threads,
            received,
            told: 0,
            strangers: None,
        };
        stage.scenes.push(stage.scene());
        stage
    }

    fn scene(&self) -> Scene {
        let world = self.history.world();
        Side::BOTH.map(|side| world.host(host(side)).tcp_details())
    }

    /// Everything in the trace that no step has told yet becomes one.
    fn note(&mut self, cause: Cause) {
        let world = self.history.world();
        let count = world.trace().len();
        self.steps.push(Step {
            ns: world.now().0,
            cause,
            entries: self.told..count,
            log: self.history.position(),
        });
        self.told = count;
        let scene = self.scene();
        self.scenes.push(scene);
    }

    /// The first program that is awake makes its next call. Gives whether there was one.
    fn let_a_program_go_on(&mut self) -> bool {
        let ready = |actor: &Actor| {
            let returned = actor.calls.last().is_none_or(|made| made.returned.is_some());
            actor.ended.is_none() && returned
        };
        let Some(at) = self.actors.iter().position(ready) else { return false };
        let step = self.steps.len() + 1;
        let actor = &mut self.actors[at];
        let (program, index) = (actor.program, actor.calls.len());
        let host = host(actor.side);
        let thread = self.threads[at];
        let failed = actor.calls.last().is_some_and(|made| {
            let statement = &actor.statements[index - 1];
            matches!(made.result, Some(Err(_))) && statement.failure == Failure::Ends
        });
        let statement = actor.statements.get(index).filter(|_| !failed);
        let Some(statement) = statement else {
            actor.ended = Some((step, if failed { End::Failed } else { End::Done }));
            self.history.apply(Input::Call { host, thread, call: Call::Exit });
            self.note(Cause::Exit(program));
            return true;
        };
        let server = address(Side::Server);
        let text = statement.ask.text(server, &self.received[at]);
        let call = statement.ask.call(server, &self.received[at]);
        actor.calls.push(Made { called: step, returned: None, result: None, text });
        let outcome = self.history.apply(Input::Call { host, thread, call });
        if let Some(Outcome::Done(result)) = outcome {
            self.came_back(at, result, step);
        }
        self.note(Cause::Call(program, index));
        true
    }

    fn came_back(&mut self, at: usize, result: CallResult, step: usize) {
        if let Ok(Reply::Received { data, .. }) = &result {
            self.received[at] = data.to_vec();
        }
        if let Some(made) = self.actors[at].calls.last_mut() {
            made.returned = Some(step);
            made.result = Some(result);
        }
    }

    /// One event of the world, if it is one of the two hosts'.
    fn let_the_world_go_on(&mut self) {
        self.history.apply(Input::Step);
        self.collect();
        let first = self.history.world().trace().entry(self.told);
        if first.is_none_or(is_strange) {
            self.told = self.history.world().trace().len();
        } else {
            self.note(Cause::World);
        }
    }

    /// Takes the results of the calls that came back.
    fn collect(&mut self) {
        let step = self.steps.len() + 1;
        for at in 0..self.actors.len() {
            let actor = &self.actors[at];
            let waits = actor.calls.last().is_some_and(|made| made.returned.is_none());
            let (host, thread) = (host(actor.side), self.threads[at]);
            if actor.ended.is_some() || !waits || self.history.world().is_asleep(host, thread) {
                continue;
            }
            let finished = self.history.apply(Input::TakeFinished { host, thread });
            if let Some(Outcome::Done(result)) = finished {
                self.came_back(at, result, step);
            }
        }
    }

    fn disturb(&mut self, deed: Fault) {
        match deed {
            Fault::Kill(program, _) => {
                let step = self.steps.len() + 1;
                let actor = self.actors.iter_mut().find(|actor| actor.program == program);
                if let Some(actor) = actor.filter(|actor| actor.ended.is_none()) {
                    actor.ended = Some((step, End::Killed));
                    let (host, process) = (host(actor.side), actor.process);
                    self.history.apply(Input::Kill { host, process });
                }
            }
            Fault::Tune(tuned, _) => {
                let (key, value) = (KNOBS[tuned.knob].key.to_owned(), tuned.value.to_string());
                self.history.apply(Input::Sysctl { host: host(tuned.side), key, value });
            }
            Fault::Reset(side, _) => self.forge_reset(side),
            Fault::Fill(_) => self.fill_backlog(),
            Fault::Drop(_) | Fault::Duplicate(_) | Fault::Delay(..) => {}
        }
        self.collect();
    }

    /// Something between the hosts forges an RST for the newest connection of a side.
    fn forge_reset(&mut self, side: Side) {
        let details = self.history.world().host(host(side)).tcp_details();
        let is_open = |state: State| !matches!(state, State::Closed | State::Listen);
        let peer = address(side.other());
        let newest = details.iter().rev().find(|it| is_open(it.state) && it.remote.ip == peer);
        let Some(target) = newest else { return };
        let segment = kernel::Segment {
            source_port: target.remote.port,
            destination_port: target.local.port,
            seq: target.expects,
            ack: target.sends,
            flags: Flags::RST.with(Flags::ACK),
            window: 0,
            urgent: 0,
            options: kernel::SegmentOptions::default(),
            payload: Payload::default(),
        };
        let packet = Packet::new(peer, address(side), kernel::Body::Tcp(segment));
        self.history.apply(Input::Inject { at: host(side.other()), packet });
    }

    /// Strangers connect to the server's listener until its accept queue takes no more.
    fn fill_backlog(&mut self) {
        let server = host(Side::Server);
        let details = self.history.world().host(server).tcp_details();
        let Some(listener) = details.iter().find(|it| it.state == State::Listen) else { return };
        let (Some(backlog), local) = (listener.backlog, listener.local) else { return };
        let room = (backlog + 1).saturating_sub(listener.accept_queue.len() as u32);
        let strangers = *self.strangers.get_or_insert_with(|| {
            let name = String::from("strangers");
            self.history.apply(Input::AddHost { name, address: Some(STRANGERS) });
            let (one, other) = (HostId(2), server);
            let link = Link::with_delay_ns(0);
            self.history.apply(Input::Join { one, other, link });
            self.history.apply(Input::Spawn { host: one, name: String::from("strangers") });
            one
        });
        debug_assert_eq!(WIRE, LinkId(0), "the strangers' link is the second");
        let to = kernel::Endpoint::new(address(Side::Server), local.port);
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        for _ in 0..room.min(STRANGERS_MAX) {
            let open = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
            for call in [open, Call::connect(0, to)] {
                self.as_stranger(strangers, call);
            }
        }
        let now = self.history.world().now();
        while self.history.world().next_at() == Some(now) && self.history.position() < INPUTS_MAX {
            self.history.apply(Input::Step);
        }
    }

    fn as_stranger(&mut self, host: HostId, call: Call) {
        let call = match call {
            // To whatever descriptor the last `socket` gave.
            Call::Connect { address, length, .. } => {
                let process = ProcessId(0);
                let open = self.history.world().host(host).proc_fd(process).unwrap_or_default();
                let fd = open.last().map_or(3, |(fd, _)| *fd);
                Call::Connect { fd, address, length }
            }
            call => call,
        };
        self.history.apply(Input::Call { host, thread: ThreadId(0), call });
    }
}

/// Whether an entry is about the strangers that fill a backlog, who are no part of the picture.
fn is_strange(entry: &Entry) -> bool {
    side(entry.host).is_none()
        || match &entry.event {
            Event::Arrived(packet) | Event::Sent(packet) => {
                packet.source == STRANGERS || packet.destination == STRANGERS
            }
            _ => false,
        }
}
