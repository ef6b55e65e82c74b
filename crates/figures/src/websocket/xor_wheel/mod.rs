//! The XOR wheel: a payload is masked byte by byte with a key of four that turns, and unmasked
//! again in whatever pieces the receiver reads.
//!
//! Invariant: what is shown of the sender and of the receiver is what [`websocket::frame::mask`]
//! does; the bug is a receiver that calls it with phase 0 for every piece.

mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::figure::{Context, Figure, Motion};
use figure_kit::legible::spaced_hex;
use figure_kit::node::Node;
use figure_kit::playback::Beat;
use figure_kit::setting::Setting;

use state::Action;
pub use state::XorWheel;
use words::Words;

/// How long the walk stays on a byte.
const DWELL_MS: u32 = 900;

impl Figure for XorWheel {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![XorWheel;
        /// What is sent, at most 48 bytes of UTF-8.
        "payload": String, |it| it.payload.clone(), |it, text| {
            it.set_payload(&text);
            Ok(())
        };
        /// The masking key, four bytes in hex; what is missing counts as 00.
        "key": String, |it| it.key.clone(), |it, text| {
            it.set_key(&text);
            Ok(())
        };
        /// How many bytes the receiver reads at a time, with blanks between; then all the rest.
        "chunks": String, |it| it.chunks.clone(), |it, text| {
            it.set_chunks(&text);
            Ok(())
        };
        /// Whether the receiver has the bug: it begins every piece with key byte 0.
        "lost": bool = is_lost;
        /// How many bytes are masked so far; nothing shows the whole.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            it.walk.set(step, it.payload.len())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = view::Outcome::of(&self.run(), context.words).line;
        let beat = self.perform(action, context.entropy);
        narrate(self, beat, context);
        let after = view::Outcome::of(&self.run(), context.words).line;
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
            "masked" => spaced_hex(&run.wire),
            "received" => {
                String::from_utf8(run.received).unwrap_or_else(|error| spaced_hex(error.as_bytes()))
            }
            "wrong" => run.wrong().to_string(),
            "utf8" => match run.breaks_at {
                Some(at) => format!("breaks at byte {at}"),
                None => "valid".to_owned(),
            },
            _ => return None,
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let beat = self.walk.tick(elapsed_ms, DWELL_MS, self.payload.len());
        narrate(self, beat, context);
        self.walk.motion()
    }
}

/// Says what happens to the byte at which the walk has come.
fn narrate(wheel: &XorWheel, beat: Beat, context: &mut Context<'_, Words>) {
    if beat == Beat::Walked && wheel.walk.step().is_some() {
        context.announce(view::narration(&wheel.run(), context.words).join(" "));
    }
}
