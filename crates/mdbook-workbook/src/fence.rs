//! Figure fences: found in a chapter, run, and printed in their place.
//!
//! ````text
//! **From key to accept value**
//!
//! ```figure accept-key
//! key = x3JJHMbDL1EzLkh9GBhXDw==
//! ```
//! ````
//!
//! The bold paragraph in front is the figure's title: prose, so that it is translated.

use std::fmt::Write as _;
use std::ops::Range;

use anyhow::{Result, bail};
use figure_kit::exhibit::Exhibit;
use figure_kit::print::{self, escape};
use figure_kit::script::Script;
use figure_kit::words::{Kit, Language, Tables, Vocabulary as _};
use figures::registry;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::question::paper::Posed;
use crate::question::{self, Ids, waiting};

/// Behind the name of a figure that comes from an exercise's folder, behind translation.
pub(crate) const OF_EXERCISE: &str = "of-exercise";

/// A figure as it stands in a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The figure's name in the registry.
    pub figure: String,
    /// Its title.
    pub title: String,
    /// Its script.
    pub script: String,
    /// The line of the chapter on which the fence opens, from 1.
    pub line: usize,
    /// Whether it may break out of the measure.
    pub wide: bool,
    /// The questions of the page that have to be answered before it is seen.
    pub after: Vec<String>,
    /// The level of its title: below a section's heading, or in a section's place.
    level: usize,
    range: Range<usize>,
}

/// All figures of a chapter, in order. `page` is named in errors.
pub fn find(content: &str, page: &str) -> Result<Vec<Fence>> {
    let mut fences = Vec::new();
    let mut title: Option<(String, Range<usize>)> = None;
    let mut level = 2;
    let mut events = Parser::new_ext(content, Options::all()).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Paragraph) => {
                title = bold_paragraph(&content[range.clone()]).map(|text| (text, range));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_figure(&info) => {
                let line = content[..range.start].matches('\n').count() + 1;
                let script = text_until_end(&mut events);
                let fence = fence(&info, title.take(), script, line, range, page)?;
                fences.push(Fence { level, ..fence });
            }
            Event::Start(Tag::CodeBlock(_) | Tag::List(_)) => title = None,
            Event::Start(Tag::Heading { level: heading, .. }) => {
                title = None;
                level = if heading == HeadingLevel::H1 { 2 } else { 3 };
            }
            _ => {}
        }
    }
    Ok(fences)
}

fn is_figure(info: &str) -> bool {
    info.split_whitespace().next() == Some("figure")
}

fn fence(
    info: &str,
    title: Option<(String, Range<usize>)>,
    script: String,
    line: usize,
    range: Range<usize>,
    page: &str,
) -> Result<Fence> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let (front, after) = waiting::split(&words);
    let (figure, wide) = match front[..] {
        [_, figure] => (figure, false),
        [_, figure, "wide"] | [_, figure, "wide", OF_EXERCISE] => (figure, true),
        _ => bail!(
            "{page}:{line}: expected ```figure NAME, `wide` and `after QUESTION` behind it where \
             they are meant, found ```{info}"
        ),
    };
    let after = after.iter().map(|name| (*name).to_owned()).collect();
    let Some((title, title_range)) = title else {
        bail!("{page}:{line}: `{figure}` has no title: put a paragraph in bold before the fence");
    };
    // gettext takes a whole fence for translation when it holds one of these.
    let is_translated = words.last() != Some(&OF_EXERCISE);
    if is_translated && (script.contains('"') || script.contains("//")) {
        bail!("{page}:{line}: `{figure}`: a fence may hold neither a double quote nor `//`");
    }
    let range = title_range.start..range.end;
    let figure = figure.to_owned();
    Ok(Fence { figure, title, script, line, wide, after, level: 3, range })
}

pub(crate) fn bold_paragraph(source: &str) -> Option<String> {
    let inner = source.trim().strip_prefix("**")?.strip_suffix("**")?;
    (!inner.is_empty() && !inner.contains("**")).then(|| inner.replace('`', ""))
}

pub(crate) fn text_until_end<'a>(
    events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    text
}

impl Fence {
    /// Runs the script; an error names the file and the line.
    pub fn exhibit(&self, page: &str) -> Result<Exhibit> {
        let run = Script::parse(&self.figure, &self.script)
            .and_then(|script| registry::exhibit(&self.figure, &script));
        match run {
            Ok(exhibit) => Ok(exhibit),
            Err(error) => bail!("{page}:{}: {}", self.line + error.line, error.message),
        }
    }
}

/// A chapter with its figures printed.
#[derive(Debug)]
pub struct Printed {
    /// The chapter.
    pub content: String,
    /// What its figures ask.
    pub posed: Vec<Posed>,
}

/// Where figures are printed: what all of a page have in common.
pub struct Place<'a> {
    /// The page, for errors and for the names of questions.
    pub page: &'a str,
    /// The chapter's number, for the figures' own.
    pub chapter: Option<&'a str>,
    /// How many figures stand on the chapter's pages before this one.
    pub before: usize,
    /// The page's questions in the text.
    pub ids: &'a Ids,
    /// The words of the page's language.
    pub words: &'a Tables,
    /// Which that is.
    pub language: Language,
}

/// Prints the figures of a chapter.
pub fn print(content: &str, place: &Place<'_>) -> Result<Printed> {
    let Place { page, chapter, before, words, .. } = *place;
    let mut posed = Vec::new();
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    let mut names: Vec<String> = Vec::new();
    for (index, fence) in find(content, page)?.into_iter().enumerate() {
        let same = names.iter().filter(|name| **name == fence.figure).count();
        let name = match same {
            0 => fence.figure.clone(),
            earlier => format!("{}-{}", fence.figure, earlier + 1),
        };
        let number = before + index + 1;
        let number = match chapter {
            Some(chapter) => format!("{chapter}.{number}"),
            None => number.to_string(),
        };
        printed.push_str(&content[done..fence.range.start]);
        let figure = Kit::of(words).figure_number(&number);
        let above = &content[..fence.range.start];
        posed.push(plate(&fence, &name, figure, above, place, &mut printed)?);
        done = fence.range.end;
        names.push(fence.figure);
    }
    printed.push_str(&content[done..]);
    Ok(Printed { content: printed, posed })
}

/// One figure as HTML: a head that stays, and panels that the live figure takes the place of.
fn plate(
    fence: &Fence,
    name: &str,
    number: String,
    above: &str,
    place: &Place<'_>,
    out: &mut String,
) -> Result<Posed> {
    let Place { page, words, .. } = *place;
    let exhibit = fence.exhibit(page)?;
    let id = question::named(question::stem(page), &fence.figure, &[&fence.script]);
    let posed = Posed {
        figure: number,
        id,
        anchor: format!("fig-{name}"),
        questions: exhibit.questions(words),
    };
    let waits = waiting::Place { page, ids: place.ids, language: place.language };
    let cover = waiting::cover(&fence.after, waiting::Kind::Figure, above, fence.line, waits)?;
    let mut asked = String::new();
    posed.write(&mut asked);
    let panels: String = exhibit.printed(words).iter().map(print::html).collect();
    let (mut title, mut script) = (String::new(), String::new());
    escape(&fence.title, &mut title);
    escape(&fence.script, &mut script);
    let wide = if fence.wide { " sw-figure--wide" } else { "" };
    let (figure, level) = (&fence.figure, fence.level);
    let Posed { figure: number, id, .. } = &posed;
    let waiting::Cover { attribute: after, html: cover } = cover;
    let sections: Vec<&str> = exhibit.sections().iter().map(|section| section.name).collect();
    let sections = sections.join(" ");
    let _ = write!(
        out,
        "<figure class=\"sw-figure{wide}\" id=\"fig-{name}\" data-figure=\"{figure}\" \
         data-words=\"{sections}\" data-question=\"{id}\"{after} \
         data-name=\"{name}\" data-script=\"{script}\" aria-labelledby=\"fig-{name}-title\">\
         <header class=\"sw-fig-head\"><span class=\"sw-fig-no\">{number}</span>\
         <p class=\"sw-fig-title\" role=\"heading\" aria-level=\"{level}\" id=\"fig-{name}-title\">\
         {title}</p><div class=\"sw-js-only sw-fig-tools\" data-toolbar></div></header>\
         {cover}{asked}<div class=\"sw-panels\" data-panels>{panels}</div></figure>\n\n"
    );
    Ok(posed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(content: &str, chapter: Option<&str>, language: Language) -> Result<String> {
        let words = registry::tables(language);
        let ids = Ids::default();
        let (page, words) = ("page.md", &words);
        let place = Place { page, chapter, before: 0, ids: &ids, words, language };
        print(content, &place).map(|printed| printed.content)
    }

    #[track_caller]
    fn fails(content: &str, message: &str) {
        let error = printed(content, Some("1"), Language::English).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn a_fence_becomes_a_numbered_figure_in_the_place_of_its_title() {
        let content = "before\n\n**The `key`**\n\n```figure accept-key\n```\n\nafter\n";
        let printed = printed(content, Some("11"), Language::English).unwrap();
        assert!(printed.starts_with(
            "before\n\n<figure class=\"sw-figure\" id=\"fig-accept-key\" \
             data-figure=\"accept-key\""
        ));
        assert!(printed.contains(">Figure 11.1<") && printed.contains(">The key</p>"));
        assert!(printed.ends_with("</figure>\n\n\n\nafter\n"), "{printed}");
    }

    #[test]
    fn a_title_stands_one_level_below_what_it_stands_under() {
        for (above, level) in [("# A\n\n", 2), ("# A\n\n## B\n\n", 3), ("## B\n\n### C\n\n", 3)] {
            let page = [above, "**T**\n\n```figure accept-key\n```\n"].concat();
            let printed = printed(&page, None, Language::English).unwrap();
            assert!(printed.contains(&format!("aria-level=\"{level}\" id=")), "{printed}");
        }
    }

    #[test]
    fn two_of_a_kind_have_two_names() {
        let one = "**T**\n\n```figure accept-key\n```\n\n";
        let printed = printed(&one.repeat(2), None, Language::Korean).unwrap();
        assert!(printed.contains("data-name=\"accept-key\"") && printed.contains("그림 2"));
        assert!(printed.contains("id=\"fig-accept-key-2\" data-figure=\"accept-key\""));
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        let fence = |body: &str| format!("one\n\n**T**\n\n```figure accept-key\n{body}\n```\n");
        fails(
            &fence("key = a\nwhat"),
            "page.md:7: `accept-key` cannot read `what`: expected `name = value`, `do ACTION`, \
             `show`, `expect FACT = VALUE`, or a comment beginning with `#`",
        );
        fails(
            &fence("key = a\n\nexpect accept = b"),
            "page.md:8: expected accept = b, but it is FtgH8qqfEKHvZKEZYEWkYDhlXNY=",
        );
        fails(
            "```figure accept-key\n```",
            "page.md:1: `accept-key` has no title: put a paragraph in bold before the fence",
        );
        fails(
            "**T**\n\n```figure accept-key after key\n```",
            "page.md:3: no question here is called `key`; there are: ",
        );
        fails(
            "**T**\n\n```figure accept-key after\n```",
            "page.md:3: expected ```figure NAME, `wide` and `after QUESTION` behind it where they \
             are meant, found ```figure accept-key after",
        );
        let figures = registry::names().collect::<Vec<_>>().join(", ");
        fails(
            "**T**\n\n```figure sundial\n```",
            &format!("page.md:3: no figure is called `sundial`; there are: {figures}"),
        );
    }

    #[test]
    fn a_fence_within_a_fence_is_text() {
        assert_eq!(find("````text\n```figure accept-key\n```\n````\n", "p").unwrap(), []);
    }
}
