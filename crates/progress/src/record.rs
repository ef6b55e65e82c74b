//! The record itself.
//!
//! A question's name is `PAGE/QUESTION`, so that a page can be counted and reset as a whole. An
//! answer is kept with the inputs that its question had: whatever a reader changes afterwards, the
//! grade stays that of the question as it was asked.
//!
//! The lists are sorted vectors and not maps: a book has some hundred questions, and every page
//! loads this code.

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
    /// The answer as the question writes it: `2`, `1 3`, `42`, `3 1 2`.
    pub given: String,
    /// The question's own inputs at that moment.
    pub inputs: String,
}

/// What a reader answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// By the question's name.
    pub(crate) answers: Vec<(String, Answer)>,
    /// When each page was reset, by its name: what was answered there until then does not count.
    pub(crate) resets: Vec<(String, u64)>,
    /// Lines that this version cannot read; they are written back as they came.
    pub(crate) unread: Vec<String>,
}

/// The page of a question.
fn page(question: &str) -> &str {
    question.split_once('/').map_or(question, |(page, _)| page)
}

/// Keeps the greater of two values under a name.
fn keep_later<T: Ord>(list: &mut Vec<(String, T)>, name: &str, value: T) {
    let at = list.partition_point(|(known, _)| known.as_str() < name);
    match list.get_mut(at).filter(|(known, _)| known == name) {
        Some((_, known)) if *known >= value => {}
        Some((_, known)) => *known = value,
        None => list.insert(at, (name.to_owned(), value)),
    }
}

impl Record {
    fn reset_at(&self, page: &str) -> Option<u64> {
        self.resets.iter().find(|(name, _)| name == page).map(|(_, at_ms)| *at_ms)
    }

    /// Keeps an answer; of two to one question the later counts.
    pub fn answer(&mut self, question: &str, answer: Answer) {
        if self.reset_at(page(question)).is_none_or(|at_ms| answer.at_ms > at_ms) {
            keep_later(&mut self.answers, question, answer);
        }
    }

    /// Forgets what was answered on a page.
    pub fn reset_page(&mut self, name: &str, at_ms: u64) {
        keep_later(&mut self.resets, name, at_ms);
        self.answers.retain(|(question, answer)| page(question) != name || answer.at_ms > at_ms);
    }

    /// Takes in what another tab, or a file, knows.
    pub fn merge(&mut self, other: &Self) {
        for (page, at_ms) in &other.resets {
            self.reset_page(page, *at_ms);
        }
        for (question, answer) in &other.answers {
            self.answer(question, answer.clone());
        }
        for line in &other.unread {
            self.keep_unread(line);
        }
    }

    /// Keeps a line as it came.
    pub(crate) fn keep_unread(&mut self, line: &str) {
        let at = self.unread.partition_point(|known| known.as_str() < line);
        if self.unread.get(at).is_none_or(|known| known != line) {
            self.unread.insert(at, line.to_owned());
        }
    }

    /// Every question with its answer, by name.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(question, answer)| (question.as_str(), answer))
    }
}
