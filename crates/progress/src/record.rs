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
    /// When the same questions were answered earlier, and how that came out.
    pub(crate) tried: Vec<(String, u64, Grade)>,
    /// When each page was reset, by its name: what was answered there until then does not count.
    pub(crate) resets: Vec<(String, u64)>,
    /// Lines that this version cannot read; they are written back as they came.
    pub(crate) unread: Vec<String>,
}

/// What became of the answers in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// To questions without an answer on this device.
    pub new: usize,
    /// Later than those on this device, and in their place now.
    pub later: usize,
    /// Here already, the same or a later one.
    pub known: usize,
    /// To pages whose answers were forgotten here since; not taken.
    pub forgotten: usize,
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

    /// Whether something of that moment counts, for all that was forgotten on its page.
    fn counts(&self, question: &str, at_ms: u64) -> bool {
        self.reset_at(page(question)).is_none_or(|reset_ms| at_ms > reset_ms)
    }

    /// Keeps an answer; of two to one question the later counts, and of the other stays how it came
    /// out.
    pub fn answer(&mut self, question: &str, answer: Answer) {
        if !self.counts(question, answer.at_ms) {
            return;
        }
        let at = self.answers.partition_point(|(known, _)| known.as_str() < question);
        match self.answers.get_mut(at).filter(|(known, _)| known == question) {
            None => self.answers.insert(at, (question.to_owned(), answer)),
            Some((_, known)) if *known == answer => {}
            Some((_, known)) => {
                let mut earlier = answer;
                if earlier > *known {
                    std::mem::swap(known, &mut earlier);
                }
                self.keep_tried(question, earlier.at_ms, earlier.grade);
            }
        }
    }

    /// Keeps how an earlier answer came out.
    pub(crate) fn keep_tried(&mut self, question: &str, at_ms: u64, grade: Grade) {
        if !self.counts(question, at_ms) {
            return;
        }
        let attempt = (question.to_owned(), at_ms, grade);
        if let Err(place) = self.tried.binary_search(&attempt) {
            self.tried.insert(place, attempt);
        }
    }

    /// How the first answer to a question came out that is known.
    pub fn first(&self, question: &str) -> Option<Grade> {
        let tried = self.tried.iter().filter(|(known, ..)| known == question);
        let earliest = tried.map(|(_, at_ms, grade)| (*at_ms, *grade)).min();
        let answer = self.answer_to(question).map(|answer| (answer.at_ms, answer.grade));
        earliest.into_iter().chain(answer).min().map(|(_, grade)| grade)
    }

    /// The answer to a question.
    pub fn answer_to(&self, question: &str) -> Option<&Answer> {
        self.answers.iter().find(|(known, _)| known == question).map(|(_, answer)| answer)
    }

    /// Forgets what was answered on a page.
    pub fn reset_page(&mut self, name: &str, at_ms: u64) {
        keep_later(&mut self.resets, name, at_ms);
        self.answers.retain(|(question, answer)| page(question) != name || answer.at_ms > at_ms);
        self.tried.retain(|(question, at, _)| page(question) != name || *at > at_ms);
    }

    /// Takes in what another tab, or a file, knows.
    pub fn merge(&mut self, other: &Self) {
        for (page, at_ms) in &other.resets {
            self.reset_page(page, *at_ms);
        }
        self.take(other);
    }

    fn take(&mut self, other: &Self) {
        for (question, answer) in &other.answers {
            self.answer(question, answer.clone());
        }
        for (question, at_ms, grade) in &other.tried {
            self.keep_tried(question, *at_ms, *grade);
        }
        for line in &other.unread {
            self.keep_unread(line);
        }
    }

    /// Takes in a file. Unlike a tab it takes nothing away: where it says that a page was
    /// forgotten, what was answered there before on this device stays.
    pub fn import(&mut self, file: &Self) -> Imported {
        let mut came = Imported::default();
        for (question, answer) in &file.answers {
            let known = self.answer_to(question);
            *match known {
                _ if !self.counts(question, answer.at_ms) => &mut came.forgotten,
                None => &mut came.new,
                Some(known) if answer > known => &mut came.later,
                Some(_) => &mut came.known,
            } += 1;
        }
        for (name, at_ms) in &file.resets {
            let takes = |question: &str, at: u64| page(question) == name && at <= *at_ms;
            let loses = self.answers.iter().any(|(question, answer)| takes(question, answer.at_ms))
                || self.tried.iter().any(|(question, at, _)| takes(question, *at));
            if !loses {
                self.reset_page(name, *at_ms);
            }
        }
        self.take(file);
        came
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
