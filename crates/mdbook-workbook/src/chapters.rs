//! The list of chapters on the start page: numbers, minutes and what is not written yet.
//!
//! The page says what each chapter answers, in a list below its heading `{#chapters}`: an item is
//! a link to the chapter, an empty line, and the answer. What can be counted is filled in here,
//! after translation, so that nobody types it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use figure_kit::print::escape;
use figure_kit::words::Language;
use figures::table;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

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
        // What is nested below a chapter belongs to it and is no chapter.
        BookItem::Chapter(chapter) if chapter.number.as_ref().is_some_and(|it| it.len() == 1) => {
            Some(chapter)
        }
        _ => None,
    })
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
    /// The written chapters in their order: file, number, minutes.
    written: Vec<(String, String, usize)>,
    /// The chapters that are announced: number and title.
    announced: Vec<(String, String)>,
}

impl List {
    /// The chapters of a book in the language of the page.
    pub fn of(book: &Book, minutes: &Minutes) -> Self {
        let (mut written, mut announced) = (Vec::new(), Vec::new());
        for chapter in chapters(book) {
            let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
            let number = number.trim_end_matches('.').to_owned();
            match &chapter.path {
                Some(path) => {
                    let minutes = minutes.get(path).copied().unwrap_or(0);
                    written.push((path.display().to_string(), number, minutes));
                }
                None => announced.push((number, chapter.name.clone())),
            }
        }
        Self { written, announced }
    }

    /// The page with its list filled in; a page without the heading stays as it is.
    pub fn fill(&self, content: &str, page: &str, language: Language) -> Result<String> {
        let mut inserted: Vec<(usize, String)> = Vec::new();
        let mut left = self.written.iter();
        let mut end = None;
        let mut paragraphs = 0;
        let mut current = None;
        for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { id, .. }) => {
                    let is_it = id.as_deref() == Some(HEADING);
                    if end.is_some() && !is_it {
                        break;
                    }
                    end = is_it.then_some(range.end).or(end);
                }
                _ if end.is_none() => {}
                Event::Start(Tag::Item) => paragraphs = 0,
                Event::End(TagEnd::List(_)) => end = Some(range.end),
                Event::Start(Tag::Paragraph) => {
                    paragraphs += 1;
                    if let (2, Some(minutes)) = (paragraphs, current.take()) {
                        let said = table::minutes(minutes, language);
                        let said = format!("<span class=\"chapter-minutes\">{said}</span> ");
                        inserted.push((range.start, said));
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) if dest_url.ends_with(".md") => {
                    let next = left.next();
                    let Some((_, number, minutes)) = next.filter(|(path, ..)| **path == *dest_url)
                    else {
                        let expected = next.map_or("the end of the list", |(path, ..)| path);
                        let line = content[..range.start].matches('\n').count() + 1;
                        bail!(
                            "{page}:{line}: the list of chapters has `{dest_url}` where \
                             {expected} comes next: it follows SUMMARY.md"
                        );
                    };
                    current = Some(*minutes);
                    let number = format!("<span class=\"chapter-no\">{number}</span> ");
                    inserted.push((range.start, number));
                }
                _ => {}
            }
        }
        let Some(end) = end else { return Ok(content.to_owned()) };
        if let Some((path, ..)) = left.next() {
            bail!(
                "{page}: the list of chapters lacks `{path}`: add an item with a link to it, an \
                 empty line, and what it answers"
            );
        }
        inserted.push((end, self.announcement(language)));
        Ok(with(content, &inserted))
    }

    /// One line for all that is not written yet.
    fn announcement(&self, language: Language) -> String {
        if self.announced.is_empty() {
            return String::new();
        }
        let mut line = String::new();
        for (number, title) in &self.announced {
            let mut name = String::new();
            escape(title, &mut name);
            let between = if line.is_empty() { "" } else { ", " };
            let _ = write!(line, "{between}<span>{number} {name}</span>");
        }
        let said = table::announced(&line, language);
        format!("\n<p class=\"chapters-announced\">{said}</p>\n\n")
    }
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
    use super::*;

    fn list() -> List {
        let written = [("a.md", "1", 15), ("b.md", "3", 20)];
        let written = written.map(|(path, number, minutes)| (path.into(), number.into(), minutes));
        List { written: written.into(), announced: vec![("2".into(), "A & B".into())] }
    }

    const PAGE: &str = "# T\n\n[x](a.md)\n\n## C {#chapters}\n\n- [A](a.md)\n\n  Why?\n\n\
                        - [B](b.md)\n\n  How?\n\n## D\n\n[y](z.md)\n";

    #[test]
    fn numbers_and_minutes_are_filled_in_and_what_comes_is_said_once() {
        let filled = list().fill(PAGE, "p.md", Language::English).unwrap();
        assert!(filled.contains("- <span class=\"chapter-no\">1</span> [A](a.md)"), "{filled}");
        assert!(filled.contains("  <span class=\"chapter-minutes\">15 min</span> Why?"));
        assert!(filled.contains("20 min</span> How?"));
        assert_eq!(filled.matches("2 A &amp; B").count(), 1, "{filled}");
        assert!(filled.starts_with("# T\n\n[x](a.md)") && filled.ends_with("## D\n\n[y](z.md)\n"));
        let korean = list().fill(PAGE, "p.md", Language::Korean).unwrap();
        assert!(korean.contains("15분</span> Why?"), "{korean}");
        let other = "# T\n\n[x](q.md)\n";
        assert_eq!(list().fill(other, "p.md", Language::English).unwrap(), other);
    }

    #[test]
    fn a_chapter_that_is_missing_or_strange_is_told() {
        let without = PAGE.replace("- [B](b.md)\n\n  How?\n\n", "");
        let error = list().fill(&without, "p.md", Language::English).unwrap_err().to_string();
        assert!(error.starts_with("p.md: the list of chapters lacks `b.md`"), "{error}");
        let strange = PAGE.replace("[B](b.md)", "[B](c.md)");
        let error = list().fill(&strange, "p.md", Language::English).unwrap_err().to_string();
        assert!(
            error.starts_with("p.md:11: the list of chapters has `c.md` where b.md"),
            "{error}"
        );
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
