//! What fields, rules and verdicts mean, in the reader's words: shared by the figure and by the
//! terminal.

use websocket::frame::Opcode;
use websocket::{Blame, Fault, Role, Rule};

use super::part::{Field, FieldKind, FramePart};
use super::reading::{Anatomy, Delivered, Outcome};
use super::words::Words;
use figure_kit::legible;

/// A verdict in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether nothing is wrong.
    pub is_legal: bool,
    /// The verdict in one line.
    pub line: String,
    /// Who is to blame and where; or why all is well.
    pub why: String,
    /// What to do about it; empty where there is nothing to do.
    pub remedy: String,
    /// Where the rule is written; empty where no rule is broken.
    pub clause: &'static str,
}

/// The verdict on all the bytes.
pub fn verdict(anatomy: &Anatomy, words: &Words) -> Said {
    let legal = |line: String, why: &str, clause| Said {
        is_legal: true,
        line,
        why: why.to_owned(),
        remedy: String::new(),
        clause,
    };
    match anatomy.verdict.outcome() {
        Outcome::Fault(fault) => on_fault(fault, anatomy.from, words),
        Outcome::Empty => legal(words.nothing_yet().to_owned(), words.nothing_yet_why(), ""),
        Outcome::AfterClose { at } => legal(
            words.legal_closed(&(anatomy.len - at)),
            words.legal_closed_why(),
            "RFC 6455 §5.5.1",
        ),
        Outcome::Incomplete(missing) => {
            let line = if missing.or_more {
                words.legal_missing_more(&missing.bytes)
            } else {
                words.legal_missing(&missing.bytes)
            };
            legal(line, words.legal_missing_why(), "")
        }
        Outcome::OpenMessage(_) => {
            legal(words.legal_open().to_owned(), words.legal_open_why(), "RFC 6455 §5.4")
        }
        Outcome::Legal => match anatomy.from {
            Role::Client => {
                legal(words.legal_client(&anatomy.frames_len), words.legal_why_client(), "")
            }
            Role::Server => {
                legal(words.legal_server(&anatomy.frames_len), words.legal_why_server(), "")
            }
        },
    }
}

/// What is said where text holds no byte that could be read.
pub fn unread(words: &Words) -> Said {
    Said {
        is_legal: false,
        line: words.nothing_read().to_owned(),
        why: words.nothing_read_why().to_owned(),
        remedy: String::new(),
        clause: "",
    }
}

fn on_fault(fault: Fault, from: Role, words: &Words) -> Said {
    let (line, remedy) = rule(fault.rule, words);
    let why = match (fault.blame, from) {
        (Blame::Limit, _) => words.blame_limit(&fault.at),
        (Blame::Peer, Role::Client) => words.blame_client(&fault.at),
        (Blame::Peer, Role::Server) => words.blame_server(&fault.at),
    };
    Said {
        is_legal: false,
        line: words.fault_close(&line, &fault.rule.close_code()),
        why,
        remedy: remedy.to_owned(),
        clause: fault.rule.clause(),
    }
}

/// What is wrong when this rule is broken, and what to do about it.
pub fn rule(rule: Rule, words: &Words) -> (&str, &str) {
    match rule {
        Rule::ReservedBit => (words.rule_reserved_bit(), words.fix_reserved_bit()),
        Rule::ReservedOpcode => (words.rule_reserved_opcode(), words.fix_reserved_opcode()),
        Rule::FragmentedControl => {
            (words.rule_fragmented_control(), words.fix_fragmented_control())
        }
        Rule::LongControl => (words.rule_long_control(), words.fix_long_control()),
        Rule::UnmaskedClient => (words.rule_unmasked_client(), words.fix_unmasked_client()),
        Rule::MaskedServer => (words.rule_masked_server(), words.fix_masked_server()),
        Rule::NonMinimalLength => (words.rule_non_minimal_length(), words.fix_non_minimal_length()),
        Rule::LengthTopBit => (words.rule_length_top_bit(), words.fix_length_top_bit()),
        Rule::FrameTooLong => (words.rule_frame_too_long(), words.fix_too_long()),
        Rule::MessageTooLong => (words.rule_message_too_long(), words.fix_too_long()),
        Rule::InflatedTooLong => (words.rule_inflated_too_long(), words.fix_too_long()),
        Rule::EmptyFragments => (words.rule_empty_fragments(), words.fix_empty_fragments()),
        Rule::ContinuationWithoutStart => {
            (words.rule_continuation_without_start(), words.fix_continuation_without_start())
        }
        Rule::StartInsideMessage => {
            (words.rule_start_inside_message(), words.fix_start_inside_message())
        }
        Rule::CloseBodyOfOne => (words.rule_close_body_of_one(), words.fix_close_body_of_one()),
        Rule::CloseCode => (words.rule_close_code(), words.fix_close_code()),
        Rule::ReasonNotUtf8 => (words.rule_reason_not_utf8(), words.fix_reason_not_utf8()),
        Rule::TextNotUtf8 => (words.rule_text_not_utf8(), words.fix_text_not_utf8()),
        Rule::CompressedControl => {
            (words.rule_compressed_control(), words.fix_compressed_control())
        }
        Rule::CompressedContinuation => {
            (words.rule_compressed_continuation(), words.fix_compressed_continuation())
        }
        Rule::BadDeflate => (words.rule_bad_deflate(), words.fix_bad_deflate()),
        // The enum may grow; a rule without words is told by its clause.
        _ => (rule.clause(), ""),
    }
}

/// A field's name.
pub fn name(kind: FieldKind, words: &Words) -> &str {
    match kind {
        FieldKind::Fin => "FIN",
        FieldKind::Rsv1 => "RSV1",
        FieldKind::Rsv2 => "RSV2",
        FieldKind::Rsv3 => "RSV3",
        FieldKind::Opcode => "opcode",
        FieldKind::Mask => "MASK",
        FieldKind::Length => words.field_length(),
        FieldKind::ExtendedLength => words.field_extended(),
        FieldKind::Key => words.field_key(),
        FieldKind::Payload => words.field_payload(),
    }
}

/// The name of an opcode.
pub fn opcode(opcode: Result<Opcode, u8>, words: &Words) -> &str {
    match opcode {
        Ok(Opcode::Continuation) => words.op_continuation(),
        Ok(Opcode::Text) => words.op_text(),
        Ok(Opcode::Binary) => words.op_binary(),
        Ok(Opcode::Close) => words.op_close(),
        Ok(Opcode::Ping) => "ping",
        Ok(Opcode::Pong) => "pong",
        Err(_) => words.op_reserved(),
    }
}

/// What an opcode means.
pub fn opcode_sentence(opcode: Result<Opcode, u8>, words: &Words) -> &str {
    match opcode {
        Ok(Opcode::Continuation) => words.say_continuation(),
        Ok(Opcode::Text) => words.say_text(),
        Ok(Opcode::Binary) => words.say_binary(),
        Ok(Opcode::Close) => words.say_close(),
        Ok(Opcode::Ping) => words.say_ping(),
        Ok(Opcode::Pong) => words.say_pong(),
        Err(_) => words.say_reserved_opcode(),
    }
}

/// What a field's value means in this frame.
pub fn field(field: &Field, part: &FramePart, words: &Words) -> String {
    let said = match (field.kind, field.value) {
        (FieldKind::Fin, 0) => words.fin_off(),
        (FieldKind::Fin, _) => words.fin_on(),
        (FieldKind::Rsv1 | FieldKind::Rsv2 | FieldKind::Rsv3, 0) => words.reserved_off(),
        (FieldKind::Rsv1 | FieldKind::Rsv2 | FieldKind::Rsv3, _) => words.reserved_on(),
        (FieldKind::Opcode, _) => opcode_sentence(part.opcode(), words),
        (FieldKind::Mask, 0) => words.mask_off(),
        (FieldKind::Mask, _) => words.mask_on(),
        (FieldKind::Length, 126) => words.length_16(),
        (FieldKind::Length, 127) => words.length_64(),
        (FieldKind::Length, len) => return words.length_here(&len),
        (FieldKind::ExtendedLength, _) => match part.length {
            Some(len) => return words.length_here(&len),
            None => words.length_unread(),
        },
        (FieldKind::Key, _) => words.key_says(),
        (FieldKind::Payload, _) if part.is_masked() => words.payload_masked(),
        (FieldKind::Payload, _) => words.payload_plain(),
    };
    said.to_owned()
}

/// Where a field is described.
pub fn clause(kind: FieldKind, part: &FramePart) -> &'static str {
    match kind {
        FieldKind::Opcode => part.opcode().map_or("RFC 6455 §5.2", Opcode::clause),
        FieldKind::Fin => "RFC 6455 §5.4",
        FieldKind::Mask => "RFC 6455 §5.1",
        FieldKind::Key => "RFC 6455 §5.3",
        FieldKind::Payload if part.kind == Some(Opcode::Text) => "RFC 6455 §8.1",
        _ => "RFC 6455 §5.2",
    }
}

/// What came through, in one line.
pub fn delivered(delivered: &Delivered, words: &Words) -> String {
    match delivered {
        Delivered::Text { text, len } => words.delivered_text(&legible::readable(text), len),
        Delivered::Binary { len } => words.delivered_binary(len),
        Delivered::Ping { len } => words.delivered_ping(len),
        Delivered::Pong { len } => words.delivered_pong(len),
        Delivered::Close { code, reason } => {
            words.delivered_close(code, &legible::readable(reason))
        }
    }
}
