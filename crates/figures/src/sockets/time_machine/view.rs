//! The figure as a whole: the three lanes, the step in words, the controls, what stands below.

use std::rc::Rc;

use figure_kit::components::ladder::Side;
use recording::Thread;

use super::listing::{self, Language};
use super::name::program_named;
use super::state::{Action, Listing, TimeMachine};
use super::words::Words;
use super::{name, predict};
use crate::sockets::recorded::{self, KEYS, Source};
use figure_kit::node::{Element, Node, el};

/// All panels.
pub(super) fn whole(figure: &TimeMachine, words: &Words) -> Node {
    let view = figure.look(words);
    let keys = [KEYS, ";", &predict::choice_keys(figure)].concat();
    // In the ladder the space bar plays; on a button it presses the button.
    let play = Action::Run(recorded::Action::Play).to_string();
    let ladder = recorded::ladder(&view).attr("data-keys", [&keys, " =", &play].concat());
    let lane = |side| recorded::lane(&view, side, |at, thread| source(figure, at, thread, words));
    let body =
        el("div").class("rec-body").child(ladder).child(lane(Side::Left)).child(lane(Side::Right));
    let lower = el("div").class("rec-lower");
    let tm =
        el("div").class("tm rec-run").class_if("is-plate", figure.is_print).attr("data-keys", keys);
    if figure.is_print {
        let lower = lower.maybe(predict::printed(figure, words)).child(recorded::beside(&view));
        return tm.child(body).child(recorded::narrated(&view)).child(lower).node();
    }
    // A question stands where the sentence of the step does, above the controls.
    let said = predict::here(figure, words).unwrap_or_else(|| recorded::narrated(&view));
    let step = el("div").class("rec-step").child(said).child(recorded::controls(&view));
    tm.child(body).child(step).child(lower.child(recorded::beside(&view))).node()
}

/// A program in the language that the reader chose.
fn source(figure: &TimeMachine, at: usize, thread: &Thread, words: &Words) -> Source {
    let language = figure.language;
    let mut listings = figure.play().listings.borrow_mut();
    let known = listings.iter().find(|it| (it.thread, it.language) == (at, language));
    let lines = known.map(|listing| Rc::clone(&listing.lines));
    let lines = lines.unwrap_or_else(|| {
        let program = program_named(&thread.program).unwrap_or_default();
        let statements = &figure.scenario.programs[program];
        let source = listing::Source { statements, side: name::side_of(program) };
        let lines: Rc<[recorded::Line]> = listing::write(source, language).into();
        listings.push(Listing { thread: at, language, lines: Rc::clone(&lines) });
        lines
    });
    Source {
        file: [&thread.program, language.label().1].concat(),
        lines,
        beside: (!figure.is_print).then(|| languages(language, words)),
        edition: language as usize,
    }
}

fn languages(chosen: Language, words: &Words) -> Element {
    let button = |language: Language| {
        el("button")
            .attr("type", "button")
            .class("tm-language")
            .state("aria-pressed", language == chosen)
            .does(Action::Language(language))
            .text(language.label().0)
    };
    el("span")
        .class("tm-languages sw-js-only")
        .attr("role", "group")
        .attr("aria-label", words.language_label())
        .children(Language::ALL.map(button))
}
