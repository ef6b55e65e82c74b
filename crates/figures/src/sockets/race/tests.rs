//! The race as it must be, whatever the link does.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::run::Lane;
use super::state::{Messages, Race};
use super::words::Words;

fn race(settings: &[(&str, &str)]) -> Race {
    driven(settings, &[])
}

#[track_caller]
fn check(race: &Race, fact: &str, expected: &str) {
    assert_eq!(race.fact(fact).as_deref(), Some(expected), "{fact}");
}

const CLEAN: [(&str, &str); 3] = [("loss", "0"), ("reorder", "0"), ("duplicate", "0")];

#[test]
fn over_a_good_link_both_deliver_all_once_and_in_order() {
    let race = race(&CLEAN);
    for lane in ["tcp", "udp"] {
        check(&race, &[lane, "-received"].concat(), "20");
        check(&race, &[lane, "-duplicates"].concat(), "0");
        check(&race, &[lane, "-late"].concat(), "0");
    }
    // 20 datagrams of 100 bytes with 28 bytes of headers each.
    check(&race, "udp-packets", "20");
    check(&race, "udp-bytes", "2560");
    check(&race, "udp-latency-max-ms", "40");
    check(&race, "tcp-retransmissions", "0");
}

#[test]
fn tcp_delivers_each_message_once_in_order_over_any_link_that_lets_some_through() {
    for seed in 0..40_u32 {
        let race = race(&[
            ("seed", &seed.to_string()),
            ("loss", "20"),
            ("reorder", "20"),
            ("duplicate", "20"),
        ]);
        let expected: Vec<u32> = (0..20).collect();
        assert_eq!(race.lanes()[0].order, expected, "seed {seed}");
    }
}

#[test]
fn what_a_program_meets_can_be_asked() {
    let bad = race(&[("loss", "10"), ("reorder", "5"), ("duplicate", "5"), ("seed", "52")]);
    let good = race(&CLEAN);
    for (fact, over_bad) in [
        ("udp-repeats", "yes"),
        ("udp-swaps", "yes"),
        ("udp-waits", "no"),
        ("tcp-repeats", "no"),
        ("tcp-swaps", "no"),
        ("tcp-waits", "yes"),
    ] {
        check(&bad, fact, over_bad);
        check(&good, fact, "no");
    }
    let words = Words::in_language(Language::English);
    let held = race(&[("loss", "5"), ("reorder", "0"), ("duplicate", "0"), ("seed", "78")]);
    assert!(super::view::why(&held, 11, &words).contains("waited there for an earlier one"));
    assert!(!super::view::why(&good, 11, &words).contains("waited"));
    assert!(!super::view::why(&good, 0, &words).contains("waited"));
}

#[test]
fn udp_loses_what_the_link_loses_and_not_more() {
    for seed in 0..40_u32 {
        let seed = seed.to_string();
        let race = race(&[("seed", &seed), ("loss", "30"), ("reorder", "0"), ("duplicate", "0")]);
        let udp = &race.lanes()[1];
        assert_eq!(udp.received() + udp.lost as usize, 20, "seed {seed}");
        let lost = udp.tracks.iter().filter(|track| track.sends[0].lost).count();
        assert_eq!(lost, udp.lost as usize);
    }
}

#[test]
fn both_meet_the_same_luck_until_the_first_loss() {
    let race = race(&[("loss", "30"), ("reorder", "0"), ("duplicate", "0"), ("seed", "7")]);
    let first_lost = |lane: &Lane| lane.tracks.iter().position(|track| track.sends[0].lost);
    assert!(first_lost(&race.lanes()[0]).is_some());
    assert_eq!(first_lost(&race.lanes()[0]), first_lost(&race.lanes()[1]));
}

#[test]
fn links_that_lose_or_double_everything_have_an_end() {
    let dead = race(&[("loss", "100")]);
    check(&dead, "tcp-received", "0");
    check(&dead, "udp-received", "0");
    check(&dead, "first-10", "neither");
    let doubled = race(&[("loss", "0"), ("reorder", "0"), ("duplicate", "100")]);
    check(&doubled, "tcp-duplicates", "0");
    check(&doubled, "udp-duplicates", "20");
    for words in [Words::in_language(Language::English), Words::in_language(Language::Korean)] {
        assert!(!dead.view(&words).plain_text().is_empty());
    }
}

#[test]
fn nonsense_numbers_are_answered_and_never_run() {
    for text in ["", "-5", "1e9", "마흔", "99999999999999999999", "12.5"] {
        let race = race(&[("messages", text)]);
        assert!((2..=Messages::RANGE.1 as usize).contains(&race.lanes()[0].tracks.len()), "{text}");
        assert!(
            race.view(&Words::in_language(Language::English)).plain_text().contains("From 2 to 40"),
            "{text}"
        );
    }
}

#[test]
fn a_question_hides_the_race_until_it_is_answered() {
    let words = Words::in_language(Language::English);
    let locked = race(&[("question", "10")]);
    assert!(locked.view(&words).plain_text().contains(words.locked()));
    let race: Race = driven(&[("question", "10")], &["choose 1", "check"]);
    assert!(race.view(&words).plain_text().contains("It ran."));
    assert_eq!(race.answer.write(), "1 seen");
}

#[test]
fn a_grade_is_of_the_numbers_it_was_given_for() {
    let after = |actions: &[&str]| {
        let race: Race = driven(&[("question", "10")], actions);
        (race.answer.write(), race.is_locked())
    };
    let graded = ["choose 1", "check"];
    for other in ["messages 9", "size 9", "interval 9", "delay 9", "loss 9", "reorder 9", "seed 9"]
    {
        let (answer, is_locked) = after(&[&graded[..], &[other]].concat());
        assert_eq!((&*answer, is_locked), ("", true), "{other}");
    }
    // The same number in other letters, and a look at the run, leave it as it is.
    for same in ["loss 010", "at 20", "play"] {
        let (answer, is_locked) = after(&[&graded[..], &[same]].concat());
        assert_eq!((&*answer, is_locked), ("1 seen", false), "{same}");
    }
    assert_eq!(after(&["show-me", "loss 9"]), ("seen".to_owned(), false), "no answer, no grade");
    // While a question is open, its numbers can be changed, and nothing is shown of the run.
    let race: Race = driven(&[("question", "10")], &["loss 100", "at 20", "play"]);
    assert_eq!((race.numbers.loss.value(), race.now_us(), race.playing), (100, 0, false));
}
