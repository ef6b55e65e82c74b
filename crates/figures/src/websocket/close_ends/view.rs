//! The figure as a whole: what is decided, the questions, the walk, both ends with the wire
//! between them, the close frames, what came of it.

mod frames;
mod inputs;
mod ladder;
mod lane;
mod sentence;

use figure_kit::components::{Gate, Standing, transport, verdict};
use figure_kit::node::{Element, Node, el};
use figure_kit::playback;

use super::run::Run;
use super::scene::{Report, Scene, Who};
use super::state::CloseEnds;
use super::words::Words;
use crate::clause;

pub(super) use sentence::{narration, reported};

/// All panels.
pub(super) fn whole(figure: &CloseEnds, words: &Words) -> Node {
    let run = figure.run();
    let shown = if figure.is_locked() { 0 } else { figure.shown(&run) };
    let is_whole = !figure.is_locked() && shown == run.beats.len();
    let is_open = !figure.is_locked();
    let body = el("div")
        .class("ce-body")
        .child(lane::view(&run, Who::Page, shown, words))
        .maybe(is_open.then(|| ladder::view(figure, &run, shown, words)))
        .child(lane::view(&run, Who::Server, shown, words));
    let said = figure.walk.step().map(|_| narration(figure, &run, shown, words));
    let locked = figure.is_locked().then(|| words.waits().to_owned());
    let said = said.or(locked).unwrap_or_default();
    let walk = el("div")
        .attr("data-keys", playback::KEYS)
        .child(transport(&figure.walk, figure.steps(&run), words.position(), words))
        .child(el("p").class("ce-say").class_if("is-empty", said.is_empty()).text(said))
        .child(body);
    let results = is_whole.then(|| {
        el("div").class("ce-results").children(Who::ALL.map(|who| result(figure, who, words)))
    });
    el("div")
        .class("ce")
        .class_if("is-plate", figure.is_print)
        .child(inputs::view(figure, words))
        .maybe(questions(figure, words))
        .child(walk)
        .maybe(results)
        .maybe(is_open.then(|| frames::view(&run, shown, words)))
        .node()
}

/// What is asked about an end.
pub(super) fn question(who: Who, words: &Words) -> &str {
    match who {
        Who::Page => words.ask_page(),
        Who::Server => words.ask_server(),
    }
}

/// The answers to choose from.
pub(super) fn choices(scene: &Scene, words: &Words) -> Vec<String> {
    let choice = |report| match report {
        Report::Closed { code, is_clean: true } => words.choice_clean(&code),
        Report::Closed { code, is_clean: false } => words.choice_unclean(&code),
        Report::Nothing => words.choice_nothing().to_owned(),
    };
    scene.candidates().into_iter().map(choice).collect()
}

/// One question at a time; both with their answers, once both are answered.
fn questions(figure: &CloseEnds, words: &Words) -> Option<Element> {
    if !figure.is_asked {
        return None;
    }
    let choices = choices(&figure.scene, words);
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    let gate = |who: Who| {
        let is_seen = !figure.is_locked();
        let gate = Gate {
            question: question(who, words),
            choices: &choices,
            chosen: figure.predictions[who as usize].chosen,
            right: is_seen.then(|| figure.right(who)),
            why: is_seen.then(|| reported(figure, who, words)),
        };
        gate.view(words)
    };
    let asked = el("div").class("ce-asked");
    Some(match figure.open() {
        Some(Who::Page) => asked.child(gate(Who::Page)),
        Some(Who::Server) => {
            let said = figure.predictions[0].chosen.and_then(|at| choices.get(at).copied());
            let said = said.map(|said| el("p").class("ce-said").text(words.you_said(&said)));
            asked.maybe(said).child(gate(Who::Server))
        }
        None => asked.class("is-both").children(Who::ALL.map(gate)),
    })
}

/// What an end reports, and why.
fn result(figure: &CloseEnds, who: Who, words: &Words) -> Element {
    let run: &Run = &figure.run();
    let standing = match run.report(who) {
        Report::Closed { is_clean: true, .. } => Standing::Good,
        _ => Standing::Bad,
    };
    let (line, (why, clauses)) =
        (sentence::outcome(run, who, words), sentence::why(run, who, words));
    verdict(standing, &line, clause::reason(why, clauses))
}
