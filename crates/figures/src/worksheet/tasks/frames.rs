//! *Frames*: take one apart, put one together, judge some.

use websocket::Role;
use websocket::connection::{Connection, Event, Limits, Output};
use websocket::frame::{Header, Limits as FrameLimits, Opcode, Reserved};

use super::super::chance::Chance;
use super::super::ends::frame;
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use figure_kit::legible::spaced_hex;

const TEXTS: [&str; 8] = ["Hello", "socket", "frame", "ping?", "소켓", "2 of 3", "OK", "hanbit"];

/// How many frames are judged.
const JUDGED: usize = 5;

/// What do these bytes say?
pub(in super::super) fn dissect(chance: &mut Chance, words: &Words) -> Task {
    let opcode = *chance.one(&[Opcode::Text, Opcode::Binary, Opcode::Ping, Opcode::Pong]);
    let text = *chance.one(&TEXTS);
    let fin = opcode.is_control() || chance.below(3) > 0;
    let bytes = frame(opcode, fin, Some(chance.bytes()), text.as_bytes());
    let read = Header::decode(&bytes, Role::Server, &FrameLimits::default()).ok().flatten();
    let mut rows = Vec::new();
    if let Some((header, length)) = read {
        let bit = |on: bool| Cell::blank(if on { "1" } else { "0" });
        let key = header.mask.map_or(String::new(), |key| spaced_hex(&key));
        rows = vec![
            vec![Cell::given("FIN"), bit(header.fin)],
            vec![Cell::given("opcode"), Cell::blank(name(header.opcode))],
            vec![Cell::given("MASK"), bit(header.mask.is_some())],
            vec![Cell::given(words.payload_length()), Cell::number(header.payload_len as usize)],
            vec![Cell::given(words.masking_key()), Cell::Blank(key)],
            vec![Cell::given(words.header_bytes()), Cell::number(length)],
        ];
    }
    let head = vec![words.field().to_owned(), words.value().to_owned()];
    Task {
        title: words.dissect_title().to_owned(),
        ask: words.dissect_ask().to_owned(),
        parts: vec![Part::Code(vec![spaced_hex(&bytes)]), Part::Table { head, rows }],
    }
}

/// The opcode's number and name.
fn name(opcode: Opcode) -> String {
    let number = opcode as u8;
    ["0x", &format!("{number:x}"), " ", &format!("{opcode:?}").to_ascii_lowercase()].concat()
}

/// Which bytes does this header have?
pub(in super::super) fn build(chance: &mut Chance, words: &Words) -> Task {
    let lengths = [chance.below(126), chance.within(126, 400), chance.within(401, 65_535), 65_536];
    let mut parts = Vec::new();
    for length in lengths {
        let opcode = *chance.one(&[Opcode::Text, Opcode::Binary]);
        let (reserved, payload_len) = (Reserved::NONE, length as u64);
        let header = Header { fin: true, reserved, opcode, mask: None, payload_len };
        let bytes = spaced_hex(header.encode().as_bytes());
        parts.push(Part::Line { label: words.build_line(&name(opcode), &length), answer: bytes });
    }
    let (title, ask) = (words.build_title().to_owned(), words.build_ask().to_owned());
    Task { title, ask, parts }
}

/// Which of these frames are legal?
pub(in super::super) fn judge(chance: &mut Chance, words: &Words) -> Task {
    let key: [u8; 4] = chance.bytes();
    let text = chance.one(&TEXTS).as_bytes();
    let whole = frame(Opcode::Text, true, Some(key), text);
    let changed = |at: usize, by: u8| {
        let mut bytes = whole.clone();
        bytes[at] ^= by;
        bytes
    };
    let mut unmasked = vec![0x81, text.len() as u8];
    unmasked.extend(text);
    let mut long = vec![0x81, 0xfe, 0x00, text.len() as u8];
    long.extend(&whole[2..]);
    let mut frames = vec![
        whole.clone(),
        frame(Opcode::Ping, true, Some(key), b""),
        frame(Opcode::Close, true, Some(key), &1_000_u16.to_be_bytes()),
        changed(0, 0x40),
        changed(0, 0x02),
        changed(0, 0x01),
        frame(Opcode::Ping, false, Some(key), b"hm"),
        unmasked,
        long,
        frame(Opcode::Close, true, Some(key), &1_005_u16.to_be_bytes()),
        frame(Opcode::Close, true, Some(key), b"x"),
        frame(Opcode::Text, true, Some(key), &[0xc3, 0x28]),
    ];
    chance.shuffle(&mut frames);
    frames.truncate(JUDGED);
    let rows = frames.iter().map(|bytes| {
        let (verdict, code) = match fault(bytes) {
            None => (words.legal().to_owned(), String::new()),
            Some(fault) => (fault.rule.clause().to_owned(), fault.rule.close_code().0.to_string()),
        };
        vec![Cell::Given(spaced_hex(bytes)), Cell::Blank(verdict), Cell::Blank(code)]
    });
    let rows = rows.collect();
    let head = [words.bytes_sent(), words.legal_or_clause(), words.close_code()]
        .map(str::to_owned)
        .to_vec();
    Task {
        title: words.judge_title().to_owned(),
        ask: words.judge_ask().to_owned(),
        parts: vec![Part::Table { head, rows }],
    }
}

fn fault(bytes: &[u8]) -> Option<websocket::Fault> {
    let mut server = Connection::server(Limits::default());
    let mut rest = bytes;
    let mut found = None;
    while !rest.is_empty() && found.is_none() {
        server.receive(&mut rest);
        while let Some(output) = server.poll_output() {
            if let Output::Event(Event::Failed(fault)) = output {
                found = Some(fault);
            }
        }
        if !server.is_open() {
            break;
        }
    }
    found
}
