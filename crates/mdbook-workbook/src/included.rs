//! Programs and what they printed, brought from `book/listings` into the chapters.
//!
//! ````text
//! ```listing life/server.py
//! ```
//! ````
//!
//! The fence is empty in the chapter: the file that is shown is the file that a test runs. It is
//! filled after translation, so that a program is the same in every language.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use figure_kit::print::escape;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

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

/// The chapter with its listings filled in from `folder`. `page` is named in errors.
pub fn fill(content: &str, page: &str, folder: &Path) -> Result<String> {
    let mut filled = String::with_capacity(content.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = info.strip_prefix("listing ") else { continue };
        let line = content[..range.start].matches('\n').count() + 1;
        let body = content[range.clone()].lines().skip(1).any(|line| !line.starts_with("```"));
        if body {
            bail!("{page}:{line}: a listing's fence is empty: its text is the file `{name}`");
        }
        filled.push_str(&content[done..range.start]);
        write_listing(name.trim(), folder, &mut filled)
            .with_context(|| format!("{page}:{line}: listing `{name}`"))?;
        done = range.end;
    }
    filled.push_str(&content[done..]);
    Ok(filled)
}

fn write_listing(name: &str, folder: &Path, out: &mut String) -> Result<()> {
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
    let _ = write!(out, "```{language}\n{}\n```", text.trim_end());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
    }

    #[test]
    fn a_program_is_named_and_its_output_is_not() {
        let chapter =
            "a\n\n```listing life/refused.py\n```\n\n```listing life/refused.out\n```\nb\n";
        let filled = fill(chapter, "page.md", &folder()).unwrap();
        assert!(filled.starts_with("a\n\n<p class=\"listing-name\">refused.py</p>\n\n```python\n"));
        assert!(filled.contains("```\n\n```text\n[Errno 111] Connection refused\n```\nb\n"));
    }

    #[track_caller]
    fn check(fence: &str, expected: &str) {
        let error = fill(&format!("\n{fence}\n"), "page.md", &folder()).unwrap_err();
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
