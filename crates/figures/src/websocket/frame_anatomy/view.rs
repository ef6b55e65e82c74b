//! The figure as a whole: inputs, frames in a row, bytes, bits, the selected field, the verdict.

mod explain;
mod inputs;
mod strip;
mod wire;

use figure_kit::components::{Standing, bit_grid, byte_rows, foot, footed, heading, verdict};
use figure_kit::node::{Element, Node, el};

use super::action::Action;
use super::meaning;
use super::state::FrameAnatomy;
use super::words::Words;
use crate::clause;

/// The most deliveries that are listed.
const DELIVERED_SHOWN: usize = 8;

/// All panels.
pub(super) fn whole(figure: &FrameAnatomy, words: &Words) -> Node {
    let mut root = el("div")
        .class("fa")
        .child(inputs::panel(figure, words))
        .child(strip::panel(figure, words));
    if let Some(part) = figure.part() {
        let drawn = wire::dissection(figure, part);
        let under = |places| wire::under(figure, part, places, words);
        let rows = byte_rows(&drawn, &wire::row_parts(figure, part, words), &under);
        let press = |bit| Action::Toggle(bit).to_string();
        let grid = bit_grid(&drawn, &wire::bit_parts(figure, part, words), &press);
        let head = heading("sw-panel-head")
            .child(el("span").text(words.grid_title()))
            .child(el("span").class("sw-label sw-js-only").text(words.grid_hint()));
        root = root
            .child(rows.class("fa-wire"))
            .child(wire::pager(&drawn, words))
            .child(el("section").class("fa-bits").child(head).child(grid))
            .child(explain::absent(part, words));
    }
    let explained = figure.part().map(|part| explain::panel(figure, part, words));
    let is_selected = figure.selected.is_some();
    // What is selected is explained where it is pressed; a hint needs no place there.
    let (kept, hint) = if is_selected { (explained, None) } else { (None, explained) };
    let mut last: Vec<Element> = kept.into_iter().collect();
    last.push(judged(figure, words));
    footed(root).maybe(hint).child(delivered(figure, words)).child(foot(last)).node()
}

/// What came through.
fn delivered(figure: &FrameAnatomy, words: &Words) -> Element {
    let delivered = figure.anatomy.delivered.iter().take(DELIVERED_SHOWN);
    let delivered = delivered.map(|delivered| el("li").text(meaning::delivered(delivered, words)));
    el("ul").class("fa-delivered").children(delivered)
}

/// What the other end says.
fn judged(figure: &FrameAnatomy, words: &Words) -> Element {
    let said = figure.verdict(words);
    let mut why = el("p").text(said.why);
    if !said.remedy.is_empty() {
        why = why.text(" ").child(el("b").text(said.remedy));
    }
    if !said.clause.is_empty() {
        why = why.text(" ").child(clause::link(said.clause));
    }
    let standing = if said.is_legal { Standing::Good } else { Standing::Bad };
    verdict(standing, &said.line, why)
}

/// What is selected, in one breath, for ears.
pub(super) fn spoken_selection(figure: &FrameAnatomy, words: &Words) -> String {
    let Some(part) = figure.part() else { return String::new() };
    if figure.selected.is_none() {
        return strip::spoken(figure, part, words);
    }
    explain::sentences(figure, part, words).join(" ")
}
