//! What an author calls things: the two sides, the programs on them, the gates.

use kernel::{HostId, Ip};

/// On which side of the wire something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The host that connects; drawn left.
    Client,
    /// The host that listens; drawn right.
    Server,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Client, Side::Server];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    /// Its host in the simulated world.
    pub(super) fn host(self) -> HostId {
        HostId(self as u32)
    }

    /// The side of a host.
    pub(super) fn of(host: HostId) -> Self {
        if host == Self::Server.host() { Self::Server } else { Self::Client }
    }

    /// Where its host is reached.
    pub(super) const fn address(self) -> Ip {
        Ip(std::net::Ipv4Addr::new(10, 0, 0, self as u8 + 1))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.name() == text)
    }
}

/// The programs that there may be, in the order in which they take their turn.
pub(super) const PROGRAMS: [&str; 5] = ["server", "server2", "client", "client2", "client3"];

/// The gates that there may be.
pub(super) const GATES: [&str; 4] = ["gate", "gate2", "gate3", "gate4"];

/// Where a program runs: its name says it.
pub(super) fn side_of(program: usize) -> Side {
    if program < 2 { Side::Server } else { Side::Client }
}

/// A program by its name.
pub(super) fn program_named(name: &str) -> Option<usize> {
    PROGRAMS.iter().position(|known| *known == name)
}
