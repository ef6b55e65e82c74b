//! *Addresses and ports*: categories, binds, and whose segment it is.

use kernel::{Call, CallResult, Endpoint, Ip, Sysctls, abi};

use super::super::chance::Chance;
use super::super::machine::{Machine, SERVER, Side, socket};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use crate::sockets::call_text;

/// IANA's categories begin here (RFC 6335 §6).
const REGISTERED: usize = 1_024;
const DYNAMIC: usize = 49_152;

/// How many ports are asked about, and how many binds.
const PORTS: usize = 6;
const BINDS: usize = 6;

/// Which category is a port of, and may Linux choose it?
pub(in super::super) fn categories(chance: &mut Chance, words: &Words) -> Task {
    let linux = Sysctls::default().local_port_range;
    let edges = [REGISTERED, DYNAMIC, usize::from(linux.0), usize::from(linux.1) + 1];
    let mut rows = Vec::new();
    for at in 0..PORTS {
        // Half of them stand close to an edge, where it is decided.
        let port = match at % 2 {
            0 => *chance.one(&edges) - chance.below(2),
            _ => chance.within(1, 65_535),
        };
        let category = if port < REGISTERED {
            words.well_known()
        } else if port < DYNAMIC {
            words.registered()
        } else {
            words.dynamic()
        };
        let is_chosen = (usize::from(linux.0)..=usize::from(linux.1)).contains(&port);
        let chosen = if is_chosen { words.yes() } else { words.no() };
        rows.push(vec![Cell::given(port.to_string()), Cell::blank(category), Cell::blank(chosen)]);
    }
    let head = [words.port(), words.category(), words.linux_chooses()].map(str::to_owned).to_vec();
    Task {
        title: words.categories_title().to_owned(),
        ask: words.categories_ask().to_owned(),
        parts: vec![Part::Table { head, rows }],
    }
}

/// Which of these binds fail?
pub(in super::super) fn binds(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::new();
    let addresses = [Ip::ANY, Ip::LOOPBACK, Ip([10, 0, 0, 1].into())];
    let ports = [8_080 + chance.below(20) as u16, 9_000 + chance.below(20) as u16];
    let mut rows = Vec::new();
    for _ in 0..BINDS {
        let is_stream = chance.below(3) > 0;
        let kind = if is_stream { abi::SOCK_STREAM } else { abi::SOCK_DGRAM };
        let fd = number(machine.call(Side::Client, socket(kind)));
        let to = Endpoint::new(*chance.one(&addresses), ports[usize::from(chance.below(4) == 0)]);
        let call = Call::bind(fd, to);
        let text = call_text::call(&call);
        let result = machine.call(Side::Client, call).map_or(String::new(), |it| said(&it));
        let protocol = if is_stream { "TCP" } else { "UDP" };
        rows.push(vec![Cell::given(protocol), Cell::given(text), Cell::blank(result)]);
    }
    let head = [words.protocol(), words.call(), words.returns()].map(str::to_owned).to_vec();
    Task {
        title: words.binds_title().to_owned(),
        ask: words.binds_ask().to_owned(),
        parts: vec![Part::Table { head, rows }, Part::Because(words.because().to_owned())],
    }
}

/// Which descriptor gets what each client sends?
pub(in super::super) fn four_tuples(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::new();
    machine.call(Side::Server, socket(abi::SOCK_STREAM));
    machine.call(Side::Server, Call::bind(3, SERVER));
    machine.call(Side::Server, Call::Listen { fd: 3, backlog: 8 });
    let mut first = 40_000 + chance.below(2_000) as u16;
    let mut ports = Vec::new();
    for fd in 3..6 {
        machine.call(Side::Client, socket(abi::SOCK_STREAM));
        machine.call(Side::Client, Call::bind(fd, Endpoint::new(Ip::ANY, first)));
        machine.call(Side::Client, Call::connect(fd, SERVER));
        machine.call(Side::Server, Call::Accept { fd: 3, flags: 0 });
        ports.push(first);
        first += 1 + chance.below(900) as u16;
    }
    chance.shuffle(&mut ports);
    let known = *chance.one(&ports);
    let host = machine.host(Side::Server);
    let details = machine.world.host(host).tcp_details();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for port in ports {
        let found = details.iter().find(|it| it.remote.port == port);
        let fd =
            found.and_then(|it| it.holders.first()).map_or(String::new(), |it| it.1.to_string());
        let from = ["10.0.0.1:", &port.to_string(), " → 10.0.0.2:8080"].concat();
        rows.push(vec![Cell::given(from), Cell::blank(fd)]);
    }
    // A SYN of nobody it knows is the listener's, even from a port that it knows.
    let listener = details.iter().find(|it| it.backlog.is_some());
    let fd =
        listener.and_then(|it| it.holders.first()).map_or(String::new(), |it| it.1.to_string());
    let from = ["SYN 10.0.0.9:", &known.to_string(), " → 10.0.0.2:8080"].concat();
    rows.insert(chance.below(rows.len()), vec![Cell::given(from), Cell::blank(fd)]);
    let mut order: Vec<(i32, String)> = details
        .iter()
        .filter_map(|it| Some((it.holders.first()?.1, it.remote.to_string())))
        .collect();
    order.sort_unstable();
    let list = order.into_iter().filter(|(fd, _)| *fd > 3);
    let lines = list.map(|(fd, remote)| words.accepted_from(&fd, &remote)).collect();
    let head = vec![words.segment().to_owned(), words.goes_to().to_owned()];
    Task {
        title: words.tuples_title().to_owned(),
        ask: words.tuples_ask().to_owned(),
        parts: vec![Part::Code(lines), Part::Table { head, rows }],
    }
}

fn number(result: Option<CallResult>) -> i32 {
    result.and_then(Result::ok).map_or(-1, |reply| reply.number())
}

fn said(result: &CallResult) -> String {
    call_text::result(result)
}
