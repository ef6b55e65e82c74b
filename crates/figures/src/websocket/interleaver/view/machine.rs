//! The receiver's states as a diagram: where it is, and how it came there.

use figure_kit::components::heading;
use figure_kit::legible::spaced_hex;
use figure_kit::node::{Element, el, svg};

use super::super::run::{Run, State, cut_bytes};
use super::super::state::Interleaver;
use super::super::words::Words;
use super::turns;

/// The states: where their boxes begin.
const BOXES: [(&str, [&str; 2]); 5] = [
    ("between", ["100", "6"]),
    ("text", ["0", "112"]),
    ("binary", ["200", "112"]),
    ("closed", ["0", "212"]),
    ("failed", ["200", "212"]),
];

/// The ways between them: from where to where, the line, and where its words stand. Those that
/// lead back share theirs.
const WAYS: [(&str, &str, &str, Option<[&str; 3]>); 4] = [
    ("between", "text", "M120 40L48 108M46 101l2 7l7-2", Some(["74", "66", "end"])),
    ("between", "binary", "M220 40L292 108M285 106l7 2l2-7", Some(["266", "66", "start"])),
    ("text", "between", "M80 112L152 44M145 46l7-2l-2 7", Some(["170", "104", "middle"])),
    ("binary", "between", "M260 112L188 44M190 51l-2-7l7 2", None),
];

pub(super) fn panel(figure: &Interleaver, run: &Run, words: &Words) -> Element {
    let shown = figure.shown();
    let state = run.state_after(shown);
    let (name, _) = turns::state(state, words);
    let waits = match state {
        State::Inside(unfinished) if unfinished.cut_len > 0 => {
            words.waits(&spaced_hex(cut_bytes(unfinished)))
        }
        _ => String::new(),
    };
    el("section")
        .class("il-machine")
        .child(heading("sw-panel-head").text(words.machine()))
        .child(diagram(run, shown, words).attr("aria-label", words.machine_alt(&name)))
        .child(el("p").class("il-waits").text(waits))
        .child(el("p").class("sw-micro").text(words.machine_note()))
}

fn text(class: &str, [x, y, anchor]: [&str; 3], said: &str) -> Element {
    el("text").class(class).attr("x", x).attr("y", y).attr("text-anchor", anchor).text(said)
}

fn diagram(run: &Run, shown: usize, words: &Words) -> Element {
    let last = shown.checked_sub(1).and_then(|last| run.turns.get(last));
    let (before, after) =
        last.map_or(("", "between"), |turn| (turn.before.name(), turn.after.name()));
    let labels = [
        words.head(&words.text(), &0),
        words.head(&words.binary(), &0),
        words.head(&words.continuation(), &1),
        String::new(),
    ];
    let mut drawing = svg(340, 250).class("il-diagram").attr("role", "img");
    for ((from, to, line, place), said) in WAYS.into_iter().zip(labels) {
        let is_now = before == from && after == to;
        let says_now = is_now || (to == "between" && after == to && before == "binary");
        let path = el("path").attr("d", line).class_if("is-now", is_now);
        let label =
            place.map(|place| text("il-way-says", place, &said).class_if("is-now", says_now));
        drawing = drawing.child(path.class("il-way")).maybe(label);
    }
    drawing = drawing.child(ends(before, after, words));
    let names =
        [words.between(), words.in_text(), words.in_binary(), words.closed(), words.failed()];
    for ((name, [x, y]), said) in BOXES.into_iter().zip(names) {
        let is_now = name == after;
        drawing = drawing.child(
            el("g")
                .class("il-state")
                .class_if("is-now", is_now)
                .child(
                    el("rect")
                        .attr("x", x)
                        .attr("y", y)
                        .attr("width", "140")
                        .attr("height", "34")
                        .attr("rx", "17"),
                )
                .child(text("il-state-says", [middle(x), baseline(y), "middle"], said)),
        );
    }
    drawing
}

/// The middle of a box.
fn middle(x: &str) -> &'static str {
    match x {
        "0" => "70",
        "100" => "170",
        _ => "270",
    }
}

/// Where the words of a box stand.
fn baseline(y: &str) -> &'static str {
    match y {
        "6" => "27",
        "112" => "133",
        _ => "233",
    }
}

/// The ways that lead out of any open state.
fn ends(before: &str, after: &str, words: &Words) -> Element {
    let was_open = !matches!(before, "closed" | "failed");
    let way = |to: &str, line: &'static str, place, said: &str| {
        let is_now = was_open && after == to;
        let path = el("path").class("il-way").attr("d", line).class_if("is-now", is_now);
        el("g").child(path).child(text("il-way-says", place, said).class_if("is-now", is_now))
    };
    el("g")
        .child(el("path").class("il-any").attr("d", "M0 164H340"))
        .child(text("il-way-says", ["170", "182", "middle"], words.any_state()))
        .child(way("closed", "M70 164V208M66 202l4 6l4-6", ["80", "200", "start"], words.close()))
        .child(way(
            "failed",
            "M270 164V208M266 202l4 6l4-6",
            ["260", "200", "end"],
            words.broken_rule(),
        ))
}
