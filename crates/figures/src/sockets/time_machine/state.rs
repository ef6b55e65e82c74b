//! The figure's state: a scenario, the run that it makes, how the reader looks at it, the gates.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use figure_kit::figure::{Context, Effect, Figure, Motion, Refused};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::{actions, names, settings};
use recording::Recording;

use super::gate::{self, Asked};
use super::listing::Language;
use super::name::{GATES, PROGRAMS, Side, program_named, side_of};
use super::scenario::Scenario;
use super::{Words, fault, predict, stage, view};
use crate::sockets::recorded::{self, Came, Go, Kept, Line, Speed, Tab, Viewing};

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

names! {
    /// Which lines of a listing are shown.
    enum Lines {
        /// Those with calls.
        Calls = "calls",
        /// All.
        All = "all",
    }
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
    fn settle(&mut self) {
        let limit = self.limit();
        let play = Rc::clone(self.play.get().expect("the limit is read off the run"));
        self.viewing.settle(&play.run, limit);
        let choices = self.choices();
        self.chosen = self.chosen.filter(|chosen| *chosen <= choices);
    }

    fn perform(&mut self, action: &recorded::Action, context: &mut Context<'_, Words>) {
        let limit = self.limit();
        let position = self.viewing.position;
        let run = &self.play.get().expect("the limit is read off the run").run;
        match self.viewing.perform(action, run, limit) {
            Came::Seen => {}
            Came::Changed { by_deed } => {
                self.forget_run();
                if by_deed {
                    let limit = self.limit();
                    self.viewing.go(Go::Next, limit);
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

    fn answer(&mut self, answer: Answer) {
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

    fn ask_again(&mut self) {
        let Some((gate, position)) = self.last_answered().map(|it| (it.gate, it.position)) else {
            return;
        };
        let gates: Vec<usize> = self.play().asked.iter().map(|asked| asked.gate).collect();
        for later in gates.into_iter().skip_while(|other| *other != gate) {
            self.answers[later] = None;
        }
        self.viewing.position = position;
    }

    /// What is said aloud after a step: its sentences, and the gate if the run stands at one.
    fn spoken(&self, words: &Words) -> String {
        let mut text = recorded::narration(&self.look(words), self.viewing.position);
        if let Some(asked) = self.open_gate() {
            text.push(' ');
            text.push_str(&predict::question(self, asked, words));
        }
        text
    }
}

/// The reader's part of the state as settings, so that a link says all that is seen.
impl TimeMachine {
    fn set_author(&mut self, name: &'static str, text: &str) -> Result<(), Refused> {
        self.scenario.set(name, text)?;
        self.forget_run();
        Ok(())
    }

    fn set_faults(&mut self, text: &str) -> Result<(), Refused> {
        self.viewing.faults = fault::parse(text)?;
        self.forget_run();
        self.settle();
        Ok(())
    }

    /// An answer a gate: its number, `0` for one that was shown, `-` for none.
    fn answers_text(&self) -> String {
        let word = |answer: &Option<Answer>| match answer {
            Some(Answer::Given(number)) => number.to_string(),
            Some(Answer::Shown) => "0".to_owned(),
            None => "-".to_owned(),
        };
        let gates = self.scenario.gates.len();
        self.answers[..gates].iter().map(word).collect::<Vec<_>>().join(" ")
    }

    fn set_answers(&mut self, text: &str) -> Result<(), Refused> {
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

    fn set_position(&mut self, text: &str) -> Result<(), Refused> {
        let limit = self.limit();
        let at = if text == "end" { Some(limit) } else { text.parse().ok() };
        let at = at.filter(|at| *at <= limit);
        self.viewing.position =
            at.ok_or_else(|| Refused::expected("a step before the next gate"))?;
        self.settle();
        Ok(())
    }

    fn set_kept(&mut self, text: &str) -> Result<(), Refused> {
        let mut kept: [Option<&str>; 2] = [None, None];
        for name in text.split_whitespace() {
            let program = program_named(name).ok_or_else(|| Refused::one_of(&PROGRAMS))?;
            kept[side_of(program) as usize] = Some(PROGRAMS[program]);
        }
        self.viewing.kept = kept.into_iter().flatten().map(str::to_owned).collect();
        Ok(())
    }

    fn kept_text(&self) -> String {
        let on = |side: Side| {
            let mine = |name: &&String| program_named(name).map(side_of) == Some(side);
            self.viewing.kept.iter().find(mine).map(String::as_str)
        };
        Side::BOTH.into_iter().filter_map(on).collect::<Vec<_>>().join(" ")
    }
}

/// Nothing, or a number from 1.
fn numbered(number: Option<usize>, most: usize) -> Result<Option<usize>, Refused> {
    if number.is_some_and(|number| !(1..=most).contains(&number)) {
        return Err(Refused::expected("nothing, or the number of one that is there"));
    }
    Ok(number)
}

impl Figure for TimeMachine {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![TimeMachine;
        /// The server's program: `socket; bind 3 8080; listen 3 1; accept 3`.
        "server": String, |it| it.scenario.text("server"), |it, text| it.set_author("server", &text);
        /// A second program on the server's host.
        "server2": String, |it| it.scenario.text("server2"), |it, text| it.set_author("server2", &text);
        /// The client's program.
        "client": String, |it| it.scenario.text("client"), |it, text| it.set_author("client", &text);
        /// A second program on the client's host.
        "client2": String, |it| it.scenario.text("client2"), |it, text| it.set_author("client2", &text);
        /// A third one.
        "client3": String, |it| it.scenario.text("client3"), |it, text| it.set_author("client3", &text);
        /// The link between the hosts: `delay TIME; rate NUMBERkbit; mtu NUMBER`.
        "link": String, |it| it.scenario.text("link"), |it, text| it.set_author("link", &text);
        /// How the kernels are set: `server tcp_syn_retries 2; ...`.
        "sysctl": String, |it| it.scenario.text("sysctl"), |it, text| it.set_author("sysctl", &text);
        /// The run ends at this time at the latest.
        "until": String, |it| it.scenario.text("until"), |it, text| it.set_author("until", &text);
        /// Where the run stops, what is asked, what may be answered.
        "gate": String, |it| it.scenario.text("gate"), |it, text| it.set_author("gate", &text);
        /// A second gate.
        "gate2": String, |it| it.scenario.text("gate2"), |it, text| it.set_author("gate2", &text);
        /// A third gate.
        "gate3": String, |it| it.scenario.text("gate3"), |it, text| it.set_author("gate3", &text);
        /// A fourth gate.
        "gate4": String, |it| it.scenario.text("gate4"), |it, text| it.set_author("gate4", &text);
        /// What was done to the run: `drop N; kill PROGRAM STEP; ...`.
        "faults": String, |it| fault::text(&it.viewing.faults), |it, text| it.set_faults(&text);
        /// What was answered, a word a gate: a number, `0` for one that was shown, `-` for none.
        "answers": String, |it| it.answers_text(), |it, text| it.set_answers(&text);
        /// How many steps have happened; `end` for as far as may be seen.
        "at": String, |it| it.viewing.position.to_string(), |it, text| it.set_position(&text);
        /// The answer that is chosen at the open gate and not yet given.
        "chosen": Option<usize>, |it| it.chosen, |it, number| {
            it.chosen = numbered(number, it.choices())?;
            Ok(())
        };
        /// The segment that is looked at.
        "segment": Option<usize>, |it| it.viewing.segment, |it, number| {
            it.viewing.segment = numbered(number, it.play().run.segments.len())?;
            it.settle();
            Ok(())
        };
        /// What stands beside the ladder.
        "tab": Tab = viewing.tab;
        /// The language of the listings.
        "language": Language = language;
        /// Programs that are kept in view, one a side.
        "kept": String, |it| it.kept_text(), |it, text| it.set_kept(&text);
        /// Which lines of the listings are shown.
        "lines": Lines, |it| Lines::ALL[usize::from(it.viewing.whole_listings)], |it, lines| {
            it.viewing.whole_listings = lines == Lines::All;
            Ok(())
        };
        /// How fast the run plays.
        "speed": Speed = viewing.speed;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = (self.viewing.position, self.viewing.segment);
        match &action {
            Action::Run(action) => self.perform(action, context),
            Action::Choose(choice) => {
                let choices = self.choices();
                self.chosen = Some(*choice).filter(|choice| (1..=choices).contains(choice));
            }
            Action::Check => {
                if let Some(choice) = self.chosen {
                    self.answer(Answer::Given(choice));
                }
            }
            Action::Reveal => self.answer(Answer::Shown),
            Action::AskAgain => self.ask_again(),
            Action::Language(language) => self.language = *language,
        }
        self.settle();
        let is_told = matches!(
            action,
            Action::Run(
                recorded::Action::Step(_)
                    | recorded::Action::At(_)
                    | recorded::Action::Drop(_)
                    | recorded::Action::Delay(_)
                    | recorded::Action::Duplicate(_)
            )
        );
        let words = context.words;
        if self.viewing.position != before.0 || is_told {
            context.announce(self.spoken(words));
        } else if matches!(action, Action::Check | Action::Reveal) {
            context.announce(predict::spoken(self, words));
        } else if self.viewing.segment != before.1
            && let Some(said) = recorded::said(&self.look(words))
        {
            context.announce(said);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let play = self.play();
        let run = &play.run;
        let lost = || run.segments.iter().filter(|segment| segment.lost.is_some()).count();
        let number = match name {
            "steps" => Some(run.steps.len()),
            "segments" => Some(run.segments.len()),
            "lost" => Some(lost()),
            "milliseconds" => Some((run.ns(run.steps.len()) / 1_000_000) as usize),
            _ => None,
        };
        if let Some(number) = number {
            return Some(number.to_string());
        }
        if let Some(gate) = GATES.iter().position(|known| *known == name) {
            let asked = play.asked.iter().find(|asked| asked.gate == gate)?;
            let right = asked.right.iter().enumerate().filter(|(_, right)| **right);
            let numbers: Vec<String> = right.map(|(at, _)| (at + 1).to_string()).collect();
            return Some(numbers.join(" "));
        }
        // `client-2`: what the second call of the client came to.
        let (program, call) = name.rsplit_once('-')?;
        let made = gate::made(run, program_named(program)?, call.parse().ok()?)?;
        Some(match &made.result {
            Some(Ok(reply)) => reply.number().to_string(),
            Some(Err(errno)) => ["-1 ", errno.name()].concat(),
            None => "asleep".to_owned(),
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        if self.viewing.tick(elapsed_ms, self.limit()) {
            self.chosen = None;
            self.settle();
            let spoken = self.spoken(context.words);
            context.announce(spoken);
        }
        self.viewing.motion()
    }

    fn finished(&self) -> Self {
        let mut print = self.clone();
        print.is_print = true;
        for asked in &self.play().asked {
            print.answers[asked.gate].get_or_insert(Answer::Shown);
        }
        print.viewing.position = print.play().run.steps.len();
        print.settle();
        print
    }
}
