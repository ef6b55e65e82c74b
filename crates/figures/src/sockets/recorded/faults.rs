//! What a reader can do to the run: mishaps of a segment, deeds at this step, settings.

use figure_kit::components::{button, toolbar};
use kernel::HostId;
use recording::{FAULTS_MAX, Fault, KNOBS};

use super::narration::of_fault;
use super::text::length;
use super::view::View;
use super::viewing::{Action, DELAY_MS};
use figure_kit::components::heading;
use figure_kit::node::{Element, el};

/// Values to choose from beside the present one; those out of a setting's bounds are left out.
const VALUES: [u32; 7] = [0, 1, 2, 3, 5, 30, 128];

fn part(title: &str) -> Element {
    el("div").class("rec-part").child(heading("rec-part-head").text(title))
}

fn note(text: impl Into<String>) -> Element {
    el("p").class("sw-hint").text(text)
}

/// The panel.
pub(super) fn view(view: &View<'_>) -> Element {
    let panel = el("div").class("rec-change");
    if view.viewing.faults.len() >= FAULTS_MAX {
        return panel.child(note(view.words.too_many(&FAULTS_MAX))).child(changes(view));
    }
    panel.child(mishaps(view)).child(deeds(view)).child(settings(view)).child(changes(view))
}

/// What may become of the chosen segment.
pub(super) fn mishaps(view: &View<'_>) -> Element {
    let words = view.words;
    let full = view.viewing.faults.len() >= FAULTS_MAX;
    let Some(number) = view.viewing.segment.filter(|_| !full) else {
        return el("div").class("rec-part").child(note(words.mishaps_none()));
    };
    let delay = length(u64::from(DELAY_MS) * 1_000_000);
    part(&words.mishaps(&number)).child(toolbar([
        button(Action::Drop(number), words.do_drop()),
        button(Action::Delay(number), words.do_delay(&delay)),
        button(Action::Duplicate(number), words.do_duplicate()),
    ]))
}

fn deeds(view: &View<'_>) -> Element {
    let (run, words) = (view.run, view.words);
    let mut buttons = Vec::new();
    for host in &run.hosts {
        let text = words.do_reset(&view.kernel_of(host.id));
        buttons.push(button(Action::ResetTo(host.name.clone()), text));
    }
    for (at, thread) in run.threads.iter().enumerate() {
        // Threads of one process die together.
        let is_first = run.named(&thread.program) == Some(at);
        if is_first && !thread.has_ended(view.position()) {
            let text = words.do_kill(&view.who(at));
            buttons.push(button(Action::Kill(thread.program.clone()), text));
        }
    }
    if let Some(server) = run.hosts.iter().find(|host| host.id == view.sides[1]) {
        buttons.push(button(Action::Fill(server.name.clone()), words.do_fill()));
    }
    part(&words.now_at(&view.position())).child(toolbar(buttons))
}

fn settings(view: &View<'_>) -> Element {
    let value = |host: HostId, knob: usize| {
        view.run.world(view.position(), |world| KNOBS[knob].value(world.host(host).sysctls()))
    };
    let select = |host: &recording::Host, knob: usize| {
        let bounds = &KNOBS[knob];
        let now = value(host.real, knob);
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
        let action = Action::Sysctl([&host.name, " ", bounds.name].concat());
        el("select")
            .class("rec-select")
            .attr("aria-label", [bounds.name, ", ", &view.kernel_of(host.id)].concat())
            .takes(action.to_string())
            .children(values.iter().map(option))
            .attr("value", now.to_string())
    };
    let row = |knob: usize| {
        el("tr")
            .child(el("th").attr("scope", "row").text(KNOBS[knob].name))
            .children(view.run.hosts.iter().map(|host| el("td").child(select(host, knob))))
    };
    let name = |host: &recording::Host| el("th").attr("scope", "col").text(view.host_name(host.id));
    let head = el("tr").child(el("td")).children(view.run.hosts.iter().map(name));
    let table = el("table")
        .class("rec-settings")
        .child(el("thead").child(head))
        .child(el("tbody").children((0..KNOBS.len()).map(row)));
    part(view.words.settings()).child(table)
}

fn changes(view: &View<'_>) -> Element {
    let words = view.words;
    if view.viewing.faults.is_empty() {
        return note(words.changes_none());
    }
    let row = |(at, fault): (usize, &Fault)| {
        let when =
            fault.step().map(|step| el("span").class("sw-micro").text(words.at_step(&(step + 1))));
        let undo = button(Action::Undo(at + 1), words.undo()).class("sw-btn--quiet");
        el("li").child(el("span").text(of_fault(view, fault))).maybe(when).child(undo)
    };
    let rows = view.viewing.faults.iter().enumerate().map(row);
    part(words.changes())
        .child(el("ul").class("rec-changes").children(rows))
        .child(button(Action::Heal, words.heal()).class("sw-btn--quiet"))
}
