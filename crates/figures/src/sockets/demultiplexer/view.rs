//! The figure as a whole: the question, what is sent, the table of sockets, the verdict.

use kernel::{Endpoint, State};

use super::lookup::{self, Found, Got, Row, Sent};
use super::{Demultiplexer, KINDS_SENT};
use crate::control::{button, field, segments, switch};
use crate::icon;
use crate::node::{Element, Node, el};
use crate::predict::Gate;
use crate::sockets::state_pill;
use crate::words::Words;

/// All panels.
pub(super) fn whole(figure: &Demultiplexer, words: &Words) -> Node {
    let found = if figure.is_locked() { None } else { figure.found() };
    let unasked = if found.is_none() { lookup::rows(figure.extra) } else { Vec::new() };
    let rows = found.as_ref().map_or(&unasked, |found| &found.rows);
    let lines =
        rows.iter().enumerate().map(|(at, row)| line(figure, found.as_ref(), at, row, words));
    let head = [words.dm_state(), words.dm_local(), words.dm_remote(), ""];
    let head = head.map(|text| el("span").class("sw-label").text(text));
    el("div")
        .class("dm")
        .maybe(question(figure, words))
        .child(inputs(figure, words))
        .child(el("div").class("dm-row dm-names").children(head))
        .child(el("ol").class("dm-table").children(lines))
        .maybe((!figure.is_locked()).then(|| verdict(found.as_ref(), words)))
        .node()
}

fn question(figure: &Demultiplexer, words: &Words) -> Option<Element> {
    let question = figure.question?;
    let found = if question.is_answered { figure.found() } else { None };
    let gate = Gate {
        question: words.dm_question(),
        choices: &[
            words.dm_to_connection(),
            words.dm_to_listener(),
            words.dm_to_udp(),
            words.dm_to_nobody(),
        ],
        chosen: question.chosen,
        right: question.is_answered.then(|| Demultiplexer::right(found.as_ref())),
        why: question.is_answered.then(|| outcome(found.as_ref(), words)),
    };
    Some(gate.view(words))
}

fn inputs(figure: &Demultiplexer, words: &Words) -> Element {
    let name = |sent| match sent {
        Sent::Syn => words.dm_syn(),
        Sent::Data => words.dm_data(),
        Sent::Datagram => words.dm_datagram(),
    };
    let choices =
        KINDS_SENT.map(|(verb, sent)| (["send ", verb].concat(), name(sent), sent == figure.sent));
    let wrong = |is_sound: bool, text: &str| {
        el("span").class("sw-note is-wrong").text(if is_sound { "" } else { text })
    };
    let (from, to) = (figure.from().is_some(), figure.to().is_some());
    // On paper all of it stands as text.
    let printed = [name(figure.sent), ", ", &figure.source, " → ", &figure.destination].concat();
    el("div")
        .class("dm-inputs")
        .child(segments(words.dm_sends(), choices))
        .child(el("code").class("dm-printed").text(printed))
        .child(
            field(words.dm_source(), "source", &figure.source, from)
                .class("sw-js-only")
                .child(wrong(from, words.dm_bad_source())),
        )
        .child(
            field(words.dm_destination(), "destination", &figure.destination, to)
                .class("sw-js-only")
                .child(wrong(to, words.dm_bad_destination())),
        )
        .child(switch("specific", words.dm_specific(), figure.extra.specific))
        .child(switch("waiting", words.dm_waiting(), figure.extra.waiting))
}

/// One of the values that are compared, marked where it differs.
fn value(text: String, differs: bool) -> Element {
    let value = el("span").class_if("is-other", differs);
    if differs { value.text(["≠ ", &text].concat()) } else { value.text(text) }
}

/// An end of a row beside that of the segment.
fn end(row: Endpoint, sent: Option<Endpoint>, differing: &mut [bool]) -> Element {
    let ip = if row.ip.is_any() { "*".to_owned() } else { row.ip.to_string() };
    let port = if row.port == 0 { "*".to_owned() } else { row.port.to_string() };
    differing[0] = sent.is_some_and(|sent| !row.ip.is_any() && row.ip != sent.ip);
    differing[1] = sent.is_some_and(|sent| row.port != 0 && row.port != sent.port);
    el("code").child(value(ip, differing[0])).text(":").child(value(port, differing[1]))
}

fn line(
    figure: &Demultiplexer,
    found: Option<&Found>,
    at: usize,
    row: &Row,
    words: &Words,
) -> Element {
    let sent = found.and_then(|_| Some((figure.from()?, figure.to()?)));
    let other_protocol = sent.is_some() && (figure.sent == Sent::Datagram) != row.is_udp;
    let mut differing = [false; 4];
    let local = end(row.local, sent.map(|(_, to)| to), &mut differing[..2]);
    let remote = end(row.remote, sent.map(|(from, _)| from), &mut differing[2..]);
    let is_hit = found.is_some_and(|found| found.got == Got::Row(at));
    let pill = if row.is_udp {
        el("span").class("sw-pill").attr("data-state", "closed").text("UDP")
    } else {
        state_pill::of_state(row.state)
    };
    let pill = el("span").child(pill.class_if("is-other", other_protocol));
    let has_peer = row.remote != Endpoint::NONE;
    let number = (at + 1).to_string();
    let copy = button(["as ", &number].concat(), words.dm_as_peer())
        .class("sw-btn--quiet sw-js-only")
        .attr("aria-label", [words.dm_as_peer(), " ", &row.remote.to_string()].concat());
    let says = match found {
        Some(_) if is_hit => words.dm_gets().to_owned(),
        Some(found) => why_not(found, row, other_protocol, differing, words),
        None => String::new(),
    };
    el("li")
        .class("dm-row")
        .class_if("is-hit", is_hit)
        .child(pill.maybe(
            row.fd.map(|fd| el("span").class("sw-label").text([" fd ", &fd.to_string()].concat())),
        ))
        .child(local)
        .child(remote)
        .child(el("span").class("dm-says").text(says).maybe(has_peer.then_some(copy)))
}

/// Why a socket did not get it.
fn why_not(
    found: &Found,
    row: &Row,
    other_protocol: bool,
    differing: [bool; 4],
    words: &Words,
) -> String {
    let names = [
        words.dm_local_address(),
        words.dm_local_port(),
        words.dm_remote_address(),
        words.dm_remote_port(),
    ];
    let mut text = if other_protocol { words.dm_protocol().to_owned() } else { String::new() };
    for (name, _) in names.iter().zip(differing).filter(|(_, differs)| *differs) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name);
    }
    if !text.is_empty() {
        return words.dm_differs(&text);
    }
    match found.got {
        Got::Row(_) => words.dm_less_exact().to_owned(),
        _ if row.state == State::Listen => words.dm_only_syn().to_owned(),
        _ => String::new(),
    }
}

/// Whose it was, in a line.
pub(super) fn outcome(found: Option<&Found>, words: &Words) -> String {
    let Some(found) = found else { return words.dm_nothing_sent().to_owned() };
    let line = match found.got {
        Got::Row(at) => {
            let row = &found.rows[at];
            let to = row.local.to_string();
            match row.state {
                _ if row.is_udp => words.dm_was_udp(&to),
                State::Listen => words.dm_was_listener(&to),
                _ => words.dm_was_connection(&row.remote),
            }
        }
        Got::Nobody => words.dm_was_nobody().to_owned(),
        Got::NoHost => words.dm_was_no_host().to_owned(),
    };
    match &found.answer {
        Some(answer) => [&line, " ", &words.dm_answer(answer)].concat(),
        None => line,
    }
}

fn verdict(found: Option<&Found>, words: &Words) -> Element {
    let good = found.is_some_and(|found| matches!(found.got, Got::Row(_)));
    el("div")
        .class("sw-verdict")
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(if good { icon::tick() } else { icon::cross() })
        .child(el("p").class("sw-verdict-line").text(outcome(found, words)))
}
