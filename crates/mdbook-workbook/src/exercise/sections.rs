//! The sections of a book, which exercises lead to.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use mdbook_preprocessor::book::{Book, BookItem};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::settings::Placed;

/// The titles of all sections, by `PAGE.md#ID`.
#[derive(Debug, Clone, Default)]
pub struct Sections(BTreeMap<String, String>);

impl Sections {
    /// Those of a book in the language of its pages.
    pub fn of(book: &Book) -> Self {
        let mut sections = BTreeMap::new();
        for item in book.iter() {
            let BookItem::Chapter(chapter) = item else { continue };
            let Some(path) = &chapter.path else { continue };
            let path = path.display().to_string().replace('\\', "/");
            let mut open: Option<(String, String)> = None;
            for event in Parser::new_ext(&chapter.content, Options::all()) {
                match event {
                    Event::Start(Tag::Heading { id: Some(id), .. }) => {
                        open = Some((format!("{path}#{id}"), String::new()));
                    }
                    Event::Text(text) | Event::Code(text) => {
                        if let Some((_, title)) = &mut open {
                            title.push_str(&text);
                        }
                    }
                    Event::End(TagEnd::Heading(_)) => sections.extend(open.take()),
                    _ => {}
                }
            }
        }
        Self(sections)
    }

    /// A section's title and its address; an error names `file` and the line.
    pub(super) fn find(&self, wanted: &Placed, file: &str) -> Result<(&str, String)> {
        let Placed { text, line } = wanted;
        let title = self.0.get(text).with_context(|| {
            format!("{file}:{line}: no section of the book is `{text}`: write `PAGE.md#ID`")
        })?;
        Ok((title, text.replacen(".md#", ".html#", 1)))
    }
}
