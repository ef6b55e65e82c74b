//! System calls of a script: what the world is asked, and what it should answer.

use kernel::{Address, Call, CallResult, Endpoint, Errno, Ip, OptionValue, Payload, Reply, abi};

use super::constants::{F_GETFL, F_SETFL, TCP_CONGESTION, int, number};
use super::fault::{Fault, Judged};
use super::value::Value;

/// A call as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CallLine {
    /// When it comes back, if it is to sleep.
    pub(super) until: Option<u64>,
    pub(super) name: String,
    pub(super) arguments: Vec<Value>,
    pub(super) result: Value,
    pub(super) error: Option<String>,
}

/// The most bytes that one call may send or receive.
const BYTES_MAX: i64 = 1 << 26;

/// What a script's names stand for when a call is made.
pub(super) trait Names {
    /// The world's descriptor for one of the script.
    fn live_fd(&self, fd: i32) -> i32;
    /// Where `bind` goes when the script says `...`.
    fn own(&self) -> Endpoint;
    /// Where `connect` goes when the script says `...`.
    fn peer(&self) -> Endpoint;
    /// The world's address for one of the script.
    fn live_ip(&self, ip: Ip) -> Ip;
}

/// `[{..., 1000}, {..., 2000}]`: 3000.
fn pieces(line: usize, value: &Value) -> Judged<usize> {
    let wrong = || Fault::broken(line, format!("`{value}` is no list of pieces"));
    let Value::List(pieces) = value else { return Err(wrong()) };
    let mut sum = 0;
    for (_, piece) in pieces {
        let Value::List(items) = piece else { return Err(wrong()) };
        let length = number(line, &items.get(1).ok_or_else(wrong)?.1)?;
        sum += length.clamp(0, BYTES_MAX) as usize;
    }
    if sum > BYTES_MAX as usize {
        return Err(Fault::unsupported(line, format!("{sum} bytes in one call")));
    }
    Ok(sum)
}

impl CallLine {
    fn argument(&self, line: usize, at: usize) -> Judged<&Value> {
        let missing = || Fault::broken(line, format!("{} has too few arguments", self.name));
        self.arguments.get(at).ok_or_else(missing)
    }

    fn int(&self, line: usize, at: usize) -> Judged<i32> {
        int(line, self.argument(line, at)?)
    }

    fn int_or(&self, line: usize, at: usize, default: i32) -> Judged<i32> {
        match self.argument(line, at)? {
            Value::Ellipsis => Ok(default),
            value => int(line, value),
        }
    }

    pub(super) fn fd(&self, line: usize, names: &dyn Names) -> Judged<i32> {
        Ok(names.live_fd(self.int(line, 0)?))
    }

    fn length(&self, line: usize, at: usize) -> Judged<usize> {
        let length = number(line, self.argument(line, at)?)?;
        let fits = (0..=BYTES_MAX).contains(&length);
        let wrong = || Fault::unsupported(line, format!("{length} bytes in one call"));
        fits.then_some(length as usize).ok_or_else(wrong)
    }

    fn address(
        &self,
        line: usize,
        at: usize,
        (names, default): (&dyn Names, Endpoint),
    ) -> Judged<Address> {
        let value = self.argument(line, at)?;
        if *value == Value::Ellipsis {
            return Ok(default.into());
        }
        let family = value.field("sa_family");
        if family == Some(&Value::Word("AF_UNSPEC".into())) {
            return Ok(Address::Unspecified);
        }
        if family != Some(&Value::Word("AF_INET".into())) {
            let text = format!("the address `{value}`: only AF_INET is spoken");
            return Err(Fault::unsupported(line, text));
        }
        let port = value.field("sin_port").map(|port| int(line, port)).transpose()?;
        let port = port.and_then(|port| u16::try_from(port).ok());
        let ip = match value.field("sin_addr") {
            Some(Value::Applied(name, values)) if name == "inet_addr" => match values.as_slice() {
                [Value::Text(text)] => text.parse().ok().map(Ip),
                _ => None,
            },
            _ => None,
        };
        let wrong = || Fault::broken(line, format!("`{value}` is no address"));
        let (ip, port) = ip.zip(port).ok_or_else(wrong)?;
        Ok(Endpoint::new(names.live_ip(ip), port).into())
    }

    /// The call to make.
    pub(super) fn call(&self, line: usize, names: &dyn Names) -> Judged<Call> {
        let int = |at| self.int(line, at);
        let fd = || self.fd(line, names);
        Ok(match self.name.as_str() {
            "socket" => Call::Socket {
                domain: self.int_or(line, 0, abi::AF_INET)?,
                kind: int(1)?,
                protocol: int(2)?,
            },
            "bind" => Call::bind(fd()?, self.address(line, 1, (names, names.own()))?),
            "connect" => Call::connect(fd()?, self.address(line, 1, (names, names.peer()))?),
            "listen" => Call::Listen { fd: fd()?, backlog: int(1)? },
            "accept" => Call::Accept { fd: fd()?, flags: 0 },
            "accept4" => Call::Accept { fd: fd()?, flags: int(3)? },
            "shutdown" => Call::Shutdown { fd: fd()?, how: int(1)? },
            "close" => Call::Close { fd: fd()? },
            "fcntl" => match int(1)? {
                F_GETFL => Call::ReadFlags { fd: fd()? },
                F_SETFL => Call::SetFlags { fd: fd()?, flags: int(2)? },
                other => {
                    return Err(Fault::unsupported(line, format!("fcntl with command {other}")));
                }
            },
            "setsockopt" => self.set_option(line, fd()?)?,
            "getsockopt" => Call::ReadOption { fd: fd()?, level: int(1)?, name: int(2)? },
            "poll" => Call::Poll { fds: self.poll_set(line, names)?, timeout_ms: int(2)? },
            _ => return self.transfer(line, names),
        })
    }

    /// Calls that send or receive.
    fn transfer(&self, line: usize, names: &dyn Names) -> Judged<Call> {
        let fd = self.fd(line, names)?;
        let send = |length, flags, address| {
            let data = Payload::new(vec![0; length]);
            Call::Send { fd, data, flags, address }
        };
        let receive = |length, flags| Call::Receive { fd, length, flags };
        let length = || self.length(line, 2);
        Ok(match self.name.as_str() {
            "write" => send(length()?, 0, None),
            "send" => send(length()?, self.int(line, 3)?, None),
            "sendto" => {
                let flags = self.int(line, 3)?;
                let given = self.argument(line, 4)?;
                let connected =
                    matches!(given, Value::Number(0)) || *given == Value::Word("NULL".into());
                let address = if connected {
                    None
                } else {
                    Some(self.address(line, 4, (names, names.peer()))?)
                };
                send(length()?, flags, address)
            }
            "read" => receive(length()?, 0),
            "recv" | "recvfrom" => receive(length()?, self.int(line, 3)?),
            "sendmsg" => send(self.vector(line)?, self.int(line, 2)?, None),
            "recvmsg" => receive(self.vector(line)?, self.int(line, 2)?),
            "writev" => send(pieces(line, self.argument(line, 1)?)?, 0, None),
            "readv" => receive(pieces(line, self.argument(line, 1)?)?, 0),
            other => {
                return Err(Fault::unsupported(line, format!("the call {other}()")));
            }
        })
    }

    /// The bytes of the pieces of a message.
    fn vector(&self, line: usize) -> Judged<usize> {
        let message = self.argument(line, 1)?;
        if message.field("msg_control").is_some() {
            return Err(Fault::unsupported(line, "control messages"));
        }
        let missing = || Fault::broken(line, "a message has a `msg_iov`");
        pieces(line, message.field("msg_iov").ok_or_else(missing)?)
    }

    fn set_option(&self, line: usize, fd: i32) -> Judged<Call> {
        let (level, name) = (self.int(line, 1)?, self.int(line, 2)?);
        let given = self.argument(line, 3)?;
        let value = match (name, given.inner()) {
            (abi::SO_LINGER, _) if level == abi::SOL_SOCKET => {
                let named = |value: &Value| value.field("onoff").is_some();
                let value = if named(given) { given } else { given.inner() };
                let part = |key: &str| {
                    let missing = || Fault::broken(line, format!("SO_LINGER has no `{key}`"));
                    int(line, value.field(key).ok_or_else(missing)?)
                };
                OptionValue::Linger(part("onoff")?, part("linger")?)
            }
            (TCP_CONGESTION, Value::Text(text)) if level == abi::IPPROTO_TCP => {
                let text = format!("congestion control `{text}` (DIVERGENCES.md: congestion)");
                return Err(Fault::unsupported(line, text));
            }
            (_, Value::Text(text)) => {
                return Err(Fault::unsupported(
                    line,
                    format!("an option with the value \"{text}\""),
                ));
            }
            (_, value) => OptionValue::Int(int(line, value)?),
        };
        Ok(Call::SetOption { fd, level, name, value })
    }

    fn poll_set(&self, line: usize, names: &dyn Names) -> Judged<Vec<(i32, u32)>> {
        let list = self.argument(line, 0)?;
        let wrong = || Fault::broken(line, format!("`{list}` is no list for poll"));
        let Value::List(items) = list else { return Err(wrong()) };
        let entry = |(_, item): &(Option<String>, Value)| {
            let fd = int(line, item.field("fd").ok_or_else(wrong)?)?;
            let events = int(line, item.field("events").ok_or_else(wrong)?)?;
            Ok((names.live_fd(fd), events as u32))
        };
        items.iter().map(entry).collect()
    }

    /// Compares what a call came to with what the script says. Gives the descriptor that it
    /// opened, as the script and as the world number it.
    pub(super) fn judge(&self, line: usize, result: &CallResult) -> Judged<Option<(i32, i32)>> {
        if self.result == Value::Ellipsis {
            return Ok(None);
        }
        let wanted = number(line, &self.result)?;
        let wanted_text = match &self.error {
            Some(error) if wanted < 0 => format!("{}() = {wanted} {error}", self.name),
            _ => format!("{}() = {wanted}", self.name),
        };
        let reply = match result {
            Ok(reply) => reply,
            Err(errno) => {
                let alike = wanted == -1 && self.error.as_ref().is_none_or(|it| it == errno.name());
                let refused = *errno == Errno::ENOPROTOOPT && wanted >= 0;
                if refused && self.name.ends_with("sockopt") {
                    let text = "an option that the world does not have (DIVERGENCES.md: options)";
                    return Err(Fault::unsupported(line, text));
                }
                let seen = format!("-1 {}", errno.name());
                return if alike {
                    Ok(None)
                } else {
                    Err(Fault::expected(line, &wanted_text, &seen))
                };
            }
        };
        let seen = reply.number();
        match reply {
            Reply::Accepted { fd, .. } if wanted >= 0 => return Ok(Some((wanted as i32, *fd))),
            Reply::Number(fd) if self.name == "socket" && wanted >= 0 => {
                return Ok(Some((wanted as i32, *fd)));
            }
            _ if i64::from(seen) != wanted => {
                return Err(Fault::expected(line, &wanted_text, &seen));
            }
            Reply::Polled { revents, .. } => self.judge_poll(line, revents)?,
            Reply::Option(value) => self.judge_option(line, *value)?,
            _ => {}
        }
        Ok(None)
    }

    fn judge_poll(&self, line: usize, revents: &[u32]) -> Judged<()> {
        let Value::List(items) = self.argument(line, 0)? else { return Ok(()) };
        for ((_, item), &seen) in items.iter().zip(revents) {
            let Some(wanted) = item.field("revents").filter(|it| **it != Value::Ellipsis) else {
                continue;
            };
            if int(line, wanted)? as u32 != seen {
                return Err(Fault::expected(
                    line,
                    &format!("revents {wanted}"),
                    &format!("{seen:#x}"),
                ));
            }
        }
        Ok(())
    }

    fn judge_option(&self, line: usize, seen: OptionValue) -> Judged<()> {
        let wanted = self.argument(line, 3)?;
        let inner = wanted.inner();
        if *inner == Value::Ellipsis {
            return Ok(());
        }
        let alike = match seen {
            OptionValue::Int(number) => int(line, inner)? == number,
            OptionValue::Error(error) => match inner {
                Value::Word(word) => error.map(Errno::name) == Some(word.as_str()),
                value => int(line, value)? == error.map_or(0, Errno::number),
            },
            OptionValue::Linger(on, seconds) => {
                let part = |key: &str| inner.field(key).map(|value| int(line, value)).transpose();
                part("onoff")? == Some(on) && part("linger")? == Some(seconds)
            }
            OptionValue::Interval(..) => {
                return Err(Fault::unsupported(line, "the value of a timeout"));
            }
        };
        if alike { Ok(()) } else { Err(Fault::expected(line, wanted, &format!("{seen:?}"))) }
    }
}
