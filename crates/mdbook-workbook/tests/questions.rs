//! Every question of the book finds its key, and is the same question in every language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mdbook_preprocessor::book::BookItem;
use mdbook_workbook::language::{LANGUAGES, Language};
use mdbook_workbook::question::{self, Key};
use mdbook_workbook::{book, lab, question::paper};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Of every page the names in the record, the keys, and the listings that say why.
fn asked(language: Language) -> BTreeMap<String, Vec<(String, Key, Vec<String>)>> {
    let listings = root().join("book/listings");
    let mut pages = BTreeMap::new();
    for item in book::translated(&root(), language).unwrap().iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let Some(path) = &chapter.source_path else { continue };
        let page = format!("book/src/{}", path.display());
        let printed =
            question::print(&chapter.content, &page, language.words(), &listings).unwrap();
        let answers = paper::answers(&printed.asked, &[], language.words());
        for (question, _) in &printed.asked {
            assert!(answers.contains(&question.why), "{page}: `{}` on paper", question.name);
        }
        let ids = printed.ids.ids().map(str::to_owned);
        let asked = ids.zip(printed.asked).map(|(id, (question, key))| {
            let listings = question.why.lines().filter(|line| line.starts_with("```listing "));
            (id, key, listings.map(str::to_owned).collect())
        });
        pages.insert(page, asked.collect());
    }
    pages
}

#[test]
fn both_languages_ask_the_same_and_every_chapter_asks() {
    let [english, korean] = LANGUAGES.map(asked);
    assert_eq!(english, korean);
    for (page, questions) in &english {
        let others = ["index.md", "scenarios.md", "museum.md", "-exercises.md", "progress.md"];
        let others = [&others[..], &["misconceptions.md", "teaching.md", "worksheets.md"]].concat();
        let is_chapter = !others.iter().any(|name| page.ends_with(name));
        assert!(!is_chapter || questions.len() >= 4, "{page} asks {} questions", questions.len());
    }
}

/// What a program printed answers a question: then its lab is not run before somebody has answered.
#[test]
fn a_lab_that_prints_an_answer_waits_for_it() {
    let (mut early, mut waiting) = (Vec::new(), 0);
    for item in book::translated(&root(), LANGUAGES[0]).unwrap().iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let labs = lab::find(&chapter.content, &chapter.name).unwrap();
        for question in question::find(&chapter.content, &chapter.name).unwrap() {
            let records = question.fence.lines().filter_map(|line| line.strip_prefix("listing "));
            // A terminal's record is of commands that no lab has.
            let stems: BTreeSet<&str> =
                records.filter_map(|file| file.strip_suffix(".out")).collect();
            for lab in &labs {
                let stem_of = |file: &str| file.rsplit_once('.').map(|(stem, _)| stem.to_owned());
                let prints = |file: &str| stem_of(file).is_some_and(|it| stems.contains(&*it));
                let mut files = lab.programs.iter().map(|program| program.file.as_str());
                if !files.any(prints) {
                    continue;
                }
                waiting += 1;
                if !lab.after.contains(&question.name) {
                    early.push(format!("{}: {} shows {}", chapter.name, lab.name, question.name));
                }
            }
        }
    }
    assert!(early.is_empty(), "write `after QUESTION` behind the fence's words: {early:#?}");
    assert!(waiting > 20, "{waiting} labs print an answer");
}

#[test]
fn a_right_answer_does_not_give_itself_away_by_its_place() {
    let mut places = BTreeMap::new();
    for (_, key, _) in asked(LANGUAGES[0]).into_values().flatten() {
        if let Key::Choices(choices) = key
            && let [place] = choices[..]
        {
            *places.entry(place).or_insert(0) += 1;
        }
    }
    let (all, most) = (places.values().sum::<usize>(), places.values().max().copied());
    assert!(most.is_some_and(|most| most * 2 <= all), "of {all} right answers: {places:?}");
}
