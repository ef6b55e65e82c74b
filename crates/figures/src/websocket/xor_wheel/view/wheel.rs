//! The wheel: four key bytes, the one in use at the top; beside it one byte, bit by bit.

use super::super::run::Run;
use crate::legible::hex;
use crate::node::{Element, el, heading, svg};
use crate::words::Words;

/// The four quarters, from the top on with the clock: their outlines, and where their texts stand.
const QUARTERS: [(&str, &str, &str); 4] = [
    ("M80 80L30.500 30.500A70 70 0 0 1 129.500 30.500z", "80", "38"),
    ("M80 80L129.500 30.500A70 70 0 0 1 129.500 129.500z", "125", "83"),
    ("M80 80L129.500 129.500A70 70 0 0 1 30.500 129.500z", "80", "129"),
    ("M80 80L30.500 129.500A70 70 0 0 1 30.500 30.500z", "35", "83"),
];

/// The wheel and the bits.
pub(super) fn panel(run: &Run, words: &Words) -> Element {
    let index = run.now();
    let said = super::narration(run, words);
    el("section").class("sw-panel xw-now").child(wheel(run, index, words)).child(
        el("div")
            .child(heading("sw-panel-head").text(words.now_title(&index)))
            .child(bits(run, index, words))
            .children(said.into_iter().map(|text| el("p").class("xw-say").text(text))),
    )
}

fn wheel(run: &Run, index: usize, words: &Words) -> Element {
    let turn = index % 4;
    let alt = words.wheel_alt(&turn, &hex(run.key[turn]));
    let mut drawing = svg(160, 168).class("xw-wheel").attr("role", "img").attr("aria-label", alt);
    for (place, byte) in run.key.iter().enumerate() {
        let (path, x, y) = QUARTERS[(place + 4 - turn) % 4];
        let is_now = place == turn;
        let text = |class: &str, y: &str, text: String| {
            el("text")
                .class(class)
                .attr("x", x)
                .attr("y", y)
                .attr("text-anchor", "middle")
                .text(text)
        };
        let below: i32 = y.parse::<i32>().unwrap_or(0) + 15;
        drawing = drawing.child(
            el("g")
                .class("xw-quarter")
                .class_if("is-now", is_now)
                .child(el("path").attr("d", path))
                .child(text("xw-byte", y, hex(*byte)))
                .child(text("xw-place", &below.to_string(), place.to_string())),
        );
    }
    // The pointer at which a key byte is used.
    drawing.child(el("path").class("xw-pointer").attr("d", "M72 0h16l-8 11z"))
}

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
