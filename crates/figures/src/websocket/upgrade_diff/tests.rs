//! The two openings as a reader compares them.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::words::{Language, Vocabulary as _};

use super::state::TEXT_MAX;
use super::words::Words;
use super::*;

#[track_caller]
fn check(actions: &[&str], fact: &str, expected: &str) {
    let diff: UpgradeDiff = driven(&[], actions);
    assert_eq!(diff.fact(fact).as_deref(), Some(expected), "{actions:?}");
}

#[test]
fn rfc_8441_section_5_what_goes_what_stays() {
    for gone in ["connection", "key", "answer-upgrade", "answer-connection", "accept"] {
        check(&[], &["fate-", gone].concat(), "gone");
    }
    for same in ["version", "origin", "protocol", "extensions", "answer-protocol", "frames"] {
        check(&[], &["fate-", same].concat(), "same");
    }
    check(&[], "new-host", ":authority = chat.example");
    check(&[], "new-upgrade", ":protocol = websocket");
    check(&[], "new-request-line", ":method = CONNECT; :path = /room");
    check(&[], "new-version", "sec-websocket-version = 13");
    check(&[], "old-status", "HTTP/1.1 101 Switching Protocols");
    check(&[], "new-status", ":status = 200");
    check(&[], "gone", "5");
}

#[test]
fn what_is_not_asked_for_has_no_row() {
    check(&["origin "], "fate-origin", "none");
    check(&["protocols "], "fate-protocol", "none");
    check(&["speaks chat.v9"], "fate-answer-protocol", "none");
    check(&["deflate"], "fate-extensions", "none");
    check(&["deflate"], "fate-answer-extensions", "none");
    check(&[], "new-answer-protocol", "sec-websocket-protocol = chat.v2");
}

#[test]
fn round_trips_until_the_first_message() {
    check(&[], "trips-old", "3");
    check(&[], "trips-new", "3");
    check(&["open"], "trips-new", "1");
    check(&["beside http3"], "trips-new", "2");
    check(&["beside http3", "open"], "trips-new", "1");
    check(&["support"], "trips-new", "5");
    check(&["support", "open"], "trips-new", "3");
    check(&["support"], "falls-back", "yes");
}

#[test]
fn a_refusal_stays_one() {
    check(&["host "], "old-status", "HTTP/1.1 400 Bad Request");
    check(&["host "], "new-status", ":status = 400");
    check(&["host "], "fate-frames", "none");
}

#[test]
fn rubbish_is_answered_in_both_languages() {
    for text in ["", " ", "a b", "\u{0}", "한글", &"x".repeat(9_000), "a,,b, ,"] {
        for field in ["host", "path", "origin", "protocols", "speaks", "trip"] {
            let diff: UpgradeDiff = driven(&[], &[&[field, " ", text].concat()]);
            for words in [Language::English, Language::Korean].map(Words::in_language) {
                assert!(!diff.view(&words).plain_text().is_empty());
                let _said = view::said(&diff, &words);
            }
            assert!(diff.host.len() <= TEXT_MAX);
        }
    }
}

#[test]
fn every_line_is_explained() {
    let words = Words::in_language(Language::Korean);
    for newer in Newer::ALL {
        for about in About::ALL {
            assert!(!view::explained(about, newer, &words).0.is_empty());
        }
    }
    let open: UpgradeDiff = driven(&[], &["at key"]);
    assert_eq!(open.at, Some(About::Key));
    assert_eq!(driven::<UpgradeDiff>(&[], &["at key", "at key"]).at, None);
}
