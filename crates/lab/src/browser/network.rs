//! The network process itself: whose each connection is, and who is told what.

use std::collections::VecDeque;

use kernel::Rng;
use websocket::handshake::{accept, key::KEY_LEN};

use super::blocked_ports::is_blocked;
use super::command::{Command, Deadline, Wait};
use super::fetch::Fetch;
use super::permission::Permission;
use super::socket::{Asking, Socket};
use super::url::{Scheme, Url};
use super::{explanation, request};
use crate::reactor::event::{Event, Level};
use crate::reactor::kind::Kind;
use crate::reactor::news::News;
use crate::reactor::op::SocketWish;
use crate::table::Table;

/// Sockets and requests of a page at once, each. Chromium has 255 for all pages together.
pub(super) const OBJECTS_MAX: usize = 255;

/// Whose a connection is. Requests have theirs by host and port.
#[derive(Debug)]
pub(super) enum Owner {
    Socket(u32),
    Fetch { id: u32, place: (String, u16) },
    Idle { place: (String, u16) },
}

impl Owner {
    pub(super) const fn place(&self) -> Option<&(String, u16)> {
        match self {
            Self::Socket(_) => None,
            Self::Fetch { place, .. } | Self::Idle { place } => Some(place),
        }
    }
}

/// The network process.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(super) kind: Kind,
    pub(super) rng: Rng,
    pub(super) sockets: Table<u32, Socket>,
    pub(super) fetches: Table<u32, Fetch>,
    /// The requests that wait for a connection, in the order in which they get one.
    pub(super) waiting: VecDeque<u32>,
    pub(super) owners: Table<u32, Owner>,
    pub(super) permissions: Table<u32, Permission>,
    pub(super) commands: VecDeque<Command>,
    pub(super) next_connection: u32,
}

impl Browser {
    pub(crate) const fn new(kind: Kind, seed: u64) -> Self {
        Self {
            kind,
            rng: Rng::new(seed),
            sockets: Table::new(),
            fetches: Table::new(),
            waiting: VecDeque::new(),
            owners: Table::new(),
            permissions: Table::new(),
            commands: VecDeque::new(),
            next_connection: 0,
        }
    }

    pub(crate) fn poll(&mut self) -> Option<Command> {
        self.commands.pop_front()
    }

    pub(crate) fn is_alive(&self) -> bool {
        // A page rests with its connections; of Node's, those that wait for nothing do not count.
        let counts =
            |owner: &Owner| self.kind == Kind::Browser || !matches!(owner, Owner::Idle { .. });
        self.owners.values().any(counts)
    }

    /// What the page wishes of a WebSocket. An unknown number is passed over.
    pub(crate) fn socket(&mut self, id: u32, line: u32, wish: SocketWish) {
        match wish {
            SocketWish::Open { url, protocols, origin } => {
                self.open(id, line, &url, &protocols, &origin);
            }
            SocketWish::Send { is_text, bytes } => {
                if let Some(socket) = self.sockets.get_mut(&id) {
                    socket.send_message(is_text, &bytes, line, &mut self.commands);
                }
            }
            SocketWish::Close { code, reason } => {
                if let Some(socket) = self.sockets.get_mut(&id) {
                    socket.close(code, &reason, line, &mut self.commands);
                }
            }
        }
        self.settle(id);
    }

    fn open(&mut self, id: u32, line: u32, url: &str, protocols: &str, origin: &str) {
        if self.sockets.contains(&id) {
            return;
        }
        let protocols: Vec<String> = protocols
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(Into::into)
            .collect();
        let asked = self.ask(url, &protocols, origin);
        let (url, asking) = match asked {
            Ok(asked) => asked,
            Err((text, why)) => return self.decline(id, &text, &why),
        };
        let connection = self.new_connection();
        self.owners.insert(connection, Owner::Socket(id));
        self.sockets.insert(id, Socket::new(id, url, connection, protocols, line, &asking));
    }

    /// The request for a URL, or why none is sent.
    fn ask(
        &mut self,
        text: &str,
        protocols: &[String],
        origin: &str,
    ) -> Result<(Url, Asking), (String, String)> {
        let invalid = || (text.to_owned(), explanation::no_connection("net::ERR_INVALID_URL"));
        let mut url = Url::read(text).ok_or_else(invalid)?;
        url.scheme = match url.scheme {
            Scheme::Http => Scheme::Ws,
            Scheme::Https => Scheme::Wss,
            scheme => scheme,
        };
        url.fragment.clear();
        let declined = |why| Err((url.to_string(), explanation::no_connection(why)));
        if is_blocked(url.port) {
            return declined(explanation::UNSAFE_PORT);
        }
        if url.scheme.has_tls() {
            return declined(explanation::NO_TLS);
        }
        if self.sockets.len() >= OBJECTS_MAX {
            return declined(explanation::TOO_MANY);
        }
        let mut nonce = [0; KEY_LEN];
        self.fill(&mut nonce);
        let key = accept::encode(&nonce);
        let request = request::handshake(self.kind, &url, origin, &key, protocols);
        let request = request.map_err(|_| invalid())?;
        let mut seed = [0; 32];
        self.fill(&mut seed);
        Ok((url, Asking { request, seed }))
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            piece.copy_from_slice(&self.rng.next_u64().to_le_bytes()[..piece.len()]);
        }
    }

    /// A WebSocket that fails before anything was tried.
    fn decline(&mut self, id: u32, url: &str, why: &str) {
        let text = format!("WebSocket connection to '{url}' failed: {why}");
        let closed = Event::SocketClosed { was_clean: false, code: 1006, reason: String::new() };
        for event in [Event::Console(Level::Error, text), Event::SocketError, closed] {
            self.commands.push_back(Command::Event(id, event));
        }
    }

    pub(super) const fn new_connection(&mut self) -> u32 {
        let connection = self.next_connection;
        self.next_connection = connection.wrapping_add(1);
        connection
    }

    /// What became of a connection.
    pub(crate) fn hear(&mut self, connection: u32, news: News) {
        match self.owners.get(&connection) {
            None => {}
            Some(&Owner::Socket(id)) => {
                if let Some(socket) = self.sockets.get_mut(&id) {
                    socket.hear(news, &mut self.commands);
                }
                self.settle(id);
            }
            Some(&Owner::Fetch { id, .. }) => self.hear_for_fetch(connection, id, news),
            Some(Owner::Idle { .. }) if matches!(news, News::Written(_)) => {}
            Some(Owner::Idle { .. }) => self.drop_idle(connection),
        }
    }

    /// A deadline has passed.
    pub(crate) fn pass(&mut self, deadline: Deadline) {
        match deadline.wait {
            Wait::Idle => return self.drop_idle(deadline.id),
            Wait::Permission => {
                self.permissions.remove(&deadline.id);
                return;
            }
            Wait::Handshake | Wait::Closing | Wait::HangUp => {}
        }
        if let Some(socket) = self.sockets.get_mut(&deadline.id) {
            socket.pass(deadline.wait, &mut self.commands);
        }
        self.settle(deadline.id);
    }

    /// Forgets a socket that is closed, and lets those connect that waited for one like it.
    fn settle(&mut self, id: u32) {
        if let Some(socket) = self.sockets.get(&id).filter(|socket| socket.is_closed()) {
            self.owners.remove(&socket.connection);
            self.sockets.remove(&id);
        }
        let place = |socket: &Socket| (socket.url.host.clone(), socket.url.port);
        let mut busy: Vec<_> =
            self.sockets.values().filter(|it| it.is_shaking_hands()).map(place).collect();
        let waiting: Vec<u32> =
            self.sockets.iter().filter(|(_, it)| it.is_waiting()).map(|(id, _)| *id).collect();
        for id in waiting {
            let Some(socket) = self.sockets.get_mut(&id) else { continue };
            if !busy.contains(&place(socket)) {
                busy.push(place(socket));
                socket.start(&mut self.commands);
            }
        }
    }
}
