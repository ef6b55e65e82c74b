//! A ladder: time downward, a row a step, an axis at either side, arrows between them.
//!
//! Rows are even, so that ten steps in no time and one wait of a minute are both seen; where much
//! time passes between two rows, the gap is wider and says how much. Of a long run only a window
//! is drawn, and it moves in jumps, so that the picture stands still while it is read.
//!
//! ```
//! use figure_kit::components::ladder::Rows;
//!
//! // Three steps at once, and one 200 ms later.
//! let ns = |step: usize| if step < 4 { 0 } else { 200_000_000 };
//! let rows = Rows::of(&ns, 4, 2, 36);
//! assert_eq!(rows.y(2) - rows.y(1), rows.y(3) - rows.y(2));
//! assert!(rows.y(4) - rows.y(3) > rows.y(3) - rows.y(2));
//! assert!((rows.y(2)..rows.y(3)).contains(&rows.now));
//! ```

use crate::node::{Element, el};

/// A side of the ladder, with its axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever begins, usually: drawn like a client.
    Left,
    /// Drawn like a server.
    Right,
}

impl Side {
    /// Both, from left to right.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// The actor whose mark and hue it has.
    pub const fn actor(self) -> &'static str {
        match self {
            Self::Left => "client",
            Self::Right => "server",
        }
    }

    /// A distance from the axis as a coordinate: away from the middle.
    pub const fn outward(self, distance: i32) -> i32 {
        match self {
            Self::Left => -distance,
            Self::Right => distance,
        }
    }
}

/// Units from row to row.
pub const PITCH: i32 = 22;
/// Above the first row.
const TOP: i32 = 16;
/// More where much time passes.
const GAP: i32 = 18;
/// What counts as much time.
const GAP_NS: u64 = 150_000_000;
/// The window moves in jumps of so many rows.
const JUMP: usize = 12;
/// Rows below the present one, at least, where there are any.
const AHEAD: usize = 2;

/// The rows that are drawn: a window of the run.
///
/// Heights count from the first row of the run and not of the window, so that what is drawn stays
/// as it is when the window moves on.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The first step that has a row here.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// Of the steps up to the last row.
    ys: Vec<i32>,
    gaps: Vec<(i32, u64)>,
    /// Where the window begins.
    pub top: i32,
    /// Where it ends.
    pub bottom: i32,
    /// Where the present is.
    pub now: i32,
}

impl Rows {
    /// Rows for the steps up to `end`, at most so many at once. `ns` says when a step was.
    pub fn of(ns: &dyn Fn(usize) -> u64, end: usize, position: usize, most: usize) -> Self {
        let mut first = 1;
        while end + 1 > first + most && position + AHEAD >= first + most {
            first += JUMP;
        }
        let last = end.min(first + most - 1);
        let (mut y, mut top) = (TOP, 0);
        let (mut ys, mut gaps) = (Vec::with_capacity(last), Vec::new());
        let mut before = ns(0);
        for step in 1..=last {
            let now = ns(step);
            let passed = now.saturating_sub(before);
            before = now;
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
        rows.now = rows.y(position) + PITCH / 2;
        rows
    }

    /// The height of a step's row; of one below the window, its edge.
    pub fn y(&self, step: usize) -> i32 {
        match step.checked_sub(1) {
            Some(at) => self.ys.get(at).copied().unwrap_or(self.bottom),
            None => TOP - PITCH,
        }
    }

    /// Whether a step has a row here.
    pub fn holds(&self, step: usize) -> bool {
        (self.first..=self.last).contains(&step)
    }

    /// An empty drawing of the window's height.
    pub fn drawing(&self) -> Element {
        el("svg").attr("width", "100%").attr("height", px(self.bottom - self.top))
    }

    /// How many gaps lie above the present.
    pub fn gaps_past(&self) -> usize {
        self.gaps.partition_point(|(y, _)| *y <= self.now)
    }

    /// The gaps above the present, across the whole width; `text` says how much time each stands
    /// for. Those below would tell what is to come.
    pub fn gaps(&self, text: impl Fn(u64) -> String) -> Element {
        let gap = |(y, ns): &(i32, u64)| {
            let label = el("text").attr("x", "50%").attr("y", px(*y + 4)).class("sw-gap");
            let across = line("0".into(), *y, "100%".into(), *y).class("sw-gap-line");
            el("g").child(across).child(label.text(text(*ns)))
        };
        el("g").children(self.gaps[..self.gaps_past()].iter().map(gap))
    }
}

/// How many there are, as a length: drawings never hold more than fit.
pub fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A number as an attribute.
pub fn px(number: i32) -> String {
    number.to_string()
}

/// A line from one point to another.
pub fn line(x1: String, y1: i32, x2: String, y2: i32) -> Element {
    el("line").attr("x1", x1).attr("y1", px(y1)).attr("x2", x2).attr("y2", px(y2))
}

/// A place of its own, where 0, 0 is this point.
pub fn at(x: String, y: i32) -> Element {
    el("svg")
        .attr("x", x)
        .attr("y", px(y))
        .attr("width", "1")
        .attr("height", "1")
        .attr("overflow", "visible")
}

/// What kinds of lines mean: a sample of each class, and its text.
pub fn legend(samples: &[(&str, &str)]) -> Element {
    let sample = |(class, text): &(&str, &str)| {
        let stroke = line("0".into(), 5, "24".into(), 5).class(class);
        let drawing = el("svg")
            .attr("viewBox", "0 0 24 10")
            .attr("width", "24")
            .attr("height", "10")
            .attr("aria-hidden", "true");
        el("span").child(drawing.child(stroke)).text(*text)
    };
    el("p").class("sw-legend").children(samples.iter().map(sample))
}

/// The usual width between the axes in pixels, from which slopes are reckoned.
const WIDTH: i32 = 264;

/// An arrow from one axis towards the other: heights in units, places across in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrow {
    /// Where it begins.
    pub from: Side,
    /// The height at which it begins.
    pub y1: i32,
    /// The height of its end.
    pub y2: i32,
    /// How far across it has come.
    pub percent: i32,
}

impl Arrow {
    /// The place across of so much of the way.
    fn x(&self, percent: i32) -> String {
        let from_left = if self.from == Side::Left { percent } else { 100 - percent };
        [&from_left.to_string(), "%"].concat()
    }

    /// Its line.
    pub fn line(&self) -> Element {
        line(self.x(0), self.y1, self.x(self.percent), self.y2)
    }

    /// The slope in degrees, as it is at the usual width.
    fn degrees(&self) -> i32 {
        let across = (WIDTH * self.percent / 100).max(1);
        let degrees = ((self.y2 - self.y1) * 57 / across).clamp(-40, 40);
        if self.from == Side::Left { degrees } else { -degrees }
    }

    fn turned(&self, element: Element) -> Element {
        element.attr("transform", ["rotate(", &self.degrees().to_string(), ")"].concat())
    }

    /// Its end, where 0, 0 is.
    pub fn end(&self) -> Element {
        at(self.x(self.percent), self.y2)
    }

    /// The point of the arrow.
    pub fn head(&self) -> Element {
        let path = match self.from {
            Side::Left => "M-9-4L0 0L-9 4z",
            Side::Right => "M9-4L0 0L9 4z",
        };
        self.end().child(self.turned(el("path").class("sw-arrow-head").attr("d", path)))
    }

    /// The mark of whoever sent it.
    pub fn tail(&self, radius: i32) -> Element {
        let mark = match self.from {
            Side::Left => el("circle").attr("r", px(radius)),
            Side::Right => el("rect")
                .attr("x", px(-radius))
                .attr("y", px(-radius))
                .attr("width", px(2 * radius))
                .attr("height", px(2 * radius)),
        };
        at(self.x(0), self.y1).child(mark.class("sw-arrow-tail"))
    }

    /// The end of one that went no further, and why if it is not plain from the place.
    pub fn cross(&self, why: Option<&str>) -> Element {
        let toward = if self.from == Side::Left { 12 } else { -12 };
        let anchor = if self.from == Side::Left { "start" } else { "end" };
        let text = el("text").class("sw-arrow-why").attr("x", px(toward)).attr("y", "4");
        let text = text.attr("text-anchor", anchor);
        self.end()
            .child(el("path").class("sw-arrow-cross").attr("d", "M-5-5L5 5M5-5L-5 5"))
            .maybe(why.map(|why| text.text(why)))
    }

    /// A text along the line, so much of the way across.
    pub fn label(&self, text: Element, percent: i32) -> Element {
        let percent = percent * self.percent / 100 + if self.percent < 100 { 8 } else { 0 };
        let y = self.y1 + (self.y2 - self.y1) * percent / self.percent.max(1);
        at(self.x(percent), y).child(self.turned(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(end: usize, position: usize, first: usize, last: usize) {
        let rows = Rows::of(&|_| 0, end, position, 36);
        assert_eq!((rows.first, rows.last), (first, last), "at {position} of {end}");
    }

    #[test]
    fn the_window_jumps_and_always_shows_what_comes_next() {
        check(0, 0, 1, 0);
        check(20, 20, 1, 20);
        check(100, 34, 1, 36);
        check(100, 35, 13, 48);
        check(100, 100, 73, 100);
    }

    #[test]
    fn a_step_keeps_its_height_when_the_window_moves() {
        let ns = |step: usize| step as u64 * 200_000_000;
        let (early, late) = (Rows::of(&ns, 100, 20, 36), Rows::of(&ns, 100, 40, 36));
        assert_ne!(early.first, late.first);
        assert_eq!(early.y(30), late.y(30));
        assert_eq!(late.y(late.first) - late.top, early.y(early.first) - early.top + GAP);
    }

    #[test]
    fn an_arrow_to_the_left_is_the_mirror_of_one_to_the_right() {
        let [right, left] = Side::BOTH.map(|from| Arrow { from, y1: 0, y2: 44, percent: 100 });
        assert_eq!((right.x(30), left.x(30)), ("30%".to_owned(), "70%".to_owned()));
        assert_eq!(right.degrees(), -left.degrees());
    }
}
