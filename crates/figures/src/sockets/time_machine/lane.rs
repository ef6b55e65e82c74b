//! A lane: a program above the line of system calls, its kernel below.

use super::TimeMachine;
use super::action::Language;
use super::listing::{self, Source};
use super::run::{self, Actor, End};
use super::scenario::{PROGRAMS, Side};
use super::{holdings, time};
use crate::node::{Element, el};
use crate::words::Words;

/// The lane of a side.
pub(super) fn drawn(figure: &TimeMachine, side: Side, words: &Words) -> Element {
    let (class, name) = match side {
        Side::Client => ("sw-lane tm-client", words.tm_client_lane()),
        Side::Server => ("sw-lane tm-server", words.tm_server_lane()),
    };
    let head = el("div")
        .class("sw-lane-head")
        .child(el("span").class("sw-mark"))
        .child(el("span").class("sw-lane-name").text(name))
        .child(el("span").class("sw-lane-addr").text(run::address(side).to_string()));
    let lane = el("div")
        .attr("role", "group")
        .class(class)
        .attr("data-actor", side.name())
        .attr("aria-label", name)
        .child(head);
    let Some(actor) = in_view(figure, side) else {
        return lane.child(holdings::drawn(figure, side, None, words));
    };
    lane.maybe(program_choice(figure, side, actor, words))
        .child(file_row(figure, actor, words))
        .children(code(figure, actor, words))
        .child(trap(figure, actor, words))
        .child(holdings::drawn(figure, side, Some(actor), words))
}

/// The program that is shown: the one that is kept in view, or whoever acted last.
fn in_view(figure: &TimeMachine, side: Side) -> Option<&Actor> {
    let run = &figure.play().run;
    let kept = figure.kept[run::host(side).0 as usize];
    if let Some(actor) = kept.and_then(|program| run.actor(program)) {
        return Some(actor);
    }
    let position = figure.position;
    let last = |actor: &&Actor| actor.steps().filter(|step| *step <= position).max().unwrap_or(0);
    let mine = run.actors.iter().filter(|actor| actor.side == side);
    // Of several that have not begun, the first.
    mine.rev().max_by_key(last)
}

fn program_choice(
    figure: &TimeMachine,
    side: Side,
    shown: &Actor,
    words: &Words,
) -> Option<Element> {
    let actors = figure.play().run.actors.iter().filter(|actor| actor.side == side);
    let actors: Vec<&Actor> = actors.collect();
    let kept = figure.kept[run::host(side).0 as usize];
    let button = |actor: &&Actor| {
        let name = PROGRAMS[actor.program];
        el("button")
            .attr("type", "button")
            .class("sw-btn")
            .class_if("is-shown", actor.program == shown.program)
            .state("aria-pressed", kept == Some(actor.program))
            .does(["program ", name].concat())
            .text(name)
    };
    (actors.len() > 1).then(|| {
        el("div")
            .class("sw-seg tm-programs sw-js-only")
            .attr("role", "group")
            .attr("aria-label", words.tm_program_label())
            .children(actors.iter().map(button))
    })
}

fn file_row(figure: &TimeMachine, actor: &Actor, words: &Words) -> Element {
    let button = |(language, name): (Language, &'static str)| {
        let label = match language {
            Language::C => "C",
            Language::Python => "Python",
            Language::Rust => "Rust",
        };
        el("button")
            .attr("type", "button")
            .class("tm-language")
            .state("aria-pressed", figure.language == language)
            .does(["language ", name].concat())
            .text(label)
    };
    let choice = el("span")
        .class("tm-languages sw-js-only")
        .attr("role", "group")
        .attr("aria-label", words.tm_language_label())
        .children(Language::ALL.map(button));
    el("div")
        .class("tm-file")
        .child(el("span").text(listing::file_name(actor.name(), figure.language)))
        .child(choice)
}

/// The listing, with the line of the call being made.
fn code(figure: &TimeMachine, actor: &Actor, words: &Words) -> Vec<Element> {
    let source = Source {
        statements: &actor.statements,
        side: actor.side,
        server: run::address(Side::Server),
    };
    let lines = listing::write(source, figure.language);
    let current = actor.current(figure.position);
    let count = lines.len();
    let has_hidden = lines.iter().any(|line| line.statement.is_none());
    let mut rows = Vec::new();
    for (number, line) in lines.into_iter().enumerate() {
        if line.statement.is_none() && !figure.whole_listings {
            continue;
        }
        let made = line.statement.and_then(|at| actor.calls.get(at));
        let made = made.filter(|made| made.called <= figure.position);
        let back = made.filter(|made| made.returned.is_some_and(|it| it <= figure.position));
        let result = back.and_then(|made| made.result.as_ref()).map(|result| match result {
            Ok(reply) => ["= ", &reply.number().to_string()].concat(),
            Err(errno) => errno.name().to_owned(),
        });
        let failed = back.is_some_and(|made| matches!(made.result, Some(Err(_))));
        let is_current = line.statement.is_some() && current.map(|it| it.0) == line.statement;
        // Without its indentation, a lone line of a call keeps more of itself on the line.
        let text = if figure.whole_listings { line.text } else { line.text.trim().to_owned() };
        let near = match (line.statement, current) {
            (Some(at), Some((now, _))) => at.abs_diff(now) <= 1,
            (Some(at), None) => at <= 2,
            _ => false,
        };
        rows.push(
            el("li")
                .attr("data-n", (number + 1).to_string())
                .class_if("is-current", is_current)
                .class_if("is-future", line.statement.is_some() && made.is_none())
                .class_if("tm-far", !near)
                .child(el("span").text(text))
                .child(
                    el("span")
                        .class("ret")
                        .class_if("is-bad", failed)
                        .text(result.unwrap_or_default()),
                ),
        );
    }
    let label = if figure.whole_listings {
        words.tm_call_lines().to_owned()
    } else {
        words.tm_all_lines(&count)
    };
    let more = el("button")
        .attr("type", "button")
        .class("sw-btn sw-btn--quiet tm-more sw-js-only")
        .does("lines")
        .text(label);
    let list = el("ol").class("sw-code tm-code").class_if("is-whole", figure.whole_listings);
    let mut parts = vec![list.children(rows)];
    if has_hidden {
        parts.push(more);
    }
    parts
}

/// The line between program and kernel, with the call that is being made.
fn trap(figure: &TimeMachine, actor: &Actor, words: &Words) -> Element {
    let position = figure.position;
    let run = &figure.play().run;
    let ended = actor.ended.filter(|(step, _)| *step <= position);
    let (call, how) = match (actor.current(position), ended) {
        (_, Some((_, End::Killed))) => (String::new(), words.tm_was_killed().to_owned()),
        (_, Some(_)) => (String::new(), words.tm_has_ended().to_owned()),
        (None, None) => (String::new(), words.tm_not_started().to_owned()),
        (Some((index, asleep)), None) => {
            let made = &actor.calls[index];
            if asleep {
                let slept = run.ns(position).saturating_sub(run.ns(made.called));
                (made.text.clone(), words.tm_asleep_for(&time::length(slept)))
            } else {
                (String::new(), words.tm_running().to_owned())
            }
        }
    };
    let inside = el("span")
        .class("call")
        .class_if("is-idle", call.is_empty())
        .text(call)
        .child(el("span").class("how").text(how));
    el("div")
        .class("tm-trap")
        .child(inside)
        .child(el("span").class("u").text(words.tm_user()))
        .child(el("span").class("k").text(words.tm_kernel()))
}
