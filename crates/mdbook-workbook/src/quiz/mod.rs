//! The quiz of misconceptions: its bank, read from `book/quiz/NAME.toml` and held against what it
//! names; and the fence ```` ```quiz NAME ```` in whose place it is printed.
//!
//! Invariant: each misconception is asked in two ways, each with exactly one right choice, names
//! a clause, and leads to a section that exists. Where an engine can say which choice holds, it
//! does.

mod print;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use figure_kit::words::Language;
use mdbook_preprocessor::book::{Book, BookItem};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use toml::{Table, Value};

use crate::question::claim::Claims;
use crate::question::named;

pub use print::{Listed, print};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    english: String,
    korean: String,
}

impl Said {
    /// The text in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Korean => &self.korean,
        }
    }
}

/// One way to ask about a misconception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// What is asked.
    pub asks: Said,
    /// What may be chosen.
    pub choices: Vec<Said>,
    /// The choice that holds, from 0.
    pub right: usize,
    claims: String,
}

/// A misconception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in the bank.
    pub name: String,
    /// Where the book corrects it: `life.md#calls`.
    pub section: String,
    /// What it is written in.
    pub clauses: Vec<String>,
    /// What is often said, and wrong.
    pub claim: Said,
    /// What is so, and why.
    pub why: Said,
    /// The question for one run and for the other.
    pub variants: [Variant; 2],
}

/// All misconceptions of a quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// In the order of the file.
    pub items: Vec<Item>,
}

/// Headings that can be linked to: chapter and title by `FILE.md#ID`.
pub type Sections = BTreeMap<String, Section>;

/// A heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The chapter's number; empty for what has none.
    pub number: String,
    /// The chapter.
    pub chapter: String,
    /// The heading's own text.
    pub title: String,
}

/// The headings of a book.
pub fn sections(book: &Book) -> Sections {
    let mut sections = Sections::new();
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let Some(path) = &chapter.source_path else { continue };
        let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let number = number.trim_end_matches('.').to_owned();
        let mut open: Option<String> = None;
        for event in Parser::new_ext(&chapter.content, Options::all()) {
            match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => {
                    let place = format!("{}#{id}", path.display());
                    let chapter = chapter.name.clone();
                    let section = Section { number: number.clone(), chapter, title: String::new() };
                    sections.insert(place.clone(), section);
                    open = Some(place);
                }
                Event::End(TagEnd::Heading(_)) => open = None,
                Event::Text(text) | Event::Code(text) => {
                    if let Some(section) = open.as_ref().and_then(|place| sections.get_mut(place)) {
                        section.title.push_str(&text);
                    }
                }
                _ => {}
            }
        }
    }
    sections
}

/// Where a clause can be read: of an RFC, or of a manual page.
pub fn address(clause: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    if let Some(rest) = clause.strip_prefix("RFC ") {
        let (number, section) = rest.split_once(" §").map_or((rest, None), |(n, s)| (n, Some(s)));
        let is_section = |text: &str| text.split('.').all(is_number);
        let sound = is_number(number) && section.is_none_or(is_section);
        let section = section.map(|section| format!("#section-{section}")).unwrap_or_default();
        return sound.then(|| format!("https://www.rfc-editor.org/rfc/rfc{number}{section}"));
    }
    let (name, part) = clause.strip_suffix(')')?.split_once('(')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let sound = !name.is_empty() && name.chars().all(plain) && is_number(part);
    sound.then(|| format!("https://man7.org/linux/man-pages/man{part}/{name}.{part}.html"))
}

impl Bank {
    /// Reads `book/quiz/NAME.toml`.
    pub fn read(root: &Path, name: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        ensure!(!name.is_empty() && name.chars().all(plain), "no quiz is called `{name}`");
        let file = format!("book/quiz/{name}.toml");
        let text = std::fs::read_to_string(root.join(&file));
        let text = text.with_context(|| format!("{file} cannot be read"))?;
        Self::parse(&text).with_context(|| file)
    }

    fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().context("this is not TOML")?;
        let mut items: Vec<Item> = Vec::new();
        for entry in list(&table, "misconception")? {
            let name = string(entry, "name")?;
            let item = item(entry, &name).with_context(|| format!("`{name}`"))?;
            let is_known = items.iter().any(|known| known.name == item.name);
            ensure!(!is_known, "two misconceptions are called `{name}`");
            items.push(item);
        }
        Ok(Self { items })
    }

    /// Holds the bank against the book's sections and against what engines and programs say.
    pub fn check(&self, sections: &Sections, listings: &Path) -> Result<()> {
        let checked = self.items.iter().filter_map(|item| {
            let checked = item.check(sections, listings);
            Some(format!("quiz, `{}`: {:#}", item.name, checked.err()?))
        });
        let faults: Vec<String> = checked.collect();
        ensure!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    }
}

impl Item {
    fn check(&self, sections: &Sections, listings: &Path) -> Result<()> {
        ensure!(sections.contains_key(&self.section), "the book has no `{}`", self.section);
        for (index, variant) in self.variants.iter().enumerate() {
            variant.check(listings).with_context(|| format!("variant {}", index + 1))?;
        }
        Ok(())
    }

    /// Its name in the record: what is asked by other means tomorrow is another question.
    pub fn id(&self, page: &str) -> String {
        let mut about = Vec::new();
        for variant in &self.variants {
            about.push(format!("{} of {}", variant.right + 1, variant.choices.len()));
            about.push(variant.claims.clone());
        }
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        named(page, &self.name, &about)
    }
}

impl Variant {
    /// What can be proved has to agree with what is said to be right.
    fn check(&self, listings: &Path) -> Result<()> {
        if self.claims.trim().is_empty() {
            return Ok(());
        }
        let claims =
            Claims::parse(&self.claims, self.choices.len()).context("in the claims, line")?;
        let holding = claims.holding(listings)?;
        let held: Vec<usize> = (0..holding.len()).filter(|at| holding[*at]).collect();
        if held != [self.right] {
            let held: Vec<usize> = held.iter().map(|at| at + 1).collect();
            bail!("choice {} is said to be right, but {held:?} hold", self.right + 1);
        }
        Ok(())
    }
}

fn item(entry: &Table, name: &str) -> Result<Item> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(name.chars().all(plain), "a name is lower-case letters, digits and `-`");
    let clauses: Vec<String> = match entry.get("clauses") {
        Some(Value::Array(list)) => {
            list.iter().filter_map(|clause| clause.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    ensure!(!clauses.is_empty(), "it names no clause: `clauses = [\"RFC 6455 §1.3\"]`");
    for clause in &clauses {
        let message = || format!("`{clause}` is neither `RFC N §S` nor `NAME(S)`");
        address(clause).with_context(message)?;
    }
    let variants = list(entry, "variant")?.map(variant).collect::<Result<Vec<_>>>()?;
    let found = variants.len();
    let Ok(variants) = <[Variant; 2]>::try_from(variants) else {
        bail!("it has {found} variants, where one is asked before and one after: two");
    };
    let section = string(entry, "section")?;
    let (claim, why) = (said(entry, "claim")?, said(entry, "why")?);
    Ok(Item { name: name.to_owned(), section, clauses, claim, why, variants })
}

fn variant(entry: &Table) -> Result<Variant> {
    let asks = said(entry, "asks")?;
    let choices = list(entry, "choices")?;
    let choices = choices.map(texts).collect::<Result<Vec<_>>>()?;
    ensure!((3..=4).contains(&choices.len()), "three or four choices, not {}", choices.len());
    let right = entry.get("right").and_then(Value::as_integer).unwrap_or(0);
    let right = usize::try_from(right).unwrap_or(0);
    ensure!((1..=choices.len()).contains(&right), "`right` is 1 to {}", choices.len());
    let claims = entry.get("claims").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Variant { asks, choices, right: right - 1, claims })
}

fn string(entry: &Table, key: &str) -> Result<String> {
    let text = entry.get(key).and_then(Value::as_str);
    text.map(str::to_owned).with_context(|| format!("`{key} = \"...\"` is missing"))
}

fn said(entry: &Table, key: &str) -> Result<Said> {
    let table = entry.get(key).and_then(Value::as_table);
    let table = table.with_context(|| format!("`{key} = {{ en = \"...\", ko = \"...\" }}`"))?;
    texts(table).with_context(|| format!("`{key}`"))
}

fn texts(table: &Table) -> Result<Said> {
    let (english, korean) = (string(table, "en")?, string(table, "ko")?);
    ensure!(!english.trim().is_empty() && !korean.trim().is_empty(), "a text is empty");
    Ok(Said { english, korean })
}

fn list<'a>(entry: &'a Table, key: &str) -> Result<impl Iterator<Item = &'a Table>> {
    let list = entry.get(key).and_then(Value::as_array);
    let list = list.with_context(|| format!("`[[{key}]]` is missing"))?;
    Ok(list.iter().filter_map(Value::as_table))
}

/// The quiz fences of a page, with the ranges they stand in.
fn fences(content: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event
            && let Some(name) = info.strip_prefix("quiz ")
        {
            found.push((name.trim().to_owned(), range));
        }
    }
    found
}

#[cfg(test)]
mod tests;
