//! What is done and judged, as HTML: checks that read as boxes to tick, hints that unfold.

use std::fmt::Write as _;

use anyhow::Result;
use figure_kit::words::Language;

use super::sections::Sections;
use super::words::Words;
use super::{FOLDER, Folder};
use crate::lab::escaped;
use crate::question;

/// The trial of one exercise.
pub(super) struct Trial<'a> {
    pub(super) folder: &'a Folder,
    pub(super) sections: &'a Sections,
    pub(super) words: &'a Words,
    pub(super) language: Language,
}

impl Trial<'_> {
    /// The checks in a list, with what the script shows once one has failed.
    pub(super) fn write_checks(&self, out: &mut String) -> Result<()> {
        let Self { folder, sections, words, language } = *self;
        let name = &folder.name;
        let settings = &folder.settings;
        let count = settings.checks.len();
        let _ = write!(
            out,
            "<div class=\"sw-checks\" data-results role=\"group\" aria-label=\"{}\">\n\
             <p class=\"sw-checks-sum\" data-sum tabindex=\"-1\"><strong>{}</strong> <small></small>\
             </p>\n<ol>\n",
            words.checks(),
            words.checks_count(&count),
        );
        let file = format!("{FOLDER}/{name}/exercise.toml");
        for check in &settings.checks {
            let place = check.section.as_ref().unwrap_or(&settings.section);
            let (title, address) = sections.find(place, &file)?;
            let key = escaped(&check.name.text);
            let _ = writeln!(
                out,
                "<li class=\"sw-checks-one\" data-check=\"{key}\"><span class=\"sw-checks-mark\" \
                 aria-hidden=\"true\"></span><span class=\"sw-checks-says\">{}</span>\
                 <span class=\"sw-checks-state sw-js-only\"></span>\
                 <div class=\"sw-checks-detail\" hidden><p class=\"sw-checks-why\">{}</p>\
                 <p class=\"sw-checks-links\"><a class=\"sw-clause\" href=\"{address}\">{}</a></p>\
                 </div></li>",
                question::inline(check.says.in_language(language)),
                question::inline(check.why.in_language(language)),
                words.explained_in(&escaped(title)),
            );
        }
        out.push_str("</ol>\n</div>\n");
        Ok(())
    }

    /// The hints, folded; with a script the next one appears when the one before it was opened.
    pub(super) fn write_hints(&self, out: &mut String) {
        let hints = &self.folder.settings.hints;
        out.push_str("<div class=\"sw-hints\">\n");
        for (at, hint) in hints.iter().enumerate() {
            let title = self.words.hint(&(at + 1), &hints.len());
            let text = question::inline(hint.in_language(self.language));
            let _ = writeln!(
                out,
                "<details class=\"sw-hint\" data-hint=\"{}\"><summary>{title}</summary>\
                 <p>{text}</p></details>",
                at + 1
            );
        }
        out.push_str("</div>\n");
    }

    /// The button that begins the judging.
    pub(super) fn check_button(&self) -> String {
        format!(
            "<button type=\"button\" class=\"sw-btn sw-btn--primary\" data-judge>{}</button>",
            self.words.check()
        )
    }
}
