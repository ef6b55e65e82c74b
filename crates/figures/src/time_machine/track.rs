//! The tracks beside the wire: states as bars, stays as brackets, system calls as marks.
//!
//! Distances are measured from the axis; the client's track is the mirror of the server's.

use kernel::{Awaited, State};

use super::TimeMachine;
use super::ladder::{PITCH, Rows, at, count, drawing, line, px};
use super::run::{Actor, Cause, End, Made};
use super::scenario::{PROGRAMS, Side, side_of};
use super::span::{Bar, Bracket, Stay};
use super::time;
use crate::node::{Element, el};
use crate::state_pill;
use crate::words::Words;

/// From one bar to the next.
const COLUMN: i32 = 9;
/// What the name of a state takes at most, and the letter of a connection beside it.
const PILL: i32 = 108;
const LETTER: i32 = 13;
/// From the mark of a program's call to that of the next program's.
const PROGRAM: i32 = 5;
/// The most columns of bars; more connections share the last.
const COLUMNS_MAX: usize = 4;

/// The word by which CSS knows a state.
pub(super) fn kind(state: State) -> &'static str {
    match state {
        State::Established => "established",
        State::Listen => "listen",
        State::Closed => "closed",
        _ => "transitional",
    }
}

/// The name of a timer.
pub(super) fn awaited(awaited: Awaited, words: &Words) -> &str {
    match awaited {
        Awaited::Retransmission | Awaited::Handshake => words.tm_retransmission(),
        Awaited::LossProbe => words.tm_loss_probe(),
        Awaited::WindowProbe => words.tm_window_probe(),
        Awaited::DelayedAck => words.tm_delayed_ack(),
        Awaited::KeepAlive => words.tm_keep_alive(),
        Awaited::TimeWait => "TIME-WAIT",
        Awaited::FinWait => "FIN-WAIT-2",
    }
}

/// From one height to another.
type Reach = (i32, i32);

/// A track that is being drawn.
struct Track<'a> {
    figure: &'a TimeMachine,
    rows: &'a Rows,
    side: Side,
    words: &'a Words,
    /// Beyond the bars.
    inner: i32,
    /// Where the marks of system calls stand.
    marks: i32,
    /// Where their names stand.
    names: i32,
    /// Rows in which a label stands already.
    taken: Vec<usize>,
    out: Vec<Element>,
}

/// Whether a track is crowded: several connections, or several programs on its side.
pub(super) fn is_many(figure: &TimeMachine, side: Side) -> bool {
    let play = figure.play();
    let programs = play.run.actors.iter().filter(|actor| actor.side == side).count();
    play.spans.ports.len() > 1 || programs > 1
}

/// The track of a side.
pub(super) fn drawn(figure: &TimeMachine, rows: &Rows, side: Side, words: &Words) -> Element {
    let play = figure.play();
    let spans = &play.spans;
    let columns = spans.bars.iter().filter(|bar| bar.side == side).map(|bar| bar.column);
    let columns = columns.max().map_or(1, |most| (most + 1).min(COLUMNS_MAX));
    let inner = COLUMN * (count(columns) - 1) + 6;
    let actors = play.run.actors.iter().filter(|actor| actor.side == side);
    let actors: Vec<&Actor> = actors.collect();
    let many = spans.ports.len() > 1;
    let marks = inner + PILL + if many { LETTER } else { 0 };
    let names = marks + 9 + PROGRAM * count(actors.len().saturating_sub(1));
    let mut track = Track {
        figure,
        rows,
        side,
        words,
        inner,
        marks,
        names,
        taken: Vec::new(),
        out: vec![line("0".into(), 0, "0".into(), rows.height).class("tm-axis")],
    };
    for bar in spans.bars.iter().filter(|bar| bar.side == side) {
        track.grouped(|track| track.bar(bar));
    }
    for bracket in spans.brackets.iter().filter(|bracket| bracket.side == side) {
        track.grouped(|track| track.bracket(bracket));
    }
    let lasting = std::mem::take(&mut track.out);
    for (place, actor) in actors.iter().enumerate() {
        track.calls(actor, place, actors.len());
    }
    let calls = el("g").class("tm-calls").children(track.out);
    let axis = if side == Side::Client { "100%" } else { "0" };
    let now = line("0".into(), rows.now, "100%".into(), rows.now).class("tm-now-line");
    let mut svg = drawing(rows)
        .class(if side == Side::Client { "tm-track tm-left" } else { "tm-track tm-right" })
        .class_if("is-many", is_many(figure, side))
        .attr("data-actor", side.name())
        .attr("aria-hidden", "true")
        .child(at(axis.to_owned(), 0).children(lasting).child(calls))
        .child(now);
    if side == side_of_now(figure) && !figure.is_plate {
        let moment = time::moment(play.run.ns(figure.position));
        let (x, anchor) = if side == Side::Client { ("0", "start") } else { ("100%", "end") };
        let label = el("text")
            .class("tm-now")
            .attr("x", x)
            .attr("y", px(rows.now + 12))
            .attr("text-anchor", anchor)
            .text(words.tm_now(&moment));
        svg = svg.child(label);
    }
    svg
}

/// Where the present is named: right, unless a call of the server's stands there next.
fn side_of_now(figure: &TimeMachine) -> Side {
    let next = figure.play().run.steps.get(figure.position).map(|step| step.cause);
    let woken = super::say::woken(&figure.play().run, figure.position + 1);
    let program = match next {
        Some(Cause::Call(program, _) | Cause::Exit(program)) => Some(program),
        _ => woken.map(|(actor, _)| actor.program),
    };
    match program.map(side_of) {
        Some(Side::Server) if figure.position < figure.limit() => Side::Client,
        _ => Side::Server,
    }
}

impl Track<'_> {
    /// What is drawn of one thing goes into a group of its own, so that others keep their places
    /// in the tree when there is more or less of it: a step then changes little in the page.
    fn grouped(&mut self, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.out);
        draw(self);
        let drawn = std::mem::replace(&mut self.out, before);
        self.out.push(el("g").children(drawn));
    }

    /// A distance from the axis as a coordinate.
    fn x(&self, distance: i32) -> i32 {
        if self.side == Side::Client { -distance } else { distance }
    }

    fn text(&self, class: &str, distance: i32, y: i32, text: impl Into<String>) -> Element {
        let anchor = if self.side == Side::Client { "end" } else { "start" };
        el("text")
            .class(class)
            .attr("x", px(self.x(distance)))
            .attr("y", px(y))
            .attr("text-anchor", anchor)
            .text(text)
    }

    /// The part of a span that is drawn: what has been, what is to come.
    fn reach(&self, from: usize, until: Option<usize>) -> (Option<Reach>, Option<Reach>) {
        let (position, limit) = (self.figure.position, self.figure.limit());
        let rows = self.rows;
        let end = until.unwrap_or(usize::MAX);
        if from > limit || end < rows.first || from > rows.last {
            return (None, None);
        }
        let bottom = if end <= limit { rows.y(end) } else { rows.height - PITCH / 2 };
        let top = rows.y(from).max(0);
        let (past, future) = (top.min(rows.now), bottom.max(rows.now));
        let has_been = from <= position && bottom.min(rows.now) > past;
        let comes = bottom > rows.now;
        (
            has_been.then(|| (past, bottom.min(rows.now))),
            (comes && until.is_none_or(|end| end > position)).then(|| (top.max(rows.now), future)),
        )
    }

    /// The first free row from this one on, at most so many further down.
    fn row(&mut self, wanted: usize, most: usize) -> Option<usize> {
        let rows = wanted..=(wanted + most).min(self.rows.last);
        let free = rows.into_iter().find(|row| !self.taken.contains(row))?;
        self.taken.push(free);
        Some(free)
    }

    fn bar(&mut self, bar: &Bar) {
        let (past, future) = self.reach(bar.from, bar.until);
        let column = count(bar.column.min(COLUMNS_MAX - 1));
        let x = self.x(COLUMN * column);
        let rect = |class: &str, (y1, y2): (i32, i32), width: i32| {
            el("rect")
                .class(class)
                .attr("x", px(x - width / 2))
                .attr("y", px(y1))
                .attr("width", px(width))
                .attr("height", px(y2 - y1))
        };
        if let Some((y1, y2)) = past {
            let kind = kind(bar.state);
            let drawn = if kind == "transitional" {
                line(px(x), y1, px(x), y2).class("tm-bar is-dashed")
            } else {
                rect("tm-bar", (y1, y2), 6)
            };
            self.out.push(drawn.attr("data-state", kind));
        }
        if let Some(span) = future {
            self.out.push(rect("tm-bar is-future", span, 4));
        }
        if past.is_some() || future.is_some() {
            let from = bar.from.max(self.rows.first);
            let is_future = bar.from > self.figure.position;
            if let Some(row) = self.row(from, 2) {
                self.pill(bar, row, is_future);
            }
        }
    }

    fn pill(&mut self, bar: &Bar, row: usize, is_future: bool) {
        let spans = &self.figure.play().spans;
        let letter = spans.letter(bar.who.client_port(self.side));
        let mut name = String::from(state_pill::name(bar.state));
        if let Some(letter) = letter.filter(|_| bar.state != State::Listen) {
            name.push(' ');
            name.push(letter);
        }
        let text = width(&name);
        let wide = text + 14;
        let distance = self.inner + 10;
        let left = if self.side == Side::Client { -distance - wide } else { distance };
        let y = self.rows.y(row) + PITCH / 2 - 2;
        let kind = if is_future { "future" } else { kind(bar.state) };
        let body = el("rect")
            .attr("x", px(left))
            .attr("y", px(y - 9))
            .attr("width", px(wide))
            .attr("height", "17")
            .attr("rx", "8.5");
        let label = el("text")
            .attr("x", px(left + wide / 2))
            .attr("y", px(y + 4))
            .attr("text-anchor", "middle")
            .attr("textLength", px(text))
            .attr("lengthAdjust", "spacingAndGlyphs")
            .text(name);
        self.out.push(el("g").class("tm-pill").attr("data-state", kind).child(body).child(label));
    }

    fn bracket(&mut self, bracket: &Bracket) {
        let (past, _) = self.reach(bracket.from, bracket.until);
        let Some((y1, y2)) = past.filter(|_| bracket.from <= self.figure.position) else { return };
        let words = self.words;
        let (distance, reach) = (self.inner + 1, self.x(5));
        let start = self.x(distance);
        let path = [
            "M",
            &px(start),
            " ",
            &px(y1 + 1),
            "h",
            &px(reach),
            "V",
            &px(y2 - 1),
            "h",
            &px(-reach),
        ]
        .concat();
        let text = match bracket.stay {
            Stay::SynQueue => words.tm_syn_queue().to_owned(),
            Stay::AcceptQueue => words.tm_accept_queue().to_owned(),
            Stay::Timer(Awaited::TimeWait, ns) => time::length(ns),
            Stay::Timer(_, ns) => [words.tm_timer(), " ", &time::length(ns)].concat(),
        };
        self.out.push(el("path").class("tm-span").attr("d", path));
        let until = bracket.until.unwrap_or(self.figure.position).min(self.figure.position);
        let from = bracket.from.max(self.rows.first);
        let middle = usize::midpoint(from, until.min(self.rows.last));
        let room = until.saturating_sub(middle).min(3);
        if let Some(row) = self.row(middle, room) {
            let y = self.rows.y(row) + 4;
            self.out.push(self.text("tm-span-label", self.inner + 10, y, text));
        }
    }

    fn calls(&mut self, actor: &Actor, place: usize, actors: usize) {
        for (index, made) in actor.calls.iter().enumerate() {
            let mut name = String::new();
            if actors > 1 {
                let number = PROGRAMS[actor.program].trim_start_matches(char::is_alphabetic);
                name.push_str(if number.is_empty() { "1 " } else { number });
                name.push_str(if number.is_empty() { "" } else { " " });
            }
            name.push_str(actor.statements[index].ask.name());
            name.push_str("()");
            self.grouped(|track| track.call(actor, made, place, name));
        }
        let (position, limit) = (self.figure.position, self.figure.limit());
        if let Some((step, end)) = actor.ended
            && step <= limit
            && self.rows.holds(step)
        {
            let text = match end {
                End::Killed => self.words.tm_was_killed(),
                End::Done | End::Failed => "exit",
            };
            let class = if step > position { "tm-call-label is-future" } else { "tm-call-label" };
            let y = self.rows.y(step) + 4;
            self.out.push(self.text(class, self.names, y, text));
        }
    }

    fn call(&mut self, actor: &Actor, made: &Made, place: usize, mut name: String) {
        let (position, limit) = (self.figure.position, self.figure.limit());
        let end = actor.ended.map(|(step, _)| step);
        let back = made.returned.or(end).filter(|step| *step <= limit);
        if made.called > limit || back.is_some_and(|step| step < self.rows.first) {
            return;
        }
        let is_future = made.called > position;
        let slept = made.returned != Some(made.called);
        let failed = matches!(made.result, Some(Err(_)));
        let number = match &made.result {
            Some(Ok(reply)) => reply.number(),
            _ => -1,
        };
        let y = self.rows.y(made.called);
        let class = |future: bool, bad: bool| match (future, bad) {
            (true, _) => "tm-call-label is-future",
            (_, true) => "tm-call-label is-bad",
            _ => "tm-call-label",
        };
        if !slept && (number != 0 || name.contains("recv")) {
            name.push_str(" = ");
            name.push_str(&number.to_string());
        }
        if self.rows.holds(made.called) {
            if !slept && !is_future {
                let x = self.x(self.marks + PROGRAM * count(place));
                let dot = el("rect").attr("x", px(x - 3)).attr("y", px(y - 3));
                let round = if self.side == Side::Client { "3" } else { "0" };
                let dot = dot.attr("width", "6").attr("height", "6").attr("rx", round);
                self.out.push(dot.class("tm-dot"));
            }
            let label = class(is_future, failed && !slept);
            self.out.push(self.text(label, self.names, y + 4, name));
        }
        if !slept || is_future {
            return;
        }
        let woken = back.filter(|step| *step <= position);
        let bottom = woken.map_or(self.rows.now, |step| self.rows.y(step));
        let x = px(self.x(self.marks + PROGRAM * count(place)));
        let sleep = line(x.clone(), y.max(0), x, bottom).class("tm-sleep");
        self.out.push(sleep.class_if("is-open", woken.is_none()));
        if let (Some(step), Some(result)) = (woken, &made.result)
            && self.rows.holds(step)
        {
            let text = match result {
                Ok(reply) => ["= ", &reply.number().to_string()].concat(),
                Err(errno) => ["= ", errno.name()].concat(),
            };
            let y = self.rows.y(step) + 4;
            self.out.push(self.text(class(false, failed), self.names, y, text));
        }
        if bottom - y >= 3 * PITCH {
            let y = y.max(0) + (bottom - y.max(0)) / 2 + 4;
            self.out.push(self.text("tm-asleep", self.names, y, self.words.tm_asleep()));
        }
    }
}

/// Pixels that the name of a state takes in the figure's type, which is made to fit.
fn width(name: &str) -> i32 {
    let tenths = |c: char| match c {
        'I' | '1' | ' ' => 36,
        '-' => 44,
        'W' | 'N' => 88,
        'E' | 'L' | 'F' | 'S' | 'T' => 64,
        _ => 74,
    };
    name.chars().map(tenths).sum::<i32>() / 10
}
