//! The figure's state: a scenario, the run that it makes, how the reader looks at it, the gates.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use figure_kit::actions;
use figure_kit::figure::{Context, Effect, Refused};
use recording::Recording;

use super::gate::{self, Asked};
use super::listing::Language;
use super::name::{GATES, PROGRAMS, Side, program_named, side_of};
use super::scenario::Scenario;
use super::words::Words;
use super::{fault, stage};
use crate::sockets::recorded::{self, Came, Kept, Line, View, Viewing};
use figure_kit::playback::Way;

/// A run with all that is read off it.
pub(super) struct Play {
    pub(super) run: Recording,
    pub(super) asked: Vec<Asked>,
    pub(super) kept: Kept,
    /// The listings that were looked at.
    pub(super) listings: RefCell<Vec<Listing>>,
}

/// A thread's program in a language.
pub(super) struct Listing {
    pub(super) thread: usize,
    pub(super) language: Language,
    pub(super) lines: Rc<[Line]>,
}

/// What the reader said at a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The choice of this number, from 1.
    Given(usize),
    /// Nothing: what happens was shown.
    Shown,
}

actions! {
    /// What a reader can do to the time machine.
    pub enum Action {
        /// What can be done to any recorded run.
        Run(recorded::Action): nested,
        /// Choose the Nth answer, from 1.
        Choose(usize) = "choose",
        /// Commit to it.
        Check = "check",
        /// See what happens without an answer.
        Reveal = "reveal",
        /// Forget the last answer and go back to its gate.
        AskAgain = "ask-again",
        /// Show the listings in this language.
        Language(Language) = "language",
    }
}

/// The figure's state.
#[derive(Clone, Default)]
pub struct TimeMachine {
    pub(super) scenario: Scenario,
    pub(super) viewing: Viewing,
    /// By gate of the scenario.
    pub(super) answers: [Option<Answer>; GATES.len()],
    /// A choice at the gate that is open, not yet given.
    pub(super) chosen: Option<usize>,
    pub(super) language: Language,
    /// Whether this is a print: all of the run at once.
    pub(super) is_print: bool,
    /// Made when it is first looked at.
    play: OnceCell<Rc<Play>>,
}

impl TimeMachine {
    pub(super) fn play(&self) -> &Play {
        self.play.get_or_init(|| {
            let run = stage::record(&self.scenario, &self.viewing.faults);
            let asked = gate::ask(&self.scenario.gates, &run);
            let (kept, listings) = (Kept::default(), RefCell::default());
            Rc::new(Play { run, asked, kept, listings })
        })
    }

    /// The run as it is looked at.
    pub(super) fn look<'a>(&'a self, words: &'a Words) -> View<'a> {
        let play = self.play();
        let mut view = View::new(&play.run, &play.kept, &self.viewing, self.limit(), words);
        view.is_print = self.is_print;
        view
    }

    /// Something that makes the run was changed.
    fn forget_run(&mut self) {
        self.play.take();
    }

    fn first_unanswered(&self) -> Option<&Asked> {
        self.play().asked.iter().find(|asked| self.answers[asked.gate].is_none())
    }

    /// How far the reader may see: to the first gate without an answer, or to the end.
    pub(super) fn limit(&self) -> usize {
        self.first_unanswered().map_or(self.play().run.steps.len(), |asked| asked.position)
    }

    /// The gate that the run stands at and that wants an answer.
    pub(super) fn open_gate(&self) -> Option<&Asked> {
        self.first_unanswered().filter(|asked| asked.position == self.viewing.position)
    }

    /// How many answers there are to choose from now.
    pub(super) fn choices(&self) -> usize {
        self.open_gate().map_or(0, |asked| asked.right.len())
    }

    /// Brings everything back into bounds after a change.
    pub(super) fn settle(&mut self) {
        let limit = self.limit();
        let play = Rc::clone(self.play.get().expect("the limit is read off the run"));
        self.viewing.settle(&play.run, limit);
        let choices = self.choices();
        self.chosen = self.chosen.filter(|chosen| *chosen <= choices);
    }

    pub(super) fn perform(&mut self, action: &recorded::Action, context: &mut Context<'_, Words>) {
        let limit = self.limit();
        let position = self.viewing.position;
        let run = &self.play.get().expect("the limit is read off the run").run;
        match self.viewing.perform(action, run, limit) {
            Came::Seen => {}
            Came::Changed { by_deed } => {
                self.forget_run();
                if by_deed {
                    let limit = self.limit();
                    self.viewing.go(Way::Next, limit);
                }
            }
            Came::Save => {
                let bytes = self.play().run.world(position, kernel::to_pcapng);
                let (name, mime) = ("time-machine.pcapng".to_owned(), "application/x-pcapng");
                context.effects.push(Effect::Download { name, mime, bytes });
            }
        }
        let walks = matches!(action, recorded::Action::Step(_) | recorded::Action::At(_));
        if walks || self.viewing.position != position {
            self.chosen = None;
        }
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        let Some(gate) = self.open_gate().map(|asked| asked.gate) else { return };
        self.answers[gate] = Some(answer);
        self.chosen = None;
        self.viewing.playing_ms = None;
    }

    /// The gate that was answered last, as the reader sees it from here.
    pub(super) fn last_answered(&self) -> Option<&Asked> {
        let position = self.viewing.position;
        let answered =
            |asked: &&Asked| asked.position <= position && self.answers[asked.gate].is_some();
        self.play().asked.iter().rev().find(answered)
    }

    pub(super) fn ask_again(&mut self) {
        let Some((gate, position)) = self.last_answered().map(|it| (it.gate, it.position)) else {
            return;
        };
        let gates: Vec<usize> = self.play().asked.iter().map(|asked| asked.gate).collect();
        for later in gates.into_iter().skip_while(|other| *other != gate) {
            self.answers[later] = None;
        }
        self.viewing.position = position;
    }
}

/// The reader's part of the state as settings, so that a link says all that is seen.
impl TimeMachine {
    pub(super) fn author(&mut self, name: &'static str, text: &str) -> Result<(), Refused> {
        self.scenario.set(name, text)?;
        self.forget_run();
        Ok(())
    }

    pub(super) fn set_faults(&mut self, text: &str) -> Result<(), Refused> {
        self.viewing.faults = fault::parse(text)?;
        self.forget_run();
        self.settle();
        Ok(())
    }

    /// An answer a gate: its number, `0` for one that was shown, `-` for none.
    pub(super) fn answers_text(&self) -> String {
        let word = |answer: &Option<Answer>| match answer {
            Some(Answer::Given(number)) => number.to_string(),
            Some(Answer::Shown) => "0".to_owned(),
            None => "-".to_owned(),
        };
        let gates = self.scenario.gates.len();
        self.answers[..gates].iter().map(word).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn set_answers(&mut self, text: &str) -> Result<(), Refused> {
        let mut answers = [None; GATES.len()];
        for (at, word) in text.split_whitespace().enumerate() {
            let choices = self.scenario.gates.get(at).map(|gate| gate.choices.len());
            let answer = match (word, choices, word.parse::<usize>().ok()) {
                ("-", Some(_), _) => Some(None),
                (_, Some(_), Some(0)) => Some(Some(Answer::Shown)),
                (_, Some(most), Some(number)) if number <= most => {
                    Some(Some(Answer::Given(number)))
                }
                _ => None,
            };
            answers[at.min(GATES.len() - 1)] =
                answer.ok_or_else(|| Refused::expected("a number or `-` for each gate"))?;
        }
        self.answers = answers;
        Ok(())
    }

    pub(super) fn set_position(&mut self, text: &str) -> Result<(), Refused> {
        let limit = self.limit();
        let at = if text == "end" { Some(limit) } else { text.parse().ok() };
        let at = at.filter(|at| *at <= limit);
        self.viewing.position =
            at.ok_or_else(|| Refused::expected("a step before the next gate"))?;
        self.settle();
        Ok(())
    }

    pub(super) fn set_kept(&mut self, text: &str) -> Result<(), Refused> {
        let mut kept: [Option<&str>; 2] = [None, None];
        for name in text.split_whitespace() {
            let program = program_named(name).ok_or_else(|| Refused::one_of(&PROGRAMS))?;
            kept[side_of(program) as usize] = Some(PROGRAMS[program]);
        }
        self.viewing.kept = kept.into_iter().flatten().map(str::to_owned).collect();
        Ok(())
    }

    pub(super) fn kept_text(&self) -> String {
        let on = |side: Side| {
            let mine = |name: &&String| program_named(name).map(side_of) == Some(side);
            self.viewing.kept.iter().find(mine).map(String::as_str)
        };
        Side::BOTH.into_iter().filter_map(on).collect::<Vec<_>>().join(" ")
    }
}

/// Nothing, or a number from 1.
pub(super) fn numbered(number: Option<usize>, most: usize) -> Result<Option<usize>, Refused> {
    if number.is_some_and(|number| !(1..=most).contains(&number)) {
        return Err(Refused::expected("nothing, or the number of one that is there"));
    }
    Ok(number)
}
