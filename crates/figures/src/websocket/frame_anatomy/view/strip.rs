//! The frames in a row, with what each is to its message.

use websocket::frame::Opcode;

use super::super::part::{FramePart, Place};
use super::super::{FrameAnatomy, meaning};
use super::button;
use crate::node::{Element, el, heading};
use crate::words::Words;

/// Frames that are drawn at once.
const SHOWN: usize = 6;

const KEYS: &str = "ArrowLeft=frame previous;ArrowRight=frame next;Home=frame first;End=frame last";

/// The strip, and the buttons that add, cut and remove frames.
pub(super) fn panel(figure: &FrameAnatomy, words: &Words) -> Element {
    let frames = &figure.anatomy.frames;
    let list = (frames.len() > 1).then(|| {
        let first = figure.frame / SHOWN * SHOWN;
        let shown = frames.iter().enumerate().skip(first).take(SHOWN);
        let chips = shown.map(|(place, part)| chip(figure, place, part, words));
        let head = heading("sw-panel-head").text(words.frames_title(&figure.anatomy.frames_len));
        let pager = (frames.len() > SHOWN).then(|| {
            el("div")
                .class("sw-toolbar sw-js-only")
                .child(button("frame by -6").class("sw-btn--quiet").text(words.window_earlier()))
                .child(button("frame by 6").class("sw-btn--quiet").text(words.window_later()))
        });
        el("div")
            .child(head)
            .child(el("ol").class("fa-strip").attr("data-keys", KEYS).children(chips))
            .maybe(pager)
    });
    el("section").class("fa-frames").maybe(list).child(tools(figure, words))
}

fn chip(figure: &FrameAnatomy, place: usize, part: &FramePart, words: &Words) -> Element {
    let is_here = place == figure.frame;
    let verdict = &figure.anatomy.verdict;
    let is_faulty = verdict.fault_frame == Some(part.index);
    let is_unread = is_unread(figure, part);
    let name = meaning::opcode(part.opcode(), words);
    let says = if is_unread { words.place_unread() } else { place_name(part, words) };
    let chip = el("button")
        .attr("type", "button")
        .class("fa-frame")
        .class_if("is-faulty", is_faulty)
        .class_if("is-unread", is_unread)
        .class_if("is-inside", part.inside.is_some() && !is_unread)
        .class_if("is-open", matches!(part.place, Place::First | Place::Middle) && !is_unread)
        .attr("tabindex", if is_here { "0" } else { "-1" })
        .state("aria-pressed", is_here)
        .does(["frame ", &place.to_string()].concat())
        .child(el("b").text((part.index + 1).to_string()))
        .child(el("span").text(name))
        .child(el("span").class("sw-micro").text(says))
        .child(el("span").class("sw-micro").text(words.bytes(&(part.end() - part.start))));
    el("li").child(chip)
}

/// Whether nobody reads this frame, because of what came before it.
fn is_unread(figure: &FrameAnatomy, part: &FramePart) -> bool {
    let verdict = &figure.anatomy.verdict;
    verdict.fault_frame.is_some_and(|faulty| part.index > faulty)
        || verdict.closed_at.is_some_and(|at| part.start >= at)
}

fn place_name<'a>(part: &FramePart, words: &'a Words) -> &'a str {
    match part.place {
        Place::Whole => words.place_whole(),
        Place::First => words.place_first(),
        Place::Middle => words.place_middle(),
        Place::Last => words.place_last(),
        Place::Control if part.inside.is_some() => words.place_between(),
        Place::Control => words.place_control(),
        Place::Astray => words.place_astray(),
    }
}

/// The frame in one breath, for ears.
pub(super) fn spoken(figure: &FrameAnatomy, part: &FramePart, words: &Words) -> String {
    let name = meaning::opcode(part.opcode(), words);
    let unread = is_unread(figure, part);
    let place = if unread { words.place_unread() } else { place_name(part, words) };
    [&words.frame_title(&(part.index + 1), &name), ", ", place].concat()
}

fn tools(figure: &FrameAnatomy, words: &Words) -> Element {
    let add = [
        (Opcode::Text, "add text"),
        (Opcode::Continuation, "add continuation"),
        (Opcode::Ping, "add ping"),
        (Opcode::Close, "add close"),
    ];
    let mut tools = el("div").class("sw-toolbar fa-tools sw-js-only");
    for (opcode, action) in add {
        let name = meaning::opcode(Ok(opcode), words);
        tools = tools.child(button(action).class("sw-btn--quiet").text(words.add_frame(&name)));
    }
    let here = figure.part().is_some();
    tools
        .child(
            button("split")
                .class("sw-btn--quiet")
                .flag("disabled", !figure.can_split())
                .text(words.split_frame()),
        )
        .child(
            button("remove")
                .class("sw-btn--quiet")
                .flag("disabled", !here)
                .text(words.remove_frame()),
        )
}
