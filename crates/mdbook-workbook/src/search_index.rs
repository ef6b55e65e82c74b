//! The search index of one language: the plain text of every section, and the other names of the
//! glossary's terms, as a classic script.
//!
//! A script and not JSON, because `fetch` does not read a folder opened with `file://`.

use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::glossary::Term;
use crate::language::{LANGUAGES, Language};

/// The index as `search-index.js`.
pub fn write(book: &Book, terms: &[Term], language: Language) -> String {
    let mut entries = Vec::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item {
            entries.extend(sections(chapter));
        }
    }
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({ "u": entry.address, "t": entry.title, "c": entry.chapter, "x": entry.text })
        })
        .collect();
    let names = terms.iter().filter_map(|term| names(term, language)).collect();
    [
        format!("window.workbookSearchIndex = {};\n", in_script(entries)),
        format!("window.workbookSearchGlossary = {};\n", in_script(names)),
    ]
    .concat()
}

/// `</script>` and the two line separators mean something else in a script than in JSON.
pub(crate) fn in_script(values: Vec<Value>) -> String {
    let text = Value::Array(values).to_string();
    let text = text.replace("</", "<\\/").replace('\u{2028}', "\\u2028");
    text.replace('\u{2029}', "\\u2029")
}

/// What the book calls a term in a language, and by which other names readers ask for it: those of
/// the other language, and what writers are told not to say.
fn names(term: &Term, language: Language) -> Option<Value> {
    let preferred = term.korean.first().cloned().unwrap_or_default();
    let english = term.english.clone();
    let is_english = language == LANGUAGES[0];
    let (said, other) = if is_english { (english, preferred) } else { (preferred, english) };
    let mut names = vec![other];
    names.extend(term.also.iter().chain(&term.never).cloned());
    names.retain(|name| name.to_lowercase() != said.to_lowercase());
    (!names.is_empty()).then(|| json!({ "t": said, "n": names }))
}

#[derive(Debug, PartialEq, Eq, Default)]
struct Section {
    address: String,
    title: String,
    chapter: String,
    text: String,
}

fn sections(chapter: &Chapter) -> Vec<Section> {
    let Some(path) = &chapter.path else { return Vec::new() };
    let page = path.with_extension("html").display().to_string().replace('\\', "/");
    let section = |address, title: &str| Section {
        address,
        title: title.to_owned(),
        chapter: chapter.name.clone(),
        text: String::new(),
    };
    let mut sections = vec![section(page.clone(), &chapter.name)];
    let (mut in_heading, mut skipping) = (false, false);
    for event in Parser::new_ext(&chapter.content, Options::all()) {
        let Some(current) = sections.last_mut() else { break };
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => {
                in_heading = true;
                sections.push(section(format!("{page}#{id}"), ""));
            }
            Event::Start(Tag::Heading { id: None, .. }) => skipping = true,
            Event::End(TagEnd::Heading(_)) => (in_heading, skipping) = (false, false),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                skipping = info.starts_with("figure") || info.starts_with("question");
            }
            Event::End(TagEnd::CodeBlock) => skipping = false,
            Event::Text(text) | Event::Code(text) if in_heading => current.title.push_str(&text),
            Event::Text(text) | Event::Code(text) if !skipping => current.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => current.text.push(' '),
            _ => {}
        }
    }
    for section in &mut sections {
        section.text = section.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_cut_at_its_headings() {
        let content = "# One {#one}\n\nfirst `code`\n\n## 둘 {#two}\n\n둘째 글\n\n**T**\n\n\
                       ```figure accept-key\nkey = abc\n```\n\n> [!IMPORTANT]\n> 물음\n>\n\
                       > 까닭\n\n```question a number\nfigure race\n```\n";
        let chapter = Chapter::new("One", content.to_owned(), "dir/one.md", Vec::new());
        let found: Vec<_> = sections(&chapter)
            .into_iter()
            .map(|section| format!("{} | {} | {}", section.address, section.title, section.text))
            .collect();
        assert_eq!(
            found,
            [
                "dir/one.html | One | ",
                "dir/one.html#one | One | first code",
                "dir/one.html#two | 둘 | 둘째 글 T 물음 까닭",
            ]
        );
    }

    #[test]
    fn no_text_ends_the_script() {
        let chapter = Chapter::new("</script>", String::new(), "one.md", Vec::new());
        let book = Book::new_with_items(vec![BookItem::Chapter(chapter)]);
        assert!(!write(&book, &[], LANGUAGES[0]).contains("</script"));
    }

    #[test]
    fn a_term_is_known_by_its_other_names() {
        let term = Term {
            english: "accept queue".to_owned(),
            korean: vec!["accept 큐".to_owned()],
            never: vec!["수락큐".to_owned()],
            also: vec!["연결 대기열".to_owned()],
        };
        let book = Book::new_with_items(Vec::new());
        let glossary = |language| {
            let script = write(&book, std::slice::from_ref(&term), language);
            let line = script.lines().last().unwrap().to_owned();
            line.trim_start_matches("window.workbookSearchGlossary = ").to_owned()
        };
        assert_eq!(
            glossary(LANGUAGES[1]),
            r#"[{"n":["accept queue","연결 대기열","수락큐"],"t":"accept 큐"}];"#
        );
        assert_eq!(
            glossary(LANGUAGES[0]),
            r#"[{"n":["accept 큐","연결 대기열","수락큐"],"t":"accept queue"}];"#
        );
    }
}
