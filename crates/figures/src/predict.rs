//! A gate: the reader commits to an answer, and the run gives the right one.
//!
//! Invariant: this module knows no right answer. It is told one when the run has given it.

use crate::control::button;
use crate::node::{Element, el};
use crate::words::Words;

/// A question and how far the reader has come with it.
pub struct Gate<'a> {
    /// The question.
    pub question: &'a str,
    /// The answers to choose from.
    pub choices: &'a [&'a str],
    /// Which one is chosen.
    pub chosen: Option<usize>,
    /// Which one the run showed to be right; none before it ran.
    pub right: Option<usize>,
    /// Why, once it ran.
    pub why: Option<String>,
}

impl Gate<'_> {
    /// The question as a panel. Its actions are `choose N` (from 1), `check`, `ask`.
    pub fn view(&self, words: &Words) -> Element {
        let open = self.right.is_none();
        let rows = self.choices.iter().enumerate().map(|(at, text)| self.choice(at, text, words));
        let mut keys = String::new();
        if open {
            for at in 1..=self.choices.len() {
                let number = at.to_string();
                keys.push_str(&[&number, "=choose ", &number, ";"].concat());
            }
            if self.chosen.is_some() {
                keys.push_str("Enter=check");
            }
        }
        let again = button("ask", words.ask_again()).class("sw-btn--quiet");
        let check = button("check", words.check()).class("sw-btn--primary");
        let show = button("show-me", words.show_me()).class("sw-btn--quiet");
        let bar = el("div").class("sw-toolbar sw-predict-bar sw-js-only");
        let bar = if open {
            bar.child(check.flag("disabled", self.chosen.is_none())).child(show)
        } else {
            bar.child(again)
        };
        el("section")
            .class("sw-predict")
            .child(el("p").class("sw-predict-head").child(el("strong").text(words.predict())))
            .child(el("p").class("sw-predict-q").text(self.question))
            .child(
                el("div")
                    .attr("role", "radiogroup")
                    .attr("aria-label", self.question)
                    .attr("data-keys", keys)
                    .children(rows),
            )
            .maybe(self.why.as_ref().map(|why| el("p").class("sw-predict-why").text(why.clone())))
            .child(bar)
    }

    fn choice(&self, at: usize, text: &str, words: &Words) -> Element {
        let chosen = self.chosen == Some(at);
        let is_right = self.right.map(|right| right == at);
        let tag = match (is_right, chosen) {
            (Some(true), true) => Some(["✓ ", words.what_happens_as_predicted()].concat()),
            (Some(true), false) => Some(["✓ ", words.what_happens()].concat()),
            (Some(false), true) => Some(["✕ ", words.your_prediction()].concat()),
            (None, true) => Some(words.chosen().to_owned()),
            _ => None,
        };
        let number = (at + 1).to_string();
        let first = at == 0 && self.chosen.is_none();
        let row = el(if is_right.is_none() { "button" } else { "div" })
            .class("sw-choice")
            .class_if("is-right", is_right == Some(true))
            .class_if("is-wrong", is_right == Some(false) && chosen)
            .class_if("is-locked", is_right == Some(false) && !chosen)
            .attr("role", "radio")
            .state("aria-checked", chosen)
            .child(el("kbd").text(number.clone()))
            .child(el("span").text(text))
            .maybe(tag.map(|tag| el("span").class("sw-tag").text(tag)));
        if is_right.is_some() {
            return row.attr("aria-disabled", "true");
        }
        row.attr("type", "button")
            .attr("tabindex", if chosen || first { "0" } else { "-1" })
            .does(["choose ", &number].concat())
    }

    /// What is said when the run has answered.
    pub fn spoken(right: bool, why: &str, words: &Words) -> String {
        let verdict = if right { words.predicted_right() } else { words.predicted_wrong() };
        [verdict, " ", why].concat()
    }
}
