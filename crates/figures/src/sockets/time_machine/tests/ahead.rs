//! What lies ahead: a live figure draws none of it, and a run may end before its programs do.

use super::*;

fn count_of(figure: &TimeMachine, class: &str) -> usize {
    let words = Words::in_language(Language::English);
    let whole = format!("{:?}", figure.view(&words));
    whole.matches(&format!("(\"class\", \"{class}")).count()
}

#[test]
fn a_live_figure_draws_what_has_happened_and_its_print_draws_all() {
    let faults = [("server", SERVER), ("client", CLIENT), ("faults", "drop 4")];
    let mut figure = figure(&faults);
    let end = figure.play().run.steps.len();
    for position in 0..=end {
        act(&mut figure, &format!("at {position}"));
        let run = &figure.play().run;
        let sent = run.segments.iter().filter(|it| it.sent <= position);
        let lost = sent.clone().filter(|it| it.lost.is_some()).count();
        // A window shows the last of a long run.
        if position < 20 {
            assert_eq!(count_of(&figure, "rec-seg"), sent.count(), "at {position}");
        }
        assert_eq!(count_of(&figure, "rec-tick"), position, "at {position}");
        assert_eq!(count_of(&figure, "rec-tick-lost"), lost, "at {position}");
    }
    let all = figure.play().run.segments.len();
    assert_eq!(count_of(&figure.finished(), "rec-seg"), all);
}

#[test]
fn how_long_a_run_is_behind_a_gate_does_not_show() {
    let with = |client: &str| {
        let gate = "before client 2; result client 2; 0; ECONNREFUSED";
        let figure = figure(&[("server", SERVER), ("client", client), ("gate", gate)]);
        format!("{:?}", figure.view(&Words::in_language(Language::English)))
    };
    let of = |whole: &str| whole.split("rec-step").nth(1).map(str::to_owned);
    let short = with("socket; connect 3 8080");
    assert_eq!(of(&short), of(&with(CLIENT)));
    assert!(!short.contains("Step 0 of"), "{short}");
}

#[test]
fn a_run_ends_after_the_call_that_its_author_names() {
    let until = |text: &str| figure(&[("server", SERVER), ("client", CLIENT), ("until", text)]);
    let whole = until("");
    let cut = until("after client 4");
    says(&cut, "client-4", "5");
    let back = cut.play().run.call(1, 4).and_then(|made| made.returned);
    assert_eq!(back, Some(cut.play().run.steps.len()), "it ends with the step of the return");
    assert!(cut.play().run.is_cut && !whole.play().run.is_cut);
    assert_eq!(setting_of(&cut, "until"), "after client 4");
    assert!(cut.play().run.steps.len() < whole.play().run.steps.len());
    // A call that never comes back ends nothing.
    let steps = whole.play().run.steps.len();
    assert_eq!(until("after client3 1").play().run.steps.len(), steps);
    let short = until("30ms");
    assert!(short.play().run.steps.len() < steps);
    for wrong in ["301s", "after", "after client", "after nobody 1", "after client 0", "client 3"] {
        let refused =
            setting::write(TimeMachine::SETTINGS, &mut TimeMachine::default(), "until", wrong);
        let message = refused.expect_err(wrong).to_string();
        assert!(message.contains("`after PROGRAM CALL`"), "{message}");
    }
}
