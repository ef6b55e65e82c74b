//! The cards that are at hand, and the wire with those that are on it.

use figure_kit::action::{self, verb};
use figure_kit::components::{button, heading, key_hints};
use figure_kit::legible::spaced_hex;
use figure_kit::node::{Element, el};

use super::super::deck::{Card, Order};
use super::super::run::{Run, Turn};
use super::super::state::{Action, Interleaver, Shift};
use super::super::words::Words;
use super::naming::{head, name};

/// The cards that are not on the wire. What is dropped here is taken off.
pub(super) fn hand(figure: &Interleaver, words: &Words) -> Element {
    let cards = figure.hand();
    let hint = if cards.is_empty() { words.hand_empty() } else { words.hand_hint() };
    let title = heading("sw-panel-head")
        .child(el("span").text(words.hand()))
        .child(el("span").class("sw-label").text(hint));
    let each = cards.into_iter().map(|card| face(figure, card, words).does(Action::Add(card)));
    el("section")
        .class("il-hand sw-js-only")
        .drops("0")
        .child(title)
        .child(el("div").class("il-cards").children(each))
}

/// A card as it can be pressed.
fn face(figure: &Interleaver, card: Card, words: &Words) -> Element {
    let whose = match card {
        Card::Part(whose, _) => whose.name(),
        _ => "control",
    };
    let grab = [&verb(Action::Place), " ", &figure_kit::value::Value::write(&card)].concat();
    el("button")
        .attr("type", "button")
        .class("il-card")
        .attr("data-of", whose)
        .grabs(grab)
        .child(el("b").text(name(card, words)))
        .child(el("span").class("sw-micro").text(head(figure, card, words)))
        .child(el("code").text(spaced_hex(&figure.deck.frame(card))))
}

/// The frames in their order, with a gap before and behind each.
pub(super) fn wire(figure: &Interleaver, run: &Run, words: &Words) -> Element {
    let picked = figure.picked();
    let title = heading("sw-panel-head")
        .child(el("span").text(words.wire()))
        .child(el("span").class("sw-label sw-js-only").text(words.wire_hint()));
    let mut row = el("div").class("il-cards il-wire");
    for (at, turn) in run.turns.iter().enumerate() {
        row = row.child(gap(picked, at + 1, words)).child(on_wire(figure, turn, at, words));
    }
    row = row.child(gap(picked, run.turns.len() + 1, words));
    if run.turns.is_empty() {
        row = row.child(el("p").class("sw-label").text(words.wire_empty()));
    }
    let none = picked.is_none();
    let bar = el("div")
        .class("sw-toolbar sw-js-only il-bar")
        .child(button(Action::TakeOff, words.take_off()).flag("disabled", none))
        .child(
            button(Action::Wire(Order::default()), words.clear())
                .class("sw-btn--quiet")
                .flag("disabled", run.turns.is_empty()),
        )
        .maybe((!none).then(|| {
            key_hints(&[
                (&["←", "→"], words.keys_move()),
                (&["Del"], words.keys_off()),
                (&["Esc"], words.keys_let_go()),
            ])
        }));
    let root = el("section").class("sw-panel il-line").child(title).child(row).child(bar);
    if none { root } else { root.attr("data-keys", keys()) }
}

/// What keys do to the card that is picked up.
fn keys() -> String {
    let moves = [
        ("ArrowLeft", Action::Shift(Shift::Left)),
        ("ArrowRight", Action::Shift(Shift::Right)),
        ("Home", Action::Shift(Shift::First)),
        ("End", Action::Shift(Shift::Last)),
        ("Delete", Action::TakeOff),
        ("Backspace", Action::TakeOff),
        ("Escape", Action::LetGo),
    ];
    action::keys(&moves.map(|(key, action)| (key, action.to_string())))
}

/// A place on the wire: where the card that is picked up, or dragged, may go.
fn gap(picked: Option<Card>, place: usize, words: &Words) -> Element {
    let open = picked.map(|card| {
        el("button")
            .attr("type", "button")
            .class("is-open")
            .attr("tabindex", "-1")
            .does(Action::Place((card, place)))
            .attr("aria-label", words.gap(&name(card, words), &place))
    });
    let gap = open.unwrap_or_else(|| el("span").attr("aria-hidden", "true"));
    gap.class("il-gap sw-js-only").drops(place.to_string())
}

/// A card of the wire. One that is dropped on it comes before it.
fn on_wire(figure: &Interleaver, turn: &Turn, at: usize, words: &Words) -> Element {
    let is_picked = figure.picked() == Some(turn.card);
    let is_read = turn.before.is_open();
    let is_faulty = is_read && !turn.after.is_open() && turn.card != Card::Close;
    let is_stop = figure.picked().is_none() || is_picked;
    face(figure, turn.card, words)
        .class_if("is-picked", is_picked)
        .class_if("is-faulty", is_faulty && at < figure.shown())
        .class_if("is-unread", !is_read && at < figure.shown())
        .state("aria-pressed", is_picked)
        .attr("tabindex", if is_stop { "0" } else { "-1" })
        .drops((at + 1).to_string())
        .does(Action::Pick(turn.card))
}
