//! The chosen port, what is searched, and the situation that is asked about.

use figure_kit::figure::Refused;
use figure_kit::number::Number;
use figure_kit::value::Value;
use figure_kit::written::Written;

use super::case::{Address, Case, Holder, Protocol, Share, User};
use super::query::{self, Query};

/// Ports in the stretch that is drawn large.
pub(super) const STRETCH: u16 = 256;

/// The first port that needs no privilege; 1024, as Linux is delivered.
pub(super) type Unprivileged = Number<0, 65_535, 1_024>;

/// The figure's state.
#[derive(Debug, Clone, Default)]
pub struct PortMap {
    pub(super) query: Written,
    pub(super) unprivileged: Unprivileged,
    pub(super) case: Case,
}

/// Which port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// This one.
    To(u16),
    /// So many further on.
    By(i32),
    /// The first of the stretch that is drawn large.
    First,
    /// Its last.
    Last,
}

const NAMED: [(&str, Move); 8] = [
    ("next", Move::By(1)),
    ("previous", Move::By(-1)),
    ("down", Move::By(16)),
    ("up", Move::By(-16)),
    ("page-down", Move::By(256)),
    ("page-up", Move::By(-256)),
    ("first", Move::First),
    ("last", Move::Last),
];

impl Value for Move {
    fn parse(text: &str) -> Result<Self, Refused> {
        match NAMED.iter().find(|(name, _)| *name == text) {
            Some((_, movement)) => Ok(*movement),
            None => u16::parse(text).map(Self::To).map_err(|_| Refused::explained(Self::expects)),
        }
    }

    fn write(&self) -> String {
        if let Self::To(port) = self {
            return port.to_string();
        }
        let named = NAMED.iter().find(|(_, movement)| movement == self);
        named.map_or("", |(name, _)| name).to_owned()
    }

    fn expects() -> String {
        ["a port, or one of ", &NAMED.map(|(name, _)| name).join(", ")].concat()
    }

    fn any() -> Self {
        Self::First
    }
}

figure_kit::actions! {
    /// What a reader can do to the port map.
    pub enum Action {
        /// Search a number, or part of a service's name.
        Query(Written) = "query",
        /// Choose a port.
        Port(Move) = "port",
        /// Ask for a port of this protocol.
        Protocol(Protocol) = "protocol",
        /// Bind at this address.
        Address(Address) = "address",
        /// Ask as this user.
        User(User) = "user",
        /// Give the process `CAP_NET_BIND_SERVICE`, or take it.
        Capability = "capability",
        /// Set the first port that needs no privilege.
        Unprivileged(Unprivileged) = "unprivileged",
        /// Switch an option of the process's socket.
        Reuse(Share) = "reuse",
        /// Have this hold the port.
        Holder(Holder) = "holder",
        /// Have it held at this address of the host.
        HolderAddress(Address) = "holder-address",
        /// Switch an option of the holder's socket.
        HolderReuse(Share) = "holder-reuse",
        /// Have both be of one user, or not.
        SameUser = "same-user",
    }
}

impl PortMap {
    pub(super) fn search(&mut self, text: Written) {
        if let Query::Port(port) = query::read(&text) {
            self.case.port = port;
        }
        self.query = text;
    }

    pub(super) fn allow_from(&mut self, port: Unprivileged) {
        self.case.unprivileged_from = u16::try_from(port.value()).unwrap_or(u16::MAX);
        self.unprivileged = port;
    }

    /// Only an address of this host can hold a port.
    pub(super) fn hold_at(&mut self, address: Address) -> Result<(), Refused> {
        if address == Address::Foreign {
            return Err(Refused::expected("an address of this host"));
        }
        self.case.holder_address = address;
        Ok(())
    }

    pub(super) fn go(&mut self, movement: Move) {
        let port = self.case.port;
        self.case.port = match movement {
            Move::To(port) => port,
            Move::By(ports) => {
                let target = (i32::from(port) + ports).clamp(0, i32::from(u16::MAX));
                u16::try_from(target).unwrap_or(port)
            }
            Move::First => port - port % STRETCH,
            Move::Last => port - port % STRETCH + (STRETCH - 1),
        };
    }
}
