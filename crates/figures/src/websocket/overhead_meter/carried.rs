//! A conversation carried in one way, for those who ask only what came of it.

use std::rc::Rc;

use super::conversation::{Conversation, Side, Writer};
pub(crate) use super::setup::Way;
use super::setup::{Seen, Setup};

/// The bytes of cookies in every request, as few as a session needs.
const COOKIES: usize = 40;

/// What is said, and on which network.
#[derive(Debug, Clone)]
pub(crate) struct Talk {
    conversation: Rc<Conversation>,
    pub(crate) interval_ms: u32,
    pub(crate) latency_ms: u32,
    pub(crate) end_ms: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Carried {
    /// When the page saw each message of the server, if it did, in milliseconds.
    pub(crate) seen_ms: Vec<Option<u32>>,
    /// Requests of the page.
    pub(crate) requests: u32,
    /// Bytes of both directions with the headers of TCP and IP.
    pub(crate) bytes: u32,
}

impl Talk {
    /// Messages of the server, by the conversation's own lines.
    pub(crate) fn lines(lines: &str, interval_ms: u32, latency_ms: u32, end_ms: u32) -> Self {
        let conversation = Rc::new(Conversation::read(lines, end_ms * 1_000, 0));
        Self { conversation, interval_ms, latency_ms, end_ms }
    }

    /// The same with messages of the server at a rate, of a size.
    pub(crate) fn at_rate(&self, a_minute: u32, size: usize) -> Self {
        let end_us = self.end_ms * 1_000;
        let conversation = Conversation::at_rate(a_minute, end_us, Writer::Server, size);
        Self { conversation: Rc::new(conversation), ..self.clone() }
    }

    /// Runs it.
    pub(crate) fn carried(&self, way: Way) -> Carried {
        let setup = Rc::new(Setup {
            conversation: Rc::clone(&self.conversation),
            end_us: self.end_ms * 1_000,
            interval_us: self.interval_ms * 1_000,
            latency_us: self.latency_ms * 1_000,
            cookies: COOKIES,
            has_proxy: false,
        });
        let run = setup.run(way);
        let messages = setup.messages().iter().enumerate();
        let of_server = messages.filter(|(_, message)| message.from == Side::Server);
        let seen_ms = |at: usize| {
            let is_it = |seen: &&Seen| seen.message == at;
            run.seen.iter().find(is_it).map(|seen| seen.at_us / 1_000)
        };
        Carried {
            seen_ms: of_server.map(|(at, _)| seen_ms(at)).collect(),
            requests: run.requests,
            bytes: run.bytes(),
        }
    }
}
