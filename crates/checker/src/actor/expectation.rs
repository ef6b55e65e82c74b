//! What bytes that came mean for what is expected next.
//!
//! Invariant: the same bytes give the same judgement however they were cut. Only the moment at
//! which it can be made hangs on that.

use http::{Body, Framing, Limits, Piece, Reader, RequestLine, Response, StatusLine};
use websocket::handshake::client::Client;
use websocket::handshake::server::{Accepted, Policy, Server};
use websocket::handshake::{Fault, Rule};

use crate::act::{Ask, Expected};
use crate::failure::Reason;

/// The most bytes that wait for something to be found in them.
const INBOX_MAX: usize = 1 << 20;

/// What was said last about what follows the bytes that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coming {
    /// More may come.
    More,
    /// Not within the time that the statement gives.
    Late,
    /// The connection has ended.
    End,
    /// The connection was reset.
    Reset,
}

/// The bytes that no statement took yet, and what follows them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) coming: Coming,
}

/// A judgement on a [`Reading`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// More must come before it can be told.
    Needs,
    /// What was expected came: so many bytes belong to it.
    Met(usize),
    /// What was expected is a request, which is answered by these bytes.
    Answered(usize, Vec<u8>),
    /// It did not come.
    Missed(Miss),
}

/// What came in the place of what was expected.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Miss {
    pub(super) reason: Reason,
    pub(super) expected: Vec<u8>,
    pub(super) seen: Vec<u8>,
    pub(super) at: Option<usize>,
    pub(super) detail: String,
}

impl Miss {
    pub(super) fn into_judged(self) -> Judged {
        Judged::Missed(self)
    }
}

impl Reading<'_> {
    /// Judges what a stream brought; frames are [`super::frames`]'.
    pub(super) fn judge(self, expected: &Expected) -> Judged {
        match expected {
            Expected::Bytes(bytes) => self.exactly(bytes),
            Expected::Line => self.until(b"\n"),
            Expected::Until(mark) => self.until(mark),
            Expected::Head => self.head(),
            Expected::Refusal(status) => self.refusal(*status),
            Expected::Handshake => self.request(),
            // Frames are read by another hand, and datagrams are not a stream.
            _ => self.nothing_but(expected),
        }
    }

    /// Why nothing more can be waited for; `None` while more may come.
    fn over(self) -> Option<Reason> {
        match self.coming {
            Coming::More if self.bytes.len() > INBOX_MAX => Some(Reason::More),
            Coming::More => None,
            Coming::Late => Some(Reason::Nothing),
            Coming::End => Some(Reason::Ended),
            Coming::Reset => Some(Reason::Reset),
        }
    }

    /// More is needed, or it is missed for good.
    pub(super) fn wait_for(self, expected: &[u8]) -> Judged {
        match self.over() {
            None => Judged::Needs,
            Some(reason) => {
                let (expected, seen) = (expected.to_vec(), self.bytes.to_vec());
                Miss { reason, expected, seen, ..Miss::default() }.into_judged()
            }
        }
    }

    fn exactly(self, expected: &[u8]) -> Judged {
        match first_difference(expected, self.bytes) {
            Some(at) => {
                // What else came by then helps to see what it is.
                let end = self.bytes.len().min(expected.len().max(at + 1));
                Miss {
                    reason: Reason::Differs,
                    expected: expected.to_vec(),
                    seen: self.bytes[..end].to_vec(),
                    at: Some(at),
                    ..Miss::default()
                }
                .into_judged()
            }
            None if self.bytes.len() >= expected.len() => Judged::Met(expected.len()),
            None => self.wait_for(expected),
        }
    }

    fn until(self, mark: &[u8]) -> Judged {
        // A mark has at least one byte: the parser sees to that.
        let found = self.bytes.windows(mark.len().max(1)).position(|window| window == mark);
        match found {
            Some(at) => Judged::Met(at + mark.len()),
            None => self.wait_for(mark),
        }
    }

    /// A whole head, of a request or of a response as its first bytes say.
    fn head(self) -> Judged {
        let mut rest = self.bytes;
        let whole = if self.bytes.starts_with(b"HTTP/") {
            Reader::<StatusLine>::new(Limits::default()).receive(&mut rest).map(|it| it.is_some())
        } else {
            Reader::<RequestLine>::new(Limits::default()).receive(&mut rest).map(|it| it.is_some())
        };
        match whole {
            Ok(false) => self.wait_for(b"\r\n\r\n"),
            Ok(true) => Judged::Met(self.bytes.len() - rest.len()),
            Err(fault) => self.illegal(fault.at, fault.rule.clause()),
        }
    }

    fn illegal(self, at: usize, clause: &str) -> Judged {
        Miss {
            reason: Reason::Illegal,
            seen: self.bytes.to_vec(),
            at: Some(at),
            detail: clause.to_owned(),
            ..Miss::default()
        }
        .into_judged()
    }

    /// A response that refuses, with its body.
    fn refusal(self, status: Option<u16>) -> Judged {
        let mut rest = self.bytes;
        let wanted = status.map_or("4xx".to_owned(), |status| status.to_string());
        let response = match Reader::<StatusLine>::new(Limits::default()).receive(&mut rest) {
            Ok(Some(response)) => response,
            Ok(None) => return self.wait_for(format!("HTTP/1.1 {wanted}").as_bytes()),
            Err(fault) => return self.illegal(fault.at, fault.rule.clause()),
        };
        let seen = response.start.status;
        if status.is_some_and(|status| status != seen) || seen < 400 {
            return Miss {
                reason: Reason::Refusal,
                expected: wanted.into_bytes(),
                seen: seen.to_string().into_bytes(),
                detail: seen.to_string(),
                ..Miss::default()
            }
            .into_judged();
        }
        self.body(&response, rest)
    }

    fn body(self, response: &Response, mut rest: &[u8]) -> Judged {
        let framing = match Framing::of_response(response, "GET") {
            // What ends with the connection is left to whoever expects the end.
            Ok(Framing::UntilClose) => return Judged::Met(self.bytes.len()),
            Ok(framing) => framing,
            Err(fault) => return self.illegal(fault.at, fault.rule.clause()),
        };
        let head_len = self.bytes.len() - rest.len();
        let mut body = Body::new(framing, Limits::default());
        loop {
            match body.receive(&mut rest) {
                Ok(Piece::Data(_)) => {}
                Ok(Piece::More) => return self.wait_for(b""),
                Ok(Piece::End(_)) => return Judged::Met(self.bytes.len() - rest.len()),
                Err(fault) => return self.illegal(head_len + fault.at, fault.rule.clause()),
            }
        }
    }

    /// The answer to a request for a handshake: a legal 101 with the right accept value.
    pub(super) fn answer(self, ask: &Ask) -> Judged {
        let mut rest = self.bytes;
        let mut client = Client::after(&ask.request(), Limits::default());
        match client.receive(&mut rest) {
            None => self.wait_for(b"HTTP/1.1 101"),
            Some(Ok(_)) => Judged::Met(self.bytes.len() - rest.len()),
            Some(Err(fault)) => self.unanswered(fault, client.expected_accept()),
        }
    }

    fn unanswered(self, fault: Fault, accept: &str) -> Judged {
        match fault.rule {
            Rule::Status(status) => Miss {
                reason: Reason::Refusal,
                expected: b"101".to_vec(),
                seen: status.to_string().into_bytes(),
                detail: status.to_string(),
                ..Miss::default()
            }
            .into_judged(),
            Rule::Accept => {
                let value = self.bytes.get(fault.at..).unwrap_or_default();
                let end = value.iter().position(|&byte| byte == b'\r').unwrap_or(value.len());
                let value = value[..end].trim_ascii_end();
                Miss {
                    reason: Reason::Illegal,
                    expected: accept.as_bytes().to_vec(),
                    seen: value.to_vec(),
                    at: Some(first_difference(accept.as_bytes(), value).unwrap_or(value.len())),
                    detail: fault.rule.clause().to_owned(),
                }
                .into_judged()
            }
            rule => self.illegal(fault.at, rule.clause()),
        }
    }

    /// A request for a handshake, and its answer.
    fn request(self) -> Judged {
        let mut rest = self.bytes;
        match Server::new(Policy::default()).receive(&mut rest) {
            None => self.wait_for(b"GET "),
            Some(Ok(accepted)) => {
                let taken = self.bytes.len() - rest.len();
                Judged::Answered(taken, Accepted::response(&accepted).to_bytes())
            }
            Some(Err(fault)) => self.illegal(fault.at, fault.rule.clause()),
        }
    }

    /// The end, a reset, or silence: any byte is too much.
    fn nothing_but(self, expected: &Expected) -> Judged {
        let reason = match (self.coming, expected) {
            _ if !self.bytes.is_empty() => Reason::More,
            (Coming::More, _) => return Judged::Needs,
            (Coming::End, Expected::End | Expected::Closed)
            | (Coming::Reset, Expected::Reset | Expected::Closed)
            | (Coming::Late, Expected::Silence { .. }) => return Judged::Met(0),
            (Coming::Late, Expected::End | Expected::Reset | Expected::Closed) => Reason::Open,
            (Coming::Late, _) => Reason::Nothing,
            (Coming::End, _) => Reason::Ended,
            (Coming::Reset, _) => Reason::Reset,
        };
        let at = (reason == Reason::More).then_some(0);
        Miss { reason, seen: self.bytes.to_vec(), at, ..Miss::default() }.into_judged()
    }
}

/// Where two texts differ first, as far as both go.
pub(super) fn first_difference(expected: &[u8], seen: &[u8]) -> Option<usize> {
    expected.iter().zip(seen).position(|(expected, seen)| expected != seen)
}

/// Where a whole does not agree with another whole.
pub(super) fn whole_difference(expected: &[u8], seen: &[u8]) -> Option<usize> {
    let shorter = expected.len().min(seen.len());
    first_difference(expected, seen).or((expected.len() != seen.len()).then_some(shorter))
}
