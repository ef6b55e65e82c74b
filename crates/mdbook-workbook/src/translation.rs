//! The Korean catalogue: brought up to date with the English chapters, and checked.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use mdbook_i18n_helpers::renderers::Xgettext;
use polib::catalog::Catalog;
use polib::message::{MessageMutView, MessageView};
use polib::metadata::CatalogMetadata;
use polib::po_file;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::language::LANGUAGES;
use crate::{book, glossary};

/// The catalogue's place.
pub fn path(root: &Path) -> PathBuf {
    root.join("book/po/ko.po")
}

/// Rewrites `book/po/ko.po` with the messages of today: kept where the English is the same, empty
/// where it is new, gone where it is gone.
pub fn update(root: &Path) -> Result<()> {
    let path = path(root);
    let mut fresh = extract(root)?;
    let known = if path.exists() { read(&path)? } else { Catalog::new(CatalogMetadata::new()) };
    let (mut kept, mut empty) = (0, 0);
    for mut message in fresh.messages_mut() {
        let old = known.find_message(None, message.msgid(), None);
        match old.and_then(|old| old.msgstr().ok()).filter(|text| !text.is_empty()) {
            Some(text) => {
                let text = text.to_owned();
                message.set_msgstr(text).map_err(|_| anyhow!("a plural in ko.po"))?;
                kept += 1;
            }
            None => empty += 1,
        }
    }
    "ko".clone_into(&mut fresh.metadata.language);
    // A date would make every run a change.
    fresh.metadata.pot_creation_date.clear();
    fs::create_dir_all(path.parent().context("no folder")?)?;
    po_file::write(&fresh, &path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    println!("book/po/ko.po: {kept} translated, {empty} to translate");
    Ok(())
}

/// Every message of the English book.
pub fn extract(root: &Path) -> Result<Catalog> {
    static RUN: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let run = RUN.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder =
        std::env::temp_dir().join(format!("workbook-messages-{}-{run}", std::process::id()));
    let mut book = book::load(root, LANGUAGES[0])?;
    book.config.build.build_dir.clone_from(&folder);
    book.config.set("output.xgettext.granularity", 0)?;
    book.execute_build_process(&Xgettext)?;
    let catalog = read(&folder.join("messages.pot"));
    fs::remove_dir_all(&folder)?;
    catalog
}

fn read(path: &Path) -> Result<Catalog> {
    po_file::parse(path).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Everything that is wrong with the Korean catalogue, a sentence each.
pub fn faults(root: &Path) -> Result<Vec<String>> {
    let terms = glossary::read(root)?;
    let korean = read(&path(root))?;
    let mut faults = Vec::new();
    let english_book = extract(root)?;
    for message in korean.messages() {
        if english_book.find_message(None, message.msgid(), None).is_none() {
            faults.push(format!("{:?}: is no longer in the book", message.msgid()));
        }
    }
    for english in english_book.messages() {
        let message = korean.find_message(None, english.msgid(), None);
        let said = message.map_or_else(
            || vec!["is missing: run `cargo xtask po`".to_owned()],
            |message| message_faults(message, &terms),
        );
        faults.extend(said.into_iter().map(|fault| format!("{:?}: {fault}", english.msgid())));
    }
    Ok(faults)
}

fn message_faults(message: &dyn MessageView, terms: &[glossary::Term]) -> Vec<String> {
    let (english, korean) = (message.msgid(), message.msgstr().unwrap_or_default());
    if message.is_fuzzy() {
        return vec!["is fuzzy".to_owned()];
    }
    if korean.is_empty() {
        return vec!["is not translated".to_owned()];
    }
    let mut faults = Vec::new();
    if is_prose(english) && !korean.contains(is_hangul) {
        faults.push(format!("is prose, but {korean:?} has no Hangul"));
    }
    faults.extend(glossary::faults(terms, english, korean));
    for words in emphasised(korean).into_iter().filter(|words| !may_be_dotted(words)) {
        faults.push(format!("{words:?} is no single Korean word: no emphasis, or “ ” or [ ]"));
    }
    faults
}

/// What stands between marks of light emphasis, or in `<em>`.
fn emphasised(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::Emphasis) => open = Some(String::new()),
            Event::InlineHtml(tag) if *tag == *"<em>" => open = Some(String::new()),
            Event::End(TagEnd::Emphasis) => found.extend(open.take()),
            Event::InlineHtml(tag) if *tag == *"</em>" => found.extend(open.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(open) = &mut open {
                    open.push_str(&part);
                }
            }
            _ => {}
        }
    }
    found
}

/// Korean has no slanted letters: the book sets a dot over each syllable. Over Latin letters and
/// over a whole sentence the dots only disturb.
fn may_be_dotted(words: &str) -> bool {
    words.chars().all(|c| is_hangul(c) || c.is_ascii_digit() || c == '-')
        && words.contains(is_hangul)
}

/// Whether a message says something, beyond code, numbers, names of headers and links.
fn is_prose(text: &str) -> bool {
    let words = text.split('`').step_by(2).flat_map(str::split_whitespace);
    let plain = |word: &&str| {
        word.chars().all(|c| c.is_lowercase() || matches!(c, ',' | '.')) && word.len() > 2
    };
    !text.starts_with("```") && words.filter(plain).count() >= 2
}

fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ㄱ'..='ㆎ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use polib::message::Message;

    #[track_caller]
    fn check(english: &str, korean: &str, expected: &[&str]) {
        let message = Message::build_singular()
            .with_msgid(english.to_owned())
            .with_msgstr(korean.to_owned())
            .done();
        assert_eq!(message_faults(&message, &[]), expected);
    }

    #[test]
    fn a_translation_is_there_and_is_korean() {
        check("Two words here.", "여기 두 낱말.", &[]);
        check("Two words here.", "", &["is not translated"]);
        check("Two words here.", "Two.", &["is prose, but \"Two.\" has no Hangul"]);
        check("`Sec-WebSocket-Key`", "`Sec-WebSocket-Key`", &[]);
        check("RFC 6455 §4.2.2", "RFC 6455 §4.2.2", &[]);
    }

    #[test]
    fn dots_stand_over_single_korean_words() {
        check("The *same*.", "_같은_ 것, <em>쓰기</em>도.", &[]);
        let fault = "\"이제 그만\" is no single Korean word: no emphasis, or “ ” or [ ]";
        check("*No more*.", "_이제 그만_.", &[fault]);
        let fault = "\"Hello\" is no single Korean word: no emphasis, or “ ” or [ ]";
        check("*Hello*.", "<em>Hello</em> 다섯 글자.", &[fault]);
    }
}
