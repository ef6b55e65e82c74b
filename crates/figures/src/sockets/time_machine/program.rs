//! The little language of programs: system calls by name, one after another.
//!
//! ```text
//! socket; bind 3 8080; listen 3 1; accept 3; recv 4 1024; reply 4; close 4
//! ```
//!
//! A call that fails ends its program, as an exception or a check of the result would. `try` in
//! front of it lets the program go on.
//!
//! Invariant: every descriptor that a statement names is one that the statements before it have
//! opened, so that each listing has a variable for it.

use kernel::{Address, Call, Endpoint, Fd, Ip, OptionValue, abi};

use crate::figure::Refused;
use crate::sockets::recorded::{length, quoted};

/// The most statements of a program.
pub(super) const STATEMENTS_MAX: usize = 24;
/// The most bytes that one statement sends or asks for.
const BYTES_MAX: u32 = 65_536;
/// The longest wait.
const WAIT_MS_MAX: u32 = 300_000;
/// The letter that `fill` sends again and again.
pub(super) const FILLER: u8 = b'x';

/// A system call with its arguments, as an author writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// `socket`: a TCP socket.
    Socket,
    /// `reuseaddr FD`: `SO_REUSEADDR` on.
    ReuseAddress(Fd),
    /// `nodelay FD`: `TCP_NODELAY` on.
    NoDelay(Fd),
    /// `bind FD PORT`: to any address.
    Bind(Fd, u16),
    /// `listen FD BACKLOG`.
    Listen(Fd, u32),
    /// `accept FD`.
    Accept(Fd),
    /// `connect FD PORT`: to the server's host.
    Connect(Fd, u16),
    /// `send FD WORD`.
    Send(Fd, Vec<u8>),
    /// `fill FD COUNT`: sends so many bytes.
    Fill(Fd, u32),
    /// `reply FD`: sends what was received last.
    Reply(Fd),
    /// `recv FD COUNT`.
    Receive(Fd, u32),
    /// `shutdown FD`: no more will be sent.
    Shutdown(Fd),
    /// `close FD`.
    Close(Fd),
    /// `wait TIME`.
    Wait(u32),
}

/// What a failed call does to its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The program ends.
    Ends,
    /// The program goes on (`try`).
    GoesOn,
}

/// One statement of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// What it asks of the kernel.
    pub(super) ask: Ask,
    /// What happens when the kernel refuses.
    pub(super) failure: Failure,
    /// The variables of the descriptors that are open here, by descriptor.
    pub(super) variables: Vec<(Fd, Variable)>,
    /// Whether a later statement sends back what this one receives.
    pub(super) is_replied: bool,
    /// The variable that it makes, with its descriptor.
    pub(super) makes: Option<(Fd, Variable)>,
}

/// The name of a descriptor in a listing: `s`, `s2` for sockets made, `c`, `c2` for those
/// accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Variable {
    letter: char,
    number: u32,
}

impl Variable {
    /// The name.
    pub(super) fn name(self) -> String {
        let mut name = String::from(self.letter);
        if self.number > 1 {
            name.push_str(&self.number.to_string());
        }
        name
    }
}

const FORMS: &str = "a call: socket; reuseaddr FD; nodelay FD; bind FD PORT; listen FD BACKLOG; \
     accept FD; connect FD PORT; send FD WORD; fill FD COUNT; reply FD; recv FD COUNT; \
     shutdown FD; close FD; wait TIME";

fn wrong(number: usize, text: &str, expected: &str) -> Refused {
    Refused::explained(|| {
        ["in statement ", &number.to_string(), ", `", text, "`: ", expected].concat()
    })
}

/// Reads a program. An error says which statement and what was expected.
pub(super) fn parse(text: &str) -> Result<Vec<Statement>, Refused> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut open: Vec<(Fd, Variable)> = Vec::new();
    let mut made = [0, 0];
    for (at, part) in text.split(';').map(str::trim).enumerate() {
        let number = at + 1;
        if part.is_empty() {
            if text.trim().is_empty() {
                break;
            }
            return Err(wrong(number, part, FORMS));
        }
        if number > STATEMENTS_MAX {
            return Err(wrong(number, part, "no more than 24 statements"));
        }
        let (failure, call) = match part.strip_prefix("try ") {
            Some(call) => (Failure::GoesOn, call.trim()),
            None => (Failure::Ends, part),
        };
        let ask = parse_call(call).ok_or_else(|| wrong(number, part, FORMS))?;
        if let Some(fd) = ask.descriptor()
            && !open.iter().any(|(known, _)| *known == fd)
        {
            return Err(wrong(number, part, "a descriptor that the calls before it opened"));
        }
        if matches!(ask, Ask::Reply(_)) {
            let heard = statements.iter_mut().rfind(|it| matches!(it.ask, Ask::Receive(..)));
            match heard {
                Some(heard) => heard.is_replied = true,
                None => return Err(wrong(number, part, "a `recv` before it")),
            }
        }
        let variables = open.clone();
        let makes = ask.makes().map(|letter| {
            let counter = &mut made[usize::from(letter == 'c')];
            *counter += 1;
            let fd = (3..100).find(|fd| !open.iter().any(|(known, _)| known == fd)).unwrap_or(3);
            (fd, Variable { letter, number: *counter })
        });
        open.extend(makes);
        if let Ask::Close(fd) = ask {
            open.retain(|(known, _)| *known != fd);
        }
        statements.push(Statement { ask, failure, variables, is_replied: false, makes });
    }
    Ok(statements)
}

fn parse_call(text: &str) -> Option<Ask> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fd = || words.get(1)?.parse::<Fd>().ok().filter(|fd| (3..100).contains(fd));
    let port = || words.get(2)?.parse::<u16>().ok().filter(|port| *port > 0);
    let count = |most: u32| words.get(2)?.parse::<u32>().ok().filter(|count| *count <= most);
    let ask = match (*words.first()?, words.len()) {
        ("socket", 1) => Ask::Socket,
        ("reuseaddr", 2) => Ask::ReuseAddress(fd()?),
        ("nodelay", 2) => Ask::NoDelay(fd()?),
        ("bind", 3) => Ask::Bind(fd()?, port()?),
        ("listen", 3) => Ask::Listen(fd()?, count(BYTES_MAX)?),
        ("accept", 2) => Ask::Accept(fd()?),
        ("connect", 3) => Ask::Connect(fd()?, port()?),
        ("send", 3) => {
            let word = words[2].as_bytes();
            // Safe in the strings of all languages without any quoting.
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.,!?".contains(byte);
            if word.len() > 64 || !word.iter().all(plain) {
                return None;
            }
            Ask::Send(fd()?, word.to_vec())
        }
        ("fill", 3) => Ask::Fill(fd()?, count(BYTES_MAX)?),
        ("reply", 2) => Ask::Reply(fd()?),
        ("recv", 3) => Ask::Receive(fd()?, count(BYTES_MAX).filter(|count| *count > 0)?),
        ("shutdown", 2) => Ask::Shutdown(fd()?),
        ("close", 2) => Ask::Close(fd()?),
        ("wait", 2) => Ask::Wait(milliseconds(words[1]).filter(|ms| *ms <= WAIT_MS_MAX)?),
        _ => return None,
    };
    Some(ask)
}

/// `20ms` or `3s`, in milliseconds.
pub(super) fn milliseconds(text: &str) -> Option<u32> {
    let (number, factor) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s')?, 1_000),
    };
    number.parse::<u32>().ok()?.checked_mul(factor)
}

impl Ask {
    pub(super) fn descriptor(&self) -> Option<Fd> {
        match self {
            Self::Socket | Self::Wait(_) => None,
            Self::ReuseAddress(fd)
            | Self::NoDelay(fd)
            | Self::Bind(fd, _)
            | Self::Listen(fd, _)
            | Self::Accept(fd)
            | Self::Connect(fd, _)
            | Self::Send(fd, _)
            | Self::Fill(fd, _)
            | Self::Reply(fd)
            | Self::Receive(fd, _)
            | Self::Shutdown(fd)
            | Self::Close(fd) => Some(*fd),
        }
    }

    fn makes(&self) -> Option<char> {
        match self {
            Self::Socket => Some('s'),
            Self::Accept(_) => Some('c'),
            _ => None,
        }
    }

    /// The call's name.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Socket => "socket",
            Self::ReuseAddress(_) | Self::NoDelay(_) => "setsockopt",
            Self::Bind(..) => "bind",
            Self::Listen(..) => "listen",
            Self::Accept(_) => "accept",
            Self::Connect(..) => "connect",
            Self::Send(..) | Self::Fill(..) | Self::Reply(_) => "send",
            Self::Receive(..) => "recv",
            Self::Shutdown(_) => "shutdown",
            Self::Close(_) => "close",
            Self::Wait(_) => "sleep",
        }
    }

    /// The call with its arguments: `listen(3, 1)`. `received` is what `reply` sends back.
    pub(super) fn text(&self, server: Ip, received: &[u8]) -> String {
        let mut text = String::from(self.name());
        text.push('(');
        if let Some(fd) = self.descriptor() {
            text.push_str(&fd.to_string());
        }
        let more = match self {
            Self::ReuseAddress(_) => "SO_REUSEADDR, 1".to_owned(),
            Self::NoDelay(_) => "TCP_NODELAY, 1".to_owned(),
            Self::Bind(_, port) => Endpoint::new(Ip::ANY, *port).to_string(),
            Self::Connect(_, port) => Endpoint::new(server, *port).to_string(),
            Self::Listen(_, count) | Self::Receive(_, count) => count.to_string(),
            Self::Send(_, data) => quoted(data),
            Self::Fill(_, count) => quoted(&vec![FILLER; *count as usize]),
            Self::Reply(_) => quoted(received),
            Self::Shutdown(_) => "SHUT_WR".to_owned(),
            Self::Wait(ms) => length(u64::from(*ms) * 1_000_000),
            Self::Socket | Self::Accept(_) | Self::Close(_) => String::new(),
        };
        if !more.is_empty() {
            text.push_str(if self.descriptor().is_some() { ", " } else { "" });
            text.push_str(&more);
        }
        text.push(')');
        text
    }

    /// The call for the kernel.
    pub(super) fn call(&self, server: Ip, received: &[u8]) -> Call {
        let option = |fd: Fd, level: i32, name: i32| Call::SetOption {
            fd,
            level,
            name,
            value: OptionValue::Int(1),
        };
        match self {
            Self::Socket => {
                Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 }
            }
            Self::ReuseAddress(fd) => option(*fd, abi::SOL_SOCKET, abi::SO_REUSEADDR),
            Self::NoDelay(fd) => option(*fd, abi::IPPROTO_TCP, abi::TCP_NODELAY),
            Self::Bind(fd, port) => Call::bind(*fd, Endpoint::new(Ip::ANY, *port)),
            Self::Listen(fd, backlog) => Call::Listen { fd: *fd, backlog: backlog.cast_signed() },
            Self::Accept(fd) => Call::Accept { fd: *fd, flags: 0 },
            Self::Connect(fd, port) => {
                Call::connect(*fd, Address::Inet(Endpoint::new(server, *port)))
            }
            Self::Send(fd, data) => Call::send(*fd, data),
            Self::Fill(fd, count) => Call::send(*fd, &vec![FILLER; *count as usize]),
            Self::Reply(fd) => Call::send(*fd, received),
            Self::Receive(fd, count) => Call::receive(*fd, *count as usize),
            Self::Shutdown(fd) => Call::Shutdown { fd: *fd, how: abi::SHUT_WR },
            Self::Close(fd) => Call::Close { fd: *fd },
            Self::Wait(ms) => Call::Sleep {
                seconds: i64::from(ms / 1_000),
                ns: i64::from(ms % 1_000) * 1_000_000,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = match parse(text) {
            Ok(statements) => {
                let say = |it: &Statement| it.ask.text(Ip::LOOPBACK, b"Hi");
                statements.iter().map(say).collect::<Vec<_>>().join("; ")
            }
            Err(refused) => refused.to_string(),
        };
        assert!(read.contains(expected), "{text:?} gave {read}");
    }

    #[test]
    fn programs_read_as_tracers_write_them() {
        check("", "");
        check("socket; bind 3 80; listen 3 1", "socket(); bind(3, 0.0.0.0:80); listen(3, 1)");
        check("socket; connect 3 80; send 3 Hi", "connect(3, 127.0.0.1:80); send(3, \"Hi\")");
        check("socket; connect 3 80; fill 3 3000", "send(3, \"xxxxxxxxxxxx\"…3000)");
        check("wait 20ms; wait 3s", "sleep(20 ms); sleep(3 s)");
        check("socket; recv 3 9; reply 3", "recv(3, 9); send(3, \"Hi\")");
        check("socket; close 3; socket; close 3", "close(3); socket(); close(3)");
    }

    #[test]
    fn what_is_no_program_is_refused_with_its_place() {
        check("socket; dance 3", "in statement 2, `dance 3`: a call: socket; ");
        check("socket;; close 3", "in statement 2, ``: ");
        check("socket; bind 3 0", "in statement 2");
        check("socket; bind 3 65536", "in statement 2");
        check("socket; send 3 한글", "in statement 2");
        check("socket; recv 3 0", "in statement 2");
        check("socket; recv 3 -1", "in statement 2");
        check("socket; close 4", "a descriptor that the calls before it opened");
        check("socket; close 3; close 3", "in statement 3");
        check("socket; reply 3; recv 3 9", "in statement 2, `reply 3`: a `recv` before it");
        check("wait 9999999s", "in statement 1");
        check(&"socket;".repeat(30), "no more than 24 statements");
    }
}
