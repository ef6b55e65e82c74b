//! Questions: an alert that asks, its choices, why it is so, and the fence that finds the key.
//!
//! ````text
//! > [!IMPORTANT]
//! > Which of the two is first?
//! >
//! > - [ ] TCP
//! > - [ ] UDP
//! >
//! > Why, folded until the reader commits.
//!
//! ```question first-delivery one
//! figure race
//! loss = 0
//! choice 1
//! expect first-1 = tcp
//! choice 2
//! expect first-1 = udp
//! ```
//! ````
//!
//! All that is read stands in the alert, so that it is translated; the fence holds no words.

pub mod claim;
pub mod paper;
mod print;
pub(crate) mod waiting;
mod words;

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use claim::{Claims, Kind};
use figure_kit::words::Language;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

pub(crate) use print::inline;
pub use print::{Printed, print};

/// What answers a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// The choices that hold, from 0.
    Choices(Vec<usize>),
    /// A number for each field.
    Numbers(Vec<i64>),
    /// The choices in their order, from 0.
    Order(Vec<usize>),
}

/// A question as it stands in a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in its page.
    pub name: String,
    /// How it is answered.
    pub kind: Kind,
    /// What is asked, in Markdown.
    pub asks: String,
    /// The choices, or what the fields are called, in Markdown.
    pub choices: Vec<String>,
    /// Why it is so, in Markdown.
    pub why: String,
    /// The fence's text.
    pub fence: String,
    /// The line of the chapter on which the fence opens, from 1.
    pub line: usize,
    range: Range<usize>,
}

/// All questions of a chapter, in order. `page` is named in errors.
pub fn find(content: &str, page: &str) -> Result<Vec<Question>> {
    let mut questions: Vec<Question> = Vec::new();
    let mut alert: Option<Range<usize>> = None;
    let mut depth = 0;
    let mut events = Parser::new_ext(content, Options::all()).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Important))) if depth == 0 => {
                ensure_asked(content, alert.as_ref(), page)?;
                alert = Some(range);
                depth += 1;
            }
            Event::Start(Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if depth == 0 && info.split_whitespace().next() == Some("question") =>
            {
                let line = content[..range.start].matches('\n').count() + 1;
                let mut fence = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::Text(text) => fence.push_str(&text),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                let place =
                    alert.take().filter(|alert| content[alert.end..range.start].trim().is_empty());
                let question = place
                    .context("a question's fence stands directly behind its `[!IMPORTANT]` alert")
                    .and_then(|alert| read(content, &info, fence, line, alert.start..range.end));
                let question = question.with_context(|| format!("{page}:{line}"))?;
                let is_known = questions.iter().any(|known| known.name == question.name);
                ensure!(!is_known, "{page}:{line}: two questions are called `{}`", question.name);
                questions.push(question);
            }
            _ => {}
        }
    }
    ensure_asked(content, alert.as_ref(), page)?;
    Ok(questions)
}

/// An alert that asks has its fence.
fn ensure_asked(content: &str, alert: Option<&Range<usize>>, page: &str) -> Result<()> {
    let Some(alert) = alert else { return Ok(()) };
    let line = content[..alert.start].matches('\n').count() + 1;
    bail!("{page}:{line}: an `[!IMPORTANT]` alert asks: put its ```question fence behind it");
}

fn read(
    content: &str,
    info: &str,
    fence: String,
    line: usize,
    range: Range<usize>,
) -> Result<Question> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let kind = match words[..] {
        [_, _, kind] => Kind::named(kind),
        _ => None,
    };
    let kind = kind.with_context(|| {
        format!("expected ```question NAME one|several|number|order, found ```{info}")
    })?;
    let name = words[1];
    let sound = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    ensure!(sound, "`{name}` is no name: lower-case letters, digits and `-`");
    ensure!(!fence.contains('"') && !fence.contains("//"), "a fence holds neither \" nor //");
    let alert = &content[range.clone()];
    let alert = &alert[..alert.rfind("```question").context("the fence is not in its range")?];
    let inner = unquoted(alert);
    let (asks, choices, why) = parts(&inner);
    ensure!(!asks.is_empty(), "nothing is asked");
    ensure!(!why.is_empty(), "it does not say why: write a paragraph behind the choices");
    ensure!(kind == Kind::Number || choices.len() > 1, "there is nothing to choose from");
    ensure!(choices.len() <= 9, "a number key reaches nine choices");
    let name = name.to_owned();
    Ok(Question { name, kind, asks, choices, why, fence, line, range })
}

/// The alert's content without its marks of quotation and its marker.
fn unquoted(alert: &str) -> String {
    let lines = alert.lines().filter_map(|line| line.trim_start().strip_prefix('>'));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines.skip_while(|line| line.trim_start().starts_with("[!")).collect::<Vec<_>>().join("\n")
}

/// What is asked, the choices, and why: the first list that can be ticked divides them. Without
/// one the first paragraph asks.
fn parts(inner: &str) -> (String, Vec<String>, String) {
    let mut choices = Vec::new();
    let mut list: Option<Range<usize>> = None;
    let mut item: Option<usize> = None;
    let mut first_paragraph = None;
    for (event, range) in Parser::new_ext(inner, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) if list.is_none() => list = Some(range),
            Event::TaskListMarker(_) => item = Some(range.end),
            Event::End(TagEnd::Item) => {
                if let Some(start) = item.take() {
                    let text: Vec<&str> = inner[start..range.end].split_whitespace().collect();
                    choices.push(text.join(" "));
                }
            }
            Event::End(TagEnd::List(_)) if !choices.is_empty() => break,
            Event::End(TagEnd::List(_)) => list = None,
            Event::End(TagEnd::Paragraph) if first_paragraph.is_none() => {
                first_paragraph = Some(range.end);
            }
            _ => {}
        }
    }
    let list = list.filter(|_| !choices.is_empty()).unwrap_or_else(|| {
        let end = first_paragraph.unwrap_or(inner.len());
        end..end
    });
    let (asks, why) = (&inner[..list.start], &inner[list.end..]);
    (asks.trim().to_owned(), choices, why.trim().to_owned())
}

impl Question {
    /// Finds the key: runs the engines, reads what programs printed.
    pub fn key(&self, page: &str, listings: &Path) -> Result<Key> {
        self.find_key(listings).with_context(|| format!("{page}:{}", self.line))
    }

    fn find_key(&self, listings: &Path) -> Result<Key> {
        let claims =
            Claims::parse(&self.fence, self.choices.len().max(1)).context("in the fence, line")?;
        let places = |holding: Vec<bool>| {
            let held = holding.into_iter().enumerate().filter(|(_, holds)| *holds);
            held.map(|(at, _)| at).collect::<Vec<_>>()
        };
        Ok(match self.kind {
            Kind::Number => Key::Numbers(claims.numbers(listings)?),
            Kind::Order => {
                let numbers = claims.numbers(listings)?;
                let mut order: Vec<usize> = (0..numbers.len()).collect();
                order.sort_by_key(|at| numbers[*at]);
                let is_clear = order.windows(2).all(|pair| numbers[pair[0]] < numbers[pair[1]]);
                ensure!(is_clear, "two of the choices have the same place: {numbers:?}");
                Key::Order(order)
            }
            Kind::Several => Key::Choices(places(claims.holding(listings)?)),
            Kind::One => {
                let held = places(claims.holding(listings)?);
                let numbers: Vec<usize> = held.iter().map(|at| at + 1).collect();
                ensure!(held.len() == 1, "exactly one choice has to hold, not {numbers:?}");
                Key::Choices(held)
            }
        })
    }

    /// Its name in the record: what is asked by other means tomorrow is another question. The same
    /// in every language.
    pub fn id(&self, page: &str) -> String {
        named(page, &self.name, &[self.kind.name(), &self.choices.len().to_string(), &self.fence])
    }
}

/// `PAGE/NAME.HASH`, with a hash of what the question is about.
pub fn named(page: &str, name: &str, about: &[&str]) -> String {
    // FNV-1a: enough to tell one edition of a question from the next.
    let mut hash = 0x811c_9dc5_u32;
    for byte in about.join("\n").bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let mut id = format!("{page}/{name}.");
    let _ = write!(id, "{:06x}", hash & 0xff_ffff);
    id
}

/// The questions of a chapter, in order: their names, and their names in the record.
#[derive(Debug, Clone, Default)]
pub struct Ids(Vec<(String, String)>);

impl Ids {
    /// The names in the page.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The names in the record.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, id)| id.as_str())
    }

    /// The name in the record of one.
    pub fn id(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, id)| id.as_str())
    }
}

/// The page's name in the record: `life` for `book/src/life.md`.
pub fn stem(page: &str) -> &str {
    let file = page.rsplit('/').next().unwrap_or(page);
    file.strip_suffix(".md").unwrap_or(file)
}

/// The questions' own words with those of figures, in a language.
pub(crate) fn words(language: Language) -> words::Words {
    use figure_kit::words::Vocabulary as _;
    words::Words::in_language(language)
}

#[cfg(test)]
mod tests;
