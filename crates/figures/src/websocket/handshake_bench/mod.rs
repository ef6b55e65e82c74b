//! The handshake bench: both heads, every line of them open to change, before the real engine.
//!
//! Invariant: as long as nobody edits it, the response is the server's own answer to the request
//! as it stands.

mod head;
pub mod meaning;
mod preset;
mod state;
#[cfg(test)]
mod tests;
mod trial;
mod view;
mod words;

use figure_kit::figure::{Context, Effect, Figure};
use figure_kit::link;
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::value::Value as _;

use head::Head;
pub use head::Side;
use preset::Preset;
use state::Action;
pub use state::HandshakeBench;
pub use words::Words;

/// Stands for the server's own response in a link.
const OWN: &str = "own";

impl Figure for HandshakeBench {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![HandshakeBench;
        /// The request: its lines, as a link writes them.
        "request": Head = request;
        /// The response as it was edited, or `own` for the server's.
        "response": String, |it| it.response.as_ref().map_or_else(|| OWN.to_owned(), Head::write),
            |it, text| {
                it.response = (text != OWN).then(|| Head::read(&text));
                Ok(())
            };
        /// The origins that the server serves, with commas or blanks between; none means any.
        "origins": String, |it| it.server.origins.clone(), |it, text| {
            it.server.origins = state::short(&text);
            Ok(())
        };
        /// The subprotocols that the server speaks, with commas or blanks between.
        "protocols": String, |it| it.server.protocols.clone(), |it, text| {
            it.server.protocols = state::short(&text);
            Ok(())
        };
        /// Whether the server takes permessage-deflate.
        "deflate": bool = server.deflates;
        /// The longest head that the server reads, in bytes.
        "head-max": String, |it| it.server.head_max.clone(), |it, text| {
            it.server.head_max = state::short(&text);
            Ok(())
        };
        /// The most headers that the server reads.
        "headers-max": String, |it| it.server.headers_max.clone(), |it, text| {
            it.server.headers_max = state::short(&text);
            Ok(())
        };
        /// The situation that is named as the one loaded last.
        "situation": Preset = situation;
        /// Whether the server's settings are unfolded.
        "server-open": bool = is_server_open;
        /// Whether the fields of the response are unfolded.
        "response-open": bool = is_response_open;
        /// Whether the bytes are shown in hex.
        "hex": bool = is_hex;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        if action == Action::FollowKey {
            let state = link::write(&[("key", self.key().to_owned())]);
            context.effects.push(Effect::Open { figure: "accept-key", state });
            return;
        }
        let before = view::spoken(&self.run(), context.words);
        self.perform(action);
        // While a head is edited, only a verdict that has changed is worth a word.
        let after = view::spoken(&self.run(), context.words);
        if after != before {
            context.announce(after);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let trial = self.run();
        Some(match name {
            "status" => match &trial.server {
                Ok(_) => "101".to_owned(),
                Err(fault) => fault.rule.status().to_string(),
            },
            "verdict" => match &trial.server {
                Ok(_) => "accepted".to_owned(),
                Err(fault) => fault.to_string(),
            },
            "client" => match &trial.client {
                Ok(_) => "open".to_owned(),
                Err(fault) => fault.to_string(),
            },
            "protocol" => trial.server.ok()?.protocol.unwrap_or_default(),
            "extensions" => trial.server.ok()?.deflate.map(|(_, said)| said).unwrap_or_default(),
            "accept" => trial.server.ok()?.accept,
            // The value of a header as it travels: `request-Host`, `response-Upgrade`.
            _ => {
                let (side, header) = name.split_once('-')?;
                let head = match Side::parse(side).ok()? {
                    Side::Request => &self.request,
                    Side::Response => &trial.response,
                };
                let place = head.find(&head::Row::Named(header.to_owned()));
                place.map_or_else(|| "none".to_owned(), |at| head.headers[at].value.clone())
            }
        })
    }
}
