//! The names that C has for the numbers of system calls.

use figure_kit::figure::Refused;
use figure_kit::value::Value;
use kernel::abi;

/// A socket option: its level, its number and its name.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// `SOL_SOCKET` and the like.
    pub level: i32,
    /// Its number at that level.
    pub number: i32,
    /// Its name in C.
    pub name: &'static str,
}

macro_rules! options {
    ($($level:ident $name:ident,)*) => {
        /// Every option that the world knows.
        pub const OPTIONS: &[Named] =
            &[$(Named { level: abi::$level, number: abi::$name, name: stringify!($name) },)*];
    };
}

options! {
    SOL_SOCKET SO_REUSEADDR,
    SOL_SOCKET SO_REUSEPORT,
    SOL_SOCKET SO_KEEPALIVE,
    SOL_SOCKET SO_LINGER,
    SOL_SOCKET SO_RCVBUF,
    SOL_SOCKET SO_SNDBUF,
    SOL_SOCKET SO_RCVLOWAT,
    SOL_SOCKET SO_RCVTIMEO,
    SOL_SOCKET SO_SNDTIMEO,
    SOL_SOCKET SO_BROADCAST,
    SOL_SOCKET SO_OOBINLINE,
    SOL_SOCKET SO_DONTROUTE,
    SOL_SOCKET SO_PRIORITY,
    IPPROTO_IP IP_TTL,
    IPPROTO_IP IP_TOS,
    IPPROTO_IP IP_BIND_ADDRESS_NO_PORT,
    IPPROTO_TCP TCP_NODELAY,
    IPPROTO_TCP TCP_CORK,
    IPPROTO_TCP TCP_MAXSEG,
    IPPROTO_TCP TCP_KEEPIDLE,
    IPPROTO_TCP TCP_KEEPINTVL,
    IPPROTO_TCP TCP_KEEPCNT,
    IPPROTO_TCP TCP_SYNCNT,
    IPPROTO_TCP TCP_LINGER2,
    IPPROTO_TCP TCP_DEFER_ACCEPT,
    IPPROTO_TCP TCP_USER_TIMEOUT,
    IPPROTO_TCP TCP_QUICKACK,
    IPPROTO_TCP TCP_WINDOW_CLAMP,
    SOL_SOCKET SO_TYPE,
    SOL_SOCKET SO_DOMAIN,
    SOL_SOCKET SO_PROTOCOL,
    SOL_SOCKET SO_ACCEPTCONN,
    SOL_SOCKET SO_ERROR,
}

/// An option is written as C writes it.
impl Value for &'static Named {
    fn parse(text: &str) -> Result<Self, Refused> {
        option(text).ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        self.name.to_owned()
    }

    fn expects() -> String {
        "the name of a socket option, such as SO_RCVBUF".to_owned()
    }

    fn any() -> Self {
        &OPTIONS[0]
    }
}

/// The option of a name, as C writes it.
pub fn option(name: &str) -> Option<&'static Named> {
    OPTIONS.iter().find(|option| option.name == name)
}

pub(super) const LEVELS: &[(i32, &str)] = &[
    (abi::SOL_SOCKET, "SOL_SOCKET"),
    (abi::IPPROTO_IP, "IPPROTO_IP"),
    (abi::IPPROTO_TCP, "IPPROTO_TCP"),
];
const DOMAINS: &[(i32, &str)] = &[(abi::AF_INET, "AF_INET"), (abi::AF_UNIX, "AF_UNIX")];
const KINDS: &[(i32, &str)] = &[
    (abi::SOCK_STREAM, "SOCK_STREAM"),
    (abi::SOCK_DGRAM, "SOCK_DGRAM"),
    (abi::SOCK_SEQPACKET, "SOCK_SEQPACKET"),
];
pub(super) const DIRECTIONS: &[(i32, &str)] =
    &[(abi::SHUT_RD, "SHUT_RD"), (abi::SHUT_WR, "SHUT_WR"), (abi::SHUT_RDWR, "SHUT_RDWR")];
pub(super) const MESSAGE_FLAGS: &[(i32, &str)] = &[
    (abi::MSG_OOB, "MSG_OOB"),
    (abi::MSG_PEEK, "MSG_PEEK"),
    (abi::MSG_DONTWAIT, "MSG_DONTWAIT"),
    (abi::MSG_WAITALL, "MSG_WAITALL"),
    (abi::MSG_NOSIGNAL, "MSG_NOSIGNAL"),
];
pub(super) const POLL_EVENTS: &[(i32, &str)] = &[
    (abi::POLLIN.cast_signed(), "POLLIN"),
    (abi::POLLPRI.cast_signed(), "POLLPRI"),
    (abi::POLLOUT.cast_signed(), "POLLOUT"),
    (abi::POLLERR.cast_signed(), "POLLERR"),
    (abi::POLLHUP.cast_signed(), "POLLHUP"),
    (abi::POLLNVAL.cast_signed(), "POLLNVAL"),
    (abi::POLLRDHUP.cast_signed(), "POLLRDHUP"),
];
pub(super) const EPOLL_HOW: &[(i32, &str)] = &[
    (abi::EPOLL_CTL_ADD, "EPOLL_CTL_ADD"),
    (abi::EPOLL_CTL_DEL, "EPOLL_CTL_DEL"),
    (abi::EPOLL_CTL_MOD, "EPOLL_CTL_MOD"),
];

pub(super) fn name(table: &[(i32, &str)], number: i32) -> String {
    let known = table.iter().find(|(known, _)| *known == number);
    known.map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
}

/// The names of the bits that are set, what has none as a number; 0 for nothing.
pub(super) fn bits(table: &[(i32, &str)], mut flags: i32) -> String {
    let mut text = String::new();
    for (bit, name) in table {
        if flags & bit != 0 {
            flags &= !bit;
            join(&mut text, "|", name);
        }
    }
    if flags != 0 || text.is_empty() {
        join(&mut text, "|", &flags.to_string());
    }
    text
}

pub(super) fn join(text: &mut String, between: &str, more: &str) {
    if !text.is_empty() {
        text.push_str(between);
    }
    text.push_str(more);
}

pub(super) fn domain(domain: i32) -> String {
    name(DOMAINS, domain)
}

pub(super) fn kind(kind: i32) -> String {
    let flags = [(abi::SOCK_NONBLOCK, "SOCK_NONBLOCK"), (abi::SOCK_CLOEXEC, "SOCK_CLOEXEC")];
    let both = abi::SOCK_NONBLOCK | abi::SOCK_CLOEXEC;
    let mut text = name(KINDS, kind & !both);
    if kind & both != 0 {
        join(&mut text, "|", &bits(&flags, kind & both));
    }
    text
}

pub(super) fn option_name(level: i32, number: i32) -> String {
    let known = OPTIONS.iter().find(|known| known.level == level && known.number == number);
    known.map_or_else(|| number.to_string(), |known| known.name.to_owned())
}
