//! The list of chapters on the start page: numbers, minutes and what is not written yet.
//!
//! The page says what each chapter answers, in a list below its heading `{#chapters}`: an item is
//! a link to the chapter, an empty line, and the answer. Each part of the book has a heading of its
//! own there, with the part's title. What can be counted is filled in here, after translation, so
//! that nobody types it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::slice;

use anyhow::{Result, bail};
use figure_kit::print::escape;
use figure_kit::words::Language;
use figures::table;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The id of the heading above the list.
const HEADING: &str = "chapters";
/// Prose about protocols is read more slowly than other non-fiction, of which people read about 240
/// words a minute (Brysbaert 2019, on English).
const WORDS_A_MINUTE: usize = 180;
/// To guess, to run it, and to see why.
const MINUTES_A_FIGURE: usize = 3;
/// An estimate claims no more than this.
const ROUNDED_TO: usize = 5;

/// How long each chapter takes, by its file. Counted in the source language, so that every language
/// says the same.
pub type Minutes = BTreeMap<PathBuf, usize>;

/// Counts the chapters of a book whose fences have not been filled in.
pub fn minutes(book: &Book) -> Minutes {
    chapters(book)
        .filter_map(|chapter| Some((chapter.path.clone()?, minutes_of(&chapter.content))))
        .collect()
}

fn chapters(book: &Book) -> impl Iterator<Item = &Chapter> {
    book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) if is_listed(chapter) => Some(chapter),
        _ => None,
    })
}

/// Whether a page is listed: a chapter's first, and those on which it goes on. What stands behind
/// all chapters is none.
fn is_listed(chapter: &Chapter) -> bool {
    chapter.number.is_some() && !is_exercises(chapter)
}

/// Whether a page holds the exercises of the chapter that it is nested below: `NAME-exercises.md`.
pub fn is_exercises(chapter: &Chapter) -> bool {
    let stem = chapter.path.as_ref().and_then(|path| path.file_stem()?.to_str());
    stem.is_some_and(|stem| stem.ends_with("-exercises"))
}

fn minutes_of(content: &str) -> usize {
    let (mut words, mut figures, mut in_code) = (0, 0, false);
    for event in Parser::new_ext(content, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                let CodeBlockKind::Fenced(info) = kind else { continue };
                figures += usize::from(info.split_whitespace().next() == Some("figure"));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code => words += text.split_whitespace().count(),
            _ => {}
        }
    }
    let minutes = words.div_ceil(WORDS_A_MINUTE) + figures * MINUTES_A_FIGURE;
    minutes.next_multiple_of(ROUNDED_TO)
}

/// What the list is filled with.
pub struct List {
    /// The parts of the book that have chapters.
    parts: Vec<Part>,
}

#[derive(Default)]
struct Part {
    title: String,
    /// The written chapters in their order.
    written: Vec<Written>,
    /// The chapters that are announced: number and title.
    announced: Vec<(String, String)>,
}

struct Written {
    path: String,
    number: String,
    minutes: usize,
}

impl List {
    /// The chapters of a book in the language of the page.
    pub fn of(book: &Book, minutes: &Minutes) -> Self {
        let mut parts = vec![Part::default()];
        for item in book.iter() {
            let chapter = match item {
                BookItem::PartTitle(title) => {
                    parts.push(Part { title: title.clone(), ..Part::default() });
                    continue;
                }
                BookItem::Chapter(chapter) if is_listed(chapter) => chapter,
                // What stands behind the chapters has no number; it is listed by itself.
                _ => continue,
            };
            let Some(part) = parts.last_mut() else { continue };
            let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
            let number = number.trim_end_matches('.').to_owned();
            match &chapter.path {
                Some(path) => {
                    let minutes = minutes.get(path).copied().unwrap_or(0);
                    let path = path.display().to_string();
                    part.written.push(Written { path, number, minutes });
                }
                None => part.announced.push((number, chapter.name.clone())),
            }
        }
        parts.retain(|part| !part.written.is_empty() || !part.announced.is_empty());
        Self { parts }
    }

    /// The page with its list filled in; a page without the heading stays as it is.
    pub fn fill(&self, content: &str, page: &str, language: Language) -> Result<String> {
        let mut filling = Filling::of(self, content, page, language);
        for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
            if filling.take(&event, &range)?.is_break() {
                break;
            }
        }
        filling.finish()
    }
}

/// A page whose list is being filled in.
struct Filling<'a> {
    content: &'a str,
    page: &'a str,
    language: Language,
    /// The parts whose heading did not come yet.
    parts: slice::Iter<'a, Part>,
    /// The part that is being listed, and its chapters that did not come yet.
    part: Option<&'a Part>,
    left: slice::Iter<'a, Written>,
    inserted: Vec<(usize, String)>,
    /// Where the list ends as far as it is known; nothing before its heading.
    end: Option<usize>,
    /// Paragraphs of this item so far, and the minutes of its chapter.
    paragraphs: usize,
    minutes: Option<usize>,
}

impl<'a> Filling<'a> {
    fn of(list: &'a List, content: &'a str, page: &'a str, language: Language) -> Self {
        Self {
            content,
            page,
            language,
            parts: list.parts.iter(),
            part: None,
            left: [].iter(),
            inserted: Vec::new(),
            end: None,
            paragraphs: 0,
            minutes: None,
        }
    }

    fn take(&mut self, event: &Event<'_>, range: &Range<usize>) -> Result<ControlFlow<()>> {
        match event {
            Event::Start(Tag::Heading { id, level, .. }) => {
                let is_it = id.as_deref() == Some(HEADING);
                match (self.end, is_it, *level) {
                    (_, true, _) => self.end = Some(range.end),
                    (None, ..) => {}
                    (_, _, HeadingLevel::H1 | HeadingLevel::H2) => {
                        return Ok(ControlFlow::Break(()));
                    }
                    _ => self.begin_part(&self.content[range.clone()], range.start)?,
                }
            }
            _ if self.end.is_none() => {}
            Event::Start(Tag::Item) => self.paragraphs = 0,
            Event::End(TagEnd::List(_) | TagEnd::Heading(_) | TagEnd::Paragraph) => {
                self.end = Some(range.end);
            }
            Event::Start(Tag::Paragraph) => {
                self.paragraphs += 1;
                if let (2, Some(minutes)) = (self.paragraphs, self.minutes.take()) {
                    let said = table::minutes(minutes, self.language);
                    let said = format!("<span class=\"chapter-minutes\">{said}</span> ");
                    self.inserted.push((range.start, said));
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.ends_with(".md") => {
                self.list_chapter(dest_url, range.start)?;
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The heading of the next part, which has the part's title.
    fn begin_part(&mut self, heading: &str, at: usize) -> Result<()> {
        self.end_part(at)?;
        let next = self.parts.next();
        let Some(part) = next.filter(|part| heading.contains(&part.title)) else {
            let expected = next.map_or("the end of the list", |part| &part.title);
            bail!(
                "{}:{}: the list of chapters has the heading `{}` where `{expected}` comes next: \
                 its parts are those of SUMMARY.md",
                self.page,
                self.line(at),
                heading.trim()
            );
        };
        self.part = Some(part);
        self.left = part.written.iter();
        Ok(())
    }

    fn list_chapter(&mut self, path: &str, at: usize) -> Result<()> {
        let next = self.left.next();
        let Some(written) = next.filter(|written| written.path == path) else {
            let expected = next.map_or("the end of the part", |written| &written.path);
            bail!(
                "{}:{}: the list of chapters has `{path}` where {expected} comes next: it follows \
                 SUMMARY.md",
                self.page,
                self.line(at)
            );
        };
        self.minutes = Some(written.minutes);
        let number = format!("<span class=\"chapter-no\">{}</span> ", written.number);
        self.inserted.push((at, number));
        Ok(())
    }

    fn end_part(&mut self, at: usize) -> Result<()> {
        if let Some(missing) = self.left.next() {
            bail!(
                "{}: the list of chapters lacks `{}`: add an item with a link to it, an empty \
                 line, and what it answers",
                self.page,
                missing.path
            );
        }
        if let Some(part) = self.part.take() {
            self.inserted.push((at, announcement(&part.announced, self.language)));
        }
        Ok(())
    }

    fn line(&self, at: usize) -> usize {
        self.content[..at].matches('\n').count() + 1
    }

    fn finish(mut self) -> Result<String> {
        let Some(end) = self.end else { return Ok(self.content.to_owned()) };
        self.end_part(end)?;
        if let Some(part) = self.parts.next() {
            bail!(
                "{}: the list of chapters lacks the part `{}`: add a heading with its title",
                self.page,
                part.title
            );
        }
        Ok(with(self.content, &self.inserted))
    }
}

/// One line for all of a part that is not written yet.
fn announcement(announced: &[(String, String)], language: Language) -> String {
    if announced.is_empty() {
        return String::new();
    }
    let mut line = String::new();
    for (number, title) in announced {
        let mut name = String::new();
        escape(title, &mut name);
        let between = if line.is_empty() { "" } else { ", " };
        let _ = write!(line, "{between}<span>{number} {name}</span>");
    }
    let said = table::announced(&line, language);
    format!("\n<p class=\"chapters-announced\">{said}</p>\n\n")
}

fn with(content: &str, inserted: &[(usize, String)]) -> String {
    let mut filled = String::with_capacity(content.len() + 2_000);
    let mut done = 0;
    for (at, text) in inserted {
        filled.push_str(&content[done..*at]);
        filled.push_str(text);
        done = *at;
    }
    filled.push_str(&content[done..]);
    filled
}

#[cfg(test)]
mod tests {
    use mdbook_preprocessor::book::SectionNumber;

    use super::*;

    fn written(path: &str, number: &str, minutes: usize) -> Written {
        Written { path: path.to_owned(), number: number.to_owned(), minutes }
    }

    fn list() -> List {
        let first = Part {
            title: "One".into(),
            written: vec![written("a.md", "1", 15)],
            announced: vec![("2".into(), "A & B".into())],
        };
        let second = Part {
            title: "Two".into(),
            written: vec![written("b.md", "3", 20)],
            ..Part::default()
        };
        let third = Part {
            title: "Three".into(),
            announced: vec![("4".into(), "Last".into())],
            ..Part::default()
        };
        List { parts: vec![first, second, third] }
    }

    const PAGE: &str = "# T\n\n[x](a.md)\n\n## C {#chapters}\n\n### One {#one}\n\n- [A](a.md)\n\n  \
                        Why?\n\n### Two {#two}\n\n- [B](b.md)\n\n  How?\n\n### Three {#three}\n\n\
                        Later.\n\n## D\n\n[y](z.md)\n";

    #[test]
    fn numbers_and_minutes_are_filled_in_and_each_part_says_what_comes() {
        let filled = list().fill(PAGE, "p.md", Language::English).unwrap();
        assert!(filled.contains("- <span class=\"chapter-no\">1</span> [A](a.md)"), "{filled}");
        assert!(filled.contains("  <span class=\"chapter-minutes\">15 min</span> Why?"));
        assert!(filled.contains("20 min</span> How?"));
        let places =
            ["Why?", "2 A &amp; B", "### Two", "How?", "### Three", "Later.", "4 Last", "## D"];
        let places =
            places.map(|text| filled.find(text).unwrap_or_else(|| panic!("{text}\n{filled}")));
        assert!(places.is_sorted(), "{places:?}\n{filled}");
        assert_eq!(filled.matches("chapters-announced").count(), 2, "{filled}");
        assert!(filled.starts_with("# T\n\n[x](a.md)") && filled.ends_with("## D\n\n[y](z.md)\n"));
        let korean = list().fill(PAGE, "p.md", Language::Korean).unwrap();
        assert!(korean.contains("15분</span> Why?"), "{korean}");
        let other = "# T\n\n[x](q.md)\n\n### One\n";
        assert_eq!(list().fill(other, "p.md", Language::English).unwrap(), other);
    }

    #[track_caller]
    fn fails(from: &str, to: &str, expected: &str) {
        assert!(PAGE.contains(from));
        let page = PAGE.replace(from, to);
        let error = list().fill(&page, "p.md", Language::English).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn a_chapter_that_is_missing_or_strange_is_told() {
        let lacks = "p.md: the list of chapters lacks";
        fails("- [B](b.md)\n\n  How?\n\n", "", &format!("{lacks} `b.md`"));
        fails("- [A](a.md)\n\n  Why?\n\n", "", &format!("{lacks} `a.md`"));
        let strange = "p.md:15: the list of chapters has `c.md` where b.md comes next";
        fails("[B](b.md)", "[B](c.md)", strange);
        let further = "p.md:15: the list of chapters has `c.md` where the end of the part comes";
        fails("\n### Three", "\n- [C](c.md)\n\n### Three", &further.replace(":15", ":19"));
    }

    #[test]
    fn a_part_that_is_missing_or_strange_is_told() {
        fails("### Three {#three}\n\n", "", "p.md: the list of chapters lacks the part `Three`");
        let strange = "p.md:13: the list of chapters has the heading `### Too {#two}` where `Two`";
        fails("### Two {#two}", "### Too {#two}", strange);
        fails("Later.\n", "### Four {#four}\n", "p.md:21: the list of chapters has the heading");
    }

    #[test]
    fn a_chapter_of_two_pages_is_listed_with_both_and_without_its_exercises() {
        let page = |path: &str, number: Vec<u32>| {
            let mut chapter = Chapter::new(path, "# T\n".to_owned(), path, Vec::new());
            chapter.number = Some(SectionNumber::new(number));
            chapter
        };
        let mut first = page("a.md", vec![1]);
        let second = page("b.md", vec![1, 1]);
        let exercises = page("a-exercises.md", vec![1, 2]);
        first.sub_items = vec![second.into(), exercises.into()];
        let behind = Chapter::new("Z", String::new(), "z.md", Vec::new());
        let part = BookItem::PartTitle("One".to_owned());
        let book = Book::new_with_items(vec![part, first.into(), behind.into()]);
        let minutes = minutes(&book);
        let counted: Vec<&str> = minutes.keys().filter_map(|path| path.to_str()).collect();
        assert_eq!(counted, ["a.md", "b.md"]);
        let list = List::of(&book, &minutes);
        let listed = list.parts.iter().flat_map(|part| &part.written);
        let listed: Vec<_> = listed.map(|it| (it.path.as_str(), it.number.as_str())).collect();
        assert_eq!(listed, [("a.md", "1"), ("b.md", "1.1")]);
    }

    #[test]
    fn minutes_are_words_and_figures_and_not_code() {
        let words = "word ".repeat(360);
        assert_eq!(minutes_of(&words), 5);
        assert_eq!(minutes_of(&format!("{words}\n\n```text\n{words}\n```\n")), 5);
        let figure = "\n\n**T**\n\n```figure race\nloss = 1\n```\n";
        assert_eq!(minutes_of(&[&words, figure].concat()), 10);
    }
}
