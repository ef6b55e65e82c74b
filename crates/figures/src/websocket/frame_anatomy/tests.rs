//! The anatomy, one line in, one line out; and the figure as a reader drives it.

use websocket::Role;
use websocket::connection::Limits;

use figure_kit::figure::driven;
use figure_kit::setting;
use figure_kit::words::{Language, Vocabulary as _};

use super::reading::{Outcome, read};
use super::*;
use crate::websocket::notation;

fn hex(text: &str) -> Vec<u8> {
    let reading = notation::read(text);
    assert_eq!(reading.misread, None, "{text}");
    reading.bytes
}

/// The outcome of what this end sent, in one line.
#[track_caller]
fn check(from: Role, bytes: &str, expected: &str) {
    let anatomy = read(&hex(bytes), from, Limits::default());
    let said = match anatomy.verdict.outcome() {
        Outcome::Fault(fault) => {
            format!("{fault}, frame {}", anatomy.verdict.fault_frame.expect("it lies in a frame"))
        }
        Outcome::Incomplete(missing) if missing.or_more => format!("at least {}", missing.bytes),
        Outcome::Incomplete(missing) => format!("{} missing", missing.bytes),
        other => format!("{other:?}"),
    };
    assert_eq!(said, expected, "{bytes}");
}

#[test]
fn section_5_1_the_direction_decides_about_the_mask() {
    check(Role::Client, "81 85 37 fa 21 3d 7f 9f 4d 51 58", "Legal");
    check(
        Role::Client,
        "81 05 48 65 6c 6c 6f",
        "UnmaskedClient at byte 1 (RFC 6455 §5.1), frame 0",
    );
    check(Role::Server, "81 05 48 65 6c 6c 6f", "Legal");
    check(Role::Server, "81 85 00 00 00 00", "MaskedServer at byte 1 (RFC 6455 §5.1), frame 0");
}

#[test]
fn section_5_2_what_a_cut_frame_lacks() {
    check(Role::Server, "", "Empty");
    check(Role::Server, "81", "at least 1");
    check(Role::Server, "81 7e 01", "at least 1");
    check(Role::Server, "81 7e 01 00", "256 missing");
    check(Role::Client, "81 85 37", "8 missing");
    check(Role::Server, "82 7f 00 00 00 00 00 10 00 00", "1048576 missing");
    check(Role::Server, "82 7e 00 05 01", "NonMinimalLength at byte 3 (RFC 6455 §5.2), frame 0");
}

#[test]
fn section_5_4_the_state_between_the_frames() {
    check(Role::Server, "01 01 61 80 01 62", "Legal");
    check(Role::Server, "01 01 61 89 00", "OpenMessage(Text)");
    check(
        Role::Server,
        "89 00 01 01 61 81 01 62",
        "StartInsideMessage at byte 5 (RFC 6455 §5.4), frame 2",
    );
    check(Role::Server, "80 00", "ContinuationWithoutStart at byte 0 (RFC 6455 §5.4), frame 0");
}

#[test]
fn section_5_5_1_what_follows_a_close_frame_is_not_read() {
    check(Role::Server, "88 00", "Legal");
    check(Role::Server, "88 00 ff ff", "AfterClose { at: 2 }");
    check(Role::Server, "88 02 03 ed", "CloseCode at byte 3 (RFC 6455 §7.4), frame 0");
    let anatomy = read(&hex("88 05 03 e8 62 79 65"), Role::Server, Limits::default());
    let closed = meaning::delivered(&anatomy.delivered[0], &Words::in_language(Language::English));
    assert_eq!(closed, "Closed with 1000 “bye”.");
}

#[test]
fn section_8_1_a_character_may_be_cut_between_frames() {
    let cut = hex("01 02 ed 95 80 01 9c");
    let anatomy = read(&cut, Role::Server, Limits::default());
    assert_eq!(anatomy.verdict.outcome(), Outcome::Legal);
    assert_eq!(anatomy.frames[1].carried.bytes(), [0xed, 0x95]);
    let one_by_one = read(&hex("01 01 ed 00 01 95 80 01 9c"), Role::Server, Limits::default());
    let carried = |index: usize| one_by_one.frames[index].carried.bytes().to_vec();
    assert_eq!((carried(1), carried(2)), (vec![0xed], vec![0xed, 0x95]));
    check(Role::Server, "01 02 ed 95 80 01 41", "TextNotUtf8 at byte 6 (RFC 6455 §8.1), frame 1");
}

#[test]
fn what_is_kept_stays_bounded() {
    let pings = [0x89, 0x00].repeat(500_000);
    let anatomy = read(&pings, Role::Server, Limits::default());
    assert_eq!((anatomy.frames.len(), anatomy.frames_len), (4_096, 500_000));
    assert_eq!(anatomy.delivered.len(), 64);
    let huge = read(&hex("82 7f ff ff ff ff ff ff ff ff 00"), Role::Server, Limits::default());
    assert_eq!(huge.frames[0].payload(), 10..11);
    let far = [pings, vec![0xff]].concat();
    let anatomy = read(&far, Role::Server, Limits::default());
    assert_eq!(anatomy.frames.last().map(|part| part.index), Some(500_000));
}

#[test]
fn the_terminal_prints_fields_and_verdict() {
    let bytes = hex("818537fa213d7f9f4d5158");
    let anatomy = read(&bytes, Role::Client, Limits::default());
    let printed = text::print(&anatomy, &bytes, &Words::in_language(Language::English));
    let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
    assert_eq!(
        lines[1],
        "     0  81                      FIN 1: The message ends with this frame."
    );
    assert!(printed.contains("     6  7f 9f 4d 51 58"), "{printed}");
    assert!(printed.contains("“Hello”"), "{printed}");
    assert!(printed.contains("Legal: 1 frame from a client."), "{printed}");
    for words in [Language::English, Language::Korean].map(Words::in_language) {
        for length in 0..bytes.len() {
            let cut = read(&bytes[..length], Role::Client, Limits::default());
            assert!(!text::print(&cut, &bytes[..length], &words).is_empty());
        }
    }
}

#[test]
fn every_rule_has_its_words() {
    for words in [Language::English, Language::Korean].map(Words::in_language) {
        for rule in websocket::Rule::ALL {
            let (line, remedy) = meaning::rule(rule, &words);
            assert!(line != rule.clause() && !remedy.is_empty(), "{rule:?}");
        }
    }
}

const HELLO: (&str, &str) = ("bytes", "81 85 37 fa 21 3d 7f 9f 4d 51 58");

/// The bytes after these actions on a masked `Hello`.
#[track_caller]
fn becomes(actions: &[&str], expected: &str) {
    let figure: FrameAnatomy = driven(&[HELLO], actions);
    assert_eq!(figure.fact("bytes").as_deref(), Some(expected), "{actions:?}");
}

#[test]
fn every_control_changes_one_thing_and_the_rest_follows() {
    becomes(&["toggle 1"], "c1 85 37 fa 21 3d 7f 9f 4d 51 58");
    becomes(&["toggle 999"], HELLO.1);
    becomes(&["opcode 2"], "82 85 37 fa 21 3d 7f 9f 4d 51 58");
    becomes(&["opcode 16", "opcode 열", "example", "example none"], HELLO.1);
    becomes(&["mask"], "81 05 48 65 6c 6c 6f");
    becomes(&["mask", "width 16"], "81 7e 00 05 48 65 6c 6c 6f");
    becomes(&["mask", "width 16", "width shortest"], "81 05 48 65 6c 6c 6f");
    becomes(&["mask", "text 안"], "81 03 ec 95 88");
    becomes(&["mask", "data 0"], "81 05 48 65 6c 6c 6f");
    becomes(&["key 0000 0000"], "81 85 00 00 00 00 48 65 6c 6c 6f");
    becomes(&["mask", "split"], "01 02 48 65 80 03 6c 6c 6f");
    becomes(&["mask", "select bit 24", "split"], "01 01 48 80 04 65 6c 6c 6f");
    becomes(&["example close", "add ping"], "88 05 03 e8 62 79 65 89 00");
    becomes(&["example close", "add ping", "remove"], "88 05 03 e8 62 79 65");
}

#[test]
fn arrow_keys_stop_at_fields_and_at_the_bytes_of_the_payload() {
    let mut stops = Vec::new();
    for steps in 1..=12 {
        let figure: FrameAnatomy = driven(&[HELLO], &["select next"].repeat(steps));
        stops.extend(figure.selected);
    }
    assert_eq!(stops, [0, 1, 2, 3, 4, 8, 9, 16, 48, 56, 64, 72]);
    let back: FrameAnatomy = driven(&[HELLO], &["select last", "select previous"]);
    assert_eq!(back.selected, Some(72));
}

#[test]
fn a_link_holds_what_is_being_typed() {
    for typed in ["key 37 f", "key ", "data 4", "data 4x\u{0}"] {
        let figure: FrameAnatomy = driven(&[HELLO], &["select bit 9", typed]);
        let mut again = FrameAnatomy::default();
        for (name, value) in setting::all(FrameAnatomy::SETTINGS, &figure) {
            setting::write(FrameAnatomy::SETTINGS, &mut again, name, &value).unwrap();
        }
        let words = Words::in_language(Language::English);
        assert_eq!(again.view(&words), figure.view(&words), "{typed}");
    }
}

#[test]
fn the_field_at_fault_is_marked_in_both_drawings() {
    let figure: FrameAnatomy = driven(&[HELLO, ("from", "client")], &["toggle 3"]);
    let drawn = format!("{:?}", figure.view(&Words::in_language(Language::English)));
    for mark in ["sw-byte is-error is-split", "\"is-bad\"", "sw-n1 is-selected is-error"] {
        assert!(drawn.contains(mark), "{mark}: {drawn}");
    }
}

#[test]
fn text_without_a_byte_is_not_called_legal() {
    let words = Words::in_language(Language::English);
    let said =
        |text: &str| driven::<FrameAnatomy>(&[], &[&["bytes ", text].concat()]).verdict(&words);
    assert_eq!(
        (said("zz banana").is_legal, said("zz banana").line),
        (false, "No bytes could be read.".to_owned())
    );
    assert_eq!((said("").is_legal, said("").line), (true, "No bytes yet.".to_owned()));
}

#[test]
fn facts_that_questions_ask_for() {
    let fact = |from: &str, bytes: &str, name: &str| {
        driven::<FrameAnatomy>(&[("from", from), ("bytes", bytes)], &[]).fact(name).unwrap()
    };
    assert_eq!(fact("client", "81 05 48 65 6c 6c 6f", "at"), "1");
    assert_eq!(fact("client", "81 05 48 65 6c 6c 6f", "close"), "1002");
    assert_eq!(fact("server", "81 05 48 65 6c 6c 6f", "close"), "none");
    assert_eq!(fact("server", "81 7e ff ff", "header"), "4");
    assert_eq!(fact("client", "81 85", "header"), "6");
    assert_eq!(fact("server", "01 01 61 89 00 80 01 62 82 00", "messages"), "2");
}
