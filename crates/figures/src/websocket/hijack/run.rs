//! One run: the victim's browser, the bank and the attacker's host on the simulated network, and
//! what each sent to whom.
//!
//! Invariant: a step is written down by the program that sends it, as it hands the bytes to its
//! kernel. What came of the attack is read off the steps.

use std::cell::RefCell;
use std::net::Ipv4Addr;
use std::rc::Rc;

use figure_kit::names;
use kernel::{Endpoint, Event, Fd, Ip, Link, Time};

use super::bank::Bank;
use super::client::{Client, Kind};
use super::server::Server;
use super::site::{BANK, Check, Origin, Rule, SameSite};
use crate::simulated::{Network, News, Os, Program};

// The hosts of a world are in one network.
const BROWSER_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 5));
const BANK_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 10));
const ATTACKER_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 66));
const DELAY_NS: u64 = 20_000_000;
/// All is over long before.
const END: Time = Time::from_ms(10_000);
/// Any number: what is drawn by chance are a session, a token and keys.
const SEED: u64 = 17;

names! {
    /// By what the bank knows who asks for an account.
    pub enum Credential {
        /// By the cookie in the handshake.
        Cookie = "cookie",
        /// By a token of the bank's page, in the address of the handshake.
        Query = "query",
        /// By a token of the bank's page, in the first message.
        Message = "message",
    }
}

names! {
    /// Who opens the WebSocket.
    pub enum Opener {
        /// A script, in the victim's browser.
        Browser = "browser",
        /// A program of the attacker's, which is no browser.
        Program = "program",
    }
}

names! {
    /// Something that is sent.
    pub enum Happens {
        /// The victim logs in.
        Login = "login",
        /// The bank gives a cookie.
        Cookie = "cookie",
        /// The victim opens the page.
        Visit = "visit",
        /// The page comes, with its script.
        Page = "page",
        /// The script asks the bank for a token.
        Fetch = "fetch",
        /// The bank's answer to that.
        Token = "token",
        /// The handshake.
        Ask = "ask",
        /// The bank's answer to it.
        Verdict = "verdict",
        /// The first message.
        Message = "message",
        /// The bank's answer to that.
        Answer = "answer",
        /// What was read goes to the attacker's server.
        Loot = "loot",
    }
}

names! {
    /// What comes of it.
    pub enum Outcome {
        /// 101, and the account is read.
        Served = "served",
        /// 403: not this origin.
        Refused = "refused",
        /// 401: it does not say who is logged in.
        Unknown = "unknown",
        /// 101, and a Close frame for want of a token.
        Closed = "closed",
    }
}

/// Who sends and who gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Browser,
    Bank,
    Attacker,
}

/// What somebody has from a step on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Learned {
    /// The browser keeps a cookie.
    Cookie(String),
    /// The script has read something.
    Reads(String),
    /// An answer came, and the browser keeps it from the script.
    Withheld,
    /// The attacker has it.
    Loot(String),
}

/// Something that was sent.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) happens: Happens,
    pub(super) from: Who,
    pub(super) to: Who,
    pub(super) bytes: Vec<u8>,
    pub(super) learned: Option<Learned>,
}

/// What all programs write into.
pub(super) type Log = Rc<RefCell<Vec<Step>>>;

/// Sends bytes, and writes them down.
pub(super) fn tell(os: &mut Os<'_>, fd: Fd, log: &Log, step: Step) {
    os.send(fd, &step.bytes);
    log.borrow_mut().push(step);
}

/// Writes down what came of the step that was sent last: one follows the other here.
pub(super) fn learn(log: &Log, learned: Learned) {
    if let Some(step) = log.borrow_mut().last_mut() {
        step.learned = Some(learned);
    }
}

/// Random bytes in hex: short enough to be read here, where real ones are longer.
pub(super) fn drawn(os: &mut Os<'_>) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        figure_kit::legible::push_hex(os.random(256) as u8, &mut text);
    }
    text
}

/// What is decided about a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The page whose script opens the WebSocket; what a program writes as its `Origin`.
    pub(super) page: Option<Origin>,
    pub(super) opener: Opener,
    pub(super) check: Check,
    pub(super) credential: Credential,
    pub(super) same_site: SameSite,
    pub(super) rule: Rule,
}

impl Plan {
    /// Whether the page is the bank's own.
    pub(super) fn is_own(&self) -> bool {
        self.opener == Opener::Browser && self.page == Some(Origin::bank())
    }
}

/// Where a name leads: the bank's to the bank, any other to the attacker.
pub(super) fn address(origin: &Origin) -> Endpoint {
    let is_bank = *origin == Origin::bank();
    Endpoint::new(if is_bank { BANK_IP } else { ATTACKER_IP }, origin.port)
}

/// The programs.
enum Part {
    Bank(Bank),
    Server(Server),
    Client(Client),
}

impl Program for Part {
    fn start(&mut self, os: &mut Os<'_>) {
        match self {
            Self::Bank(bank) => bank.start(os),
            Self::Server(server) => server.start(os),
            Self::Client(client) => client.start(os),
        }
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match (self, news) {
            (Self::Bank(bank), News::Received(bytes)) => bank.receive(os, fd, &bytes),
            (Self::Server(server), News::Received(bytes)) => server.receive(os, fd, &bytes),
            (Self::Client(client), News::Received(bytes)) => client.receive(os, fd, &bytes),
            (Self::Client(client), News::Connected) => client.connected(os, fd),
            (_, News::Ended) => os.close(fd),
            _ => {}
        }
    }

    fn wake(&mut self, os: &mut Os<'_>, _timer: u32) {
        if let Self::Client(client) = self {
            client.wake(os);
        }
    }
}

/// What came of a plan.
pub(super) struct Run {
    pub(super) steps: Vec<Step>,
    pub(super) outcome: Outcome,
    /// The status that answers the handshake.
    pub(super) status: u16,
    /// What the handshake carries.
    pub(super) origin: Option<String>,
    pub(super) carries_cookie: bool,
    /// Whether what the victim's account says has come to the attacker.
    pub(super) is_stolen: bool,
    /// TCP segments on all links.
    pub(super) segments: usize,
}

impl Run {
    pub(super) fn new(plan: &Plan) -> Self {
        let log = Log::default();
        let mut network = Network::new(SEED);
        let browser = network.add_host("browser", BROWSER_IP);
        let bank = network.add_host(BANK, BANK_IP);
        let attacker = network.add_host("attacker", ATTACKER_IP);
        for (one, other) in [(browser, bank), (browser, attacker), (attacker, bank)] {
            network.join(one, other, Link::with_delay_ns(DELAY_NS));
        }
        let of_bank = Bank::new(plan, &log);
        network.run(bank, "bank", Part::Bank(of_bank));
        network.run(attacker, "server", Part::Server(Server::new(plan, &log)));
        let client = |kind| Part::Client(Client::new(plan, kind, &log));
        network.run(browser, "browser", client(Kind::Browser));
        if plan.opener == Opener::Program {
            network.run(attacker, "program", client(Kind::Program));
        }
        network.run_until(END);
        let entries = network.world().trace().entries();
        let sent = entries.filter(|entry| matches!(entry.event, Event::Sent(_)));
        let segments = sent.count();
        drop(network);
        Self::of(log.take(), segments)
    }

    fn of(steps: Vec<Step>, segments: usize) -> Self {
        let find = |wanted: Happens| steps.iter().find(|step| step.happens == wanted);
        let head = find(Happens::Ask).map_or(&[][..], |step| &step.bytes);
        let field = |name: &str| {
            let mut rest = head;
            let read =
                http::Reader::<http::RequestLine>::new(http::Limits::default()).receive(&mut rest);
            read.ok()
                .flatten()
                .and_then(|head| super::message::field(&head, name).map(str::to_owned))
        };
        let status = find(Happens::Verdict).map_or(0, |step| status(&step.bytes));
        let is_closed = find(Happens::Answer).is_some_and(|step| step.learned.is_none());
        let outcome = match status {
            101 if is_closed => Outcome::Closed,
            101 => Outcome::Served,
            403 => Outcome::Refused,
            _ => Outcome::Unknown,
        };
        let is_stolen = steps.iter().any(|step| matches!(step.learned, Some(Learned::Loot(_))));
        let (origin, carries_cookie) = (field("Origin"), field("Cookie").is_some());
        Self { steps, outcome, status, origin, carries_cookie, is_stolen, segments }
    }

    /// How many steps there are up to the handshake.
    pub(super) fn asked(&self) -> usize {
        let at = self.steps.iter().position(|step| step.happens == Happens::Ask);
        at.map_or(0, |at| at + 1)
    }
}

/// The status that a response begins with; a frame has none.
pub(super) fn status(bytes: &[u8]) -> u16 {
    let mut rest = bytes;
    let read = http::Reader::<http::StatusLine>::new(http::Limits::default()).receive(&mut rest);
    read.ok().flatten().map_or(0, |head| head.start.status)
}
