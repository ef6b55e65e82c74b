//! One run: the victim's browser, the bank and the attacker's host on the simulated network, and
//! what each sent to whom.
//!
//! Invariant: a step is written down by the program that sends it, as it hands the bytes to its
//! kernel. What came of the attack is read off the steps.

use figure_kit::names;
use kernel::{Event, Fd, Link, Time};

use super::bank::Bank;
use super::client::{Client, Kind};
use super::message::field;
use super::plan::{ATTACKER_IP, BANK_IP, BROWSER_IP, Opener, Plan};
use super::server::Server;
use super::site::BANK;
use super::step::{Happens, Learned, Log, Step, status};
use crate::simulated::{Network, News, Os, Program};

const DELAY_NS: u64 = 20_000_000;
/// All is over long before.
const END: Time = Time::from_ms(10_000);
/// Any number: what is drawn by chance are a session, a token and keys.
const SEED: u64 = 17;

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
        let of_head = |name: &str| {
            let mut rest = head;
            let read =
                http::Reader::<http::RequestLine>::new(http::Limits::default()).receive(&mut rest);
            read.ok().flatten().and_then(|head| field(&head, name).map(str::to_owned))
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
        let (origin, carries_cookie) = (of_head("Origin"), of_head("Cookie").is_some());
        Self { steps, outcome, status, origin, carries_cookie, is_stolen, segments }
    }

    /// How many steps there are up to the handshake.
    pub(super) fn asked(&self) -> usize {
        let at = self.steps.iter().position(|step| step.happens == Happens::Ask);
        at.map_or(0, |at| at + 1)
    }
}
