//! Notes as HTML: one aside at the chapter's head, and one below the heading of each section.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use figure_kit::exhibit::Exhibit;
use figure_kit::node::{Element, Node};
use figure_kit::print::{self, escape};
use figure_kit::script::Script;
use figure_kit::words::Vocabulary as _;
use figures::registry;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use serde_json::json;

use super::words::Words;
use super::{Anchors, Kind, Notes, Section};
use crate::language::Language;

/// The notes on a page.
#[derive(Debug)]
pub struct Printed {
    /// What stands below the chapter's title: what the whole is about, with the minutes.
    pub head: String,
    /// What stands below the headings, by their ids.
    pub sections: BTreeMap<String, String>,
    /// The ids in the order of the page.
    pub order: Vec<String>,
}

impl Printed {
    /// As a classic script, which a page opened from a disk loads as well.
    pub fn script(&self) -> String {
        let notes =
            json!({ "head": self.head, "first": self.order.first(), "sections": self.sections });
        let notes = notes.to_string().replace("</", "<\\/");
        let notes = notes.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        format!("workbook.notes = {notes};\n")
    }
}

pub(super) fn words(language: Language) -> Words {
    Words::in_language(language.words())
}

impl Kind {
    fn title(self, words: &Words) -> &str {
        match self {
            Self::Ask => words.ask(),
            Self::Wrong => words.wrong(),
            Self::Project => words.project(),
            Self::Board => words.board(),
            Self::Homework => words.homework(),
        }
    }

    fn name(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }
}

pub(super) fn print(notes: &Notes, anchors: &Anchors, language: Language) -> Result<Printed> {
    let words = words(language);
    let mut sections = BTreeMap::new();
    for section in &notes.sections {
        sections.insert(section.id.clone(), aside(section, notes, language, &words)?);
    }
    let head = head(notes, anchors, language, &words)?;
    let order = notes.sections.iter().map(|section| section.id.clone()).collect();
    Ok(Printed { head, sections, order })
}

/// The head's aside: what the chapter is about, and a table of its sections with their minutes.
fn head(notes: &Notes, anchors: &Anchors, language: Language, words: &Words) -> Result<String> {
    let about = markdown(&notes.about, 1, notes, language)?;
    let mut out = format!(
        "<aside class=\"sw-notes sw-notes--head\" aria-label=\"{title}\">\
         <p class=\"sw-notes-title\">{title}</p>\n{about}\
         <table class=\"sw-notes-minutes\"><thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th></tr></thead><tbody>",
        words.section(),
        words.minutes(),
        title = words.title(),
    );
    for Section { id, minutes, .. } in &notes.sections {
        let _ = write!(out, "<tr><td><a href=\"#{id}\">");
        escape(anchors.heading(&notes.page, id).unwrap_or(id), &mut out);
        let _ = write!(out, "</a></td><td>{minutes}</td></tr>");
    }
    let (whole, minutes) = (words.whole(), notes.minutes());
    let _ = write!(
        out,
        "</tbody><tfoot><tr><th scope=\"row\">{whole}</th><td>{minutes}</td></tr></tfoot></table>\
         </aside>"
    );
    Ok(out)
}

/// A section's aside; it can be folded away while the class looks.
fn aside(section: &Section, notes: &Notes, language: Language, words: &Words) -> Result<String> {
    let title = words.in_section(&section.minutes);
    let mut out = format!(
        "<details class=\"sw-notes\" open><summary class=\"sw-notes-title\">{title}</summary>"
    );
    for part in &section.parts {
        let body = markdown(&part.text, part.line, notes, language)?;
        let _ = write!(
            out,
            "<div class=\"sw-notes-part\" data-kind=\"{}\"><p class=\"sw-notes-kind\">{}</p>\
             <div>{body}</div></div>",
            part.kind.name(),
            part.kind.title(words),
        );
    }
    out.push_str("</details>");
    Ok(out)
}

/// Markdown as HTML, with links to pages instead of files, and pictures for the board printed.
fn markdown(text: &str, line: usize, notes: &Notes, language: Language) -> Result<String> {
    let mut events = Vec::new();
    let mut parser = Parser::new_ext(text, Options::all()).into_offset_iter();
    while let Some((event, range)) = parser.next() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(address(&dest_url));
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if info.starts_with("board ") =>
            {
                let script = crate::fence::text_until_end(&mut parser);
                let at = line + text[..range.start].matches('\n').count();
                let picture = board(&info, &script, language);
                let picture = picture.with_context(|| format!("{}:{at}", notes.file))?;
                events.push(Event::Html(CowStr::from(picture)));
            }
            // A diagram may be wider than its place: it scrolls, and a key reaches it.
            Event::Start(Tag::CodeBlock(_)) => {
                let diagram = crate::fence::text_until_end(&mut parser);
                let mut printed = "<pre tabindex=\"0\"><code>".to_owned();
                escape(&diagram, &mut printed);
                printed.push_str("</code></pre>\n");
                events.push(Event::Html(CowStr::from(printed)));
            }
            // A heading would come between those of the chapter.
            Event::Start(Tag::Heading { .. }) | Event::End(TagEnd::Heading(_)) => {
                bail!("{}:{line}: notes have no headings but `##` and `###`", notes.file)
            }
            other => events.push(other),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    Ok(out)
}

/// `socket.md#number` as a page has it: `socket.html#number`.
fn address(link: &str) -> String {
    match link.split_once(".md") {
        Some((page, rest)) if !page.contains("://") => format!("{page}.html{rest}"),
        _ => link.to_owned(),
    }
}

/// The part of a printed figure that carries a class.
fn board(info: &str, script: &str, language: Language) -> Result<String> {
    let [_, figure, class] = info.split_whitespace().collect::<Vec<_>>()[..] else {
        bail!("expected ```board FIGURE CLASS, found ```{info}");
    };
    let script = Script::parse(figure, script).map_err(|error| anyhow::anyhow!(error.message))?;
    let exhibit: Exhibit =
        registry::exhibit(figure, &script).map_err(|error| anyhow::anyhow!(error.message))?;
    let tables = registry::tables(language.words());
    let views = exhibit.printed(&tables);
    let view = views.first().context("the figure prints nothing")?;
    let part = within(view, class);
    let part = part.with_context(|| format!("`{figure}` prints nothing of the class `{class}`"))?;
    let root = match view {
        Node::Element(root) => root.attribute("class").unwrap_or_default().to_owned(),
        Node::Text(_) => String::new(),
    };
    let part = print::html(&Node::Element(part.clone()));
    let label = words(language).board().to_owned();
    Ok(format!(
        "<div class=\"sw-board-view\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\
         <div class=\"sw-figure sw-board\"><div class=\"{root}\">{part}</div></div></div>\n"
    ))
}

/// The first element of a tree that carries a class.
fn within<'a>(node: &'a Node, class: &str) -> Option<&'a Element> {
    let Node::Element(element) = node else { return None };
    let classes = element.attribute("class").unwrap_or_default();
    if classes.split(' ').any(|known| known == class) {
        return Some(element);
    }
    element.children.iter().find_map(|child| within(child, class))
}
