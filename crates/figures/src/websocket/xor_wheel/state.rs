//! What the wheel is set to, and what a reader can do to it.

use figure_kit::legible::spaced_hex;
use figure_kit::playback::{self, Playback};

use super::run::{Run, sizes};
use crate::websocket::masking_key;

/// The longest payload.
pub(super) const PAYLOAD_MAX: usize = 48;

/// The longest text of the key and of the sizes.
const TEXT_MAX: usize = 100;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct XorWheel {
    pub(super) payload: String,
    /// Whether more of the payload was given than is kept.
    pub(super) is_cut: bool,
    pub(super) key: String,
    pub(super) chunks: String,
    /// The bug: the receiver begins every piece with key byte 0.
    pub(super) is_lost: bool,
    /// How many bytes are masked so far.
    pub(super) walk: Playback,
}

figure_kit::actions! {
    /// What a reader can do to the wheel.
    pub enum Action {
        /// Send another payload.
        Payload(String) = "payload",
        /// Use another key, written as four bytes in hex.
        Key(String) = "key",
        /// Use a key of fresh entropy.
        Random = "random",
        /// Use a key of zeros.
        Zero = "zero",
        /// Have the receiver read so many bytes at a time: `3 4` for three, four and the rest.
        Chunks(String) = "chunks",
        /// Switch the bug on or off.
        Lost = "lost",
        /// Go on or back by a byte, or let the bytes go by.
        Walk(playback::Action): nested,
    }
}

impl Default for XorWheel {
    fn default() -> Self {
        Self {
            payload: "Hello".to_owned(),
            is_cut: false,
            key: masking_key::SAMPLE.to_owned(),
            chunks: String::new(),
            is_lost: false,
            walk: Playback::default(),
        }
    }
}

impl XorWheel {
    pub(super) fn set_payload(&mut self, text: &str) {
        self.is_cut = text.len() > PAYLOAD_MAX;
        text[..text.floor_char_boundary(PAYLOAD_MAX)].clone_into(&mut self.payload);
        self.walk.keep_within(self.payload.len());
    }

    pub(super) fn set_key(&mut self, text: &str) {
        self.key = short(text);
    }

    pub(super) fn set_chunks(&mut self, text: &str) {
        self.chunks = short(text);
    }

    /// Performs an action; whether the walk went anywhere.
    pub(super) fn perform(
        &mut self,
        action: Action,
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> playback::Beat {
        match action {
            Action::Payload(text) => {
                self.set_payload(&text);
                self.walk.rest();
            }
            Action::Key(text) => self.set_key(&text),
            Action::Random => {
                let mut key = [0; 4];
                entropy(&mut key);
                self.key = spaced_hex(&key);
            }
            Action::Zero => "00 00 00 00".clone_into(&mut self.key),
            Action::Chunks(text) => self.set_chunks(&text),
            Action::Lost => self.is_lost = !self.is_lost,
            Action::Walk(action) => return self.walk.perform(&action, self.payload.len()),
        }
        playback::Beat::Rests
    }

    /// The payload, masked and received.
    pub(super) fn run(&self) -> Run {
        let (key, _) = masking_key::read(&self.key);
        let mut run = Run::new(self.payload.as_bytes(), key, &sizes(&self.chunks).0, self.is_lost);
        run.done = self.walk.done(run.plain.len());
        run.is_walking = self.walk.step().is_some();
        run
    }
}

fn short(text: &str) -> String {
    text[..text.floor_char_boundary(TEXT_MAX)].to_owned()
}
