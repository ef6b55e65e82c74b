//! What the progress page is made of: the catalogue of everything that can be answered, and the
//! fence ```` ```progress ```` in whose place the page's script works.
//!
//! Invariant: whatever counts is in the catalogue, under the name that it has in the record.

mod words;

use std::fmt::Write as _;

use figure_kit::print::escape;
use figure_kit::words::Language;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::json;

use crate::question::{Key, Question, paper, stem};
use crate::quiz::{self, Sections};
use crate::search_index;
use words::SAID;

/// How much of a question a list shows, in characters.
const TEXT_LEN_MAX: usize = 140;

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in the record.
    pub id: String,
    /// `question`, `figure` or `exercise`.
    pub kind: &'static str,
    /// What it is about, as plain text.
    pub text: String,
    /// Where it stands in its page.
    pub anchor: String,
}

/// What one page asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page's name in the record.
    pub page: String,
    /// Its number, `3` or `3.1`; empty for what has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it asks, in order.
    pub items: Vec<Item>,
}

/// Everything that can be answered in one language.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The quizzes: the page, and what each misconception is.
    pub quiz: Vec<(String, quiz::Listed)>,
}

/// Markdown as plain text, shortened.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            // A mark of emphasis that ends is no blank; a paragraph is.
            Event::End(end) if is_inline(end) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !text.ends_with(' ') => {
                text.push(' ');
            }
            _ => {}
        }
    }
    shortened(text.trim())
}

fn is_inline(end: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd;
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Strikethrough)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= TEXT_LEN_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(TEXT_LEN_MAX).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

/// What a page asks: its questions, those of its figures, and what else has a name in the record.
pub fn items(
    page: &str,
    asked: &[(Question, Key)],
    posed: &[paper::Posed],
    others: &[String],
    sections: &Sections,
) -> Vec<Item> {
    let mut items = Vec::new();
    for (question, _) in asked {
        let anchor = format!("question-{}", question.name);
        let id = question.id(stem(page));
        items.push(Item { id, kind: "question", text: plain(&question.asks), anchor });
    }
    for figure in posed {
        for (question, id) in figure.questions.iter().zip(figure.ids()) {
            let text = format!("{}: {}", figure.figure, shortened(&question.text));
            items.push(Item { id, kind: "figure", text, anchor: figure.anchor.clone() });
        }
    }
    let file = page.rsplit('/').next().unwrap_or(page);
    for id in others {
        // PAGE/NAME.HASH, below the heading {#NAME}.
        let name = id.rsplit('/').next().unwrap_or(id);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned();
        let section = sections.get(&format!("{file}#{name}"));
        let text = section.map_or_else(|| name.clone(), |section| section.title.clone());
        items.push(Item { id: id.clone(), kind: "exercise", text, anchor: name });
    }
    items
}

impl Catalogue {
    /// Takes in what a chapter asks.
    pub fn add(&mut self, chapter: &Chapter, page: &str, items: Vec<Item>) {
        if items.is_empty() {
            return;
        }
        let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let number = number.trim_end_matches('.').to_owned();
        let (page, title) = (stem(page).to_owned(), chapter.name.clone());
        self.pages.push(Page { page, number, title, items });
    }

    /// Brings the pages into the order of the book.
    pub fn sort(&mut self, book: &Book) {
        let names: Vec<String> = book
            .iter()
            .filter_map(|item| match item {
                BookItem::Chapter(chapter) => chapter.source_path.as_ref(),
                _ => None,
            })
            .map(|path| stem(&path.display().to_string()).to_owned())
            .collect();
        self.pages.sort_by_key(|page| names.iter().position(|name| *name == page.page));
    }

    /// The catalogue as `progress-catalogue.js`.
    pub fn write(&self) -> String {
        let pages = self.pages.iter().map(|page| {
            let items = page.items.iter().map(
                |item| json!({ "i": item.id, "k": item.kind, "t": item.text, "a": item.anchor }),
            );
            let items: Vec<_> = items.collect();
            json!({ "page": page.page, "number": page.number, "title": page.title, "items": items })
        });
        let quiz = self.quiz.iter().map(|(page, listed)| {
            json!({ "page": page, "i": listed.id, "t": listed.claim, "s": listed.section })
        });
        let values = vec![pages.collect(), quiz.collect()];
        format!("window.workbookCatalogue = {};\n", search_index::in_script(values))
    }
}

/// The page with the place of the script in the place of its fence.
pub fn print(content: &str, book: &Book, language: Language) -> String {
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        if info.trim() != "progress" {
            continue;
        }
        printed.push_str(&content[done..range.start]);
        printed.push_str("<section class=\"sw-progress\" data-progress-page");
        for (key, english, korean) in SAID {
            let text = if language == Language::Korean { korean } else { english };
            let _ = write!(printed, " data-say-{key}=\"");
            escape(text, &mut printed);
            printed.push('"');
        }
        printed.push_str("></section>\n");
        write_chapters(&mut printed, book, language);
        done = range.end;
    }
    printed.push_str(&content[done..]);
    printed
}

/// Without a script there is nothing to count, but the chapters are there.
fn write_chapters(out: &mut String, book: &Book, language: Language) {
    let _ =
        write!(out, "<div class=\"sw-nojs-only\"><p>{}</p><ul>", words::without_script(language));
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let Some(path) = chapter.path.as_deref().filter(|_| chapter.number.is_some()) else {
            continue;
        };
        let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let (number, path) = (number.trim_end_matches('.'), path.display());
        let _ = write!(out, "<li><a href=\"{path}\">{number} ");
        escape(&chapter.name, out);
        out.push_str("</a></li>");
    }
    out.push_str("</ul></div>\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_plain_and_short() {
        assert_eq!(
            plain("Which of the *two*\nis `first`?\n\nSay."),
            "Which of the two is first? Say."
        );
        let long = plain(&"word ".repeat(60));
        assert!(long.ends_with("word…") && long.chars().count() <= TEXT_LEN_MAX, "{long}");
    }

    #[test]
    fn whatever_has_a_name_in_the_record_is_listed() {
        let section = quiz::Section { title: "One line".to_owned(), ..quiz::Section::default() };
        let sections = Sections::from([("life-exercises.md#echo-line".to_owned(), section)]);
        let ids = ["life-exercises/echo-line.1a2b3c".to_owned(), "life-exercises/x.9".to_owned()];
        let items = items("book/src/life-exercises.md", &[], &[], &ids, &sections);
        let said: Vec<_> = items.iter().map(|item| (&*item.text, &*item.anchor)).collect();
        assert_eq!(said, [("One line", "echo-line"), ("x", "x")]);
        let mut catalogue = Catalogue::default();
        let chapter = Chapter::new("</script>", String::new(), "a.md", Vec::new());
        catalogue.add(&chapter, "book/src/a.md", items);
        catalogue.add(&chapter, "book/src/b.md", catalogue.pages[0].items.clone());
        let nested = Chapter::new("B", String::new(), "b.md", Vec::new());
        catalogue.sort(&Book::new_with_items(vec![nested.into(), chapter.into()]));
        assert_eq!([&*catalogue.pages[0].page, &*catalogue.pages[1].page], ["b", "a"]);
        let script = catalogue.write();
        assert!(script.starts_with("window.workbookCatalogue = [[{") && !script.contains("</s"));
        assert!(script.contains("\"i\":\"life-exercises/echo-line.1a2b3c\""));
    }
}
