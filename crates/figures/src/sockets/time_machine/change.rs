//! What a reader can do to the run: mishaps of a segment, deeds at this step, settings.

use super::action::DELAY_MS;
use super::fault::FAULTS_MAX;
use super::scenario::{KNOBS, PROGRAMS, Side};
use super::{TimeMachine, say, time};
use crate::node::{Element, el, heading};
use crate::words::Words;

/// Values to choose from beside the present one; those out of a setting's bounds are left out.
const VALUES: [u32; 7] = [0, 1, 2, 3, 5, 30, 128];

fn button(action: String, text: impl Into<String>) -> Element {
    el("button").attr("type", "button").class("sw-btn").does(action).text(text)
}

fn part(title: String) -> Element {
    el("div").class("tm-part").child(heading("tm-part-head").text(title))
}

/// The panel.
pub(super) fn drawn(figure: &TimeMachine, words: &Words) -> Element {
    let full = figure.faults.len() >= FAULTS_MAX;
    let panel = el("div").class("tm-change");
    if full {
        let note = el("p").class("tm-note").text(words.tm_too_many(&FAULTS_MAX));
        return panel.child(note).child(changes(figure, words));
    }
    panel
        .child(mishaps(figure, words))
        .child(deeds(figure, words))
        .child(settings(figure, words))
        .child(changes(figure, words))
}

/// What may become of the chosen segment.
pub(super) fn mishaps(figure: &TimeMachine, words: &Words) -> Element {
    let full = figure.faults.len() >= FAULTS_MAX;
    let Some(number) = figure.segment.filter(|_| !full) else {
        return el("div")
            .class("tm-part")
            .child(el("p").class("tm-note").text(words.tm_mishaps_none()));
    };
    let action = |verb: &str| [verb, " ", &number.to_string()].concat();
    let delay = time::length(u64::from(DELAY_MS) * 1_000_000);
    let buttons = el("p")
        .class("sw-toolbar")
        .child(button(action("drop"), words.tm_do_drop()))
        .child(button(action("delay"), words.tm_do_delay(&delay)))
        .child(button(action("duplicate"), words.tm_do_duplicate()));
    part(words.tm_mishaps(&number)).child(buttons)
}

fn deeds(figure: &TimeMachine, words: &Words) -> Element {
    let run = &figure.play().run;
    let mut buttons = el("p").class("sw-toolbar");
    for side in Side::BOTH {
        let text = words.tm_do_reset(&say::kernel_of(side, words));
        buttons = buttons.child(button(["reset-to ", side.name()].concat(), text));
    }
    for actor in &run.actors {
        if actor.ended.is_none_or(|(step, _)| step > figure.position) {
            let text = words.tm_do_kill(&say::who(actor.program, words));
            buttons = buttons.child(button(["kill ", PROGRAMS[actor.program]].concat(), text));
        }
    }
    buttons = buttons.child(button("fill".to_owned(), words.tm_do_fill()));
    part(words.tm_now_at(&figure.position)).child(buttons)
}

fn settings(figure: &TimeMachine, words: &Words) -> Element {
    let value = |side: Side, knob: usize| {
        let world = |world: &kernel::World| {
            let sysctls = *world.host(super::run::host(side)).sysctls();
            match KNOBS[knob].name {
                "somaxconn" => sysctls.somaxconn,
                "tcp_abort_on_overflow" => sysctls.abort_on_overflow,
                "tcp_fin_timeout" => sysctls.fin_timeout_s,
                "tcp_syn_retries" => sysctls.syn_retries,
                _ => sysctls.synack_retries,
            }
        };
        u32::try_from(figure.play().run.world(figure.position, world)).unwrap_or(0)
    };
    let select = |side: Side, knob: usize| {
        let bounds = &KNOBS[knob];
        let now = value(side, knob);
        let mut values = VALUES.to_vec();
        for value in [now, bounds.default] {
            let at = values.partition_point(|other| *other < value);
            if values.get(at) != Some(&value) {
                values.insert(at, value);
            }
        }
        values.retain(|value| (bounds.least..=bounds.most).contains(value));
        let option = |value: &u32| {
            let value = value.to_string();
            el("option").attr("value", value.clone()).text(value)
        };
        let label = [bounds.name, ", ", say::kernel_of(side, words)].concat();
        el("select")
            .class("tm-select")
            .attr("aria-label", label)
            .attr("data-input", ["sysctl ", side.name(), " ", bounds.name].concat())
            .children(values.iter().map(option))
            .attr("value", now.to_string())
    };
    let row = |knob: usize| {
        el("tr")
            .child(el("th").attr("scope", "row").text(KNOBS[knob].name))
            .child(el("td").child(select(Side::Client, knob)))
            .child(el("td").child(select(Side::Server, knob)))
    };
    let head = el("tr")
        .child(el("td"))
        .child(el("th").attr("scope", "col").text(words.tm_client()))
        .child(el("th").attr("scope", "col").text(words.tm_server()));
    let table = el("table")
        .class("tm-settings")
        .child(el("thead").child(head))
        .child(el("tbody").children((0..KNOBS.len()).map(row)));
    part(words.tm_settings().to_owned()).child(table)
}

fn changes(figure: &TimeMachine, words: &Words) -> Element {
    if figure.faults.is_empty() {
        return el("p").class("tm-note").text(words.tm_changes_none());
    }
    let row = |(at, fault): (usize, &super::fault::Fault)| {
        let when = fault
            .step()
            .map(|step| el("span").class("sw-micro").text(words.tm_at_step(&(step + 1))));
        el("li").child(el("span").text(say::of_fault(*fault, words))).maybe(when).child(
            button(["undo ", &(at + 1).to_string()].concat(), words.tm_undo())
                .class("sw-btn--quiet"),
        )
    };
    part(words.tm_changes().to_owned())
        .child(el("ul").class("tm-changes").children(figure.faults.iter().enumerate().map(row)))
        .child(button("heal".to_owned(), words.tm_heal()).class("sw-btn--quiet"))
}
