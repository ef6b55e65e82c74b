//! The book's bank, and what is said of banks that do not hold.

use std::path::{Path, PathBuf};

use super::*;
use crate::book;
use crate::glossary;
use crate::language::LANGUAGES;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn bank() -> Bank {
    Bank::read(&root(), "misconceptions").unwrap()
}

#[test]
fn thirty_misconceptions_are_asked_in_two_ways_and_hold() {
    let bank = bank();
    assert_eq!(bank.items.len(), 30);
    for language in LANGUAGES {
        let book = book::translated(&root(), language).unwrap();
        let checked = bank.check(&sections(&book), &root().join("book/listings"));
        assert!(checked.is_ok(), "{:#}", checked.unwrap_err());
    }
    let proved = bank.items.iter().flat_map(|item| &item.variants);
    assert!(proved.filter(|variant| !variant.claims.is_empty()).count() >= 30);
}

#[test]
fn a_right_choice_gives_itself_away_neither_by_its_place_nor_by_its_length() {
    for language in [Language::English, Language::Korean] {
        let (mut places, mut longest, mut all) = ([0; 4], 0, 0);
        for variant in bank().items.iter().flat_map(|item| item.variants.clone()) {
            let len = |said: &Said| said.text(language).chars().count();
            let right = len(&variant.choices[variant.right]);
            all += 1;
            places[variant.right] += 1;
            longest +=
                usize::from(variant.choices.iter().filter(|it| len(it) >= right).count() == 1);
        }
        assert!(places.iter().all(|count| count * 2 <= all), "{places:?}");
        assert!(longest * 2 <= all, "{longest} of {all} right choices are the longest");
    }
}

#[test]
fn the_bank_keeps_to_the_glossary() {
    let terms = glossary::read(&root()).unwrap();
    let mut faults = Vec::new();
    let mut check = |name: &str, said: &Said| {
        for fault in glossary::faults(&terms, &said.english, &said.korean) {
            faults.push(format!("{name}: {fault}: {}", said.korean));
        }
    };
    for item in bank().items {
        check(&item.name, &item.claim);
        check(&item.name, &item.why);
        for variant in &item.variants {
            check(&item.name, &variant.asks);
            variant.choices.iter().for_each(|choice| check(&item.name, choice));
        }
    }
    for (key, english, korean) in words::SAID {
        let said = Said { english: (*english).to_owned(), korean: (*korean).to_owned() };
        check(key, &said);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const ONE: &str = r#"
[[misconception]]
name = "one"
section = "life.md#calls"
clauses = ["listen(2)"]
claim = { en = "a", ko = "가" }
why = { en = "a", ko = "가" }
[[misconception.variant]]
asks = { en = "a", ko = "가" }
right = 1
choices = [{ en = "a", ko = "가" }, { en = "b", ko = "나" }, { en = "c", ko = "다" }]
[[misconception.variant]]
asks = { en = "a", ko = "가" }
right = 1
choices = [{ en = "a", ko = "가" }, { en = "b", ko = "나" }, { en = "c", ko = "다" }]
claims = """
figure race
loss = 0
reorder = 0
duplicate = 0
choice 1
expect first-1 = udp
"""
"#;

#[track_caller]
fn fails(from: &str, to: &str, said: &str) {
    let sections = Sections::from([("life.md#calls".to_owned(), Section::default())]);
    assert_ne!(ONE.replacen(from, to, 1), ONE);
    let checked = Bank::parse(&ONE.replacen(from, to, 1))
        .and_then(|bank| bank.check(&sections, &root().join("book/listings")));
    let error = format!("{:#}", checked.unwrap_err());
    assert!(error.contains(said), "{error}");
}

#[test]
fn what_does_not_hold_is_said_with_its_name() {
    let sections = Sections::from([("life.md#calls".to_owned(), Section::default())]);
    Bank::parse(ONE).unwrap().check(&sections, &root().join("book/listings")).unwrap();
    fails("#calls", "#rings", "quiz, `one`: the book has no `life.md#rings`");
    fails("\"listen(2)\"", "", "it names no clause");
    fails("listen(2)", "RFC 6455 5", "`RFC 6455 5` is neither");
    fails("right = 1", "right = 4", "`right` is 1 to 3");
    fails("ko = \"가\"", "ko = \"\"", "a text is empty");
    fails(", { en = \"c\", ko = \"다\" }", "", "three or four choices, not 2");
    fails("expect first-1 = udp", "expect first-1 = tcp", "choice 1 is said to be right, but []");
    fails("[[misconception.variant]]", "[misconception.x]", "it has 1 variants");
}

#[test]
fn clauses_lead_somewhere() {
    let rfc = address("RFC 9293 §3.6.1").unwrap();
    assert_eq!(rfc, "https://www.rfc-editor.org/rfc/rfc9293#section-3.6.1");
    assert_eq!(address("RFC 768").unwrap(), "https://www.rfc-editor.org/rfc/rfc768");
    let man = address("listen(2)").unwrap();
    assert_eq!(man, "https://man7.org/linux/man-pages/man2/listen.2.html");
    for other in ["RFC", "RFC x §1", "listen", "(2)", "RFC 1 §"] {
        assert_eq!(address(other), None, "{other}");
    }
}
