//! *Ping, pong, close*: frames byte by byte, what each end reports, and what may not be sent.

use websocket::connection::{Connection, Ending, Limits, MaskKeys, Output};
use websocket::frame::{CloseCode, Opcode};

use super::super::chance::Chance;
use super::super::ends::{Pair, drained, frame, give, sent};
use super::super::machine::Side;
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use figure_kit::legible::spaced_hex;

const CODES: [u16; 9] = [1_000, 1_001, 1_008, 1_009, 1_011, 3_000, 4_000, 4_001, 4_010];
const REASONS: [&str; 7] = ["bye", "done", "late", "full", "끝", "go", "안녕"];
const PINGS: [&str; 6] = ["hi", "1", "42", "ok?", "t7", "?"];
/// Keys of few bits, so that a mask can be put on by hand.
const KEY_BYTES: [u8; 5] = [0x01, 0x02, 0x10, 0x20, 0x11];

/// Which bytes does a close frame have, what does another one say, and how is a ping answered?
pub(in super::super) fn bytes(chance: &mut Chance, words: &Words) -> Task {
    let mut server = Connection::server(Limits::default());
    let (code, reason) = (*chance.one(&CODES), *chance.one(&REASONS));
    // A code that may be sent, and a reason that fits.
    let _closes = server.close(CloseCode(code), reason);
    let closing = spaced_hex(&sent(&mut server));

    let mut other = Connection::server(Limits::default());
    let (read, why) = (*chance.one(&CODES), *chance.one(&REASONS));
    let _closes = other.close(CloseCode(read), why);
    let came = sent(&mut other);
    let mut pair = Pair::new(Limits::default());
    pair.wires[Side::Client as usize].extend_from_slice(&came);
    let [ending, _] = pair.part();
    let said = ending.map_or(String::new(), |it| [&it.code.to_string(), " ", &it.reason].concat());

    // Four of them, none twice.
    let mut bytes = KEY_BYTES;
    chance.shuffle(&mut bytes);
    let [key @ .., _] = bytes;
    let ping = frame(Opcode::Ping, true, None, chance.one(&PINGS).as_bytes());
    let mut page = Connection::client(Limits::default(), MaskKeys::fixed(key));
    let outputs = give(&mut page, &ping);
    let answer = outputs.into_iter().find_map(|output| match output {
        Output::Send(bytes) => Some(spaced_hex(&bytes)),
        _ => None,
    });
    Task::new(
        words.close_bytes_title(),
        words.close_bytes_ask(),
        vec![
            Part::line(words.server_closes(&code, &reason), closing),
            Part::line(words.close_says(&spaced_hex(&came)), said),
            Part::line(
                words.pong_bytes(&spaced_hex(&ping), &spaced_hex(&key)),
                answer.unwrap_or_default(),
            ),
        ],
    )
}

/// How many situations a sheet has, of all there are.
const ASKED: usize = 6;
const SITUATIONS: usize = 12;

/// What happened, in words, and how either end reports it.
fn situation(number: usize, chance: &mut Chance, words: &Words) -> (String, [Option<Ending>; 2]) {
    let page_code = *chance.one(&[1_000, 3_000, 4_000, 4_001, 4_010]);
    let server_code = *chance.one(&[1_000, 1_001, 1_008, 1_011, 1_012, 4_002]);
    let most = 100 * chance.within(1, 9);
    let mut pair = Pair::new(Limits { message_len_max: most as u64, ..Limits::default() });
    let close = |pair: &mut Pair, side: Side, code: u16| {
        // Each end is open, and each code may be sent.
        let _closes = pair.end(side).close(CloseCode(code), "");
        pair.take(side);
    };
    let key: [u8; 4] = chance.bytes();
    let text = match number {
        0 => {
            close(&mut pair, Side::Client, page_code);
            words.page_closes(&page_code)
        }
        1 => {
            close(&mut pair, Side::Client, CloseCode::NO_STATUS.0);
            words.page_closes_bare().to_owned()
        }
        2 => {
            close(&mut pair, Side::Server, server_code);
            words.server_closes_code(&server_code)
        }
        3 => words.tcp_ends().to_owned(),
        4 => {
            close(&mut pair, Side::Client, page_code);
            close(&mut pair, Side::Server, server_code);
            words.both_close(&page_code, &server_code)
        }
        5 => {
            close(&mut pair, Side::Client, page_code);
            pair.deliver(Side::Server);
            pair.wires[Side::Client as usize].clear();
            words.answer_lost(&page_code)
        }
        6 => {
            close(&mut pair, Side::Client, page_code);
            pair.wires[Side::Server as usize].clear();
            words.close_lost(&page_code)
        }
        7 => {
            // Two bytes that cannot stand behind each other (RFC 3629 §4).
            let wire = frame(Opcode::Text, true, Some(key), &[0xc3, 0x28]);
            pair.wires[Side::Server as usize].extend(wire);
            words.not_utf8().to_owned()
        }
        8 => {
            let code: u16 = *chance.one(&[999, 1_005, 1_006, 1_015, 2_000, 5_000]);
            let wire = frame(Opcode::Close, true, Some(key), &code.to_be_bytes());
            pair.wires[Side::Server as usize].extend(wire);
            words.forged(&code)
        }
        9 => {
            pair.wires[Side::Client as usize].extend(frame(Opcode::Text, true, Some(key), b"hi"));
            words.masked_server().to_owned()
        }
        10 => {
            pair.wires[Side::Server as usize].extend(frame(Opcode::Text, true, None, b"hi"));
            words.unmasked_client().to_owned()
        }
        _ => {
            let length = most + 10 * chance.within(1, 20);
            let wire = frame(Opcode::Binary, true, Some(key), &vec![0; length]);
            pair.wires[Side::Server as usize].extend(wire);
            words.too_long(&most, &length)
        }
    };
    (text, pair.part())
}

/// What does each end report?
pub(in super::super) fn reports(chance: &mut Chance, words: &Words) -> Task {
    let mut numbers: Vec<usize> = (0..SITUATIONS).collect();
    chance.shuffle(&mut numbers);
    let rows = numbers.into_iter().take(ASKED).map(|number| {
        let (text, endings) = situation(number, chance, words);
        let mut row = vec![Cell::Given(text)];
        for ending in endings {
            let (code, is_clean) =
                ending.map_or((String::new(), false), |it| (it.code.to_string(), it.clean));
            row.push(Cell::Blank(code));
            row.push(Cell::blank(if is_clean { words.yes() } else { words.no() }));
        }
        row
    });
    let rows = rows.collect();
    let clean = words.clean();
    let head = [words.what_happened(), words.client(), clean, words.server(), clean];
    Task::new(words.reports_title(), words.reports_ask(), vec![Part::table(&head, rows)])
}

/// Which of these calls does an engine carry out, and how long is what it sends?
pub(in super::super) fn refused(chance: &mut Chance, words: &Words) -> Task {
    let letters = chance.within(118, 128);
    let syllables = chance.within(38, 44);
    let pinged = chance.within(122, 128);
    let odd = *chance.one(&[999_u16, 1_004, 1_006, 1_015, 1_016, 2_999, 5_000]);
    let fine = *chance.one(&[1_001_u16, 1_012, 1_014, 3_999, 4_999]);
    let short = *chance.one(&REASONS);
    let quoted = |text: &str| ["\"", text, "\""].concat();
    let mut calls = [
        (1_000, "a".repeat(letters), words.many_letters(&"a", &letters)),
        (4_000, "가".repeat(syllables), words.many_letters(&"가", &syllables)),
        (odd, short.to_owned(), quoted(short)),
        (fine, short.to_owned(), quoted(short)),
        (0, "x".repeat(pinged), words.many_letters(&"x", &pinged)),
    ];
    chance.shuffle(&mut calls);
    let rows = calls.into_iter().map(|(code, reason, said)| {
        let mut server = Connection::server(Limits::default());
        let (text, done) = if code == 0 {
            (["ping(", &said, ")"].concat(), server.ping(reason.as_bytes()))
        } else {
            let text = ["close(", &code.to_string(), ", ", &said, ")"].concat();
            (text, server.close(CloseCode(code), &reason))
        };
        let answer = match done {
            // The payload is what stands behind the two bytes of the header.
            Ok(()) => (sent(&mut server).len() - 2).to_string(),
            Err(refusal) => refusal.clause().to_owned(),
        };
        drained(&mut server);
        vec![Cell::Given(text), Cell::Blank(answer)]
    });
    let rows = rows.collect();
    Task::new(
        words.refused_title(),
        words.refused_ask(),
        vec![Part::table(&[words.call(), words.payload_or_clause()], rows)],
    )
}
