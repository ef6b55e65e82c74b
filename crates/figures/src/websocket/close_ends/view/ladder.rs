//! The wire between both ends: a row a beat, and beside each axis what its program does.

use figure_kit::components::ladder::{Arrow, PITCH, Rows, Side, legend, line, px};
use figure_kit::node::{Element, el};
use kernel::DropReason;
use recording::Segment;

use super::super::end::{Note, Ready};
use super::super::run::{Beat, Run, host_of, sender};
use super::super::scene::Who;
use super::super::state::CloseEnds;
use super::super::words::Words;
use super::sentence;
use crate::sockets::recorded::length;
use crate::sockets::state_pill;

/// Rows that are drawn at once, alive and on paper.
const ROWS: usize = 28;
const ROWS_PRINTED: usize = 48;
/// A drawing is as high as so many rows, however little has happened.
const ROWS_MIN: i32 = 8;
/// Where a lost segment ends, in percent of the way, and how far down it would have come.
const LOST_AT: i32 = 62;
const LOST_FALL: i32 = 20;
/// Where a label stands, in percent of the way.
const LABEL_AT: i32 = 40;
/// The longest text beside an axis, in letters.
const TEXT_MAX: usize = 22;

const fn side(who: Who) -> Side {
    match who {
        Who::Page => Side::Left,
        Who::Server => Side::Right,
    }
}

/// The ladder after so many beats.
pub(super) fn view(figure: &CloseEnds, run: &Run, shown: usize, words: &Words) -> Element {
    let most = if figure.is_print { ROWS_PRINTED } else { ROWS };
    // Of a run that is hidden not even the length is told.
    let end = if figure.is_locked() { 0 } else { run.beats.len() };
    let ns = |beat: usize| beat.checked_sub(1).map_or(0, |at| run.beats[at].ns);
    let mut rows = Rows::of(&ns, end, shown, most);
    rows.bottom = rows.bottom.max(rows.top + ROWS_MIN * PITCH);
    let plot = el("div")
        .class("ce-plot")
        .child(track(figure, run, &rows, shown, Who::Page))
        .child(wire(run, &rows, shown, words))
        .child(track(figure, run, &rows, shown, Who::Server));
    let cut = (end > 0 && shown == end && run.is_cut && run_goes_on(run))
        .then(|| el("p").class("ce-edge sw-micro").text(words.cannot_end()));
    el("div").class("ce-time").child(plot).maybe(cut).child(legend(&[
        ("ce-k-frame", words.key_frame()),
        ("ce-k-bare", words.key_bare()),
        ("ce-k-lost", words.key_lost()),
    ]))
}

/// Whether a program would still do something: what is left to kernels whose programs are done is
/// told by the state of TCP.
fn run_goes_on(run: &Run) -> bool {
    let all = run.beats.len();
    Who::ALL.into_iter().all(|who| run.standing(who, all).ready == Ready::Open)
}

fn wire(run: &Run, rows: &Rows, shown: usize, words: &Words) -> Element {
    let position = run.position(shown);
    let inside = el("svg").attr("y", px(-rows.top)).attr("overflow", "visible");
    let arrows = run
        .recording
        .segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.sent <= position)
        .filter_map(|(number, segment)| {
            arrow(run, segment, run.is_again(number), (rows, shown), words)
        });
    let axis = |x: &str| line(x.to_owned(), rows.top, x.to_owned(), rows.bottom).class("ce-axis");
    rows.drawing()
        .class("ce-wire")
        .attr("role", "img")
        .attr("aria-label", words.ladder_said())
        .child(
            inside
                .child(axis("0%"))
                .child(axis("100%"))
                .child(rows.gaps(|ns| words.later(&length(ns))))
                .maybe(pulled(run, rows, shown, words))
                .child(el("g").children(arrows)),
        )
}

/// Where the cable is pulled, once it is.
fn pulled(run: &Run, rows: &Rows, shown: usize, words: &Words) -> Option<Element> {
    let is_it = |beat: &Beat| beat.notes.contains(&Note::Pulled);
    let number = run.beats[..shown].iter().position(is_it)? + 1;
    if !rows.holds(number) {
        return None;
    }
    let y = rows.y(number);
    let text = el("text").attr("x", "82%").attr("y", px(y - 5)).text(words.case_cable());
    let across = line("0".into(), y, "100%".into(), y);
    Some(el("g").class("ce-pulled").child(across).child(text))
}

/// A segment, as far as it has come.
fn arrow(
    run: &Run,
    segment: &Segment,
    is_again: bool,
    (rows, shown): (&Rows, usize),
    words: &Words,
) -> Option<Element> {
    let from = sender(segment);
    let sent = run.beat_of(segment.sent);
    let arrival = segment.arrived.first().map(|step| run.beat_of(*step));
    let last = arrival.unwrap_or(sent);
    if last < rows.first || sent > rows.last {
        return None;
    }
    let y1 = rows.y(sent);
    let is_lost = segment.lost == Some(DropReason::Link);
    let has_arrived = arrival.is_some_and(|beat| beat <= shown);
    let full = arrival.map_or(y1 + LOST_FALL, |beat| rows.y(beat));
    let (percent, y2) = if is_lost {
        (LOST_AT, y1 + (full - y1) * LOST_AT / 100)
    } else if has_arrived {
        (100, full)
    } else {
        let way = (full - y1).max(1);
        let percent = ((rows.now - y1) * 100 / way).clamp(14, 86);
        (percent, y1 + way * percent / 100)
    };
    let arrow = Arrow { from: side(from), y1, y2, percent };
    let is_bare = segment.packet.payload_length() == 0;
    let mut text = sentence::label(segment);
    if is_again {
        text.push_str(&[" (", words.again(), ")"].concat());
    }
    let actor = if is_lost { "err" } else { side(from).actor() };
    let group = el("g")
        .class("ce-seg")
        .class_if("is-bare", is_bare)
        .class_if("is-ack", segment.is_pure_ack())
        .attr("data-actor", actor)
        .child(arrow.line());
    let group = if is_lost {
        group.child(arrow.cross(Some(words.lost())))
    } else {
        group.child(arrow.head())
    };
    if segment.is_pure_ack() {
        return Some(group);
    }
    let label = el("text").class("ce-label").attr("y", "-5").text(text);
    Some(group.child(arrow.label(label, LABEL_AT)))
}

/// What an end does, beside its axis.
fn track(figure: &CloseEnds, run: &Run, rows: &Rows, shown: usize, who: Who) -> Element {
    let (x, anchor, class) = match who {
        Who::Page => ("100%", "end", "ce-track ce-left"),
        Who::Server => ("0%", "start", "ce-track ce-right"),
    };
    let inside = el("svg").attr("y", px(-rows.top)).attr("overflow", "visible");
    let beats = (rows.first..=rows.last.min(shown)).filter_map(|number| {
        let beat = run.beats.get(number.checked_sub(1)?)?;
        let (text, state) = said(figure, run, beat, who);
        if text.is_empty() && state.is_empty() {
            return None;
        }
        let tcp = el("tspan").class("ce-tcp");
        let tcp = if text.is_empty() { tcp } else { tcp.attr("dx", "8") };
        let tcp = tcp.text(state);
        // An empty part would take the distance to the axis for itself.
        let does = (!text.is_empty()).then(|| el("tspan").class("ce-does").text(text));
        let label = el("text").attr("x", x).attr("y", px(rows.y(number) + 4));
        let label = label.attr("text-anchor", anchor).attr(
            "dx",
            match who {
                Who::Page => "-10",
                Who::Server => "10",
            },
        );
        Some(label.maybe(does).child(tcp))
    });
    rows.drawing()
        .class(class)
        .attr("data-actor", side(who).actor())
        .attr("aria-hidden", "true")
        .child(inside.child(el("g").children(beats)))
}

/// What a program does in a beat, and the state to which its TCP comes.
fn said(figure: &CloseEnds, run: &Run, beat: &Beat, who: Who) -> (String, &'static str) {
    let mut text = String::new();
    if beat.who == Some(who) {
        // Of several the last is what matters: an end that was read, and what came of it.
        let mut all = beat.notes.iter().rev();
        let found = all.find_map(|note| sentence::track(&figure.scene, who, note));
        text = found.unwrap_or_default();
    }
    if text.chars().count() > TEXT_MAX {
        text = text.chars().take(TEXT_MAX - 1).chain(['…']).collect();
    }
    let changes = beat.steps.clone().flat_map(|step| &run.recording.steps[step - 1].changes);
    let state = changes.filter(|change| change.host == host_of(who)).last();
    (text, state.map_or("", |change| state_pill::name(change.to)))
}
