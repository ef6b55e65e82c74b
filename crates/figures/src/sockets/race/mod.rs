//! The race: the same messages over TCP and UDP, across the same bad link.
//!
//! Invariant: what is drawn and counted is read off two simulated runs; nothing is animated by
//! hand. The numbers say all: the same plan gives the same race.

mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::Gate;
use figure_kit::components::gate::{self, Came, Prediction};
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure, Motion, Refused};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;

use state::{Action, Delay, First, Interval, Loss, Messages, Rare, Seed, Size};
use words::Words;

pub use state::Race;

impl Race {
    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        let Some(message) = self.question else { return };
        match self.answer.perform(action, First::ALL.len()) {
            Came::Committed => {
                self.at_ms = None;
                let right = self.answer.chosen == Some(self.first(message) as usize);
                let why = view::why(self, message, context.words);
                context.announce(Gate::spoken(right, &why, context.words));
            }
            Came::Reopened => self.playing = false,
            Came::Nothing => {}
        }
    }

    fn ask(&mut self, message: Option<u32>) -> Result<(), Refused> {
        let (_, most) = Messages::RANGE;
        if message.is_some_and(|message| !(1..=most).contains(&message)) {
            return Err(Refused::expected("the number of a message, from 1"));
        }
        self.question = message;
        Ok(())
    }
}

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

impl Figure for Race {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![Race;
        /// How many messages are sent.
        "messages": Messages = numbers.messages;
        /// Bytes in each message.
        "size": Size = numbers.size;
        /// Milliseconds from one message to the next.
        "interval": Interval = numbers.interval;
        /// Milliseconds that the link takes.
        "delay": Delay = numbers.delay;
        /// Packets that the link loses, in a hundred.
        "loss": Loss = numbers.loss;
        /// Packets that the link holds back until others have overtaken them, in a hundred.
        "reorder": Rare = numbers.reorder;
        /// Packets that the link delivers twice, in a hundred.
        "duplicate": Rare = numbers.duplicate;
        /// What the luck of both is drawn from: another number, another race.
        "seed": Seed = numbers.seed;
        /// The moment that is shown, in milliseconds; nothing for the end.
        "at": Option<u32> = at_ms;
        /// The message, from 1, of which the reader is asked who delivers it first.
        "question": Option<u32>, |it| it.question, |it, message| it.ask(message);
        /// What the reader says to that: 1 TCP, 2 UDP, 3 both together, 4 neither.
        "answer": Prediction, |it| it.answer, |it, answer| {
            it.answer = answer.within(First::ALL.len())?;
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.numbers.plan();
        match action {
            Action::Predict(action) => return self.predict(&action, context),
            Action::At(_) | Action::Play if self.is_locked() => return,
            Action::At(moment) => {
                self.go(moment);
                return context.announce(view::said(self, context.words));
            }
            Action::Play => return self.play_or_stop(),
            Action::Messages(number) => self.numbers.messages = number,
            Action::Size(number) => self.numbers.size = number,
            Action::Interval(number) => self.numbers.interval = number,
            Action::Delay(number) => self.numbers.delay = number,
            Action::Loss(number) => self.numbers.loss = number,
            Action::Reorder(number) => self.numbers.reorder = number,
            Action::Duplicate(number) => self.numbers.duplicate = number,
            Action::Seed(number) => self.numbers.seed = number,
        }
        self.at_ms = None;
        self.playing = false;
        if let Some(message) = self.question
            && self.numbers.plan() != before
            && self.answer.renew()
        {
            context.announce(context.words.question(&message));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn answers(&self) -> Vec<Answered> {
        let answered = |message| self.answer.answered("first", self.first(message) as usize);
        self.question.and_then(answered).into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = |message| Question {
            name: "first",
            text: words.question(&message),
            choices: First::ALL.map(|first| view::first(first, words).to_owned()).to_vec(),
            right: vec![self.first(message) as usize],
            why: view::why(self, message, words),
        };
        self.question.map(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        let (lane, fact) = match name.split_once('-')? {
            ("tcp", fact) => (0, fact),
            ("udp", fact) => (1, fact),
            ("first", message) => {
                return Some(self.first(message.parse().ok()?).name().to_owned());
            }
            _ => return None,
        };
        let lane = &self.lanes()[lane];
        let latencies = lane.latencies_us();
        Some(match fact {
            "received" => lane.received().to_string(),
            "duplicates" => lane.duplicates().to_string(),
            "late" => lane.late().to_string(),
            "repeats" => yes_or_no(lane.duplicates() > 0),
            "swaps" => yes_or_no(lane.late() > 0),
            "waits" => yes_or_no(lane.tracks.iter().any(|track| track.waited_since_us().is_some())),
            "lost" => lane.lost.to_string(),
            "retransmissions" => lane.retransmissions.to_string(),
            "packets" => lane.packets.to_string(),
            "bytes" => lane.bytes.to_string(),
            "latency-max-ms" => (latencies.last()? / 1_000).to_string(),
            _ => return None,
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let motion = self.pass(elapsed_ms);
        if motion == Motion::Moves && !self.playing {
            context.announce(view::said(self, context.words));
            return Motion::Rests;
        }
        motion
    }
}
