//! A number to slide and to write, and what is said when it is none.

use super::field::slider;
use crate::node::{Element, el};
use crate::number::Number;
use crate::words::Kit;

/// The control of a number. On paper the number stands beside its name.
pub fn number<const LEAST: u32, const MOST: u32, const USUAL: u32>(
    label: &str,
    verb: &str,
    number: &Number<LEAST, MOST, USUAL>,
    words: &Kit,
) -> Element {
    let (value, range) = (number.value(), (LEAST, MOST));
    let control = slider(label, verb, number.written(), value, range, number.is_sound());
    control_of(label, value, range, control, number.is_sound(), words)
}

/// One copy for all ranges.
#[inline(never)]
fn control_of(
    label: &str,
    value: u32,
    (least, most): (u32, u32),
    control: Element,
    is_sound: bool,
    words: &Kit,
) -> Element {
    let wrong = (!is_sound)
        .then(|| el("p").class("sw-note is-wrong").text(words.out_of_range(&least, &most, &value)));
    let printed = [label, ": ", &value.to_string()].concat();
    el("div").child(el("span").class("sw-printed").text(printed)).child(control).maybe(wrong)
}
