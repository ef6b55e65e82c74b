//! What a message can do wrong, and where.

use core::fmt;

/// A rule of HTTP that the bytes break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The rule that is broken.
    pub rule: Rule,
    /// Offset of the first byte that cannot stand where it stands, in the head; of a body's
    /// framing, in the body.
    pub at: usize,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at byte {} ({})", self.rule, self.at, self.rule.clause())
    }
}

impl core::error::Error for Fault {}

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A carriage return without a line feed, or a line feed alone.
    LineEnd,
    /// A control character.
    Control,
    /// A method that is no token.
    Method,
    /// A request target that is in none of the four forms, or not in the one of its method, or
    /// whose authority is none.
    Target,
    /// No `HTTP/` with two digits.
    Version,
    /// A major version other than 1.
    MajorVersion,
    /// A status that is not three digits.
    Status,
    /// A field name that is empty or no token, or a line without a colon.
    FieldName,
    /// A blank between a field's name and its colon.
    BlankBeforeColon,
    /// A field's value that goes on in the next line, as HTTP once allowed.
    Folded,
    /// A request of HTTP/1.1 without a `Host`.
    NoHost,
    /// More than one `Host`.
    TwoHosts,
    /// A `Host` that is no host with perhaps a port.
    Host,
    /// A start line longer than this end accepts.
    StartLineTooLong,
    /// A head longer than this end accepts.
    HeadTooLong,
    /// More fields than this end accepts.
    TooManyFields,
    /// A length that is no number, or two that differ.
    Length,
    /// A request that says both a length and chunks.
    TwoLengths,
    /// Codings that do not tell where a request ends, or any in HTTP/1.0.
    TransferCoding,
    /// A chunk whose size is no hexadecimal number.
    ChunkSize,
    /// A chunk that is not followed by a line end.
    ChunkEnd,
    /// A body that is not whole when its connection ends.
    Incomplete,
}

impl Rule {
    /// Where the rule is written.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::LineEnd => "RFC 9112 §2.2",
            Self::Version => "RFC 9112 §2.3",
            Self::Length | Self::TwoLengths => "RFC 9112 §6.3",
            Self::TransferCoding => "RFC 9112 §6.1",
            Self::ChunkSize | Self::ChunkEnd => "RFC 9112 §7.1",
            Self::Incomplete => "RFC 9112 §8",
            Self::Method => "RFC 9112 §3.1",
            Self::Target | Self::NoHost | Self::TwoHosts | Self::Host => "RFC 9112 §3.2",
            Self::Status => "RFC 9112 §4",
            Self::BlankBeforeColon => "RFC 9112 §5.1",
            Self::Folded => "RFC 9112 §5.2",
            Self::FieldName => "RFC 9110 §5.1",
            Self::Control => "RFC 9110 §5.5",
            Self::HeadTooLong | Self::TooManyFields => "RFC 6585 §5",
            Self::StartLineTooLong => "RFC 9110 §15.5.15",
            Self::MajorVersion => "RFC 9110 §15.6.6",
        }
    }

    /// The status of the answer to such a request.
    pub const fn status(self) -> u16 {
        match self {
            Self::StartLineTooLong => 414,
            Self::HeadTooLong | Self::TooManyFields => 431,
            Self::MajorVersion => 505,
            _ => 400,
        }
    }
}
