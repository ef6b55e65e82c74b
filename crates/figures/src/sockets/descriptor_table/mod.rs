//! Descriptor tables, open file descriptions and sockets, moved by real calls of the simulator.
//!
//! Invariant: everything shown is read from the world that the steps made; a link holds the steps.

mod action;
mod bench;
mod diagram;
mod object;
mod step;
mod view;

use kernel::{Fd, FileId, Reply};

use crate::figure::{Context, Figure, Refused};
use crate::node::Node;
use crate::predict;
use crate::sockets::call_text;
use crate::words::Words;
use action::{Action, Move, Tab};
use bench::{Bench, Line};
use step::Step;

/// The longest text that a field keeps.
const FIELD_MAX: usize = 120;

/// A question about what a call will send.
#[derive(Debug, Clone)]
struct Question {
    /// The call that it is about.
    step: Step,
    /// Whether the reader says that a FIN is sent.
    chosen: Option<bool>,
    /// The line of the log in which the call was made.
    asked: Option<usize>,
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct DescriptorTable {
    bench: Bench,
    /// The process that was chosen to act.
    pid: u32,
    /// The descriptor that was chosen. It may have been closed since: see [`Self::fd`].
    chosen: Option<Fd>,
    tab: Tab,
    address: String,
    number: String,
    option: &'static str,
    value: String,
    question: Option<Question>,
}

impl Default for DescriptorTable {
    fn default() -> Self {
        let bench = Bench::default();
        let pid = bench.actors[0].pid;
        Self {
            bench,
            pid,
            chosen: None,
            tab: Tab::Ss,
            address: "192.0.2.2:80".to_owned(),
            number: "9".to_owned(),
            option: "SO_RCVBUF",
            value: "4096".to_owned(),
            question: None,
        }
    }
}

fn keep(field: &mut String, text: &str) {
    text[..text.floor_char_boundary(FIELD_MAX)].clone_into(field);
}

impl DescriptorTable {
    fn actor(&self) -> usize {
        self.bench.actors.iter().position(|actor| actor.pid == self.pid).unwrap_or(0)
    }

    /// The descriptors of the acting process.
    fn open(&self) -> Vec<(Fd, FileId)> {
        self.bench.host().descriptors(self.bench.actors[self.actor()].process)
    }

    /// The process that acts.
    fn pid(&self) -> u32 {
        self.bench.actors[self.actor()].pid
    }

    /// The descriptor that is looked at, if it is open.
    fn fd(&self) -> Option<Fd> {
        self.chosen.filter(|fd| self.open().iter().any(|(number, _)| number == fd))
    }

    /// An answer that was taken back with its call is a question again.
    fn drop_lost(&mut self) {
        let lines = self.bench.log.len();
        if let Some(question) = &mut self.question {
            question.asked = question.asked.filter(|at| *at < lines);
        }
    }

    /// A question that waits for its answer locks the calls.
    fn is_locked(&self) -> bool {
        self.question.as_ref().is_some_and(|question| question.asked.is_none())
    }

    fn take(&mut self, step: Step, context: &mut Context<'_>) -> bool {
        let before = self.open();
        if !self.bench.perform(step) {
            return false;
        }
        let opened = self.open().into_iter().find(|it| !before.contains(it));
        if let Some((fd, _)) = opened {
            self.chosen = Some(fd);
        } else if self.fd().is_none() {
            self.chosen = self.open().last().map(|(fd, _)| *fd);
        }
        if let Some(line) = self.bench.log.last() {
            context.announce(view::spoken(line, context.words));
        }
        true
    }

    fn answer(&mut self, context: &mut Context<'_>) {
        let Some(question) = self.question.clone().filter(|it| it.asked.is_none()) else { return };
        let at = self.bench.log.len();
        if self.take(question.step, context)
            && let Some(question) = &mut self.question
        {
            question.asked = Some(at);
            if let Some((line, chosen)) = self.verdict() {
                let right = chosen == Some(line.fins > 0);
                let why = view::why(line, context.words);
                context.announce(predict::Gate::spoken(right, &why, context.words));
            }
        }
    }

    /// What the questioned call came to, and what was predicted.
    fn verdict(&self) -> Option<(&Line, Option<bool>)> {
        let question = self.question.as_ref()?;
        let line = self.bench.log.get(question.asked?)?;
        Some((line, question.chosen))
    }

    fn undo(&mut self) {
        let mut steps = self.bench.steps.clone();
        steps.pop();
        if let Some(bench) = Bench::replay(&steps) {
            self.bench = bench;
            self.drop_lost();
        }
    }

    fn look_at(&mut self, movement: Move) {
        let open = self.open();
        let at = self.fd().and_then(|fd| open.iter().position(|(number, _)| *number == fd));
        let last = open.len().saturating_sub(1);
        let target = match (movement, at) {
            (Move::To(fd), _) => open.iter().position(|(number, _)| *number == fd),
            (Move::First, _) | (Move::Next, None) => Some(0),
            (Move::Last, _) | (Move::Previous, None) => Some(last),
            (Move::Next, Some(at)) => Some((at + 1).min(last)),
            (Move::Previous, Some(at)) => Some(at.saturating_sub(1)),
        };
        if let Some((fd, _)) = target.and_then(|at| open.get(at)) {
            self.chosen = Some(*fd);
        }
    }

    fn calls(&self) -> String {
        let mut text = String::new();
        let mut pid = self.bench.actors[0].pid;
        for step in &self.bench.steps {
            text.push_str(if text.is_empty() { "" } else { ", " });
            if step.pid != pid {
                pid = step.pid;
                text.push_str(&["@", &pid.to_string(), " "].concat());
            }
            text.push_str(&step.text);
        }
        text
    }

    fn set_calls(&mut self, text: &str) -> Result<(), Refused> {
        let mut pid = Bench::default().actors[0].pid;
        let mut steps = Vec::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let step = Step::parse(pid, part)?;
            pid = step.pid;
            steps.push(step);
        }
        self.bench = Bench::replay(&steps)
            .ok_or_else(|| Refused::expected("calls of processes that live and are awake"))?;
        self.drop_lost();
        Ok(())
    }

    fn set_question(&mut self, text: &str) -> Result<(), Refused> {
        self.question = None;
        if !text.is_empty() {
            let step = Step::parse(self.pid(), text)?;
            self.question = Some(Question { step, chosen: None, asked: None });
        }
        Ok(())
    }

    fn set_answer(&mut self, text: &str) -> Result<(), Refused> {
        let refused = || Refused::expected("nothing, `yes`, `no`, or `asked N` behind them");
        let lines = self.bench.log.len();
        let Some(question) = &mut self.question else {
            return if text.is_empty() { Ok(()) } else { Err(refused()) };
        };
        let (chosen, asked) = text.split_once("asked ").unwrap_or((text, ""));
        question.chosen = match chosen.trim() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => return Err(refused()),
        };
        question.asked = match asked {
            "" => None,
            at => Some(at.parse().ok().filter(|at| *at < lines).ok_or_else(refused)?),
        };
        Ok(())
    }

    fn answer_text(&self) -> String {
        let Some(question) = &self.question else { return String::new() };
        let mut text = match question.chosen {
            None => String::new(),
            Some(true) => "yes ".to_owned(),
            Some(false) => "no ".to_owned(),
        };
        if let Some(at) = question.asked {
            text.push_str("asked ");
            text.push_str(&at.to_string());
        }
        text.trim_end().to_owned()
    }
}

impl Figure for DescriptorTable {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &[
        "calls", "process", "fd", "tab", "address", "number", "option", "value", "question",
        "answer",
    ];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "calls" => self.set_calls(value)?,
            "process" => {
                self.pid = value.parse().map_err(|_| Refused::expected("a process"))?;
            }
            "fd" if value.is_empty() => self.chosen = None,
            "fd" => {
                let fd = value.parse().map_err(|_| Refused::expected("a descriptor"))?;
                self.chosen = Some(fd);
            }
            "tab" => self.tab = value.parse()?,
            "address" => keep(&mut self.address, value),
            "number" => keep(&mut self.number, value),
            "option" => self.option = action::option(value)?,
            "value" => keep(&mut self.value, value),
            "question" => self.set_question(value)?,
            "answer" => self.set_answer(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        match name {
            "calls" => self.calls(),
            "process" => self.pid.to_string(),
            "fd" => self.chosen.map(|fd| fd.to_string()).unwrap_or_default(),
            "tab" => self.tab.name().to_owned(),
            "address" => self.address.clone(),
            "number" => self.number.clone(),
            "option" => self.option.to_owned(),
            "value" => self.value.clone(),
            "question" => self.question.as_ref().map(|it| it.step.text.clone()).unwrap_or_default(),
            _ => self.answer_text(),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        match action {
            Action::Call(text) if !self.is_locked() => {
                if let Ok(step) = Step::parse(self.pid(), &text) {
                    self.take(step, context);
                }
            }
            Action::Look(movement) => {
                self.look_at(movement);
                if let Some(row) = self.fd().and_then(|fd| object::row_of(self, fd)) {
                    context.announce(object::title(&row, context.words));
                }
            }
            Action::Process(pid) => {
                if self.bench.actors.iter().any(|actor| actor.pid == pid) {
                    self.pid = pid;
                    self.chosen = self.open().last().map(|(fd, _)| *fd);
                }
            }
            Action::Tab(tab) => self.tab = tab,
            Action::Address(text) => keep(&mut self.address, &text),
            Action::Number(text) => keep(&mut self.number, &text),
            Action::Option(option) => self.option = option,
            Action::Value(text) => keep(&mut self.value, &text),
            Action::Undo if !self.bench.steps.is_empty() => self.undo(),
            Action::Call(_) | Action::Undo => {}
            Action::Choose(yes) => {
                if let Some(question) = self.question.as_mut().filter(|it| it.asked.is_none()) {
                    question.chosen = Some(yes);
                }
            }
            Action::Check | Action::ShowMe => self.answer(context),
            Action::Ask => {
                // The question stands before its call: what came after goes with it.
                let asked = self.question.as_ref().and_then(|question| question.asked);
                while asked.is_some_and(|at| self.bench.log.len() > at) {
                    self.undo();
                }
                if let Some(question) = &mut self.question {
                    question.chosen = None;
                    question.asked = None;
                }
            }
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let host = self.bench.host();
        Some(match name {
            "descriptors" => {
                let numbers: Vec<String> =
                    self.open().iter().map(|(fd, _)| fd.to_string()).collect();
                numbers.join(" ")
            }
            "result" => {
                let line = self.bench.log.last()?;
                line.result.clone().unwrap_or_else(|| "asleep".to_owned())
            }
            "fins" => self.bench.log.iter().map(|line| line.fins).sum::<u32>().to_string(),
            "fins-asked" => self.verdict()?.0.fins.to_string(),
            "descriptions" => host.descriptions().len().to_string(),
            "sockets" => host.socket_rows().len().to_string(),
            "references" => object::description_of(self, self.fd()?)?.references.to_string(),
            "state" => {
                crate::sockets::state_pill::name(object::row_of(self, self.fd()?)?.state).to_owned()
            }
            "time-ms" => self.bench.now_ms().to_string(),
            _ => {
                let wanted = call_text::option(name)?;
                let answers = self.bench.options(self.actor(), self.fd()?);
                let found = answers.into_iter().find(|(option, _)| option.name == wanted.name)?;
                match found.1 {
                    Ok(Reply::Option(value)) => call_text::value(&value),
                    other => call_text::result(&other),
                }
            }
        })
    }
}

#[cfg(test)]
mod tests;
