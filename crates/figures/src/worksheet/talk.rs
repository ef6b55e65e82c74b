//! Messages of a server on their way to a page, over a connection of the simulated kernel that is
//! open already: by polls, by long polls, or in frames.
//!
//! Invariant: when a message was seen and how many bytes that took is read off the kernel.

use kernel::{Call, OptionValue, Time, abi};
use websocket::frame::Opcode;

use super::ends::frame;
use super::machine::{Machine, Side};

figure_kit::names! {
    /// How the messages travel.
    pub(super) enum Way {
        /// A question every so often, answered at once.
        Polling = "polling",
        /// A question that is answered when there is something.
        LongPolling = "long-polling",
        /// A frame for each.
        WebSocket = "websocket",
    }
}

/// What a page asks with.
const QUESTION: &[u8] = b"GET /news HTTP/1.1\r\nHost: live.example\r\n\
Accept: */*\r\nAccept-Language: en-US,en;q=0.5\r\nCookie: session=0123456789abcdef\r\n\r\n";
/// No answer is longer.
const ROOM: usize = 65_536;
/// The descriptors of the connection.
const PAGE: i32 = 3;
const SERVER: i32 = 4;

/// What is said, and on which network. Moments are milliseconds from the first question on.
pub(super) struct Talk {
    /// When the server writes each message; they come in order.
    pub(super) messages: Vec<u64>,
    /// The bytes of a message.
    pub(super) size: usize,
    pub(super) interval_ms: u64,
    pub(super) latency_ms: u64,
    pub(super) end_ms: u64,
}

/// What came of it.
pub(super) struct Carried {
    /// When the page saw each message, as far as it did.
    pub(super) seen_ms: Vec<u64>,
    pub(super) requests: usize,
    /// Bytes of both directions with the headers of TCP and IP.
    pub(super) bytes: usize,
}

/// A run: the kernel, and what the two programs have said so far.
struct Run<'t> {
    talk: &'t Talk,
    machine: Machine,
    start: Time,
    place: usize,
    carried: Carried,
}

/// What answers a question: all that is new, one a line.
fn answer(count: usize, size: usize) -> Vec<u8> {
    if count == 0 {
        return b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
    }
    let length = count * (size + 1);
    let head = ["HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ", "\r\n\r\n"];
    let mut bytes = head.join(&*length.to_string()).into_bytes();
    bytes.resize(bytes.len() + length, b'.');
    bytes
}

impl Talk {
    /// Runs it in one of the ways.
    pub(super) fn carried(&self, way: Way) -> Carried {
        let mut machine = Machine::connected_apart(self.latency_ms * 1_000_000);
        for (side, fd) in [(Side::Client, PAGE), (Side::Server, SERVER)] {
            let (level, name) = (abi::IPPROTO_TCP, abi::TCP_NODELAY);
            machine.call(side, Call::SetOption { fd, level, name, value: OptionValue::Int(1) });
        }
        // What opened the connection is over.
        machine.wait(1_000);
        let (start, place) = (machine.world.now(), machine.place());
        let carried = Carried { seen_ms: Vec::new(), requests: 0, bytes: 0 };
        let mut run = Run { talk: self, machine, start, place, carried };
        match way {
            Way::Polling => run.poll(),
            Way::LongPolling => run.ask_on(),
            Way::WebSocket => run.push(),
        }
        run.wait_until(self.end_ms);
        run.carried.bytes = run.machine.bytes_since(place);
        run.carried
    }
}

impl Run<'_> {
    fn now_ms(&self) -> u64 {
        (self.machine.world.now().0 - self.start.0) / 1_000_000
    }

    fn wait_until(&mut self, ms: u64) {
        self.machine.wait_until(self.start.plus_ns(ms * 1_000_000));
    }

    /// How many messages are written and not seen yet.
    fn unseen(&self) -> usize {
        let now = self.now_ms();
        let written = self.talk.messages.iter().filter(|at| **at <= now).count();
        written - self.carried.seen_ms.len()
    }

    /// A question goes to the server.
    fn ask(&mut self) {
        self.carried.requests += 1;
        self.machine.call(Side::Client, Call::send(PAGE, QUESTION));
        self.machine.call(Side::Server, Call::receive(SERVER, ROOM));
    }

    /// And its answer to the page.
    fn answer(&mut self) {
        let count = self.unseen();
        self.machine.call(Side::Server, Call::send(SERVER, &answer(count, self.talk.size)));
        self.machine.call(Side::Client, Call::receive(PAGE, ROOM));
        let now = self.now_ms();
        self.carried.seen_ms.extend(std::iter::repeat_n(now, count));
    }

    fn poll(&mut self) {
        let mut next = 0;
        while next < self.talk.end_ms {
            self.wait_until(next);
            self.ask();
            self.answer();
            next += self.talk.interval_ms;
        }
    }

    fn ask_on(&mut self) {
        while self.now_ms() < self.talk.end_ms {
            self.ask();
            if self.unseen() == 0 {
                let Some(next) = self.talk.messages.get(self.carried.seen_ms.len()) else { return };
                self.wait_until(*next);
            }
            self.answer();
        }
    }

    fn push(&mut self) {
        self.carried.requests = 1;
        let bytes = frame(Opcode::Text, true, None, &vec![b'.'; self.talk.size]);
        for at in &self.talk.messages {
            self.wait_until(*at);
            self.machine.call(Side::Server, Call::send(SERVER, &bytes));
        }
        self.wait_until(self.talk.end_ms);
        let arrivals = self.machine.arrivals_since(self.place, Side::Client);
        let since = |at: Time| (at.0 - self.start.0) / 1_000_000;
        self.carried.seen_ms = arrivals.into_iter().map(since).collect();
    }
}
