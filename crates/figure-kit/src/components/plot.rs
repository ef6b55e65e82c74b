//! A plot: numbers over numbers, in whole units of a drawing.
//!
//! Invariant: whatever a value is, its place lies within the frame.
//!
//! ```
//! use figure_kit::components::plot::{Plot, SQUARE, mark};
//!
//! let plot = Plot { across: 20, up: 400 };
//! let drawing = plot.frame("Latency by message", 5, 100);
//! let drawing = drawing.child(mark("dot", plot.x(3), plot.y(90), SQUARE));
//! assert!(drawing.node().plain_text().starts_with("0100200300400"));
//! ```

use crate::node::{Element, el};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 200;
/// Room for the numbers at the left and at the foot.
const LEFT: u32 = 46;
const RIGHT: u32 = 10;
const BOTTOM: u32 = 26;

/// The highest place in the frame.
pub const TOP: u32 = 14;

/// A square around its place.
pub const SQUARE: &str = "m-3.500-3.500h7v7h-7z";
/// A circle around its place.
pub const CIRCLE: &str = "m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0z";
/// A cross at its place.
pub const CROSS: &str = "m-3.500-3.500l7 7m0-7l-7 7";

/// A plot by the greatest value of each axis; both begin at 0.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    /// The greatest across.
    pub across: u32,
    /// The greatest upwards.
    pub up: u32,
}

fn part(value: u32, of: u32, length: u32) -> u32 {
    let scaled = u64::from(value.min(of)) * u64::from(length) / u64::from(of.max(1));
    u32::try_from(scaled).unwrap_or(length)
}

impl Plot {
    /// Where a value lies across.
    pub fn x(&self, value: u32) -> u32 {
        LEFT + part(value, self.across, WIDTH - LEFT - RIGHT)
    }

    /// Where a value lies upwards.
    pub fn y(&self, value: u32) -> u32 {
        HEIGHT - BOTTOM - part(value, self.up, HEIGHT - TOP - BOTTOM)
    }

    /// The drawing with the numbers of both axes, one every so many; `label` says what it shows.
    pub fn frame(&self, label: &str, across_step: u32, up_step: u32) -> Element {
        let mut drawing = el("svg")
            .class("sw-plot")
            .attr("viewBox", ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat())
            .attr("role", "img")
            .attr("aria-label", label);
        for value in (0..=self.up).step_by(up_step.max(1) as usize) {
            let y = self.y(value);
            drawing = drawing.child(across("sw-plot-grid", LEFT, WIDTH - RIGHT, y)).child(words(
                "sw-plot-up",
                LEFT - 8,
                y + 4,
                value.to_string(),
            ));
        }
        for value in (0..=self.across).step_by(across_step.max(1) as usize) {
            let text = value.to_string();
            drawing = drawing.child(words("sw-plot-across", self.x(value), HEIGHT - 8, text));
        }
        drawing
    }

    /// A line that climbs by one at each of these values, and ends at `until`.
    pub fn staircase(&self, values: impl Iterator<Item = u32>, until: u32) -> Element {
        let [x, y] = [self.x(0), self.y(0)].map(|number| number.to_string());
        let mut d = ["M", &x, " ", &y].concat();
        for (count, value) in (1..).zip(values) {
            let [x, y] = [self.x(value), self.y(count)].map(|number| number.to_string());
            d.push_str(&["H", &x, "V", &y].concat());
        }
        d.push_str(&["H", &self.x(until).to_string()].concat());
        el("path").attr("d", d)
    }
}

/// The data of a path from place to place. Each is said by its distance from the last, which is
/// short and much alike, and a place on the way to the next is left out.
#[derive(Debug, Default)]
pub struct Line {
    d: String,
    at: [i32; 2],
    /// The way that is not written yet.
    step: Option<[i32; 2]>,
}

impl Line {
    /// On to this place, or from it.
    pub fn to(&mut self, x: u32, y: u32) {
        let place = [x, y].map(|number| i32::try_from(number).unwrap_or(i32::MAX));
        let way = [place[0] - self.at[0], place[1] - self.at[1]];
        self.at = place;
        if self.d.is_empty() {
            self.d = ["M", &x.to_string(), " ", &y.to_string(), "l"].concat();
            return;
        }
        match &mut self.step {
            Some(step) if step[1] == 0 && way[1] == 0 && step[0] * way[0] >= 0 => step[0] += way[0],
            _ => {
                self.write();
                self.step = Some(way);
            }
        }
    }

    fn write(&mut self) {
        let Some(way) = self.step.take() else { return };
        let [x, y] = way.map(|number| number.to_string());
        self.d.push_str(&[&x, " ", &y, " "].concat());
    }

    /// The path, back to its beginning if it is closed.
    pub fn path(mut self, is_closed: bool) -> Element {
        self.write();
        let d = self.d.trim_end_matches([' ', 'l']);
        let end = if is_closed { "z" } else { "" };
        el("path").attr("d", [d, end].concat())
    }
}

/// A word or a number in a drawing.
pub fn words(class: &str, x: u32, y: u32, text: String) -> Element {
    el("text").class(class).attr("x", x.to_string()).attr("y", y.to_string()).text(text)
}

/// A shape at its place.
pub fn mark(class: &str, x: u32, y: u32, shape: &str) -> Element {
    el("path").class(class).attr("d", ["M", &x.to_string(), " ", &y.to_string(), shape].concat())
}

/// A line across.
pub fn across(class: &str, from: u32, to: u32, y: u32) -> Element {
    let [from, to, y] = [from, to, y].map(|number| number.to_string());
    el("path").class(class).attr("d", ["M", &from, " ", &y, "H", &to].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_place_in_the_frame() {
        for greatest in [0, 1, 7, u32::MAX] {
            let plot = Plot { across: greatest, up: greatest };
            for value in [0, 1, 5, u32::MAX] {
                assert!((LEFT..=WIDTH - RIGHT).contains(&plot.x(value)), "{value} of {greatest}");
                assert!((TOP..=HEIGHT - BOTTOM).contains(&plot.y(value)), "{value} of {greatest}");
            }
        }
    }

    #[test]
    fn a_staircase_climbs_by_one() {
        let plot = Plot { across: 424, up: 4 };
        let d = plot.staircase([10, 20].into_iter(), 30);
        assert_eq!(d.attribute("d"), Some("M46 174H56V134H66V94H76"));
    }

    #[test]
    fn a_line_is_said_by_its_distances_and_without_what_lies_on_the_way() {
        let drawn = |places: &[(u32, u32)], is_closed| {
            let mut line = Line::default();
            for (x, y) in places {
                line.to(*x, *y);
            }
            crate::print::html(&line.path(is_closed).into())
        };
        let line = drawn(&[(10, 20), (12, 20), (15, 20), (16, 12), (20, 12)], false);
        assert!(line.contains("d=\"M10 20l5 0 1 -8 4 0\""), "{line}");
        let area = drawn(&[(0, 9), (4, 1), (8, 9)], true);
        assert!(area.contains("d=\"M0 9l4 -8 4 8z\""), "{area}");
        // There and back again is not the same as not going.
        assert!(drawn(&[(0, 5), (9, 5), (3, 5)], false).contains("l9 0 -6 0"));
        assert!(drawn(&[(3, 4)], false).contains("d=\"M3 4\""));
    }
}
