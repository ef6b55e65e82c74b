//! The figure as a whole: how everybody stands, the lanes, the step in words, what stands below.

use std::collections::BTreeSet;
use std::rc::Rc;

use figure_kit::components::button;
use figure_kit::components::ladder::Side;
use figure_kit::node::{Element, Node, el};
use recording::Thread;

use super::state::{Action, CodeLab, Play};
use super::words::Words;
use super::{along, standing};
use crate::sockets::recorded::{self, KEYS, Line, Source, View};

/// All panels; before there is a run, none.
pub(super) fn whole(figure: &CodeLab, words: &Words) -> Node {
    let (Some(play), Some(view)) = (&figure.play, figure.look(words)) else {
        return el("div").class("cl is-empty").node();
    };
    let is_past = figure.viewing.position < play.run.steps.len();
    let go_on = button(Action::GoOn, words.go_on()).class("sw-btn--quiet cl-go-on sw-js-only");
    let step = el("div")
        .class("rec-step")
        .child(recorded::narrated(&view))
        .child(recorded::controls(&view))
        .maybe(is_past.then_some(go_on));
    el("div")
        .class("cl rec-run")
        .attr("data-keys", KEYS)
        .child(stands(play, words))
        .child(lanes(play, &view, words))
        .maybe(along::view(&play.along, figure.viewing.position, words))
        .child(step)
        .child(el("div").class("rec-lower").child(recorded::beside(&view)))
        .node()
}

fn stands(play: &Play, words: &Words) -> Element {
    let (sentences, is_deadlock) = standing::sentences(play, words);
    let list = sentences.into_iter().map(|text| el("li").text(text));
    el("ul")
        .class("cl-stands")
        .class_if("is-deadlock", is_deadlock)
        .attr("aria-label", words.standing_label())
        .children(list)
}

fn lanes(play: &Play, view: &View<'_>, words: &Words) -> Element {
    let lane = |side| recorded::lane(view, side, |at, thread| source(play, at, thread));
    if play.run.hosts.len() < 2 {
        let hint = el("p").class("sw-hint").text(words.one_host());
        return el("div").class("rec-body is-one").child(lane(Side::Left)).child(hint);
    }
    // In the ladder the space bar plays; on a button it presses the button.
    let keys = [KEYS, "; =", &Action::Run(recorded::Action::Play).to_string()].concat();
    let ladder = recorded::ladder(view).attr("data-keys", keys);
    el("div").class("rec-body").child(ladder).child(lane(Side::Left)).child(lane(Side::Right))
}

/// A program with the lines at which this thread made calls.
fn source(play: &Play, at: usize, thread: &Thread) -> Source {
    let program = play.setup.programs.iter().position(|it| it.name == thread.program);
    let text = program.and_then(|program| play.sources.get(program));
    let called: BTreeSet<usize> = thread.calls.iter().filter_map(|made| made.line).collect();
    let line = |(number, text): (usize, &str)| Line {
        text: text.to_owned(),
        call: Some(number + 1).filter(|number| called.contains(number)),
    };
    let lines: Rc<[Line]> = text.map_or("", String::as_str).lines().enumerate().map(line).collect();
    let edition = play.edition << 12 | at;
    Source { file: thread.program.clone(), lines, beside: None, edition }
}
