//! The upgrade diff: the same opening in HTTP/1.1 and as an extended CONNECT of HTTP/2 or HTTP/3,
//! line by line, and in round trips.
//!
//! Invariant: what stands on the side of HTTP/1.1 is what the engine's client and server wrote.

pub(crate) mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::figure::{Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::value::Value;

use run::{About, Fate, Newer};
pub use state::UpgradeDiff;
use state::{Action, Millis, kept};
use words::Words;

impl Figure for UpgradeDiff {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![UpgradeDiff;
        /// What HTTP/1.1 is compared with.
        "beside": Newer = newer;
        /// The host that is asked.
        "host": String, |it| it.host.clone(), |it, text| {
            it.host = kept(&text);
            Ok(())
        };
        /// The path that is asked for.
        "path": String, |it| it.path.clone(), |it, text| {
            it.path = kept(&text);
            Ok(())
        };
        /// The origin of the page that asks; empty for a program that is no browser.
        "origin": String, |it| it.origin.clone(), |it, text| {
            it.origin = kept(&text);
            Ok(())
        };
        /// The subprotocols that are offered, commas between.
        "protocols": String, |it| it.protocols.clone(), |it, text| {
            it.protocols = kept(&text);
            Ok(())
        };
        /// Those that the server speaks.
        "speaks": String, |it| it.speaks.clone(), |it, text| {
            it.speaks = kept(&text);
            Ok(())
        };
        /// Whether permessage-deflate is offered.
        "deflate": bool = deflates;
        /// Whether a connection to the server is open already.
        "open": bool = is_open;
        /// Whether the server has said that it takes an extended CONNECT.
        "support": bool = is_supported;
        /// Milliseconds that a round trip takes.
        "trip": Millis = trip;
        /// The line that is explained.
        "at": Option<About> = at;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let is_row = matches!(action, Action::At(_));
        self.perform(action);
        let said = match self.at {
            Some(about) if is_row => view::explained(about, self.newer, context.words).0,
            _ => view::said(self, context.words),
        };
        context.announce(said);
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let trips = self.trips();
        match name {
            "trips-old" => return Some(trips.old.len().to_string()),
            "trips-new" => return Some(trips.new.len().to_string()),
            "falls-back" => return Some(if trips.falls_back { "yes" } else { "no" }.to_owned()),
            _ => {}
        }
        let opening = self.asked().open()?;
        let rows = opening.rows(self.newer);
        let count = |fate| rows.iter().filter(|row| row.fate == fate).count().to_string();
        let row = |about: &str| {
            let about = About::parse(about).ok()?;
            rows.iter().find(|row| row.about == about)
        };
        Some(match name {
            "gone" => count(Fate::Gone),
            "new" => count(Fate::New),
            "same" => count(Fate::Same),
            "becomes" => count(Fate::Becomes),
            "request-bytes" => opening.request.len().to_string(),
            "response-bytes" => opening.response.len().to_string(),
            _ => match name.split_once('-')? {
                ("fate", about) => match row(about) {
                    Some(row) => row.fate.write(),
                    None => "none".to_owned(),
                },
                ("old", about) => row(about)?.old.clone(),
                ("new", about) => row(about)?.new.join("; "),
                _ => return None,
            },
        })
    }
}
