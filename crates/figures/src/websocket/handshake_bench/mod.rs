//! The handshake bench: both heads, every line of them open to change, before the real engine.
//!
//! Invariant: as long as nobody edits it, the response is the server's own answer to the request
//! as it stands.

mod action;
mod head;
pub mod meaning;
mod preset;
mod trial;
mod view;

use crate::figure::{Context, Effect, Figure, Refused, on_or_off};
use crate::link;
use crate::node::Node;
use crate::words::Words;
use action::Action;
pub use head::Side;
use head::{Head, Header};

/// The longest text of a setting of the server.
const SETTING_MAX: usize = 1_000;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct HandshakeBench {
    request: Head,
    /// The response as it was edited; `None` leaves it to the server.
    response: Option<Head>,
    origins: String,
    protocols: String,
    deflate: bool,
    head_max: String,
    headers_max: String,
    hex: bool,
}

impl Default for HandshakeBench {
    fn default() -> Self {
        let limits = http::Limits::default();
        Self {
            request: Head::read(preset::RFC),
            response: None,
            origins: String::new(),
            protocols: "chat".to_owned(),
            deflate: true,
            head_max: limits.head_len_max.to_string(),
            headers_max: limits.fields_max.to_string(),
            hex: false,
        }
    }
}

impl HandshakeBench {
    /// The head of a side, to be changed: from then on the response is edited by hand.
    fn edit(&mut self, side: Side) -> &mut Head {
        match side {
            Side::Request => &mut self.request,
            Side::Response => {
                if self.response.is_none() {
                    self.response = Some(self.run().response);
                }
                self.response.get_or_insert_default()
            }
        }
    }

    fn perform(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Line(side, text) => self.edit(side).line = head::short(&text),
            Action::Name(side, row, text) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row) {
                    head.headers[place].name = head::name_of(&text);
                }
            }
            Action::Value(side, row, text) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row) {
                    head.headers[place].value = head::short(&text);
                }
            }
            Action::Add(side, text) => {
                let text = if text.is_empty() { "X-Example: 1" } else { &text };
                self.edit(side).insert(usize::MAX, Header::read(text));
            }
            Action::Remove(side, row) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row) {
                    head.headers.remove(place);
                }
            }
            Action::Double(side, row) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row) {
                    head.insert(place + 1, head.headers[place].clone());
                }
            }
            Action::Up(side, row) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row).filter(|place| *place > 0) {
                    head.headers.swap(place, place - 1);
                }
            }
            Action::Down(side, row) => {
                let head = self.edit(side);
                if let Some(place) = head.find(&row).filter(|at| at + 1 < head.headers.len()) {
                    head.headers.swap(place, place + 1);
                }
            }
            Action::Own => self.response = None,
            Action::Origins(text) => self.origins = setting(&text),
            Action::Protocols(text) => self.protocols = setting(&text),
            Action::Deflate => self.deflate = !self.deflate,
            Action::HeadMax(text) => self.head_max = setting(&text),
            Action::HeadersMax(text) => self.headers_max = setting(&text),
            Action::Hex => self.hex = !self.hex,
            Action::Preset(Some(preset)) => preset.set_up(self),
            Action::Preset(None) => {}
            Action::FollowKey => {
                let state = link::write(&[("key", self.key().to_owned())]);
                context.effects.push(Effect::Open { figure: "accept-key", state });
            }
        }
    }

    /// The text of the first key in the request.
    fn key(&self) -> &str {
        let named = |header: &&Header| header.name.eq_ignore_ascii_case("Sec-WebSocket-Key");
        self.request.headers.iter().find(named).map_or("", |header| &header.value)
    }
}

fn setting(text: &str) -> String {
    text[..text.floor_char_boundary(SETTING_MAX)].to_owned()
}

impl Figure for HandshakeBench {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &[
        "request",
        "response",
        "origins",
        "protocols",
        "deflate",
        "head-max",
        "headers-max",
        "hex",
    ];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "request" => self.request = Head::read(value),
            "response" if value == OWN => self.response = None,
            "response" => self.response = Some(Head::read(value)),
            "origins" => self.origins = setting(value),
            "protocols" => self.protocols = setting(value),
            "deflate" => self.deflate = on_or_off(value)?,
            "head-max" => self.head_max = setting(value),
            "headers-max" => self.headers_max = setting(value),
            "hex" => self.hex = on_or_off(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        let switch = |on| if on { "on" } else { "off" }.to_owned();
        match name {
            "request" => self.request.write(),
            "response" => self.response.as_ref().map_or_else(|| OWN.to_owned(), Head::write),
            "origins" => self.origins.clone(),
            "protocols" => self.protocols.clone(),
            "deflate" => switch(self.deflate),
            "head-max" => self.head_max.clone(),
            "headers-max" => self.headers_max.clone(),
            _ => switch(self.hex),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let before = view::spoken(&self.run(), context.words);
        self.perform(action, context);
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
            _ => return None,
        })
    }
}

/// Stands for the server's own response in a link.
const OWN: &str = "own";

#[cfg(test)]
mod tests;
