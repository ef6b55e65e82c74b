//! The last touch on a rendered page: what neither Markdown nor the template can say.
//!
//! - inline styles become classes: the page's Content-Security-Policy allows none;
//! - the titles of alerts, which mdBook writes in English only, are said in the page's language;
//! - the styles of the figures that the page shows are linked, and of no others;
//! - a page with a lab links its script and its style, and its policy lets the frame in which
//!   programs run begin; the policy of all others names nothing of it;
//! - a page with exercises links theirs;
//! - the table of contents says what each page asks, so that the script can count answers;
//! - a chapter's page names the file of an instructor's notes; in the instructor's edition the
//!   notes stand in the page, which says whose edition it is;
//! - the language links lead to this page in the other language, and the table of contents marks
//!   this page, without JavaScript too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::book::Edition;
use crate::language::Language;
use crate::notes::{self, Printed};

/// What mdBook writes, and what we write in its place.
const STYLES: [(&str, &str); 5] = [
    (" style=\"text-align: left\"", " class=\"is-start\""),
    (" style=\"text-align: center\"", " class=\"is-centre\""),
    (" style=\"text-align: right\"", " class=\"is-end\""),
    // Our print style sheet begins every chapter on a page of its own.
    ("<div style=\"break-before: page; page-break-before: always;\"></div>", ""),
    ("<div style=\"break-before: page; page-break-before: always\"></div>", ""),
];

/// The titles of alerts: mdBook's, ours, and ours in Korean. `[!IMPORTANT]` is how this book asks
/// for a prediction.
const ALERTS: [[&str; 3]; 5] = [
    ["Note", "Note", "참고"],
    ["Tip", "Tip", "도움말"],
    ["Important", "Predict", "예측"],
    ["Warning", "Warning", "주의"],
    ["Caution", "Caution", "경고"],
];

/// What pages ask: the names in the record by the page's.
pub type Questions = BTreeMap<String, Vec<String>>;

/// What pages are told of those who teach.
#[derive(Debug)]
pub struct Teaching {
    /// Whose edition the site is.
    pub edition: Edition,
    /// The notes on each page.
    pub notes: BTreeMap<String, Printed>,
}

/// The file of a page's notes, beside the page.
pub fn notes_file(page: &str) -> String {
    format!("notes-{page}.js")
}

/// Finishes every page of a language's folder.
pub fn finish_all(
    folder: &Path,
    language: Language,
    questions: &Questions,
    teaching: &Teaching,
) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            finish_all(&path, language, questions, teaching)?;
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let page = fs::read_to_string(&path)?;
            let page = finish(&page, name, language).with_context(|| path.display().to_string())?;
            let page = name_questions(page, questions);
            let page = teaching.finish(&page, name, language)?;
            fs::write(&path, page)?;
        }
    }
    Ok(())
}

fn finish(page: &str, name: &str, language: Language) -> Result<String> {
    let mut page = page.to_owned();
    for [theirs, english, korean] in ALERTS {
        let ours = if language.tag == "ko" { korean } else { english };
        page = page.replace(&format!("</svg>{theirs}</p>"), &format!("</svg>{ours}</p>"));
    }
    for (inline, class) in STYLES {
        page = page.replace(inline, class);
    }
    if let Some(at) = page.find(" style=\"") {
        let found: String = page[at..].chars().take(60).collect();
        bail!("an inline style is left, which the page's policy forbids: {found}");
    }
    page = link_styles(&page)?;
    page = link_lab(&page, name)?;
    page = link_parts(page, name)?;
    page = thin_contents(&page);
    for language in ["en", "ko"] {
        let front = format!("../{language}/index.html\" data-language");
        page = page.replace(&front, &format!("../{language}/{name}\" data-language"));
    }
    Ok(page)
}

impl Teaching {
    /// A page that names the file of its notes; or, in the instructor's edition, that holds them.
    fn finish(&self, page: &str, name: &str, language: Language) -> Result<String> {
        let stem = name.strip_suffix(".html").unwrap_or(name);
        let is_instructors = self.edition == Edition::Instructors;
        let mut page = self.link_style(page)?;
        let mut told = String::new();
        if is_instructors {
            told.push_str("<body data-edition=\"instructor\"");
            if name == "print.html" || self.notes.contains_key(stem) {
                told.push_str(" data-noted");
            }
        } else if self.notes.contains_key(stem) {
            let _ = write!(told, "<body data-notes=\"{}\"", notes_file(stem));
        }
        if !told.is_empty() {
            page = page.replacen("<body", &told, 1);
        }
        let mut line = String::new();
        if is_instructors {
            let said = notes::edition_line(language);
            let _ = write!(line, "<p class=\"edition\" role=\"note\">{said}</p>");
        }
        page = page.replace("<!--edition-->", &line);
        if is_instructors {
            self.put_notes(&mut page)?;
        }
        Ok(page)
    }

    /// Links the style of notes where a page holds them from the start: the template's
    /// `<!--teaching FOLDER STYLE-->`.
    fn link_style(&self, page: &str) -> Result<String> {
        let Some((before, rest)) = page.split_once("<!--teaching ") else {
            return Ok(page.to_owned());
        };
        let (line, after) = rest.split_once("-->").context("the line of notes has no end")?;
        let (folder, style) = line.split_once(' ').context("the line of notes names two things")?;
        let sheet = match self.edition {
            Edition::Learners => String::new(),
            Edition::Instructors => {
                format!("<link rel=\"stylesheet\" href=\"{folder}{style}\">")
            }
        };
        Ok([before, &sheet, after].concat())
    }

    /// Every mark becomes its notes; those on a chapter's first section have the head before them.
    fn put_notes(&self, page: &mut String) -> Result<()> {
        for (name, printed) in &self.notes {
            for (index, id) in printed.order.iter().enumerate() {
                let mark = notes::mark(name, id);
                let head = if index == 0 { printed.head.as_str() } else { "" };
                let section = printed.sections.get(id).context("a section without its notes")?;
                *page = page.replace(&mark, &[head, section].concat());
            }
        }
        match page.find("<!--notes ") {
            Some(at) => bail!("no notes for {}", page[at..].chars().take(60).collect::<String>()),
            None => Ok(()),
        }
    }
}

/// mdBook's table of contents, with one element an entry for its three: a small telephone lays all
/// of them out on every page. Whether an entry has a number is said by a class; the list counts.
fn thin_contents(page: &str) -> String {
    const WRAPPED: &str = "<span class=\"chapter-link-wrapper\"><";
    const NUMBER: &str = "<strong aria-hidden=\"true\">";
    let mut parts = page.split(WRAPPED);
    let mut thin = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // An `a` with its address, or a `span` where nothing is written yet.
        let Some((tag, rest)) = part.split_once('>') else { continue };
        let (element, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        let end = format!("</{element}></span>");
        let (text, after) = rest.split_once(&end).unwrap_or((rest, ""));
        let numbered = text.strip_prefix(NUMBER).and_then(|text| text.split_once("</strong> "));
        let (class, title) = match numbered {
            Some((_, title)) => ("toc-entry numbered", title),
            None => ("toc-entry", text),
        };
        let _ = write!(thin, "<{element} class=\"{class}\"{attributes}>{title}</{element}>{after}");
    }
    thin
}

/// Puts what each page asks beside its link in the table of contents.
fn name_questions(mut page: String, questions: &Questions) -> String {
    for (name, ids) in questions.iter().filter(|(_, ids)| !ids.is_empty()) {
        let named: Vec<&str> =
            ids.iter().filter_map(|id| id.strip_prefix(name)?.strip_prefix('/')).collect();
        // What stands behind the chapters has no number, and asks all the same.
        for class in ["toc-entry numbered", "toc-entry"] {
            let link = format!("<a class=\"{class}\" href=\"{name}.html\"");
            let asked = named.join(" ");
            let told = format!("{link} data-page=\"{name}\" data-questions=\"{asked}\"");
            page = page.replace(&link, &told);
        }
    }
    page
}

/// Puts the style sheets of the figures on this page in the place of the template's
/// `<!--styles FOLDER {"NAME":"FILE",..}-->`. A figure's style is called as its words are.
fn link_styles(page: &str) -> Result<String> {
    let Some((before, rest)) = page.split_once("<!--styles ") else { return Ok(page.to_owned()) };
    let (folder, files, after) = rest
        .split_once("-->")
        .and_then(|(place, after)| {
            place.split_once(' ').map(|(folder, files)| (folder, files, after))
        })
        .context("the template's line of styles does not end")?;
    let files: BTreeMap<String, String> =
        serde_json::from_str(files).context("the template's line of styles is not JSON")?;
    let named: BTreeSet<&str> = after
        .split(" data-words=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .flat_map(|(names, _)| names.split(' '))
        .collect();
    let links: Vec<String> = files
        .iter()
        .filter(|(name, _)| named.contains(name.as_str()))
        .map(|(_, file)| format!("<link rel=\"stylesheet\" href=\"{folder}{file}\">"))
        .collect();
    Ok([before, &links.join("\n"), after].concat())
}

/// Puts script and style of labs in the place of the template's `<!--lab FOLDER SCRIPT STYLE-->`,
/// and what the policy has in brackets, `[frame SOURCE]`, where a lab can run: not on the page
/// that holds the whole book, where names stand twice.
fn link_lab(page: &str, name: &str) -> Result<String> {
    let Some((before, rest)) = page.split_once("<!--lab ") else { return Ok(page.to_owned()) };
    let (line, after) = rest.split_once("-->").context("the template's line of labs has no end")?;
    let [folder, script, style] = line.split(' ').collect::<Vec<_>>()[..] else {
        bail!("the template's line of labs names a folder, a script and a style: {line}");
    };
    let is_shown = after.contains(" data-lab=\"");
    let runs = is_shown && name != "print.html";
    let mut links = String::new();
    if is_shown {
        let _ = write!(links, "<link rel=\"stylesheet\" href=\"{folder}{style}\">");
    }
    if runs {
        let _ = write!(links, "\n<script src=\"{folder}{script}\" defer></script>");
    }
    let mut policed = String::with_capacity(before.len());
    let mut rest = before;
    while let Some((start, marked)) = rest.split_once(" [frame ") {
        let (source, end) = marked.split_once(']').context("the policy's `[frame` does not end")?;
        policed.push_str(start);
        if runs {
            policed.push(' ');
            policed.push_str(source);
        }
        rest = end;
    }
    Ok([policed.as_str(), rest, &links, after].concat())
}

/// Puts a script and a style in the place of each of the template's lines
/// `<!--part ATTRIBUTE FOLDER SCRIPT STYLE-->`, on pages where something has the attribute. The
/// page that holds the whole book has the style alone: there nothing works.
fn link_parts(mut page: String, name: &str) -> Result<String> {
    while let Some((before, rest)) = page.split_once("<!--part ") {
        let (line, after) = rest.split_once("-->").context("a line of parts has no end")?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let [attribute, folder, script, style] = words[..] else {
            bail!("a line of parts names an attribute, a folder, a script and a style: {line}");
        };
        let mut links = String::new();
        if after.contains(&format!(" {attribute}")) {
            let _ = write!(links, "<link rel=\"stylesheet\" href=\"{folder}{style}\">");
            if name != "print.html" {
                let _ = write!(links, "\n<script src=\"{folder}{script}\" defer></script>");
            }
        }
        page = [before, &links, after].concat();
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::{
        Questions, finish, link_lab, link_parts, link_styles, name_questions, thin_contents,
    };
    use crate::language::LANGUAGES;

    #[test]
    fn styles_become_classes_or_an_error() {
        let cell = "<td style=\"text-align: right\">1</td>";
        assert_eq!(finish(cell, "a.html", LANGUAGES[0]).unwrap(), "<td class=\"is-end\">1</td>");
        let error = finish("<p style=\"color: red\">", "a.html", LANGUAGES[0]).unwrap_err();
        assert!(error.to_string().contains("style=\"color: red"));
    }

    #[test]
    fn a_page_links_the_styles_of_the_figures_it_shows() {
        let page = [
            "<head><!--styles ../assets/ {\"race\":\"r-1.css\",\"wheel\":\"w-2.css\"}--></head>",
            "<figure data-words=\"kit race\"></figure><figure data-words=\"kit\"></figure>",
        ]
        .concat();
        let linked = link_styles(&page).unwrap();
        let head = "<head><link rel=\"stylesheet\" href=\"../assets/r-1.css\"></head>";
        assert!(linked.starts_with(head) && !linked.contains("w-2"), "{linked}");
        assert!(link_styles("<!--styles ../assets/ {").is_err());
        assert!(link_styles("<!--styles ../assets/ rubbish-->").is_err());
    }

    #[test]
    fn only_a_page_with_a_lab_lets_one_begin() {
        let page = |body: &str| {
            format!(
                "<meta content=\"script-src 'self' [frame 'sha256-a']; worker-src 'self' \
                     [frame blob:];\"><!--lab ../assets/ lab-1.js lab-2.css-->{body}"
            )
        };
        let lab = "<section data-lab=\"echo\">";
        let strict = "<meta content=\"script-src 'self'; worker-src 'self';\">";
        assert_eq!(link_lab(&page("<p>"), "a.html").unwrap(), format!("{strict}<p>"));
        let style = "<link rel=\"stylesheet\" href=\"../assets/lab-2.css\">";
        let whole = format!("{strict}{style}{lab}");
        assert_eq!(link_lab(&page(lab), "print.html").unwrap(), whole);
        let linked = link_lab(&page(lab), "a.html").unwrap();
        let open = "<meta content=\"script-src 'self' 'sha256-a'; worker-src 'self' blob:;\">";
        assert!(linked.starts_with(open), "{linked}");
        assert!(linked.contains("<script src=\"../assets/lab-1.js\" defer>"), "{linked}");
        assert!(link_lab("<!--lab a-->", "a.html").is_err());
    }

    #[test]
    fn a_part_of_the_site_is_loaded_by_its_pages_alone() {
        let head = "<!--part data-quiz ../assets/ q-1.js q-2.css-->";
        let page = |body: &str, name: &str| link_parts(format!("{head}{body}"), name).unwrap();
        assert_eq!(page("<p>", "a.html"), "<p>");
        let style = "<link rel=\"stylesheet\" href=\"../assets/q-2.css\">";
        let script = "\n<script src=\"../assets/q-1.js\" defer></script>";
        let quiz = "<section data-quiz>";
        assert_eq!(page(quiz, "a.html"), format!("{style}{script}{quiz}"));
        assert_eq!(page(quiz, "print.html"), format!("{style}{quiz}"));
        assert!(link_parts("<!--part a-->".to_owned(), "a.html").is_err());
    }

    #[test]
    fn the_table_of_contents_says_what_each_page_asks() {
        let link = "<a class=\"toc-entry numbered\" href=\"life.html\">Life</a>";
        let ids = ["life/first.a1".to_owned(), "life/race.b2.first".to_owned()];
        let asked = Questions::from([("life".to_owned(), ids.to_vec()), ("a".to_owned(), vec![])]);
        let named = name_questions(link.to_owned(), &asked);
        assert!(
            named.contains("data-page=\"life\" data-questions=\"first.a1 race.b2.first\">Life")
        );
    }

    #[test]
    fn an_entry_of_the_contents_is_one_element() {
        let wrapped = |inner: &str| {
            format!("<li><span class=\"chapter-link-wrapper\">{inner}</span><ol></ol></li>")
        };
        let number = "<strong aria-hidden=\"true\">3.</strong> ";
        for (theirs, ours) in [
            (
                format!("<a href=\"life.html\">{number}Life</a>"),
                "<a class=\"toc-entry numbered\" href=\"life.html\">Life</a>",
            ),
            (
                format!("<span>{number}A <code>stream</code></span>"),
                "<span class=\"toc-entry numbered\">A <code>stream</code></span>",
            ),
            (
                "<a href=\"index.html\">About</a>".to_owned(),
                "<a class=\"toc-entry\" href=\"index.html\">About</a>",
            ),
        ] {
            let page = ["<nav>", &wrapped(&theirs), &wrapped(&theirs), "</nav>"].concat();
            let expected = format!("<li>{ours}<ol></ol></li>").repeat(2);
            assert_eq!(thin_contents(&page), format!("<nav>{expected}</nav>"));
        }
    }

    #[test]
    fn alerts_are_titled_in_the_language_of_the_page() {
        let alert = "<p class=\"blockquote-tag-title\"><svg></svg>Important</p>";
        for (language, title) in LANGUAGES.into_iter().zip(["Predict", "예측"]) {
            let page = finish(alert, "a.html", language).unwrap();
            assert!(page.ends_with(&format!("</svg>{title}</p>")), "{page}");
        }
    }

    #[test]
    fn the_language_links_stay_on_the_page() {
        let link = "<a href=\"../ko/index.html\" data-language=\"ko\">";
        let expected = "<a href=\"../ko/handshake.html\" data-language=\"ko\">";
        assert_eq!(finish(link, "handshake.html", LANGUAGES[0]).unwrap(), expected);
    }
}
