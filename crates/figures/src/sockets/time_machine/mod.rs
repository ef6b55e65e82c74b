//! The three-lane time machine: programs, kernels and the wire in one picture that goes back.
//!
//! An author writes programs, a link and gates in a fence; the simulated world runs them. What is
//! drawn at any moment is read off that run, and whatever the reader does to it makes a new run.
//!
//! Invariant: the position is one that the run has, and no gate before it is unanswered.

mod action;
mod bytes;
mod calls;
mod change;
mod fault;
mod gate;
mod holdings;
mod ladder;
mod lane;
mod listing;
mod log;
mod predict;
mod program;
mod run;
mod say;
mod scenario;
mod segment;
mod settings;
mod span;
mod stage;
mod tabs;
mod time;
mod track;
mod transport;
mod view;
mod wire;

use std::cell::OnceCell;
use std::rc::Rc;

use crate::figure::{Context, Figure, Motion, Refused};
use crate::node::Node;
use crate::words::Words;
use action::{Action, Language, Speed, Tab, Walk};
use fault::{FAULTS_MAX, Fault};
use gate::Asked;
use run::Run;
use scenario::{GATES, Scenario, program_named};
use span::Spans;

/// A run with all that is read off it.
struct Play {
    run: Run,
    spans: Spans,
    asked: Vec<Asked>,
}

/// What the reader said at a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The choice of this number, from 1.
    Given(usize),
    /// Nothing: what happens was shown.
    Shown,
}

/// The figure's state.
#[derive(Clone, Default)]
pub struct TimeMachine {
    scenario: Scenario,
    faults: Vec<Fault>,
    /// By gate of the scenario.
    answers: [Option<Answer>; GATES.len()],
    position: usize,
    /// A choice at the gate that is open, not yet given.
    chosen: Option<usize>,
    /// The segment that is looked at, counted from 1.
    segment: Option<usize>,
    tab: Tab,
    language: Language,
    /// Programs that are kept in view, the client's side first.
    kept: [Option<usize>; 2],
    whole_listings: bool,
    speed: Speed,
    /// Whether this is a print: all of the run at once.
    is_plate: bool,
    /// How long the present step has stayed, while the run plays.
    playing_ms: Option<u32>,
    /// Made when it is first looked at.
    play: OnceCell<Rc<Play>>,
}

impl TimeMachine {
    fn play(&self) -> &Play {
        self.play.get_or_init(|| {
            let run = Run::of(&self.scenario, &self.faults);
            let spans = Spans::of(&run);
            let asked = gate::ask(&self.scenario.gates, &run);
            Rc::new(Play { run, spans, asked })
        })
    }

    /// Something that makes the run was changed.
    fn forget_run(&mut self) {
        self.play.take();
    }

    /// How far the reader may see: to the first gate without an answer, or to the end.
    fn limit(&self) -> usize {
        let play = self.play();
        let open = play.asked.iter().find(|asked| self.answers[asked.gate].is_none());
        open.map_or(play.run.steps.len(), |asked| asked.position)
    }

    /// The gate that the run stands at and that wants an answer.
    fn open_gate(&self) -> Option<&Asked> {
        let first = self.play().asked.iter().find(|asked| self.answers[asked.gate].is_none());
        first.filter(|asked| asked.position == self.position)
    }

    /// Whether a segment is drawn, now or as one to come.
    fn is_drawn(&self, segment: usize) -> bool {
        let found = segment.checked_sub(1).and_then(|at| self.play().run.segments.get(at));
        found.is_some_and(|segment| segment.sent <= self.limit())
    }

    /// Brings everything back into bounds after a change.
    fn settle(&mut self) {
        self.position = self.position.min(self.limit());
        let choices = self.open_gate().map_or(0, |asked| asked.right.len());
        self.chosen = self.chosen.filter(|chosen| *chosen <= choices);
        self.segment = self.segment.filter(|segment| self.is_drawn(*segment));
    }

    fn go(&mut self, walk: Walk) {
        let target = match walk {
            Walk::Next => self.position + 1,
            Walk::Previous => self.position.saturating_sub(1),
            Walk::First => 0,
            Walk::Last => usize::MAX,
            Walk::To(Some(position)) => position,
            Walk::None | Walk::To(None) => self.position,
        };
        self.position = target.min(self.limit());
        self.chosen = None;
    }

    fn look_at(&mut self, walk: Walk) {
        let count = self.play().run.segments.len();
        let drawn = (1..=count).rev().find(|segment| self.is_drawn(*segment)).unwrap_or(0);
        let now = self.segment.unwrap_or(0);
        self.segment = match walk {
            Walk::Next => Some((now + 1).min(drawn)),
            Walk::Previous => Some(now.saturating_sub(1).max(1)),
            Walk::First => Some(1),
            Walk::Last => Some(drawn),
            Walk::To(Some(segment)) if Some(segment) == self.segment => None,
            Walk::To(Some(segment)) => Some(segment),
            Walk::None | Walk::To(None) => None,
        };
        self.segment = self.segment.filter(|segment| self.is_drawn(*segment));
        self.tab = match (self.segment, self.tab) {
            (Some(_), Tab::Change) => Tab::Change,
            (Some(_), _) => Tab::Segment,
            (None, Tab::Segment) => Tab::Events,
            (None, tab) => tab,
        };
    }

    /// Adds a fault; one of the same segment takes the other's place.
    fn disturb(&mut self, fault: Fault) {
        if let Some(segment) = fault.segment() {
            let sent = self.play().run.segments.get(segment - 1).map(|it| it.sent);
            self.faults.retain(|other| other.segment() != Some(segment));
            // Back to where it leaves, so that the reader sees what becomes of it.
            self.position = self.position.min(sent.unwrap_or(self.position));
        }
        if self.faults.len() < FAULTS_MAX {
            let is_deed = fault.step().is_some();
            self.faults.push(fault);
            self.forget_run();
            if is_deed {
                self.go(Walk::Next);
            }
        }
        self.settle();
    }

    /// A deed at the present step.
    fn here(&self, deed: Fault) -> Fault {
        let step = self.position;
        match deed {
            Fault::Reset(side, _) => Fault::Reset(side, step),
            Fault::Kill(program, _) => Fault::Kill(program, step),
            Fault::Fill(_) => Fault::Fill(step),
            Fault::Tune(tuned, _) => Fault::Tune(tuned, step),
            mishap => mishap,
        }
    }

    fn answer(&mut self, answer: Answer) {
        let Some(gate) = self.open_gate().map(|asked| asked.gate) else { return };
        self.answers[gate] = Some(answer);
        self.chosen = None;
        self.playing_ms = None;
    }

    /// The gate that was answered last, as the reader sees it from here.
    fn last_answered(&self) -> Option<&Asked> {
        let answered =
            |asked: &&Asked| asked.position <= self.position && self.answers[asked.gate].is_some();
        self.play().asked.iter().rev().find(answered)
    }

    fn ask_again(&mut self) {
        let Some((gate, position)) = self.last_answered().map(|it| (it.gate, it.position)) else {
            return;
        };
        let later: Vec<usize> = self.play().asked.iter().map(|asked| asked.gate).collect();
        let from = later.iter().position(|other| *other == gate).unwrap_or(0);
        for gate in &later[from..] {
            self.answers[*gate] = None;
        }
        self.position = position;
        self.settle();
    }

    fn toggle_play(&mut self) {
        if self.playing_ms.take().is_some() {
            return;
        }
        if self.position == self.play().run.steps.len() {
            self.go(Walk::First);
        }
        if self.position < self.limit() {
            self.playing_ms = Some(0);
        }
    }

    fn perform(&mut self, action: &Action, context: &mut Context<'_>) {
        match *action {
            Action::Step(walk) => {
                self.playing_ms = None;
                self.go(walk);
            }
            Action::Play => self.toggle_play(),
            Action::Speed(speed) => self.speed = speed,
            Action::Segment(walk) => self.look_at(walk),
            Action::Mishap(fault) => self.disturb(fault),
            Action::Deed(deed) => self.disturb(self.here(deed)),
            Action::Undo(number) if number <= self.faults.len() => {
                self.faults.remove(number - 1);
                self.forget_run();
            }
            Action::Heal => {
                self.faults.clear();
                self.forget_run();
            }
            Action::Choose(choice) => {
                let choices = self.open_gate().map_or(0, |asked| asked.right.len());
                self.chosen = Some(choice).filter(|choice| *choice <= choices);
            }
            Action::Check => {
                if let Some(choice) = self.chosen {
                    self.answer(Answer::Given(choice));
                }
            }
            Action::Reveal => self.answer(Answer::Shown),
            Action::AskAgain => self.ask_again(),
            Action::Tab(tab) => self.tab = tab,
            Action::Language(language) => self.language = language,
            Action::Program(program) => {
                let side = run::host(scenario::side_of(program)).0 as usize;
                let again = self.kept[side] == Some(program);
                self.kept[side] = Some(program).filter(|_| !again);
            }
            Action::Lines => self.whole_listings = !self.whole_listings,
            Action::Save => tabs::save(self, context),
            Action::Undo(_) | Action::Nothing => {}
        }
        self.settle();
    }
}

impl Figure for TimeMachine {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &[
        "server", "server2", "client", "client2", "client3", "link", "sysctl", "until", "gate",
        "gate2", "gate3", "gate4", "faults", "answers", "at", "chosen", "segment", "tab",
        "language", "kept", "lines", "speed",
    ];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        let known = Self::SETTINGS.iter().position(|known| *known == name);
        match known.map(|at| Self::SETTINGS[at]) {
            None => Err(Refused::one_of(Self::SETTINGS)),
            Some(state) if settings::STATE.contains(&state) => self.set_state(state, value),
            Some(author) => {
                self.scenario.set(author, value)?;
                self.forget_run();
                Ok(())
            }
        }
    }

    fn setting(&self, name: &str) -> String {
        self.state_text(name)
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let (position, segment) = (self.position, self.segment);
        self.perform(&action, context);
        if self.position != position || matches!(action, Action::Step(_) | Action::Mishap(_)) {
            context.announce(say::spoken(self, context.words));
        } else if self.segment != segment && self.segment.is_some() {
            context.announce(wire::spoken(self, context.words));
        } else if matches!(action, Action::Check | Action::Reveal) {
            context.announce(predict::spoken(self, context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let play = self.play();
        let number = |number: usize| Some(number.to_string());
        match name {
            "steps" => return number(play.run.steps.len()),
            "segments" => return number(play.run.segments.len()),
            "lost" => {
                return number(play.run.segments.iter().filter(|it| it.lost.is_some()).count());
            }
            "milliseconds" => {
                return number((play.run.ns(play.run.steps.len()) / 1_000_000) as usize);
            }
            _ => {}
        }
        if let Some(gate) = GATES.iter().position(|known| *known == name) {
            let asked = play.asked.iter().find(|asked| asked.gate == gate)?;
            let right = asked.right.iter().enumerate().filter(|(_, right)| **right);
            let numbers: Vec<String> = right.map(|(at, _)| (at + 1).to_string()).collect();
            return Some(numbers.join(" "));
        }
        // `client-2`: what the second call of the client came to.
        let (program, call) = name.rsplit_once('-')?;
        let made = play.run.made(program_named(program)?, call.parse().ok()?)?;
        Some(match &made.result {
            Some(Ok(reply)) => reply.number().to_string(),
            Some(Err(errno)) => ["-1 ", errno.name()].concat(),
            None => "asleep".to_owned(),
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        let Some(stayed_ms) = self.playing_ms else { return Motion::Rests };
        let stayed_ms = stayed_ms.saturating_add(elapsed_ms);
        if stayed_ms < self.speed.dwell_ms() {
            self.playing_ms = Some(stayed_ms);
            return Motion::Waits;
        }
        self.go(Walk::Next);
        self.settle();
        self.playing_ms = (self.position < self.limit()).then_some(0);
        context.announce(say::spoken(self, context.words));
        if self.playing_ms.is_some() { Motion::Waits } else { Motion::Rests }
    }

    fn finished(&self) -> Self {
        let mut plate = self.clone();
        plate.is_plate = true;
        for asked in &self.play().asked {
            plate.answers[asked.gate].get_or_insert(Answer::Shown);
        }
        plate.position = plate.play().run.steps.len();
        plate.settle();
        plate
    }
}

#[cfg(test)]
mod tests;
