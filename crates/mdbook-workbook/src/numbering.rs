//! Figures and programs are counted through a chapter, over all of its pages: the second page goes
//! on where the first one ended, and the exercises behind them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use mdbook_preprocessor::book::Book;

use crate::{fence, lab};

/// How many of a chapter stand before one of its pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// Figures.
    pub figures: usize,
    /// Labs that have a title, and so a number.
    pub labs: usize,
}

/// What stands before each page, by the page's file.
pub type Numbering = BTreeMap<PathBuf, Before>;

/// Counts a book whose fences have not been filled in.
pub fn of(book: &Book) -> Result<Numbering> {
    let mut numbering = Numbering::new();
    let mut before = Before::default();
    for chapter in book.chapters() {
        let Some(path) = &chapter.source_path else { continue };
        let is_nested = chapter.number.as_ref().is_some_and(|number| number.len() > 1);
        if !is_nested {
            before = Before::default();
        }
        numbering.insert(path.clone(), before);
        let page = format!("book/src/{}", path.display());
        before.figures += fence::find(&chapter.content, &page)?.len();
        let labs = lab::find(&chapter.content, &page)?;
        before.labs += labs.iter().filter(|lab| lab.title.is_some()).count();
    }
    Ok(numbering)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use mdbook_preprocessor::book::{Chapter, SectionNumber};

    use super::*;

    fn page(path: &str, number: Vec<u32>, content: &str) -> Chapter {
        let mut chapter = Chapter::new(path, content.to_owned(), path, Vec::new());
        chapter.number = Some(SectionNumber::new(number));
        chapter
    }

    #[test]
    fn a_chapter_is_counted_through_its_pages_and_the_next_one_begins_anew() {
        let figure = "**T**\n\n```figure accept-key\n```\n\n";
        let lab = "**T**\n\n```lab echo\nserver.py = life/server.py\n```\n\n";
        let mut first = page("a.md", vec![1], &[figure, lab, figure].concat());
        let second = page("b.md", vec![1, 1], &[lab, figure].concat());
        let exercises = page("a-exercises.md", vec![1, 2], figure);
        first.sub_items = vec![second.into(), exercises.into()];
        let next = page("c.md", vec![2], figure);
        let book = Book::new_with_items(vec![first.into(), next.into()]);
        let numbering = of(&book).unwrap();
        let of = |path: &str| {
            let before = numbering[Path::new(path)];
            (before.figures, before.labs)
        };
        let all = ["a.md", "b.md", "a-exercises.md", "c.md"].map(of);
        assert_eq!(all, [(0, 0), (2, 1), (3, 2), (0, 0)]);
    }
}
