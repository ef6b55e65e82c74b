//! The line that a summary prints, its code, and what is said of lines that are none.

use progress::summary::{Part, Quiz, Summary, name};
use proptest::prelude::*;

const LINE: &str = "Kim Minji; 2026-11-29; 1 12/14 9 2/3; book 12/220 9 2/36; quiz 14 27 /30";

#[test]
fn the_code_is_over_all_that_is_printed() {
    let summary = Summary::parse(LINE).unwrap();
    assert_eq!(summary.line(), LINE);
    let code = summary.code();
    assert_eq!((code.len(), &code[4..5]), (9, "-"));
    for (from, to) in [("Minji", "Minje"), ("11-29", "11-28"), ("12/14", "13/14"), ("27", "28")] {
        let other = Summary::parse(&LINE.replace(from, to)).unwrap();
        assert!(!other.fits(&code), "{from} became {to}");
    }
}

#[test]
fn what_hands_write_alike_is_the_same_code_and_line() {
    let summary = Summary::parse(LINE).unwrap();
    let code = summary.code();
    let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    assert!(summary.fits(&sloppy), "{sloppy}");
    let typed = "  kim  minji ;2026-11-29;1 12/14  9 2/3; book 12/220 9 2/36； quiz 14 27 /30";
    assert!(Summary::parse(typed).unwrap().fits(&code));
    assert!(!summary.fits(""));
    assert!(!summary.fits(&code[..8]));
}

#[track_caller]
fn check(line: &str, said: &str) {
    assert_eq!(Summary::parse(line).unwrap_err().to_string(), said, "{line}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    check("", "part 2: expected a day such as 2026-11-29");
    check("Kim; today", "part 2: expected a day such as 2026-11-29");
    check("Kim; 2026-11-29; 1 12 9", "part 3: expected a chapter such as `3 12/14 9 2/3`");
    check("; 2026-11-29; 1 9999999/14 9 2/3", "part 3: expected a chapter such as `3 12/14 9 2/3`");
    check("; 2026-11-29; quiz 1", "part 3: expected the quiz such as `quiz 14 27 /30`, once");
    check("; 2026-11-29; quiz 1 - /30; 1 1/1 1 1/1", "part 4: expected nothing more");
}

#[test]
fn a_name_fits_into_the_line() {
    assert_eq!(name("  Kim; Minji\n "), "Kim Minji");
    assert_eq!(name(&"가".repeat(70)).chars().count(), 60);
}

prop_compose! {
    fn summaries()(
        typed in "[ -~가-힣;]{0,20}",
        date in "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        parts in prop::collection::vec(
            ("[a-p0-9-]{1,8}", (0_u32..999, 0_u32..999), 0_u32..999, (0_u32..99, 0_u32..99)),
            0..9,
        ),
        quiz in prop::option::of((prop::option::of(0_u32..31), prop::option::of(0_u32..31))),
    ) -> Summary {
        let parts = parts.into_iter().map(|(label, (answered, asked), first, (passed, exercises))| {
            Part { label, answered, asked, first, passed, exercises }
        });
        let quiz = quiz.map(|(before, after)| Quiz { before, after, of: 30 });
        Summary { name: name(&typed), date, parts: parts.collect(), quiz }
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read(summary in summaries()) {
        prop_assert_eq!(Summary::parse(&summary.line()).unwrap(), summary.clone());
        prop_assert!(summary.fits(&summary.code()));
    }

    #[test]
    fn no_line_makes_reading_panic(line in ".{0,60}", code in ".{0,12}") {
        if let Ok(summary) = Summary::parse(&line) {
            let _ = summary.fits(&code);
        }
    }
}
