//! A broken rule, with all that is needed to say so: who, which, where.
//!
//! Invariant: a fault does not depend on how the bytes were cut. Every split of the same bytes
//! gives the same fault at the same offset, as soon as the byte at that offset has arrived.
//! (Within compressed data, bits do not match bytes: there the offset is that of the frame's
//! payload, and the fault is told when enough of it has come.)
//!
//! ```
//! use websocket::{Blame, Role, Rule};
//! use websocket::frame::{Header, Limits};
//!
//! let ping_in_pieces = [0x09];
//! let fault = Header::decode(&ping_in_pieces, Role::Server, &Limits::default()).unwrap_err();
//! assert_eq!((fault.blame, fault.rule, fault.at), (Blame::Peer, Rule::FragmentedControl, 0));
//! assert_eq!(fault.rule.clause(), "RFC 6455 §5.5");
//! ```

use core::fmt;

use crate::frame::CloseCode;

/// A rule that the bytes break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Who is to blame.
    pub blame: Blame,
    /// The rule that is broken.
    pub rule: Rule,
    /// Offset of the byte that settles it: with this byte, no continuation could be legal.
    ///
    /// It counts from the start of the frame in the frame layer, and from the first byte after
    /// the handshake in the connection.
    pub at: u64,
}

impl Fault {
    pub(crate) const fn new(rule: Rule, at: u64) -> Self {
        Self { blame: rule.blame(), rule, at }
    }

    /// The same fault, counted from `start` bytes earlier.
    #[must_use]
    pub(crate) const fn moved_by(self, start: u64) -> Self {
        Self { at: self.at.saturating_add(start), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at byte {} ({})", self.rule, self.at, self.rule.clause())
    }
}

impl core::error::Error for Fault {}

/// Who is to blame for a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The peer broke a rule of the protocol.
    Peer,
    /// Nobody: the protocol allows it, and a limit set at this end does not.
    Limit,
}

/// What the bytes after the handshake can do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A reserved bit is set that no negotiated extension uses.
    ReservedBit,
    /// An opcode that no one has defined.
    ReservedOpcode,
    /// A control frame without FIN.
    FragmentedControl,
    /// A control frame whose length does not fit seven bits: more than 125 bytes.
    LongControl,
    /// A client's frame without a mask.
    UnmaskedClient,
    /// A server's frame with a mask.
    MaskedServer,
    /// A length written with more bytes than it needs.
    NonMinimalLength,
    /// A 64-bit length whose top bit is set.
    LengthTopBit,
    /// A frame longer than this end accepts.
    FrameTooLong,
    /// A message longer than this end accepts.
    MessageTooLong,
    /// A compressed message that inflates to more than this end accepts.
    InflatedTooLong,
    /// A message with more empty fragments than this end accepts.
    EmptyFragments,
    /// A continuation frame while no message is open.
    ContinuationWithoutStart,
    /// A text or binary frame while another message is still open.
    StartInsideMessage,
    /// A close frame whose body is one byte: no room for a code.
    CloseBodyOfOne,
    /// A close code that may not be sent.
    CloseCode,
    /// A close reason that is not UTF-8.
    ReasonNotUtf8,
    /// Text that is not UTF-8.
    TextNotUtf8,
    /// A control frame marked as compressed.
    CompressedControl,
    /// A continuation frame marked as compressed: only a message's first frame may be.
    CompressedContinuation,
    /// Compressed data that is not DEFLATE.
    BadDeflate,
}

impl Rule {
    /// Every rule, for tables and legends.
    pub const ALL: [Self; 21] = [
        Self::ReservedBit,
        Self::ReservedOpcode,
        Self::FragmentedControl,
        Self::LongControl,
        Self::UnmaskedClient,
        Self::MaskedServer,
        Self::NonMinimalLength,
        Self::LengthTopBit,
        Self::FrameTooLong,
        Self::MessageTooLong,
        Self::InflatedTooLong,
        Self::EmptyFragments,
        Self::ContinuationWithoutStart,
        Self::StartInsideMessage,
        Self::CloseBodyOfOne,
        Self::CloseCode,
        Self::ReasonNotUtf8,
        Self::TextNotUtf8,
        Self::CompressedControl,
        Self::CompressedContinuation,
        Self::BadDeflate,
    ];

    /// Where the rule is written.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::ReservedBit
            | Self::ReservedOpcode
            | Self::NonMinimalLength
            | Self::LengthTopBit => "RFC 6455 §5.2",
            Self::FragmentedControl | Self::LongControl => "RFC 6455 §5.5",
            Self::UnmaskedClient | Self::MaskedServer => "RFC 6455 §5.1",
            // RFC 7692 names no limit; what is inflated is a message like any other.
            Self::FrameTooLong
            | Self::MessageTooLong
            | Self::InflatedTooLong
            | Self::EmptyFragments => "RFC 6455 §10.4",
            Self::ContinuationWithoutStart | Self::StartInsideMessage => "RFC 6455 §5.4",
            Self::CloseBodyOfOne | Self::ReasonNotUtf8 => "RFC 6455 §5.5.1",
            Self::CloseCode => "RFC 6455 §7.4",
            Self::TextNotUtf8 => "RFC 6455 §8.1",
            Self::CompressedControl | Self::CompressedContinuation => "RFC 7692 §6.1",
            Self::BadDeflate => "RFC 7692 §7.2.2",
        }
    }

    /// The code that the failing end sends (§7.1.7).
    pub const fn close_code(self) -> CloseCode {
        match self {
            Self::FrameTooLong | Self::MessageTooLong | Self::InflatedTooLong => {
                CloseCode::MESSAGE_TOO_BIG
            }
            Self::EmptyFragments => CloseCode::POLICY_VIOLATION,
            Self::TextNotUtf8 | Self::ReasonNotUtf8 | Self::BadDeflate => {
                CloseCode::INVALID_PAYLOAD
            }
            _ => CloseCode::PROTOCOL_ERROR,
        }
    }

    /// Who is to blame when this rule is broken.
    pub const fn blame(self) -> Blame {
        match self {
            Self::FrameTooLong
            | Self::MessageTooLong
            | Self::InflatedTooLong
            | Self::EmptyFragments => Blame::Limit,
            _ => Blame::Peer,
        }
    }
}
