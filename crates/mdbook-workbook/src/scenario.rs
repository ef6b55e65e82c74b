//! A figure of another page, opened in place: the list of all scenarios shows runs of chapters.
//!
//! ````text
//! ```scenario life time-machine-3
//! ```
//! ````
//!
//! The fence is empty: title and script are those of the chapter. Nothing of the figure is printed
//! and nothing is loaded before the reader opens it, so that a page may hold all of them.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use figure_kit::print::escape;
use figure_kit::words::{Kit, Tables, Vocabulary as _};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::notes::Anchors;
use crate::question;

/// The page with the figures that it borrows. `page` is named in errors.
pub fn print(content: &str, page: &str, anchors: &Anchors, words: &Tables) -> Result<String> {
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(names) = info.strip_prefix("scenario ") else { continue };
        let line = content[..range.start].matches('\n').count() + 1;
        let has_body = content[range.clone()].lines().skip(1).any(|line| !line.starts_with("```"));
        ensure!(
            !has_body,
            "{page}:{line}: a scenario's fence is empty: the chapter has its script"
        );
        printed.push_str(&content[done..range.start]);
        write(names.trim(), anchors, words, &mut printed)
            .with_context(|| format!("{page}:{line}: scenario `{names}`"))?;
        done = range.end;
    }
    printed.push_str(&content[done..]);
    Ok(printed)
}

fn write(names: &str, anchors: &Anchors, words: &Tables, out: &mut String) -> Result<()> {
    let (page, name) = names.split_once(' ').context("expected ```scenario PAGE FIGURE")?;
    let fence = anchors.figure(page, name);
    let fence = fence.with_context(|| format!("{page}.md has no figure `{name}`"))?;
    let exhibit = fence.exhibit(&format!("{page}.md"))?;
    let sections: Vec<&str> = exhibit.sections().iter().map(|section| section.name).collect();
    // The same question as in the chapter: an answer counts once.
    let id = question::named(page, &fence.figure, &[&fence.script]);
    let (mut title, mut script) = (String::new(), String::new());
    escape(&fence.title, &mut title);
    escape(&fence.script, &mut script);
    let own = format!("{page}-{name}");
    let kit = Kit::of(words);
    let open = kit.open_figure();
    let _ = write!(
        out,
        "<figure class=\"sw-figure sw-figure--wide\" id=\"fig-{own}\" \
         data-figure-on-demand=\"{}\" data-words=\"{}\" data-question=\"{id}\" \
         data-name=\"{own}\" data-script=\"{script}\" aria-labelledby=\"fig-{own}-title\">\
         <header class=\"sw-fig-head\"><p class=\"sw-fig-title\" role=\"heading\" \
         aria-level=\"3\" id=\"fig-{own}-title\">{title}</p>\
         <div class=\"sw-js-only sw-fig-tools\" data-toolbar></div></header>\
         <p class=\"sw-cover\"><button type=\"button\" class=\"sw-btn\" data-open-figure>{open}\
         </button></p><div class=\"sw-panels\" data-panels></div></figure>\n\n",
        fence.figure,
        sections.join(" "),
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use figure_kit::words::Language;
    use figures::registry;
    use mdbook_preprocessor::book::{Book, BookItem, Chapter};

    use super::*;

    fn printed(content: &str) -> Result<String> {
        let page = "# One {#one}\n\n**The key**\n\n```figure accept-key\nkey = abc\n```\n";
        let chapter = Chapter::new("One", page.to_owned(), "one.md", Vec::new());
        let book = Book::new_with_items(vec![BookItem::Chapter(chapter)]);
        print(content, "list.md", &Anchors::of(&book), &registry::tables(Language::English))
    }

    #[test]
    fn a_figure_of_another_page_waits_to_be_opened() {
        let printed = printed("a\n\n```scenario one accept-key\n```\n").unwrap();
        assert!(printed.contains("data-figure-on-demand=\"accept-key\""), "{printed}");
        assert!(printed.contains("data-script=\"key = abc&#10;\""), "{printed}");
        assert!(printed.contains(">The key</p>"), "{printed}");
        let id = question::named("one", "accept-key", &["key = abc\n"]);
        assert!(printed.contains(&format!("data-question=\"{id}\"")), "{printed}");
    }

    #[test]
    fn what_is_not_there_is_told_with_its_line() {
        let error = printed("a\n\n```scenario one race\n```\n").unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "list.md:3: scenario `one race`: one.md has no figure `race`"
        );
        let error = printed("```scenario one accept-key\nkey = b\n```\n").unwrap_err();
        assert!(error.to_string().starts_with("list.md:1: a scenario's fence is empty"));
    }
}
