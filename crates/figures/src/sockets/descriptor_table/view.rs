//! The figure as a whole: the question, the drawing, the calls, the socket, the texts, the log.

use kernel::Fd;

use super::action::Tab;
use super::bench::{Line, STEPS_MAX};
use super::step::address;
use super::{DescriptorTable, diagram, object};
use crate::control::{button, field, segments, terminal};
use crate::node::{Element, Node, el, heading};
use crate::predict::Gate;
use crate::words::Words;

/// How many packets of a line are written out.
const PACKETS_SHOWN_MAX: usize = 8;

/// All panels.
pub(super) fn whole(figure: &DescriptorTable, words: &Words) -> Node {
    el("div")
        .class("dt")
        .maybe(question(figure, words))
        .child(diagram::view(figure, words))
        .child(calls(figure, words))
        .child(
            el("div")
                .class("dt-below")
                .child(el("div").child(object::holds(figure, words)).child(log(figure, words)))
                .children(object::options(figure, words)),
        )
        .child(texts(figure, words))
        .node()
}

/// Whether the acting process can make a call now.
pub(super) fn can_call(figure: &DescriptorTable) -> bool {
    figure.bench.steps.len() < STEPS_MAX && figure.bench.awake(figure.pid()).is_some()
}

/// What the run showed about the question.
pub(super) fn why(line: &Line, words: &Words) -> String {
    if line.failed {
        let result = line.result.as_deref().unwrap_or_default();
        return words.dt_failed(&result.trim_start_matches("-1 "));
    }
    match (line.fins, line.left) {
        (0, Some(1..)) => words.dt_no_fin().to_owned(),
        (0, _) => words.dt_no_fin_other().to_owned(),
        (fins, Some(0)) => words.dt_fin(&fins),
        (fins, _) => words.dt_fin_other(&fins),
    }
}

/// A line of the log, for ears.
pub(super) fn spoken(line: &Line, words: &Words) -> String {
    let mut text = line.call.clone();
    match &line.result {
        None => text.push_str(&[" ", words.dt_sleeps()].concat()),
        Some(result) if !result.is_empty() => text.push_str(&[" = ", result].concat()),
        Some(_) => {}
    }
    if !line.wire.is_empty() {
        text.push_str(&[". ", &line.wire.join(", ")].concat());
    }
    text
}

fn question(figure: &DescriptorTable, words: &Words) -> Option<Element> {
    let question = figure.question.as_ref()?;
    let call = match &question.step.deed {
        super::step::Deed::Call(call) => crate::sockets::call_text::call(call),
        _ => question.step.text.clone(),
    };
    let verdict = figure.verdict();
    let gate = Gate {
        question: &words.dt_question(&call),
        choices: &[words.dt_answer_fin(), words.dt_answer_no_fin()],
        chosen: question.chosen.map(|yes| usize::from(!yes)),
        right: verdict.map(|(line, _)| usize::from(line.fins == 0)),
        why: verdict.map(|(line, _)| why(line, words)),
    };
    Some(gate.view(words).class("dt-question"))
}

/// The calls that can be made, in groups.
fn calls(figure: &DescriptorTable, words: &Words) -> Element {
    let able = can_call(figure) && !figure.is_locked();
    let call = |step: &str, text: &str| {
        button(["call ", step].concat(), text).class("dt-call").flag("disabled", !able)
    };
    let new = [
        call("socket tcp", "socket(TCP)"),
        call("socket udp", "socket(UDP)"),
        call("socket unix", "socket(AF_UNIX)"),
        call("socketpair", "socketpair()"),
    ];
    let process = [call("fork", "fork()"), call("exit", "exit()")];
    let locked = figure.is_locked() || figure.bench.steps.len() >= STEPS_MAX;
    let outside =
        |step: &str, text: &str| button(["call ", step].concat(), text).flag("disabled", locked);
    let port = listening_port(figure);
    let connect = ["peer connect ", &port.to_string()].concat();
    let others = [
        outside(&connect, &words.dt_peer_connects(&port)),
        outside("peer send", words.dt_peer_sends()),
        outside("peer close", words.dt_peer_closes()),
        outside("wait 70", &words.dt_wait(&70)),
        button("undo", words.dt_undo()).flag("disabled", figure.bench.steps.is_empty()),
    ];
    let group = |title: String, buttons: Vec<Element>| {
        el("div")
            .class("dt-group")
            .child(el("p").class("sw-label").text(title))
            .child(el("div").class("sw-toolbar").children(buttons))
    };
    let full = figure.bench.steps.len() >= STEPS_MAX;
    el("section")
        .class("sw-panel dt-calls sw-js-only")
        .child(group(words.dt_new_sockets(&figure.pid()), new.into()))
        .maybe(figure.fd().map(|fd| on_descriptor(figure, fd, able, words)))
        .child(group(words.dt_whole_process(&figure.pid()), process.into()))
        .child(group(words.dt_outside().to_owned(), others.into()))
        .maybe(full.then(|| el("p").class("dt-wrong").text(words.dt_full(&STEPS_MAX))))
}

/// The port of the first listener of the reader's host, or the usual one.
fn listening_port(figure: &DescriptorTable) -> u16 {
    let rows = figure.bench.host().tcp_rows();
    let listener = rows.iter().find(|row| row.state == kernel::State::Listen);
    listener.map_or(8_080, |row| row.local.port)
}

fn on_descriptor(figure: &DescriptorTable, fd: Fd, able: bool, words: &Words) -> Element {
    let number = fd.to_string();
    let step = |verb: &str, rest: &str| ["call ", verb, " ", &number, rest].concat();
    let text = |verb: &str, rest: &str| [verb, "(", &number, rest, ")"].concat();
    let call = |verb: &str, able: bool| {
        button(step(verb, ""), text(verb, "")).class("dt-call").flag("disabled", !able)
    };
    let typed = figure.address.trim();
    let sound = address(typed).is_some();
    let with_address = |verb: &'static str, label: &str| {
        let rest = [" ", typed].concat();
        button(step(verb, &rest), text(label, ", …"))
            .class("dt-call")
            .flag("disabled", !(able && sound))
    };
    let new = figure.number.trim();
    let sound_number = new.parse::<Fd>().is_ok();
    let dup2 = button(step("dup2", &[" ", new].concat()), text("dup2", ", …"))
        .class("dt-call")
        .flag("disabled", !(able && sound_number));
    let description = object::description_of(figure, fd);
    let nonblocking = description.is_some_and(|it| it.nonblocking);
    let (rest, label) =
        if nonblocking { (" off", ", ~O_NONBLOCK") } else { (" on", ", O_NONBLOCK") };
    let flags = button(step("nonblock", rest), text("fcntl", label))
        .class("dt-call")
        .flag("disabled", !able);
    let row = |children: Vec<Element>| el("div").class("sw-toolbar").children(children);
    el("div")
        .class("dt-group")
        .child(el("p").class("sw-label").text(words.dt_on_descriptor(&number)))
        .child(row(vec![
            call("dup", able),
            field(words.dt_new_number(), "number", &figure.number, sound_number).class("dt-number"),
            dup2,
            call("close", able),
            flags,
        ]))
        .child(row(vec![
            field(words.dt_address(), "address", &figure.address, sound).class("dt-address"),
            with_address("bind", "bind"),
            with_address("connect", "connect"),
            with_address("send", "sendto"),
        ]))
        .maybe((!sound).then(|| el("p").class("sw-micro dt-wrong").text(words.dt_bad_address())))
        .maybe(
            (!sound_number).then(|| el("p").class("sw-micro dt-wrong").text(words.dt_bad_number())),
        )
        .child(row(vec![
            call("listen", able),
            call("accept", able),
            call("send", able),
            call("recv", able),
            call("shutdown", able),
        ]))
}

/// What was called and what came of it.
fn log(figure: &DescriptorTable, words: &Words) -> Element {
    let last = figure.bench.log.len().saturating_sub(1);
    let lines = figure.bench.log.iter().enumerate().map(|(at, line)| {
        let actor = if line.pid.is_some() { "client" } else { "server" };
        let mut said = line.call.clone();
        match &line.result {
            None => said.push_str(&["  ", words.dt_sleeps()].concat()),
            Some(result) if !result.is_empty() => said.push_str(&[" = ", result].concat()),
            Some(_) => {}
        }
        let by = line.pid.filter(|_| figure.bench.actors.len() > 1);
        let who = by.map(|pid| el("span").class("sw-micro dt-pid").text(pid.to_string()));
        let packets = packets(line);
        el("li")
            .class_if("is-current", at == last)
            .child(el("span").class("n").text((at + 1).to_string()))
            .child(el("span").class("sw-mark").attr("data-actor", actor))
            .child(
                el("div")
                    .maybe(who)
                    .child(el("span").class_if("dt-failed", line.failed).text(said))
                    .maybe(packets),
            )
    });
    let empty = figure.bench.log.is_empty();
    el("section")
        .class("sw-panel dt-log")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.dt_log()))
                .child(el("span").class("sw-label").text(words.dt_log_note())),
        )
        .maybe(empty.then(|| el("p").class("sw-label").text(words.dt_log_empty())))
        .child(el("ol").class("sw-log").children(lines))
}

fn packets(line: &Line) -> Option<Element> {
    if line.wire.is_empty() {
        return None;
    }
    let mut text = line.wire[..line.wire.len().min(PACKETS_SHOWN_MAX)].join("  ");
    if line.wire.len() > PACKETS_SHOWN_MAX {
        text.push_str(" …");
    }
    Some(el("div").class("dt-wire").text(text))
}

/// What the host says of itself, one text at a time.
fn texts(figure: &DescriptorTable, words: &Words) -> Element {
    let host = figure.bench.host();
    let process = figure.bench.actors[figure.actor()].process;
    let proc = ["/proc/", &figure.pid().to_string(), "/fd"].concat();
    let names = [proc.as_str(), "ss -tanp", "lsof -i", "netstat -tanu", "/proc/net/unix"];
    let text = match figure.tab {
        Tab::Proc => proc_fd(&host.proc_fd(process).unwrap_or_default()),
        Tab::Ss => host.ss(),
        Tab::Lsof => host.lsof(),
        Tab::Netstat => host.netstat(),
        Tab::Unix => host.proc_net_unix(),
    };
    let at = Tab::ALL.iter().position(|tab| *tab == figure.tab).unwrap_or(0);
    let tabs = Tab::ALL
        .into_iter()
        .zip(names)
        .map(|(tab, name)| (["tab ", tab.name()].concat(), name, tab == figure.tab));
    el("section")
        .class("sw-panel dt-texts")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.dt_texts()))
                .child(el("code").class("dt-print").text(names[at])),
        )
        .child(segments(words.dt_texts(), tabs).class("sw-js-only dt-tabs"))
        .child(terminal(names[at], &text))
}

/// As `ls -l /proc/PID/fd` shows it; the first three are a terminal, outside of the world.
fn proc_fd(open: &[(Fd, String)]) -> String {
    let mut text = String::from("0 -> /dev/pts/0\n1 -> /dev/pts/0\n2 -> /dev/pts/0\n");
    for (fd, target) in open {
        text.push_str(&[&fd.to_string(), " -> ", target, "\n"].concat());
    }
    text
}
