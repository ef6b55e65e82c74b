//! The figure as a whole: search, sheet, the chosen port, and the question who may bind it.

use figure_kit::action::verb;
use figure_kit::components::{button, field, heading};
use figure_kit::node::{Element, Node, el};

use super::query::{self, Query};
use super::registry::{self, Service};
use super::state::{Action, Move, PortMap};
use super::table::table;
use super::words::Words;
use crate::clause;

pub(super) mod question;
mod sheet;

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
                .child(el("div").child(sheet::sheet(figure, words)).child(legend(words)))
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
    match sheet::RANGES.iter().position(|(first, last)| (*first..=*last).contains(&port)) {
        Some(0) => words.known(),
        Some(1) => words.registered(),
        _ => words.dynamic(),
    }
}

fn search(figure: &PortMap, words: &Words) -> Element {
    let read = query::read(&figure.query);
    let sound = !matches!(read, Query::OutOfRange(_));
    let mut panel = el("div").class("pm-search sw-js-only").child(field(
        words.query(),
        verb(Action::Query),
        &figure.query,
        sound,
    ));
    match read {
        Query::Nothing | Query::Port(_) => {}
        Query::OutOfRange(rest) => {
            let text = rest.map_or_else(
                || words.no_port().to_owned(),
                |rest| [words.no_port(), " ", &words.truncated(&rest)].concat(),
            );
            panel = panel.child(el("p").class("sw-note is-wrong").text(text));
        }
        Query::Name => panel = panel.child(found(figure, words)),
    }
    panel
}

/// The services that the query's letters stand in.
fn found(figure: &PortMap, words: &Words) -> Element {
    let Some(table) = table() else {
        return el("p").class("sw-label").text(words.no_registry());
    };
    let (services, count) = registry::search(table, figure.query.trim(), FOUND_MAX);
    if count == 0 {
        return el("p").class("sw-note is-wrong").text(words.none_found());
    }
    let choices = services.into_iter().map(|service| {
        button(Action::Port(Move::To(service.port)), "")
            .class("pm-found")
            .child(el("b").text(service.port.to_string()))
            .child(el("span").text(service.name))
            .child(el("span").class("sw-micro").text(service.protocols()))
    });
    let more = count > FOUND_MAX;
    el("div")
        .class("sw-toolbar")
        .children(choices)
        .maybe(more.then(|| el("span").class("sw-label").text(words.more(&(count - FOUND_MAX)))))
}

/// What the bands and the bars mean.
fn legend(words: &Words) -> Element {
    let names = [words.known(), words.registered(), words.dynamic()];
    let range = |(first, last): (u16, u16)| words.range(&first, &last);
    let bands =
        sheet::RANGES.iter().zip(names).zip(sheet::Band::ALL).map(|((ports, name), band)| {
            el("li")
                .child(band.swatch())
                .child(el("span").class("sw-mono").text(range(*ports)))
                .child(el("span").text(name))
        });
    let systems = sheet::systems();
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
                        .text(words.ranges())
                        .text(" ")
                        .child(clause::link("RFC 6335 §6")),
                )
                .child(el("ul").children(bands)),
        )
        .child(
            el("div")
                .child(el("p").class("sw-label").text(words.ephemeral()))
                .child(el("ul").children(systems)),
        )
}

/// The chosen port: its number in two bytes, its range, its names, and its neighbours.
fn chosen(figure: &PortMap, words: &Words) -> Element {
    let port = figure.case.port;
    let names = table().map(|table| registry::of(table, port));
    let list = match &names {
        None => el("p").class("sw-label").text(words.no_registry()),
        Some(names) if names.is_empty() => el("p").class("sw-label").text(words.unnamed()),
        Some(names) => el("ul").class("pm-names-list").children(names.iter().map(name)),
    };
    let inside: Vec<&str> = sheet::systems()
        .iter()
        .filter(|system| (system.range.0..=system.range.1).contains(&port))
        .map(|system| system.name)
        .collect();
    let note = match (port, inside.is_empty()) {
        (0, _) => words.zero().to_owned(),
        (_, true) => words.outside().to_owned(),
        (_, false) => words.inside(&inside.join(", ")),
    };
    let said = el("div")
        .class("pm-said")
        .child(
            heading("sw-panel-head")
                .child(el("b").class("pm-number").text(port.to_string()))
                .child(el("span").class("sw-mono sw-label").text(hex(port)))
                .child(el("span").text(range_name(port, words))),
        )
        .child(list)
        .child(el("p").class("pm-note").text(note));
    el("section").class("pm-chosen").child(said).child(sheet::stretch(figure, words))
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
