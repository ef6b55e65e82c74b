//! A gate in the figure: the question, the answers to choose from, and what the run says.

use super::gate::{self, Asked, Choice, Moment, Question};
use super::name::{PROGRAMS, Side};
use super::state::{Action, Answer, TimeMachine};
use super::verdict::{self, Verdict};
use super::words::Words;
use crate::clause;
use crate::sockets::recorded::{length, narration, program_name};
use figure_kit::components::{button, toolbar};
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

/// What stands in the place of the step's sentence where a gate stands: its question, or what the
/// run said to the answer.
pub(super) fn here(figure: &TimeMachine, words: &Words) -> Option<Element> {
    if let Some(asked) = figure.open_gate() {
        let open = open(figure, asked, words);
        // Of two questions at one step, what was said to the first stands above the second.
        let before = figure.last_answered().filter(|it| it.position == asked.position);
        return Some(match before {
            Some(before) => el("div").child(said(figure, before, words)).child(open),
            None => open,
        });
    }
    let asked = figure.last_answered().filter(|it| it.position == figure.viewing.position)?;
    let again = button(Action::AskAgain, words.ask_again()).class("sw-btn--quiet");
    Some(answered(figure, asked, words).child(again))
}

/// All gates with what happens, on paper.
pub(super) fn printed(figure: &TimeMachine, words: &Words) -> Option<Element> {
    let all = &figure.play().asked;
    let gates = || el("div").children(all.iter().map(|asked| answered(figure, asked, words)));
    (!all.is_empty()).then(gates)
}

fn frame(figure: &TimeMachine, asked: &Asked, when: &str, words: &Words) -> Element {
    let head = el("p")
        .class("sw-predict-head")
        .child(el("strong").text(words.predict()))
        .text([" ", when].concat());
    el("div")
        .attr("role", "group")
        .class("sw-predict tm-predict")
        .attr("aria-label", words.predict())
        .child(head)
        .child(el("p").class("sw-predict-q").text(question(figure, asked, words)))
}

/// The answers: short ones stand beside each other, long ones have a line each.
fn choices(figure: &TimeMachine, asked: &Asked, words: &Words) -> (Element, Vec<String>) {
    let all = figure.scenario.gates[asked.gate].choices.iter();
    let texts: Vec<String> = all.map(|it| choice(figure, asked, it, words)).collect();
    let longest = texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let choices = el("div")
        .class("tm-choices")
        .class_if("is-short", longest <= SHORT_MAX)
        .class_if("is-long", longest > MIDDLE_MAX);
    (choices, texts)
}

/// Letters of the longest answer where four stand in a row, and where two do.
const SHORT_MAX: usize = 16;
const MIDDLE_MAX: usize = 36;

/// How many letters wide a text is: Hangul is twice as wide as Latin.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

fn line(number: usize, text: &str, tag: &str) -> Element {
    let tag = (!tag.is_empty()).then(|| el("span").class("sw-tag").text(tag));
    let text = [text, " "].concat();
    el("div").class("sw-choice").child(el("kbd").text(number.to_string())).text(text).maybe(tag)
}

fn open(figure: &TimeMachine, asked: &Asked, words: &Words) -> Element {
    let (choices, texts) = choices(figure, asked, words);
    let count = asked.right.len();
    let stop = figure.chosen.unwrap_or(1);
    let row = |number: usize| {
        let chosen = figure.chosen == Some(number);
        line(number, &texts[number - 1], if chosen { words.chosen() } else { "" })
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
    let choices = choices
        .attr("role", "radiogroup")
        .attr("aria-label", question(figure, asked, words))
        .attr("data-keys", keys)
        .children((1..=count).map(row));
    let check = button(Action::Check, words.check()).class("sw-btn--primary");
    let buttons = toolbar([
        check.flag("disabled", figure.chosen.is_none()),
        button(Action::Reveal, words.reveal()).class("sw-btn--quiet"),
        el("span").class("sw-hint").text(words.predict_locked()),
    ]);
    // The question stands where the sentence of the step would: it is not lost for that.
    let happened = [&words.step_number(&asked.position), ". "].concat();
    let happened = [&happened, &*narration(&figure.look(words), asked.position)].concat();
    frame(figure, asked, words.predict_now(), words)
        .child(choices)
        .child(buttons)
        .child(el("p").class("tm-happened").text(happened))
}

fn answered(figure: &TimeMachine, asked: &Asked, words: &Words) -> Element {
    let (choices, texts) = choices(figure, asked, words);
    let given = given(figure, asked);
    let row = |number: usize| {
        let right = asked.right.get(number - 1) == Some(&true);
        let mine = given == Some(number);
        let tag = match (right, mine) {
            (true, true) => ["✓ ", words.your_prediction()],
            (true, false) => ["✓ ", words.what_happens()],
            (false, true) => ["✕ ", words.your_prediction()],
            (false, false) => ["", ""],
        };
        line(number, &texts[number - 1], &tag.concat())
            .class_if("is-right", right)
            .class_if("is-wrong", mine && !right)
            .class_if("is-locked", !mine && !right)
    };
    frame(figure, asked, &words.predict_asked(&asked.position), words)
        .child(choices.children((1..=asked.right.len()).map(row)))
        .child(said(figure, asked, words))
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
        name: super::name::GATES[asked.gate],
        text: question(figure, asked, words),
        choices: choices.iter().map(|value| choice(figure, asked, value, words)).collect(),
        right: right.map(|(at, _)| at).collect(),
        why: verdict(figure, asked, words).said,
    }
}

/// What the reader said at a gate: the number of an answer, or nothing.
fn given(figure: &TimeMachine, asked: &Asked) -> Option<usize> {
    match figure.answers[asked.gate] {
        Some(Answer::Given(number)) => Some(number),
        _ => None,
    }
}

/// What the run says to an answer.
fn said(figure: &TimeMachine, asked: &Asked, words: &Words) -> Element {
    let Verdict { said, clause } = verdict(figure, asked, words);
    let said = el("p").class("tm-answer").text([&said, " "].concat());
    said.maybe(clause.map(clause::link))
}

fn verdict(figure: &TimeMachine, asked: &Asked, words: &Words) -> Verdict {
    let truth = choice(figure, asked, &asked.truth, words);
    verdict::of(figure, asked, given(figure, asked), &truth, words)
}

/// What is said aloud when an answer was given.
pub(super) fn spoken(figure: &TimeMachine, words: &Words) -> String {
    let Some(asked) = figure.last_answered() else { return String::new() };
    verdict(figure, asked, words).said
}

/// Whether it is asked what a call that reads comes to: for it 0 is the end of the stream.
fn reads(figure: &TimeMachine, asked: &Asked) -> bool {
    match figure.scenario.gates[asked.gate].question {
        Question::Result(program, number) => call(figure, program, number).starts_with("recv"),
        _ => false,
    }
}
