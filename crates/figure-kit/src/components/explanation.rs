//! What is selected, in words: its name, what is measured of it, what it means, where it is
//! written.

use super::panel::heading;
use crate::node::{Element, el};

/// What is said of a part.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name of its hue: what `data-f` says.
    pub hue: &'static str,
    /// How much it is and where it stands, a line each.
    pub facts: Vec<String>,
    /// What it means, sentence by sentence.
    pub sentences: Vec<String>,
    /// Where that is written: links, which the kit does not know.
    pub clause: Option<Element>,
}

impl Explanation<'_> {
    /// The explanation, with the keys that lead on below it.
    pub fn view(self, keys: Element) -> Element {
        let side = el("div")
            .class("sw-explained")
            .child(heading("").text(self.name))
            .children(self.facts.into_iter().map(sentence));
        let text = el("div")
            .children(self.sentences.into_iter().map(sentence))
            .maybe(self.clause.map(|clause| el("p").child(clause)));
        let root = el("div").class("sw-explanation").attr("data-f", self.hue);
        root.child(side).child(text.child(keys))
    }
}

/// In its place while nothing is selected: what to do, and the keys that do it.
pub fn unexplained(hint: &str, keys: Element) -> Element {
    el("div")
        .class("sw-explanation is-empty sw-js-only")
        .child(el("div"))
        .child(el("div").child(sentence(hint.to_owned())).child(keys))
}

fn sentence(text: String) -> Element {
    el("p").text(text)
}

/// Keys and what they do: `← → previous and next`.
pub fn key_hints(hints: &[(&[&str], &str)]) -> Element {
    let mut line = el("p").class("sw-micro sw-js-only sw-key-hints");
    for (at, (keys, does)) in hints.iter().enumerate() {
        if at > 0 {
            line = line.text(" ");
        }
        line = line.children(keys.iter().map(|key| el("kbd").text(*key)));
        line = line.text([" ", does].concat());
    }
    line
}
