//! System calls as programmers and tracers write them: `bind(3, 127.0.0.1:8080) = 0`.
//!
//! ```
//! use figures::sockets::call_text;
//! use kernel::{Call, Endpoint, Errno, Reply};
//!
//! let call = Call::bind(3, Endpoint::loopback(8080));
//! assert_eq!(call_text::call(&call), "bind(3, 127.0.0.1:8080)");
//! assert_eq!(call_text::result(&Err(Errno::EADDRINUSE)), "-1 EADDRINUSE");
//! assert_eq!(call_text::result(&Ok(Reply::Number(0))), "0");
//! ```

use figure_kit::legible::push_hex;
use kernel::{Call, CallResult, Fd, OptionValue, Reply, abi};

mod names;

use names::{
    DIRECTIONS, EPOLL_HOW, LEVELS, MESSAGE_FLAGS, POLL_EVENTS, bits, join, kind, name, option_name,
};
pub use names::{Named, OPTIONS, option};

/// How many characters of data are quoted.
const QUOTED_MAX: usize = 20;

/// Data in quotes: what can be read as it is, the rest as `\xNN`, and `…` for what is left out.
pub fn quoted(data: &[u8]) -> String {
    let mut text = String::from("\"");
    for &byte in data.iter().take(QUOTED_MAX) {
        match byte {
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => {
                text.push_str("\\x");
                push_hex(byte, &mut text);
            }
        }
    }
    text.push('"');
    if data.len() > QUOTED_MAX {
        text.push('…');
    }
    text
}

/// An option's value: a number, `{on, seconds}` of `SO_LINGER`, `{s, us}` of a timeout.
pub fn value(value: &OptionValue) -> String {
    let pair = |one: String, other: String| ["{", &one, ", ", &other, "}"].concat();
    match value {
        OptionValue::Int(number) => number.to_string(),
        OptionValue::Linger(on, seconds) => pair(on.to_string(), seconds.to_string()),
        OptionValue::Interval(seconds, us) => pair(seconds.to_string(), us.to_string()),
        OptionValue::Error(None) => "0".to_owned(),
        OptionValue::Error(Some(errno)) => errno.name().to_owned(),
    }
}

fn list(fds: &[Fd]) -> String {
    let mut text = String::new();
    for fd in fds {
        join(&mut text, ", ", &fd.to_string());
    }
    ["{", &text, "}"].concat()
}

/// The arguments of a call, as they are written.
#[derive(Default)]
struct Arguments(String);

impl Arguments {
    // One copy of each of these, and not one for each call there is: half of it all, as wasm.
    #[inline(never)]
    fn add(&mut self, argument: &str) -> &mut Self {
        join(&mut self.0, ", ", argument);
        self
    }

    #[inline(never)]
    fn number(&mut self, number: i64) -> &mut Self {
        self.add(&number.to_string())
    }

    #[inline(never)]
    fn fd(&mut self, fd: Fd) -> &mut Self {
        self.number(fd.into())
    }

    #[inline(never)]
    fn named(&mut self, table: &[(i32, &str)], number: i32) -> &mut Self {
        self.add(&name(table, number))
    }

    #[inline(never)]
    fn bits(&mut self, table: &[(i32, &str)], flags: i32) -> &mut Self {
        self.add(&bits(table, flags))
    }

    /// Flags, if there are any.
    fn flags(&mut self, flags: i32) -> &mut Self {
        if flags == 0 { self } else { self.bits(MESSAGE_FLAGS, flags) }
    }

    fn option(&mut self, level: i32, number: i32) -> &mut Self {
        self.named(LEVELS, level).add(&option_name(level, number))
    }
}

/// A call with its arguments.
pub fn call(call: &Call) -> String {
    let mut arguments = Arguments::default();
    write(&mut arguments, call);
    [call.name(), "(", &arguments.0, ")"].concat()
}

fn write(all: &mut Arguments, call: &Call) {
    match call {
        Call::Socket { domain, kind: k, protocol }
        | Call::SocketPair { domain, kind: k, protocol } => {
            all.add(&names::domain(*domain)).add(&kind(*k)).fd(*protocol);
        }
        Call::Bind { fd, address, .. } | Call::Connect { fd, address, .. } => {
            all.fd(*fd).add(&address.to_string());
        }
        Call::Listen { fd, backlog } => {
            all.fd(*fd).fd(*backlog);
        }
        Call::Send { fd, data, flags, address } => {
            all.fd(*fd).add(&quoted(data)).flags(*flags);
            if let Some(address) = address {
                all.add(&address.to_string());
            }
        }
        Call::Receive { fd, length, flags } => {
            all.fd(*fd).add(&length.to_string()).flags(*flags);
        }
        Call::Shutdown { fd, how } => {
            all.fd(*fd).named(DIRECTIONS, *how);
        }
        Call::Accept { fd, .. }
        | Call::Close { fd }
        | Call::Dup { fd }
        | Call::LocalName { fd }
        | Call::PeerName { fd } => {
            all.fd(*fd);
        }
        Call::Dup2 { fd, new } => {
            all.fd(*fd).fd(*new);
        }
        Call::SetFlags { fd, flags } => {
            all.fd(*fd).add("F_SETFL").bits(&[(abi::O_NONBLOCK, "O_NONBLOCK")], *flags);
        }
        Call::ReadFlags { fd } => {
            all.fd(*fd).add("F_GETFL");
        }
        Call::SetOption { fd, level, name, value: to } => {
            all.fd(*fd).option(*level, *name).add(&value(to));
        }
        Call::ReadOption { fd, level, name } => {
            all.fd(*fd).option(*level, *name);
        }
        _ => write_waiting(all, call),
    }
}

/// The arguments of calls that wait for several things, and of those about the process.
fn write_waiting(all: &mut Arguments, call: &Call) {
    match call {
        Call::Poll { fds, timeout_ms } => {
            let mut text = String::new();
            for (fd, events) in fds {
                let events = bits(POLL_EVENTS, events.cast_signed());
                join(&mut text, ", ", &[&fd.to_string(), ":", &events].concat());
            }
            all.add(&["{", &text, "}"].concat()).fd(*timeout_ms);
        }
        Call::Select { read, write, except, timeout_ms } => {
            all.add(&list(read)).add(&list(write)).add(&list(except));
            match timeout_ms {
                Some(ms) => all.number((*ms).into()),
                None => all.add("NULL"),
            };
        }
        Call::EpollControl { epoll, how, fd, events, .. } => {
            all.fd(*epoll).named(EPOLL_HOW, *how).fd(*fd).bits(POLL_EVENTS, events.cast_signed());
        }
        Call::EpollWait { epoll, max, timeout_ms } => {
            all.fd(*epoll).fd(*max).fd(*timeout_ms);
        }
        Call::EpollCreate | Call::Exit => {
            all.add("0");
        }
        Call::Sleep { seconds, ns } => {
            let us = seconds.saturating_mul(1_000_000).saturating_add(ns / 1_000);
            all.add(&milliseconds(u32::try_from(us).unwrap_or(u32::MAX)));
        }
        Call::SetUser { uid } => {
            all.number((*uid).into());
        }
        Call::SetDescriptorLimit { limit } => {
            all.add("RLIMIT_NOFILE").number((*limit).into());
        }
        Call::SetProcessLimit { limit } => {
            all.add("RLIMIT_NPROC").number((*limit).into());
        }
        _ => {}
    }
}

/// Microseconds as milliseconds, without the zeros that say nothing: `40 ms`, `0.5 ms`.
pub fn milliseconds(us: u32) -> String {
    let mut text = (us / 1_000).to_string();
    let rest = us % 1_000;
    if rest != 0 {
        let digits = (1_000 + rest).to_string();
        text.push('.');
        text.push_str(digits[1..].trim_end_matches('0'));
    }
    text.push_str(" ms");
    text
}

/// What a call gave, behind its `=`.
pub fn result(result: &CallResult) -> String {
    let reply = match result {
        Err(errno) => return ["-1 ", errno.name()].concat(),
        Ok(reply) => reply,
    };
    let mut text = reply.number().to_string();
    let mut more = |mark: &str, what: &str| {
        text.push_str(mark);
        text.push_str(what);
    };
    match reply {
        Reply::Accepted { peer, .. } => more("  ← ", &peer.to_string()),
        Reply::Pair(one, other) => more("  → ", &list(&[*one, *other])),
        Reply::Received { data, from, .. } => {
            if !data.is_empty() {
                more("  ", &quoted(data));
            }
            if let Some(from) = from {
                more("  ← ", &from.to_string());
            }
        }
        Reply::Name(address) => more("  → ", &address.to_string()),
        Reply::Option(found) => more("  → ", &value(found)),
        Reply::Events(events) => {
            for (event, data) in events {
                more("  ", &data.to_string());
                more(":", &bits(POLL_EVENTS, event.cast_signed()));
            }
        }
        Reply::Polled { revents, .. } => {
            for revent in revents {
                more("  ", &bits(POLL_EVENTS, revent.cast_signed()));
            }
        }
        Reply::Selected { read, write, except, .. } => {
            for set in [read, write, except] {
                more("  ", &list(set));
            }
        }
        Reply::Number(_) | Reply::Child(..) => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Address, Endpoint, Ip};

    #[test]
    fn calls_read_as_a_tracer_writes_them() {
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        let cases = [
            (
                Call::Socket { domain: abi::AF_INET, kind, protocol: 0 },
                "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)",
            ),
            (Call::Socket { domain: 99, kind: 7, protocol: 3 }, "socket(99, 7, 3)"),
            (Call::send(4, b"a\"\n\xff"), r#"send(4, "a\"\n\xff")"#),
            (Call::SetFlags { fd: 3, flags: abi::O_NONBLOCK }, "fcntl(3, F_SETFL, O_NONBLOCK)"),
            (Call::SetFlags { fd: 3, flags: 0 }, "fcntl(3, F_SETFL, 0)"),
            (
                Call::SetOption {
                    fd: 3,
                    level: abi::IPPROTO_TCP,
                    name: abi::TCP_NODELAY,
                    value: OptionValue::Int(1),
                },
                "setsockopt(3, IPPROTO_TCP, TCP_NODELAY, 1)",
            ),
            (Call::Shutdown { fd: 3, how: 7 }, "shutdown(3, 7)"),
            (Call::Fork, "fork()"),
        ];
        for (made, expected) in cases {
            assert_eq!(call(&made), expected);
        }
    }

    #[test]
    fn results_carry_what_came_with_them() {
        let peer = Address::Inet(Endpoint::new(Ip::LOOPBACK, 40_312));
        let accepted = Ok(Reply::Accepted { fd: 4, peer });
        assert_eq!(result(&accepted), "4  ← 127.0.0.1:40312");
        assert_eq!(result(&Ok(Reply::Pair(3, 4))), "0  → {3, 4}");
        let doubled = Ok(Reply::Option(OptionValue::Int(8_192)));
        assert_eq!(result(&doubled), "0  → 8192");
        assert_eq!(milliseconds(1_500), "1.5 ms");
        assert_eq!(milliseconds(40_000), "40 ms");
    }
}
