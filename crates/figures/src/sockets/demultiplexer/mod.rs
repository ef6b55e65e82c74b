//! The demultiplexer: which socket a segment belongs to, found by the addresses and ports of both
//! ends.
//!
//! Invariant: whose the segment is says the simulated kernel ([`lookup`]); why it is not another's
//! is read off the table.

mod lookup;
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
use figure_kit::written::Written;

use lookup::{Found, Got, Sent};
use state::{Action, Receiver};
use words::Words;

pub use state::Demultiplexer;

impl Demultiplexer {
    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        if self.question && self.answer.perform(action, Receiver::ALL.len()) == Came::Committed {
            let found = self.found();
            let right = self.answer.chosen == Some(Receiver::of(found.as_ref()) as usize);
            let line = view::outcome(found.as_ref(), context.words);
            context.announce(Gate::spoken(right, &line, context.words));
        }
    }
}

impl Figure for Demultiplexer {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![Demultiplexer;
        /// What is sent: a TCP segment that opens a connection, one with data, or a datagram.
        "send": Sent = sent;
        /// The address and port of the sender, such as `198.51.100.7:40002`.
        "source": Written = source;
        /// The address and port that it is for, such as `192.0.2.1:80`.
        "destination": Written = destination;
        /// Whether a second listener stands at the server's own address.
        "specific": bool = extra.specific;
        /// Whether a connection of 203.0.113.9:40009 is in TIME-WAIT.
        "waiting": bool = extra.waiting;
        /// Whether the reader is asked who gets it, before it is shown.
        "question": bool = question;
        /// What the reader says to that: 1 a connection, 2 a listener, 3 a UDP socket, 4 none.
        "answer": Prediction, |it| it.answer, |it, answer| {
            it.answer = answer.within(Receiver::ALL.len())?;
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.segment();
        // While an end is written, every letter would be another outcome to hear.
        let is_written = matches!(action, Action::Source(_) | Action::Destination(_));
        match action {
            Action::Send(sent) => self.sent = sent,
            Action::Source(text) => self.source = text,
            Action::Destination(text) => self.destination = text,
            Action::As(number) => {
                if let Some(row) = lookup::rows(self.extra).get(number.wrapping_sub(1)) {
                    self.source = Written::new(&row.remote.to_string());
                    self.destination = Written::new(&row.local.to_string());
                }
            }
            Action::Specific => self.extra.specific ^= true,
            Action::Waiting => self.extra.waiting ^= true,
            Action::Predict(action) => return self.predict(&action, context),
        }
        if self.question && self.segment() != before && self.answer.renew() {
            context.announce(context.words.question());
        } else if !is_written && !self.is_locked() {
            context.announce(view::outcome(self.found().as_ref(), context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let answer = Prediction { is_committed: true, ..self.answer };
        Self { answer, ..self.clone() }
    }

    fn answers(&self) -> Vec<Answered> {
        let right = || Receiver::of(self.found().as_ref()) as usize;
        let is_asked = self.question && self.answer.is_committed;
        is_asked.then(|| self.answer.answered("receiver", right())).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let found = self.found();
        let posed = Question {
            name: "receiver",
            text: view::asked(self, words),
            choices: Receiver::ALL.map(|it| view::receiver(it, words).to_owned()).to_vec(),
            right: vec![Receiver::of(found.as_ref()) as usize],
            why: view::outcome(found.as_ref(), words),
        };
        self.question.then_some(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        let found = self.found();
        Some(match name {
            "gets" => Receiver::of(found.as_ref()).name().to_owned(),
            "answer" => found?.answer.unwrap_or_default(),
            "descriptor" => match found? {
                Found { rows, got: Got::Row(at), .. } => rows[at].fd?.to_string(),
                _ => return None,
            },
            _ => return None,
        })
    }
}
