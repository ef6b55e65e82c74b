//! What the browser does at each frame, and what the page is told.

use figure_kit::components::{Look, heading, pill};
use figure_kit::legible::{hex, readable, spaced_hex};
use figure_kit::node::{Element, el};
use figure_kit::playback;
use websocket::connection::Message;
use websocket::frame::Opcode;

use super::super::run::{News, Run, State, Turn, cut_bytes};
use super::super::state::{Action, Interleaver};
use super::super::words::Words;
use super::naming::{head, name};

pub(super) fn panel(figure: &Interleaver, run: &Run, words: &Words) -> Element {
    let rows = (0..run.turns.len()).map(|at| row(figure, run, at, words));
    el("section")
        .class("il-turns")
        .child(heading("sw-panel-head").text(words.receiver()))
        .child(el("ol").children(rows))
}

fn row(figure: &Interleaver, run: &Run, at: usize, words: &Words) -> Element {
    let (turn, number) = (&run.turns[at], at + 1);
    let shown = figure.shown();
    let title = words.turn_title(&number, &name(turn.card, words), &head(figure, turn.card, words));
    let to = el("button")
        .attr("type", "button")
        .class("il-to")
        .does(Action::Walk(playback::Action::to(number)))
        .attr("tabindex", if number == shown.max(1) { "0" } else { "-1" })
        .text(title);
    let row = el("li")
        .class("il-turn")
        .class_if("is-now", figure.walk.step() == Some(number))
        .class_if("is-future", at >= shown)
        .child(el("div").class("il-turn-head").child(to).maybe((at < shown).then(|| {
            let (name, look) = state(&turn.after, words);
            pill(name, look)
        })));
    if at >= shown {
        return row;
    }
    let says = sentences(turn, words).join(" ");
    row.child(bytes(run, turn)).child(el("p").text(says))
}

/// A state's name, and how it looks.
pub(super) fn state<'a>(state: &State, words: &'a Words) -> (&'a str, Look) {
    match state {
        State::Between => (words.between(), Look::Stable),
        State::Inside(it) if it.opcode == Opcode::Binary => (words.in_binary(), Look::Transitional),
        State::Inside(_) => (words.in_text(), Look::Transitional),
        State::Closed => (words.closed(), Look::Closed),
        State::Failed => (words.failed(), Look::Closed),
    }
}

/// The bytes of a frame, with the one that settles a fault marked.
fn bytes(run: &Run, turn: &Turn) -> Element {
    let line = el("code").class("il-hex");
    let fault = run.fault().and_then(|fault| usize::try_from(fault.at).ok());
    let place = fault.and_then(|at| at.checked_sub(turn.start));
    match place.filter(|at| *at < turn.bytes.len() && turn.before.is_open()) {
        Some(at) => {
            let behind = spaced_hex(&turn.bytes[at + 1..]);
            line.text([&spaced_hex(&turn.bytes[..at]), " "].concat())
                .child(el("mark").text(hex(turn.bytes[at])))
                .text([" ", &behind].concat())
        }
        None => line.text(spaced_hex(&turn.bytes)),
    }
}

/// A message as the page gets it.
fn data(message: &Message, words: &Words) -> String {
    match message {
        Message::Text(text) => words.data_text(&readable(text)),
        Message::Binary(bytes) if bytes.is_empty() => words.data_nothing().to_owned(),
        Message::Binary(bytes) => words.data_binary(&spaced_hex(bytes)),
    }
}

/// What came of a frame, sentence by sentence.
pub(super) fn sentences(turn: &Turn, words: &Words) -> Vec<String> {
    let nothing = || words.told_nothing().to_owned();
    match (&turn.news, &turn.after) {
        (Some(News::Message(message)), _) => vec![words.told_message(&data(message, words))],
        (Some(News::Answered), _) => vec![words.answered().to_owned(), nothing()],
        (Some(News::Pong), _) => vec![words.pong_taken().to_owned(), nothing()],
        (Some(News::Closed(ending)), _) => vec![words.told_close(&ending.code)],
        (Some(News::Failed(fault, ending)), _) => {
            vec![words.told_failed(&fault.rule.close_code(), &ending.code)]
        }
        (None, State::Inside(unfinished)) => {
            let mut said = vec![words.kept(&unfinished.bytes.len())];
            if unfinished.cut_len > 0 {
                said.push(words.waits(&spaced_hex(cut_bytes(unfinished))));
            }
            said.push(nothing());
            said
        }
        (None, _) => vec![words.not_read().to_owned()],
    }
}
