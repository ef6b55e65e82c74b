//! The outcome for programs: JSON, and the XML of `JUnit` that CI systems read.

use std::fmt::Write as _;

use checker::websocket::{Entry, Group, Verdict, Way};
use serde_json::{Value, json};
use websocket::Role;

use super::{
    annotate::{self, Heads},
    connection::Played,
    outcome::Outcome,
    report::says,
    words::Words,
};

pub(super) fn json(outcome: &Outcome, words: &Words) -> String {
    let count = |name: &str| outcome.count(|verdict| verdict.name() == name);
    let cases = outcome.played.iter().map(|one| case(one, outcome.peer, words));
    let all = json!({
        "checked": outcome.title,
        "peer": if outcome.peer == Role::Server { "server" } else { "client" },
        "level": outcome.level.name(),
        "echoes": outcome.echoes,
        "seconds": outcome.seconds,
        "good": outcome.is_good(),
        "counts": {
            "passed": count("passed"),
            "informational": count("informational"),
            "failed": count("failed"),
            "not applicable": count("not applicable"),
            "error": count("error"),
        },
        "cases": cases.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

fn case(played: &Played, peer: Role, words: &Words) -> Value {
    let Played { case, verdict, transcript, took, .. } = played;
    let mut value = json!({
        "name": case.name,
        "group": case.group().name(),
        "level": case.level.name(),
        "clause": case.clause,
        "section": case.section,
        "says": says(case, words),
        "verdict": verdict.name(),
        "milliseconds": took.as_millis() as u64,
    });
    if *verdict != Verdict::Passed {
        value["why"] = words.why(verdict, peer).into();
        value["transcript"] = transcript.entries().iter().map(entry).collect();
    }
    value
}

fn entry(entry: &Entry) -> Value {
    match entry {
        Entry::Connected => json!({ "event": "connected" }),
        Entry::End => json!({ "event": "ended by the peer" }),
        Entry::Reset => json!({ "event": "reset by the peer" }),
        Entry::Shutdown => json!({ "event": "our side ended" }),
        Entry::Dropped => json!({ "event": "dropped" }),
        Entry::Waited(ms) => json!({ "event": "waited", "milliseconds": ms }),
        Entry::Bytes { way, kept, len, .. } => json!({
            "event": if *way == Way::Sent { "sent" } else { "received" },
            "len": len,
            "bytes": figure_kit::legible::spaced_hex(kept).replace(' ', ""),
        }),
    }
}

pub(super) fn junit(outcome: &Outcome, words: &Words) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let title = escaped(&outcome.title);
    let _ = writeln!(xml, "<testsuites name=\"{title}\" time=\"{:.3}\">", outcome.seconds);
    for group in Group::ALL {
        let cases: Vec<&Played> =
            outcome.played.iter().filter(|played| played.case.group() == group).collect();
        if cases.is_empty() {
            continue;
        }
        let count = |name: &str| cases.iter().filter(|one| one.verdict.name() == name).count();
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
            group.name(),
            cases.len(),
            count("failed"),
            count("error"),
            count("not applicable"),
        );
        for played in cases {
            junit_case(played, outcome.peer, words, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn junit_case(played: &Played, peer: Role, words: &Words, xml: &mut String) {
    let Played { case, verdict, transcript, took, .. } = played;
    let (class, name) = (case.group().name(), case.name);
    let time = took.as_secs_f64();
    let _ = write!(
        xml,
        "    <testcase classname=\"websocket.{class}\" name=\"{name}\" time=\"{time:.3}\""
    );
    let why = escaped(&words.why(verdict, peer));
    match verdict {
        Verdict::Passed => {
            xml.push_str("/>\n");
            return;
        }
        Verdict::Failed(_) => {
            let lines =
                annotate::lines(transcript, Heads::of(case.group()), peer, words).join("\n");
            let text = format!("{}\n{}\n{lines}\n", says(case, words), case.clause);
            let _ = write!(xml, ">\n      <failure message=\"{why}\">{}</failure>", escaped(&text));
        }
        Verdict::Error(_) => {
            let _ = write!(xml, ">\n      <error message=\"{why}\"/>");
        }
        Verdict::NotApplicable(_) => {
            let _ = write!(xml, ">\n      <skipped message=\"{why}\"/>");
        }
        Verdict::Informational(_) => {
            let _ = write!(xml, ">\n      <system-out>{why}</system-out>");
        }
    }
    xml.push_str("\n    </testcase>\n");
}

/// The text as XML may hold it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
