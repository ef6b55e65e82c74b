//! Whom a request is for: `Host`, and the part of a URI between `//` and its path
//! (RFC 3986 §3.2, RFC 9110 §7.2).
//!
//! ```
//! use http::{Authority, Host};
//!
//! let authority = Authority::read("[::1]:3000").unwrap();
//! assert!(matches!(authority.host, Host::Address(address) if address.is_loopback()));
//! assert_eq!(authority.port, Some(3000));
//! assert_eq!(Authority::read("a b"), Err(1));
//! ```

use alloc::string::String;
use core::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// A host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authority {
    /// The host.
    pub host: Host,
    /// The port, where one is said; without it, the scheme's own is meant.
    pub port: Option<u16>,
}

/// A host as a URI names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// An address, written out. Nobody can make it lead elsewhere.
    Address(IpAddr),
    /// A registered name in small letters, which leads where its owner says.
    Name(String),
}

impl Authority {
    /// Reads `host` or `host:port`; an error is the offset of the first byte that cannot stand
    /// where it stands. An empty host is one (RFC 9110 §4.2.1), and so is `user@`, behind which a
    /// foreign host can look like a known one (RFC 9110 §4.2.4).
    pub fn read(text: &str) -> Result<Self, usize> {
        let (host, host_len) = match text.strip_prefix('[') {
            Some(rest) => Host::read_bracketed(rest)?,
            None => Host::read_name(text)?,
        };
        let port = match text[host_len..].strip_prefix(':') {
            None if host_len < text.len() => return Err(host_len),
            None | Some("") => None,
            Some(digits) => Some(read_port(digits).map_err(|at| host_len + 1 + at)?),
        };
        Ok(Self { host, port })
    }
}

impl Host {
    /// Reads an address up to its closing bracket; gives the length with both brackets.
    fn read_bracketed(rest: &str) -> Result<(Self, usize), usize> {
        let len = rest.find(']').ok_or(rest.len() + 1)?;
        let address: Ipv6Addr = rest[..len].parse().map_err(|_| 1_usize)?;
        Ok((Self::Address(address.into()), len + 2))
    }

    /// Reads a name or an IPv4 address up to the colon or the end.
    fn read_name(text: &str) -> Result<(Self, usize), usize> {
        let len = text.find(':').unwrap_or(text.len());
        let name = &text[..len];
        let bytes = name.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            let is_escape = byte == b'%'
                && bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit)
                && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
            if !is_escape && !is_name(byte) {
                return Err(at);
            }
        }
        if name.is_empty() {
            return Err(0);
        }
        let address = name.parse().map(|address: Ipv4Addr| Self::Address(address.into()));
        Ok((address.unwrap_or_else(|_| Self::Name(name.to_ascii_lowercase())), len))
    }
}

/// Reads the digits of a port.
fn read_port(digits: &str) -> Result<u16, usize> {
    match digits.bytes().position(|byte| !byte.is_ascii_digit()) {
        Some(at) => Err(at),
        None => digits.parse().map_err(|_| 0),
    }
}

/// Whether a byte may stand in a registered name: unreserved and sub-delims (RFC 3986 §3.2.2).
const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'')
        || matches!(byte, b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
            Self::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => self.host.fmt(f),
        }
    }
}
