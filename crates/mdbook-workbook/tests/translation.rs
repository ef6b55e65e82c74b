//! The Korean book is complete and says what the glossary says.

use std::path::Path;

use figures::registry;
use mdbook_workbook::language::LANGUAGES;
use mdbook_workbook::{book, glossary, translation};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

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
    let faults: Vec<String> = registry::sections()
        .into_iter()
        .flat_map(|section| section.english.iter().zip(section.korean))
        .flat_map(|(english, korean)| {
            let faults = glossary::faults(&terms, english, korean);
            faults.into_iter().map(move |fault| format!("{english:?}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Marks that were meant as emphasis or code and that a reader would see: `**"said"**는` is no
/// emphasis in Markdown, where a mark between a quotation mark and a letter closes nothing.
fn marks_left(markdown: &str) -> Vec<String> {
    let (mut text, mut code) = (String::new(), false);
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(part) if !code => text.push_str(&part),
            Event::Code(_) => text.push('x'),
            // Two ranges in one paragraph must not strike out what is between them.
            Event::Start(Tag::Strikethrough) => text.push('*'),
            Event::End(_) | Event::SoftBreak | Event::HardBreak => text.push('\n'),
            _ => {}
        }
    }
    let within_a_name = |line: &str, at: usize| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        letter(line[..at].chars().next_back()) && letter(line[at + 1..].chars().next())
    };
    let is_left = |line: &&str| {
        let seen = |(at, mark)| mark != "_" || !within_a_name(line, at);
        line.match_indices(['*', '_', '`']).any(seen)
    };
    text.lines().filter(is_left).map(str::to_owned).collect()
}

#[test]
fn a_mark_that_does_not_close_is_found() {
    let open = marks_left("**\u{201c}그림\u{201d}**은 `a*b` SO_REUSEADDR.");
    assert_eq!(open, ["**\u{201c}그림\u{201d}**은 x SO_REUSEADDR."]);
    assert_eq!(marks_left("_뜻_은"), ["_뜻_은"]);
    assert_eq!(marks_left("~~0 뜻 1~~"), ["*0 뜻 1"]);
    assert!(marks_left("0~1023과 1024~49151").is_empty());
    let closed = "**그림**은 *뜻*이고 `a*b`\n\n```\na * b\n```\n";
    assert!(marks_left(closed).is_empty());
}

#[test]
fn no_mark_of_emphasis_is_left_in_the_text_of_a_page() {
    let mut faults = Vec::new();
    for language in LANGUAGES {
        for chapter in book::translated(&root(), language).unwrap().chapters() {
            let said = marks_left(&chapter.content);
            let page = format!("{} in `{}`", chapter.name, language.tag);
            faults.extend(said.into_iter().map(|line| format!("{page}: {line}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
