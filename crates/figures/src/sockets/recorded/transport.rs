//! Moving in time: what this step was, step back and forward, play, the slider, the speed.

use figure_kit::action::verb;
use figure_kit::components::ladder::{Side, at, line, px};
use figure_kit::components::{Scale, button, icon_button};
use figure_kit::value::Value as _;
use recording::Cause;

use super::narration::narration;
use super::text::moment;
use super::view::{STILL, View};
use super::viewing::{Action, Speed};
use figure_kit::icon;
use figure_kit::node::{Element, el};
use figure_kit::playback::Way;

/// The number of the present step; of how many only where nothing is hidden: a run's length tells.
fn number(view: &View<'_>) -> String {
    let (position, steps) = (view.position(), view.run.steps.len());
    if view.limit < steps {
        return view.words.step_number(&position);
    }
    view.words.progress(&position, &steps)
}

/// The sentence of the present step.
pub fn narrated(view: &View<'_>) -> Element {
    el("p")
        .class("rec-say")
        .child(el("span").class("n").text(number(view)))
        .child(el("span").text(narration(view, view.position())))
}

/// The controls.
pub fn controls(view: &View<'_>) -> Element {
    let (viewing, words) = (view.viewing, view.words);
    let (start, end) = (viewing.position == 0, viewing.position == view.limit);
    let (icon, label) = if viewing.playing_ms.is_some() {
        (icon::pause(), words.pause())
    } else {
        (icon::play(), words.play())
    };
    let all = viewing.position == view.run.steps.len();
    let arrow = |go, label: &str, icon, off| {
        icon_button(Action::Step(go), label, icon).flag("disabled", off)
    };
    let play = el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--primary")
        .does(Action::Play)
        .flag("disabled", end && !all)
        .child(icon)
        .text(label);
    let buttons = el("div")
        .class("sw-toolbar")
        .attr("role", "group")
        .attr("aria-label", words.transport())
        .child(arrow(Way::Previous, words.step_back(), icon::back(), start))
        .child(play)
        .child(arrow(Way::Next, words.step_forward(), icon::forward(), end));
    let speed = |speed: Speed| {
        button(Action::Speed(speed), speed.label()).state("aria-pressed", viewing.speed == speed)
    };
    let speeds = el("span")
        .class("sw-seg rec-speed")
        .attr("role", "group")
        .attr("aria-label", words.speed())
        .children(Speed::ALL.map(speed));
    el("div").class("rec-transport sw-js-only").child(buttons).child(scrubber(view)).child(speeds)
}

/// Of the room for what lies behind a gate: one part in so many of what lies before it.
const BEHIND: usize = 9;

/// A slider over a ruler of what has happened: the left side's steps above the line, the right
/// one's below, the kernels' on it. What is to come leaves no mark, and what lies behind a gate
/// takes the same room however long it is.
fn scrubber(view: &View<'_>) -> Element {
    let (steps, limit, words) = (view.run.steps.len(), view.limit, view.words);
    let end = if limit < steps { limit + limit / BEHIND + 1 } else { steps };
    let scale = Scale { end: end as u32, length: 0 };
    let percent = |step: usize| scale.percent(step as u32);
    let ticks = (1..=view.position())
        .map(|step| view.still(STILL + step, || tick(view, step, percent(step))));
    let mut ruler = el("svg")
        .attr("aria-hidden", "true")
        .attr("width", "100%")
        .attr("height", "44")
        .child(line("0".into(), 22, percent(limit), 22).class("rec-rule"))
        .child(line("0".into(), 22, percent(view.position()), 22).class("rec-rule-past"));
    if limit < steps {
        let edge = percent(limit);
        ruler = ruler
            .child(line(edge.clone(), 22, "100%".into(), 22).class("rec-rule-locked"))
            .child(line(edge.clone(), 6, edge, 38).class("rec-rule-gate"));
    }
    let now = moment(view.run.ns(view.position()));
    let value = if limit < steps {
        [&number(view), ", ", &now].concat()
    } else {
        words.time_value(&view.position(), &steps, &now)
    };
    let slider = el("input")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", end.to_string())
        .attr("value", view.position().write())
        .takes(verb(Action::At))
        .attr("aria-label", words.time())
        .attr("aria-valuetext", value);
    let name = |class: &str, side| {
        let name = view.host_name(view.host(side));
        el("span").class(class).attr("aria-hidden", "true").text(name)
    };
    el("div")
        .class("sw-scrub rec-scrub")
        .child(name("up", Side::Left))
        .child(name("dn", Side::Right))
        .child(ruler.child(el("g").children(ticks)))
        .child(slider)
}

fn tick(view: &View<'_>, number: usize, x: String) -> Element {
    let step = &view.run.steps[number - 1];
    if step.loses {
        let cross = el("path").attr("d", "M-3.5 9.5l7 7m0-7l-7 7").class("rec-tick-lost");
        return at(x, 0).child(cross);
    }
    let thread = match step.cause {
        Cause::Call(thread, _) | Cause::Exit(thread) => Some(thread),
        Cause::World => step.woken.map(|(thread, _)| thread),
        Cause::Fault(_) => None,
    };
    match thread.and_then(|thread| view.side(view.run.threads[thread].host)) {
        Some(Side::Left) => line(x.clone(), 9, x, 19).class("rec-tick-left"),
        Some(Side::Right) => line(x.clone(), 25, x, 35).class("rec-tick-right"),
        None => {
            let dot = el("circle").attr("cx", x).attr("cy", px(22)).attr("r", "2.5");
            dot.class("rec-tick-kernel")
        }
    }
}
