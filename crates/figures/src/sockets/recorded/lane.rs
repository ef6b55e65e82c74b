//! A lane: a program above the line of system calls, its kernel below.

use std::rc::Rc;

use figure_kit::components::ladder::Side;
use figure_kit::components::{self, button};
use recording::{End, Thread};

use super::holdings;
use super::text::length;
use super::view::View;
use super::viewing::Action;
use super::words::Words;
use figure_kit::node::{Element, el};

/// A line of a program's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line.
    pub text: String,
    /// Where a call stands, as [`recording::CallMade::line`] counts; none of other lines.
    pub call: Option<usize>,
}

/// A program as it is shown.
pub struct Source {
    /// The name of its file.
    pub file: String,
    /// Its lines.
    pub lines: Rc<[Line]>,
    /// What stands beside the name of its file.
    pub beside: Option<Element>,
    /// Another number where the same program has other lines.
    pub edition: usize,
}

/// The lane of a side. `source` shows a thread's program.
pub fn lane(view: &View<'_>, side: Side, source: impl Fn(usize, &Thread) -> Source) -> Element {
    let (words, host) = (view.words, view.host(side));
    let (class, name) = match side {
        Side::Left => ("rec-left", words.client_lane()),
        Side::Right => ("rec-right", words.server_lane()),
    };
    let address = view.run.hosts.iter().find(|known| known.id == host);
    let address = address.map_or_else(String::new, |host| host.address.to_string());
    let lane = components::lane(side.actor(), name, &address).class(class);
    let Some((at, thread)) = in_view(view, side) else {
        return lane.child(holdings::view(view, side, None));
    };
    let source = source(at, thread);
    lane.maybe(program_choice(view, side, thread))
        .children(code(view, side, (at, thread), &source))
        .child(trap(view, thread))
        .child(holdings::view(view, side, Some((at, thread))))
}

/// The program that is shown: the one that is kept in view, or whoever acted last.
fn in_view<'a>(view: &View<'a>, side: Side) -> Option<(usize, &'a Thread)> {
    let threads = view.threads(view.host(side));
    let kept = |it: &&(usize, &Thread)| view.viewing.kept.contains(&it.1.program);
    if let Some(found) = threads.iter().find(kept) {
        return Some(*found);
    }
    let position = view.position();
    let last = |(_, thread): &(usize, &Thread)| {
        thread.steps().filter(|step| *step <= position).max().unwrap_or(0)
    };
    // Of several that have not begun, the first.
    threads.into_iter().rev().max_by_key(last)
}

fn program_choice(view: &View<'_>, side: Side, shown: &Thread) -> Option<Element> {
    let threads = view.threads(view.host(side));
    let choice = |(_, thread): &(usize, &Thread)| {
        let name = &thread.program;
        button(Action::Program(name.clone()), name.as_str())
            .class_if("is-shown", *name == shown.program)
            .state("aria-pressed", view.viewing.kept.contains(name))
    };
    (threads.len() > 1 && !view.is_print).then(|| {
        el("div")
            .class("sw-seg rec-programs sw-js-only")
            .attr("role", "group")
            .attr("aria-label", view.words.program_label())
            .children(threads.iter().map(choice))
    })
}

/// Parts that are kept beside the lines of a listing: its head and its foot.
const KEPT: usize = 2;

/// The name of the file, the listing with the line of the call being made, and what shows more.
fn code(
    view: &View<'_>,
    side: Side,
    (at, thread): (usize, &Thread),
    source: &Source,
) -> Vec<Element> {
    let (position, whole) = (view.position(), view.viewing.whole_listings);
    let memo = &view.kept.code[side as usize];
    let kind = usize::from(whole) << 1 | usize::from(view.is_print);
    memo.renew([at, source.edition, kind, view.edition]);
    let now = thread.current(position).and_then(|(call, _)| thread.calls[call].line);
    let mut rows = Vec::new();
    for (number, line) in source.lines.iter().enumerate() {
        if line.call.is_none() && !whole {
            continue;
        }
        // Of a line that is made again and again, the last time counts.
        let made = line.call.and_then(|_| {
            thread.calls.iter().rposition(|it| it.called <= position && it.line == line.call)
        });
        let back =
            made.filter(|made| thread.calls[*made].returned.is_some_and(|step| step <= position));
        let is_current = line.call.is_some() && now == line.call;
        let near = match (line.call, now) {
            (Some(at), Some(now)) => at.abs_diff(now) <= 1,
            (Some(at), None) => at <= 2,
            _ => false,
        };
        let phase =
            usize::from(back.is_some()) << 2 | usize::from(is_current) << 1 | usize::from(near);
        let key = made.map_or(0, |made| made + 1) << 3 | phase;
        rows.push(memo.part(KEPT + number, key, || {
            let result = back.and_then(|back| thread.calls[back].result.as_ref());
            let result = result.map(|result| {
                let text = match result {
                    Ok(reply) => ["= ", &reply.number().to_string()].concat(),
                    Err(errno) => errno.name().to_owned(),
                };
                el("span").class("ret").class_if("is-bad", result.is_err()).text(text)
            });
            // Without its indentation, a lone line of a call keeps more of itself on the line.
            let code = if whole { line.text.as_str() } else { line.text.trim() };
            el("li")
                .attr("data-n", (number + 1).to_string())
                .class_if("is-current", is_current)
                .class_if("is-future", line.call.is_some() && made.is_none())
                .class_if("rec-far", !near)
                .text(code)
                .maybe(result)
        }));
    }
    let list = el("ol").class("sw-code rec-code");
    // All lines may be more than the lane shows: then the keyboard scrolls them.
    let list = if whole { list.class("is-whole").attr("tabindex", "0") } else { list };
    let file = memo.part(0, 0, || {
        let name = el("span").text(source.file.clone());
        el("div").class("rec-file").child(name).maybe(source.beside.clone())
    });
    let mut parts = vec![file, list.children(rows)];
    if !view.is_print && source.lines.iter().any(|line| line.call.is_none()) {
        parts.push(memo.part(1, 0, || more(whole, source.lines.len(), view.words)));
    }
    parts
}

fn more(whole: bool, count: usize, words: &Words) -> Element {
    let label = if whole { words.call_lines().to_owned() } else { words.all_lines(&count) };
    button(Action::Lines, label).class("sw-btn--quiet rec-more sw-js-only")
}

/// The line between program and kernel, with the call that is being made.
fn trap(view: &View<'_>, thread: &Thread) -> Element {
    let (position, words, run) = (view.position(), view.words, view.run);
    let ended = thread.ended.filter(|(step, _)| *step <= position);
    let (call, how) = match (thread.current(position), ended) {
        (_, Some((_, End::Killed))) => ("", words.was_killed().to_owned()),
        (_, Some(_)) => ("", words.has_ended().to_owned()),
        (None, None) => ("", words.not_started().to_owned()),
        (Some((index, true)), None) => {
            let made = &thread.calls[index];
            let slept = run.ns(position).saturating_sub(run.ns(made.called));
            (made.text.as_str(), words.asleep_for(&length(slept)))
        }
        (Some((_, false)), None) => ("", words.running().to_owned()),
    };
    let inside = el("span")
        .class("call")
        .class_if("is-idle", call.is_empty())
        .text(call)
        .child(el("span").class("how").text(how));
    el("div")
        .class("rec-trap")
        .child(inside)
        .child(el("span").class("u").text(words.user()))
        .child(el("span").class("k").text(words.kernel()))
}
