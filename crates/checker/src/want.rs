//! What a peer wants done, and what came of it: all that a driver of sockets has to know.
//!
//! A driver carries out one [`Want`] after the other, on the peer's one socket (its listening one
//! until it has accepted), and tells what came of it. What a statement means is not its business.

/// What is to be done for a peer. Times are milliseconds from now, and what waits longer is
/// [`Outcome::Late`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// A new TCP socket, connected to a port of this machine: `Done`, `Refused`, `Reset`, `Late`.
    Connect {
        /// Which port.
        port: u16,
        /// How long.
        within_ms: u64,
    },
    /// A new TCP socket that listens: `Done` or `Failed`.
    Listen {
        /// At which port of this machine.
        port: u16,
        /// How many may wait.
        backlog: i32,
    },
    /// The next connection; it is the peer's socket from now on: `Done`, `Late`.
    Accept {
        /// How long.
        within_ms: u64,
    },
    /// A new UDP socket, bound: `Done` or `Failed`.
    Udp {
        /// To this port, or to any.
        port: Option<u16>,
    },
    /// Some of these bytes: `Sent` says how many, then the rest is wanted. `Reset`, `Late`.
    Send {
        /// What.
        bytes: Vec<u8>,
        /// How long.
        within_ms: u64,
    },
    /// A datagram to a port of this machine: `Done`, `Refused`.
    SendTo {
        /// Which port.
        port: u16,
        /// What.
        bytes: Vec<u8>,
    },
    /// A datagram to whoever sent the last that was received: `Done`, `Refused`.
    Reply {
        /// What.
        bytes: Vec<u8>,
    },
    /// What comes next, at most so many bytes: `Received`, of nothing at the end. `Reset`, `Late`.
    /// Of a UDP socket it is one datagram: `Received`, `Refused`, `Late`.
    Receive {
        /// At most so many.
        max: usize,
        /// How long.
        within_ms: u64,
    },
    /// Time passes: `Done`.
    Wait {
        /// How much.
        ms: u64,
    },
    /// `shutdown(SHUT_WR)`: `Done`, `Failed`.
    Shutdown,
    /// The socket is closed: `Done`.
    Close,
    /// The socket is closed with a RST: `Done`.
    Reset,
    /// Nothing more: the peer is done, and whatever it holds is closed.
    Finish,
}

/// What came of a [`Want`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// So many bytes were taken.
    Sent(usize),
    /// These bytes came; none is the end.
    Received(Vec<u8>),
    /// Nobody listens there: ECONNREFUSED.
    Refused,
    /// The connection was reset: ECONNRESET, or EPIPE for what was to be sent.
    Reset,
    /// The time was up.
    Late,
    /// It could not be done: the error's name, EADDRINUSE for one.
    Failed(String),
}
