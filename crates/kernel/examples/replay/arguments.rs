//! From the words of a scenario to the numbers of a system call.

use std::collections::BTreeSet;

use kernel::{Address, Endpoint, Flags, Ip, OptionValue, UnixName, abi};
use serde_json::Value;

use crate::runner::Runner;

/// Constants by the names that scenarios use.
const CONSTANTS: [(&str, i32); 73] = [
    ("AF_UNSPEC", abi::AF_UNSPEC),
    ("AF_UNIX", abi::AF_UNIX),
    ("AF_INET", abi::AF_INET),
    ("AF_INET6", 10),
    ("SOCK_STREAM", abi::SOCK_STREAM),
    ("SOCK_DGRAM", abi::SOCK_DGRAM),
    ("SOCK_RAW", abi::SOCK_RAW),
    ("SOCK_SEQPACKET", abi::SOCK_SEQPACKET),
    ("SOCK_NONBLOCK", abi::SOCK_NONBLOCK),
    ("SOCK_CLOEXEC", abi::SOCK_CLOEXEC),
    ("IPPROTO_IP", abi::IPPROTO_IP),
    ("IPPROTO_TCP", abi::IPPROTO_TCP),
    ("IPPROTO_UDP", abi::IPPROTO_UDP),
    ("IPPROTO_ICMP", abi::IPPROTO_ICMP),
    ("SOL_SOCKET", abi::SOL_SOCKET),
    ("SOL_IP", abi::IPPROTO_IP),
    ("SOL_TCP", abi::IPPROTO_TCP),
    ("SO_REUSEADDR", abi::SO_REUSEADDR),
    ("SO_REUSEPORT", abi::SO_REUSEPORT),
    ("SO_TYPE", abi::SO_TYPE),
    ("SO_ERROR", abi::SO_ERROR),
    ("SO_DONTROUTE", abi::SO_DONTROUTE),
    ("SO_BROADCAST", abi::SO_BROADCAST),
    ("SO_SNDBUF", abi::SO_SNDBUF),
    ("SO_RCVBUF", abi::SO_RCVBUF),
    ("SO_SNDBUFFORCE", abi::SO_SNDBUFFORCE),
    ("SO_RCVBUFFORCE", abi::SO_RCVBUFFORCE),
    ("SO_KEEPALIVE", abi::SO_KEEPALIVE),
    ("SO_OOBINLINE", abi::SO_OOBINLINE),
    ("SO_PRIORITY", abi::SO_PRIORITY),
    ("SO_LINGER", abi::SO_LINGER),
    ("SO_RCVLOWAT", abi::SO_RCVLOWAT),
    ("SO_SNDLOWAT", abi::SO_SNDLOWAT),
    ("SO_RCVTIMEO", abi::SO_RCVTIMEO),
    ("SO_SNDTIMEO", abi::SO_SNDTIMEO),
    ("SO_ACCEPTCONN", abi::SO_ACCEPTCONN),
    ("SO_PROTOCOL", abi::SO_PROTOCOL),
    ("SO_DOMAIN", abi::SO_DOMAIN),
    ("IP_TOS", abi::IP_TOS),
    ("IP_TTL", abi::IP_TTL),
    ("IP_RECVERR", abi::IP_RECVERR),
    ("IP_BIND_ADDRESS_NO_PORT", abi::IP_BIND_ADDRESS_NO_PORT),
    ("TCP_NODELAY", abi::TCP_NODELAY),
    ("TCP_MAXSEG", abi::TCP_MAXSEG),
    ("TCP_CORK", abi::TCP_CORK),
    ("TCP_KEEPIDLE", abi::TCP_KEEPIDLE),
    ("TCP_KEEPINTVL", abi::TCP_KEEPINTVL),
    ("TCP_KEEPCNT", abi::TCP_KEEPCNT),
    ("TCP_SYNCNT", abi::TCP_SYNCNT),
    ("TCP_LINGER2", abi::TCP_LINGER2),
    ("TCP_DEFER_ACCEPT", abi::TCP_DEFER_ACCEPT),
    ("TCP_WINDOW_CLAMP", abi::TCP_WINDOW_CLAMP),
    ("TCP_QUICKACK", abi::TCP_QUICKACK),
    ("TCP_USER_TIMEOUT", abi::TCP_USER_TIMEOUT),
    ("MSG_OOB", abi::MSG_OOB),
    ("MSG_PEEK", abi::MSG_PEEK),
    ("MSG_DONTROUTE", abi::MSG_DONTROUTE),
    ("MSG_TRUNC", abi::MSG_TRUNC),
    ("MSG_DONTWAIT", abi::MSG_DONTWAIT),
    ("MSG_EOR", abi::MSG_EOR),
    ("MSG_WAITALL", abi::MSG_WAITALL),
    ("MSG_ERRQUEUE", abi::MSG_ERRQUEUE),
    ("MSG_NOSIGNAL", abi::MSG_NOSIGNAL),
    ("MSG_MORE", abi::MSG_MORE),
    ("RD", abi::SHUT_RD),
    ("WR", abi::SHUT_WR),
    ("RDWR", abi::SHUT_RDWR),
    ("ADD", abi::EPOLL_CTL_ADD),
    ("DEL", abi::EPOLL_CTL_DEL),
    ("MOD", abi::EPOLL_CTL_MOD),
    ("O_NONBLOCK", abi::O_NONBLOCK),
    ("0", 0),
    ("", 0),
];

/// The number of a constant, given by its name, or as a number.
pub(crate) fn constant(value: &Value) -> Result<i32, String> {
    if let Some(number) = value.as_i64() {
        return Ok(number as i32);
    }
    let text = value.as_str().ok_or_else(|| format!("{value} is no constant"))?;
    text.split('|').try_fold(0, |sum, word| Ok(sum | named(word.trim())?))
}

fn named(word: &str) -> Result<i32, String> {
    let found = CONSTANTS.iter().find(|(name, _)| *name == word);
    found.map(|(_, number)| *number).ok_or_else(|| format!("`{word}` is no constant known here"))
}

/// The events that poll and epoll report, by the names scenarios use, in the order of results.
pub(crate) const EVENTS: [(&str, u32); 11] = [
    ("IN", abi::POLLIN),
    ("PRI", abi::POLLPRI),
    ("OUT", abi::POLLOUT),
    ("ERR", abi::POLLERR),
    ("HUP", abi::POLLHUP),
    ("NVAL", abi::POLLNVAL),
    ("RDHUP", abi::POLLRDHUP),
    ("RDNORM", abi::POLLRDNORM),
    ("WRNORM", abi::POLLWRNORM),
    ("ET", abi::EPOLLET),
    ("ONESHOT", abi::EPOLLONESHOT),
];

/// A mask of events, from a number or a list of names.
pub(crate) fn events(value: &Value) -> Result<u32, String> {
    if let Some(number) = value.as_u64() {
        return Ok(number as u32);
    }
    let words = value.as_array().ok_or_else(|| format!("{value} is no list of events"))?;
    words.iter().try_fold(0, |sum, word| {
        let name = word.as_str().unwrap_or_default();
        let found = EVENTS.iter().find(|(known, _)| *known == name);
        found.map(|(_, bit)| sum | bit).ok_or_else(|| format!("`{name}` is no event"))
    })
}

/// The flags of a TCP header, by name.
pub(crate) fn flags(value: &Value) -> Result<Flags, String> {
    let text = value.as_str().ok_or_else(|| format!("{value} names no flags"))?;
    text.split(['|', ',']).try_fold(Flags::default(), |sum, word| {
        Ok(sum.with(match word.trim().to_ascii_lowercase().as_str() {
            "fin" => Flags::FIN,
            "syn" => Flags::SYN,
            "rst" => Flags::RST,
            "psh" => Flags::PSH,
            "ack" => Flags::ACK,
            "urg" => Flags::URG,
            other => return Err(format!("`{other}` is no TCP flag")),
        }))
    })
}

/// An address: `1.2.3.4:5`, `unix:/path`, `unix:@abstract` or `UNSPEC`.
pub(crate) fn address(text: &str) -> Result<Address, String> {
    if text == "UNSPEC" {
        return Ok(Address::Unspecified);
    }
    if let Some(name) = text.strip_prefix("unix:") {
        return Ok(Address::Unix(match name.strip_prefix('@') {
            Some(name) => UnixName::Abstract(name.to_owned()),
            None if name.is_empty() => UnixName::Unnamed,
            None => UnixName::Path(name.to_owned()),
        }));
    }
    let wrong = || format!("`{text}` is no address");
    let (ip, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let ip = Ip(ip.parse().map_err(|_| wrong())?);
    let port = port.parse().map_err(|_| wrong())?;
    Ok(Address::Inet(Endpoint::new(ip, port)))
}

/// The value of an option: a number, or a pair for `SO_LINGER` and the timeouts.
pub(crate) fn option_value(name: i32, value: &Value) -> Result<OptionValue, String> {
    let pair = value.as_array().and_then(|pair| match pair.as_slice() {
        [one, other] => Some((one.as_i64()?, other.as_i64()?)),
        _ => None,
    });
    match (name, pair, value.as_i64()) {
        (abi::SO_LINGER, Some((on, seconds)), _) => {
            Ok(OptionValue::Linger(on as i32, seconds as i32))
        }
        (_, Some((seconds, us)), _) => Ok(OptionValue::Interval(seconds, us)),
        (_, None, Some(number)) => Ok(OptionValue::Int(number as i32)),
        _ => Err(format!("{value} is no value for an option")),
    }
}

impl Runner {
    /// The descriptors of a list.
    pub(crate) fn fd_list(&self, step: &Value, key: &str) -> Result<Vec<i32>, String> {
        let list = step.get(key).and_then(Value::as_array);
        list.into_iter().flatten().map(|value| self.fd_of(value)).collect()
    }

    /// The descriptors of a set for `select`: each is in it or not.
    pub(crate) fn fd_set(&self, step: &Value, key: &str) -> Result<Vec<i32>, String> {
        let mut fds = self.fd_list(step, key)?;
        let mut seen = BTreeSet::new();
        fds.retain(|&fd| seen.insert(fd));
        Ok(fds)
    }
}
