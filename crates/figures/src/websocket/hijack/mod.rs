//! The hijack: a page of somebody else's opens a WebSocket to the bank, in the browser of somebody
//! who is logged in there.
//!
//! Invariant: who reads what comes of a run on the simulated network. The browser obeys its own
//! rules (which page asks, which cookies go along, which answers a script may read), the server
//! its check; nothing here knows who wins.

mod bank;
mod client;
mod message;
mod plan;
mod run;
mod script;
mod server;
pub(crate) mod site;
mod state;
mod step;
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

use plan::{Credential, Opener};
use run::Outcome;
use site::{Check, Rule, SameSite};
pub use state::Hijack;
use state::{Action, Done};
use step::{Happens, Learned};
use words::Words;

/// How long the walk stays on a step.
const DWELL_MS: u32 = 3_000;

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

impl Figure for Hijack {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![Hijack;
        /// The address of the page whose script opens the WebSocket; what a program writes into
        /// `Origin`, where a program opens it.
        "page": String, |it| it.page.clone(), |it, text| {
            it.set_page(&text);
            Ok(())
        };
        /// Who opens the WebSocket.
        "opener": Opener = opener;
        /// How the bank looks at `Origin`.
        "check": Check = check;
        /// By what the bank knows who asks.
        "credential": Credential = credential;
        /// What the bank's cookie says of other sites.
        "samesite": SameSite = same_site;
        /// What the browser does where the cookie leaves it free.
        "rule": Rule = rule;
        /// Whether the reader is asked what comes of the handshake, before it is seen.
        "question": bool = is_asked;
        /// What the reader has answered: 1 the account is read, 2 403, 3 401, 4 a Close frame.
        "answer": Prediction, |it| it.prediction, |it, answer| {
            it.prediction = answer.within(Outcome::ALL.len())?;
            Ok(())
        };
        /// The step that is shown last, from 1; nothing shows the whole.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            let steps = it.run().steps.len();
            it.walk.set(step, steps)
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = (!self.is_locked()).then(|| self.run().outcome);
        let done = self.perform(action);
        let run = self.run();
        let line = || view::Ending::of(self, &run, context.words).line;
        let said = match done {
            Done::Walked => view::narration(self, &run, context.words),
            Done::Answered => self.prediction.spoken(run.outcome as usize, &line(), context.words),
            Done::Asked => context.words.question().to_owned(),
            Done::Changed if before.is_some_and(|it| it != run.outcome) && !self.is_locked() => {
                line()
            }
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
        let is_answered = self.is_asked && self.prediction.is_committed;
        let answered = || self.prediction.answered("outcome", self.run().outcome as usize);
        is_answered.then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let run = self.run();
        let posed = Question {
            name: "outcome",
            text: words.question().to_owned(),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![run.outcome as usize],
            why: view::Ending::of(self, &run, words).line,
        };
        self.is_asked.then_some(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = self.run();
        let learned = run.steps.iter().filter_map(|step| step.learned.as_ref());
        Some(match name {
            "outcome" => run.outcome.name().to_owned(),
            "status" => run.status.to_string(),
            // A fence cannot write what stands in front of every address.
            "origin" => {
                let origin = run.origin.as_deref().unwrap_or("none");
                origin.trim_start_matches("https://").to_owned()
            }
            "cookie" => if run.carries_cookie { "sent" } else { "kept" }.to_owned(),
            "token" => {
                let of_token = |step: &step::Step| step.happens == Happens::Token;
                match run.steps.iter().find(|step| of_token(step)).map(|step| &step.learned) {
                    Some(Some(Learned::Withheld)) => "withheld",
                    Some(Some(_)) => "read",
                    _ => "none",
                }
                .to_owned()
            }
            "stolen" => yes_or_no(run.is_stolen),
            "reads" => {
                let mut read = learned.filter_map(|it| match it {
                    Learned::Reads(text) => Some(text.as_str()),
                    _ => None,
                });
                read.next_back().unwrap_or("nothing").to_owned()
            }
            "steps" => run.steps.len().to_string(),
            "segments" => run.segments.to_string(),
            // The place of a step in the run, from 1.
            _ => {
                let happens = Happens::parse(name.strip_prefix("step-")?).ok()?;
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
                context.announce(view::narration(self, &run, context.words));
            }
        }
        self.walk.motion()
    }
}
