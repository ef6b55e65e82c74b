//! The quiz as HTML: a place for the script, and the bank itself, which the script draws from and
//! which without a script, and on paper, is a list of questions.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use figure_kit::print::escape;
use figure_kit::words::Language;

use super::words::{self, SAID};
use super::{Bank, Item, Sections, address, fences};
use crate::question::{inline, stem};

/// A misconception as the progress page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name in the record, without the run.
    pub id: String,
    /// What is often said, as plain text.
    pub claim: String,
    /// Where the book corrects it: `life.html#calls`.
    pub section: String,
}

/// A page with its quizzes printed.
#[derive(Debug)]
pub struct Printed {
    /// The page.
    pub content: String,
    /// Their misconceptions.
    pub listed: Vec<Listed>,
}

/// Prints the quizzes of a page; `page` is named in errors.
pub fn print(
    content: &str,
    page: &str,
    language: Language,
    root: &Path,
    sections: &Sections,
) -> Result<Printed> {
    let mut printed = Printed { content: String::with_capacity(content.len()), listed: Vec::new() };
    let mut done = 0;
    for (name, range) in fences(content) {
        let line = content[..range.start].matches('\n').count() + 1;
        let bank = Bank::read(root, &name).and_then(|bank| {
            bank.check(sections, &root.join("book/listings"))?;
            Ok(bank)
        });
        let bank = bank.with_context(|| format!("{page}:{line}"))?;
        printed.content.push_str(&content[done..range.start]);
        write_quiz(&mut printed.content, &bank, &name, stem(page), language, sections);
        printed.listed.extend(bank.items.iter().map(|item| Listed {
            id: item.id(stem(page)),
            claim: item.claim.text(language).replace('`', ""),
            section: in_site(&item.section),
        }));
        done = range.end;
    }
    printed.content.push_str(&content[done..]);
    Ok(printed)
}

/// `life.md#calls` as a page is addressed.
fn in_site(section: &str) -> String {
    section.replacen(".md", ".html", 1)
}

fn write_quiz(
    out: &mut String,
    bank: &Bank,
    name: &str,
    page: &str,
    language: Language,
    sections: &Sections,
) {
    let _ = write!(out, "<section class=\"sw-quiz\" data-quiz=\"{name}\" data-page=\"{page}\"");
    for (key, english, korean) in SAID {
        let text = if language == Language::Korean { korean } else { english };
        let _ = write!(out, " data-say-{key}=\"");
        escape(text, out);
        out.push('"');
    }
    out.push_str(">\n<div class=\"sw-quiz-stage\" data-stage></div>\n");
    out.push_str("<ol class=\"sw-quiz-bank\" data-bank>\n");
    for item in &bank.items {
        write_item(out, item, page, language, sections);
    }
    out.push_str("</ol>\n</section>\n\n");
}

fn write_item(out: &mut String, item: &Item, page: &str, language: Language, sections: &Sections) {
    let section = sections.get(&item.section).cloned().unwrap_or_default();
    let mut chapter = String::new();
    escape(&section.chapter, &mut chapter);
    let _ = writeln!(
        out,
        "<li class=\"sw-quiz-item\" data-item=\"{}\" data-name=\"{}\" data-number=\"{}\" \
         data-chapter=\"{chapter}\">\
         <p class=\"sw-quiz-claim\">{}</p>",
        item.id(page),
        item.name,
        section.number,
        inline(item.claim.text(language)),
    );
    for variant in &item.variants {
        let _ = write!(
            out,
            "<div class=\"sw-quiz-variant\" data-key=\"{}\"><p>{}</p><ol>",
            variant.right + 1,
            inline(variant.asks.text(language))
        );
        for choice in &variant.choices {
            let _ = write!(out, "<li>{}</li>", inline(choice.text(language)));
        }
        out.push_str("</ol></div>\n");
    }
    let right = inline(item.variants[0].choices[item.variants[0].right].text(language));
    let _ = write!(
        out,
        "<details class=\"sw-quiz-answer\"><summary>{}</summary><p class=\"sw-key\">{right}</p>\
         <div class=\"sw-quiz-why\"><p>{}",
        words::answer(language),
        inline(item.why.text(language))
    );
    for clause in &item.clauses {
        let address = address(clause).unwrap_or_default();
        let _ = write!(out, " <a class=\"sw-clause\" href=\"{address}\">{clause}</a>");
    }
    let mut title = String::new();
    escape(&section.title, &mut title);
    let number = match section.number.as_str() {
        "" => String::new(),
        number => format!("<span>{number}</span> · "),
    };
    let _ = writeln!(
        out,
        "</p><p class=\"sw-quiz-section\"><a href=\"{}\">{number}{title}</a></p></div></details>\
         </li>",
        item.section
    );
}
