//! A walk through numbered steps: next, previous, play, a slider.
//!
//! Invariant: a step that is shown is one of those that there are; none shows all of them.
//!
//! ```
//! use figure_kit::playback::{Action, Way, Playback};
//!
//! let mut walk = Playback::default();
//! walk.perform(&Action::Step(Way::Next), 4);
//! assert_eq!((walk.step(), walk.done(4)), (Some(1), 1));
//! walk.perform(&Action::Step(Way::Previous), 4);
//! assert_eq!((walk.step(), walk.done(4)), (None, 4));
//! ```

use crate::figure::Motion;
use crate::refused::Refused;
use crate::value::Value;

/// Arrow keys lead from step to step, `p` plays.
pub const KEYS: &str = "ArrowLeft=step previous;ArrowRight=step next;Home=step first;\
                        End=step last;Escape=step last;p=play;P=play";

crate::names! {
    /// Which way to walk.
    pub enum Way {
        /// One step on, and to the whole behind the last.
        Next = "next",
        /// One step back, and to the whole before the first.
        Previous = "previous",
        /// To the first.
        First = "first",
        /// To the whole.
        Last = "last",
    }
}

/// Where to go among numbered things: a way, or straight to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// One on.
    Next,
    /// One back.
    Previous,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To this one.
    To(usize),
}

const WAYS: [(Way, Go); 4] = [
    (Way::Next, Go::Next),
    (Way::Previous, Go::Previous),
    (Way::First, Go::First),
    (Way::Last, Go::Last),
];

impl Value for Go {
    fn parse(text: &str) -> Result<Self, Refused> {
        let way = Way::parse(text).ok();
        let named = WAYS.iter().find(|(known, _)| Some(*known) == way).map(|(_, go)| *go);
        named
            .or_else(|| text.parse().ok().map(Self::To))
            .ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        match self {
            Self::To(number) => number.to_string(),
            named => {
                let way = WAYS.iter().find(|(_, known)| known == named);
                way.map_or("", |(way, _)| way.name()).to_owned()
            }
        }
    }

    fn expects() -> String {
        [&Way::expects(), ", or a number"].concat()
    }

    fn any() -> Self {
        Self::Next
    }
}

crate::actions! {
    /// What a reader can do to a walk.
    pub enum Action {
        /// Go on or back.
        Step(Way) = "step",
        /// Go to this step, from 1: what a slider says. What is no step shows all.
        To(String) = "to",
        /// Walk by itself, or stop.
        Play = "play",
    }
}

impl Action {
    /// To this step, from 1.
    pub fn to(step: usize) -> Self {
        Self::To(step.to_string())
    }
}

/// How far a walk has come, and whether it goes on by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Playback {
    step: Option<usize>,
    playing_ms: Option<u32>,
}

/// What time, or an action, did to a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// It does not play.
    Rests,
    /// It stays where it is for now.
    Waits,
    /// It went to the next step, or to the end.
    Walked,
}

impl Playback {
    /// The step that is shown last, from 1; none shows all.
    pub fn step(&self) -> Option<usize> {
        self.step
    }

    /// How many of so many steps are shown.
    pub fn done(&self, steps: usize) -> usize {
        self.step.map_or(steps, |step| step.min(steps))
    }

    /// Whether it goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.playing_ms.is_some()
    }

    /// Shows all, and stops.
    pub fn rest(&mut self) {
        *self = Self::default();
    }

    /// After a change there may be fewer steps: one that is gone shows all.
    pub fn keep_within(&mut self, steps: usize) {
        self.step = self.step.filter(|step| (1..=steps).contains(step));
    }

    /// Goes to a step that a setting names.
    pub fn set(&mut self, step: Option<usize>, steps: usize) -> Result<(), Refused> {
        if step.is_some_and(|step| !(1..=steps).contains(&step)) {
            return Err(Refused::explained(|| ["a step from 1 to ", &steps.to_string()].concat()));
        }
        *self = Self { step, playing_ms: None };
        Ok(())
    }

    fn go(&mut self, way: Way, steps: usize) {
        self.step = match (way, self.step) {
            (Way::First, _) | (Way::Next, None) => Some(1),
            (Way::Last, _) => None,
            (Way::Next, Some(step)) => Some(step + 1),
            (Way::Previous, None) => Some(steps),
            (Way::Previous, Some(step)) => step.checked_sub(1),
        };
        self.keep_within(steps);
    }

    /// Performs an action on a walk of so many steps. Where it only stopped, it has not walked, and
    /// nothing is to be said.
    pub fn perform(&mut self, action: &Action, steps: usize) -> Beat {
        match action {
            Action::Step(go) => {
                self.playing_ms = None;
                self.go(*go, steps);
            }
            Action::To(text) => {
                *self = Self { step: text.trim().parse().ok(), playing_ms: None };
                self.keep_within(steps);
            }
            Action::Play if self.is_playing() => {
                self.playing_ms = None;
                return Beat::Rests;
            }
            Action::Play => {
                if self.step.is_none_or(|step| step == steps) {
                    self.go(Way::First, steps);
                }
                self.playing_ms = self.step.map(|_| 0);
            }
        }
        Beat::Walked
    }

    /// Lets time pass: it stays so long on each step, and at the end shows all.
    pub fn tick(&mut self, elapsed_ms: u32, dwell_ms: u32, steps: usize) -> Beat {
        let Some(stayed_ms) = self.playing_ms else { return Beat::Rests };
        let stayed_ms = stayed_ms.saturating_add(elapsed_ms);
        if stayed_ms < dwell_ms {
            self.playing_ms = Some(stayed_ms);
            return Beat::Waits;
        }
        self.go(Way::Next, steps);
        self.playing_ms = self.step.map(|_| 0);
        Beat::Walked
    }

    /// Whether more time is wanted.
    pub fn motion(&self) -> Motion {
        if self.is_playing() { Motion::Waits } else { Motion::Rests }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action as _;

    #[track_caller]
    fn check(actions: &str, shown: Option<usize>) {
        let mut walk = Playback::default();
        for action in actions.split("; ") {
            walk.perform(&Action::parse(action).unwrap(), 3);
        }
        assert_eq!(walk.step(), shown, "{actions}");
    }

    #[test]
    fn a_walk_is_a_ring_through_the_whole() {
        check("step next", Some(1));
        check("step first; step next; step next; step next", None);
        check("step previous", Some(3));
        check("to 2; step last", None);
        check("to 2", Some(2));
        for rubbish in ["to 9", "to 0", "to 열", "to "] {
            check(rubbish, None);
        }
    }

    #[test]
    fn keys_perform_actions() {
        for key in KEYS.split(';') {
            let (_, action) = key.split_once('=').unwrap();
            assert!(Action::parse(action).is_ok(), "{key}");
        }
    }

    #[test]
    fn playing_ends_by_showing_all() {
        let mut walk = Playback::default();
        assert_eq!(walk.perform(&Action::Play, 3), Beat::Walked);
        assert_eq!(walk.perform(&Action::Play, 3), Beat::Rests);
        walk.perform(&Action::Play, 3);
        let mut seen = vec![walk.step()];
        while walk.is_playing() {
            assert_eq!(walk.tick(500, 900, 3), Beat::Waits);
            assert_eq!(walk.tick(500, 900, 3), Beat::Walked);
            seen.push(walk.step());
        }
        assert_eq!(seen, [Some(1), Some(2), Some(3), None]);
        assert_eq!(walk.tick(500, 900, 3), Beat::Rests);
    }

    #[test]
    fn a_walk_without_steps_shows_all_there_is() {
        let mut walk = Playback::default();
        for action in [Action::Play, Action::Step(Way::Next), Action::to(1)] {
            walk.perform(&action, 0);
            assert_eq!((walk.step(), walk.is_playing()), (None, false), "{action}");
        }
        assert!(walk.set(Some(1), 0).is_err());
    }
}
