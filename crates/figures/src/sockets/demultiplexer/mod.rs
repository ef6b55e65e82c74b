//! The demultiplexer: which socket a segment belongs to, found by the addresses and ports of both
//! ends.
//!
//! Invariant: whose the segment is says the simulated kernel ([`lookup`]); why it is not another's
//! is read off the table.

mod lookup;
mod view;

use std::str::FromStr;

use kernel::{Endpoint, Ip};

use crate::figure::{Context, Figure, Refused, on_or_off};
use crate::node::Node;
use crate::predict;
use crate::words::Words;
use lookup::{Extra, Found, Got, Sent};

/// The longest text of an endpoint.
const FIELD_MAX: usize = 40;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Demultiplexer {
    sent: Sent,
    source: String,
    destination: String,
    extra: Extra,
    question: Option<Question>,
}

/// The question whose the segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Question {
    chosen: Option<usize>,
    is_answered: bool,
}

/// The answers to choose from, by name.
const KINDS: [&str; 4] = ["connection", "listener", "udp", "nobody"];

const KINDS_SENT: [(&str, Sent); 3] =
    [("syn", Sent::Syn), ("data", Sent::Data), ("datagram", Sent::Datagram)];

fn sent(name: &str) -> Result<Sent, Refused> {
    let found = KINDS_SENT.iter().find(|(known, _)| *known == name);
    found.map(|(_, sent)| *sent).ok_or_else(|| Refused::one_of(&KINDS_SENT.map(|(name, _)| name)))
}

/// What a reader can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `send syn`, `send data`, `send datagram`.
    Send(Sent),
    /// `source ADDRESS:PORT`.
    Source(String),
    /// `destination ADDRESS:PORT`.
    Destination(String),
    /// `as N`: from the peer of this row, to its own end.
    As(usize),
    /// `specific`: the second listener comes or goes.
    Specific,
    /// `waiting`: the connection in TIME-WAIT comes or goes.
    Waiting,
    /// `choose N`.
    Choose(usize),
    /// `check` or `show-me`.
    Check,
    /// `ask`.
    Ask,
}

const VERBS: &[&str] = &[
    "send",
    "source",
    "destination",
    "as",
    "specific",
    "waiting",
    "choose",
    "check",
    "show-me",
    "ask",
];

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let number = || rest.parse().map_err(|_| Refused::expected("a number"));
        Ok(match (verb, rest) {
            ("send", name) => Self::Send(sent(name)?),
            ("source", text) => Self::Source(text.to_owned()),
            ("destination", text) => Self::Destination(text.to_owned()),
            ("as", _) => Self::As(number()?),
            ("specific", "") => Self::Specific,
            ("waiting", "") => Self::Waiting,
            ("choose", _) => Self::Choose(number()?),
            ("check" | "show-me", "") => Self::Check,
            ("ask", "") => Self::Ask,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}

impl Default for Demultiplexer {
    fn default() -> Self {
        Self {
            sent: Sent::Data,
            source: "198.51.100.7:40002".to_owned(),
            destination: "192.0.2.1:80".to_owned(),
            extra: Extra { specific: false, waiting: false },
            question: None,
        }
    }
}

/// An address and a port, as they are typed.
fn endpoint(text: &str) -> Option<Endpoint> {
    let (ip, port) = text.trim().split_once(':')?;
    let mut octets = [0; 4];
    let mut parts = ip.split('.');
    for octet in &mut octets {
        let number = crate::sockets::port_map::query::number(parts.next()?)?;
        *octet = u8::try_from(number).ok()?;
    }
    let port = crate::sockets::port_map::query::number(port).filter(|port| *port > 0)?;
    parts.next().is_none().then(|| Endpoint::new(Ip(octets.into()), port))
}

impl Demultiplexer {
    /// The sender. No packet comes in with this host's own address, the loopback, a group or
    /// nothing at all as its source: IP drops it before it has a socket (RFC 1122 §3.2.1.3).
    fn from(&self) -> Option<Endpoint> {
        endpoint(&self.source).filter(|it| {
            let ip = it.ip.0;
            let nobody = ip.is_unspecified() || ip.is_loopback() || ip.is_multicast();
            !nobody && !ip.is_broadcast() && it.ip != lookup::SERVER
        })
    }

    fn to(&self) -> Option<Endpoint> {
        endpoint(&self.destination)
    }

    /// What comes of it; none where nothing can be sent.
    fn found(&self) -> Option<Found> {
        Some(lookup::find(self.extra, self.sent, self.from()?, self.to()?))
    }

    /// Which of the answers is right.
    fn right(found: Option<&Found>) -> usize {
        match found {
            Some(Found { rows, got: Got::Row(at), .. }) => {
                let row = &rows[*at];
                let listens = row.state == kernel::State::Listen;
                if row.is_udp { 2 } else { usize::from(listens) }
            }
            _ => 3,
        }
    }

    fn is_locked(&self) -> bool {
        self.question.is_some_and(|question| !question.is_answered)
    }

    fn check(&mut self, context: &mut Context<'_>) {
        let Some(question) = self.question.as_mut().filter(|it| !it.is_answered) else { return };
        question.is_answered = true;
        let chosen = question.chosen;
        let found = self.found();
        let right = chosen == Some(Self::right(found.as_ref()));
        let line = view::outcome(found.as_ref(), context.words);
        context.announce(predict::Gate::spoken(right, &line, context.words));
    }

    fn set_answer(&mut self, value: &str) -> Result<(), Refused> {
        let refused = || Refused::expected("one of the answers, and `asked` behind it");
        let Some(question) = &mut self.question else {
            return if value.is_empty() { Ok(()) } else { Err(refused()) };
        };
        *question = Question::default();
        for word in value.split_whitespace() {
            match KINDS.iter().position(|kind| *kind == word) {
                None if word == "asked" => question.is_answered = true,
                None => return Err(refused()),
                chosen => question.chosen = chosen,
            }
        }
        Ok(())
    }
}

fn keep(text: &str) -> String {
    text[..text.floor_char_boundary(FIELD_MAX)].to_owned()
}

impl Figure for Demultiplexer {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = VERBS;

    const SETTINGS: &'static [&'static str] =
        &["send", "source", "destination", "specific", "waiting", "question", "answer"];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "send" => self.sent = sent(value)?,
            "source" => self.source = keep(value),
            "destination" => self.destination = keep(value),
            "specific" => self.extra.specific = on_or_off(value)?,
            "waiting" => self.extra.waiting = on_or_off(value)?,
            "question" => self.question = on_or_off(value)?.then(Question::default),
            "answer" => self.set_answer(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        let switch = |on| if on { "on" } else { "off" }.to_owned();
        match name {
            "send" => {
                let found = KINDS_SENT.iter().find(|(_, sent)| *sent == self.sent);
                found.map_or("", |(name, _)| name).to_owned()
            }
            "source" => self.source.clone(),
            "destination" => self.destination.clone(),
            "specific" => switch(self.extra.specific),
            "waiting" => switch(self.extra.waiting),
            "question" => switch(self.question.is_some()),
            _ => {
                let question = self.question.unwrap_or_default();
                let chosen = question.chosen.and_then(|at| KINDS.get(at)).copied().unwrap_or("");
                let asked = if question.is_answered { " asked" } else { "" };
                [chosen, asked].concat().trim_start().to_owned()
            }
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Send(sent) => self.sent = sent,
            Action::Source(text) => return self.source = keep(&text),
            Action::Destination(text) => return self.destination = keep(&text),
            Action::As(at) => {
                if let Some(row) = lookup::rows(self.extra).get(at.wrapping_sub(1)) {
                    (self.source, self.destination) =
                        (row.remote.to_string(), row.local.to_string());
                }
            }
            Action::Specific => self.extra.specific ^= true,
            Action::Waiting => self.extra.waiting ^= true,
            Action::Choose(number) => {
                let place = number.wrapping_sub(1);
                if let Some(question) = self.question.as_mut().filter(|it| !it.is_answered) {
                    question.chosen = Some(place).filter(|place| *place < KINDS.len());
                }
                return;
            }
            Action::Check => return self.check(context),
            Action::Ask => return self.question = self.question.map(|_| Question::default()),
        }
        if !self.is_locked() {
            context.announce(view::outcome(self.found().as_ref(), context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let question = self.question.map(|question| Question { is_answered: true, ..question });
        Self { question, ..self.clone() }
    }

    fn fact(&self, name: &str) -> Option<String> {
        let found = self.found();
        Some(match name {
            "gets" => KINDS[Self::right(found.as_ref())].to_owned(),
            "answer" => found?.answer.unwrap_or_default(),
            "descriptor" => match found? {
                Found { rows, got: Got::Row(at), .. } => rows[at].fd?.to_string(),
                _ => return None,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
