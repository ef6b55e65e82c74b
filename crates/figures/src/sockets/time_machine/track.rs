//! The tracks beside the wire: states as bars, stays as brackets, system calls as marks.
//!
//! Distances are measured from the axis; the client's track is the mirror of the server's.

use kernel::{Awaited, State};

use super::TimeMachine;
use super::calls::PROGRAM;
use super::ladder::{PITCH, Rows, at, count, drawing, line, px};
use super::run::{Actor, Cause};
use super::scenario::{Side, side_of};
use super::span::{Bar, Bracket, Stay};
use super::time;
use crate::node::{Element, el};
use crate::sockets::state_pill;
use crate::words::Words;

/// From one bar to the next.
const COLUMN: i32 = 9;
/// What the name of a state takes at most, and the letter of a connection beside it.
const PILL: i32 = 108;
const LETTER: i32 = 13;
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

/// How far to either side of an axis anything is drawn.
const WIDE: i32 = 260;

/// A track that is being drawn.
///
/// What lasts is drawn whole; what of it is past shows in a window that ends at the present. So a
/// step changes the window, and little else in the page.
pub(super) struct Track<'a> {
    pub(super) figure: &'a TimeMachine,
    pub(super) rows: &'a Rows,
    pub(super) side: Side,
    pub(super) words: &'a Words,
    /// Beyond the bars.
    inner: i32,
    /// Where the marks of system calls stand.
    pub(super) marks: i32,
    /// Where their names stand.
    pub(super) names: i32,
    /// Rows in which a label stands already, beside the bars and among the names of calls.
    taken: Vec<usize>,
    pub(super) named: Vec<usize>,
    /// What is to come, what has been, and what stands above both.
    future: Vec<Element>,
    pub(super) past: Vec<Element>,
    pub(super) out: Vec<Element>,
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
        named: actors.iter().flat_map(|actor| actor.steps()).collect(),
        future: Vec::new(),
        past: Vec::new(),
        out: Vec::new(),
    };
    for bar in spans.bars.iter().filter(|bar| bar.side == side) {
        track.grouped(|track| track.bar(bar));
    }
    for bracket in spans.brackets.iter().filter(|bracket| bracket.side == side) {
        track.grouped(|track| track.bracket(bracket));
    }
    let (future, lasting) = (std::mem::take(&mut track.future), std::mem::take(&mut track.past));
    let labels = std::mem::take(&mut track.out);
    for (place, actor) in actors.iter().enumerate() {
        track.calls(actor, place, actors.len());
    }
    let calls = |marks: Vec<Element>| el("g").class("tm-calls").children(marks);
    let past = window(rows, lasting, calls(track.past));
    let axis = at(if side == Side::Client { "100%" } else { "0" }.to_owned(), -rows.top)
        .child(line("0".into(), 0, "0".into(), rows.bottom).class("tm-axis"))
        .children(future)
        .child(past)
        .children(labels)
        .child(calls(track.out));
    drawing(rows)
        .class(if side == Side::Client { "tm-track tm-left" } else { "tm-track tm-right" })
        .class_if("is-many", is_many(figure, side))
        .attr("data-actor", side.name())
        .attr("aria-hidden", "true")
        .child(axis)
}

/// The window in which the past shows.
fn window(rows: &Rows, lasting: Vec<Element>, calls: Element) -> Element {
    let inside = el("g").attr("transform", ["translate(", &px(WIDE), ")"].concat());
    el("svg")
        .attr("x", px(-WIDE))
        .attr("width", px(2 * WIDE))
        .attr("height", px(rows.now.max(0)))
        .child(inside.children(lasting).child(calls))
}

/// The present: a line across both tracks and the wire, and the moment that it is.
pub(super) fn present(figure: &TimeMachine, rows: &Rows, words: &Words) -> Element {
    let line = line("0".into(), 0, "100%".into(), 0).class("tm-now-line");
    let mut now = at("0".into(), rows.now - rows.top).attr("width", "100%").child(line);
    if !figure.is_plate {
        let moment = time::moment(figure.play().run.ns(figure.position));
        let (x, anchor) = match side_of_now(figure) {
            Side::Client => ("0", "start"),
            Side::Server => ("100%", "end"),
        };
        let label = el("text").class("tm-now").attr("x", x).attr("y", "12");
        now = now.child(label.attr("text-anchor", anchor).text(words.tm_now(&moment)));
    }
    drawing(rows).class("tm-present").attr("aria-hidden", "true").child(now)
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
    pub(super) fn grouped(&mut self, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.out);
        draw(self);
        let drawn = std::mem::replace(&mut self.out, before);
        self.out.push(el("g").children(drawn));
    }

    /// A distance from the axis as a coordinate.
    pub(super) fn x(&self, distance: i32) -> i32 {
        if self.side == Side::Client { -distance } else { distance }
    }

    pub(super) fn text(
        &self,
        class: &str,
        distance: i32,
        y: i32,
        text: impl Into<String>,
    ) -> Element {
        let anchor = if self.side == Side::Client { "end" } else { "start" };
        el("text")
            .class(class)
            .attr("x", px(self.x(distance)))
            .attr("y", px(y))
            .attr("text-anchor", anchor)
            .text(text)
    }

    /// The part of a span that is drawn.
    fn reach(&self, from: usize, until: Option<usize>) -> Option<Reach> {
        let (limit, rows) = (self.figure.limit(), self.rows);
        let end = until.unwrap_or(usize::MAX);
        if from > limit || end < rows.first || from > rows.last {
            return None;
        }
        let bottom = if end <= limit { rows.y(end) } else { rows.bottom - PITCH / 2 };
        let top = rows.y(from).max(0);
        (bottom > top).then_some((top, bottom))
    }

    /// The first free row from this one on, at most so many further down.
    fn row(&mut self, wanted: usize, most: usize) -> Option<usize> {
        let rows = wanted..=(wanted + most).min(self.rows.last);
        let free = rows.into_iter().find(|row| !self.taken.contains(row))?;
        self.taken.push(free);
        Some(free)
    }

    fn bar(&mut self, bar: &Bar) {
        let reach = self.reach(bar.from, bar.until);
        let x = self.x(COLUMN * count(bar.column.min(COLUMNS_MAX - 1)));
        let rect = |class: &str, (y1, y2): Reach, width: i32| {
            el("rect")
                .class(class)
                .attr("x", px(x - width / 2))
                .attr("y", px(y1))
                .attr("width", px(width))
                .attr("height", px(y2 - y1))
        };
        let kind = kind(bar.state);
        // A thing keeps its place in the tree while the window moves past it.
        let drawn = |drawn: Option<Element>| drawn.unwrap_or_else(|| el("g"));
        let to_come = reach.filter(|_| !self.figure.is_plate);
        self.future.push(drawn(to_come.map(|reach| rect("tm-bar is-future", reach, 4))));
        self.past.push(drawn(reach.map(|reach| {
            let body = rect("tm-bar", reach, 6).attr("data-state", kind);
            if kind != "transitional" {
                return body;
            }
            let dashes = line(px(x), reach.0, px(x), reach.1).class("tm-bar is-dashed");
            el("g").child(body).child(dashes)
        })));
        if reach.is_some() {
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
        let Some((y1, y2)) = self.reach(bracket.from, bracket.until) else {
            self.past.push(el("g"));
            return;
        };
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
        self.past.push(el("path").class("tm-span").attr("d", path));
        let text = match bracket.stay {
            Stay::SynQueue => words.tm_syn_queue().to_owned(),
            Stay::AcceptQueue => words.tm_accept_queue().to_owned(),
            Stay::Timer(Awaited::TimeWait, ns) => time::length(ns),
            Stay::Timer(_, ns) => [words.tm_timer(), " ", &time::length(ns)].concat(),
        };
        let until = bracket.until.unwrap_or(usize::MAX).min(self.figure.limit());
        let from = bracket.from.max(self.rows.first);
        let row = self.row(from, until.saturating_sub(from).min(3));
        if let Some(row) = row.filter(|_| bracket.from <= self.figure.position) {
            // As high as the name of a state.
            let y = self.rows.y(row) + PITCH / 2 + 2;
            self.out.push(self.text("tm-span-label", self.inner + 10, y, text));
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
