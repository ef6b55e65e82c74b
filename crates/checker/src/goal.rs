//! Goals of figures: what must be true of a figure that a reader has brought somewhere.
//!
//! The checks of an exercise with a figure name the figure and, check by check, what its facts must
//! be and which settings must stay. Whoever has the figure gives both as texts.
//!
//! ```
//! use checker::goal::Goals;
//!
//! let goals = Goals::parse(
//!     "figure demultiplexer\n\
//!      check reached\n\
//!      goal delivered = server.py\n\
//!      goal refused is not 3\n\
//!      keep port\n",
//! )
//! .unwrap();
//! let facts = |fact: &str| (fact == "delivered").then(|| "server.py".to_owned());
//! let verdicts = goals.judge(facts, |_| Some("8080".into()), |_| Some("8080".into()));
//! // Nobody knows the fact `refused`, so it is not 3 either.
//! assert_eq!(verdicts[0], ("reached".to_owned(), Ok(())));
//! ```

use crate::checks::{CHECKS_MAX, Wrong};
use crate::failure::{Failure, Reason};
use crate::token::Parsed;

/// A whole `checks.txt` about a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goals {
    /// The figure.
    pub figure: String,
    /// What is judged, in order: names and what must hold.
    pub checks: Vec<(String, Vec<Goal>)>,
}

/// Something that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A fact stands in a relation to a value.
    Fact {
        /// Which.
        fact: String,
        /// How.
        relation: Relation,
        /// To what.
        value: String,
    },
    /// A setting is as it was.
    Keep(String),
}

/// How a fact stands to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is the value.
    Is,
    /// It is anything else.
    IsNot,
    /// The value is a part of its text.
    Contains,
    /// It is a number, and not less.
    AtLeast,
    /// It is a number, and not more.
    AtMost,
}

impl Relation {
    const ALL: [(&'static str, Self); 5] = [
        ("=", Self::Is),
        ("is not", Self::IsNot),
        ("contains", Self::Contains),
        ("at least", Self::AtLeast),
        ("at most", Self::AtMost),
    ];

    /// The sign before a value that is no more than named: none for the value itself.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Is => "",
            Self::IsNot => "≠ ",
            Self::Contains => "∋ ",
            Self::AtLeast => "≥ ",
            Self::AtMost => "≤ ",
        }
    }

    fn holds(self, seen: Option<&str>, value: &str) -> bool {
        let number = |text: &str| text.trim().parse::<i64>().ok();
        let compared = seen.and_then(number).zip(number(value));
        match self {
            Self::Is => seen == Some(value),
            Self::IsNot => seen != Some(value),
            Self::Contains => seen.is_some_and(|seen| seen.contains(value)),
            Self::AtLeast => compared.is_some_and(|(seen, value)| seen >= value),
            Self::AtMost => compared.is_some_and(|(seen, value)| seen <= value),
        }
    }
}

impl Goals {
    /// Reads the goals of a figure.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (mut figure, mut checks) = (None, Vec::new());
        let mut last = 1;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            last = at + 1;
            let taken = take(&mut figure, &mut checks, line);
            taken.map_err(|wants| Wrong { line: last, wants })?;
        }
        let wrong = |wants| Wrong { line: last, wants };
        if checks.last().is_none_or(|(_, goals): &(_, Vec<Goal>)| goals.is_empty()) {
            return Err(wrong("check NAME and at least one goal or keep behind it"));
        }
        Ok(Self { figure: figure.ok_or(wrong("figure NAME"))?, checks })
    }

    /// The verdict of each check: `fact` says what the figure knows, `before` and `now` what its
    /// settings were at the beginning and are.
    pub fn judge(
        &self,
        fact: impl Fn(&str) -> Option<String>,
        before: impl Fn(&str) -> Option<String>,
        now: impl Fn(&str) -> Option<String>,
    ) -> Vec<(String, Result<(), Failure>)> {
        let judge = |goal: &Goal| match goal {
            Goal::Fact { fact: name, relation, value } => {
                let seen = fact(name);
                let holds = relation.holds(seen.as_deref(), value);
                let expected = [relation.sign(), value].concat();
                (!holds).then(|| failure(Reason::Goal, name, expected, seen))
            }
            Goal::Keep(name) => {
                let (before, now) = (before(name), now(name));
                let is_kept = before == now;
                let expected = before.unwrap_or_default();
                (!is_kept).then(|| failure(Reason::Kept, name, expected, now))
            }
        };
        let checks = self.checks.iter();
        let verdict = |(name, goals): &(String, Vec<Goal>)| {
            (name.clone(), goals.iter().find_map(judge).map_or(Ok(()), Err))
        };
        checks.map(verdict).collect()
    }
}

fn failure(reason: Reason, name: &str, expected: String, seen: Option<String>) -> Failure {
    Failure {
        reason,
        expected: expected.into_bytes(),
        seen: seen.unwrap_or_default().into_bytes(),
        detail: name.to_owned(),
        ..Failure::default()
    }
}

fn take(
    figure: &mut Option<String>,
    checks: &mut Vec<(String, Vec<Goal>)>,
    line: &str,
) -> Parsed<()> {
    const LINE: &str = "figure NAME, check NAME, goal FACT = VALUE, goal FACT is not VALUE, goal \
                        FACT contains VALUE, goal FACT at least N, goal FACT at most N or keep \
                        SETTING";
    const CHECK: &str = "check NAME: at most 64, each its own";
    let (word, rest) = line.split_once(char::is_whitespace).ok_or(LINE)?;
    let rest = rest.trim();
    let is_one = !rest.is_empty() && !rest.contains(char::is_whitespace);
    let goal = match word {
        "figure" if figure.is_none() && checks.is_empty() && is_one => {
            *figure = Some(rest.to_owned());
            return Ok(());
        }
        "check" => {
            let is_known = checks.iter().any(|(name, _)| name == rest);
            let is_empty = checks.last().is_some_and(|(_, goals)| goals.is_empty());
            if !is_one || is_known || is_empty || checks.len() >= CHECKS_MAX {
                return Err(CHECK);
            }
            checks.push((rest.to_owned(), Vec::new()));
            return Ok(());
        }
        "goal" => read(rest).ok_or(LINE)?,
        "keep" if is_one => Goal::Keep(rest.to_owned()),
        _ => return Err(LINE),
    };
    checks.last_mut().ok_or("check NAME before its goals")?.1.push(goal);
    Ok(())
}

/// `FACT = VALUE` and its like. A fact is one word.
fn read(text: &str) -> Option<Goal> {
    let (fact, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (relation, value) = Relation::ALL.iter().find_map(|(words, relation)| {
        let value = rest.strip_prefix(words)?;
        // `= ` alone: the fact is to be empty.
        let is_apart = value.is_empty() || value.starts_with(char::is_whitespace);
        is_apart.then(|| (*relation, value.trim()))
    })?;
    let is_number = matches!(relation, Relation::AtLeast | Relation::AtMost);
    if is_number && value.parse::<i64>().is_err() {
        return None;
    }
    let is_said = !value.is_empty() || matches!(relation, Relation::Is | Relation::IsNot);
    is_said.then(|| Goal::Fact { fact: fact.to_owned(), relation, value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(goal: &str, seen: &str, verdict: &str) {
        let text = format!("figure x\ncheck one\n{goal}\n");
        let goals = Goals::parse(&text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let fact = |name: &str| (name == "fact").then(|| seen.to_owned());
        let now = |name: &str| Some(format!("{name} {seen}"));
        let verdicts = goals.judge(fact, |name| Some(format!("{name} 5")), now);
        let told = match &verdicts[0].1 {
            Ok(()) => "holds".to_owned(),
            Err(failure) => format!(
                "{} {} {}/{}",
                failure.reason.name(),
                failure.detail,
                String::from_utf8_lossy(&failure.expected),
                String::from_utf8_lossy(&failure.seen),
            ),
        };
        assert_eq!(told, verdict, "{goal} of {seen}");
    }

    #[test]
    fn relations() {
        check("goal fact = 5", "5", "holds");
        check("goal fact = a b", "a b", "holds");
        check("goal fact =", "", "holds");
        check("goal fact = 5", "6", "goal fact 5/6");
        check("goal other = 5", "5", "goal other 5/");
        check("goal fact is not 5", "5", "goal fact ≠ 5/5");
        check("goal fact is not 5", "50", "holds");
        check("goal fact contains RST", "SYN, RST", "holds");
        check("goal fact contains RST", "SYN", "goal fact ∋ RST/SYN");
        check("goal fact at least 3", "10", "holds");
        check("goal fact at least 3", "2", "goal fact ≥ 3/2");
        check("goal fact at most 3", "10", "goal fact ≤ 3/10");
        check("goal fact at least 3", "many", "goal fact ≥ 3/many");
        check("keep fact", "5", "holds");
        check("keep fact", "6", "kept fact fact 5/fact 6");
    }

    #[track_caller]
    fn is_wrong(text: &str, line: usize) {
        assert_eq!(Goals::parse(text).map_err(|wrong| wrong.line), Err(line), "{text:?}");
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line() {
        is_wrong("", 1);
        is_wrong("check one\ngoal a = b", 2);
        is_wrong("figure x", 1);
        is_wrong("figure x\ngoal a = b", 2);
        is_wrong("figure x\ncheck one", 2);
        is_wrong("figure x\ncheck one\ncheck two\ngoal a = b", 3);
        is_wrong("figure x\ncheck one\n\ngoal a b", 4);
        is_wrong("figure x\ncheck one\ngoal a at least many", 3);
        is_wrong("figure x\ncheck one\nkeep two words", 3);
        is_wrong("figure x\ncheck one\nkeep a\ncheck one\nkeep a", 4);
        is_wrong("figure x\nfigure y\ncheck one\nkeep a", 2);
    }
}
