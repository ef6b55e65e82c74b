//! The drawing of one way: time to the right, the browser above, the server below, and between
//! them every segment that carried data.

use figure_kit::components::plot::{mark, words as label};
use figure_kit::components::{Scale, round_step};
use figure_kit::node::{Element, el};

use super::super::conversation::Side;
use super::super::run::Run;
use super::super::setup::Setup;
use super::super::words::Words;

/// Units of the drawing.
const WIDTH: u32 = 480;
const LEFT: u32 = 66;
const RIGHT: u32 = 12;
const TOP: u32 = 14;
/// From the browser down to the server.
const DEPTH: u32 = 64;
const HEIGHT: u32 = TOP + DEPTH + 32;
/// About how many times are written.
const TIMES: u32 = 5;

const ROUND: &str = "m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0z";
const SQUARE: &str = "m-3.500-3.500h7v7h-7z";

struct Place {
    scale: Scale,
}

impl Place {
    fn x(&self, us: u32) -> u32 {
        LEFT + self.scale.place(us)
    }

    /// The height of a host, counted from the browser: browser, proxy, server.
    fn y(host: u8) -> u32 {
        TOP + DEPTH / 2 * u32::from(host)
    }
}

fn point(x: u32, y: u32) -> String {
    [&x.to_string(), " ", &y.to_string()].concat()
}

fn path(class: &str, d: String) -> Option<Element> {
    (!d.is_empty()).then(|| el("path").class(class).attr("d", d))
}

fn across(from: u32, to: u32, y: u32) -> String {
    ["M", &point(from, y), "H", &to.to_string()].concat()
}

/// The timeline of a run.
pub(super) fn view(setup: &Setup, run: &Run, name: &str, words: &Words) -> Element {
    let place = Place { scale: Scale { end: setup.end_us, length: WIDTH - LEFT - RIGHT } };
    let end = place.x(setup.end_us);
    let mut hosts = [(0, words.browser()), (2, words.server())].to_vec();
    if setup.has_proxy {
        hosts.insert(1, (1, words.is_proxy()));
    }
    let mut rails = String::new();
    for (host, _) in &hosts {
        rails.push_str(&across(LEFT, end, Place::y(*host)));
    }
    let names = hosts
        .into_iter()
        .map(|(host, name)| label("sw-plot-up", LEFT - 10, Place::y(host) + 4, name.to_owned()));
    let mut may = String::new();
    for [from, until] in &run.may_write {
        may.push_str(&across(place.x(*from), place.x((*until).min(setup.end_us)), Place::y(2)));
    }
    let mut ways = [String::new(), String::new()];
    for flight in &run.flights {
        // What is still under way at the end is not drawn beyond it.
        if flight.arrived_us > setup.end_us {
            continue;
        }
        let from = point(place.x(flight.sent_us), Place::y(flight.from));
        let to = point(place.x(flight.arrived_us), Place::y(flight.to));
        ways[usize::from(flight.from > flight.to)].push_str(&["M", &from, "L", &to].concat());
    }
    let [up, down] = ways;
    let size = ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat();
    let all = setup.messages().len();
    el("svg")
        .class("sw-plot")
        .attr("viewBox", size)
        .attr("role", "img")
        .attr("aria-label", words.line_said(&name, &run.seen.len(), &all))
        .children(times(&place, setup.end_us))
        .maybe(path("om-rail", rails))
        .children(names)
        .maybe(path("om-may", may))
        .maybe(path("om-up", up))
        .maybe(path("om-down", down))
        .children(messages(&place, setup, run))
}

/// Seconds along the foot.
fn times(place: &Place, end_us: u32) -> Vec<Element> {
    let seconds = end_us / 1_000_000;
    let step = round_step(seconds.div_ceil(TIMES));
    let times = (0..=seconds).step_by(step as usize);
    let y = HEIGHT - 6;
    times.map(|s| label("sw-plot-across", place.x(s * 1_000_000), y, s.to_string())).collect()
}

/// Where each message was written, and where the other side saw it: one shape for all of a kind,
/// so that a long conversation is no larger a tree than a short one.
fn messages(place: &Place, setup: &Setup, run: &Run) -> Vec<Element> {
    let host = |side: Side| if side == Side::Browser { 0 } else { 2 };
    let other = |side: Side| if side == Side::Browser { 2 } else { 0 };
    let shape =
        |us: u32, host: u8, shape: &str| ["M", &point(place.x(us), Place::y(host)), shape].concat();
    let mut written = String::new();
    let mut seen = String::new();
    for message in setup.messages() {
        written.push_str(&shape(message.at_us, host(message.from), ROUND));
    }
    for it in &run.seen {
        let message = &setup.messages()[it.message];
        seen.push_str(&shape(it.at_us, other(message.from), SQUARE));
    }
    [path("om-written", written), path("om-seen", seen)].into_iter().flatten().collect()
}

/// What the marks mean.
pub(super) fn legend(words: &Words) -> Element {
    let drawing = |class: &'static str, d: &'static str| {
        el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class(class).attr("d", d))
    };
    let dot = |class, shape| {
        el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(mark(class, 12, 6, shape))
    };
    let items = [
        (dot("om-written", ROUND), words.key_written()),
        (dot("om-seen", SQUARE), words.key_seen()),
        (drawing("om-up", "M8 1L16 11"), words.key_up()),
        (drawing("om-down", "M8 11L16 1"), words.key_down()),
        (drawing("om-may", "M2 6H22"), words.key_may()),
    ];
    let items = items.map(|(drawing, text)| el("li").child(drawing).child(el("span").text(text)));
    el("ul").class("om-legend").children(items)
}
