//! The chosen descriptor's socket: all that the kernel keeps for it, and every option.

use figure_kit::action::verb;
use figure_kit::components::{button, field, heading};
use figure_kit::node::{Element, el};
use kernel::{Address, CallResult, Errno, Fd, Reply, SocketRow, abi};

use super::super::state::{Action, DescriptorTable, Options};
use super::super::step::value;
use super::super::words::Words;
use super::control::call;
use super::diagram;
use crate::clause;
use crate::sockets::call_text::{self, Named};
use crate::sockets::state_pill;

/// Units of a buffer's drawing.
const BAR: u64 = 120;

/// The socket in a few words, for ears.
pub(in super::super) fn title(row: &SocketRow, words: &Words) -> String {
    let local = if row.is_bound() { row.local.to_string() } else { String::new() };
    let state = if row.protocol == abi::IPPROTO_TCP { state_pill::name(row.state) } else { "" };
    words.said(&[diagram::kind_name(row), " ", &local, " ", state].concat())
}

/// What the socket holds, or how to come to one.
pub(super) fn holds(figure: &DescriptorTable, words: &Words) -> Element {
    let Some((fd, row)) = chosen(figure) else {
        let hint = el("p").class("sw-label").text(hint(figure, words));
        return el("section").class("sw-panel dt-object").child(hint);
    };
    facts(figure, fd, &row, words)
}

/// How to come to a socket, or why there is none to come to.
fn hint(figure: &DescriptorTable, words: &Words) -> String {
    let actor = &figure.bench.actors[figure.actor()];
    if actor.exited { words.pick_none(&actor.pid) } else { words.pick().to_owned() }
}

/// Its options, if there is one.
pub(super) fn options(figure: &DescriptorTable, words: &Words) -> Option<Element> {
    let (fd, row) = chosen(figure)?;
    Some(option_list(figure, fd, &row, words))
}

fn chosen(figure: &DescriptorTable) -> Option<(Fd, SocketRow)> {
    let fd = figure.fd()?;
    Some((fd, figure.socket_of(fd)?))
}

fn facts(figure: &DescriptorTable, fd: Fd, row: &SocketRow, words: &Words) -> Element {
    let (domain, kind) = match (row.domain, row.kind) {
        (abi::AF_INET, abi::SOCK_STREAM) => ("AF_INET", "SOCK_STREAM"),
        (abi::AF_INET, _) => ("AF_INET", "SOCK_DGRAM"),
        (_, abi::SOCK_STREAM) => ("AF_UNIX", "SOCK_STREAM"),
        _ => ("AF_UNIX", "SOCK_DGRAM"),
    };
    let protocol = match row.protocol {
        abi::IPPROTO_TCP => "6 (TCP)",
        abi::IPPROTO_UDP => "17 (UDP)",
        _ => "0",
    };
    let none = || words.none().to_owned();
    let local = if row.is_bound() { row.local.to_string() } else { none() };
    let remote = row.remote.as_ref().map_or_else(none, Address::to_string);
    let mut list = el("dl").class("dt-facts");
    let mut fact = |name: &str, value: Element| {
        let line = el("div").child(el("dt").text(name)).child(el("dd").child(value));
        list.children.push(line.into());
    };
    let text = |value: String| el("span").text(value);
    fact(words.family(), text([domain, ", ", kind].concat()));
    fact(words.protocol(), text(protocol.to_owned()));
    fact(words.local(), text(local));
    fact(words.remote(), text(remote));
    fact(words.state(), state_pill::of_socket(row));
    if row.listening {
        let [now, most] = [row.waiting.0, row.waiting.1].map(|count| count.to_string());
        fact(words.accept_queue(), text([&now, " / ", &most].concat()));
    } else {
        fact(words.send_buffer(), bar(row.send_queue, row.buffers.0));
        fact(words.receive_buffer(), bar(row.receive_queue, row.buffers.1));
    }
    let shut = match row.shut {
        (true, true) => "SHUT_RDWR".to_owned(),
        (true, false) => "SHUT_RD".to_owned(),
        (false, true) => "SHUT_WR".to_owned(),
        (false, false) => none(),
    };
    fact(words.shut(), text(shut));
    let error = row.error.map_or_else(none, |errno: Errno| errno.name().to_owned());
    fact(words.error(), text(error));
    fact(words.owner(), text(["uid ", &row.uid.to_string()].concat()));
    fact(words.held_by(), text(holders(figure, row)));
    el("section")
        .class("sw-panel dt-object")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.holds(&fd)))
                .child(el("span").class("sw-label sw-mono").text(diagram::inode_text(row))),
        )
        .child(list)
}

/// A buffer: how much of it is filled.
fn bar(used: u32, size: i32) -> Element {
    let size = u64::from(size.max(1).unsigned_abs());
    let filled = (u64::from(used) * BAR).div_ceil(size).min(BAR).to_string();
    let drawing = el("svg")
        .class("dt-bar")
        .attr("viewBox", "0 0 120 12")
        .attr("aria-hidden", "true")
        .child(el("rect").class("dt-bar-fill").attr("width", filled).attr("height", "12"))
        .child(el("path").attr("d", "M0.5.5h119v11H.5z"));
    let text = [&used.to_string(), " / ", &size.to_string(), " B"].concat();
    el("span").class("dt-buffer").child(drawing).child(el("span").text(text))
}

/// Which descriptors of which processes lead to the socket.
fn holders(figure: &DescriptorTable, row: &SocketRow) -> String {
    let mut text = String::new();
    for actor in &figure.bench.actors {
        let open = figure.bench.host().descriptors(actor.process);
        for (fd, _) in open.iter().filter(|(_, file)| Some(*file) == row.file) {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(&[&actor.pid.to_string(), ":", &fd.to_string()].concat());
        }
    }
    text
}

fn option_list(figure: &DescriptorTable, fd: Fd, row: &SocketRow, words: &Words) -> Element {
    let answers = figure.bench.options(figure.actor(), fd);
    let is_shown = |option: &Named| {
        figure.options == Options::All || FEW.contains(&option.name) || *option == *figure.option
    };
    let shown = answers.iter().filter(|(option, _)| is_shown(option));
    let rows: Vec<_> = shown.map(|(option, answer)| option_row(figure, option, answer)).collect();
    let hidden = answers.len() - rows.len();
    el("section")
        .class("sw-panel dt-options")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.options()))
                .child(el("span").class("sw-label").text(words.options_note())),
        )
        .child(editor(figure, fd, words))
        .child(el("ul").class("dt-list").children(rows))
        .child(more(figure, hidden, words))
        .maybe(doubled(&answers, row).then(|| {
            let source = clause::link("socket(7)");
            el("p").class("sw-micro").text(words.doubled()).text(" ").child(source)
        }))
}

/// The options that a first program meets: for a server, for a client, for a buffer.
const FEW: [&str; 3] = ["SO_REUSEADDR", "SO_RCVBUF", "TCP_NODELAY"];

/// Shows the options that are hidden, or hides them again.
fn more(figure: &DescriptorTable, hidden: usize, words: &Words) -> Element {
    let all = figure.options == Options::All;
    let label = if all { words.fewer_options().to_owned() } else { words.more_options(&hidden) };
    let more = button(Action::MoreOptions, label).class("sw-btn--quiet dt-more sw-js-only");
    more.state("aria-expanded", all)
}

/// Whether one of the two buffers is shown, which Linux doubles.
fn doubled(answers: &[(&'static Named, CallResult)], row: &SocketRow) -> bool {
    !row.listening && answers.iter().any(|(option, _)| option.number == abi::SO_RCVBUF)
}

fn option_row(figure: &DescriptorTable, option: &'static Named, answer: &CallResult) -> Element {
    let (shown, failed) = match answer {
        Ok(Reply::Option(found)) => (call_text::value(found), false),
        Ok(_) => (String::new(), false),
        Err(errno) => (errno.name().to_owned(), true),
    };
    el("li").child(
        el("button")
            .attr("type", "button")
            .class("dt-option")
            .class_if("is-refused", failed)
            .state("aria-pressed", figure.option == option)
            .does(Action::Option(option))
            .child(el("span").text(option.name))
            .child(el("span").class("dt-answer").text(shown)),
    )
}

/// One option, its new value, and the call that sets it.
fn editor(figure: &DescriptorTable, fd: Fd, words: &Words) -> Element {
    let typed = figure.value.trim();
    let name = figure.option.name;
    let sound = value(name, typed).is_some();
    let number = fd.to_string();
    let set = [" set ", &number, " ", name, " ", typed].concat();
    let text = ["setsockopt(", &number, ", …, ", name, ", ", typed, ")"].concat();
    let hint = match name {
        "SO_LINGER" | "SO_RCVTIMEO" | "SO_SNDTIMEO" => words.value_seconds(),
        _ => words.value_number(),
    };
    let label = words.new_value(&name);
    el("div")
        .class("dt-editor sw-js-only")
        .child(field(&label, verb(Action::Value), &figure.value, sound))
        .child(call(&set, text, sound && figure.can_call()))
        .maybe((!sound).then(|| el("p").class("sw-note is-wrong").text(hint)))
}
