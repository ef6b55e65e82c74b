//! The chosen descriptor's socket: all that the kernel keeps for it, and every option.

use kernel::{Address, CallResult, DescriptionRow, Errno, Fd, Reply, SocketRow, abi};

use super::step::value;
use super::{DescriptorTable, diagram};
use crate::control::{button, field};
use crate::node::{Element, el, heading};
use crate::sockets::call_text::{self, Named};
use crate::sockets::state_pill;
use crate::words::Words;

/// Units of a buffer's drawing.
const BAR: u64 = 120;

/// The description of a descriptor of the acting process.
pub(super) fn description_of(figure: &DescriptorTable, fd: Fd) -> Option<DescriptionRow> {
    let (_, file) = figure.open().into_iter().find(|(number, _)| *number == fd)?;
    figure.bench.host().descriptions().into_iter().find(|it| it.file == file)
}

/// The socket behind a descriptor of the acting process.
pub(super) fn row_of(figure: &DescriptorTable, fd: Fd) -> Option<SocketRow> {
    let socket = description_of(figure, fd)?.socket?;
    figure.bench.host().socket_rows().into_iter().find(|row| row.socket == socket)
}

/// The socket in a few words, for ears.
pub(super) fn title(row: &SocketRow, words: &Words) -> String {
    let local = if row.is_bound() { row.local.to_string() } else { String::new() };
    let state = if row.protocol == abi::IPPROTO_TCP { state_pill::name(row.state) } else { "" };
    words.dt_said(&[diagram::kind_name(row), " ", &local, " ", state].concat())
}

/// What the socket holds, or how to come to one.
pub(super) fn holds(figure: &DescriptorTable, words: &Words) -> Element {
    let Some((fd, row)) = chosen(figure) else {
        let hint = el("p").class("sw-label").text(words.dt_pick());
        return el("section").class("sw-panel dt-object").child(hint);
    };
    facts(figure, fd, &row, words)
}

/// Its options, if there is one.
pub(super) fn options(figure: &DescriptorTable, words: &Words) -> Option<Element> {
    let (fd, row) = chosen(figure)?;
    Some(option_list(figure, fd, &row, words))
}

fn chosen(figure: &DescriptorTable) -> Option<(Fd, SocketRow)> {
    let fd = figure.fd()?;
    Some((fd, row_of(figure, fd)?))
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
    let none = || words.dt_none().to_owned();
    let local = if row.is_bound() { row.local.to_string() } else { none() };
    let remote = row.remote.as_ref().map_or_else(none, Address::to_string);
    let mut list = el("dl").class("dt-facts");
    let mut fact = |name: &str, value: Element| {
        let line = el("div").child(el("dt").text(name)).child(el("dd").child(value));
        list.children.push(line.into());
    };
    let text = |value: String| el("span").text(value);
    fact(words.dt_family(), text([domain, ", ", kind].concat()));
    fact(words.dt_protocol(), text(protocol.to_owned()));
    fact(words.dt_local(), text(local));
    fact(words.dt_remote(), text(remote));
    fact(words.dt_state(), state_pill::of_socket(row));
    if row.listening {
        let [now, most] = [row.waiting.0, row.waiting.1].map(|count| count.to_string());
        fact(words.dt_accept_queue(), text([&now, " / ", &most].concat()));
    } else {
        fact(words.dt_send_buffer(), bar(row.send_queue, row.buffers.0));
        fact(words.dt_receive_buffer(), bar(row.receive_queue, row.buffers.1));
    }
    let shut = match row.shut {
        (true, true) => "SHUT_RDWR".to_owned(),
        (true, false) => "SHUT_RD".to_owned(),
        (false, true) => "SHUT_WR".to_owned(),
        (false, false) => none(),
    };
    fact(words.dt_shut(), text(shut));
    let error = row.error.map_or_else(none, |errno: Errno| errno.name().to_owned());
    fact(words.dt_error(), text(error));
    fact(words.dt_owner(), text(["uid ", &row.uid.to_string()].concat()));
    fact(words.dt_held_by(), text(holders(figure, row)));
    el("section")
        .class("sw-panel dt-object")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.dt_holds(&fd)))
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
    let rows = answers.iter().map(|(option, answer)| option_row(figure, option, answer));
    el("section")
        .class("sw-panel dt-options")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.dt_options()))
                .child(el("span").class("sw-label").text(words.dt_options_note())),
        )
        .child(editor(figure, fd, words))
        .child(el("ul").class("dt-list").children(rows))
        .maybe(doubled(&answers, row).then(|| {
            el("p").class("sw-micro").text(words.dt_doubled()).text(" ").child(
                el("a")
                    .class("sw-clause")
                    .attr("href", "https://man7.org/linux/man-pages/man7/socket.7.html")
                    .text("socket(7)"),
            )
        }))
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
            .state("aria-pressed", figure.option == option.name)
            .does(["option ", option.name].concat())
            .child(el("span").text(option.name))
            .child(el("span").class("dt-answer").text(shown)),
    )
}

/// One option, its new value, and the call that sets it.
fn editor(figure: &DescriptorTable, fd: Fd, words: &Words) -> Element {
    let typed = figure.value.trim();
    let sound = value(figure.option, typed).is_some();
    let number = fd.to_string();
    let call = ["call set ", &number, " ", figure.option, " ", typed].concat();
    let text = ["setsockopt(", &number, ", …, ", figure.option, ", ", typed, ")"].concat();
    let hint = match figure.option {
        "SO_LINGER" | "SO_RCVTIMEO" | "SO_SNDTIMEO" => words.dt_value_seconds(),
        _ => words.dt_value_number(),
    };
    let able = sound && !figure.is_locked() && super::view::can_call(figure);
    el("div")
        .class("dt-editor sw-js-only")
        .child(field(&words.dt_new_value(&figure.option), "value", &figure.value, sound))
        .child(button(call, text).class("dt-call").flag("disabled", !able))
        .maybe((!sound).then(|| el("p").class("sw-micro dt-wrong").text(hint)))
}
