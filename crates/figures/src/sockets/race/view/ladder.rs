//! The drawing of one lane: a column a message, time downwards.
//!
//! A column begins where the program sends, and ends where the other program receives. Between
//! them stand the journeys over the wire, and the wait in the receiver's kernel.

use figure_kit::components::plot::{self, mark};
use figure_kit::components::round_step;
use figure_kit::node::{Element, el};

use super::super::run::{Lane, Sent, Track};
use super::super::state::Race;
use super::super::words::Words;

/// Units of the drawing.
const WIDTH: u32 = 480;
const HEIGHT: u32 = 460;
/// Room for the times at the left, the numbers at the top, and at the foot.
const LEFT: u32 = 46;
const TOP: u32 = 24;
const BOTTOM: u32 = 12;
/// About how many times are written.
const TIMES: u32 = 6;

/// Where things stand.
struct Scale {
    end_us: u32,
    column: u32,
    now_us: u32,
    delay_us: u32,
}

impl Scale {
    fn y(&self, us: u32) -> u32 {
        let height = u64::from(HEIGHT - TOP - BOTTOM);
        let y = u64::from(us.min(self.end_us)) * height / u64::from(self.end_us.max(1));
        TOP + u32::try_from(y).unwrap_or(0)
    }

    /// The middle of a message's column.
    fn x(&self, message: usize) -> u32 {
        LEFT + u32::try_from(message).unwrap_or(0) * self.column + self.column / 2
    }
}

fn line(class: &'static str, x: u32, from: u32, to: u32) -> Element {
    let [x, from, to] = [x, from, to].map(|number| number.to_string());
    el("path").class(class).attr("d", ["M", &x, " ", &from, "V", &to].concat())
}

const SQUARE: &str = "m-4-4h8v8h-8z";
const TRIANGLE: &str = "m-5-4h10l-5 9z";
const DIAMOND: &str = "m0-4l4 4l-4 4l-4-4z";
const CROSS: &str = "m-4-4l8 8m0-8l-8 8";
const TICK: &str = "m-4 0h8";

/// One lane.
pub(super) fn view(race: &Race, lane: &Lane, name: &str, words: &Words) -> Element {
    let messages = lane.tracks.len().max(1);
    let scale = Scale {
        end_us: race.end_ms() * 1_000,
        column: (WIDTH - LEFT) / u32::try_from(messages).unwrap_or(1).max(1),
        now_us: race.now_us(),
        delay_us: race.numbers.delay.value() * 1_000,
    };
    let across = |class, us| plot::across(class, LEFT, WIDTH, scale.y(us));
    let numbers = lane.tracks.iter().enumerate().filter_map(|(at, _)| {
        let every = messages.div_ceil(20);
        let number = (at + 1).to_string();
        (at % every == 0).then(|| plot::words("sw-plot-across", scale.x(at), TOP - 10, number))
    });
    let columns = lane.tracks.iter().enumerate().map(|(at, track)| column(&scale, at, track));
    let now = (scale.now_us < scale.end_us).then(|| across("rc-now", scale.now_us));
    let connected = lane.connected_us.filter(|at| *at > 0 && *at <= scale.now_us);
    let connected = connected.map(|at| across("rc-connected", at));
    let size = ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat();
    el("svg")
        .class("sw-plot rc-ladder")
        .attr("viewBox", size)
        .attr("role", "img")
        .attr("aria-label", words.ladder_said(&name, &lane.received(), &messages))
        .children(times(&scale))
        .children(numbers)
        .maybe(connected)
        .children(columns)
        .maybe(now)
}

/// Lines across, at round times.
fn times(scale: &Scale) -> Vec<Element> {
    let step = round_step(scale.end_us / 1_000 / TIMES);
    let mut all = Vec::new();
    let mut ms = 0;
    while ms * 1_000 <= scale.end_us {
        let y = scale.y(ms * 1_000);
        all.push(plot::across("sw-plot-grid", LEFT, WIDTH, y));
        all.push(plot::words("sw-plot-up", LEFT - 8, y + 4, ms.to_string()));
        ms += step;
    }
    all
}

fn column(scale: &Scale, at: usize, track: &Track) -> Element {
    let x = scale.x(at);
    let seen = |us: u32| us <= scale.now_us;
    let mut group = el("g");
    if !seen(track.due_us) {
        return group;
    }
    // Sent by the program before the wire takes it: there was no connection yet, or no room.
    let first_sent = track.sends.first().map_or(scale.now_us, |sent| sent.at_us);
    if first_sent > track.due_us {
        let until = first_sent.min(scale.now_us).min(scale.end_us);
        group = group.child(line("rc-held", x, scale.y(track.due_us), scale.y(until)));
    }
    let mut arrivals = track.arrivals.iter().copied();
    for (nth, sent) in track.sends.iter().enumerate().filter(|(_, sent)| seen(sent.at_us)) {
        let arrival = if sent.lost { None } else { arrivals.next() };
        group = group.child(journey(scale, x, *sent, arrival));
        if nth > 0 {
            group = group.child(mark("rc-again", x, scale.y(sent.at_us), TICK));
        }
    }
    let arrived = track.arrivals.first().copied().filter(|at| seen(*at));
    let delivered = track.delivered.first().copied();
    if let Some(arrived) = arrived {
        let until = delivered.unwrap_or(scale.end_us).min(scale.now_us);
        if until > arrived {
            group = group.child(line("rc-waits", x, scale.y(arrived), scale.y(until))).child(mark(
                "rc-arrived",
                x,
                scale.y(arrived),
                DIAMOND,
            ));
        }
    }
    for (nth, at) in track.delivered.iter().enumerate().filter(|(_, at)| seen(**at)) {
        // A duplicate often comes at the same moment: it stands beside the first.
        let (class, shape, aside) = match (nth, track.late) {
            (0, false) => ("rc-got", SQUARE, 0),
            (0, true) => ("rc-late", TRIANGLE, 0),
            _ => ("rc-twice", SQUARE, 9),
        };
        group = group.child(mark(class, x + aside, scale.y(*at), shape));
    }
    group.child(mark("rc-due", x, scale.y(track.due_us), "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"))
}

/// A packet's way over the wire: it arrives, it is under way, or it is lost half-way.
fn journey(scale: &Scale, x: u32, sent: Sent, arrival: Option<u32>) -> Element {
    let from = scale.y(sent.at_us);
    if sent.lost {
        let at_us = sent.at_us.saturating_add(scale.delay_us / 2);
        let to = scale.y(at_us.min(scale.now_us)).max(from + 6);
        let group = el("g").child(line("rc-lost", x, from, to));
        return if at_us <= scale.now_us {
            group.child(mark("rc-cross", x, to, CROSS))
        } else {
            group
        };
    }
    match arrival {
        Some(at) if at <= scale.now_us => line("rc-way", x, from, scale.y(at)),
        Some(_) => line("rc-flying", x, from, scale.y(scale.now_us)),
        None => el("g"),
    }
}
