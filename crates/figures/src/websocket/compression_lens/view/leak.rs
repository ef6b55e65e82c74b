//! A secret beside somebody else's text, and the lengths that tell of it.

use figure_kit::action::verb;
use figure_kit::components::{
    Standing, button, field, foot, heading, number, panel, switch, toolbar, verdict,
};
use figure_kit::node::{Element, el};

use super::super::run::{KNOWN, shortest};
use super::super::state::{Action, CompressionLens};
use super::super::words::Words;
use crate::clause;

pub(super) fn view(root: Element, lens: &CompressionLens, words: &Words) -> Element {
    let lens_of = lens.leak().lens(&lens.guess);
    root.child(inputs(lens, words))
        .child(panel(words.sends(), words.sends_hidden(), sends(lens, words)))
        .child(panel(words.sees(), words.sees_note(), lengths(lens, &lens_of, words)))
        .child(foot(vec![result(lens, &lens_of, words)]))
}

fn inputs(lens: &CompressionLens, words: &Words) -> Element {
    let secret = field(words.secret(), verb(Action::Secret), &lens.secret, true);
    let bits = number(words.bits(), &verb(Action::Bits), &lens.bits, words);
    let guess = field(words.guess(), verb(Action::Guess), &lens.guess, true);
    let mut shorter = lens.guess.clone();
    shorter.pop();
    let back = button(Action::Guess(shorter), words.back()).flag("disabled", lens.guess.is_empty());
    el("div")
        .class("cl-settings")
        .maybe((!lens.is_hidden).then(|| secret.class("sw-js-only")))
        .child(switch(Action::Apart, words.apart(), lens.is_apart))
        .child(switch(Action::Takeover, words.takeover(), lens.takes_over))
        .child(bits)
        .child(guess.class("sw-js-only"))
        .child(toolbar([back]).class("sw-js-only"))
}

/// The messages, the secret behind dots where it is kept from the reader.
fn sends(lens: &CompressionLens, _words: &Words) -> Element {
    let dots = "•".repeat(lens.secret.chars().count());
    let secret = if lens.is_hidden { dots } else { lens.secret.clone() };
    let line = |parts: Vec<Element>| el("li").child(el("code").children(parts));
    let secret = vec![el("span").text(KNOWN), el("b").text(secret)];
    let said = vec![el("span").text("said="), el("i").text(lens.guess.clone())];
    let lines = if lens.is_apart {
        vec![line(secret), line(said)]
    } else {
        let between = el("span").text("; ");
        vec![line(secret.into_iter().chain([between]).chain(said).collect())]
    };
    el("ol").class("cl-sends").children(lines)
}

fn lengths(lens: &CompressionLens, lens_of: &[(char, usize)], words: &Words) -> Element {
    let now = lens.leak().len(&lens.guess);
    // Who has to find the letter is not shown which one it is.
    let least = if lens.is_hidden { Vec::new() } else { shortest(lens_of) };
    let rows = lens_of.iter().map(|(letter, len)| {
        let is_least = least.contains(letter);
        let mut said = lens.guess.clone();
        said.push(*letter);
        let take = button(Action::Guess(said), letter.to_string())
            .class("sw-mono")
            .attr("aria-label", words.try_letter(letter, len));
        el("li")
            .class_if("is-least", is_least)
            .child(take)
            .child(el("span").class("sw-mono").text(words.bytes(len)))
    });
    el("div")
        .child(heading("sw-label").text(words.now_long(&now)))
        .child(el("ol").class("cl-letters").children(rows))
}

/// What the lengths come to: whether it is bad, what, and why.
fn outcome(
    lens: &CompressionLens,
    lens_of: &[(char, usize)],
    words: &Words,
) -> (Standing, String, String) {
    let least = shortest(lens_of);
    let letters: String = least.iter().flat_map(|letter| [*letter, ' ']).collect();
    let (standing, line, why) = match least.len() {
        _ if lens.is_found() => (Standing::Bad, words.found().to_owned(), words.found_why()),
        0 => (Standing::Good, words.none_shorter().to_owned(), words.none_why()),
        1 if lens.is_hidden => {
            (Standing::Bad, words.one_hidden().to_owned(), words.one_hidden_why())
        }
        _ if lens.is_hidden => (Standing::Bad, words.some_hidden().to_owned(), words.some_why()),
        1 => (Standing::Bad, words.one_shorter(&letters.trim_end()), words.one_why()),
        _ => (Standing::Bad, words.some_shorter(&letters.trim_end()), words.some_why()),
    };
    (standing, line, why.to_owned())
}

/// What the lengths tell, for ears.
pub(super) fn said(lens: &CompressionLens, words: &Words) -> String {
    let (_, line, _) = outcome(lens, &lens.leak().lens(&lens.guess), words);
    line
}

fn result(lens: &CompressionLens, lens_of: &[(char, usize)], words: &Words) -> Element {
    let (standing, line, why) = outcome(lens, lens_of, words);
    verdict(standing, &line, clause::reason(&why, &["RFC 7692 §8"]))
}
