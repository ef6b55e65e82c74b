//! `workbook explain`: the anatomy and the verdict of the frame figure, in the terminal.
//!
//! Nothing is judged here: reading, judging and wording are the figure's own code.

use std::{fmt::Write as _, io::Read as _};

use figure_kit::words::{Language, Vocabulary as _};
use figures::websocket::frame_anatomy::{
    Words, meaning,
    part::{Field, FramePart},
    reading::{self, Anatomy, Delivered, Outcome},
    text,
};
use figures::websocket::notation;
use serde_json::{Value, json};
use websocket::{Blame, Role, connection::Limits};

use crate::ending::{Ending, said};

/// The longest text that is read.
const TEXT_LEN_MAX: u64 = 16 << 20;

/// What to explain, and how.
#[derive(Debug)]
pub(crate) struct Question {
    /// The bytes as text; `-` stands for the standard input.
    pub(crate) text: String,
    /// Who sent them.
    pub(crate) from: Role,
    pub(crate) format: Format,
    /// The tag of the language of the answer.
    pub(crate) language: String,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Prints the anatomy; illegal bytes end with a status of their own.
pub(crate) fn run(question: &Question) -> Ending {
    let words = Words::in_language(Language::of_tag(&question.language));
    let text = match question.text.as_str() {
        "-" => match input() {
            Ok(text) => text,
            Err(message) => return Ending::Misused(message),
        },
        text => text.to_owned(),
    };
    let reading = notation::read(&text);
    if let Some(misread) = reading.misread {
        return Ending::Misused(misread_at(&text, misread.at));
    }
    let anatomy = reading::read(&reading.bytes, question.from, Limits::default());
    let answer = match question.format {
        Format::Text => text::print(&anatomy, &reading.bytes, &words),
        Format::Json => format!("{:#}\n", in_json(&anatomy, &reading.bytes, &words)),
    };
    said(&answer, if anatomy.verdict.fault.is_some() { Ending::Illegal } else { Ending::Good })
}

/// The standard input, whole.
fn input() -> Result<String, String> {
    let mut bytes = Vec::new();
    let taken = std::io::stdin().take(TEXT_LEN_MAX + 1).read_to_end(&mut bytes);
    taken.map_err(|error| format!("the standard input cannot be read: {error}"))?;
    if bytes.len() as u64 > TEXT_LEN_MAX {
        return Err(format!("the standard input is longer than {TEXT_LEN_MAX} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| {
        "the standard input is no text: give the bytes as hex, such as `xxd -p FILE | workbook \
         explain -`"
            .to_owned()
    })
}

/// Says what cannot be read, with its surroundings.
fn misread_at(text: &str, at: usize) -> String {
    const AROUND: usize = 24;
    let start = text.floor_char_boundary(at.saturating_sub(AROUND));
    let at = text.floor_char_boundary(at);
    let end = text.ceil_char_boundary(at + AROUND);
    let shown = |part: &str| part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (before, after): (String, String) = (shown(&text[start..at]), shown(&text[at..end]));
    format!(
        "character {} is neither hex nor Base64 where it stands:\n  {before}{after}\n  {}^\n\
         give bytes such as 818537fa213d7f9f4d5158 or \"81 85 37\"",
        text[..at].chars().count() + 1,
        " ".repeat(before.chars().count())
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn in_json(anatomy: &Anatomy, bytes: &[u8], words: &Words) -> Value {
    let said = meaning::verdict(anatomy, words);
    let verdict = &anatomy.verdict;
    let fault = verdict.fault.map(|fault| {
        json!({
            "rule": format!("{:?}", fault.rule),
            "blame": if fault.blame == Blame::Peer { "peer" } else { "limit" },
            "clause": fault.rule.clause(),
            "close_code": fault.rule.close_code().0,
            "at": fault.at,
            "frame": verdict.fault_frame,
        })
    });
    json!({
        "from": if anatomy.from == Role::Client { "client" } else { "server" },
        "len": anatomy.len,
        "frames_len": anatomy.frames_len,
        "frames": anatomy.frames.iter().map(|part| frame(part, bytes)).collect::<Vec<_>>(),
        "delivered": anatomy.delivered.iter().map(delivered).collect::<Vec<_>>(),
        "verdict": {
            "outcome": outcome(verdict.outcome()),
            "line": said.line,
            "why": said.why,
            "remedy": said.remedy,
            "clause": said.clause,
            "fault": fault,
        },
    })
}

fn frame(part: &FramePart, bytes: &[u8]) -> Value {
    let opcode = match part.opcode() {
        Ok(opcode) => json!(format!("{opcode:?}").to_lowercase()),
        Err(reserved) => json!(reserved),
    };
    let payload = part.plain(bytes, part.payload());
    json!({
        "start": part.start,
        "fin": part.fin(),
        "opcode": opcode,
        "masked": part.is_masked(),
        "key": part.key.map(|key| hex(&key)),
        "length": part.length,
        "header_len": part.header_len,
        "missing": part.missing().map(|missing| missing.bytes),
        "fields": part.fields(bytes).iter().map(field).collect::<Vec<_>>(),
        "payload": hex(&payload),
    })
}

fn field(field: &Field) -> Value {
    json!({
        "kind": format!("{:?}", field.kind),
        "first_bit": field.first_bit,
        "bits": field.bits,
        "value": field.value,
    })
}

fn delivered(delivered: &Delivered) -> Value {
    match delivered {
        Delivered::Text { text, len } => json!({ "kind": "text", "text": text, "len": len }),
        Delivered::Binary { len } => json!({ "kind": "binary", "len": len }),
        Delivered::Ping { len } => json!({ "kind": "ping", "len": len }),
        Delivered::Pong { len } => json!({ "kind": "pong", "len": len }),
        Delivered::Close { code, reason } => {
            json!({ "kind": "close", "code": code.0, "reason": reason })
        }
    }
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Empty => "empty",
        Outcome::Fault(_) => "fault",
        Outcome::AfterClose { .. } => "after close",
        Outcome::Incomplete(_) => "incomplete",
        Outcome::OpenMessage(_) => "open message",
        Outcome::Legal => "legal",
    }
}
