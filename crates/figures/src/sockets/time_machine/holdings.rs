//! What a kernel holds: descriptors, sockets without one, queues, buffers, timers.

use kernel::{Endpoint, State, TcpDetail};

use super::TimeMachine;
use super::run::Actor;
use super::scenario::Side;
use super::{ladder, say, time, track};
use crate::node::{Element, el, heading};
use crate::sockets::state_pill;
use crate::words::Words;

/// The most slots of a queue that are drawn one by one.
const SLOTS_MAX: u32 = 6;

fn part(title: String) -> Element {
    el("div").class("tm-part").child(heading("tm-part-head").text(title))
}

/// All of it.
pub(super) fn drawn(
    figure: &TimeMachine,
    side: Side,
    actor: Option<&Actor>,
    words: &Words,
) -> Element {
    let play = figure.play();
    let sockets = play.run.sockets(side, figure.position);
    let mut parts = el("div").class("tm-k");
    if let Some(actor) = actor {
        parts = parts.child(descriptors(figure, actor, sockets, words));
    }
    let in_queue = |it: &TcpDetail| it.listener.is_some();
    let lone: Vec<&TcpDetail> =
        sockets.iter().filter(|it| it.holders.is_empty() && !in_queue(it)).collect();
    if !lone.is_empty() {
        let rows = lone.iter().map(|it| socket_row("–".to_owned(), it, figure, side, words));
        let table = el("table").class("tm-fd").child(el("tbody").children(rows));
        parts = parts.child(part(words.tm_no_descriptor().to_owned()).child(table));
    }
    for listener in sockets.iter().filter(|it| it.backlog.is_some()) {
        parts = parts.child(queues(figure, sockets, listener, words));
    }
    for socket in sockets.iter().filter(|it| has_buffers(it, actor)) {
        parts = parts.child(buffers(figure, side, socket, actor, words));
    }
    parts.maybe(timers(figure, side, sockets, words))
}

fn fd_of(socket: &TcpDetail, actor: Option<&Actor>) -> Option<i32> {
    let mine =
        |holder: &&(kernel::ProcessId, i32)| actor.is_none_or(|actor| actor.process == holder.0);
    socket.holders.iter().find(mine).map(|(_, fd)| *fd)
}

fn descriptors(
    figure: &TimeMachine,
    actor: &Actor,
    sockets: &[TcpDetail],
    words: &Words,
) -> Element {
    let row = |number: &str, what: &str| {
        el("tr")
            .class("std")
            .child(el("td").text(number))
            .child(el("td").text(what))
            .child(el("td"))
    };
    let gone = actor.ended.is_some_and(|(step, _)| step <= figure.position);
    let mut body = el("tbody");
    if !gone {
        body = body.child(row("0–2", words.tm_terminal()));
    }
    // Put in place one by one: a sort of the standard library is 3 kB of program for each type.
    let mut open: Vec<(i32, &TcpDetail)> = Vec::new();
    for (fd, socket) in sockets.iter().filter_map(|it| Some((fd_of(it, Some(actor))?, it))) {
        open.insert(open.partition_point(|(other, _)| *other <= fd), (fd, socket));
    }
    for (fd, socket) in open {
        body = body.child(socket_row(fd.to_string(), socket, figure, actor.side, words));
    }
    let title = [words.tm_descriptors(), " · ", &say::who(actor.program, words)].concat();
    let note = gone.then(|| el("p").class("tm-note").text(words.tm_has_ended()));
    part(title).child(el("table").class("tm-fd").child(body)).maybe(note)
}

/// Whom a socket is connected with, in a few letters.
fn end(socket: &TcpDetail, figure: &TimeMachine, side: Side, words: &Words) -> String {
    if socket.remote == Endpoint::NONE {
        return match socket.local.port {
            0 => words.tm_unbound().to_owned(),
            port => [":", &port.to_string()].concat(),
        };
    }
    let client_port = if side == Side::Client { socket.local.port } else { socket.remote.port };
    let letter = figure.play().spans.letter(client_port).map(String::from).unwrap_or_default();
    let arrow = if side == Side::Client { "→ " } else { "← " };
    let gap = if letter.is_empty() { "" } else { " " };
    [arrow, &letter, gap, ":", &socket.remote.port.to_string()].concat()
}

fn socket_row(
    number: String,
    socket: &TcpDetail,
    figure: &TimeMachine,
    side: Side,
    words: &Words,
) -> Element {
    let state = socket.state;
    el("tr")
        .child(el("td").text(number))
        .child(el("td").text(end(socket, figure, side, words)))
        .child(el("td").child(state_pill::of_state(state)))
}

fn queues(
    figure: &TimeMachine,
    sockets: &[TcpDetail],
    listener: &TcpDetail,
    words: &Words,
) -> Element {
    let letter = |socket: &TcpDetail| {
        let letter = figure.play().spans.letter(socket.remote.port);
        letter.map_or_else(|| "●".to_owned(), String::from)
    };
    let requests = sockets
        .iter()
        .filter(|it| it.listener == Some(listener.socket) && it.state == State::SynReceived);
    let requests: Vec<String> = requests.map(letter).collect();
    let waiting = listener
        .accept_queue
        .iter()
        .filter_map(|id| sockets.iter().find(|it| it.socket == *id).map(letter));
    let waiting: Vec<String> = waiting.collect();
    // `listen(n)` lets n + 1 connections wait: Linux refuses the next when there are more than n.
    let most = listener.backlog.unwrap_or(0) + 1;
    let slots = |taken: &[String], most: u32| {
        let count = most.min(SLOTS_MAX).max((taken.len() as u32).min(SLOTS_MAX));
        let slot = |at: u32| match taken.get(at as usize) {
            Some(letter) => el("i").class("is-full").text(letter.clone()),
            None => el("i"),
        };
        el("span").class("tm-slots").attr("aria-hidden", "true").children((0..count).map(slot))
    };
    let fd = fd_of(listener, None).map_or_else(|| "–".to_owned(), |fd| fd.to_string());
    let accept = words.tm_of(&waiting.len(), &most);
    let row = el("div")
        .class("tm-q")
        .child(el("span").class("lab").text(words.tm_syn_queue()))
        .child(slots(&requests, 1))
        .child(el("span").class("val").text(requests.len().to_string()))
        .child(el("span").class("lab").text(words.tm_accept_queue()))
        .child(slots(&waiting, most))
        .child(el("span").class("val").text(accept));
    part(words.tm_queues(&fd)).child(row)
}

/// Buffers that hold something, and those of the program in view.
fn has_buffers(socket: &TcpDetail, actor: Option<&Actor>) -> bool {
    let filled = socket.unacknowledged + socket.unsent + socket.unread + socket.early > 0;
    let open = !matches!(socket.state, State::Closed | State::Listen | State::TimeWait);
    filled || (open && fd_of(socket, actor).is_some())
}

fn buffers(
    figure: &TimeMachine,
    side: Side,
    socket: &TcpDetail,
    actor: Option<&Actor>,
    words: &Words,
) -> Element {
    // The most that any buffer of the run ever holds fills most of the bar.
    let scenes = figure.play().run.scenes.iter().flatten().flatten();
    let most = scenes.map(|it| (it.unacknowledged + it.unsent).max(it.unread + it.early)).max();
    let most = most.unwrap_or(0).max(8);
    let wide = |bytes: u32| [&(bytes * 84 / most).to_string(), "%"].concat();
    // Hatching is a broad line that is dashed.
    let bar = |first: (u32, &'static str), after: (u32, &'static str)| {
        let part = |from: u32, bytes: u32, class: &str| {
            let stroke = ladder::line(wide(from), 7, wide(from + bytes), 7);
            (bytes > 0).then(|| stroke.class(class))
        };
        el("svg")
            .class("tm-buf")
            .attr("aria-hidden", "true")
            .maybe(part(0, first.0, first.1))
            .maybe(part(first.0, after.0, after.1))
    };
    let sent = bar((socket.unacknowledged, "is-unacked"), (socket.unsent, "is-solid"));
    let received = bar((socket.unread, "is-solid"), (socket.early, "is-early"));
    let count = |bytes: u32| [&bytes.to_string(), " B"].concat();
    let title = match fd_of(socket, actor) {
        Some(fd) => words.tm_buffers(&fd),
        None => words.tm_buffers_kept(&end(socket, figure, side, words)),
    };
    let note =
        (socket.unacknowledged > 0).then(|| el("p").class("tm-note").text(words.tm_hatched()));
    let row = el("div")
        .class("tm-q")
        .child(el("span").class("lab").text(words.tm_send_buffer()))
        .child(sent)
        .child(el("span").class("val").text(count(socket.unacknowledged + socket.unsent)))
        .child(el("span").class("lab").text(words.tm_receive_buffer()))
        .child(received)
        .child(el("span").class("val").text(count(socket.unread + socket.early)))
        .maybe(note);
    part(title).child(row)
}

fn timers(
    figure: &TimeMachine,
    side: Side,
    sockets: &[TcpDetail],
    words: &Words,
) -> Option<Element> {
    let now = figure.play().run.ns(figure.position);
    let mut rows = Vec::new();
    for socket in sockets {
        for (awaited, at) in &socket.timers {
            let left = time::length(at.0.saturating_sub(now));
            rows.push(
                el("tr")
                    .child(el("td").text(end(socket, figure, side, words)))
                    .child(el("td").text(track::awaited(*awaited, words)))
                    .child(el("td").text(words.tm_in(&left))),
            );
        }
    }
    let table =
        |rows: Vec<Element>| el("table").class("tm-fd tm-timers").child(el("tbody").children(rows));
    (!rows.is_empty()).then(|| part(words.tm_timers().to_owned()).child(table(rows)))
}
