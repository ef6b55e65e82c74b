//! The figure as a whole: the question, the link, the two lanes, the plots, the counts.

use super::number::{NUMBERS, Number};
use super::{First, Question, Race, counts, ladder, plot};
use crate::control::{button, slider};
use crate::icon;
use crate::node::{Element, Node, el, heading};
use crate::predict::Gate;
use crate::words::Words;

/// Keys for the moment that is shown.
const KEYS: &str = "ArrowLeft=at previous;ArrowRight=at next;Home=at first;End=at last; =play";

/// All panels.
pub(super) fn whole(race: &Race, words: &Words) -> Node {
    let names = ["TCP", "UDP"];
    let lanes = race.lanes.iter().zip(names).map(|(lane, name)| {
        el("section")
            .class("rc-lane")
            .child(heading("sw-panel-head").child(el("span").text(name)).child(
                el("span").class("sw-label").text(if name == "TCP" {
                    words.rc_tcp_note()
                } else {
                    words.rc_udp_note()
                }),
            ))
            .child(ladder::view(race, lane, name, words))
    });
    el("div")
        .class("rc")
        .maybe(question(race, words))
        .child(numbers(race, words))
        .child(el("div").class("rc-lanes").children(lanes))
        .child(legend(words))
        .child(transport(race, words))
        .child(below(race, words))
        .node()
}

fn label(number: Number, words: &Words) -> &str {
    match number {
        Number::Messages => words.rc_messages(),
        Number::Size => words.rc_size(),
        Number::Interval => words.rc_interval(),
        Number::Delay => words.rc_delay(),
        Number::Loss => words.rc_loss(),
        Number::Reorder => words.rc_reorder(),
        Number::Duplicate => words.rc_duplicate(),
        Number::Seed => words.rc_seed(),
    }
}

fn numbers(race: &Race, words: &Words) -> Element {
    let locked = race.is_locked();
    let controls = NUMBERS.map(|number| {
        let value = race.numbers.value(number);
        let written = race.numbers.written(number);
        let sound = race.numbers.is_sound(number);
        let (least, most) = number.range();
        let wrong = (!sound)
            .then(|| el("p").class("rc-wrong").text(words.rc_out_of_range(&least, &most, &value)));
        let name = label(number, words);
        let control = slider(name, number.name(), written, value, number.range(), sound);
        // On paper the numbers stand as numbers.
        let printed =
            el("span").class("rc-printed").text([name, ": ", &value.to_string()].concat());
        el("div").class("rc-control").child(printed).child(control).maybe(wrong)
    });
    el("fieldset").class("rc-numbers").flag("disabled", locked).children(controls)
}

fn question(race: &Race, words: &Words) -> Option<Element> {
    let question = race.question?;
    let right = question.asked.then(|| race.first(question));
    let at = |first: First| First::ALL.iter().position(|known| *known == first);
    let gate = Gate {
        question: &words.rc_question(&question.message),
        choices: &["TCP", "UDP", words.rc_together(), words.rc_neither()],
        chosen: question.chosen.and_then(at),
        right: right.and_then(at),
        why: question.asked.then(|| why(race, question, words)),
    };
    Some(gate.view(words))
}

/// When each of the two delivered the message.
pub(super) fn why(race: &Race, question: Question, words: &Words) -> String {
    let when = |lane: usize| {
        let track = race.lanes[lane].tracks.get(question.message.saturating_sub(1) as usize);
        let at = track.and_then(|track| track.delivered.first());
        at.map_or_else(|| words.rc_never().to_owned(), |us| words.rc_after(&(us / 1_000)))
    };
    words.rc_why(&when(0), &when(1))
}

/// The moment in words, for ears.
pub(super) fn said(race: &Race, words: &Words) -> String {
    let now = race.now_us();
    let got = |lane: usize| {
        let tracks = &race.lanes[lane].tracks;
        tracks.iter().filter(|track| track.delivered.first().is_some_and(|at| *at <= now)).count()
    };
    let at = race.at_ms.unwrap_or_else(|| race.end_ms());
    words.rc_moment(&at, &got(0), &got(1))
}

fn transport(race: &Race, words: &Words) -> Element {
    let locked = race.is_locked();
    let (icon, text) =
        if race.playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let end = race.end_ms();
    let at = if locked { 0 } else { race.at_ms.unwrap_or(end).min(end) };
    let icon_button = |action: &str, name: &str, icon: Element| {
        el("button")
            .attr("type", "button")
            .class("sw-btn sw-btn--icon")
            .flag("disabled", locked)
            .attr("aria-label", name)
            .does(action)
            .child(icon)
    };
    el("div")
        .class("rc-transport sw-js-only")
        .attr("data-keys", KEYS)
        .child(
            el("div")
                .class("sw-toolbar")
                .child(icon_button("at first", words.rc_to_start(), icon::back()))
                .child(
                    button("play", "")
                        .class("sw-btn--primary")
                        .flag("disabled", locked)
                        .child(icon)
                        .text(text),
                )
                .child(icon_button("at last", words.rc_to_end(), icon::forward())),
        )
        .child(
            el("input")
                .attr("type", "range")
                .class("rc-scrub")
                .attr("min", "0")
                .attr("max", end.to_string())
                .attr("value", at.to_string())
                .flag("disabled", locked)
                .attr("data-input", "at")
                .attr("aria-label", words.rc_scrub()),
        )
        .child(el("output").class("sw-mono rc-clock").text(words.rc_ms(&at)))
}

fn below(race: &Race, words: &Words) -> Element {
    let locked = race.is_locked();
    let panel = |title: &str, note: &str, drawing: Element| {
        el("section")
            .class("rc-panel")
            .child(
                heading("sw-panel-head")
                    .child(el("span").text(title))
                    .child(el("span").class("sw-label").text(note)),
            )
            .child(drawing)
    };
    if locked {
        return el("p").class("sw-label rc-locked").text(words.rc_locked());
    }
    el("div")
        .class("rc-below")
        .child(
            el("div")
                .child(panel(
                    words.rc_latency(),
                    words.rc_latency_note(),
                    plot::latency(race, words),
                ))
                .child(panel(
                    words.rc_progress(),
                    words.rc_progress_note(),
                    plot::progress(race, words),
                )),
        )
        .child(counts::view(race, words))
}

fn legend(words: &Words) -> Element {
    let item = |drawing: Element, text: &str| el("li").child(drawing).child(el("span").text(text));
    let mark = |class: &'static str, d: &'static str| {
        el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class(class).attr("d", d))
    };
    let items = [
        (mark("rc-due", "M9 6a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"), words.rc_key_due()),
        (mark("rc-way", "M2 6H22"), words.rc_key_way()),
        (mark("rc-lost", "M2 6H22"), words.rc_key_lost()),
        (mark("rc-again", "M8 6h8"), words.rc_key_again()),
        (mark("rc-waits", "M2 6H22"), words.rc_key_waits()),
        (mark("rc-got", "M8 2h8v8h-8z"), words.rc_key_got()),
        (mark("rc-late", "M7 2h10l-5 9z"), words.rc_key_late()),
        (mark("rc-twice", "M8 2h8v8h-8z"), words.rc_key_twice()),
    ];
    let items = items.map(|(drawing, text)| item(drawing, text));
    el("ul").class("rc-legend").children(items)
}
