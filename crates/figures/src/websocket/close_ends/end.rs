//! One end as a program: the engine between an API and a socket. It is told what its calls came
//! to and what time it is, and says which call it makes next.
//!
//! The page's end closes as Chromium does (measured for the lab): 60 s for an answer to its close
//! frame, 2 s for the server to end TCP. The server's end is a library's: it shuts down its
//! direction and waits for the other's end (RFC 6455 §7.1.1), 30 s at most, as `ws` does.

use std::collections::VecDeque;

use kernel::{Call, CallResult, Errno, Fd, Reply, abi};
use websocket::connection::{Connection, Ending, Event, Limits, MaskKeys, Message, Output, Part};
use websocket::frame::{CloseCode, Header, Opcode, Reserved, mask};
use websocket::{Fault, Role};

use super::scene::{Refused, Scene, Who};

const SECOND: u64 = 1_000_000_000;
/// How long a page waits for the answer to its close frame, and for the server to end TCP.
pub(super) const ANSWER_NS: u64 = 60 * SECOND;
pub(super) const HANG_UP_NS: u64 = 2 * SECOND;
/// How long a server waits for all of it.
pub(super) const SERVER_NS: u64 = 30 * SECOND;
/// The most that is read at once.
const READ_LEN: usize = 4_096;

/// `readyState` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ready {
    Open = 1,
    Closing = 2,
    Closed = 3,
}

/// Something that is done at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Close,
    Send(&'static str),
    Piece(&'static str, bool),
}

/// What an end waits for, with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The answer to its close frame.
    Answer,
    /// The server's end of TCP.
    HangUp,
}

/// What a program does or learns, as its author would say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// It calls `close`.
    Calls,
    /// And is refused.
    Refused(Refused),
    /// It makes the close frame by itself, whatever the rules say.
    Forges,
    /// It sends a message.
    Sends(&'static str),
    /// It sends a piece of one, the last or not.
    SendsPiece(&'static str, bool),
    /// It would send, and nothing is sent.
    SendsNothing(&'static str),
    /// A message is handed to it.
    Hears(String),
    /// A message has come, and is thrown away.
    Ignores(String),
    /// The peer's close frame has come.
    CloseCame,
    /// It answers that.
    Answers,
    Pings,
    Pongs,
    PongCame,
    /// The peer broke a rule.
    Fails(Fault),
    /// It waited too long.
    TimesOut(Wait),
    /// No pong since the last ping: it ends the connection.
    Terminates,
    /// The peer's direction has ended.
    End,
    /// The connection is broken.
    Broken(Errno),
    /// It ends its own direction.
    ShutsDown,
    /// It closes the socket.
    Closes,
    /// Its `close` event.
    Reports(Ending),
    Killed,
    Hangs,
    Pulled,
}

/// A call to make, and what is said of it.
pub(super) struct Next {
    pub(super) call: Call,
    pub(super) notes: Vec<Note>,
}

struct Heartbeat {
    every_ns: u64,
    next: u64,
    is_alive: bool,
}

/// An end.
pub(super) struct End {
    who: Who,
    fd: Fd,
    connection: Connection,
    plan: VecDeque<(u64, Deed)>,
    calls: VecDeque<Next>,
    /// What was learnt and not yet taken.
    pub(super) notes: Vec<Note>,
    /// What is to be said with the next call.
    ahead: Vec<Note>,
    pub(super) ready: Ready,
    wait: Option<(u64, Wait)>,
    heartbeat: Option<Heartbeat>,
    /// How it ended, as far as the engine is concerned; it is reported when TCP has ended.
    ending: Option<Ending>,
    key: [u8; 4],
    refused: Option<Refused>,
    says: Option<(Option<u16>, Vec<u8>)>,
    forges: bool,
    has_shut_down: bool,
    /// Nothing is done any more: the socket is closed, the process dead or hung.
    pub(super) is_done: bool,
}

impl End {
    pub(super) fn new(who: Who, fd: Fd, scene: &Scene, start: u64) -> Self {
        let limits = Limits::default();
        let connection = match who {
            Who::Page => Connection::client(limits, MaskKeys::seeded([0x0f; 32])),
            Who::Server => Connection::server(limits),
        };
        let every_ns = u64::from(scene.heartbeat.value()) * SECOND;
        let is_watching = who == Who::Server && every_ns > 0;
        let says = &scene.says[who as usize];
        let (code, mut reason) = (says.code(), says.reason());
        if code.is_none() && !scene.forges {
            reason.clear();
        }
        Self {
            who,
            fd,
            connection,
            plan: VecDeque::new(),
            calls: VecDeque::new(),
            notes: Vec::new(),
            ahead: Vec::new(),
            ready: Ready::Open,
            wait: None,
            heartbeat: is_watching.then_some(Heartbeat {
                every_ns,
                next: start + every_ns,
                is_alive: true,
            }),
            ending: None,
            key: [0x3d, 0x21, 0xfa, 0x37],
            refused: scene.refused(who),
            says: scene.closes(who).then_some((code, reason)),
            forges: scene.forges,
            has_shut_down: false,
            is_done: false,
        }
    }

    /// Plans a deed; plans come in order of time.
    pub(super) fn plan(&mut self, at: u64, deed: Deed) {
        self.plan.push_back((at, deed));
    }

    /// The call to make now, if there is one.
    pub(super) fn next(&mut self) -> Option<Next> {
        self.calls.pop_front()
    }

    /// When something is due by itself.
    pub(super) fn due_at(&self) -> Option<u64> {
        let plan = self.plan.front().map(|(at, _)| *at);
        let wait = self.wait.map(|(at, _)| at);
        let beat = self.heartbeat.as_ref().map(|beat| beat.next);
        [plan, wait, beat].into_iter().flatten().min()
    }

    /// Waits for the socket, or for what is due.
    pub(super) fn poll(&self, now: u64) -> Call {
        let timeout_ms = self.due_at().map_or(-1, |at| {
            let ms = at.saturating_sub(now).div_ceil(1_000_000);
            i32::try_from(ms).unwrap_or(i32::MAX)
        });
        Call::Poll { fds: vec![(self.fd, abi::POLLIN)], timeout_ms }
    }

    /// Learns what its last call came to.
    pub(super) fn hear(&mut self, call: &Call, result: &CallResult, now: u64) {
        match (call, result) {
            (Call::Poll { .. }, Ok(Reply::Polled { ready, .. })) if *ready > 0 => {
                self.enqueue(Call::receive(self.fd, READ_LEN));
            }
            (Call::Receive { .. }, Ok(Reply::Received { data, .. })) if data.is_empty() => {
                self.notes.push(Note::End);
                self.lose();
            }
            (Call::Receive { .. }, Ok(Reply::Received { data, .. })) => {
                let data = data.to_vec();
                self.receive(&data, now);
            }
            (Call::Receive { .. } | Call::Send { .. }, Err(errno)) => {
                self.notes.push(Note::Broken(*errno));
                self.lose();
            }
            (Call::Close { .. }, _) => self.finish(),
            _ => {}
        }
    }

    /// Does what is due.
    pub(super) fn act(&mut self, now: u64) {
        while let Some((_, deed)) = self.plan.pop_front_if(|(at, _)| *at <= now) {
            self.perform(deed, now);
        }
        if let Some((_, wait)) = self.wait.take_if(|(at, _)| *at <= now) {
            self.ahead.push(Note::TimesOut(wait));
            self.lose();
        }
        let Some(beat) = self.heartbeat.as_mut().filter(|beat| beat.next <= now) else { return };
        beat.next += beat.every_ns;
        if !self.connection.is_open() {
            self.heartbeat = None;
        } else if beat.is_alive {
            beat.is_alive = false;
            if self.connection.ping(b"").is_ok() {
                self.ahead.push(Note::Pings);
                self.drain(now);
            }
        } else {
            self.ahead.push(Note::Terminates);
            self.lose();
        }
    }

    fn perform(&mut self, deed: Deed, now: u64) {
        match deed {
            Deed::Close => self.close(now),
            Deed::Send(text) => {
                // Nothing is sent once the close frame has gone out; the page is not even told.
                if self.ready == Ready::Open && self.connection.send(text).is_ok() {
                    self.ahead.push(Note::Sends(text));
                    self.drain(now);
                } else {
                    self.notes.push(Note::SendsNothing(text));
                }
            }
            Deed::Piece(text, is_last) => {
                let part = if is_last { Part::Last } else { Part::More };
                if self.connection.send_fragment(text, part).is_ok() {
                    self.ahead.push(Note::SendsPiece(text, is_last));
                    self.drain(now);
                } else {
                    self.notes.push(Note::SendsNothing(text));
                }
            }
        }
    }

    fn close(&mut self, now: u64) {
        if self.ready != Ready::Open {
            return;
        }
        if let Some(refused) = self.refused {
            self.notes.extend([Note::Calls, Note::Refused(refused)]);
            return;
        }
        let Some((code, reason)) = self.says.clone() else { return };
        self.ahead.push(Note::Calls);
        let text = if self.forges { Err(()) } else { str::from_utf8(&reason).map_err(|_| ()) };
        let code_said = code.map_or(CloseCode::NO_STATUS, CloseCode);
        let has_sent = text.is_ok_and(|text| self.connection.close(code_said, text).is_ok());
        if !has_sent {
            self.forge(code, &reason);
        }
        self.ready = Ready::Closing;
        let limit = if self.who == Who::Page { ANSWER_NS } else { SERVER_NS };
        self.wait = Some((now + limit, Wait::Answer));
        self.drain(now);
    }

    /// A close frame with any bytes. The engine believes that it has sent one of its own.
    fn forge(&mut self, code: Option<u16>, reason: &[u8]) {
        self.ahead.push(Note::Forges);
        let _closing = self.connection.close(CloseCode::NORMAL, "");
        while self.connection.poll_output().is_some() {}
        let mut payload = code.map_or_else(Vec::new, |code| code.to_be_bytes().to_vec());
        payload.extend_from_slice(reason);
        let header = Header {
            fin: true,
            reserved: Reserved::NONE,
            opcode: Opcode::Close,
            mask: (self.who == Who::Page).then_some(self.key),
            payload_len: payload.len() as u64,
        };
        if let Some(key) = header.mask {
            mask(&mut payload, key, 0);
        }
        let mut frame = header.encode().as_bytes().to_vec();
        frame.extend_from_slice(&payload);
        self.enqueue(Call::send(self.fd, &frame));
    }

    fn receive(&mut self, data: &[u8], now: u64) {
        let mut rest = data;
        while !rest.is_empty() && self.ending.is_none() {
            self.connection.receive(&mut rest);
            self.drain(now);
        }
    }

    /// Takes what the engine gives.
    fn drain(&mut self, now: u64) {
        while let Some(output) = self.connection.poll_output() {
            match output {
                Output::Send(bytes) => {
                    // What it says of its own accord was noted; what is left are answers.
                    if self.ahead.is_empty() {
                        let is_close = bytes.first().is_some_and(|byte| byte & 15 == 8);
                        self.ahead.push(if is_close { Note::Answers } else { Note::Pongs });
                    }
                    self.enqueue(Call::send(self.fd, &bytes));
                }
                Output::Event(event) => self.learn(event, now),
                Output::HangUp => self.hang_up(now),
            }
        }
    }

    fn learn(&mut self, event: Event, now: u64) {
        match event {
            Event::Message(message) => {
                let text = match message {
                    Message::Text(text) => text,
                    Message::Binary(_) => String::new(),
                };
                // A page that has called `close` is given no more messages; a server is.
                let is_heard = self.who == Who::Server || self.ready == Ready::Open;
                self.notes.push(if is_heard { Note::Hears(text) } else { Note::Ignores(text) });
            }
            Event::Pong(_) => {
                if let Some(beat) = &mut self.heartbeat {
                    beat.is_alive = true;
                }
                self.notes.push(Note::PongCame);
            }
            Event::Ping(_) => {}
            Event::CloseReceived => {
                self.ready = Ready::Closing;
                self.notes.push(Note::CloseCame);
                if self.who == Who::Page {
                    self.wait = Some((now + HANG_UP_NS, Wait::HangUp));
                }
            }
            Event::Failed(fault) => {
                self.ready = Ready::Closing;
                self.notes.push(Note::Fails(fault));
            }
            Event::Closed(ending) => self.ending = Some(ending),
        }
    }

    /// The engine is done with TCP. A server ends its own direction, and waits for the other end
    /// to do the same (§7.1.1); a client hangs up only behind a fault.
    fn hang_up(&mut self, now: u64) {
        self.plan.clear();
        if self.connection.role() == Role::Client {
            return self.close_socket();
        }
        self.has_shut_down = true;
        self.ahead.push(Note::ShutsDown);
        self.enqueue(Call::Shutdown { fd: self.fd, how: abi::SHUT_WR });
        let until = self.wait.map_or(now + SERVER_NS, |(at, _)| at);
        self.wait = Some((until, Wait::HangUp));
    }

    /// TCP has ended, or is given up.
    fn lose(&mut self) {
        self.connection.transport_ended();
        while let Some(output) = self.connection.poll_output() {
            if let Output::Event(Event::Closed(ending)) = output {
                self.ending = Some(ending);
            }
        }
        self.plan.clear();
        self.close_socket();
    }

    fn close_socket(&mut self) {
        self.wait = None;
        self.heartbeat = None;
        self.ahead.push(Note::Closes);
        self.enqueue(Call::Close { fd: self.fd });
    }

    /// The socket is closed: now the WebSocket is (§7.1.4).
    fn finish(&mut self) {
        self.ready = Ready::Closed;
        self.is_done = true;
        if let Some(ending) = self.ending.take() {
            self.notes.push(Note::Reports(ending));
        }
    }

    fn enqueue(&mut self, call: Call) {
        let notes = std::mem::take(&mut self.ahead);
        self.calls.push_back(Next { call, notes });
    }
}
