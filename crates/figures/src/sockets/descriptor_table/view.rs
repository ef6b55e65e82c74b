//! The figure as a whole: the question, the drawing, the calls, the socket, the texts, the log.

use figure_kit::action::verb;
use figure_kit::components::{Gate, button, field, heading, segments, terminal, toolbar};
use figure_kit::node::{Element, Node, el};
use kernel::Fd;

use super::bench::{Line, STEPS_MAX};
use super::meaning;
use super::state::{Action, DescriptorTable, Question, Tab};
use super::step::{Deed, Step, address};
use super::words::Words;
use crate::clause;
use crate::sockets::call_text;
use control::{call, step};

mod control;
mod diagram;
pub(super) mod object;

/// How many packets of a line are written out.
const PACKETS_SHOWN_MAX: usize = 8;

/// All panels.
pub(super) fn whole(figure: &DescriptorTable, words: &Words) -> Node {
    el("div")
        .class("dt")
        .maybe(figure.question.as_ref().map(|it| question(figure, it, words)))
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

/// Which of the answers a run showed to be right.
pub(super) fn right(line: &Line) -> usize {
    usize::from(line.fins == 0)
}

/// What the run showed about the question.
pub(super) fn why(line: &Line, words: &Words) -> String {
    if line.failed {
        let result = line.result.as_deref().unwrap_or_default();
        return words.failed(&result.trim_start_matches("-1 "));
    }
    match (line.fins, line.left) {
        (0, Some(1..)) => words.no_fin().to_owned(),
        (0, _) => words.no_fin_other().to_owned(),
        (fins, Some(0)) => words.fin(&fins),
        (fins, _) => words.fin_other(&fins),
    }
}

/// A line of the log and what it means, for ears.
pub(super) fn spoken(line: &Line, step: &Step, words: &Words) -> String {
    let mut text = line.call.clone();
    match &line.result {
        None => text.push_str(&[" ", words.sleeps()].concat()),
        Some(result) if !result.is_empty() => text.push_str(&[" = ", result].concat()),
        Some(_) => {}
    }
    if let Some((meaning, _)) = meaning::of(line, step, words) {
        text.push_str(&[". ", &meaning].concat());
    }
    if !line.wire.is_empty() {
        text.push_str(&[". ", &line.wire.join(", ")].concat());
    }
    text
}

/// What is asked.
pub(super) fn asked(question: &Question, words: &Words) -> String {
    let call = match &question.step.deed {
        Deed::Call(call) => call_text::call(call),
        _ => question.step.text.clone(),
    };
    words.question(&call)
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; 2] {
    [words.answer_fin(), words.answer_no_fin()]
}

fn question(figure: &DescriptorTable, question: &Question, words: &Words) -> Element {
    let verdict = figure.verdict();
    let gate = Gate {
        question: &asked(question, words),
        choices: &choices(words),
        chosen: question.chosen,
        right: verdict.map(right),
        why: verdict.map(|line| why(line, words)),
    };
    gate.view(words).class("dt-question")
}

/// What is wrong with a field.
fn wrong(text: &str, sound: bool) -> Option<Element> {
    (!sound).then(|| el("p").class("sw-note is-wrong").text(text))
}

/// The calls that can be made, in groups.
fn calls(figure: &DescriptorTable, words: &Words) -> Element {
    let able = figure.can_call();
    let new = [
        call(" socket tcp", "socket(TCP)", able),
        call(" socket udp", "socket(UDP)", able),
        call(" socket unix", "socket(AF_UNIX)", able),
        call(" socketpair", "socketpair()", able),
    ];
    let process = [call(" fork", "fork()", able), call(" exit", "exit()", able)];
    let open = !figure.is_locked() && !figure.bench.is_full();
    let port = listening_port(figure);
    let connect = [" peer connect ", &port.to_string()].concat();
    let others = [
        step(&connect, words.peer_connects(&port), open),
        step(" peer send", words.peer_sends(), open),
        step(" peer close", words.peer_closes(), open),
        step(" wait 70", words.wait(&70), open),
        button(Action::Undo, words.undo()).flag("disabled", figure.bench.steps.is_empty()),
    ];
    let group = |title: &str, buttons: &[Element]| {
        el("div")
            .class("dt-group")
            .child(el("p").class("sw-label").text(title))
            .child(toolbar(buttons.iter().cloned()))
    };
    let full = words.full(&STEPS_MAX);
    el("section")
        .class("sw-panel dt-calls sw-js-only")
        .child(group(&words.new_sockets(&figure.pid()), &new))
        .maybe(figure.fd().map(|fd| on_descriptor(figure, fd, able, words)))
        .child(group(&words.whole_process(&figure.pid()), &process))
        .child(group(words.outside(), &others))
        .maybe(wrong(&full, !figure.bench.is_full()))
        .maybe(last(figure, words))
}

/// What the last call came to and what that means, where the buttons are.
fn last(figure: &DescriptorTable, words: &Words) -> Option<Element> {
    let (line, step) = (figure.bench.log.last()?, figure.bench.steps.last()?);
    let said = el("code").class_if("dt-failed", line.failed).text(written(line, words));
    let last = el("p").class("dt-last").child(el("b").text(words.last())).text(" ").child(said);
    let meaning = meaning::of(line, step, words)
        .map(|(text, page)| el("span").text([&text, " "].concat()).maybe(page.map(clause::link)));
    Some(last.text(" ").maybe(meaning))
}

/// A call with its result, as a tracer writes it.
fn written(line: &Line, words: &Words) -> String {
    let mut said = line.call.clone();
    match &line.result {
        None => said.push_str(&["  ", words.sleeps()].concat()),
        Some(result) if !result.is_empty() => said.push_str(&[" = ", result].concat()),
        Some(_) => {}
    }
    said
}

/// The port of the first listener of the reader's host, or the usual one.
fn listening_port(figure: &DescriptorTable) -> u16 {
    let rows = figure.bench.host().tcp_rows();
    let listener = rows.iter().find(|row| row.state == kernel::State::Listen);
    listener.map_or(8_080, |row| row.local.port)
}

fn on_descriptor(figure: &DescriptorTable, fd: Fd, able: bool, words: &Words) -> Element {
    let number = fd.to_string();
    let with = |verb: &str, label: &str, rest: &str, more: &str, able: bool| {
        let step = [" ", verb, " ", &number, rest].concat();
        call(&step, [label, "(", &number, more, ")"].concat(), able)
    };
    let plain = |verb: &str| with(verb, verb, "", "", able);
    let typed = [" ", figure.address.trim()].concat();
    let sound = address(typed.trim()).is_some();
    let at = |verb: &str, label: &str| with(verb, label, &typed, ", …", able && sound);
    let new = [" ", figure.number.trim()].concat();
    let sound_number = new.trim().parse::<Fd>().is_ok();
    let nonblocking = figure.description_of(fd).is_some_and(|it| it.nonblocking);
    let (rest, more) =
        if nonblocking { (" off", ", ~O_NONBLOCK") } else { (" on", ", O_NONBLOCK") };
    let number_field =
        field(words.new_number(), verb(Action::Number), &figure.number, sound_number);
    let address_field = field(words.address(), verb(Action::Address), &figure.address, sound);
    el("div")
        .class("dt-group")
        .child(el("p").class("sw-label").text(words.on_descriptor(&number)))
        .child(toolbar([
            plain("dup"),
            number_field.class("dt-number"),
            with("dup2", "dup2", &new, ", …", able && sound_number),
            plain("close"),
            with("nonblock", "fcntl", rest, more, able),
        ]))
        .child(toolbar([
            address_field.class("dt-address"),
            at("bind", "bind"),
            at("connect", "connect"),
            at("send", "sendto"),
        ]))
        .maybe(wrong(words.bad_address(), sound))
        .maybe(wrong(words.bad_number(), sound_number))
        .child(toolbar(["listen", "accept", "send", "recv", "shutdown"].map(plain)))
}

/// What was called and what came of it.
fn log(figure: &DescriptorTable, words: &Words) -> Element {
    let last = figure.bench.log.len().saturating_sub(1);
    let lines = figure.bench.log.iter().enumerate().map(|(at, line)| {
        let actor = if line.pid.is_some() { "client" } else { "server" };
        let said = written(line, words);
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
                .child(el("span").text(words.log()))
                .child(el("span").class("sw-label").text(words.log_note())),
        )
        .maybe(empty.then(|| el("p").class("sw-label").text(words.log_empty())))
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
    let actor = &figure.bench.actors[figure.actor()];
    let proc = ["/proc/", &figure.pid().to_string(), "/fd"].concat();
    let names = [proc.as_str(), "ss -tanp", "lsof -i", "netstat -tanu", "/proc/net/unix"];
    let text = match figure.tab {
        // A process that has ended leaves no folder behind (proc(5)).
        Tab::Proc if actor.exited => no_such_folder(&proc),
        Tab::Proc => proc_fd(&host.proc_fd(actor.process).unwrap_or_default()),
        Tab::Ss => host.ss(),
        Tab::Lsof => host.lsof(),
        Tab::Netstat => host.netstat(),
        Tab::Unix => host.proc_net_unix(),
    };
    let at = figure.tab as usize;
    let tabs = Tab::ALL.into_iter().zip(names);
    let tabs = tabs.map(|(tab, name)| (Action::Tab(tab), name, tab == figure.tab));
    el("section")
        .class("sw-panel dt-texts")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.texts()))
                .child(el("code").class("sw-printed").text(names[at])),
        )
        .child(segments(words.texts(), tabs).class("sw-js-only dt-tabs"))
        .child(terminal(names[at], &text))
}

/// As `ls` says that a folder is not there.
fn no_such_folder(path: &str) -> String {
    ["ls: cannot access '", path, "': No such file or directory\n"].concat()
}

/// As `ls -l /proc/PID/fd` shows it; the first three are a terminal, outside of the world.
fn proc_fd(open: &[(Fd, String)]) -> String {
    let mut text = String::from("0 -> /dev/pts/0\n1 -> /dev/pts/0\n2 -> /dev/pts/0\n");
    for (fd, target) in open {
        text.push_str(&[&fd.to_string(), " -> ", target, "\n"].concat());
    }
    text
}
