//! *Messages*: where a text is cut, what comes of each frame, limits, and how many orders.

use websocket::connection::{Connection, Event, Limits, MaskKeys, Message, Output};
use websocket::frame::Opcode;

use super::super::chance::Chance;
use super::super::ends::{frame, give};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use figure_kit::legible::spaced_hex;

/// A browser's end.
fn browser() -> Connection {
    Connection::client(Limits::default(), MaskKeys::fixed([0; 4]))
}

const HANGUL: [&str; 15] = [
    "안녕하세",
    "바다",
    "서울역",
    "봄비",
    "가나다라",
    "고맙다",
    "한빛",
    "나무",
    "겨울밤",
    "첫눈",
    "무지개",
    "도서관",
    "강아지",
    "토요일",
    "아침밥",
];

/// What do the fragments of a text say of themselves, and where do they end?
pub(in super::super) fn cut(chance: &mut Chance, words: &Words) -> Task {
    let text = *chance.one(&HANGUL);
    let bytes = text.as_bytes();
    // The first cut goes through a syllable; the second anywhere behind it, and perhaps as the
    // first does.
    let first = 3 * chance.below(bytes.len() / 3 - 1) + chance.within(1, 2);
    let second = chance.within(first + 1, bytes.len() - 1);
    let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
    let mut page = browser();
    let mut rows = Vec::new();
    let mut whole = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let opcode = if at == 0 { Opcode::Text } else { Opcode::Continuation };
        let wire = frame(opcode, at + 1 == pieces.len(), None, piece);
        for output in give(&mut page, &wire) {
            if let Output::Event(Event::Message(Message::Text(text))) = output {
                whole = text;
            }
        }
        let left = page.unfinished().map_or(0, |message| message.cut_len);
        rows.push(vec![
            Cell::given((at + 1).to_string()),
            Cell::given(piece.len().to_string()),
            Cell::blank(spaced_hex(&wire[..2])),
            Cell::number(left),
        ]);
    }
    let head = [words.fragment(), words.bytes(), words.header_hex(), words.cut_bytes()];
    Task::new(
        words.cut_title(),
        words.cut_ask(),
        vec![
            Part::Code(vec![text.to_owned(), spaced_hex(bytes)]),
            Part::table(&head, rows),
            Part::line(words.page_gets(), [&*whole, " (", words.once(), ")"].concat()),
        ],
    )
}

/// A frame that a server sends, and what is said of it.
#[derive(Debug, Clone)]
struct Sent {
    opcode: Opcode,
    fin: bool,
    payload: Vec<u8>,
}

impl Sent {
    fn new(opcode: Opcode, fin: bool, payload: &[u8]) -> Self {
        Self { opcode, fin, payload: payload.to_vec() }
    }

    fn wire(&self) -> Vec<u8> {
        frame(self.opcode, self.fin, None, &self.payload)
    }

    fn label(&self, words: &Words) -> String {
        let name = match self.opcode {
            Opcode::Text => words.text_frame(),
            Opcode::Continuation => words.continuation(),
            Opcode::Close => words.close_frame(),
            Opcode::Ping => "ping",
            _ => "pong",
        };
        let fin = u8::from(self.fin);
        let carried = match (self.opcode, std::str::from_utf8(&self.payload)) {
            (Opcode::Close, _) => {
                u16::from_be_bytes([self.payload[0], self.payload[1]]).to_string()
            }
            (_, Ok(text)) => ["“", text, "”"].concat(),
            _ => spaced_hex(&self.payload),
        };
        words.frame_label(&name, &fin, &carried)
    }
}

const WORDS: [&str; 8] = ["Hello", "World", "price", "seoul", "frame", "later", "again", "ready"];

/// A text in two fragments, another in one frame, and a ping or a close frame between.
fn conversation(chance: &mut Chance) -> Vec<Sent> {
    let mut texts = WORDS;
    chance.shuffle(&mut texts);
    let [first, second, ..] = texts.map(str::as_bytes);
    let cut = chance.within(1, 4);
    let mut sent = vec![
        Sent::new(Opcode::Text, false, &first[..cut]),
        Sent::new(Opcode::Continuation, true, &first[cut..]),
    ];
    let other = Sent::new(Opcode::Text, true, second);
    let place = *chance.one(&[0, 2]);
    sent.insert(place, other);
    sent.insert(chance.below(4), Sent::new(Opcode::Ping, true, b"hi"));
    match chance.below(5) {
        // Two frames change places.
        0..=2 => {
            let at = chance.below(3);
            sent.swap(at, at + 1);
        }
        // A character that its next fragment does not go on with.
        3 => {
            let open = sent.iter().position(|it| !it.fin).unwrap_or(0);
            let text = chance.one(&HANGUL).as_bytes();
            sent[open].payload = text[..chance.within(1, 2)].to_vec();
        }
        _ => {}
    }
    if chance.below(2) == 0 {
        let code: u16 = *chance.one(&[1_000, 1_001, 4_000]);
        let at = chance.within(2, sent.len());
        sent.insert(at, Sent::new(Opcode::Close, true, &code.to_be_bytes()));
    }
    sent
}

/// What does the browser make of a frame?
fn came(page: &mut Connection, sent: &Sent, words: &Words) -> String {
    if !page.is_open() {
        return words.unread().to_owned();
    }
    for output in give(page, &sent.wire()) {
        let Output::Event(event) = output else { continue };
        return match event {
            Event::Message(Message::Text(text)) => words.gives(&text),
            Event::Ping(_) => words.pongs().to_owned(),
            Event::CloseReceived => words.answers_close().to_owned(),
            Event::Failed(fault) => words.fails(&fault.rule.close_code().0, &fault.rule.clause()),
            _ => continue,
        };
    }
    words.keeps().to_owned()
}

/// What comes of each frame, up to the first that breaks a rule?
pub(in super::super) fn order(chance: &mut Chance, words: &Words) -> Task {
    let mut page = browser();
    let rows = conversation(chance).into_iter().map(|sent| {
        let label = sent.label(words);
        vec![Cell::Given(label), Cell::Blank(came(&mut page, &sent, words))]
    });
    let rows = rows.collect();
    Task::new(
        words.frames_title(),
        words.frames_ask(),
        vec![Part::table(&[words.frame(), words.browser_does()], rows)],
    )
}

/// Which frame makes a message too long?
pub(in super::super) fn limit(chance: &mut Chance, words: &Words) -> Task {
    let most = 100 * chance.within(4, 12);
    let limits = Limits { message_len_max: most as u64, ..Limits::default() };
    let mut server = Connection::server(limits);
    let mut rows = Vec::new();
    for at in 0..6 {
        let length = 10 * chance.within(most / 60, most / 18);
        let is_open = server.unfinished().is_some();
        let before = server.unfinished().map_or(0, |message| message.bytes.len());
        let fin = at == 0 || chance.below(5) == 0;
        let opcode = if is_open { Opcode::Continuation } else { Opcode::Text };
        let outputs =
            give(&mut server, &frame(opcode, fin, Some(chance.bytes()), &vec![b'a'; length]));
        let fault = outputs.into_iter().find_map(|output| match output {
            Output::Event(Event::Failed(fault)) => Some(fault.rule),
            _ => None,
        });
        let name = if is_open { words.continuation() } else { words.text_frame() };
        let label = words.frame_label(&name, &u8::from(fin), &words.some_bytes(&length));
        let answer = match fault {
            Some(rule) => words.fails(&rule.close_code().0, &rule.clause()),
            None => (before + length).to_string(),
        };
        rows.push(vec![Cell::Given(label), Cell::Blank(answer)]);
        if fault.is_some() {
            break;
        }
    }
    Task::new(
        words.limit_title(),
        words.limit_ask(&most),
        vec![Part::table(&[words.frame(), words.so_far()], rows)],
    )
}

/// How many orders of these frames does the browser take, and give what was sent?
fn ways(cards: &[Sent], texts: &[String]) -> usize {
    fn go(cards: &[Sent], path: &mut Vec<usize>, texts: &[String]) -> usize {
        let mut page = browser();
        let mut came = Vec::new();
        for (place, card) in path.iter().enumerate() {
            for output in give(&mut page, &cards[*card].wire()) {
                match output {
                    Output::Event(Event::Message(Message::Text(text))) => came.push(text),
                    Output::Event(Event::Failed(_)) => return 0,
                    // What stands behind a close frame is not read.
                    Output::Event(Event::CloseReceived) if place + 1 < cards.len() => return 0,
                    _ => {}
                }
            }
        }
        if path.len() == cards.len() {
            return usize::from(
                came.len() == texts.len() && texts.iter().all(|it| came.contains(it)),
            );
        }
        let mut count = 0;
        for next in 0..cards.len() {
            if !path.contains(&next) {
                path.push(next);
                count += go(cards, path, texts);
                path.pop();
            }
        }
        count
    }
    go(cards, &mut Vec::new(), texts)
}

/// In how many orders may these frames be sent?
pub(in super::super) fn orders(chance: &mut Chance, words: &Words) -> Task {
    let mut texts = WORDS;
    chance.shuffle(&mut texts);
    let mut cards = Vec::new();
    // Two or three fragments; then one or two; then what fits of control frames.
    let fragments = [chance.within(2, 3), chance.within(1, 2)];
    for (text, count) in texts.iter().zip(fragments) {
        for (at, byte) in text.as_bytes()[..count].iter().enumerate() {
            let opcode = if at == 0 { Opcode::Text } else { Opcode::Continuation };
            let fin = at + 1 == count;
            let payload = if fin { &text.as_bytes()[at..] } else { std::slice::from_ref(byte) };
            cards.push(Sent::new(opcode, fin, payload));
        }
    }
    match chance.below(3) {
        0 => cards.push(Sent::new(Opcode::Ping, true, b"1")),
        1 => cards.push(Sent::new(Opcode::Close, true, &1_000_u16.to_be_bytes())),
        _ => {}
    }
    if cards.len() < 4 || cards.len() < 5 && chance.below(2) == 0 {
        cards.push(Sent::new(Opcode::Ping, true, b"2"));
    }
    let sent: Vec<String> = texts[..2].iter().map(|&text| text.to_owned()).collect();
    let count = ways(&cards, &sent);
    let lines = cards.iter().map(|card| card.label(words)).collect();
    Task::new(
        words.orders_title(),
        words.orders_ask(&cards.len()),
        vec![
            Part::Code(lines),
            Part::line(words.orders(), count.to_string()),
            Part::because(words.because()),
        ],
    )
}
