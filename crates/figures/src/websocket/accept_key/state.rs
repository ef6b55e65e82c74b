//! What the pipeline is fed with, and what a reader can do to it.

use figure_kit::figure::Refused;
use figure_kit::playback::{self, Beat, Playback};
use figure_kit::value::Value;
use websocket::handshake::{accept, key::KEY_LEN};

use super::pipeline::{Mistake, Mistakes, Pipeline, STEPS, Spot};

/// The longest key that is kept. A header this long would have been refused long before.
pub(super) const KEY_LEN_MAX: usize = 1 << 20;

/// RFC 6455's sample (§1.3).
pub(super) const SAMPLE: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Another key, whose accept value is `HSmrc0sMlYUkAGmm5OPpG2HaGWk=`.
const PAIR: &str = "x3JJHMbDL1EzLkh9GBhXDw==";

/// The figure's state.
#[derive(Debug, Clone, Default)]
pub struct AcceptKey {
    pub(super) key: String,
    /// Whether more of the key was given than is kept.
    pub(super) is_cut: bool,
    pub(super) mistakes: Mistakes,
    pub(super) selected: Option<Spot>,
    pub(super) walk: Playback,
}

figure_kit::actions! {
    /// What a reader can do to the pipeline.
    pub enum Action {
        /// Use this text as the key.
        Key(String) = "key",
        /// Use a key made of fresh entropy.
        Random = "random",
        /// Use RFC 6455's own key.
        Sample = "sample",
        /// Use another key with a known answer.
        Pair = "pair",
        /// Switch a mistake on or off.
        Mistake(Mistake) = "mistake",
        /// Explain a byte.
        Select(Select) = "select",
        /// Go from step to step.
        Walk(playback::Action): nested,
    }
}

figure_kit::names! {
    /// Which byte, seen from the selected one.
    pub enum Way {
        /// The one after it.
        Next = "next",
        /// The one before it.
        Previous = "previous",
        /// The first of all.
        First = "first",
        /// The last of all.
        Last = "last",
        /// None.
        None = "none",
    }
}

/// Which byte to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// This one.
    Spot(Spot),
    /// The one there.
    Way(Way),
}

impl Value for Select {
    fn parse(text: &str) -> Result<Self, Refused> {
        if let Ok(way) = Way::parse(text) {
            return Ok(Self::Way(way));
        }
        Spot::parse(text).map(Self::Spot).map_err(|_| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        match self {
            Self::Spot(spot) => spot.write(),
            Self::Way(way) => way.write(),
        }
    }

    fn expects() -> String {
        [&Way::expects(), ", or ", &Spot::expects()].concat()
    }

    fn any() -> Self {
        Self::Way(Way::None)
    }
}

impl AcceptKey {
    pub(super) fn pipeline(&self) -> Pipeline {
        Pipeline::run(self.value(), self.mistakes)
    }

    pub(super) fn set_key(&mut self, text: &str) {
        self.is_cut = text.len() > KEY_LEN_MAX;
        text[..text.floor_char_boundary(KEY_LEN_MAX)].clone_into(&mut self.key);
        self.drop_lost_selection();
    }

    /// The key as the server sees it: HTTP strips the blanks around a value (RFC 9110 §5.5).
    pub(super) fn value(&self) -> &str {
        self.key.trim_matches([' ', '\t'])
    }

    /// Whether the walk has come to this step.
    pub(super) fn shows(&self, step: usize) -> bool {
        step <= self.walk.done(STEPS)
    }

    /// The bytes that are drawn at this step of the walk.
    fn spots(&self) -> Vec<Spot> {
        let mut spots = self.pipeline().spots();
        spots.retain(|spot| self.shows(spot.part.step()));
        spots
    }

    pub(super) fn drop_lost_selection(&mut self) {
        let spots = self.spots();
        self.selected = self.selected.filter(|spot| spots.contains(spot));
    }

    fn select(&mut self, select: Select) {
        let spots = self.spots();
        let at = self.selected.and_then(|spot| spots.iter().position(|other| *other == spot));
        let last = spots.len().saturating_sub(1);
        let target = match (select, at) {
            (Select::Spot(spot), _) => spots.iter().position(|other| *other == spot),
            (Select::Way(Way::None), _) => None,
            (Select::Way(Way::First), _) | (Select::Way(Way::Next), None) => Some(0),
            (Select::Way(Way::Last), _) | (Select::Way(Way::Previous), None) => Some(last),
            (Select::Way(Way::Next), Some(at)) => Some((at + 1).min(last)),
            (Select::Way(Way::Previous), Some(at)) => Some(at.saturating_sub(1)),
        };
        self.selected = target.and_then(|index| spots.get(index).copied());
    }

    /// Performs an action; whether the walk went anywhere.
    pub(super) fn perform(&mut self, action: Action, entropy: &mut dyn FnMut(&mut [u8])) -> Beat {
        match action {
            Action::Key(text) => self.set_key(&text),
            Action::Random => {
                let mut bytes = [0; KEY_LEN];
                entropy(&mut bytes);
                self.set_key(&accept::encode(&bytes));
            }
            Action::Sample => self.set_key(SAMPLE),
            Action::Pair => self.set_key(PAIR),
            Action::Mistake(mistake) => {
                self.mistakes.toggle(mistake);
                self.drop_lost_selection();
            }
            Action::Select(select) => self.select(select),
            Action::Walk(action) => {
                let beat = self.walk.perform(&action, STEPS);
                self.drop_lost_selection();
                return beat;
            }
        }
        Beat::Rests
    }
}
