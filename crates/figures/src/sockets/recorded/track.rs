//! The tracks beside the wire: states as bars, stays as brackets, system calls as marks.
//!
//! Distances are measured from the axis; the left track is the mirror of the right one. What lasts
//! is drawn whole and shows in a window that ends at the present, so that nothing tells what is to
//! come, and a step changes the window and little else in the page.

use figure_kit::components::ladder::{PITCH, Rows, Side, at, count, line, px};
use kernel::{Awaited, State};
use recording::{Bar, Bracket, CallMade, End, Stay, Thread};

use super::text::length;
use super::view::{View, kind};
use super::words::Words;
use crate::sockets::state_pill;
use figure_kit::node::{Element, el};

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

/// What is written beside an axis, with the step from which it stands there.
type Label = (usize, Element);

/// A track that is being drawn. Each thing has a place among the parts that are kept, behind those
/// of what lasts.
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
    labels: Vec<Label>,
}

/// The parts that are kept of what lasts: all that spans bars and brackets, the marks of calls.
const LASTING: usize = 0;
const MARKS: usize = 1;
const PARTS: usize = 2;

/// The track of a side.
pub(super) fn view(view: &View<'_>, rows: &Rows, side: Side) -> Element {
    let (spans, host) = (&view.run.spans, view.host(side));
    let bars: Vec<&Bar> = spans.bars.iter().filter(|bar| bar.host == host).collect();
    let columns = bars.iter().map(|bar| bar.column).max();
    let columns = columns.map_or(1, |most| (most + 1).min(COLUMNS_MAX));
    let inner = COLUMN * (count(columns) - 1) + 6;
    let threads = view.threads(host);
    let marks = inner + PILL + if spans.connections.len() > 1 { LETTER } else { 0 };
    let window = view.limit << 1 | usize::from(view.is_print);
    let memo = &view.kept.tracks[side as usize];
    memo.renew([rows.first, rows.last, window, view.edition]);
    let mut track = Track {
        view,
        rows,
        side,
        inner,
        marks,
        names: marks + 9 + THREAD * count(threads.len().saturating_sub(1)),
        taken: Vec::new(),
        named: threads.iter().flat_map(|(_, thread)| thread.steps()).collect(),
        things: PARTS,
        labels: Vec::new(),
    };
    let brackets = spans.brackets.iter().filter(|bracket| bracket.host == host);
    let brackets: Vec<&Bracket> = brackets.collect();
    let lasting = memo.part(LASTING, 0, || track.lasting(&bars, &brackets));
    let pills = track.pills(&bars);
    for bracket in brackets {
        track.bracket(bracket);
    }
    let labels = track.in_order();
    for (place, (_, thread)) in threads.iter().enumerate() {
        track.calls(thread, place, threads.len());
    }
    let names = track.in_order();
    let calls = || el("g").class("rec-calls");
    let inside = el("g").attr("transform", ["translate(", &px(WIDE), ")"].concat());
    let window = el("svg")
        .attr("x", px(-WIDE))
        .attr("width", px(2 * WIDE))
        .attr("height", px(rows.now.max(0)))
        .child(inside.child(lasting).child(track.all_marks(&threads)));
    let axis = at(if side == Side::Left { "100%" } else { "0" }.to_owned(), -rows.top)
        .child(line("0".into(), 0, "0".into(), rows.bottom).class("rec-axis"))
        .child(window)
        .child(pills)
        .child(el("g").children(labels))
        .child(calls().children(names));
    rows.drawing()
        .class(if side == Side::Left { "rec-track is-left" } else { "rec-track is-right" })
        .class_if("is-many", view.is_many(side))
        .attr("data-actor", side.actor())
        .attr("aria-hidden", "true")
        .child(axis)
}

/// A call of a thread, one of several beside an axis.
struct Made<'a> {
    call: &'a CallMade,
    place: usize,
    /// Where it comes back, or its thread ends, if that may be seen.
    back: Option<usize>,
}

impl Made<'_> {
    fn slept(&self) -> bool {
        self.call.returned != Some(self.call.called)
    }
}

impl Track<'_> {
    /// What is written for the thing that is looked at now, kept while the key stays.
    fn label(&mut self, step: usize, key: usize, make: impl FnOnce(&Self) -> Element) {
        let memo = &self.view.kept.tracks[self.side as usize];
        let label = memo.part(self.things, key, || make(self));
        self.labels.push((step, label));
    }

    /// The labels so far in the order in which they appear: a step adds to their end.
    fn in_order(&mut self) -> Vec<Element> {
        let mut ordered: Vec<Label> = Vec::new();
        for (step, label) in std::mem::take(&mut self.labels) {
            ordered.insert(ordered.partition_point(|(other, _)| *other <= step), (step, label));
        }
        ordered.into_iter().map(|(_, label)| label).collect()
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

    /// Bars and brackets, one path for all that look alike.
    fn lasting(&self, bars: &[&Bar], brackets: &[&Bracket]) -> Element {
        let mut all = el("g");
        for kind in ["closed", "listen", "established", "transitional"] {
            let (mut bodies, mut dashes) = (String::new(), String::new());
            for bar in bars.iter().filter(|bar| self::kind(bar.state) == kind) {
                let Some((y1, y2)) = self.reach(bar.from, bar.until) else { continue };
                let x = self.side.outward(COLUMN * count(bar.column.min(COLUMNS_MAX - 1)));
                let [y1, y2] = [y1, y2].map(px);
                bodies.push_str(&["M", &px(x - 3), " ", &y1, "h6V", &y2, "h-6z"].concat());
                dashes.push_str(&["M", &px(x), " ", &y1, "V", &y2].concat());
            }
            all = all.maybe(path("rec-bar", bodies).map(|path| path.attr("data-state", kind)));
            if kind == "transitional" {
                all = all.maybe(path("rec-bar is-dashed", dashes));
            }
        }
        let mut spans = String::new();
        let start = px(self.side.outward(self.inner + 1));
        let [out, back] = [5, -5].map(|by| px(self.side.outward(by)));
        for bracket in brackets {
            let Some((y1, y2)) = self.reach(bracket.from, bracket.until) else { continue };
            let [y1, y2] = [y1 + 1, y2 - 1].map(px);
            spans.push_str(&["M", &start, " ", &y1, "h", &out, "V", &y2, "h", &back].concat());
        }
        all.maybe(path("rec-span", spans))
    }

    /// The names of the states: the pills of each kind as one path, and what is written in them.
    fn pills(&mut self, bars: &[&Bar]) -> Element {
        let mut bodies: Vec<(&'static str, String)> = Vec::new();
        for bar in bars {
            let reach = self.reach(bar.from, bar.until);
            let row = reach.and_then(|_| self.row(bar.from.max(self.rows.first), 2));
            if let Some(row) = row.filter(|_| !self.view.is_future(bar.from)) {
                let pill = self.pill(bar, row);
                match bodies.iter_mut().find(|(known, _)| *known == pill.kind) {
                    Some((_, all)) => all.push_str(&pill.body),
                    None => bodies.push((pill.kind, pill.body.clone())),
                }
                self.label(bar.from, 0, |_| pill.written());
            }
            self.things += 1;
        }
        let body = |(kind, all): (&'static str, String)| {
            el("path").class("rec-pill").attr("data-state", kind).attr("d", all)
        };
        el("g").children(bodies.into_iter().map(body)).children(self.in_order())
    }

    fn pill(&self, bar: &Bar, row: usize) -> Pill {
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
        // Half a circle at either end.
        let round = "a8.5 8.5 0 0 1 0 ";
        let [start, across, back] = [left * 10 + 85, text - 3, 3 - text].map(px);
        let start = [&start[..start.len() - 1], ".", &start[start.len() - 1..]].concat();
        let top = px(y - 9);
        let body = ["M", &start, " ", &top, "h", &across, round, "17h", &back, round, "-17z"];
        Pill { kind: kind(bar.state), name, body: body.concat(), middle: left + wide / 2, y, text }
    }

    fn bracket(&mut self, bracket: &Bracket) {
        let reach = self.reach(bracket.from, bracket.until);
        let from = bracket.from.max(self.rows.first);
        let most = self.view.end_of(bracket).saturating_sub(from).min(3);
        let row = reach.and_then(|_| self.row(from, most));
        if let Some(row) = row.filter(|_| !self.view.is_future(bracket.from)) {
            self.label(bracket.from, 0, |track| {
                let words = track.view.words;
                let text = match bracket.stay {
                    Stay::SynQueue => words.syn_queue().to_owned(),
                    Stay::AcceptQueue => words.accept_queue().to_owned(),
                    Stay::Timer(Awaited::TimeWait, ns) => length(ns),
                    Stay::Timer(_, ns) => [words.timer(), " ", &length(ns)].concat(),
                };
                // As high as the name of a state.
                let y = track.rows.y(row) + PITCH / 2 + 2;
                track.text("rec-span-label", track.inner + 10, y, text)
            });
        }
        self.things += 1;
    }

    /// The marks of all calls: one path where they return at once, one while they sleep, one where
    /// they slept.
    fn all_marks(&self, threads: &[(usize, &Thread)]) -> Element {
        let mut made: Vec<Made<'_>> = Vec::new();
        for (place, (_, thread)) in threads.iter().enumerate() {
            made.extend(thread.calls.iter().map(|call| self.made(thread, call, place)));
        }
        let woken = |it: &&Made<'_>| it.slept() && it.back.is_some_and(|it| !self.is_future(it));
        let key = made.iter().filter(woken).count();
        let memo = &self.view.kept.tracks[self.side as usize];
        memo.part(MARKS, key, || {
            let [mut dots, mut slept, mut open] = [const { String::new() }; 3];
            for it in made.iter().filter(|it| !self.is_out(it)) {
                let x = self.side.outward(self.marks + THREAD * count(it.place));
                let y = self.rows.y(it.call.called);
                if it.slept() {
                    let bottom = it.back.map_or(self.rows.bottom, |step| self.rows.y(step));
                    let path = if woken(&it) { &mut slept } else { &mut open };
                    path.push_str(&["M", &px(x), " ", &px(y.max(0)), "V", &px(bottom)].concat());
                } else {
                    let [x, y] = [px(x - 3), px(y - 3)];
                    dots.push_str(&["M", &x, " ", &y, self.dot()].concat());
                }
            }
            let paths = [("rec-dot", dots), ("rec-sleep", slept), ("rec-sleep is-open", open)];
            let paths = paths.into_iter().filter_map(|(class, all)| path(class, all));
            el("g").class("rec-calls").children(paths)
        })
    }

    /// The mark of a call from its upper left corner: round like a client, square like a server.
    fn dot(&self) -> &'static str {
        match self.side {
            Side::Left => "m0 3a3 3 0 0 1 6 0a3 3 0 0 1-6 0z",
            Side::Right => "h6v6h-6z",
        }
    }

    fn is_future(&self, step: usize) -> bool {
        self.view.is_future(step)
    }

    fn made<'a>(&self, thread: &Thread, call: &'a CallMade, place: usize) -> Made<'a> {
        let end = thread.ended.map(|(step, _)| step);
        let back = call.returned.or(end).filter(|step| *step <= self.view.limit);
        Made { call, place, back }
    }

    /// Whether nothing of a call is in the window.
    fn is_out(&self, it: &Made<'_>) -> bool {
        it.call.called > self.view.limit || it.back.is_some_and(|step| step < self.rows.first)
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
        for call in &thread.calls {
            let made = self.made(thread, call, place);
            if !self.is_out(&made) && !self.is_future(call.called) {
                self.names(&made, &prefix);
            }
            self.things += 3;
        }
        if let Some((step, end)) = thread.ended
            && !self.is_future(step)
            && self.rows.holds(step)
        {
            self.label(step, 0, |track| {
                let text = match end {
                    End::Killed => track.view.words.was_killed(),
                    End::Done | End::Failed => "exit",
                };
                track.name(step, false, text.to_owned())
            });
        }
        self.things += 1;
    }

    /// Where it is said that a call sleeps: in the first row that no other name needs, once the
    /// sleep has lasted a while.
    fn asleep(&mut self, made: &Made<'_>) -> Option<usize> {
        let until = made.back.unwrap_or(usize::MAX).min(self.rows.last + 1);
        let called = made.call.called;
        if self.view.position().min(until) < called + SLEEP_STEPS {
            return None;
        }
        let from = (called + 1).max(self.rows.first);
        let row = (from..until).find(|row| !self.named.contains(row))?;
        self.named.push(row);
        Some(row)
    }

    /// What is written of a call: its name, that it sleeps, what it came back with.
    fn names(&mut self, made: &Made<'_>, prefix: &str) {
        let call = made.call;
        let failed = matches!(call.result, Some(Err(_)));
        let first = self.things;
        if self.rows.holds(call.called) {
            self.label(call.called, 0, |track| {
                let name = called(made, prefix);
                track.name(call.called, failed && !made.slept(), name)
            });
        }
        self.things = first + 1;
        if made.slept()
            && let (Some(step), Some(result)) = (made.back, &call.result)
            && !self.is_future(step)
            && self.rows.holds(step)
        {
            self.label(step, 0, |track| {
                let text = match result {
                    Ok(reply) => ["= ", &reply.number().to_string()].concat(),
                    Err(errno) => ["= ", errno.name()].concat(),
                };
                track.name(step, failed, text)
            });
        }
        self.things = first + 2;
        if made.slept()
            && let Some(row) = self.asleep(made)
        {
            self.label(call.called + SLEEP_STEPS, row, |track| {
                let y = track.rows.y(row) + 4;
                track.text("rec-asleep", track.names, y, track.view.words.asleep())
            });
        }
        self.things = first;
    }

    fn name(&self, row: usize, is_bad: bool, name: String) -> Element {
        let class = if is_bad { "rec-call-label is-bad" } else { "rec-call-label" };
        self.text(class, self.names, self.rows.y(row) + 4, name)
    }
}

/// How many steps a sleep lasts before it is named.
const SLEEP_STEPS: usize = 3;

/// A call as the tracer writes it, with what it returned at once.
fn called(made: &Made<'_>, prefix: &str) -> String {
    let number = match &made.call.result {
        Some(Ok(reply)) => reply.number(),
        _ => -1,
    };
    let called = made.call.text.split('(').next().unwrap_or_default();
    let mut name = [prefix, called, "()"].concat();
    if !made.slept() && (number != 0 || called == "recv") {
        name.push_str(" = ");
        name.push_str(&number.to_string());
    }
    name
}

/// The name of a state on its pill.
struct Pill {
    kind: &'static str,
    name: String,
    /// The outline as a path.
    body: String,
    middle: i32,
    y: i32,
    /// What the name takes.
    text: i32,
}

impl Pill {
    fn written(self) -> Element {
        el("text")
            .class("rec-pill")
            .attr("data-state", self.kind)
            .attr("x", px(self.middle))
            .attr("y", px(self.y + 4))
            .attr("text-anchor", "middle")
            .attr("textLength", px(self.text))
            .attr("lengthAdjust", "spacingAndGlyphs")
            .text(self.name)
    }
}

/// A path, unless there is nothing on it.
fn path(class: &str, all: String) -> Option<Element> {
    (!all.is_empty()).then(|| el("path").class(class).attr("d", all))
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
