//! A gate: the reader commits to an answer, and the run gives the right one.
//!
//! Invariant: this module knows no right answer. It is told one when the run has given it.

use super::toolbar::button;
use crate::figure::Answered;
use crate::node::{Element, el};
use crate::refused::Refused;
use crate::value::Value;
use crate::words::Kit;

crate::actions! {
    /// What a reader can do to a gate.
    pub enum Action {
        /// Choose the Nth answer, from 1.
        Choose(usize) = "choose",
        /// Commit to it and see what happens.
        Check = "check",
        /// See what happens without an answer.
        ShowMe = "show-me",
        /// Be asked again.
        Ask = "ask",
    }
}

/// How far a reader has come with a question: nothing, an answer, committed to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prediction {
    /// The answer, from 0.
    pub chosen: Option<usize>,
    /// Whether it may be seen what happens.
    pub is_committed: bool,
}

/// What an action came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// To nothing that is worth a word.
    Nothing,
    /// From now on it is seen what happens.
    Committed,
    /// The question is open again.
    Reopened,
}

impl Prediction {
    /// The same, if the question has an answer of that number.
    pub fn within(self, answers: usize) -> Result<Self, Refused> {
        if self.chosen.is_none_or(|place| place < answers) {
            return Ok(self);
        }
        Err(Refused::explained(|| ["an answer from 1 to ", &answers.to_string()].concat()))
    }

    /// For the page to keep, once the reader has committed to it.
    pub fn answered(&self, question: &'static str, right: usize) -> Option<Answered> {
        let is_right = self.chosen == Some(right);
        self.is_committed.then_some(Answered { question, given: self.chosen, is_right })
    }

    /// What is said once the run has shown this answer to be right: to somebody who gave none, only
    /// why.
    pub fn spoken(&self, right: usize, why: &str, words: &Kit) -> String {
        match self.chosen {
            Some(place) => Gate::spoken(place == right, why, words),
            None => why.to_owned(),
        }
    }

    /// Asks the question anew where what it is about has changed, and says whether it did: a grade
    /// is of what it was given for. Who wanted to see without an answer has no grade, and sees on.
    pub fn renew(&mut self) -> bool {
        let was_graded = self.is_committed && self.chosen.is_some();
        if was_graded {
            *self = Self::default();
        }
        was_graded
    }

    /// Performs an action on a question with so many answers.
    pub fn perform(&mut self, action: &Action, answers: usize) -> Came {
        match action {
            Action::Choose(number) if !self.is_committed => {
                self.chosen = number.checked_sub(1).filter(|place| *place < answers);
                Came::Nothing
            }
            Action::Check | Action::ShowMe if !self.is_committed => {
                if *action == Action::ShowMe {
                    self.chosen = None;
                }
                self.is_committed = true;
                Came::Committed
            }
            Action::Ask => {
                *self = Self::default();
                Came::Reopened
            }
            _ => Came::Nothing,
        }
    }
}

/// Written `2`, `2 seen`, `seen`, or nothing.
impl Value for Prediction {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut prediction = Self::default();
        for word in text.split_whitespace() {
            match word.parse::<usize>() {
                Ok(number) if number > 0 => prediction.chosen = Some(number - 1),
                _ if word == "seen" => prediction.is_committed = true,
                _ => return Err(Refused::explained(Self::expects)),
            }
        }
        Ok(prediction)
    }

    fn write(&self) -> String {
        let chosen = self.chosen.map(|place| (place + 1).to_string());
        let seen = self.is_committed.then(|| "seen".to_owned());
        chosen.into_iter().chain(seen).collect::<Vec<_>>().join(" ")
    }

    fn expects() -> String {
        "an answer's number, and `seen` behind it".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

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
    /// The question as a panel. Its controls perform [`Action`]s.
    pub fn view(&self, words: &Kit) -> Element {
        let open = self.right.is_none();
        let rows = self.choices.iter().enumerate().map(|(at, text)| self.choice(at, text, words));
        let mut keys = String::new();
        if open {
            for at in 1..=self.choices.len() {
                let number = at.to_string();
                keys.push_str(&[&number, "=", &Action::Choose(at).to_string(), ";"].concat());
            }
            if self.chosen.is_some() {
                keys.push_str(&["Enter=", &Action::Check.to_string()].concat());
            }
        }
        let again = button(Action::Ask, words.ask_again()).class("sw-btn--quiet");
        let check = button(Action::Check, words.check()).class("sw-btn--primary");
        let show = button(Action::ShowMe, words.show_me()).class("sw-btn--quiet");
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

    fn choice(&self, at: usize, text: &str, words: &Kit) -> Element {
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
            .does(Action::Choose(at + 1))
    }

    /// What is said when the run has answered.
    pub fn spoken(right: bool, why: &str, words: &Kit) -> String {
        let verdict = if right { words.predicted_right() } else { words.predicted_wrong() };
        [verdict, " ", why].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action as _;
    use crate::words::{Language, Vocabulary as _};

    #[track_caller]
    fn check(actions: &str, written: &str) {
        let mut prediction = Prediction::default();
        for action in actions.split("; ") {
            prediction.perform(&Action::parse(action).unwrap(), 3);
        }
        assert_eq!(prediction.write(), written, "{actions}");
        assert_eq!(Prediction::parse(written), Ok(prediction));
    }

    #[test]
    fn an_answer_holds_once_it_is_committed_to() {
        check("choose 2", "2");
        check("choose 2; choose 9", "");
        check("choose 2; check; choose 1", "2 seen");
        check("choose 2; show-me", "seen");
        check("choose 2; check; ask", "");
        assert!(Prediction::parse("4").unwrap().within(3).is_err());
        assert!(Prediction::parse("3 seen").unwrap().within(3).is_ok());
        assert!(Prediction::parse("maybe").is_err() && Prediction::parse("0").is_err());
    }

    #[test]
    fn only_an_answer_that_there_is_can_be_set_and_only_a_given_one_is_judged() {
        let second = Prediction::parse("2 seen").unwrap();
        assert_eq!(second.within(2), Ok(second));
        assert_eq!(second.within(1).unwrap_err().to_string(), "expected an answer from 1 to 1");
        let words = Kit::in_language(Language::English);
        let said = |prediction: Prediction| prediction.spoken(1, "Why.", &words);
        assert_eq!(said(second), "As you predicted. Why.");
        assert_eq!(said(Prediction::parse("1 seen").unwrap()), "Not as predicted. Why.");
        assert_eq!(said(Prediction::parse("seen").unwrap()), "Why.");
    }
}
