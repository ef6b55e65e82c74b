//! *Endings*: states, and what calls come to when the other side has ended.

use kernel::{Call, State, abi};

use super::super::chance::Chance;
use super::super::machine::{Machine, SERVER, Side};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use crate::sockets::call_text;

/// Less than a packet takes from one host to the other, and more.
const SENT_MS: u64 = 5;
const ARRIVED_MS: u64 = 20;

/// In which state is either socket?
pub(in super::super) fn states(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::connected();
    machine.wait(100);
    let (first, second) = match chance.below(2) {
        0 => (Side::Client, Side::Server),
        _ => (Side::Server, Side::Client),
    };
    let fd = |side: Side| if side == Side::Client { 3 } else { 4 };
    let by_shutdown = chance.below(2) == 0;
    let begin = if by_shutdown {
        Call::Shutdown { fd: fd(first), how: abi::SHUT_WR }
    } else {
        Call::Close { fd: fd(first) }
    };
    let name = |side: Side| if side == Side::Client { words.client() } else { words.server() };
    let calls = |side: Side, call: &Call| words.calls(&name(side), &call_text::call(call));
    let mut rows = Vec::new();
    let mut note = |machine: &Machine, moment: String| {
        let state = |side: Side| Cell::blank(state_of(machine, side));
        rows.push(vec![Cell::Given(moment), state(Side::Client), state(Side::Server)]);
    };
    let text = calls(first, &begin);
    machine.call(first, begin);
    machine.wait(SENT_MS);
    note(&machine, text);
    machine.wait(ARRIVED_MS);
    note(&machine, words.fin_arrived(&name(second)));
    machine.wait(ARRIVED_MS);
    note(&machine, words.ack_arrived(&name(first)));
    let end = Call::Close { fd: fd(second) };
    let text = calls(second, &end);
    machine.call(second, end);
    machine.wait(SENT_MS);
    note(&machine, text);
    machine.wait(3 * ARRIVED_MS);
    note(&machine, words.a_moment_later().to_owned());
    let head = [words.moment(), words.client(), words.server()].map(str::to_owned).to_vec();
    Task {
        title: words.states_title().to_owned(),
        ask: words.states_ask().to_owned(),
        parts: vec![Part::Table { head, rows }],
    }
}

fn state_of(machine: &Machine, side: Side) -> &'static str {
    let details = machine.world.host(machine.host(side)).tcp_details();
    let is_it = |local: kernel::Endpoint, remote: kernel::Endpoint| match side {
        Side::Client => remote == SERVER,
        Side::Server => local == SERVER && remote.port != 0,
    };
    let found = details.iter().find(|it| is_it(it.local, it.remote));
    // TIME-WAIT is kept apart from sockets, and no row at all is CLOSED.
    let rows = machine.world.host(machine.host(side)).tcp_rows();
    let row = rows.iter().find(|it| is_it(it.local, it.remote));
    let state = row.map(|it| it.state).or(found.map(|it| it.state));
    state.filter(|it| *it != State::Closed).map_or("CLOSED", State::name)
}

/// What do the client's calls come to?
pub(in super::super) fn results(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::connected();
    let sent = chance.within(3, 40);
    let (how, story) = match chance.below(3) {
        0 => (Call::Close { fd: 4 }, words.peer_closed(&sent)),
        1 => (Call::Close { fd: 4 }, words.peer_reset(&sent)),
        _ => (Call::Shutdown { fd: 4, how: abi::SHUT_WR }, words.peer_half(&sent)),
    };
    machine.call(Side::Server, Call::send(4, &vec![b'z'; sent]));
    if story == words.peer_reset(&sent) {
        machine.call(Side::Client, Call::send(3, b"unread"));
        machine.wait(100);
    }
    machine.call(Side::Server, how);
    machine.wait(100);
    let reads = chance.within(sent.div_ceil(2), sent * 2);
    let calls = [
        Call::receive(3, reads),
        Call::receive(3, 100),
        Call::send(3, b"more"),
        Call::send(3, b"again"),
    ];
    let mut rows = Vec::new();
    for call in calls {
        let text = match &call {
            Call::Receive { length, .. } => ["recv(3, ", &length.to_string(), ")"].concat(),
            other => call_text::call(other),
        };
        let result = match machine.call(Side::Client, call) {
            Some(Ok(reply)) => reply.number().to_string(),
            Some(Err(errno)) => ["-1 ", errno.name()].concat(),
            None => words.waits().to_owned(),
        };
        machine.wait(100);
        rows.push(vec![Cell::Given(text), Cell::Blank(result)]);
    }
    let head = vec![words.call().to_owned(), words.returns().to_owned()];
    Task {
        title: words.results_title().to_owned(),
        ask: [&story, " ", words.results_ask()].concat(),
        parts: vec![Part::Table { head, rows }, Part::Because(words.because().to_owned())],
    }
}
