//! The wheel as a reader drives it.

use figure_kit::figure::{Context, Figure as _, Motion, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::state::PAYLOAD_MAX;
use super::words::Words;
use super::*;

fn run(actions: &[&str]) -> XorWheel {
    driven(&[], actions)
}

#[track_caller]
fn check(actions: &[&str], fact: &str, expected: &str) {
    assert_eq!(run(actions).fact(fact).as_deref(), Some(expected), "{actions:?}");
}

#[test]
fn section_5_7_hello() {
    check(&[], "masked", "7f 9f 4d 51 58");
    check(&[], "received", "Hello");
    check(&["key 00 00 00 00"], "masked", "48 65 6c 6c 6f");
    check(&["random"], "masked", "12 3f 36 36 35");
}

#[test]
fn section_5_3_the_phase_is_carried_over_every_border() {
    for chunks in ["1", "1 1 1 1", "3", "4", "2 2", "3 1", "99"] {
        check(&["payload 안녕, world", &["chunks ", chunks].concat()], "wrong", "0");
    }
}

#[test]
fn a_lost_phase_shows_where_the_text_breaks() {
    // Byte 3 is met by key byte 0 instead of 3: 51 ⊕ 37 = 66; byte 4 by 1 instead of 0.
    check(&["chunks 3", "lost"], "received", "48 65 6c 66 a2");
    check(&["chunks 3", "lost"], "utf8", "breaks at byte 4");
    check(&["chunks 4", "lost"], "received", "Hello");
    check(&["chunks 3", "lost", "zero"], "wrong", "0");
    check(&["payload 안녕", "chunks 4", "lost"], "wrong", "0");
    check(&["payload 안녕", "chunks 2", "lost"], "wrong", "4");
}

#[test]
fn the_walk_ends_by_showing_all() {
    let mut wheel = run(&["play"]);
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    let mut seen = Vec::new();
    for _ in 0..100 {
        let mut context = Context::new(&mut entropy, &words);
        seen.push(wheel.walk.step().write());
        if wheel.tick(600, &mut context) == Motion::Rests {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen.join(" "), "1 2 3 4 5");
    assert_eq!(wheel.walk.step().write(), "");
}

#[test]
fn rubbish_is_answered() {
    for (name, text) in [("key", "xyz"), ("key", "37"), ("chunks", "0 -1 x"), ("payload", "")] {
        let wheel = run(&[&[name, " ", text].concat()]);
        let _ = wheel.view(&Words::in_language(Language::Korean));
    }
    check(&["key 37"], "masked", "7f 65 6c 6c 58");
    assert_eq!(run(&[&["payload ", &"한".repeat(100)].concat()]).payload.len(), PAYLOAD_MAX);
}
