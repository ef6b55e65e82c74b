//! *Security and scale*: who gets in, what is too much, and how a crowd comes back.

use http::{Fields, RequestLine, Version};
use websocket::connection::{Connection, Event, Limits, Output};
use websocket::frame::{Opcode, Reserved};
use websocket::handshake::deflate::Parameters;
use websocket::handshake::{Server, accept, server};

use super::super::chance::Chance;
use super::super::ends::{frame, give, marked};
use super::super::sheet::{Cell, Part, Task};
use super::super::tokens::{LONGEST, Token, payload};
use super::super::words::Words;
use crate::websocket::herd::run::grown_ms;
use crate::websocket::hijack::site::{Check, Origin, Rule, SameSite, is_carried};
use crate::websocket::slow_reader::outbox::{Given, Outbox, Policy};

const PAGES: [&str; 11] = [
    "https://bank.example",
    "https://app.bank.example",
    "https://blog.bank.example",
    "https://evil.example",
    "https://evilbank.example",
    "https://bank.example.evil.example",
    "https://evil.example.bank",
    "http://bank.example",
    "http://blog.bank.example",
    "https://bank.example:8443",
    "https://bank.examples.example",
];
/// How many pages a sheet has.
const ASKED: usize = 6;

/// Which page gets past the cookie and past the check?
pub(in super::super) fn doors(chance: &mut Chance, words: &Words) -> Task {
    let (same_site, named) = *chance.one(&[
        (SameSite::None, "SameSite=None; Secure"),
        (SameSite::Lax, "SameSite=Lax"),
        (SameSite::Strict, "SameSite=Strict"),
    ]);
    let (check, said) = *chance.one(&[
        (Check::List, words.check_list()),
        (Check::Contains, words.check_contains()),
        (Check::Ends, words.check_ends()),
        (Check::Starts, words.check_starts()),
        (Check::Off, words.check_off()),
    ]);
    let mut pages = PAGES;
    chance.shuffle(&mut pages);
    let yes = |is: bool| Cell::blank(if is { words.yes() } else { words.no() });
    let rows = pages.iter().take(ASKED).filter_map(|page| {
        let origin = Origin::read(page)?;
        let has_cookie = is_carried(same_site, Rule::Lax, &origin);
        let is_let_in = check.allows(Some(page));
        let reads = has_cookie && is_let_in;
        Some(vec![Cell::given(*page), yes(has_cookie), yes(is_let_in), yes(reads)])
    });
    let rows = rows.collect();
    let head = [words.opened_by(), words.cookie_goes(), words.let_in(), words.reads()];
    Task::new(
        words.doors_title(),
        words.doors_ask(&named, &said),
        vec![Part::table(&head, rows), Part::because(words.doors_why())],
    )
}

/// What a server takes at most, and what comes.
struct Bounds {
    head: usize,
    frame: usize,
    message: usize,
    empty: usize,
}

impl Bounds {
    /// A handshake whose head has so many bytes, judged: the status, and the clause.
    fn handshake(&self, length: usize) -> (String, String) {
        let mut fields = Fields::default();
        let key = accept::encode(b"the sample nonce");
        let pairs = [
            ("Host", "example.com"),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", &*key),
            ("Cookie", "id="),
        ];
        for (name, value) in pairs {
            let _pushed = fields.push(name, value);
        }
        let (method, target) = ("GET".to_owned(), "/".to_owned());
        let start = RequestLine { method, target, version: Version::HTTP_1_1 };
        let mut bytes = http::Request { start, fields }.to_bytes();
        // The cookie stands last: it grows to the length that is wanted.
        let end = bytes.len() - b"\r\n\r\n".len();
        let rest = bytes.split_off(end);
        bytes.resize(length - rest.len(), b'x');
        bytes.extend(rest);
        let limits = http::Limits { head_len_max: self.head, ..http::Limits::default() };
        let policy = server::Policy { limits, ..server::Policy::default() };
        match Server::new(policy).receive(&mut &bytes[..]) {
            Some(Err(fault)) => (fault.rule.status().to_string(), fault.rule.clause().to_owned()),
            Some(Ok(_)) => ("101".to_owned(), String::new()),
            None => (String::new(), String::new()),
        }
    }

    /// Frames, judged: the code, and the clause.
    fn frames(&self, bytes: &[u8], words: &Words) -> (String, String) {
        let limits = Limits {
            frame_len_max: self.frame as u64,
            message_len_max: self.message as u64,
            empty_fragments_max: self.empty as u32,
            ..Limits::default()
        };
        let mut server = Connection::server(limits).with_deflate(Parameters::default());
        for output in give(&mut server, bytes) {
            if let Output::Event(Event::Failed(fault)) = output {
                let code = fault.rule.close_code().to_string();
                return (code, fault.rule.clause().to_owned());
            }
        }
        (words.taken().to_owned(), String::new())
    }
}

/// A message in fragments of these lengths, the first ones of it.
fn fragments(key: [u8; 4], lengths: &[usize]) -> Vec<u8> {
    let frames = lengths.iter().enumerate().map(|(at, length)| {
        let opcode = if at == 0 { Opcode::Binary } else { Opcode::Continuation };
        frame(opcode, false, Some(key), &vec![0; *length])
    });
    frames.flatten().collect()
}

/// What does a server with limits say to what comes?
pub(in super::super) fn limits(chance: &mut Chance, words: &Words) -> Task {
    let bounds = Bounds {
        head: 1_000 * chance.within(2, 8),
        frame: 100 * chance.within(17, 25),
        message: 100 * chance.within(30, 60),
        empty: chance.within(6, 9),
    };
    let key: [u8; 4] = chance.bytes();
    // A little more than the limit, or a little less.
    let mut near = |limit: usize, step: usize| {
        let by = step * chance.within(1, 4);
        if chance.below(2) == 0 { limit + by } else { limit - by }
    };
    let head = near(bounds.head, 100);
    let announced = near(bounds.frame, 100);
    let each = near(bounds.message / 4, 30);
    let empty = near(bounds.empty, 1);
    let copies = near(bounds.message / LONGEST, 1);
    let mut tokens = vec![Token::Letter(b'0')];
    tokens.extend(std::iter::repeat_n(Token::Copy(LONGEST, 1), copies));
    let deflated = payload(&tokens);
    let compressed = marked(Opcode::Text, true, Reserved::RSV1, Some(key), &deflated);
    let header = &frame(Opcode::Binary, true, Some(key), &vec![0; announced])[..8];
    let ping = frame(Opcode::Ping, true, Some(key), b"?").repeat(bounds.empty + 1);
    let judged = |bytes: &[u8]| bounds.frames(bytes, words);
    let came = [
        (words.came_head(&head), bounds.handshake(head)),
        (words.came_header(&announced), judged(header)),
        (words.came_fragments(&4, &each), judged(&fragments(key, &[each; 4]))),
        (words.came_empty(&empty), judged(&fragments(key, &vec![0; empty]))),
        (words.came_compressed(&deflated.len(), &(1 + copies * LONGEST)), judged(&compressed)),
        (words.came_pings(&(bounds.empty + 1)), judged(&ping)),
    ];
    let rows = came.into_iter().map(|(what, (says, clause))| {
        vec![Cell::Given(what), Cell::Blank(says), Cell::Blank(clause)]
    });
    let Bounds { head, frame, message, empty } = bounds;
    Task::new(
        words.limits_title(),
        words.limits_ask(&head, &frame, &message, &empty),
        vec![Part::table(&[words.comes(), words.answer(), words.clause()], rows.collect())],
    )
}

/// Which messages wait for a client that reads slowly, and which does it never get?
pub(in super::super) fn queue(chance: &mut Chance, words: &Words) -> Task {
    let (policy, said) = *chance.one(&[
        (Policy::Newest, words.drops_newest()),
        (Policy::Oldest, words.drops_oldest()),
        (Policy::Close, words.closes()),
    ]);
    let size = 100 * chance.within(1, 9);
    let (room, come) = (chance.within(3, 5), chance.within(2, 3));
    let taken = chance.within(1, come - 1);
    let mut outbox = Outbox::default();
    let (mut rows, mut numbers, mut got) = (Vec::new(), Vec::new(), Vec::new());
    let list = |numbers: &[u8]| {
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        if texts.is_empty() { words.none().to_owned() } else { texts.join(", ") }
    };
    let waiting = |outbox: &Outbox| outbox.frames().map(|it| it[0]).collect::<Vec<u8>>();
    for second in 1..=5 {
        let first = numbers.len() as u8 + 1;
        let new: Vec<u8> = (first..first + come as u8).collect();
        // The first byte of a message is its number here.
        let mut give = |number: &u8| {
            let message = vec![*number; size];
            outbox.give(policy, room * size, 0, &message) == Given::TooMuch
        };
        let is_closed = new.iter().any(&mut give);
        let now = if is_closed { words.closed().to_owned() } else { list(&waiting(&outbox)) };
        rows.push(vec![
            Cell::given(second.to_string()),
            Cell::Given(list(&new)),
            Cell::Blank(now),
            Cell::number(outbox.len()),
        ]);
        numbers.extend(new);
        if is_closed {
            break;
        }
        got.extend((0..taken).filter_map(|_| Some(outbox.pop()?[0])));
    }
    let left = waiting(&outbox);
    numbers.retain(|number| !got.contains(number) && !left.contains(number));
    let head = [words.second(), words.come(), words.wait_then(), words.bytes()];
    Task::new(
        words.queue_title(),
        words.queue_ask(&come, &size, &room, &taken, &said),
        vec![Part::table(&head, rows), Part::line(words.never_gets(), list(&numbers))],
    )
}

/// How long does each wait with full jitter, and how large is the crowd?
pub(in super::super) fn waits(chance: &mut Chance, words: &Words) -> Task {
    let base_ms = 250 * chance.within(1, 8) as u32;
    let cap_ms = base_ms * *chance.one(&[4, 8, 16]);
    let clients = 1_000 * chance.within(1, 12) as u32;
    let capacity = *chance.one(&[100, 200, 250, 500]);
    let mut come_ms = 0;
    let rows = (0..6).map(|failures| {
        let longest = grown_ms(base_ms, cap_ms, failures);
        come_ms += longest;
        vec![
            Cell::given((failures + 1).to_string()),
            Cell::number(longest as usize),
            Cell::number(come_ms as usize),
            // Full jitter leaves all of a wait to chance.
            Cell::Blank(["0–", &longest.to_string()].concat()),
        ]
    });
    let rows = rows.collect();
    let head = [words.attempt(), words.without_jitter(), words.all_come(), words.with_jitter()];
    Task::new(
        words.waits_title(),
        words.waits_ask(&clients, &base_ms, &cap_ms),
        vec![
            Part::table(&head, rows),
            Part::line(words.at_once(), clients.to_string()),
            Part::line(words.on_average(), (clients * 1_000 / base_ms).to_string()),
            Part::line(words.at_least(&capacity), (clients / capacity).to_string()),
        ],
    )
}
