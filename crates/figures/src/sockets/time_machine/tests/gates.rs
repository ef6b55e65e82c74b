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

/// What is said when the answer is shown, with the clause.
#[track_caller]
fn reason(settings: &[(&str, &str)], expected: &str) {
    let mut figure = figure(settings);
    for action in ["step last", "reveal"] {
        act(&mut figure, action);
    }
    let shown = figure.view(&Words::in_language(Language::English)).plain_text();
    let said = shown.split("In the simulated kernel: ").nth(1).unwrap_or(&shown);
    let said = said.split("Ask me again").next().unwrap_or(said);
    assert_eq!(said, expected);
}

#[test]
fn every_kind_of_question_says_why_and_where_it_is_written() {
    let gate = |gate| [GATED[0], GATED[1], ("gate", gate)];
    reason(
        &gate("before client 3; result client 3; 0; ECONNREFUSED"),
        "0: success. The client’s connect() returns: the handshake is done, whether or not anyone \
         has called accept(). RFC 9293 §3.5",
    );
    reason(
        &gate("before client 3; sends server; SYN|ACK; RST|ACK; nothing"),
        "SYN ACK. SYN arrives. The server’s kernel notes the request in the SYN queue and answers \
         SYN ACK. No program is asked. RFC 9293 §3.5",
    );
    reason(
        &gate("before server 5; queued server 3 before server 5; 0; 1"),
        "1. The third part of the handshake arrives. The server’s kernel moves the connection from \
         the SYN queue to the accept queue. In the server’s kernel: SYN-RECEIVED → ESTABLISHED. \
         RFC 9293 §3.5",
    );
    reason(
        &gate("before server 5; unread server 4 after server 5; 0; 5"),
        "5. 5 bytes arrive. The server’s kernel puts them into the receive buffer and \
         acknowledges. RFC 9293 §3.10.7",
    );
    reason(
        &gate("before client 3; queued server 3 after server 3; 0; 1"),
        "0. No handshake has come to its end by then. listen(2)",
    );
}

#[test]
fn what_does_not_happen_has_a_reason_too() {
    let full = "socket; bind 3 8080; listen 3 0; wait 300s";
    let client = "wait 10ms; socket; connect 3 8080; wait 300s";
    reason(
        &[
            ("server", full),
            ("client", client),
            ("client2", "wait 90ms; socket; connect 3 8080"),
            ("until", "500ms"),
            ("gate", "before client2 3; sends server; SYN|ACK; nothing"),
        ],
        "nothing. SYN arrives, but the accept queue is full: the server’s kernel drops it without \
         a word. It is not refused. The server’s kernel sends nothing more in this run. listen(2)",
    );
    reason(
        &[
            ("server", "socket; bind 3 8080; listen 3 0; accept 3"),
            ("client", "wait 10ms; socket"),
            ("gate", "before server 4; result server 4; 0; never"),
        ],
        "nothing: it never returns. The accept queue is empty, so the server falls asleep inside \
         accept(). Nothing wakes it before the run ends. accept(2)",
    );
}

#[test]
fn a_port_says_who_has_it() {
    let settings = |gate| {
        [
            ("server", "socket; reuseaddr 3; bind 3 8080; listen 3 1; accept 3; close 4; close 3"),
            ("server2", "wait 200ms; socket; try bind 3 8080; reuseaddr 3; try bind 3 8080"),
            ("client", "wait 10ms; socket; connect 3 8080; recv 3 100; close 3"),
            ("gate", gate),
        ]
    };
    reason(
        &settings("before server2 3; result server2 3; 0; EADDRINUSE"),
        "−1: it fails with EADDRINUSE. The second server’s bind(3, 0.0.0.0:8080) fails at once: \
         EADDRINUSE. A socket in TIME-WAIT still has port 8080. bind(2)",
    );
    reason(
        &settings("before server2 5; result server2 5; 0; EADDRINUSE"),
        "0: success. The second server binds: port 8080 now belongs to the socket behind \
         descriptor 3. A socket in TIME-WAIT still has port 8080, but SO_REUSEADDR allows that. \
         bind(2)",
    );
}

#[test]
fn a_verdict_stands_where_the_question_stood_until_the_run_goes_on() {
    let mut figure = figure(GATED);
    let shown =
        |figure: &TimeMachine| format!("{:?}", figure.view(&Words::in_language(Language::English)));
    act(&mut figure, "step last");
    assert!(shown(&figure).contains("tm-predict") && !shown(&figure).contains("rec-say"));
    for action in ["choose 2", "check"] {
        act(&mut figure, action);
    }
    assert!(shown(&figure).contains("Not what happens.") && !shown(&figure).contains("rec-say"));
    act(&mut figure, "step next");
    assert!(!shown(&figure).contains("tm-predict") && shown(&figure).contains("rec-say"));
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
