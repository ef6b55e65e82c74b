//! System calls as data: what a program asks, and what it is told.

use crate::address::Address;
use crate::errno::Errno;
use crate::id::SocketId;
use crate::payload::Payload;
use crate::time::Time;

/// A descriptor number, as a program holds it.
pub type Fd = i32;

/// A system call and its arguments. Numbers are raw: a program may pass anything.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the fields are the arguments of the man page of the call")]
pub enum Call {
    /// `socket(2)`.
    Socket { domain: i32, kind: i32, protocol: i32 },
    /// `socketpair(2)`.
    SocketPair { domain: i32, kind: i32, protocol: i32 },
    /// `bind(2)`; `length` is what the program claims the address to measure.
    Bind { fd: Fd, address: Address, length: u32 },
    /// `listen(2)`.
    Listen { fd: Fd, backlog: i32 },
    /// `accept4(2)`; `flags` may hold `SOCK_NONBLOCK`.
    Accept { fd: Fd, flags: i32 },
    /// `connect(2)`.
    Connect { fd: Fd, address: Address, length: u32 },
    /// `sendto(2)`, and `send(2)` without an address.
    Send { fd: Fd, data: Payload, flags: i32, address: Option<Address> },
    /// `recvmsg(2)`, of which `recv` and `recvfrom` show a part.
    Receive { fd: Fd, length: usize, flags: i32 },
    /// `shutdown(2)`.
    Shutdown { fd: Fd, how: i32 },
    /// `close(2)`.
    Close { fd: Fd },
    /// `dup(2)`.
    Dup { fd: Fd },
    /// `dup2(2)`.
    Dup2 { fd: Fd, new: Fd },
    /// `fcntl(fd, F_SETFL, ..)`, of which `O_NONBLOCK` counts.
    SetFlags { fd: Fd, flags: i32 },
    /// `fcntl(fd, F_GETFL)`.
    ReadFlags { fd: Fd },
    /// `setsockopt(2)`.
    SetOption { fd: Fd, level: i32, name: i32, value: OptionValue },
    /// `getsockopt(2)`.
    ReadOption { fd: Fd, level: i32, name: i32 },
    /// `getsockname(2)`.
    LocalName { fd: Fd },
    /// `getpeername(2)`.
    PeerName { fd: Fd },
    /// `poll(2)`; a negative timeout waits for ever.
    Poll { fds: Vec<(Fd, u32)>, timeout_ms: i32 },
    /// `select(2)`; no timeout waits for ever.
    Select { read: Vec<Fd>, write: Vec<Fd>, except: Vec<Fd>, timeout_ms: Option<u32> },
    /// `epoll_create1(2)`.
    EpollCreate,
    /// `epoll_ctl(2)`.
    EpollControl { epoll: Fd, how: i32, fd: Fd, events: u32, data: u64 },
    /// `epoll_wait(2)`.
    EpollWait { epoll: Fd, max: i32, timeout_ms: i32 },
    /// `nanosleep(2)`.
    Sleep { seconds: i64, ns: i64 },
    /// `fork(2)`.
    Fork,
    /// `exit_group(2)`: the process ends and its descriptors are closed.
    Exit,
    /// `setuid(2)`.
    SetUser { uid: u32 },
    /// `setrlimit(RLIMIT_NOFILE)`.
    SetDescriptorLimit { limit: u32 },
    /// `setrlimit(RLIMIT_NPROC)`.
    SetProcessLimit { limit: u32 },
}

impl Call {
    /// `bind` with the length that belongs to the address.
    pub fn bind(fd: Fd, address: impl Into<Address>) -> Self {
        let address = address.into();
        let length = address.length();
        Self::Bind { fd, address, length }
    }

    /// `connect` with the length that belongs to the address.
    pub fn connect(fd: Fd, address: impl Into<Address>) -> Self {
        let address = address.into();
        let length = address.length();
        Self::Connect { fd, address, length }
    }

    /// `send` without flags.
    pub fn send(fd: Fd, data: &[u8]) -> Self {
        Self::Send { fd, data: data.into(), flags: 0, address: None }
    }

    /// `recv` without flags.
    pub const fn receive(fd: Fd, length: usize) -> Self {
        Self::Receive { fd, length, flags: 0 }
    }

    /// The descriptors whose descriptions a call keeps while it sleeps.
    pub(crate) fn works_on(&self) -> Vec<Fd> {
        match self {
            Self::Accept { fd, .. }
            | Self::Connect { fd, .. }
            | Self::Send { fd, .. }
            | Self::Receive { fd, .. } => vec![*fd],
            Self::EpollWait { epoll, .. } => vec![*epoll],
            Self::Poll { fds, .. } => fds.iter().map(|(fd, _)| *fd).collect(),
            Self::Select { read, write, except, .. } => [&read[..], write, except].concat(),
            _ => Vec::new(),
        }
    }

    /// The name of the call as a program writes it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Socket { .. } => "socket",
            Self::SocketPair { .. } => "socketpair",
            Self::Bind { .. } => "bind",
            Self::Listen { .. } => "listen",
            Self::Accept { .. } => "accept",
            Self::Connect { .. } => "connect",
            Self::Send { address: None, .. } => "send",
            Self::Send { .. } => "sendto",
            Self::Receive { .. } => "recv",
            Self::Shutdown { .. } => "shutdown",
            Self::Close { .. } => "close",
            Self::Dup { .. } => "dup",
            Self::Dup2 { .. } => "dup2",
            Self::SetFlags { .. } | Self::ReadFlags { .. } => "fcntl",
            Self::SetOption { .. } => "setsockopt",
            Self::ReadOption { .. } => "getsockopt",
            Self::LocalName { .. } => "getsockname",
            Self::PeerName { .. } => "getpeername",
            Self::Poll { .. } => "poll",
            Self::Select { .. } => "select",
            Self::EpollCreate => "epoll_create1",
            Self::EpollControl { .. } => "epoll_ctl",
            Self::EpollWait { .. } => "epoll_wait",
            Self::Sleep { .. } => "nanosleep",
            Self::Fork => "fork",
            Self::Exit => "exit_group",
            Self::SetUser { .. } => "setuid",
            Self::SetDescriptorLimit { .. } | Self::SetProcessLimit { .. } => "setrlimit",
        }
    }
}

/// What an option holds, in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OptionValue {
    /// Most options: an `int`.
    Int(i32),
    /// `SO_LINGER`: whether to linger, and how many seconds.
    Linger(i32, i32),
    /// `SO_RCVTIMEO` and `SO_SNDTIMEO`: seconds and microseconds; both 0 wait for ever.
    Interval(i64, i64),
    /// `SO_ERROR`, read: what went wrong, if anything.
    Error(Option<Errno>),
}

/// What a successful call gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the fields are the results of the man page of the call")]
pub enum Reply {
    /// A plain number: 0, a descriptor, a count of bytes.
    Number(i32),
    /// `accept`: the new descriptor, and who connected.
    Accepted { fd: Fd, peer: Address },
    /// `socketpair`.
    Pair(Fd, Fd),
    /// `recvmsg`: `length` may exceed the data when `MSG_TRUNC` asked for the true length.
    Received { length: usize, data: Payload, from: Option<Address>, flags: i32 },
    /// `getsockname`, `getpeername`.
    Name(Address),
    /// `getsockopt`.
    Option(OptionValue),
    /// `poll`: `revents` in the order asked.
    Polled { ready: i32, revents: Vec<u32> },
    /// `select`: the descriptors that are left in each set.
    Selected { ready: i32, read: Vec<Fd>, write: Vec<Fd>, except: Vec<Fd> },
    /// `epoll_wait`: events and the data given at `epoll_ctl`.
    Events(Vec<(u32, u64)>),
    /// `fork`: the child, seen by the parent.
    Child(crate::id::ProcessId, crate::id::ThreadId),
}

impl Reply {
    /// The number that the call returns in C.
    pub const fn number(&self) -> i32 {
        match self {
            Self::Number(number) => *number,
            Self::Accepted { fd, .. } => *fd,
            Self::Pair(..) | Self::Name(_) | Self::Option(_) => 0,
            Self::Received { length, .. } => *length as i32,
            Self::Polled { ready, .. } | Self::Selected { ready, .. } => *ready,
            Self::Events(events) => events.len() as i32,
            Self::Child(process, _) => process.0 as i32,
        }
    }
}

/// What a call came to, once it came back.
pub type CallResult = Result<Reply, Errno>;

/// What a call came to at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It came back.
    Done(CallResult),
    /// The thread sleeps until the call can come back; it ends in `Thread::Finished`.
    Blocked(Wait),
}

/// What a sleeping thread waits for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Wait {
    /// The sockets whose news would wake it.
    pub sockets: Vec<SocketId>,
    /// The moment at which it gives up.
    pub deadline: Option<Time>,
}
