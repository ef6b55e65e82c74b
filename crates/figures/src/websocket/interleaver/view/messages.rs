//! The two messages: what is written, how it is sent, and its bytes with the places to cut.

use figure_kit::action::verb;
use figure_kit::components::{field, note, segments, small_byte};
use figure_kit::legible::readable;
use figure_kit::node::{Element, el};

use super::super::deck::{CUTS_MAX, Kind, MESSAGE_LEN_MAX, Whose};
use super::super::state::{Action, Interleaver};
use super::super::words::Words;

pub(super) fn panel(figure: &Interleaver, words: &Words) -> Element {
    let each = Whose::ALL.map(|whose| message(figure, whose, words));
    el("div").class("il-messages").children(each)
}

/// Its letter, as the cards bear it.
fn letter(whose: Whose) -> &'static str {
    match whose {
        Whose::A => "A",
        Whose::B => "B",
    }
}

fn message(figure: &Interleaver, whose: Whose, words: &Words) -> Element {
    let sent = figure.deck.of(whose);
    let letter = letter(whose);
    let taken = match whose {
        Whose::A => verb(Action::First),
        Whose::B => verb(Action::Second),
    };
    let said = match (sent.is_shortened(), sent.text().is_empty()) {
        (true, _) => words.shortened(&MESSAGE_LEN_MAX),
        (_, true) => words.is_empty().to_owned(),
        _ => String::new(),
    };
    let kinds = [(Kind::Text, words.text()), (Kind::Binary, words.binary())]
        .map(|(kind, name)| (Action::Kind((whose, kind)), name, kind == sent.kind));
    let written = field(&words.message(&letter), taken, &sent.written, !sent.is_shortened());
    el("section")
        .class("il-message")
        .child(written.child(note(&said)).class("sw-js-only"))
        .child(segments(&words.sent_as(&letter), kinds))
        .child(bytes(figure, whose, words))
}

/// The bytes under their characters, a place to cut between each two.
fn bytes(figure: &Interleaver, whose: Whose, words: &Words) -> Element {
    let sent = figure.deck.of(whose);
    let text = sent.text();
    let cuts: Vec<usize> = sent.cuts().collect();
    let place = |at: usize| {
        let is_cut = cuts.contains(&at);
        let letter = letter(whose);
        let says = if is_cut { words.join_at(&letter, &at) } else { words.cut_at(&letter, &at) };
        el("button")
            .attr("type", "button")
            .class("il-cut")
            .class_if("is-cut", is_cut)
            .does(Action::Cut((whose, at)))
            .state("aria-pressed", is_cut)
            .attr("aria-label", says)
            .flag("disabled", !is_cut && cuts.len() >= CUTS_MAX)
    };
    let mut row = el("div").class("il-bytes");
    for (start, character) in text.char_indices() {
        let mut of = el("span").class("il-char-bytes");
        let len = character.len_utf8();
        for at in start..start + len {
            if at > start {
                of = of.child(place(at));
            }
            of = of.child(small_byte("span", 0, text.as_bytes()[at], "data"));
        }
        if start > 0 {
            row = row.child(place(start));
        }
        let shown = if character == ' ' { "␣".to_owned() } else { character.to_string() };
        let glyph = el("span").class("il-glyph");
        row = row.child(glyph.child(el("b").text(readable(&shown))).child(of));
    }
    let hint = el("p").class("sw-micro sw-js-only").text(words.cut_hint());
    el("div").class("il-cutting").child(row).maybe((text.len() > 1).then_some(hint))
}
