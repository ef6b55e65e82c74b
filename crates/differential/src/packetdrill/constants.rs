//! Constants by their C names.

use kernel::abi;

use super::fault::{Fault, Judged};
use super::value::Value;

/// `FIONREAD`, bytes that can be read; and bytes that are not acknowledged, or not sent.
pub(super) const SIOCINQ: i32 = 0x541b;
pub(super) const SIOCOUTQ: i32 = 0x5411;
pub(super) const SIOCOUTQNSD: i32 = 0x894b;
pub(super) const F_GETFL: i32 = 3;
pub(super) const F_SETFL: i32 = 4;
/// Options whose values are not plain numbers, or that the world has no use for.
pub(super) const TCP_INFO: i32 = 11;
pub(super) const TCP_CONGESTION: i32 = 13;

/// Names that the scenarios of facts do not have.
const NAMES: [(&str, i32); 45] = [
    ("SIOCINQ", SIOCINQ),
    ("FIONREAD", SIOCINQ),
    ("SIOCOUTQ", SIOCOUTQ),
    ("SIOCOUTQNSD", SIOCOUTQNSD),
    ("F_GETFL", F_GETFL),
    ("F_SETFL", F_SETFL),
    ("O_RDWR", 2),
    ("O_NONBLOCK", abi::O_NONBLOCK),
    ("TCP_INFO", TCP_INFO),
    ("TCP_CONGESTION", TCP_CONGESTION),
    ("TCP_RTO_MAX_MS", abi::TCP_RTO_MAX_MS),
    ("TCP_NOTSENT_LOWAT", 25),
    ("TCP_FASTOPEN", 23),
    ("TCP_FASTOPEN_CONNECT", 30),
    ("TCP_MD5SIG", 14),
    ("TCP_INQ", 36),
    ("TCP_THIN_LINEAR_TIMEOUTS", 16),
    ("TCP_TIMESTAMP", 24),
    ("TCP_SAVE_SYN", 27),
    ("TCP_TX_DELAY", 37),
    ("IP_MTU_DISCOVER", 10),
    ("IP_MTU", 14),
    ("IP_FREEBIND", 15),
    ("SO_ZEROCOPY", 60),
    ("SO_TIMESTAMPING", 37),
    ("SO_TIMESTAMP", 29),
    ("SO_MARK", 36),
    ("SO_MAX_PACING_RATE", 47),
    ("SO_BUSY_POLL", 46),
    ("SO_LINGER", abi::SO_LINGER),
    ("MSG_FASTOPEN", 0x2000_0000),
    ("MSG_ZEROCOPY", 0x400_0000),
    ("MSG_CTRUNC", 8),
    ("SHUT_RD", abi::SHUT_RD),
    ("SHUT_WR", abi::SHUT_WR),
    ("SHUT_RDWR", abi::SHUT_RDWR),
    ("EPOLL_CTL_ADD", abi::EPOLL_CTL_ADD),
    ("EPOLL_CTL_MOD", abi::EPOLL_CTL_MOD),
    ("EPOLL_CTL_DEL", abi::EPOLL_CTL_DEL),
    ("EPOLLET", abi::EPOLLET as i32),
    ("EPOLLONESHOT", abi::EPOLLONESHOT as i32),
    ("SO_SNDTIMEO", abi::SO_SNDTIMEO),
    ("SO_RCVTIMEO", abi::SO_RCVTIMEO),
    ("SOL_UDP", abi::IPPROTO_UDP),
    ("NULL", 0),
];

/// Events of `poll` and `epoll`, by what follows `POLL` or `EPOLL`.
const EVENTS: [(&str, u32); 11] = [
    ("IN", abi::POLLIN),
    ("PRI", abi::POLLPRI),
    ("OUT", abi::POLLOUT),
    ("ERR", abi::POLLERR),
    ("HUP", abi::POLLHUP),
    ("NVAL", abi::POLLNVAL),
    ("RDHUP", abi::POLLRDHUP),
    ("RDNORM", abi::POLLRDNORM),
    ("RDBAND", abi::POLLRDBAND),
    ("WRNORM", abi::POLLWRNORM),
    ("WRBAND", abi::POLLWRBAND),
];

/// The number of a constant.
fn named(word: &str) -> Option<i32> {
    let own = NAMES.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    let event = || {
        let event = word.strip_prefix("EPOLL").or_else(|| word.strip_prefix("POLL"))?;
        EVENTS.iter().find(|(name, _)| *name == event).map(|(_, bit)| *bit as i32)
    };
    own.or_else(event).or_else(|| crate::arguments::constant(&word.into()).ok())
}

/// The number that a value stands for.
pub(super) fn number(line: usize, value: &Value) -> Judged<i64> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Word(word) => {
            let unknown = || Fault::unsupported(line, format!("no constant `{word}` is known"));
            named(word).map(i64::from).ok_or_else(unknown)
        }
        Value::Or(values) => values.iter().try_fold(0, |sum, value| Ok(sum | number(line, value)?)),
        Value::List(_) if *value.inner() != *value => number(line, value.inner()),
        Value::Applied(name, values) if name == "htons" && values.len() == 1 => {
            number(line, &values[0])
        }
        other => Err(Fault::broken(line, format!("`{other}` is no number"))),
    }
}

/// A number as C's `int`.
pub(super) fn int(line: usize, value: &Value) -> Judged<i32> {
    let number = number(line, value)?;
    // Masks of 32 bits are written as positive numbers too.
    let fits = i32::try_from(number).ok().or_else(|| u32::try_from(number).ok().map(|n| n as i32));
    fits.ok_or_else(|| Fault::broken(line, format!("`{value}` does not fit into an int")))
}
