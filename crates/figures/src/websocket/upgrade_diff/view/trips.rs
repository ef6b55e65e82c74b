//! The round trips of the two, beside each other.

use figure_kit::action::verb;
use figure_kit::components::{heading, number, panel, switch};
use figure_kit::node::{Element, el};

use super::super::run::Trip;
use super::super::state::{Action, UpgradeDiff};
use super::super::words::Words;

pub(super) fn view(diff: &UpgradeDiff, words: &Words) -> Element {
    let trips = diff.trips();
    let controls = el("div")
        .class("ud-controls")
        .child(switch(Action::Open, words.open(), diff.is_open))
        .child(switch(Action::Support, words.support(), diff.is_supported))
        .child(number(words.trip(), &verb(Action::Trip), &diff.trip, words));
    let both = el("div")
        .class("ud-both")
        .child(list("HTTP/1.1", &trips.old, diff, words))
        .child(list(diff.newer.title(), &trips.new, diff, words));
    panel(words.steps(), words.steps_note(), el("div").child(controls).child(both))
}

fn list(name: &str, trips: &[Trip], diff: &UpgradeDiff, words: &Words) -> Element {
    let items = trips.iter().map(|trip| {
        el("li").text(match trip {
            Trip::Tcp => words.trip_tcp(),
            Trip::Tls => words.trip_tls(),
            Trip::TlsSettings => words.trip_tls_settings(),
            Trip::Quic => words.trip_quic(),
            Trip::Get => words.trip_get(),
            Trip::Connect => words.trip_connect(),
        })
    });
    let ms = trips.len() * diff.trip.value() as usize;
    el("div")
        .child(heading("sw-label").text(name))
        .child(el("ol").class("ud-trips").children(items))
        .child(el("p").class("ud-total").text(words.total(&trips.len(), &ms)))
}
