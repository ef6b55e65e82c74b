//! A peer at work: what its statements mean, without a socket and without a clock.
//!
//! Whoever has sockets, real or simulated ones, asks for the next [`Want`], carries it out, and
//! tells the [`Outcome`](crate::Outcome). Nothing else knows what a statement of a `checks.txt`
//! means.
//!
//! Invariant: a verdict does not hang on how a stream was cut, only on its bytes and on what waited
//! too long.
//!
//! ```
//! use checker::{Actor, Checks, Outcome, Want};
//!
//! let text = "program a.py\ncheck short\npeer client\nconnect 8080\nsend \"Hi\"\nexpect \"Hi\"\n";
//! let checks = Checks::parse(text).unwrap();
//! let mut client = Actor::new(checks.checks[0].peers[0].clone(), 0);
//! assert_eq!(client.next(0), Want::Connect { port: 8080, within_ms: 3_000 });
//! client.heard(Outcome::Done, 1);
//! assert!(matches!(client.next(1), Want::Send { bytes, .. } if bytes == b"Hi"));
//! client.heard(Outcome::Sent(2), 1);
//! assert!(matches!(client.next(2), Want::Receive { .. }));
//! client.heard(Outcome::Received(b"Hi".to_vec()), 5);
//! assert_eq!(client.next(5), Want::Finish);
//! assert_eq!(client.verdict(), Some(Ok(())));
//! ```

mod expectation;
mod frames;
mod heard;
#[cfg(test)]
mod tests;

use std::mem;

use websocket::Role;

use crate::act::{Act, Expected};
use crate::checks::{Peer, Statement};
use crate::failure::{Failure, Reason, Step, Went};
use crate::want::Want;
use expectation::{Coming, Judged, Miss, Reading};
use frames::Frames;

/// The most bytes of a stream that are asked for at once.
const RECEIVE_MAX: usize = 64 << 10;

/// The pauses before something that was refused is tried again: short as long as a program may be
/// about to listen, longer once it seems not to.
const PAUSE_MS: u64 = 20;
const PAUSE_MS_MAX: u64 = 100;
const SHORT_PAUSES: u32 = 40;

/// How long wrong bytes wait for those behind them: what is shown is then more than one byte of a
/// stream that came in pieces.
const LULL_MS: u64 = 50;

/// A peer that carries out its statements.
#[derive(Debug)]
pub struct Actor {
    place: usize,
    start_ms: u64,
    statements: Vec<Statement>,
    current: usize,
    stage: Stage,
    /// When it was asked first; its start counts from there.
    born_ms: Option<u64>,
    /// When the statement under way was begun.
    begun_ms: u64,
    socket: Socket,
    /// What came and belongs to no statement yet.
    inbox: Vec<u8>,
    coming: Coming,
    /// A send found that the connection was reset. What came before can still be read.
    is_broken: bool,
    frames: Option<Frames>,
    steps: Vec<Step>,
    failure: Option<Failure>,
}

/// How far the statement under way is.
#[derive(Debug)]
enum Stage {
    New,
    /// It was refused so often, and is tried again.
    Trying(u32),
    /// It was refused so often, and rests.
    Pausing(u32),
    /// This is left to be sent.
    Sending(Vec<u8>),
    /// What is expected may come.
    Receiving,
    /// What came is wrong already; until then, it may grow.
    Lull {
        until_ms: u64,
    },
    /// A slow reader has read, and rests.
    Resting,
}

/// The peer's one socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Socket {
    None,
    Listening,
    /// A connection, and the role that its end has in WebSocket.
    Stream(Role),
    Datagrams,
}

impl Actor {
    /// A peer at its beginning; `place` is its place in the check.
    pub fn new(peer: Peer, place: usize) -> Self {
        Self {
            place,
            start_ms: peer.start_ms,
            statements: peer.statements,
            current: 0,
            stage: Stage::New,
            born_ms: None,
            begun_ms: 0,
            socket: Socket::None,
            inbox: Vec::new(),
            coming: Coming::More,
            is_broken: false,
            frames: None,
            steps: Vec::new(),
            failure: None,
        }
    }

    /// What was done so far, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What went wrong. It ends the peer. The steps of all peers are [`joined`].
    pub const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// How it ended, if it has: the failure holds this peer's own steps.
    pub fn verdict(&self) -> Option<Result<(), Failure>> {
        match &self.failure {
            Some(failure) => Some(Err(Failure { steps: self.steps.clone(), ..failure.clone() })),
            None => self.under_way().is_none().then_some(Ok(())),
        }
    }

    /// The statement that is under way, if it is not done.
    pub fn under_way(&self) -> Option<&Statement> {
        if self.failure.is_some() { None } else { self.statements.get(self.current) }
    }

    /// What is to be done next. [`Self::heard`] must be told what came of it before the next call,
    /// but for [`Want::Finish`].
    pub fn next(&mut self, now_ms: u64) -> Want {
        let born_ms = *self.born_ms.get_or_insert(now_ms);
        let start_ms = born_ms.saturating_add(self.start_ms);
        if now_ms < start_ms && self.current == 0 {
            return Want::Wait { ms: start_ms - now_ms };
        }
        while let Some(statement) = self.under_way() {
            let act = statement.act.clone();
            if matches!(self.stage, Stage::New) {
                self.begin(&act, now_ms);
            }
            if let Some(want) = self.want(&act, now_ms) {
                return want;
            }
        }
        Want::Finish
    }

    /// The world ends, or nobody can go on: what is under way fails for this reason, with what it
    /// saw.
    pub fn interrupt(&mut self, now_ms: u64, reason: Reason) {
        if let Some(statement) = self.under_way() {
            let expected = match &statement.act {
                Act::Expect(Expected::Bytes(bytes)) => bytes.clone(),
                _ => Vec::new(),
            };
            let seen = self.inbox.clone();
            self.fail(now_ms, Miss { reason, expected, seen, ..Miss::default() });
        }
    }

    fn begin(&mut self, act: &Act, now_ms: u64) {
        self.begun_ms = now_ms;
        self.stage = match act {
            Act::Connect { .. } | Act::SendTo { .. } => Stage::Trying(0),
            Act::Send(bytes) => Stage::Sending(bytes.clone()),
            Act::Ask(ask) | Act::Handshake(ask) => Stage::Sending(ask.to_bytes()),
            _ => Stage::Receiving,
        };
    }

    /// Milliseconds that are left of those that the statement has.
    fn left_ms(&self, now_ms: u64) -> u64 {
        let Some(statement) = self.under_way() else { return 0 };
        let whole_ms = match &statement.act {
            Act::Expect(Expected::Silence { ms }) | Act::Wait { ms } => *ms,
            _ => statement.within_ms,
        };
        self.begun_ms.saturating_add(whole_ms).saturating_sub(now_ms)
    }

    /// What the statement under way wants; `None` if it came to its end.
    fn want(&mut self, act: &Act, now_ms: u64) -> Option<Want> {
        let within_ms = self.left_ms(now_ms);
        match (&self.stage, act) {
            (Stage::Pausing(tries), _) => return Some(Want::Wait { ms: pause_ms(*tries) }),
            (Stage::Sending(rest), _) => {
                if !rest.is_empty() {
                    return Some(Want::Send { bytes: rest.clone(), within_ms });
                }
                return self.sent(act, now_ms);
            }
            (Stage::Resting, Act::Drain { every_ms, .. }) => {
                return Some(Want::Wait { ms: *every_ms });
            }
            _ => {}
        }
        Some(match act {
            Act::Connect { port } | Act::Refused { port } => {
                Want::Connect { port: *port, within_ms }
            }
            Act::Listen { port, backlog } => Want::Listen { port: *port, backlog: *backlog },
            Act::Accept => Want::Accept { within_ms },
            Act::Udp { port } => Want::Udp { port: *port },
            Act::SendTo { port, bytes } => Want::SendTo { port: *port, bytes: bytes.clone() },
            Act::Reply(bytes) => Want::Reply { bytes: bytes.clone() },
            Act::Ignore => Want::Receive { max: RECEIVE_MAX, within_ms },
            Act::Wait { .. } => Want::Wait { ms: within_ms },
            Act::Shutdown => Want::Shutdown,
            Act::Close => Want::Close,
            Act::Reset => Want::Reset,
            Act::Drain { bytes, .. } => return self.drain(*bytes, now_ms),
            Act::Expect(_) | Act::Handshake(_) => return self.expect(act, now_ms),
            // It is all sending.
            Act::Send(_) | Act::Ask(_) => return self.done(now_ms),
        })
    }

    /// All is sent: some statements now wait for an answer.
    fn sent(&mut self, act: &Act, now_ms: u64) -> Option<Want> {
        match act {
            Act::Handshake(_) => {
                self.stage = Stage::Receiving;
                self.expect(act, now_ms)
            }
            _ => self.done(now_ms),
        }
    }

    /// Reads on to the end, slowly. What came before counts as read.
    fn drain(&mut self, max: usize, now_ms: u64) -> Option<Want> {
        self.inbox.clear();
        match self.coming {
            Coming::End => self.done(now_ms),
            Coming::Reset => self.miss(now_ms, Reason::Reset),
            Coming::Late => self.miss(now_ms, Reason::Open),
            Coming::More => Some(Want::Receive { max, within_ms: self.left_ms(now_ms) }),
        }
    }

    /// Looks whether what is expected has come.
    fn expect(&mut self, act: &Act, now_ms: u64) -> Option<Want> {
        if let Socket::Datagrams = self.socket {
            return self.expect_datagram(now_ms);
        }
        let reading = Reading { bytes: &self.inbox, coming: self.coming };
        let judged = match (act, self.socket) {
            (
                Act::Expect(
                    expected @ (Expected::Frame { .. }
                    | Expected::Message { .. }
                    | Expected::Close(_)),
                ),
                Socket::Stream(role),
            ) => self.frames.get_or_insert_with(|| Frames::to(role)).judge(reading, expected),
            (Act::Expect(expected), _) => reading.judge(expected),
            (Act::Handshake(ask), _) => reading.answer(ask),
            _ => Judged::Met(0),
        };
        match judged {
            Judged::Met(taken) => {
                self.inbox.drain(..taken);
                // Of a message there may be more frames.
                let is_inside = self.frames.as_ref().is_some_and(Frames::is_inside);
                if is_inside && matches!(act, Act::Expect(Expected::Message { .. })) {
                    return self.expect(act, now_ms);
                }
                self.done(now_ms)
            }
            Judged::Answered(taken, answer) => {
                self.inbox.drain(..taken);
                self.stage = Stage::Sending(answer);
                None
            }
            Judged::Needs => {
                Some(Want::Receive { max: RECEIVE_MAX, within_ms: self.left_ms(now_ms) })
            }
            Judged::Missed(miss) => self.missed(miss, now_ms),
        }
    }

    /// Fails, or waits a moment for the bytes behind the wrong one.
    fn missed(&mut self, miss: Miss, now_ms: u64) -> Option<Want> {
        let may_grow = self.coming == Coming::More
            && matches!(miss.reason, Reason::Differs | Reason::More)
            && self.frames.is_none()
            && miss.seen.len() < miss.expected.len().max(RECEIVE_MAX);
        let until_ms = match self.stage {
            Stage::Lull { until_ms } => until_ms,
            _ => now_ms.saturating_add(LULL_MS),
        };
        if may_grow && now_ms < until_ms {
            self.stage = Stage::Lull { until_ms };
            return Some(Want::Receive { max: RECEIVE_MAX, within_ms: until_ms - now_ms });
        }
        self.fail(now_ms, miss);
        None
    }

    fn expect_datagram(&mut self, now_ms: u64) -> Option<Want> {
        let is_silence = matches!(
            self.under_way().map(|statement| &statement.act),
            Some(Act::Expect(Expected::Silence { .. }))
        );
        match (mem::replace(&mut self.coming, Coming::More), is_silence) {
            (Coming::Late, true) => self.done(now_ms),
            (Coming::Late, false) => {
                let expected = self.expected_datagram().unwrap_or_default();
                self.fail(now_ms, Miss { expected, ..Miss::default() });
                None
            }
            _ => {
                let within_ms = self.left_ms(now_ms);
                Some(Want::Receive { max: RECEIVE_MAX, within_ms })
            }
        }
    }

    fn expected_datagram(&self) -> Option<Vec<u8>> {
        match &self.under_way()?.act {
            Act::Expect(Expected::Datagram(bytes)) => bytes.clone(),
            _ => None,
        }
    }

    fn done(&mut self, now_ms: u64) -> Option<Want> {
        self.step(now_ms, Went::Done);
        self.current += 1;
        self.stage = Stage::New;
        if self.coming == Coming::Late {
            self.coming = Coming::More;
        }
        None
    }

    fn miss(&mut self, now_ms: u64, reason: Reason) -> Option<Want> {
        self.fail(now_ms, Miss { reason, ..Miss::default() });
        None
    }

    fn fail(&mut self, now_ms: u64, miss: Miss) {
        self.step(now_ms, Went::Failed);
        let Miss { reason, expected, seen, at, detail } = miss;
        let (peer, steps) = (Some(self.place), Vec::new());
        self.failure = Some(Failure { reason, peer, steps, expected, seen, at, detail });
    }

    fn step(&mut self, now_ms: u64, went: Went) {
        if let Some(Statement { line, text, .. }) = self.statements.get(self.current) {
            let (peer, line, text) = (self.place, *line, text.clone());
            self.steps.push(Step { peer, line, text, went, at_ms: now_ms });
        }
    }
}

/// The pause after so many refusals.
const fn pause_ms(tries: u32) -> u64 {
    if tries <= SHORT_PAUSES { PAUSE_MS } else { PAUSE_MS_MAX }
}

/// What all peers did, in order of time, and what each that is not done was waiting for.
pub fn joined<'a>(actors: impl IntoIterator<Item = &'a Actor>) -> Vec<Step> {
    let (mut done, mut waiting) = (Vec::new(), Vec::new());
    for actor in actors {
        for step in &actor.steps {
            // Few and almost in order: what happened at one moment stays in the order of peers.
            let at = done.iter().rposition(|other: &Step| other.at_ms <= step.at_ms);
            done.insert(at.map_or(0, |at| at + 1), step.clone());
        }
        if let (Some(statement), Some(_)) = (actor.under_way(), actor.born_ms) {
            let Statement { line, text, .. } = statement;
            let (peer, line, text, went) = (actor.place, *line, text.clone(), Went::Waiting);
            waiting.push(Step { peer, line, text, went, at_ms: actor.begun_ms });
        }
    }
    done.extend(waiting);
    done
}
