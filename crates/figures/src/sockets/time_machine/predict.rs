//! A gate in the figure: the question, the answers to choose from, and what the run says.

use super::gate::{Asked, Choice, Moment, Question, position_of};
use super::run::Run;
use super::{Answer, TimeMachine, say, time};
use crate::node::{Element, el};
use crate::words::Words;

/// The text of a call by its number.
fn call(figure: &TimeMachine, program: usize, number: usize) -> String {
    let made = figure.play().run.made(program, number);
    made.map(|made| made.text.clone()).unwrap_or_default()
}

fn moment(figure: &TimeMachine, moment: Moment, words: &Words) -> String {
    match moment {
        Moment::Before(program, number) => {
            let call = call(figure, program, number);
            words.tm_moment_before(&say::who(program, words), &call)
        }
        Moment::After(program, number) => {
            let call = call(figure, program, number);
            words.tm_moment_after(&say::who(program, words), &call)
        }
        Moment::At(ms) => words.tm_moment_at(&time::length(u64::from(ms) * 1_000_000)),
        Moment::End => words.tm_moment_end().to_owned(),
    }
}

/// The question of a gate.
pub(super) fn question(figure: &TimeMachine, asked: &Asked, words: &Words) -> String {
    let gate = &figure.scenario.gates[asked.gate];
    let who = |program: usize| say::who(program, words);
    match gate.question {
        Question::Result(program, number) => {
            let text = call(figure, program, number);
            let asked = words.tm_ask_result(&who(program), &text);
            // The same call made twice is asked about by what stands between the two.
            if (1..number).any(|earlier| call(figure, program, earlier) == text) {
                let after = moment(figure, Moment::After(program, number - 1), words);
                return [&after, ": ", &asked].concat();
            }
            asked
        }
        Question::State(program, fd, at) => {
            words.tm_ask_state(&who(program), &fd, &moment(figure, at, words))
        }
        Question::Queued(program, fd, at) => {
            words.tm_ask_queued(&who(program), &fd, &moment(figure, at, words))
        }
        Question::Unread(program, fd, at) => {
            words.tm_ask_unread(&who(program), &fd, &moment(figure, at, words))
        }
        Question::Sends(side) => words.tm_ask_sends(&say::kernel_of(side, words)),
    }
}

fn choice(figure: &TimeMachine, asked: &Asked, choice: &Choice, words: &Words) -> String {
    let result = matches!(figure.scenario.gates[asked.gate].question, Question::Result(..));
    match choice {
        Choice::Value(value) if result && value.starts_with('E') => words.tm_choice_fails(value),
        Choice::Value(value) if result && value == "0" => {
            if reads(figure, asked) { words.tm_choice_end() } else { words.tm_choice_zero() }
                .to_owned()
        }
        Choice::Value(value) => value.replace('|', " "),
        Choice::Until(program, number) => {
            words.tm_choice_until(&say::who(*program, words), &call(figure, *program, *number))
        }
        Choice::Never => words.tm_choice_never().to_owned(),
        Choice::Nothing => words.tm_choice_nothing().to_owned(),
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
        Question::Result(program, number) => return run.made(program, number)?.returned,
        Question::Sends(side) => {
            let next = run.segments.iter().find(|it| it.from == side && it.sent > asked.position);
            return Some(next?.sent);
        }
        Question::State(_, _, at) | Question::Queued(_, _, at) | Question::Unread(_, _, at) => at,
    };
    let at = position_of(run, moment)?;
    let now = measured(run, question, at);
    (1..=at).rev().find(|step| measured(run, question, step - 1) != now)
}

/// What a question asks about, as a number, after a step.
fn measured(run: &Run, question: Question, step: usize) -> Option<usize> {
    match question {
        Question::State(program, fd, _) => Some(run.state_behind(program, fd, step)? as usize),
        Question::Queued(program, fd, _) => Some(run.behind(program, fd, step)?.accept_queue.len()),
        Question::Unread(program, fd, _) => Some(run.behind(program, fd, step)?.unread as usize),
        _ => None,
    }
}

/// The gate that the run stands at, or the last one that was answered.
pub(super) fn drawn(figure: &TimeMachine, words: &Words) -> Option<Element> {
    if let Some(asked) = figure.open_gate() {
        return Some(open(figure, asked, words));
    }
    if figure.is_plate {
        let all = figure.play().asked.iter().map(|asked| answered(figure, asked, words));
        return (!figure.play().asked.is_empty()).then(|| el("div").children(all));
    }
    let asked = figure.last_answered()?;
    Some(answered(figure, asked, words))
}

fn frame(figure: &TimeMachine, asked: &Asked, when: String, words: &Words) -> Element {
    let head = el("p")
        .class("sw-predict-head")
        .child(el("strong").text(words.tm_predict()))
        .text(" ")
        .child(el("span").text(when));
    el("div")
        .attr("role", "group")
        .class("sw-predict tm-predict")
        .attr("aria-label", words.tm_predict())
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
        line(figure, asked, number, if chosen { words.tm_chosen() } else { "" }, words)
            .attr("role", "radio")
            .state("aria-checked", chosen)
            .attr("tabindex", if number == stop { "0" } else { "-1" })
            .does(["choose ", &number.to_string()].concat())
    };
    // Arrows walk over the answers, as radio buttons do.
    let previous = if stop == 1 { count } else { stop - 1 };
    let next = if figure.chosen.is_none() { 1 } else { stop % count + 1 };
    let choose = |keys: [&str; 2], number: usize| {
        keys.map(|key| [key, "=choose ", &number.to_string(), ";"].concat()).concat()
    };
    let mut keys = choose(["ArrowDown", "ArrowRight"], next);
    keys.push_str(&choose(["ArrowUp", "ArrowLeft"], previous));
    keys.push_str(&[" =choose ", &stop.to_string(), ";"].concat());
    keys.push_str(&super::view::choice_keys(figure));
    let choices = el("div")
        .attr("role", "radiogroup")
        .attr("aria-label", question(figure, asked, words))
        .attr("data-keys", keys)
        .children((1..=count).map(row));
    let button = |action: &str, class: &str, text: &str| {
        el("button").attr("type", "button").class(class).does(action).text(text)
    };
    let check = button("check", "sw-btn sw-btn--primary", words.tm_check());
    let buttons = el("p")
        .class("sw-toolbar")
        .child(check.flag("disabled", figure.chosen.is_none()))
        .child(button("reveal", "sw-btn sw-btn--quiet", words.tm_reveal()));
    frame(figure, asked, words.tm_predict_now().to_owned(), words)
        .child(choices)
        .child(buttons)
        .child(el("p").class("tm-note").text(words.tm_predict_locked()))
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
            (true, true) => words.tm_your_right_choice(),
            (true, false) => words.tm_happens(),
            (false, true) => words.tm_your_choice(),
            (false, false) => "",
        };
        line(figure, asked, number, tag, words)
            .class_if("is-right", right)
            .class_if("is-wrong", mine && !right)
            .class_if("is-locked", !mine && !right)
    };
    let again = el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--quiet sw-js-only")
        .does("ask-again")
        .text(words.tm_ask_again());
    frame(figure, asked, words.tm_predict_asked(&asked.position), words)
        .child(el("div").class("tm-answers").children((1..=asked.right.len()).map(row)))
        .child(el("p").class("tm-answer").text(verdict(figure, asked, given, words)))
        .child(again)
}

fn verdict(figure: &TimeMachine, asked: &Asked, given: Option<usize>, words: &Words) -> String {
    let truth = choice(figure, asked, &asked.truth, words);
    let mut said = match given {
        Some(number) if asked.right.get(number - 1) == Some(&true) => words.tm_right().to_owned(),
        Some(_) => words.tm_wrong(&truth),
        None => words.tm_truth(&truth),
    };
    // An answer teaches by its reason: the sentence of the step that decided.
    if let Some(step) = decided(figure, asked) {
        said.push(' ');
        said.push_str(&say::narration(&figure.play().run, step, words));
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
