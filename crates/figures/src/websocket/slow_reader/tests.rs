//! The slow reader as it must be, whatever its numbers are.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::outbox::Policy;
use super::run::Ended;
use super::state::SlowReader;
use super::words::Words;

fn figure(settings: &[(&str, &str)]) -> SlowReader {
    driven(settings, &[])
}

#[track_caller]
fn check(figure: &SlowReader, fact: &str, expected: &str) {
    assert_eq!(figure.fact(fact).as_deref(), Some(expected), "{fact}");
}

fn number(figure: &SlowReader, fact: &str) -> u32 {
    figure.fact(fact).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{fact}"))
}

#[test]
fn who_keeps_up_gets_everything_in_time_whatever_the_policy() {
    for policy in Policy::NAMES {
        let figure = figure(&[("policy", policy), ("pace", "1000"), ("length", "5")]);
        check(&figure, "slow", "in-time");
        check(&figure, "fast", "in-time");
        check(&figure, "queued-max-kib", "0");
        let run = figure.run();
        for track in &run.tracks {
            // The last may be under way when the run ends.
            assert!(track.received.len() as u32 + 1 >= run.messages, "{policy}");
        }
    }
}

#[test]
fn each_policy_has_its_price() {
    let of = |policy| figure(&[("policy", policy)]);
    let block = of("block");
    check(&block, "fast", "late");
    check(&block, "slow", "late");
    assert!(number(&block, "receiving-max-kib") > 20, "the client's kernel holds a window of it");
    assert!(number(&block, "queued-max-kib") < 10, "at most the message that it waits with");
    let queue = of("queue");
    check(&queue, "fast", "in-time");
    check(&queue, "slow", "late");
    check(&queue, "slow-dropped", "0");
    assert!(number(&queue, "queued-max-kib") > 200);
    for policy in ["newest", "oldest"] {
        let drops = of(policy);
        check(&drops, "fast", "in-time");
        check(&drops, "slow", "gaps");
        check(&drops, "bounded", "true");
        assert!(number(&drops, "slow-dropped") > 0);
    }
    let close = of("close");
    check(&close, "fast", "in-time");
    check(&close, "slow", "closed");
    check(&close, "bounded", "true");
}

#[test]
fn who_drops_the_oldest_has_the_younger_messages() {
    let last = |policy| {
        let figure = figure(&[("policy", policy)]);
        figure.run().tracks[0].received.last().map_or(0, |(message, _)| *message)
    };
    assert!(last("oldest") > last("newest"));
}

#[test]
fn a_close_frame_stands_behind_what_the_kernels_hold() {
    let patient = figure(&[("policy", "close"), ("grace", "30")]);
    check(&patient, "ends", "1008");
    let hasty = figure(&[("policy", "close"), ("grace", "1")]);
    check(&hasty, "ends", "1006");
    let never = figure(&[("policy", "close"), ("pace", "0")]);
    let run = never.run();
    assert_eq!(run.tracks[0].received.len(), 0);
    assert_eq!(run.tracks[0].ended, Ended::Not, "who does not read is not told either");
}

#[test]
fn messages_come_in_order_and_once() {
    for policy in Policy::NAMES {
        for pace in ["0", "5", "45"] {
            let figure = figure(&[("policy", policy), ("pace", pace), ("length", "10")]);
            for track in &figure.run().tracks {
                let numbers: Vec<u32> = track.received.iter().map(|(number, _)| *number).collect();
                assert!(numbers.is_sorted_by(|one, other| one < other), "{policy} {pace}");
            }
        }
    }
}

#[test]
fn smaller_buffers_fill_sooner() {
    let full = |room: &str| {
        let numbers = [("send-room", room), ("receive-room", room), ("length", "10")];
        let figure = figure(&numbers);
        let run = figure.run();
        run.tracks[0].queues.iter().position(|queues| queues.program > 0)
    };
    assert!(full("8").unwrap() < full("64").unwrap());
    assert_eq!(full("1024"), None);
}

#[test]
fn nonsense_numbers_are_answered_and_never_run() {
    for text in ["", "-5", "1e9", "마흔", "99999999999999999999", "12.5"] {
        let figure = figure(&[("clients", text), ("length", "2")]);
        let words = Words::in_language(Language::English);
        assert!((2..=5).contains(&figure.run().tracks.len()), "{text}");
        assert!(figure.view(&words).plain_text().contains("From 2 to 5"), "{text}");
    }
}

#[test]
fn a_question_hides_the_run_until_it_is_answered() {
    let words = Words::in_language(Language::English);
    let numbers = [("question", "fast"), ("length", "5")];
    let locked = figure(&numbers);
    assert!(locked.view(&words).plain_text().contains(words.locked()));
    let open: SlowReader = driven(&numbers, &["choose 1", "check"]);
    assert!(open.view(&words).plain_text().contains("The server held"));
    assert_eq!((open.answer.write(), open.answers().len()), ("1 seen".to_owned(), 1));
    let asked_anew: SlowReader = driven(&numbers, &["choose 1", "check", "policy block"]);
    assert_eq!(asked_anew.answer.write(), "");
}
