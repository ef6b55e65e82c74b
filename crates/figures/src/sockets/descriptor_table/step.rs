//! What a reader has a process do, as words and as a system call.

use figure_kit::figure::Refused;
use figure_kit::value::Value;
use kernel::{Address, Call, Endpoint, Fd, Ip, OptionValue, UnixName, abi};

use crate::sockets::{call_text, endpoint};

/// The longest address that is read.
const ADDRESS_MAX: usize = 120;
/// The longest wait, in seconds: ten minutes.
const WAIT_MAX_S: u32 = 600;
/// How much a `recv` takes.
const RECEIVE_LENGTH: usize = 1_024;

/// What happens in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// A system call.
    Call(Call),
    /// The other host connects to a port.
    PeerConnects(u16),
    /// The other host sends on its newest connection.
    PeerSends,
    /// The other host closes its newest connection.
    PeerCloses,
    /// Nothing but time, in seconds.
    Wait(u32),
}

/// A step: who, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The process; none for whichever acts.
    pub(super) pid: Option<u32>,
    /// The words it was read from.
    pub(super) text: String,
    /// What they mean.
    pub(super) deed: Deed,
}

impl Step {
    /// The same step of this process, unless it is another's.
    pub(super) fn by(mut self, pid: u32) -> Self {
        self.pid.get_or_insert(pid);
        self
    }
}

/// Written `close 3`, or `@1002 close 3` for a process that need not be the one that acts.
impl Value for Step {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut pid = None;
        if let Some(other) = words.first().and_then(|word| word.strip_prefix('@')) {
            pid = Some(other.parse().map_err(|_| Refused::expected("`@PID`"))?);
            words.remove(0);
        }
        let deed = deed(&words).ok_or_else(|| Refused::explained(Self::expects))?;
        Ok(Self { pid, text: words.join(" "), deed })
    }

    fn write(&self) -> String {
        match self.pid {
            Some(pid) => ["@", &pid.to_string(), " ", &self.text].concat(),
            None => self.text.clone(),
        }
    }

    fn expects() -> String {
        "socket, socketpair, bind, listen, connect, accept, send, recv, shutdown, close, dup, \
         dup2, nonblock, set, fork, exit, limit, peer or wait, with arguments"
            .to_owned()
    }

    fn any() -> Self {
        Self { pid: None, text: "fork".to_owned(), deed: Deed::Call(Call::Fork) }
    }
}

fn deed(words: &[&str]) -> Option<Deed> {
    Some(match *words {
        ["peer", "connect", port] => Deed::PeerConnects(port.parse().ok()?),
        ["peer", "send"] => Deed::PeerSends,
        ["peer", "close"] => Deed::PeerCloses,
        ["wait", seconds] => {
            Deed::Wait(seconds.parse().ok().filter(|s| (1..=WAIT_MAX_S).contains(s))?)
        }
        _ => Deed::Call(call(words)?),
    })
}

fn call(words: &[&str]) -> Option<Call> {
    let fd = |text: &str| text.parse::<Fd>().ok();
    Some(match *words {
        ["socket", kind] => socket(kind, 0)?,
        ["socket", kind, "nonblock"] => socket(kind, abi::SOCK_NONBLOCK)?,
        ["socketpair"] => {
            Call::SocketPair { domain: abi::AF_UNIX, kind: abi::SOCK_STREAM, protocol: 0 }
        }
        ["bind", it, address] => Call::bind(fd(it)?, self::address(address)?),
        ["connect", it, address] => Call::connect(fd(it)?, self::address(address)?),
        ["listen", it] => Call::Listen { fd: fd(it)?, backlog: 5 },
        ["listen", it, backlog] => Call::Listen { fd: fd(it)?, backlog: backlog.parse().ok()? },
        ["accept", it] => Call::Accept { fd: fd(it)?, flags: 0 },
        ["send", it] => Call::send(fd(it)?, b"Hello"),
        ["send", it, address] => Call::Send {
            fd: fd(it)?,
            data: b"Hello".to_vec().into(),
            flags: 0,
            address: Some(self::address(address)?),
        },
        ["recv", it] => Call::receive(fd(it)?, RECEIVE_LENGTH),
        ["shutdown", it] => Call::Shutdown { fd: fd(it)?, how: abi::SHUT_WR },
        ["close", it] => Call::Close { fd: fd(it)? },
        ["dup", it] => Call::Dup { fd: fd(it)? },
        ["dup2", it, new] => Call::Dup2 { fd: fd(it)?, new: fd(new)? },
        ["nonblock", it, "on"] => Call::SetFlags { fd: fd(it)?, flags: abi::O_NONBLOCK },
        ["nonblock", it, "off"] => Call::SetFlags { fd: fd(it)?, flags: 0 },
        ["set", it, name, value] => {
            let option = call_text::option(name)?;
            let value = self::value(name, value)?;
            Call::SetOption { fd: fd(it)?, level: option.level, name: option.number, value }
        }
        ["fork"] => Call::Fork,
        ["exit"] => Call::Exit,
        ["limit", limit] => Call::SetDescriptorLimit { limit: limit.parse().ok()? },
        _ => return None,
    })
}

fn socket(name: &str, flags: i32) -> Option<Call> {
    let (domain, kind) = match name {
        "tcp" => (abi::AF_INET, abi::SOCK_STREAM),
        "udp" => (abi::AF_INET, abi::SOCK_DGRAM),
        "unix" => (abi::AF_UNIX, abi::SOCK_STREAM),
        "unix-dgram" => (abi::AF_UNIX, abi::SOCK_DGRAM),
        _ => return None,
    };
    Some(Call::Socket { domain, kind: kind | flags, protocol: 0 })
}

/// An address: a port, `IP:PORT`, a path, or `@` and an abstract name.
pub(super) fn address(text: &str) -> Option<Address> {
    let readable = |c: char| c.is_ascii_graphic() && c != ',';
    if text.len() > ADDRESS_MAX || !text.chars().all(readable) {
        return None;
    }
    if let Some(name) = text.strip_prefix('@').filter(|name| !name.is_empty()) {
        return Some(Address::Unix(UnixName::Abstract(name.to_owned())));
    }
    if text.len() > 1 && text.starts_with('/') {
        return Some(Address::Unix(UnixName::Path(text.to_owned())));
    }
    let any = || Some(Endpoint::new(Ip::ANY, endpoint::port(text)?));
    endpoint::endpoint(text).or_else(any).map(Address::Inet)
}

/// The value of an option: a number; for `SO_LINGER` and the timeouts, seconds or `off`.
pub(super) fn value(name: &str, text: &str) -> Option<OptionValue> {
    let number = if text == "off" { None } else { Some(text.parse::<i32>().ok()?) };
    Some(match name {
        "SO_LINGER" => OptionValue::Linger(i32::from(number.is_some()), number.unwrap_or(0)),
        "SO_RCVTIMEO" | "SO_SNDTIMEO" => OptionValue::Interval(number.unwrap_or(0).into(), 0),
        _ => OptionValue::Int(number?),
    })
}
