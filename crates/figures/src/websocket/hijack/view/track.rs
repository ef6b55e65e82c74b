//! The way of a step: the attacker on the left, the browser in the middle, the bank on the right.

use figure_kit::node::{Element, el, svg};

use super::super::step::{Step, Who};
use super::super::words::Words;

/// How far a line stays from whom it joins.
const ROOM: u32 = 11;

const fn place(who: Who) -> u32 {
    match who {
        Who::Attacker => 8,
        Who::Browser => 100,
        Who::Bank => 192,
    }
}

fn name(who: Who, words: &Words) -> &str {
    match who {
        Who::Attacker => words.attacker(),
        Who::Browser => words.browser(),
        Who::Bank => words.bank(),
    }
}

/// The drawing, with its words beside it.
pub(super) fn view(step: &Step, words: &Words) -> Element {
    let (from, to) = (place(step.from), place(step.to));
    let (start, end, back) = if from < to {
        (from + ROOM, to - ROOM, to - ROOM - 6)
    } else {
        (from - ROOM, to + ROOM, to + ROOM + 6)
    };
    let [start, end, back] = [start, end, back].map(|x| x.to_string());
    let arrow = ["M", &start, " 10H", &end, "M", &back, " 6L", &end, " 10L", &back, " 14"];
    let actor = if step.from == Who::Browser { "client" } else { "server" };
    let station = |d: &'static str| el("path").attr("d", d);
    let is_past = step.from != Who::Browser && step.to != Who::Browser;
    let browser = station("M94 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0z").class("hj-client");
    let drawing = svg(200, 20)
        .attr("aria-hidden", "true")
        .child(station("M2 4h12v12h-12z").class("hj-attacker"))
        .maybe((!is_past).then_some(browser))
        .child(station("M186 4h12v12h-12z").class("hj-server"))
        .child(el("path").class("hj-line").attr("data-actor", actor).attr("d", arrow.concat()));
    let names = [name(step.from, words), " → ", name(step.to, words)].concat();
    el("span").class("hj-way").child(drawing).child(el("span").class("sw-label").text(names))
}
