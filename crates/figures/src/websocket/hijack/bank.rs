//! The bank: a web server with a WebSocket at `/account`, which tells those who are logged in what
//! they have.

use http::{Request, RequestLine};
use kernel::Fd;
use websocket::Role;
use websocket::frame::Opcode;
use websocket::handshake::accept;

use super::message::{Inbox, field, frame, response};
use super::plan::{Credential, Opener, Plan};
use super::script;
use super::site::SameSite;
use super::step::{Happens, Log, Step, Who, drawn, tell};
use crate::simulated::Os;

/// What the victim's account says.
const BALANCE: &str = "balance 1,250";

/// The close code of a peer that breaks the rules of a server (RFC 6455 §7.4.1).
const POLICY: u16 = 1008;

/// A connection.
struct Connection {
    fd: Fd,
    inbox: Inbox,
    /// Behind a 101 there are frames.
    is_open: bool,
    /// Whether it is known who it is.
    is_known: bool,
}

/// The bank's server.
pub(super) struct Bank {
    plan: Plan,
    log: Log,
    connections: Vec<Connection>,
    /// What the victim's browser and the bank's page are known by, once there was a login.
    session: String,
    token: String,
}

/// Who is unknown is told how to become known (RFC 9110 §15.5.2).
fn unauthorized() -> Vec<u8> {
    response(401, "Unauthorized", &[("WWW-Authenticate", "Session realm=\"bank\"")], "")
}

impl Bank {
    pub(super) fn new(plan: &Plan, log: &Log) -> Self {
        Self {
            plan: plan.clone(),
            log: log.clone(),
            connections: Vec::new(),
            session: String::new(),
            token: String::new(),
        }
    }

    pub(super) fn start(&mut self, os: &mut Os<'_>) {
        self.session = ["session=", &drawn(os)].concat();
        self.token = drawn(os);
        let _listening = os.listen(443, 8);
    }

    pub(super) fn receive(&mut self, os: &mut Os<'_>, fd: Fd, bytes: &[u8]) {
        let at = self.connections.iter().position(|it| it.fd == fd);
        let mut connection = match at {
            Some(at) => self.connections.swap_remove(at),
            None => Connection { fd, inbox: Inbox::default(), is_open: false, is_known: false },
        };
        connection.inbox.push(bytes);
        if connection.is_open {
            if let Some((opcode, payload)) = connection.inbox.take_frame(Role::Server) {
                self.message(os, &mut connection, opcode, &payload);
            }
        } else if let Some((head, _)) = connection.inbox.take::<RequestLine>() {
            self.answer(os, &mut connection, &head);
        }
        self.connections.push(connection);
    }

    fn send(&self, os: &mut Os<'_>, fd: Fd, happens: Happens, bytes: Vec<u8>) {
        let is_program = self.plan.opener == Opener::Program
            && matches!(happens, Happens::Verdict | Happens::Answer);
        let to = if is_program { Who::Attacker } else { Who::Browser };
        let step = Step { happens, from: Who::Bank, to, bytes, learned: None };
        tell(os, fd, &self.log, step);
    }

    /// Whether a request carries the session's cookie.
    fn knows(&self, head: &Request) -> bool {
        field(head, "Cookie")
            .is_some_and(|cookies| cookies.split(';').any(|it| it.trim() == self.session))
    }

    fn answer(&self, os: &mut Os<'_>, connection: &mut Connection, head: &Request) {
        let (path, query) = head.start.target.split_once('?').unwrap_or((&head.start.target, ""));
        let (happens, bytes) = match path {
            "/login" => (Happens::Cookie, self.logged_in()),
            "/token" if self.knows(head) => (
                Happens::Token,
                response(200, "OK", &[("Content-Type", "text/plain")], &self.token),
            ),
            "/token" => (Happens::Token, unauthorized()),
            "/account" => (Happens::Verdict, self.judge(connection, head, query)),
            _ => (Happens::Page, script::page(&self.plan)),
        };
        self.send(os, connection.fd, happens, bytes);
    }

    fn logged_in(&self) -> Vec<u8> {
        let same_site = match self.plan.same_site {
            SameSite::None => "; SameSite=None",
            SameSite::Lax => "; SameSite=Lax",
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Absent => "",
        };
        let cookie = [&*self.session, "; Path=/; Secure; HttpOnly", same_site].concat();
        response(204, "No Content", &[("Set-Cookie", &cookie)], "")
    }

    /// What answers a handshake: first who asks (§4.2.2, item 4), then who is logged in (§10.5).
    fn judge(&self, connection: &mut Connection, head: &Request, query: &str) -> Vec<u8> {
        let is_upgrade = head.fields.tokens("Upgrade").any(|(it, _)| it == b"websocket");
        let key = field(head, "Sec-WebSocket-Key").filter(|_| is_upgrade);
        let Some(key) = key else {
            return response(426, "Upgrade Required", &[("Upgrade", "websocket")], "");
        };
        if !self.plan.check.allows(field(head, "Origin")) {
            return response(403, "Forbidden", &[], "");
        }
        connection.is_known = match self.plan.credential {
            Credential::Cookie => self.knows(head),
            Credential::Query => query.strip_prefix("token=") == Some(&self.token),
            Credential::Message => false,
        };
        if !connection.is_known && self.plan.credential != Credential::Message {
            return unauthorized();
        }
        connection.is_open = true;
        let accept = accept::value(key);
        let grants = [
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", &*accept),
        ];
        response(101, "Switching Protocols", &grants, "")
    }

    fn message(&self, os: &mut Os<'_>, connection: &mut Connection, opcode: Opcode, text: &[u8]) {
        if opcode != Opcode::Text {
            return os.close(connection.fd);
        }
        let token = ["token=", &self.token, " "].concat();
        connection.is_known |= text.starts_with(token.as_bytes());
        let bytes = if connection.is_known {
            frame(Opcode::Text, None, BALANCE.as_bytes())
        } else {
            let mut payload = POLICY.to_be_bytes().to_vec();
            payload.extend_from_slice(b"token?");
            frame(Opcode::Close, None, &payload)
        };
        self.send(os, connection.fd, Happens::Answer, bytes);
    }
}
