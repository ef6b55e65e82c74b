//! The interleaver: two messages, cut into fragments, and control frames, put on the wire in any
//! order, and what a browser makes of that order.
//!
//! Invariant: legal or not, delivered or kept, counted and searched for: all of it says
//! [`websocket::connection::Connection`], to which the bytes of each order are given.

mod deck;
mod run;
mod search;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::figure::{Context, Figure, Motion};
use figure_kit::legible::{readable, spaced_hex};
use figure_kit::node::Node;
use figure_kit::playback::Beat;
use figure_kit::setting::Setting;
use figure_kit::settings;
use figure_kit::written::Written;
use websocket::connection::Message;

use deck::{Card, Cuts, Kind, Order};
use run::{News, State, Verdict, cut_bytes};
pub use state::Interleaver;
use state::{Action, Goal, Task};
use words::Words;

/// How long the walk stays on a frame.
const DWELL_MS: u32 = 1_600;

impl Figure for Interleaver {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![Interleaver;
        /// The first message; twelve bytes of it.
        "first": Written, |it| it.deck.0[0].written.clone(), |it, text| {
            it.deck.0[0].written = text;
            Ok(())
        };
        /// How it is sent.
        "first-kind": Kind, |it| it.deck.0[0].kind, |it, kind| {
            it.deck.0[0].kind = kind;
            Ok(())
        };
        /// The bytes before which it is cut.
        "first-cuts": Cuts, |it| it.deck.0[0].cuts.clone(), |it, cuts| {
            it.deck.0[0].cuts = cuts;
            Ok(())
        };
        /// The second message; twelve bytes of it.
        "second": Written, |it| it.deck.0[1].written.clone(), |it, text| {
            it.deck.0[1].written = text;
            Ok(())
        };
        /// How it is sent.
        "second-kind": Kind, |it| it.deck.0[1].kind, |it, kind| {
            it.deck.0[1].kind = kind;
            Ok(())
        };
        /// The bytes before which it is cut.
        "second-cuts": Cuts, |it| it.deck.0[1].cuts.clone(), |it, cuts| {
            it.deck.0[1].cuts = cuts;
            Ok(())
        };
        /// The frames in their order: fragments a1, a2, b1 ..., ping, pong, close.
        "wire": Order = wire;
        /// The card that is picked up, to be moved.
        "picked": Option<Card> = picked;
        /// What the reader is at.
        "task": Task = task;
        /// How a rule is to be broken, for the task `illegal`.
        "goal": Goal = goal;
        /// How many orders the reader takes to be legal, for the task `ways`.
        "guess": Written = guess;
        /// Whether they have been counted.
        "counted": bool = is_counted;
        /// How many frames have come so far; nothing shows all.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            it.walk.set(step, it.order().len())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = view::spoken(self, context.words);
        let beat = self.perform(action);
        narrate(self, beat, context);
        let after = view::spoken(self, context.words);
        if after != before {
            context.announce(after);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = self.run();
        let count = |wanted: fn(&News) -> bool| {
            let news = run.turns.iter().filter_map(|turn| turn.news.as_ref());
            news.filter(|news| wanted(news)).count().to_string()
        };
        let number = |number: Option<usize>| number.map(|it| it.to_string());
        let counted = |part: fn(&search::Ways) -> u32| self.ways().map(|it| part(&it).to_string());
        let shortest = |goal| number(self.shortest(goal).len);
        let shown = run.state_after(self.shown());
        // What there is none of is `none`, so that a claim can be wrong about it.
        let fact = match name {
            "verdict" => Some(run.verdict.name().to_owned()),
            "frames" => number(Some(run.turns.len())),
            "close" => closing_code(&run),
            "clause" => run.fault().map(|fault| fault.rule.clause().to_owned()),
            "at" => run.fault().map(|fault| fault.at.to_string()),
            "frame" => match run.verdict {
                Verdict::Illegal(at, _) => number(Some(at + 1)),
                _ => None,
            },
            "messages" => number(Some(run.messages().len())),
            "pings-answered" => Some(count(|news| *news == News::Answered)),
            "state" => Some(shown.name().to_owned()),
            "pending" => match shown {
                State::Inside(it) if it.cut_len > 0 => Some(spaced_hex(cut_bytes(it))),
                _ => None,
            },
            "bytes" => {
                let all: Vec<u8> = run.turns.iter().flat_map(|turn| turn.bytes.clone()).collect();
                Some(spaced_hex(&all))
            }
            "parts" => number(Some(self.deck.0.iter().map(|sent| sent.parts().len()).sum())),
            "orders" => counted(|ways| ways.orders),
            "ways" => counted(|ways| ways.legal),
            "ways-as-sent" => counted(|ways| ways.as_sent),
            "shortest" => shortest(Goal::Any),
            "shortest-1002" => shortest(Goal::Protocol),
            "shortest-1007" => shortest(Goal::Text),
            "task" => Some(if view::is_done(self, &run) { "done" } else { "open" }.to_owned()),
            _ => {
                let number: usize = name.strip_prefix("message-")?.parse().ok()?;
                let messages = run.messages();
                number.checked_sub(1).and_then(|it| messages.get(it)).map(|it| written(it))
            }
        };
        Some(fact.unwrap_or_else(|| "none".to_owned()))
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let beat = self.walk.tick(elapsed_ms, DWELL_MS, self.order().len());
        narrate(self, beat, context);
        self.walk.motion()
    }
}

/// The code with which the connection ends: that of the fault, or that of the close frame.
fn closing_code(run: &run::Run) -> Option<String> {
    let ended = run.turns.iter().find_map(|turn| match &turn.news {
        Some(News::Failed(fault, _)) => Some(fault.rule.close_code()),
        Some(News::Closed(ending)) => Some(ending.code),
        _ => None,
    });
    ended.map(|code| code.0.to_string())
}

/// A message as it is written: text as it is, binary in hex.
fn written(message: &Message) -> String {
    match message {
        Message::Text(text) => readable(text),
        Message::Binary(bytes) => spaced_hex(bytes),
    }
}

/// Says what came of the frame at which the walk has come.
fn narrate(figure: &Interleaver, beat: Beat, context: &mut Context<'_, Words>) {
    if beat == Beat::Walked && figure.walk.step().is_some() {
        context.announce(view::narration(figure, context.words));
    }
}
