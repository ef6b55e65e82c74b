//! One head: its lines as fields, and beside them the bytes that travel.

use websocket::handshake::Fault;

use super::super::HandshakeBench;
use super::super::head::{HEADERS_MAX, Head, Header, Side};
use super::raw;
use crate::control;
use crate::node::{Element, el};
use crate::words::Words;

/// The panel of a side.
pub(super) fn panel(
    bench: &HandshakeBench,
    side: Side,
    head: &Head,
    fault: Option<&Fault>,
    words: &Words,
) -> Element {
    let actor = if side == Side::Request { "client" } else { "server" };
    let origin = (side == Side::Response).then(|| {
        let edited = bench.response.is_some();
        let text = if edited { words.response_edited() } else { words.response_own() };
        el("span").class("sw-label").text(text)
    });
    el("section")
        .class("sw-panel hb-head")
        .attr("data-actor", actor)
        .child(super::head_of(side, words).maybe(origin))
        .child(
            el("div")
                .class("hb-columns")
                .child(editor(bench, side, head, fault, words))
                .child(raw::panel(bench, head, fault, words)),
        )
}

fn verb(parts: &[&str]) -> String {
    parts.join(" ")
}

fn input(label: &str, verb: String, value: &str) -> Element {
    el("input")
        .class("sw-input")
        .attr("type", "text")
        .attr("aria-label", label)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("value", value)
        .attr("data-input", verb)
}

fn editor(
    bench: &HandshakeBench,
    side: Side,
    head: &Head,
    fault: Option<&Fault>,
    words: &Words,
) -> Element {
    let faulty = fault.map(|fault| raw::line_at(head, fault.at));
    let label = match side {
        Side::Request => words.request_line(),
        Side::Response => words.status_line(),
    };
    let line = input(label, verb(&["line", side.name()]), &head.line)
        .class("hb-line")
        .state("aria-invalid", faulty == Some(0));
    let rows = head
        .headers
        .iter()
        .enumerate()
        .map(|(place, header)| row(side, place, header, faulty == Some(place + 1), words));
    let own = control::button("own", words.own_answer())
        .class("sw-btn--quiet")
        .flag("disabled", bench.response.is_none());
    let add = control::button(verb(&["add", side.name()]), words.add_header())
        .class("sw-btn--quiet")
        .flag("disabled", head.headers.len() >= HEADERS_MAX);
    el("div")
        .class("hb-editor sw-js-only")
        .child(line)
        .child(el("ol").class("hb-rows").children(rows))
        .child(
            el("div").class("sw-toolbar").child(add).maybe((side == Side::Response).then_some(own)),
        )
}

fn row(side: Side, place: usize, header: &Header, faulty: bool, words: &Words) -> Element {
    let at = place.to_string();
    let number = place + 1;
    let field = |name: &str, label: String, value: &str| {
        input(&label, verb(&[name, side.name(), &at]), value).state("aria-invalid", faulty)
    };
    let tool = |action: &str, sign: &str, label: &str| {
        control::button(verb(&[action, side.name(), &at]), sign)
            .class("sw-btn--quiet sw-btn--icon")
            .attr("aria-label", [label, " ", &number.to_string()].concat())
            .attr("title", label)
    };
    el("li")
        .class("hb-row")
        .class_if("is-faulty", faulty)
        .child(field("name", words.header_name(&number), &header.name).class("hb-name"))
        .child(field("value", words.header_value(&number), &header.value))
        .child(
            el("span")
                .class("hb-tools")
                .child(tool("up", "↑", words.header_up()))
                .child(tool("down", "↓", words.header_down()))
                .child(tool("double", "+", words.double_header()))
                .child(tool("remove", "×", words.remove_header())),
        )
}
