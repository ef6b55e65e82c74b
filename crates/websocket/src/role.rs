//! Which end of the connection this is: the two ends mask, close and negotiate differently.

/// One end of a WebSocket connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The end that asked for the connection; it masks every frame that it sends (§5.1).
    Client,
    /// The end that answered; it never masks, and it closes TCP first (§5.1, §7.1.1).
    Server,
}

impl Role {
    /// The other end.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}
