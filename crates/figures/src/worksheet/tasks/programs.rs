//! *In programs*: codes, bytes that a send becomes, and growing delays.

use websocket::frame::{CloseCode, Header, Opcode, Reserved};

use super::super::chance::Chance;
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;

const CODES: [u16; 14] =
    [999, 1000, 1001, 1002, 1004, 1005, 1006, 1007, 1009, 1015, 2999, 3000, 4001, 5000];
const TEXTS: [&str; 6] = ["hi", "안녕하세요", "네", "price?", "한빛 1", "{\"bid\":42}"];

/// How many codes are asked about.
const ASKED: usize = 7;
/// The usual growing delay: from this on, doubled, up to that.
const DELAY_MS: usize = 500;
const DELAY_MS_MAX: usize = 30_000;

/// Which codes may stand in a close frame?
pub(in super::super) fn codes(chance: &mut Chance, words: &Words) -> Task {
    let mut codes = CODES;
    chance.shuffle(&mut codes);
    let codes = &mut codes[..ASKED];
    codes.sort_unstable();
    let may = |(_, code): &(usize, &u16)| CloseCode(**code).may_be_sent();
    let right = codes.iter().enumerate().filter(may).map(|(at, _)| at).collect();
    let options = codes.iter().map(ToString::to_string).collect();
    Task {
        title: words.codes_title().to_owned(),
        ask: words.codes_ask().to_owned(),
        parts: vec![Part::Choices { options, right }, Part::Because(words.because().to_owned())],
    }
}

/// How many bytes does a send become?
pub(in super::super) fn bytes(chance: &mut Chance, words: &Words) -> Task {
    let mut rows = Vec::new();
    let mut texts = TEXTS;
    chance.shuffle(&mut texts);
    let long = chance.within(100, 700);
    let mut messages: Vec<(String, usize)> =
        texts[..3].iter().map(|it| ((*it).to_owned(), it.len())).collect();
    messages.push((words.letters(&long), long));
    for (text, length) in messages {
        let size = |mask: Option<[u8; 4]>| {
            let (reserved, payload_len) = (Reserved::NONE, length as u64);
            let header = Header { fin: true, reserved, opcode: Opcode::Text, mask, payload_len };
            header.encode().as_bytes().len() + length
        };
        rows.push(vec![
            Cell::Given(text),
            Cell::number(length),
            Cell::number(size(Some([0; 4]))),
            Cell::number(size(None)),
        ]);
    }
    let names = [words.text(), words.utf8_bytes(), words.from_page(), words.from_server()];
    Task {
        title: words.sizes_title().to_owned(),
        ask: words.sizes_ask().to_owned(),
        parts: vec![Part::Table { head: names.map(str::to_owned).to_vec(), rows }],
    }
}

/// How long does each attempt wait?
pub(in super::super) fn delays(chance: &mut Chance, words: &Words) -> Task {
    let first = DELAY_MS * chance.within(1, 4);
    let most = DELAY_MS_MAX / chance.within(1, 3);
    let mut delay = first;
    let mut rows = Vec::new();
    for attempt in 1..=7 {
        rows.push(vec![Cell::given(attempt.to_string()), Cell::number(delay)]);
        delay = (delay * 2).min(most);
    }
    let head = vec![words.attempt().to_owned(), words.delay_ms().to_owned()];
    Task {
        title: words.delays_title().to_owned(),
        ask: words.delays_ask(&first, &most),
        parts: vec![Part::Table { head, rows }, Part::Because(words.delays_why().to_owned())],
    }
}
