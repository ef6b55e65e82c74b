//! What holds of every file, and what becomes of files that are none.

use progress::export::{Export, LEN_MAX, Program, Programs, Refused};
use progress::{Answer, Grade, Record};
use proptest::prelude::*;

const HEAD: &str = "socket-workbook export 1\n";

fn read(lines: &str) -> Export {
    Export::read(format!("{HEAD}{lines}\n").as_bytes()).unwrap().export
}

fn program(lab: &str, text: &str) -> Program {
    let [lab, name, base] = [lab, "server.py", "1a"].map(str::to_owned);
    Program { lab, name, base, text: text.to_owned() }
}

#[test]
fn a_file_is_readable_and_says_where_it_ends() {
    let mut export = Export::default();
    export.programs.use_version(program("life/echo", "a b\n100%"));
    export.programs.put_aside(program("life/echo", "한글"));
    let answer = Answer { at_ms: 5, grade: Grade::Right, given: "1".into(), inputs: String::new() };
    export.record.answer("life/x", answer);
    let written = export.write();
    let expected = "answer life/x 5 right given=1 inputs=\n\
                    program life/echo server.py 1a text=a%20b%0A100%25\n\
                    aside life/echo server.py 1a text=한글\nend 3\n";
    assert_eq!(written, format!("{HEAD}{expected}"));
    let read = |text: &str| Export::read(text.as_bytes()).unwrap();
    assert!(read(&written).is_whole);
    // As an editor on another system saves it.
    let saved = format!("\u{feff}{}", written.replace('\n', "\r\n"));
    assert_eq!(read(&saved), read(&written));
    let cut = written.strip_suffix("end 3\n").unwrap();
    assert!(!read(cut).is_whole);
    assert!(!read(&written.replace("aside life/echo server.py 1a text=한글\n", "")).is_whole);
}

#[test]
fn damaged_lines_are_told_and_kept() {
    let text = format!("{HEAD}program life/echo server.py\nweather fine\nreset a 1\nend 3\n");
    let read = Export::read(text.as_bytes()).unwrap();
    assert_eq!((read.damaged, read.is_whole), (vec![2, 3], true));
    let mut here = Export::default();
    here.import(&read.export);
    for line in ["program life/echo server.py\n", "weather fine\n", "reset a 1\n"] {
        assert!(here.write().contains(line), "{line}");
    }
}

#[test]
fn files_that_are_none_are_refused_each_for_its_reason() {
    let refused = |bytes: &[u8]| Export::read(bytes).unwrap_err();
    assert_eq!(refused(b""), Refused::Empty);
    assert_eq!(refused(b"\xef\xbb\xbf \r\n"), Refused::Empty);
    assert_eq!(refused(b"{\"answers\": []}"), Refused::Foreign);
    assert_eq!(refused(b"socket-workbook progress 1\n"), Refused::Foreign);
    assert_eq!(refused(b"socket-workbook export 0\n"), Refused::Foreign);
    assert_eq!(refused(b"socket-workbook export 2\nwhat comes\n"), Refused::Newer(2));
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n"), Refused::Binary);
    assert_eq!(refused(b"s\0o\0c\0k\0e\0t\0"), Refused::Binary);
    assert_eq!(refused(&vec![b'x'; LEN_MAX + 1]), Refused::TooLong);
    let all = [Refused::Empty, Refused::TooLong, Refused::Binary, Refused::Foreign];
    let said: std::collections::BTreeSet<String> =
        all.iter().map(ToString::to_string).chain([Refused::Newer(2).to_string()]).collect();
    assert_eq!(said.len(), 5);
}

#[test]
fn of_two_versions_both_stay_and_the_one_here_is_used() {
    let mut here = read("program a/lab server.py 1a text=mine");
    let there = read("program a/lab server.py 1a text=other\nprogram b/lab server.py 1a text=new");
    let (_, came) = here.import(&there);
    assert_eq!((came.new, came.known), (1, 0));
    assert_eq!(came.aside, [("a/lab".to_owned(), "server.py".to_owned())]);
    assert_eq!(here.programs.in_use(), [program("a/lab", "mine"), program("b/lab", "new")]);
    assert_eq!(here.programs.aside(), [program("a/lab", "other")]);
    here.programs.use_version(program("a/lab", "other"));
    assert_eq!(here.programs.aside(), [program("a/lab", "mine")]);
}

#[test]
fn a_file_takes_no_answer_away_and_says_what_it_brought() {
    let line = |at: u64| format!("answer a/x {at} wrong given=1 inputs=");
    let mut here = read(&line(10));
    let (came, _) = here.import(&read("reset a 20\nanswer a/y 30 right given=1 inputs="));
    assert_eq!((came.new, came.later, came.known, came.forgotten), (1, 0, 0, 0));
    assert!(here.record.answer_to("a/x").is_some() && here.record.answer_to("a/y").is_some());
    assert_eq!(here.import(&read(&line(15))).0.later, 1);
    assert_eq!(here.import(&read(&line(12))).0.known, 1);
    let mut forgotten = read("reset a 99");
    assert_eq!(forgotten.import(&read(&line(15))).0.forgotten, 1);
    assert_eq!(forgotten.record.answers().count(), 0);
}

prop_compose! {
    fn exports()(
        answers in prop::collection::vec(
            ("[a-c]/[x-z]", 0_u64..40, 0_usize..3, ".{0,6}", ".{0,6}"),
            0..12,
        ),
        resets in prop::collection::vec(("[a-c]", 0_u64..40), 0..3),
        programs in prop::collection::vec(
            ("[a-b]", "[p-q]\\.py", "[01]", "(?s).{0,9}", any::<bool>()),
            0..8,
        ),
    ) -> Export {
        let mut export = Export::default();
        for (question, at_ms, grade, given, inputs) in answers {
            let grade = [Grade::Right, Grade::Wrong, Grade::Seen][grade];
            export.record.answer(&question, Answer { at_ms, grade, given, inputs });
        }
        for (page, at_ms) in resets {
            export.record.reset_page(&page, at_ms);
        }
        for (lab, name, base, text, is_used) in programs {
            let program = Program { lab, name, base, text };
            if is_used {
                export.programs.use_version(program);
            } else {
                export.programs.put_aside(program);
            }
        }
        export
    }
}

fn texts(programs: &Programs) -> std::collections::BTreeSet<Program> {
    programs.in_use().iter().chain(programs.aside()).cloned().collect()
}

fn imported(here: &Export, file: &Export) -> Export {
    let mut whole = here.clone();
    whole.import(file);
    whole
}

proptest! {
    #[test]
    fn what_is_exported_comes_back(export in exports()) {
        let read = Export::read(export.write().as_bytes()).unwrap();
        prop_assert_eq!(&read.damaged, &Vec::<usize>::new());
        prop_assert!(read.is_whole);
        prop_assert_eq!(&read.export, &export);
        // On an empty device it is all there again, in the same words.
        prop_assert_eq!(imported(&Export::default(), &read.export).write(), export.write());
    }

    #[test]
    fn nothing_that_is_here_is_lost(here in exports(), file in exports()) {
        let whole = imported(&here, &file);
        for (question, answer) in here.record.answers() {
            let now = whole.record.answer_to(question);
            prop_assert!(now.is_some_and(|now| now >= answer), "{}", question);
        }
        let mut all = texts(&here.programs);
        all.extend(texts(&file.programs));
        prop_assert_eq!(texts(&whole.programs), all);
        for program in here.programs.in_use() {
            prop_assert!(whole.programs.in_use().contains(program));
        }
    }

    #[test]
    fn twice_is_as_once(here in exports(), file in exports()) {
        let once = imported(&here, &file);
        prop_assert_eq!(imported(&once, &file), once);
    }

    #[test]
    fn no_file_makes_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Export::read(&bytes);
        let _ = Export::read(&[HEAD.as_bytes(), &bytes].concat());
    }

    #[test]
    fn lines_that_come_are_taken_or_told(
        lines in prop::collection::vec("[a-z= /%0-9]{1,30}", 0..6),
    ) {
        let text = format!("{HEAD}{}\n", lines.join("\n"));
        let read = Export::read(text.as_bytes()).unwrap();
        let kept = read.export.write();
        for number in read.damaged {
            let line = text.lines().nth(number - 1).unwrap();
            prop_assert!(kept.lines().any(|kept| kept == line), "{}", line);
        }
    }
}

#[test]
fn the_first_answer_is_known_behind_the_last() {
    let mut record = Record::default();
    for (at_ms, grade) in [(20, Grade::Right), (10, Grade::Wrong), (30, Grade::Seen)] {
        record.answer("a/x", Answer { at_ms, grade, given: String::new(), inputs: String::new() });
    }
    assert_eq!(record.first("a/x"), Some(Grade::Wrong));
    assert_eq!(record.answer_to("a/x").unwrap().grade, Grade::Seen);
    let written = record.write();
    assert!(written.contains("tried a/x 10 wrong\ntried a/x 20 right\n"), "{written}");
    record.reset_page("a", 15);
    assert_eq!(record.first("a/x"), Some(Grade::Right));
}
