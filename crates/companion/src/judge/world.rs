//! One run: the program, and the peers of one or more rounds against it.
//!
//! Invariant: it ends within [`HARD_LIMIT`], whatever program and peers do.

use std::{
    mem,
    time::{Duration, Instant},
};

use checker::{
    Act, Actor, Check, Claimed, Failure, Observed, Outcome, Reason, Standing, Step, Want,
};
use checker::{Went, World, actor::joined};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::bench::Ports;

use super::{
    folder::Exercise,
    program::{OUTPUT_LEN_MAX, Program},
    socket::{Socket, is_there},
};

/// The longest that a run may take, whatever the exercise says.
const HARD_LIMIT: Duration = Duration::from_secs(20);
/// The rest between two pieces of what is sent. Long enough for a program to be woken, short
/// enough to try a hundred cuts.
const REST_MS: u64 = 3;
/// How long a program may take until it is there: interpreters start slowly, and on a simulated
/// machine at once. Time counts from then.
const START: Duration = Duration::from_secs(5);
const START_LOOK: Duration = Duration::from_millis(20);
/// How often it is looked again.
const LOOK: Duration = Duration::from_millis(5);
/// How long it is waited for what the program should print when all peers are done.
const SETTLING: Duration = Duration::from_secs(1);
/// How long it is waited for what it should not do.
const QUIET: Duration = Duration::from_millis(300);

/// A failure with what the program said by then, and the round in which it was.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) failure: Failure,
    pub(super) observed: Observed,
    pub(super) round: usize,
}

/// What a run needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) exercise: &'a Exercise,
    pub(super) check: &'a Check,
    pub(super) text: &'a str,
    pub(super) world: &'a World,
}

/// A peer at work, its socket, and what it wants next.
struct Player {
    actor: Actor,
    socket: Socket,
    want: Option<Want>,
    start_ms: u64,
    /// The first port of the program that it wants to reach.
    reaches: Option<u16>,
}

/// What all peers of a round are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Go,
    /// The program has ended: nobody will connect or listen any more.
    Ended,
    /// The round is over.
    Stop(Reason),
}

impl Run<'_> {
    /// Runs the program in the world, all rounds of it. `Err` is a bench that does not work.
    pub(super) async fn judge(self) -> Result<Option<Failed>, String> {
        let ports = Ports::free();
        let mut players = self.players(0, ports);
        for player in &mut players {
            player.prepare().await;
        }
        let mut program = Program::start(self.exercise, self.text, self.check, ports)?;
        await_start(&players, &mut program, ports).await;
        let begun = Instant::now();
        let until = Duration::from_millis(self.exercise.checks.until_ms).min(HARD_LIMIT);
        let mut steps = Vec::new();
        for round in 0..self.world.rounds().max(1) {
            if round > 0 {
                players = self.players(round, ports);
            }
            let played = play(mem::take(&mut players), &mut program, begun, until).await;
            // Peers that did not come to their end keep their sockets until the program is looked
            // at: nobody is to see an end that is none.
            if let (Some(failure), _sockets) = played {
                let (failure, observed) = explained(failure, &mut program).await;
                return Ok(Some(Failed { failure, observed, round }));
            }
            steps = joined(played.1.iter().map(|player| &player.actor));
        }
        let failed = self.judge_claims(&mut program, begun, until, steps).await;
        Ok(failed.map(|(failure, observed)| Failed { failure, observed, round: 0 }))
    }

    fn players(&self, round: usize, ports: Ports) -> Vec<Player> {
        let peers = self.world.peers_resting(self.check, round, REST_MS);
        let players = peers.into_iter().enumerate().map(|(place, peer)| {
            let reaches = peer.statements.iter().find_map(|statement| match statement.act {
                Act::Connect { port } | Act::SendTo { port, .. } => Some(port),
                _ => None,
            });
            let start_ms = peer.start_ms;
            let (actor, socket) = (Actor::new(peer, place), Socket::new(ports));
            Player { actor, socket, want: None, start_ms, reaches }
        });
        players.collect()
    }

    /// What must be true of the program once all peers are done.
    async fn judge_claims(
        &self,
        program: &mut Program,
        begun: Instant,
        until: Duration,
        steps: Vec<Step>,
    ) -> Option<(Failure, Observed)> {
        if self.check.claims.is_empty() {
            return None;
        }
        let is = |wanted: fn(&Claimed) -> bool| {
            self.check.claims.iter().any(|claim| wanted(&claim.claimed))
        };
        let must_end = is(|claimed| matches!(claimed, Claimed::Exits(_)));
        let must_not = is(|claimed| matches!(claimed, Claimed::Lives | Claimed::PrintsNo(_)));
        let left = until.saturating_sub(begun.elapsed());
        let longest = if must_end { left } else { SETTLING.min(left) };
        let settling = Instant::now();
        loop {
            let mut observed = program.observed().await;
            let is_over = settling.elapsed() >= longest || observed.standing != Standing::Lives;
            if program.is_flooding() {
                let failure = Failure { steps, ..Failure::default() };
                return Some((flooded(failure), observed));
            }
            let is_quiet = !must_not || settling.elapsed() >= QUIET;
            if is_over {
                // Late on a busy machine is not never.
                program.come_to_rest().await;
                observed = computing(program).await;
            }
            let failure = self.check.judge(&observed, steps.clone(), ms_since(begun));
            match failure {
                None if is_quiet || is_over => return None,
                // Nothing that comes can undo what was printed.
                Some(failure) if is_over || failure.reason == Reason::Printed => {
                    return Some((failure.explained_by(&observed), observed));
                }
                _ => sleep(LOOK).await,
            }
        }
    }
}

fn ms_since(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl Player {
    /// Does what can be done before the program begins: who listens from the start is there first.
    async fn prepare(&mut self) {
        loop {
            match self.actor.next(0) {
                want @ (Want::Listen { .. } | Want::Udp { .. }) => {
                    let outcome = self.socket.carry_out(want).await;
                    self.actor.heard(outcome, 0);
                }
                want => {
                    self.want = Some(want);
                    return;
                }
            }
        }
    }

    /// Acts to the end, its own or the round's.
    async fn act(mut self, begun: Instant, mut news: watch::Receiver<News>) -> Self {
        let now = || ms_since(begun);
        loop {
            let want = self.want.take().unwrap_or_else(|| self.actor.next(now()));
            if want == Want::Finish {
                if self.actor.failure().is_none() {
                    self.socket.carry_out(want).await;
                }
                return self;
            }
            let is_vain = self.is_vain_without_program(&want);
            let mut end = news.clone();
            let outcome = tokio::select! {
                biased;
                outcome = self.socket.carry_out(want) => outcome,
                reason = stopped(&mut end) => {
                    self.actor.interrupt(now(), reason);
                    return self;
                }
                () = ended(&mut news), if is_vain => Outcome::Late,
            };
            let is_tried_again = self.is_tried_again();
            let outcome = match outcome {
                Outcome::Refused if is_tried_again && *news.borrow() == News::Ended => {
                    Outcome::Late
                }
                outcome => outcome,
            };
            self.actor.heard(outcome, now());
        }
    }

    /// Whether only the program could bring what is wanted.
    fn is_vain_without_program(&self, want: &Want) -> bool {
        match want {
            Want::Accept { .. } => true,
            Want::Receive { .. } => !self.socket.is_connected(),
            _ => false,
        }
    }

    fn is_tried_again(&self) -> bool {
        let act = self.actor.under_way().map(|statement| &statement.act);
        matches!(act, Some(Act::Connect { .. } | Act::SendTo { .. }))
    }
}

/// The program has ended a moment ago: what it sent last has come.
async fn ended(news: &mut watch::Receiver<News>) {
    let _ = news.wait_for(|news| *news == News::Ended).await;
    sleep(Duration::from_millis(50)).await;
}

async fn stopped(news: &mut watch::Receiver<News>) -> Reason {
    let news = news.wait_for(|news| matches!(news, News::Stop(_))).await;
    match news.as_deref() {
        Ok(News::Stop(reason)) => *reason,
        _ => Reason::Stuck,
    }
}

/// Waits until the port that the first peers want to reach is somebody's. Where no peer wants to
/// reach the program, or the system does not tell, nothing is waited for.
async fn await_start(players: &[Player], program: &mut Program, ports: Ports) {
    let Some(first_ms) = players.iter().map(|player| player.start_ms).min() else { return };
    let mut first = players.iter().filter(|player| player.start_ms == first_ms);
    let Some(port) = first.find_map(|player| player.reaches) else { return };
    let begun = Instant::now();
    while begun.elapsed() < START && !program.has_ended() && !program.is_flooding() {
        if is_there(ports.moved_port(port)).unwrap_or(true) {
            return;
        }
        sleep(START_LOOK).await;
    }
}

/// Lets all peers act until they are done or one of them fails.
async fn play(
    players: Vec<Player>,
    program: &mut Program,
    begun: Instant,
    until: Duration,
) -> (Option<Failure>, Vec<Player>) {
    let (tell, news) = watch::channel(News::Go);
    let mut acting = JoinSet::new();
    for player in players {
        acting.spawn(player.act(begun, news.clone()));
    }
    let mut ended: Vec<Player> = Vec::new();
    let mut first: Option<Failure> = None;
    while !acting.is_empty() {
        if let Ok(Some(Ok(player))) = timeout(LOOK, acting.join_next()).await {
            let failure = player.actor.failure();
            if let (None, Some(failure)) = (&first, failure) {
                first = Some(failure.clone());
                tell.send_replace(News::Stop(Reason::Stuck));
            }
            ended.push(player);
            continue;
        }
        let is_over = begun.elapsed() >= until || program.is_flooding();
        let now = *tell.borrow();
        if is_over && !matches!(now, News::Stop(_)) {
            tell.send_replace(News::Stop(Reason::Stuck));
        } else if now == News::Go && program.has_ended() {
            tell.send_replace(News::Ended);
        }
    }
    let Some(failure) = first else { return (None, ended) };
    let mut steps = joined(ended.iter().map(|player| &player.actor));
    for step in &mut steps {
        // Others were interrupted in what they waited for.
        if step.went == Went::Failed && Some(step.peer) != failure.peer {
            step.went = Went::Waiting;
        }
    }
    (Some(Failure { steps, ..failure }), ended)
}

/// A peer's failure, with what the program says about it.
async fn explained(failure: Failure, program: &mut Program) -> (Failure, Observed) {
    if program.is_flooding() {
        return (flooded(failure), program.observed().await);
    }
    let killed = Observed { standing: Standing::Ended(137), ..Observed::default() };
    if failure.clone().explained_by(&killed).reason == Reason::Died {
        program.come_to_rest().await;
    }
    let observed = match failure.reason {
        Reason::Refused | Reason::Nothing | Reason::Open | Reason::Stuck => {
            computing(program).await
        }
        _ => program.observed().await,
    };
    (failure.explained_by(&observed), observed)
}

/// What no lab lets a program do either: it is ended for it there.
fn flooded(failure: Failure) -> Failure {
    let detail = format!("it printed more than {OUTPUT_LEN_MAX} bytes");
    Failure { reason: Reason::Died, detail, ..failure }
}

/// What is known of the program, and whether it computes without end.
async fn computing(program: &mut Program) -> Observed {
    let observed = program.observed().await;
    if observed.standing == Standing::Lives && program.computes().await {
        return Observed { standing: Standing::Computes, ..observed };
    }
    observed
}
