//! Descriptor tables, open file descriptions and sockets, moved by real calls of the simulator.
//!
//! Invariant: everything shown is read from the world that the steps made; a link holds the steps.

mod bench;
mod meaning;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::Gate;
use figure_kit::components::gate::{self, Came, Prediction};
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure;
use figure_kit::figure::{Answered, Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;
use figure_kit::written::Written;
use kernel::{Fd, Reply};

use crate::sockets::call_text::{self, Named};
use crate::sockets::state_pill;
use state::{ANSWERS, Action, Options, Tab};
use step::Step;
use words::Words;

pub use state::DescriptorTable;

impl DescriptorTable {
    fn call(&mut self, step: Step, context: &mut Context<'_, Words>) -> bool {
        let taken = self.take(step);
        if let (Some(line), Some(step)) = (self.bench.log.last(), self.bench.steps.last())
            && taken
        {
            context.announce(view::spoken(line, step, context.words));
        }
        taken
    }

    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        let mut answer = self.answer();
        let came = answer.perform(action, ANSWERS);
        let Some(question) = &mut self.question else { return };
        question.chosen = answer.chosen;
        match came {
            Came::Nothing => {}
            Came::Committed => {
                let step = question.step.clone();
                let at = self.bench.log.len();
                if self.call(step, context)
                    && let Some(question) = &mut self.question
                {
                    question.asked = Some(at);
                }
                if let Some(line) = self.verdict() {
                    let right = answer.chosen == Some(view::right(line));
                    let why = view::why(line, context.words);
                    context.announce(Gate::spoken(right, &why, context.words));
                }
            }
            Came::Reopened => {
                if let Some(line) = question.asked.take() {
                    self.take_back_to(line);
                }
            }
        }
    }
}

impl Figure for DescriptorTable {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![DescriptorTable;
        /// The steps that were taken, with commas between them: `socket tcp, dup 3`. `@PID` in
        /// front of one says that from there on another process goes on.
        "calls": String, |it| it.calls(), |it, text| it.set_calls(&text);
        /// The process that acts: the first one is 1001.
        "process": u32 = pid;
        /// The descriptor that is looked at; nothing for none.
        "fd": Option<Fd> = chosen;
        /// What is shown of the host.
        "tab": Tab = tab;
        /// The address that stands in its field.
        "address": Written = address;
        /// The new number for `dup2` that stands in its field.
        "number": Written = number;
        /// The option that is set next.
        "option": &'static Named = option;
        /// Which options of the socket are shown.
        "options": Options = options;
        /// The value for it that stands in its field.
        "value": Written = value;
        /// The step, such as `close 3`, of which the reader is asked whether it sends a FIN.
        "question": Option<Step>,
            |it| it.question.as_ref().map(|question| question.step.clone()),
            |it, step| {
                it.ask(step);
                Ok(())
            };
        /// Which call, from 1, was that step; nothing before it is made.
        "asked": Option<usize>,
            |it| it.question.as_ref().and_then(|question| question.asked).map(|at| at + 1),
            |it, line| it.set_asked(line);
        /// What the reader says to the question: 1 yes, 2 no. It is seen once `asked` holds.
        "answer": Prediction, |it| it.answer(), |it, answer| {
            let answer = answer.within(ANSWERS)?;
            if let Some(question) = &mut it.question {
                question.chosen = answer.chosen;
            }
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        match action {
            Action::Call(step) => {
                if !self.is_locked() {
                    self.call(step, context);
                }
            }
            Action::Look(go) => {
                self.look(go);
                if let Some(row) = self.fd().and_then(|fd| self.socket_of(fd)) {
                    context.announce(view::object::title(&row, context.words));
                }
            }
            Action::Process(pid) => self.act_as(pid),
            Action::Tab(tab) => self.tab = tab,
            Action::Address(text) => self.address = text,
            Action::Number(text) => self.number = text,
            Action::Option(option) => self.option = option,
            Action::MoreOptions => {
                self.options = match self.options {
                    Options::Few => Options::All,
                    Options::All => Options::Few,
                };
            }
            Action::Value(text) => self.value = text,
            Action::Undo => self.undo(),
            Action::Predict(action) => self.predict(&action, context),
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn answers(&self) -> Vec<Answered> {
        let answered = |line| self.answer().answered("fin", view::right(line));
        self.verdict().and_then(answered).into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<figure::Question> {
        let Some(question) = &self.question else { return Vec::new() };
        let mut run = self.clone();
        if !run.take(question.step.clone()) {
            return Vec::new();
        }
        let Some(line) = run.bench.log.last() else { return Vec::new() };
        vec![figure::Question {
            name: "fin",
            text: view::asked(question, words),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![view::right(line)],
            why: view::why(line, words),
        }]
    }

    fn fact(&self, name: &str) -> Option<String> {
        let host = self.bench.host();
        Some(match name {
            "descriptors" => {
                let open = self.open();
                open.iter().map(|(fd, _)| fd.to_string()).collect::<Vec<_>>().join(" ")
            }
            "descriptor-count" => self.open().len().to_string(),
            "result" => {
                let line = self.bench.log.last()?;
                line.result.clone().unwrap_or_else(|| "asleep".to_owned())
            }
            "fins" => self.bench.log.iter().map(|line| line.fins).sum::<u32>().to_string(),
            "fins-asked" => self.verdict()?.fins.to_string(),
            "descriptions" => host.descriptions().len().to_string(),
            "sockets" => host.socket_rows().len().to_string(),
            "references" => self.description_of(self.fd()?)?.references.to_string(),
            "state" => state_pill::name(self.socket_of(self.fd()?)?.state).to_owned(),
            "time-ms" => self.bench.now_ms().to_string(),
            _ => {
                let wanted = call_text::option(name)?;
                let answers = self.bench.options(self.actor(), self.fd()?);
                match answers.into_iter().find(|(option, _)| *option == wanted)?.1 {
                    Ok(Reply::Option(value)) => call_text::value(&value),
                    other => call_text::result(&other),
                }
            }
        })
    }
}
