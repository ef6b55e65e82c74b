//! One WebSocket of a page: the states of its connection, and what the page and its console learn.

use std::collections::VecDeque;
use std::mem;

use http::{Reader, StatusLine};
use kernel::Payload;
use websocket::connection::{Connection, Event as Told, Limits, MaskKeys, Message, Output};
use websocket::frame::CloseCode;
use websocket::handshake::client::Established;
use websocket::handshake::{Client, Rule as HandshakeRule};

use super::answer_head::{AnswerHead, of_a_newer_version};
use super::command::{Command, Deadline, Wait};
use super::explanation;
use super::url::Url;
use crate::reactor::event::{Event, Level};
use crate::reactor::news::News;

/// The most that Chromium waits for the answer to the handshake.
const HANDSHAKE_NS: u64 = 240_000_000_000;
/// For the answer to a close frame.
const CLOSING_NS: u64 = 60_000_000_000;
/// For the server to close TCP behind both close frames.
const HANG_UP_NS: u64 = 2_000_000_000;
/// The longest message that a page is given.
const MESSAGE_LEN_MAX: u64 = 64 << 20;

#[derive(Debug)]
pub(super) struct Socket {
    id: u32,
    pub(super) url: Url,
    pub(super) connection: u32,
    protocols: Vec<String>,
    line: u32,
    phase: Phase,
    /// What each write to the transport carries of messages, the oldest first.
    writes: VecDeque<usize>,
    /// Bytes of the connection behind the handshake that the engine was given before.
    received: u64,
}

#[derive(Debug)]
enum Phase {
    /// Another socket shakes hands with the same server; one at a time (RFC 6455 §4.1).
    Waiting(Box<Handshake>),
    Connecting(Box<Handshake>),
    Asked(Box<Handshake>),
    Open(Box<Connection>),
    Closed,
}

#[derive(Debug)]
struct Handshake {
    client: Client,
    answer: AnswerHead,
    keys: MaskKeys,
    has_answer: bool,
}

/// What a handshake needs besides its socket.
pub(super) struct Asking {
    pub(super) request: http::Request,
    pub(super) seed: [u8; 32],
}

type Out = VecDeque<Command>;

impl Socket {
    pub(super) fn new(
        id: u32,
        url: Url,
        connection: u32,
        protocols: Vec<String>,
        line: u32,
        asking: &Asking,
    ) -> Self {
        let handshake = Handshake {
            client: Client::after(&asking.request, http::Limits::default()),
            answer: AnswerHead::default(),
            keys: MaskKeys::seeded(asking.seed),
            has_answer: false,
        };
        let phase = Phase::Waiting(Box::new(handshake));
        Self { id, url, connection, protocols, line, phase, writes: VecDeque::new(), received: 0 }
    }

    pub(super) const fn is_waiting(&self) -> bool {
        matches!(self.phase, Phase::Waiting(_))
    }

    pub(super) const fn is_shaking_hands(&self) -> bool {
        matches!(self.phase, Phase::Connecting(_) | Phase::Asked(_))
    }

    pub(super) const fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }

    /// Its turn to connect has come.
    pub(super) fn start(&mut self, out: &mut Out) {
        if let Phase::Waiting(handshake) = mem::replace(&mut self.phase, Phase::Closed) {
            self.phase = Phase::Connecting(handshake);
            let (connection, line) = (self.connection, self.line);
            let (host, port) = (self.url.host.clone(), self.url.port);
            out.push_back(Command::Connect { connection, host, port, line });
            out.push_back(Command::SetTimer(self.deadline(Wait::Handshake), HANDSHAKE_NS));
        }
    }

    const fn deadline(&self, wait: Wait) -> Deadline {
        Deadline { id: self.id, wait }
    }

    pub(super) fn hear(&mut self, news: News, out: &mut Out) {
        match news {
            News::NotFound(_) => {
                self.fail(&explanation::no_connection(explanation::NO_NAME), out);
            }
            News::Connected { .. } => self.ask(out),
            News::Data(bytes) => self.receive(&bytes, out),
            News::Written(_) => {
                let count = self.writes.pop_front().unwrap_or(0);
                if count > 0 && !self.is_closed() {
                    out.push_back(Command::Event(self.id, Event::SocketSent(count)));
                }
            }
            News::End => self.lose("net::ERR_CONNECTION_CLOSED", out),
            News::Failed { syscall: "connect", errno, .. } => {
                self.fail(&explanation::no_connection(explanation::net_error(errno)), out);
            }
            News::Failed { errno, .. } => self.lose(explanation::net_error(errno), out),
        }
    }

    fn ask(&mut self, out: &mut Out) {
        if let Phase::Connecting(handshake) = mem::replace(&mut self.phase, Phase::Closed) {
            let bytes = handshake.client.request().to_vec();
            self.phase = Phase::Asked(handshake);
            self.send(bytes, 0, 0, out);
        }
    }

    fn send(&mut self, bytes: Vec<u8>, carried: usize, line: u32, out: &mut Out) {
        self.writes.push_back(carried);
        out.push_back(Command::Send { connection: self.connection, bytes, line });
    }

    fn receive(&mut self, bytes: &Payload, out: &mut Out) {
        let mut rest: &[u8] = bytes;
        if let Phase::Asked(handshake) = &mut self.phase {
            handshake.has_answer = true;
            let Some(head) = handshake.answer.take(&mut rest) else { return };
            let head = of_a_newer_version(head);
            match handshake.client.receive(&mut &head[..]) {
                Some(Ok(established)) => self.open(established, out),
                Some(Err(fault)) => return self.refuse(fault.rule, &head, out),
                None => return self.refuse(HandshakeRule::Http(http::Rule::LineEnd), &head, out),
            }
        }
        self.take_frames(rest, out);
    }

    fn refuse(&mut self, rule: HandshakeRule, head: &[u8], out: &mut Out) {
        // The console's words need what the head says, whatever the verdict.
        let mut reader = Reader::<StatusLine>::new(http::Limits::default());
        let response = reader.receive(&mut &head[..]).ok().flatten();
        let response = response.as_ref();
        let text = if rule == HandshakeRule::UnrequestedProtocol && self.protocols.is_empty() {
            explanation::protocol_without_request(response)
        } else {
            explanation::refused(rule, response)
        };
        self.fail(&text, out);
    }

    fn open(&mut self, established: Established, out: &mut Out) {
        let Established { response, protocol, deflate } = established;
        // The RFC lets a server choose none; the WebSockets standard does not.
        if protocol.is_none() && !self.protocols.is_empty() {
            return self.fail(&explanation::no_protocol(), out);
        }
        let Phase::Asked(handshake) = mem::replace(&mut self.phase, Phase::Closed) else { return };
        let limits = Limits {
            frame_len_max: MESSAGE_LEN_MAX,
            message_len_max: MESSAGE_LEN_MAX,
            ..Limits::default()
        };
        let mut connection = Connection::client(limits, handshake.keys);
        if let Some(agreed) = deflate {
            connection = connection.with_deflate(agreed);
        }
        self.phase = Phase::Open(Box::new(connection));
        let lists = response.fields.all("Sec-WebSocket-Extensions");
        let lists: Vec<_> =
            lists.map(|field| String::from_utf8_lossy(&field.value).into_owned()).collect();
        let extensions = lists.join(", ");
        let protocol = protocol.unwrap_or_default();
        out.push_back(Command::ClearTimer(self.deadline(Wait::Handshake)));
        out.push_back(Command::Event(self.id, Event::SocketOpened { protocol, extensions }));
    }

    fn take_frames(&mut self, bytes: &[u8], out: &mut Out) {
        let mut rest = bytes;
        while !rest.is_empty()
            && let Phase::Open(connection) = &mut self.phase
        {
            connection.receive(&mut rest);
            self.drain(Some(bytes), 0, 0, out);
        }
        self.received += bytes.len() as u64;
    }

    /// Takes what the engine gives. `carried` bytes of a message are in what it sends.
    fn drain(&mut self, bytes: Option<&[u8]>, carried: usize, line: u32, out: &mut Out) {
        while let Phase::Open(connection) = &mut self.phase {
            let is_open = connection.is_open();
            let Some(output) = connection.poll_output() else { return };
            match output {
                Output::Send(bytes) => self.send(bytes, carried, line, out),
                Output::Event(Told::Message(message)) if is_open => {
                    let (is_text, bytes) = match message {
                        Message::Text(text) => (true, text.into_bytes()),
                        Message::Binary(bytes) => (false, bytes),
                    };
                    out.push_back(Command::Event(self.id, Event::SocketMessage { is_text, bytes }));
                }
                Output::Event(Told::CloseReceived) => {
                    out.push_back(Command::SetTimer(self.deadline(Wait::HangUp), HANG_UP_NS));
                }
                Output::Event(Told::Failed(fault)) => {
                    let at = fault.at.checked_sub(self.received);
                    let at = at.and_then(|at| usize::try_from(at).ok());
                    let first = bytes.zip(at).and_then(|(bytes, at)| bytes.get(at)).copied();
                    let text = explanation::broken(fault, first);
                    self.complain(Level::Error, &text, out);
                    out.push_back(Command::Event(self.id, Event::SocketError));
                }
                Output::Event(Told::Closed(ending)) => {
                    self.finish(ending.clean, ending.code.0, ending.reason, out);
                }
                // A client hangs up only behind a fault, where `Closed` follows.
                Output::HangUp | Output::Event(_) => {}
            }
        }
    }

    fn complain(&self, level: Level, why: &str, out: &mut Out) {
        let text = format!("WebSocket connection to '{}' failed: {why}", self.url);
        out.push_back(Command::Event(self.id, Event::Console(level, text)));
    }

    fn finish(&mut self, was_clean: bool, code: u16, reason: String, out: &mut Out) {
        if !self.is_waiting() {
            out.push_back(Command::Close { connection: self.connection });
        }
        self.phase = Phase::Closed;
        for wait in [Wait::Handshake, Wait::Closing, Wait::HangUp] {
            out.push_back(Command::ClearTimer(self.deadline(wait)));
        }
        out.push_back(Command::Event(self.id, Event::SocketClosed { was_clean, code, reason }));
    }

    /// The connection fails before it is open: a line in the console, `error`, `close`.
    pub(super) fn fail(&mut self, why: &str, out: &mut Out) {
        self.fail_as(Level::Error, why, out);
    }

    fn fail_as(&mut self, level: Level, why: &str, out: &mut Out) {
        if self.is_closed() {
            return;
        }
        self.complain(level, why, out);
        out.push_back(Command::Event(self.id, Event::SocketError));
        self.finish(false, CloseCode::ABNORMAL.0, String::new(), out);
    }

    /// The transport ended. An open WebSocket closes without a complaint, clean or not.
    fn lose(&mut self, error: &str, out: &mut Out) {
        match &mut self.phase {
            Phase::Open(connection) => {
                connection.transport_ended();
                self.drain(None, 0, 0, out);
            }
            Phase::Asked(handshake) => {
                let text = if error == "net::ERR_CONNECTION_CLOSED" && !handshake.has_answer {
                    explanation::NO_ANSWER.to_owned()
                } else {
                    explanation::cut_off(error)
                };
                self.fail(&text, out);
            }
            Phase::Waiting(_) | Phase::Connecting(_) => {
                self.fail(&explanation::no_connection(error), out);
            }
            Phase::Closed => {}
        }
    }

    /// The page sends a message. What a closing socket sends goes nowhere, as the standard has it.
    pub(super) fn send_message(&mut self, is_text: bool, bytes: &[u8], line: u32, out: &mut Out) {
        let Phase::Open(connection) = &mut self.phase else { return };
        let sent = if is_text {
            connection.send(&*String::from_utf8_lossy(bytes))
        } else {
            connection.send(bytes)
        };
        if sent.is_ok() {
            self.drain(None, bytes.len(), line, out);
        }
    }

    /// The page closes.
    pub(super) fn close(&mut self, code: u16, reason: &str, line: u32, out: &mut Out) {
        match &mut self.phase {
            Phase::Waiting(_) | Phase::Connecting(_) | Phase::Asked(_) => {
                self.fail_as(Level::Warning, explanation::TOO_EARLY, out);
            }
            Phase::Open(connection) => {
                let code = if code == 0 { CloseCode::NO_STATUS } else { CloseCode(code) };
                // A code or reason that may not be sent is refused by the page's own `close`;
                // if one comes, the close frame says nothing.
                let sent = connection
                    .close(code, reason)
                    .or_else(|_| connection.close(CloseCode::NO_STATUS, ""));
                if sent.is_ok() {
                    self.drain(None, 0, line, out);
                    out.push_back(Command::SetTimer(self.deadline(Wait::Closing), CLOSING_NS));
                }
            }
            Phase::Closed => {}
        }
    }

    pub(super) fn pass(&mut self, wait: Wait, out: &mut Out) {
        match wait {
            Wait::Handshake => self.fail(explanation::TOO_LATE, out),
            Wait::Closing | Wait::HangUp => self.lose("net::ERR_TIMED_OUT", out),
            Wait::Idle | Wait::Permission => {}
        }
    }
}
