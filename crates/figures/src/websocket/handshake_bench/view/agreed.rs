//! What was negotiated: which subprotocol, which extension, and why.

use figure_kit::components::{button, heading};
use figure_kit::node::{Element, el};
use http::{Fields, Reader, RequestLine};
use websocket::handshake::deflate::{Declined, Parameters};
use websocket::handshake::extensions::{self, Extension};

use super::super::state::{Action, HandshakeBench};
use super::super::trial::Trial;
use super::super::words::Words;

/// The panel.
pub(super) fn panel(bench: &HandshakeBench, trial: &Trial, words: &Words) -> Element {
    let fields = fields(bench);
    let refused = trial.server.is_err();
    let note = refused.then(|| el("p").class("hb-none").text(words.nothing_agreed()));
    let key = (!bench.key().is_empty()).then(|| {
        button(Action::FollowKey, words.follow_key()).class("sw-btn--quiet sw-js-only hb-key")
    });
    let mut panel = el("section")
        .class("sw-panel hb-agreed")
        .child(heading("sw-panel-head").text(words.negotiation()))
        .maybe(note);
    if !refused {
        panel = panel.child(protocols(bench, &fields, words)).child(offers(bench, &fields, words));
    }
    panel.maybe(key)
}

/// The headers of the request, as the server has read them.
fn fields(bench: &HandshakeBench) -> Fields {
    let bytes = bench.request.to_bytes();
    let read = Reader::<RequestLine>::new(bench.server.limits()).receive(&mut &bytes[..]);
    read.ok().flatten().map(|head| head.fields).unwrap_or_default()
}

fn list(label: &str, rows: Vec<Element>, words: &Words) -> Element {
    let mut list = el("ul");
    if rows.is_empty() {
        list = list.child(el("li").class("hb-none").text(words.none_asked()));
    }
    el("div")
        .class("hb-list")
        .child(el("p").class("sw-label").text(label))
        .child(list.children(rows))
}

fn row(name: &str, says: &str, good: bool) -> Element {
    el("li").class_if("is-taken", good).child(el("code").text(name)).child(el("span").text(says))
}

/// The subprotocols in the client's order (RFC 6455 §4.1 item 10).
fn protocols(bench: &HandshakeBench, fields: &Fields, words: &Words) -> Element {
    let spoken = bench.server.policy().protocols;
    let mut taken = false;
    let mut rows = Vec::new();
    for (name, _) in fields.tokens("Sec-WebSocket-Protocol") {
        let name = String::from_utf8_lossy(name);
        let is_spoken = spoken.iter().any(|own| *own == name);
        let says = match (is_spoken, taken) {
            (true, false) => words.chosen_protocol(),
            (true, true) => words.passed_over(),
            (false, _) => words.not_spoken(),
        };
        rows.push(row(&name, says, is_spoken && !taken));
        taken |= is_spoken;
    }
    let none =
        (!taken && !rows.is_empty()).then(|| el("p").class("hb-none").text(words.no_common()));
    list(words.asked_protocols(), rows, words).maybe(none)
}

/// The extensions in the client's order (RFC 7692 §5.1).
fn offers(bench: &HandshakeBench, fields: &Fields, words: &Words) -> Element {
    let policy = bench.server.policy().deflate;
    let mut taken = false;
    let mut rows = Vec::new();
    for field in fields.all("Sec-WebSocket-Extensions") {
        for offer in extensions::parse(&field.value).unwrap_or_default() {
            let answer = policy.map(|policy: Parameters| policy.answer(&offer));
            let says = match answer {
                Some(Ok(_)) if taken => words.passed_over().to_owned(),
                Some(Ok((_, granted))) => words.granted(&granted),
                Some(Err(Declined::OtherExtension)) => words.declined_other().to_owned(),
                Some(Err(Declined::Parameters)) => words.declined_parameters().to_owned(),
                Some(Err(Declined::Window)) => words.declined_window().to_owned(),
                None => words.declined_off().to_owned(),
            };
            let granted = matches!(policy.map(|policy| policy.answer(&offer)), Some(Ok(_)));
            rows.push(row(&written(&offer), &says, granted && !taken));
            taken |= granted;
        }
    }
    list(words.asked_extensions(), rows, words)
}

/// An offer as it is written.
fn written(offer: &Extension) -> String {
    let mut text = offer.name.clone();
    for parameter in &offer.parameters {
        text.push_str("; ");
        text.push_str(&parameter.name);
        if let Some(value) = &parameter.value {
            text.push('=');
            text.push_str(value);
        }
    }
    text
}
