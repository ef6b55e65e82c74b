//! A log: what happened, a line each, with the mark of who did it.

use crate::node::{Element, el};

/// A line of a log.
pub struct LogLine {
    /// Whose mark it has: `client`, `server`, `kernel`, `wire`.
    pub actor: &'static str,
    /// Its number.
    pub number: usize,
    /// What happened, as a tool would print it.
    pub text: String,
    /// Whether something went wrong in it.
    pub is_bad: bool,
    /// Whether it is the one that is looked at.
    pub is_now: bool,
}

/// A line as a row of [`log`]: one element, whose number and mark are its style's.
pub fn log_row(line: LogLine) -> Element {
    let row = el("li").attr("data-actor", line.actor).class_if("is-current", line.is_now);
    let row = if line.is_now { row.attr("aria-current", "step") } else { row };
    row.attr("data-n", line.number.to_string()).class_if("is-bad", line.is_bad).text(line.text)
}

/// The rows of a log.
pub fn log(rows: impl IntoIterator<Item = Element>) -> Element {
    el("ol").class("sw-log").children(rows)
}
