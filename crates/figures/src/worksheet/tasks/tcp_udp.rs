//! *TCP and UDP*: what each recv returns, and what each costs.

use kernel::{Body, Call, Endpoint, Ip, Reply, abi};

use super::super::chance::Chance;
use super::super::machine::{Machine, SERVER, Side, socket};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;

/// Long enough for all that was sent to be there.
const ARRIVED_MS: u64 = 500;

/// What does each recv return, of both?
pub(in super::super) fn boundaries(chance: &mut Chance, words: &Words) -> Task {
    let sends: Vec<usize> = (0..3).map(|_| chance.within(1, 9)).collect();
    let reads: Vec<usize> = (0..4).map(|_| chance.within(2, 12)).collect();
    let (stream, datagrams) = (read_stream(&sends, &reads), read_datagrams(&sends, &reads));
    let waits = |length: &Option<usize>| match length {
        Some(length) => length.to_string(),
        None => words.waits().to_owned(),
    };
    let rows = reads.iter().zip(stream.iter().zip(&datagrams)).map(|(read, (one, other))| {
        let call = ["recv(", &read.to_string(), ")"].concat();
        vec![Cell::Given(call), Cell::Blank(waits(one)), Cell::Blank(waits(other))]
    });
    let head = [words.call(), "TCP", "UDP"].map(str::to_owned).to_vec();
    let list = sends.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Task {
        title: words.boundaries_title().to_owned(),
        ask: words.boundaries_ask(&list),
        parts: vec![
            Part::Table { head, rows: rows.collect() },
            Part::Because(words.because().to_owned()),
        ],
    }
}

fn read_stream(sends: &[usize], reads: &[usize]) -> Vec<Option<usize>> {
    let mut machine = Machine::connected();
    for length in sends {
        machine.call(Side::Client, Call::send(3, &vec![b'x'; *length]));
    }
    machine.wait(ARRIVED_MS);
    read(&mut machine, 4, reads)
}

fn read_datagrams(sends: &[usize], reads: &[usize]) -> Vec<Option<usize>> {
    let mut machine = Machine::new();
    machine.call(Side::Server, socket(abi::SOCK_DGRAM));
    machine.call(Side::Server, Call::bind(3, SERVER));
    machine.call(Side::Client, socket(abi::SOCK_DGRAM));
    machine.call(Side::Client, Call::connect(3, SERVER));
    for length in sends {
        machine.call(Side::Client, Call::send(3, &vec![b'x'; *length]));
    }
    machine.wait(ARRIVED_MS);
    read(&mut machine, 3, reads)
}

fn read(machine: &mut Machine, fd: i32, reads: &[usize]) -> Vec<Option<usize>> {
    let one = |length: &usize| {
        let flags = abi::MSG_DONTWAIT;
        let call = Call::Receive { fd, length: *length, flags };
        match machine.call(Side::Server, call) {
            Some(Ok(Reply::Received { data, .. })) => Some(data.len()),
            _ => None,
        }
    };
    reads.iter().map(one).collect()
}

/// How many packets does one question with its answer take?
pub(in super::super) fn cost(chance: &mut Chance, words: &Words) -> Task {
    let (asked, answered) = (chance.within(20, 300), chance.within(20, 300));
    let count = |machine: &Machine, place: usize| {
        let sent = machine.sent_since(place);
        let of = |side: Side| sent.iter().filter(|it| it.0 == side).count();
        let data = |body: &Body| match body {
            Body::Tcp(it) => it.payload.len(),
            Body::Udp(it) => it.payload.len(),
            Body::Icmp(_) => 0,
        };
        let bytes: usize = sent.iter().map(|(_, body, _)| data(body)).sum();
        (of(Side::Client), of(Side::Server), bytes)
    };
    let mut tcp = Machine::new();
    tcp.call(Side::Server, socket(abi::SOCK_STREAM));
    tcp.call(Side::Server, Call::bind(3, SERVER));
    tcp.call(Side::Server, Call::Listen { fd: 3, backlog: 8 });
    let place = tcp.place();
    tcp.call(Side::Client, socket(abi::SOCK_STREAM));
    tcp.call(Side::Client, Call::connect(3, SERVER));
    let before_data = tcp.world.now().0;
    tcp.call(Side::Server, Call::Accept { fd: 3, flags: 0 });
    converse(&mut tcp, 4, asked, answered);
    let mut udp = Machine::new();
    udp.call(Side::Server, socket(abi::SOCK_DGRAM));
    udp.call(Side::Server, Call::bind(3, SERVER));
    udp.call(Side::Client, socket(abi::SOCK_DGRAM));
    udp.call(Side::Client, Call::bind(3, Endpoint::new(Ip::ANY, 40_001)));
    udp.call(Side::Client, Call::connect(3, SERVER));
    let from = udp.place();
    converse(&mut udp, 3, asked, answered);
    let (one, other) = (count(&tcp, place), count(&udp, from));
    let early = (before_data / 1_000_000).to_string();
    let rows = vec![
        row(words.before_data(), early, "0".to_owned()),
        row(words.client_packets(), one.0.to_string(), other.0.to_string()),
        row(words.server_packets(), one.1.to_string(), other.1.to_string()),
        row(words.program_bytes(), one.2.to_string(), other.2.to_string()),
    ];
    Task {
        title: words.cost_title().to_owned(),
        ask: words.cost_ask(&asked, &answered),
        parts: vec![Part::Table { head: ["", "TCP", "UDP"].map(str::to_owned).to_vec(), rows }],
    }
}

fn row(name: &str, one: String, other: String) -> Vec<Cell> {
    vec![Cell::given(name), Cell::Blank(one), Cell::Blank(other)]
}

/// A question and its answer, then both close where there is a connection.
fn converse(machine: &mut Machine, fd: i32, asked: usize, answered: usize) {
    machine.call(Side::Client, Call::send(3, &vec![b'q'; asked]));
    let received = machine.call(Side::Server, Call::receive(fd, 1_000));
    let to = match received {
        Some(Ok(Reply::Received { from, .. })) if fd == 3 => from,
        _ => None,
    };
    let data = vec![b'a'; answered].as_slice().into();
    machine.call(Side::Server, Call::Send { fd, data, flags: 0, address: to });
    machine.call(Side::Client, Call::receive(3, 1_000));
    machine.call(Side::Client, Call::Close { fd: 3 });
    machine.wait(ARRIVED_MS);
    machine.call(Side::Server, Call::Close { fd });
    machine.wait(ARRIVED_MS);
}
