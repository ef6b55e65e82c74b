//! The herd: all clients lose their server in the same moment, and come back to it.
//!
//! Invariant: what is drawn and counted is read off simulated runs; each attempt is a TCP
//! connection and an opening handshake. The numbers say all: the same plan gives the same runs.

pub(crate) mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::Gate;
use figure_kit::components::gate::{self, Came, Prediction};
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;

use run::{Fate, Strategy};
use state::{
    Action, Asked, Backlog, Base, Cap, Capacity, Clients, Jitter, Outage, PEAK_MS, Seed, Timeout,
    Winner,
};
use words::Words;

pub use state::Herd;

impl Herd {
    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        let Some(asked) = self.question else { return };
        if self.answer.perform(action, Winner::ALL.len()) == Came::Committed {
            let right = self.answer.chosen == Some(self.winner(asked) as usize);
            let why = view::why(self, asked, context.words);
            context.announce(Gate::spoken(right, &why, context.words));
        }
    }
}

impl Figure for Herd {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![Herd;
        /// How many clients have lost the server.
        "clients": Clients = numbers.clients;
        /// Seconds until the server is there again.
        "outage": Outage = numbers.outage;
        /// Milliseconds that a client waits before its first attempt.
        "base": Base = numbers.base;
        /// Seconds beyond which a wait that grows does not grow.
        "cap": Cap = numbers.cap;
        /// The part of a wait that is left to chance, in a hundred.
        "jitter": Jitter = numbers.jitter;
        /// Handshakes that the server does in a second.
        "capacity": Capacity = numbers.capacity;
        /// What the server gives to `listen`.
        "backlog": Backlog = numbers.backlog;
        /// Seconds that a client waits for the answer to an attempt.
        "timeout": Timeout = numbers.timeout;
        /// What chance is drawn from: another number, another run.
        "seed": Seed = numbers.seed;
        /// What the reader is asked: with which strategy all are back `first`, or which has the
        /// smallest `peak`.
        "question": Option<Asked> = question;
        /// What the reader says to that: 1 fixed, 2 back-off, 3 with jitter, 4 several or none.
        "answer": Prediction, |it| it.answer, |it, answer| {
            it.answer = answer.within(Winner::ALL.len())?;
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.numbers.plan();
        match action {
            Action::Predict(action) => return self.predict(&action, context),
            Action::Clients(number) => self.numbers.clients = number,
            Action::Outage(number) => self.numbers.outage = number,
            Action::Base(number) => self.numbers.base = number,
            Action::Cap(number) => self.numbers.cap = number,
            Action::Jitter(number) => self.numbers.jitter = number,
            Action::Capacity(number) => self.numbers.capacity = number,
            Action::Backlog(number) => self.numbers.backlog = number,
            Action::Timeout(number) => self.numbers.timeout = number,
            Action::Seed(number) => self.numbers.seed = number,
        }
        if self.numbers.plan() == before {
            return;
        }
        match self.question {
            Some(asked) if self.answer.renew() => {
                context.announce(view::question(asked, context.words));
            }
            _ if self.is_locked() => {}
            _ => context.announce(view::said(self, context.words)),
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let mut all = self.clone();
        all.answer.is_committed = true;
        all
    }

    fn answers(&self) -> Vec<Answered> {
        let answered = |asked: Asked| {
            let is_committed = self.answer.is_committed;
            is_committed.then(|| self.answer.answered(asked.name(), self.winner(asked) as usize))
        };
        self.question.and_then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = |asked: Asked| Question {
            name: asked.name(),
            text: view::question(asked, words).to_owned(),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![self.winner(asked) as usize],
            why: view::why(self, asked, words),
        };
        self.question.map(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        match name {
            "first" => return Some(self.winner(Asked::First).name().to_owned()),
            "smallest-peak" => return Some(self.winner(Asked::Peak).name().to_owned()),
            _ => {}
        }
        let of = |strategy: &&Strategy| name.strip_prefix(strategy.name())?.strip_prefix('-');
        let strategy = Strategy::ALL.iter().find(|strategy| of(strategy).is_some())?;
        let lanes = self.lanes();
        let lane = &lanes[*strategy as usize];
        let count = |fate| lane.count(fate);
        let number = match of(&strategy)? {
            "attempts" => lane.all(),
            "wasted" => lane.wasted(),
            "refused" => count(Fate::Refused),
            "unanswered" => count(Fate::Unanswered),
            "peak" => lane.peak(PEAK_MS),
            "back" => count(Fate::Open),
            "syns" => lane.syns,
            "overflows" => lane.overflows,
            "accepted" => lane.accepted,
            "for-nobody" => lane.for_nobody(),
            "simulated" => lane.clients,
            "all-back-s" => {
                return Some(
                    lane.all_back_ms()
                        .map_or_else(|| "never".to_owned(), |ms| ms.div_ceil(1_000).to_string()),
                );
            }
            _ => return None,
        };
        Some(number.to_string())
    }
}
