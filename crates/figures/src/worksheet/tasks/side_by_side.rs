//! *Side by side*: bytes on the wire, what a read gives, and which one to take.

use kernel::{Call, Reply, abi};
use websocket::connection::{Connection, Event, Limits, Output};
use websocket::frame::Opcode;

use super::super::chance::Chance;
use super::super::ends::{frame, give};
use super::super::machine::{Machine, SERVER, Side, socket};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use crate::websocket::chooser::Chooser;
use crate::websocket::chooser::rules::{Candidate, costs};
use crate::websocket::chooser::state::{Action, Runs, Talk, Wish};

/// Long enough for all that was sent to be there.
const ARRIVED_MS: u64 = 500;

/// A machine with a connection of UDP: descriptor 3 at either end.
fn datagrams() -> Machine {
    let mut machine = Machine::new();
    machine.call(Side::Server, socket(abi::SOCK_DGRAM));
    machine.call(Side::Server, Call::bind(3, SERVER));
    machine.call(Side::Client, socket(abi::SOCK_DGRAM));
    machine.call(Side::Client, Call::connect(3, SERVER));
    machine
}

/// The bytes of the packet that carries what is sent, from IP's header on.
fn packet(mut machine: Machine, side: Side, data: &[u8]) -> usize {
    let place = machine.place();
    let fd = if side == Side::Client { 3 } else { 4 };
    machine.call(side, Call::send(fd, data));
    machine.wait(ARRIVED_MS);
    machine.length_since(place, side)
}

/// How large is the packet with a message?
pub(in super::super) fn packets(chance: &mut Chance, words: &Words) -> Task {
    // One on either side of the length at which a header grows, and one well beyond.
    let lengths = [chance.within(1, 60), chance.within(119, 132), chance.within(200, 1_200)];
    let rows = lengths.map(|length| {
        let data = vec![b'a'; length];
        let framed = |key| frame(Opcode::Text, true, key, &data);
        let (client, server) = (Side::Client, Side::Server);
        let sizes = [
            packet(Machine::connected(), client, &data),
            packet(datagrams(), client, &data),
            packet(Machine::connected(), client, &framed(Some(chance.bytes()))),
            packet(Machine::connected(), server, &framed(None)),
        ];
        let mut row = vec![Cell::given(length.to_string())];
        row.extend(sizes.map(Cell::number));
        row
    });
    let head = [words.letters_sent(), "TCP", "UDP", words.ws_client(), words.ws_server()];
    Task::new(words.packets_title(), words.packets_ask(), vec![Part::table(&head, rows.to_vec())])
}

/// What each of a server's reads gives: bytes, or nothing to read.
fn reads(machine: &mut Machine, fd: i32, lengths: &[usize]) -> Vec<Option<Vec<u8>>> {
    let one = |length: &usize| {
        let call = Call::Receive { fd, length: *length, flags: abi::MSG_DONTWAIT };
        match machine.call(Side::Server, call) {
            Some(Ok(Reply::Received { data, .. })) => Some(data.to_vec()),
            _ => None,
        }
    };
    lengths.iter().map(one).collect()
}

const TEXTS: [&str; 9] = ["one", "two", "go", "stop", "left", "right", "up", "down", "hello"];

/// What does each read give, of a stream, of datagrams, and of frames?
pub(in super::super) fn received(chance: &mut Chance, words: &Words) -> Task {
    let mut texts = TEXTS;
    chance.shuffle(&mut texts);
    let texts = &texts[..3];
    // The first reads cut: a text, a frame's header, or a frame.
    let lengths =
        [(4, 9), (4, 9), (6, 14), (10, 16)].map(|(least, most)| chance.within(least, most));
    let send = |machine: &mut Machine, data: &[u8]| {
        machine.call(Side::Client, Call::send(3, data));
    };
    let (mut tcp, mut udp, mut framed) = (Machine::connected(), datagrams(), Machine::connected());
    for text in texts {
        send(&mut tcp, text.as_bytes());
        send(&mut udp, text.as_bytes());
        let bytes = frame(Opcode::Text, true, Some(chance.bytes()), text.as_bytes());
        send(&mut framed, &bytes);
    }
    for machine in [&mut tcp, &mut udp, &mut framed] {
        machine.wait(ARRIVED_MS);
    }
    let [stream, single, wrapped] = [
        reads(&mut tcp, 4, &lengths),
        reads(&mut udp, 3, &lengths),
        reads(&mut framed, 4, &lengths),
    ];
    let mut server = Connection::server(Limits::default());
    let said = |data: &Option<Vec<u8>>| match data {
        Some(data) => String::from_utf8_lossy(data).into_owned(),
        None => words.waits().to_owned(),
    };
    let mut whole = |data: &Option<Vec<u8>>| {
        let Some(data) = data else { return words.waits().to_owned() };
        let messages = give(&mut server, data).into_iter().filter_map(|output| match output {
            Output::Event(Event::Message(websocket::connection::Message::Text(text))) => Some(text),
            _ => None,
        });
        let messages: Vec<String> = messages.collect();
        if messages.is_empty() { "–".to_owned() } else { messages.join(", ") }
    };
    let mut rows = Vec::new();
    for (at, length) in lengths.iter().enumerate() {
        rows.push(vec![
            Cell::Given(["recv(", &length.to_string(), ")"].concat()),
            Cell::Blank(said(&stream[at])),
            Cell::Blank(said(&single[at])),
            Cell::Blank(whole(&wrapped[at])),
        ]);
    }
    let head = [words.call(), "TCP", "UDP", words.whole_messages()];
    Task::new(
        words.received_title(),
        words.received_ask(&texts.join(", ")),
        vec![Part::table(&head, rows), Part::because(words.because())],
    )
}

/// An application, as needs that its chooser knows.
fn application(chance: &mut Chance, words: &Words) -> (Chooser, String) {
    let mut needs = Chooser::default();
    // The default is a chat, where everything arrives.
    needs.perform(&Action::Wish(Wish::Arrive));
    let (runs, place) = *chance.one(&[
        (Runs::Page, words.in_page()),
        (Runs::Page, words.in_page()),
        (Runs::Program, words.in_program()),
    ]);
    let (talk, who) = *chance.one(&[
        (Talk::Ask, words.client_asks()),
        (Talk::Push, words.server_tells()),
        (Talk::Both, words.both_tell()),
    ]);
    needs.perform(&Action::Runs(runs));
    needs.perform(&Action::Talk(talk));
    let mut wishes = [
        (Wish::Arrive, words.all_arrives()),
        (Wish::Fresh, words.nothing_waits()),
        (Wish::Proxies, words.only_web()),
        (Wish::Many, words.to_many()),
        (Wish::Peer, words.to_peer()),
        (Wish::Binary, words.not_text()),
    ];
    chance.shuffle(&mut wishes);
    // What must all arrive may have to wait: the two are not asked for together.
    let mut said = vec![place, who];
    for (wish, text) in wishes.into_iter().take(chance.within(1, 2)) {
        let excludes = match wish {
            Wish::Arrive => said.contains(&words.nothing_waits()),
            Wish::Fresh => said.contains(&words.all_arrives()),
            _ => false,
        };
        if !excludes {
            needs.perform(&Action::Wish(wish));
            said.push(text);
        }
    }
    let said = said.join(" ");
    (needs, said)
}

/// How often an application is drawn that something can do.
const TRIES: usize = 32;

/// Which candidates meet the needs?
pub(in super::super) fn choose(chance: &mut Chance, words: &Words) -> Task {
    let named = [
        (Candidate::Http, words.http()),
        (Candidate::Events, words.events()),
        (Candidate::WebSocket, "WebSocket"),
        (Candidate::Tcp, words.tcp_socket()),
        (Candidate::Udp, words.udp_socket()),
    ];
    // What nothing can do is no task; it is seldom drawn.
    let some = |chance: &mut Chance| {
        let is_possible = |(needs, _): &(Chooser, String)| {
            named.iter().any(|(candidate, _)| costs(*candidate, needs).is_some())
        };
        let mut drawn = (0..TRIES).map(|_| application(chance, words));
        drawn.find(is_possible).unwrap_or_default()
    };
    let applications = [some(chance), some(chance)];
    let rows = named.iter().map(|(candidate, name)| {
        let mut row = vec![Cell::given(*name)];
        row.extend(applications.iter().map(|(needs, _)| {
            Cell::blank(match costs(*candidate, needs) {
                Some(0) => words.fits(),
                Some(_) => words.with_work(),
                None => words.out(),
            })
        }));
        row
    });
    let said = |at: usize, name: &str| Part::Text([name, ": ", &applications[at].1].concat());
    Task::new(
        words.choose_title(),
        words.choose_ask(),
        vec![
            said(0, "A"),
            said(1, "B"),
            Part::table(&["", "A", "B"], rows.collect()),
            Part::because(words.choose_why()),
        ],
    )
}
