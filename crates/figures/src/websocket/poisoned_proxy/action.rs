//! What a reader can do to the attack.

use std::str::FromStr;

use super::proxy::Manner;
use super::run::Got;
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "text", "server", "mask", "key", "draw", "proxy", "visitor", "step", "play", "choose", "check",
    "show-me", "ask",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `text TEXT`: the script sends this.
    Text(String),
    /// `server TEXT`: the attacker's server writes this.
    Server(String),
    /// `mask`: the browser masks, or does not.
    Mask,
    /// `key HEX`: another key.
    Key(String),
    /// `draw`: a key of fresh entropy.
    Draw,
    /// `proxy MANNER`: another proxy.
    Proxy(Manner),
    /// `visitor TEXT`: the next visitor asks for this address.
    Visitor(String),
    /// `step ...`: go on, back, or to a step.
    Step(Walk),
    /// `play`: walk through the steps, or stop walking.
    Play,
    /// `choose N`: what the visitor will get.
    Choose(Got),
    /// `check` or `show-me`: run the attack.
    Check,
    /// `ask`: ask again.
    Ask,
}

/// Where to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// One step on.
    Next,
    /// One step back.
    Previous,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To this step, from 1.
    To(usize),
}

/// The proxy of this name.
pub(super) fn manner(name: &str) -> Result<Manner, Refused> {
    let found = Manner::ALL.into_iter().find(|manner| manner.name() == name);
    found.ok_or_else(|| Refused::one_of(&Manner::ALL.map(Manner::name)))
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match (verb, rest) {
            ("text", text) => Self::Text(text.to_owned()),
            ("server", text) => Self::Server(text.to_owned()),
            ("mask", "") => Self::Mask,
            ("key", text) => Self::Key(text.to_owned()),
            ("draw", "") => Self::Draw,
            ("proxy", name) => Self::Proxy(manner(name)?),
            ("visitor", text) => Self::Visitor(text.to_owned()),
            ("step", "next") => Self::Step(Walk::Next),
            ("step", "previous") => Self::Step(Walk::Previous),
            ("step", "first") => Self::Step(Walk::First),
            ("step", "last") => Self::Step(Walk::Last),
            ("step", place) => match place.strip_prefix("to ") {
                // A text that is no number leads to the end, as a number beyond it does.
                Some(number) => Self::Step(Walk::To(number.parse().unwrap_or(usize::MAX))),
                None => return Err(Refused::expected("next, previous, first, last or to NUMBER")),
            },
            ("play", "") => Self::Play,
            ("choose", number) => {
                let place = number.parse::<usize>().unwrap_or(0).wrapping_sub(1);
                let got = Got::ALL.get(place).copied();
                Self::Choose(got.ok_or_else(|| Refused::expected("1, 2 or 3"))?)
            }
            ("check" | "show-me", "") => Self::Check,
            ("ask", "") => Self::Ask,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
