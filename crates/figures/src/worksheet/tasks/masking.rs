//! *Masking*: there, back again, and across pieces.

use websocket::frame;

use super::super::chance::Chance;
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use figure_kit::legible::{hex, spaced_hex};

const WORDS: [&str; 10] =
    ["Hello", "mask", "XOR me", "socket", "bytes", "seoul", "key", "proxy", "again", "turn"];

/// What goes over the wire?
pub(in super::super) fn mask(chance: &mut Chance, words: &Words) -> Task {
    let key: [u8; 4] = chance.bytes();
    let text = *chance.one(&WORDS);
    let mut wire = text.as_bytes().to_vec();
    frame::mask(&mut wire, key, 0);
    let rows = text.bytes().zip(&wire).enumerate().map(|(at, (plain, masked))| {
        let given = at == 0;
        let cell = |byte: u8| if given { Cell::Given(hex(byte)) } else { Cell::Blank(hex(byte)) };
        vec![
            Cell::given(char::from(plain)),
            Cell::Given(hex(plain)),
            cell(key[at % 4]),
            cell(*masked),
        ]
    });
    let names = [words.character(), words.payload_byte(), words.key_byte(), words.wire_byte()];
    Task {
        title: words.mask_title().to_owned(),
        ask: words.mask_ask(&spaced_hex(&key)),
        parts: vec![Part::Table { head: names.map(str::to_owned).to_vec(), rows: rows.collect() }],
    }
}

/// What was sent?
pub(in super::super) fn unmask(chance: &mut Chance, words: &Words) -> Task {
    // Keys of few bits, so that it can be done by hand.
    let key: [u8; 4] = std::array::from_fn(|_| *chance.one(&[0x01, 0x10, 0x20, 0x03, 0x11, 0x00]));
    let text = *chance.one(&WORDS);
    let mut wire = text.as_bytes().to_vec();
    frame::mask(&mut wire, key, 0);
    Task {
        title: words.unmask_title().to_owned(),
        ask: words.unmask_ask(&spaced_hex(&key)),
        parts: vec![
            Part::Code(vec![spaced_hex(&wire)]),
            Part::Line { label: words.in_hex().to_owned(), answer: spaced_hex(text.as_bytes()) },
            Part::Line { label: words.as_text().to_owned(), answer: text.to_owned() },
        ],
    }
}

/// With which byte of the key does each piece begin?
pub(in super::super) fn phase(chance: &mut Chance, words: &Words) -> Task {
    let pieces: Vec<usize> = (0..5).map(|_| chance.within(1, 11)).collect();
    let mut phase = 0;
    let mut rows = Vec::new();
    for (at, length) in pieces.iter().enumerate() {
        rows.push(vec![
            Cell::given((at + 1).to_string()),
            Cell::given(length.to_string()),
            Cell::number(phase),
        ]);
        phase = frame::mask(&mut vec![0; *length], [0; 4], phase);
    }
    let names = [words.piece(), words.bytes(), words.begins_with()];
    Task {
        title: words.phase_title().to_owned(),
        ask: words.phase_ask().to_owned(),
        parts: vec![
            Part::Table { head: names.map(str::to_owned).to_vec(), rows },
            Part::Because(words.because().to_owned()),
        ],
    }
}
