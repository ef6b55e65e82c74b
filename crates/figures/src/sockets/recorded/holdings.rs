//! What a kernel holds: descriptors, sockets without one, queues, buffers, timers.

use figure_kit::components::ladder::{Side, line};
use kernel::{Endpoint, State, TcpDetail};
use recording::Thread;

use super::text::length;
use super::track;
use super::view::View;
use crate::sockets::state_pill;
use figure_kit::components::heading;
use figure_kit::node::{Element, el};

/// The most slots of a queue that are drawn one by one.
const SLOTS_MAX: u32 = 6;

fn part(title: String) -> Element {
    el("div").class("rec-part").child(heading("rec-part-head").text(title))
}

/// All of it, as the thread in view sees it. As long as the host's sockets stay as they are, so
/// does what is drawn of them; only timers run.
pub(super) fn view(view: &View<'_>, side: Side, thread: Option<(usize, &Thread)>) -> Element {
    let sockets = view.run.sockets(view.host(side), view.position());
    let ended = thread.is_some_and(|(_, thread)| thread.has_ended(view.position()));
    let at = thread.map_or(0, |(at, _)| at + 1);
    let memo = &view.kept.sockets[side as usize];
    // Scenes that are alike are one and the same.
    memo.renew([sockets.as_ptr() as usize, at << 1 | usize::from(ended), 0, view.edition]);
    let held = memo.part(0, 0, || held(view, side, thread, sockets));
    el("div")
        .class("rec-k")
        .children(held.children.iter().cloned())
        .maybe(timers(view, side, sockets))
}

/// Descriptors, sockets, queues and buffers, one after another.
fn held(
    view: &View<'_>,
    side: Side,
    thread: Option<(usize, &Thread)>,
    sockets: &[TcpDetail],
) -> Element {
    let mut parts = el("div");
    if let Some(thread) = thread {
        parts = parts.child(descriptors(view, side, thread, sockets));
    }
    let in_queue = |it: &TcpDetail| it.listener.is_some();
    let lone: Vec<&TcpDetail> =
        sockets.iter().filter(|it| it.holders.is_empty() && !in_queue(it)).collect();
    if !lone.is_empty() {
        let rows = lone.iter().map(|it| socket_row("–".to_owned(), it, view, side));
        let table = el("table").class("rec-fd").child(el("tbody").children(rows));
        parts = parts.child(part(view.words.no_descriptor().to_owned()).child(table));
    }
    for listener in sockets.iter().filter(|it| it.backlog.is_some()) {
        parts = parts.child(queues(view, sockets, listener));
    }
    let thread = thread.map(|(_, thread)| thread);
    for socket in sockets.iter().filter(|it| has_buffers(it, thread)) {
        parts = parts.child(buffers(view, side, socket, thread));
    }
    parts
}

fn fd_of(socket: &TcpDetail, thread: Option<&Thread>) -> Option<i32> {
    let mine =
        |holder: &&(kernel::ProcessId, i32)| thread.is_none_or(|thread| thread.process == holder.0);
    socket.holders.iter().find(mine).map(|(_, fd)| *fd)
}

fn descriptors(
    view: &View<'_>,
    side: Side,
    (at, thread): (usize, &Thread),
    sockets: &[TcpDetail],
) -> Element {
    let words = view.words;
    let row = |number: &str, what: &str| {
        el("tr")
            .class("std")
            .child(el("td").text(number))
            .child(el("td").text(what))
            .child(el("td"))
    };
    let gone = thread.has_ended(view.position());
    let mut body = el("tbody");
    if !gone {
        body = body.child(row(&words.range(&0, &2), words.terminal()));
    }
    // Put in place one by one: a sort of the standard library is 3 kB of program for each type.
    let mut open: Vec<(i32, &TcpDetail)> = Vec::new();
    for (fd, socket) in sockets.iter().filter_map(|it| Some((fd_of(it, Some(thread))?, it))) {
        open.insert(open.partition_point(|(other, _)| *other <= fd), (fd, socket));
    }
    for (fd, socket) in open {
        body = body.child(socket_row(fd.to_string(), socket, view, side));
    }
    let title = [words.descriptors(), " · ", &view.who(at)].concat();
    let note = gone.then(|| el("p").class("sw-hint").text(words.has_ended()));
    part(title).child(el("table").class("rec-fd").child(body)).maybe(note)
}

/// Whom a socket is connected with, in a few letters.
fn end(socket: &TcpDetail, view: &View<'_>, side: Side) -> String {
    if socket.remote == Endpoint::NONE {
        return match socket.local.port {
            0 => view.words.unbound().to_owned(),
            port => [":", &port.to_string()].concat(),
        };
    }
    let letter = letter(socket, view).map(String::from).unwrap_or_default();
    let arrow = if side == Side::Left { "→ " } else { "← " };
    let gap = if letter.is_empty() { "" } else { " " };
    [arrow, &letter, gap, ":", &socket.remote.port.to_string()].concat()
}

fn letter(socket: &TcpDetail, view: &View<'_>) -> Option<char> {
    let spans = &view.run.spans;
    spans.letter(spans.connection([socket.local, socket.remote]))
}

fn socket_row(number: String, socket: &TcpDetail, view: &View<'_>, side: Side) -> Element {
    el("tr")
        .child(el("td").text(number))
        .child(el("td").text(end(socket, view, side)))
        .child(el("td").child(state_pill::of_state(socket.state)))
}

fn queues(view: &View<'_>, sockets: &[TcpDetail], listener: &TcpDetail) -> Element {
    let words = view.words;
    let letter =
        |socket: &TcpDetail| letter(socket, view).map_or_else(|| "●".to_owned(), String::from);
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
        el("span").class("rec-slots").attr("aria-hidden", "true").children((0..count).map(slot))
    };
    let fd = fd_of(listener, None).map_or_else(|| "–".to_owned(), |fd| fd.to_string());
    let accept = words.count_of(&waiting.len(), &most);
    let row = el("div")
        .class("rec-q")
        .child(el("span").class("lab").text(words.syn_queue()))
        .child(slots(&requests, 1))
        .child(el("span").class("val").text(requests.len().to_string()))
        .child(el("span").class("lab").text(words.accept_queue()))
        .child(slots(&waiting, most))
        .child(el("span").class("val").text(accept));
    part(words.queues(&fd)).child(row)
}

/// Buffers that hold something, and those of the program in view.
fn has_buffers(socket: &TcpDetail, thread: Option<&Thread>) -> bool {
    let filled = socket.unacknowledged + socket.unsent + socket.unread + socket.early > 0;
    let open = !matches!(socket.state, State::Closed | State::Listen | State::TimeWait);
    filled || (open && fd_of(socket, thread).is_some())
}

fn buffers(view: &View<'_>, side: Side, socket: &TcpDetail, thread: Option<&Thread>) -> Element {
    let words = view.words;
    // The most that any buffer of the run ever holds fills most of the bar.
    let most = view.run.fullest_buffer.max(8);
    let wide = |bytes: u32| [&(bytes * 84 / most).to_string(), "%"].concat();
    // Hatching is a broad line that is dashed.
    let bar = |first: (u32, &'static str), after: (u32, &'static str)| {
        let part = |from: u32, bytes: u32, class: &str| {
            let stroke = line(wide(from), 7, wide(from + bytes), 7);
            (bytes > 0).then(|| stroke.class(class))
        };
        el("svg")
            .class("rec-buf")
            .attr("aria-hidden", "true")
            .maybe(part(0, first.0, first.1))
            .maybe(part(first.0, after.0, after.1))
    };
    let sent = bar((socket.unacknowledged, "is-unacked"), (socket.unsent, "is-solid"));
    let received = bar((socket.unread, "is-solid"), (socket.early, "is-early"));
    let count = |bytes: u32| [&bytes.to_string(), " B"].concat();
    let title = match fd_of(socket, thread) {
        Some(fd) => words.buffers(&fd),
        None => words.buffers_kept(&end(socket, view, side)),
    };
    let note = (socket.unacknowledged > 0).then(|| el("p").class("sw-hint").text(words.hatched()));
    let row = el("div")
        .class("rec-q")
        .child(el("span").class("lab").text(words.send_buffer()))
        .child(sent)
        .child(el("span").class("val").text(count(socket.unacknowledged + socket.unsent)))
        .child(el("span").class("lab").text(words.receive_buffer()))
        .child(received)
        .child(el("span").class("val").text(count(socket.unread + socket.early)))
        .maybe(note);
    part(title).child(row)
}

fn timers(view: &View<'_>, side: Side, sockets: &[TcpDetail]) -> Option<Element> {
    let words = view.words;
    let now = view.run.ns(view.position());
    let mut rows = Vec::new();
    for socket in sockets {
        for (awaited, at) in &socket.timers {
            let left = length(at.0.saturating_sub(now));
            rows.push(
                el("tr")
                    .child(el("td").text(end(socket, view, side)))
                    .child(el("td").text(track::awaited(*awaited, words)))
                    .child(el("td").text(words.due_in(&left))),
            );
        }
    }
    let table = |rows: Vec<Element>| {
        el("table").class("rec-fd rec-timers").child(el("tbody").children(rows))
    };
    (!rows.is_empty()).then(|| part(words.timers().to_owned()).child(table(rows)))
}
