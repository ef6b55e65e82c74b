//! The fence behind a question: what each choice claims, and which claims hold.
//!
//! Invariant: nobody writes down which answer is right. A claim is put to a figure's engine, or to
//! what a program printed, and the key is what comes of it.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use figure_kit::exhibit::Exhibit;
use figure_kit::script::Script;
use figures::registry;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By one choice.
    One,
    /// By any number of choices.
    Several,
    /// By a whole number for each field.
    Number,
    /// By bringing the choices into order.
    Order,
}

/// The kinds as a fence and a page name them.
const KINDS: [(&str, Kind); 4] = [
    ("one", Kind::One),
    ("several", Kind::Several),
    ("number", Kind::Number),
    ("order", Kind::Order),
];

impl Kind {
    /// The kind that a name names.
    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// What a choice is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Evidence {
    /// A figure with these lines of a script.
    Figure(String, Vec<String>),
    /// What a listing printed.
    Listing(String),
}

/// What a choice says of its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Claim {
    /// A fact of the figure has this value.
    Fact(String, String),
    /// A line of the listing holds this text; or none does. Where the text has ` ... `, the line
    /// has anything: a port that the kernel chose is another one in the next record.
    Says(String, bool),
    /// The number that is asked for: a fact, or what stands behind a text.
    Answer(String),
}

#[derive(Debug, Default)]
struct Choice {
    evidence: Option<Evidence>,
    claims: Vec<Claim>,
}

/// The fence, read.
#[derive(Debug, Default)]
pub struct Claims {
    base: Option<Evidence>,
    choices: Vec<Choice>,
}

const EXPECTED: &str = "expected `figure NAME` and its script, `listing FILE`, `choice N`, \
                        `expect FACT = VALUE`, `says TEXT`, `says not TEXT`, `answer FACT`, or \
                        `answer behind TEXT`";

impl Claims {
    /// Reads a fence for a question with so many choices; an error begins with its line, from 1.
    pub fn parse(text: &str, choices: usize) -> Result<Self> {
        let mut claims = Self { base: None, choices: Vec::new() };
        claims.choices.resize_with(choices, Choice::default);
        let mut at = None;
        for (index, raw) in text.lines().enumerate() {
            let line = raw.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(number) = line.strip_prefix("choice ") {
                let number: Option<usize> = number.trim().parse().ok();
                let place = number.and_then(|number| number.checked_sub(1));
                at = place.filter(|place| *place < choices);
                ensure!(at.is_some(), "{}: there are choices 1 to {choices}", index + 1);
                continue;
            }
            claims.take(line, at).with_context(|| (index + 1).to_string())?;
        }
        Ok(claims)
    }

    fn take(&mut self, line: &str, at: Option<usize>) -> Result<()> {
        let base = self.base.clone();
        let choice = at.map(|at| &mut self.choices[at]);
        if let Some((claim, choice)) = claim(line).zip(choice) {
            choice.claims.push(claim);
            return Ok(());
        }
        let evidence = match at {
            Some(at) => self.choices[at]
                .evidence
                .get_or_insert_with(|| base.unwrap_or(Evidence::Figure(String::new(), Vec::new()))),
            None => self.base.get_or_insert(Evidence::Figure(String::new(), Vec::new())),
        };
        match (line.split_once(' '), evidence) {
            (Some(("figure", name)), evidence) => {
                *evidence = Evidence::Figure(name.trim().to_owned(), Vec::new());
            }
            (Some(("listing", file)), evidence) => {
                *evidence = Evidence::Listing(file.trim().to_owned());
            }
            (Some(_), Evidence::Figure(name, lines)) if !name.is_empty() => {
                lines.push(line.to_owned());
            }
            _ => bail!("`{line}` cannot be read: {EXPECTED}"),
        }
        Ok(())
    }

    /// For each choice whether its claims hold. One without a claim never does.
    pub fn holding(&self, listings: &Path) -> Result<Vec<bool>> {
        let mut holding = Vec::new();
        for (index, choice) in self.choices.iter().enumerate() {
            let subject = self.subject(choice, listings);
            let subject = subject.with_context(|| format!("choice {}", index + 1))?;
            let mut holds = !choice.claims.is_empty();
            for claim in &choice.claims {
                holds &= subject.holds(claim).with_context(|| format!("choice {}", index + 1))?;
            }
            holding.push(holds);
        }
        Ok(holding)
    }

    /// For each choice the number that it asks for.
    pub fn numbers(&self, listings: &Path) -> Result<Vec<i64>> {
        let number = |(index, choice): (usize, &Choice)| {
            let context = || format!("choice {}", index + 1);
            let [Claim::Answer(asked)] = &choice.claims[..] else {
                bail!("choice {}: one line `answer ...` says what is asked for", index + 1);
            };
            self.subject(choice, listings)
                .and_then(|subject| subject.number(asked))
                .with_context(context)
        };
        self.choices.iter().enumerate().map(number).collect()
    }

    fn subject(&self, choice: &Choice, listings: &Path) -> Result<Subject> {
        match choice.evidence.as_ref().or(self.base.as_ref()) {
            Some(Evidence::Figure(name, lines)) => {
                let (mut settings, mut deeds) = (Vec::new(), Vec::new());
                for line in lines {
                    let is_deed = line.starts_with("do ");
                    (if is_deed { &mut deeds } else { &mut settings }).push(line.as_str());
                }
                settings.extend(deeds);
                let script = Script::parse(name, &settings.join("\n"))?;
                Ok(Subject::Figure(registry::exhibit(name, &script)?))
            }
            Some(Evidence::Listing(file)) => {
                ensure!(file.split('/').all(|part| part != ".."), "listings lie in book/listings");
                let path = listings.join(file);
                let text = std::fs::read_to_string(&path);
                Ok(Subject::Listing(text.with_context(|| format!("listing `{file}`"))?))
            }
            None if choice.claims.is_empty() => Ok(Subject::Listing(String::new())),
            None => bail!("a claim needs a `figure` or a `listing` before it"),
        }
    }
}

fn claim(line: &str) -> Option<Claim> {
    let (verb, rest) = line.split_once(' ')?;
    let rest = rest.trim();
    Some(match verb {
        "expect" => {
            let (fact, value) = rest.split_once('=')?;
            Claim::Fact(fact.trim().to_owned(), value.trim().to_owned())
        }
        "says" => match rest.strip_prefix("not ") {
            Some(text) => Claim::Says(text.to_owned(), false),
            None => Claim::Says(rest.to_owned(), true),
        },
        "answer" => Claim::Answer(rest.to_owned()),
        _ => return None,
    })
}

/// Evidence, produced.
enum Subject {
    Figure(Exhibit),
    Listing(String),
}

impl Subject {
    fn holds(&self, claim: &Claim) -> Result<bool> {
        match (self, claim) {
            (Self::Figure(exhibit), Claim::Fact(name, value)) => {
                let fact = exhibit.fact(name);
                Ok(fact.with_context(|| format!("the figure has no fact `{name}`"))? == *value)
            }
            (Self::Listing(printed), Claim::Says(text, wanted)) => {
                Ok(printed.lines().any(|line| line_says(line, text)) == *wanted)
            }
            (_, Claim::Fact(..)) => bail!("`expect` asks a figure"),
            (_, Claim::Says(..)) => bail!("`says` asks a listing"),
            (_, Claim::Answer(_)) => bail!("`answer` is for numbers and orders"),
        }
    }

    fn number(&self, asked: &str) -> Result<i64> {
        let found = match self {
            Self::Figure(exhibit) => exhibit.fact(asked),
            Self::Listing(printed) => asked.strip_prefix("behind ").and_then(|text| {
                let (_, rest) = printed.lines().find_map(|line| line.split_once(text))?;
                let number = |c: char| c.is_ascii_digit() || c == '-';
                Some(rest.trim_start().split(|c| !number(c)).next()?.to_owned())
            }),
        };
        let found = found.with_context(|| format!("nothing answers `{asked}`"))?;
        found.parse().with_context(|| format!("`{asked}` is `{found}`, which is no whole number"))
    }
}

/// Whether the parts of a text stand in a line, one behind the other.
fn line_says(line: &str, text: &str) -> bool {
    let mut rest = Some(line);
    for part in text.split(" ... ") {
        rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, behind)| behind);
    }
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listings() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
    }

    #[track_caller]
    fn check(fence: &str, choices: usize, expected: &str) {
        let holding = Claims::parse(fence, choices)
            .and_then(|claims| claims.holding(&listings()))
            .map_or_else(|error| format!("{error:#}"), |holding| format!("{holding:?}"));
        assert!(holding.starts_with(expected), "{fence}\ngave {holding}");
    }

    #[test]
    fn engines_and_programs_say_which_claims_hold() {
        let race = "figure race\nloss = 0\nreorder = 0\nduplicate = 0";
        let claims = "choice 1\nexpect first-1 = udp\nexpect first-20 = together\nchoice 2\n\
                      expect first-1 = tcp";
        check(&format!("{race}\n{claims}"), 2, "[true, false]");
        check(
            &format!("{race}\nchoice 2\nloss = 40\nexpect udp-received = 20"),
            2,
            "[false, false]",
        );
        let out = "listing life/refused.out\nchoice 1\nsays Connection refused\nchoice 2\n\
                   says not Errno";
        check(out, 3, "[true, false, false]");
    }

    #[test]
    fn a_line_may_hold_anything_between_two_parts_of_a_text() {
        let check = |text, says| assert_eq!(line_says("tcp ESTAB 0 a:55606 b:9100", text), says);
        check("tcp ESTAB ... b:9100", true);
        check("tcp ESTAB", true);
        check("b:9100 ... tcp", false);
        check("tcp ESTAB ... b:8080", false);
    }

    #[test]
    fn numbers_come_from_facts_and_from_what_was_printed() {
        let fence = "figure race\nloss = 0\nchoice 1\nanswer udp-received\nchoice 2\n\
                     listing life/refused.out\nanswer behind [Errno";
        let numbers = Claims::parse(fence, 2).unwrap().numbers(&listings()).unwrap();
        assert_eq!(numbers, [20, 111]);
        let fence = "figure race\nchoice 1\nexpect udp-received = 20";
        assert!(Claims::parse(fence, 1).unwrap().numbers(&listings()).is_err());
    }

    #[test]
    fn what_cannot_be_asked_is_said_with_its_line() {
        check("what", 1, "1: `what` cannot be read: expected `figure NAME`");
        check("figure race\nchoice 3", 2, "2: there are choices 1 to 2");
        check("choice 1\nexpect a = b", 1, "choice 1: a claim needs a `figure`");
        check("figure race\nchoice 1\nexpect a = b", 1, "choice 1: the figure has no fact `a`");
        check("figure sundial\nchoice 1\nexpect a = b", 1, "choice 1: line 0: no figure");
        check("listing life/none.out\nchoice 1\nsays a", 1, "choice 1: listing `life/none.out`");
        check("figure race\nchoice 1\nsays a", 1, "choice 1: `says` asks a listing");
    }
}
