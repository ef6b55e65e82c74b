//! The worksheet: tasks of a chapter for paper, drawn by a seed, with their key.
//!
//! Invariant: no answer is written down anywhere. Each comes from running the task on the engines,
//! so a sheet that nobody has ever seen has a right key.

mod chance;
mod ends;
mod machine;
mod sheet;
mod state;
mod talk;
mod tasks;
#[cfg(test)]
mod tests;
mod tokens;
mod view;
mod words;

use figure_kit::figure::{Context, Effect, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;

pub use state::Worksheet;
use state::{Action, Chapter, Seed};
use words::Words;

impl Figure for Worksheet {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![Worksheet;
        /// The chapter whose tasks these are.
        "chapter": Chapter = chapter;
        /// Which of the many sheets of the chapter this is.
        "seed": Seed = seed;
        /// Whether the key is shown behind the tasks.
        "answers": bool = has_answers;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        match action {
            Action::Seed(seed) => self.seed = seed,
            Action::Another => {
                let mut bytes = [0; 4];
                (context.entropy)(&mut bytes);
                let (least, most) = Seed::RANGE;
                let seed = least + u32::from_le_bytes(bytes) % (most - least + 1);
                self.seed = Seed::of(seed);
                context.announce(context.words.sheet_no(&seed));
            }
            Action::Print => context.effects.push(Effect::Tell("print".to_owned())),
            Action::Answers => {
                self.has_answers = !self.has_answers;
                let words = context.words;
                context.announce(if self.has_answers { words.key_on() } else { words.key_off() });
            }
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        (name == "seed").then(|| self.seed.value().to_string())
    }
}
