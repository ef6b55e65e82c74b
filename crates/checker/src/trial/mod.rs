//! A check in one of its worlds: the reader's program on the simulated machine, and its peers.
//!
//! A [`Trial`] is a [`lab::Lab`] to whoever runs the program: it says what is next and is told what
//! the program asks for. The peers' turns it takes itself. When it rests, there is a verdict.
//!
//! Invariant: it ends, whatever the program does. Peers wait for a bounded time, all of it
//! virtual, and calls that lead nowhere are counted.

mod hand;
mod setup;

use std::iter::repeat_n;

use kernel::Time;
use lab::codec::{Writer, write_call};
use lab::{Ended, Lab, Mode, Next, Report, Rest, Setup, ThreadReport};

use crate::actor::{Actor, joined};
use crate::checks::{Check, Checks, Wrong};
use crate::claim::Claimed;
use crate::failure::{Failure, Reason, Step};
use crate::observed::{Observed, Standing};
use crate::world::World;
use hand::{Hand, Turn};

/// How long the world goes on when the peers are done, in milliseconds.
const SETTLING_MS: u64 = 1_000;
/// How long the program may still say why a peer failed, in milliseconds.
const EXPLAINING_MS: u64 = 200;
/// How many things happen before the caller is asked to let others run.
const BUSY_MAX: usize = 500;
/// The most calls of the program in all, and of those that move nothing while no time passes.
const CALLS_MAX: u64 = 100_000;
const IDLE_CALLS_MAX: u64 = 3_000;
/// The status that stands for a program that was killed, as a shell has it.
const KILLED: i32 = 137;
/// What a peer asks the lab for: to rest, and to end with status 0.
const REST: [u8; 1] = [74];
const EXIT: [u8; 5] = [64, 0, 0, 0, 0];
const NS_A_MS: u64 = 1_000_000;

/// How far a trial is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Peers act.
    Acting,
    /// A peer failed: all others hold still, and the program may say why.
    Explaining,
    /// All peers are done; the program may still do something.
    Settling,
    /// All peers are done, and the program is to end.
    Ending,
    /// There is a verdict, or the reader stopped it.
    Over(Rest),
}

/// A check in one of its worlds.
///
/// Here the program is a list of what it asks for: it ends at once, with a traceback.
///
/// ```
/// use checker::{Checks, Reason, Trial};
/// use lab::Next;
///
/// let text = "program server.py\ncheck short\npeer client\nconnect 8080\nexpect \"Hi\"\n";
/// let checks = Checks::parse(text).unwrap();
/// let world = checks.worlds(0).remove(0);
/// let mut trial = Trial::new(&checks, 0, world).unwrap();
/// loop {
///     match trial.advance() {
///         Next::Turn { process, thread, .. } => {
///             trial.wrote(process, thread, 2, "ValueError: no\n");
///             trial.heard(process, thread, 1, &[64, 1, 0, 0, 0]);
///         }
///         Next::Start { .. } | Next::Busy => {}
///         Next::Rest(_) => break,
///     }
/// }
/// let Some(Err(failure)) = trial.verdict() else { panic!("nobody listened") };
/// assert_eq!((failure.reason, failure.detail.as_str()), (Reason::Died, "ValueError: no"));
/// assert_eq!(failure.steps[0].text, "connect 8080");
/// ```
pub struct Trial {
    lab: Lab,
    setup: String,
    check: Check,
    world: World,
    /// The reader's program, and the first of the peers, as processes of the lab.
    program: usize,
    places: Vec<usize>,
    round: usize,
    hands: Vec<Hand>,
    done: Vec<bool>,
    phase: Phase,
    /// When the phase ends, and when the world does.
    limit: Time,
    until: Time,
    observed: Observed,
    /// How many calls the program had made when the phase began.
    made: u64,
    /// The time, and how many calls of the program had moved nothing when it came.
    spinning: (Time, u64),
    verdict: Option<Result<(), Failure>>,
}

impl Trial {
    /// A trial in which nothing has happened. It is an error if there is no such check, or if the
    /// world's line cannot be.
    pub fn new(checks: &Checks, check: usize, world: World) -> Result<Self, Wrong> {
        const NONE: Wrong = Wrong { line: 0, wants: "the number of a check" };
        let check = checks.checks.get(check).ok_or(NONE)?.clone();
        let plan = setup::Plan::of(checks, &check, &world);
        let parsed = Setup::parse(&plan.text);
        let parsed = parsed.map_err(|wrong| Wrong { line: wrong.line, wants: wrong.wants })?;
        let until = Time::from_ms(plan.until_ms);
        let mut lab = Lab::new(parsed);
        lab.without_typist();
        for line in &check.stdin {
            lab.input(plan.program, Some(line));
        }
        if check.is_stdin_closed {
            lab.input(plan.program, None);
        }
        let mut trial = Self {
            lab,
            setup: plan.text,
            program: plan.program,
            places: plan.places,
            round: 0,
            hands: Vec::new(),
            done: Vec::new(),
            phase: Phase::Acting,
            limit: until,
            until,
            observed: Observed::default(),
            made: 0,
            spinning: (Time::default(), 0),
            verdict: None,
            check,
            world,
        };
        trial.begin_round();
        if trial.hands.is_empty() {
            trial.enter(Phase::Settling, SETTLING_MS);
        }
        Ok(trial)
    }

    /// The peers of the round, at their beginning.
    fn begin_round(&mut self) {
        let peers = self.world.peers(&self.check, self.round).into_iter().enumerate();
        self.hands = peers.map(|(place, peer)| Hand::new(Actor::new(peer, place))).collect();
        self.done = vec![false; self.hands.len()];
    }

    /// What is to be done next, as [`Lab::advance`]: turns of the program come to the caller. When
    /// it rests there is a [`Self::verdict`], unless it was paused or stopped.
    pub fn advance(&mut self) -> Next {
        for _ in 0..BUSY_MAX {
            if let Phase::Over(rest) = self.phase {
                return Next::Rest(rest);
            }
            if self.program_spins() {
                self.fail(Failure { reason: Reason::Loop, ..Failure::default() });
                continue;
            }
            if let Some(failure) = self.was_ended() {
                self.fail(failure);
                continue;
            }
            match self.lab.advance() {
                Next::Start { process } if process != self.program => {}
                Next::Turn { process, .. } if process != self.program => {
                    self.peer_turn(process);
                }
                Next::Rest(rest) => {
                    if let Some(rest) = self.rested(rest) {
                        return Next::Rest(rest);
                    }
                }
                Next::Busy => {
                    self.look_at_clock();
                    return Next::Busy;
                }
                other => {
                    self.look_at_clock();
                    return other;
                }
            }
            self.look_at_clock();
        }
        Next::Busy
    }

    /// A program that computes keeps the world from resting: the clock ends the phase then.
    fn look_at_clock(&mut self) {
        if !matches!(self.phase, Phase::Over(_)) && self.lab.now() > self.limit {
            self.rested(Rest::Time);
        }
    }

    /// Whether the program makes calls without end.
    fn program_spins(&mut self) -> bool {
        let (now, idle) = (self.lab.now(), self.lab.idle_calls_of(self.program));
        if self.spinning.0 != now {
            self.spinning = (now, idle);
        }
        idle - self.spinning.1 > IDLE_CALLS_MAX || self.has_spent()
    }

    fn has_spent(&self) -> bool {
        self.lab.calls_made(self.program) > CALLS_MAX
    }

    /// A peer has the turn: it makes a call, rests or ends.
    fn peer_turn(&mut self, process: usize) {
        let place = self.places.iter().position(|at| *at == process);
        let Some(place) = place.filter(|place| !self.done[*place]) else {
            return self.lab.heard(process, 0, 0, &REST);
        };
        if self.phase != Phase::Acting {
            return self.lab.heard(process, 0, 0, &REST);
        }
        // The first thread of a process has its number.
        let result = self.lab.stage().returned(process).cloned();
        let now_ms = self.now_ms();
        match self.hands[place].turn(result.as_ref(), self.lab.stage().world(), now_ms) {
            Turn::Call(call) => {
                let line = self.hands[place].actor.under_way().map_or(0, |it| it.line);
                let mut asked = Writer::default();
                write_call(&mut asked, &call);
                self.lab.heard(process, 0, u32::try_from(line).unwrap_or(0), &asked.bytes);
            }
            Turn::Done => self.peer_done(place),
            Turn::Failed => {
                self.lab.heard(process, 0, 0, &REST);
                self.enter(Phase::Explaining, EXPLAINING_MS);
            }
        }
    }

    /// A peer is done. The next round begins when all are.
    fn peer_done(&mut self, place: usize) {
        self.done[place] = true;
        let process = self.places[place];
        if self.round + 1 >= self.world.rounds() {
            self.lab.heard(process, 0, 0, &EXIT);
            if self.done.iter().all(|is_done| *is_done) {
                self.enter(Phase::Settling, SETTLING_MS);
            }
            return;
        }
        self.lab.heard(process, 0, 0, &REST);
        if self.done.iter().all(|is_done| *is_done) {
            self.round += 1;
            self.begin_round();
            for process in &self.places {
                self.lab.wake(*process);
            }
        }
    }

    fn enter(&mut self, phase: Phase, ms: u64) {
        self.phase = phase;
        self.made = self.lab.calls_made(self.program);
        self.limit = self.lab.now().plus_ns(ms * NS_A_MS).min(self.until);
        self.lab.pause_at(self.limit);
    }

    fn now_ms(&self) -> u64 {
        self.lab.now().0 / NS_A_MS
    }

    /// Nobody can go on, or the phase's time is up. Gives why the trial rests, if it does.
    fn rested(&mut self, rest: Rest) -> Option<Rest> {
        if matches!(rest, Rest::Paused | Rest::Differs) {
            return Some(rest);
        }
        if rest == Rest::Stopped {
            self.phase = Phase::Over(rest);
            return Some(rest);
        }
        if rest == Rest::Budget {
            let reason = if self.has_spent() { Reason::Loop } else { Reason::Stuck };
            self.fail(Failure { reason, ..Failure::default() });
            return Some(rest);
        }
        let is_to_end = || {
            let mut claims = self.check.claims.iter();
            claims.any(|claim| matches!(claim.claimed, Claimed::Exits(_)))
        };
        match self.phase {
            Phase::Acting => {
                let now_ms = self.now_ms();
                if let Some(place) = self.done.iter().position(|is_done| !is_done) {
                    self.hands[place].actor.interrupt(now_ms, Reason::Stuck);
                }
                self.conclude(rest);
            }
            Phase::Explaining => self.conclude(rest),
            Phase::Settling if self.lab.ended(self.program).is_none() && is_to_end() => {
                self.phase = Phase::Ending;
                self.limit = self.until;
                self.lab.pause_at(self.until);
                return None;
            }
            Phase::Settling | Phase::Ending => self.judge(rest),
            Phase::Over(rest) => return Some(rest),
        }
        Some(rest)
    }

    /// A peer failed: the verdict is why.
    fn conclude(&mut self, rest: Rest) {
        let observed = self.observed();
        let failure = self.hands.iter().find_map(|hand| hand.actor.failure().cloned());
        let failure = failure.unwrap_or_default().explained_by(&observed);
        self.observed = observed;
        self.fail(failure);
        self.phase = Phase::Over(rest);
    }

    /// The peers are done: the verdict is what is claimed of the program.
    fn judge(&mut self, rest: Rest) {
        self.observed = self.observed();
        let steps = self.steps();
        let failure = self.check.judge(&self.observed, steps, self.now_ms());
        self.verdict = Some(failure.map_or(Ok(()), Err));
        self.phase = Phase::Over(rest);
    }

    fn fail(&mut self, failure: Failure) {
        self.verdict = Some(Err(Failure { steps: self.steps(), ..failure }));
        self.phase = Phase::Over(Rest::Stopped);
    }

    /// What all peers did in this round.
    fn steps(&self) -> Vec<Step> {
        joined(self.hands.iter().map(|hand| &hand.actor))
    }

    /// What is known of the program now.
    fn observed(&self) -> Observed {
        let mut observed = self.observed.clone();
        observed.standing = match self.lab.ended(self.program) {
            None if self.is_computing() => Standing::Computes,
            None => Standing::Lives,
            Some(Ended::Exited(status)) => Standing::Ended(status),
            Some(Ended::Computing) => Standing::Computes,
            Some(_) => Standing::Ended(KILLED),
        };
        // Those that claims count, as often as they were made.
        let made = self.lab.calls_of(self.program);
        let is_claimed = |name: &str| {
            self.check.claims.iter().any(|claim| {
                matches!(&claim.claimed, Claimed::Calls { name: claimed, .. } if claimed == name)
            })
        };
        let claimed = made.iter().filter(|(name, _)| is_claimed(name));
        let repeated =
            claimed.flat_map(|(name, times)| repeat_n((*name).to_owned(), *times as usize));
        observed.calls = Some(repeated.collect());
        observed.holds = Some(self.lab.sockets_of(self.program));
        observed
    }

    /// Whether the program could go on when the time was up, and had asked for nothing in it.
    fn is_computing(&self) -> bool {
        if self.lab.calls_made(self.program) > self.made {
            return false;
        }
        let is_at_it = |thread: &ThreadReport| {
            thread.process == self.program && thread.standing == lab::Standing::Ready
        };
        self.lab.report().threads.iter().any(is_at_it)
    }

    /// Why the program was ended, if it did not end by itself.
    fn was_ended(&self) -> Option<Failure> {
        let ended = self.lab.ended(self.program)?;
        let reason = match ended {
            Ended::Computing => Reason::Loop,
            Ended::Memory | Ended::Output | Ended::Silent | Ended::Broken => Reason::Died,
            Ended::Exited(_) | Ended::Killed | Ended::Stopped => return None,
        };
        Some(Failure { reason, detail: ended.name().to_owned(), ..Failure::default() })
    }

    /// A thread of the program that had the turn asks for something, as [`Lab::heard`].
    pub fn heard(&mut self, process: usize, thread: u32, line: u32, bytes: &[u8]) {
        if process == self.program {
            self.lab.heard(process, thread, line, bytes);
        }
    }

    /// The program wrote something, as [`Lab::wrote`].
    pub fn wrote(&mut self, process: usize, thread: u32, fd: i32, text: &str) {
        if process == self.program {
            match fd {
                1 => self.observed.stdout.extend(text.bytes()),
                2 => self.observed.stderr.extend(text.bytes()),
                _ => {}
            }
            self.lab.wrote(process, thread, fd, text);
        }
    }

    /// What runs the program has given up on it, as [`Lab::died`].
    pub fn died(&mut self, process: usize, why: Ended) {
        if process == self.program {
            self.lab.died(process, why);
        }
    }

    /// A line is typed beside those of the check, as [`Lab::input`].
    pub fn input(&mut self, process: usize, line: Option<&str>) {
        if process == self.program {
            self.lab.input(process, line);
        }
    }

    /// The reader stops it: there will be no verdict, unless there is one.
    pub fn stop(&mut self) {
        self.lab.stop();
        if !matches!(self.phase, Phase::Over(_)) {
            self.phase = Phase::Over(Rest::Stopped);
        }
    }

    /// It goes on behind a pause, as [`Lab::go`].
    pub fn go(&mut self, mode: Mode) {
        self.lab.go(mode);
        self.lab.pause_at(self.limit);
    }

    /// What was done since it was last asked, as [`Lab::take_log`].
    pub fn take_log(&mut self) -> Vec<u8> {
        self.lab.take_log()
    }

    /// How everybody stands.
    pub fn report(&self) -> Report {
        self.lab.report()
    }

    /// The lab in which all of it happens.
    pub const fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The lab's setup, with which its log can be replayed.
    pub fn setup(&self) -> &str {
        &self.setup
    }

    /// The process whose turns come to the caller.
    pub const fn program(&self) -> usize {
        self.program
    }

    /// The processes of the peers, in the peers' order.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// How it ended, once it has.
    pub const fn verdict(&self) -> Option<&Result<(), Failure>> {
        self.verdict.as_ref()
    }

    /// The cut at which it failed, by its number among the world's: [`World::only`] is a world
    /// with that cut alone.
    pub fn failing(&self) -> Option<usize> {
        let has_failed = matches!(self.verdict, Some(Err(_)));
        (has_failed && self.world.rounds() > 1).then_some(self.round)
    }
}
