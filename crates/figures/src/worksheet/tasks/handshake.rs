//! *The opening handshake*: verdicts, and a little Base64.

use websocket::handshake::{Server, accept, server::Policy};

use super::super::chance::Chance;
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use figure_kit::legible::spaced_hex;

/// What of a request is another than usual: the line that goes, and the line that comes.
const CHANGES: [(&str, &str); 12] = [
    ("", ""),
    ("Upgrade: websocket", "upgrade: WebSocket"),
    ("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
    ("Connection: Upgrade", "Connection: keep-alive"),
    ("Upgrade: websocket", ""),
    ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"),
    ("Sec-WebSocket-Version: 13", ""),
    ("Host: example.com", ""),
    ("GET / HTTP/1.1", "POST / HTTP/1.1"),
    ("GET / HTTP/1.1", "GET / HTTP/1.0"),
    ("Sec-WebSocket-Key: KEY", "Sec-WebSocket-Key: c2hvcnQ="),
    ("", "X-Unknown: yes"),
];

/// How many requests are judged.
const REQUESTS: usize = 6;

/// What does a server answer?
pub(in super::super) fn verdicts(chance: &mut Chance, words: &Words) -> Task {
    let key = accept::encode(&chance.bytes::<16>());
    let lines = [
        "GET / HTTP/1.1".to_owned(),
        "Host: example.com".to_owned(),
        "Upgrade: websocket".to_owned(),
        "Connection: Upgrade".to_owned(),
        "Sec-WebSocket-Version: 13".to_owned(),
        ["Sec-WebSocket-Key: ", &key].concat(),
    ];
    let mut changes = CHANGES;
    chance.shuffle(&mut changes);
    let rows = changes.iter().take(REQUESTS).map(|(gone, come)| {
        let gone = gone.replace("KEY", &key);
        let mut request: Vec<&str> = Vec::new();
        for line in &lines {
            if *line != gone {
                request.push(line);
            } else if !come.is_empty() {
                request.push(come);
            }
        }
        if gone.is_empty() && !come.is_empty() {
            request.push(come);
        }
        let (status, clause) = judged(&request);
        let what = match (gone.is_empty(), come.is_empty()) {
            (true, true) => words.as_it_stands().to_owned(),
            (false, true) => words.without(&gone),
            _ => (*come).to_owned(),
        };
        vec![Cell::Given(what), Cell::Blank(status), Cell::Blank(clause)]
    });
    let rows = rows.collect();
    let head = [words.change(), words.status(), words.clause()].map(str::to_owned).to_vec();
    Task {
        title: words.verdicts_title().to_owned(),
        ask: words.verdicts_ask().to_owned(),
        parts: vec![Part::Code(lines.to_vec()), Part::Table { head, rows }],
    }
}

fn judged(lines: &[&str]) -> (String, String) {
    let text = [&lines.join("\r\n"), "\r\n\r\n"].concat();
    match Server::new(Policy::default()).receive(&mut text.as_bytes()) {
        Some(Ok(_)) => ("101".to_owned(), String::new()),
        Some(Err(fault)) => (fault.rule.status().to_string(), fault.rule.clause().to_owned()),
        None => (String::new(), String::new()),
    }
}

/// How does the accept value begin?
pub(in super::super) fn accept(chance: &mut Chance, words: &Words) -> Task {
    let key = accept::encode(&chance.bytes::<16>());
    let digest = accept::digest(&[key.as_bytes(), accept::GUID.as_bytes()]);
    let value = accept::value(&key);
    let bits: Vec<String> = digest[..3].iter().map(|byte| format!("{byte:08b}")).collect();
    let bits = bits.concat();
    let sextets: Vec<&str> = (0..4).map(|at| &bits[at * 6..at * 6 + 6]).collect();
    let row = |name: &str, cells: Vec<Cell>| {
        let mut row = vec![Cell::given(name)];
        row.extend(cells);
        row
    };
    let values = sextets.iter().map(|it| usize::from_str_radix(it, 2).unwrap_or_default());
    let rows = vec![
        row(words.six_bits(), sextets.iter().map(|it| Cell::blank(*it)).collect()),
        row(words.as_number(), values.map(Cell::number).collect()),
        row(words.character(), value.chars().take(4).map(Cell::blank).collect()),
    ];
    Task {
        title: words.accept_title().to_owned(),
        ask: words.accept_ask(&key, &spaced_hex(&digest)),
        parts: vec![Part::Table {
            head: ["", "1", "2", "3", "4"].map(str::to_owned).to_vec(),
            rows,
        }],
    }
}
