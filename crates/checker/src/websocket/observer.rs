//! Reads what a peer sends after the handshake: [`Connection`] judges it, and its frames are
//! walked once more for what a verdict needs and a program does not: keys, marks, what follows a
//! close frame.

use std::collections::VecDeque;

use websocket::{
    Role,
    connection::{Connection, Event, Limits, MaskKeys, Message, Output},
    frame::{self, HEADER_LEN_MAX, Header, Opcode, Reserved},
    handshake::deflate::Parameters,
};

use super::Item;

/// The longest message that any case asks for, and some more.
const MESSAGE_LEN_MAX: u64 = 64 << 20;

/// Headers that are kept.
const HEADERS_MAX: usize = 4096;

#[derive(Debug)]
pub(super) struct Observer {
    connection: Connection,
    walk: Walk,
    is_over: bool,
}

impl Observer {
    /// Reads what this end sends.
    pub(super) fn of(peer: Role, deflate: Option<Parameters>) -> Self {
        let limits = Limits {
            frame_len_max: MESSAGE_LEN_MAX,
            message_len_max: MESSAGE_LEN_MAX,
            ..Limits::default()
        };
        let mut connection = match peer {
            // The answers of this connection are thrown away, so its keys are no secret.
            Role::Server => Connection::client(limits, MaskKeys::fixed([0; 4])),
            Role::Client => Connection::server(limits),
        };
        if let Some(agreed) = deflate {
            connection = connection.with_deflate(agreed);
        }
        Self { connection, walk: Walk::new(peer), is_over: false }
    }

    pub(super) fn receive(&mut self, bytes: &[u8], items: &mut VecDeque<Item>) {
        self.walk.take(bytes);
        let mut rest = bytes;
        while !rest.is_empty() && !self.is_over {
            self.connection.receive(&mut rest);
            self.drain(items);
        }
        if self.walk.has_more_after_close && !items.contains(&Item::AfterClose) {
            items.push_back(Item::AfterClose);
        }
    }

    fn drain(&mut self, items: &mut VecDeque<Item>) {
        let mut has_closed = false;
        while let Some(output) = self.connection.poll_output() {
            let Output::Event(event) = output else { continue };
            items.push_back(match event {
                Event::Message(Message::Text(text)) => Item::Text(text),
                Event::Message(Message::Binary(bytes)) => Item::Binary(bytes),
                Event::Ping(payload) => Item::Ping(payload),
                Event::Pong(payload) => Item::Pong(payload),
                Event::Failed(fault) => {
                    self.is_over = true;
                    Item::Illegal(fault)
                }
                Event::CloseReceived => {
                    has_closed = true;
                    continue;
                }
                Event::Closed(ending) if ending.clean => {
                    self.is_over = true;
                    Item::Close(ending.code.0)
                }
                Event::Closed(_) => continue,
            });
        }
        // A client waits for the end of TCP before it says the code.
        if has_closed && !self.is_over {
            self.connection.transport_ended();
            self.drain(items);
        }
    }

    /// The headers of the frames so far.
    pub(super) fn headers(&self) -> &[Header] {
        &self.walk.headers
    }
}

/// The frames of one direction, by their headers.
#[derive(Debug)]
struct Walk {
    from: Role,
    headers: Vec<Header>,
    begun: Vec<u8>,
    payload_left: u64,
    is_closing: bool,
    has_more_after_close: bool,
    is_lost: bool,
}

impl Walk {
    const fn new(from: Role) -> Self {
        Self {
            from,
            headers: Vec::new(),
            begun: Vec::new(),
            payload_left: 0,
            is_closing: false,
            has_more_after_close: false,
            is_lost: false,
        }
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.is_lost {
            let skipped = self.payload_left.min(bytes.len() as u64);
            bytes = &bytes[skipped as usize..];
            self.payload_left -= skipped;
            if bytes.is_empty() {
                return;
            }
            if self.is_closing {
                self.has_more_after_close = true;
                return;
            }
            bytes = self.take_header(bytes);
        }
    }

    fn take_header<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let before = self.begun.len();
        let more = bytes.len().min(HEADER_LEN_MAX - before);
        self.begun.extend_from_slice(&bytes[..more]);
        let limits = frame::Limits { reserved: Reserved::RSV1, ..frame::Limits::default() };
        match Header::decode(&self.begun, self.from.peer(), &limits) {
            Ok(None) => &[],
            // The connection says what is wrong.
            Err(_) => {
                self.is_lost = true;
                &[]
            }
            Ok(Some((header, size))) => {
                self.begun.clear();
                self.payload_left = header.payload_len;
                self.is_closing = header.opcode == Opcode::Close;
                if self.headers.len() < HEADERS_MAX {
                    self.headers.push(header);
                }
                &bytes[size - before..]
            }
        }
    }
}
