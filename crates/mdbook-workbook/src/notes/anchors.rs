//! What a book can be linked to at: headings, figures, questions, labs and exercises of each page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use figure_kit::exhibit::Exhibit;
use mdbook_preprocessor::book::{Book, BookItem};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Notes, Part, Section};
use crate::fence::{self, Fence};
use crate::lab;

/// The exercises as one file, which the build lays beside the languages.
const EXERCISES: &str = "../exercises.zip";

/// The pages of a book, each with its places.
#[derive(Debug, Default)]
pub struct Anchors(BTreeMap<String, Page>);

#[derive(Debug, Default)]
struct Page {
    /// Headings with their ids, in order, and what they say.
    headings: Vec<(String, String)>,
    /// Figures by the names that they have on the page, without those that it borrows.
    figures: Vec<(String, Fence)>,
    /// Other ids.
    others: Vec<String>,
}

impl Anchors {
    /// The places of a book whose fences have not been filled in.
    pub fn of(book: &Book) -> Self {
        let mut pages = BTreeMap::new();
        for item in book.iter() {
            let BookItem::Chapter(chapter) = item else { continue };
            let Some(path) = &chapter.path else { continue };
            let name = path.with_extension("").display().to_string();
            pages.insert(name, page(&chapter.content));
        }
        Self(pages)
    }

    /// What the heading says, as plain text.
    pub fn heading(&self, page: &str, id: &str) -> Option<&str> {
        let found = self.0.get(page)?.headings.iter().find(|(known, _)| known == id);
        found.map(|(_, text)| text.as_str())
    }

    /// A figure by its name on its page.
    pub fn figure(&self, page: &str, name: &str) -> Option<&Fence> {
        let found = self.0.get(page)?.figures.iter().find(|(known, _)| known == name);
        found.map(|(_, fence)| fence)
    }

    /// Whether all that notes name is there, in their order.
    pub fn check(&self, notes: &Notes) -> Result<()> {
        let headings = self.0.get(&notes.page).map(|page| page.headings.as_slice());
        let mut left = headings.unwrap_or_default().iter().map(|(id, _)| id.as_str());
        for section in &notes.sections {
            let is_there = left.any(|id| id == section.id);
            let (file, line, id, page) = (&notes.file, section.line, &section.id, &notes.page);
            ensure!(
                is_there,
                "{file}:{line}: {page}.md has no section `#{id}`, or has it further up: notes \
                 follow their chapter"
            );
        }
        self.check_links(&notes.about, 1, &notes.file)?;
        for Part { text, line, .. } in notes.sections.iter().flat_map(|Section { parts, .. }| parts)
        {
            self.check_links(text, *line, &notes.file)?;
        }
        Ok(())
    }

    /// Whether every link of a text that stays in the book leads somewhere. `line` is where the
    /// text begins in its file.
    pub fn check_links(&self, text: &str, line: usize, file: &str) -> Result<()> {
        for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            if dest_url.contains("://") || *dest_url == *EXERCISES {
                continue;
            }
            let line = line + text[..range.start].matches('\n').count();
            self.follow(&dest_url).with_context(|| format!("{file}:{line}: `{dest_url}`"))?;
        }
        Ok(())
    }

    fn follow(&self, link: &str) -> Result<()> {
        let (path, id) = link.split_once('#').unwrap_or((link, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let name = path.strip_suffix(".md").context("a link to a page ends in `.md`")?;
        let page = self.0.get(name).with_context(|| format!("the book has no {name}.md"))?;
        ensure!(id.is_empty() || page.has(id), "{name}.md has nothing called `#{id}`");
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (key, state) = parameter.split_once('=').unwrap_or((parameter, ""));
            match key.strip_prefix("f.") {
                Some(figure) => page.check_state(figure, &plain(state), name)?,
                None if matches!(key, "slides" | "teaching") => {}
                None => bail!("`{key}` means nothing in an address"),
            }
        }
        Ok(())
    }
}

impl Page {
    fn has(&self, id: &str) -> bool {
        let figures = self.figures.iter().map(|(name, _)| name.as_str());
        id.strip_prefix("fig-").is_some_and(|name| figures.into_iter().any(|known| known == name))
            || self.headings.iter().any(|(known, _)| known == id)
            || self.others.iter().any(|known| known == id)
    }

    /// Whether the figure takes on the state as it is written.
    fn check_state(&self, name: &str, state: &str, page: &str) -> Result<()> {
        let found = self.figures.iter().find(|(known, _)| known == name);
        let (_, fence) = found.with_context(|| format!("{page}.md has no figure `{name}`"))?;
        let mut exhibit: Exhibit = fence.exhibit(&format!("{page}.md"))?;
        exhibit.follow(state);
        let taken = exhibit.link().unwrap_or_default();
        ensure!(
            taken == state,
            "the figure `{name}` does not take this state: it says `{taken}` of itself"
        );
        Ok(())
    }
}

/// A parameter of an address as it was before it was written there.
fn plain(parameter: &str) -> String {
    let parameter = parameter.replace('+', " ");
    let mut bytes = Vec::with_capacity(parameter.len());
    let mut rest = parameter.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        let code = code.filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn page(content: &str) -> Page {
    let mut found = Page::default();
    let mut heading: Option<(String, String)> = None;
    for event in Parser::new_ext(content, Options::all()) {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => {
                heading = Some((id.to_string(), String::new()));
            }
            Event::End(TagEnd::Heading(_)) => found.headings.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, said)) = &mut heading {
                    said.push_str(&text);
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let words: Vec<&str> = info.split_whitespace().collect();
                match words[..] {
                    ["scenario", page, name] => {
                        found.others.push(format!("fig-{page}-{name}"));
                    }
                    ["question", name, ..] => found.others.push(format!("question-{name}")),
                    // An exercise's page has a heading of its name.
                    ["exercise", name] => found.others.push(name.to_owned()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    for fence in fence::find(content, "").unwrap_or_default() {
        let known = |(_, known): &&(String, Fence)| known.figure == fence.figure;
        let mut name = fence.figure.clone();
        let same = found.figures.iter().filter(known).count();
        if same > 0 {
            let _ = write!(name, "-{}", same + 1);
        }
        found.figures.push((name, fence));
    }
    let labs = lab::find(content, "").unwrap_or_default();
    found.others.extend(labs.into_iter().map(|lab| format!("lab-{}", lab.name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# One {#one}\n\n## Two `b` {#two}\n\n**T**\n\n```figure accept-key\n\
                        key = abc\n```\n\n**T**\n\n```figure accept-key\nkey = abc\n```\n";

    #[track_caller]
    fn check(link: &str, expected: &str) {
        let anchors = Anchors(BTreeMap::from([("one".to_owned(), page(PAGE))]));
        let text = format!("a\n\n[x]({link})\n");
        let seen = anchors.check_links(&text, 5, "notes.md");
        let seen = seen.map_or_else(|error| format!("{error:#}"), |()| "ok".to_owned());
        assert_eq!(seen, expected);
    }

    #[test]
    fn links_lead_to_what_is_there() {
        check("one.md", "ok");
        check("one.md#two", "ok");
        check("one.md?slides#fig-accept-key-2", "ok");
        check("https://example.com/", "ok");
        check("two.md", "notes.md:7: `two.md`: the book has no two.md");
        check("one.md#three", "notes.md:7: `one.md#three`: one.md has nothing called `#three`");
        check("one.html", "notes.md:7: `one.html`: a link to a page ends in `.md`");
        check("one.md?q=1", "notes.md:7: `one.md?q=1`: `q` means nothing in an address");
    }

    #[test]
    fn a_state_is_taken_as_it_is_written() {
        check("one.md?f.accept-key=mistakes:no-guid#fig-accept-key", "ok");
        check("one.md?f.accept-key=key:a%2Fb", "ok");
        check(
            "one.md?f.accept-key=mistakes:no-thing",
            "notes.md:7: `one.md?f.accept-key=mistakes:no-thing`: the figure `accept-key` does \
             not take this state: it says `` of itself",
        );
        check(
            "one.md?f.race=seed:1",
            "notes.md:7: `one.md?f.race=seed:1`: one.md has no figure `race`",
        );
    }

    #[test]
    fn headings_say_what_they_say() {
        let anchors = Anchors(BTreeMap::from([("one".to_owned(), page(PAGE))]));
        assert_eq!(anchors.heading("one", "two"), Some("Two b"));
        assert_eq!(anchors.heading("one", "three"), None);
    }
}
