//! The pipeline as a reader drives it.

use figure_kit::figure::{Context, Figure as _, Motion, driven};
use figure_kit::setting;
use figure_kit::words::{Language, Vocabulary as _};

use super::state::{KEY_LEN_MAX, SAMPLE};
use super::*;

#[track_caller]
fn check(settings: &[(&str, &str)], actions: &[&str], fact: &str, expected: &str) {
    assert_eq!(driven::<AcceptKey>(settings, actions).fact(fact).as_deref(), Some(expected));
}

#[test]
fn the_two_known_pairs() {
    check(&[], &["sample"], "accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    check(&[], &["pair"], "accept", "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
}

#[test]
fn each_mistake_gives_its_own_wrong_value() {
    // Computed apart from this code, with coreutils: `printf KEY | sha1sum`, `xxd -r -p`, `base64`.
    let values = [
        ("mistake-decode-first", "BXhwxM0SZasKmCD9S4BfpPmCnEw="),
        ("mistake-no-guid", "hHLtf2V1k8aDQZfNjw3Ia1hCwt0="),
        ("mistake-newline", "BQgomKt49tqcGtJYe4ASzQz1IXI="),
        ("mistake-hex-digest", "YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ=="),
    ];
    for (fact, value) in values {
        check(&[], &["sample"], fact, value);
    }
}

#[test]
fn switching_a_mistake_on_and_off_comes_back() {
    let settings = [("key", SAMPLE)];
    check(&settings, &["mistake no-guid", "mistake no-guid"], "accept", &accept_of(SAMPLE));
}

fn accept_of(key: &str) -> String {
    websocket::handshake::accept::value(key)
}

#[test]
fn a_random_key_is_sound() {
    check(&[], &["random"], "verdict", "accepted");
}

#[test]
fn rubbish_keys_get_a_place_and_a_clause() {
    let megabyte = "A".repeat(3 << 20);
    let cases = [
        ("", "byte 0, RFC 6455 §4.2.1"),
        ("x3JJ HMbDL1EzLkh9GBhXDw==", "byte 4, RFC 4648 §3.3"),
        ("열쇠", "byte 0, RFC 4648 §3.3"),
        (&*megabyte, "byte 22, RFC 6455 §4.2.1"),
        ("c2hvcnQ=", "byte 7, RFC 6455 §4.2.1"),
    ];
    for (key, verdict) in cases {
        let figure = driven::<AcceptKey>(&[("key", key)], &[]);
        assert_eq!(figure.fact("verdict").as_deref(), Some(verdict));
        assert!(figure.key.len() <= KEY_LEN_MAX);
        // However long the key, the view stays small enough to draw at once.
        assert!(nodes(&figure.view(&Words::in_language(Language::Korean))) < 1_500);
    }
}

fn nodes(node: &Node) -> usize {
    match node {
        Node::Text(_) => 1,
        Node::Element(element) => 1 + element.children.iter().map(nodes).sum::<usize>(),
    }
}

#[test]
fn blanks_around_a_key_are_stripped_as_http_does() {
    check(&[("key", " x3JJHMbDL1EzLkh9GBhXDw==\t")], &[], "verdict", "accepted");
    check(&[("key", "\u{a0}x3JJHMbDL1EzLkh9GBhXDw==")], &[], "verdict", "byte 0, RFC 4648 §3.3");
}

fn selected(actions: &[&str]) -> String {
    driven::<AcceptKey>(&[], actions).selected.write()
}

#[test]
fn during_the_walk_only_what_is_drawn_can_be_chosen() {
    let walking = ["sample", "to 2", "select last"];
    assert_eq!(selected(&walking), "guid 35");
    let back = ["sample", "select accept 3", "to 1"];
    assert_eq!(selected(&back), "");
}

#[test]
fn a_selection_never_outlives_its_byte() {
    let last = ["sample", "select last"];
    assert_eq!(selected(&last), "accept 27");
    let gone = ["sample", "select guid 35", "mistake no-guid"];
    assert_eq!(selected(&gone), "");
    let mut fresh = AcceptKey::default();
    assert!(setting::write(AcceptKey::SETTINGS, &mut fresh, "selected", "key 0").is_err());
}

#[test]
fn the_walk_ends_by_showing_all() {
    let mut figure = driven::<AcceptKey>(&[], &["sample", "play"]);
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    let mut seen = Vec::new();
    for _ in 0..100 {
        let mut context = Context::new(&mut entropy, &words);
        seen.push(figure.walk.step().write());
        if figure.tick(600, &mut context) == Motion::Rests {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen.join(" "), "1 2 3 4");
    assert_eq!(figure.walk.step().write(), "");
}

#[test]
fn only_one_mistake_changes_the_length() {
    check(&[("key", SAMPLE)], &[], "characters", "28");
    check(&[("key", SAMPLE), ("mistakes", "no-guid")], &[], "characters", "28");
    check(&[("key", SAMPLE), ("mistakes", "hex-digest")], &[], "characters", "56");
}
