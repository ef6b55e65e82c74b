//! The lens as a reader drives it, and the reader of payloads against the engine.

use figure_kit::figure::{Context, Figure as _, driven};
use figure_kit::words::{Language, Vocabulary as _};

use super::run::{self, LETTERS, Stretch};
use super::state::{GUESS_MAX, MESSAGES_MAX, SECRET_MAX, TEXT_MAX};
use super::words::Words;
use super::*;

fn with(settings: &[(&str, &str)]) -> CompressionLens {
    driven(settings, &[])
}

#[track_caller]
fn check(settings: &[(&str, &str)], fact: &str, expected: &str) {
    assert_eq!(with(settings).fact(fact).as_deref(), Some(expected), "{settings:?}");
}

#[test]
fn rfc_7692_section_7_2_3_hello() {
    check(&[("text", "Hello")], "frame-1", "c1 07 f2 48 cd c9 c9 07 00");
    check(&[("text", r"Hello\nHello")], "payload-2", "f2 00 11 00 00");
    check(&[("text", r"Hello\nHello")], "before-2", "4");
    let forgets = [("text", r"Hello\nHello"), ("takeover", "off")];
    check(&forgets, "payload-2", "f2 48 cd c9 c9 07 00");
    check(&forgets, "before-2", "0");
}

/// What a payload says, told by copying, against the text that went in.
fn retold(texts: &[&str], bits: u32, takes_over: bool) {
    let mut told: Vec<u8> = Vec::new();
    for message in run::send(texts, run::agreed(bits, takes_over)) {
        let start = told.len();
        for Stretch { bytes, back } in &message.stretches {
            assert!(back.is_none_or(|back| back <= 1 << bits), "{bits}: {back:?}");
            for at in bytes.clone() {
                let byte = back.map_or(message.text.as_bytes()[at], |back| told[start + at - back]);
                told.push(byte);
            }
        }
        assert_eq!(told[start..], *message.text.as_bytes(), "{bits} {takes_over}");
    }
}

#[test]
fn rfc_1951_section_3_2_every_payload_is_read_as_it_was_meant() {
    let long = "the quick brown fox jumps over the lazy dog. ".repeat(12);
    let letters: String = (0..900_u32)
        .map(|at| char::from(b'!' + (at.wrapping_mul(2_654_435_761) >> 25) as u8 % 90))
        .collect();
    let texts = ["Hello", "", "Hello", "안녕하세요, 안녕", &long, &letters, &long, "a"];
    for bits in 9..=15 {
        retold(&texts, bits, true);
        retold(&texts, bits, false);
    }
}

#[test]
fn data_that_is_not_deflate_is_none() {
    for payload in [&[0x07][..], &[0xff; 9], &[0x02], &[0xf2, 0x48], &[0x04; 40], &[0x05, 0xff]] {
        let _read = tokens::read(payload);
    }
    assert_eq!(tokens::read(&[0x07]), None);
}

#[test]
fn every_message_comes_back() {
    for text in ["", "a", "Hello\\nHello", "안녕\\n안녕\\n안녕", &"ab\\n".repeat(40)] {
        for (bits, takeover) in [("9", "on"), ("9", "off"), ("15", "on"), ("12", "off")] {
            check(&[("text", text), ("bits", bits), ("takeover", takeover)], "received", "yes");
        }
    }
}

#[test]
fn a_narrow_window_forgets_what_is_far_back() {
    let far = ["What stands at the front. ", &"0123456789abcdefghij".repeat(15)].concat();
    let twice = [&far, "\\nWhat stands at the front. "].concat();
    check(&[("text", &twice), ("bits", "15")], "before-2", "25");
    check(&[("text", &twice), ("bits", "9")], "before-2", "0");
}

#[test]
fn short_and_random_messages_lose() {
    check(&[("text", "Hi")], "becomes-1", "longer");
    check(&[("text", "안녕하세요")], "becomes-1", "longer");
    let drawn: CompressionLens = driven(&[("text", "")], &["draw"]);
    assert_eq!(drawn.texts().len(), 1);
    check(&[("text", "aaaaaaaaaaaaaaaaaaaa")], "becomes-1", "shorter");
}

#[test]
fn section_7_1_the_answer_says_what_was_agreed_on() {
    check(&[], "agreed", "permessage-deflate");
    let narrow = [("bits", "10"), ("takeover", "off")];
    let words = "permessage-deflate; server_no_context_takeover; server_max_window_bits=10";
    check(&narrow, "agreed", words);
}

const SECRET: (&str, &str) = ("look", "secret");

#[test]
fn a_secret_is_told_letter_by_letter() {
    let mut lens = with(&[SECRET]);
    for letter in "7f3a9c41".chars() {
        assert_eq!(lens.fact("shortest"), Some(letter.to_string()), "{}", lens.guess);
        lens.guess.push(letter);
    }
    assert_eq!(lens.fact("found").as_deref(), Some("yes"));
}

#[test]
fn apart_it_is_told_only_where_the_window_is_kept() {
    let apart = [SECRET, ("apart", "on")];
    check(&apart, "shortest", "7");
    check(&[SECRET, ("apart", "on"), ("takeover", "off")], "shortest", "");
    check(&[SECRET, ("takeover", "off")], "shortest", "7");
}

#[test]
fn a_hidden_secret_is_nowhere_in_the_figure() {
    let lens = with(&[SECRET, ("secret", "beef01"), ("hidden", "on")]);
    for words in [Language::English, Language::Korean].map(Words::in_language) {
        assert!(!lens.view(&words).plain_text().contains("beef01"));
    }
    assert_eq!(lens.fact("shortest").as_deref(), Some("b"));
}

#[test]
fn a_question_hides_the_messages_until_it_is_answered() {
    let words = Words::in_language(Language::English);
    let lens = with(&[("text", "Hi"), ("question", "1")]);
    assert!(!lens.view(&words).plain_text().contains("All together"));
    assert!(lens.finished().view(&words).plain_text().contains("All together"));
    let after = |actions: &[&str]| {
        let settings = [("text", "Hi"), ("question", "1")];
        driven::<CompressionLens>(&settings, actions).prediction
    };
    assert_eq!(after(&["choose 3", "check"]).chosen, Some(2));
    assert!(!after(&["choose 3", "check", "takeover"]).is_committed, "asked anew");
    assert!(after(&["choose 3", "check", "at 1"]).is_committed);
    assert_eq!(with(&[("text", "Hi"), ("question", "1")]).became(), Became::Longer);
}

#[test]
fn rubbish_is_answered_in_both_languages() {
    let long = "x".repeat(5_000);
    for text in ["", "\u{0}", "\n\n\n", "\r", &long, &"한".repeat(900), &"a\n".repeat(900)] {
        let mut lens = with(&[]);
        let mut entropy = |buffer: &mut [u8]| buffer.fill(7);
        lens.set_text(text);
        lens.set_guess(text);
        lens.set_secret(text);
        for action in ["at 0", "at 99999999", "bits x", "bits 99", "draw", "look secret"] {
            let words = Words::in_language(Language::Korean);
            let action = <Action as figure_kit::action::Action>::parse(action).unwrap();
            lens.update(action, &mut Context::new(&mut entropy, &words));
            assert!(!lens.view(&words).plain_text().is_empty());
        }
        assert!(lens.text.len() <= TEXT_MAX && lens.texts().len() <= MESSAGES_MAX);
        assert!(lens.guess.len() <= GUESS_MAX && lens.secret.len() <= SECRET_MAX);
        assert!(lens.secret.chars().all(|letter| LETTERS.contains(letter)));
    }
}
