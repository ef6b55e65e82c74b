//! The chooser: what an application needs goes in, and which way of talking is left comes out, with
//! the reasons and the chapters that explain them.
//!
//! Invariant: nothing is judged but by a line of [`rules::RULES`].

pub(crate) mod rules;
pub(crate) mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::figure::{Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::value::Value as _;

#[cfg(not(target_arch = "wasm32"))]
use crate::chapter::Place;
use rules::{Candidate, Choice};
pub use state::Chooser;
use state::{Action, Runs, Talk};
use words::Words;

/// Every place of the book that a reason leads to.
#[cfg(not(target_arch = "wasm32"))]
pub fn places() -> impl Iterator<Item = Place> {
    rules::RULES.iter().map(|rule| rule.place)
}

impl Figure for Chooser {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![Chooser;
        /// Where the end runs that opens it.
        "runs": Runs = runs;
        /// Who speaks.
        "talk": Talk = talk;
        /// Whether everything has to arrive.
        "arrive": bool = arrive;
        /// Whether a lost message must not hold up later ones.
        "fresh": bool = fresh;
        /// Whether bytes are sent that are no text.
        "binary": bool = binary;
        /// Whether the network lets only the web pass.
        "proxies": bool = proxies;
        /// Whether two users' devices talk without a server.
        "peer": bool = peer;
        /// Whether what is sent once reaches many.
        "many": bool = many;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = Choice::of(self);
        self.perform(&action);
        let after = Choice::of(self);
        // Where nothing changes at the top, only the reasons do, and they can be read.
        if !after.best().eq(before.best()) || after.least() != before.least() {
            context.announce(view::line(&after, context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let choice = Choice::of(self);
        let named = |names: &mut dyn Iterator<Item = Candidate>| {
            names.map(Candidate::name).collect::<Vec<_>>().join(" ")
        };
        let (left, out): (Vec<_>, Vec<_>) =
            choice.ranked.iter().partition(|(_, costs)| costs.is_some());
        Some(match name {
            "verdict" => match choice.least() {
                Some(0) => "fits",
                Some(_) => "costs",
                None => "none",
            }
            .to_owned(),
            "best" => named(&mut choice.best()),
            "left" => named(&mut left.iter().map(|(who, _)| *who)),
            "out" => named(&mut out.iter().map(|(who, _)| *who)),
            "needs" => self.optional().count().to_string(),
            // What can be given up so that something is left: `page many`, or `page+fresh`.
            "give-up" if choice.least().is_some() => "nothing".to_owned(),
            "give-up" => {
                let ways = rules::give_up(self);
                let way = |(needs, _): &(Vec<state::Need>, Choice)| {
                    needs.iter().map(|need| need.name()).collect::<Vec<_>>().join("+")
                };
                ways.iter().map(way).collect::<Vec<_>>().join(" ")
            }
            // How many things have to be added to a candidate, or `out`.
            _ => {
                let who = Candidate::parse(name).ok()?;
                rules::costs(who, self).map_or_else(|| "out".to_owned(), |costs| costs.to_string())
            }
        })
    }
}
