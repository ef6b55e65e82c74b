//! What is decided about the attack, and what a reader can do to it.

use figure_kit::components::{Prediction, gate};
use figure_kit::legible::spaced_hex;
use figure_kit::playback::{self, Beat, Playback};

use super::proxy::Manner;
use super::run::{Attack, Got, Run};
use crate::websocket::masking_key;

/// The longest text of the script and of the attacker's server, in bytes.
pub(super) const TEXT_MAX: usize = 600;
/// The longest key and the longest address, as they are typed.
const LINE_MAX: usize = 120;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct PoisonedProxy {
    /// What the script sends; line ends travel as CR LF.
    pub(super) text: String,
    /// What the attacker's server writes once the text has come.
    pub(super) answer: String,
    pub(super) is_masked: bool,
    pub(super) key: String,
    pub(super) manner: Manner,
    pub(super) visitor: String,
    /// Whether more was given than a text takes.
    pub(super) is_cut: bool,
    /// Whether the reader is asked what the visitor will get.
    pub(super) is_asked: bool,
    pub(super) prediction: Prediction,
    pub(super) walk: Playback,
}

figure_kit::actions! {
    /// What a reader can do to the attack.
    pub enum Action {
        /// Have the script send this.
        Text(String) = "text",
        /// Have the attacker's server write this.
        Server(String) = "server",
        /// Have the browser mask, or no longer.
        Mask = "mask",
        /// Use another key, written as four bytes in hex.
        Key(String) = "key",
        /// Use a key of fresh entropy.
        Draw = "draw",
        /// Take another proxy.
        Proxy(Manner) = "proxy",
        /// Have the next visitor ask for this address.
        Visitor(String) = "visitor",
        /// Go from step to step.
        Walk(playback::Action): nested,
        /// Say what the visitor will get, and see.
        Predict(gate::Action): nested,
    }
}

/// What came of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// Something may be different.
    Changed,
    /// Another step is shown last.
    Walked,
    /// From now on the run is seen.
    Answered,
    /// The attack is another, so its outcome is asked anew.
    Asked,
}

impl Default for PoisonedProxy {
    fn default() -> Self {
        Self {
            text: "\nGET /library.js HTTP/1.1\nHost: popular.example\n\n".to_owned(),
            answer: "HTTP/1.1 200 OK\nContent-Type: text/javascript\nContent-Length: 17\n\n\
                     alert(\"poisoned\")"
                .to_owned(),
            is_masked: true,
            key: masking_key::SAMPLE.to_owned(),
            manner: Manner::SkipsLines,
            visitor: "popular.example/library.js".to_owned(),
            is_cut: false,
            is_asked: false,
            prediction: Prediction::default(),
            walk: Playback::default(),
        }
    }
}

fn cut(text: &str, len: usize) -> String {
    text[..text.floor_char_boundary(len)].to_owned()
}

impl PoisonedProxy {
    pub(super) fn run(&self) -> Run {
        Run::new(&self.attack())
    }

    /// What the question is about.
    fn attack(&self) -> Attack<'_> {
        Attack {
            text: &self.text,
            answer: &self.answer,
            key: self.is_masked.then(|| masking_key::read(&self.key).0),
            manner: self.manner,
            visitor: &self.visitor,
        }
    }

    pub(super) fn set_text(&mut self, text: &str) {
        self.text = self.kept(text);
    }

    pub(super) fn set_answer(&mut self, text: &str) {
        self.answer = self.kept(text);
    }

    fn kept(&mut self, text: &str) -> String {
        let text = text.replace('\r', "");
        self.is_cut = text.len() > TEXT_MAX;
        cut(&text, TEXT_MAX)
    }

    pub(super) fn set_key(&mut self, text: &str) {
        self.key = cut(text, LINE_MAX);
    }

    pub(super) fn set_visitor(&mut self, text: &str) {
        self.visitor = cut(text, LINE_MAX);
    }

    /// A question that waits for its answer hides the run.
    pub(super) fn is_locked(&self) -> bool {
        self.is_asked && !self.prediction.is_committed
    }

    /// How many steps there are to walk: none while the run is hidden.
    pub(super) fn steps(&self, run: &Run) -> usize {
        if self.is_locked() { 0 } else { run.steps.len() }
    }

    /// How many steps are shown.
    pub(super) fn shown(&self, run: &Run) -> usize {
        self.walk.done(self.steps(run))
    }

    /// Performs an action.
    pub(super) fn perform(&mut self, action: Action, entropy: &mut dyn FnMut(&mut [u8])) -> Done {
        let mut done = Done::Changed;
        let before = self.clone();
        match action {
            Action::Text(text) => self.set_text(&text),
            Action::Server(text) => self.set_answer(&text),
            Action::Mask => self.is_masked = !self.is_masked,
            Action::Key(text) => self.set_key(&text),
            Action::Draw => {
                let mut key = [0; 4];
                entropy(&mut key);
                self.key = spaced_hex(&key);
            }
            Action::Proxy(manner) => self.manner = manner,
            Action::Visitor(text) => self.set_visitor(&text.replace('\n', " ")),
            Action::Walk(action) => {
                let steps = self.steps(&self.run());
                if self.walk.perform(&action, steps) == Beat::Walked && steps > 0 {
                    done = Done::Walked;
                }
            }
            Action::Predict(action) if self.is_asked => {
                match self.prediction.perform(&action, Got::ALL.len()) {
                    gate::Came::Nothing => {}
                    gate::Came::Committed => {
                        self.walk.rest();
                        done = Done::Answered;
                    }
                    gate::Came::Reopened => self.walk.rest(),
                }
            }
            Action::Predict(_) => {}
        }
        if self.is_asked && self.attack() != before.attack() && self.prediction.renew() {
            self.walk.rest();
            done = Done::Asked;
        }
        // Fewer steps, where the proxy ends the connection: what is shown stays within them.
        self.walk.keep_within(self.run().steps.len());
        done
    }
}
