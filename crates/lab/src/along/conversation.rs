//! What the bytes of a WebSocket server's sockets mean: handshake, messages, the end.

use std::collections::BTreeMap;

use http::{Reader, RequestLine};
use kernel::{Call, CallResult, Reply, abi};
use websocket::connection::{Connection, Ending, Event, Limits, MaskKeys, Message, Output};
use websocket::handshake::accept;
use websocket::handshake::client::Client;

use super::{Known, On, Value};

/// Something that a WebSocket library would tell a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) on: On,
    pub(super) known: Known,
}

/// The connections of a server, by their descriptors.
#[derive(Default)]
pub(super) struct Conversations {
    by_fd: BTreeMap<i32, Conversation>,
    open: usize,
}

struct Conversation {
    id: String,
    stage: Stage,
    /// What the client sent behind its request, before it was answered.
    early: Vec<u8>,
}

enum Stage {
    /// The request is not whole.
    Asking(Reader<RequestLine>),
    /// The answer is not whole.
    Answering(Box<Client>),
    /// Frames go both ways.
    Open(Box<Both>),
    /// It speaks something else, or no more.
    Over,
}

/// Both directions, each read by an end that only listens.
struct Both {
    incoming: Connection,
    outgoing: Connection,
}

impl Conversations {
    /// A call of the server came back. Gives what that means, in order.
    pub(super) fn returned(&mut self, call: &Call, result: &CallResult) -> Vec<Happened> {
        // A socket that would have to wait has not ended; one that was reset is closed next.
        let Ok(reply) = result else { return Vec::new() };
        let mut told = Vec::new();
        match (call, reply) {
            (_, Reply::Accepted { fd, .. }) => {
                self.by_fd.insert(*fd, Conversation::new());
            }
            (Call::Receive { fd, flags, .. }, Reply::Received { data, .. })
                if flags & abi::MSG_PEEK == 0 =>
            {
                if let Some(conversation) = self.by_fd.get_mut(fd) {
                    conversation.received(data, &mut told);
                }
            }
            (Call::Send { fd, data, .. }, Reply::Number(count)) => {
                let sent = &data[..data.len().min(usize::try_from(*count).unwrap_or(0))];
                if let Some(conversation) = self.by_fd.get_mut(fd) {
                    conversation.sent(sent, &mut told);
                }
            }
            (Call::Close { fd }, _) => {
                if let Some(mut conversation) = self.by_fd.remove(fd) {
                    conversation.ended(&mut told);
                }
            }
            _ => {}
        }
        self.counted(told)
    }

    /// Adds how many are open.
    fn counted(&mut self, mut told: Vec<Happened>) -> Vec<Happened> {
        for happened in &mut told {
            match happened.on {
                On::Open => self.open += 1,
                On::Close => self.open = self.open.saturating_sub(1),
                _ => {}
            }
            happened.known.push((Value::Count, self.open.to_string()));
        }
        told
    }
}

impl Conversation {
    fn new() -> Self {
        let stage = Stage::Asking(Reader::new(http::Limits::default()));
        Self { id: String::new(), stage, early: Vec::new() }
    }

    fn tell(&self, on: On, more: impl IntoIterator<Item = (Value, String)>) -> Happened {
        let mut known = vec![(Value::Id, self.id.clone())];
        known.extend(more);
        Happened { on, known }
    }

    fn received(&mut self, data: &[u8], told: &mut Vec<Happened>) {
        if data.is_empty() {
            self.ended(told);
            return;
        }
        match &mut self.stage {
            Stage::Asking(reader) => {
                let mut rest = data;
                match reader.receive(&mut rest) {
                    Ok(None) => {}
                    Ok(Some(request)) => {
                        let key = request.fields.first("Sec-WebSocket-Key");
                        self.id = key.and_then(|key| key.text()).map(id_of).unwrap_or_default();
                        self.early.extend_from_slice(rest);
                        let client = Client::after(&request, http::Limits::default());
                        let path = request.start.target.clone();
                        self.stage = Stage::Answering(Box::new(client));
                        told.push(self.tell(On::Request, [(Value::Path, path)]));
                    }
                    Err(_) => self.stage = Stage::Over,
                }
            }
            Stage::Answering(_) => self.early.extend_from_slice(data),
            Stage::Open(both) => {
                let events = events(&mut both.incoming, data);
                self.heard(events, told);
            }
            Stage::Over => {}
        }
    }

    fn sent(&mut self, data: &[u8], told: &mut Vec<Happened>) {
        match &mut self.stage {
            Stage::Answering(client) => {
                let mut rest = data;
                match client.receive(&mut rest) {
                    None => {}
                    Some(Ok(established)) => {
                        let mut incoming = Connection::server(Limits::default());
                        let keys = MaskKeys::seeded([0; 32]);
                        let mut outgoing = Connection::client(Limits::default(), keys);
                        if let Some(agreed) = established.deflate {
                            incoming = incoming.with_deflate(agreed);
                            outgoing = outgoing.with_deflate(agreed);
                        }
                        self.stage = Stage::Open(Box::new(Both { incoming, outgoing }));
                        told.push(self.tell(On::Open, []));
                        self.sent(rest, told);
                        let early = std::mem::take(&mut self.early);
                        if !early.is_empty() {
                            self.received(&early, told);
                        }
                    }
                    Some(Err(_)) => self.stage = Stage::Over,
                }
            }
            Stage::Open(both) => {
                for event in events(&mut both.outgoing, data) {
                    if let Event::Message(message) = event {
                        told.push(self.tell(On::Sent, [text_of(message)]));
                    }
                }
            }
            _ => {}
        }
    }

    fn heard(&mut self, events: Vec<Event>, told: &mut Vec<Happened>) {
        let mut is_over = false;
        for event in events {
            match event {
                Event::Message(message) => {
                    let on = match message {
                        Message::Text(_) => On::Message,
                        Message::Binary(_) => On::Binary,
                    };
                    told.push(self.tell(on, [text_of(message)]));
                }
                Event::CloseReceived | Event::Failed(_) => is_over = true,
                Event::Closed(ending) => self.closed(ending, told),
                _ => {}
            }
        }
        if is_over {
            self.ended(told);
        }
    }

    /// Nothing more will come: the end is told once.
    fn ended(&mut self, told: &mut Vec<Happened>) {
        let Stage::Open(mut both) = std::mem::replace(&mut self.stage, Stage::Over) else { return };
        both.incoming.transport_ended();
        while let Some(output) = both.incoming.poll_output() {
            if let Output::Event(Event::Closed(ending)) = output {
                self.closed(ending, told);
            }
        }
    }

    fn closed(&mut self, ending: Ending, told: &mut Vec<Happened>) {
        self.stage = Stage::Over;
        let code = (Value::Code, ending.code.0.to_string());
        told.push(self.tell(On::Close, [code, (Value::Reason, ending.reason)]));
    }
}

fn text_of(message: Message) -> (Value, String) {
    let text = match message {
        Message::Text(text) => text,
        Message::Binary(data) => format!("{} bytes", data.len()),
    };
    (Value::Text, text)
}

/// The news in some bytes; what this end would answer is not said by anybody.
fn events(connection: &mut Connection, mut data: &[u8]) -> Vec<Event> {
    let mut news = Vec::new();
    while !data.is_empty() {
        connection.receive(&mut data);
        while let Some(output) = connection.poll_output() {
            if let Output::Event(event) = output {
                news.push(event);
            }
        }
    }
    news
}

/// The name of a session: a library draws it at random, here it grows out of the client's key.
fn id_of(key: &str) -> String {
    let digest = accept::digest(&[key.as_bytes()]);
    let number = digest.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte));
    let hex = format!("{number:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
