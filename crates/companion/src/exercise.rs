//! `workbook exercise FOLDER [PROGRAM]`: judges a program that solves an exercise, check by check.

mod json;
mod report;
mod words;

use std::path::{Path, PathBuf};

use checker::Language;
use companion::bench::node_modules;
use companion::judge::{Exercise, judge, text_of};

use crate::ending::{Ending, said};
use report::Report;

/// Where the book keeps its exercises: a folder's name alone is looked for there.
const EXERCISES: &str = "book/exercises";

/// What to judge, and how to tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The exercise's folder.
    pub(crate) folder: String,
    /// The reader's file; the one in the folder where none is said.
    pub(crate) program: Option<String>,
    /// Whether the answer is for programs.
    pub(crate) is_json: bool,
    /// The tag of the language of the answer.
    pub(crate) language: String,
}

impl Question {
    /// Reads the words behind `exercise`.
    pub(crate) fn parse(words: &[&str]) -> Result<Self, String> {
        let (mut places, mut is_json, mut tag) = (Vec::new(), false, "en");
        let mut rest = words.iter();
        while let Some(&word) = rest.next() {
            match word {
                "--json" => is_json = true,
                "--language" => {
                    tag = rest.next().ok_or("`--language` needs a value behind it")?;
                    if !["en", "ko"].contains(&tag) {
                        return Err(format!("`--language {tag}`: it is en or ko"));
                    }
                }
                flag if flag.starts_with("--") => {
                    return Err(format!("`{flag}` is not a flag of `exercise`"));
                }
                place => places.push(place.to_owned()),
            }
        }
        let mut places = places.into_iter();
        let folder = places.next().ok_or("`exercise` needs a folder, such as echo-line")?;
        let program = places.next();
        if let Some(other) = places.next() {
            return Err(format!("`{other}` is one file too many"));
        }
        Ok(Self { folder, program, is_json, language: tag.to_owned() })
    }
}

/// Judges, and tells what came of it. A check that failed ends with a status of its own.
pub(crate) fn run(question: &Question) -> Ending {
    match prepared(question) {
        Ok((exercise, program, text)) => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
            match runtime {
                Ok(runtime) => {
                    let ending = runtime.block_on(told(question, &exercise, &program, &text));
                    // What a program left in a pipe keeps nobody waiting.
                    runtime.shutdown_background();
                    ending
                }
                Err(error) => Ending::Failed(format!("the sockets cannot be set up: {error}")),
            }
        }
        Err(message) => Ending::Failed(message),
    }
}

fn prepared(question: &Question) -> Result<(Exercise, PathBuf, String), String> {
    let said = PathBuf::from(&question.folder);
    let known = Path::new(EXERCISES).join(&question.folder);
    let folder = [said, known].into_iter().find(|folder| folder.is_dir()).ok_or_else(|| {
        format!("there is no folder {}, and none of that name in {EXERCISES}", question.folder)
    })?;
    let exercise = Exercise::read(&folder)?;
    let program = question.program.as_ref().map_or_else(|| exercise.starter(), PathBuf::from);
    let text = text_of(&program)?;
    if wants_ws(&exercise, &text) && !has_ws(&folder) {
        return Err(format!(
            "{} needs the npm package ws, which is not here: run `npm install ws` in {}, and judge \
             again",
            exercise.name,
            folder.display()
        ));
    }
    Ok((exercise, program, text))
}

/// Whether a program cannot begin without the library: a page's `WebSocket` is played by it too.
fn wants_ws(exercise: &Exercise, text: &str) -> bool {
    let texts = exercise.beside.iter().map(|(_, text)| text.as_str()).chain([text]);
    let mut texts = texts.filter(|text| text.contains("'ws'") || text.contains("\"ws\""));
    match exercise.checks.program.language {
        Language::Browser => true,
        Language::Node => texts.next().is_some(),
        _ => false,
    }
}

fn has_ws(folder: &Path) -> bool {
    [folder, Path::new(".")].into_iter().any(|near| node_modules(near).is_some())
}

async fn told(question: &Question, exercise: &Exercise, program: &Path, text: &str) -> Ending {
    let report = Report { exercise, program, tag: &question.language };
    if !question.is_json {
        let said = said(&report.opening(), Ending::Good);
        if said != Ending::Good {
            return said;
        }
    }
    let mut all = Vec::new();
    for check in 0..exercise.checks.checks.len() {
        let judged = match judge(exercise, check, text).await {
            Ok(judged) => judged,
            Err(message) => return Ending::Failed(message),
        };
        if !question.is_json {
            let said = said(&report.check(&judged), Ending::Good);
            if said != Ending::Good {
                return said;
            }
        }
        let is_failed = judged.failed.is_some();
        all.push(judged);
        if is_failed {
            break;
        }
    }
    let is_passed = all.iter().all(|judged| judged.failed.is_none());
    let ending = if is_passed { Ending::Good } else { Ending::Illegal };
    let answer = if question.is_json {
        format!("{:#}\n", json::of(exercise, program, &all))
    } else {
        report.closing(&all)
    };
    said(&answer, ending)
}
