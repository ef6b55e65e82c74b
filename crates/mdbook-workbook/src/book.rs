//! The book, rendered once a language with mdBook as a library.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use figure_kit::words::{self, Kit, Tables, Vocabulary as _};
use figures::registry;
use mdbook_driver::MDBook;
use mdbook_driver::builtin_renderers::MarkdownRenderer;
use mdbook_driver::config::Config;
use mdbook_i18n_helpers::preprocessors::Gettext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::errors::Error;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::chapters::{self, List, Minutes};
use crate::exercise::{self, Sections};
use crate::language::{LANGUAGES, Language};
use crate::numbering::{self, Numbering};
use crate::page::Questions;
use crate::progress::{self, Catalogue};
use crate::question::{self, paper, waiting};
use crate::quiz;
use crate::{
    alert, fence, glossary, included, lab, listing, notes, page, scenario, search_index, spacing,
    table,
};

/// Files and folders that mdBook writes beside the pages and that our pages do not load.
const PRUNED: [&str; 3] = ["css", "fonts", "FontAwesome"];

/// Pages that mdBook renders by itself: the table of contents stands in every page of ours, and one
/// 404 page in both languages lies beside them.
const UNUSED_PAGES: [&str; 2] = ["toc.html", "404.html"];

/// For whom a site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For those who learn: without solutions, and an instructor's notes in files of their own.
    Learners,
    /// For who teaches: notes, solutions and answers stand in the pages.
    Instructors,
}

/// Renders every language into its folder of `site`.
pub fn build(root: &Path, theme: &Path, site: &Path, edition: Edition) -> Result<()> {
    let theme = theme.canonicalize().with_context(|| format!("{} is missing", theme.display()))?;
    fs::create_dir_all(site).with_context(|| format!("{} cannot be made", site.display()))?;
    let site = site.canonicalize()?;
    let minutes = chapters::minutes(&translated(root, LANGUAGES[0])?);
    for language in LANGUAGES {
        let folder = site.join(language.tag);
        let mut book = load(root, language)?;
        book.config.set("output.html.theme", &theme)?;
        book.config.build.build_dir.clone_from(&folder);
        let questions = Rc::new(RefCell::new(Questions::new()));
        let catalogue = Rc::new(RefCell::new(Catalogue::default()));
        let source = translated(root, language)?;
        let notes = Rc::new(notes::Edition::read(root, &source, language)?);
        book.with_preprocessor(Pages {
            language,
            questions: Rc::clone(&questions),
            catalogue: Rc::clone(&catalogue),
            minutes: minutes.clone(),
            notes: (edition == Edition::Instructors).then(|| Rc::clone(&notes)),
        });
        book.build().with_context(|| format!("the book in `{}`", language.tag))?;
        prune(&folder)?;
        let teaching = page::Teaching { edition, notes: notes.all_printed()? };
        page::finish_all(&folder, language, &questions.borrow(), &teaching)?;
        for (page, printed) in &teaching.notes {
            fs::write(folder.join(page::notes_file(page)), printed.script())?;
        }
        let terms = glossary::read(root)?;
        let index = search_index::write(&source, &terms, language);
        fs::write(folder.join("search-index.js"), index)?;
        fs::write(folder.join("progress-catalogue.js"), catalogue.borrow().write())?;
    }
    Ok(())
}

/// The chapters of a language as their authors and translators wrote them: fences and all.
pub fn translated(root: &Path, language: Language) -> Result<Book> {
    let book = load(root, language)?;
    let (book, _) = book.preprocess_book(&MarkdownRenderer::new())?;
    Ok(book)
}

/// Opens the book with the preprocessors that every language needs.
pub fn load(root: &Path, language: Language) -> Result<MDBook> {
    let path = root.join("book.toml");
    let mut config =
        Config::from_disk(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    config.book.language = Some(language.tag.to_owned());
    if let Some(title) = language.title {
        config.book.title = Some(title.to_owned());
    }
    if let Some(description) = language.description {
        config.book.description = Some(description.to_owned());
    }
    let mut book = MDBook::load_with_config(root, config)?;
    // Set after loading: mdBook would otherwise look for a program of this name.
    book.config.set("preprocessor.gettext.po-dir", "book/po")?;
    book.with_preprocessor(Gettext);
    book.with_preprocessor(Alerts { language });
    book.with_preprocessor(exercise::Expanding { language });
    Ok(book)
}

fn prune(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if PRUNED.contains(&name) {
            fs::remove_dir_all(&path)?;
        } else if matches!(ending, "js" | "css" | "png" | "svg") || UNUSED_PAGES.contains(&name) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Mends what gettext does to alerts, and keeps together what a Korean line must not tear apart.
struct Alerts {
    language: Language,
}

impl Preprocessor for Alerts {
    fn name(&self) -> &'static str {
        "workbook-alerts"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book, Error> {
        book.for_each_chapter_mut(|chapter| {
            chapter.content = alert::mend(&chapter.content);
            if self.language.tag == "ko" {
                chapter.content = spacing::bind(&chapter.content);
            }
        });
        Ok(book)
    }
}

/// Prints questions, figures, tables and listings into the chapters.
struct Pages {
    language: Language,
    /// What each page asks: known when all are printed.
    questions: Rc<RefCell<Questions>>,
    /// The same with its words, for the progress page.
    catalogue: Rc<RefCell<Catalogue>>,
    minutes: Minutes,
    /// An instructor's notes, where the pages hold them.
    notes: Option<Rc<notes::Edition>>,
}

impl Preprocessor for Pages {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book, Error> {
        let listings = context.root.join("book/listings");
        let language = self.language.words();
        let words = registry::tables(language);
        let list = List::of(&book, &self.minutes);
        let sections = Sections::of(&book);
        let anchors = notes::Anchors::of(&book);
        let shared = Shared {
            language,
            words: &words,
            root: &context.root,
            listings: &listings,
            list: &list,
            sections: &sections,
            headings: &quiz::sections(&book),
            numbering: &numbering::of(&book)?,
            book: &book.clone(),
            anchors: &anchors,
            is_solved: self.notes.is_some(),
        };
        let mut outcome = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), Ok(())) = (item, &outcome) {
                let printed = print(chapter, &shared);
                if let Some(notes) = self.notes.as_deref().and_then(|all| all.of(chapter)) {
                    chapter.content = notes.mark(&chapter.content);
                }
                outcome = printed.map(|asked| {
                    let mut catalogue = self.catalogue.borrow_mut();
                    let stem = question::stem(&asked.page).to_owned();
                    let quiz = asked.quiz.into_iter().map(|listed| (stem.clone(), listed));
                    catalogue.quiz.extend(quiz);
                    catalogue.add(chapter, &asked.page, asked.items);
                    self.questions.borrow_mut().insert(stem, asked.ids);
                });
            }
        });
        // mdBook visits what is nested before what it is nested in.
        self.catalogue.borrow_mut().sort(&book);
        outcome.map(|()| book)
    }
}

/// What all pages of a language have in common.
struct Shared<'a> {
    language: words::Language,
    words: &'a Tables,
    root: &'a Path,
    listings: &'a Path,
    list: &'a List,
    sections: &'a Sections,
    /// The same with their chapters.
    headings: &'a quiz::Sections,
    /// What stands before each page in its chapter.
    numbering: &'a Numbering,
    /// The book before anything was printed.
    book: &'a Book,
    anchors: &'a notes::Anchors,
    /// Whether exercises are shown with their solutions.
    is_solved: bool,
}

/// What a page asks.
struct Asked {
    page: String,
    /// The names in the record of what is counted on the page.
    ids: Vec<String>,
    items: Vec<progress::Item>,
    quiz: Vec<quiz::Listed>,
}

fn print(chapter: &mut Chapter, shared: &Shared<'_>) -> Result<Asked> {
    let Shared { language, words, root, listings, list, sections, headings, book, .. } = *shared;
    let Shared { anchors, numbering, is_solved, .. } = *shared;
    // What is nested below a chapter belongs to it.
    let number = chapter.number.as_ref().and_then(|number| number.first().map(u32::to_string));
    let number = number.as_deref();
    let page = chapter.source_path.as_deref().unwrap_or(Path::new("?"));
    let before = numbering.get(page).copied().unwrap_or_default();
    let page = format!("book/src/{}", page.display());
    let asked = question::print(&chapter.content, &page, language, listings)?;
    let ids = &asked.ids;
    let place =
        fence::Place { page: &page, chapter: number, before: before.figures, ids, words, language };
    let fence::Printed { mut content, posed } = fence::print(&asked.content, &place)?;
    content.push_str(&paper::answers(&asked.asked, &posed, language));
    let content = scenario::print(&content, &page, anchors, words)?;
    let content = table::print(&content, &page, language)?;
    let content = list.fill(&content, &page, language)?;
    let before = before.labs;
    let place = lab::Place { page: &page, chapter: number, before, listings, ids, language };
    let content = lab::print(&content, &place)?;
    let place =
        exercise::Numbered { page: &page, chapter: number, root, sections, language, is_solved };
    let (content, exercises) = exercise::print(&content, &place)?;
    let quiz = quiz::print(&content, &page, language, root, headings)?;
    let content = progress::print(&quiz.content, book, language);
    let waits = waiting::Place { page: &page, ids, language };
    let content = included::fill(&content, listings, waits)?;
    let content = listing::print(&content);
    chapter.content = match number {
        Some(number) => {
            let line = Kit::of(words).chapter_number(&number);
            format!("<p class=\"chapter-number\">{line}</p>\n\n{content}")
        }
        None => content,
    };
    let items = progress::items(&page, &asked.asked, &posed, &exercises, headings);
    let ids = ids.ids().map(str::to_owned).chain(posed.iter().flat_map(paper::Posed::ids));
    let ids = ids.chain(exercises).collect();
    Ok(Asked { page, ids, items, quiz: quiz.listed })
}
