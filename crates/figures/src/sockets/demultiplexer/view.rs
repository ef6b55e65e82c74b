//! The figure as a whole: the question, what is sent, the table of sockets, the verdict.

use figure_kit::action::verb;
use figure_kit::components::{
    Gate, Look, Standing, button, field, foot, footed, note, pill, segments, switch, verdict,
};
use figure_kit::node::{Element, Node, el};
use kernel::{Endpoint, State};

use super::lookup::{self, Found, Got, Row, Sent};
use super::state::{Action, Demultiplexer, Receiver};
use super::words::Words;
use crate::sockets::state_pill;

/// All panels.
pub(super) fn whole(figure: &Demultiplexer, words: &Words) -> Node {
    let found = if figure.is_locked() { None } else { figure.found() };
    let unasked = if found.is_none() { lookup::rows(figure.extra) } else { Vec::new() };
    let rows = found.as_ref().map_or(&unasked, |found| &found.rows);
    let lines =
        rows.iter().enumerate().map(|(at, row)| line(figure, found.as_ref(), at, row, words));
    let head = [words.state(), words.local(), words.remote(), ""];
    let head = head.map(|text| el("span").class("sw-label").text(text));
    footed(el("div").class("dm"))
        .maybe(figure.question.then(|| question(figure, words)))
        .child(inputs(figure, words))
        .child(el("div").class("dm-row dm-names").children(head))
        .child(el("ol").class("dm-table").children(lines))
        .maybe((!figure.is_locked()).then(|| foot(vec![judged(found.as_ref(), words)])))
        .node()
}

fn question(figure: &Demultiplexer, words: &Words) -> Element {
    let found = if figure.answer.is_committed { figure.found() } else { None };
    let run = figure.answer.is_committed.then_some(found.as_ref());
    let gate = Gate {
        question: words.question(),
        choices: &Receiver::ALL.map(|it| receiver(it, words)),
        chosen: figure.answer.chosen,
        right: run.map(|found| Receiver::of(found) as usize),
        why: run.map(|found| outcome(found, words)),
    };
    gate.view(words)
}

/// An answer to choose.
pub(super) fn receiver(receiver: Receiver, words: &Words) -> &str {
    match receiver {
        Receiver::Connection => words.to_connection(),
        Receiver::Listener => words.to_listener(),
        Receiver::Udp => words.to_udp(),
        Receiver::Nobody => words.to_nobody(),
    }
}

/// The question with what is sent, as it stands on paper.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn asked(figure: &Demultiplexer, words: &Words) -> String {
    let ends = [&*figure.source, " → ", &figure.destination].concat();
    [sent(figure.sent, words), ", ", &ends, ". ", words.question()].concat()
}

fn sent(sent: Sent, words: &Words) -> &str {
    match sent {
        Sent::Syn => words.syn(),
        Sent::Data => words.data(),
        Sent::Datagram => words.datagram(),
    }
}

fn inputs(figure: &Demultiplexer, words: &Words) -> Element {
    let name = |it| sent(it, words);
    let choices = Sent::ALL.map(|sent| (Action::Send(sent), name(sent), sent == figure.sent));
    let end = |label, verb, text, is_sound: bool, wrong| {
        field(label, verb, text, is_sound).class("sw-js-only").child(note(if is_sound {
            ""
        } else {
            wrong
        }))
    };
    let (source, destination) = (&figure.source, &figure.destination);
    let (from, to) = (figure.from().is_some(), figure.to().is_some());
    // On paper all of it stands as text.
    let printed = [name(figure.sent), ", ", source, " → ", destination].concat();
    el("div")
        .class("dm-inputs")
        .child(segments(words.sends(), choices))
        .child(el("code").class("sw-printed").text(printed))
        .child(end(words.source(), verb(Action::Source), source, from, words.bad_source()))
        .child(end(
            words.destination(),
            verb(Action::Destination),
            destination,
            to,
            words.bad_destination(),
        ))
        .child(switch(Action::Specific, words.specific(), figure.extra.specific))
        .child(switch(Action::Waiting, words.waiting(), figure.extra.waiting))
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
    let state =
        if row.is_udp { pill("UDP", Look::Closed) } else { state_pill::of_state(row.state) };
    let state = el("span").child(state.class_if("is-other", other_protocol));
    let has_peer = row.remote != Endpoint::NONE;
    let copy = button(Action::As(at + 1), words.as_peer())
        .class("sw-btn--quiet sw-js-only")
        .attr("aria-label", [words.as_peer(), " ", &row.remote.to_string()].concat());
    let says = match found {
        Some(_) if is_hit => words.gets().to_owned(),
        Some(found) => why_not(found, row, other_protocol, differing, words),
        None => String::new(),
    };
    el("li")
        .class("dm-row")
        .class_if("is-hit", is_hit)
        .child(state.maybe(
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
    let names =
        [words.local_address(), words.local_port(), words.remote_address(), words.remote_port()];
    let mut text = if other_protocol { words.protocol().to_owned() } else { String::new() };
    for (name, _) in names.iter().zip(differing).filter(|(_, differs)| *differs) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name);
    }
    if !text.is_empty() {
        return words.differs(&text);
    }
    match found.got {
        Got::Row(_) => words.less_exact().to_owned(),
        _ if row.state == State::Listen => words.only_syn().to_owned(),
        _ => String::new(),
    }
}

/// Whose it was, in a line.
pub(super) fn outcome(found: Option<&Found>, words: &Words) -> String {
    let Some(found) = found else { return words.nothing_sent().to_owned() };
    let line = match found.got {
        Got::Row(at) => {
            let row = &found.rows[at];
            let to = row.local.to_string();
            match row.state {
                _ if row.is_udp => words.was_udp(&to),
                State::Listen => words.was_listener(&to),
                _ => words.was_connection(&row.remote),
            }
        }
        Got::Nobody => words.was_nobody().to_owned(),
        Got::NoHost => words.was_no_host().to_owned(),
    };
    match &found.answer {
        Some(answer) => [&line, " ", &words.answer(answer)].concat(),
        None => line,
    }
}

/// The same with its sign.
fn judged(found: Option<&Found>, words: &Words) -> Element {
    let good = found.is_some_and(|found| matches!(found.got, Got::Row(_)));
    let standing = if good { Standing::Good } else { Standing::Bad };
    verdict(standing, &outcome(found, words), el("p"))
}
