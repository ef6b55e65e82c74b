//! An exercise's fence becomes its heading, its line, its task and the fence of its trial.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use figure_kit::words::{Language, Vocabulary as _};
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::errors::Error;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::words::Words;
use super::{Folder, Kind};
use crate::fence::OF_EXERCISE;
use crate::{language, question, spacing};

/// Expands the exercises of every page, behind translation. The catalogue of messages holds none
/// of them: their folders are bilingual.
pub struct Expanding {
    /// The language of the pages.
    pub language: language::Language,
}

impl Preprocessor for Expanding {
    fn name(&self) -> &'static str {
        "workbook-exercises"
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool, Error> {
        Ok(renderer != "xgettext")
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book, Error> {
        let mut outcome = Ok(());
        book.for_each_chapter_mut(|chapter| {
            if outcome.is_ok() {
                let page = chapter.source_path.as_deref().unwrap_or(Path::new("?"));
                let page = format!("book/src/{}", page.display());
                let expanded =
                    expand(&chapter.content, &page, &context.root, self.language.words());
                outcome = expanded.map(|content| chapter.content = content);
            }
        });
        outcome.map(|()| book)
    }
}

/// The page with its exercises expanded. `page` is named in errors.
pub fn expand(content: &str, page: &str, root: &Path, language: Language) -> Result<String> {
    let mut expanded = String::with_capacity(content.len());
    let (mut done, mut names) = (0, Vec::<String>::new());
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = info.strip_prefix("exercise").filter(|rest| is_apart(rest)) else {
            continue;
        };
        let (name, line) = (name.trim(), content[..range.start].matches('\n').count() + 1);
        let has_body = content[range.clone()].lines().skip(1).any(|line| !line.starts_with("```"));
        ensure!(
            !has_body,
            "{page}:{line}: an exercise's fence is empty: its folder says all of it"
        );
        if names.iter().any(|known| known == name) {
            bail!("{page}:{line}: the exercise `{name}` stands here twice");
        }
        let folder = Folder::read(root, name).with_context(|| format!("{page}:{line}"))?;
        expanded.push_str(&content[done..range.start]);
        write(&folder, language, &mut expanded);
        names.push(name.to_owned());
        done = range.end;
    }
    expanded.push_str(&content[done..]);
    Ok(expanded)
}

fn is_apart(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ')
}

fn write(folder: &Folder, language: Language, out: &mut String) {
    let words = Words::in_language(language);
    let bound = |text: &str| match language {
        Language::Korean => spacing::bind(text),
        Language::English => text.to_owned(),
    };
    let settings = &folder.settings;
    let _ =
        writeln!(out, "## {} {{#{}}}\n", bound(settings.title.in_language(language)), folder.name);
    let level = match settings.level {
        1 => words.easy(),
        2 => words.middle(),
        _ => words.hard(),
    };
    let minutes = words.minutes(&settings.minutes);
    let trains = words.trains(&bound(settings.trains.in_language(language)));
    let _ = writeln!(
        out,
        "<p class=\"sw-exercise-meta\"><span>{minutes}</span> <span>{level}</span> \
         <span>{}</span></p>\n",
        question::inline(&trains)
    );
    if let Some(museum) = &settings.museum {
        let history = bound(museum.history.in_language(language).trim());
        let _ = writeln!(out, "{history} ([{}]({}))\n", museum.source_name, museum.source);
        if let Some(trace) = &folder.trace {
            let _ = writeln!(
                out,
                "<details class=\"sw-failing\"><summary>{}</summary>\n\n\
                 ```text\n{trace}```\n\n</details>\n",
                words.failing_trace()
            );
        }
    }
    let _ = writeln!(out, "{}\n", bound(folder.task.in_language(language).trim()));
    if let Kind::Figure(figure) = &folder.kind {
        let _ = writeln!(
            out,
            "**{}**\n\n```figure {} wide {OF_EXERCISE}\n{}\n```\n",
            words.figure_title(),
            figure.name,
            figure.script
        );
    }
    let _ = writeln!(out, "```trial {}\n```", folder.name);
}
