//! What the chooser leaves of the candidates.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::rules::{Candidate, Grade, RULES};
use super::state::{Example, Need, Wish};
use super::*;

#[track_caller]
fn check(settings: &[(&str, &str)], facts: &[(&str, &str)]) {
    let mut all = vec![("arrive", "off")];
    all.extend(settings);
    let figure: Chooser = driven(&all, &[]);
    for (name, expected) in facts {
        assert_eq!(figure.fact(name).as_deref(), Some(*expected), "{name} of {settings:?}");
    }
}

const ARRIVE: (&str, &str) = ("arrive", "on");
const FRESH: (&str, &str) = ("fresh", "on");
const PROGRAM: (&str, &str) = ("runs", "program");

#[test]
fn who_speaks_decides_in_a_page() {
    check(&[ARRIVE], &[("verdict", "fits"), ("best", "websocket"), ("out", "tcp udp")]);
    check(&[ARRIVE, ("talk", "push")], &[("verdict", "fits"), ("best", "events")]);
    check(&[ARRIVE, ("talk", "ask")], &[("verdict", "fits"), ("best", "http")]);
}

#[test]
fn what_must_not_wait_cannot_stand_on_one_stream() {
    check(&[FRESH], &[("websocket", "out"), ("events", "out"), ("verdict", "costs")]);
    check(&[FRESH], &[("best", "webtransport webrtc")]);
    check(&[FRESH, PROGRAM], &[("verdict", "fits"), ("best", "udp"), ("tcp", "out")]);
}

#[test]
fn between_programs_a_socket_is_enough() {
    check(&[ARRIVE, PROGRAM], &[("verdict", "costs"), ("best", "websocket tcp")]);
    check(&[ARRIVE, PROGRAM, ("talk", "ask")], &[("verdict", "fits"), ("best", "http")]);
    check(&[PROGRAM, ("many", "on")], &[("best", "udp"), ("left", "udp")]);
}

#[test]
fn two_pages_have_one_way_to_each_other() {
    check(&[ARRIVE, ("peer", "on")], &[("left", "webrtc"), ("webrtc", "1")]);
    check(&[ARRIVE, ("peer", "on"), PROGRAM], &[("webtransport", "2"), ("tcp", "2")]);
}

#[test]
fn where_nothing_fits_it_says_what_to_give_up() {
    check(&[("many", "on")], &[("verdict", "none"), ("left", ""), ("give-up", "page many")]);
    let web = ("proxies", "on");
    check(&[FRESH, web], &[("verdict", "none"), ("give-up", "fresh proxies")]);
    check(
        &[FRESH, web, ("many", "on")],
        &[("verdict", "none"), ("give-up", "page+proxies fresh+many proxies+many")],
    );
    check(&[], &[("give-up", "nothing")]);
}

/// What is given up leaves something, and giving up less does not: over all needs there are.
#[test]
fn what_is_given_up_is_enough_and_no_more_than_needed() {
    let mut barred = 0;
    for bits in 0..1_u32 << 8 {
        let bit = |at: u32| bits >> at & 1 == 1;
        let mut figure = Chooser::of(Example::Form);
        figure.arrive = false;
        if bit(0) {
            figure.runs = Runs::Program;
        }
        figure.talk = Talk::ALL[bits as usize >> 1 & 1];
        for (at, wish) in Wish::ALL.into_iter().enumerate() {
            if bit(2 + at as u32) {
                figure.perform(&Action::Wish(wish));
            }
        }
        if Choice::of(&figure).least().is_some() {
            continue;
        }
        barred += 1;
        let ways = rules::give_up(&figure);
        for (given_up, choice) in &ways {
            assert!(choice.least().is_some(), "{figure:?} without {given_up:?}");
            for need in given_up {
                assert!(figure.holds(*need));
                let rest = figure.clone().without(*need);
                let alone = Choice::of(&rest).least().is_some();
                assert_eq!(alone, given_up.len() == 1, "{figure:?} without {need:?}");
            }
        }
        assert!(!ways.is_empty(), "{figure:?}");
    }
    assert!(barred > 10, "{barred}");
}

#[test]
fn every_line_of_the_table_counts_somewhere_and_bars_are_consistent() {
    for rule in &RULES {
        assert!(!rule.who.is_empty());
        let clash = |one: Need, other: Need| rule.when.contains(&one) && rule.when.contains(&other);
        assert!(!clash(Need::Page, Need::Program) && !clash(Need::Peer, Need::Server));
    }
    for who in Candidate::ALL {
        for grade in [Grade::Does, Grade::Bars] {
            let some = RULES.iter().any(|rule| rule.who.contains(&who) && rule.grade == grade);
            assert!(some, "{who:?} has no {grade:?}");
        }
    }
}

#[test]
fn a_press_gives_up_a_need_and_says_what_is_left() {
    let mut figure: Chooser = driven(&[("many", "on")], &[]);
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    let mut context = Context::new(&mut entropy, &words);
    figure.update(Action::GiveUp(Need::Many), &mut context);
    let said = format!("{:?}", context.effects);
    assert!(said.contains("Fits as it is: WebSocket."), "{said}");
    assert_eq!(figure.fact("verdict").as_deref(), Some("fits"));
    assert!(Example::parse("weather").is_err());
}
