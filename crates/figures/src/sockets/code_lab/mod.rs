//! The run of a code lab: what readers' programs, their kernels and the wire did.
//!
//! The programs run elsewhere. The figure is fed with a [`feed::Feed`]: setup, sources, the log of
//! deeds, the report; it does the deeds again on a stage of its own and shows the recording, as it
//! shows any other. What is to be done to the run is told to whoever runs the programs.
//!
//! Invariant: nothing is shown that the log does not say.

mod along;
mod feed;
mod standing;
mod state;
mod view;
mod words;

use figure_kit::figure::{Context, Effect, Figure, Motion, Unreachable};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;

use crate::sockets::recorded::{self, Came, Speed, Tab};

pub use feed::Feed;
pub use state::{Action, CodeLab};
pub use words::Words;

#[cfg(test)]
mod tests;

impl Figure for CodeLab {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![CodeLab;
        /// What stands beside the ladder.
        "tab": Tab = viewing.tab;
        /// How fast the run plays.
        "speed": Speed = viewing.speed;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let Some(play) = self.play.clone() else { return };
        let Action::Run(action) = action else {
            let length = play.lengths.get(self.viewing.position).copied().unwrap_or_default();
            context.effects.push(Effect::Tell(["from ", &length.to_string()].concat()));
            return;
        };
        let limit = play.run.steps.len();
        let before = (self.viewing.position, self.viewing.segment);
        match self.viewing.perform(&action, &play.run, limit) {
            Came::Seen => {}
            // The run is made anew by those who run the programs.
            Came::Changed { .. } => {
                let wanted = ["faults ", &state::faults(&self.viewing.faults, &play.run)].concat();
                context.effects.push(Effect::Tell(wanted));
            }
            Came::Save => {
                let bytes = play.run.world(before.0, kernel::to_pcapng);
                let (name, mime) = ("lab.pcapng".to_owned(), "application/x-pcapng");
                context.effects.push(Effect::Download { name, mime, bytes });
            }
        }
        self.viewing.settle(&play.run, limit);
        if self.viewing.position != before.0 {
            self.say_step(context);
        } else if self.viewing.segment != before.1
            && let Some(said) = self.look(context.words).as_ref().and_then(recorded::said)
        {
            context.announce(said);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = &self.play.as_ref()?.run;
        let number = match name {
            "steps" => run.steps.len(),
            "segments" => run.segments.len(),
            _ => return None,
        };
        Some(number.to_string())
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let Some(play) = self.play.clone() else { return Motion::Rests };
        if self.viewing.tick(elapsed_ms, play.run.steps.len()) {
            self.viewing.settle(&play.run, play.run.steps.len());
            self.say_step(context);
        }
        self.viewing.motion()
    }

    fn received(
        &mut self,
        _name: &str,
        file: Result<&[u8], Unreachable>,
        _context: &mut Context<'_, Words>,
    ) {
        if let Ok(bytes) = file {
            self.take(bytes);
        }
    }
}

impl CodeLab {
    fn say_step(&self, context: &mut Context<'_, Words>) {
        if let Some(view) = self.look(context.words) {
            context.announce(recorded::narration(&view, self.viewing.position));
        }
    }
}
