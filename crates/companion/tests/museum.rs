//! The failing trace that is printed with each exhibit of the bug museum is what the judge sees.
//!
//! `UPDATE=1 cargo test -p companion --test museum` writes them anew; a step's moment is left out,
//! since it is another in each run.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use checker::Went;
use companion::bench;
use companion::judge::{Exercise, Failed, judge, text_of};

const FILE: &str = "failing.txt";
/// The longest that a statement may stand in a trace.
const TEXT_MAX: usize = 88;
/// The most steps of a trace; the last ones count.
const STEPS_MAX: usize = 12;

fn exhibits() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/exercises");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let is_exhibit = |folder: &PathBuf| {
        let text = fs::read_to_string(folder.join("exercise.toml")).unwrap_or_default();
        text.lines().any(|line| line == "museum = true")
    };
    let mut found: Vec<PathBuf> = folders.filter(is_exhibit).collect();
    found.sort();
    found
}

/// The check, its steps, what was expected and seen, and why it failed.
fn trace(exercise: &Exercise, check: usize, failed: &Failed) -> String {
    let peers = &exercise.checks.checks[check].peers;
    let program = exercise.checks.program.name.as_str();
    let failure = &failed.failure;
    let mut text = format!("check {}\n", exercise.said[check].name);
    let begin = failure.steps.len().saturating_sub(STEPS_MAX);
    if begin > 0 {
        text.push_str("  ...\n");
    }
    for step in &failure.steps[begin..] {
        let name = peers.get(step.peer).map_or(program, |peer| peer.name.as_str());
        let mark = if step.went == Went::Failed { " ✕" } else { "" };
        let statement: String = step.text.chars().take(TEXT_MAX).collect();
        let cut = if statement.len() < step.text.len() { "…" } else { "" };
        let _ = writeln!(text, "  {name}: {statement}{cut}{mark}");
    }
    for (name, bytes) in [("expected", &failure.expected), ("seen", &failure.seen)] {
        if !bytes.is_empty() {
            let hex: Vec<String> =
                bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect();
            let _ = writeln!(text, "{name} {}", hex.join(" "));
        }
    }
    let _ = writeln!(text, "{} {}", failure.reason.name(), failure.detail);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

fn first_failure(folder: &Path) -> String {
    let exercise = Exercise::read(folder).unwrap();
    let text = text_of(&exercise.starter()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let found = runtime.block_on(async {
        for check in 0..exercise.checks.checks.len() {
            if let Some(failed) = judge(&exercise, check, &text).await.unwrap().failed {
                return Some(trace(&exercise, check, &failed));
            }
        }
        None
    });
    runtime.shutdown_background();
    found.unwrap_or_else(|| panic!("{} passes", folder.display()))
}

#[test]
fn exhibits_fail_as_it_is_printed() {
    let runtimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtimes");
    bench::install_node_modules(&runtimes).unwrap_or_else(|message| panic!("{message}"));
    let exhibits = exhibits();
    assert!(exhibits.len() >= 11, "the museum has {} exhibits", exhibits.len());
    for folder in exhibits {
        let seen = first_failure(&folder);
        let path = folder.join(FILE);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &seen).unwrap();
        }
        let said = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(said, seen, "{}", path.display());
    }
}
