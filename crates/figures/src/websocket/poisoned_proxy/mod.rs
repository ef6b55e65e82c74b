//! The poisoned proxy: why clients mask. A script sends a text that looks like a request, through
//! a proxy that takes it for one.
//!
//! Invariant: every byte is the engine's ([`websocket::handshake`], [`websocket::frame`]), every
//! reading of it the parser's ([`http::Reader`]). Who is served what follows from these alone.

mod action;
mod proxy;
mod run;
mod view;

use crate::figure::{Context, Figure, Motion, Refused, on_or_off};
use crate::node::Node;
use crate::predict;
use crate::words::Words;
use action::{Action, Walk};
use proxy::Manner;
use run::{Got, Run};

/// The longest text of the script and of the attacker's server, in bytes.
const TEXT_MAX: usize = 600;
/// The longest key and the longest address, as they are typed.
const LINE_MAX: usize = 120;
/// How long the walk stays on a step.
const DWELL_MS: u32 = 3_000;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct PoisonedProxy {
    /// What the script sends; line ends travel as CR LF.
    text: String,
    /// What the attacker's server writes once the text has come.
    answer: String,
    is_masked: bool,
    key: String,
    manner: Manner,
    visitor: String,
    /// Whether more was given than a text takes.
    is_cut: bool,
    question: Option<Question>,
    /// The step that is shown last, from 1; `None` shows all.
    step: Option<usize>,
    playing_ms: Option<u32>,
}

/// The question what the visitor will get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Question {
    chosen: Option<Got>,
    is_answered: bool,
}

impl Default for PoisonedProxy {
    fn default() -> Self {
        let url = "popular.example/library.js";
        Self {
            text: "\nGET /library.js HTTP/1.1\nHost: popular.example\n\n".to_owned(),
            answer: "HTTP/1.1 200 OK\nContent-Type: text/javascript\nContent-Length: 17\n\n\
                     alert(\"poisoned\")"
                .to_owned(),
            is_masked: true,
            key: "37 fa 21 3d".to_owned(),
            manner: Manner::SkipsLines,
            visitor: url.to_owned(),
            is_cut: false,
            question: None,
            step: None,
            playing_ms: None,
        }
    }
}

/// The text as one line: `\n` for a line end, `\\` for a backslash.
fn as_line(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

/// The text that [`as_line`] has written.
fn from_line(line: &str) -> String {
    let mut text = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some(next @ ('n' | '\\'))) => {
                text.push(if next == 'n' { '\n' } else { next });
                letters.next();
            }
            _ => text.push(letter),
        }
    }
    text
}

fn cut(text: &str, len: usize) -> String {
    text[..text.floor_char_boundary(len)].to_owned()
}

impl PoisonedProxy {
    fn run(&self) -> Run {
        Run::new(self)
    }

    /// The key that is written, and whether it is one: what is missing counts as zero.
    fn key(&self) -> ([u8; 4], bool) {
        let bytes = crate::websocket::frame_anatomy::notation::hex_only(&self.key);
        let mut key = [0; 4];
        for (place, byte) in key.iter_mut().zip(&bytes) {
            *place = *byte;
        }
        (key, bytes.len() == 4)
    }

    fn write(&mut self, name: &str, text: &str) {
        let text = text.replace('\r', "");
        self.is_cut = text.len() > TEXT_MAX;
        let text = cut(&text, TEXT_MAX);
        if name == "text" {
            self.text = text;
        } else {
            self.answer = text;
        }
    }

    /// A question that waits for its answer hides the run.
    fn is_locked(&self) -> bool {
        self.question.is_some_and(|question| !question.is_answered)
    }

    /// How many steps are shown, of how many.
    fn shown(&self, run: &Run) -> usize {
        let steps = run.steps.len();
        if self.is_locked() { 0 } else { self.step.map_or(steps, |step| step.min(steps)) }
    }

    fn rest(&mut self) {
        self.step = None;
        self.playing_ms = None;
    }

    fn walk(&mut self, walk: Walk) {
        let steps = self.run().steps.len();
        let now = self.step.map_or(steps, |step| step.min(steps));
        let to = match walk {
            Walk::First => 1,
            Walk::Last => steps,
            // From the whole picture a step forward begins at the front, as Play does.
            Walk::Next if self.step.is_none() => 1,
            Walk::Next => now + 1,
            Walk::Previous => now.max(2) - 1,
            Walk::To(step) => step.clamp(1, steps),
        };
        self.step = (to < steps).then_some(to);
    }

    fn narrate(&self, context: &mut Context<'_>) {
        let run = self.run();
        context.announce(view::narration(&run, self.shown(&run), context.words));
    }

    fn answer_question(&mut self, context: &mut Context<'_>) {
        let Some(question) = self.question.as_mut().filter(|it| !it.is_answered) else { return };
        question.is_answered = true;
        let chosen = question.chosen;
        self.rest();
        let run = self.run();
        let why = view::outcome(self, &run, context.words).line;
        let right = chosen == Some(run.got);
        context.announce(predict::Gate::spoken(right, &why, context.words));
    }

    fn set_answer(&mut self, value: &str) -> Result<(), Refused> {
        let refused = || Refused::expected("`owner`, `attacker` or `error`, and `asked` behind it");
        let Some(question) = &mut self.question else {
            return if value.is_empty() { Ok(()) } else { Err(refused()) };
        };
        *question = Question::default();
        for word in value.split_whitespace() {
            match Got::ALL.into_iter().find(|got| got.name() == word) {
                Some(got) => question.chosen = Some(got),
                None if word == "asked" => question.is_answered = true,
                None => return Err(refused()),
            }
        }
        Ok(())
    }
}

impl Figure for PoisonedProxy {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] =
        &["text", "server", "mask", "key", "proxy", "visitor", "question", "answer", "step"];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        match name {
            "text" | "server" => self.write(name, &from_line(value)),
            "mask" => self.is_masked = on_or_off(value)?,
            "key" => self.key = cut(value, LINE_MAX),
            "proxy" => self.manner = action::manner(value)?,
            "visitor" => self.visitor = cut(value, LINE_MAX),
            "question" => self.question = on_or_off(value)?.then(Question::default),
            "answer" => self.set_answer(value)?,
            "step" if value.is_empty() => self.rest(),
            "step" => {
                let steps = self.run().steps.len();
                let step = value.parse().ok().filter(|step| (1..steps).contains(step));
                let expected = || Refused::expected("a step that is there, and not the last");
                self.step = Some(step.ok_or_else(expected)?);
            }
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        let switch = |on| if on { "on" } else { "off" }.to_owned();
        match name {
            "text" => as_line(&self.text),
            "server" => as_line(&self.answer),
            "mask" => switch(self.is_masked),
            "key" => self.key.clone(),
            "proxy" => self.manner.name().to_owned(),
            "visitor" => self.visitor.clone(),
            "question" => switch(self.question.is_some()),
            "answer" => {
                let question = self.question.unwrap_or_default();
                let chosen = question.chosen.map_or("", Got::name);
                let asked = if question.is_answered { " asked" } else { "" };
                [chosen, asked].concat().trim_start().to_owned()
            }
            _ => self.step.map(|step| step.to_string()).unwrap_or_default(),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let before = self.run().got;
        match action {
            Action::Text(text) => self.write("text", &text),
            Action::Server(text) => self.write("server", &text),
            Action::Mask => self.is_masked = !self.is_masked,
            Action::Key(text) => self.key = cut(&text, LINE_MAX),
            Action::Draw => {
                let mut key = [0; 4];
                (context.entropy)(&mut key);
                self.key = crate::legible::spaced_hex(&key);
            }
            Action::Proxy(manner) => self.manner = manner,
            Action::Visitor(text) => self.visitor = cut(&text.replace('\n', " "), LINE_MAX),
            Action::Step(walk) if !self.is_locked() => {
                self.playing_ms = None;
                self.walk(walk);
                self.narrate(context);
            }
            Action::Play if self.playing_ms.is_some() => self.playing_ms = None,
            Action::Play if !self.is_locked() => {
                if self.step.is_none() {
                    self.walk(Walk::First);
                }
                self.playing_ms = self.step.map(|_| 0);
                self.narrate(context);
            }
            Action::Choose(got) => {
                if let Some(question) = self.question.as_mut().filter(|it| !it.is_answered) {
                    question.chosen = Some(got);
                }
            }
            Action::Check => self.answer_question(context),
            Action::Ask => {
                self.question = self.question.map(|_| Question::default());
                self.rest();
            }
            Action::Step(_) | Action::Play => {}
        }
        let run = self.run();
        // Fewer steps, where the proxy ends the connection: what is shown stays within them.
        self.step = self.step.filter(|step| *step < run.steps.len());
        if run.got != before && !self.is_locked() {
            context.announce(view::outcome(self, &run, context.words).line);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let question = self.question.map(|question| Question { is_answered: true, ..question });
        Self { question, step: None, ..self.clone() }
    }

    fn fact(&self, name: &str) -> Option<String> {
        let run = self.run();
        let last = run.steps.last()?;
        Some(match name {
            "visitor-gets" => run.got.name().to_owned(),
            "requests" => last.asked.len().to_string(),
            // A fence cannot write what stands in front of every address.
            "kept" => {
                let urls = last.kept.iter().map(|kept| kept.url.trim_start_matches("http://"));
                urls.collect::<Vec<_>>().join(" ")
            }
            "steps" => run.steps.len().to_string(),
            _ => return None,
        })
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        let Some(stayed_ms) = self.playing_ms else { return Motion::Rests };
        let stayed_ms = stayed_ms.saturating_add(elapsed_ms);
        if stayed_ms < DWELL_MS {
            self.playing_ms = Some(stayed_ms);
            return Motion::Waits;
        }
        self.walk(Walk::Next);
        self.playing_ms = self.step.map(|_| 0);
        self.narrate(context);
        if self.playing_ms.is_some() { Motion::Waits } else { Motion::Rests }
    }
}

#[cfg(test)]
mod tests;
