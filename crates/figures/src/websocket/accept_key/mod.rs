//! The accept-key pipeline: key, GUID, SHA-1, Base64, with every byte linked to its sources.
//!
//! Invariant: the selected byte always exists; changing the key or a mistake drops a selection
//! that no longer points anywhere.

mod action;
mod mistake;
mod origin;
mod pipeline;
mod spot;
mod steps;
mod verdict;
mod view;

use crate::figure::{Context, Effect, Figure, Motion, Refused};
use crate::node::Node;
use crate::words::Words;
use action::{Action, Move, Walk};
use mistake::{Mistake, Mistakes};
use pipeline::Pipeline;
use spot::Spot;

/// The longest key that is kept. A header this long would have been refused long before.
const KEY_LEN_MAX: usize = 1 << 20;

/// RFC 6455's sample (§1.3).
const SAMPLE: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Another key, whose accept value is `HSmrc0sMlYUkAGmm5OPpG2HaGWk=`.
const PAIR: &str = "x3JJHMbDL1EzLkh9GBhXDw==";

/// Steps of the walk.
const STEPS: u8 = 4;

/// How long the walk stays on a step.
const DWELL_MS: u32 = 1_800;

/// The figure's state.
#[derive(Debug, Clone, Default)]
pub struct AcceptKey {
    key: String,
    /// Whether more of the key was given than is kept.
    cut: bool,
    mistakes: Mistakes,
    selected: Option<Spot>,
    /// The step of the walk, from 1; 0 shows all.
    step: u8,
    /// How long the walk has stayed on this step, while it plays.
    playing_ms: Option<u32>,
}

impl AcceptKey {
    fn pipeline(&self) -> Pipeline {
        Pipeline::run(self.value(), self.mistakes)
    }

    fn set_key(&mut self, text: &str) {
        self.cut = text.len() > KEY_LEN_MAX;
        text[..text.floor_char_boundary(KEY_LEN_MAX)].clone_into(&mut self.key);
        self.drop_lost_selection();
    }

    /// The key as the server sees it: HTTP strips the blanks around a value (RFC 9110 §5.5).
    fn value(&self) -> &str {
        self.key.trim_matches([' ', '\t'])
    }

    /// The bytes that are drawn at this step of the walk.
    fn spots(&self) -> Vec<Spot> {
        let mut spots = self.pipeline().spots();
        spots.retain(|spot| self.step == 0 || spot.part.step() <= self.step);
        spots
    }

    fn drop_lost_selection(&mut self) {
        let spots = self.spots();
        self.selected = self.selected.filter(|spot| spots.contains(spot));
    }

    fn select(&mut self, movement: Move) {
        let spots = self.spots();
        let at = self.selected.and_then(|spot| spots.iter().position(|other| *other == spot));
        let last = spots.len().saturating_sub(1);
        let target = match (movement, at) {
            (Move::To(spot), _) => spots.iter().position(|other| *other == spot),
            (Move::None, _) => None,
            (Move::First, _) | (Move::Next, None) => Some(0),
            (Move::Last, _) | (Move::Previous, None) => Some(last),
            (Move::Next, Some(at)) => Some((at + 1).min(last)),
            (Move::Previous, Some(at)) => Some(at.saturating_sub(1)),
        };
        self.selected = target.and_then(|index| spots.get(index).copied());
    }

    fn walk(&mut self, walk: Walk) {
        self.step = match walk {
            Walk::To(step) => step,
            // A ring: all, one, two, three, four, all.
            Walk::Next => (self.step + 1) % (STEPS + 1),
            Walk::Previous => (self.step + STEPS) % (STEPS + 1),
        };
        self.playing_ms = None;
        self.drop_lost_selection();
    }

    fn narrate(&self, context: &mut Context<'_>) {
        let text = match self.step {
            0 => return,
            step => steps::narration(&self.pipeline(), step, context.words),
        };
        context.announce(text);
        context.effects.push(Effect::Reveal(".ak-step.is-current"));
    }

    fn perform(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Key(text) => self.set_key(&text),
            Action::Random => {
                let mut bytes = [0; websocket::handshake::key::KEY_LEN];
                (context.entropy)(&mut bytes);
                self.set_key(&websocket::handshake::accept::encode(&bytes));
            }
            Action::Sample => self.set_key(SAMPLE),
            Action::Pair => self.set_key(PAIR),
            Action::Mistake(mistake) => {
                self.mistakes.toggle(mistake);
                self.drop_lost_selection();
            }
            Action::Select(movement) => {
                self.select(movement);
                let explained = self.selected.map(|spot| {
                    origin::sentences(&self.pipeline(), self.value(), spot, context.words).join(" ")
                });
                if let Some(text) = explained {
                    context.announce(text);
                }
            }
            Action::Play if self.playing_ms.is_some() => self.playing_ms = None,
            Action::Play => {
                if matches!(self.step, 0 | STEPS) {
                    self.walk(Walk::To(1));
                }
                self.playing_ms = Some(0);
                self.narrate(context);
            }
            Action::Step(walk) => {
                self.walk(walk);
                self.narrate(context);
            }
        }
    }
}

impl Figure for AcceptKey {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &["key", "mistakes", "selected", "step"];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "key" => self.set_key(value),
            "mistakes" => {
                self.mistakes = value.parse()?;
                self.drop_lost_selection();
            }
            "selected" if value.is_empty() => self.selected = None,
            "selected" => {
                let spot: Spot = value.parse()?;
                if !self.spots().contains(&spot) {
                    return Err(Refused::expected("a byte that is there"));
                }
                self.selected = Some(spot);
            }
            "step" => {
                self.step = action::step(value)?;
                self.drop_lost_selection();
            }
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        match name {
            "key" => self.key.clone(),
            "mistakes" => self.mistakes.to_string(),
            "selected" => self.selected.map(|spot| spot.to_string()).unwrap_or_default(),
            _ => self.step.to_string(),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let before = verdict::spoken(self.value(), &self.pipeline(), context.words);
        let listens = matches!(
            action,
            Action::Key(_) | Action::Random | Action::Sample | Action::Pair | Action::Mistake(_)
        );
        self.perform(action, context);
        // While a key is typed, only a verdict that has changed is worth a word.
        let after = verdict::spoken(self.value(), &self.pipeline(), context.words);
        if listens && after != before {
            context.announce(after);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let pipeline = self.pipeline();
        Some(match name {
            "accept" => pipeline.accept.unwrap_or_default(),
            "digest" => pipeline::hex(&pipeline.digest.unwrap_or_default()),
            "verdict" => match websocket::handshake::key::examine(self.value()) {
                Ok(_) => "accepted".to_owned(),
                Err(fault) => format!("byte {}, {}", fault.at, fault.rule.clause()),
            },
            _ => {
                let mistake: Mistake = name.strip_prefix("mistake-")?.parse().ok()?;
                Pipeline::run(self.value(), mistake.alone()).accept.unwrap_or_default()
            }
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        let Some(stayed_ms) = self.playing_ms else { return Motion::Rests };
        let stayed_ms = stayed_ms.saturating_add(elapsed_ms);
        if stayed_ms < DWELL_MS {
            self.playing_ms = Some(stayed_ms);
            return Motion::Waits;
        }
        self.walk(Walk::Next);
        self.playing_ms = (self.step != 0).then_some(0);
        self.narrate(context);
        if self.playing_ms.is_some() { Motion::Waits } else { Motion::Rests }
    }
}

#[cfg(test)]
mod tests;
