//! The bytes of a step: each piece with its offset, as it reads, and what the proxy makes of it.

use figure_kit::legible::push_hex;
use figure_kit::node::{Element, el};
use http::{Fault, Rule};

use super::super::proxy::{Piece, What};
use super::super::run::{Happens, Run, Step};
use super::super::words::Words;

/// Pieces that are drawn, and bytes of each.
const PIECES_MAX: usize = 24;
const BYTES_MAX: usize = 400;

/// How a byte is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// As the letter that it is.
    Letter,
    /// In hex, as it is no letter.
    Number,
    /// As `\r` or `\n`.
    End,
    /// In hex: a byte of the frame's header.
    Header,
    /// In hex: a byte of the masking key.
    Key,
    /// The byte at which the parser stumbled.
    Fault,
}

/// The list of pieces.
pub(super) fn view(run: &Run, step: &Step, words: &Words) -> Element {
    let mut rows: Vec<Element> =
        step.pieces.iter().map(|piece| row(run, step, piece, words)).collect();
    if rows.is_empty() {
        rows.push(el("li").child(offset(0)).child(drawn(run, step, 0, step.bytes.len(), None)));
    }
    let more = rows.len().saturating_sub(PIECES_MAX);
    rows.truncate(PIECES_MAX);
    if more > 0 {
        rows.push(el("li").class("sw-micro").text(words.more(&more)));
    }
    el("ol").class("pp-pieces").children(rows)
}

fn offset(at: usize) -> Element {
    el("span").class("pp-off").text(at.to_string())
}

fn row(run: &Run, step: &Step, piece: &Piece, words: &Words) -> Element {
    let (class, fault) = match &piece.what {
        What::Asks(..) | What::Answers(_) | What::NoBody | What::Switched => ("is-read", None),
        What::Skipped(fault) | What::Refused(fault) => ("is-none", Some(piece.start + fault.at)),
        What::NoHost | What::NoLength => ("is-none", None),
        What::Body | What::Waits | What::Copied | What::Unasked => ("", None),
    };
    let mut row = el("li");
    if !class.is_empty() {
        row = row.class(class);
    }
    row.child(offset(piece.start))
        .child(drawn(run, step, piece.start, piece.end, fault))
        .child(el("span").class("pp-reads").text(says(piece, words)))
}

fn look(run: &Run, step: &Step, at: usize, fault: Option<usize>) -> Look {
    let byte = step.bytes[at];
    let in_frame = step.happens == Happens::Message;
    match byte {
        _ if fault == Some(at) => Look::Fault,
        _ if in_frame && at < run.key_at => Look::Header,
        _ if in_frame && at < run.payload_at => Look::Key,
        b'\r' | b'\n' => Look::End,
        b' '..=b'~' => Look::Letter,
        _ => Look::Number,
    }
}

/// Bytes from one place to another; a line feed ends a line here too.
fn drawn(run: &Run, step: &Step, start: usize, end: usize, fault: Option<usize>) -> Element {
    let mut code = el("code").class("pp-bytes");
    let limit = end.min(start + BYTES_MAX);
    let mut at = start;
    while at < limit {
        let look_here = look(run, step, at, fault);
        let mut text = String::new();
        let begin = at;
        while at < limit && look(run, step, at, fault) == look_here {
            let byte = step.bytes[at];
            match look_here {
                Look::Letter => text.push(char::from(byte)),
                Look::End => text.push_str(if byte == b'\n' { "\\n\n" } else { "\\r" }),
                Look::Fault if byte.is_ascii_graphic() => text.push(char::from(byte)),
                _ => {
                    if at > begin {
                        text.push(' ');
                    }
                    push_hex(byte, &mut text);
                }
            }
            at += 1;
        }
        code = code.child(match look_here {
            Look::Letter => el("span").text(text),
            Look::Number => el("b").text(text),
            Look::End => el("i").text(text),
            Look::Header => el("b").attr("data-f", "op").text(text),
            Look::Key => el("b").attr("data-f", "key").text(text),
            Look::Fault => el("mark").text(text),
        });
    }
    if limit < end { code.text("…") } else { code }
}

fn stumbled(fault: Fault, words: &Words) -> String {
    let what = match fault.rule {
        Rule::LineEnd => words.no_line_end(),
        Rule::Control => words.no_control(),
        Rule::Method => words.no_method(),
        Rule::Target => words.no_target(),
        Rule::Version | Rule::MajorVersion => words.no_version(),
        Rule::Status => words.no_status(),
        Rule::FieldName | Rule::BlankBeforeColon | Rule::Folded => words.no_field(),
        _ => fault.rule.clause(),
    };
    words.at(&what, &fault.at)
}

/// What the proxy makes of a piece.
pub(super) fn says(piece: &Piece, words: &Words) -> String {
    match &piece.what {
        What::Asks(method, url) => words.reads_request(method, url),
        What::Answers(status) => words.reads_answer(status),
        What::NoBody => words.reads_101().to_owned(),
        What::Switched => words.reads_switch().to_owned(),
        What::Body => words.reads_body(&(piece.end - piece.start)),
        What::Skipped(fault) => words.skipped(&stumbled(*fault, words)),
        What::Refused(fault) => words.refused(&stumbled(*fault, words)),
        What::NoHost => words.refused(&words.no_host()),
        What::NoLength => words.refused(&words.no_length()),
        What::Waits => words.waits().to_owned(),
        What::Copied => words.copied().to_owned(),
        What::Unasked => words.unasked().to_owned(),
    }
}
