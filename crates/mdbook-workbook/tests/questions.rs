//! The questions of the book: every key is found, and the Korean page asks what the English does.

use std::path::Path;

use mdbook_workbook::language::{LANGUAGES, Language};
use mdbook_workbook::{book, question};

/// What each question of a language is about, with its key: all that does not depend on words.
fn asked(language: Language) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listings = root.join("book/listings");
    let mut asked = Vec::new();
    for chapter in book::translated(&root, language).unwrap().chapters() {
        let Some(path) = &chapter.path else { continue };
        let page = path.display().to_string();
        let printed = question::print(&chapter.content, &page, language.words(), &listings);
        let printed = printed.unwrap_or_else(|error| panic!("`{}`: {error:#}", language.tag));
        for (question, key) in &printed.asked {
            let name = &question.name;
            let id = printed.ids.id(name).unwrap();
            let shown: Vec<&str> =
                question.why.lines().filter(|line| line.starts_with("```listing ")).collect();
            asked.push(format!("{id}: {key:?} of {}, {shown:?}", question.choices.len()));
        }
    }
    asked
}

#[test]
fn every_key_is_found_and_both_languages_ask_the_same() {
    let [english, korean] = LANGUAGES.map(asked);
    assert!(english.len() > 20, "{} questions", english.len());
    for (english, korean) in english.iter().zip(&korean) {
        assert_eq!(english, korean);
    }
    assert_eq!(english.len(), korean.len());
}
