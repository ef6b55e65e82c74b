//! The table as a reader drives it.

use super::*;
use crate::figure::driven;

#[track_caller]
fn check(figure: &DescriptorTable, fact: &str, expected: &str) {
    assert_eq!(figure.fact(fact).as_deref(), Some(expected), "{fact}");
}

const SHARED: &str = "socket tcp, connect 3 192.0.2.2:80, dup 3";

#[test]
fn the_last_close_sends_the_fin_and_not_the_first() {
    let mut figure = driven::<DescriptorTable>(
        &[("calls", SHARED), ("question", "close 3")],
        &["choose 2", "check"],
    );
    check(&figure, "fins-asked", "0");
    check(&figure, "descriptors", "4");
    let words = Words::english();
    assert!(figure.view(&words).plain_text().contains("It ran: no FIN."));
    let mut entropy = |_: &mut [u8]| {};
    figure.update("call close 4".parse().unwrap(), &mut Context::new(&mut entropy, &words));
    check(&figure, "fins", "1");
    check(&figure, "descriptors", "");
    // The peer has closed too, so the kernel keeps the connection for a while, for nobody.
    check(&figure, "sockets", "1");
    // TIME-WAIT lasts 60 s, and Linux's timers of that length are a few seconds coarse.
    figure.update("call wait 70".parse().unwrap(), &mut Context::new(&mut entropy, &words));
    check(&figure, "sockets", "0");
}

#[test]
fn a_question_locks_the_calls_until_it_is_answered() {
    let settings = [("calls", SHARED), ("question", "close 3")];
    let locked = driven::<DescriptorTable>(&settings, &["call close 4", "call fork"]);
    check(&locked, "descriptors", "3 4");
    let asked_again = driven::<DescriptorTable>(&settings, &["show-me", "call close 4", "ask"]);
    check(&asked_again, "descriptors", "3 4");
    assert!(asked_again.is_locked());
}

#[test]
fn a_child_shares_descriptions_and_not_numbers() {
    let figure = driven::<DescriptorTable>(
        &[],
        &["call socket tcp", "call fork", "process 1002", "call nonblock 3 on", "call dup 3"],
    );
    check(&figure, "references", "3");
    check(&figure, "descriptions", "1");
    assert_eq!(figure.setting("calls"), "socket tcp, fork, @1002 nonblock 3 on, dup 3");
}

#[test]
fn a_call_that_sleeps_is_woken_by_the_peer() {
    let accepting = ["call socket tcp", "call bind 3 8080", "call listen 3", "call accept 3"];
    let mut figure = driven::<DescriptorTable>(&[], &accepting);
    check(&figure, "result", "asleep");
    let words = Words::english();
    let mut entropy = |_: &mut [u8]| {};
    let mut act = |figure: &mut DescriptorTable, action: &str| {
        figure.update(action.parse().unwrap(), &mut Context::new(&mut entropy, &words));
    };
    act(&mut figure, "call dup 3");
    check(&figure, "descriptors", "3");
    act(&mut figure, "call peer connect 8080");
    check(&figure, "descriptors", "3 4");
    assert!(figure.bench.log[3].result.as_deref().unwrap().starts_with("4  ← 192.0.2.2:"));
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
    for calls in ["socket", "dup x", "@7 socket tcp", "exit, socket tcp", "dance", "wait 0"] {
        assert!(DescriptorTable::default().set("calls", calls).is_err(), "{calls}");
    }
    assert!(DescriptorTable::default().set("fd", "three").is_err());
    let many = vec!["socket tcp"; 61].join(", ");
    assert!(DescriptorTable::default().set("calls", &many).is_err());
}

#[test]
fn undo_goes_back_by_one_step() {
    let figure = driven::<DescriptorTable>(&[("calls", SHARED), ("fd", "4")], &["undo"]);
    check(&figure, "descriptors", "3");
    assert_eq!(figure.fd(), None, "what was chosen is gone");
}
