//! The bench as a reader drives it.

use figure_kit::action::Action as _;
use figure_kit::figure::{Context, Figure as _, driven};
use figure_kit::setting;
use figure_kit::words::{Language, Vocabulary as _};

use super::*;

fn run(actions: &[&str]) -> HandshakeBench {
    driven(&[], actions)
}

fn english() -> Words {
    Words::in_language(Language::English)
}

#[track_caller]
fn check(actions: &[&str], fact: &str, expected: &str) {
    assert_eq!(run(actions).fact(fact).as_deref(), Some(expected), "{actions:?}");
}

#[test]
fn section_1_2_the_sample_opens() {
    check(&[], "status", "101");
    check(&[], "client", "open");
    check(&[], "protocol", "chat");
    check(&[], "accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

#[test]
fn every_edit_reaches_the_engine() {
    check(&["remove request Upgrade"], "status", "426");
    check(&["value request Sec-WebSocket-Version 8"], "status", "426");
    check(&["double request Host"], "verdict", "TwoHosts at byte 46 (RFC 9112 §3.2)");
    check(&["line request POST /chat HTTP/1.1"], "status", "405");
    check(&["origins https://example.com"], "status", "403");
    check(&["preset foreign"], "status", "403");
    check(&["preset browser"], "extensions", "permessage-deflate");
    check(&["preset browser", "deflate"], "extensions", "");
    check(&["protocols superchat, chat"], "protocol", "chat");
    check(&["headers-max 3"], "status", "431");
    check(&["head-max lots"], "status", "101");
    check(&["name request Host Host name"], "status", "400");
}

#[test]
fn the_client_judges_an_edited_response() {
    let wrong = "value response Sec-WebSocket-Accept AAAA";
    let fault = run(&[wrong]).fact("client").unwrap();
    assert!(fault.starts_with("Accept at byte "), "{fault}");
    check(&[wrong, "own"], "client", "open");
    let asked = "add response Sec-WebSocket-Extensions: permessage-deflate";
    let fault = run(&[asked]).fact("client").unwrap();
    assert!(fault.starts_with("UnrequestedExtension"), "{fault}");
    check(&["preset browser", "own"], "client", "open");
    check(&["preset old"], "client", "Status(426) at byte 9 (RFC 6455 §4.1)");
}

#[test]
fn a_fact_says_what_a_header_says() {
    check(&["preset old"], "response-Sec-WebSocket-Version", "13");
    check(&[], "response-sec-websocket-version", "none");
    check(&[], "request-Upgrade", "websocket");
    assert_eq!(run(&[]).fact("answer-Upgrade"), None);
}

#[test]
fn a_proxy_forwards_all_but_what_connection_names() {
    check(&["preset proxy"], "request-Host", "server.example.com");
    check(&["preset proxy"], "request-Sec-WebSocket-Version", "13");
    check(&["preset proxy"], "request-Upgrade", "none");
    check(&["preset proxy"], "request-Connection", "none");
    check(&["preset proxy"], "status", "426");
}

#[test]
fn a_header_with_any_text_comes_back_from_a_link() {
    let bench = run(&[
        "name request 0 a:b\tc",
        "value request 0 x: y\tz",
        "line response HTTP/1.1 200 열쇠",
        "value response 0 ",
    ]);
    let mut again = HandshakeBench::default();
    for (name, text) in setting::all(HandshakeBench::SETTINGS, &bench) {
        setting::write(HandshakeBench::SETTINGS, &mut again, name, &text).unwrap();
    }
    assert_eq!(again.view(&english()), bench.view(&english()));
}

#[test]
fn what_is_drawn_stays_bounded() {
    let mut bench = run(&[&["value request Host ", &"x".repeat(100_000)].concat()]);
    for _ in 0..200 {
        let words = english();
        let mut entropy = |_: &mut [u8]| {};
        let mut context = Context::new(&mut entropy, &words);
        bench.update(Action::parse("add request").unwrap(), &mut context);
    }
    assert_eq!(bench.request.headers.len(), head::HEADERS_MAX);
    assert_eq!(bench.fact("status").as_deref(), Some("431"));
}
