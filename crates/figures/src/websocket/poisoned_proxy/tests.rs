//! The attack as a reader runs it.

use figure_kit::action::Action as _;
use figure_kit::figure::{Context, Figure as _, Motion, driven};
use figure_kit::words::{Language, Vocabulary as _};

use super::*;

fn with(settings: &[(&str, &str)]) -> PoisonedProxy {
    driven(settings, &[])
}

fn english() -> Words {
    Words::in_language(Language::English)
}

#[track_caller]
fn check(settings: &[(&str, &str)], fact: &str, expected: &str) {
    let figure = with(settings);
    let found = match fact {
        "reading" => {
            let run = figure.run();
            let message = run.step(run::Happens::Message).unwrap();
            Some(view::reading(message, &english()).join("; "))
        }
        _ => figure.fact(fact),
    };
    assert_eq!(found.as_deref(), Some(expected), "{settings:?}");
}

const OFF: (&str, &str) = ("mask", "off");

#[test]
fn section_10_3_unmasked_it_poisons_and_masked_it_does_not() {
    check(&[OFF], "visitor-gets", "attacker");
    check(&[OFF], "kept", "popular.example/library.js");
    check(
        &[OFF],
        "reading",
        "not a message: not a method (its byte 0); skipped; \
         a request: GET http://popular.example/library.js",
    );
    check(&[], "visitor-gets", "owner");
    check(&[], "kept", "");
    check(&[], "requests", "1");
}

#[test]
fn section_4_the_engine_takes_the_handshake_at_both_ends() {
    use websocket::handshake::{Client, Server, server::Policy};
    let (request, response) = run::handshake();
    let accepted = Server::new(Policy::default()).receive(&mut &request[..]).unwrap().unwrap();
    assert_eq!(accepted.response().to_bytes(), response);
    let mut client = Client::after(&accepted.request, http::Limits::default());
    assert!(matches!(client.receive(&mut &response[..]), Some(Ok(_))));
}

#[test]
fn what_the_proxy_forgives_decides() {
    check(&[OFF, ("proxy", "tunnel")], "visitor-gets", "owner");
    check(&[OFF, ("proxy", "tunnel")], "reading", "copied, and not read");
    check(&[OFF, ("proxy", "strict")], "visitor-gets", "owner");
    check(&[OFF, ("proxy", "strict")], "steps", "5");
    check(&[OFF, ("proxy", "searches")], "visitor-gets", "attacker");
    // Without the line end in front, GET shares its line with the frame's header.
    let bare = ("text", r"GET /library.js HTTP/1.1\nHost: popular.example\n\n");
    check(&[OFF, bare], "visitor-gets", "owner");
    check(&[OFF, bare, ("proxy", "searches")], "visitor-gets", "attacker");
}

#[test]
fn a_known_key_is_no_protection() {
    check(&[("key", "00 00 00 00")], "visitor-gets", "attacker");
    for key in ["01 02 03 04", "20 20 20 20", "ff ff ff ff", "a1 b2 c3 d4"] {
        check(&[("key", key)], "visitor-gets", "owner");
        check(&[("key", key), ("proxy", "searches")], "visitor-gets", "owner");
    }
}

#[test]
fn half_a_request_is_none() {
    let cut = r"\nGET /library.js HTTP/1.1\nHost: popular.example\n";
    check(&[OFF, ("text", cut)], "visitor-gets", "owner");
    let reading =
        "not a message: not a method (its byte 0); skipped; unfinished: it waits for more";
    check(&[OFF, ("text", cut)], "reading", reading);
    let hostless = r"\nGET /library.js HTTP/1.1\n\n";
    check(&[OFF, ("text", hostless)], "visitor-gets", "owner");
    let old = r"\nGET /library.js HTTP/1.0\n\n";
    check(&[OFF, ("text", old)], "kept", "evil.example/library.js");
}

#[test]
fn an_answer_is_kept_only_whole_and_if_it_may_be() {
    for (answer, kept) in [
        (r"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", true),
        (r"HTTP/1.1 200 OK\nContent-Length: 3\n\nab", false),
        (r"HTTP/1.1 200 OK\n\nab", false),
        (r"HTTP/1.1 200 OK\nContent-Length: x\n\nab", false),
        (r"HTTP/1.1 404 Not Found\nContent-Length: 2\n\nab", false),
        (r"HTTP/1.1 200 OK\nCache-Control: max-age=9, No-Store\nContent-Length: 2\n\nab", false),
        ("hello", false),
        ("", false),
    ] {
        let gets = if kept { "attacker" } else { "owner" };
        check(&[OFF, ("server", answer)], "visitor-gets", gets);
    }
    let post = r"\nPOST /library.js HTTP/1.1\nHost: popular.example\nContent-Length: 0\n\n";
    check(&[OFF, ("text", post)], "kept", "");
}

#[test]
fn only_the_address_that_was_poisoned_is() {
    check(&[OFF, ("visitor", "http://Popular.example:80/library.js")], "visitor-gets", "attacker");
    check(&[OFF, ("visitor", "popular.example/other.js")], "visitor-gets", "owner");
    for rubbish in ["", "a b", "\u{0}", "한글"] {
        check(&[OFF, ("visitor", rubbish)], "visitor-gets", "error");
    }
}

#[test]
fn a_text_comes_back_from_its_line() {
    for text in ["", "a\nb", r"a\nb", "\\\n\\", r"\\n", "\n\n"] {
        assert_eq!(from_line(&as_line(text)), text);
    }
}

#[test]
fn rubbish_is_answered_in_both_languages() {
    let long = "x".repeat(5_000);
    for text in ["", "\u{0}", "\r\r\n", "GET", &long, &"\n".repeat(600), &"한".repeat(300)] {
        for manner in Manner::ALL {
            for mask in ["on", "off"] {
                let settings = [("mask", mask), ("proxy", manner.name())];
                let mut figure = with(&settings);
                figure.set_text(text);
                figure.set_answer(text);
                for words in [Language::English, Language::Korean].map(Words::in_language) {
                    assert!(!figure.view(&words).plain_text().is_empty());
                }
            }
        }
    }
}

#[test]
fn a_question_hides_the_run_until_it_is_answered() {
    let words = english();
    let mut figure = with(&[OFF, ("question", "on")]);
    let poisoned = |figure: &PoisonedProxy| figure.view(&words).plain_text().contains("Poisoned");
    assert!(!poisoned(&figure) && poisoned(&figure.finished()));
    let mut entropy = |_: &mut [u8]| {};
    for action in ["play", "step next", "choose 2"] {
        let mut context = Context::new(&mut entropy, &words);
        figure.update(Action::parse(action).unwrap(), &mut context);
    }
    assert!(!poisoned(&figure));
    figure.update(Action::parse("check").unwrap(), &mut Context::new(&mut entropy, &words));
    assert!(poisoned(&figure));
    assert_eq!(figure.prediction.write(), "2 seen");
}

#[test]
fn the_walk_ends_by_showing_all() {
    let words = english();
    let mut entropy = |_: &mut [u8]| {};
    let mut figure = with(&[]);
    figure.update(Action::parse("play").unwrap(), &mut Context::new(&mut entropy, &words));
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen.push(figure.walk.step().write());
        let mut context = Context::new(&mut entropy, &words);
        if figure.tick(2_000, &mut context) == Motion::Rests {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen.join(" "), "1 2 3 4 5 6");
    assert_eq!(figure.walk.step().write(), "");
}

#[test]
fn a_fact_says_when_something_happens() {
    check(&[OFF], "step-ask", "1");
    check(&[OFF], "step-message", "3");
    check(&[OFF], "step-visit", "5");
    check(&[OFF, ("proxy", "strict")], "step-answer", "none");
    assert_eq!(with(&[]).fact("step-sundial"), None);
}

#[test]
fn a_grade_is_of_the_attack_it_was_given_for() {
    let asked = [OFF, ("question", "on")];
    let after = |actions: &[&str]| driven::<PoisonedProxy>(&asked, actions).prediction.write();
    assert_eq!(after(&["choose 1", "check"]), "1 seen");
    for other in ["mask", "proxy tunnel", "text Hi", "server Hi", "visitor a.example/"] {
        // Two of these attacks end otherwise: the wrong answer would be a right one.
        assert_eq!(after(&["choose 1", "check", other]), "", "{other}");
    }
    // What changes nothing that is sent, and a walk, leave it as it is.
    for same in ["key 01 02 03 04", "step next", "proxy skips-lines"] {
        assert_eq!(after(&["choose 1", "check", same]), "1 seen", "{same}");
    }
    assert_eq!(after(&["choose 1", "mask"]), "1", "before it is given, an answer is kept");
    assert_eq!(after(&["show-me", "mask"]), "seen", "no answer, no grade");
}
