//! Close codes: why a connection ends, and which reasons may be sent (§7.4).
//!
//! ```
//! use websocket::frame::CloseCode;
//!
//! assert!(CloseCode::NORMAL.may_be_sent());
//! assert!(!CloseCode::ABNORMAL.may_be_sent()); // 1006 is only ever said locally
//! ```

use core::fmt;

/// The number in a close frame's body, or one of the two that only an API reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// The purpose is fulfilled.
    pub const NORMAL: Self = Self(1000);
    /// The server shuts down, or the reader leaves the page.
    pub const GOING_AWAY: Self = Self(1001);
    /// The peer broke the protocol.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// A kind of data that this end does not take.
    pub const UNSUPPORTED: Self = Self(1003);
    /// Local only: the close frame held no code.
    pub const NO_STATUS: Self = Self(1005);
    /// Local only: no close frame came.
    pub const ABNORMAL: Self = Self(1006);
    /// Data that is not what its type says, such as text that is not UTF-8.
    pub const INVALID_PAYLOAD: Self = Self(1007);
    /// The general refusal.
    pub const POLICY_VIOLATION: Self = Self(1008);
    /// A message too big to process.
    pub const MESSAGE_TOO_BIG: Self = Self(1009);
    /// The client misses an extension in the server's answer.
    pub const MANDATORY_EXTENSION: Self = Self(1010);
    /// An end met a condition that it did not expect (a server in the RFC, either end since its
    /// erratum 3227).
    pub const INTERNAL_ERROR: Self = Self(1011);
    /// The service restarts.
    pub const SERVICE_RESTART: Self = Self(1012);
    /// Come back later.
    pub const TRY_AGAIN_LATER: Self = Self(1013);
    /// A gateway got an invalid answer from the server behind it.
    pub const BAD_GATEWAY: Self = Self(1014);
    /// Local only: TLS failed.
    pub const TLS_HANDSHAKE: Self = Self(1015);

    /// Whether an endpoint may put this code into a close frame.
    pub const fn may_be_sent(self) -> bool {
        use Standing::{ClientOnly, Private, Registered, Sendable};
        matches!(self.standing(), Sendable | ClientOnly | Registered | Private)
    }

    /// What the code's number says about its use.
    pub const fn standing(self) -> Standing {
        let mut row = 0;
        while row < Range::ALL.len() {
            if self.0 <= Range::ALL[row].last {
                return Range::ALL[row].standing;
            }
            row += 1;
        }
        Standing::OutOfRange
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a range of codes is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// 0-999 and from 5000: no close code at all.
    OutOfRange,
    /// Defined by the RFC or by IANA's registry, and sent.
    Sendable,
    /// 1010: a server has no use for it, since it can refuse the handshake (§7.4.1).
    ClientOnly,
    /// 1005, 1006, 1015: an API may report them, no frame may carry them (§7.4.1).
    LocalOnly,
    /// Kept for the protocol's own future.
    Reserved,
    /// 3000-3999: for libraries, registered with IANA.
    Registered,
    /// 4000-4999: for agreement between two programs.
    Private,
}

/// Neighbouring codes of one standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first code of the range.
    pub first: u16,
    /// The last code of the range.
    pub last: u16,
    /// What all of them are for.
    pub standing: Standing,
    /// Where that is written.
    pub clause: &'static str,
}

impl Range {
    /// All 65,536 codes, in order and without a gap: what the decoder obeys and the book prints.
    pub const ALL: [Self; 13] = {
        use Standing::{
            ClientOnly, LocalOnly, OutOfRange, Private, Registered, Reserved, Sendable,
        };
        const fn row(first: u16, last: u16, standing: Standing, clause: &'static str) -> Range {
            Range { first, last, standing, clause }
        }
        [
            row(0, 999, OutOfRange, "RFC 6455 §7.4.2"),
            row(1000, 1003, Sendable, "RFC 6455 §7.4.1"),
            row(1004, 1004, Reserved, "RFC 6455 §7.4.1"),
            row(1005, 1006, LocalOnly, "RFC 6455 §7.4.1"),
            row(1007, 1009, Sendable, "RFC 6455 §7.4.1"),
            row(1010, 1010, ClientOnly, "RFC 6455 §7.4.1"),
            row(1011, 1011, Sendable, "RFC 6455 §7.4.1"),
            // Registered after the RFC, by the rules of its §11.7.
            row(1012, 1014, Sendable, "IANA registry"),
            row(1015, 1015, LocalOnly, "RFC 6455 §7.4.1"),
            row(1016, 2999, Reserved, "RFC 6455 §7.4.2"),
            row(3000, 3999, Registered, "RFC 6455 §7.4.2"),
            row(4000, 4999, Private, "RFC 6455 §7.4.2"),
            row(5000, u16::MAX, OutOfRange, "RFC 6455 §7.4.2"),
        ]
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_7_4_which_codes_may_be_sent() {
        for code in 0..=u16::MAX {
            let sent = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
            assert_eq!(CloseCode(code).may_be_sent(), sent, "{code}");
        }
    }

    #[test]
    fn the_ranges_leave_no_gap() {
        assert_eq!((Range::ALL[0].first, Range::ALL[12].last), (0, u16::MAX));
        for pair in Range::ALL.windows(2) {
            assert_eq!(u32::from(pair[0].last) + 1, u32::from(pair[1].first));
        }
    }
}
