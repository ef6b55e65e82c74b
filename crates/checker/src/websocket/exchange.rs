//! Plays a case: gives what to do with the connection, takes what came of it, ends with a verdict.

use std::{collections::VecDeque, sync::Arc};

use http::{Reader, StatusLine};
use websocket::{
    Role,
    connection::Connection,
    handshake::{
        Client, Fault, Rule, Server, client::Established, deflate::Parameters, server::Accepted,
    },
};

use super::{
    Case, Entry, Finding, Frame, Head, Item, Note, Step, Transcript, Unfit, Verdict, Way,
    observer::Observer,
};

mod answers;
mod steps;

/// More than any case asks to be sent back.
const RECEIVED_LEN_MAX: usize = 80 << 20;

/// Pings of the peer's own that are answered.
const PONGS_MAX: usize = 64;

/// What is known of the peer.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Which end it is.
    pub peer: Role,
    /// Its host and port, as they stand in a request.
    pub authority: String,
    /// The path and query to ask for.
    pub target: String,
    /// Whether it sends every message back, and says nothing else.
    pub echoes: bool,
    /// How long an answer may take.
    pub patience_ms: u64,
}

impl Facts {
    /// A peer that echoes, as far as is known.
    pub fn new(peer: Role, authority: impl Into<String>, target: impl Into<String>) -> Self {
        let (authority, target) = (authority.into(), target.into());
        Self { peer, authority, target, echoes: true, patience_ms: 2_000 }
    }
}

/// What is to be done with the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// Connect to the server anew.
    Connect {
        /// Whether the connection that there was is kept open until all is done, or dropped.
        beside: bool,
    },
    /// Send these bytes. What comes meanwhile is to be told, so that both ends can go on.
    Send(Vec<u8>),
    /// Tell what comes, or that this time is up. It runs from the first want of the same step.
    Receive {
        /// The number of the step.
        step: usize,
        /// Its time.
        within_ms: u64,
    },
    /// End our side, and keep reading.
    Shutdown,
    /// Drop the connection.
    Drop,
    /// There is a verdict.
    Done,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    /// The connection stands.
    Connected,
    /// It does not, and why.
    NotConnected(&'a str),
    /// Bytes came.
    Bytes(&'a [u8]),
    /// The peer ended its side.
    End,
    /// The connection was reset.
    Reset,
    /// The time is up.
    TimeUp,
}

/// What is read before there are frames.
#[derive(Debug)]
enum Opening {
    None,
    /// The answer to what this client asked.
    Answer {
        client: Box<Client>,
        reader: Reader<StatusLine>,
        bytes: Vec<u8>,
    },
    /// What came instead of an answer, or the answer.
    Answered {
        status: Option<u16>,
        verdict: Result<Established, Fault>,
        head: Head,
    },
    Request(Box<Server>),
    Requested(Box<Result<Accepted, Fault>>),
}

/// What a step comes to.
enum Progress {
    Next,
    Wait(u64),
    End(Verdict),
}

/// A case at work.
#[derive(Debug)]
pub struct Exchange {
    facts: Facts,
    steps: Vec<Arc<Step>>,
    at: usize,
    opening: Opening,
    observer: Option<Observer>,
    deflate: Option<Parameters>,
    /// Compresses what is sent.
    sender: Option<Connection>,
    pongs: usize,
    items: VecDeque<Item>,
    outbox: VecDeque<Vec<u8>>,
    /// Messages and pongs of the present step that have come.
    matched: [usize; 2],
    is_time_up: bool,
    is_over: bool,
    has_left: bool,
    received_len: usize,
    note: Option<Note>,
    verdict: Option<Verdict>,
    transcript: Transcript,
}

impl Exchange {
    /// A case before its first step. A client has connected already.
    pub fn new(case: &Case, facts: &Facts) -> Self {
        let steps: Vec<_> = case.steps(facts).into_iter().map(Arc::new).collect();
        let needs_echo = steps.iter().any(|step| step.wants_a_message());
        let unfit = (needs_echo && !facts.echoes).then_some(Verdict::NotApplicable(Unfit::NoEcho));
        Self {
            facts: facts.clone(),
            steps,
            at: 0,
            opening: Opening::None,
            observer: None,
            deflate: None,
            sender: None,
            pongs: 0,
            items: VecDeque::new(),
            outbox: VecDeque::new(),
            matched: [0; 2],
            is_time_up: false,
            is_over: false,
            has_left: unfit.is_some(),
            received_len: 0,
            note: None,
            verdict: unfit,
            transcript: Transcript::default(),
        }
    }

    /// How it ended, if it did.
    pub const fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// What went both ways.
    pub const fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// What was agreed on of permessage-deflate.
    pub const fn deflate(&self) -> Option<Parameters> {
        self.deflate
    }

    /// What to do next.
    pub fn next_want(&mut self) -> Want {
        loop {
            if let Some(bytes) = self.outbox.pop_front() {
                return Want::Send(bytes);
            }
            if self.verdict.is_some() {
                if self.has_left || self.is_over || self.observer.is_none() {
                    return Want::Done;
                }
                self.leave();
                continue;
            }
            let Some(step) = self.steps.get(self.at).cloned() else {
                self.verdict = Some(self.last_word());
                continue;
            };
            match &*step {
                Step::Connect => return Want::Connect { beside: false },
                Step::ConnectBeside => return Want::Connect { beside: true },
                Step::Shutdown => {
                    self.advance();
                    self.transcript.note(Entry::Shutdown);
                    return Want::Shutdown;
                }
                Step::Drop => {
                    self.advance();
                    self.transcript.note(Entry::Dropped);
                    self.is_over = true;
                    return Want::Drop;
                }
                step => match self.play(step) {
                    Progress::Next => self.advance(),
                    Progress::Wait(within_ms) => {
                        return Want::Receive { step: self.at, within_ms };
                    }
                    Progress::End(verdict) => self.verdict = Some(verdict),
                },
            }
        }
    }

    /// Takes what came of the last want.
    pub fn heard(&mut self, heard: Heard<'_>) {
        match heard {
            Heard::Connected => {
                self.begin_connection();
                self.advance();
            }
            Heard::NotConnected(why) => {
                let had_one = self.transcript.entries().contains(&Entry::Connected);
                self.verdict = Some(if had_one {
                    Verdict::Failed(Finding::Gone)
                } else {
                    Verdict::Error(why.to_owned())
                });
            }
            Heard::Bytes(bytes) => self.receive(bytes),
            Heard::End | Heard::Reset if self.is_over => {}
            Heard::End => self.end(Item::End, Entry::End),
            Heard::Reset => self.end(Item::Reset, Entry::Reset),
            Heard::TimeUp => {
                if !self.is_time_up
                    && let Some(step) = self.steps.get(self.at)
                    && step.has_patience()
                {
                    self.transcript.note(Entry::Waited(self.facts.patience_ms));
                }
                self.is_time_up = true;
            }
        }
    }

    /// Gives the case up: it took longer than any case may.
    pub fn give_up(&mut self) {
        self.verdict.get_or_insert(Verdict::Failed(Finding::Endless));
        self.has_left = true;
        self.outbox.clear();
    }

    fn begin_connection(&mut self) {
        self.transcript.note(Entry::Connected);
        self.opening = Opening::None;
        self.observer = None;
        self.items.clear();
        self.is_over = false;
    }

    fn advance(&mut self) {
        self.at += 1;
        self.matched = [0; 2];
        self.is_time_up = false;
    }

    fn end(&mut self, item: Item, entry: Entry) {
        self.is_over = true;
        self.items.push_back(item);
        self.transcript.note(entry);
    }

    fn receive(&mut self, bytes: &[u8]) {
        self.received_len += bytes.len();
        if self.received_len > RECEIVED_LEN_MAX {
            self.verdict.get_or_insert(Verdict::Failed(Finding::Flood));
            return;
        }
        let mut rest = bytes;
        if self.observer.is_none() {
            self.read_opening(&mut rest);
        }
        if self.observer.is_none() {
            // The body of a refusal.
            rest = &[];
        }
        self.transcript.bytes(Way::Received, true, &bytes[..bytes.len() - rest.len()]);
        self.transcript.bytes(Way::Received, false, rest);
        if let Some(observer) = &mut self.observer {
            observer.receive(rest, &mut self.items);
        }
        self.answer_pings();
    }

    /// Pings of the peer's own are answered, and are no part of any case.
    fn answer_pings(&mut self) {
        let items = std::mem::take(&mut self.items);
        for item in items {
            match item {
                Item::Ping(payload) if self.verdict.is_none() && self.pongs < PONGS_MAX => {
                    self.pongs += 1;
                    let pong = Frame::pong(payload).bytes(self.facts.peer.peer(), [7, 0, 11, 0]);
                    self.post(pong, false);
                }
                Item::Ping(_) => {}
                item => self.items.push_back(item),
            }
        }
    }

    fn post(&mut self, bytes: Vec<u8>, is_head: bool) {
        self.transcript.bytes(Way::Sent, is_head, &bytes);
        self.outbox.push_back(bytes);
    }

    /// Says goodbye, so that a peer that is well is not left with a broken connection.
    fn leave(&mut self) {
        self.has_left = true;
        let goodbye = Frame::close(1000, "").bytes(self.facts.peer.peer(), [5, 0, 9, 0]);
        self.outbox.push_back(goodbye);
    }

    fn read_opening(&mut self, bytes: &mut &[u8]) {
        match &mut self.opening {
            Opening::Answer { client, reader, bytes: kept } => {
                let before = *bytes;
                let read = reader.receive(bytes);
                kept.extend_from_slice(&before[..before.len() - bytes.len()]);
                let (status, head) = match read {
                    Ok(None) => return,
                    Ok(Some(response)) => {
                        let head = Head::of(&response.start, &response.fields);
                        (Some(response.start.status), head)
                    }
                    Err(_) => (None, Head::empty()),
                };
                let verdict = client.receive(&mut &kept[..]).unwrap_or(Err(Fault {
                    rule: Rule::Http(http::Rule::HeadTooLong),
                    at: kept.len(),
                }));
                if let Ok(established) = &verdict {
                    let agreed = established.deflate;
                    self.opening = Opening::Answered { status, verdict, head };
                    self.open(agreed);
                } else {
                    self.opening = Opening::Answered { status, verdict, head };
                }
            }
            Opening::Request(server) => {
                if let Some(verdict) = server.receive(bytes) {
                    self.opening = Opening::Requested(Box::new(verdict));
                }
            }
            // The body of a refusal, or what comes unasked.
            Opening::None | Opening::Answered { .. } | Opening::Requested(_) => *bytes = &[],
        }
    }
}

impl Exchange {
    /// Frames come from here on.
    fn open(&mut self, deflate: Option<Parameters>) {
        self.deflate = deflate;
        self.observer = Some(Observer::of(self.facts.peer, deflate));
    }
}

impl Head {
    const fn empty() -> Self {
        Self { start: String::new(), lines: Vec::new(), colon: "", line_end: "" }
    }
}
