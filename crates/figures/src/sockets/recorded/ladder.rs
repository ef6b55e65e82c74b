//! The ladder of a run: its rows, the wire between the axes with its segments, the present.

use figure_kit::components::ladder::{Arrow, PITCH, Rows, Side, at, count, legend, line, px};
use kernel::{DropReason, Flags};
use recording::Segment;

use super::text::{flags, label, length, moment};
use super::track;
use super::view::View;
use super::viewing::{Action, Look};
use super::words::Words;
use figure_kit::node::{Element, el};

/// Rows that are drawn at once, alive and on paper.
const ROWS: usize = 24;
const ROWS_PRINTED: usize = 90;
/// A drawing is as high as so many rows, however few steps may be seen.
const ROWS_MIN: i32 = 12;
/// Where a lost segment ends, in percent of the way.
const LOST_AT: i32 = 62;
/// Where a label stands, in percent of the way.
const LABEL_AT: i32 = 36;
const CROWDED_LABEL_AT: i32 = 58;
/// How far down a lost segment would have come.
const LOST_FALL: i32 = 20;

/// The ladder with its heads and its legend.
pub fn ladder(view: &View<'_>) -> Element {
    let (run, words) = (view.run, view.words);
    let most = if view.is_print { ROWS_PRINTED } else { ROWS };
    // What lies behind the limit takes no room either: its length would tell.
    let mut rows = Rows::of(&|step| run.ns(step), view.limit, view.position(), most);
    if !view.is_print {
        rows.bottom = rows.bottom.max(rows.top + ROWS_MIN * PITCH);
    }
    let plot = el("div")
        .class("rec-plot")
        .child(present(view, &rows))
        .child(track::view(view, &rows, Side::Left))
        .child(wire(view, &rows))
        .child(track::view(view, &rows, Side::Right));
    let before = (rows.first > 1).then(|| words.earlier(&(rows.first - 1)));
    let later = view.limit - rows.last;
    let after = (later > 0 && view.is_print).then(|| words.further(&later));
    let cut = (view.position() == run.steps.len() && run.is_cut).then(|| words.cut().to_owned());
    let edge = |text: String| el("p").class("rec-edge sw-micro").text(text);
    el("div")
        .attr("role", "group")
        .class("rec-time")
        .class_if("is-many", Side::BOTH.into_iter().any(|side| view.is_many(side)))
        .attr("aria-label", words.time_label())
        .child(view.still(0, || head(words)))
        .maybe(before.map(edge))
        .child(plot)
        .maybe(after.map(edge))
        .maybe(cut.map(edge))
        .child(view.still(1, || {
            legend(&[
                ("rec-k-fly", words.in_transit()),
                ("rec-k-lost", words.lost()),
                ("rec-k-span", words.in_queue()),
            ])
        }))
}

/// What stands above the axes and the wire.
fn head(words: &Words) -> Element {
    el("div")
        .class("rec-time-head")
        .attr("aria-hidden", "true")
        .child(el("span").text(words.axis_client()))
        .child(el("span").text(words.time_wire()))
        .child(el("span").text(words.axis_server()))
}

/// The present: a line across both tracks and the wire, and the moment that it is.
fn present(view: &View<'_>, rows: &Rows) -> Element {
    let line = line("0".into(), 0, "100%".into(), 0).class("rec-now-line");
    let mut now = at("0".into(), rows.now - rows.top).attr("width", "100%").child(line);
    if !view.is_print {
        let text = view.words.now(&moment(view.run.ns(view.position())));
        let label = el("text").class("rec-now").attr("x", "100%").attr("y", "12");
        now = now.child(label.attr("text-anchor", "end").text(text));
    }
    rows.drawing().class("rec-present").attr("aria-hidden", "true").child(now)
}

/// What became of a segment by now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Lost,
    Flying,
    Delivered,
}

fn fate(segment: &Segment, position: usize) -> Fate {
    if segment.lost.is_some() && segment.arrived.is_empty() {
        Fate::Lost
    } else if segment.arrived.first().is_some_and(|step| *step <= position) {
        Fate::Delivered
    } else {
        Fate::Flying
    }
}

/// The drawing between the axes.
fn wire(view: &View<'_>, rows: &Rows) -> Element {
    let segments = &view.run.segments;
    let seen = |segment: &Segment| {
        let ends = segment.end().unwrap_or(segment.sent);
        !view.is_future(segment.sent)
            && segment.sent <= rows.last
            && ends >= rows.first
            && view.side(segment.from).is_some()
            && view.side(segment.to).is_some()
    };
    let shown: Vec<usize> = (0..segments.len()).filter(|at| seen(&segments[*at])).collect();
    let stop = view.viewing.segment.map(|segment| segment - 1).filter(|at| shown.contains(at));
    let stop = stop.or_else(|| shown.first().copied());
    let memo = &view.kept.wire;
    let window = view.limit << 1 | usize::from(view.is_print);
    memo.renew([rows.first, rows.last, window, view.edition]);
    let part = |number: usize| {
        let segment = &segments[number];
        let arrow = Way::of(view, segment, rows);
        let is_stop = stop == Some(number);
        let is_selected = view.viewing.segment == Some(number + 1);
        let copies = segment.arrived.iter().filter(|step| !view.is_future(**step)).count();
        let key = ((copies << 7 | arrow.arrow.percent.unsigned_abs() as usize) << 2
            | arrow.fate as usize)
            << 2
            | usize::from(is_stop) << 1
            | usize::from(is_selected);
        memo.part(number, key, || group(view, rows, number, &arrow, (is_stop, is_selected)))
    };
    let inside = el("svg").attr("y", px(-rows.top)).attr("overflow", "visible");
    let gaps = || rows.gaps(|ns| view.words.later(&length(ns)));
    let gaps = memo.part(segments.len(), rows.gaps_past(), gaps);
    rows.drawing()
        .class("rec-wire")
        .attr("role", "group")
        .attr("aria-label", view.words.time_wire())
        .child(inside.child(gaps).child(el("g").children(shown.into_iter().map(part))))
}

/// Where a segment runs, and what became of it.
struct Way {
    arrow: Arrow,
    fate: Fate,
}

impl Way {
    fn of(view: &View<'_>, segment: &Segment, rows: &Rows) -> Self {
        let fate = fate(segment, view.position());
        let y1 = rows.y(segment.sent);
        let arrival = segment.arrived.first().map(|step| rows.y(*step));
        let full = arrival.unwrap_or(y1 + LOST_FALL);
        let (percent, y2) = match fate {
            Fate::Lost if segment.lost == Some(DropReason::Link) => {
                (LOST_AT, y1 + (full - y1) * LOST_AT / 100)
            }
            Fate::Delivered | Fate::Lost => (100, full),
            Fate::Flying => {
                let way = (full - y1).max(1);
                let percent = ((rows.now - y1) * 100 / way).clamp(14, 86);
                (percent, y1 + way * percent / 100)
            }
        };
        let from = view.side(segment.from).unwrap_or(Side::Left);
        Self { arrow: Arrow { from, y1, y2, percent }, fate }
    }
}

/// One segment as a button: its line, its head and tail, its label.
fn group(
    view: &View<'_>,
    rows: &Rows,
    number: usize,
    way: &Way,
    (is_stop, is_selected): (bool, bool),
) -> Element {
    let (words, segment) = (view.words, &view.run.segments[number]);
    let Way { arrow, fate } = way;
    let reset = segment.flags().has(Flags::RST);
    let class = match fate {
        Fate::Lost => "rec-seg is-lost",
        Fate::Flying => "rec-seg is-flying",
        Fate::Delivered => "rec-seg is-delivered",
    };
    let mut group = el("g")
        .class(class)
        .class_if("is-ack", segment.is_pure_ack())
        .class_if("is-selected", is_selected)
        .attr("data-actor", if reset { "err" } else { view.actor(segment.from) });
    if !view.is_print {
        let look = Action::Segment(Look::At(number + 1)).to_string();
        group = group.does(look.as_str()).child(hit(view, number, arrow, is_stop, look));
    }
    // A segment that the link doubled arrives once more.
    for step in segment.arrived.iter().skip(1).filter(|step| !view.is_future(**step)) {
        let second = Arrow { y2: rows.y(*step), ..*arrow };
        group = group.child(second.line().class("is-copy")).child(second.head());
    }
    group = group.child(arrow.line()).child(arrow.tail(3));
    let dropped = segment.lost.is_some_and(|reason| reason != DropReason::Link);
    group = match fate {
        Fate::Delivered if dropped => group.child(arrow.cross(None)),
        Fate::Delivered => group.child(arrow.head()),
        Fate::Lost => group.child(arrow.cross(Some(words.lost()))),
        Fate::Flying => return group.child(packet(arrow, segment)),
    };
    // Two that leave together would write over each other.
    let before = number.checked_sub(1).map(|at| &view.run.segments[at]);
    let crowded = before.is_some_and(|it| it.from == segment.from && segment.sent - it.sent <= 2);
    let percent = if crowded { CROWDED_LABEL_AT } else { LABEL_AT };
    group.child(arrow.label(text(view, segment), percent))
}

/// What takes the focus and the pointer. It holds no text, so that its name is all that is read.
fn hit(view: &View<'_>, number: usize, arrow: &Arrow, is_stop: bool, look: String) -> Element {
    arrow
        .line()
        .class("rec-hit")
        .attr("role", "button")
        .attr("tabindex", if is_stop { "0" } else { "-1" })
        .attr("aria-label", title(view, number))
        .state("aria-pressed", view.viewing.segment == Some(number + 1))
        .does(look)
}

/// The box at the head of a segment under way.
fn packet(arrow: &Arrow, segment: &Segment) -> Element {
    let name = label(segment);
    let text: String = name.chars().filter(|c| *c != '"').take(12).collect();
    let width = count(text.chars().count()) * 7 + 14;
    let body = el("rect")
        .attr("x", px(-width / 2))
        .attr("y", "-10")
        .attr("width", px(width))
        .attr("height", "20");
    arrow.end().class("rec-packet").child(body).child(el("text").attr("y", "4").text(text))
}

/// What stands along a segment's line.
fn text(view: &View<'_>, segment: &Segment) -> Element {
    let mut name = view.letter_of(segment).map(String::from).unwrap_or_default();
    name.push_str(if name.is_empty() { "" } else { " " });
    name.push_str(&label(segment));
    let more = |text: &str| el("tspan").class("rec-d").attr("dx", "6").text(text);
    let numbers = numbers(segment);
    el("text")
        .class("rec-fl")
        .attr("y", "-5")
        .text(name)
        .maybe((!numbers.is_empty()).then(|| more(&numbers)))
        .maybe(segment.again.then(|| more(view.words.again())))
}

/// The numbers that matter of a segment.
fn numbers(segment: &Segment) -> String {
    let has = |flag| segment.flags().has(flag);
    let length = segment.packet.payload_length();
    let (seq, ack) = (segment.seq().to_string(), segment.ack().to_string());
    if length > 0 {
        ["seq=", &seq, " len=", &length.to_string()].concat()
    } else if segment.is_pure_ack() {
        ["ack=", &ack].concat()
    } else if has(Flags::SYN) && has(Flags::ACK) {
        ["seq=", &seq, " ack=", &ack].concat()
    } else if has(Flags::RST) {
        String::new()
    } else {
        ["seq=", &seq].concat()
    }
}

/// A segment in words.
fn title(view: &View<'_>, number: usize) -> String {
    let (words, segment) = (view.words, &view.run.segments[number]);
    let what = [&flags(segment.flags()), " ", &numbers(segment)].concat();
    let from = view.host_name(segment.from);
    let name = words.segment_label(&(number + 1), &what.trim_end(), &from);
    let fate = match fate(segment, view.position()) {
        Fate::Lost => words.lost(),
        Fate::Flying => words.in_transit(),
        Fate::Delivered => words.segment_arrived(),
    };
    [&name, ", ", fate].concat()
}

/// What is said aloud of the segment that is looked at.
pub fn said(view: &View<'_>) -> Option<String> {
    let number = view.viewing.segment.filter(|number| *number <= view.run.segments.len())?;
    Some(title(view, number - 1))
}
