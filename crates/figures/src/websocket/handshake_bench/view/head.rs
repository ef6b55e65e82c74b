//! One head: its lines as fields, and beside them the bytes that travel, every line with its offset
//! and its end, the first byte at fault marked.

use std::ops::Range;

use figure_kit::components::{button, disclosure, growing, heading};
use figure_kit::legible::{readable, spaced_hex};
use figure_kit::node::{Element, el};
use websocket::handshake::Fault;

use super::super::head::{HEADERS_MAX, Head, Header, Row, Side};
use super::super::state::{Action, HandshakeBench, Part};
use super::super::words::Words;

/// Lines that are drawn.
const LINES_MAX: usize = 40;

/// Bytes of a line that are drawn, and how many of them stand before a fault further on.
const SHOWN_MAX: usize = 160;
const BEFORE_FAULT: usize = 24;

/// A name with the mark of its side.
pub(super) fn name(element: Element, text: &str) -> Element {
    element.class("hb-side").child(el("span").class("sw-mark")).child(el("span").text(text))
}

/// The panel of a side.
pub(super) fn panel(
    bench: &HandshakeBench,
    side: Side,
    head: &Head,
    fault: Option<&Fault>,
    words: &Words,
) -> Element {
    let (actor, title) = match side {
        Side::Request => ("client", words.request()),
        Side::Response => ("server", words.response()),
    };
    let is_response = side == Side::Response;
    let edited = bench.response.is_some();
    let origin = is_response.then(|| {
        let text = if edited { words.response_edited() } else { words.response_own() };
        el("span").class("sw-label").text(text)
    });
    let open = !is_response || bench.is_response_open;
    // The server writes its response by itself: who wants to write another opens its fields.
    let fold = is_response.then(|| {
        let fold = disclosure(
            Action::Open(Part::Response),
            words.edit_response(),
            "",
            bench.is_response_open,
        );
        let own = button(Action::Own, words.own_answer()).class("sw-btn--quiet");
        el("div").class("hb-fold sw-js-only").child(fold).maybe(edited.then_some(own))
    });
    el("section")
        .class("sw-panel hb-head")
        .attr("data-actor", actor)
        .child(name(heading("sw-panel-head"), title).maybe(origin))
        .maybe(fold)
        .child(
            el("div")
                .class("hb-columns")
                .maybe(open.then(|| editor(side, head, fault, words)))
                .child(travel(bench, head, fault, words)),
        )
}

fn editor(side: Side, head: &Head, fault: Option<&Fault>, words: &Words) -> Element {
    let faulty = fault.map(|fault| line_at(head, fault.at));
    let label = match side {
        Side::Request => words.request_line(),
        Side::Response => words.status_line(),
    };
    let verb = Action::Line((side, String::new())).to_string();
    let line = growing(label, verb, &head.line, faulty != Some(0)).class("hb-line");
    let rows = head
        .headers
        .iter()
        .enumerate()
        .map(|(place, header)| fields(side, place, header, faulty == Some(place + 1), words));
    let add = button(Action::Add((side, String::new())), words.add_header())
        .class("sw-btn--quiet")
        .flag("disabled", head.headers.len() >= HEADERS_MAX);
    el("div")
        .class("hb-editor sw-js-only")
        .child(line)
        .child(el("ol").class("hb-rows").children(rows))
        .child(el("div").class("sw-toolbar").child(add))
}

/// A header to write in, and what can be done to it.
fn fields(side: Side, place: usize, header: &Header, faulty: bool, words: &Words) -> Element {
    let (row, number) = (Row::At(place), place + 1);
    let field = |action: Action, label: String, value: &str| {
        growing(&label, action.to_string(), value, !faulty)
    };
    let tool = |action: Action, sign: &str, label: &str| {
        button(action, sign)
            .class("sw-btn--quiet sw-btn--icon")
            .attr("aria-label", [label, " ", &number.to_string()].concat())
            .attr("title", label)
    };
    // What is typed goes to the end of the action.
    let name = Action::Name((side, (row.clone(), String::new())));
    let value = Action::Value((side, (row.clone(), String::new())));
    el("li")
        .class("hb-row")
        .class_if("is-faulty", faulty)
        .child(field(name, words.header_name(&number), &header.name).class("hb-name"))
        .child(field(value, words.header_value(&number), &header.value))
        .child(
            el("span")
                .class("hb-tools")
                .child(tool(Action::Up((side, row.clone())), "↑", words.header_up()))
                .child(tool(Action::Down((side, row.clone())), "↓", words.header_down()))
                .child(tool(Action::Double((side, row.clone())), "+", words.double_header()))
                .child(tool(Action::Remove((side, row)), "×", words.remove_header())),
        )
}

/// Which line of a head an offset lies in.
fn line_at(head: &Head, at: usize) -> usize {
    let mut end = 0;
    let behind = head.lines().position(|line| {
        end += line.len();
        at < end
    });
    behind.unwrap_or(head.headers.len() + 1)
}

/// The bytes that travel.
fn travel(bench: &HandshakeBench, head: &Head, fault: Option<&Fault>, words: &Words) -> Element {
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
            lines.push(drawn(&line, start, at, bench.is_hex));
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
fn drawn(line: &str, start: usize, at: Option<usize>, hex: bool) -> Element {
    let text = line.strip_suffix("\r\n").unwrap_or(line);
    let window = window(text, at);
    let mut code = el("code");
    if window.start > 0 {
        code = code.text("…");
    }
    let shown = |range: Range<usize>| readable(&text[range]);
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
        el("span").class("hb-hex").text(spaced_hex(shown))
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
