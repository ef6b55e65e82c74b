//! The bytes of a head as they travel: every line with its offset and its end, and the first
//! byte at fault marked.

use std::ops::Range;

use websocket::handshake::Fault;

use super::super::HandshakeBench;
use super::super::head::Head;
use crate::node::{Element, el};
use crate::words::Words;

/// Lines that are drawn.
const LINES_MAX: usize = 40;

/// Bytes of a line that are drawn, and how many of them stand before a fault further on.
const SHOWN_MAX: usize = 160;
const BEFORE_FAULT: usize = 24;

/// Which line of a head an offset lies in.
pub(super) fn line_at(head: &Head, at: usize) -> usize {
    let mut end = 0;
    let behind = head.lines().position(|line| {
        end += line.len();
        at < end
    });
    behind.unwrap_or(head.headers.len() + 1)
}

/// The panel.
pub(super) fn panel(
    bench: &HandshakeBench,
    head: &Head,
    fault: Option<&Fault>,
    words: &Words,
) -> Element {
    let count = head.headers.len() + 2;
    let faulty = fault.map(|fault| line_at(head, fault.at));
    // The faulty line is drawn, however far on it stands.
    let first = faulty.map_or(0, |line| (line + 2).saturating_sub(LINES_MAX));
    let mut start = 0;
    let mut lines = Vec::new();
    for (index, line) in head.lines().enumerate() {
        if (first..first + LINES_MAX).contains(&index) {
            let here = fault.filter(|_| faulty == Some(index));
            let at = here.map(|fault| fault.at.saturating_sub(start));
            lines.push(row(&line, start, at, bench.hex));
        }
        start += line.len();
    }
    let rest = count.saturating_sub(lines.len());
    let more = (rest > 0).then(|| el("p").class("sw-micro").text(words.more_lines(&rest)));
    el("div")
        .class("hb-travel")
        .child(
            el("p")
                .class("sw-label")
                .text([words.raw_bytes(), ", ", &words.bytes(&start)].concat()),
        )
        .child(el("ol").class("hb-raw").children(lines))
        .maybe(more)
}

/// One line; `at` is the offset in it of the byte at fault.
fn row(line: &str, start: usize, at: Option<usize>, hex: bool) -> Element {
    let text = line.strip_suffix("\r\n").unwrap_or(line);
    let window = window(text, at);
    let mut code = el("code");
    if window.start > 0 {
        code = code.text("…");
    }
    let shown = |range: Range<usize>| crate::legible::readable(&text[range]);
    let at_text = at.filter(|at| *at < text.len()).map(|at| text.floor_char_boundary(at));
    match at_text {
        Some(at) => {
            let one = at + text[at..].chars().next().map_or(0, char::len_utf8);
            code = code
                .text(shown(window.start..at))
                .child(el("mark").class("hb-at").text(shown(at..one)))
                .child(el("mark").text(shown(one..window.end.max(one))));
        }
        None => code = code.text(shown(window.clone())),
    }
    if window.end < text.len() {
        code = code.text("…");
    }
    let end_is_wrong = at.is_some() && at_text.is_none();
    let end = el("span").class("hb-crlf").class_if("hb-at", end_is_wrong).text("\\r\\n");
    let bytes = hex.then(|| {
        let shown = &line.as_bytes()[..line.len().min(SHOWN_MAX)];
        el("span").class("hb-hex").text(crate::legible::spaced_hex(shown))
    });
    el("li")
        .class_if("is-faulty", at.is_some())
        .child(el("span").class("hb-off").text(start.to_string()))
        .child(el("span").class("hb-text").child(code.child(end)).maybe(bytes))
}

/// The part of a line that is drawn.
fn window(text: &str, at: Option<usize>) -> Range<usize> {
    let at = at.unwrap_or(0).min(text.len());
    let start = if at > SHOWN_MAX - BEFORE_FAULT { at - BEFORE_FAULT } else { 0 };
    let end = text.len().min(start + SHOWN_MAX);
    text.floor_char_boundary(start)..text.floor_char_boundary(end)
}
