//! The slow reader: one of the clients of a broadcast does not keep up. Where its bytes wait, what
//! that costs the server, and what the server may do about it.
//!
//! Invariant: every queue is read off a simulated kernel or the server's program. The numbers say
//! all: the same plan gives the same run.

pub(crate) mod outbox;
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
use figure_kit::figure::{Answered, Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;

use outbox::Policy;
use run::{Ended, Fate};
use state::{Action, Asked, Clients, Grace, Interval, Length, Limit, Pace, Room, Size};
use words::Words;

pub use state::SlowReader;

impl SlowReader {
    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        let Some(asked) = self.question else { return };
        if self.answer.perform(action, Fate::ALL.len()) == Came::Committed {
            let right = self.answer.chosen == Some(self.fate(asked) as usize);
            let why = view::said(self, context.words);
            context.announce(Gate::spoken(right, &why, context.words));
        }
    }
}

impl Figure for SlowReader {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![SlowReader;
        /// What the server does about a client that does not keep up.
        "policy": Policy = policy;
        /// How many clients there are, the slow one included.
        "clients": Clients = numbers.clients;
        /// Bytes in each message.
        "size": Size = numbers.size;
        /// Milliseconds from one message to the next.
        "interval": Interval = numbers.interval;
        /// Thousands of bytes that the slow client reads in a second.
        "pace": Pace = numbers.pace;
        /// KiB that the program queues for a client, where the policy has a bound.
        "limit": Limit = numbers.limit;
        /// KiB that the server's kernel has for what it sends to one client.
        "send-room": Room = numbers.send_room;
        /// KiB that the slow client's kernel has for what is not read.
        "receive-room": Room = numbers.receive_room;
        /// Seconds that a client has to answer the Close frame.
        "grace": Grace = numbers.grace;
        /// Seconds of the run.
        "length": Length = numbers.length;
        /// Whom the reader is asked about: the `fast` clients or the `slow` one.
        "question": Option<Asked> = question;
        /// What the reader says to that: 1 all in time, 2 all, some late, 3 not all, 4 closed.
        "answer": Prediction, |it| it.answer, |it, answer| {
            it.answer = answer.within(Fate::ALL.len())?;
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.plan();
        match action {
            Action::Predict(action) => return self.predict(&action, context),
            Action::Policy(policy) => self.policy = policy,
            Action::Clients(number) => self.numbers.clients = number,
            Action::Size(number) => self.numbers.size = number,
            Action::Interval(number) => self.numbers.interval = number,
            Action::Pace(number) => self.numbers.pace = number,
            Action::Limit(number) => self.numbers.limit = number,
            Action::SendRoom(number) => self.numbers.send_room = number,
            Action::ReceiveRoom(number) => self.numbers.receive_room = number,
            Action::Grace(number) => self.numbers.grace = number,
            Action::Length(number) => self.numbers.length = number,
        }
        if self.plan() == before {
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
            is_committed.then(|| self.answer.answered(asked.name(), self.fate(asked) as usize))
        };
        self.question.and_then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = |asked: Asked| Question {
            name: asked.name(),
            text: view::question(asked, words).to_owned(),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![self.fate(asked) as usize],
            why: view::said(self, words),
        };
        self.question.map(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        let (plan, run) = (self.plan(), self.run());
        let slow = &run.tracks[0];
        let fast = &run.tracks[1..];
        let kib = |bytes: u32| (bytes >> 10).to_string();
        let sending = |at: fn(&run::Queues) -> u32| slow.queues.iter().map(at).max().unwrap_or(0);
        Some(match name {
            "fast" => self.fate(Asked::Fast).name().to_owned(),
            "slow" => self.fate(Asked::Slow).name().to_owned(),
            "messages" => run.messages.to_string(),
            "slow-received" => slow.received.len().to_string(),
            "slow-dropped" => slow.dropped.to_string(),
            "slow-late-s" => (slow.longest_ms(&plan) / 1_000).to_string(),
            "fast-received" => fast.iter().map(|it| it.received.len()).min()?.to_string(),
            "fast-late-s" => {
                (fast.iter().map(|it| it.longest_ms(&plan)).max()? / 1_000).to_string()
            }
            "queued-max-kib" => kib(slow.program_max()),
            "kernel-max-kib" => kib(sending(|queues| queues.sending)),
            "receiving-max-kib" => kib(sending(|queues| queues.receiving)),
            "memory-max-kib" => kib(run.memory_max()),
            "bounded" => (slow.program_max() <= plan.limit).to_string(),
            "ends" => match slow.ended {
                Ended::Not => "open".to_owned(),
                Ended::Closed(code) => code.to_string(),
                Ended::Broken => "1006".to_owned(),
            },
            _ => return None,
        })
    }
}
