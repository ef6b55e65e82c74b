//! Programs and what they printed, brought from `book/listings` into the chapters.
//!
//! ````text
//! ```listing life/server.py
//! ```
//! ````
//!
//! The fence is empty in the chapter: the file that is shown is the file that a test runs. It is
//! filled after translation, so that a program is the same in every language. What a program
//! printed may wait for an answer: ```` ```listing life/server.out after QUESTION ````.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use figure_kit::print::escape;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::question::waiting::{self, Cover, Kind, Place};

/// The endings of listings, what mdBook calls their languages, and whether the file is named.
const KINDS: [(&str, &str, Name); 10] = [
    ("c", "c", Name::Shown),
    ("console", "console", Name::Hidden),
    ("http", "http", Name::Shown),
    ("html", "html", Name::Shown),
    ("java", "java", Name::Shown),
    ("js", "javascript", Name::Shown),
    ("mjs", "javascript", Name::Shown),
    ("out", "text", Name::Hidden),
    ("py", "python", Name::Shown),
    ("rs", "rust", Name::Shown),
];

/// A reader needs the names of programs, and not those of what they printed.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    Shown,
    Hidden,
}

/// The chapter with its listings filled in from `folder`.
pub(crate) fn fill(content: &str, folder: &Path, place: Place<'_>) -> Result<String> {
    let page = place.page;
    let mut filled = String::with_capacity(content.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = info.strip_prefix("listing ") else { continue };
        let words: Vec<&str> = name.split_whitespace().collect();
        let (front, after) = waiting::split(&words);
        let name = front.join(" ");
        let above = &content[..range.start];
        let line = above.matches('\n').count() + 1;
        let body = content[range.clone()].lines().skip(1).any(|line| !line.starts_with("```"));
        if body {
            bail!("{page}:{line}: a listing's fence is empty: its text is the file `{name}`");
        }
        filled.push_str(&content[done..range.start]);
        let after: Vec<String> = after.iter().map(|name| (*name).to_owned()).collect();
        let cover = waiting::cover(&after, Kind::Record, above, line, place)?;
        write_listing(&name, &cover, folder, &mut filled)
            .with_context(|| format!("{page}:{line}: listing `{name}`"))?;
        done = range.end;
    }
    filled.push_str(&content[done..]);
    Ok(filled)
}

fn write_listing(name: &str, cover: &Cover, folder: &Path, out: &mut String) -> Result<()> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let Some((_, language, shown)) = KINDS.iter().find(|kind| kind.0 == ending) else {
        bail!("expected a file that ends in one of {}", KINDS.map(|kind| kind.0).join(", "));
    };
    if name.split('/').any(|part| part == "..") {
        bail!("listings lie in {}", folder.display());
    }
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    if *shown == Name::Shown {
        let file = name.rsplit('/').next().unwrap_or(name);
        out.push_str("<p class=\"listing-name\">");
        escape(file, out);
        out.push_str("</p>\n\n");
    }
    let Cover { attribute, html } = cover;
    if html.is_empty() {
        let _ = write!(out, "```{language}\n{}\n```", text.trim_end());
        return Ok(());
    }
    ensure!(*shown == Name::Hidden, "a program is there to be read: only its output may wait");
    let _ = write!(
        out,
        "<div class=\"sw-waiting\"{attribute}>\n{html}\n\n\
         <pre><code class=\"language-{language}\">"
    );
    escape(text.trim_end(), out);
    out.push_str("\n</code></pre>\n</div>\n");
    Ok(())
}

#[cfg(test)]
mod tests {
    use figure_kit::words::Language;

    use super::*;
    use crate::question::{self, Ids};

    fn filled(content: &str) -> Result<String> {
        let ids = Ids::default();
        fill(content, &folder(), Place { page: "page.md", ids: &ids, language: Language::English })
    }

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
    }

    #[test]
    fn a_program_is_named_and_its_output_is_not() {
        let chapter =
            "a\n\n```listing life/refused.py\n```\n\n```listing life/refused.out\n```\nb\n";
        let filled = filled(chapter).unwrap();
        assert!(filled.starts_with("a\n\n<p class=\"listing-name\">refused.py</p>\n\n```python\n"));
        assert!(filled.contains("```\n\n```text\n[Errno 111] Connection refused\n```\nb\n"));
    }

    const ASKED: &str = "> [!IMPORTANT]\n> How many?\n>\n> So many.\n\n\
                         ```question many number\nlisting life/refused.out\nchoice 1\n\
                         answer behind [Errno\n```\n\n";

    /// A page with a question, and a fence behind it or in front of it.
    fn asked(before: &str, behind: &str) -> Result<String> {
        let page = [before, "\n", ASKED, behind, "\n"].concat();
        let language = Language::English;
        let printed = question::print(&page, "page.md", language, &folder()).unwrap();
        let place = Place { page: "page.md", ids: &printed.ids, language };
        fill(&printed.content, &folder(), place)
    }

    #[test]
    fn what_was_printed_waits_and_what_prints_it_does_not() {
        let filled = asked("", "```listing life/refused.out after many\n```").unwrap();
        assert!(filled.contains("<div class=\"sw-waiting\" data-after=\"page/many."), "{filled}");
        assert!(filled.contains("<a href=\"#question-many\">question 1</a>"), "{filled}");
        let behind = "<pre><code class=\"language-text\">[Errno 111] Connection refused";
        assert!(filled.contains(behind), "{filled}");
        let fails = |before, behind, message: &str| {
            let said = format!("{:#}", asked(before, behind).unwrap_err());
            assert!(said.contains(message), "{said}");
        };
        let program = "```listing life/refused.py after many\n```";
        fails("", program, "only its output may wait");
        fails("", "```listing life/refused.out after few\n```", "no question here is called `few`");
        let early = "```listing life/refused.out after many\n```\n";
        fails(early, "", "page.md:1: the question `many` stands behind what waits for it");
    }

    #[track_caller]
    fn check(fence: &str, expected: &str) {
        let error = filled(&format!("\n{fence}\n")).unwrap_err();
        let said = format!("{error:#}");
        assert!(said.starts_with("page.md:2: ") && said.contains(expected), "{said}");
    }

    #[test]
    fn what_is_not_there_is_said_with_its_line() {
        check("```listing life/none.py\n```", "none.py cannot be read");
        check(
            "```listing life/server.exe\n```",
            "one of c, console, http, html, java, js, mjs, out, py, rs",
        );
        check("```listing ../src/index.py\n```", "listings lie in");
        check("```listing life/server.py\nprint()\n```", "fence is empty");
    }
}
