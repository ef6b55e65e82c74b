//! The figure as a whole: question, inputs, walk, the steps beside what the proxy knows, verdict.

mod bytes;
mod inputs;
mod memory;
mod track;

use super::PoisonedProxy;
use super::proxy::What;
use super::run::{Got, Happens, Run, Step};
use crate::control;
use crate::node::{Element, Node, el};
use crate::predict::Gate;
use crate::words::Words;
use crate::{clause, icon};

/// Arrow keys lead from step to step.
const KEYS: &str = "ArrowLeft=step previous;ArrowRight=step next;ArrowUp=step previous;\
                    ArrowDown=step next;Home=step first;End=step last;Escape=step last;\
                    p=play;P=play";

/// All panels.
pub(super) fn whole(figure: &PoisonedProxy, words: &Words) -> Node {
    let run = figure.run();
    let shown = figure.shown(&run);
    let steps = run.steps.iter().enumerate().map(|(index, step)| {
        let stop = if shown == 0 { 1 } else { shown };
        let button = el("button")
            .attr("type", "button")
            .class("pp-no")
            .does(number("step to ", index + 1))
            .text(number("", index + 1))
            .attr("tabindex", if index + 1 == stop { "0" } else { "-1" })
            .attr("aria-label", [&number("", index + 1), " ", title(step.happens, words)].concat())
            .flag("disabled", figure.is_locked());
        let row = el("li")
            .class("pp-step")
            .class_if("is-now", figure.step == Some(index + 1) && index + 1 == shown)
            .child(el("div").class("pp-head").child(button).child(head(step, words)));
        if index < shown { row.children(body(&run, step, words)) } else { row.class("is-future") }
    });
    let last = shown.checked_sub(1).and_then(|last| run.steps.get(last));
    let main = el("div")
        .class("pp-main")
        .child(el("ol").class("pp-steps").children(steps))
        .child(memory::panel(last, words));
    el("div")
        .class("pp")
        .maybe(question(figure, &run, words))
        .child(inputs::panel(figure, words))
        .child(
            el("div")
                .attr("data-keys", KEYS)
                .child(transport(figure, &run, shown, words))
                .child(main),
        )
        .maybe((shown == run.steps.len()).then(|| verdict(figure, &run, words)))
        .node()
}

fn number(text: &str, number: usize) -> String {
    [text, &number.to_string()].concat()
}

fn question(figure: &PoisonedProxy, run: &Run, words: &Words) -> Option<Element> {
    let question = figure.question?;
    let place = |got: Got| Got::ALL.iter().position(|known| *known == got);
    let right = question.is_answered.then_some(run.got);
    let gate = Gate {
        question: words.pp_question(),
        choices: &[words.pp_gets_owner(), words.pp_gets_attacker(), words.pp_gets_error()],
        chosen: question.chosen.and_then(place),
        right: right.and_then(place),
        why: right.map(|_| outcome(figure, run, words).line),
    };
    Some(gate.view(words))
}

fn transport(figure: &PoisonedProxy, run: &Run, shown: usize, words: &Words) -> Element {
    let locked = figure.is_locked();
    let playing = figure.playing_ms.is_some();
    let (icon, label) =
        if playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let step = |action: &str, label: &str, icon: Element| {
        control::button(action, "")
            .class("sw-btn--icon")
            .flag("disabled", locked)
            .attr("aria-label", label)
            .child(icon)
    };
    let steps = run.steps.len();
    let progress = figure.step.map(|step| words.progress(&step, &steps));
    let play = control::button("play", "").class("sw-btn--primary").flag("disabled", locked);
    let scrub = el("input")
        .class("xw-scrub")
        .attr("type", "range")
        .attr("aria-label", words.pp_position())
        .attr("min", "1")
        .attr("max", steps.to_string())
        .attr("value", shown.max(1).to_string())
        .flag("disabled", locked)
        .attr("data-input", "step to");
    let whole = control::button("step last", words.whole())
        .class("sw-btn--quiet")
        .flag("disabled", locked || figure.step.is_none());
    el("div")
        .class("sw-toolbar pp-transport sw-js-only")
        .child(step("step previous", words.step_back(), icon::back()))
        .child(play.child(icon).text(label))
        .child(step("step next", words.step_forward(), icon::forward()))
        .child(scrub)
        .child(el("span").class("sw-label").text(progress.unwrap_or_default()))
        .child(whole)
}

fn title(happens: Happens, words: &Words) -> &str {
    match happens {
        Happens::Ask => words.pp_ask(),
        Happens::Switch => words.pp_switch(),
        Happens::Message => words.pp_message(),
        Happens::Answer => words.pp_answers(),
        Happens::Visit => words.pp_visit(),
        Happens::Deliver => words.pp_deliver(),
    }
}

fn head(step: &Step, words: &Words) -> Element {
    el("div")
        .class("pp-title")
        .child(el("span").text(title(step.happens, words)))
        .child(track::view(step, words))
}

/// The bytes of a step with what the proxy reads in them, and who else makes what of them.
fn body(run: &Run, step: &Step, words: &Words) -> Vec<Element> {
    let mut parts = vec![bytes::view(run, step, words)];
    let mut say = |text: String, clause: &str| {
        let line = el("p").class("pp-note").text(text);
        parts.push(if clause.is_empty() {
            line
        } else {
            line.text(" ").child(clause::link(clause))
        });
    };
    match step.happens {
        Happens::Message if step.is_closed => say(words.pp_note_ended().to_owned(), ""),
        Happens::Message => match run.server_fault_at {
            Some(at) => say(words.pp_note_server(&at), "RFC 6455 §5.1"),
            None => say(words.pp_note_unmasks().to_owned(), "RFC 6455 §5.3"),
        },
        Happens::Answer => {
            if let Some((at, code)) = run.browser_fault {
                say(words.pp_note_browser(&at, &code), "RFC 6455 §7.1.7");
            }
        }
        Happens::Visit => match run.got {
            Got::Attacker => say(words.pp_note_hit().to_owned(), ""),
            Got::Owner => say(words.pp_note_miss().to_owned(), ""),
            Got::Error => {}
        },
        Happens::Ask | Happens::Switch | Happens::Deliver => {}
    }
    parts
}

/// What the proxy makes of each piece of a step, as texts.
pub(super) fn reading(step: &Step, words: &Words) -> Vec<String> {
    step.pieces.iter().map(|piece| bytes::says(piece, words)).collect()
}

/// What happens in the step that is shown last, for ears.
pub(super) fn narration(run: &Run, shown: usize, words: &Words) -> String {
    let Some(step) = shown.checked_sub(1).and_then(|last| run.steps.get(last)) else {
        return String::new();
    };
    let mut text = title(step.happens, words).to_owned();
    for piece in reading(step, words).iter().take(8) {
        text.push(' ');
        text.push_str(piece);
        text.push('.');
    }
    text
}

/// How it ended, and why.
pub(super) struct Outcome {
    pub(super) line: String,
    why: String,
    clause: &'static str,
}

pub(super) fn outcome(figure: &PoisonedProxy, run: &Run, words: &Words) -> Outcome {
    let last = run.steps.last();
    let kept = last.and_then(|step| step.kept.last());
    let message = run.step(Happens::Message);
    let is_read = message
        .is_some_and(|step| step.pieces.iter().any(|piece| matches!(piece.what, What::Asks(..))));
    let is_tunnel =
        message.is_some_and(|step| step.pieces.iter().any(|piece| piece.what == What::Copied));
    let is_ended = message.is_some_and(|step| step.is_closed);
    let (line, why, clause) = match (run.got, kept) {
        (Got::Error, _) => (words.pp_is_error(), String::new(), "RFC 9112 §3"),
        (Got::Attacker, _) if figure.is_masked => {
            (words.pp_is_poisoned(), words.pp_why_readable().to_owned(), "RFC 6455 §10.3")
        }
        (Got::Attacker, _) => {
            (words.pp_is_poisoned(), words.pp_why_poisoned().to_owned(), "RFC 6455 §10.3")
        }
        (Got::Owner, Some(kept)) => {
            (words.pp_is_safe(), words.pp_why_elsewhere(&kept.url), "RFC 9111 §2")
        }
        (Got::Owner, None) if is_tunnel => {
            (words.pp_is_safe(), words.pp_why_tunnel().to_owned(), "RFC 9110 §7.8")
        }
        (Got::Owner, None) if is_ended => {
            (words.pp_is_safe(), words.pp_why_ended().to_owned(), "RFC 9112 §2.2")
        }
        (Got::Owner, None) if is_read => {
            (words.pp_is_safe(), words.pp_why_not_kept().to_owned(), "RFC 9111 §3")
        }
        (Got::Owner, None) if figure.is_masked => {
            (words.pp_is_safe(), words.pp_why_masked().to_owned(), "RFC 6455 §10.3")
        }
        (Got::Owner, None) => {
            (words.pp_is_safe(), words.pp_why_no_request().to_owned(), "RFC 9112 §3")
        }
    };
    Outcome { line: line.to_owned(), why, clause }
}

fn verdict(figure: &PoisonedProxy, run: &Run, words: &Words) -> Element {
    let Outcome { line, why, clause } = outcome(figure, run, words);
    let good = run.got == Got::Owner;
    el("div")
        .class("sw-verdict pp-verdict")
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(if good { icon::tick() } else { icon::cross() })
        .child(el("p").class("sw-verdict-line").text(line))
        .child(el("p").class("sw-verdict-why").text(why).text(" ").child(clause::link(clause)))
}
