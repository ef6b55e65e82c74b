//! Beside the ladder: the log, a segment's bytes, what commands print, what can be changed.
//!
//! The words of a log are few: these are the names that tools print.

use figure_kit::components::{self, LogLine, button, log_row};
use kernel::{Body, DropReason, Event, HostId};
use recording::Cause;

use super::narration::of_fault;
use super::text::{flags, label, quoted};
use super::view::{View, program_name};
use super::viewing::{Action, Tab};
use super::{bytes, faults};
use crate::sockets::{call_text, state_pill};
use figure_kit::node::{Element, el};

/// Lines of the log that are drawn: the last before now.
const LINES: usize = 12;
const LINES_PRINTED: usize = 60;

/// The tabs with what the chosen one shows.
pub fn beside(view: &View<'_>) -> Element {
    let words = view.words;
    if view.is_print {
        let shown = el("div").class("sw-tab-panel").child(shown(view));
        return el("section").class("sw-beside").child(shown);
    }
    let tab = |tab: Tab| {
        let name = match tab {
            Tab::Events => words.tab_events(),
            Tab::Segment => words.tab_segment(),
            Tab::Ss => "ss",
            Tab::Proc => "/proc/net/tcp",
            Tab::Change => words.tab_change(),
        };
        (Action::Tab(tab), name, view.viewing.tab == tab)
    };
    let save = button(Action::Save, words.wireshark())
        .class("sw-btn--quiet rec-save sw-js-only")
        .attr("title", words.wireshark_hint());
    components::tabs(words.tabs(), &Tab::ALL.map(tab), shown(view)).child(save)
}

fn shown(view: &View<'_>) -> Element {
    match view.viewing.tab {
        Tab::Events => events(view),
        Tab::Segment => bytes::view(view),
        Tab::Ss => texts(view, "ss -tanp"),
        Tab::Proc => texts(view, "cat /proc/net/tcp"),
        Tab::Change => faults::view(view),
    }
}

fn events(view: &View<'_>) -> Element {
    let position = view.position();
    let most = if view.is_print { LINES_PRINTED } else { LINES };
    let first = (position + 1).saturating_sub(most).max(1);
    if position == 0 {
        return el("p").class("sw-hint").text(view.words.no_events());
    }
    let memo = &view.kept.log;
    memo.renew([0, 0, 0, view.edition]);
    let row = |step: usize| {
        let is_now = step == position && !view.is_print;
        memo.part(step, usize::from(is_now), || log_row(line(view, step, is_now)))
    };
    components::log((first..=position).map(row))
}

/// A step in the log: who, and what happened as a tracer would write it.
fn line(view: &View<'_>, number: usize, is_now: bool) -> LogLine {
    let run = view.run;
    let step = &run.steps[number - 1];
    let prefixed = |thread: usize, text: &str| {
        let thread = &run.threads[thread];
        let name = program_name(&thread.program, view.words);
        (view.actor(thread.host), [&name, ": ", text].concat())
    };
    let returned = |thread: usize, call: usize| {
        let made = &run.threads[thread].calls[call];
        let result = made.result.as_ref().map(call_text::result).unwrap_or_default();
        prefixed(thread, &[&made.text, " = ", &result].concat())
    };
    let (actor, mut text) = match &step.cause {
        Cause::Call(thread, call) => {
            let made = &run.threads[*thread].calls[*call];
            if made.returned == Some(number) {
                returned(*thread, *call)
            } else {
                prefixed(*thread, &[&made.text, " …"].concat())
            }
        }
        Cause::Exit(thread) => prefixed(*thread, "exit"),
        Cause::Fault(fault) => ("wire", of_fault(view, fault)),
        Cause::World => match step.woken {
            Some((thread, call)) => returned(thread, call),
            None => ("kernel", kernel_line(view, number)),
        },
    };
    let sent = run.sent_in(number);
    for segment in sent {
        text.push_str(if segment.lost == Some(DropReason::Link) { "  ✕ " } else { "  ⇒ " });
        text.push_str(&label(segment));
    }
    let lost = sent.iter().any(|segment| segment.lost == Some(DropReason::Link));
    let failed = run.has_event(
        number,
        |event| matches!(event, Event::Returned { result, .. } if result.is_err()),
    );
    LogLine { actor, number, text, is_bad: lost || failed, is_now }
}

fn kernel_line(view: &View<'_>, number: usize) -> String {
    let mut text = String::new();
    for entry in view.run.entries_of(number) {
        if text.is_empty() {
            let host = view.run.hosts.iter().find(|host| host.id == entry.host);
            if let Some(host) = host {
                text.push_str(&program_name(&host.name, view.words));
            }
            text.push(':');
        }
        match &entry.event {
            Event::Arrived(packet) => {
                text.push_str(" ⇐ ");
                text.push_str(&match &packet.body {
                    Body::Tcp(segment) if !segment.payload.is_empty() => quoted(&segment.payload),
                    Body::Tcp(segment) => flags(segment.flags),
                    _ => "ICMP".to_owned(),
                });
            }
            Event::Fired { .. } => {
                text.push(' ');
                text.push_str(view.words.timer());
            }
            Event::Dropped(_, reason) if *reason != DropReason::Link => {
                text.push(' ');
                text.push_str(view.words.dropped());
            }
            _ => {}
        }
    }
    for change in &view.run.steps[number - 1].changes {
        text.push_str("  ");
        text.push_str(state_pill::name(change.to));
    }
    text
}

/// What a command prints on every host at this moment.
fn texts(view: &View<'_>, command: &'static str) -> Element {
    let text = |(host, real): (HostId, HostId)| {
        let printed = view.run.world(view.position(), |world| {
            let host = world.host(real);
            if command.starts_with("ss") { host.ss() } else { host.proc_net_tcp() }
        });
        let prompt = el("p")
            .class("rec-prompt")
            .child(el("span").class("sw-mark"))
            .child(el("code").text(["$ ", command].concat()))
            .child(el("span").class("sw-micro").text(view.words.on_host(&view.host_name(host))));
        el("div")
            .attr("data-actor", view.actor(host))
            .child(prompt)
            .child(el("pre").class("rec-text").attr("tabindex", "0").text(printed))
    };
    // A host that is drawn as two prints once.
    let all = view.run.hosts.iter().enumerate();
    let hosts =
        all.filter(|(at, host)| view.run.hosts[..*at].iter().all(|it| it.real != host.real));
    let hosts = hosts.map(|(_, host)| host);
    el("div").class("rec-texts").children(hosts.map(|host| text((host.id, host.real))))
}
