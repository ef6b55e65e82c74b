//! An end: the state of its API, of the closing handshake, of TCP, and what its program is told.

use figure_kit::components::{Look, lane, pill};
use figure_kit::node::{Element, el};

use super::super::end::{Note, Ready};
use super::super::run::Run;
use super::super::scene::{Refused, Who};
use super::super::words::Words;
use super::sentence;
use crate::sockets::recorded::length;
use crate::sockets::state_pill;

/// The most lines that are kept in view, the newest.
const LINES_MAX: usize = 6;

/// The lane of an end after so many beats.
pub(super) fn view(run: &Run, who: Who, shown: usize, words: &Words) -> Element {
    let standing = run.standing(who, shown);
    let (actor, name, class) = match who {
        Who::Page => ("client", words.page_lane(), "ce-page"),
        Who::Server => ("server", words.server_lane(), "ce-server"),
    };
    let look = match standing.ready {
        Ready::Open => Look::Established,
        Ready::Closing => Look::Transitional,
        Ready::Closed => Look::Closed,
    };
    let state = if standing.is_there {
        pill(sentence::ready(standing.ready), look)
    } else {
        pill(words.gone(), Look::Closed)
    };
    let yes = |holds: bool| if holds { words.yes() } else { words.no() };
    let row = |name: &str, value: Element| {
        el("div").child(el("dt").text(name)).child(el("dd").child(value))
    };
    let text = |text: &str| el("span").text(text);
    let rows = el("dl")
        .class("ce-states")
        .child(row(words.ready_state(), state))
        .child(row(words.close_sent(), text(yes(standing.has_sent_close))))
        .child(row(words.close_got(), text(yes(standing.has_got_close))))
        .child(row(words.tcp(), state_pill::of_state(standing.tcp)));
    lane(actor, name, "").class(class).child(rows).child(told(run, who, shown, words))
}

/// What the program is told: what an API says, and nothing that only a kernel knows.
fn told(run: &Run, who: Who, shown: usize, words: &Words) -> Element {
    let line = |(ns, note): (u64, &Note)| {
        let (text, is_end) = match note {
            Note::Hears(text) => (sentence::message(text), false),
            Note::PongCame => ("pong".to_owned(), false),
            Note::Refused(refused) => (words.ev_throws(&throws(who, *refused)), true),
            Note::Fails(_) => ("error".to_owned(), true),
            Note::Reports(ending) => (sentence::event(ending, words), true),
            _ => return None,
        };
        let time = el("time").text(length(ns));
        Some(el("li").class_if("is-end", is_end).child(time).child(el("span").text(text)))
    };
    let mut lines: Vec<Element> = run.notes(who, shown).filter_map(line).collect();
    let spare = lines.len().saturating_sub(LINES_MAX);
    lines.drain(..spare);
    let head = el("p").class("sw-label").text(words.heard());
    let part = el("div").class("ce-told").child(head);
    if lines.is_empty() {
        return part.child(el("p").class("sw-micro").text(words.nothing_yet()));
    }
    part.child(el("ol").children(lines))
}

/// The name of what `close` throws.
const fn throws(who: Who, refused: Refused) -> &'static str {
    match (who, refused) {
        (_, Refused::PageCode) => "InvalidAccessError",
        (_, Refused::PageReason) => "SyntaxError",
        (Who::Page, _) => "TypeError",
        (Who::Server, _) => "Error",
    }
}
