//! *The life of a connection*: the calls in order, and what is on the wire.

use kernel::{Body, Call};

use super::super::chance::Chance;
use super::super::machine::{Machine, SERVER, Side, socket};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;

/// The calls of a server that answers one client, in the one order that works.
const CALLS: [&str; 7] = ["socket", "bind", "listen", "accept", "recv", "send", "close"];

/// In which order does a server make its calls?
pub(in super::super) fn order(chance: &mut Chance, words: &Words) -> Task {
    let mut places: Vec<usize> = (0..CALLS.len()).collect();
    chance.shuffle(&mut places);
    let rows =
        places.into_iter().map(|place| vec![Cell::given(CALLS[place]), Cell::number(place + 1)]);
    let head = vec![words.call().to_owned(), words.place().to_owned()];
    Task {
        title: words.order_title().to_owned(),
        ask: words.order_ask().to_owned(),
        parts: vec![
            Part::Table { head, rows: rows.collect() },
            Part::Because(words.order_packet().to_owned()),
        ],
    }
}

/// What are the numbers of the segments?
pub(in super::super) fn ladder(chance: &mut Chance, words: &Words) -> Task {
    let (asked, answered) = (chance.within(2, 400), chance.within(2, 400));
    let mut machine = Machine::new();
    machine.call(Side::Server, socket(kernel::abi::SOCK_STREAM));
    machine.call(Side::Server, Call::bind(3, SERVER));
    machine.call(Side::Server, Call::Listen { fd: 3, backlog: 8 });
    machine.call(Side::Client, socket(kernel::abi::SOCK_STREAM));
    let place = machine.place();
    machine.call(Side::Client, Call::connect(3, SERVER));
    machine.call(Side::Server, Call::Accept { fd: 3, flags: 0 });
    machine.call(Side::Client, Call::send(3, &vec![b'a'; asked]));
    machine.call(Side::Server, Call::receive(4, 1_000));
    machine.call(Side::Server, Call::send(4, &vec![b'b'; answered]));
    machine.call(Side::Client, Call::receive(3, 1_000));
    machine.wait(300);
    let sent = machine.sent_since(place);
    let mut first = [None, None];
    let mut rows = Vec::new();
    for (at, (side, body, _)) in sent.iter().enumerate() {
        let Body::Tcp(segment) = body else { continue };
        let (own, peer) = if *side == Side::Client { (0, 1) } else { (1, 0) };
        let start = *first[own].get_or_insert(segment.seq);
        let seq = segment.seq.since(start).to_string();
        let ack = first[peer].map_or("-".to_owned(), |it| segment.ack.since(it).to_string());
        let from = if *side == Side::Client { words.client() } else { words.server() };
        let cell = |text: String, is_given: bool| {
            if is_given { Cell::Given(text) } else { Cell::Blank(text) }
        };
        // The first row shows how it is meant; of the others, one number is given each.
        let given = if at == 0 { 3 } else { chance.below(3) };
        rows.push(vec![
            Cell::given(from),
            cell(segment.flags.to_string(), at % 2 == 0),
            cell(seq, given == 3 || given == 0),
            cell(ack, given == 3 || given == 1),
            cell(segment.payload.len().to_string(), given == 3 || given == 2),
        ]);
    }
    let names = [words.from(), words.flags(), "seq", "ack", words.bytes()];
    Task {
        title: words.ladder_title().to_owned(),
        ask: words.ladder_ask(&asked, &answered),
        parts: vec![Part::Table { head: names.map(str::to_owned).to_vec(), rows }],
    }
}
