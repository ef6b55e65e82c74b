//! Gates: the run stops, the reader is asked, and the simulator itself is the judge.
//!
//! ```text
//! before client 2; result client 2; 0; ECONNREFUSED; until server 4
//! before server 5; state client 3 after server 5; ESTABLISHED; FIN-WAIT-2; CLOSE-WAIT
//! after client3 2; queued server 3 after client3 2; 0; 1; 2; 3
//! before server 4; sends server; SYN|ACK; RST|ACK; nothing
//! ```
//!
//! Invariant: no choice is marked right by its author. What happens is looked up in the run.

use kernel::{Fd, State};
use recording::{CallMade, Recording};

use super::name::{PROGRAMS, Side, program_named};
use super::program::milliseconds;
use crate::sockets::state_pill;
use figure_kit::figure::Refused;

/// A point of the run, said in the calls of a program; calls count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Just before the program makes its Nth call.
    Before(usize, usize),
    /// Once the Nth call has come back.
    After(usize, usize),
    /// At this millisecond.
    At(u32),
    /// When all is over.
    End,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// What the Nth call of a program comes to.
    Result(usize, usize),
    /// The state of the socket behind a program's descriptor.
    State(usize, Fd, Moment),
    /// How many connections wait in the accept queue of a program's descriptor.
    Queued(usize, Fd, Moment),
    /// How many bytes wait in the receive buffer of a program's descriptor.
    Unread(usize, Fd, Moment),
    /// The flags of the next segment that a side sends.
    Sends(Side),
}

/// A possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// This value, this error, this state, these flags.
    Value(String),
    /// The call sleeps until a program makes its Nth call.
    Until(usize, usize),
    /// The call never comes back.
    Never,
    /// Nothing is sent.
    Nothing,
}

/// A gate as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gate {
    pub(super) name: &'static str,
    place: Moment,
    pub(super) question: Question,
    pub(super) choices: Vec<Choice>,
}

/// The most answers to choose from: the keys 1 to 5.
pub(super) const CHOICES_MAX: usize = 5;

const FORM: &str = "`PLACE; QUESTION; CHOICE; CHOICE; ...` with PLACE `before PROGRAM CALL` or \
    `after PROGRAM CALL`, QUESTION `result PROGRAM CALL`, `state|queued|unread PROGRAM FD PLACE`, \
    `... at TIME`, `... end` or `sends client|server`, and two to five CHOICEs";

fn refused(part: &str) -> Refused {
    Refused::explained(|| [FORM, "; not `", part, "`"].concat())
}

/// Reads a gate; an empty text is none.
pub(super) fn parse(name: &'static str, text: &str) -> Result<Option<Gate>, Refused> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let mut parts = text.split(';').map(str::trim);
    let (place, question) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let moment =
        parse_moment(&words(place)).filter(|it| !matches!(it, Moment::End | Moment::At(_)));
    let asked = parse_question(&words(question)).ok_or_else(|| refused(question))?;
    let mut choices = Vec::new();
    for part in parts {
        choices.push(parse_choice(part, asked).ok_or_else(|| refused(part))?);
    }
    if !(2..=CHOICES_MAX).contains(&choices.len()) {
        return Err(refused(text));
    }
    let place = moment.ok_or_else(|| refused(place))?;
    Ok(Some(Gate { name, place, question: asked, choices }))
}

/// `client 3`: a program, and which of its calls.
pub(super) fn program_and_call(program: &str, call: &str) -> Option<(usize, usize)> {
    let call = call.parse::<usize>().ok().filter(|call| (1..100).contains(call))?;
    Some((program_named(program)?, call))
}

fn parse_moment(words: &[String]) -> Option<Moment> {
    match words {
        [end] if end == "end" => Some(Moment::End),
        [at, time] if at == "at" => milliseconds(time).map(Moment::At),
        [when, program, call] => {
            let (program, call) = program_and_call(program, call)?;
            match when.as_str() {
                "before" => Some(Moment::Before(program, call)),
                "after" => Some(Moment::After(program, call)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn parse_question(words: &[String]) -> Option<Question> {
    match words {
        [what, program, call] if what == "result" => {
            let (program, call) = program_and_call(program, call)?;
            Some(Question::Result(program, call))
        }
        [what, side] if what == "sends" => Side::parse(side).map(Question::Sends),
        [what, program, fd, moment @ ..] => {
            let (program, fd) = (program_named(program)?, fd.parse().ok()?);
            let moment = parse_moment(moment)?;
            match what.as_str() {
                "state" => Some(Question::State(program, fd, moment)),
                "queued" => Some(Question::Queued(program, fd, moment)),
                "unread" => Some(Question::Unread(program, fd, moment)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn parse_choice(text: &str, question: Question) -> Option<Choice> {
    let number = || text.parse::<u32>().is_ok();
    let sound = match question {
        Question::Result(..) => {
            if text == "never" {
                return Some(Choice::Never);
            }
            if let Some(rest) = text.strip_prefix("until ") {
                let (program, call) = rest.split_once(' ')?;
                let (program, call) = program_and_call(program, call)?;
                return Some(Choice::Until(program, call));
            }
            let errno = text.starts_with('E') && text.bytes().all(|it| it.is_ascii_uppercase());
            number() || errno
        }
        Question::State(..) => State::ALL.into_iter().any(|state| state_pill::name(state) == text),
        Question::Queued(..) | Question::Unread(..) => number(),
        Question::Sends(_) => {
            if text == "nothing" {
                return Some(Choice::Nothing);
            }
            let flags = ["SYN", "ACK", "FIN", "RST", "PSH"];
            text.split('|').all(|flag| flags.contains(&flag))
        }
    };
    sound.then(|| Choice::Value(text.to_owned()))
}

/// A gate in a run: where it stands, and what the run says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Which gate of the scenario.
    pub(super) gate: usize,
    /// The position beyond which nothing is shown without an answer.
    pub(super) position: usize,
    /// Which choices are what happens.
    pub(super) right: Vec<bool>,
    /// What happens.
    pub(super) truth: Choice,
}

/// The Nth call of a program in a run.
pub(super) fn made(run: &Recording, program: usize, number: usize) -> Option<&CallMade> {
    run.call(run.named(PROGRAMS[program])?, number)
}

pub(super) fn position_of(run: &Recording, moment: Moment) -> Option<usize> {
    match moment {
        Moment::Before(program, number) => Some(made(run, program, number)?.called - 1),
        Moment::After(program, number) => made(run, program, number)?.returned,
        Moment::At(ms) => Some(run.position_at(u64::from(ms) * 1_000_000)),
        Moment::End => Some(run.steps.len()),
    }
}

/// Puts the gates of a scenario to a run; one whose place the run never reaches is left out.
pub(super) fn ask(gates: &[Gate], run: &Recording) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for (number, gate) in gates.iter().enumerate() {
        let put = || {
            let position = position_of(run, gate.place)?;
            let truth = truth(gate.question, position, run)?;
            let right = gate.choices.iter().map(|it| is_right(it, &truth, gate, run)).collect();
            Some(Asked { gate: number, position, right, truth })
        };
        if let Some(new) = put() {
            asked.insert(asked.partition_point(|other| other.position <= new.position), new);
        }
    }
    asked
}

fn truth(question: Question, position: usize, run: &Recording) -> Option<Choice> {
    let value = |number: u32| Choice::Value(number.to_string());
    Some(match question {
        Question::Result(program, call) => match &made(run, program, call)?.result {
            Some(Ok(reply)) => Choice::Value(reply.number().to_string()),
            Some(Err(errno)) => Choice::Value(errno.name().to_owned()),
            None => Choice::Never,
        },
        Question::State(program, fd, moment) => {
            let at = position_of(run, moment)?;
            Choice::Value(
                state_pill::name(run.state_behind(run.named(PROGRAMS[program])?, fd, at)?)
                    .to_owned(),
            )
        }
        Question::Queued(program, fd, moment) => {
            let at = position_of(run, moment)?;
            value(run.behind(run.named(PROGRAMS[program])?, fd, at)?.accept_queue.len() as u32)
        }
        Question::Unread(program, fd, moment) => {
            let at = position_of(run, moment)?;
            value(run.behind(run.named(PROGRAMS[program])?, fd, at)?.unread)
        }
        Question::Sends(side) => {
            let next = run.segments.iter().find(|it| it.from == side.host() && it.sent > position);
            match next {
                Some(segment) => Choice::Value(segment.flags().to_string()),
                None => Choice::Nothing,
            }
        }
    })
}

fn is_right(choice: &Choice, truth: &Choice, gate: &Gate, run: &Recording) -> bool {
    match (choice, gate.question) {
        (Choice::Until(waker, number), Question::Result(program, call)) => {
            let woken = made(run, program, call).and_then(|made| made.returned);
            let waker = made(run, *waker, *number).map(|made| made.called);
            woken.is_some_and(|woken| waker.is_some_and(|waker| woken > waker))
        }
        _ => choice == truth,
    }
}
