//! The three-lane time machine: programs, kernels and the wire in one picture that goes back.
//!
//! An author writes programs, a link and gates in a fence; the simulated world runs them and a
//! recorder keeps what happens. What is drawn at any moment is read off that recording, and
//! whatever the reader does to it makes a new one.
//!
//! Invariant: the position is one that the run has, and no gate before it is unanswered.

mod fault;
mod gate;
mod listing;
mod name;
mod predict;
mod program;
mod scenario;
mod stage;
mod state;
mod verdict;
mod view;
mod words;

#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure, Motion};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::{names, settings};

use crate::sockets::recorded::{self, Speed, Tab};
use listing::Language;
use name::{GATES, program_named};
use state::{Answer, numbered};

pub use state::{Action, TimeMachine};
pub use words::Words;

#[cfg(test)]
mod tests;

names! {
    /// Which lines of a listing are shown.
    enum Lines {
        /// Those with calls.
        Calls = "calls",
        /// All.
        All = "all",
    }
}

impl Figure for TimeMachine {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![TimeMachine;
        /// The server's program: `socket; bind 3 8080; listen 3 1; accept 3`.
        "server": String, |it| it.scenario.text("server"), |it, text| it.author("server", &text);
        /// A second program on the server's host.
        "server2": String, |it| it.scenario.text("server2"), |it, text| it.author("server2", &text);
        /// The client's program.
        "client": String, |it| it.scenario.text("client"), |it, text| it.author("client", &text);
        /// A second program on the client's host.
        "client2": String, |it| it.scenario.text("client2"), |it, text| it.author("client2", &text);
        /// A third one.
        "client3": String, |it| it.scenario.text("client3"), |it, text| it.author("client3", &text);
        /// The link between the hosts: `delay TIME; rate NUMBERkbit; mtu NUMBER`.
        "link": String, |it| it.scenario.text("link"), |it, text| it.author("link", &text);
        /// How the kernels are set: `server tcp_syn_retries 2; ...`.
        "sysctl": String, |it| it.scenario.text("sysctl"), |it, text| it.author("sysctl", &text);
        /// Where the run ends, if nothing ends it before: `TIME`, or `after PROGRAM CALL`.
        "until": String, |it| it.scenario.text("until"), |it, text| it.author("until", &text);
        /// Where the run stops, what is asked, what may be answered.
        "gate": String, |it| it.scenario.text("gate"), |it, text| it.author("gate", &text);
        /// A second gate.
        "gate2": String, |it| it.scenario.text("gate2"), |it, text| it.author("gate2", &text);
        /// A third gate.
        "gate3": String, |it| it.scenario.text("gate3"), |it, text| it.author("gate3", &text);
        /// A fourth gate.
        "gate4": String, |it| it.scenario.text("gate4"), |it, text| it.author("gate4", &text);
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
            context.announce(spoken(self, words));
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

    fn answers(&self) -> Vec<Answered> {
        let mut answers = Vec::new();
        for asked in &self.play().asked {
            let Some(answer) = self.answers[asked.gate] else { continue };
            let given = match answer {
                Answer::Given(number) => number.checked_sub(1),
                Answer::Shown => None,
            };
            let is_right = given.is_some_and(|at| asked.right.get(at) == Some(&true));
            answers.push(Answered { question: GATES[asked.gate], given, is_right });
        }
        answers
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        self.play().asked.iter().map(|asked| predict::posed(self, asked, words)).collect()
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
            let spoken = spoken(self, context.words);
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

/// What is said aloud after a step: its sentences, and the gate if the run stands at one.
fn spoken(figure: &TimeMachine, words: &Words) -> String {
    let mut text = recorded::narration(&figure.look(words), figure.viewing.position);
    if let Some(asked) = figure.open_gate() {
        text.push(' ');
        text.push_str(&predict::question(figure, asked, words));
    }
    text
}
