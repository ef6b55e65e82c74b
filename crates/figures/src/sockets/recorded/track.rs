//! The tracks beside the wire: states as bars, stays as brackets, system calls as marks.
//!
//! Distances are measured from the axis; the left track is the mirror of the right one. What lasts
//! is drawn whole; what of it is past shows in a window that ends at the present. So a step
//! changes the window, and little else in the page.

use figure_kit::components::ladder::{PITCH, Rows, Side, at, count, line, px};
use kernel::{Awaited, State};
use recording::{Bar, Bracket, CallMade, End, Stay, Thread};

use super::text::length;
use super::view::{View, kind};
use super::words::Words;
use crate::node::{Element, el};
use crate::sockets::state_pill;

/// From one bar to the next.
const COLUMN: i32 = 9;
/// What the name of a state takes at most, and the letter of a connection beside it.
const PILL: i32 = 108;
const LETTER: i32 = 13;
/// The most columns of bars; more connections share the last.
const COLUMNS_MAX: usize = 4;
/// From the mark of a thread's call to that of the next thread's.
const THREAD: i32 = 5;
/// How far to either side of an axis anything is drawn.
const WIDE: i32 = 260;

/// The name of a timer.
pub(super) fn awaited(awaited: Awaited, words: &Words) -> &str {
    match awaited {
        Awaited::Retransmission | Awaited::Handshake => words.retransmission(),
        Awaited::LossProbe => words.loss_probe(),
        Awaited::WindowProbe => words.window_probe(),
        Awaited::DelayedAck => words.delayed_ack(),
        Awaited::KeepAlive => words.keep_alive(),
        Awaited::TimeWait => "TIME-WAIT",
        Awaited::FinWait => "FIN-WAIT-2",
    }
}

/// From one height to another.
type Reach = (i32, i32);

/// A track that is being drawn. Each thing has three places among the parts that are kept: what
/// is to come, what has been, and what is written beside it.
struct Track<'a> {
    view: &'a View<'a>,
    rows: &'a Rows,
    side: Side,
    /// Beyond the bars.
    inner: i32,
    /// Where the marks of system calls stand.
    marks: i32,
    /// Where their names stand.
    names: i32,
    /// Rows in which a label stands already, beside the bars and among the names of calls.
    taken: Vec<usize>,
    named: Vec<usize>,
    /// How many things there are so far.
    things: usize,
    /// What is to come, what has been, and what stands above both.
    future: Vec<Element>,
    past: Vec<Element>,
    out: Vec<Element>,
}

/// The track of a side.
pub(super) fn view(view: &View<'_>, rows: &Rows, side: Side) -> Element {
    let (spans, host) = (&view.run.spans, view.host(side));
    let bars = || spans.bars.iter().filter(|bar| bar.host == host);
    let columns = bars().map(|bar| bar.column).max();
    let columns = columns.map_or(1, |most| (most + 1).min(COLUMNS_MAX));
    let inner = COLUMN * (count(columns) - 1) + 6;
    let threads = view.threads(host);
    let marks = inner + PILL + if spans.connections.len() > 1 { LETTER } else { 0 };
    let window = view.limit << 1 | usize::from(view.is_print);
    view.kept.tracks[side as usize].renew([rows.first, rows.last, window, view.edition]);
    let mut track = Track {
        view,
        rows,
        side,
        inner,
        marks,
        names: marks + 9 + THREAD * count(threads.len().saturating_sub(1)),
        taken: Vec::new(),
        named: threads.iter().flat_map(|(_, thread)| thread.steps()).collect(),
        things: 0,
        future: Vec::new(),
        past: Vec::new(),
        out: Vec::new(),
    };
    for bar in bars() {
        track.bar(bar);
    }
    for bracket in spans.brackets.iter().filter(|bracket| bracket.host == host) {
        track.bracket(bracket);
    }
    let (lasting, labels) = (std::mem::take(&mut track.past), std::mem::take(&mut track.out));
    for (place, (_, thread)) in threads.iter().enumerate() {
        track.calls(thread, place, threads.len());
    }
    let calls = |marks: Vec<Element>| el("g").class("rec-calls").children(marks);
    let Track { future, past, out, .. } = track;
    let inside = el("g").attr("transform", ["translate(", &px(WIDE), ")"].concat());
    let window = el("svg")
        .attr("x", px(-WIDE))
        .attr("width", px(2 * WIDE))
        .attr("height", px(rows.now.max(0)))
        .child(inside.children(lasting).child(calls(past)));
    let axis = at(if side == Side::Left { "100%" } else { "0" }.to_owned(), -rows.top)
        .child(line("0".into(), 0, "0".into(), rows.bottom).class("rec-axis"))
        .children(future)
        .child(window)
        .children(labels)
        .child(calls(out));
    rows.drawing()
        .class(if side == Side::Left { "rec-track is-left" } else { "rec-track is-right" })
        .class_if("is-many", view.is_many(side))
        .attr("data-actor", side.actor())
        .attr("aria-hidden", "true")
        .child(axis)
}

/// What of a thing is drawn. Nothing keeps its place all the same, so that a step changes little
/// in the page.
fn drawn(part: Option<Element>) -> Element {
    part.unwrap_or_else(|| el("g"))
}

impl Track<'_> {
    /// A part of the thing that is drawn now.
    fn part(&self, which: usize, key: usize, make: impl FnOnce() -> Element) -> Element {
        self.view.kept.tracks[self.side as usize].part(self.things * 3 + which, key, make)
    }

    fn text(&self, class: &str, distance: i32, y: i32, text: impl Into<String>) -> Element {
        let anchor = if self.side == Side::Left { "end" } else { "start" };
        el("text")
            .class(class)
            .attr("x", px(self.side.outward(distance)))
            .attr("y", px(y))
            .attr("text-anchor", anchor)
            .text(text)
    }

    /// The part of a span that is drawn.
    fn reach(&self, from: usize, until: Option<usize>) -> Option<Reach> {
        let (limit, rows) = (self.view.limit, self.rows);
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
        let x = self.side.outward(COLUMN * count(bar.column.min(COLUMNS_MAX - 1)));
        let rect = |class: &str, (y1, y2): Reach, width: i32| {
            el("rect")
                .class(class)
                .attr("x", px(x - width / 2))
                .attr("y", px(y1))
                .attr("width", px(width))
                .attr("height", px(y2 - y1))
        };
        let kind = kind(bar.state);
        let to_come = reach.filter(|_| !self.view.is_print);
        let future =
            self.part(0, 0, || drawn(to_come.map(|reach| rect("rec-bar is-future", reach, 4))));
        let past = self.part(1, 0, || {
            drawn(reach.map(|reach| {
                let body = rect("rec-bar", reach, 6).attr("data-state", kind);
                if kind != "transitional" {
                    return body;
                }
                let dashes = line(px(x), reach.0, px(x), reach.1).class("rec-bar is-dashed");
                el("g").child(body).child(dashes)
            }))
        });
        let row = reach.and_then(|_| self.row(bar.from.max(self.rows.first), 2));
        let is_future = self.view.is_future(bar.from);
        let pill = self.part(2, usize::from(is_future), || {
            el("g").maybe(row.map(|row| self.pill(bar, row, is_future)))
        });
        self.future.push(future);
        self.past.push(past);
        self.out.push(pill);
        self.things += 1;
    }

    fn pill(&self, bar: &Bar, row: usize, is_future: bool) -> Element {
        let letter = self.view.run.spans.letter(bar.connection);
        let mut name = String::from(state_pill::name(bar.state));
        if let Some(letter) = letter.filter(|_| bar.state != State::Listen) {
            name.extend([' ', letter]);
        }
        let text = width(&name);
        let wide = text + 14;
        let distance = self.inner + 10;
        let left = if self.side == Side::Left { -distance - wide } else { distance };
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
        el("g").class("rec-pill").attr("data-state", kind).child(body).child(label)
    }

    fn bracket(&mut self, bracket: &Bracket) {
        let reach = self.reach(bracket.from, bracket.until);
        let start = self.side.outward(self.inner + 1);
        let past = self.part(1, 0, || {
            drawn(reach.map(|(y1, y2)| {
                let [y1, y2] = [y1 + 1, y2 - 1].map(px);
                let [out, back] = [5, -5].map(|by| px(self.side.outward(by)));
                let path = ["M", &px(start), " ", &y1, "h", &out, "V", &y2, "h", &back].concat();
                el("path").class("rec-span").attr("d", path)
            }))
        });
        let from = bracket.from.max(self.rows.first);
        let most = self.view.end_of(bracket).saturating_sub(from).min(3);
        let row = reach.and_then(|_| self.row(from, most));
        let row = row.filter(|_| !self.view.is_future(bracket.from));
        let label = self.part(2, usize::from(row.is_some()), || {
            let words = self.view.words;
            let text = match bracket.stay {
                Stay::SynQueue => words.syn_queue().to_owned(),
                Stay::AcceptQueue => words.accept_queue().to_owned(),
                Stay::Timer(Awaited::TimeWait, ns) => length(ns),
                Stay::Timer(_, ns) => [words.timer(), " ", &length(ns)].concat(),
            };
            // As high as the name of a state.
            let y = |row| self.rows.y(row) + PITCH / 2 + 2;
            let label = |row| self.text("rec-span-label", self.inner + 10, y(row), text);
            el("g").maybe(row.map(label))
        });
        self.past.push(past);
        self.out.push(label);
        self.things += 1;
    }

    /// The calls of a thread, one of so many beside the axis, and its end.
    fn calls(&mut self, thread: &Thread, place: usize, threads: usize) {
        // Of several, each call says whose it is: by the number at the end of its program's name.
        let number = thread.program.trim_start_matches(|c: char| !c.is_ascii_digit());
        let prefix = match (threads > 1, number) {
            (false, _) => String::new(),
            (true, "") => [&(place + 1).to_string(), " "].concat(),
            (true, number) => [number, " "].concat(),
        };
        for made in &thread.calls {
            self.call(thread, made, place, &prefix);
        }
        if let Some((step, end)) = thread.ended
            && step <= self.view.limit
            && self.rows.holds(step)
        {
            let is_future = self.view.is_future(step);
            let label = self.part(2, usize::from(is_future), || {
                let text = match end {
                    End::Killed => self.view.words.was_killed(),
                    End::Done | End::Failed => "exit",
                };
                self.label(step, is_future, false, text.to_owned())
            });
            self.out.push(label);
        }
        self.things += 1;
    }

    fn call(&mut self, thread: &Thread, made: &CallMade, place: usize, prefix: &str) {
        let limit = self.view.limit;
        let end = thread.ended.map(|(step, _)| step);
        let back = made.returned.or(end).filter(|step| *step <= limit);
        let gone = made.called > limit || back.is_some_and(|step| step < self.rows.first);
        let slept = made.returned != Some(made.called);
        let woken = back.filter(|step| slept && !self.view.is_future(*step));
        let asleep = if slept && !gone { self.asleep(made, back) } else { None };
        let past = self.part(1, usize::from(woken.is_some()), || {
            drawn((!gone).then(|| self.mark(made, place, slept, back, woken.is_some())))
        });
        let is_future = self.view.is_future(made.called);
        let key = asleep.map_or(0, |row| row + 1) << 2
            | usize::from(woken.is_some()) << 1
            | usize::from(is_future);
        let names = self.part(2, key, || {
            let names = el("g");
            if gone { names } else { self.names(names, made, prefix, woken, asleep) }
        });
        self.past.push(past);
        self.out.push(names);
        self.things += 1;
    }

    /// A mark where a call returns at once, a line while it sleeps.
    fn mark(
        &self,
        made: &CallMade,
        place: usize,
        slept: bool,
        back: Option<usize>,
        is_woken: bool,
    ) -> Element {
        let x = self.side.outward(self.marks + THREAD * count(place));
        let y = self.rows.y(made.called);
        if slept {
            let bottom = back.map_or(self.rows.bottom, |step| self.rows.y(step));
            let sleep = line(px(x), y.max(0), px(x), bottom).class("rec-sleep");
            return sleep.class_if("is-open", !is_woken);
        }
        let round = if self.side == Side::Left { "3" } else { "0" };
        let dot = el("rect").attr("x", px(x - 3)).attr("y", px(y - 3));
        dot.attr("width", "6").attr("height", "6").attr("rx", round).class("rec-dot")
    }

    /// Where it is said that a call sleeps: in the first row that no other name needs, once the
    /// sleep has lasted a while.
    fn asleep(&mut self, made: &CallMade, back: Option<usize>) -> Option<usize> {
        let until = back.unwrap_or(usize::MAX).min(self.rows.last + 1);
        if self.view.position().min(until) < made.called + 3 {
            return None;
        }
        let from = (made.called + 1).max(self.rows.first);
        let row = (from..until).find(|row| !self.named.contains(row))?;
        self.named.push(row);
        Some(row)
    }

    fn names(
        &self,
        mut names: Element,
        made: &CallMade,
        prefix: &str,
        woken: Option<usize>,
        asleep: Option<usize>,
    ) -> Element {
        let slept = made.returned != Some(made.called);
        let failed = matches!(made.result, Some(Err(_)));
        if self.rows.holds(made.called) {
            let number = match &made.result {
                Some(Ok(reply)) => reply.number(),
                _ => -1,
            };
            // As the tracer calls it.
            let called = made.text.split('(').next().unwrap_or_default();
            let mut name = [prefix, called, "()"].concat();
            if !slept && (number != 0 || called == "recv") {
                name.push_str(" = ");
                name.push_str(&number.to_string());
            }
            let is_future = self.view.is_future(made.called);
            names = names.child(self.label(made.called, is_future, failed && !slept, name));
        }
        if let (Some(step), Some(result)) = (woken, &made.result)
            && self.rows.holds(step)
        {
            let text = match result {
                Ok(reply) => ["= ", &reply.number().to_string()].concat(),
                Err(errno) => ["= ", errno.name()].concat(),
            };
            names = names.child(self.label(step, false, failed, text));
        }
        let asleep = asleep.map(|row| {
            let y = self.rows.y(row) + 4;
            self.text("rec-asleep", self.names, y, self.view.words.asleep())
        });
        names.maybe(asleep)
    }

    fn label(&self, row: usize, is_future: bool, is_bad: bool, name: String) -> Element {
        let class = match (is_future, is_bad) {
            (true, _) => "rec-call-label is-future",
            (_, true) => "rec-call-label is-bad",
            _ => "rec-call-label",
        };
        self.text(class, self.names, self.rows.y(row) + 4, name)
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
