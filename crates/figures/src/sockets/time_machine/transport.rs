//! Moving in time: what this step was, step back and forward, play, the slider, the speed.

use kernel::DropReason;

use super::TimeMachine;
use super::action::Speed;
use super::ladder::{line, px};
use super::run::{Cause, Run};
use super::scenario::{Side, side_of};
use super::{say, time};
use crate::icon;
use crate::node::{Element, el};
use crate::words::Words;

/// The sentence of the present step.
pub(super) fn narration(figure: &TimeMachine, words: &Words) -> Element {
    let run = &figure.play().run;
    let number = words.progress(&figure.position, &run.steps.len());
    el("p")
        .class("tm-say")
        .child(el("span").class("n").text(number))
        .child(el("span").text(say::narration(run, figure.position, words)))
}

/// The controls.
pub(super) fn controls(figure: &TimeMachine, words: &Words) -> Element {
    let (start, end) = (figure.position == 0, figure.position == figure.limit());
    let playing = figure.playing_ms.is_some();
    let (icon, label) =
        if playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let all = figure.position == figure.play().run.steps.len();
    let button = |action: &str| el("button").attr("type", "button").class("sw-btn").does(action);
    let arrow = |action: &str, label: &str, icon: Element, off: bool| {
        button(action)
            .class("sw-btn--icon")
            .attr("aria-label", label)
            .flag("disabled", off)
            .child(icon)
    };
    let buttons = el("div")
        .class("sw-toolbar")
        .attr("role", "group")
        .attr("aria-label", words.tm_transport())
        .child(arrow("step previous", words.step_back(), icon::back(), start))
        .child(
            button("play")
                .class("sw-btn--primary")
                .flag("disabled", end && !all)
                .child(icon)
                .text(label),
        )
        .child(arrow("step next", words.step_forward(), icon::forward(), end));
    let speed = |(speed, name, label): (Speed, &'static str, &'static str)| {
        button(&["speed ", name].concat()).state("aria-pressed", figure.speed == speed).text(label)
    };
    let speeds = el("span")
        .class("sw-seg tm-speed")
        .attr("role", "group")
        .attr("aria-label", words.tm_speed())
        .children(Speed::ALL.map(speed));
    el("div")
        .class("tm-transport sw-js-only")
        .child(buttons)
        .child(scrubber(figure, words))
        .child(speeds)
}

/// A slider over a ruler of what happened: the client's steps above the line, the server's below,
/// the kernels' on it. Behind a gate there is nothing to be seen.
fn scrubber(figure: &TimeMachine, words: &Words) -> Element {
    let run = &figure.play().run;
    let (steps, limit) = (run.steps.len(), figure.limit());
    let percent = |step: usize| {
        // Thousandths, so that hundreds of ticks stand apart.
        let thousandths = step * 1_000 / steps.max(1);
        [&(thousandths / 10).to_string(), ".", &(thousandths % 10).to_string(), "%"].concat()
    };
    let now = percent(figure.position);
    let mut ruler = el("svg")
        .attr("aria-hidden", "true")
        .attr("width", "100%")
        .attr("height", "44")
        .child(line("0".into(), 22, percent(limit), 22).class("tm-rule"))
        .child(line("0".into(), 22, now, 22).class("tm-rule-past"));
    if limit < steps {
        let edge = percent(limit);
        ruler = ruler
            .child(line(edge.clone(), 22, "100%".into(), 22).class("tm-rule-locked"))
            .child(line(edge.clone(), 6, edge, 38).class("tm-rule-gate"));
    }
    for step in 1..=limit {
        ruler = ruler.child(tick(run, step, percent(step)));
    }
    let moment = time::moment(run.ns(figure.position));
    let slider = el("input")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", steps.to_string())
        .attr("value", figure.position.to_string())
        .attr("data-input", "at")
        .attr("aria-label", words.tm_time())
        .attr("aria-valuetext", words.tm_time_value(&figure.position, &steps, &moment));
    el("div")
        .class("sw-scrub tm-scrub")
        .child(el("span").class("up").attr("aria-hidden", "true").text(words.tm_client()))
        .child(el("span").class("dn").attr("aria-hidden", "true").text(words.tm_server()))
        .child(ruler)
        .child(slider)
}

fn tick(run: &Run, step: usize, x: String) -> Element {
    let lost = run.segments.iter().any(|it| match it.lost {
        Some(DropReason::Link) => it.sent == step,
        Some(_) => it.arrived.contains(&step),
        None => false,
    });
    if lost {
        let cross = el("path").attr("d", "M-3.5 9.5l7 7m0-7l-7 7").class("tm-tick-lost");
        return super::ladder::at(x, 0).child(cross);
    }
    let program = match run.steps[step - 1].cause {
        Cause::Call(program, _) | Cause::Exit(program) => Some(program),
        Cause::World => say::woken(run, step).map(|(actor, _)| actor.program),
        Cause::Fault(_) => None,
    };
    match program.map(side_of) {
        Some(Side::Client) => line(x.clone(), 9, x, 19).class("tm-tick-client"),
        Some(Side::Server) => line(x.clone(), 25, x, 35).class("tm-tick-server"),
        None => {
            let dot = el("circle").attr("cx", x).attr("cy", px(22)).attr("r", "2.5");
            dot.class("tm-tick-kernel")
        }
    }
}
