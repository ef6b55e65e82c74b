//! Why a gate's right answer is right: the step that decided, in its sentence, and the clause.
//!
//! Invariant: no reason is written for a scenario. It is read off the run, as the answer is.

use kernel::{Call, Event, Flags, HostId, State, TcpDetail};
use recording::{CallMade, Recording, Segment};

use super::gate::{self, Asked, Choice, Question, position_of};
use super::name::{PROGRAMS, Side, side_of};
use super::state::TimeMachine;
use super::words::Words;
use crate::sockets::recorded::{clause, narration};
use crate::sockets::{failure, state_pill};

/// What is said to an answer, and where it can be read.
pub(super) struct Verdict {
    pub(super) said: String,
    pub(super) clause: Option<&'static str>,
}

/// The verdict on an answer; `None` is one that was not given. `truth` is what happens, in words.
pub(super) fn of(
    figure: &TimeMachine,
    asked: &Asked,
    given: Option<usize>,
    truth: &str,
    words: &Words,
) -> Verdict {
    let mut said = match given {
        Some(number) if asked.right.get(number - 1) == Some(&true) => words.right().to_owned(),
        Some(_) => words.wrong(&truth),
        None => words.truth(&truth),
    };
    let view = figure.look(words);
    let step = decided(figure, asked).or_else(|| last_before_silence(figure, asked));
    if let Some(step) = step {
        said.push(' ');
        said.push_str(&narration(&view, step));
    }
    if let Some(more) = more(figure, asked, step, words) {
        said.push(' ');
        said.push_str(&more);
    }
    let clause = match step {
        Some(step) => clause(&view, step),
        None => Some(match figure.scenario.gates[asked.gate].question {
            Question::Queued(..) => "listen(2)",
            Question::Unread(..) => "recv(2)",
            _ => "RFC 9293 §3.3.2",
        }),
    };
    Verdict { said, clause }
}

/// The step that made the answer what it is.
fn decided(figure: &TimeMachine, asked: &Asked) -> Option<usize> {
    let run = &figure.play().run;
    let question = figure.scenario.gates[asked.gate].question;
    let moment = match question {
        Question::Result(program, number) => return gate::made(run, program, number)?.returned,
        Question::Sends(side) => {
            let from_side = |it: &&Segment| it.from == side.host();
            let next = run.segments.iter().filter(from_side).find(|it| it.sent > asked.position);
            return Some(next?.sent);
        }
        Question::State(_, _, at) | Question::Queued(_, _, at) | Question::Unread(_, _, at) => at,
    };
    let at = position_of(run, moment)?;
    let measure = |step| measured(run, question, at, step);
    let now = measure(at);
    // To be made with nothing in it is no reason.
    let is_change = |step: &usize| measure(step - 1).map_or(now > Some(0), |old| Some(old) != now);
    (1..=at).rev().find(is_change)
}

/// What a question about a moment asks about, as a number, after an earlier step.
fn measured(run: &Recording, question: Question, moment: usize, step: usize) -> Option<usize> {
    let thread = |program: usize| run.named(PROGRAMS[program]);
    match question {
        Question::State(program, fd, _) => {
            Some(run.state_behind(thread(program)?, fd, step)? as usize)
        }
        Question::Queued(program, fd, _) => {
            Some(run.behind(thread(program)?, fd, step)?.accept_queue.len())
        }
        Question::Unread(program, fd, _) => {
            // A connection has its buffer before it has a descriptor.
            let socket = run.behind(thread(program)?, fd, moment)?;
            let sockets = run.sockets(side_of(program).host(), step).iter();
            let mut same =
                sockets.filter(|it| (it.local, it.remote) == (socket.local, socket.remote));
            Some(same.next()?.unread as usize)
        }
        _ => None,
    }
}

/// Where nothing happens, the step after which it does not: a call falls asleep, or something
/// arrives that is not answered.
fn last_before_silence(figure: &TimeMachine, asked: &Asked) -> Option<usize> {
    let run = &figure.play().run;
    match figure.scenario.gates[asked.gate].question {
        Question::Result(program, number) => Some(gate::made(run, program, number)?.called),
        Question::Sends(side) => {
            let arrives = |step: &usize| {
                let entries = run.entries_of(*step).iter();
                entries.filter(|it| it.host == side.host()).any(|it| is_arrival(&it.event))
            };
            (asked.position + 1..=run.steps.len()).find(arrives)
        }
        _ => None,
    }
}

fn is_arrival(event: &Event) -> bool {
    matches!(event, Event::Arrived(_))
}

/// What the sentence of the step does not say.
fn more(figure: &TimeMachine, asked: &Asked, step: Option<usize>, words: &Words) -> Option<String> {
    let run = &figure.play().run;
    match (figure.scenario.gates[asked.gate].question, &asked.truth) {
        (Question::Result(..), Choice::Never) => Some(words.never_woken().to_owned()),
        (Question::Result(program, number), _) => {
            let host = side_of(program).host();
            of_result(run, host, gate::made(run, program, number)?, words)
        }
        (Question::Sends(side), Choice::Nothing) => Some(match side {
            Side::Client => words.sends_nothing(&words.client_kernel()),
            Side::Server => words.sends_nothing(&words.server_kernel()),
        }),
        (Question::Queued(..), _) if step.is_none() => Some(words.none_queued().to_owned()),
        (Question::Unread(..), _) if step.is_none() => Some(words.none_unread().to_owned()),
        _ => None,
    }
}

/// Why a call came to what it came to.
fn of_result(run: &Recording, host: HostId, made: &CallMade, words: &Words) -> Option<String> {
    let before = made.returned?.saturating_sub(1);
    let failed = made.result.as_ref()?.as_ref().err();
    if let Call::Bind { address: kernel::Address::Inet(local), .. } = &made.call
        && let Some(holder) = holder(run.sockets(host, before), local.port)
    {
        let state = state_pill::name(holder.state);
        return Some(match failed {
            Some(_) => words.port_held(&local.port, &state),
            None => words.port_shared(&local.port, &state),
        });
    }
    if let Some(errno) = failed {
        return Some(failure::why(&made.call, *errno, words).0.to_owned());
    }
    if let Call::Connect { .. } = &made.call {
        let own = run.segments.iter().filter(|it| it.from == host && it.again);
        let within = |it: &&Segment| made.called < it.sent && it.sent <= before;
        let again = own.filter(within).filter(|it| it.flags() == Flags::SYN).count();
        return (again > 0).then(|| words.sent_again(&again));
    }
    let number = made.result.as_ref()?.as_ref().ok()?.number();
    let reads = matches!(made.call, Call::Receive { .. }) && number > 0;
    reads.then(|| words.takes_what_is_there().to_owned())
}

/// The socket that has a port already: the one furthest from being gone.
fn holder(sockets: &[TcpDetail], port: u16) -> Option<&TcpDetail> {
    let mut holders = sockets.iter().filter(|it| it.local.port == port);
    let lives = holders.clone().find(|it| it.state != State::Closed);
    lives.or_else(|| holders.next())
}
