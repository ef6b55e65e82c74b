//! The figure as a whole: the server's settings, the two heads with a verdict each, what was
//! agreed on.

mod agreed;
mod raw;
mod side;

use websocket::handshake::{Fault, Rule};

use super::head::Side;
use super::preset::Preset;
use super::trial::Trial;
use super::{HandshakeBench, meaning};
use crate::control;
use crate::node::{Element, Node, el, heading};
use crate::words::Words;
use crate::{clause, icon};

/// All panels.
pub(super) fn whole(bench: &HandshakeBench, words: &Words) -> Node {
    let trial = bench.run();
    el("div")
        .class("hb")
        .child(settings(bench, words))
        .child(side::panel(
            bench,
            Side::Request,
            &bench.request,
            trial.server.as_ref().err(),
            words,
        ))
        .child(on_request(&trial, words))
        .child(side::panel(
            bench,
            Side::Response,
            &trial.response,
            trial.client.as_ref().err(),
            words,
        ))
        .child(on_response(&trial, words))
        .child(agreed::panel(bench, &trial, words))
        .node()
}

fn settings(bench: &HandshakeBench, words: &Words) -> Element {
    let names = [
        words.preset_rfc(),
        words.preset_browser(),
        words.preset_foreign(),
        words.preset_old(),
        words.preset_plain(),
        words.preset_proxy(),
    ];
    let option = |value: &str, text: &str| el("option").attr("value", value).text(text);
    let options = Preset::ALL.iter().zip(names).map(|((_, name), text)| option(name, text));
    let select = el("select")
        .class("sw-input")
        .child(option("", words.preset_choose()))
        .children(options)
        .attr("data-input", "preset")
        .attr("value", "");
    let situations = el("label")
        .class("sw-field")
        .child(el("span").class("sw-label").text(words.situations()))
        .child(select);
    let limits = http::Limits::default();
    let number = |label: &str, verb: &'static str, text: &str, default: usize| {
        let sound = text.trim().parse::<usize>().is_ok();
        let said = if sound { String::new() } else { words.bad_number(&default) };
        let note = el("span").class("hb-note").text(said);
        control::field(label, verb, text, sound).child(note)
    };
    el("section").class("hb-settings sw-js-only").child(situations).child(
        el("div")
            .class("hb-policy")
            .attr("data-actor", "server")
            .child(
                el("p")
                    .class("hb-side")
                    .child(el("span").class("sw-mark"))
                    .child(el("span").text(words.server_settings())),
            )
            .child(control::field(words.server_origins(), "origins", &bench.origins, true))
            .child(control::field(words.server_protocols(), "protocols", &bench.protocols, true))
            .child(number(words.head_max(), "head-max", &bench.head_max, limits.head_len_max))
            .child(number(
                words.headers_max(),
                "headers-max",
                &bench.headers_max,
                limits.fields_max,
            ))
            .child(control::switch("deflate", words.deflate_switch(), bench.deflate))
            .child(control::switch("hex", words.show_hex(), bench.hex)),
    )
}

fn verdict(good: bool, line: &str, why: &str, fault: Option<(&str, &str)>) -> Element {
    let icon = if good { icon::tick() } else { icon::cross() };
    let mut reason = el("p").class("sw-verdict-why").text(why);
    if let Some((place, clause)) = fault {
        reason = reason.text([" ", place, " "].concat()).child(clause::link(clause));
    }
    el("div")
        .class("sw-verdict hb-verdict")
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(icon)
        .child(el("p").class("sw-verdict-line").text(line))
        .child(reason)
}

/// The server's verdict.
fn on_request(trial: &Trial, words: &Words) -> Element {
    match &trial.server {
        Ok(_) => verdict(true, words.server_opens(), words.server_opens_why(), None),
        Err(fault) => {
            let why = meaning::rule(fault.rule, Side::Request, words);
            let place = (&*words.at_request(&fault.at), fault.rule.clause());
            verdict(false, &refusal(fault, words), why, Some(place))
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
        Ok(_) => verdict(true, words.client_opens(), words.client_opens_why(), None),
        Err(fault) => {
            let mut why = meaning::rule(fault.rule, Side::Response, words).to_owned();
            if fault.rule == Rule::Accept && !trial.expected_accept.is_empty() {
                why.push(' ');
                why.push_str(&words.accept_expected(&trial.expected_accept));
            }
            let place = (&*words.at_response(&fault.at), fault.rule.clause());
            verdict(false, words.client_fails(), &why, Some(place))
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

/// A panel's head with the mark of its side.
fn head_of(side: Side, words: &Words) -> Element {
    let text = match side {
        Side::Request => words.bench_request(),
        Side::Response => words.bench_response(),
    };
    heading("sw-panel-head hb-side").child(el("span").class("sw-mark")).child(el("span").text(text))
}
