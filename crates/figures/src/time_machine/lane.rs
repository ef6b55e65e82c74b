//! A lane: a program above the line of system calls, its kernel below.

use kernel::{Endpoint, State, TcpDetail};

use super::TimeMachine;
use super::action::Language;
use super::listing::{self, Source};
use super::run::{self, Actor, End, state_name};
use super::scenario::{PROGRAMS, Side};
use super::{ladder, say, time, track};
use crate::node::{Element, el, heading};
use crate::words::Words;

/// The most slots of a queue that are drawn one by one.
const SLOTS_MAX: u32 = 6;

/// The lane of a side.
pub(super) fn drawn(figure: &TimeMachine, side: Side, words: &Words) -> Element {
    let (class, name) = match side {
        Side::Client => ("sw-lane tm-client", words.tm_client_lane()),
        Side::Server => ("sw-lane tm-server", words.tm_server_lane()),
    };
    let head = el("div")
        .class("sw-lane-head")
        .child(el("span").class("sw-mark"))
        .child(el("span").class("sw-lane-name").text(name))
        .child(el("span").class("sw-lane-addr").text(run::address(side).to_string()));
    let lane = el("section")
        .class(class)
        .attr("data-actor", side.name())
        .attr("aria-label", name)
        .child(head);
    let Some(actor) = in_view(figure, side) else {
        return lane.child(kernel_part(figure, side, None, words));
    };
    lane.maybe(program_choice(figure, side, actor, words))
        .child(file_row(figure, actor, words))
        .children(code(figure, actor, words))
        .child(trap(figure, actor, words))
        .child(kernel_part(figure, side, Some(actor), words))
}

/// The program that is shown: the one that is kept in view, or whoever acted last.
fn in_view(figure: &TimeMachine, side: Side) -> Option<&Actor> {
    let run = &figure.play().run;
    let kept = figure.kept[run::host(side).0 as usize];
    if let Some(actor) = kept.and_then(|program| run.actor(program)) {
        return Some(actor);
    }
    let position = figure.position;
    let last = |actor: &&Actor| {
        let calls = actor.calls.iter().flat_map(|made| [Some(made.called), made.returned]);
        let end = actor.ended.map(|(step, _)| step);
        let steps = calls.chain([end]).flatten().filter(|step| *step <= position);
        steps.max().unwrap_or(0)
    };
    let mine = run.actors.iter().filter(|actor| actor.side == side);
    // Of several that have not begun, the first.
    mine.rev().max_by_key(last)
}

fn program_choice(
    figure: &TimeMachine,
    side: Side,
    shown: &Actor,
    words: &Words,
) -> Option<Element> {
    let actors = figure.play().run.actors.iter().filter(|actor| actor.side == side);
    let actors: Vec<&Actor> = actors.collect();
    let kept = figure.kept[run::host(side).0 as usize];
    let button = |actor: &&Actor| {
        let name = PROGRAMS[actor.program];
        el("button")
            .attr("type", "button")
            .class("sw-btn")
            .class_if("is-shown", actor.program == shown.program)
            .state("aria-pressed", kept == Some(actor.program))
            .does(["program ", name].concat())
            .text(name)
    };
    (actors.len() > 1).then(|| {
        el("div")
            .class("sw-seg tm-programs sw-js-only")
            .attr("role", "group")
            .attr("aria-label", words.tm_program_label())
            .children(actors.iter().map(button))
    })
}

fn file_row(figure: &TimeMachine, actor: &Actor, words: &Words) -> Element {
    let button = |(language, name): (Language, &'static str)| {
        let label = match language {
            Language::C => "C",
            Language::Python => "Python",
            Language::Rust => "Rust",
        };
        el("button")
            .attr("type", "button")
            .class("tm-language")
            .state("aria-pressed", figure.language == language)
            .does(["language ", name].concat())
            .text(label)
    };
    let choice = el("span")
        .class("tm-languages sw-js-only")
        .attr("role", "group")
        .attr("aria-label", words.tm_language_label())
        .children(Language::ALL.map(button));
    el("div")
        .class("tm-file")
        .child(el("span").text(listing::file_name(actor.name(), figure.language)))
        .child(choice)
}

/// The listing, with the line of the call being made.
fn code(figure: &TimeMachine, actor: &Actor, words: &Words) -> Vec<Element> {
    let source = Source {
        statements: &actor.statements,
        side: actor.side,
        server: run::address(Side::Server),
    };
    let lines = listing::write(source, figure.language);
    let current = actor.current(figure.position);
    let count = lines.len();
    let has_hidden = lines.iter().any(|line| line.statement.is_none());
    let mut rows = Vec::new();
    for (number, line) in lines.into_iter().enumerate() {
        if line.statement.is_none() && !figure.whole_listings {
            continue;
        }
        let made = line.statement.and_then(|at| actor.calls.get(at));
        let made = made.filter(|made| made.called <= figure.position);
        let back = made.filter(|made| made.returned.is_some_and(|it| it <= figure.position));
        let result = back.and_then(|made| made.result.as_ref()).map(|result| match result {
            Ok(reply) => ["= ", &reply.number().to_string()].concat(),
            Err(errno) => errno.name().to_owned(),
        });
        let failed = back.is_some_and(|made| matches!(made.result, Some(Err(_))));
        let is_current = line.statement.is_some() && current.map(|it| it.0) == line.statement;
        // Without its indentation, a lone line of a call keeps more of itself on the line.
        let text = if figure.whole_listings { line.text } else { line.text.trim().to_owned() };
        let near = match (line.statement, current) {
            (Some(at), Some((now, _))) => at.abs_diff(now) <= 1,
            (Some(at), None) => at <= 2,
            _ => false,
        };
        rows.push(
            el("li")
                .attr("data-n", (number + 1).to_string())
                .class_if("is-current", is_current)
                .class_if("is-future", line.statement.is_some() && made.is_none())
                .class_if("tm-far", !near)
                .child(el("span").text(text))
                .child(
                    el("span").class("ret").class_if("is-bad", failed).text(result.unwrap_or_default()),
                ),
        );
    }
    let label = if figure.whole_listings {
        words.tm_call_lines().to_owned()
    } else {
        words.tm_all_lines(&count)
    };
    let more = el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--quiet tm-more sw-js-only")
        .does("lines")
        .text(label);
    let list = el("ol").class("sw-code tm-code").class_if("is-whole", figure.whole_listings);
    let mut parts = vec![list.children(rows)];
    if has_hidden {
        parts.push(more);
    }
    parts
}

/// The line between program and kernel, with the call that is being made.
fn trap(figure: &TimeMachine, actor: &Actor, words: &Words) -> Element {
    let position = figure.position;
    let run = &figure.play().run;
    let ended = actor.ended.filter(|(step, _)| *step <= position);
    let (call, how) = match (actor.current(position), ended) {
        (_, Some((_, End::Killed))) => (String::new(), words.tm_was_killed().to_owned()),
        (_, Some(_)) => (String::new(), words.tm_has_ended().to_owned()),
        (None, None) => (String::new(), words.tm_not_started().to_owned()),
        (Some((index, asleep)), None) => {
            let made = &actor.calls[index];
            if asleep {
                let slept = run.ns(position).saturating_sub(run.ns(made.called));
                (made.text.clone(), words.tm_asleep_for(&time::length(slept)))
            } else {
                (String::new(), words.tm_running().to_owned())
            }
        }
    };
    let inside = el("span")
        .class("call")
        .class_if("is-idle", call.is_empty())
        .text(call)
        .child(el("em").text(how));
    el("div")
        .class("tm-trap")
        .child(inside)
        .child(el("span").class("u").text(words.tm_user()))
        .child(el("span").class("k").text(words.tm_kernel()))
}

fn part(title: String) -> Element {
    el("div").class("tm-part").child(heading("tm-part-head").text(title))
}

fn kernel_part(
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
    for socket in sockets.iter().filter(|it| has_buffers(it)) {
        parts = parts.child(buffers(figure, side, socket, words));
    }
    parts.maybe(timers(figure, side, sockets, words))
}

fn fd_of(socket: &TcpDetail, actor: Option<&Actor>) -> Option<i32> {
    let mine = |holder: &&(kernel::ProcessId, i32)| {
        actor.is_none_or(|actor| actor.process == holder.0)
    };
    socket.holders.iter().find(mine).map(|(_, fd)| *fd)
}

fn descriptors(
    figure: &TimeMachine,
    actor: &Actor,
    sockets: &[TcpDetail],
    words: &Words,
) -> Element {
    let row = |number: &str, what: &str| {
        el("tr").class("std").child(el("td").text(number)).child(el("td").text(what)).child(el("td"))
    };
    let gone = actor.ended.is_some_and(|(step, _)| step <= figure.position);
    let mut body = el("tbody");
    if !gone {
        body = body.child(row("0–2", words.tm_terminal()));
    }
    let mut open: Vec<(i32, &TcpDetail)> =
        sockets.iter().filter_map(|it| Some((fd_of(it, Some(actor))?, it))).collect();
    open.sort_by_key(|(fd, _)| *fd);
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
    let pill = el("span").class("sw-pill").attr("data-state", track::kind(state));
    el("tr")
        .child(el("td").text(number))
        .child(el("td").text(end(socket, figure, side, words)))
        .child(el("td").child(pill.text(state_name(state))))
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
    let requests = sockets.iter().filter(|it| {
        it.listener == Some(listener.socket) && it.state == State::SynReceived
    });
    let requests: Vec<String> = requests.map(letter).collect();
    let waiting = listener.accept_queue.iter().filter_map(|id| {
        sockets.iter().find(|it| it.socket == *id).map(letter)
    });
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

fn has_buffers(socket: &TcpDetail) -> bool {
    let filled = socket.unacknowledged + socket.unsent + socket.unread + socket.early > 0;
    let open = !matches!(socket.state, State::Closed | State::Listen | State::TimeWait);
    filled || (open && !socket.holders.is_empty())
}

fn buffers(figure: &TimeMachine, side: Side, socket: &TcpDetail, words: &Words) -> Element {
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
    let title = match fd_of(socket, None) {
        Some(fd) => words.tm_buffers(&fd),
        None => words.tm_buffers_kept(&end(socket, figure, side, words)),
    };
    let note = (socket.unacknowledged > 0)
        .then(|| el("p").class("tm-note").text(words.tm_hatched()));
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
    let table = |rows: Vec<Element>| el("table").class("tm-fd tm-timers").child(el("tbody").children(rows));
    (!rows.is_empty()).then(|| part(words.tm_timers().to_owned()).child(table(rows)))
}
