//! The accept-key pipeline: key, GUID, SHA-1, Base64, with every byte linked to its sources.
//!
//! Invariant: the selected byte always exists; changing the key or a mistake drops a selection
//! that no longer points anywhere.

mod origin;
mod pipeline;
mod state;
#[cfg(test)]
mod tests;
mod verdict;
mod view;
mod words;

use figure_kit::figure::{Context, Effect, Figure, Motion, Refused};
use figure_kit::node::Node;
use figure_kit::playback::Beat;
use figure_kit::setting::Setting;
use figure_kit::value::Value as _;
use websocket::handshake::key;

use pipeline::{Mistake, Mistakes, Pipeline, STEPS, Spot};
pub use state::AcceptKey;
use state::Action;
use words::Words;

/// How long the walk stays on a step.
const DWELL_MS: u32 = 1_800;

impl Figure for AcceptKey {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![AcceptKey;
        /// The key, as it stands in the request.
        "key": String, |it| it.key.clone(), |it, text| {
            it.set_key(&text);
            Ok(())
        };
        /// The mistakes that the server makes, with blanks between.
        "mistakes": Mistakes, |it| it.mistakes, |it, mistakes| {
            it.mistakes = mistakes;
            it.drop_lost_selection();
            Ok(())
        };
        /// The byte that is explained.
        "selected": Option<Spot>, |it| it.selected, |it, spot| {
            if spot.is_some_and(|spot| !it.pipeline().spots().contains(&spot)) {
                return Err(Refused::expected("a byte that is there"));
            }
            it.selected = spot;
            Ok(())
        };
        /// The step that is shown last, from 1; nothing shows the whole.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            it.walk.set(step, STEPS)?;
            it.drop_lost_selection();
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = verdict::spoken(self.value(), &self.pipeline(), context.words);
        let is_select = matches!(action, Action::Select(_));
        let beat = self.perform(action, context.entropy);
        narrate(self, beat, context);
        if let Some(spot) = self.selected.filter(|_| is_select) {
            let said = origin::sentences(&self.pipeline(), self.value(), spot, context.words);
            context.announce(said.join(" "));
        }
        // While a key is typed, only a verdict that has changed is worth a word.
        let after = verdict::spoken(self.value(), &self.pipeline(), context.words);
        if after != before {
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
            "characters" => pipeline.accept.map_or(0, |value| value.len()).to_string(),
            "digest" => pipeline::spelled(&pipeline.digest.unwrap_or_default()),
            "verdict" => match key::examine(self.value()) {
                Ok(_) => "accepted".to_owned(),
                Err(fault) => format!("byte {}, {}", fault.at, fault.rule.clause()),
            },
            _ => {
                let mistake = Mistake::parse(name.strip_prefix("mistake-")?).ok()?;
                Pipeline::run(self.value(), Mistakes::only(mistake)).accept.unwrap_or_default()
            }
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        let beat = self.walk.tick(elapsed_ms, DWELL_MS, STEPS);
        narrate(self, beat, context);
        self.walk.motion()
    }
}

/// Says what the step does at which the walk has come, and shows it.
fn narrate(figure: &AcceptKey, beat: Beat, context: &mut Context<'_, Words>) {
    if let Some(step) = figure.walk.step().filter(|_| beat == Beat::Walked) {
        context.announce(view::narration(&figure.pipeline(), step, context.words));
        context.effects.push(Effect::Reveal(".ak-step.is-current"));
    }
}
