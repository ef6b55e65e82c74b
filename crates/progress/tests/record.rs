//! What holds of every record, and what becomes of texts that are none.

use progress::{Answer, Grade, Record, Unreadable};
use proptest::prelude::*;

fn record(lines: &str) -> Record {
    Record::read(&format!("socket-workbook progress 1\n{lines}\n")).unwrap().record
}

#[track_caller]
fn check(lines: &str, expected: &str) {
    let written = record(lines).write();
    assert_eq!(written.split_once('\n').unwrap().1.trim_end(), expected, "{lines}");
}

#[test]
fn the_later_answer_counts_and_a_reset_forgets_what_was_before_it() {
    let first = "answer a/x 10 wrong given=1 inputs=";
    let second = "answer a/x 20 right given=2 inputs=";
    let both = format!("{second}\ntried a/x 10 wrong");
    check(&format!("{first}\n{second}"), &both);
    check(&format!("{second}\n{first}"), &both);
    check(&format!("{first}\nreset a 15\n{second}"), &format!("{second}\nreset a 15"));
    check(&format!("{first}\nreset a 10"), "reset a 10");
    check(&format!("{first}\nreset ab 99"), &format!("{first}\nreset ab 99"));
}

#[test]
fn what_cannot_be_read_is_told_kept_and_written_back() {
    let text = "socket-workbook progress 1\nanswer a/x ten right given= inputs=\n\
                weather fine\nreset a 1\nanswer a/x 5 right given=%ZZ inputs=\n";
    let read = Record::read(text).unwrap();
    assert_eq!(read.damaged, [2, 3, 5]);
    let written = read.record.write();
    for line in text.lines() {
        assert!(written.contains(line), "{line}");
    }
    assert_eq!(Record::read(&written).unwrap().record, read.record);
}

#[test]
fn texts_that_are_no_record_are_refused_with_the_reason() {
    let refused = |text: &str| Record::read(text).unwrap_err();
    assert_eq!(refused("{\"version\": 1}"), Unreadable::Foreign);
    assert_eq!(refused("\n"), Unreadable::Foreign);
    assert_eq!(refused("socket-workbook progress 2\n"), Unreadable::Newer(2));
    assert_eq!(refused("socket-workbook progress 0\n"), Unreadable::Foreign);
    assert_eq!(refused(&"x".repeat((4 << 20) + 1)), Unreadable::TooLong);
    assert_eq!(Record::read("").unwrap().record, Record::default());
}

prop_compose! {
    fn answers()(
        parts in prop::collection::vec(
            ("[a-c]/[x-z]", 0_u64..40, 0_usize..3, ".{0,6}", ".{0,6}"),
            0..12,
        ),
        resets in prop::collection::vec(("[a-c]", 0_u64..40), 0..3),
    ) -> Record {
        let mut record = Record::default();
        for (question, at_ms, grade, given, inputs) in parts {
            let grade = [Grade::Right, Grade::Wrong, Grade::Seen][grade];
            record.answer(&question, Answer { at_ms, grade, given, inputs });
        }
        for (page, at_ms) in resets {
            record.reset_page(&page, at_ms);
        }
        record
    }
}

fn merged(first: &Record, second: &Record) -> Record {
    let mut whole = first.clone();
    whole.merge(second);
    whole
}

proptest! {
    #[test]
    fn what_is_written_is_read(record in answers()) {
        let read = Record::read(&record.write()).unwrap();
        prop_assert_eq!(read.damaged, Vec::<usize>::new());
        prop_assert_eq!(read.record, record);
    }

    #[test]
    fn tabs_end_alike_in_whatever_order_they_save(
        a in answers(), b in answers(), c in answers(),
    ) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a);
    }

    #[test]
    fn no_text_makes_reading_panic(text in ".{0,80}", lines in ".{0,80}") {
        let _ = Record::read(&text);
        let _ = Record::read(&format!("socket-workbook progress 1\n{lines}"));
    }
}
