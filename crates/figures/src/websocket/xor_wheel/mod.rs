//! The XOR wheel: a payload is masked byte by byte with a key of four that turns, and unmasked
//! again in whatever pieces the receiver reads.
//!
//! Invariant: what is shown of the sender and of the receiver is what [`websocket::frame::mask`]
//! does; the bug is a receiver that calls it with phase 0 for every piece.

mod run;
mod view;

use std::str::FromStr;

use crate::figure::{Context, Figure, Motion, Refused, on_or_off};
use crate::node::Node;
use crate::websocket::frame_anatomy::notation;
use crate::words::Words;
use run::Run;

/// The longest payload.
const PAYLOAD_MAX: usize = 48;

/// The longest text of the key and of the sizes.
const TEXT_MAX: usize = 100;

/// How long the walk stays on a byte.
const DWELL_MS: u32 = 900;

/// The key of RFC 6455 §5.7.
const KEY: &str = "37 fa 21 3d";

/// The figure's state.
#[derive(Debug, Clone)]
pub struct XorWheel {
    payload: String,
    /// Whether more of the payload was given than is kept.
    is_cut: bool,
    key: String,
    chunks: String,
    phase: Phase,
    /// How many bytes are masked so far; `None` shows all.
    step: Option<usize>,
    /// How long the walk has stayed on this byte, while it plays.
    playing_ms: Option<u32>,
}

/// What becomes of the mask's phase between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It is carried on.
    Carried,
    /// It starts at 0 again: the bug.
    Lost,
}

/// What a reader can do to the wheel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `payload TEXT`: another payload.
    Payload(String),
    /// `key HEX`: another key.
    Key(String),
    /// `random`: a key of fresh entropy.
    Random,
    /// `zero`: a key of zeros.
    Zero,
    /// `chunks LIST`: how many bytes the receiver reads at a time.
    Chunks(String),
    /// `lost`: switch the bug on or off.
    Lost,
    /// `step ...`: go on or back by a byte.
    Step(Walk),
    /// `to N`: so many bytes are masked; `None` for a text that is no number.
    To(Option<usize>),
    /// `play`: walk through the bytes, or stop walking.
    Play,
}

/// A step of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// One byte on, and all behind the last.
    Next,
    /// One byte back.
    Previous,
    /// To the first byte.
    First,
    /// To the whole picture.
    Last,
}

const VERBS: &[&str] =
    &["payload", "key", "random", "zero", "chunks", "lost", "step", "to", "play"];

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match (verb, rest) {
            ("payload", text) => Self::Payload(text.to_owned()),
            ("key", text) => Self::Key(text.to_owned()),
            ("random", "") => Self::Random,
            ("zero", "") => Self::Zero,
            ("chunks", text) => Self::Chunks(text.to_owned()),
            ("lost", "") => Self::Lost,
            ("step", "next") => Self::Step(Walk::Next),
            ("step", "previous") => Self::Step(Walk::Previous),
            ("step", "first") => Self::Step(Walk::First),
            ("step", "last") => Self::Step(Walk::Last),
            ("to", number) => Self::To(number.parse().ok()),
            ("play", "") => Self::Play,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}

impl Default for XorWheel {
    fn default() -> Self {
        Self {
            payload: "Hello".to_owned(),
            is_cut: false,
            key: KEY.to_owned(),
            chunks: String::new(),
            phase: Phase::Carried,
            step: None,
            playing_ms: None,
        }
    }
}

impl XorWheel {
    fn set_payload(&mut self, text: &str) {
        self.is_cut = text.len() > PAYLOAD_MAX;
        text[..text.floor_char_boundary(PAYLOAD_MAX)].clone_into(&mut self.payload);
        let len = self.payload.len();
        self.step = self.step.filter(|step| (1..=len).contains(step));
    }

    fn rest(&mut self) {
        self.step = None;
        self.playing_ms = None;
    }

    fn run(&self) -> Run {
        Run::new(self)
    }

    /// The key that is written, and whether it is one: what is missing counts as zero.
    fn key(&self) -> ([u8; 4], bool) {
        let bytes = notation::read(&self.key).bytes;
        let mut key = [0; 4];
        for (place, byte) in key.iter_mut().zip(&bytes) {
            *place = *byte;
        }
        (key, notation::hex_only(&self.key).len() == 4)
    }

    fn walk(&mut self, walk: Walk) {
        let len = self.payload.len();
        self.step = match (walk, self.step) {
            (Walk::First, _) | (Walk::Next, None) => Some(1),
            (Walk::Last, _) => None,
            (Walk::Next, Some(step)) => Some(step + 1),
            (Walk::Previous, None) => Some(len),
            (Walk::Previous, Some(step)) => step.checked_sub(1),
        };
        self.step = self.step.filter(|step| (1..=len).contains(step));
    }

    fn narrate(&self, context: &mut Context<'_>) {
        if self.step.is_some() {
            context.announce(view::narration(&self.run(), context.words).join(" "));
        }
    }

    fn perform(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Payload(text) => {
                self.set_payload(&text);
                self.rest();
            }
            Action::Key(text) => self.key = short(&text),
            Action::Random => {
                let mut key = [0; 4];
                (context.entropy)(&mut key);
                self.key = crate::legible::spaced_hex(&key);
            }
            Action::Zero => "00 00 00 00".clone_into(&mut self.key),
            Action::Chunks(text) => self.chunks = short(&text),
            Action::Lost => {
                self.phase = match self.phase {
                    Phase::Carried => Phase::Lost,
                    Phase::Lost => Phase::Carried,
                };
            }
            Action::Step(walk) => {
                self.playing_ms = None;
                self.walk(walk);
                self.narrate(context);
            }
            Action::To(step) => {
                self.playing_ms = None;
                self.step = step.filter(|step| (1..=self.payload.len()).contains(step));
                self.narrate(context);
            }
            Action::Play if self.playing_ms.is_some() => self.playing_ms = None,
            Action::Play => {
                if self.step.is_none_or(|step| step == self.payload.len()) {
                    self.walk(Walk::First);
                }
                self.playing_ms = self.step.map(|_| 0);
                self.narrate(context);
            }
        }
    }
}

fn short(text: &str) -> String {
    text[..text.floor_char_boundary(TEXT_MAX)].to_owned()
}

impl Figure for XorWheel {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = VERBS;

    const SETTINGS: &'static [&'static str] = &["payload", "key", "chunks", "lost", "step"];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "payload" => self.set_payload(value),
            "key" => self.key = short(value),
            "chunks" => self.chunks = short(value),
            "lost" => {
                self.phase = if on_or_off(value)? { Phase::Lost } else { Phase::Carried };
            }
            "step" if value.is_empty() => self.rest(),
            "step" => {
                let step = value.parse().ok();
                let step = step.filter(|step| (1..=self.payload.len()).contains(step));
                self.step = Some(step.ok_or_else(|| Refused::expected("a byte that is there"))?);
            }
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        match name {
            "payload" => self.payload.clone(),
            "key" => self.key.clone(),
            "chunks" => self.chunks.clone(),
            "lost" => if self.phase == Phase::Lost { "on" } else { "off" }.to_owned(),
            _ => self.step.map(|step| step.to_string()).unwrap_or_default(),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let before = view::outcome(&self.run(), context.words).0;
        self.perform(action, context);
        let after = view::outcome(&self.run(), context.words).0;
        if after != before {
            context.announce(after);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = self.run();
        Some(match name {
            "masked" => crate::legible::spaced_hex(&run.wire),
            "received" => String::from_utf8(run.received.clone())
                .unwrap_or_else(|_| crate::legible::spaced_hex(&run.received)),
            "wrong" => run.wrong().to_string(),
            "utf8" => match run.breaks_at {
                Some(at) => format!("breaks at byte {at}"),
                None => "valid".to_owned(),
            },
            _ => return None,
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
        self.playing_ms = self.step.map(|_| 0);
        self.narrate(context);
        if self.playing_ms.is_some() { Motion::Waits } else { Motion::Rests }
    }
}

#[cfg(test)]
mod tests;
