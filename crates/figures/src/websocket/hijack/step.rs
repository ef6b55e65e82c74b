//! What is sent, written down by the program that sends it.

use std::cell::RefCell;
use std::rc::Rc;

use figure_kit::names;
use kernel::Fd;

use crate::simulated::Os;

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

/// The status that a response begins with; a frame has none.
pub(super) fn status(bytes: &[u8]) -> u16 {
    let mut rest = bytes;
    let read = http::Reader::<http::StatusLine>::new(http::Limits::default()).receive(&mut rest);
    read.ok().flatten().map_or(0, |head| head.start.status)
}
