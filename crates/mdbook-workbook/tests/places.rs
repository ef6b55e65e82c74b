//! Links from figures to chapters say the title that the table of contents says, in both languages,
//! and lead to a heading that is there.

use std::fs;
use std::path::{Path, PathBuf};

use figure_kit::words::Vocabulary as _;
use figures::chapter::{Chapter, Words};
use figures::websocket::chooser;
use mdbook_preprocessor::book::BookItem;
use mdbook_workbook::book;
use mdbook_workbook::language::LANGUAGES;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn titles_are_those_of_the_table_of_contents() {
    for language in LANGUAGES {
        let words = Words::in_language(language.words());
        let book = book::translated(&root(), language).unwrap();
        for chapter in Chapter::ALL {
            let file = format!("{}.md", chapter.name());
            let mut chapters = book.iter().filter_map(|item| match item {
                BookItem::Chapter(chapter) => Some(chapter),
                _ => None,
            });
            let title = chapter.title(&words);
            let found = chapters.find(|it| it.name == title);
            let found = found.unwrap_or_else(|| panic!("no chapter is called {title}"));
            // A chapter that is announced and not written has no path.
            let path = found.path.as_deref().unwrap_or(Path::new(&file));
            assert_eq!(path, Path::new(&file), "{title} in {}", language.tag);
        }
    }
}

#[test]
fn sections_are_there() {
    for place in chooser::places().filter(|place| !place.section.is_empty()) {
        let file = format!("book/src/{}.md", place.chapter.name());
        // A chapter that is announced and not written has no file.
        let Ok(text) = fs::read_to_string(root().join(&file)) else { continue };
        let heading = format!("{{#{}}}", place.section);
        let is_there = text.lines().any(|line| line.starts_with('#') && line.ends_with(&heading));
        assert!(is_there, "{file} has no heading {heading}");
    }
}
