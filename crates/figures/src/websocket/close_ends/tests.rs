//! The two ends as a reader drives them.

use figure_kit::figure::driven;
use figure_kit::words::{Language, Vocabulary as _};

use super::*;

fn english() -> Words {
    Words::in_language(Language::English)
}

fn with(settings: &[(&str, &str)]) -> CloseEnds {
    driven(settings, &[])
}

/// What both ends report: `code clean`, or `none none`.
#[track_caller]
fn check(settings: &[(&str, &str)], page: &str, server: &str) {
    let figure = with(settings);
    let of = |who: &str| {
        let fact = |name: &str| figure.fact(&[who, "-", name].concat()).unwrap();
        [fact("code"), fact("clean")].join(" ")
    };
    assert_eq!([of("page"), of("server")], [page, server], "{settings:?}");
}

#[track_caller]
fn facts(settings: &[(&str, &str)], expected: &[(&str, &str)]) {
    let figure = with(settings);
    for (name, value) in expected {
        assert_eq!(figure.fact(name).as_deref(), Some(*value), "{name} of {settings:?}");
    }
}

const SERVER: (&str, &str) = ("closer", "server");
const BOTH: (&str, &str) = ("closer", "both");
const NOBODY: (&str, &str) = ("closer", "nobody");
const FORGED: (&str, &str) = ("forged", "on");
const CABLE: (&str, &str) = ("case", "cable");

#[test]
fn section_7_1_5_each_end_reports_the_code_that_came_to_it() {
    check(&[], "1000 yes", "1000 yes");
    check(&[SERVER], "1001 yes", "1001 yes");
    check(&[BOTH], "1001 yes", "1000 yes");
    check(&[("page-code", ""), ("page-reason", "")], "1005 yes", "1005 yes");
    // The answer has the code and not the reason.
    facts(&[], &[("page-reason", ""), ("server-reason", "bye"), ("close-frames", "2")]);
}

#[test]
fn section_7_1_1_the_server_ends_tcp_first_and_waits() {
    facts(&[], &[("time-wait", "server"), ("page-tcp", "CLOSED"), ("server-tcp", "TIME-WAIT")]);
    facts(&[SERVER], &[("time-wait", "server")]);
    facts(&[BOTH], &[("time-wait", "server")]);
    // The end whose FIN goes out first waits: here the dead process's kernel.
    facts(&[NOBODY, ("case", "killed"), ("whom", "page")], &[("time-wait", "page")]);
}

#[test]
fn what_befalls_an_end_is_seen_at_the_other() {
    for closer in ["page", "server", "both"] {
        let closer = ("closer", closer);
        check(
            &[closer, ("case", "killed"), ("whom", "server"), ("at", "50")],
            "1006 no",
            "none none",
        );
        // Who closes is the other end: a page that hangs calls nothing.
        if closer.1 != "page" {
            let hung = [closer, ("case", "hangs"), ("whom", "page"), ("at", "50")];
            check(&hung, "none none", "1006 no");
        }
    }
    check(&[NOBODY, ("case", "killed")], "1006 no", "none none");
    check(&[("case", "lost-fin")], "1000 yes", "1000 yes");
    facts(&[("case", "lost-fin")], &[("lost", "1"), ("page-milliseconds", "392")]);
    // A process that dies behind its own close frame.
    check(&[("case", "killed"), ("whom", "page")], "none none", "1000 yes");
}

#[test]
fn one_end_may_be_clean_and_the_other_not() {
    check(&[CABLE, ("at", "110")], "1006 no", "1000 yes");
    facts(&[CABLE, ("at", "110")], &[("page-seconds", "60"), ("server-seconds", "30")]);
    check(&[CABLE, ("at", "0")], "1006 no", "none none");
    check(&[FORGED, ("page-code", "1006")], "1002 yes", "1006 no");
}

#[test]
fn nobody_notices_a_cable_until_somebody_waits_for_an_answer() {
    check(&[NOBODY, CABLE], "none none", "none none");
    check(&[NOBODY, CABLE, ("heartbeat", "30")], "none none", "1006 no");
    facts(&[NOBODY, CABLE, ("heartbeat", "30")], &[("server-seconds", "60"), ("page-state", "1")]);
    facts(&[NOBODY, CABLE, ("talks", "page")], &[("page-seconds", "973"), ("page-code", "1006")]);
    facts(&[NOBODY, CABLE, ("keep-alive", "on")], &[("server-seconds", "7889")]);
    facts(&[NOBODY, ("heartbeat", "10")], &[("pings", "2"), ("pongs", "2"), ("server-state", "1")]);
}

#[test]
fn section_7_4_what_may_not_be_sent_is_refused_and_what_is_sent_anyway_is_a_fault() {
    for (code, refused) in [
        ("1000", "no"),
        ("1001", "yes"),
        ("2999", "yes"),
        ("3000", "no"),
        ("4999", "no"),
        ("5000", "yes"),
    ] {
        facts(&[("page-code", code)], &[("page-refused", refused)]);
    }
    for (code, refused) in [
        ("999", "yes"),
        ("1001", "no"),
        ("1004", "yes"),
        ("1005", "yes"),
        ("1006", "yes"),
        ("1014", "no"),
        ("1015", "yes"),
        ("1016", "yes"),
    ] {
        facts(&[SERVER, ("server-code", code)], &[("server-refused", refused)]);
        let (page, server) =
            if refused == "yes" { ("1006 no", "1002 yes") } else { ("C yes", "C yes") };
        let [page, server] = [page, server].map(|it| it.replace('C', code));
        check(&[SERVER, FORGED, ("server-code", code)], &page, &server);
    }
    let long = "a".repeat(124);
    facts(&[("page-reason", &long)], &[("page-refused", "yes")]);
    facts(&[("page-reason", &long[1..])], &[("page-refused", "no")]);
    check(&[FORGED, ("page-reason", &long)], "1002 yes", "1006 no");
    check(&[FORGED, ("page-reason", r"\xff")], "1007 yes", "1006 no");
    check(&[FORGED, ("page-code", ""), ("page-reason", "x")], "1002 yes", "1006 no");
    // Where a code is missing, a browser sends no reason either; the engine refuses one.
    check(&[("page-code", "")], "1005 yes", "1005 yes");
    facts(&[("page-code", "")], &[("server-reason", ""), ("page-refused", "no")]);
    facts(&[SERVER, ("server-code", "")], &[("server-refused", "yes")]);
    facts(&[("page-reason", r"\xff")], &[("page-refused", "yes"), ("close-frames", "0")]);
}

#[test]
fn a_page_that_closes_is_given_no_more_messages_and_a_server_is() {
    let data = ("case", "data");
    facts(&[data], &[("page-messages", "0"), ("page-ignored", "2"), ("server-messages", "1")]);
    facts(&[SERVER, data], &[("page-messages", "1"), ("server-messages", "2")]);
    // A message in pieces that is never finished is never handed out.
    facts(&[SERVER, ("case", "pieces")], &[("page-messages", "0"), ("page-code", "1001")]);
    facts(&[NOBODY, ("case", "pieces")], &[("page-messages", "1")]);
}

#[test]
fn what_comes_of_it_is_always_among_the_answers() {
    let codes = ["", "1000", "1001", "1005", "1006", "3000", "65535", "x"];
    let reasons = ["", "bye", r"\xff\x80"];
    let mut count = 0_usize;
    for closer in Closer::NAMES {
        for case in Case::NAMES {
            for whom in Who::NAMES {
                for at in ["0", "90", "100", "110", "130", "150"] {
                    // Another code and reason each time, and both ways of sending them.
                    count += 1;
                    let (code, reason) = (codes[count % 8], reasons[count % 3]);
                    let forged = if count.is_multiple_of(5) { "on" } else { "off" };
                    let figure = with(&[
                        ("closer", closer),
                        ("case", case),
                        ("whom", whom),
                        ("at", at),
                        ("page-code", code),
                        ("server-code", codes[(count / 7) % 8]),
                        ("page-reason", reason),
                        ("forged", forged),
                        ("heartbeat", if count.is_multiple_of(4) { "20" } else { "0" }),
                    ]);
                    for who in Who::ALL {
                        let report = figure.run().report(who);
                        let all = figure.scene.candidates();
                        assert!(all.contains(&report), "{report:?} of {:?}", figure.scene);
                    }
                }
            }
        }
    }
}

#[test]
fn both_ends_are_asked_about_before_anything_is_seen() {
    let asked = |actions: &[&str]| driven::<CloseEnds>(&[("question", "on")], actions);
    let text = |figure: &CloseEnds| figure.view(&english()).plain_text();
    let fresh = asked(&[]);
    assert!(fresh.is_locked() && !text(&fresh).contains("TIME-WAIT"));
    let half = asked(&["choose 1", "check"]);
    assert!(half.is_locked() && half.answers().is_empty());
    let done = asked(&["choose 1", "check", "choose 2", "check"]);
    let answers: Vec<bool> = done.answers().iter().map(|answer| answer.is_right).collect();
    assert_eq!((done.is_locked(), answers), (false, vec![true, false]));
    // Another scene is asked about anew; who only wanted to see sees on.
    assert!(asked(&["choose 1", "check", "choose 2", "check", "case cable"]).is_locked());
    assert!(!asked(&["show-me", "case cable"]).is_locked());
    assert!(asked(&["show-me", "ask"]).is_locked());
}

#[test]
fn any_text_in_the_fields_is_taken_or_said_to_be_wrong() {
    for text in ["", "-1", "70000", "1e3", "마흔", "1000 ", &"9".repeat(500)] {
        let figure = with(&[("page-code", text), ("server-code", text), BOTH]);
        assert!(figure.view(&english()).plain_text().len() > 100);
    }
    for text in [r"\x", r"\xf", r"\xzz", "안녕", &"한".repeat(500), "\u{202e}\u{0}"] {
        let figure = with(&[("page-reason", text), FORGED]);
        assert!(figure.view(&english()).plain_text().len() > 100);
    }
    assert_eq!(with(&[("page-reason", r"a\x41\xb0b")]).scene.says[0].reason(), b"aA\xb0b");
}
