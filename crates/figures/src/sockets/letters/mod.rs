//! Letters: a word sent letter by letter over TCP and over UDP, to be shot at on its way.
//!
//! Invariant: what is drawn, counted and said is read off two simulated runs. What a reader
//! destroys changes the run from that moment on and nothing before it.

mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod word;
mod words;

use figure_kit::figure::{Context, Figure, Motion};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;
use figure_kit::written::Written;

use run::Protocol;
use state::{Action, Cuts, Instant};
use words::Words;

pub use state::Letters;

impl Figure for Letters {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![Letters;
        /// The word that is sent; twelve letters of it.
        "word": Written = written;
        /// What the reader destroyed: packets with data, by their number, and when.
        "lost": Cuts = cuts;
        /// The moment that is shown, in milliseconds; nothing for the end.
        "at": Option<Instant> = at;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        match action {
            Action::Word(written) => {
                self.written = written;
                self.playing = false;
                self.start();
            }
            Action::Lose(parcel) => {
                if self.lose(parcel) {
                    context.announce(view::lost_said(self, parcel, context.words));
                }
            }
            Action::Play => self.play_or_stop(),
            Action::Again => {
                self.start();
                self.playing = self.at.is_some();
            }
            Action::Step(way) => {
                self.step(way);
                if self.at.is_none() {
                    context.announce(view::end_said(self, context.words));
                }
            }
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let (protocol, fact) = name.split_once('-').unwrap_or((name, ""));
        let protocol = Protocol::ALL.into_iter().find(|known| known.name() == protocol)?;
        let lane = self.lane(protocol);
        let word = self.word();
        let now = self.now_us();
        let again = || lane.flights.iter().filter_map(|flight| flight.again_after_us);
        Some(match fact {
            "" => view::outcome(&word, &lane),
            "lost" => lane.flights.iter().filter(|it| it.lost_us.is_some()).count().to_string(),
            "packets" => lane.flights.len().to_string(),
            "resent" => again().count().to_string(),
            "resent-after-ms" => (again().max()? / 1_000).to_string(),
            "now" => word.text(lane.which(|letter| lane.has_delivered(letter, now))),
            "held" => word.text(lane.which(|letter| lane.is_held(letter, now))),
            _ => return None,
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let motion = self.pass(elapsed_ms);
        if motion == Motion::Moves && !self.playing {
            context.announce(view::end_said(self, context.words));
            return Motion::Rests;
        }
        motion
    }
}
