//! A world without a network or a clock in which cases are played: every answer comes at once, and
//! waiting for anything else is in vain.

use checker::websocket::{Case, Exchange, Facts, Heard, Verdict, Want};
use websocket::{Role, handshake::Client};

use crate::{
    answers,
    endpoint::{Endpoint, Flaw},
    opening::{self, Agreed},
};

/// One connection of the flawed end.
struct Line {
    flaw: Flaw,
    head: Vec<u8>,
    reads: usize,
    client: Option<Client>,
    endpoint: Option<Endpoint>,
    ended: bool,
}

impl Line {
    fn read(&mut self, bytes: &[u8]) -> Vec<u8> {
        if let Some(endpoint) = &mut self.endpoint {
            let out = endpoint.read(bytes);
            self.ended = endpoint.ended;
            return out;
        }
        self.head.extend(bytes);
        self.reads += 1;
        let Some(client) = &mut self.client else {
            let Some(answered) = opening::answer(self.flaw, &self.head, self.reads) else {
                return Vec::new();
            };
            self.ended = answered.ended;
            let mut bytes = answered.bytes;
            if let Some(Agreed(agreed)) = answered.granted {
                let mut endpoint = Endpoint::new(Role::Server, self.flaw, agreed);
                bytes.extend(endpoint.read(&[]));
                self.endpoint = Some(endpoint);
            }
            return bytes;
        };
        match answers::takes(self.flaw, client, &self.head, self.reads) {
            None => Vec::new(),
            Some(Err(())) => {
                self.ended = true;
                Vec::new()
            }
            Some(Ok((agreed, len))) => {
                let mut endpoint = Endpoint::new(Role::Client, self.flaw, agreed);
                let mut out = endpoint.read(&[]);
                let behind =
                    if self.flaw == "loses-what-is-behind" { &[] } else { &self.head[len..] };
                out.extend(endpoint.read(behind));
                self.ended = endpoint.ended;
                self.endpoint = Some(endpoint);
                out
            }
        }
    }
}

/// Plays a case with this flawed end.
pub(crate) fn play(case: &'static Case, peer: Role, flaw: Flaw) -> Verdict {
    let facts = Facts::new(peer, "127.0.0.1:9000", "/");
    let mut world = World {
        exchange: Exchange::new(case, &facts),
        flaw,
        line: None,
        beside: Vec::new(),
        connections: 0,
        is_dead: false,
    };
    if peer == Role::Client {
        let client = answers::client();
        let request = answers::request(flaw, &client);
        world.line = Some(world.new_line(Some(client)));
        let _receive = world.exchange.next_want();
        world.exchange.heard(Heard::Bytes(&request));
    }
    for _turn in 0..1_000_000 {
        if !world.turn() {
            return world.exchange.verdict().unwrap().clone();
        }
    }
    panic!("{} does not end", case.name);
}

struct World {
    exchange: Exchange,
    flaw: Flaw,
    line: Option<Line>,
    beside: Vec<Line>,
    connections: usize,
    is_dead: bool,
}

impl World {
    fn new_line(&self, client: Option<Client>) -> Line {
        let (flaw, head) = (self.flaw, Vec::new());
        Line { flaw, head, reads: 0, client, endpoint: None, ended: false }
    }

    fn turn(&mut self) -> bool {
        match self.exchange.next_want() {
            Want::Done => return false,
            Want::Connect { beside } => self.connect(beside),
            Want::Send(bytes) => self.send(&bytes),
            Want::Receive { .. } => self.exchange.heard(Heard::TimeUp),
            Want::Shutdown => {
                let line = self.line.as_mut().unwrap();
                line.endpoint.as_mut().unwrap().end();
                line.ended = line.endpoint.as_ref().unwrap().ended;
                if line.ended {
                    self.exchange.heard(Heard::End);
                }
            }
            Want::Drop => {
                self.leave();
                self.line = None;
            }
        }
        true
    }

    /// Some servers do not survive it when a client leaves.
    fn leave(&mut self) {
        let Some(line) = &self.line else { return };
        let stage = match &line.endpoint {
            None => "dies-of-half-requests",
            Some(_) => "dies-of-leavers",
        };
        self.is_dead |= self.flaw == stage;
    }

    fn connect(&mut self, beside: bool) {
        self.connections += 1;
        let is_full = self.flaw == "serves-ten" && self.connections > 10;
        if self.is_dead || is_full {
            return self.exchange.heard(Heard::NotConnected("nobody is there"));
        }
        let line = self.new_line(None);
        let old = self.line.replace(line);
        if beside {
            self.beside.extend(old);
        }
        self.exchange.heard(Heard::Connected);
    }

    fn send(&mut self, bytes: &[u8]) {
        let waits = match self.flaw {
            "one-client-at-a-time" => !self.beside.is_empty(),
            "ten-clients-at-once" => self.beside.len() >= 10,
            // It waits for the first client's first bytes and serves nobody meanwhile.
            _ => false,
        };
        let Some(line) = self.line.as_mut().filter(|line| !line.ended) else { return };
        if waits {
            return;
        }
        let out = line.read(bytes);
        if !out.is_empty() {
            self.exchange.heard(Heard::Bytes(&out));
        }
        if line.ended {
            self.exchange.heard(Heard::End);
            self.is_dead |= self.flaw == "dies-of-long-lengths" && out.ends_with(&[0, 0]);
        }
    }
}
