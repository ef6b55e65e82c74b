//! The race: the same messages over TCP and UDP, across the same bad link.
//!
//! Invariant: what is drawn and counted is read off two simulated runs; nothing is animated by
//! hand. The numbers say all: the same plan gives the same race.

mod action;
mod counts;
mod ladder;
mod number;
mod plot;
mod run;
mod view;

use std::rc::Rc;

use crate::figure::{Context, Figure, Motion, Refused};
use crate::node::Node;
use crate::predict;
use crate::words::Words;
use action::Action;
use number::{Number, Numbers};
use run::{Lane, Plan};

/// How long a race plays, whatever its virtual length.
const PLAY_MS: u32 = 8_000;
/// How far an arrow key moves the time: parts of the whole.
const STEPS: u32 = 100;

/// Who delivers a message first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// Both at the same moment.
    Together,
    /// Neither delivers it.
    Neither,
}

impl First {
    const ALL: [Self; 4] = [Self::Tcp, Self::Udp, Self::Together, Self::Neither];

    const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Together => "together",
            Self::Neither => "neither",
        }
    }
}

/// A question about a message, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Question {
    message: u32,
    chosen: Option<First>,
    asked: bool,
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Race {
    numbers: Numbers,
    plan: Plan,
    /// TCP's run and UDP's.
    lanes: Rc<[Lane; 2]>,
    /// The moment that is shown; none for the end.
    at_ms: Option<u32>,
    playing: bool,
    question: Option<Question>,
}

impl Default for Race {
    fn default() -> Self {
        let numbers = Numbers::default();
        let plan = numbers.plan();
        let lanes = Rc::new([plan.run(true), plan.run(false)]);
        Self { numbers, plan, lanes, at_ms: None, playing: false, question: None }
    }
}

impl Race {
    /// The last moment of the longer race, in whole milliseconds and a little room.
    fn end_ms(&self) -> u32 {
        self.lanes.iter().map(Lane::end_us).max().unwrap_or(0) / 1_000 + 10
    }

    /// A question that waits for its answer hides the race.
    fn is_locked(&self) -> bool {
        self.question.is_some_and(|question| !question.asked)
    }

    /// The moment up to which everything is shown.
    fn now_us(&self) -> u32 {
        if self.is_locked() {
            return 0;
        }
        self.at_ms.map_or(u32::MAX, |at| at.min(self.end_ms()) * 1_000)
    }

    fn change(&mut self, number: Number, text: &str) {
        self.numbers.write(number, text);
        let plan = self.numbers.plan();
        if plan != self.plan {
            self.plan = plan;
            self.lanes = Rc::new([plan.run(true), plan.run(false)]);
        }
    }

    /// Who delivers the message of the question first, by the run.
    fn first(&self, question: Question) -> First {
        let [tcp, udp] = [0, 1].map(|lane: usize| {
            let track = self.lanes[lane].tracks.get(question.message.saturating_sub(1) as usize);
            track.and_then(|track| track.delivered.first().copied())
        });
        match (tcp, udp) {
            (None, None) => First::Neither,
            (Some(tcp), Some(udp)) if udp == tcp => First::Together,
            (Some(tcp), Some(udp)) if udp > tcp => First::Tcp,
            (Some(_), None) => First::Tcp,
            (_, Some(_)) => First::Udp,
        }
    }

    fn answer(&mut self, context: &mut Context<'_>) {
        let Some(mut question) = self.question.filter(|question| !question.asked) else { return };
        question.asked = true;
        self.question = Some(question);
        self.at_ms = None;
        let right = question.chosen == Some(self.first(question));
        let why = view::why(self, question, context.words);
        context.announce(predict::Gate::spoken(right, &why, context.words));
    }

    fn go(&mut self, to: action::Moment) {
        let end = self.end_ms();
        let now = self.at_ms.unwrap_or(end).min(end);
        let step = end.div_ceil(STEPS).max(1);
        let target = match to {
            action::Moment::At(ms) => ms,
            action::Moment::Next => now + step,
            action::Moment::Previous => now.saturating_sub(step),
            action::Moment::First => 0,
            action::Moment::Last => end,
        };
        self.at_ms = (target < end).then_some(target);
        self.playing = false;
    }

    fn set_question(&mut self, text: &str) -> Result<(), Refused> {
        let message =
            text.parse().ok().filter(|message| (1..=number::MESSAGES_MAX).contains(message));
        self.question = match (text, message) {
            ("", _) => None,
            (_, Some(message)) => Some(Question { message, chosen: None, asked: false }),
            _ => return Err(Refused::expected("the number of a message, from 1")),
        };
        Ok(())
    }

    fn set_answer(&mut self, text: &str) -> Result<(), Refused> {
        let refused =
            || Refused::expected("`tcp`, `udp`, `together` or `neither`, and `asked` behind it");
        let Some(question) = &mut self.question else {
            return if text.is_empty() { Ok(()) } else { Err(refused()) };
        };
        (question.chosen, question.asked) = (None, false);
        for word in text.split_whitespace() {
            let first = First::ALL.into_iter().find(|first| first.name() == word);
            match (word, first) {
                ("asked", _) => question.asked = true,
                (_, Some(first)) => question.chosen = Some(first),
                _ => return Err(refused()),
            }
        }
        Ok(())
    }

    fn answer_text(&self) -> String {
        let Some(question) = self.question else { return String::new() };
        let chosen = question.chosen.map_or("", First::name);
        let text = if question.asked { [chosen, " asked"].concat() } else { chosen.to_owned() };
        text.trim().to_owned()
    }
}

impl Figure for Race {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &[
        "messages",
        "size",
        "interval",
        "delay",
        "loss",
        "reorder",
        "duplicate",
        "seed",
        "at",
        "question",
        "answer",
    ];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        if let Some(number) = Number::named(name) {
            self.change(number, value);
            return Ok(());
        }
        match name {
            "at" if value.is_empty() => self.at_ms = None,
            "at" => {
                let at = value.parse().map_err(|_| Refused::expected("milliseconds"))?;
                self.at_ms = Some(at);
            }
            "question" => self.set_question(value)?,
            "answer" => self.set_answer(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        if let Some(number) = Number::named(name) {
            return self.numbers.written(number).to_owned();
        }
        match name {
            "at" => self.at_ms.map(|at| at.to_string()).unwrap_or_default(),
            "question" => self.question.map(|it| it.message.to_string()).unwrap_or_default(),
            _ => self.answer_text(),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Number(number, text) if !self.is_locked() => {
                self.change(number, &text);
                self.at_ms = None;
                self.playing = false;
            }
            Action::At(_) | Action::Play | Action::Number(..) if self.is_locked() => {}
            Action::At(to) => {
                self.go(to);
                context.announce(view::said(self, context.words));
            }
            Action::Play => {
                self.playing = !self.playing;
                if self.playing && self.at_ms.is_none_or(|at| at >= self.end_ms()) {
                    self.at_ms = Some(0);
                }
            }
            Action::Choose(first) => {
                if let Some(question) = self.question.as_mut().filter(|it| !it.asked) {
                    question.chosen = Some(first);
                }
            }
            Action::Check => self.answer(context),
            Action::Ask => {
                if let Some(question) = &mut self.question {
                    (question.chosen, question.asked) = (None, false);
                }
                self.playing = false;
            }
            Action::Number(..) => {}
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let (lane, fact) = match name.split_once('-')? {
            ("tcp", fact) => (&self.lanes[0], fact),
            ("udp", fact) => (&self.lanes[1], fact),
            ("first", message) => {
                let message = message.parse().ok()?;
                let question = Question { message, chosen: None, asked: true };
                return Some(self.first(question).name().to_owned());
            }
            _ => return None,
        };
        let latencies = lane.latencies_us();
        Some(match fact {
            "received" => lane.received().to_string(),
            "duplicates" => lane.duplicates().to_string(),
            "late" => lane.late().to_string(),
            "lost" => lane.lost.to_string(),
            "retransmissions" => lane.retransmissions.to_string(),
            "packets" => lane.packets.to_string(),
            "bytes" => lane.bytes.to_string(),
            "latency-max-ms" => (latencies.last()? / 1_000).to_string(),
            _ => return None,
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        if !self.playing {
            return Motion::Rests;
        }
        let end = self.end_ms();
        // At least a millisecond, or a slow clock would stand still.
        let step = (elapsed_ms * end.div_ceil(100) / (PLAY_MS / 100)).max(1);
        let at = self.at_ms.unwrap_or(end) + step;
        if at < end {
            self.at_ms = Some(at);
            return Motion::Moves;
        }
        self.at_ms = None;
        self.playing = false;
        context.announce(view::said(self, context.words));
        Motion::Rests
    }
}

#[cfg(test)]
mod tests;
