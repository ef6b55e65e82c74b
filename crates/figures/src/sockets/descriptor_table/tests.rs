//! The table as a reader drives it.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::setting;
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::state::DescriptorTable;
use super::words::Words;
use crate::sockets::call_text::OPTIONS;

fn after(actions: &[&str]) -> DescriptorTable {
    driven(&[], actions)
}

/// Asked about the first of two closes.
fn asked(actions: &[&str]) -> DescriptorTable {
    driven(&[("calls", SHARED), ("question", "close 3")], actions)
}

#[track_caller]
fn check(figure: &DescriptorTable, fact: &str, expected: &str) {
    assert_eq!(figure.fact(fact).as_deref(), Some(expected), "{fact}");
}

const SHARED: &str = "socket tcp, connect 3 192.0.2.2:80, dup 3";

#[test]
fn the_last_close_sends_the_fin_and_not_the_first() {
    let first = asked(&["choose 2", "check"]);
    check(&first, "fins-asked", "0");
    check(&first, "descriptors", "4");
    check(&first, "descriptor-count", "1");
    let words = Words::in_language(Language::English);
    assert!(first.view(&words).plain_text().contains("It ran: no FIN."));
    let last = asked(&["choose 2", "check", "call close 4"]);
    check(&last, "fins", "1");
    check(&last, "descriptors", "");
    // The peer has closed too, so the kernel keeps the connection for a while, for nobody.
    check(&last, "sockets", "1");
    // TIME-WAIT lasts 60 s, and Linux's timers of that length are a few seconds coarse.
    let later = asked(&["choose 2", "check", "call close 4", "call wait 70"]);
    check(&later, "sockets", "0");
}

#[test]
fn a_question_locks_the_calls_until_it_is_answered() {
    check(&asked(&["call close 4", "call fork"]), "descriptors", "3 4");
    let again = asked(&["show-me", "call close 4", "ask"]);
    check(&again, "descriptors", "3 4");
    assert!(again.is_locked());
}

#[test]
fn a_link_holds_the_answer_and_its_call() {
    let seen = asked(&["choose 2", "check", "call close 4"]);
    let settings = setting::all(DescriptorTable::SETTINGS, &seen);
    let value = |name| settings.iter().find(|(known, _)| *known == name).unwrap().1.as_str();
    assert_eq!(
        (value("question"), value("asked"), value("answer")),
        ("@1001 close 3", "4", "2 seen")
    );
    let pairs: Vec<(&str, &str)> = settings.iter().map(|(name, text)| (*name, &**text)).collect();
    let again: DescriptorTable = driven(&pairs, &[]);
    let words = Words::in_language(Language::Korean);
    assert_eq!(again.view(&words), seen.view(&words));
    // An answer that was taken back with its call is open again.
    assert!(asked(&["choose 2", "check", "undo"]).is_locked());
}

#[test]
fn a_child_shares_descriptions_and_not_numbers() {
    let figure = driven::<DescriptorTable>(
        &[],
        &["call socket tcp", "call fork", "process 1002", "call nonblock 3 on", "call dup 3"],
    );
    check(&figure, "references", "3");
    check(&figure, "descriptions", "1");
    assert_eq!(figure.calls(), "socket tcp, fork, @1002 nonblock 3 on, dup 3");
}

#[test]
fn a_call_that_sleeps_is_woken_by_the_peer() {
    let accepting = ["call socket tcp", "call bind 3 8080", "call listen 3", "call accept 3"];
    let after = |more: &[&str]| after(&[&accepting, more].concat());
    check(&after(&[]), "result", "asleep");
    check(&after(&["call dup 3"]), "descriptors", "3");
    let woken = after(&["call dup 3", "call peer connect 8080"]);
    check(&woken, "descriptors", "3 4");
    assert!(woken.bench.log[3].result.as_deref().unwrap().starts_with("4  ← 192.0.2.2:"));
}

#[test]
fn options_are_what_getsockopt_answers() {
    let figure = driven::<DescriptorTable>(&[], &["call socket tcp", "call set 3 SO_RCVBUF 4096"]);
    check(&figure, "SO_RCVBUF", "8192");
    check(&figure, "TCP_NODELAY", "0");
    let figure = driven::<DescriptorTable>(&[], &["call socket udp", "call set 3 TCP_NODELAY 1"]);
    check(&figure, "result", "-1 ENOPROTOOPT");
    check(&figure, "TCP_NODELAY", "-1 EOPNOTSUPP");
    let figure = driven::<DescriptorTable>(&[], &["call socket tcp", "call set 3 SO_LINGER 5"]);
    check(&figure, "SO_LINGER", "{1, 5}");
}

#[test]
fn settings_that_no_reader_could_reach_are_refused() {
    let refused = |name: &str, value: &str| {
        let set =
            setting::write(DescriptorTable::SETTINGS, &mut DescriptorTable::default(), name, value);
        assert!(set.is_err(), "{name} = {value}");
    };
    for calls in ["socket", "dup x", "@7 socket tcp", "exit, socket tcp", "dance", "wait 0"] {
        refused("calls", calls);
    }
    let many = vec!["socket tcp"; 61].join(", ");
    refused("calls", &many);
    refused("fd", "three");
    refused("asked", "1");
    refused("answer", "3");
}

#[test]
fn undo_goes_back_by_one_step() {
    let figure = driven::<DescriptorTable>(&[("calls", SHARED), ("fd", "4")], &["undo"]);
    check(&figure, "descriptors", "3");
    assert_eq!(figure.fd(), None, "what was chosen is gone");
}

#[test]
fn a_process_that_has_exited_has_no_descriptors_left_to_show() {
    let figure = driven::<DescriptorTable>(&[("tab", "proc")], &["call socket tcp", "call exit"]);
    let shown = format!("{:?}", figure.view(&Words::in_language(Language::English)));
    assert!(shown.contains("cannot access '/proc/1001/fd'"), "{shown}");
    assert!(shown.contains("Process 1001 has exited"), "{shown}");
    assert!(!shown.contains("/dev/pts/0"), "{shown}");
    assert!(!shown.contains("Open a socket, and choose"), "{shown}");
}

#[test]
fn a_grade_is_of_the_call_it_was_given_for() {
    let asked = [("calls", SHARED), ("question", "close 3")];
    let graded = ["choose 2", "check"];
    let after = |actions: &[&str]| {
        let figure = driven::<DescriptorTable>(&asked, &[&graded[..], actions].concat());
        (figure.answer().write(), figure.fact("fins-asked"))
    };
    let given = ("2 seen".to_owned(), Some("0".to_owned()));
    assert_eq!(after(&[]), given);
    // The next close sends the FIN: the grade stays that of the first.
    for later in [&["call close 4"][..], &["call socket udp"], &["call close 4", "undo"]] {
        assert_eq!(after(later), given, "{later:?}");
    }
    assert_eq!(after(&["undo"]), ("2".to_owned(), None), "taken back with its call");
}

#[test]
fn the_last_result_stands_with_the_calls_and_says_what_it_means() {
    let words = Words::in_language(Language::English);
    let says = |actions: &[&str], expected: &str| {
        let shown = after(actions).view(&words).plain_text();
        assert!(shown.contains(expected), "{actions:?}: {shown}");
    };
    says(
        &["call socket tcp", "call accept 3"],
        "Last accept(3) = -1 EINVAL The socket does not listen, so no connection can wait there. \
         accept(2)",
    );
    says(
        &["call socket tcp", "call dup 3", "call close 3"],
        "Last close(3) = 0 1 descriptor still refers to it, so it lives on. close(2)",
    );
    says(
        &["call socket tcp", "call bind 3 8080", "call listen 3", "call accept 3"],
        "The process sleeps in the call until what it waits for has come. accept(2)",
    );
    says(&["call socket tcp", "call close 9"], "The process has no such descriptor. close(2)");
}

#[test]
fn a_few_options_are_shown_with_the_chosen_one_and_a_link_holds_all() {
    let options = |figure: &DescriptorTable| {
        let shown = format!("{:?}", figure.view(&Words::in_language(Language::English)));
        shown.matches("(\"class\", \"dt-option").count()
            - shown.matches("(\"class\", \"dt-options").count()
    };
    assert_eq!(options(&after(&["call socket tcp"])), 3);
    assert_eq!(options(&after(&["call socket tcp", "option SO_LINGER"])), 4);
    let all = after(&["call socket tcp", "more-options"]);
    assert_eq!(options(&all), OPTIONS.len());
    let settings = setting::all(DescriptorTable::SETTINGS, &all);
    assert!(settings.contains(&("options", "all".to_owned())));
    assert_eq!(options(&after(&["call socket tcp", "more-options", "more-options"])), 3);
}
