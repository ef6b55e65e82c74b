//! The herd as it must be, whatever its numbers are.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::run::{Fate, Strategy};
use super::state::{Asked, Herd, Winner};
use super::words::Words;

fn herd(settings: &[(&str, &str)]) -> Herd {
    driven(settings, &[])
}

#[track_caller]
fn check(herd: &Herd, fact: &str, expected: &str) {
    assert_eq!(herd.fact(fact).as_deref(), Some(expected), "{fact}");
}

fn number(herd: &Herd, fact: &str) -> u32 {
    herd.fact(fact).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{fact}"))
}

const FEW: (&str, &str) = ("clients", "20");

#[test]
fn one_client_is_refused_until_the_server_is_there_and_then_opens() {
    let one = herd(&[("clients", "1"), ("outage", "3"), ("base", "1000"), ("cap", "60")]);
    // Attempts at 1, 2 and 3 s; the third SYN is under way when the server starts.
    check(&one, "fixed-attempts", "3");
    check(&one, "fixed-refused", "2");
    check(&one, "fixed-all-back-s", "4");
    // At 1 s, at 3.04 s: the wait begins when the refusal is known, a round trip later.
    check(&one, "back-off-attempts", "2");
    check(&one, "back-off-wasted", "1");
    for strategy in Strategy::NAMES {
        check(&one, &[strategy, "-back"].concat(), "1");
        check(&one, &[strategy, "-unanswered"].concat(), "0");
        check(&one, &[strategy, "-for-nobody"].concat(), "0");
    }
}

#[test]
fn without_an_outage_nobody_is_refused_and_nothing_is_wasted() {
    let calm = herd(&[FEW, ("outage", "0"), ("capacity", "5000")]);
    for strategy in Strategy::NAMES {
        let count = |fact: &str| number(&calm, &[strategy, fact].concat());
        assert_eq!((count("-attempts"), count("-back"), count("-wasted")), (20, 20, 0));
        assert_eq!((count("-syns"), count("-accepted"), count("-overflows")), (20, 20, 0));
    }
}

#[test]
fn without_jitter_the_third_strategy_is_the_second() {
    let numbers = [("clients", "50"), ("jitter", "0"), ("outage", "4"), ("capacity", "20")];
    let same = herd(&numbers);
    for fact in ["-attempts", "-peak", "-wasted", "-refused", "-unanswered", "-all-back-s"] {
        let of = |strategy: &str| same.fact(&[strategy, fact].concat());
        assert_eq!(of("back-off"), of("jitter"), "{fact}");
    }
    assert_eq!(same.winner(Asked::Peak), Winner::Nobody);
}

#[test]
fn chance_takes_a_crowd_apart() {
    let crowd = herd(&[("clients", "300")]);
    check(&crowd, "fixed-peak", "300");
    check(&crowd, "back-off-peak", "300");
    assert!(number(&crowd, "jitter-peak") < 100);
    check(&crowd, "smallest-peak", "jitter");
}

#[test]
fn a_full_queue_keeps_clients_out_and_the_server_works_for_nobody() {
    let rush = herd(&[("clients", "200"), ("capacity", "20"), ("backlog", "10"), ("timeout", "1")]);
    assert!(number(&rush, "fixed-overflows") > 0);
    assert!(number(&rush, "fixed-unanswered") > 0);
    assert!(number(&rush, "fixed-for-nobody") > 0);
    let roomy = herd(&[("clients", "200"), ("backlog", "4096"), ("timeout", "30")]);
    check(&roomy, "fixed-overflows", "0");
    check(&roomy, "fixed-unanswered", "0");
}

#[test]
fn what_is_counted_adds_up() {
    for seed in 0..6_u32 {
        let seed = seed.to_string();
        let crowd = herd(&[("clients", "150"), ("capacity", "30"), ("seed", &seed)]);
        for lane in &*crowd.lanes() {
            let ends = [Fate::Open, Fate::Refused, Fate::Unanswered, Fate::UnderWay];
            assert_eq!(ends.map(|fate| lane.count(fate)).iter().sum::<u32>(), lane.all());
            assert_eq!(lane.back_ms.len(), lane.count(Fate::Open) as usize);
            assert!(lane.accepted >= lane.count(Fate::Open));
            assert!(lane.syns + lane.count(Fate::UnderWay) >= lane.all(), "a SYN an attempt");
            assert!(lane.back_ms.is_sorted());
        }
    }
}

#[test]
fn too_many_attempts_are_made_by_fewer_clients_that_stand_for_more() {
    let long = herd(&[("outage", "60"), ("base", "100")]);
    let lanes = long.lanes();
    assert!(lanes[0].each > 1);
    assert_eq!(lanes[0].clients, 1_000 / lanes[0].each);
    let words = Words::in_language(Language::English);
    assert!(long.view(&words).plain_text().contains("were simulated, each in place of"));
    let usual = herd(&[]);
    assert!(!usual.view(&words).plain_text().contains("were simulated"));
}

#[test]
fn nonsense_numbers_are_answered_and_never_run() {
    for text in ["", "-5", "1e9", "마흔", "99999999999999999999", "12.5", "0"] {
        let herd = herd(&[("clients", text), ("outage", "0")]);
        assert!((1..=1_000).contains(&herd.lanes()[0].clients), "{text}");
        let words = Words::in_language(Language::English);
        assert!(herd.view(&words).plain_text().contains("From 1 to 1000"), "{text}");
    }
}

#[test]
fn a_question_hides_the_runs_until_it_is_answered() {
    let words = Words::in_language(Language::English);
    let locked = herd(&[FEW, ("question", "first")]);
    assert!(locked.view(&words).plain_text().contains(words.locked()));
    assert!(!locked.finished().view(&words).plain_text().contains(words.locked()));
    let herd: Herd = driven(&[FEW, ("question", "first")], &["choose 1", "check"]);
    assert!(herd.view(&words).plain_text().contains("All back:"));
    assert_eq!(herd.answer.write(), "1 seen");
    assert_eq!(herd.answers().len(), 1);
}

#[test]
fn a_grade_is_of_the_numbers_it_was_given_for() {
    let after = |actions: &[&str]| {
        let herd: Herd = driven(&[FEW, ("question", "peak")], actions);
        herd.answer.write()
    };
    assert_eq!(after(&["choose 3", "check", "base 2000"]), "");
    assert_eq!(after(&["choose 3", "check", "base 01000"]), "3 seen");
    assert_eq!(after(&["show-me", "base 2000"]), "seen");
}
