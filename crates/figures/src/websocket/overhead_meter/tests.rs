//! The meter as it must be, whatever is written into it.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::state::{RATES, SAMPLED_S};
use super::*;

fn meter(settings: &[(&str, &str)]) -> OverheadMeter {
    driven(settings, &[])
}

#[track_caller]
fn check(meter: &OverheadMeter, facts: &[(&str, &str)]) {
    for (fact, expected) in facts {
        assert_eq!(meter.fact(fact).as_deref(), Some(*expected), "{fact}");
    }
}

fn number(meter: &OverheadMeter, fact: &str) -> u32 {
    meter.fact(fact).unwrap().parse().unwrap()
}

#[test]
fn a_message_of_a_websocket_costs_its_frame_and_two_segments() {
    let none = meter(&[("lines", "")]);
    let one = meter(&[("lines", "1s server x"), ("size", "20")]);
    let more = number(&one, "websocket-bytes") - number(&none, "websocket-bytes");
    // The frame's two bytes in front of the text, and 52 of IP and of TCP with its timestamps; then
    // the acknowledgement.
    assert_eq!(more, (52 + 2 + 20) + 52);
    let back = meter(&[("lines", "1s browser x"), ("size", "20")]);
    let more = number(&back, "websocket-bytes") - number(&none, "websocket-bytes");
    // A browser's frame has a masking key (RFC 6455 §5.3).
    assert_eq!(more, (52 + 2 + 4 + 20) + 52);
}

#[test]
fn a_poll_is_as_late_as_the_next_question_and_two_ways() {
    let polled = meter(&[("lines", "1.3s server goal"), ("latency", "40"), ("interval", "1000")]);
    check(&polled, &[("polling-max-ms", "780"), ("websocket-max-ms", "40"), ("sse-max-ms", "40")]);
    check(&polled, &[("long-polling-max-ms", "40"), ("long-polling-requests", "2")]);
    // What is written while a question is under way waits for it, and goes with what came before.
    let two = meter(&[("lines", "1s server a;1.01s server b"), ("latency", "100")]);
    check(&two, &[("long-polling-max-ms", "290"), ("long-polling-seen", "2")]);
    check(&two, &[("long-polling-requests", "3"), ("websocket-max-ms", "100")]);
}

#[test]
fn what_is_written_before_there_is_a_way_comes_when_there_is_one() {
    let early = meter(&[("lines", "0s server a;0s browser b"), ("latency", "100")]);
    for way in Way::ALL {
        check(&early, &[(&[way.name(), "-seen"].concat(), "2")]);
    }
    // The handshake of TCP, the handshake of WebSocket, and then the frame.
    check(&early, &[("websocket-max-ms", "500")]);
}

#[test]
fn a_page_that_waits_speaks_over_another_connection() {
    let both = meter(&[("lines", "3.5s browser hello")]);
    check(&both, &[("polling-sockets", "1"), ("long-polling-sockets", "2"), ("sse-sockets", "2")]);
    check(&both, &[("websocket-sockets", "1"), ("websocket-requests", "1")]);
    let crowd = meter(&[("lines", "every 20ms browser hello"), ("latency", "500")]);
    check(&crowd, &[("sse-sockets", "6"), ("websocket-sockets", "1")]);
}

#[test]
fn a_held_question_is_answered_after_thirty_seconds() {
    let quiet = meter(&[("lines", ""), ("seconds", "60"), ("latency", "40")]);
    check(
        &quiet,
        &[("long-polling-requests", "2"), ("sse-requests", "1"), ("polling-requests", "61")],
    );
}

#[test]
fn every_message_is_seen_once_in_every_way_with_a_proxy_and_without() {
    for proxy in ["off", "on"] {
        for writer in ["server", "browser", "both"] {
            let busy = meter(&[
                ("by", "rate"),
                ("rate", "240"),
                ("writer", writer),
                ("proxy", proxy),
                ("latency", "60"),
                ("size", "1000"),
                ("interval", "500"),
            ]);
            let (setup, runs) = busy.runs();
            for way in Way::ALL {
                let run = &runs[way as usize];
                let mut messages: Vec<usize> = run.seen.iter().map(|seen| seen.message).collect();
                messages.sort_unstable();
                let once = messages.windows(2).all(|pair| pair[0] != pair[1]);
                // The last may still be under way when time is over.
                let due =
                    setup.messages().iter().enumerate().filter(|(_, it)| it.at_us < 9_000_000);
                let all = due.map(|(message, _)| message).all(|it| messages.contains(&it));
                assert!(once && all, "{writer} {proxy} {}: {messages:?}", way.name());
            }
        }
    }
}

#[test]
fn a_proxy_adds_its_fields_and_another_connection() {
    let plain = meter(&[("lines", "1s server x")]);
    let proxied = meter(&[("lines", "1s server x"), ("proxy", "on")]);
    for way in Way::ALL {
        let fact = [way.name(), "-application"].concat();
        let (once, twice) = (number(&plain, &fact), number(&proxied, &fact));
        assert!(twice > 2 * once, "{fact}: {once}, {twice}");
        let requests = [way.name(), "-requests"].concat();
        assert_eq!(plain.fact(&requests), proxied.fact(&requests));
    }
    // Behind the 101 a proxy copies: a frame costs on two links just twice what it costs on one.
    let two = meter(&[("lines", "1s server x;2s server y"), ("proxy", "on")]);
    let more = number(&two, "websocket-application") - number(&proxied, "websocket-application");
    assert_eq!(more, 2 * (2 + 20));
}

#[test]
fn what_the_plot_draws_is_what_the_meter_counts() {
    let sampled = meter(&[]).sampled();
    let seconds = SAMPLED_S.to_string();
    for (at, rate) in RATES.into_iter().enumerate() {
        let it = meter(&[("by", "rate"), ("rate", &rate.to_string()), ("seconds", &seconds)]);
        for way in Way::ALL {
            let counted = number(&it, &[way.name(), "-bytes"].concat());
            assert_eq!(sampled[way as usize][at], counted, "{} at {rate}", way.name());
        }
    }
}

#[test]
fn polling_sends_more_where_messages_are_rare() {
    check(&meter(&[]), &[("more", "low")]);
    check(&meter(&[("interval", "200"), ("latency", "10")]), &[("more", "all")]);
    check(&meter(&[("interval", "200")]), &[("crossing", "none")]);
    check(
        &meter(&[("interval", "5000"), ("cookies", "0"), ("writer", "browser")]),
        &[("more", "all")],
    );
}

#[test]
fn heads_are_what_a_reader_of_http_takes_and_cookies_have_the_length_asked_for() {
    for cookies in ["0", "1", "8", "200", "2000"] {
        let it = meter(&[("cookies", cookies)]);
        let (_, runs) = it.runs();
        let mut asked = &runs[Way::WebSocket as usize].sample.asked[..];
        let mut reader = http::Reader::<http::RequestLine>::new(http::Limits::default());
        let request = reader.receive(&mut asked).unwrap().unwrap();
        let cookie = request.fields.first("Cookie").map_or(0, |field| field.value.len());
        assert_eq!(cookie.to_string(), cookies);
        let mut server =
            websocket::handshake::Server::new(websocket::handshake::server::Policy::default());
        let sample = &runs[Way::WebSocket as usize].sample;
        let accepted = server.receive(&mut &sample.asked[..]).unwrap().unwrap();
        assert_eq!(accepted.response().to_bytes(), sample.answered);
    }
}

#[test]
fn nonsense_is_answered() {
    let words = Words::in_language(Language::English);
    for text in ["", ";;;", "1s nobody x", "every 0s server x", "-1s server x", "한국어"] {
        for by in ["script", "rate"] {
            let it = meter(&[("by", by), ("lines", text), ("rate", text), ("cookies", text)]);
            assert!(!it.view(&words).plain_text().is_empty());
        }
    }
    let long = "every 10ms browser 안녕;".repeat(200);
    let it = meter(&[("lines", &long), ("seconds", "60"), ("latency", "0")]);
    let said = it.view(&words).plain_text();
    assert!(said.contains("Only the first 2000 bytes"), "{said}");
    assert!(said.contains("Only the first 200 messages"), "{said}");
}

#[test]
fn a_question_hides_what_was_measured_until_it_is_answered() {
    let words = Words::in_language(Language::English);
    let locked = meter(&[("question", "on")]);
    assert!(locked.view(&words).plain_text().contains(words.locked()));
    let seen: OverheadMeter = driven(&[("question", "on")], &["choose 2", "check"]);
    assert!(seen.view(&words).plain_text().contains("It ran"));
    assert_eq!(seen.prediction.write(), "2 seen");
    assert!(seen.answers()[0].is_right);
    // Another interval is another question; another script is not.
    for (action, left) in [("interval 300", ""), ("cookies 9", ""), ("lines 1s server x", "2 seen")]
    {
        let it: OverheadMeter = driven(&[("question", "on")], &["choose 2", "check", action]);
        assert_eq!(it.prediction.write(), left, "{action}");
    }
}
