//! The frames in a row, with what each is to its message.

use figure_kit::action;
use figure_kit::components::{button, heading};
use figure_kit::node::{Element, el};
use figure_kit::playback::Go;

use super::super::action::{Action, Kind};
use super::super::meaning;
use super::super::part::{FramePart, Place};
use super::super::state::FrameAnatomy;
use super::super::words::Words;

/// Frames that are drawn at once.
const SHOWN: usize = 6;

/// Keys that lead from frame to frame.
const KEYS: [(&str, Go); 4] =
    [("ArrowLeft", Go::Previous), ("ArrowRight", Go::Next), ("Home", Go::First), ("End", Go::Last)];

/// The strip, and the buttons that add, cut and remove frames.
pub(super) fn panel(figure: &FrameAnatomy, words: &Words) -> Element {
    let frames = &figure.anatomy.frames;
    let list = (frames.len() > 1).then(|| {
        let first = figure.frame / SHOWN * SHOWN;
        let shown = frames.iter().enumerate().skip(first).take(SHOWN);
        let chips = shown.map(|(place, part)| chip(figure, place, part, words));
        let head = heading("sw-panel-head").text(words.frames_title(&figure.anatomy.frames_len));
        let page = |frame: usize, text: &str| {
            button(Action::Frame(Go::To(frame)), text).class("sw-btn--quiet")
        };
        let last = frames.len() - 1;
        let pager = (frames.len() > SHOWN).then(|| {
            el("div")
                .class("sw-toolbar sw-js-only")
                .child(page(figure.frame.saturating_sub(SHOWN), words.window_earlier()))
                .child(page(last.min(figure.frame + SHOWN), words.window_later()))
        });
        let keys = KEYS.map(|(key, go)| (key, Action::Frame(go).to_string()));
        el("div")
            .child(head)
            .child(
                el("ol").class("fa-strip").attr("data-keys", action::keys(&keys)).children(chips),
            )
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
        .does(Action::Frame(Go::To(place)))
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
    let quiet = |action: Action, text: &str| button(action, text).class("sw-btn--quiet");
    let add = [Kind::Text, Kind::Continuation, Kind::Ping, Kind::Close].map(|kind| {
        let name = meaning::opcode(Ok(kind.opcode()), words);
        quiet(Action::Add(kind), &words.add_frame(&name))
    });
    let split = quiet(Action::Split, words.split_frame()).flag("disabled", !figure.can_split());
    let is_none = figure.part().is_none();
    let remove = quiet(Action::Remove, words.remove_frame()).flag("disabled", is_none);
    el("div").class("sw-toolbar fa-tools sw-js-only").children(add).child(split).child(remove)
}
