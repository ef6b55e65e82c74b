//! Orders of frames, and what is said of them.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::setting;
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::*;

fn with(settings: &[(&str, &str)]) -> Interleaver {
    driven(settings, &[])
}

/// The facts of these names, one behind the other.
#[track_caller]
fn check(settings: &[(&str, &str)], facts: &str, expected: &str) {
    let figure = with(settings);
    let found = facts.split(' ').map(|name| figure.fact(name).unwrap());
    assert_eq!(found.collect::<Vec<_>>().join("; "), expected, "{settings:?}");
}

/// Both messages are cut.
const BOTH: [(&str, &str); 4] =
    [("first", "Hello"), ("first-cuts", "3"), ("second", "World"), ("second-cuts", "3")];

fn both(wire: &str) -> Vec<(&str, &str)> {
    [&BOTH[..], &[("wire", wire)]].concat()
}

#[test]
fn section_5_4_fragments_make_one_message_around_control_frames() {
    let facts = "verdict messages message-1 pings-answered bytes";
    let whole = "legal; 1; 안녕; 1; 01 02 ec 95 89 00 80 04 88 eb 85 95";
    check(&[("wire", "a1 ping a2")], facts, whole);
    check(&[("wire", "a1")], "verdict state pending", "open; text; ec 95");
}

#[test]
fn section_5_4_two_messages_must_not_be_mixed() {
    let facts = "verdict frame close clause at";
    check(&both("a1 b1 a2 b2"), facts, "illegal; 2; 1002; RFC 6455 §5.4; 5");
    check(&both("a2"), facts, "illegal; 1; 1002; RFC 6455 §5.4; 0");
    check(&both("a1 a2 b1 b2"), facts, "legal; none; none; none; none");
}

#[test]
fn section_5_4_a_continuation_goes_on_with_whatever_is_open() {
    let facts = "verdict messages message-1 message-2";
    check(&both("a1 b2 b1 a2"), facts, "garbled; 2; Helld; Worlo");
    check(&both("a1 b2"), facts, "garbled; 1; Helld; none");
}

#[test]
fn section_8_1_the_text_of_all_fragments_is_judged() {
    let cut = [("second", "Hello"), ("second-cuts", "3")];
    let facts = "verdict close clause at frames";
    let wire = [&cut[..], &[("wire", "a1 b2")]].concat();
    check(&wire, facts, "illegal; 1007; RFC 6455 §8.1; 6; 2");
    let binary = [("first-kind", "binary"), ("wire", "a1 a2")];
    check(&binary, "verdict message-1", "legal; ec 95 88 eb 85 95");
    check(&[("first-cuts", "1 2"), ("wire", "a1 a3")], facts, "illegal; 1007; RFC 6455 §8.1; 6; 2");
}

#[test]
fn section_5_5_1_nothing_is_read_behind_a_close_frame() {
    check(&[("wire", "a1 a2 close")], "verdict close state", "legal; 1000; closed");
    check(&[("wire", "a1 close a2")], "verdict close messages", "unread; 1000; 0");
    check(&[("wire", "close")], "verdict close", "legal; 1000");
    check(&[("wire", "a2 close ping")], "verdict close", "illegal; 1002");
    check(&[("wire", "")], "verdict frames", "empty; 0");
}

#[test]
fn the_engine_counts_the_legal_orders() {
    let facts = "orders ways ways-as-sent";
    // A message of two fragments, and one in one frame, before or behind it.
    check(&[("wire", "a1 a2 b1")], facts, "6; 2; 2");
    check(&[("wire", "a1 a2 b1 ping")], facts, "24; 8; 8");
    check(&[("wire", "ping pong b1")], facts, "6; 6; 6");
    check(&[("wire", "ping close b1")], facts, "6; 2; 2");
    // A1 A2 B1 B2, B1 B2 A1 A2; and A1 B2 B1 A2, B1 A2 A1 B2, which nobody means.
    check(&both("a1 a2 b1 b2"), facts, "24; 4; 2");
    // Half a message is no legal end.
    check(&[("wire", "a1 ping")], facts, "2; 0; 0");
    check(&[("wire", "")], facts, "none; none; none");
}

#[test]
fn the_engine_finds_the_shortest_illegal_order() {
    let facts = "shortest shortest-1002 shortest-1007";
    // Only one continuation, and it is the right one.
    check(&[], facts, "1; 1; none");
    check(&[("first-cuts", "1 2")], facts, "1; 1; 2");
    // The last fragment of one message behind the first of the other: UTF-8 all the same.
    check(&BOTH, facts, "1; 1; none");
    check(&[("first-cuts", "")], facts, "none; none; none");
    check(&[("first-cuts", "3")], facts, "1; 1; none");
    check(&[("first-cuts", "3"), ("second", "é"), ("second-cuts", "1")], facts, "1; 1; 2");
}

#[test]
fn no_shorter_order_breaks_a_rule_than_the_one_that_is_found() {
    // Once more without the search: every order of one card, and then of two.
    let deck = ("first-cuts", "1 2");
    let code = |wire: &str| with(&[deck, ("wire", wire)]).fact("close").unwrap();
    let cards = with(&[deck]).deck.cards();
    let cards: Vec<String> = cards.iter().map(figure_kit::value::Value::write).collect();
    assert!(cards.iter().all(|card| code(card) != "1007"));
    let pairs = cards.iter().flat_map(|one| cards.iter().map(move |two| (one, two)));
    let pairs = pairs.filter(|(one, two)| one != two).map(|(one, two)| format!("{one} {two}"));
    let found: Vec<String> = pairs.filter(|pair| code(pair) == "1007").collect();
    assert_eq!(found, ["a1 a3"]);
}

#[test]
fn tasks_are_done_when_the_engine_says_so() {
    let done = |settings: &[(&str, &str)]| with(settings).fact("task").unwrap();
    assert_eq!(done(&[("task", "illegal"), ("wire", "a2")]), "done");
    assert_eq!(done(&[("task", "illegal"), ("wire", "ping a2")]), "open");
    assert_eq!(done(&[("task", "illegal"), ("wire", "a1 b1"), ("goal", "1007")]), "open");
    let ways = [("task", "ways"), ("wire", "a1 a2 b1"), ("guess", "2")];
    assert_eq!(done(&ways), "open");
    assert_eq!(done(&[&ways[..], &[("counted", "on")]].concat()), "done");
}

#[test]
fn cards_are_added_moved_and_taken_off() {
    let after = |actions: &[&str]| driven::<Interleaver>(&[("wire", "a1 ping a2")], actions);
    let wire = |actions: &[&str]| after(actions).wire.write();
    assert_eq!(wire(&["add b1"]), "a1 ping a2 b1");
    assert_eq!(wire(&["pick a2", "shift left"]), "a1 a2 ping");
    assert_eq!(wire(&["pick a2", "shift first", "shift left"]), "a2 a1 ping");
    assert_eq!(wire(&["pick a1", "shift last", "shift right"]), "ping a2 a1");
    assert_eq!(wire(&["shift right"]), "a1 ping a2");
    assert_eq!(wire(&["place a1 3"]), "ping a1 a2");
    assert_eq!(wire(&["place a1 2"]), "a1 ping a2");
    assert_eq!(wire(&["place a2 1"]), "a2 a1 ping");
    assert_eq!(wire(&["place close 99"]), "a1 ping a2 close");
    assert_eq!(wire(&["place b3 1"]), "a1 ping a2");
    assert_eq!(wire(&["place ping 0"]), "a1 a2");
    assert_eq!(wire(&["pick ping", "take-off"]), "a1 a2");
    assert_eq!(wire(&["wire "]), "");
    assert_eq!(after(&["pick a1", "pick a1"]).picked, None);
    assert_eq!(after(&["pick a1", "let-go"]).picked, None);
}

#[test]
fn a_cut_keeps_the_fragments_in_their_places() {
    let after = |actions: &[&str]| driven::<Interleaver>(&[("wire", "ping a1 pong a2")], actions);
    let wire = |actions: &[&str]| after(actions).wire.write();
    assert_eq!(wire(&["cut a 1"]), "ping a1 a2 pong a3");
    assert_eq!(wire(&["cut a 4"]), "ping a1 pong a2 a3");
    assert_eq!(wire(&["cut a 2"]), "ping a1 pong");
    assert_eq!(wire(&["cut a 4", "cut a 2"]), "ping a1 pong a2");
    // Two cuts are the most, and there is none at an end.
    assert_eq!(wire(&["cut a 4", "cut a 5", "cut a 0", "cut a 99"]), "ping a1 pong a2 a3");
    assert_eq!(wire(&["first x"]), "ping a1 pong");
    assert_eq!(wire(&["cut b 1"]), "ping a1 pong a2");
}

#[test]
fn an_answer_counts_for_what_was_counted() {
    let start = [("task", "ways"), ("wire", "a1 a2 b1"), ("guess", "2")];
    let counted = |actions: &[&str]| driven::<Interleaver>(&start, actions).is_counted;
    assert!(counted(&["count"]));
    assert!(counted(&["count", "place b1 1"]), "another order of the same cards");
    assert!(!counted(&["count", "add ping"]));
    assert!(!counted(&["count", "cut a 1"]));
    assert!(!counted(&["count", "guess 3"]));
    // Who has no number is shown the count, and nothing is graded.
    let shown: Interleaver = driven(&start, &["guess many", "count"]);
    assert_eq!((shown.is_counted, shown.fact("task")), (true, Some("open".into())));
}

#[test]
fn anything_that_is_typed_is_answered_and_drawn() {
    let long = "x".repeat(500);
    for text in ["", " ", "\u{0}\u{202e}", "<b>", "안녕하세요", "👩‍💻🇰🇷", &long, "é"]
    {
        for language in [Language::English, Language::Korean] {
            let words = Words::in_language(language);
            let actions = [&["first ", text].concat()[..], &["guess ", text].concat()];
            for task in ["free", "illegal", "ways"] {
                let mut figure: Interleaver = driven(&[("task", task)], &actions);
                assert!(!figure.view(&words).plain_text().is_empty(), "{text:?}");
                figure.is_counted = true;
                assert!(!figure.view(&words).plain_text().is_empty(), "{text:?}");
            }
        }
    }
    let text = |settings| with(settings).deck.0[0].text().to_owned();
    assert_eq!(text(&[("first", "안녕하세요")]), "안녕하세");
    assert_eq!(text(&[("first", "👩‍💻!")]), "👩‍💻!");
}

#[test]
fn what_no_card_is_is_refused() {
    let mut figure = Interleaver::default();
    let mut set = |name, value| setting::write(Interleaver::SETTINGS, &mut figure, name, value);
    for wire in ["a4", "a0", "c1", "a1 a1", "안1", "a"] {
        assert!(set("wire", wire).is_err(), "{wire}");
    }
    for cuts in ["0", "12", "x", "1 2 3", "-1"] {
        assert!(set("first-cuts", cuts).is_err(), "{cuts}");
    }
    assert!(set("first-cuts", "4 2 4").is_ok());
    assert!(set("step", "9").is_err());
    assert_eq!(figure.deck.0[0].cuts.0, [2, 4]);
}

#[test]
fn every_deck_is_searched_within_what_a_browser_bears() {
    // The receiver is asked once an order and once a beginning of one; a phone does some 200,000
    // frames in a fifth of a second.
    let cuts = ["", "2", "2 3"];
    for (first, second) in cuts.iter().flat_map(|one| cuts.iter().map(move |two| (*one, *two))) {
        let settings = [("first", "abcdef"), ("second", "ghijkl")];
        let settings = [&settings[..], &[("first-cuts", first), ("second-cuts", second)]].concat();
        let figure = with(&settings);
        for goal in Goal::ALL {
            let tried = figure.shortest(goal).tried;
            assert!(tried < 30_000, "{first} | {second}: {tried}");
        }
    }
}
