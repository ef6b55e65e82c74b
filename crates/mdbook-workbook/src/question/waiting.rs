//! What would show the answer to a question waits for it: a figure, a lab, what a program printed.
//!
//! ````text
//! ```listing tcp-udp/boundaries.py run after first-recv
//! ```
//! ````
//!
//! The questions stand above, in the same page. Until all of them are answered a cover stands in
//! its place; without a script, and on paper, nothing waits.

use anyhow::{Result, bail, ensure};
use figure_kit::words::Language;

use super::{Ids, words};

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A figure, as a whole.
    Figure,
    /// A lab: its programs are read, and not run.
    Lab,
    /// What a program printed.
    Record,
}

/// Where it waits: what its page is called, asks and says.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The page, for errors.
    pub(crate) page: &'a str,
    /// What it asks.
    pub(crate) ids: &'a Ids,
    /// Its language.
    pub(crate) language: Language,
}

/// What hides it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cover {
    /// For the element that waits; empty where nothing does.
    pub(crate) attribute: String,
    /// What is seen in its place.
    pub(crate) html: String,
}

/// The words of a fence in front of `after QUESTION...`, and the questions.
pub(crate) fn split<'a, 'w>(words: &'w [&'a str]) -> (&'w [&'a str], &'w [&'a str]) {
    match words.iter().position(|word| *word == "after") {
        Some(at) if at + 1 < words.len() => (&words[..at], &words[at + 1..]),
        _ => (words, &[]),
    }
}

/// The cover of what waits for these questions. `above` is the page up to there, its questions
/// printed; `line` is named in errors.
pub(crate) fn cover(
    names: &[String],
    kind: Kind,
    above: &str,
    line: usize,
    place: Place<'_>,
) -> Result<Cover> {
    let Place { page, ids, language } = place;
    let words = words(language);
    let (mut awaited, mut links) = (Vec::new(), Vec::new());
    for name in names {
        let at = ids.names().position(|known| known == name);
        let (Some(at), Some(id)) = (at, ids.id(name)) else {
            let known = ids.names().collect::<Vec<_>>().join(", ");
            bail!("{page}:{line}: no question here is called `{name}`; there are: {known}");
        };
        ensure!(
            above.contains(&format!("id=\"question-{name}\"")),
            "{page}:{line}: the question `{name}` stands behind what waits for it: move it above"
        );
        awaited.push(id);
        links.push(format!("<a href=\"#question-{name}\">{}</a>", words.the_question(&(at + 1))));
    }
    let Some(asked) = links.into_iter().reduce(|one, other| words.both(&one, &other)) else {
        return Ok(Cover::default());
    };
    let said = match kind {
        Kind::Figure => words.waits(&asked),
        Kind::Lab => words.run_waits(&asked),
        Kind::Record => words.record_waits(&asked),
    };
    // A page holds ten of them, and each element counts.
    let html = format!(
        "<p class=\"sw-cover\">{said} <button type=\"button\" class=\"sw-btn\" \
         data-uncover>{}</button></p>",
        words.open_now()
    );
    Ok(Cover { attribute: format!(" data-after=\"{}\"", awaited.join(" ")), html })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOVE: &str = "<section id=\"question-one\"></section><section id=\"question-two\">";

    fn ids() -> Ids {
        let named = |name: &str| (name.to_owned(), format!("page/{name}.000000"));
        Ids(["one", "two", "three"].map(named).to_vec())
    }

    fn covered(names: &[&str], kind: Kind, language: Language) -> Result<Cover> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let ids = ids();
        cover(&names, kind, ABOVE, 7, Place { page: "page.md", ids: &ids, language })
    }

    #[test]
    fn questions_stand_at_the_end_of_a_fences_words() {
        let check = |text: &str, front: &[&str], asked: &[&str]| {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(split(&words), (front, asked), "{text}");
        };
        check("listing a.py run after one", &["listing", "a.py", "run"], &["one"]);
        check("figure race wide after one two", &["figure", "race", "wide"], &["one", "two"]);
        check("figure race", &["figure", "race"], &[]);
        check("figure race after", &["figure", "race", "after"], &[]);
    }

    #[test]
    fn a_cover_leads_to_the_question_and_names_it_in_the_record() {
        let cover = covered(&["two"], Kind::Lab, Language::English).unwrap();
        assert_eq!(cover.attribute, " data-after=\"page/two.000000\"");
        let link = "the answer to <a href=\"#question-two\">question 2</a> above";
        assert!(cover.html.contains(link), "{}", cover.html);
        let korean = covered(&["two"], Kind::Lab, Language::Korean).unwrap();
        assert!(korean.html.contains(">질문 2</a>의 답"), "{}", korean.html);
        assert_eq!(korean.attribute, cover.attribute);
    }

    #[test]
    fn several_questions_are_awaited_all() {
        let cover = covered(&["one", "two"], Kind::Figure, Language::English).unwrap();
        assert_eq!(cover.attribute, " data-after=\"page/one.000000 page/two.000000\"");
        let both = "question 1</a> and <a href=\"#question-two\">question 2</a>";
        assert!(cover.html.contains(both), "{}", cover.html);
        let nothing = covered(&[], Kind::Figure, Language::English).unwrap();
        assert_eq!(nothing, Cover::default());
    }

    #[test]
    fn a_question_that_is_not_above_is_refused() {
        let fails = |name: &str, message: &str| {
            let error = covered(&[name], Kind::Lab, Language::English).unwrap_err();
            assert_eq!(error.to_string(), message);
        };
        fails("other", "page.md:7: no question here is called `other`; there are: one, two, three");
        fails(
            "three",
            "page.md:7: the question `three` stands behind what waits for it: move it above",
        );
    }
}
