//! Sheets of all chapters, many of each, in both languages.

use figure_kit::words::{Language, Tables, Vocabulary as _};

use super::sheet::{Cell, Part, Task};
use super::state::Chapter;
use super::tasks;
use super::words::Words;
use crate::registry;

const SEEDS: u32 = 60;

fn words(language: Language) -> Tables {
    registry::tables(language)
}

fn answers(task: &Task) -> Vec<String> {
    let mut found = Vec::new();
    for part in &task.parts {
        match part {
            Part::Table { rows, .. } => {
                let cells = rows.iter().flatten();
                found.extend(cells.filter_map(|cell| match cell {
                    Cell::Blank(answer) => Some(answer.clone()),
                    Cell::Given(_) => None,
                }));
            }
            Part::Choices { right, .. } => found.extend(right.iter().map(ToString::to_string)),
            Part::Line { answer, .. } => found.push(answer.clone()),
            Part::Code(_) | Part::Because(_) => {}
        }
    }
    found
}

#[test]
fn every_sheet_leaves_something_out_and_knows_what() {
    for language in [Language::English, Language::Korean] {
        let tables = words(language);
        let words = Words::of(&tables);
        for chapter in Chapter::ALL {
            for seed in 1..=SEEDS {
                let tasks = tasks::of(chapter, seed, &words);
                assert!(tasks.len() >= 2, "{chapter:?}");
                for task in &tasks {
                    let found = answers(task);
                    assert!(!found.is_empty(), "{chapter:?} {seed}: {task:?}");
                }
                assert_eq!(tasks, tasks::of(chapter, seed, &words), "{chapter:?} {seed}");
            }
        }
    }
}

#[test]
fn sheets_of_other_numbers_are_others() {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    for chapter in Chapter::ALL {
        let first = tasks::of(chapter, 1, &words);
        let others = (2..=SEEDS).filter(|seed| tasks::of(chapter, *seed, &words) != first).count();
        assert!(others as u32 >= SEEDS - 3, "{chapter:?}: {others}");
    }
}

/// The answers of all tasks of a kind over the seeds, by the cells of a column.
fn column(chapter: Chapter, task: usize, column: usize) -> Vec<String> {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    let mut found = Vec::new();
    for seed in 1..=SEEDS {
        for part in &tasks::of(chapter, seed, &words)[task].parts {
            let Part::Table { rows, .. } = part else { continue };
            found.extend(rows.iter().map(|row| match &row[column] {
                Cell::Given(text) | Cell::Blank(text) => text.clone(),
            }));
        }
    }
    found
}

#[test]
fn answers_are_of_the_field() {
    for errno in column(Chapter::Ports, 1, 2) {
        assert!(matches!(&*errno, "0" | "-1 EADDRINUSE"), "{errno}");
    }
    let results = column(Chapter::Endings, 1, 1);
    for wanted in ["0", "-1 EPIPE", "-1 ECONNRESET"] {
        assert!(results.iter().any(|it| it == wanted), "{wanted} never: {results:?}");
    }
    let states = [column(Chapter::Endings, 0, 1), column(Chapter::Endings, 0, 2)].concat();
    for wanted in ["FIN_WAIT1", "FIN_WAIT2", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT"] {
        let dashed = wanted.replace('_', "-");
        let is_it = |it: &String| it.replace('_', "-").replace("WAIT-", "WAIT") == dashed;
        assert!(states.iter().any(is_it), "{wanted} never: {states:?}");
    }
    let statuses = column(Chapter::Handshake, 0, 1);
    for wanted in ["101", "400", "426", "405"] {
        assert!(statuses.iter().any(|it| it == wanted), "{wanted} never");
    }
    let codes = column(Chapter::Frames, 2, 2);
    for wanted in ["", "1002", "1007"] {
        assert!(codes.iter().any(|it| it == wanted), "{wanted} never");
    }
    assert!(column(Chapter::TcpUdp, 0, 2).iter().any(|it| it == "waits"));
    let fins = column(Chapter::Socket, 1, 1);
    assert_eq!(fins.iter().filter(|it| *it == "yes").count() as u32, SEEDS, "one FIN a sheet");
}
