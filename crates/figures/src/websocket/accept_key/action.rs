//! What a reader can do to the pipeline.

use std::str::FromStr;

use super::STEPS;
use super::mistake::Mistake;
use super::spot::Spot;
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] =
    &["key", "random", "sample", "pair", "mistake", "select", "play", "step"];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `key TEXT`: the key is this text.
    Key(String),
    /// `random`: a key made of fresh entropy.
    Random,
    /// `sample`: RFC 6455's own key.
    Sample,
    /// `pair`: another key with a known answer.
    Pair,
    /// `mistake NAME`: switch a mistake on or off.
    Mistake(Mistake),
    /// `select ...`: explain a byte.
    Select(Move),
    /// `play`: walk through the steps, or stop walking.
    Play,
    /// `step ...`: go to a step.
    Step(Walk),
}

/// Which byte to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// This one.
    To(Spot),
    /// The one after the selected one.
    Next,
    /// The one before it.
    Previous,
    /// The first of all.
    First,
    /// The last of all.
    Last,
    /// None.
    None,
}

/// Which step to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// This one; 0 shows all.
    To(u8),
    /// The next one, and all after the last.
    Next,
    /// The one before.
    Previous,
}

/// A step's number.
pub(super) fn step(text: &str) -> Result<u8, Refused> {
    let step = text.parse().ok().filter(|step| *step <= STEPS);
    step.ok_or_else(|| Refused::expected("a step from 0 (all) to 4"))
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        match (verb, rest) {
            ("key", text) => Ok(Self::Key(text.to_owned())),
            ("random", "") => Ok(Self::Random),
            ("sample", "") => Ok(Self::Sample),
            ("pair", "") => Ok(Self::Pair),
            ("play", "") => Ok(Self::Play),
            ("mistake", name) => name.parse().map(Self::Mistake),
            ("select", "next") => Ok(Self::Select(Move::Next)),
            ("select", "previous") => Ok(Self::Select(Move::Previous)),
            ("select", "first") => Ok(Self::Select(Move::First)),
            ("select", "last") => Ok(Self::Select(Move::Last)),
            ("select", "none") => Ok(Self::Select(Move::None)),
            ("select", spot) => spot.parse().map(|spot| Self::Select(Move::To(spot))),
            ("step", "next") => Ok(Self::Step(Walk::Next)),
            ("step", "previous") => Ok(Self::Step(Walk::Previous)),
            ("step", number) => step(number).map(|step| Self::Step(Walk::To(step))),
            _ => Err(Refused::one_of(VERBS)),
        }
    }
}
