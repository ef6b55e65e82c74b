//! The figure as a whole: the server's settings, the two heads with a verdict each, what was
//! agreed on.

mod agreed;
mod head;

use figure_kit::action::verb;
use figure_kit::components::{Standing, field, labelled, note, select, switch, verdict};
use figure_kit::node::{Element, Node, el};
use websocket::handshake::{Fault, Rule};

use super::head::Side;
use super::meaning;
use super::preset::Preset;
use super::state::{Action, HandshakeBench};
use super::trial::Trial;
use super::words::Words;
use crate::clause;

/// All panels.
pub(super) fn whole(bench: &HandshakeBench, words: &Words) -> Node {
    let trial = bench.run();
    let (asked, told) = (trial.server.as_ref().err(), trial.client.as_ref().err());
    el("div")
        .class("hb")
        .child(settings(bench, words))
        .child(head::panel(bench, Side::Request, &bench.request, asked, words))
        .child(on_request(&trial, words))
        .child(head::panel(bench, Side::Response, &trial.response, told, words))
        .child(on_response(&trial, words))
        .child(agreed::panel(bench, &trial, words))
        .node()
}

/// The situations, and how the server is set.
fn settings(bench: &HandshakeBench, words: &Words) -> Element {
    let names = [
        words.preset_rfc(),
        words.preset_browser(),
        words.preset_foreign(),
        words.preset_old(),
        words.preset_plain(),
        words.preset_proxy(),
    ];
    let options = Preset::NAMES.into_iter().zip(names);
    let options = [("", words.preset_choose())].into_iter().chain(options);
    let situations = labelled(words.situations(), select(verb(Action::Preset), "", options));
    let server = &bench.server;
    let limits = http::Limits::default();
    let number = |label: &str, verb: String, text: &str, default: usize| {
        let sound = text.trim().parse::<usize>().is_ok();
        let said = if sound { String::new() } else { words.bad_number(&default) };
        field(label, verb, text, sound).child(note(&said))
    };
    let (head_max, headers_max) = (verb(Action::HeadMax), verb(Action::HeadersMax));
    let policy = el("div")
        .class("hb-policy")
        .attr("data-actor", "server")
        .child(head::name(el("p"), words.server_settings()))
        .child(field(words.server_origins(), verb(Action::Origins), &server.origins, true))
        .child(field(words.server_protocols(), verb(Action::Protocols), &server.protocols, true))
        .child(number(words.head_max(), head_max, &server.head_max, limits.head_len_max))
        .child(number(words.headers_max(), headers_max, &server.headers_max, limits.fields_max))
        .child(switch(Action::Deflate, words.deflate_switch(), server.deflates))
        .child(switch(Action::Hex, words.show_hex(), bench.is_hex));
    el("section").class("hb-settings sw-js-only").child(situations).child(policy)
}

/// What is wrong, where, and where that is written.
fn refused(line: &str, why: &str, place: &str, fault: &Fault) -> Element {
    let why = [why, " ", place].concat();
    verdict(Standing::Bad, line, clause::reason(&why, &[fault.rule.clause()]))
}

/// The server's verdict.
fn on_request(trial: &Trial, words: &Words) -> Element {
    match &trial.server {
        Ok(_) => {
            let why = clause::reason(words.server_opens_why(), &[]);
            verdict(Standing::Good, words.server_opens(), why)
        }
        Err(fault) => {
            let why = meaning::rule(fault.rule, Side::Request, words);
            refused(&refusal(fault, words), why, &words.at_request(&fault.at), fault)
        }
    }
}

/// The line that begins the server's answer, as a sentence.
fn refusal(fault: &Fault, words: &Words) -> String {
    let start = fault.response().start;
    let status = [&start.status.to_string(), " ", &start.reason].concat();
    words.server_refuses(&status)
}

/// The client's verdict.
fn on_response(trial: &Trial, words: &Words) -> Element {
    match &trial.client {
        Ok(_) => {
            let why = clause::reason(words.client_opens_why(), &[]);
            verdict(Standing::Good, words.client_opens(), why)
        }
        Err(fault) => {
            let mut why = meaning::rule(fault.rule, Side::Response, words).to_owned();
            if fault.rule == Rule::Accept && !trial.expected_accept.is_empty() {
                why.push(' ');
                why.push_str(&words.accept_expected(&trial.expected_accept));
            }
            refused(words.client_fails(), &why, &words.at_response(&fault.at), fault)
        }
    }
}

/// Both verdicts in one breath, for ears.
pub(super) fn spoken(trial: &Trial, words: &Words) -> String {
    let server = match &trial.server {
        Ok(_) => words.server_opens().to_owned(),
        Err(fault) => {
            let why = meaning::rule(fault.rule, Side::Request, words);
            [&refusal(fault, words), " ", why].concat()
        }
    };
    let client = if trial.client.is_ok() { words.client_opens() } else { words.client_fails() };
    [&server, " ", client].concat()
}
