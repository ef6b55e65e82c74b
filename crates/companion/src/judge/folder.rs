//! An exercise's folder: its words, its checks and the files that its programs need.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use checker::{Checks, Reason};
use toml::{Table, Value};

/// Harnesses that several exercises share lie in this folder beside theirs.
const COMMON: &str = "common";

/// The largest file that is read.
const FILE_LEN_MAX: u64 = 1 << 20;

/// A text in both languages of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Both {
    /// English.
    pub en: String,
    /// Korean.
    pub ko: String,
}

impl Both {
    /// The text in the language of this tag.
    pub fn of(&self, tag: &str) -> &str {
        if tag == "ko" && !self.ko.is_empty() { &self.ko } else { &self.en }
    }
}

/// The words of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The check's name.
    pub name: String,
    /// What a program that passes does.
    pub says: Both,
    /// What it means that a program does not.
    pub why: Both,
    /// Where the book explains it.
    pub section: String,
}

/// A wrong solution, and what must be found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSolution {
    /// Its folder below `wrong`.
    pub key: String,
    /// The check that it fails.
    pub fails: String,
    /// Why.
    pub reason: Reason,
}

/// An exercise whose solution is a program.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Where it lies.
    pub folder: PathBuf,
    /// The folder's own name.
    pub name: String,
    /// Its title.
    pub title: Both,
    /// The words of its checks, in their order.
    pub said: Vec<Said>,
    /// Its wrong solutions.
    pub wrong: Vec<WrongSolution>,
    /// What is checked.
    pub checks: Checks,
    /// What lies beside the reader's program while it runs: names and contents.
    pub beside: Vec<(String, String)>,
}

impl Exercise {
    /// Reads a folder. What is wrong with it is said in a sentence that names the file.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let name = folder.canonicalize().ok();
        let name = name.as_deref().and_then(Path::file_name).unwrap_or(folder.as_os_str());
        let path = folder.join("exercise.toml");
        let table: Table = text_of(&path)?.parse().map_err(|error: toml::de::Error| {
            format!("{} is not TOML: {}", path.display(), error.to_string().trim_end())
        })?;
        let settings = Settings { path: &path, table: &table };
        let kind = settings.string("kind")?;
        if kind != "program" {
            return Err(format!(
                "{}: this exercise is a {kind}, which is answered on its page; only exercises \
                 with kind = \"program\" are judged here",
                path.display()
            ));
        }
        let checks = checks(&folder.join("checks.txt"))?;
        let section = settings.string("section")?;
        let exercise = Self {
            folder: folder.to_owned(),
            name: name.to_string_lossy().into_owned(),
            title: settings.both(&table, "title")?,
            said: settings.said(&section)?,
            wrong: settings.wrong()?,
            beside: beside(folder, &checks)?,
            checks,
        };
        exercise.agrees(&path)?;
        Ok(exercise)
    }

    /// The reader's program as the exercise gives it to begin with.
    pub fn starter(&self) -> PathBuf {
        self.folder.join(&self.checks.program.name)
    }

    /// The solution.
    pub fn solution(&self) -> PathBuf {
        self.folder.join("solution").join(&self.checks.program.name)
    }

    /// A wrong solution.
    pub fn wrong_solution(&self, key: &str) -> PathBuf {
        self.folder.join("wrong").join(key).join(&self.checks.program.name)
    }

    /// The words of the checks are those of the checks that there are, in their order.
    fn agrees(&self, path: &Path) -> Result<(), String> {
        let said: Vec<&str> = self.said.iter().map(|said| said.name.as_str()).collect();
        let checks: Vec<&str> = self.checks.checks.iter().map(|it| it.name.as_str()).collect();
        if said == checks {
            return Ok(());
        }
        Err(format!(
            "{}: its [[check]] are {}, and those of checks.txt {}: each needs its words, in the \
             same order",
            path.display(),
            said.join(", "),
            checks.join(", ")
        ))
    }
}

/// The text of a program. It need not be there, and need not be text.
pub fn text_of(path: &Path) -> Result<String, String> {
    let said = |error: io::Error| format!("{} cannot be read: {error}", path.display());
    let data = fs::metadata(path).map_err(said)?;
    if !data.is_file() {
        return Err(format!("{} is no file", path.display()));
    }
    if data.len() > FILE_LEN_MAX {
        return Err(format!("{} is larger than {FILE_LEN_MAX} bytes", path.display()));
    }
    let bytes = fs::read(path).map_err(said)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("{} is no UTF-8: byte {at} cannot stand there", path.display())
    })
}

fn checks(path: &Path) -> Result<Checks, String> {
    Checks::parse(&text_of(path)?).map_err(|wrong| {
        format!("{}, line {}: this needs {}", path.display(), wrong.line, wrong.wants)
    })
}

/// The files that lie beside the reader's: the harness, and whatever else the folder holds for
/// programs.
fn beside(folder: &Path, checks: &Checks) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_program = ["py", "js", "mjs", "cjs", "json"]
            .iter()
            .any(|ending| path.extension().is_some_and(|it| it == *ending));
        if is_program && path.is_file() && name != checks.program.name {
            files.push((name, text_of(&path)?));
        }
    }
    if let Some(main) = &checks.main
        && !files.iter().any(|(name, _)| name == main)
    {
        let shared = folder.join("..").join(COMMON).join(main);
        if !shared.is_file() {
            return Err(format!(
                "{}: `main {main}` is neither in this folder nor in {COMMON} beside it",
                folder.join("checks.txt").display()
            ));
        }
        files.push((main.clone(), text_of(&shared)?));
    }
    files.sort();
    Ok(files)
}

/// `exercise.toml`, as far as a judge needs it.
struct Settings<'a> {
    path: &'a Path,
    table: &'a Table,
}

impl Settings<'_> {
    fn fault(&self, what: &str) -> String {
        format!("{}: {what}", self.path.display())
    }

    fn string_in(&self, table: &Table, key: &str) -> Result<String, String> {
        let value = table.get(key).and_then(Value::as_str);
        value.map(str::to_owned).ok_or_else(|| self.fault(&format!("it needs `{key} = \"...\"`")))
    }

    fn string(&self, key: &str) -> Result<String, String> {
        self.string_in(self.table, key)
    }

    fn both(&self, table: &Table, key: &str) -> Result<Both, String> {
        let languages = table.get(key).and_then(Value::as_table);
        let in_language = |tag: &str| {
            let text = languages.and_then(|it| it.get(tag)).and_then(Value::as_str);
            let fault = format!("it needs `{key} = {{ en = \"...\", ko = \"...\" }}`");
            text.map(str::to_owned).ok_or_else(|| self.fault(&fault))
        };
        Ok(Both { en: in_language("en")?, ko: in_language("ko")? })
    }

    fn tables(&self, key: &str) -> Result<Vec<&Table>, String> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let rows = value.as_array().map(|rows| rows.iter().map(Value::as_table).collect());
        rows.flatten().ok_or_else(|| self.fault(&format!("`{key}` is a list: [[{key}]]")))
    }

    fn said(&self, section: &str) -> Result<Vec<Said>, String> {
        let rows = self.tables("check")?.into_iter().map(|row| {
            let section = row.get("section").and_then(Value::as_str).unwrap_or(section);
            Ok(Said {
                name: self.string_in(row, "name")?,
                says: self.both(row, "says")?,
                why: self.both(row, "why")?,
                section: section.to_owned(),
            })
        });
        rows.collect()
    }

    fn wrong(&self) -> Result<Vec<WrongSolution>, String> {
        let rows = self.tables("wrong")?.into_iter().map(|row| {
            let name = self.string_in(row, "reason")?;
            let reason = Reason::named(&name).ok_or_else(|| {
                let all: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
                self.fault(&format!("`{name}` is no reason: it is one of {}", all.join(", ")))
            })?;
            let (key, fails) = (self.string_in(row, "key")?, self.string_in(row, "fails")?);
            Ok(WrongSolution { key, fails, reason })
        });
        rows.collect()
    }
}
