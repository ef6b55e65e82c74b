//! What a server says of the key and a client of the answer.

use figure_kit::components::{Standing, verdict};
use figure_kit::node::Element;
use websocket::handshake::key::{Fault, Rule, examine};

use super::pipeline::Pipeline;
use super::words::Words;
use crate::clause;

fn good(line: &str, why: &str, clauses: &[&str]) -> Element {
    verdict(Standing::Good, line, clause::reason(why, clauses))
}

fn bad(line: &str, why: &str, clauses: &[&str]) -> Element {
    verdict(Standing::Bad, line, clause::reason(why, clauses))
}

/// The server's verdict on the key.
pub(super) fn on_key(key: &str, words: &Words) -> Element {
    match examine(key) {
        Ok(sound) if sound.canonical => {
            good(words.key_good(), words.key_good_why(), &["RFC 6455 §4.2.1"])
        }
        Ok(_) => good(
            words.key_spare_bits(),
            words.key_spare_bits_why(),
            &["RFC 4648 §3.5", "RFC 6455 §4.1"],
        ),
        Err(fault) => {
            let why = [&reason(key, fault, words), " ", words.refused_400()].concat();
            let clause = fault.rule.clause();
            let asks = "RFC 6455 §4.2.1";
            let clauses = [clause, asks];
            let clauses = if clause == asks { &clauses[..1] } else { &clauses[..] };
            bad(&words.key_refused(&fault.at), &why, clauses)
        }
    }
}

fn reason(key: &str, fault: Fault, words: &Words) -> String {
    let character = || key.get(fault.at..).and_then(|rest| rest.chars().next()).map(readable);
    let character = || character().unwrap_or_default();
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

/// A character that can be read as itself, or its number: invisible ones, and those that turn the
/// direction of writing, would make the sentence around them unreadable.
pub(super) fn readable(c: char) -> String {
    if is_readable(c) { c.to_string() } else { format!("U+{:04X}", c as u32) }
}

/// Letters of the scripts that readers of this book are likely to type.
pub(super) const fn is_readable(c: char) -> bool {
    c.is_ascii_graphic()
        || matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{391}'..='\u{44f}')
        || matches!(c, 'ㄱ'..='ㅣ' | '가'..='힣' | 'ぁ'..='ヿ' | '一'..='鿿')
}

enum Answer {
    Void,
    Unsent,
    Right,
    Wrong,
}

fn answer(key: &str, pipeline: &Pipeline) -> Answer {
    if pipeline.accept.is_none() {
        Answer::Void
    } else if examine(key).is_err() {
        Answer::Unsent
    } else if pipeline.is_right() {
        Answer::Right
    } else {
        Answer::Wrong
    }
}

/// The client's verdict on the value.
pub(super) fn on_answer(key: &str, pipeline: &Pipeline, words: &Words) -> Element {
    let clauses = ["RFC 6455 §4.1", "RFC 6455 §1.3"];
    match answer(key, pipeline) {
        Answer::Void => bad(words.answer_void(), words.undecodable(), &clauses[..1]),
        Answer::Unsent => {
            let why = words.answer_unsent_why();
            bad(words.answer_unsent(), why, &["RFC 6455 §4.2.1"])
        }
        Answer::Right => good(words.answer_right(), words.answer_right_why(), &clauses),
        Answer::Wrong => {
            let why = words.answer_wrong_why(&pipeline.expected);
            bad(words.answer_wrong(), &why, &clauses[..1])
        }
    }
}

/// Both verdicts in one breath, for ears.
pub(super) fn spoken(key: &str, pipeline: &Pipeline, words: &Words) -> String {
    let on_key = match examine(key) {
        Ok(sound) if sound.canonical => words.key_good().to_owned(),
        Ok(_) => words.key_spare_bits().to_owned(),
        Err(fault) => words.key_refused(&fault.at),
    };
    let on_answer = match answer(key, pipeline) {
        Answer::Void => words.answer_void(),
        Answer::Unsent => words.answer_unsent(),
        Answer::Right => words.answer_right(),
        Answer::Wrong => words.answer_wrong(),
    };
    [&on_key, " ", on_answer].concat()
}
