//! What is decided about the run, and what a reader can do to it.

use figure_kit::components::{Prediction, gate};
use figure_kit::playback::{self, Beat, Playback};

use super::plan::{Credential, Opener, Plan};
use super::run::{Outcome, Run};
use super::site::{Check, Origin, Rule, SameSite};

/// The longest address that is kept.
const PAGE_MAX: usize = 300;
/// What is used in the place of an address that is none.
pub(super) const EVIL: &str = "https://evil.example";

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Hijack {
    /// The page's address, as it is typed.
    pub(super) page: String,
    pub(super) opener: Opener,
    pub(super) check: Check,
    pub(super) credential: Credential,
    pub(super) same_site: SameSite,
    pub(super) rule: Rule,
    /// Whether the reader is asked what comes of the handshake.
    pub(super) is_asked: bool,
    pub(super) prediction: Prediction,
    pub(super) walk: Playback,
}

figure_kit::actions! {
    /// What a reader can do to the run.
    pub enum Action {
        /// Have a page at this address open the WebSocket.
        Page(String) = "page",
        /// Have a browser or a program open it.
        Opener(Opener) = "opener",
        /// Have the bank look at `Origin` in this way.
        Check(Check) = "origins",
        /// Have the bank know who asks by this.
        Credential(Credential) = "credential",
        /// Have the bank's cookie say this of other sites.
        SameSite(SameSite) = "samesite",
        /// Have the browser do this where the cookie leaves it free.
        Rule(Rule) = "rule",
        /// Go from step to step.
        Walk(playback::Action): nested,
        /// Say what comes of the handshake, and see.
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
    /// From now on all of the run is seen.
    Answered,
    /// The run is another, so what comes of it is asked anew.
    Asked,
}

impl Default for Hijack {
    fn default() -> Self {
        Self {
            page: EVIL.to_owned(),
            opener: Opener::Browser,
            check: Check::Off,
            credential: Credential::Cookie,
            same_site: SameSite::None,
            rule: Rule::Lax,
            is_asked: false,
            prediction: Prediction::default(),
            walk: Playback::default(),
        }
    }
}

impl Hijack {
    pub(super) fn run(&self) -> Run {
        Run::new(&self.plan())
    }

    /// What the question is about.
    pub(super) fn plan(&self) -> Plan {
        Plan {
            page: self.origin().0,
            opener: self.opener,
            check: self.check,
            credential: self.credential,
            same_site: self.same_site,
            rule: self.rule,
        }
    }

    /// The origin that is used, and whether it is the one that was typed. A program may write none.
    pub(super) fn origin(&self) -> (Option<Origin>, bool) {
        let read = Origin::read(&self.page);
        let is_none = self.opener == Opener::Program && self.page.trim().is_empty();
        let is_sound = read.is_some() || is_none;
        (if is_none { None } else { read.or_else(|| Origin::read(EVIL)) }, is_sound)
    }

    pub(super) fn set_page(&mut self, text: &str) {
        let text = text.replace(['\r', '\n'], " ");
        text[..text.floor_char_boundary(PAGE_MAX)].clone_into(&mut self.page);
    }

    /// A question that waits for its answer hides what follows the handshake.
    pub(super) fn is_locked(&self) -> bool {
        self.is_asked && !self.prediction.is_committed
    }

    /// How many steps there are to walk.
    pub(super) fn steps(&self, run: &Run) -> usize {
        if self.is_locked() { run.asked() } else { run.steps.len() }
    }

    /// How many steps are shown.
    pub(super) fn shown(&self, run: &Run) -> usize {
        self.walk.done(self.steps(run))
    }

    /// Performs an action.
    pub(super) fn perform(&mut self, action: Action) -> Done {
        let mut done = Done::Changed;
        let before = self.is_asked.then(|| self.plan());
        match action {
            Action::Page(text) => self.set_page(&text),
            Action::Opener(opener) => self.opener = opener,
            Action::Check(check) => self.check = check,
            Action::Credential(credential) => self.credential = credential,
            Action::SameSite(same_site) => self.same_site = same_site,
            Action::Rule(rule) => self.rule = rule,
            Action::Walk(action) => {
                let steps = self.steps(&self.run());
                let beat = self.walk.perform(&action, steps);
                return if beat == Beat::Walked { Done::Walked } else { done };
            }
            Action::Predict(action) if self.is_asked => {
                match self.prediction.perform(&action, Outcome::ALL.len()) {
                    gate::Came::Nothing => {}
                    gate::Came::Committed => {
                        self.walk.rest();
                        done = Done::Answered;
                    }
                    gate::Came::Reopened => self.walk.rest(),
                }
                return done;
            }
            Action::Predict(_) => return done,
        }
        if before.is_some_and(|before| before != self.plan()) && self.prediction.renew() {
            self.walk.rest();
            done = Done::Asked;
        }
        self.walk.keep_within(self.steps(&self.run()));
        done
    }
}
