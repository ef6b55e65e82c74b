use figure_kit::action::Action as _;
use figure_kit::figure::{Context, Figure};
use figure_kit::setting;
use figure_kit::words::{Language, Vocabulary as _};
use kernel::{DropReason, Flags};

use super::{Action, TimeMachine, Words};
use figure_kit::node::{Element, Node};

mod ahead;
mod compiled;
mod gates;
mod listings;

/// A figure with these settings.
fn figure(settings: &[(&str, &str)]) -> TimeMachine {
    figure_kit::figure::driven(settings, &[])
}

fn act(figure: &mut TimeMachine, action: &str) {
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    let mut context = Context::new(&mut entropy, &words);
    let action = Action::parse(action).unwrap_or_else(|refused| panic!("{action}: {refused}"));
    figure.update(action, &mut context);
}

/// The text of a setting.
fn setting_of(figure: &TimeMachine, name: &str) -> String {
    let all = setting::all(TimeMachine::SETTINGS, figure);
    all.into_iter().find(|(known, _)| *known == name).unwrap().1
}

#[track_caller]
fn says(figure: &TimeMachine, fact: &str, expected: &str) {
    assert_eq!(figure.fact(fact).as_deref(), Some(expected), "{fact}");
}

const SERVER: &str = "socket; bind 3 8080; listen 3 1; accept 3; recv 4 1024; reply 4; \
                      recv 4 1024; close 4; close 3";
const CLIENT: &str = "socket; connect 3 8080; send 3 Hello; recv 3 1024; close 3";

#[test]
fn the_seven_calls_run_to_their_end() {
    let figure = figure(&[("server", SERVER), ("client", CLIENT)]);
    says(&figure, "client-2", "0");
    says(&figure, "client-4", "5");
    says(&figure, "server-7", "0");
    says(&figure, "segments", "10");
    says(&figure, "lost", "0");
}

#[test]
fn a_lost_segment_is_sent_again_and_the_programs_never_know() {
    let figure = figure(&[("server", SERVER), ("client", CLIENT), ("faults", "drop 4")]);
    says(&figure, "lost", "1");
    says(&figure, "client-4", "5");
    assert_eq!(figure.play().run.segments.iter().filter(|it| it.again).count(), 1);
}

#[test]
fn a_killed_server_leaves_the_client_with_an_end_or_an_error() {
    let mut figure = figure(&[("server", SERVER), ("client", CLIENT), ("at", "11")]);
    act(&mut figure, "kill server");
    assert_eq!(setting_of(&figure, "faults"), "kill server 11");
    says(&figure, "client-4", "-1 ECONNRESET");
    act(&mut figure, "heal");
    says(&figure, "client-4", "5");
}

#[test]
fn a_forged_reset_is_believed() {
    let mut figure = figure(&[("server", SERVER), ("client", CLIENT), ("at", "11")]);
    act(&mut figure, "reset-to client");
    says(&figure, "client-4", "-1 ECONNRESET");
}

#[test]
fn a_full_backlog_keeps_a_client_waiting() {
    let server = "socket; bind 3 8080; listen 3 1; wait 3s; close 3";
    let mut figure = figure(&[("server", server), ("client", CLIENT), ("at", "4")]);
    act(&mut figure, "fill server");
    let run = &figure.play().run;
    let queued = run.behind(0, 3, 5).map(|listener| listener.accept_queue.len());
    assert_eq!(queued, Some(2), "a backlog of 1 holds two");
    let first = run.segments.first().and_then(|segment| segment.lost);
    assert_eq!(first, Some(DropReason::AcceptQueue));
    act(&mut figure, "undo 1");
    says(&figure, "client-2", "0");
}

#[test]
fn a_setting_of_the_kernel_changes_what_it_does() {
    let server = "socket; bind 3 8080; listen 3 0; wait 5s; close 3";
    let client = "wait 10ms; socket; try connect 3 8080; wait 2s; close 3";
    let settings = [("server", server), ("client", client), ("client2", client), ("at", "4")];
    let mut figure = figure(&settings);
    says(&figure, "client2-3", "0");
    act(&mut figure, "sysctl server tcp_abort_on_overflow 1");
    let mut segments = figure.play().run.segments.iter();
    assert!(segments.any(|it| it.flags().has(Flags::RST)), "an RST instead of silence");
}

#[test]
fn what_a_fault_does_not_touch_stays_as_it_was() {
    let before = figure(&[("server", SERVER), ("client", CLIENT)]);
    let after = figure(&[("server", SERVER), ("client", CLIENT), ("faults", "drop 6")]);
    let sent = before.play().run.segments[5].sent;
    let (before, after) = (&before.play().run, &after.play().run);
    for step in 1..sent {
        assert_eq!(before.entries_of(step), after.entries_of(step), "step {step}");
    }
}

#[test]
fn any_moment_can_be_returned_to() {
    let figure = figure(&[("server", SERVER), ("client", CLIENT), ("faults", "duplicate 4")]);
    let run = &figure.play().run;
    let ss = |at: usize| run.world(at, |world| world.hosts().map(|(_, it)| it.ss()).collect());
    let forward: Vec<Vec<String>> = (0..=run.steps.len()).map(ss).collect();
    for at in (0..=run.steps.len()).rev() {
        assert_eq!(ss(at), forward[at], "step {at}");
    }
}

#[test]
fn nothing_crashes_on_programs_that_make_no_sense() {
    for program in [
        "socket; recv 3 10",
        "socket; listen 3 1; connect 3 8080; accept 3",
        "socket; bind 3 80; try bind 3 81; socket; try bind 4 80; close 4",
        "socket; fill 3 65536",
        "wait 300s; wait 300s",
        "socket; socket; socket; listen 5 65535; shutdown 5; accept 5",
    ] {
        for name in ["server", "client"] {
            let figure = figure(&[(name, program), ("client2", CLIENT), ("server2", SERVER)]);
            let words = Words::in_language(Language::Korean);
            let _ = figure.finished().view(&words);
        }
    }
    let none = figure(&[]);
    says(&none, "steps", "0");
    let _ = none.view(&Words::in_language(Language::English));
}

/// What is kept of one view for the next never shows: a figure that walked here looks like one
/// that was made here.
#[test]
fn a_view_that_keeps_parts_looks_like_one_that_is_fresh() {
    let settings = [
        ("server", SERVER),
        ("client", CLIENT),
        ("client2", CLIENT),
        ("faults", "drop 4; duplicate 6"),
        ("gate", "before client 3; result client 3; 5; 0"),
    ];
    let mut walked = figure(&settings);
    let actions = "step next;step next;tab change;segment next;step last;choose 1;check;step last;\
                   step previous;language c;lines;at 9;segment last;program client;step next;\
                   tab events;drop 2;step next;heal;at 30;step previous;ask-again;reveal;at 40";
    for action in actions.split(';') {
        act(&mut walked, action.trim());
        let mut fresh = figure(&settings);
        for (name, text) in setting::all(TimeMachine::SETTINGS, &walked) {
            setting::write(TimeMachine::SETTINGS, &mut fresh, name, &text).unwrap();
        }
        for language in [Language::English, Language::Korean, Language::English] {
            let words = Words::in_language(language);
            let same = walked.view(&words) == fresh.clone().view(&words);
            assert!(same, "after {action}, in {language:?}");
        }
    }
}

#[test]
fn what_names_nothing_of_the_run_changes_nothing() {
    let mut figure = figure(&[("server", SERVER), ("client", CLIENT), ("at", "5")]);
    for action in [
        "drop 0",
        "drop 999999999999",
        "delay 11",
        "kill nobody",
        "reset-to mars",
        "fill client2",
        "sysctl server tcp_syn_retries 0",
        "undo 1",
        "program nobody",
        "at soon",
        "segment 999",
    ] {
        act(&mut figure, action);
        let seen = (setting_of(&figure, "faults"), figure.viewing.position);
        assert_eq!(seen, (String::new(), 5), "{action}");
    }
}

#[test]
fn what_a_step_leaves_alone_is_handed_out_again() {
    let mut figure = figure(&[("server", SERVER), ("client", CLIENT), ("at", "9")]);
    let words = Words::in_language(Language::English);
    let before = figure.view(&words);
    act(&mut figure, "step next");
    let (all, kept) = shared(&before, &figure.view(&words));
    assert!(all - kept <= 145, "{} elements were made anew, {kept} kept", all - kept);
}

/// How many elements the second view has, and how many of them are the first one's.
fn shared(before: &Node, now: &Node) -> (usize, usize) {
    let (Node::Element(before), Node::Element(now)) = (before, now) else { return (0, 0) };
    if before.is_same(now) {
        let all = count(now);
        return (all, all);
    }
    let pairs = before.children.iter().zip(&now.children);
    let inside = pairs.map(|(before, now)| shared(before, now));
    inside.fold((1, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

fn count(element: &Element) -> usize {
    let inside = element.children.iter().map(|child| match child {
        Node::Element(child) => count(child),
        Node::Text(_) => 0,
    });
    1 + inside.sum::<usize>()
}
