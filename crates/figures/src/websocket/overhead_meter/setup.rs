//! What is measured: a conversation, one of four ways to carry it, and the numbers of the network.

use std::rc::Rc;

use kernel::Time;

use super::conversation::{Conversation, Message};

figure_kit::names! {
    /// How messages get from the server to a page.
    pub enum Way {
        /// A request every so often, answered at once.
        Polling = "polling",
        /// A request that is answered when there is something.
        LongPolling = "long-polling",
        /// One response without an end (server-sent events).
        Events = "sse",
        /// A WebSocket.
        WebSocket = "websocket",
    }
}

/// All that a run depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setup {
    pub(super) conversation: Rc<Conversation>,
    pub(super) end_us: u32,
    pub(super) interval_us: u32,
    /// From the browser to the server.
    pub(super) latency_us: u32,
    /// Bytes of the Cookie field's value.
    pub(super) cookies: usize,
    pub(super) has_proxy: bool,
}

impl Setup {
    pub(super) fn messages(&self) -> &[Message] {
        &self.conversation.messages
    }
}

/// The port of the server, and of the proxy in front of it.
pub(super) const PORT: u16 = 80;
/// A long poll without news is answered after so long: RFC 6202 §5.5 advises 30 seconds.
pub(super) const HOLD_US: u64 = 30_000_000;
/// Connections that a browser opens to one server at most, for HTTP/1.1.
pub(super) const CONNECTIONS_MAX: usize = 6;

/// A message that reached the other side: which, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) message: usize,
    pub(super) at_us: u32,
}

/// Bytes as they were written, as an example of their kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    /// The first bytes of the browser.
    pub(super) asked: Vec<u8>,
    /// The first bytes of the server.
    pub(super) answered: Vec<u8>,
    /// The bytes that carried the last message from the server, and from the browser.
    pub(super) from_server: Vec<u8>,
    pub(super) from_browser: Vec<u8>,
}

/// A moment in microseconds, as the runs keep it.
pub(super) fn us(time: Time) -> u32 {
    u32::try_from(time.as_us()).unwrap_or(u32::MAX)
}
