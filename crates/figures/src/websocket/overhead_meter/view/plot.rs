//! The plot: bytes a second over messages a minute, a line a way, a measured run a point.

use figure_kit::components::plot::{CIRCLE, Plot, SQUARE};
use figure_kit::components::round_step;
use figure_kit::node::{Element, el};

use super::super::setup::Way;
use super::super::state::{OverheadMeter, RATES, SAMPLED_S, Sampled};
use super::super::words::Words;

const DIAMOND: &str = "m0-4.500l4.500 4.500l-4.500 4.500l-4.500-4.500z";

/// The class of a way's line, and the shape of its points.
const fn look(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::Polling => ("om-polling", SQUARE),
        Way::LongPolling => ("om-long", DIAMOND),
        Way::Events => ("om-events", CIRCLE),
        Way::WebSocket => ("om-socket", CIRCLE),
    }
}

/// The greatest value that is drawn, for bytes a second of each way. Long polling may cost many
/// times what the others do, which would press those to the floor: its line then leaves the frame.
fn greatest(sampled: &Sampled) -> u32 {
    let ways = [Way::Polling, Way::Events, Way::WebSocket].into_iter();
    let most = ways.flat_map(|way| sampled[way as usize]).max().unwrap_or(0);
    let most = most / SAMPLED_S;
    most + most / 2
}

/// A way's line through its points, and the points. Where it leaves the frame it ends.
fn line(plot: Plot, bytes: [u32; RATES.len()]) -> (String, String) {
    let mut line = String::new();
    let mut points = String::new();
    let mut before = (0, 0);
    for (rate, bytes) in RATES.into_iter().zip(bytes.map(|bytes| bytes / SAMPLED_S)) {
        let (letter, leaves) = (if line.is_empty() { "M" } else { "L" }, bytes > plot.up);
        let (mut across, mut up) = (rate, bytes);
        if leaves && !line.is_empty() {
            let (from, value) = before;
            across = from + (rate - from) * (plot.up - value) / (bytes - value).max(1);
            up = plot.up;
        }
        let place = [&*plot.x(across).to_string(), " ", &plot.y(up).to_string()].concat();
        line.push_str(&[letter, &place].concat());
        if leaves {
            break;
        }
        points.push_str(&["M", &place].concat());
        before = (rate, bytes);
    }
    (line, points)
}

pub(super) fn view(meter: &OverheadMeter, words: &Words) -> Element {
    let sampled = meter.sampled();
    let most = greatest(&sampled);
    let step = round_step(most / 4);
    let last = RATES.len() - 1;
    let plot = Plot { across: RATES[last], up: most.next_multiple_of(step) };
    let mut drawing = plot.frame(words.plot_said(), 100, step);
    for way in Way::ALL {
        let (class, shape) = look(way);
        let (line, points) = line(plot, sampled[way as usize]);
        let points: String =
            points.split('M').skip(1).map(|place| ["M", place, shape].concat()).collect();
        let line = el("path").class("om-line").class(class).attr("d", line);
        let points = el("path").class("om-points").class(class).attr("d", points);
        drawing = drawing.child(line).child(points);
    }
    let legend = Way::ALL.map(|way| {
        let (class, shape) = look(way);
        let mark = el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class("om-line").class(class).attr("d", "M0 6H24"))
            .child(el("path").class("om-points").class(class).attr("d", ["M12 6", shape].concat()));
        let bytes = sampled[way as usize][last] / SAMPLED_S;
        let text = words.at_most(&words.way(way), &bytes, &RATES[last]);
        el("li").child(mark).child(el("span").text(text))
    });
    el("div").child(drawing).child(el("ul").class("om-legend").children(legend))
}
