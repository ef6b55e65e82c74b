//! What TCP and UDP do to a word, whatever the reader destroys.

use figure_kit::figure::{Context, Figure as _, Motion, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::run::{Cut, DELAY_US, Lane, Protocol, run};
use super::state::{Cuts, Instant, Letters};
use super::words::Words;

fn letters(settings: &[(&str, &str)]) -> Letters {
    driven(settings, &[])
}

#[track_caller]
fn check(figure: &Letters, fact: &str, expected: &str) {
    assert_eq!(figure.fact(fact).as_deref(), Some(expected), "{fact}");
}

fn word(text: &str) -> Vec<String> {
    text.chars().map(String::from).collect()
}

/// What a lane shows up to a moment.
fn past(lane: &Lane, now_us: u32) -> String {
    let flights = lane.flights.iter().filter(|flight| flight.sent_us <= now_us);
    let flights: Vec<_> = flights.map(|it| (it.nth, it.first, it.count, it.sent_us)).collect();
    let acks: Vec<_> = lane.acks.iter().filter(|sent| **sent <= now_us).collect();
    let count = lane.delivered.len();
    let got: Vec<_> = (0..count).map(|letter| lane.has_delivered(letter, now_us)).collect();
    let held: Vec<_> = (0..count).map(|letter| lane.is_held(letter, now_us)).collect();
    format!("{flights:?} {acks:?} {got:?} {held:?}")
}

#[test]
fn over_a_good_link_both_carry_each_letter_once() {
    let figure = letters(&[]);
    for lane in ["tcp", "udp"] {
        check(&figure, lane, "socket");
        check(&figure, &[lane, "-packets"].concat(), "6");
        check(&figure, &[lane, "-lost"].concat(), "0");
        check(&figure, &[lane, "-resent"].concat(), "0");
    }
}

#[test]
fn a_lost_letter_is_a_hole_over_udp_and_a_wait_over_tcp() {
    let figure = letters(&[("lost", "tcp-3@110,udp-3@110"), ("at", "300")]);
    check(&figure, "udp", "so_ket");
    check(&figure, "udp-now", "soket");
    check(&figure, "tcp-now", "so");
    check(&figure, "tcp-held", "ket");
    check(&figure, "tcp", "socket");
    check(&figure, "tcp-resent", "1");
    // The third of the letters behind it arrives 90 ms after it would have; its acknowledgement is
    // the third that repeats itself, and back 100 ms later (RFC 5681 §3.2).
    check(&figure, "tcp-resent-after-ms", "290");
}

#[test]
fn a_lost_last_letter_is_found_by_a_timer() {
    let words = Words::in_language(Language::English);
    let figure = letters(&[("lost", "tcp-6@200"), ("at", "1000")]);
    check(&figure, "tcp", "socket");
    check(&figure, "tcp-resent", "1");
    // The timer begins anew with each acknowledgement (RFC 6298 §5.3), last with that of the fifth,
    // 170 ms after this letter was sent; and it had 600 ms after one round trip of 200 (§2.2).
    check(&figure, "tcp-resent-after-ms", "802");
    let said = figure.view(&words).plain_text();
    assert!(said.contains("No acknowledgement of “t” came"), "{said}");
}

#[test]
fn destroying_a_packet_changes_nothing_that_was_before() {
    let all = word("socket wire");
    for protocol in Protocol::ALL {
        let whole = run(protocol, &all, &[]);
        for flight in &whole.flights {
            for part in [0, DELAY_US / 3, DELAY_US - 1] {
                let at_us = flight.sent_us + part;
                let cut = Cut { protocol, nth: flight.nth, at_us };
                let cut = run(protocol, &all, &[cut]);
                assert_eq!(past(&cut, at_us), past(&whole, at_us), "{protocol:?} {flight:?}");
                let lost = cut.flights.iter().filter(|flight| flight.lost_us.is_some());
                assert_eq!(lost.count(), 1);
            }
        }
    }
}

#[test]
fn tcp_delivers_the_whole_word_whichever_two_packets_are_destroyed() {
    let all = word("abcdefghijkl");
    for one in 1..=14 {
        for other in one..=14 {
            let cut = |nth| Cut { protocol: Protocol::Tcp, nth, at_us: 0 };
            let lane = run(Protocol::Tcp, &all, &[cut(one), cut(other)]);
            assert!(lane.delivered.iter().all(Option::is_some), "{one} {other}");
            assert!(lane.delivered.is_sorted(), "{one} {other}");
            assert_eq!(lane.given_up_us, None);
        }
    }
}

#[test]
fn what_is_destroyed_each_time_is_given_up() {
    let words = Words::in_language(Language::English);
    let cuts: Vec<String> = (1..=40).map(|nth| format!("tcp-{nth}@0")).collect();
    let figure = letters(&[("word", "ab"), ("lost", &cuts.join(","))]);
    check(&figure, "tcp", "__");
    let said = figure.view(&words).plain_text();
    assert!(said.contains("gave up: ETIMEDOUT"), "{said}");
}

#[test]
fn a_tap_destroys_what_is_on_its_way_and_nothing_else() {
    let mut figure: Letters = driven(&[("at", "100")], &["lose udp-2", "lose tcp-2"]);
    assert_eq!(figure.cuts.write(), "udp-2@100,tcp-2@100");
    check(&figure, "udp", "s_cket");
    // The first has arrived, the fifth has not been sent, and there is no ninetieth.
    for gone in ["udp-1", "udp-5", "udp-90", "udp-2"] {
        figure = driven(&[("at", "100"), ("lost", "udp-2@100")], &[&["lose ", gone].concat()]);
        assert_eq!(figure.cuts.write(), "udp-2@100", "{gone}");
    }
}

#[test]
fn another_past_forgets_what_was_destroyed_later_in_its_run() {
    let setting = [("at", "40"), ("lost", "tcp-3@110,udp-3@110")];
    let figure: Letters = driven(&setting, &["lose tcp-1"]);
    assert_eq!(figure.cuts.write(), "udp-3@110,tcp-1@40");
}

#[test]
fn it_plays_to_the_end_however_long_that_is() {
    let words = Words::in_language(Language::English);
    let cuts: Vec<String> = (1..=40).map(|nth| format!("tcp-{nth}@0")).collect();
    for lost in ["", "tcp-3@110,udp-3@110", &cuts.join(",")] {
        let mut figure: Letters = driven(&[("lost", lost)], &["play"]);
        let mut entropy = |_: &mut [u8]| {};
        let mut context = Context::new(&mut entropy, &words);
        let mut frames = 0;
        while figure.tick(16, &mut context) != Motion::Rests {
            frames += 1;
            assert!(frames < 10_000, "{lost}: it stands at {:?}", figure.at);
        }
        assert!(figure.at.is_none() && frames > 300, "{lost}: {frames}");
        assert_eq!(context.effects.len(), 1, "the end is said once");
    }
}

#[test]
fn any_word_is_answered_and_drawn() {
    for text in ["", " ", "\u{0}\u{202e}", "<b>", "안녕하세요", "👩‍💻🇰🇷", &"x".repeat(500), "שלום"]
    {
        for language in [Language::English, Language::Korean] {
            let words = Words::in_language(language);
            let figure: Letters = driven(&[], &[&["word ", text].concat(), "step next"]);
            assert!(!figure.view(&words).plain_text().is_empty(), "{text:?}");
        }
    }
    let words = Words::in_language(Language::English);
    let said = |text: &str| letters(&[("word", text)]).view(&words).plain_text();
    assert!(said("").contains("nothing to send"));
    assert!(said("abcdefghijklm").contains("1 stays at home"));
    assert!(said("a\u{202e}").contains("cannot be seen"));
}

#[test]
fn moments_and_cuts_are_read_as_they_are_written() {
    for text in ["0", "90", "90.25", "90.001", "4294967.295"] {
        assert_eq!(Instant::parse(text).unwrap().write(), text);
    }
    for text in ["", "x", "-1", "1.2345", "1.+2", "4294968", "99999999999", "1.x", "1.é"] {
        assert!(Instant::parse(text).is_err(), "{text}");
    }
    for text in ["", "tcp-3@110", "tcp-3@110.5,udp-1@0"] {
        assert_eq!(Cuts::parse(text).unwrap().write(), text);
    }
    for text in ["tcp", "tcp-0@1", "tcp-3", "icmp-1@1", "tcp-999@1", ",", "tcp-3@x"] {
        assert!(Cuts::parse(text).is_err(), "{text}");
    }
}
