//! A judgement as JSON, for programs.

use std::{fmt::Write as _, path::Path};

use checker::Step;
use companion::judge::{Exercise, Failed, Judged};
use serde_json::{Value, json};

/// All that was judged.
pub(super) fn of(exercise: &Exercise, program: &Path, all: &[Judged]) -> Value {
    let checks = exercise.checks.checks.iter().enumerate().map(|(place, check)| {
        let judged = all.iter().find(|judged| judged.check == place);
        json!({
            "name": check.name,
            "passed": judged.map(|judged| judged.failed.is_none()),
            "worlds": judged.map_or(0, |judged| judged.worlds),
            "skipped": judged.map(|judged| judged.skipped.clone()).unwrap_or_default(),
            "failure": judged.and_then(|judged| judged.failed.as_deref()).map(failed),
        })
    });
    json!({
        "exercise": exercise.name,
        "program": program.display().to_string(),
        "passed": all.iter().all(|judged| judged.failed.is_none()),
        "checks": checks.collect::<Vec<_>>(),
    })
}

fn failed(failed: &Failed) -> Value {
    let failure = &failed.failure;
    json!({
        "reason": failure.reason.name(),
        "peer": failure.peer,
        "steps": failure.steps.iter().map(step).collect::<Vec<_>>(),
        "expected": hex(&failure.expected),
        "seen": hex(&failure.seen),
        "at": failure.at,
        "detail": failure.detail,
        "stdout": last_text(&failed.observed.stdout),
        "stderr": last_text(&failed.observed.stderr),
    })
}

fn step(step: &Step) -> Value {
    json!({
        "peer": step.peer,
        "line": step.line,
        "text": step.text,
        "went": step.went.name(),
        "at_ms": step.at_ms,
    })
}

/// The end of what a program printed.
fn last_text(bytes: &[u8]) -> String {
    const LEN_MAX: usize = 16 << 10;
    String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(LEN_MAX)..]).into_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
