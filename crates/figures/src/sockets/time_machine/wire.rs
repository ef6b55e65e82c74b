//! The wire: segments between the axes, what became of them, and where those under way are now.

use super::TimeMachine;
use super::ladder::{Rows, at, count, drawing, gaps, line, px};
use super::run::Run;
use super::say;
use super::scenario::Side;
use super::segment::Segment;
use super::span::Spans;
use crate::node::{Element, el};
use crate::words::Words;
use kernel::{DropReason, Flags};

/// Where a lost segment ends, in percent of the way.
const LOST_AT: i32 = 62;
/// Where a label stands, in percent of the way.
const LABEL_AT: i32 = 36;
const CROWDED_LABEL_AT: i32 = 58;
/// The usual width of the wire in pixels, from which slopes are reckoned.
const WIDTH: i32 = 264;
/// How far down a lost segment would have come.
const LOST_FALL: i32 = 20;

/// What became of a segment by now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    ToCome,
    Lost,
    Flying,
    Delivered,
}

fn fate(segment: &Segment, position: usize) -> Fate {
    if segment.sent > position {
        Fate::ToCome
    } else if segment.lost.is_some() && segment.arrived.is_empty() {
        Fate::Lost
    } else if segment.arrived.first().is_some_and(|step| *step <= position) {
        Fate::Delivered
    } else {
        Fate::Flying
    }
}

/// The drawing between the axes.
pub(super) fn drawn(figure: &TimeMachine, rows: &Rows, words: &Words) -> Element {
    let run = &figure.play().run;
    let limit = figure.limit();
    let seen = |segment: &Segment| {
        let ends = segment.end().unwrap_or(segment.sent);
        segment.sent <= limit && segment.sent <= rows.last && ends >= rows.first
    };
    let shown: Vec<usize> = (0..run.segments.len()).filter(|at| seen(&run.segments[*at])).collect();
    let stop = figure.segment.map(|segment| segment - 1).filter(|at| shown.contains(at));
    let stop = stop.or_else(|| shown.first().copied());
    let group = |number| group(figure, rows, number, stop == Some(number), words);
    let segments = el("g").children(shown.into_iter().map(group));
    let inside = el("svg").attr("y", px(-rows.top)).attr("overflow", "visible");
    drawing(rows)
        .class("tm-wire")
        .attr("role", "group")
        .attr("aria-label", words.tm_time_wire())
        .child(inside.child(gaps(rows, words)).child(segments))
}

/// One segment as a button: its line, its head and tail, its label.
fn group(
    figure: &TimeMachine,
    rows: &Rows,
    number: usize,
    is_stop: bool,
    words: &Words,
) -> Element {
    let play = figure.play();
    let segment = &play.run.segments[number];
    let fate = fate(segment, figure.position);
    let selected = figure.segment == Some(number + 1);
    let reset = segment.flags().has(Flags::RST);
    let class = match fate {
        Fate::ToCome => "tm-seg is-future",
        Fate::Lost => "tm-seg is-lost",
        Fate::Flying => "tm-seg is-flying",
        Fate::Delivered => "tm-seg is-delivered",
    };
    let place = Place::of(segment, rows, figure.position, fate);
    let look = ["segment ", &(number + 1).to_string()].concat();
    // What takes the focus holds no text, so that its name is all that is read of it.
    let hit = place
        .line(0)
        .class("tm-hit")
        .attr("role", "button")
        .attr("tabindex", if is_stop { "0" } else { "-1" })
        .attr("aria-label", title(&play.run, number, figure.position, words))
        .state("aria-pressed", selected)
        .does(look.clone());
    let mut group = el("g")
        .class(class)
        .class_if("is-ack", segment.is_pure_ack())
        .class_if("is-selected", selected)
        .attr("data-actor", if reset { "err" } else { segment.from.name() })
        .does(look)
        .child(hit);
    // A segment that the link doubled arrives once more.
    for (copy, step) in segment.arrived.iter().enumerate().skip(1) {
        if *step <= figure.position {
            let mut second = Place::of(segment, rows, figure.position, fate);
            second.y2 = rows.y(*step);
            group = group.child(second.line(copy)).child(second.head());
        }
    }
    group = group.child(place.line(0)).child(place.tail(segment.from, fate));
    let dropped = segment.lost.is_some_and(|reason| reason != DropReason::Link);
    group = match fate {
        Fate::Delivered if dropped => group.child(place.cross(None)),
        Fate::ToCome if place.percent < 100 => group,
        Fate::Delivered | Fate::ToCome => group.child(place.head()),
        Fate::Lost => group.child(place.cross(Some(words.tm_lost()))),
        Fate::Flying => group.child(place.packet(segment)),
    };
    if fate != Fate::Flying {
        // Two that leave together would write over each other.
        let before = number.checked_sub(1).map(|at| &play.run.segments[at]);
        let crowded =
            before.is_some_and(|it| it.from == segment.from && segment.sent - it.sent <= 2);
        let percent = if crowded { CROWDED_LABEL_AT } else { LABEL_AT };
        group = group.child(place.label(segment, percent, &play.spans, words));
    }
    group
}

/// Where a segment runs: heights in pixels, places across in percent.
struct Place {
    from: Side,
    y1: i32,
    y2: i32,
    /// How far it has come.
    percent: i32,
}

impl Place {
    fn of(segment: &Segment, rows: &Rows, position: usize, fate: Fate) -> Self {
        let y1 = rows.y(segment.sent);
        let arrival = segment.arrived.first().map(|step| rows.y(*step));
        let full = arrival.unwrap_or(y1 + LOST_FALL);
        let (percent, y2) = match fate {
            Fate::Lost | Fate::ToCome if segment.lost == Some(DropReason::Link) => {
                (LOST_AT, y1 + (full - y1) * LOST_AT / 100)
            }
            Fate::Delivered | Fate::ToCome | Fate::Lost => (100, full),
            Fate::Flying => {
                let way = (full - y1).max(1);
                let percent = ((rows.now - y1) * 100 / way).clamp(14, 86);
                (percent, y1 + way * percent / 100)
            }
        };
        debug_assert!(segment.sent <= position || fate == Fate::ToCome, "sent in the future");
        Self { from: segment.from, y1, y2, percent }
    }

    /// The place across of what has come so far.
    fn x(&self, percent: i32) -> String {
        let from_left = if self.from == Side::Client { percent } else { 100 - percent };
        [&from_left.to_string(), "%"].concat()
    }

    fn line(&self, copy: usize) -> Element {
        let stroke = line(self.x(0), self.y1, self.x(self.percent), self.y2);
        stroke.class_if("is-copy", copy > 0)
    }

    /// The slope in degrees, as it is at the usual width.
    fn degrees(&self) -> i32 {
        let across = (WIDTH * self.percent / 100).max(1);
        let degrees = ((self.y2 - self.y1) * 57 / across).clamp(-40, 40);
        if self.from == Side::Client { degrees } else { -degrees }
    }

    fn turned(&self, element: Element) -> Element {
        element.attr("transform", ["rotate(", &self.degrees().to_string(), ")"].concat())
    }

    fn head(&self) -> Element {
        let path = match self.from {
            Side::Client => "M-9-4L0 0L-9 4z",
            Side::Server => "M9-4L0 0L9 4z",
        };
        let arrow = self.turned(el("path").class("tm-head").attr("d", path));
        at(self.x(self.percent), self.y2).child(arrow)
    }

    fn tail(&self, side: Side, fate: Fate) -> Element {
        let radius = if fate == Fate::ToCome { 2 } else { 3 };
        let mark = match side {
            Side::Client => el("circle").attr("r", px(radius)),
            Side::Server => el("rect")
                .attr("x", px(-radius))
                .attr("y", px(-radius))
                .attr("width", px(2 * radius))
                .attr("height", px(2 * radius)),
        };
        at(self.x(0), self.y1).child(mark.class("tm-tail"))
    }

    /// The end of a segment that went no further, and why if it is not plain from the place.
    fn cross(&self, why: Option<&str>) -> Element {
        let toward = if self.from == Side::Client { 12 } else { -12 };
        let anchor = if self.from == Side::Client { "start" } else { "end" };
        let text = el("text").class("tm-why").attr("x", px(toward)).attr("y", "4");
        let text = text.attr("text-anchor", anchor);
        at(self.x(self.percent), self.y2)
            .child(el("path").class("tm-cross").attr("d", "M-5-5L5 5M5-5L-5 5"))
            .maybe(why.map(|why| text.text(why)))
    }

    /// The box at the head of a segment under way.
    fn packet(&self, segment: &Segment) -> Element {
        let text: String = say::label(segment).chars().filter(|c| *c != '"').take(12).collect();
        let width = count(text.chars().count()) * 7 + 14;
        let body = el("rect")
            .attr("x", px(-width / 2))
            .attr("y", "-10")
            .attr("width", px(width))
            .attr("height", "20");
        let label = el("text").attr("y", "4").text(text);
        at(self.x(self.percent), self.y2).class("tm-packet").child(body).child(label)
    }

    fn label(&self, segment: &Segment, percent: i32, spans: &Spans, words: &Words) -> Element {
        let letter = segment.tcp().and_then(|tcp| {
            let client = segment.from == Side::Client;
            spans.letter(if client { tcp.source_port } else { tcp.destination_port })
        });
        let mut name = letter.map(String::from).unwrap_or_default();
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(&say::label(segment));
        let more = numbers(segment);
        let mut text = el("text").attr("y", "-5").child(el("tspan").class("tm-fl").text(name));
        text = text.child(el("tspan").class("tm-d").attr("dx", "6").text(more));
        if segment.again {
            text = text.child(el("tspan").class("tm-d").attr("dx", "6").text(words.tm_again()));
        }
        let percent = percent * self.percent / 100 + if self.percent < 100 { 8 } else { 0 };
        let y = self.y1 + (self.y2 - self.y1) * percent / self.percent.max(1);
        at(self.x(percent), y).child(self.turned(text))
    }
}

/// The numbers that matter of a segment.
fn numbers(segment: &Segment) -> String {
    let flags = segment.flags();
    let length = segment.packet.payload_length();
    let (seq, ack) = (segment.seq().to_string(), segment.ack().to_string());
    if length > 0 {
        ["seq=", &seq, " len=", &length.to_string()].concat()
    } else if segment.is_pure_ack() {
        ["ack=", &ack].concat()
    } else if flags.has(Flags::SYN) && flags.has(Flags::ACK) {
        ["seq=", &seq, " ack=", &ack].concat()
    } else if flags.has(Flags::RST) {
        String::new()
    } else {
        ["seq=", &seq].concat()
    }
}

/// A segment in words.
fn title(run: &Run, number: usize, position: usize, words: &Words) -> String {
    let segment = &run.segments[number];
    let mut what = say::flags(segment.flags());
    what.push(' ');
    what.push_str(&numbers(segment));
    let from = match segment.from {
        Side::Client => words.tm_client(),
        Side::Server => words.tm_server(),
    };
    let mut text = words.tm_segment_label(&(number + 1), &what.trim_end(), &from);
    text.push_str(", ");
    text.push_str(match fate(segment, position) {
        Fate::ToCome => words.tm_segment_to_come(),
        Fate::Lost => words.tm_lost(),
        Fate::Flying => words.tm_in_transit(),
        Fate::Delivered => words.tm_segment_arrived(),
    });
    text
}

/// The chosen segment in words.
pub(super) fn spoken(figure: &TimeMachine, words: &Words) -> String {
    let number = figure.segment.map_or(0, |segment| segment - 1);
    title(&figure.play().run, number, figure.position, words)
}
