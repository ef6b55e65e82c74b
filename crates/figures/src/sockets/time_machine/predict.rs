//! A gate in the figure: the question, the answers to choose from, and what the run says.

use figure_kit::components::{button, toolbar};

use recording::Recording;

use super::gate::{self, Asked, Choice, Moment, Question, position_of};
use super::name::{PROGRAMS, Side};
use super::state::{Action, Answer, TimeMachine};
use super::words::Words;
use crate::sockets::recorded::{length, narration, program_name};
use figure_kit::node::{Element, el};

/// The text of a call by its number.
fn call(figure: &TimeMachine, program: usize, number: usize) -> String {
    let made = gate::made(&figure.play().run, program, number);
    made.map(|made| made.text.clone()).unwrap_or_default()
}

fn moment(figure: &TimeMachine, moment: Moment, words: &Words) -> String {
    match moment {
        Moment::Before(program, number) => {
            let call = call(figure, program, number);
            words.moment_before(&who(program, words), &call)
        }
        Moment::After(program, number) => {
            let call = call(figure, program, number);
            words.moment_after(&who(program, words), &call)
        }
        Moment::At(ms) => words.moment_at(&length(u64::from(ms) * 1_000_000)),
        Moment::End => words.moment_end().to_owned(),
    }
}

fn who(program: usize, words: &Words) -> String {
    program_name(PROGRAMS[program], words)
}

/// The question of a gate.
pub(super) fn question(figure: &TimeMachine, asked: &Asked, words: &Words) -> String {
    let gate = &figure.scenario.gates[asked.gate];
    let named = |program: usize| who(program, words);
    match gate.question {
        Question::Result(program, number) => {
            let text = call(figure, program, number);
            let asked = words.ask_result(&named(program), &text);
            // The same call made twice is asked about by what stands between the two.
            if (1..number).any(|earlier| call(figure, program, earlier) == text) {
                let after = moment(figure, Moment::After(program, number - 1), words);
                return [&after, ": ", &asked].concat();
            }
            asked
        }
        Question::State(program, fd, at) => {
            words.ask_state(&named(program), &fd, &moment(figure, at, words))
        }
        Question::Queued(program, fd, at) => {
            words.ask_queued(&named(program), &fd, &moment(figure, at, words))
        }
        Question::Unread(program, fd, at) => {
            words.ask_unread(&named(program), &fd, &moment(figure, at, words))
        }
        Question::Sends(Side::Client) => words.ask_sends(&words.client_kernel()),
        Question::Sends(Side::Server) => words.ask_sends(&words.server_kernel()),
    }
}

fn choice(figure: &TimeMachine, asked: &Asked, choice: &Choice, words: &Words) -> String {
    let result = matches!(figure.scenario.gates[asked.gate].question, Question::Result(..));
    match choice {
        Choice::Value(value) if result && value.starts_with('E') => words.choice_fails(value),
        Choice::Value(value) if result && value == "0" => {
            if reads(figure, asked) { words.choice_end() } else { words.choice_zero() }.to_owned()
        }
        Choice::Value(value) => value.replace('|', " "),
        Choice::Until(program, number) => {
            words.choice_until(&who(*program, words), &call(figure, *program, *number))
        }
        Choice::Never => words.choice_never().to_owned(),
        Choice::Nothing => words.choice_nothing().to_owned(),
    }
}

/// The number keys of an open gate, and Enter once one is chosen.
pub(super) fn choice_keys(figure: &TimeMachine) -> String {
    let mut keys = String::new();
    for number in 1..=figure.choices() {
        let action = Action::Choose(number).to_string();
        keys.push_str(&[&number.to_string(), "=", &action, ";"].concat());
    }
    if figure.chosen.is_some() {
        keys.push_str(&["Enter=", &Action::Check.to_string(), ";"].concat());
    }
    keys
}

/// The gate that the run stands at, or the last one that was answered.
pub(super) fn drawn(figure: &TimeMachine, words: &Words) -> Option<Element> {
    if let Some(asked) = figure.open_gate() {
        return Some(open(figure, asked, words));
    }
    if figure.is_print {
        let all = figure.play().asked.iter().map(|asked| answered(figure, asked, words));
        return (!figure.play().asked.is_empty()).then(|| el("div").children(all));
    }
    let asked = figure.last_answered()?;
    Some(answered(figure, asked, words))
}

fn frame(figure: &TimeMachine, asked: &Asked, when: String, words: &Words) -> Element {
    let head = el("p")
        .class("sw-predict-head")
        .child(el("strong").text(words.predict()))
        .text(" ")
        .child(el("span").text(when));
    el("div")
        .attr("role", "group")
        .class("sw-predict tm-predict")
        .attr("aria-label", words.predict())
        .child(head)
        .child(el("p").class("sw-predict-q").text(question(figure, asked, words)))
}

fn line(figure: &TimeMachine, asked: &Asked, number: usize, tag: &str, words: &Words) -> Element {
    let value = &figure.scenario.gates[asked.gate].choices[number - 1];
    el("div")
        .class("sw-choice")
        .child(el("kbd").text(number.to_string()))
        .child(el("span").text(choice(figure, asked, value, words)))
        .child(el("span").class("sw-tag").text(tag))
}

fn open(figure: &TimeMachine, asked: &Asked, words: &Words) -> Element {
    let count = asked.right.len();
    let stop = figure.chosen.unwrap_or(1);
    let row = |number: usize| {
        let chosen = figure.chosen == Some(number);
        line(figure, asked, number, if chosen { words.chosen() } else { "" }, words)
            .attr("role", "radio")
            .state("aria-checked", chosen)
            .attr("tabindex", if number == stop { "0" } else { "-1" })
            .does(Action::Choose(number))
    };
    // Arrows walk over the answers, as radio buttons do.
    let previous = if stop == 1 { count } else { stop - 1 };
    let next = if figure.chosen.is_none() { 1 } else { stop % count + 1 };
    let choose = |keys: [&str; 2], number: usize| {
        let action = Action::Choose(number).to_string();
        keys.map(|key| [key, "=", &action, ";"].concat()).concat()
    };
    let mut keys = choose(["ArrowDown", "ArrowRight"], next);
    keys.push_str(&choose(["ArrowUp", "ArrowLeft"], previous));
    keys.push_str(&[" =", &Action::Choose(stop).to_string(), ";", &choice_keys(figure)].concat());
    let choices = el("div")
        .attr("role", "radiogroup")
        .attr("aria-label", question(figure, asked, words))
        .attr("data-keys", keys)
        .children((1..=count).map(row));
    let check = button(Action::Check, words.check()).class("sw-btn--primary");
    let buttons = toolbar([
        check.flag("disabled", figure.chosen.is_none()),
        button(Action::Reveal, words.reveal()).class("sw-btn--quiet"),
    ]);
    frame(figure, asked, words.predict_now().to_owned(), words)
        .child(choices)
        .child(buttons)
        .child(el("p").class("sw-hint").text(words.predict_locked()))
}

fn answered(figure: &TimeMachine, asked: &Asked, words: &Words) -> Element {
    let given = match figure.answers[asked.gate] {
        Some(Answer::Given(number)) => Some(number),
        _ => None,
    };
    let row = |number: usize| {
        let right = asked.right.get(number - 1) == Some(&true);
        let mine = given == Some(number);
        let tag = match (right, mine) {
            (true, true) => ["✓ ", words.your_prediction()],
            (true, false) => ["✓ ", words.what_happens()],
            (false, true) => ["✕ ", words.your_prediction()],
            (false, false) => ["", ""],
        };
        line(figure, asked, number, &tag.concat(), words)
            .class_if("is-right", right)
            .class_if("is-wrong", mine && !right)
            .class_if("is-locked", !mine && !right)
    };
    let again = button(Action::AskAgain, words.replay()).class("sw-btn--quiet sw-js-only");
    frame(figure, asked, words.predict_asked(&asked.position), words)
        .child(el("div").class("tm-answers").children((1..=asked.right.len()).map(row)))
        .child(el("p").class("tm-answer").text(verdict(figure, asked, given, words)))
        .child(again)
}

/// The gate as it stands on paper.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn posed(
    figure: &TimeMachine,
    asked: &Asked,
    words: &Words,
) -> figure_kit::figure::Question {
    let right = asked.right.iter().enumerate().filter(|(_, right)| **right);
    let choices = &figure.scenario.gates[asked.gate].choices;
    figure_kit::figure::Question {
        name: super::GATES[asked.gate],
        text: question(figure, asked, words),
        choices: choices.iter().map(|value| choice(figure, asked, value, words)).collect(),
        right: right.map(|(at, _)| at).collect(),
        why: verdict(figure, asked, None, words),
    }
}

/// Whether it is asked what a call that reads comes to: for it 0 is the end of the stream.
fn reads(figure: &TimeMachine, asked: &Asked) -> bool {
    match figure.scenario.gates[asked.gate].question {
        Question::Result(program, number) => call(figure, program, number).starts_with("recv"),
        _ => false,
    }
}

/// The step that made the answer what it is.
fn decided(figure: &TimeMachine, asked: &Asked) -> Option<usize> {
    let run = &figure.play().run;
    let question = figure.scenario.gates[asked.gate].question;
    let moment = match question {
        Question::Result(program, number) => return gate::made(run, program, number)?.returned,
        Question::Sends(side) => {
            let from_side = |it: &&recording::Segment| it.from == side.host();
            let next = run.segments.iter().filter(from_side).find(|it| it.sent > asked.position);
            return Some(next?.sent);
        }
        Question::State(_, _, at) | Question::Queued(_, _, at) | Question::Unread(_, _, at) => at,
    };
    let at = position_of(run, moment)?;
    let now = measured(run, question, at);
    (1..=at).rev().find(|step| measured(run, question, step - 1) != now)
}

/// What a question asks about, as a number, after a step.
fn measured(run: &Recording, question: Question, step: usize) -> Option<usize> {
    let thread = |program: usize| run.named(PROGRAMS[program]);
    match question {
        Question::State(program, fd, _) => {
            Some(run.state_behind(thread(program)?, fd, step)? as usize)
        }
        Question::Queued(program, fd, _) => {
            Some(run.behind(thread(program)?, fd, step)?.accept_queue.len())
        }
        Question::Unread(program, fd, _) => {
            Some(run.behind(thread(program)?, fd, step)?.unread as usize)
        }
        _ => None,
    }
}

fn verdict(figure: &TimeMachine, asked: &Asked, given: Option<usize>, words: &Words) -> String {
    let truth = choice(figure, asked, &asked.truth, words);
    let mut said = match given {
        Some(number) if asked.right.get(number - 1) == Some(&true) => words.right().to_owned(),
        Some(_) => words.wrong(&truth),
        None => words.truth(&truth),
    };
    // An answer teaches by its reason: the sentence of the step that decided.
    if let Some(step) = decided(figure, asked) {
        said.push(' ');
        said.push_str(&narration(&figure.look(words), step));
    }
    said
}

/// What is said aloud when an answer was given.
pub(super) fn spoken(figure: &TimeMachine, words: &Words) -> String {
    let Some(asked) = figure.last_answered() else { return String::new() };
    let given = match figure.answers[asked.gate] {
        Some(Answer::Given(number)) => Some(number),
        _ => None,
    };
    verdict(figure, asked, given, words)
}
