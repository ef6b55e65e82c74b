//! The figure as a whole: the three lanes, the step in words, the controls, what stands below.

use super::scenario::Side;
use super::{TimeMachine, ladder, lane, predict, tabs, transport};
use crate::node::{Element, Node, el};
use crate::words::Words;

/// Keys that work wherever the focus is in the figure, unless a part takes them itself.
const KEYS: &str = "ArrowLeft=step previous;ArrowRight=step next;Home=step first;End=step last;\
                    ArrowUp=segment previous;ArrowDown=segment next;Escape=segment none";

/// All panels.
pub(super) fn whole(figure: &TimeMachine, words: &Words) -> Node {
    let mut keys = String::from(KEYS);
    keys.push(';');
    keys.push_str(&choice_keys(figure));
    let body = el("div")
        .class("tm-body")
        .child(with_space(ladder::whole(figure, words), &keys))
        .child(lane::drawn(figure, Side::Client, words))
        .child(lane::drawn(figure, Side::Server, words));
    let lower = el("div")
        .class("tm-lower")
        .class_if("is-alone", figure.scenario.gates.is_empty())
        .maybe(predict::drawn(figure, words))
        .child(tabs::drawn(figure, words));
    el("div")
        .class("tm")
        .class_if("is-plate", figure.is_plate)
        .attr("data-keys", keys)
        .child(body)
        .child(transport::narration(figure, words))
        .child(transport::controls(figure, words))
        .child(lower)
        .node()
}

/// In the ladder the space bar plays; on a button it presses the button.
fn with_space(ladder: Element, keys: &str) -> Element {
    ladder.attr("data-keys", [keys, " =play"].concat())
}

/// The number keys of an open gate, and Enter once one is chosen.
pub(super) fn choice_keys(figure: &TimeMachine) -> String {
    let mut keys = String::new();
    let choices = figure.open_gate().map_or(0, |asked| asked.right.len());
    for number in 1..=choices {
        let number = number.to_string();
        keys.push_str(&[&number, "=choose ", &number, ";"].concat());
    }
    if figure.chosen.is_some() {
        keys.push_str("Enter=check;");
    }
    keys
}
