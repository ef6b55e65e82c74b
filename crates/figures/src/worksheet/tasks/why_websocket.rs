//! *Why WebSocket*: when a page sees a message, what stands in front of it, and who sends less.

use http::{Fields, RequestLine, Version};
use websocket::frame::Opcode;

use super::super::chance::Chance;
use super::super::ends::frame;
use super::super::sheet::{Cell, Part, Task};
use super::super::talk::{Carried, Talk, Way};
use super::super::words::Words;
use figure_kit::legible::hex;

/// How long a page is watched: no poll leaves at this moment.
const WATCHED_MS: u64 = 4_800;
/// The nearest that a message comes to a poll: which of the two is first must not be a question.
const APART_MS: usize = 30;

/// When does the page see each message, and how often has it asked?
pub(in super::super) fn seen(chance: &mut Chance, words: &Words) -> Task {
    let latency = 10 * chance.within(2, 6);
    let interval = 500 * chance.within(2, 4);
    let is_clear = |at: usize| {
        let behind = (at + interval - latency) % interval;
        behind >= APART_MS && behind <= interval - APART_MS
    };
    let mut near = |least: usize, most: usize| {
        let drawn = 10 * chance.within(least / 10, most / 10);
        // A poll is a moment: a little later it is past.
        if is_clear(drawn) { drawn } else { drawn + 2 * APART_MS }
    };
    let first = near(800, 1_700);
    // Half of the second messages come while the next question of a long poll is on its way.
    let second = near(first + 10, first + 2 * latency - 10);
    let third = near(2_200, 3_500);
    let moments = [first, second.max(first + 10), third];
    let talk = Talk {
        messages: moments.iter().map(|at| *at as u64).collect(),
        size: 4,
        interval_ms: interval as u64,
        latency_ms: latency as u64,
        end_ms: WATCHED_MS,
    };
    let runs = Way::ALL.map(|way| talk.carried(way));
    let mut rows = Vec::new();
    for (at, moment) in moments.iter().enumerate() {
        let mut row = vec![Cell::Given(words.at_ms(moment))];
        let seen = |run: &Carried| run.seen_ms.get(at).map_or(String::new(), ToString::to_string);
        row.extend(runs.iter().map(|run| Cell::Blank(seen(run))));
        rows.push(row);
    }
    let mut row = vec![Cell::given(words.requests())];
    row.extend(runs.iter().map(|run| Cell::number(run.requests)));
    rows.push(row);
    let head = [words.written(), words.polling(), words.long_polling(), "WebSocket"];
    let ask = words.seen_ask(&latency, &interval, &WATCHED_MS);
    Task::new(words.seen_title(), ask, vec![Part::table(&head, rows)])
}

const HOSTS: [&str; 5] =
    ["a.example", "chat.example", "live.example", "score.example", "x.example"];
const TEXTS: [&str; 6] = ["1-0", "goal!", "tick", "sold", "bid 42", "hello"];

/// How many bytes is a question, and how many the same message in a frame?
pub(in super::super) fn head(chance: &mut Chance, words: &Words) -> Task {
    let mut fields = Fields::default();
    let cookie = chance.bytes::<4>().map(hex).concat();
    let cookie = ["id=", &cookie[..chance.within(4, 8)]].concat();
    let wait = chance.within(1, 99).to_string();
    let mut pairs = vec![
        ("Accept", "*/*"),
        ("Cookie", &*cookie),
        ("Cache-Control", "no-cache"),
        ("Prefer", "respond-async"),
        ("Last-Event-ID", &*wait),
    ];
    chance.shuffle(&mut pairs);
    pairs.truncate(2);
    pairs.insert(0, ("Host", *chance.one(&HOSTS)));
    for (name, value) in pairs {
        // Every value is made here, and stands in a head as it is.
        let _pushed = fields.push(name, value);
    }
    let target = ["/news?after=", &chance.within(1, 200).to_string()].concat();
    let start = RequestLine { method: "GET".to_owned(), target, version: Version::HTTP_1_1 };
    let bytes = http::Request { start, fields }.to_bytes();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| {
        let text = String::from_utf8_lossy(line).trim_end().to_owned();
        let text = if text.is_empty() { words.empty_line().to_owned() } else { text };
        vec![Cell::Given(text), Cell::number(line.len())]
    });
    let mut rows: Vec<Vec<Cell>> = lines.collect();
    rows.push(vec![Cell::given(words.whole_head()), Cell::number(bytes.len())]);
    let text = *chance.one(&TEXTS);
    let framed = |key| frame(Opcode::Text, true, key, text.as_bytes()).len().to_string();
    Task::new(
        words.head_title(),
        words.head_ask(&text),
        vec![
            Part::table(&[words.line(), words.bytes()], rows),
            Part::line(words.server_frame(&text), framed(None)),
            Part::line(words.page_frame(&text), framed(Some(chance.bytes()))),
        ],
    )
}

/// Messages a minute at which a poll each second surely sends more, and surely less.
const RARE: [usize; 5] = [6, 12, 30, 60, 90];
const OFTEN: [usize; 4] = [720, 900, 1_080, 1_200];
/// How long a rate is measured, and the rates by which a message's price is found.
const MEASURED_MS: u64 = 10_000;
const PRICED: [usize; 2] = [300, 600];

/// Messages at a rate, each second a poll.
fn at_rate(a_minute: usize, size: usize) -> Talk {
    let count = a_minute as u64 * MEASURED_MS / 60_000;
    // The first comes after half a pause.
    let messages = (0..count).map(|at| (2 * at + 1) * MEASURED_MS / (2 * count)).collect();
    Talk { messages, size, interval_ms: 1_000, latency_ms: 40, end_ms: MEASURED_MS }
}

/// What each costs, measured: a poll without news, what a message adds to it, and a frame.
fn prices(size: usize) -> [usize; 3] {
    let silent = at_rate(0, size).carried(Way::Polling);
    let poll = silent.bytes / silent.requests.max(1);
    let price = |way| {
        let [some, more] = PRICED.map(|rate| at_rate(rate, size).carried(way).bytes);
        let messages = (PRICED[1] - PRICED[0]) * MEASURED_MS as usize / 60_000;
        more.saturating_sub(some) / messages
    };
    [poll, price(Way::Polling), price(Way::WebSocket)]
}

/// Which of the two ways sends fewer bytes?
pub(in super::super) fn fewer(chance: &mut Chance, words: &Words) -> Task {
    let size = 10 * chance.within(2, 6);
    let [poll, line, frame] = prices(size);
    let mut rates = [RARE[0]; 4];
    for (at, rate) in rates.iter_mut().enumerate() {
        // Two at least are of a kind, and never all.
        let often = if at < 2 { at == 1 } else { chance.below(2) == 1 };
        *rate = *chance.one(if often { &OFTEN[..] } else { &RARE[..] });
    }
    rates.sort_unstable();
    let mut rates = rates.to_vec();
    rates.dedup();
    let rows = rates.into_iter().map(|rate| {
        let talk = at_rate(rate, size);
        let [polled, framed] = [Way::Polling, Way::WebSocket].map(|way| talk.carried(way).bytes);
        let less = if polled < framed { words.polling() } else { "WebSocket" };
        vec![Cell::given(rate.to_string()), Cell::blank(less)]
    });
    Task::new(
        words.fewer_title(),
        words.fewer_ask(&size, &poll, &line, &frame),
        vec![
            Part::table(&[words.a_minute(), words.fewer()], rows.collect()),
            Part::because(words.because()),
        ],
    )
}
