//! What came of a want, for the statement that is under way.

use super::expectation::{Coming, Miss, whole_difference};
use super::{Actor, Socket, Stage};
use crate::act::{Act, Expected};
use crate::failure::Reason;
use crate::want::Outcome;
use websocket::Role;

impl Actor {
    /// Tells what came of the last want.
    pub fn heard(&mut self, outcome: Outcome, now_ms: u64) {
        let Some(statement) = self.under_way() else { return };
        if matches!(self.stage, Stage::New) {
            return; // It waited for its start.
        }
        let act = statement.act.clone();
        match (&self.stage, &act, outcome) {
            // What a driver could not do is told as it is, whatever was wanted; a connection that
            // is gone cannot be shut down, and that is no fault of anybody.
            (_, Act::Shutdown, Outcome::Failed(_) | Outcome::Reset) => {
                self.done(now_ms);
            }
            (_, _, Outcome::Failed(detail)) => {
                self.fail(now_ms, Miss { reason: Reason::Stuck, detail, ..Miss::default() });
            }
            (Stage::Pausing(tries), _, _) => self.stage = Stage::Trying(*tries),
            (Stage::Resting, _, _) => {
                // Each piece has the whole time of the statement.
                self.begun_ms = now_ms;
                self.stage = Stage::Receiving;
            }
            (Stage::Sending(_), _, outcome) => self.heard_of_send(now_ms, &outcome),
            (_, Act::Connect { .. } | Act::SendTo { .. }, outcome) => {
                self.heard_of_try(now_ms, &act, &outcome);
            }
            (_, Act::Refused { port }, outcome) => match outcome {
                Outcome::Refused => {
                    self.done(now_ms);
                }
                _ => self.fail(now_ms, port_miss(Reason::Open, *port)),
            },
            (_, Act::Accept, Outcome::Late) => {
                self.miss(now_ms, Reason::Nothing);
            }
            (_, Act::Expect(_) | Act::Handshake(_) | Act::Ignore | Act::Drain { .. }, outcome) => {
                self.heard_of_receive(now_ms, &act, outcome);
            }
            (_, Act::Reply(_), Outcome::Refused) => {
                self.miss(now_ms, Reason::Refused);
            }
            (_, act, _) => self.carried_out(now_ms, act),
        }
    }

    /// A connection, or a datagram: what is refused is tried again while there is time.
    fn heard_of_try(&mut self, now_ms: u64, act: &Act, outcome: &Outcome) {
        let tries = if let Stage::Trying(tries) = self.stage { tries } else { 0 };
        let port =
            if let Act::Connect { port } | Act::SendTo { port, .. } = act { *port } else { 0 };
        match outcome {
            Outcome::Refused | Outcome::Reset => {
                let next = tries.saturating_add(1);
                if self.left_ms(now_ms) >= super::pause_ms(next) {
                    self.stage = Stage::Pausing(next);
                } else {
                    let reason = match outcome {
                        Outcome::Reset => Reason::Reset,
                        _ => Reason::Refused,
                    };
                    self.fail(now_ms, port_miss(reason, port));
                }
            }
            Outcome::Late if tries > 0 => self.fail(now_ms, port_miss(Reason::Refused, port)),
            Outcome::Late => self.fail(now_ms, port_miss(Reason::Nothing, port)),
            _ => self.carried_out(now_ms, act),
        }
    }

    /// What needs no answer is done.
    fn carried_out(&mut self, now_ms: u64, act: &Act) {
        match act {
            Act::Connect { .. } => self.open(Socket::Stream(Role::Client)),
            Act::Accept => self.open(Socket::Stream(Role::Server)),
            Act::Listen { .. } => self.open(Socket::Listening),
            Act::Udp { .. } => self.open(Socket::Datagrams),
            // Whoever closes what it accepted still listens.
            Act::Close | Act::Reset if self.socket == Socket::Stream(Role::Server) => {
                self.open(Socket::Listening);
            }
            Act::Close | Act::Reset => self.open(Socket::None),
            _ => {}
        }
        self.done(now_ms);
    }

    /// Another socket, of which nothing is known.
    fn open(&mut self, socket: Socket) {
        self.socket = socket;
        self.inbox.clear();
        self.coming = Coming::More;
        self.is_broken = false;
        self.frames = None;
    }

    fn heard_of_send(&mut self, now_ms: u64, outcome: &Outcome) {
        let Stage::Sending(rest) = &mut self.stage else { return };
        match outcome {
            Outcome::Sent(count) => {
                rest.drain(..(*count).min(rest.len()));
            }
            // What the statements behind expect decides whether that is wrong.
            Outcome::Reset | Outcome::Refused => {
                rest.clear();
                self.is_broken = true;
            }
            _ => {
                let seen = rest.len().to_string();
                self.fail(now_ms, Miss { reason: Reason::Stuck, detail: seen, ..Miss::default() });
            }
        }
    }

    fn heard_of_receive(&mut self, now_ms: u64, act: &Act, outcome: Outcome) {
        if let Socket::Datagrams = self.socket {
            self.heard_of_datagram(now_ms, act, outcome);
            return;
        }
        match outcome {
            Outcome::Received(bytes) if bytes.is_empty() => {
                self.coming = if self.is_broken { Coming::Reset } else { Coming::End };
            }
            Outcome::Received(bytes) => {
                if let Act::Drain { .. } = act {
                    self.stage = Stage::Resting;
                } else {
                    self.inbox.extend_from_slice(&bytes);
                }
            }
            Outcome::Reset => self.coming = Coming::Reset,
            _ => self.coming = Coming::Late,
        }
    }

    fn heard_of_datagram(&mut self, now_ms: u64, act: &Act, outcome: Outcome) {
        let seen = match outcome {
            Outcome::Received(bytes) => bytes,
            Outcome::Refused | Outcome::Reset => {
                self.miss(now_ms, Reason::Refused);
                return;
            }
            _ if *act == Act::Ignore => {
                self.miss(now_ms, Reason::Nothing);
                return;
            }
            _ => {
                self.coming = Coming::Late;
                return;
            }
        };
        let expected = self.expected_datagram();
        match (act, expected) {
            (Act::Expect(Expected::Silence { .. }), _) => {
                let at = Some(0);
                self.fail(now_ms, Miss { reason: Reason::More, seen, at, ..Miss::default() });
            }
            (_, Some(expected)) if whole_difference(&expected, &seen).is_some() => {
                let at = whole_difference(&expected, &seen);
                let reason = Reason::Differs;
                self.fail(now_ms, Miss { reason, expected, seen, at, ..Miss::default() });
            }
            _ => {
                self.done(now_ms);
            }
        }
    }
}

fn port_miss(reason: Reason, port: u16) -> Miss {
    Miss { reason, detail: port.to_string(), ..Miss::default() }
}
