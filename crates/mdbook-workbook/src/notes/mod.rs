//! An instructor's notes: a file a chapter and language in `book/instructor`, beside the book.
//!
//! ````text
//! What the whole chapter is about, for who teaches it.
//!
//! ## number 10
//!
//! ### ask
//!
//! - A question that opens a discussion, and what good answers hold.
//!
//! ### project
//!
//! - [Two descriptors](socket.md?f.descriptor-table=fd:5#fig-descriptor-table)
//! ````
//!
//! `## SECTION MINUTES` names a section of the chapter by its id and says how long it takes in
//! class; `### KIND` is one of [`Kind`]. Both languages have the same sections, minutes and kinds.
//! A picture for the board is a small ```` ```text ```` diagram, or ```` ```board FIGURE CLASS ````
//! with a figure's script: the part of the printed figure that carries this class.
//!
//! Invariant: a chapter without notes in every language fails the build, and so does a link that
//! leads nowhere or holds a state that its figure does not take.

mod anchors;
mod print;
pub mod schedule;
mod words;

use std::collections::BTreeMap;
use std::iter;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use pulldown_cmark::{Event, Options, Parser, Tag};

pub use anchors::Anchors;
pub use print::Printed;

use crate::chapters::is_exercises;
use crate::language::Language;

/// The page with the schedules of a course.
const SCHEDULES: &str = "teaching";

/// What notes say about a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Questions that open a discussion, and what good answers hold.
    Ask,
    /// What people believe wrongly, where they stumble, what fails in a classroom.
    Wrong,
    /// What to put on the wall, and in which state.
    Project,
    /// What to draw.
    Board,
    /// What to do until the next time.
    Homework,
}

impl Kind {
    const ALL: [(&str, Self); 5] = [
        ("ask", Self::Ask),
        ("wrong", Self::Wrong),
        ("project", Self::Project),
        ("board", Self::Board),
        ("homework", Self::Homework),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }
}

/// What is said about a section, in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Of which kind it is.
    pub kind: Kind,
    /// The text.
    pub text: String,
    /// The line of the file on which the text begins, from 1.
    pub line: usize,
}

/// A section's notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of the chapter's heading.
    pub id: String,
    /// How long it takes in class.
    pub minutes: usize,
    /// What is said about it.
    pub parts: Vec<Part>,
    line: usize,
}

/// The notes on a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The chapter's page: `socket`.
    pub page: String,
    /// The file, for errors.
    pub file: String,
    /// What is said about the whole chapter, in Markdown.
    pub about: String,
    /// Its sections, in their order.
    pub sections: Vec<Section>,
}

impl Notes {
    /// Reads notes; `file` is named in errors.
    pub fn parse(text: &str, page: &str, file: &str) -> Result<Self> {
        let mut notes = Self {
            page: page.to_owned(),
            file: file.to_owned(),
            about: String::new(),
            sections: Vec::new(),
        };
        let mut fenced = false;
        for (at, content) in text.lines().enumerate() {
            let line = at + 1;
            fenced ^= content.trim_start().starts_with("```");
            if let Some(name) = content.strip_prefix("### ").filter(|_| !fenced) {
                let kind = Kind::named(name.trim()).with_context(|| {
                    let known = Kind::ALL.map(|(name, _)| name).join(", ");
                    format!("{file}:{line}: `### {name}` is none of {known}")
                })?;
                let section = notes.sections.last_mut();
                let section = section.with_context(|| {
                    format!("{file}:{line}: `### {name}` stands before the first `## SECTION`")
                })?;
                section.parts.push(Part { kind, text: String::new(), line: line + 1 });
            } else if let Some(head) = content.strip_prefix("## ").filter(|_| !fenced) {
                notes.sections.push(section(head, line, file)?);
            } else {
                notes.push(content, line)?;
            }
        }
        ensure!(!notes.about.trim().is_empty(), "{file}: it says nothing about the whole chapter");
        ensure!(!notes.sections.is_empty(), "{file}: no section has notes");
        Ok(notes)
    }

    fn push(&mut self, content: &str, line: usize) -> Result<()> {
        let text = match self.sections.last_mut() {
            None => &mut self.about,
            Some(section) => match section.parts.last_mut() {
                Some(part) => &mut part.text,
                None if content.trim().is_empty() => return Ok(()),
                None => bail!("{}:{line}: text stands before the first `### KIND`", self.file),
            },
        };
        text.push_str(content);
        text.push('\n');
        Ok(())
    }

    /// How long the chapter takes in class.
    pub fn minutes(&self) -> usize {
        self.sections.iter().map(|section| section.minutes).sum()
    }

    /// How long a section takes in class.
    pub fn minutes_of(&self, id: &str) -> Option<usize> {
        self.sections.iter().find(|section| section.id == id).map(|section| section.minutes)
    }

    /// A chapter with a mark below each heading that has notes: what a page's last touch puts its
    /// notes in the place of, wherever mdBook has put the chapter.
    pub fn mark(&self, content: &str) -> String {
        let mut marked = String::with_capacity(content.len() + 1_000);
        let mut done = 0;
        for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
            let Event::Start(Tag::Heading { id: Some(id), .. }) = event else { continue };
            if self.minutes_of(&id).is_none() {
                continue;
            }
            marked.push_str(&content[done..range.end]);
            marked.push_str(&["\n", &mark(&self.page, &id), "\n\n"].concat());
            done = range.end;
        }
        marked.push_str(&content[done..]);
        marked
    }

    /// What two languages have to have in common.
    fn skeleton(&self) -> Vec<(&str, usize, Vec<Kind>)> {
        let kinds = |section: &Section| section.parts.iter().map(|part| part.kind).collect();
        let sections = self.sections.iter();
        sections.map(|section| (section.id.as_str(), section.minutes, kinds(section))).collect()
    }
}

fn section(head: &str, line: usize, file: &str) -> Result<Section> {
    let wanted = || format!("{file}:{line}: expected `## SECTION MINUTES`, found `## {head}`");
    let (id, minutes) = head.trim().split_once(' ').with_context(wanted)?;
    let minutes: usize = minutes.trim().parse().ok().with_context(wanted)?;
    ensure!((1..=90).contains(&minutes), "{file}:{line}: a section takes 1 to 90 minutes");
    Ok(Section { id: id.to_owned(), minutes, parts: Vec::new(), line })
}

/// The notes of a book in both languages, each checked against its chapters.
#[derive(Debug)]
pub struct Edition {
    notes: Vec<Notes>,
    anchors: Anchors,
    language: Language,
}

impl Edition {
    /// Reads the notes on a book in a language, and checks them against its chapters, which have
    /// their fences still.
    pub fn read(root: &Path, book: &Book, language: Language) -> Result<Self> {
        let folder = root.join("book/instructor");
        let anchors = Anchors::of(book);
        let mut notes = Vec::new();
        for chapter in taught(book) {
            let page = page_of(chapter);
            let [english, own] = ["en", language.tag].map(|tag| read_one(&folder, &page, tag));
            let (english, own) = (english?, own?);
            ensure!(
                english.skeleton() == own.skeleton(),
                "{} and {} have other sections, minutes or kinds: {:?} and {:?}",
                english.file,
                own.file,
                english.skeleton(),
                own.skeleton()
            );
            anchors.check(&own)?;
            notes.push(own);
        }
        let edition = Self { notes, anchors, language };
        for item in book.iter() {
            if let BookItem::Chapter(chapter) = item
                && page_of(chapter) == SCHEDULES
            {
                let page = format!("book/src/{SCHEDULES}.md");
                edition.anchors.check_links(&chapter.content, 1, &page)?;
                let count = schedule::check(&chapter.content, &page, &edition)?;
                ensure!(count > 0, "{page}: no table of it is a schedule");
            }
        }
        Ok(edition)
    }

    /// The notes on a page, if it is a chapter.
    pub fn on(&self, page: &str) -> Option<&Notes> {
        self.notes.iter().find(|notes| notes.page == page)
    }

    /// All notes, in the order of the book.
    pub fn all(&self) -> &[Notes] {
        &self.notes
    }

    /// The notes on a chapter.
    pub fn of(&self, chapter: &Chapter) -> Option<&Notes> {
        self.on(&page_of(chapter))
    }

    /// All notes as HTML, for the head and for each section of a page, by the page's name.
    pub fn all_printed(&self) -> Result<BTreeMap<String, Printed>> {
        let printed = self.notes.iter().map(|notes| {
            Ok((notes.page.clone(), print::print(notes, &self.anchors, self.language)?))
        });
        printed.collect()
    }
}

/// Where the notes on a section belong in a page.
pub fn mark(page: &str, section: &str) -> String {
    format!("<!--notes {page} {section}-->")
}

/// What the instructor's edition says of itself, in a language.
pub fn edition_line(language: Language) -> String {
    print::words(language).edition().to_owned()
}

fn read_one(folder: &Path, page: &str, tag: &str) -> Result<Notes> {
    let name = if tag == "en" { format!("{page}.md") } else { format!("{page}.{tag}.md") };
    let file = format!("book/instructor/{name}");
    let text = std::fs::read_to_string(folder.join(&name)).with_context(|| {
        format!("{file} is missing: every chapter has an instructor's notes in every language")
    })?;
    Notes::parse(&text, page, &file)
}

/// The pages that are taught: the first one, and those of the chapters of every part but the last,
/// which is the back matter. The exercises of a chapter are taught with it.
fn taught(book: &Book) -> impl Iterator<Item = &Chapter> {
    let parts = |item: &BookItem| matches!(item, BookItem::PartTitle(_));
    let last = book.items.iter().rposition(parts).unwrap_or(book.items.len());
    book.items[..last].iter().flat_map(with_nested).filter_map(|item| match item {
        BookItem::Chapter(it) if it.path.is_some() && !is_exercises(it) => Some(it),
        _ => None,
    })
}

fn with_nested(item: &BookItem) -> impl Iterator<Item = &BookItem> {
    let nested = match item {
        BookItem::Chapter(chapter) => chapter.sub_items.as_slice(),
        _ => &[],
    };
    iter::once(item).chain(nested)
}

fn page_of(chapter: &Chapter) -> String {
    let path = chapter.path.as_deref().unwrap_or(Path::new(""));
    path.with_extension("").display().to_string()
}

#[cfg(test)]
mod tests;
