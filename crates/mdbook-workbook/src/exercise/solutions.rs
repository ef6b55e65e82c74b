//! For the instructor's edition: the solution of an exercise and its wrong solutions, behind it.
//!
//! Invariant: no other edition reads what this file reads.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use figure_kit::words::{Language, Vocabulary as _};

use super::folder::{Folder, Kind};
use super::settings::Wrong;
use super::words::Words;
use crate::lab::escaped;
use crate::question;

/// What stands behind the exercise, in Markdown: listings are printed later, as all are.
pub fn write(folder: &Folder, language: Language, out: &mut String) -> Result<()> {
    let words = Words::in_language(language);
    let (solution, ending) = match &folder.kind {
        Kind::Program(program) => (format!("solution/{}", program.name), program.name.as_str()),
        Kind::Figure(_) => ("solution.txt".to_owned(), "solution.txt"),
        // The answers of its questions stand with those of the page.
        Kind::Trace => return Ok(()),
    };
    let _ = write!(
        out,
        "\n\n<section class=\"sw-solution\" data-solution=\"{}\">\n\
         <p class=\"sw-solution-title\">{}</p>\n\n",
        folder.name,
        words.solution()
    );
    listing(&folder.path, &solution, ending, out)?;
    for wrong in &folder.settings.wrong {
        write_wrong(folder, wrong, ending, &words, language, out)?;
    }
    out.push_str("</section>\n\n");
    Ok(())
}

/// A wrong solution: the mistake, the check that finds it, and the program.
fn write_wrong(
    folder: &Folder,
    wrong: &Wrong,
    ending: &str,
    words: &Words,
    language: Language,
    out: &mut String,
) -> Result<()> {
    let key = &wrong.key.text;
    let failing = folder.settings.checks.iter().find(|check| check.name.text == wrong.fails.text);
    let fails = failing.map_or(wrong.fails.text.as_str(), |check| check.says.in_language(language));
    let says = question::inline(wrong.says.in_language(language));
    let fails = question::inline(fails);
    let title = words.wrong_solution(&says, &fails);
    let _ = write!(
        out,
        "<details class=\"sw-solution-wrong\" data-wrong=\"{}\">\
         <summary><span>{title}</span></summary>\n\n",
        escaped(key)
    );
    let file = match &folder.kind {
        Kind::Program(program) => format!("wrong/{key}/{}", program.name),
        _ => format!("wrong/{key}.txt"),
    };
    listing(&folder.path, &file, ending, out)?;
    out.push_str("</details>\n\n");
    Ok(())
}

fn listing(folder: &Path, file: &str, ending: &str, out: &mut String) -> Result<()> {
    let path = folder.join(file);
    let text =
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let language = match ending.rsplit('.').next() {
        Some("py") => "python",
        Some("js" | "mjs") => "javascript",
        _ => "text",
    };
    // A fence longer than any in the text.
    let _ = write!(out, "````{language}\n{}\n````\n\n", text.trim_end());
    Ok(())
}
