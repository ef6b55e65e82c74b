//! Schedules: tables of a page whose last column is minutes. What they say adds up, and what is
//! done of a chapter takes as long as its notes say.

use anyhow::{Context, Result, ensure};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Edition;

/// A row: what it links to, and what its last cell says.
#[derive(Debug, Default)]
struct Row {
    links: Vec<String>,
    last: String,
}

/// Checks every schedule of a page; gives back how many there are. `page` is named in errors.
pub fn check(content: &str, page: &str, notes: &Edition) -> Result<usize> {
    let mut checked = 0;
    for (number, rows) in tables(content).into_iter().enumerate() {
        // Other tables end in words.
        let Some(rows) = rows
            .iter()
            .map(|row| row.last.parse::<usize>().ok().map(|last| (row, last)))
            .collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let table = format!("{page}: table {}", number + 1);
        let ((_, whole), parts) = rows.split_last().with_context(|| table.clone())?;
        for (row, minutes) in parts {
            let told = minutes_of(row, notes).with_context(|| table.clone())?;
            ensure!(
                told.is_none_or(|told| told == *minutes),
                "{table}: a row says {minutes} minutes, and the notes on {:?} say {}",
                row.links,
                told.unwrap_or_default()
            );
        }
        let sum: usize = parts.iter().map(|(_, minutes)| minutes).sum();
        ensure!(sum == *whole, "{table}: the minutes are {sum} in all and not {whole}");
        checked += 1;
    }
    Ok(checked)
}

/// How long the notes say that it takes; nothing where no chapter is named.
fn minutes_of(row: &Row, notes: &Edition) -> Result<Option<usize>> {
    let mut sum = None;
    for link in &row.links {
        let (page, section) = link.split_once(".md").unwrap_or((link, ""));
        let Some(notes) = notes.on(page) else { continue };
        let minutes = match section.strip_prefix('#') {
            None => notes.minutes(),
            Some(id) => notes
                .minutes_of(id)
                .with_context(|| format!("{} says nothing about `#{id}`", notes.file))?,
        };
        sum = Some(sum.unwrap_or(0) + minutes);
    }
    Ok(sum)
}

/// The bodies of all tables.
fn tables(content: &str) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    let mut is_body = false;
    for event in Parser::new_ext(content, Options::all()) {
        match event {
            Event::Start(Tag::Table(_)) => {
                is_body = false;
                tables.push(Vec::new());
            }
            Event::End(TagEnd::TableHead) => is_body = true,
            Event::End(TagEnd::Table) => is_body = false,
            _ if !is_body => {}
            Event::Start(Tag::TableRow) => {
                if let Some(rows) = tables.last_mut() {
                    rows.push(Row::default());
                }
            }
            other => {
                let Some(row) = tables.last_mut().and_then(|rows| rows.last_mut()) else {
                    continue;
                };
                match other {
                    Event::Start(Tag::TableCell) => row.last.clear(),
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        row.links.push(dest_url.to_string());
                    }
                    Event::Text(text) => row.last.push_str(&text),
                    _ => {}
                }
            }
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::super::{Anchors, Edition, Notes};
    use super::*;
    use crate::language::LANGUAGES;

    #[track_caller]
    fn checks(rows: &str, expected: &str) {
        let notes = "About.\n\n## one 10\n\n### ask\n\n- a\n\n## two 5\n\n### ask\n\n- b\n";
        let notes = Edition {
            notes: vec![Notes::parse(notes, "a", "a.md").unwrap()],
            anchors: Anchors::default(),
            language: LANGUAGES[0],
        };
        let table =
            format!("| Part | Minutes |\n|---|---|\n{rows}\n\n| A | B |\n|---|---|\n| c | d |\n");
        let seen = check(&table, "t.md", &notes);
        assert_eq!(
            seen.map_or_else(|error| error.to_string(), |count| count.to_string()),
            expected
        );
    }

    #[test]
    fn minutes_are_those_of_the_notes_and_add_up() {
        checks("| [x](a.md#one), [y](a.md#two) | 15 |\n| pause | 5 |\n| all | 20 |", "1");
        checks("| [x](a.md) | 15 |\n| all | 15 |", "1");
        checks(
            "| [x](a.md#one) | 15 |\n| all | 15 |",
            "t.md: table 1: a row says 15 minutes, and the notes on [\"a.md#one\"] say 10",
        );
        checks(
            "| [x](a.md#one) | 10 |\n| all | 15 |",
            "t.md: table 1: the minutes are 10 in all and not 15",
        );
    }
}
