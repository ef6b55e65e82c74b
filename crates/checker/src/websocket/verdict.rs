//! How a case ends, and why.

use super::Item;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Passed,
    /// Allowed, and not what was hoped for.
    Informational(Note),
    /// A rule is broken.
    Failed(Finding),
    /// It cannot be asked of this peer.
    NotApplicable(Unfit),
    /// The peer was not reached: what happened, in the system's words.
    Error(String),
}

impl Verdict {
    /// Its name for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Informational(_) => "informational",
            Self::Failed(_) => "failed",
            Self::NotApplicable(_) => "not applicable",
            Self::Error(_) => "error",
        }
    }
}

/// What was allowed, and worth a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// It ended the connection, and said another code than the one that fits.
    OtherCode {
        /// The codes that fit.
        wanted: &'static [u16],
        /// The code that came.
        seen: u16,
    },
    /// It ended the connection without a close frame, as it may, so that nobody learns why.
    NoCloseFrame,
    /// It refused with another status than the one that fits.
    OtherStatus {
        /// The statuses that fit.
        wanted: &'static [u16],
        /// The status that came.
        seen: u16,
    },
    /// It refused by ending the connection, without an answer in HTTP.
    NoAnswer,
    /// It refused, as it may.
    Refuses(u16),
    /// It waits for the rest, as it may.
    Waits,
    /// The message is too big for it, and it says so.
    TooBig,
    /// It agreed on compression, and sends without, as it may.
    Uncompressed,
}

/// Why a case cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The peer did not agree on, or did not offer, permessage-deflate.
    NoDeflate,
    /// The peer does not send messages back.
    NoEcho,
    /// The client came to no more cases.
    NotServed,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing, or nothing more, came in time; this was to come.
    Nothing(Option<Item>),
    /// The connection ended before this came.
    Ended(Option<Item>),
    /// Something else came than what was to come.
    Differs {
        /// What was to come.
        wanted: Item,
        /// What came.
        seen: Item,
    },
    /// Something came that nobody asked for.
    Unexpected(Item),
    /// What had to be refused was taken: this came back.
    Taken(Item),
    /// What had to be refused was not: the connection stays open.
    StillOpen,
    /// A frame of the peer's breaks a rule.
    Illegal(websocket::Fault),
    /// The peer's part of the opening handshake breaks a rule.
    IllegalHead(websocket::handshake::Fault),
    /// A request that had to be refused was granted.
    Granted,
    /// A legal request was refused with this status.
    Refused(u16),
    /// A refusal came with another status than it must.
    Status {
        /// The statuses that it may have.
        wanted: &'static [u16],
        /// The status that came.
        seen: u16,
    },
    /// The answer lacks this field.
    NoField(&'static str),
    /// A close frame with another code than it must have.
    Code {
        /// The codes that it may have.
        wanted: &'static [u16],
        /// The code that came.
        seen: u16,
    },
    /// The connection ended without a close frame where there had to be one.
    NoCloseFrame,
    /// Something was sent behind the close frame.
    AfterClose,
    /// The connection is closed, and TCP is not.
    TcpOpen,
    /// Masking keys repeat.
    SameKey,
    /// After what happened before, the server is reached no more.
    Gone,
    /// More came than any answer needs.
    Flood,
    /// The case went on for so long that it was given up.
    Endless,
}
