//! The last touch on a rendered page: what neither Markdown nor the template can say.
//!
//! - inline styles become classes: the page's Content-Security-Policy allows none;
//! - the language links lead to this page in the other language, and the table of contents marks
//!   this page, without JavaScript too.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// What mdBook writes, and what we write in its place.
const STYLES: [(&str, &str); 5] = [
    (" style=\"text-align: left\"", " class=\"is-start\""),
    (" style=\"text-align: center\"", " class=\"is-centre\""),
    (" style=\"text-align: right\"", " class=\"is-end\""),
    // Our print style sheet begins every chapter on a page of its own.
    ("<div style=\"break-before: page; page-break-before: always;\"></div>", ""),
    ("<div style=\"break-before: page; page-break-before: always\"></div>", ""),
];

/// Finishes every page of a folder.
pub fn finish_all(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            finish_all(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let page = fs::read_to_string(&path)?;
            let page = finish(&page, name).with_context(|| path.display().to_string())?;
            fs::write(&path, page)?;
        }
    }
    Ok(())
}

fn finish(page: &str, name: &str) -> Result<String> {
    let mut page = page.to_owned();
    for (inline, class) in STYLES {
        page = page.replace(inline, class);
    }
    if let Some(at) = page.find(" style=\"") {
        let found: String = page[at..].chars().take(60).collect();
        bail!("an inline style is left, which the page's policy forbids: {found}");
    }
    for language in ["en", "ko"] {
        let front = format!("../{language}/index.html\" data-language");
        page = page.replace(&front, &format!("../{language}/{name}\" data-language"));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::finish;

    #[test]
    fn styles_become_classes_or_an_error() {
        let cell = "<td style=\"text-align: right\">1</td>";
        assert_eq!(finish(cell, "a.html").unwrap(), "<td class=\"is-end\">1</td>");
        let error = finish("<p style=\"color: red\">", "a.html").unwrap_err();
        assert!(error.to_string().contains("style=\"color: red"));
    }

    #[test]
    fn the_language_links_stay_on_the_page() {
        let link = "<a href=\"../ko/index.html\" data-language=\"ko\">";
        let expected = "<a href=\"../ko/handshake.html\" data-language=\"ko\">";
        assert_eq!(finish(link, "handshake.html").unwrap(), expected);
    }
}
