//! `exercise.toml`: what is said about an exercise, in both languages.

use anyhow::{Context, Result, bail, ensure};
use figure_kit::words::Language;
use serde::Deserialize;
use toml::Spanned;

use super::reason;

/// A text in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// English.
    pub en: String,
    /// Korean.
    pub ko: String,
}

impl Said {
    /// In a language.
    pub fn in_language(&self, language: Language) -> &str {
        if language == Language::Korean { &self.ko } else { &self.en }
    }
}

/// The file's fields as they are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    title: Said,
    kind: Spanned<String>,
    minutes: Spanned<u32>,
    level: Spanned<u32>,
    trains: Said,
    section: Spanned<String>,
    #[serde(default)]
    museum: bool,
    history: Option<Said>,
    source: Option<String>,
    source_name: Option<String>,
    #[serde(default)]
    check: Vec<WrittenCheck>,
    #[serde(default)]
    hint: Vec<Said>,
    #[serde(default)]
    wrong: Vec<WrittenWrong>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    name: Spanned<String>,
    says: Said,
    why: Said,
    section: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWrong {
    key: Spanned<String>,
    fails: Spanned<String>,
    reason: Spanned<String>,
    says: Said,
}

/// A text with the line on which it stands, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Its line.
    pub line: usize,
}

/// What a check says.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its name in `checks.txt`.
    pub name: Placed,
    /// What it checks.
    pub says: Said,
    /// What its failing means.
    pub why: Said,
    /// The section that explains it, if not the exercise's.
    pub section: Option<Placed>,
}

/// A hint.
pub type Hint = Said;

/// A wrong solution.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// Its folder, or its file.
    pub key: Placed,
    /// The check that it fails.
    pub fails: Placed,
    /// The reason's name.
    pub reason: Placed,
    /// The mistake.
    pub says: Said,
}

/// What an exhibit of the museum has beside an exercise.
#[derive(Debug, Clone)]
pub struct Museum {
    /// Where the bug comes from.
    pub history: Said,
    /// The address of the source.
    pub source: String,
    /// What the source is called.
    pub source_name: String,
}

/// All that `exercise.toml` says.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The title.
    pub title: Said,
    /// `program`, `figure` or `trace`.
    pub kind: Placed,
    /// How long it takes.
    pub minutes: u32,
    /// 1 easy, 2 middle, 3 hard.
    pub level: u32,
    /// What it trains.
    pub trains: Said,
    /// The section that explains all of it, `PAGE.md#ID`.
    pub section: Placed,
    /// What an exhibit of the museum has beside.
    pub museum: Option<Museum>,
    /// The checks, in their order.
    pub checks: Vec<Check>,
    /// The hints, in steps.
    pub hints: Vec<Hint>,
    /// The wrong solutions.
    pub wrong: Vec<Wrong>,
}

impl Settings {
    /// Reads the file; an error begins with `file` and the line.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let line_of = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let written: Written = match toml::from_str(text) {
            Ok(written) => written,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(span.start));
                bail!("{file}:{line}: {}", error.message());
            }
        };
        let placed = |field: Spanned<String>| {
            let line = line_of(field.span().start);
            Placed { text: field.into_inner(), line }
        };
        let settings = Self {
            kind: placed(written.kind),
            section: placed(written.section),
            museum: museum(written.museum, written.history, written.source, written.source_name)
                .with_context(|| file.to_owned())?,
            checks: written
                .check
                .into_iter()
                .map(|check| Check {
                    name: placed(check.name),
                    says: check.says,
                    why: check.why,
                    section: check.section.map(placed),
                })
                .collect(),
            wrong: written
                .wrong
                .into_iter()
                .map(|wrong| Wrong {
                    key: placed(wrong.key),
                    fails: placed(wrong.fails),
                    reason: placed(wrong.reason),
                    says: wrong.says,
                })
                .collect(),
            minutes: *written.minutes.get_ref(),
            level: *written.level.get_ref(),
            title: written.title,
            trains: written.trains,
            hints: written.hint,
        };
        let line = line_of(written.minutes.span().start);
        ensure!((1..=120).contains(&settings.minutes), "{file}:{line}: minutes are 1 to 120");
        let line = line_of(written.level.span().start);
        ensure!((1..=3).contains(&settings.level), "{file}:{line}: a level is 1, 2 or 3");
        settings.ensure_whole(file)?;
        Ok(settings)
    }

    fn ensure_whole(&self, file: &str) -> Result<()> {
        let count = self.hints.len();
        ensure!((2..=4).contains(&count), "{file}: 2 to 4 hints in steps are wanted, not {count}");
        for wrong in &self.wrong {
            let Placed { text, line } = &wrong.reason;
            let known = reason::names().collect::<Vec<_>>().join(", ");
            ensure!(
                reason::names().any(|name| name == text),
                "{file}:{line}: no reason is called `{text}`; there are: {known}"
            );
            let Placed { text, line } = &wrong.fails;
            ensure!(
                self.checks.iter().any(|check| check.name.text == *text),
                "{file}:{line}: no check is called `{text}`"
            );
        }
        Ok(())
    }
}

/// An exhibit has a history and a source, and nothing else has.
fn museum(
    is_exhibit: bool,
    history: Option<Said>,
    source: Option<String>,
    source_name: Option<String>,
) -> Result<Option<Museum>> {
    match (is_exhibit, history, source, source_name) {
        (false, None, None, None) => Ok(None),
        (false, ..) => bail!("`history` and `source` belong to `museum = true`"),
        (true, Some(history), Some(source), Some(source_name)) => {
            ensure!(source.starts_with("https://"), "a source is an address of https://");
            Ok(Some(Museum { history, source, source_name }))
        }
        (true, ..) => bail!("an exhibit has `history`, `source` and `source-name`"),
    }
}
