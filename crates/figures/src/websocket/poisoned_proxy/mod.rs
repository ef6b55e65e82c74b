//! The poisoned proxy: why clients mask. A script sends a text that looks like a request, through
//! a proxy that takes it for one.
//!
//! Invariant: every byte is the engine's ([`websocket::handshake`], [`websocket::frame`]), every
//! reading of it the parser's ([`http::Reader`]). Who is served what follows from these alone.

mod proxy;
mod run;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::Prediction;
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure, Motion};
use figure_kit::node::Node;
use figure_kit::playback::{Beat, Playback};
use figure_kit::setting::Setting;
use figure_kit::value::Value;

use proxy::Manner;
use run::Got;
pub use state::PoisonedProxy;
use state::{Action, Done};
use words::Words;

use super::text_line::{as_line, from_line};

/// How long the walk stays on a step.
const DWELL_MS: u32 = 3_000;

impl Figure for PoisonedProxy {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![PoisonedProxy;
        /// What the script sends: `\n` for a line end, `\\` for a backslash.
        "text": String, |it| as_line(&it.text), |it, line| {
            it.set_text(&from_line(&line));
            Ok(())
        };
        /// What the attacker's server then writes, as `text` is written.
        "server": String, |it| as_line(&it.answer), |it, line| {
            it.set_answer(&from_line(&line));
            Ok(())
        };
        /// Whether the browser masks.
        "mask": bool = is_masked;
        /// The masking key, four bytes in hex; what is missing counts as 00.
        "key": String, |it| it.key.clone(), |it, text| {
            it.set_key(&text);
            Ok(())
        };
        /// What the proxy does behind the 101.
        "proxy": Manner = manner;
        /// The address that the next visitor asks for.
        "visitor": String, |it| it.visitor.clone(), |it, text| {
            it.set_visitor(&text);
            Ok(())
        };
        /// Whether the reader is asked what the visitor will get, before anything is seen.
        "question": bool = is_asked;
        /// What the reader has answered: 1 the owner's script, 2 the attacker's, 3 an error.
        "answer": Prediction, |it| it.prediction, |it, answer| {
            it.prediction = answer.within(Got::ALL.len())?;
            Ok(())
        };
        /// The step that is shown last, from 1; nothing shows the whole.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            let steps = it.run().steps.len();
            it.walk.set(step, steps)
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.run().got;
        let done = self.perform(action, context.entropy);
        let run = self.run();
        let line = || view::Outcome::of(self.is_masked, &run, context.words).line;
        let said = match done {
            Done::Walked => view::narration(&run, self.shown(&run), context.words),
            Done::Answered => self.prediction.spoken(run.got as usize, &line(), context.words),
            Done::Asked => context.words.question().to_owned(),
            Done::Changed if run.got != before && !self.is_locked() => line(),
            Done::Changed => return,
        };
        context.announce(said);
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let prediction = Prediction { is_committed: true, ..self.prediction };
        Self { prediction, walk: Playback::default(), ..self.clone() }
    }

    fn answers(&self) -> Vec<Answered> {
        let is_asked = self.is_asked && self.prediction.is_committed;
        let answered = || self.prediction.answered("visitor", self.run().got as usize);
        is_asked.then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let run = self.run();
        let posed = Question {
            name: "visitor",
            text: words.question().to_owned(),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![run.got as usize],
            why: view::Outcome::of(self.is_masked, &run, words).line,
        };
        self.is_asked.then_some(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = self.run();
        let last = run.steps.last()?;
        Some(match name {
            "visitor-gets" => run.got.name().to_owned(),
            "requests" => last.asked.len().to_string(),
            // A fence cannot write what stands in front of every address.
            "kept" => {
                let urls = last.kept.iter().map(|kept| kept.url.trim_start_matches("http://"));
                urls.collect::<Vec<_>>().join(" ")
            }
            "steps" => run.steps.len().to_string(),
            // The place of a step in the run, from 1.
            _ => {
                let happens: run::Happens = Value::parse(name.strip_prefix("step-")?).ok()?;
                let place = run.steps.iter().position(|step| step.happens == happens);
                place.map_or_else(|| "none".to_owned(), |at| (at + 1).to_string())
            }
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        if self.walk.is_playing() {
            let run = self.run();
            let beat = self.walk.tick(elapsed_ms, DWELL_MS, self.steps(&run));
            // The last step has been told when the walk ends by showing all.
            if beat == Beat::Walked && self.walk.step().is_some() {
                context.announce(view::narration(&run, self.shown(&run), context.words));
            }
        }
        self.walk.motion()
    }
}
