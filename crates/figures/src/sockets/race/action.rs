//! What a reader can do to the race.

use std::str::FromStr;

use super::First;
use super::number::Number;
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "messages",
    "size",
    "interval",
    "delay",
    "loss",
    "reorder",
    "duplicate",
    "seed",
    "at",
    "play",
    "choose",
    "check",
    "show-me",
    "ask",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `loss TEXT` and the like: a number of the plan.
    Number(Number, String),
    /// `at ...`: show a moment.
    At(Moment),
    /// `play`: let the race run, or stop it.
    Play,
    /// `choose N`: TCP, UDP, both together, neither.
    Choose(First),
    /// `check` or `show-me`: run the race that the question is about.
    Check,
    /// `ask`: ask again.
    Ask,
}

/// A moment of the race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// So many milliseconds after the start.
    At(u32),
    /// A little later.
    Next,
    /// A little earlier.
    Previous,
    /// The start.
    First,
    /// The end.
    Last,
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        if let Some(number) = Number::named(verb) {
            return Ok(Self::Number(number, rest.to_owned()));
        }
        Ok(match (verb, rest) {
            ("at", "next") => Self::At(Moment::Next),
            ("at", "previous") => Self::At(Moment::Previous),
            ("at", "first") => Self::At(Moment::First),
            ("at", "last") => Self::At(Moment::Last),
            // A slider gives numbers; what else comes in is the end.
            ("at", ms) => Self::At(ms.trim().parse().map_or(Moment::Last, Moment::At)),
            ("play", "") => Self::Play,
            ("choose", "1") => Self::Choose(First::Tcp),
            ("choose", "2") => Self::Choose(First::Udp),
            ("choose", "3") => Self::Choose(First::Together),
            ("choose", "4") => Self::Choose(First::Neither),
            ("check" | "show-me", "") => Self::Check,
            ("ask", "") => Self::Ask,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
