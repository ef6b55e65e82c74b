//! The figure's state: a scene, the run that it makes, what the reader predicts, how far it is
//! walked.

use std::cell::RefCell;
use std::rc::Rc;

use figure_kit::components::{Prediction, gate};
use figure_kit::playback::{self, Beat, Playback};

use super::run::Run;
use super::scene::{Case, Closer, Interval, Moment, Scene, Talks, Who};

figure_kit::actions! {
    /// What a reader can do to the end of a connection.
    pub enum Action {
        /// Have this end close.
        Closer(Closer) = "closer",
        /// Have this happen besides.
        Case(Case) = "case",
        /// Have it happen to this end.
        Whom(Who) = "whom",
        /// Have it happen so many milliseconds after the start.
        At(Moment) = "at",
        /// Have an end close with this code.
        Code((Who, String)) = "code",
        /// Have an end close with this reason.
        Reason((Who, String)) = "reason",
        /// Send what may not be sent, or refuse it.
        Forge = "forge",
        /// Ping so often, in seconds.
        Heartbeat(Interval) = "heartbeat",
        /// Have the server's kernel probe, or not.
        KeepAlive = "keep-alive",
        /// Have this end say something a second after the mishap.
        Talks(Talks) = "talks",
        /// Go from step to step.
        Walk(playback::Action): nested,
        /// Say what an end will report, and see.
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
    /// An answer is given, and the other end is asked about.
    Next,
    /// From now on the run is seen.
    Answered,
    /// The run is another, so its end is asked anew.
    Asked,
}

/// The figure's state.
#[derive(Clone, Default)]
pub struct CloseEnds {
    pub(super) scene: Scene,
    /// Whether the reader is asked what both ends will report, before anything is seen.
    pub(super) is_asked: bool,
    /// What the page, and then the server, will report.
    pub(super) predictions: [Prediction; 2],
    pub(super) walk: Playback,
    /// Whether this is a print.
    pub(super) is_print: bool,
    /// The last scene that was run.
    run: RefCell<Option<(Scene, Rc<Run>)>>,
}

impl CloseEnds {
    pub(super) fn run(&self) -> Rc<Run> {
        let mut known = self.run.borrow_mut();
        match &*known {
            Some((scene, run)) if *scene == self.scene => Rc::clone(run),
            _ => {
                let run = Rc::new(Run::new(&self.scene));
                *known = Some((self.scene.clone(), Rc::clone(&run)));
                run
            }
        }
    }

    /// The end that is asked about now; none where all is answered, or nothing is asked.
    pub(super) fn open(&self) -> Option<Who> {
        let is_open = |who: &Who| !self.predictions[*who as usize].is_committed;
        Who::ALL.into_iter().find(is_open).filter(|_| self.is_asked)
    }

    /// A question that waits for its answer hides the run.
    pub(super) fn is_locked(&self) -> bool {
        self.open().is_some()
    }

    /// Which of the answers is right for an end. The scene names all that can come.
    pub(super) fn right(&self, who: Who) -> usize {
        let (report, all) = (self.run().report(who), self.scene.candidates());
        all.iter().position(|candidate| *candidate == report).unwrap_or(all.len() - 1)
    }

    /// How many steps there are to walk: none while the run is hidden.
    pub(super) fn steps(&self, run: &Run) -> usize {
        if self.is_locked() { 0 } else { run.beats.len() }
    }

    /// How many steps are shown.
    pub(super) fn shown(&self, run: &Run) -> usize {
        self.walk.done(self.steps(run))
    }

    /// Performs an action.
    pub(super) fn perform(&mut self, action: Action) -> Done {
        let before = self.scene.clone();
        match action {
            Action::Closer(closer) => self.scene.closer = closer,
            Action::Case(case) => self.scene.case = case,
            Action::Whom(whom) => self.scene.whom = whom,
            Action::At(at) => self.scene.at = at,
            Action::Code((who, text)) => self.scene.says[who as usize].set_code(&text),
            Action::Reason((who, text)) => self.scene.says[who as usize].set_reason(&text),
            Action::Forge => self.scene.forges ^= true,
            Action::Heartbeat(seconds) => self.scene.heartbeat = seconds,
            Action::KeepAlive => self.scene.keeps_alive ^= true,
            Action::Talks(talks) => self.scene.talks = talks,
            Action::Walk(action) => {
                let steps = self.steps(&self.run());
                let is_walked = self.walk.perform(&action, steps) == Beat::Walked && steps > 0;
                return if is_walked { Done::Walked } else { Done::Changed };
            }
            Action::Predict(action) => return self.predict(&action),
        }
        if self.scene == before {
            return Done::Changed;
        }
        self.walk.rest();
        if self.renew() { Done::Asked } else { Done::Changed }
    }

    /// The scene is another. An answer that was graded is asked for anew, one that was not yet
    /// given is forgotten; who wanted to see without an answer sees on.
    fn renew(&mut self) -> bool {
        let is_graded = |it: &Prediction| it.is_committed && it.chosen.is_some();
        let was_graded = self.is_asked && self.predictions.iter().any(is_graded);
        if was_graded || self.is_locked() {
            self.predictions = Default::default();
        }
        was_graded
    }

    fn predict(&mut self, action: &gate::Action) -> Done {
        if !self.is_asked {
            return Done::Changed;
        }
        let answers = self.scene.candidates().len();
        let Some(who) = self.open() else {
            if *action == gate::Action::Ask {
                self.predictions = Default::default();
                self.walk.rest();
                return Done::Asked;
            }
            return Done::Changed;
        };
        match self.predictions[who as usize].perform(action, answers) {
            gate::Came::Committed => {
                if *action == gate::Action::ShowMe {
                    // Who wants to see the one sees the other.
                    self.predictions[who.other() as usize].is_committed = true;
                }
                self.walk.rest();
                if self.is_locked() { Done::Next } else { Done::Answered }
            }
            gate::Came::Reopened => {
                self.predictions = Default::default();
                Done::Asked
            }
            gate::Came::Nothing => Done::Changed,
        }
    }
}
