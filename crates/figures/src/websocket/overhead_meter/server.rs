//! The server: it keeps what was written, and gives it to the page as each way has it.

use std::rc::Rc;

use http::{Body, Framing, Limits, Piece, Reader, Request, RequestLine};
use kernel::{Fd, Time};
use websocket::Role;

use super::conversation::Side;
use super::setup::{HOLD_US, PORT, Sample, Seen, Setup, Way, us};
use super::{frames, heads};
use crate::simulated::{News, Os};

/// From here on a timer is the end of a long poll, of this connection.
const HOLDS: u32 = 1 << 16;

enum Reading {
    Head(Reader<RequestLine>),
    /// The body of the page's Nth message.
    Body(Body, usize),
    Frames(Vec<u8>),
}

struct Connection {
    fd: Fd,
    reading: Reading,
    /// A question that is held until there is news: how many messages its asker has.
    held: Option<usize>,
    /// What is written goes out at once: events.
    is_stream: bool,
}

/// The server's program.
pub(super) struct Server {
    setup: Rc<Setup>,
    way: Way,
    connections: Vec<Connection>,
    /// The places in the conversation of what the server has written so far.
    written: Vec<usize>,
    /// Messages of the page that came by the WebSocket.
    got: usize,
    /// From when to when it held a way to write to the page by itself.
    pub(super) may_write: Vec<[u32; 2]>,
    pub(super) seen: Vec<Seen>,
    pub(super) sample: Sample,
}

impl Server {
    pub(super) fn new(setup: Rc<Setup>, way: Way) -> Self {
        Self {
            setup,
            way,
            connections: Vec::new(),
            written: Vec::new(),
            got: 0,
            may_write: Vec::new(),
            seen: Vec::new(),
            sample: Sample::default(),
        }
    }

    /// Connections that are open.
    pub(super) fn sockets(&self) -> usize {
        self.connections.len()
    }

    pub(super) fn start(&mut self, os: &mut Os<'_>) {
        let _listening = os.listen(PORT, 16);
        for (number, message) in (0..).zip(self.setup.messages()) {
            if message.from == Side::Server {
                os.timer(Time::from_us(message.at_us.into()), number);
            }
        }
    }

    pub(super) fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        if let Some(fd) = timer.checked_sub(HOLDS) {
            let is_it = |it: &Connection| u32::try_from(it.fd) == Ok(fd);
            if let Some(at) = self.connections.iter().position(is_it)
                && self.connections[at].held.is_some()
            {
                self.give(os, at);
            }
            return;
        }
        self.written.push(timer as usize);
        for at in 0..self.connections.len() {
            let connection = &self.connections[at];
            if connection.held.is_some() {
                self.give(os, at);
            } else if connection.is_stream || matches!(connection.reading, Reading::Frames(_)) {
                self.push(os, at, timer as usize);
            }
        }
    }

    pub(super) fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        let place = self.connections.iter().position(|it| it.fd == fd);
        match (news, place) {
            (News::Accepted { .. }, _) => {
                os.no_delay(fd);
                let reading = Reading::Head(Reader::new(Limits::default()));
                self.connections.push(Connection { fd, reading, held: None, is_stream: false });
            }
            (News::Received(bytes), Some(at)) => self.receive(os, at, &bytes),
            (News::Ended | News::Failed(_), Some(at)) => {
                self.connections.remove(at);
                os.close(fd);
            }
            _ => {}
        }
    }

    fn receive(&mut self, os: &mut Os<'_>, at: usize, mut bytes: &[u8]) {
        loop {
            match &mut self.connections[at].reading {
                Reading::Head(reader) => {
                    let Ok(Some(request)) = reader.receive(&mut bytes) else { return };
                    self.answer(os, at, &request);
                }
                Reading::Body(body, message) => {
                    let message = *message;
                    match body.receive(&mut bytes) {
                        Ok(Piece::Data(_)) => {}
                        Ok(Piece::End(_)) => self.posted(os, at, message),
                        Ok(Piece::More) | Err(_) => return,
                    }
                }
                Reading::Frames(came) => {
                    came.extend_from_slice(bytes);
                    let count = frames::take(came, Role::Server);
                    return self.saw(os, count);
                }
            }
        }
    }

    /// A request has come, without its body.
    fn answer(&mut self, os: &mut Os<'_>, at: usize, request: &Request) {
        let target = &request.start.target;
        if let Some(message) = target.strip_prefix("/messages/") {
            let message = message.parse().unwrap_or(0);
            let Ok(framing) = Framing::of_request(request) else { return };
            let body = Body::new(framing, Limits::default());
            self.connections[at].reading = Reading::Body(body, message);
        } else if let Some(after) = target.strip_prefix("/messages?after=") {
            let after = after.parse().unwrap_or(0);
            self.connections[at].held = Some(after);
            if self.way == Way::Polling || after < self.written.len() {
                self.give(os, at);
            } else if let Ok(fd) = u32::try_from(self.connections[at].fd) {
                self.may_write.push([us(os.now()), u32::MAX]);
                os.timer(os.now().plus_ns(HOLD_US * 1_000), HOLDS + fd);
            }
        } else if target == "/events" {
            self.connections[at].is_stream = true;
            self.begin(os, at, heads::event_stream());
        } else if let Some(key) = request.fields.first("Sec-WebSocket-Key") {
            self.connections[at].reading = Reading::Frames(Vec::new());
            self.begin(os, at, heads::switched(key.text().unwrap_or_default()));
        }
    }

    /// Answers a question with all that its asker does not have.
    fn give(&mut self, os: &mut Os<'_>, at: usize) {
        let Some(after) = self.connections[at].held.take() else { return };
        let fd = self.connections[at].fd;
        if let Ok(number) = u32::try_from(fd) {
            os.cancel(HOLDS + number);
        }
        if let Some([_, until]) = self.may_write.last_mut() {
            *until = us(os.now());
        }
        let mut lines = Vec::new();
        for message in self.written.iter().skip(after) {
            lines.extend_from_slice(self.setup.messages()[*message].text.as_bytes());
            lines.push(b'\n');
        }
        let bytes = heads::messages(&lines);
        os.send(fd, &bytes);
        if !lines.is_empty() {
            self.sample.from_server.clone_from(&bytes);
        }
        if self.sample.answered.is_empty() {
            self.sample.answered = bytes;
        }
    }

    /// Opens a way for what comes later, and sends down it what was written before.
    fn begin(&mut self, os: &mut Os<'_>, at: usize, head: Vec<u8>) {
        os.send(self.connections[at].fd, &head);
        self.sample.answered = head;
        self.may_write.push([us(os.now()), u32::MAX]);
        for message in self.written.clone() {
            self.push(os, at, message);
        }
    }

    /// Sends a message as an event or as a frame.
    fn push(&mut self, os: &mut Os<'_>, at: usize, message: usize) {
        let text = &self.setup.messages()[message].text;
        let bytes = if self.connections[at].is_stream {
            let event = ["data: ", text, "\n\n"].concat();
            let mut chunk = Vec::new();
            http::write_chunk(event.as_bytes(), &mut chunk);
            chunk
        } else {
            frames::text(text, None)
        };
        os.send(self.connections[at].fd, &bytes);
        self.sample.from_server = bytes;
    }

    /// A message of the page came by a request of its own.
    fn posted(&mut self, os: &mut Os<'_>, at: usize, message: usize) {
        let connection = &mut self.connections[at];
        connection.reading = Reading::Head(Reader::new(Limits::default()));
        let says = [("Cache-Control", "no-store")];
        os.send(connection.fd, &heads::response(204, "No Content", &says, &[]));
        self.seen.push(Seen { message, at_us: us(os.now()) });
    }

    fn saw(&mut self, os: &Os<'_>, count: usize) {
        let at_us = us(os.now());
        let written = self.setup.messages().iter().enumerate();
        let of_page = written.filter(|(_, it)| it.from == Side::Browser).skip(self.got);
        let now = of_page.take(count).map(|(message, _)| Seen { message, at_us });
        self.seen.extend(now);
        self.got += count;
    }
}
