//! From a step of a scenario to a system call.

use kernel::{Call, abi};
use serde_json::Value;

use crate::arguments::{constant, events, option_value};
use crate::runner::{Runner, number, text};

/// Milliseconds that poll, select and epoll wait, unless a step says otherwise.
const POLL_MS: i64 = 100;
/// Events that poll asks for, unless a step says otherwise.
const POLL_EVENTS: u32 = abi::POLLIN | abi::POLLPRI | abi::POLLOUT | abi::POLLRDHUP;

fn constant_or(step: &Value, key: &str, default: i32) -> Result<i32, String> {
    step.get(key).map_or(Ok(default), constant)
}

/// Whether a flag of a step is set: `1` or `true`.
fn is_on(step: &Value, key: &str) -> bool {
    step.get(key).is_some_and(|value| value == &Value::Bool(true) || value.as_i64() == Some(1))
}

/// The data of a step: as text, or so many bytes.
fn data(step: &Value) -> Vec<u8> {
    match (text(step, "data"), number(step, "size")) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, size) => vec![b'x'; size.unwrap_or(0).max(0) as usize],
    }
}

impl Runner {
    /// The system call that a step asks for.
    pub(crate) fn parse(&mut self, step: &Value) -> Result<Call, String> {
        let op = text(step, "op").unwrap_or_default();
        match op {
            "socket" | "socketpair" => Self::parse_new(step, op),
            "bind" | "connect" | "sendto" | "send" => self.parse_addressed(step, op),
            "poll" | "select" | "epoll_create" | "epoll_ctl" | "epoll_wait" => {
                self.parse_waiting(step, op)
            }
            "setuid" => Ok(Call::SetUser { uid: number(step, "uid").unwrap_or(0) as u32 }),
            "setrlimit" => {
                let limit = number(step, "n").unwrap_or(0) as u32;
                Ok(match text(step, "what") {
                    Some("NPROC") => Call::SetProcessLimit { limit },
                    _ => Call::SetDescriptorLimit { limit },
                })
            }
            "nanosleep" => {
                let part = |key| number(step, key).unwrap_or(0);
                Ok(Call::Sleep { seconds: part("s"), ns: part("ns") })
            }
            _ => self.parse_plain(step, op),
        }
    }

    fn parse_new(step: &Value, op: &str) -> Result<Call, String> {
        let default = if op == "socket" { abi::AF_INET } else { abi::AF_UNIX };
        let domain = constant_or(step, "dom", default)?;
        let mut kind = constant_or(step, "type", abi::SOCK_STREAM)?;
        if is_on(step, "nb") {
            kind |= abi::SOCK_NONBLOCK;
        }
        let protocol = constant_or(step, "proto", 0)?;
        Ok(if op == "socket" {
            Call::Socket { domain, kind, protocol }
        } else {
            Call::SocketPair { domain, kind, protocol }
        })
    }

    fn parse_addressed(&mut self, step: &Value, op: &str) -> Result<Call, String> {
        let fd = self.fd(step, "fd")?;
        let address = self.address(step)?;
        if op == "send" || op == "sendto" {
            let flags = constant_or(step, "flags", 0)? | abi::MSG_NOSIGNAL;
            return Ok(Call::Send { fd, data: data(step).into(), flags, address });
        }
        let address = address.ok_or("the step has no `addr`")?;
        let length = number(step, "len").map(|length| length as u32);
        let mut call =
            if op == "bind" { Call::bind(fd, address) } else { Call::connect(fd, address) };
        if let (
            Call::Bind { length: claimed, .. } | Call::Connect { length: claimed, .. },
            Some(length),
        ) = (&mut call, length)
        {
            *claimed = length;
        }
        Ok(call)
    }

    fn parse_plain(&mut self, step: &Value, op: &str) -> Result<Call, String> {
        let fd = self.fd(step, "fd")?;
        Ok(match op {
            "listen" => Call::Listen { fd, backlog: number(step, "backlog").unwrap_or(0) as i32 },
            "accept" => {
                let nonblocking = is_on(step, "nb").then_some(abi::SOCK_NONBLOCK);
                let flags = nonblocking.or(number(step, "flags").map(|flags| flags as i32));
                Call::Accept { fd, flags: flags.unwrap_or(0) }
            }
            "recv" | "recvmsg" | "recvfrom" => {
                let length = number(step, "n").unwrap_or(0).max(0) as usize;
                let flags = constant_or(step, "flags", abi::MSG_DONTWAIT)?;
                Call::Receive { fd, length, flags }
            }
            "close" => Call::Close { fd },
            "dup" => Call::Dup { fd },
            "dup2" => Call::Dup2 { fd, new: self.fd(step, "new")? },
            "fcntl" if step.get("flags").is_none() => Call::ReadFlags { fd },
            "fcntl" => Call::SetFlags { fd, flags: constant(&step["flags"])? },
            "shutdown" => Call::Shutdown { fd, how: constant(&step["how"])? },
            "getsockname" => Call::LocalName { fd },
            "getpeername" => Call::PeerName { fd },
            "setsockopt" | "getsockopt" => {
                let level = constant_or(step, "level", abi::SOL_SOCKET)?;
                let name = constant(&step["opt"])?;
                if op == "getsockopt" {
                    return Ok(Call::ReadOption { fd, level, name });
                }
                Call::SetOption { fd, level, name, value: option_value(name, &step["val"])? }
            }
            _ => return Err(format!("`{op}` is no op known here")),
        })
    }

    fn parse_waiting(&mut self, step: &Value, op: &str) -> Result<Call, String> {
        let timeout = number(step, "timeout").unwrap_or(POLL_MS);
        Ok(match op {
            "poll" => {
                let mask = step.get("events").map_or(Ok(POLL_EVENTS), events)?;
                // Recorded through an interface that knows each descriptor once.
                let mut fds: Vec<(i32, u32)> = Vec::new();
                for fd in self.fd_list(step, "fds")? {
                    if !fds.contains(&(fd, mask)) {
                        fds.push((fd, mask));
                    }
                }
                Call::Poll { fds, timeout_ms: timeout as i32 }
            }
            "select" => Call::Select {
                read: self.fd_set(step, "r")?,
                write: self.fd_set(step, "w")?,
                except: self.fd_set(step, "x")?,
                timeout_ms: u32::try_from(timeout).ok(),
            },
            "epoll_create" => Call::EpollCreate,
            "epoll_ctl" => {
                let fd = self.fd(step, "fd")?;
                Call::EpollControl {
                    epoll: self.fd(step, "ep")?,
                    how: constant(&step["how"])?,
                    fd,
                    events: step.get("events").map_or(Ok(0), events)?,
                    data: fd as u64,
                }
            }
            _ => Call::EpollWait {
                epoll: self.fd(step, "ep")?,
                max: number(step, "max").unwrap_or(16) as i32,
                timeout_ms: timeout as i32,
            },
        })
    }
}
