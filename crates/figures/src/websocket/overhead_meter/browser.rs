//! The page in its browser: what it asks, over how many connections, and what it sees when.

use std::collections::VecDeque;
use std::rc::Rc;

use http::{Body, Framing, Limits, Piece, Reader, StatusLine};
use kernel::{Endpoint, Fd, Time};
use websocket::Role;

use super::conversation::Side;
use super::setup::{CONNECTIONS_MAX, Sample, Seen, Setup, Way, us};
use super::{frames, heads};
use crate::simulated::{News, Os};

/// The timer of the next poll; smaller numbers are messages that the page writes.
const POLL: u32 = u32::MAX;

/// What a connection is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    /// Ask for messages.
    Ask,
    /// Carry the page's Nth message of the conversation.
    Post(usize),
    /// Open the stream of events.
    Events,
    /// Open the WebSocket.
    Upgrade,
}

enum Reading {
    Head(Reader<StatusLine>),
    Body(Body),
    Frames,
}

struct Connection {
    fd: Fd,
    is_open: bool,
    job: Option<Job>,
    reading: Reading,
    /// What has come of the body, or of a frame that is not whole.
    came: Vec<u8>,
}

/// The page and its connections.
pub(super) struct Browser {
    setup: Rc<Setup>,
    way: Way,
    server: Endpoint,
    connections: Vec<Connection>,
    /// Work that waits for a connection.
    waiting: VecDeque<Job>,
    /// Messages of the server that came so far.
    got: usize,
    is_asking: bool,
    pub(super) seen: Vec<Seen>,
    pub(super) requests: u32,
    pub(super) sample: Sample,
}

fn head() -> Reading {
    Reading::Head(Reader::new(Limits::default()))
}

impl Browser {
    pub(super) fn new(setup: Rc<Setup>, way: Way, server: Endpoint) -> Self {
        Self {
            setup,
            way,
            server,
            connections: Vec::new(),
            waiting: VecDeque::new(),
            got: 0,
            is_asking: false,
            seen: Vec::new(),
            requests: 0,
            sample: Sample::default(),
        }
    }

    pub(super) fn start(&mut self, os: &mut Os<'_>) {
        let setup = Rc::clone(&self.setup);
        for (number, message) in (0..).zip(setup.messages()) {
            if message.from == Side::Browser {
                os.timer(Time::from_us(message.at_us.into()), number);
            }
        }
        match self.way {
            Way::Polling => self.poll(os),
            Way::LongPolling => self.submit(os, Job::Ask),
            Way::Events => self.submit(os, Job::Events),
            Way::WebSocket => self.submit(os, Job::Upgrade),
        }
    }

    pub(super) fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        if timer == POLL {
            return self.poll(os);
        }
        let message = timer as usize;
        if self.way != Way::WebSocket {
            return self.submit(os, Job::Post(message));
        }
        // Before the 101 nothing may be sent: it waits, as a page lets it wait for `onopen`.
        self.waiting.push_back(Job::Post(message));
        self.send_frames(os);
    }

    /// Asks, unless the last question is still open: then this one is left out.
    fn poll(&mut self, os: &mut Os<'_>) {
        let next = os.now().plus_ns(u64::from(self.setup.interval_us) * 1_000);
        os.timer(next, POLL);
        if !self.is_asking {
            self.submit(os, Job::Ask);
        }
    }

    /// Gives work to a connection that is free, or to a new one; at the limit it waits.
    fn submit(&mut self, os: &mut Os<'_>, job: Job) {
        self.is_asking |= job == Job::Ask;
        let is_free = |it: &Connection| it.is_open && it.job.is_none();
        if let Some(at) = self.connections.iter().position(is_free) {
            return self.ask(os, at, job);
        }
        if self.connections.len() >= CONNECTIONS_MAX {
            return self.waiting.push_back(job);
        }
        let Ok(fd) = os.connect(self.server) else { return };
        self.connections.push(Connection {
            fd,
            is_open: false,
            job: Some(job),
            reading: head(),
            came: Vec::new(),
        });
    }

    fn ask(&mut self, os: &mut Os<'_>, at: usize, job: Job) {
        let cookies = self.setup.cookies;
        let accept_all = [("Accept", "*/*")];
        let bytes = match job {
            Job::Ask => {
                let target = ["/messages?after=", &self.got.to_string()].concat();
                heads::request("GET", &target, cookies, &accept_all, &[])
            }
            Job::Post(message) => {
                let text = self.setup.messages()[message].text.as_bytes();
                let target = ["/messages/", &message.to_string()].concat();
                let len = text.len().to_string();
                let says = [
                    ("Accept", "*/*"),
                    ("Content-Type", "text/plain;charset=UTF-8"),
                    ("Content-Length", &len),
                    ("Origin", "http://chat.example"),
                ];
                heads::request("POST", &target, cookies, &says, text)
            }
            Job::Events => {
                let says = [("Accept", "text/event-stream"), ("Cache-Control", "no-cache")];
                heads::request("GET", "/events", cookies, &says, &[])
            }
            Job::Upgrade => heads::upgrade(cookies),
        };
        let connection = &mut self.connections[at];
        connection.job = Some(job);
        os.send(connection.fd, &bytes);
        self.requests += 1;
        match job {
            Job::Post(_) => self.sample.from_browser = bytes,
            _ if self.sample.asked.is_empty() => self.sample.asked = bytes,
            _ => {}
        }
    }

    pub(super) fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        let Some(at) = self.connections.iter().position(|it| it.fd == fd) else { return };
        match news {
            News::Connected => {
                os.no_delay(fd);
                self.connections[at].is_open = true;
                if let Some(job) = self.connections[at].job {
                    self.ask(os, at, job);
                }
            }
            News::Received(bytes) => self.receive(os, at, &bytes),
            News::Ended | News::Failed(_) => drop(self.connections.remove(at)),
            News::Accepted { .. } | News::Drained => {}
        }
    }

    fn receive(&mut self, os: &mut Os<'_>, at: usize, mut bytes: &[u8]) {
        let is_stream = self.connections[at].job == Some(Job::Events);
        loop {
            let connection = &mut self.connections[at];
            match &mut connection.reading {
                Reading::Head(reader) => {
                    let Ok(Some(head)) = reader.receive(&mut bytes) else { return };
                    let Ok(framing) = Framing::of_response(&head, "GET") else { return };
                    if head.start.status == 101 {
                        connection.reading = Reading::Frames;
                        self.send_frames(os);
                    } else {
                        connection.reading = Reading::Body(Body::new(framing, Limits::default()));
                    }
                }
                Reading::Body(body) => match body.receive(&mut bytes) {
                    Ok(Piece::Data(data)) => {
                        connection.came.extend_from_slice(data);
                        if is_stream {
                            self.take_events(os, at);
                        }
                    }
                    Ok(Piece::End(_)) => {
                        self.answered(os, at);
                        return;
                    }
                    Ok(Piece::More) | Err(_) => return,
                },
                Reading::Frames => {
                    connection.came.extend_from_slice(bytes);
                    let count = frames::take(&mut connection.came, Role::Client);
                    self.saw(os, count);
                    return;
                }
            }
        }
    }

    /// A response is whole.
    fn answered(&mut self, os: &mut Os<'_>, at: usize) {
        let connection = &mut self.connections[at];
        connection.reading = head();
        let came = std::mem::take(&mut connection.came);
        let job = connection.job.take();
        if job == Some(Job::Ask) {
            self.is_asking = false;
            self.saw(os, came.split(|byte| *byte == b'\n').count() - 1);
            if self.way == Way::LongPolling {
                // Nothing has a connection before the next question: it is what news come by.
                return self.submit(os, Job::Ask);
            }
        }
        if let Some(job) = self.waiting.pop_front() {
            self.submit(os, job);
        }
    }

    /// An event ends with an empty line.
    fn take_events(&mut self, os: &Os<'_>, at: usize) {
        let came = &mut self.connections[at].came;
        let mut count = 0;
        while let Some(end) = came.windows(2).position(|pair| pair == b"\n\n") {
            came.drain(..end + 2);
            count += 1;
        }
        self.saw(os, count);
    }

    /// The next messages of the server have come.
    fn saw(&mut self, os: &Os<'_>, count: usize) {
        let at_us = us(os.now());
        let written = self.setup.messages().iter().enumerate();
        let of_server = written.filter(|(_, it)| it.from == Side::Server).skip(self.got);
        let now = of_server.take(count).map(|(message, _)| Seen { message, at_us });
        self.seen.extend(now);
        self.got += count;
    }

    fn send_frames(&mut self, os: &mut Os<'_>) {
        let is_up = |it: &&Connection| matches!(it.reading, Reading::Frames);
        let Some(fd) = self.connections.iter().find(is_up).map(|it| it.fd) else { return };
        while let Some(job) = self.waiting.pop_front() {
            let Job::Post(message) = job else { continue };
            let key = os.random(u32::MAX).to_be_bytes();
            let frame = frames::text(&self.setup.messages()[message].text, Some(key));
            os.send(fd, &frame);
            self.sample.from_browser = frame;
        }
    }
}
