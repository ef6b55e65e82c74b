//! The figure as a whole: search, sheet, the chosen port, and the question who may bind it.

use super::query::{self, Query};
use super::registry::{self, Service};
use super::{PortMap, map, question, table};
use crate::clause;
use crate::control::{button, field};
use crate::node::{Element, Node, el, heading};
use crate::words::Words;

/// How many services a search lists.
const FOUND_MAX: usize = 8;

/// All panels.
pub(super) fn whole(figure: &PortMap, words: &Words) -> Node {
    el("div")
        .class("pm")
        .child(search(figure, words))
        .child(
            el("div")
                .class("pm-upper")
                .child(el("div").child(map::sheet(figure, words)).child(legend(words)))
                .child(chosen(figure, words)),
        )
        .child(question::view(figure, words))
        .node()
}

/// The chosen port for ears.
pub(super) fn port_said(port: u16, words: &Words) -> String {
    let mut text = [&port.to_string(), ". ", range_name(port, words)].concat();
    for service in table().map(|table| registry::of(table, port)).unwrap_or_default() {
        text.push_str(", ");
        text.push_str(service.name);
    }
    text
}

fn range_name(port: u16, words: &Words) -> &str {
    match map::RANGES.iter().position(|(first, last)| (*first..=*last).contains(&port)) {
        Some(0) => words.pm_known(),
        Some(1) => words.pm_registered(),
        _ => words.pm_dynamic(),
    }
}

fn search(figure: &PortMap, words: &Words) -> Element {
    let read = query::read(&figure.query);
    let sound = !matches!(read, Query::OutOfRange(_));
    let mut panel = el("div").class("pm-search sw-js-only").child(field(
        words.pm_query(),
        "query",
        &figure.query,
        sound,
    ));
    match read {
        Query::Nothing | Query::Port(_) => {}
        Query::OutOfRange(rest) => {
            let text = rest.map_or_else(
                || words.pm_no_port().to_owned(),
                |rest| [words.pm_no_port(), " ", &words.pm_truncated(&rest)].concat(),
            );
            panel = panel.child(el("p").class("pm-wrong").text(text));
        }
        Query::Name => panel = panel.child(found(figure, words)),
    }
    panel
}

/// The services that the query's letters stand in.
fn found(figure: &PortMap, words: &Words) -> Element {
    let Some(table) = table() else {
        return el("p").class("sw-label").text(words.pm_no_registry());
    };
    let (services, count) = registry::search(table, figure.query.trim(), FOUND_MAX);
    if count == 0 {
        return el("p").class("pm-wrong").text(words.pm_none_found());
    }
    let choices = services.into_iter().map(|service| {
        let port = service.port.to_string();
        button(["port ", &port].concat(), "")
            .class("pm-found")
            .child(el("b").text(port))
            .child(el("span").text(service.name))
            .child(el("span").class("sw-micro").text(service.protocols()))
    });
    let more = count > FOUND_MAX;
    el("div")
        .class("sw-toolbar")
        .children(choices)
        .maybe(more.then(|| el("span").class("sw-label").text(words.pm_more(&(count - FOUND_MAX)))))
}

/// What the bands and the bars mean.
fn legend(words: &Words) -> Element {
    let names = [words.pm_known(), words.pm_registered(), words.pm_dynamic()];
    let range = |(first, last): (u16, u16)| [&first.to_string(), "–", &last.to_string()].concat();
    let bands = map::RANGES.iter().zip(names).zip(["known", "registered", "dynamic"]).map(
        |((ports, name), class)| {
            el("li")
                .child(el("i").class(["pm-swatch pm-swatch--", class].concat().as_str()))
                .child(el("span").class("sw-mono").text(range(*ports)))
                .child(el("span").text(name))
        },
    );
    let systems = map::systems();
    let systems =
        systems.iter().map(|system| {
            el("li")
                .child(el("b").class("pm-letter").text(system.letter))
                .child(el("span").class("sw-mono").text(range(system.range)))
                .child(el("span").text(system.name).text(" ").child(
                    el("a").class("sw-clause").attr("href", system.address).text(system.source),
                ))
        });
    el("div")
        .class("pm-legend")
        .child(
            el("div")
                .child(
                    el("p")
                        .class("sw-label")
                        .text(words.pm_ranges())
                        .text(" ")
                        .child(clause::link("RFC 6335 §6")),
                )
                .child(el("ul").children(bands)),
        )
        .child(
            el("div")
                .child(el("p").class("sw-label").text(words.pm_ephemeral()))
                .child(el("ul").children(systems)),
        )
}

/// The chosen port: its number in two bytes, its range, its names, and its neighbours.
fn chosen(figure: &PortMap, words: &Words) -> Element {
    let port = figure.case.port;
    let names = table().map(|table| registry::of(table, port));
    let list = match &names {
        None => el("p").class("sw-label").text(words.pm_no_registry()),
        Some(names) if names.is_empty() => el("p").class("sw-label").text(words.pm_unnamed()),
        Some(names) => el("ul").class("pm-names-list").children(names.iter().map(name)),
    };
    let inside: Vec<&str> = map::systems()
        .iter()
        .filter(|system| (system.range.0..=system.range.1).contains(&port))
        .map(|system| system.name)
        .collect();
    let note = match (port, inside.is_empty()) {
        (0, _) => words.pm_zero().to_owned(),
        (_, true) => words.pm_outside().to_owned(),
        (_, false) => words.pm_inside(&inside.join(", ")),
    };
    el("section")
        .class("pm-chosen")
        .child(
            heading("sw-panel-head")
                .child(el("b").class("pm-number").text(port.to_string()))
                .child(el("span").class("sw-mono sw-label").text(hex(port)))
                .child(el("span").text(range_name(port, words))),
        )
        .child(list)
        .child(el("p").class("pm-note").text(note))
        .child(map::stretch(figure, words))
}

fn name(service: &Service<'_>) -> Element {
    el("li")
        .child(el("b").class("sw-mono").text(service.name))
        .text(" ")
        .child(el("span").class("sw-label").text(service.protocols()))
}

/// The two bytes of the number as they stand in a header.
fn hex(port: u16) -> String {
    let digit = |shift: u16| char::from_digit(u32::from(port >> shift & 15), 16);
    let mut text = String::new();
    text.extend([digit(12), digit(8), Some(' '), digit(4), digit(0)].into_iter().flatten());
    text
}
