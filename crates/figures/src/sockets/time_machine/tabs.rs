//! Beside the ladder: the log, a segment's bytes, `ss`, `/proc/net/tcp`, what can be changed.

use super::action::Tab;
use super::scenario::Side;
use super::{TimeMachine, bytes, change, log, run};
use crate::figure::{Context, Effect};
use crate::node::{Element, el};
use crate::words::Words;

/// Lines of the log that are drawn: the last before now.
const LOG_LINES: usize = 12;
const LOG_LINES_PRINTED: usize = 60;

/// The tabs with what the chosen one shows.
pub(super) fn drawn(figure: &TimeMachine, words: &Words) -> Element {
    let tab = |(tab, name): (Tab, &'static str)| {
        let chosen = figure.tab == tab;
        el("button")
            .attr("type", "button")
            .class("tm-tab")
            .attr("role", "tab")
            .state("aria-selected", chosen)
            .attr("tabindex", if chosen { "0" } else { "-1" })
            .does(["tab ", name].concat())
            .text(label(tab, words))
    };
    let at = Tab::ALL.iter().position(|(tab, _)| *tab == figure.tab).unwrap_or(0);
    let go = |at: usize| ["tab ", Tab::ALL[at % Tab::ALL.len()].1].concat();
    let keys = ["ArrowLeft=", &go(at + Tab::ALL.len() - 1), ";ArrowRight=", &go(at + 1)].concat();
    let head = el("div")
        .class("tm-tabs sw-js-only")
        .attr("role", "tablist")
        .attr("aria-label", words.tm_tabs())
        .attr("data-keys", keys)
        .children(Tab::ALL.map(tab));
    let shown = match figure.tab {
        Tab::Events => events(figure, words),
        Tab::Segment => bytes::drawn(figure, words),
        Tab::Ss => texts(figure, "ss -tanp", words),
        Tab::Proc => texts(figure, "cat /proc/net/tcp", words),
        Tab::Change => change::drawn(figure, words),
    };
    let panel = el("div")
        .class("tm-panel")
        .attr("role", "tabpanel")
        .attr("tabindex", "0")
        .attr("aria-label", label(figure.tab, words))
        .child(shown);
    let save = el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--quiet tm-save sw-js-only")
        .attr("title", words.tm_wireshark_hint())
        .does("save")
        .text(words.tm_wireshark());
    el("section").class("tm-beside").child(head).child(panel).child(save)
}

fn label(tab: Tab, words: &Words) -> &str {
    match tab {
        Tab::Events => words.tm_tab_events(),
        Tab::Segment => words.tm_tab_segment(),
        Tab::Ss => "ss",
        Tab::Proc => "/proc/net/tcp",
        Tab::Change => words.tm_tab_change(),
    }
}

fn events(figure: &TimeMachine, words: &Words) -> Element {
    let run = &figure.play().run;
    let most = if figure.is_plate { LOG_LINES_PRINTED } else { LOG_LINES };
    let first = (figure.position + 1).saturating_sub(most).max(1);
    if figure.position == 0 {
        return el("p").class("tm-note").text(words.tm_no_events());
    }
    let rows = (first..=figure.position).map(|step| {
        let line = log::line(run, step, words);
        let now = step == figure.position && !figure.is_plate;
        let row = el("li").attr("data-actor", line.actor).class_if("is-current", now);
        let row = if now { row.attr("aria-current", "step") } else { row };
        row.child(el("span").class("n").text(step.to_string()))
            .child(el("span").class("sw-mark"))
            .child(el("span").class_if("is-bad", line.is_bad).text(line.text))
    });
    el("ol").class("sw-log").children(rows)
}

/// What a command prints on both hosts at this moment.
fn texts(figure: &TimeMachine, command: &'static str, words: &Words) -> Element {
    let run = &figure.play().run;
    let text = |side: Side| {
        let printed = run.world(figure.position, |world| {
            let host = world.host(run::host(side));
            if command.starts_with("ss") { host.ss() } else { host.proc_net_tcp() }
        });
        let prompt = el("p")
            .class("tm-prompt")
            .child(el("span").class("sw-mark"))
            .child(el("code").text(["$ ", command].concat()))
            .child(el("span").class("sw-micro").text(words.tm_on_host(&match side {
                Side::Client => words.tm_client(),
                Side::Server => words.tm_server(),
            })));
        el("div")
            .attr("data-actor", side.name())
            .child(prompt)
            .child(el("pre").class("tm-text").attr("tabindex", "0").text(printed))
    };
    el("div").class("tm-texts").children(Side::BOTH.map(text))
}

/// Hands out the capture of what was sent up to now.
pub(super) fn save(figure: &TimeMachine, context: &mut Context<'_>) {
    let run = &figure.play().run;
    let bytes = run.world(figure.position, kernel::to_pcapng);
    context.effects.push(Effect::Download {
        name: "time-machine.pcapng".to_owned(),
        mime: "application/x-pcapng",
        bytes,
    });
}
