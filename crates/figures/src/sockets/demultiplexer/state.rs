//! What is sent, to whom, and what the reader says will get it.

use figure_kit::components::gate::{self, Prediction};
use figure_kit::written::Written;
use kernel::{Endpoint, State};

use super::lookup::{self, Extra, Found, Got, Sent};
use crate::sockets::endpoint;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Demultiplexer {
    pub(super) sent: Sent,
    pub(super) source: Written,
    pub(super) destination: Written,
    pub(super) extra: Extra,
    /// Whether it asks whose the segment is, and how far the reader has come with that.
    pub(super) question: bool,
    pub(super) answer: Prediction,
}

figure_kit::names! {
    /// Who gets it: the answers to choose from.
    pub(super) enum Receiver {
        /// A connection, by both of its ends.
        Connection = "connection",
        /// A socket that listens.
        Listener = "listener",
        /// A socket of UDP.
        Udp = "udp",
        /// No socket.
        Nobody = "nobody",
    }
}

figure_kit::actions! {
    /// What a reader can do.
    pub enum Action {
        /// Send this.
        Send(Sent) = "send",
        /// Send from this address and port.
        Source(Written) = "source",
        /// Send to this address and port.
        Destination(Written) = "destination",
        /// Send as the peer of this row, from 1, to its own end.
        As(usize) = "as",
        /// Open the second listener, or close it.
        Specific = "specific",
        /// Have a connection in TIME-WAIT, or none.
        Waiting = "waiting",
        /// Say who will get it.
        Predict(gate::Action): nested,
    }
}

impl Default for Demultiplexer {
    fn default() -> Self {
        Self {
            sent: Sent::Data,
            source: Written::new("198.51.100.7:40002"),
            destination: Written::new("192.0.2.1:80"),
            extra: Extra { specific: false, waiting: false },
            question: false,
            answer: Prediction::default(),
        }
    }
}

/// An end that a segment can name: port 0 is none.
fn end(text: &str) -> Option<Endpoint> {
    endpoint::endpoint(text.trim()).filter(|it| it.port > 0)
}

impl Demultiplexer {
    /// The sender. No packet comes in with this host's own address, the loopback, a group or
    /// nothing at all as its source: IP drops it before it has a socket (RFC 1122 §3.2.1.3).
    pub(super) fn from(&self) -> Option<Endpoint> {
        end(&self.source).filter(|it| {
            let ip = it.ip.0;
            let nobody = ip.is_unspecified() || ip.is_loopback() || ip.is_multicast();
            !nobody && !ip.is_broadcast() && it.ip != lookup::SERVER
        })
    }

    pub(super) fn to(&self) -> Option<Endpoint> {
        end(&self.destination)
    }

    /// What the question is about: the segment, and the sockets that it may meet.
    pub(super) fn segment(&self) -> (Sent, Extra, Option<Endpoint>, Option<Endpoint>) {
        (self.sent, self.extra, self.from(), self.to())
    }

    /// What comes of it; none where nothing can be sent.
    pub(super) fn found(&self) -> Option<Found> {
        Some(lookup::find(self.extra, self.sent, self.from()?, self.to()?))
    }

    /// Whether a question waits for its answer, which hides whose the segment is.
    pub(super) fn is_locked(&self) -> bool {
        self.question && !self.answer.is_committed
    }
}

impl Receiver {
    /// Who got it, by the run.
    pub(super) fn of(found: Option<&Found>) -> Self {
        match found {
            Some(Found { rows, got: Got::Row(at), .. }) => match rows[*at].state {
                _ if rows[*at].is_udp => Self::Udp,
                State::Listen => Self::Listener,
                _ => Self::Connection,
            },
            _ => Self::Nobody,
        }
    }
}
