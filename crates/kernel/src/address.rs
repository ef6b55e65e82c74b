//! Addresses that sockets are bound to and connected with.

use std::fmt;
use std::net::Ipv4Addr;

/// An internet address. A type of its own, so that IPv6 can join without touching its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ip(pub Ipv4Addr);

impl std::hash::Hash for Ip {
    /// As one word: connections are found by their addresses, segment by segment.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u32(self.0.to_bits());
    }
}

impl Ip {
    /// `0.0.0.0`: any address of this host.
    pub const ANY: Ip = Ip(Ipv4Addr::UNSPECIFIED);
    /// `127.0.0.1`.
    pub const LOOPBACK: Ip = Ip(Ipv4Addr::LOCALHOST);

    /// Whether this is `0.0.0.0`.
    pub const fn is_any(self) -> bool {
        self.0.is_unspecified()
    }

    /// Whether this is in `127.0.0.0/8`.
    pub const fn is_loopback(self) -> bool {
        self.0.is_loopback()
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An internet address and a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// The address.
    pub ip: Ip,
    /// The port.
    pub port: u16,
}

impl Endpoint {
    /// `0.0.0.0:0`: nothing chosen yet.
    pub const NONE: Endpoint = Endpoint { ip: Ip::ANY, port: 0 };

    /// An endpoint of an address and a port.
    pub const fn new(ip: Ip, port: u16) -> Self {
        Self { ip, port }
    }

    /// A port of `127.0.0.1`.
    pub const fn loopback(port: u16) -> Self {
        Self { ip: Ip::LOOPBACK, port }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.ip, self.port)
    }
}

/// The name of an `AF_UNIX` socket, as unix(7) distinguishes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnixName {
    /// No name yet; as an argument of `bind`, the kernel picks an abstract one.
    Unnamed,
    /// A name in the file system.
    Path(String),
    /// A name in the abstract namespace (`ss` writes it with `@`).
    Abstract(String),
}

/// An address as a system call carries it: `struct sockaddr` of some family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// `AF_UNSPEC`: `connect` takes it to mean "no peer".
    Unspecified,
    /// `AF_INET`.
    Inet(Endpoint),
    /// `AF_UNIX`.
    Unix(UnixName),
}

/// Bytes of a `struct sockaddr_in`.
pub(crate) const SOCKADDR_IN_LENGTH: u32 = 16;
/// Bytes of the longest `sun_path`.
pub(crate) const UNIX_PATH_MAX: usize = 108;

impl Address {
    /// The length that a correct program passes beside this address.
    pub fn length(&self) -> u32 {
        match self {
            Address::Unspecified | Address::Inet(_) => SOCKADDR_IN_LENGTH,
            Address::Unix(UnixName::Unnamed) => 2,
            Address::Unix(UnixName::Path(name) | UnixName::Abstract(name)) => {
                // The zero before an abstract name, or behind a path.
                2 + name.len() as u32 + 1
            }
        }
    }
}

impl UnixName {
    /// The name in the first `length` bytes of its `struct sockaddr_un`; beyond its end there are
    /// zeros. A path ends at the first zero, an abstract name does not.
    pub(crate) fn within(&self, length: u32) -> Option<Self> {
        let mut bytes = match self {
            UnixName::Unnamed => Vec::new(),
            UnixName::Path(path) => path.as_bytes().to_vec(),
            UnixName::Abstract(name) => [b"\0", name.as_bytes()].concat(),
        };
        let length = (length as usize).checked_sub(2).filter(|&length| length <= UNIX_PATH_MAX)?;
        bytes.resize(length, 0);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(match bytes.split_first() {
            None => UnixName::Unnamed,
            Some((0, rest)) => UnixName::Abstract(text(rest)),
            Some(_) => {
                UnixName::Path(text(bytes.split(|&byte| byte == 0).next().unwrap_or_default()))
            }
        })
    }
}

impl From<Endpoint> for Address {
    fn from(endpoint: Endpoint) -> Self {
        Address::Inet(endpoint)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Unspecified => f.write_str("UNSPEC"),
            Address::Inet(endpoint) => endpoint.fmt(f),
            Address::Unix(UnixName::Unnamed) => f.write_str("unix:"),
            Address::Unix(UnixName::Path(path)) => write!(f, "unix:{path}"),
            Address::Unix(UnixName::Abstract(name)) => write!(f, "unix:@{name}"),
        }
    }
}
