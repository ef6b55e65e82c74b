//! Listings that a lab reads along: `along NAME = FILE follows PROGRAM` in its fence. Beside `FILE`
//! stand the rules, which have to fit it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use figure_kit::print::escape;
use lab::along::Along as Rules;

/// The ending of rules.
const RULES: &str = "along";

/// A listing that is read along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Along {
    /// What it is called in the lab.
    pub name: String,
    /// Its file below `book/listings`.
    pub file: String,
    /// The program whose run it follows.
    pub follows: String,
}

impl Along {
    /// What stands behind its name in the fence.
    pub(super) fn read(name: &str, value: &str) -> Option<Self> {
        let words: Vec<&str> = value.split_whitespace().collect();
        let [file, "follows", program] = words[..] else { return None };
        let [name, file, follows] = [name, file, program].map(str::to_owned);
        Some(Self { name, file, follows })
    }

    /// Hands it to the page's script.
    pub(super) fn write(&self, listings: &Path, out: &mut String) -> Result<()> {
        let Self { name, file, follows } = self;
        ensure!(!file.split('/').any(|part| part == ".."), "`{file}` lies elsewhere");
        let read = |path: &Path| {
            let shown = path.display().to_string();
            std::fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))
        };
        let path = listings.join(file);
        let text = read(&path)?;
        let rules = read(&path.with_extension(RULES))?;
        Rules::parse(&rules, &text).map_err(|wrong| {
            anyhow!("the rules of {file}, line {}: {}", wrong.line, wrong.wants)
        })?;
        let _ = write!(out, "<div hidden");
        let attributes =
            [("along", name), ("follows", follows), ("text", &text), ("rules", &rules)];
        for (attribute, value) in attributes {
            let mut escaped = String::new();
            escape(value, &mut escaped);
            let _ = write!(out, " data-{attribute}=\"{}\"", escaped.replace('\n', "&#10;"));
        }
        out.push_str("></div>\n");
        Ok(())
    }
}
