//! What a server says of the key and a client of the answer.

use websocket::handshake::key::{Fault, Rule, examine};

use super::pipeline::Pipeline;
use crate::node::{Element, el};
use crate::words::Words;
use crate::{clause, icon};

fn verdict(good: bool, line: &str, why: &str, clauses: &[&str]) -> Element {
    let icon = if good { icon::tick() } else { icon::cross() };
    let mut reason = el("p").class("sw-verdict-why").text(why);
    for clause in clauses {
        reason = reason.text(" ").child(clause::link(clause));
    }
    el("div")
        .class("sw-verdict")
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(icon)
        .child(el("p").class("sw-verdict-line").text(line))
        .child(reason)
}

/// The server's verdict on the key.
pub(super) fn on_key(key: &str, words: &Words) -> Element {
    match examine(key) {
        Ok(sound) if sound.canonical => {
            verdict(true, words.key_good(), words.key_good_why(), &["RFC 6455 §4.2.1"])
        }
        Ok(_) => verdict(
            true,
            words.key_spare_bits(),
            words.key_spare_bits_why(),
            &["RFC 4648 §3.5", "RFC 6455 §4.1"],
        ),
        Err(fault) => {
            let why = format!("{} {}", reason(key, fault, words), words.refused_400());
            let clause = fault.rule.clause();
            let asks = "RFC 6455 §4.2.1";
            let clauses = [clause, asks];
            let clauses = if clause == asks { &clauses[..1] } else { &clauses[..] };
            verdict(false, &words.key_refused(&fault.at), &why, clauses)
        }
    }
}

fn reason(key: &str, fault: Fault, words: &Words) -> String {
    let character = || key.get(fault.at..).and_then(|rest| rest.chars().next()).unwrap_or('?');
    match fault.rule {
        Rule::Empty => words.why_empty().to_owned(),
        Rule::Blank => words.why_blank().to_owned(),
        Rule::Control => words.why_control().to_owned(),
        Rule::NotAscii => words.why_not_ascii(&character()),
        Rule::NotBase64 => words.why_not_base64(&character()),
        Rule::Padding => words.why_padding().to_owned(),
        Rule::Length { decoded } => words.why_length(&decoded),
    }
}

/// The client's verdict on the value.
pub(super) fn on_answer(pipeline: &Pipeline, words: &Words) -> Element {
    let clauses = ["RFC 6455 §4.1", "RFC 6455 §1.3"];
    if pipeline.accept.is_none() {
        verdict(false, words.answer_void(), words.undecodable(), &clauses[..1])
    } else if pipeline.is_right() {
        verdict(true, words.answer_right(), words.answer_right_why(), &clauses)
    } else {
        let why = words.answer_wrong_why(&pipeline.expected);
        verdict(false, words.answer_wrong(), &why, &clauses[..1])
    }
}
