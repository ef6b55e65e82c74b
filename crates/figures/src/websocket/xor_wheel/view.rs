//! The figure as a whole: inputs, walk, the wheel with the bits of one byte, the tape, the outcome.

mod tape;

use figure_kit::action::verb;
use figure_kit::components::{
    Standing, button, field, foot, footed, heading, note, switch, toolbar, transport, verdict,
};
use figure_kit::legible::hex;
use figure_kit::node::{Element, Node, el, svg};
use figure_kit::playback;

use super::run::{Run, sizes};
use super::state::{Action, PAYLOAD_MAX, XorWheel};
use super::words::Words;
use crate::clause;
use crate::websocket::masking_key;

/// All panels.
pub(super) fn whole(figure: &XorWheel, words: &Words) -> Node {
    let run = figure.run();
    let mut root = el("div").class("xw").child(inputs(figure, words));
    if !run.plain.is_empty() {
        root = root.child(transport(&figure.walk, run.plain.len(), words.position(), words)).child(
            el("div")
                .attr("data-keys", playback::KEYS)
                .child(now(&run, words))
                .child(tape::panel(&run, words)),
        );
    }
    footed(root).child(foot(vec![result(&run, words)])).node()
}

fn inputs(figure: &XorWheel, words: &Words) -> Element {
    let cut = if figure.is_cut { words.cut(&PAYLOAD_MAX) } else { String::new() };
    let (_, is_key) = masking_key::read(&figure.key);
    let (_, are_sizes) = sizes(&figure.chunks);
    let key_note = if is_key { "" } else { words.key_padded() };
    let sizes_note = if are_sizes { "" } else { words.chunks_bad() };
    let keys = [button(Action::Random, words.random()), button(Action::Zero, words.zero())];
    el("div")
        .class("xw-inputs sw-js-only")
        .child(
            field(words.payload(), verb(Action::Payload), &figure.payload, true).child(note(&cut)),
        )
        .child(field(words.key_hex(), verb(Action::Key), &figure.key, is_key).child(note(key_note)))
        .child(toolbar(keys).class("xw-keys"))
        .child(
            field(words.chunks(), verb(Action::Chunks), &figure.chunks, are_sizes)
                .child(el("span").class("sw-micro").text(words.chunks_hint()))
                .child(note(sizes_note)),
        )
        .child(switch(Action::Lost, words.lost(), figure.is_lost))
}

/// The four quarters, from the top on with the clock: their outlines, and where their texts stand.
const QUARTERS: [(&str, &str, [&str; 2]); 4] = [
    ("M80 80L30.500 30.500A70 70 0 0 1 129.500 30.500z", "80", ["38", "53"]),
    ("M80 80L129.500 30.500A70 70 0 0 1 129.500 129.500z", "125", ["83", "98"]),
    ("M80 80L129.500 129.500A70 70 0 0 1 30.500 129.500z", "80", ["129", "144"]),
    ("M80 80L30.500 129.500A70 70 0 0 1 30.500 30.500z", "35", ["83", "98"]),
];

/// The wheel, and the byte that it is at.
fn now(run: &Run, words: &Words) -> Element {
    let index = run.now();
    let said = narration(run, words);
    el("section").class("sw-panel xw-now").child(wheel(run, index, words)).child(
        el("div")
            .child(heading("sw-panel-head").text(words.now_title(&index)))
            .child(bits(run, index, words))
            .children(said.into_iter().map(|text| el("p").class("xw-say").text(text))),
    )
}

/// Four key bytes, the one in use at the top.
fn wheel(run: &Run, index: usize, words: &Words) -> Element {
    let turn = index % 4;
    let alt = words.wheel_alt(&turn, &hex(run.key[turn]));
    let mut drawing = svg(160, 168).class("xw-wheel").attr("role", "img").attr("aria-label", alt);
    for (place, byte) in run.key.iter().enumerate() {
        let (path, x, [y, below]) = QUARTERS[(place + 4 - turn) % 4];
        let text = |class: &str, y: &str, text: String| {
            el("text")
                .class(class)
                .attr("x", x)
                .attr("y", y)
                .attr("text-anchor", "middle")
                .text(text)
        };
        drawing = drawing.child(
            el("g")
                .class("xw-quarter")
                .class_if("is-now", place == turn)
                .child(el("path").attr("d", path))
                .child(text("xw-byte", y, hex(*byte)))
                .child(text("xw-place", below, place.to_string())),
        );
    }
    // The pointer at which a key byte is used.
    drawing.child(el("path").class("xw-pointer").attr("d", "M72 0h16l-8 11z"))
}

/// One byte, bit by bit.
fn bits(run: &Run, index: usize, words: &Words) -> Element {
    let plain = run.plain.get(index).copied().unwrap_or_default();
    let key = run.key[index % 4];
    let row = |label: &str, field: &str, byte: u8, flips: u8| {
        let bits = (0..8).map(|place: u8| {
            let mask = 0x80 >> place;
            el("i")
                .class_if("is-on", byte & mask != 0)
                .class_if("is-turned", flips & mask != 0)
                .text(if byte & mask != 0 { "1" } else { "0" })
        });
        el("div")
            .class("xw-bits")
            .attr("data-f", field)
            .child(el("span").class("sw-label").text(label))
            .child(el("b").text(hex(byte)))
            .children(bits)
    };
    el("div")
        .class("xw-sum")
        .child(row(words.row_plain(), "data", plain, 0))
        .child(row(words.row_key(), "key", key, 0))
        .child(row(words.row_wire(), "data", plain ^ key, key))
}

/// What happens to the byte that the wheel is at.
pub(super) fn narration(run: &Run, words: &Words) -> [String; 2] {
    let index = run.now();
    let flips = match run.key[index % 4].count_ones() {
        0 => words.flips_none().to_owned(),
        ones => words.flips(&ones),
    };
    [words.turn_says(&index, &(index % 4)), flips]
}

/// What the receiver has: a line, and why.
pub(super) struct Outcome {
    pub(super) line: String,
    why: String,
    standing: Standing,
}

impl Outcome {
    pub(super) fn of(run: &Run, words: &Words) -> Self {
        let wrong = run.wrong();
        if wrong == 0 {
            let why = match (run.key, run.is_lost, run.chunks.len()) {
                ([0, 0, 0, 0], ..) => words.all_zero(),
                (_, true, 2..) => words.received_lucky(),
                (_, false, 2..) => words.received_carried(),
                _ => "",
            };
            let line = words.received_same().to_owned();
            return Self { line, why: why.to_owned(), standing: Standing::Good };
        }
        let text = match run.breaks_at {
            Some(at) => words.breaks_at(&at),
            None => words.still_text().to_owned(),
        };
        let why = [words.received_why(), " ", &text].concat();
        Self { line: words.received_wrong(&wrong), why, standing: Standing::Bad }
    }
}

fn result(run: &Run, words: &Words) -> Element {
    let Outcome { line, why, standing } = Outcome::of(run, words);
    let clause = if run.breaks_at.is_some() { "RFC 6455 §8.1" } else { "RFC 6455 §5.3" };
    verdict(standing, &line, clause::reason(&why, &[clause]))
        .class_if("is-future", run.is_walking && run.done < run.plain.len())
}
