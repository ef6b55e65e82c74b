//! The way of a step: the attacker on the left, the browser in the middle, the bank on the right.

use figure_kit::node::{Element, el};

use super::super::step::{Step, Who};
use super::super::words::Words;
use crate::websocket::attack;

const fn place(who: Who) -> u32 {
    match who {
        Who::Attacker => attack::LEFT,
        Who::Browser => attack::MIDDLE,
        Who::Bank => attack::RIGHT,
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
    let actor = if step.from == Who::Browser { "client" } else { "server" };
    let station = |d: &'static str| el("path").attr("d", d);
    let is_past = step.from != Who::Browser && step.to != Who::Browser;
    let browser = station("M94 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0z").class("atk-client");
    let parts = [
        Some(station("M2 4h12v12h-12z").class("hj-attacker")),
        (!is_past).then_some(browser),
        Some(station("M186 4h12v12h-12z").class("atk-server")),
        Some(attack::arrow(place(step.from), place(step.to)).attr("data-actor", actor)),
    ];
    let names = [name(step.from, words), " → ", name(step.to, words)].concat();
    attack::way(parts.into_iter().flatten(), &names)
}
