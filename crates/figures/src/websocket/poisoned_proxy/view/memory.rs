//! What the proxy knows at a step: the requests that it has read, and the answers that it keeps.

use super::super::run::Step;
use crate::legible::readable;
use crate::node::{Element, el, heading};
use crate::words::Words;

/// Requests and answers that are listed, and letters of a body.
const ROWS_MAX: usize = 8;
const LETTERS_MAX: usize = 40;

/// The panel; without a step nothing has happened yet.
pub(super) fn panel(step: Option<&Step>, words: &Words) -> Element {
    let none = || el("p").class("pp-none").text(words.pp_nothing());
    let asked = step.map_or(&[][..], |step| &step.asked);
    let kept = step.map_or(&[][..], |step| &step.kept);
    let rows = asked.iter().take(ROWS_MAX).map(|asked| {
        let status = asked.status.map_or_else(|| "…".to_owned(), |status| status.to_string());
        let kept = if asked.is_kept { words.pp_is_kept() } else { "" };
        el("li")
            .child(el("code").text([&asked.method, " ", &readable(&asked.url)].concat()))
            .child(el("span").class("sw-label").text(["→ ", &status, " ", kept].concat()))
    });
    let requests = el("ol").class("pp-asked").children(rows);
    let entries = kept.iter().take(ROWS_MAX).map(|kept| {
        let body = String::from_utf8_lossy(kept.bytes.get(kept.body_at..).unwrap_or_default());
        let body: String = body.chars().take(LETTERS_MAX).collect();
        el("li")
            .child(el("code").text(readable(&kept.url)))
            .child(el("code").class("pp-body").text(readable(&body)))
    });
    let answers = el("ul").class("pp-kept").children(entries);
    el("section")
        .class("pp-memory")
        .child(heading("sw-panel-head").text(words.pp_asked()))
        .child(if asked.is_empty() { none() } else { requests })
        .child(heading("sw-panel-head").text(words.pp_kept()))
        .child(if kept.is_empty() { none() } else { answers })
        .child(el("p").class("sw-micro").text(words.pp_keeps_by()))
}
