//! Opcodes, close codes, and the rules of frames.

use websocket::frame::{CloseCode, Opcode, Range, Standing};
use websocket::{Blame, Rule};

use super::markdown::{link, rows};
use super::words::Words;
use crate::websocket::frame_anatomy::{Words as FrameWords, meaning};

/// All sixteen; reserved ones that stand next to each other share a row.
pub(super) fn opcodes(words: &Words, frames: &FrameWords) -> String {
    let mut found: Vec<(u8, u8, Result<Opcode, u8>)> = Vec::new();
    for number in 0..16 {
        let opcode = Opcode::try_from(number);
        match found.last_mut() {
            Some((_, last, Err(_))) if opcode.is_err() => *last = number,
            _ => found.push((number, number, opcode)),
        }
    }
    let row = |(first, last, opcode): (u8, u8, Result<Opcode, u8>)| {
        let number = if first == last {
            format!("`{first:x}`")
        } else {
            words.range(&format!("{first:x}"), &format!("{last:x}"))
        };
        // The top bit of the four marks control frames, defined or not (§5.2).
        let kind = if first & 8 == 0 { words.kind_data() } else { words.kind_control() };
        let clause = opcode.map_or("RFC 6455 §5.2", Opcode::clause);
        [
            number,
            meaning::opcode(opcode, frames).to_owned(),
            kind.to_owned(),
            meaning::opcode_sentence(opcode, frames).to_owned(),
            link(clause),
        ]
    };
    let head = [
        words.col_opcode(),
        words.col_name(),
        words.col_kind(),
        words.col_meaning(),
        words.col_clause(),
    ];
    rows(head, found.into_iter().map(row))
}

/// What a code says; those that are not defined share the words of their range.
fn says(code: u16, standing: Standing, words: &Words) -> &str {
    match (code, standing) {
        (1000, _) => words.code_1000(),
        (1001, _) => words.code_1001(),
        (1002, _) => words.code_1002(),
        (1003, _) => words.code_1003(),
        (1004, _) => words.code_1004(),
        (1005, _) => words.code_1005(),
        (1006, _) => words.code_1006(),
        (1007, _) => words.code_1007(),
        (1008, _) => words.code_1008(),
        (1009, _) => words.code_1009(),
        (1010, _) => words.code_1010(),
        (1011, _) => words.code_1011(),
        (1012, _) => words.code_1012(),
        (1013, _) => words.code_1013(),
        (1014, _) => words.code_1014(),
        (1015, _) => words.code_1015(),
        (_, Standing::OutOfRange) => words.codes_none(),
        (_, Standing::Registered) => words.codes_registered(),
        (_, Standing::Private) => words.codes_private(),
        _ => words.codes_reserved(),
    }
}

/// A correction of an RFC as a link.
fn erratum(number: u16, words: &Words) -> String {
    format!("[{}](https://www.rfc-editor.org/errata/eid{number})", words.erratum(&number))
}

/// Every range of codes; one row a code where each has a meaning of its own.
pub(super) fn close_codes(words: &Words) -> String {
    let row = |first: u16, last: u16, range: &Range| {
        let codes = if first == last { format!("`{first}`") } else { words.range(&first, &last) };
        let sent = match range.standing {
            Standing::ClientOnly => words.sent_client(),
            _ if CloseCode(first).may_be_sent() => words.sent_yes(),
            Standing::LocalOnly => words.sent_local(),
            _ => words.sent_never(),
        };
        let says = says(first, range.standing, words);
        let mut written = link(range.clause);
        if first == CloseCode::INTERNAL_ERROR.0 {
            // §7.4.1 names the server alone; the erratum makes it either end.
            written.push_str(", ");
            written.push_str(&erratum(3227, words));
        }
        [codes, says.to_owned(), sent.to_owned(), written]
    };
    let mut found = Vec::new();
    for range in &Range::ALL {
        if range.last - range.first < 16 {
            found.extend((range.first..=range.last).map(|code| row(code, code, range)));
        } else {
            found.push(row(range.first, range.last, range));
        }
    }
    rows([words.col_code(), words.col_says(), words.col_sent(), words.col_clause()], found)
}

/// All that bytes after the handshake can do wrong, and the code that the connection ends with.
pub(super) fn frame_rules(words: &Words, frames: &FrameWords) -> String {
    let row = |rule: &Rule| {
        let blame = match rule.blame() {
            Blame::Peer => words.blamed_sender(),
            Blame::Limit => words.blamed_limit(),
        };
        let code = format!("`{}`", rule.close_code());
        [meaning::rule(*rule, frames).0.to_owned(), blame.to_owned(), code, link(rule.clause())]
    };
    let head = [words.col_wrong(), words.col_blame(), words.col_code(), words.col_clause()];
    rows(head, Rule::ALL.iter().map(row))
}
