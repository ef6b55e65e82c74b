//! Trials in the place of their fences, when all else of a page is printed.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use figure_kit::words::{Language, Vocabulary as _};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::FOLDER;
use super::folder::{Figure, Folder, Kind, Program};
use super::reason::SENTENCES;
use super::sections::Sections;
use super::solutions;
use super::trial::Trial;
use super::words::{SAID, Words};
use crate::lab::{self, escaped};
use crate::question;

/// Where exercises are printed.
pub struct Numbered<'a> {
    /// The page, for errors and for names in the record.
    pub page: &'a str,
    /// The number of the chapter that they belong to.
    pub chapter: Option<&'a str>,
    /// The folder that holds the book.
    pub root: &'a Path,
    /// The book's sections in the language of the page.
    pub sections: &'a Sections,
    /// That language.
    pub language: Language,
    /// Whether solutions stand behind the exercises: in the instructor's edition alone.
    pub is_solved: bool,
}

/// The page with its trials printed, and the exercises' names in the record.
pub fn print(content: &str, place: &Numbered<'_>) -> Result<(String, Vec<String>)> {
    let mut printed = String::with_capacity(content.len());
    let (mut done, mut number, mut ids) = (0, 0, Vec::new());
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = info.strip_prefix("trial ") else { continue };
        let folder = Folder::read(place.root, name.trim())?;
        number += 1;
        printed.push_str(&content[done..range.start]);
        if number == 1 {
            write_said(&mut printed, place.language);
        }
        let id = folder.id(question::stem(place.page));
        write(&folder, id.as_deref(), number, place, &mut printed)
            .with_context(|| format!("{}: exercise `{}`", place.page, folder.name))?;
        if place.is_solved {
            solutions::write(&folder, place.language, &mut printed)?;
        }
        ids.extend(id);
        done = range.end;
    }
    printed.push_str(&content[done..]);
    Ok((printed, ids))
}

/// What the script says: once a page.
fn write_said(out: &mut String, language: Language) {
    let of = |english: &str, korean: &str| {
        escaped(if language == Language::Korean { korean } else { english })
    };
    out.push_str("<div hidden data-exercise-words");
    for (name, english, korean) in SAID {
        let _ = write!(out, " data-{name}=\"{}\"", of(english, korean));
    }
    for (name, english, korean) in SENTENCES {
        let _ = write!(out, " data-reason-{name}=\"{}\"", of(english, korean));
    }
    out.push_str("></div>\n\n");
}

fn write(
    folder: &Folder,
    id: Option<&str>,
    number: usize,
    place: &Numbered<'_>,
    out: &mut String,
) -> Result<()> {
    let words = Words::in_language(place.language);
    let trial = Trial { folder, sections: place.sections, words: &words, language: place.language };
    let label = match (&folder.settings.museum, place.chapter) {
        (Some(_), _) => words.exhibit_number(&number),
        (None, Some(chapter)) => words.exercise_number(&format!("{chapter}.{number}")),
        (None, None) => words.exercise_number(&number),
    };
    let id = id.map_or(String::new(), |id| format!(" data-exercise=\"{}\"", escaped(id)));
    match &folder.kind {
        Kind::Program(program) => write_program(&trial, program, &id, &label, place, out),
        Kind::Figure(figure) => write_figure(&trial, figure, &id, &label, out),
        Kind::Trace => {
            write_trace(&trial, &label, out);
            Ok(())
        }
    }
}

fn write_head(label: &str, out: &mut String) {
    let _ = writeln!(
        out,
        "<header class=\"sw-fig-head\"><span class=\"sw-fig-no\">{label}</span></header>"
    );
}

fn write_program(
    trial: &Trial<'_>,
    program: &Program,
    id: &str,
    label: &str,
    place: &Numbered<'_>,
    out: &mut String,
) -> Result<()> {
    let folder = trial.folder;
    let checks = escaped(&program.checks).replace('\n', "&#10;");
    let file = format!("{}/{}", folder.name, program.name);
    let alone = program.main.is_none();
    let mut files = vec![lab::File {
        name: &program.name,
        place: &file,
        language: program.language,
        arguments: if alone { &program.arguments } else { &[] },
        note: None,
    }];
    files.extend(program.main.as_ref().map(|main| lab::File {
        name: &main.name,
        place: &main.file,
        language: main.language,
        arguments: &program.arguments,
        note: Some(trial.words.harness()),
    }));
    let lab = lab::Lab::of_files(&format!("exercise-{}", folder.name), &files);
    let mut below = String::new();
    trial.write_checks(&mut below)?;
    trial.write_hints(&mut below);
    let own = format!("$ workbook exercise {}/{} {}", FOLDER, folder.name, program.name);
    let exercise = lab::Exercise {
        label,
        heading: &folder.name,
        attributes: &format!(
            "{id} data-kind=\"program\" data-name=\"{}\" data-checks=\"{checks}\"",
            folder.name
        ),
        button: &trial.check_button(),
        below: &below,
        own: [trial.words.judge_here(), &own],
        notes: &files.iter().map(|file| file.note).collect::<Vec<_>>(),
    };
    let is_said = out.contains("data-lab-words");
    let place = lab::Place {
        page: place.page,
        chapter: place.chapter,
        before: 0, // An exercise has its own number.
        listings: &place.root.join(FOLDER),
        ids: &question::Ids::default(),
        language: place.language,
    };
    lab::print_exercise(&lab, &exercise, &place, is_said, out)
}

fn write_figure(
    trial: &Trial<'_>,
    figure: &Figure,
    id: &str,
    label: &str,
    out: &mut String,
) -> Result<()> {
    let name = &trial.folder.name;
    let goals = escaped(&figure.goals).replace('\n', "&#10;").replace('\t', "&#9;");
    let _ = writeln!(
        out,
        "<section class=\"sw-figure sw-figure--wide sw-exercise\" data-live id=\"exercise-{name}\" \
         role=\"group\" aria-labelledby=\"{name}\"{id} data-kind=\"figure\" data-name=\"{name}\" \
         data-goals=\"{goals}\">"
    );
    write_head(label, out);
    let _ = writeln!(
        out,
        "<div class=\"sw-toolbar sw-exercise-bar sw-js-only\">{}</div>\n\
         <p class=\"sw-exercise-status sw-js-only\" role=\"status\"></p>",
        trial.check_button()
    );
    trial.write_checks(out)?;
    trial.write_hints(out);
    out.push_str("</section>\n\n");
    Ok(())
}

fn write_trace(trial: &Trial<'_>, label: &str, out: &mut String) {
    let name = &trial.folder.name;
    let _ = writeln!(
        out,
        "<section class=\"sw-figure sw-exercise\" data-live id=\"exercise-{name}\" role=\"group\" \
         aria-labelledby=\"{name}\" data-kind=\"trace\" data-name=\"{name}\">",
    );
    write_head(label, out);
    let _ = writeln!(out, "<p class=\"sw-checks-sum\" data-sum>{}</p>", trial.words.trace_done());
    trial.write_hints(out);
    out.push_str("</section>\n\n");
}
