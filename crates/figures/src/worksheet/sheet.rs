//! What a sheet is made of, as plain data: tasks of parts, in each of which something is left out.

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// What it is about, in a few words.
    pub(super) title: String,
    /// What is to be done.
    pub(super) ask: String,
    /// What is given, and what is left out.
    pub(super) parts: Vec<Part>,
}

impl Task {
    #[inline(never)]
    pub(super) fn new(title: &str, ask: impl Into<String>, parts: Vec<Part>) -> Self {
        Self { title: title.to_owned(), ask: ask.into(), parts }
    }
}

/// Something on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A sentence.
    Text(String),
    /// Lines of a program or of bytes.
    Code(Vec<String>),
    /// A table, of which some cells are left out.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<Cell>>,
    },
    /// Boxes to tick.
    Choices {
        /// What stands beside the boxes.
        options: Vec<String>,
        /// Those that are to be ticked.
        right: Vec<usize>,
    },
    /// A line to write on, behind a few words.
    Line {
        /// The words.
        label: String,
        /// What belongs there.
        answer: String,
    },
    /// A line for the reader's own words, which no engine can judge.
    Because(String),
}

impl Part {
    #[inline(never)]
    pub(super) fn table(head: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        Self::Table { head: head.iter().map(|&name| name.to_owned()).collect(), rows }
    }

    #[inline(never)]
    pub(super) fn line(label: impl Into<String>, answer: impl Into<String>) -> Self {
        Self::Line { label: label.into(), answer: answer.into() }
    }

    pub(super) fn because(label: &str) -> Self {
        Self::Because(label.to_owned())
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// It is printed.
    Given(String),
    /// It is left out; this belongs there.
    Blank(String),
}

impl Cell {
    /// A number that is left out.
    #[inline(never)]
    pub(super) fn number(number: usize) -> Self {
        Self::Blank(number.to_string())
    }

    #[inline(never)]
    pub(super) fn given(text: impl Into<String>) -> Self {
        Self::Given(text.into())
    }

    #[inline(never)]
    pub(super) fn blank(text: impl Into<String>) -> Self {
        Self::Blank(text.into())
    }
}
