//! The ladder: time downward, a row a step, both axes and the wire between them.
//!
//! Rows are even, so that ten calls in no time and one wait of a minute are both seen; where much
//! time passes between two rows, the gap is wider and says how much.

use super::TimeMachine;
use super::run::Run;
use super::scenario::Side;
use super::{time, track, wire};
use crate::node::{Element, el};
use crate::words::Words;

/// Pixels from row to row.
pub(super) const PITCH: i32 = 22;
/// Above the first row.
const TOP: i32 = 16;
/// More where much time passes.
const GAP: i32 = 18;
/// What counts as much time.
const GAP_NS: u64 = 150_000_000;
/// Rows that are drawn at once, alive and on paper.
const ROWS: usize = 36;
const ROWS_PRINTED: usize = 90;
/// The window moves in jumps of so many rows, so that the picture stands still while it is read.
const JUMP: usize = 12;
/// Rows below the present one, at least, where there are any.
const AHEAD: usize = 10;

/// The rows that are drawn: a window of the run.
///
/// Heights count from the first row of the run and not of the window, so that what is drawn stays
/// as it is when the window moves on.
pub(super) struct Rows {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Of the steps up to the last row.
    ys: Vec<i32>,
    gaps: Vec<(i32, u64)>,
    /// Where the window begins and ends.
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// Where the present is.
    pub(super) now: i32,
}

impl Rows {
    pub(super) fn of(figure: &TimeMachine) -> Self {
        let run = &figure.play().run;
        // What lies behind a gate takes no room either: its length would tell.
        let end = figure.limit();
        let most = if figure.is_plate { ROWS_PRINTED } else { ROWS };
        let mut first = 1;
        while end + 1 > first + most && figure.position + AHEAD >= first + most {
            first += JUMP;
        }
        let last = end.min(first + most - 1);
        let (mut y, mut top) = (TOP, 0);
        let (mut ys, mut gaps) = (Vec::new(), Vec::new());
        for step in 1..=last {
            let passed = run.ns(step).saturating_sub(run.ns(step - 1));
            let gap = if passed >= GAP_NS && step > 1 { GAP } else { 0 };
            if step == first {
                top = y - TOP;
            }
            y += gap;
            if gap > 0 && step >= first {
                gaps.push((y - PITCH / 2 - GAP / 2, passed));
            }
            ys.push(y);
            y += PITCH;
        }
        let mut rows = Self { first, last, ys, gaps, top, bottom: y + PITCH / 2, now: 0 };
        rows.now = rows.y(figure.position) + PITCH / 2;
        rows
    }

    /// The height of a step's row; of one below the window, its edge.
    pub(super) fn y(&self, step: usize) -> i32 {
        match step.checked_sub(1) {
            Some(at) => self.ys.get(at).copied().unwrap_or(self.bottom),
            None => TOP - PITCH,
        }
    }

    pub(super) fn holds(&self, step: usize) -> bool {
        (self.first..=self.last).contains(&step)
    }
}

/// How many there are, as a length: drawings never hold more than fit.
pub(super) fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A number as an attribute.
pub(super) fn px(number: i32) -> String {
    number.to_string()
}

/// A line from one point to another.
pub(super) fn line(x1: String, y1: i32, x2: String, y2: i32) -> Element {
    el("line").attr("x1", x1).attr("y1", px(y1)).attr("x2", x2).attr("y2", px(y2))
}

/// A place of its own, where 0, 0 is this point.
pub(super) fn at(x: String, y: i32) -> Element {
    el("svg")
        .attr("x", x)
        .attr("y", px(y))
        .attr("width", "1")
        .attr("height", "1")
        .attr("overflow", "visible")
}

/// An empty drawing of the ladder's height.
pub(super) fn drawing(rows: &Rows) -> Element {
    el("svg").attr("width", "100%").attr("height", px(rows.bottom - rows.top))
}

/// The ladder with its heads and its legend.
pub(super) fn whole(figure: &TimeMachine, words: &Words) -> Element {
    let rows = Rows::of(figure);
    let run = &figure.play().run;
    let head = el("div")
        .class("tm-time-head")
        .attr("aria-hidden", "true")
        .child(el("span").text(words.tm_axis_client()))
        .child(el("span").text(words.tm_time_wire()))
        .child(el("span").text(words.tm_axis_server()));
    let plot = el("div")
        .class("tm-plot")
        .child(track::present(figure, &rows, words))
        .child(track::drawn(figure, &rows, Side::Client, words))
        .child(wire::drawn(figure, &rows, words))
        .child(track::drawn(figure, &rows, Side::Server, words));
    let before = (rows.first > 1).then(|| words.tm_earlier(&(rows.first - 1)));
    let after =
        (rows.last < figure.limit()).then(|| words.tm_further(&(figure.limit() - rows.last)));
    let edge = |text: String| el("p").class("tm-edge sw-micro").text(text);
    el("div")
        .attr("role", "group")
        .class("tm-time")
        .class_if("is-many", Side::BOTH.into_iter().any(|side| track::is_many(figure, side)))
        .attr("aria-label", words.tm_time_label())
        .child(head)
        .maybe(before.map(edge))
        .child(plot)
        .maybe(after.map(edge))
        .maybe(cut(figure, run, words))
        .child(legend(words))
}

fn cut(figure: &TimeMachine, run: &Run, words: &Words) -> Option<Element> {
    let at_end = figure.position == run.steps.len() && run.cut;
    at_end.then(|| el("p").class("tm-edge sw-micro").text(words.tm_cut()))
}

/// The gaps of the wire: how much time they stand for.
pub(super) fn gaps(rows: &Rows, words: &Words) -> Element {
    let gap = |(y, ns): &(i32, u64)| {
        let text = el("text")
            .attr("x", "50%")
            .attr("y", px(*y + 4))
            .class("tm-gap")
            .text(words.tm_later(&time::length(*ns)));
        el("g").child(line("0".into(), *y, "100%".into(), *y).class("tm-gap-line")).child(text)
    };
    el("g").children(rows.gaps.iter().map(gap))
}

fn legend(words: &Words) -> Element {
    let sample = |class: &str, text: &str| {
        let stroke = line("0".into(), 5, "24".into(), 5).class(class);
        let drawing = el("svg")
            .attr("viewBox", "0 0 24 10")
            .attr("width", "24")
            .attr("height", "10")
            .attr("aria-hidden", "true");
        el("span").child(drawing.child(stroke)).text(text)
    };
    el("p")
        .class("tm-legend")
        .child(sample("tm-k-fly", words.tm_in_transit()))
        .child(sample("tm-k-lost", words.tm_lost()))
        .child(sample("tm-k-future", words.tm_not_yet()))
        .child(sample("tm-k-span", words.tm_in_queue()))
}
