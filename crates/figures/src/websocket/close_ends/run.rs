//! A run: both ends on the simulated kernel, recorded, and what is read off the recording.
//!
//! The connection stands before the recording begins: TCP is established, and the opening
//! handshake of the WebSocket lies behind both ends.

use std::net::Ipv4Addr;

use kernel::{
    Call, DropRule, Endpoint, Event, Fd, Flags, History, HostId, Input, Ip, Link, LinkId,
    OptionValue, ProcessId, State, ThreadId, Time, abi,
};
use recording::{Budget, Fault, Host, Recorder, Recording, Thread};

use super::end::{Deed, End, Note, Ready};
use super::frame::Frame;
use super::scene::{Case, Closer, Report, Scene, Who};

const MS: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MS;
/// How long a packet travels.
const DELAY_NS: u64 = 20 * MS;
const RATE_BPS: u64 = 10_000_000;
/// The moment at which the recording begins, by the world's clock.
const START: u64 = SECOND;
/// When an end calls `close`.
const CLOSE_AT: u64 = 100 * MS;
/// Messages: one before, and one just behind, while the close frame travels.
const FIRST_AT: u64 = 90 * MS;
const SECOND_AT: u64 = 110 * MS;
/// A third piece, for which it is too late.
const THIRD_AT: u64 = 130 * MS;
/// No run is longer: keep-alive takes two hours and a quarter.
const LONGEST: u64 = 3 * 3_600 * SECOND;
/// A healthy connection, of which nothing is to be learnt by waiting on.
const IDLE: u64 = SECOND;

const ADDRESSES: [Ip; 2] = [Ip(Ipv4Addr::new(10, 0, 0, 1)), Ip(Ipv4Addr::new(10, 0, 0, 2))];
const NAMES: [&str; 2] = ["page", "server"];
const PORT: u16 = 8_080;
/// The connection's descriptor at either end; 3 is the server's listener.
const FDS: [Fd; 2] = [3, 4];
const THREAD: ThreadId = ThreadId(0);

/// Something that is worth a row.
pub(super) struct Beat {
    /// The steps of the recording that belong to it.
    pub(super) steps: std::ops::RangeInclusive<usize>,
    /// When, in nanoseconds from the start.
    pub(super) ns: u64,
    /// At which end.
    pub(super) who: Option<Who>,
    /// What the program does and learns.
    pub(super) notes: Vec<Note>,
}

/// What stands at an end after some beats.
pub(super) struct Standing {
    pub(super) ready: Ready,
    /// Whether the process still runs.
    pub(super) is_there: bool,
    pub(super) has_sent_close: bool,
    pub(super) has_got_close: bool,
    pub(super) tcp: State,
}

/// A run.
pub(super) struct Run {
    pub(super) recording: Recording,
    pub(super) beats: Vec<Beat>,
    /// Whether more would have happened.
    pub(super) is_cut: bool,
    /// By segment, whether its first byte was sent before: alone, or in another company.
    is_again: Vec<bool>,
}

struct Stage {
    recorder: Recorder,
    ends: [End; 2],
    /// How many calls of each were heard of.
    heard: [usize; 2],
    notes: Vec<(usize, Option<Who>, Note)>,
    mishap: Option<u64>,
    last: u64,
}

/// The host of an end.
pub(super) fn host_of(who: Who) -> HostId {
    HostId(who as u32)
}

/// The wire between them; its rate keeps packets apart that are sent in one moment.
fn link() -> Link {
    let mut link = Link::with_delay_ns(DELAY_NS);
    link.rate_bps = RATE_BPS;
    link
}

/// Two hosts with a connection between them.
fn set(scene: &Scene) -> Recorder {
    let mut history = History::new(1);
    for who in Who::ALL {
        let (name, address) = (NAMES[who as usize].to_owned(), Some(ADDRESSES[who as usize]));
        history.apply(Input::AddHost { name, address });
    }
    let [one, other] = Who::ALL.map(host_of);
    let mut wire = link();
    if scene.case == Case::LostFin {
        let first = DropRule { has: Some(Flags::FIN), remaining: Some(1), ..DropRule::default() };
        wire.rules.push(first);
    }
    history.apply(Input::Join { one, other, link: wire });
    for who in Who::ALL {
        history.apply(Input::Spawn { host: host_of(who), name: NAMES[who as usize].to_owned() });
    }
    let mut call = |who, call| {
        history.apply(Input::Call { host: host_of(who), thread: THREAD, call });
    };
    let socket = || Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 };
    call(Who::Server, socket());
    call(Who::Server, Call::bind(3, Endpoint::new(Ip::ANY, PORT)));
    call(Who::Server, Call::Listen { fd: 3, backlog: 1 });
    call(Who::Server, Call::Accept { fd: 3, flags: 0 });
    call(Who::Page, socket());
    call(Who::Page, Call::connect(3, Endpoint::new(ADDRESSES[Who::Server as usize], PORT)));
    while history.world().next_at().is_some_and(|at| at.0 < START) {
        history.apply(Input::Step);
    }
    for who in Who::ALL {
        history.apply(Input::TakeFinished { host: host_of(who), thread: THREAD });
    }
    let mut call = |who: Who, call| {
        history.apply(Input::Call { host: host_of(who), thread: THREAD, call });
    };
    let option = |who: Who, level, name| {
        let fd = FDS[who as usize];
        Call::SetOption { fd, level, name, value: OptionValue::Int(1) }
    };
    // The listener's part is over. Browsers and servers of WebSocket both turn Nagle off.
    call(Who::Server, Call::Close { fd: 3 });
    for who in Who::ALL {
        call(who, option(who, abi::IPPROTO_TCP, abi::TCP_NODELAY));
    }
    if scene.keeps_alive {
        call(Who::Server, option(Who::Server, abi::SOL_SOCKET, abi::SO_KEEPALIVE));
    }
    history.apply(Input::Wait { until: Time(START) });
    let hosts =
        Who::ALL.map(|who| Host::new(host_of(who), NAMES[who as usize], ADDRESSES[who as usize]));
    let threads =
        Who::ALL.map(|who| Thread::new(NAMES[who as usize], host_of(who), ProcessId(0), THREAD));
    Recorder::new(history, hosts.to_vec(), threads.to_vec(), Budget::default())
}

/// What each end does of its own accord.
fn ends(scene: &Scene) -> [End; 2] {
    Who::ALL.map(|who| {
        let mut end = End::new(who, FDS[who as usize], scene, START);
        let mut plan = Vec::new();
        match scene.case {
            Case::Data => {
                plan.push((FIRST_AT, Deed::Send("one")));
                plan.push((SECOND_AT, Deed::Send("two")));
            }
            Case::Pieces if who == Who::Server => {
                plan.push((FIRST_AT, Deed::Piece("a ", false)));
                plan.push((SECOND_AT, Deed::Piece("long ", false)));
                plan.push((THIRD_AT, Deed::Piece("text", true)));
            }
            _ => {}
        }
        if scene.closes(who) {
            plan.push((CLOSE_AT, Deed::Close));
        }
        if scene.is_about_notice() && scene.talks.is(who) {
            plan.push((u64::from(scene.at.value()) * MS + SECOND, Deed::Send("hello?")));
        }
        plan.sort_by_key(|(at, _)| *at);
        for (at, deed) in plan {
            end.plan(START + at, deed);
        }
        end
    })
}

impl Run {
    pub(super) fn new(scene: &Scene) -> Self {
        let idle = u64::from(scene.heartbeat.value()) * SECOND * 2 + IDLE;
        let is_quiet = scene.closer == Closer::Nobody && !scene.has_mishap();
        let mut stage = Stage {
            recorder: set(scene),
            ends: ends(scene),
            heard: [0; 2],
            notes: Vec::new(),
            mishap: scene.has_mishap().then(|| START + u64::from(scene.at.value()) * MS),
            last: START + if is_quiet { idle } else { LONGEST },
        };
        stage.play(scene);
        let Stage { recorder, notes, .. } = stage;
        let recording = recorder.finish();
        let beats = beats(&recording, notes);
        let (is_cut, is_again) = (recording.is_cut, repeated(&recording));
        Self { recording, beats, is_cut, is_again }
    }
}

impl Stage {
    fn now(&self) -> u64 {
        self.recorder.world().now().0
    }

    fn play(&mut self, scene: &Scene) {
        while !self.recorder.is_spent() {
            if self.mishap.take_if(|at| *at <= self.recorder.world().now().0).is_some() {
                self.befall(scene);
                continue;
            }
            if Who::ALL.into_iter().any(|who| self.turn(who)) {
                continue;
            }
            let Some(at) =
                [self.recorder.next_at().map(|at| at.0), self.mishap].into_iter().flatten().min()
            else {
                return;
            };
            if at > self.last || self.is_over(at) {
                self.recorder.cut();
                return;
            }
            if self.mishap == Some(at) {
                self.recorder.apply(Input::Wait { until: Time(at) });
            } else {
                self.recorder.step();
            }
        }
    }

    /// Both are done, and what is left are timers of kernels.
    fn is_over(&self, next: u64) -> bool {
        self.ends.iter().all(|end| end.is_done) && next > self.now() + SECOND
    }

    /// What was planned goes wrong.
    fn befall(&mut self, scene: &Scene) {
        let step = self.recorder.position() + 1;
        let whom = scene.whom;
        match scene.case {
            Case::Cable => {
                let mut to = link();
                to.rules.push(DropRule::default());
                self.recorder.apply(Input::ChangeLink { link: LinkId(0), to });
                self.recorder.record(recording::Cause::World);
                self.notes.push((step, None, Note::Pulled));
            }
            Case::Killed if !self.ends[whom as usize].is_done => {
                self.notes.push((step, Some(whom), Note::Killed));
                self.recorder.disturb(Fault::Kill(NAMES[whom as usize].to_owned(), step - 1));
                self.ends[whom as usize].is_done = true;
            }
            Case::Hangs if !self.ends[whom as usize].is_done => {
                self.notes.push((step, Some(whom), Note::Hangs));
                self.recorder.record(recording::Cause::World);
                self.ends[whom as usize].is_done = true;
            }
            _ => {}
        }
    }

    /// A program makes its next call, if it is awake and has not come to its end.
    fn turn(&mut self, who: Who) -> bool {
        let at = who as usize;
        let thread = self.recorder.thread(at);
        if self.ends[at].is_done || !thread.is_ready() {
            return false;
        }
        let now = self.now();
        let thread = self.recorder.thread(at);
        let end = &mut self.ends[at];
        if let Some(made) = thread.calls.get(self.heard[at]) {
            self.heard[at] += 1;
            if let Some(result) = &made.result {
                end.hear(&made.call, result, now);
            }
            let step = self.recorder.position();
            self.notes.extend(end.notes.drain(..).map(|note| (step, Some(who), note)));
            return true;
        }
        let step = self.recorder.position() + 1;
        let next = end.next().or_else(|| {
            end.act(now);
            end.next()
        });
        self.notes.extend(end.notes.drain(..).map(|note| (step, Some(who), note)));
        let call = match next {
            Some(next) => {
                self.notes.extend(next.notes.into_iter().map(|note| (step, Some(who), note)));
                next.call
            }
            None => end.poll(now),
        };
        self.recorder.call(at, call, String::new(), None);
        true
    }
}

/// The end at which a step happens.
fn place(recording: &Recording, step: usize) -> Option<Who> {
    let entry = recording.entries_of(step).first()?;
    Who::ALL.into_iter().find(|who| host_of(*who) == entry.host)
}

/// Steps become beats: what is neither seen nor said, such as a poll, belongs to what was before.
fn beats(recording: &Recording, notes: Vec<(usize, Option<Who>, Note)>) -> Vec<Beat> {
    let mut beats: Vec<Beat> = Vec::new();
    let mut notes = notes.into_iter().peekable();
    for (number, step) in (1..).zip(&recording.steps) {
        let mut said = Vec::new();
        let mut who = place(recording, number);
        while let Some((_, whose, note)) = notes.next_if(|(at, _, _)| *at <= number) {
            who = whose;
            said.push(note);
        }
        let has_sent = !step.sent.is_empty();
        let has_arrived = recording.has_event(number, |event| matches!(event, Event::Arrived(_)));
        let ns = step.ns.saturating_sub(START);
        let is_event = has_arrived || has_sent || !said.is_empty() || !step.changes.is_empty();
        match beats.last_mut() {
            // What a program reads belongs to the arrival that woke it.
            Some(last)
                if !is_event || !has_arrived && !has_sent && (last.ns, last.who) == (ns, who) =>
            {
                last.steps = *last.steps.start()..=number;
                last.notes.extend(said);
            }
            _ if is_event => beats.push(Beat { steps: number..=number, ns, who, notes: said }),
            _ => {}
        }
    }
    beats
}

/// Which segments carry what was sent before. A kernel that sends again puts small segments
/// together, so that they are not the same segments.
fn repeated(recording: &Recording) -> Vec<bool> {
    let mut next: [Option<kernel::Seq>; 2] = [None; 2];
    let is_again = |segment: &recording::Segment| {
        let Some(tcp) = segment.tcp() else { return false };
        if tcp.end_seq() == tcp.seq {
            return false;
        }
        let known = &mut next[usize::from(segment.from != host_of(Who::Page))];
        let before = known.is_some_and(|next| tcp.seq.0.wrapping_sub(next.0) > u32::MAX / 2);
        if !before {
            *known = Some(tcp.end_seq());
        }
        before
    };
    recording.segments.iter().map(is_again).collect()
}

impl Run {
    /// Whether a segment, by its place, repeats what was sent before.
    pub(super) fn is_again(&self, segment: usize) -> bool {
        self.is_again.get(segment).copied().unwrap_or(false)
    }

    /// The position of the recording after so many beats.
    pub(super) fn position(&self, beats: usize) -> usize {
        beats.checked_sub(1).map_or(0, |last| *self.beats[last].steps.end())
    }

    /// The beat to which a step belongs, from 1.
    pub(super) fn beat_of(&self, step: usize) -> usize {
        self.beats.partition_point(|beat| *beat.steps.end() < step) + 1
    }

    /// What an end has done and learnt up to a beat.
    pub(super) fn notes(&self, who: Who, beats: usize) -> impl Iterator<Item = (u64, &Note)> {
        let mine = self.beats[..beats].iter().filter(move |beat| beat.who == Some(who));
        mine.flat_map(|beat| beat.notes.iter().map(|note| (beat.ns, note)))
    }

    /// What stands at an end after so many beats.
    pub(super) fn standing(&self, who: Who, beats: usize) -> Standing {
        let position = self.position(beats);
        let tcp = self.recording.state_behind(who as usize, FDS[who as usize], position);
        let mut standing = Standing {
            ready: Ready::Open,
            is_there: true,
            has_sent_close: false,
            has_got_close: false,
            tcp: tcp.unwrap_or(State::Closed),
        };
        for (_, note) in self.notes(who, beats) {
            match note {
                Note::CloseCame => {
                    standing.has_got_close = true;
                    standing.ready = Ready::Closing;
                }
                Note::Fails(_) | Note::Terminates => standing.ready = Ready::Closing,
                Note::Reports(_) => standing.ready = Ready::Closed,
                Note::Killed => standing.is_there = false,
                _ => {}
            }
        }
        if self.frames(beats).any(|frame| frame.who == who && frame.is_close()) {
            standing.has_sent_close = true;
            if standing.ready == Ready::Open {
                standing.ready = Ready::Closing;
            }
        }
        standing
    }

    /// The frames that were sent for the first time, up to a beat.
    pub(super) fn frames(&self, beats: usize) -> impl Iterator<Item = Frame> {
        let position = self.position(beats);
        let segments = self.recording.segments.iter().zip(&self.is_again);
        let sent = segments.filter(move |(segment, again)| segment.sent <= position && !**again);
        sent.filter_map(|(segment, _)| {
            let who = Who::ALL.into_iter().find(|who| host_of(*who) == segment.from)?;
            Frame::read(who, &segment.tcp()?.payload)
        })
    }

    /// What an end reports at the end, and when.
    pub(super) fn report(&self, who: Who) -> Report {
        self.ending(who).map_or(Report::Nothing, |(_, ending)| Report::Closed {
            code: ending.code.0,
            is_clean: ending.clean,
        })
    }

    /// The `close` event of an end, and when it comes.
    pub(super) fn ending(&self, who: Who) -> Option<(u64, &websocket::connection::Ending)> {
        self.notes(who, self.beats.len()).find_map(|(ns, note)| match note {
            Note::Reports(ending) => Some((ns, ending)),
            _ => None,
        })
    }

    /// The end whose TCP waits in TIME-WAIT after the last beat, or did.
    pub(super) fn time_wait(&self) -> Option<Who> {
        let steps = 0..=self.recording.steps.len();
        let waits = |who: &Who| {
            let fd = FDS[*who as usize];
            steps.clone().any(|at| {
                self.recording.state_behind(*who as usize, fd, at) == Some(State::TimeWait)
            })
        };
        Who::ALL.into_iter().find(waits)
    }
}

/// Which end a segment comes from.
pub(super) fn sender(segment: &recording::Segment) -> Who {
    if segment.from == host_of(Who::Page) { Who::Page } else { Who::Server }
}
