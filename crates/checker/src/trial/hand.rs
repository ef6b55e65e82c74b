//! A peer's hands: what it wants, done by calls of the simulated kernel.
//!
//! Invariant: which statement is under way is the actor's business; here are sockets alone.

use kernel::{
    Address, Call, CallResult, Endpoint, Errno, Fd, HostId, Ip, OptionValue, Payload, Reply, World,
    abi,
};

use crate::actor::Actor;
use crate::want::{Outcome, Want};

/// What a peer does with its turn.
#[derive(Debug)]
pub(super) enum Turn {
    /// It makes a call.
    Call(Call),
    /// It is done, and has closed what it held.
    Done,
    /// It failed. What it holds stays open, so that nobody else sees an end that is none.
    Failed,
}

/// What a call was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A new socket, of a kind.
    Socket,
    /// A limit of time, `SO_RCVTIMEO` or `SO_SNDTIMEO`, of this descriptor.
    Limit(Fd, i32, u64),
    /// Another option, or `bind`, once for each new socket.
    Ready(Readiness),
    /// `SO_LINGER` before a reset.
    Linger,
    /// The socket that was there is closed.
    Away(Fd),
    /// The want itself.
    Want,
}

/// How far a new socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Readiness {
    Made,
    Set,
    Bound,
}

/// A peer and its sockets.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) actor: Actor,
    /// A socket that is neither connected nor listening yet.
    fresh: Option<(Fd, Readiness)>,
    listener: Option<Fd>,
    socket: Option<Fd>,
    /// Limits of time that were set: descriptor, option, milliseconds.
    limits: Vec<(Fd, i32, u64)>,
    lingers: bool,
    /// Who sent the last datagram.
    from: Option<Address>,
    /// What is under way, and what its last call was made for.
    want: Option<Want>,
    purpose: Option<Purpose>,
}

impl Hand {
    pub(super) const fn new(actor: Actor) -> Self {
        Self {
            actor,
            fresh: None,
            listener: None,
            socket: None,
            limits: Vec::new(),
            lingers: false,
            from: None,
            want: None,
            purpose: None,
        }
    }

    /// It has the turn; `result` is what its last call came to.
    pub(super) fn turn(&mut self, result: Option<&CallResult>, world: &World, now_ms: u64) -> Turn {
        if let (Some(purpose), Some(result)) = (self.purpose.take(), result)
            && let Some(outcome) = self.settle(purpose, result)
        {
            self.want = None;
            self.actor.heard(outcome, now_ms);
        }
        // Each want that needs no call is answered here, and the actor bounds how many there are.
        loop {
            let want = self.want.take().unwrap_or_else(|| self.actor.next(now_ms));
            if want == Want::Finish {
                if self.actor.failure().is_some() {
                    return Turn::Failed;
                }
                let Some(fd) = self.held() else { return Turn::Done };
                self.purpose = Some(Purpose::Away(fd));
                self.want = Some(want);
                return Turn::Call(Call::Close { fd });
            }
            match self.plan(&want, world) {
                Ok((purpose, call)) => {
                    self.purpose = Some(purpose);
                    self.want = Some(want);
                    return Turn::Call(call);
                }
                Err(outcome) => self.actor.heard(outcome, now_ms),
            }
        }
    }

    /// A descriptor that is open.
    fn held(&self) -> Option<Fd> {
        self.socket.or(self.listener).or(self.fresh.map(|(fd, _)| fd))
    }

    /// The next call for a want, or what came of it without one.
    fn plan(&self, want: &Want, world: &World) -> Result<(Purpose, Call), Outcome> {
        let call = match want {
            Want::Connect { port, within_ms } => {
                return Ok(self.plan_connect(*port, *within_ms));
            }
            Want::Listen { port, backlog } => return Ok(self.plan_listen(*port, *backlog)),
            Want::Udp { port } => return Ok(self.plan_udp(*port)),
            Want::Accept { within_ms } => {
                let fd = self.listener.ok_or_else(no_socket)?;
                match self.limit(fd, abi::SO_RCVTIMEO, *within_ms) {
                    Some(first) => return Ok(first),
                    None => Call::Accept { fd, flags: 0 },
                }
            }
            Want::Send { bytes, within_ms } => {
                let fd = self.socket.ok_or_else(no_socket)?;
                match self.limit(fd, abi::SO_SNDTIMEO, *within_ms) {
                    Some(first) => return Ok(first),
                    None => send(fd, bytes, None),
                }
            }
            Want::SendTo { port, bytes } => {
                if !is_bound(world, *port) {
                    return Err(Outcome::Refused);
                }
                let to = Address::Inet(Endpoint::loopback(*port));
                send(self.socket.ok_or_else(no_socket)?, bytes, Some(to))
            }
            Want::Reply { bytes } => {
                let to = self.from.clone().ok_or_else(|| failed("EDESTADDRREQ"))?;
                send(self.socket.ok_or_else(no_socket)?, bytes, Some(to))
            }
            Want::Receive { max, within_ms } => {
                let fd = self.socket.ok_or_else(no_socket)?;
                match self.limit(fd, abi::SO_RCVTIMEO, *within_ms) {
                    Some(first) => return Ok(first),
                    None => Call::receive(fd, *max),
                }
            }
            Want::Wait { ms } => sleep(*ms),
            Want::Shutdown => {
                let fd = self.socket.ok_or_else(no_socket)?;
                Call::Shutdown { fd, how: abi::SHUT_WR }
            }
            Want::Close => Call::Close { fd: self.held().ok_or_else(no_socket)? },
            Want::Reset => {
                let fd = self.socket.ok_or_else(no_socket)?;
                if !self.lingers {
                    let value = OptionValue::Linger(1, 0);
                    return Ok((Purpose::Linger, option(fd, abi::SO_LINGER, value)));
                }
                Call::Close { fd }
            }
            Want::Finish => return Err(Outcome::Done),
        };
        Ok((Purpose::Want, call))
    }

    fn plan_connect(&self, port: u16, within_ms: u64) -> (Purpose, Call) {
        // Statements are read so that a peer has one socket; if not, the other goes away.
        if let Some(old) = self.socket.or(self.listener) {
            return (Purpose::Away(old), Call::Close { fd: old });
        }
        let Some((fd, readiness)) = self.fresh else { return new(abi::SOCK_STREAM) };
        if let Some(first) = self.limit(fd, abi::SO_SNDTIMEO, within_ms) {
            return first;
        }
        // Pieces are to arrive as pieces: without Nagle's algorithm.
        if readiness < Readiness::Set {
            let (level, name) = (abi::IPPROTO_TCP, abi::TCP_NODELAY);
            let value = OptionValue::Int(1);
            let call = Call::SetOption { fd, level, name, value };
            return (Purpose::Ready(Readiness::Set), call);
        }
        (Purpose::Want, Call::connect(fd, Endpoint::loopback(port)))
    }

    fn plan_listen(&self, port: u16, backlog: i32) -> (Purpose, Call) {
        let Some((fd, readiness)) = self.fresh else { return new(abi::SOCK_STREAM) };
        match readiness {
            Readiness::Made => {
                let call = option(fd, abi::SO_REUSEADDR, OptionValue::Int(1));
                (Purpose::Ready(Readiness::Set), call)
            }
            Readiness::Set => (Purpose::Ready(Readiness::Bound), bind(fd, port)),
            Readiness::Bound => (Purpose::Want, Call::Listen { fd, backlog }),
        }
    }

    fn plan_udp(&self, port: Option<u16>) -> (Purpose, Call) {
        match self.fresh {
            None => new(abi::SOCK_DGRAM),
            // It was refused before, over TCP.
            Some((fd, Readiness::Set)) => (Purpose::Away(fd), Call::Close { fd }),
            Some((fd, _)) => (Purpose::Want, bind(fd, port.unwrap_or(0))),
        }
    }

    /// The call that sets a limit of time, unless it is set already.
    fn limit(&self, fd: Fd, name: i32, ms: u64) -> Option<(Purpose, Call)> {
        // None at all would be for ever. Of seconds, a tenth more or less changes nothing, and
        // spares the lanes a call before each piece that comes.
        let ms = ms.max(1);
        let slack = if ms < 1_000 { 0 } else { ms / 10 };
        let is_set = self.limits.iter().any(|(known, option, set)| {
            (*known, *option) == (fd, name) && (ms..=ms + slack).contains(set)
        });
        let (seconds, us) = (ms / 1_000, ms % 1_000 * 1_000);
        let value = OptionValue::Interval(seconds.cast_signed(), us.cast_signed());
        (!is_set).then(|| (Purpose::Limit(fd, name, ms), option(fd, name, value)))
    }

    /// A call came back. Gives what came of the want, if that is known now.
    fn settle(&mut self, purpose: Purpose, result: &CallResult) -> Option<Outcome> {
        let reply = match result {
            Ok(reply) => reply,
            // What was closed is closed either way.
            Err(_) if matches!(purpose, Purpose::Away(_)) => &Reply::Number(0),
            Err(errno) => return Some(fault(*errno)),
        };
        match purpose {
            Purpose::Socket => self.fresh = Some((reply.number(), Readiness::Made)),
            Purpose::Limit(fd, name, ms) => {
                self.limits.retain(|(known, option, _)| (*known, *option) != (fd, name));
                self.limits.push((fd, name, ms));
            }
            Purpose::Ready(readiness) => {
                self.fresh = self.fresh.map(|(fd, _)| (fd, readiness));
            }
            Purpose::Linger => self.lingers = true,
            Purpose::Away(fd) => self.forget(fd),
            Purpose::Want => return Some(self.came(reply)),
        }
        None
    }

    /// The want itself is done.
    fn came(&mut self, reply: &Reply) -> Outcome {
        match self.want {
            Some(Want::Connect { .. } | Want::Udp { .. }) => {
                self.socket = self.fresh.take().map(|(fd, _)| fd);
            }
            Some(Want::Listen { .. }) => self.listener = self.fresh.take().map(|(fd, _)| fd),
            Some(Want::Accept { .. }) => {
                let fd = reply.number();
                // Whatever the listening socket's limits were, they are the new one's too.
                self.limits.retain(|(known, ..)| *known != fd);
                self.socket = Some(fd);
                self.lingers = false;
            }
            Some(Want::Close | Want::Reset) => {
                if let Some(fd) = self.held() {
                    self.forget(fd);
                }
            }
            _ => {}
        }
        match (reply, &self.want) {
            (Reply::Received { data, from, .. }, _) => {
                self.from = from.clone().or(self.from.take());
                Outcome::Received(data.to_vec())
            }
            (_, Some(Want::Send { .. })) => {
                Outcome::Sent(usize::try_from(reply.number()).unwrap_or(0))
            }
            _ => Outcome::Done,
        }
    }

    fn forget(&mut self, fd: Fd) {
        self.limits.retain(|(known, ..)| *known != fd);
        self.lingers = false;
        if self.socket == Some(fd) {
            self.socket = None;
        } else if self.listener == Some(fd) {
            self.listener = None;
        } else {
            self.fresh = None;
        }
    }
}

fn new(kind: i32) -> (Purpose, Call) {
    (Purpose::Socket, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 })
}

fn option(fd: Fd, name: i32, value: OptionValue) -> Call {
    Call::SetOption { fd, level: abi::SOL_SOCKET, name, value }
}

fn bind(fd: Fd, port: u16) -> Call {
    Call::bind(fd, Endpoint::new(Ip::LOOPBACK, port))
}

fn send(fd: Fd, bytes: &[u8], address: Option<Address>) -> Call {
    Call::Send { fd, data: Payload::from(bytes), flags: abi::MSG_NOSIGNAL, address }
}

fn sleep(ms: u64) -> Call {
    let (seconds, ns) = (ms / 1_000, ms % 1_000 * 1_000_000);
    Call::Sleep { seconds: seconds.cast_signed(), ns: ns.cast_signed() }
}

fn no_socket() -> Outcome {
    failed(Errno::EBADF.name())
}

fn failed(name: &str) -> Outcome {
    Outcome::Failed(name.to_owned())
}

fn fault(errno: Errno) -> Outcome {
    match errno {
        Errno::ECONNREFUSED => Outcome::Refused,
        Errno::ECONNRESET | Errno::EPIPE | Errno::ECONNABORTED => Outcome::Reset,
        Errno::EAGAIN | Errno::EINPROGRESS | Errno::EALREADY | Errno::ETIMEDOUT => Outcome::Late,
        other => failed(other.name()),
    }
}

/// Whether somebody takes datagrams at a port of this machine.
fn is_bound(world: &World, port: u16) -> bool {
    world.host(HostId(0)).socket_rows().iter().any(|row| {
        let is_at = matches!(row.local, Address::Inet(local) if local.port == port);
        row.kind == abi::SOCK_DGRAM && is_at
    })
}
