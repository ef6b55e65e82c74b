//! What a case says of itself: names, sentences, clauses, and the links into the book.

use std::{collections::BTreeSet, fs, path::Path};

use checker::websocket::{Level, case, cases};
use websocket::Role;

/// All cases, each once.
fn all() -> Vec<&'static checker::websocket::Case> {
    let mut names = BTreeSet::new();
    let both = cases(Role::Server).chain(cases(Role::Client));
    both.filter(|case| names.insert(case.name)).collect()
}

#[test]
fn every_link_leads_to_a_heading_of_the_book() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src");
    for case in all() {
        let (page, id) = case.section.split_once(".html#").unwrap();
        let text = fs::read_to_string(book.join(format!("{page}.md"))).unwrap();
        assert!(text.contains(&format!("{{#{id}}}")), "{}: {}", case.name, case.section);
    }
}

#[test]
fn every_case_says_what_it_asks_in_one_sentence_in_both_languages() {
    for case in all() {
        let (english, korean) = (case.english, case.korean);
        assert!(english.ends_with('.') && english.len() < 140, "{}", case.name);
        assert!(korean.ends_with("니다."), "{}: {korean}", case.name);
        let clause = case.clause;
        assert!(clause.starts_with("RFC ") && clause.contains(" §") || clause == "IANA registry");
        let rest = case.name.strip_prefix(case.group().name()).unwrap();
        assert!(rest.starts_with('.'), "{}", case.name);
    }
}

#[test]
fn names_are_found_and_stand_once() {
    for end in [Role::Server, Role::Client] {
        let names: Vec<_> = cases(end).map(|case| case.name).collect();
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), unique.len());
    }
    for one in all() {
        assert_eq!(case(one.name).unwrap().english, one.english);
    }
    assert!(case("framing.nothing").is_none());
}

#[test]
fn there_are_as_many_as_promised_of_every_level() {
    let server: Vec<_> = cases(Role::Server).collect();
    assert!(server.len() >= 150, "{}", server.len());
    for level in Level::ALL {
        let count = server.iter().filter(|case| case.level == level).count();
        assert!(count >= 30, "{}: {count}", level.name());
    }
}
