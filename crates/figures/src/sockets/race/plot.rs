//! Two plots: how long each message took, and how many had come by when.

use super::Race;
use super::ladder::round_step;
use super::run::{Lane, in_order};
use crate::node::{Element, el};
use crate::words::Words;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 200;
const LEFT: u32 = 46;
const RIGHT: u32 = 10;
const TOP: u32 = 14;
const BOTTOM: u32 = 26;

/// A plot's axes: units of the greatest value across and upwards.
struct Axes {
    across: u32,
    up: u32,
}

fn part(value: u32, of: u32, length: u32) -> u32 {
    let scaled = u64::from(value.min(of)) * u64::from(length) / u64::from(of.max(1));
    u32::try_from(scaled).unwrap_or(length)
}

impl Axes {
    fn x(&self, value: u32) -> u32 {
        LEFT + part(value, self.across, WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: u32) -> u32 {
        HEIGHT - BOTTOM - part(value, self.up, HEIGHT - TOP - BOTTOM)
    }

    /// The frame with a few numbers on both axes.
    fn drawing(&self, label: String, up_step: u32, across_step: u32) -> Element {
        let mut svg = el("svg")
            .class("rc-plot")
            .attr("viewBox", ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat())
            .attr("role", "img")
            .attr("aria-label", label);
        for value in (0..=self.up).step_by(up_step.max(1) as usize) {
            let y = self.y(value);
            let right = (WIDTH - RIGHT).to_string();
            let d = ["M", &LEFT.to_string(), " ", &y.to_string(), "H", &right].concat();
            svg = svg.child(el("path").class("rc-grid").attr("d", d)).child(text(
                "rc-time",
                LEFT - 8,
                y + 4,
                value,
            ));
        }
        for value in (0..=self.across).step_by(across_step.max(1) as usize) {
            svg = svg.child(text("rc-number", self.x(value), HEIGHT - 8, value));
        }
        svg
    }
}

fn text(class: &'static str, x: u32, y: u32, value: u32) -> Element {
    el("text")
        .class(class)
        .attr("x", x.to_string())
        .attr("y", y.to_string())
        .text(value.to_string())
}

fn mark(class: &'static str, x: u32, y: u32, shape: &str) -> Element {
    el("path").class(class).attr("d", ["M", &x.to_string(), " ", &y.to_string(), shape].concat())
}

/// A filled square for TCP, an open circle for UDP, a cross for what never came.
const SQUARE: &str = "m-3.500-3.500h7v7h-7z";
const CIRCLE: &str = "m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0z";
const CROSS: &str = "m-3.500-3.500l7 7m0-7l-7 7";

/// How long each message took.
pub(super) fn latency(race: &Race, words: &Words) -> Element {
    let longest = race.lanes.iter().filter_map(|lane| lane.latencies_us().last().copied()).max();
    let longest_ms = longest.unwrap_or(0) / 1_000 + 1;
    let step = round_step(longest_ms / 4);
    let axes = Axes { across: race.plan.messages + 1, up: longest_ms.next_multiple_of(step) };
    let mut svg =
        axes.drawing(words.rc_latency_said().to_owned(), step, round_step(race.plan.messages / 8));
    let now = race.now_us();
    for (lane, class, shape) in
        [(&race.lanes[0], "rc-dot-tcp", SQUARE), (&race.lanes[1], "rc-dot-udp", CIRCLE)]
    {
        for (number, track) in (1..).zip(&lane.tracks) {
            match track.delivered.first() {
                Some(at) if *at <= now => {
                    let ms = (at - track.due_us) / 1_000;
                    svg = svg.child(mark(class, axes.x(number), axes.y(ms), shape));
                }
                None if now == u32::MAX => {
                    svg = svg.child(mark("rc-cross", axes.x(number), TOP, CROSS));
                }
                _ => {}
            }
        }
    }
    svg
}

/// How many different messages had come by when.
pub(super) fn progress(race: &Race, words: &Words) -> Element {
    let end_ms = race.end_ms();
    let axes = Axes { across: end_ms, up: race.plan.messages };
    let label = words.rc_progress_said().to_owned();
    let up_step = round_step(race.plan.messages / 4);
    axes.drawing(label, up_step, round_step(end_ms / 6))
        .child(steps(race, &axes, &race.lanes[0]).class("rc-steps-tcp"))
        .child(steps(race, &axes, &race.lanes[1]).class("rc-steps-udp"))
}

fn steps(race: &Race, axes: &Axes, lane: &Lane) -> Element {
    let times = in_order(lane.tracks.iter().filter_map(|track| track.delivered.first().copied()));
    let until = race.now_us().min(race.end_ms() * 1_000);
    let mut d = ["M", &axes.x(0).to_string(), " ", &axes.y(0).to_string()].concat();
    for (count, at) in (1..).zip(times).filter(|(_, at)| *at <= until) {
        let [x, y] = [axes.x(at / 1_000), axes.y(count)].map(|number| number.to_string());
        d.push_str(&["H", &x, "V", &y].concat());
    }
    d.push_str(&["H", &axes.x(until / 1_000).to_string()].concat());
    el("path").attr("d", d)
}
