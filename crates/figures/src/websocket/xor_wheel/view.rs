//! The figure as a whole: inputs, walk, the wheel with the bits of one byte, the tape, the outcome.

mod tape;
mod wheel;

use super::run::{Run, sizes};
use super::{PAYLOAD_MAX, Phase, XorWheel};
use crate::control;
use crate::node::{Element, Node, el};
use crate::words::Words;
use crate::{clause, icon};

/// Arrow keys lead from byte to byte.
const KEYS: &str = "ArrowLeft=step previous;ArrowRight=step next;Home=step first;End=step last;\
                    Escape=step last;p=play;P=play";

/// All panels.
pub(super) fn whole(figure: &XorWheel, words: &Words) -> Node {
    let run = figure.run();
    let mut root = el("div").class("xw").child(inputs(figure, words));
    if !run.plain.is_empty() {
        root = root.child(transport(figure, &run, words)).child(
            el("div")
                .attr("data-keys", KEYS)
                .child(wheel::panel(&run, words))
                .child(tape::panel(&run, words)),
        );
    }
    root.child(verdict(&run, words)).node()
}

fn note(text: &str) -> Element {
    el("span").class("sw-note is-wrong").text(text)
}

fn inputs(figure: &XorWheel, words: &Words) -> Element {
    let cut = if figure.is_cut { words.xor_cut(&PAYLOAD_MAX) } else { String::new() };
    let (_, is_key) = figure.key();
    let (_, are_sizes) = sizes(&figure.chunks);
    let sizes_note = if are_sizes { "" } else { words.xor_chunks_bad() };
    el("div")
        .class("xw-inputs sw-js-only")
        .child(
            control::field(words.xor_payload(), "payload", &figure.payload, true).child(note(&cut)),
        )
        .child(control::field(words.key_hex(), "key", &figure.key, is_key).child(note(if is_key {
            ""
        } else {
            words.key_padded()
        })))
        .child(
            el("div")
                .class("sw-toolbar xw-keys")
                .child(control::button("random", words.xor_random()))
                .child(control::button("zero", words.xor_zero())),
        )
        .child(
            control::field(words.xor_chunks(), "chunks", &figure.chunks, are_sizes)
                .child(el("span").class("sw-micro").text(words.xor_chunks_hint()))
                .child(note(sizes_note)),
        )
        .child(control::switch("lost", words.xor_lost(), figure.phase == Phase::Lost))
}

fn transport(figure: &XorWheel, run: &Run, words: &Words) -> Element {
    let playing = figure.playing_ms.is_some();
    let (icon, label) =
        if playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let step = |action: &str, label: &str, icon: Element| {
        control::button(action, "").class("sw-btn--icon").attr("aria-label", label).child(icon)
    };
    let scrub = el("input")
        .class("xw-scrub")
        .attr("type", "range")
        .attr("aria-label", words.xor_position())
        .attr("min", "1")
        .attr("max", run.plain.len().to_string())
        .attr("value", run.done.to_string())
        .attr("data-input", "to");
    let progress = run.is_walking.then(|| words.progress(&run.done, &run.plain.len()));
    let whole = control::button("step last", words.whole())
        .class("sw-btn--quiet")
        .flag("disabled", !run.is_walking);
    el("div")
        .class("sw-toolbar xw-transport sw-js-only")
        .child(step("step previous", words.step_back(), icon::back()))
        .child(control::button("play", "").class("sw-btn--primary").child(icon).text(label))
        .child(step("step next", words.step_forward(), icon::forward()))
        .child(scrub)
        .child(el("span").class("sw-label").text(progress.unwrap_or_default()))
        .child(whole)
}

/// What happens to the byte that the wheel is at.
pub(super) fn narration(run: &Run, words: &Words) -> Vec<String> {
    let index = run.now();
    let key = run.key[index % 4];
    let flips = match key.count_ones() {
        0 => words.flips_none().to_owned(),
        ones => words.flips(&ones),
    };
    vec![words.turn_says(&index, &(index % 4)), flips]
}

/// What the receiver has: a line, and why.
pub(super) fn outcome(run: &Run, words: &Words) -> (String, String, bool) {
    let wrong = run.wrong();
    if wrong == 0 {
        let why = match (run.key, run.is_lost, run.chunks.len()) {
            ([0, 0, 0, 0], ..) => words.all_zero(),
            (_, true, 2..) => words.received_lucky(),
            (_, false, 2..) => words.received_carried(),
            _ => "",
        };
        return (words.received_same().to_owned(), why.to_owned(), true);
    }
    let text = match run.breaks_at {
        Some(at) => words.breaks_at(&at),
        None => words.still_text().to_owned(),
    };
    (words.received_wrong(&wrong), [words.received_why(), " ", &text].concat(), false)
}

fn verdict(run: &Run, words: &Words) -> Element {
    let (line, why, good) = outcome(run, words);
    let icon = if good { icon::tick() } else { icon::cross() };
    let clause = if run.breaks_at.is_some() { "RFC 6455 §8.1" } else { "RFC 6455 §5.3" };
    el("div")
        .class("sw-verdict xw-verdict")
        .class_if("is-future", run.is_walking && run.done < run.plain.len())
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(icon)
        .child(el("p").class("sw-verdict-line").text(line))
        .child(el("p").class("sw-verdict-why").text(why).text(" ").child(clause::link(clause)))
}
