//! The plot: bytes a second over messages a minute, a line a way, a measured run a point.

use figure_kit::components::plot::{CIRCLE, Plot, SQUARE};
use figure_kit::components::round_step;
use figure_kit::node::{Element, el};

use super::super::setup::Way;
use super::super::state::{OverheadMeter, RATES, SAMPLED_S};
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

pub(super) fn view(meter: &OverheadMeter, words: &Words) -> Element {
    let sampled = meter.sampled();
    let most = sampled.iter().flatten().copied().max().unwrap_or(0) / SAMPLED_S;
    let step = round_step(most / 4);
    let last = RATES[RATES.len() - 1];
    let plot = Plot { across: last, up: most.next_multiple_of(step) };
    let mut drawing = plot.frame(words.plot_said(), 100, step);
    for way in Way::ALL {
        let (class, shape) = look(way);
        let mut line = String::new();
        let mut points = String::new();
        for (rate, bytes) in RATES.into_iter().zip(sampled[way as usize]) {
            let [x, y] = [plot.x(rate), plot.y(bytes / SAMPLED_S)].map(|it| it.to_string());
            let place = [&*x, " ", &y].concat();
            line.push_str(if line.is_empty() { "M" } else { "L" });
            line.push_str(&place);
            points.push_str(&["M", &place, shape].concat());
        }
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
        el("li").child(mark).child(el("span").text(super::name(way, words)))
    });
    el("div").child(drawing).child(el("ul").class("om-legend").children(legend))
}
