//! The reader's part of the state as settings, so that a link says all that is seen.

use super::action::{Language, Speed, Tab};
use super::scenario::{GATES, PROGRAMS, Scenario, program_named, side_of};
use super::{Answer, TimeMachine, fault, run};
use crate::figure::Refused;

/// The names of the settings that a reader changes; all others are the author's.
pub(super) const STATE: [&str; 10] =
    ["faults", "answers", "at", "chosen", "segment", "tab", "language", "kept", "lines", "speed"];

impl TimeMachine {
    pub(super) fn set_state(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "faults" => {
                self.faults = fault::parse(value)?;
                self.forget_run();
                self.settle();
            }
            "answers" => self.answers = parse_answers(value, &self.scenario)?,
            "at" => {
                let limit = self.limit();
                let at = if value == "end" { Some(limit) } else { value.parse().ok() };
                let at = at.filter(|at| *at <= limit);
                self.position =
                    at.ok_or_else(|| Refused::expected("a step before the next gate"))?;
                self.settle();
            }
            "chosen" => {
                let choices = self.open_gate().map_or(0, |asked| asked.right.len());
                self.chosen = numbered(value, choices)?;
            }
            "segment" => {
                let count = self.play().run.segments.len();
                self.segment = numbered(value, count)?.filter(|segment| self.is_drawn(*segment));
            }
            "tab" => self.tab = choice(&Tab::ALL, value)?,
            "language" => self.language = choice(&Language::ALL, value)?,
            "kept" => self.kept = parse_kept(value)?,
            "lines" => self.whole_listings = choice(&LINES, value)?,
            _ => self.speed = choice(&Speed::ALL.map(|(speed, name, _)| (speed, name)), value)?,
        }
        Ok(())
    }

    pub(super) fn state_text(&self, name: &str) -> String {
        let number = |number: Option<usize>| number.map(|it| it.to_string()).unwrap_or_default();
        match name {
            "faults" => fault::text(&self.faults),
            "answers" => {
                let word = |answer: &Option<Answer>| match answer {
                    Some(Answer::Given(number)) => number.to_string(),
                    Some(Answer::Shown) => "0".to_owned(),
                    None => "-".to_owned(),
                };
                let gates = self.scenario.gates.len();
                self.answers[..gates].iter().map(word).collect::<Vec<_>>().join(" ")
            }
            "at" => self.position.to_string(),
            "chosen" => number(self.chosen),
            "segment" => number(self.segment),
            "tab" => name_of(&Tab::ALL, &self.tab),
            "language" => name_of(&Language::ALL, &self.language),
            "kept" => {
                let kept = self.kept.iter().flatten().map(|program| PROGRAMS[*program]);
                kept.collect::<Vec<_>>().join(" ")
            }
            "lines" => name_of(&LINES, &self.whole_listings),
            "speed" => name_of(&Speed::ALL.map(|(speed, name, _)| (speed, name)), &self.speed),
            author => self.scenario.text(author),
        }
    }
}

const LINES: [(bool, &str); 2] = [(false, "calls"), (true, "all")];

fn choice<T: Copy>(all: &[(T, &'static str)], name: &str) -> Result<T, Refused> {
    let found = all.iter().find(|(_, known)| *known == name).map(|(value, _)| *value);
    let names = || all.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| Refused::explained(|| ["one of ", &names()].concat()))
}

fn name_of<T: PartialEq>(all: &[(T, &'static str)], value: &T) -> String {
    let found = all.iter().find(|(known, _)| known == value);
    found.map(|(_, name)| (*name).to_owned()).unwrap_or_default()
}

/// Nothing, or a number from 1.
fn numbered(text: &str, most: usize) -> Result<Option<usize>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.map(Some).ok_or_else(|| Refused::expected("nothing, or the number of one that is there"))
}

/// An answer a gate: its number, `0` for one that was shown, `-` for none.
fn parse_answers(
    text: &str,
    scenario: &Scenario,
) -> Result<[Option<Answer>; GATES.len()], Refused> {
    let mut answers = [None; GATES.len()];
    for (at, word) in text.split_whitespace().enumerate() {
        let choices = scenario.gates.get(at).map(|gate| gate.choices.len());
        let answer = match (word, choices, word.parse::<usize>().ok()) {
            ("-", Some(_), _) => Some(None),
            (_, Some(_), Some(0)) => Some(Some(Answer::Shown)),
            (_, Some(most), Some(number)) if number <= most => Some(Some(Answer::Given(number))),
            _ => None,
        };
        answers[at.min(GATES.len() - 1)] =
            answer.ok_or_else(|| Refused::expected("a number or `-` for each gate"))?;
    }
    Ok(answers)
}

fn parse_kept(text: &str) -> Result<[Option<usize>; 2], Refused> {
    let mut kept = [None, None];
    for name in text.split_whitespace() {
        let program = program_named(name).ok_or_else(|| Refused::one_of(&PROGRAMS))?;
        kept[run::host(side_of(program)).0 as usize] = Some(program);
    }
    Ok(kept)
}
