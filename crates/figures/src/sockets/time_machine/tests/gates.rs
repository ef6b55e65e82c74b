use figure_kit::figure::Figure as _;
use figure_kit::words::{Language, Vocabulary as _};

use super::*;
use crate::sockets::recorded::narration;

const GATED: &[(&str, &str)] = &[
    ("server", "socket; bind 3 8080; listen 3 5; wait 300ms; accept 3; recv 4 9; close 4; close 3"),
    ("client", "wait 10ms; socket; connect 3 8080; send 3 early; close 3"),
    ("gate", "before client 3; result client 3; 0; ECONNREFUSED; until server 5; never"),
    ("gate2", "before server 5; unread server 4 after server 5; 0; 5"),
];

#[test]
fn the_world_is_the_judge() {
    let figure = figure(GATED);
    says(&figure, "gate", "1");
    says(&figure, "gate2", "2");
    let mut changed = GATED.to_vec();
    // Nobody listens any more: the same question has another answer.
    changed[0].1 = "wait 1s";
    says(&super::figure(&changed[..3]), "gate", "2");
}

#[test]
fn a_gate_locks_what_lies_ahead_until_an_answer() {
    let mut figure = figure(GATED);
    act(&mut figure, "step last");
    let open = figure.viewing.position;
    act(&mut figure, "step next");
    act(&mut figure, "at 99");
    act(&mut figure, "play");
    assert_eq!((figure.viewing.position, figure.viewing.playing_ms), (open, None));
    act(&mut figure, "check");
    assert_eq!(figure.limit(), open, "nothing was chosen");
    act(&mut figure, "choose 3");
    act(&mut figure, "check");
    assert!(figure.limit() > open);
    assert_eq!(setting_of(&figure, "answers"), "3 -");
    act(&mut figure, "step next");
    act(&mut figure, "ask-again");
    assert_eq!((figure.viewing.position, figure.limit()), (open, open));
}

#[test]
fn no_link_leads_past_a_gate() {
    let mut figure = figure(GATED);
    assert!(setting::write(TimeMachine::SETTINGS, &mut figure, "at", "20").is_err());
    setting::write(TimeMachine::SETTINGS, &mut figure, "answers", "1 0").unwrap();
    setting::write(TimeMachine::SETTINGS, &mut figure, "at", "20").unwrap();
    for wrong in ["9", "x", "1 2 3", "- - - - -"] {
        assert!(
            setting::write(TimeMachine::SETTINGS, &mut figure, "answers", wrong).is_err(),
            "{wrong}"
        );
    }
}

#[track_caller]
fn refused(text: &str) {
    let refused = setting::write(TimeMachine::SETTINGS, &mut TimeMachine::default(), "gate", text);
    let message = refused.expect_err(text).to_string();
    assert!(message.contains("PLACE; QUESTION; CHOICE"), "{message}");
}

#[test]
fn what_is_no_gate_says_what_one_is() {
    refused("soon; result client 2; 0; 1");
    refused("before nobody 2; result client 2; 0; 1");
    refused("before client 2; result client 2; 0");
    refused("before client 2; state client 3 end; ESTABLISHED; ASLEEP");
    refused("before client 2; sends client; SYN; XYZ");
    refused("before client 2; queued server 3; 1; 2");
    refused("before client 0; result client 2; 0; 1");
}

#[test]
fn an_answer_says_why() {
    let mut figure = figure(GATED);
    for action in ["step last", "choose 2", "check"] {
        act(&mut figure, action);
    }
    let said = super::super::predict::spoken(&figure, &Words::in_language(Language::English));
    let expected = "Not what happens. In the simulated kernel: 0: success. The client’s connect() \
                    returns: the handshake is done, whether or not anyone has called accept().";
    assert_eq!(said, expected);
}

#[test]
fn for_a_call_that_reads_0_is_the_end_of_the_stream() {
    let gate = "before client 4; result client 4; 0; 5";
    let mut figure = figure(&[
        ("server", "socket; bind 3 8080; listen 3 5; accept 3; recv 4 9; close 4; close 3"),
        ("client", "wait 10ms; socket; connect 3 8080; recv 3 9; close 3"),
        ("gate", gate),
    ]);
    for action in ["step last", "choose 1", "reveal"] {
        act(&mut figure, action);
    }
    let shown = format!("{:?}", figure.view(&Words::in_language(Language::English)));
    assert!(shown.contains("0: the stream has ended (EOF)"), "{shown}");
    assert!(!shown.contains("0: success"), "{shown}");
}

#[test]
fn the_same_call_twice_is_two_questions() {
    let server = "socket; bind 3 8080; try bind 3 9090; reuseaddr 3; try bind 3 9090; close 3";
    let figure = figure(&[
        ("server", server),
        ("client", "wait 10ms; socket; close 3"),
        ("gate", "before server 5; result server 5; 0; EINVAL"),
    ]);
    let asked = &figure.play().asked[0];
    let question =
        super::super::predict::question(&figure, asked, &Words::in_language(Language::English));
    assert!(question.starts_with("After the server’s setsockopt("), "{question}");
}

#[test]
fn a_closed_socket_does_not_begin_to_wait() {
    let server = "socket; bind 3 8080; listen 3 1; accept 3; recv 4 9; recv 4 9; wait 100ms; \
                  send 4 answer; close 4; close 3";
    let client = "socket; connect 3 8080; send 3 hi; shutdown 3; recv 3 9; recv 3 9; close 3";
    let figure = figure(&[("server", server), ("client", client)]);
    let words = Words::in_language(Language::English);
    let view = figure.look(&words);
    let said = (1..=view.run.steps.len()).map(|step| narration(&view, step));
    let said = said.collect::<Vec<_>>().join("\n");
    assert!(said.contains("FIN-WAIT-2 → TIME-WAIT"), "{said}");
    assert!(!said.contains("CLOSED → TIME-WAIT"), "{said}");
}
