//! The compression lens: messages with and without permessage-deflate (RFC 7692), and what the
//! length of a compressed message tells of a secret in it.
//!
//! Invariant: every byte comes out of the engine's [`websocket::Compressor`] and every message
//! back out of its [`websocket::connection::Connection`]; which bytes were copied is read off the
//! compressed payload itself.

mod run;
mod state;
#[cfg(test)]
mod tests;
mod tokens;
mod view;
mod words;

use figure_kit::components::Prediction;
use figure_kit::components::gate::Came;
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure, Refused};
use figure_kit::legible::spaced_hex;
use figure_kit::node::Node;
use figure_kit::setting::Setting;

pub use state::CompressionLens;
use state::{Action, Became, Bits, MESSAGES_MAX, Subject};
use words::Words;

use super::text_line::{as_line, from_line};

impl Figure for CompressionLens {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![CompressionLens;
        /// What is looked at: messages, or a secret.
        "look": Subject = subject;
        /// The messages: `\n` between two, `\\` for a backslash. An empty line is none.
        "text": String, |it| as_line(&it.text), |it, line| {
            it.set_text(&from_line(&line));
            Ok(())
        };
        /// The window of the compressor, as a power of two.
        "bits": Bits = bits;
        /// Whether the compressor keeps its window from message to message.
        "takeover": bool = takes_over;
        /// The message, from 1, that is looked into.
        "at": usize, |it| it.at, |it, number| {
            it.at = number.clamp(1, MESSAGES_MAX);
            Ok(())
        };
        /// The message, from 1, of which the reader is asked what becomes of it.
        "question": Option<usize>, |it| it.question, |it, number| {
            if number.is_some_and(|number| !(1..=MESSAGES_MAX).contains(&number)) {
                return Err(Refused::expected("the number of a message, from 1"));
            }
            it.question = number;
            Ok(())
        };
        /// What the reader says to that: 1 shorter, 2 as long, 3 longer.
        "answer": Prediction, |it| it.prediction, |it, answer| {
            it.prediction = answer.within(Became::ALL.len())?;
            Ok(())
        };
        /// The secret, of the letters 0 to 9 and a to f.
        "secret": String, |it| it.secret.clone(), |it, text| {
            it.set_secret(&text);
            Ok(())
        };
        /// Whether the secret is kept from the reader.
        "hidden": bool = is_hidden;
        /// Whether the secret goes in a message of its own, before the other text.
        "apart": bool = is_apart;
        /// What the other text says.
        "guess": String, |it| it.guess.clone(), |it, text| {
            it.set_guess(&text);
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let is_look = matches!(action, Action::At(_));
        let said = match self.perform(action, context.entropy) {
            Came::Committed => {
                let right = self.became();
                let why = view::why(self, context.words);
                self.prediction.spoken(right as usize, &why, context.words)
            }
            Came::Reopened => view::question(self, context.words),
            Came::Nothing if self.is_locked() => return,
            Came::Nothing if is_look => view::narration(self, context.words),
            Came::Nothing => view::said(self, context.words),
        };
        context.announce(said);
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let prediction = Prediction { is_committed: true, ..self.prediction };
        Self { prediction, ..self.clone() }
    }

    fn answers(&self) -> Vec<Answered> {
        let answered = || self.prediction.answered("becomes", self.became() as usize);
        self.is_asked().then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = Question {
            name: "becomes",
            text: view::question(self, words),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![self.became() as usize],
            why: view::why(self, words),
        };
        self.is_asked().then_some(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        self.fact_of_a_secret(name).or_else(|| self.fact_of_messages(name))
    }
}

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

impl CompressionLens {
    fn fact_of_a_secret(&self, name: &str) -> Option<String> {
        let shortest = || run::shortest(&self.leak().lens(&self.guess));
        Some(match name {
            "shortest" => shortest().iter().collect(),
            "leaks" => yes_or_no(shortest().len() == 1),
            "known" => self.known().to_string(),
            "found" => yes_or_no(self.is_found()),
            "length" => self.leak().len(&self.guess).to_string(),
            _ => return None,
        })
    }

    fn fact_of_messages(&self, name: &str) -> Option<String> {
        let sent = self.sent();
        let plain = sent.iter().map(|message| message.plain.len()).sum::<usize>();
        let packed = sent.iter().map(|message| message.packed.len()).sum::<usize>();
        let became = |wanted| sent.iter().filter(|it| Became::of_message(it) == wanted).count();
        let all = match name {
            "agreed" => run::answered(self.agreed()),
            "messages" => sent.len().to_string(),
            "plain" => plain.to_string(),
            "packed" => packed.to_string(),
            "ratio" => view::percent(packed, plain).to_string(),
            "shorter" => became(Became::Shorter).to_string(),
            "longer" => became(Became::Longer).to_string(),
            "received" => {
                let texts = run::received(&sent, self.agreed());
                yes_or_no(texts.iter().eq(sent.iter().map(|message| &message.text)))
            }
            _ => String::new(),
        };
        if !all.is_empty() {
            return Some(all);
        }
        let (name, number) = name.rsplit_once('-')?;
        let message = sent.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(match name {
            "plain" => message.plain.len().to_string(),
            "packed" => message.packed.len().to_string(),
            "ratio" => view::percent(message.packed.len(), message.plain.len()).to_string(),
            "becomes" => figure_kit::value::Value::write(&Became::of_message(message)),
            "frame" => spaced_hex(&message.packed),
            "payload" => spaced_hex(message.payload()),
            "copies" => message.copies().count().to_string(),
            "copied" => message.copies().map(|copy| copy.bytes.len()).sum::<usize>().to_string(),
            "before" => {
                let before = message.copies().filter(|copy| copy.is_from_before());
                before.map(|copy| copy.bytes.len()).sum::<usize>().to_string()
            }
            _ => return None,
        })
    }
}
