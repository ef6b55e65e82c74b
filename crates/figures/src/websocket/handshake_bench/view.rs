//! The figure as a whole: the situation, the server's settings, both verdicts, the two heads, what
//! was agreed on.

mod agreed;
mod head;

use figure_kit::action::verb;
use figure_kit::components::{
    Standing, button, disclosure, field, labelled, note, select, switch, verdict,
};
use figure_kit::node::{Element, Node, el};
use websocket::Blame;
use websocket::handshake::{Fault, Rule};

use super::head::Side;
use super::meaning;
use super::preset::Preset;
use super::state::{Action, HandshakeBench, Part, Settings};
use super::trial::Trial;
use super::words::Words;
use crate::clause;

/// All panels.
pub(super) fn whole(bench: &HandshakeBench, words: &Words) -> Node {
    let trial = bench.run();
    let (asked, told) = (trial.server.as_ref().err(), trial.client.as_ref().err());
    el("div")
        .class("hb")
        .child(situation(bench, words))
        .child(settings(bench, words))
        .child(results(bench, &trial, words))
        .child(head::panel(bench, Side::Request, &bench.request, asked, words))
        .child(head::panel(bench, Side::Response, &trial.response, told, words))
        .child(agreed::panel(bench, &trial, words))
        .node()
}

/// Which situation is loaded, whether it is still as it was, and how to have it again.
fn situation(bench: &HandshakeBench, words: &Words) -> Element {
    let names = [
        words.preset_rfc(),
        words.preset_browser(),
        words.preset_foreign(),
        words.preset_old(),
        words.preset_plain(),
        words.preset_proxy(),
    ];
    let options = Preset::NAMES.into_iter().zip(names);
    let select = select(verb(Action::Preset), bench.situation.name(), options);
    let changed = bench.is_changed().then(|| {
        let again = button(Action::Preset(bench.situation), words.situation_again());
        el("div")
            .class("hb-changed")
            .child(el("span").text(words.situation_changed()))
            .child(again.class("sw-btn--quiet"))
    });
    el("section")
        .class("hb-situation sw-js-only")
        .child(labelled(words.situations(), select))
        .maybe(changed)
}

/// How the server is set: folded away, in a line.
fn settings(bench: &HandshakeBench, words: &Words) -> Element {
    let open = bench.is_server_open;
    let fold = disclosure(
        Action::Open(Part::Server),
        words.server_settings(),
        &policy_line(&bench.server, words),
        open,
    );
    el("section")
        .class("hb-settings sw-js-only")
        .attr("data-actor", "server")
        .child(fold)
        .maybe(open.then(|| policy(bench, words)))
}

/// The server's settings in a line; limits only where they are not the usual ones.
fn policy_line(server: &Settings, words: &Words) -> String {
    let or = |text: &str, none: &str| {
        if text.trim().is_empty() { none.to_owned() } else { text.trim().to_owned() }
    };
    let mut parts = vec![
        or(&server.origins, words.any_origin()),
        or(&server.protocols, words.no_protocol()),
        if server.deflates { words.deflate_switch() } else { words.no_deflate() }.to_owned(),
    ];
    let (limits, usual) = (server.limits(), http::Limits::default());
    if (limits.head_len_max, limits.fields_max) != (usual.head_len_max, usual.fields_max) {
        parts.push(words.heads_up_to(&limits.head_len_max, &limits.fields_max));
    }
    parts.join(" · ")
}

fn policy(bench: &HandshakeBench, words: &Words) -> Element {
    let server = &bench.server;
    let limits = http::Limits::default();
    let number = |label: &str, verb: String, text: &str, default: usize| {
        let sound = text.trim().parse::<usize>().is_ok();
        let said = if sound { String::new() } else { words.bad_number(&default) };
        field(label, verb, text, sound).child(note(&said))
    };
    let (head_max, headers_max) = (verb(Action::HeadMax), verb(Action::HeadersMax));
    el("div")
        .class("hb-policy")
        .child(field(words.server_origins(), verb(Action::Origins), &server.origins, true))
        .child(field(words.server_protocols(), verb(Action::Protocols), &server.protocols, true))
        .child(number(words.head_max(), head_max, &server.head_max, limits.head_len_max))
        .child(number(words.headers_max(), headers_max, &server.headers_max, limits.fields_max))
        .child(switch(Action::Deflate, words.deflate_switch(), server.deflates))
        .child(switch(Action::Hex, words.show_hex(), bench.is_hex))
}

/// Both verdicts. They stay in view while a head is edited; where there is little room, only the
/// one that decides gives its reason.
fn results(bench: &HandshakeBench, trial: &Trial, words: &Words) -> Element {
    let decides = if trial.server.is_ok() && trial.client.is_err() || bench.response.is_some() {
        Side::Response
    } else {
        Side::Request
    };
    let of = |side: Side, verdict: Element| verdict.class_if("is-aside", side != decides);
    el("section")
        .class("hb-results")
        .child(of(Side::Request, on_request(trial, words)))
        .child(of(Side::Response, on_response(trial, words)))
}

/// What is wrong, where, whose fault it is, and where that is written.
fn refused(line: &str, why: &[&str], fault: &Fault) -> Element {
    let why: Vec<&str> = why.iter().copied().filter(|part| !part.is_empty()).collect();
    verdict(Standing::Bad, line, clause::reason(&why.join(" "), &[fault.rule.clause()]))
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
            let place = words.at_request(&fault.at);
            let why = [why, &place, blamed(fault, words.blame_client(), words)];
            refused(&refusal(fault, words), &why, fault)
        }
    }
}

/// Whose fault it is; `peer` says that it is the other side's.
fn blamed<'w>(fault: &Fault, peer: &'w str, words: &'w Words) -> &'w str {
    match (fault.rule, fault.blame()) {
        // Not to switch is a server's right.
        (Rule::Status(_), _) => "",
        (_, Blame::Peer) => peer,
        _ => words.blame_nobody(),
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
            let why = meaning::rule(fault.rule, Side::Response, words);
            let is_accept = fault.rule == Rule::Accept && !trial.expected_accept.is_empty();
            let expected = is_accept.then(|| words.accept_expected(&trial.expected_accept));
            let place = words.at_response(&fault.at);
            let blame = blamed(fault, words.blame_server(), words);
            let why = [why, expected.as_deref().unwrap_or_default(), &place, blame];
            refused(words.client_fails(), &why, fault)
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
