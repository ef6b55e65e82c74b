//! The first line: what is asked for, or how it went (RFC 9112 §3, §4).

use alloc::{format, string::String, vec::Vec};

use crate::{Fault, Rule, Target, fields::is_token};

/// A version of HTTP/1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The digit behind the point: 1 for HTTP/1.1.
    pub minor: u8,
}

impl Version {
    /// HTTP/1.1.
    pub const HTTP_1_1: Self = Self { minor: 1 };

    /// Reads `HTTP/1.1`, `at` this offset.
    fn read(text: &[u8], at: usize) -> Result<Self, Fault> {
        match text {
            [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor @ b'0'..=b'9'] => {
                Ok(Self { minor: minor - b'0' })
            }
            [b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9'] => {
                Err(Fault { rule: Rule::MajorVersion, at: at + 5 })
            }
            _ => Err(Fault { rule: Rule::Version, at }),
        }
    }
}

/// A first line of either kind.
pub trait StartLine: Sized {
    /// Reads a line without its end; offsets in faults count from the line's start.
    fn read(line: &[u8]) -> Result<Self, Fault>;

    /// Writes the line without its end.
    fn write(&self, out: &mut Vec<u8>);
}

/// The first line of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// What to do, such as `GET`; case matters.
    pub method: String,
    /// What to do it to, as it was written; [`RequestLine::form`] says what that means.
    pub target: String,
    /// The version that the client speaks.
    pub version: Version,
}

impl RequestLine {
    /// The target in its form. A line that was read always has one.
    pub fn form(&self) -> Result<Target<'_>, Fault> {
        Target::read(&self.method, &self.target)
            .map_err(|at| Fault { rule: Rule::Target, at: self.method.len() + 1 + at })
    }
}

impl StartLine for RequestLine {
    fn read(line: &[u8]) -> Result<Self, Fault> {
        let mut parts = line.splitn(3, |&byte| byte == b' ');
        let [method, target, version] = core::array::from_fn(|_| parts.next().unwrap_or(&[]));
        if let Some(at) = misfit(method, is_token) {
            return Err(Fault { rule: Rule::Method, at });
        }
        let target_at = method.len() + 1;
        if let Some(at) = misfit(target, |byte| byte.is_ascii_graphic()) {
            return Err(Fault { rule: Rule::Target, at: (target_at + at).min(line.len()) });
        }
        let version_at = (target_at + target.len() + 1).min(line.len());
        let version = Version::read(version, version_at)?;
        let line = Self { method: text(method), target: text(target), version };
        line.form()?;
        Ok(line)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let Self { method, target, version } = self;
        let line = format!("{method} {target} HTTP/1.{}", version.minor);
        out.extend_from_slice(line.as_bytes());
    }
}

/// The first line of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    /// The version that the server speaks.
    pub version: Version,
    /// How it went: 101 when protocols are switched.
    pub status: u16,
    /// The status in words, which no program reads.
    pub reason: String,
}

impl StartLine for StatusLine {
    fn read(line: &[u8]) -> Result<Self, Fault> {
        let mut parts = line.splitn(3, |&byte| byte == b' ');
        let [version, status, reason] = core::array::from_fn(|_| parts.next().unwrap_or(&[]));
        let status_at = (version.len() + 1).min(line.len());
        let version = Version::read(version, 0)?;
        let [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] = status else {
            return Err(Fault { rule: Rule::Status, at: status_at });
        };
        let status = status.iter().fold(0, |so_far, digit| so_far * 10 + u16::from(digit - b'0'));
        Ok(Self { version, status, reason: text(reason) })
    }

    fn write(&self, out: &mut Vec<u8>) {
        let Self { version, status, reason } = self;
        let line = format!("HTTP/1.{} {status} {reason}", version.minor);
        out.extend_from_slice(line.as_bytes());
    }
}

/// The first byte that does not fit, or the end if there is no byte at all.
fn misfit(part: &[u8], fits: impl Fn(u8) -> bool) -> Option<usize> {
    if part.is_empty() { Some(0) } else { part.iter().position(|&byte| !fits(byte)) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
