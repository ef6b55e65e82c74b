//! The record itself.
//!
//! A question's name is `PAGE/QUESTION`, so that a page can be counted and reset as a whole. An
//! answer is kept with the inputs that its question had: whatever a reader changes afterwards, the
//! grade stays that of the question as it was asked.

use std::collections::BTreeMap;

/// How an answer came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It was not so.
    Wrong,
    /// It was so.
    Right,
    /// The reader looked without an answer.
    Seen,
}

/// What a reader committed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// How it came out.
    pub grade: Grade,
    /// The answer as the question writes it: `2`, `1 3`, `42`, `c a b`.
    pub given: String,
    /// The question's own inputs at that moment.
    pub inputs: String,
}

/// What a reader answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub(crate) answers: BTreeMap<String, Answer>,
    /// When each page was reset: what was answered there until then does not count.
    pub(crate) resets: BTreeMap<String, u64>,
    /// Lines that this version cannot read; they are written back as they came.
    pub(crate) unread: Vec<String>,
}

/// The page of a question.
fn page(question: &str) -> &str {
    question.split_once('/').map_or(question, |(page, _)| page)
}

impl Record {
    /// Keeps an answer; of two to one question the later counts.
    pub fn answer(&mut self, question: &str, answer: Answer) {
        let is_reset = self.resets.get(page(question)).is_some_and(|at_ms| answer.at_ms <= *at_ms);
        let is_older = self.answers.get(question).is_some_and(|known| *known >= answer);
        if !is_reset && !is_older {
            self.answers.insert(question.to_owned(), answer);
        }
    }

    /// Forgets what was answered on a page.
    pub fn reset_page(&mut self, page: &str, at_ms: u64) {
        let reset = self.resets.entry(page.to_owned()).or_default();
        *reset = at_ms.max(*reset);
        self.drop_reset();
    }

    fn drop_reset(&mut self) {
        let resets = &self.resets;
        self.answers.retain(|question, answer| {
            resets.get(page(question)).is_none_or(|at_ms| answer.at_ms > *at_ms)
        });
    }

    /// Takes in what another tab, or a file, knows.
    pub fn merge(&mut self, other: &Self) {
        for (page, at_ms) in &other.resets {
            self.reset_page(page, *at_ms);
        }
        for (question, answer) in &other.answers {
            self.answer(question, answer.clone());
        }
        self.unread.extend(other.unread.iter().cloned());
        self.unread.sort_unstable();
        self.unread.dedup();
    }

    /// What was answered to a question.
    pub fn answer_to(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// Every question with its answer, by name.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(question, answer)| (question.as_str(), answer))
    }
}
