//! The Korean book is complete and says what the glossary says.

use std::path::Path;

use figures::words::Words;
use mdbook_workbook::{glossary, translation};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_message_is_translated_and_none_is_left_over() {
    let faults = translation::faults(&root()).unwrap();
    assert!(faults.is_empty(), "book/po/ko.po:\n{}", faults.join("\n"));
}

#[test]
fn the_words_inside_figures_follow_the_glossary_too() {
    let terms = glossary::read(&root()).unwrap();
    // The first line of a table is the section's name.
    let all = |words: &Words| -> Vec<String> {
        let tables = words.tables().map(|(_, table)| table);
        tables
            .flat_map(|table| table.lines().skip(1).map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    let (english, korean) = (all(&Words::english()), all(&Words::korean()));
    let faults: Vec<String> = english
        .iter()
        .zip(&korean)
        .flat_map(|(english, korean)| {
            let faults = glossary::faults(&terms, english, korean);
            faults.into_iter().map(move |fault| format!("{english:?}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
