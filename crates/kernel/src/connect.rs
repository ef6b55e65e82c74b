//! `connect`: to a peer, or, with `AF_UNSPEC`, away from it.

use crate::abi;
use crate::address::{Address, Endpoint, Ip, SOCKADDR_IN_LENGTH};
use crate::call::{Fd, Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::route::RouteKind;
use crate::id::{SocketId, ThreadId};
use crate::process::Progress;
use crate::socket::{Protocol, Stage};
use crate::tcp::State;

impl Host {
    pub(crate) fn sys_connect(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        (address, length): (&Address, u32),
        progress: &mut Progress,
    ) -> Outcome {
        let (s, nonblocking) = match self.socket_of(thread, fd) {
            Ok(found) => found,
            Err(errno) => return Outcome::Done(Err(errno)),
        };
        let is_unix = matches!(self.sockets[s].body, Protocol::Unix(_));
        if !is_unix && !(2..=128).contains(&length) {
            return Outcome::Done(Err(Errno::EINVAL));
        }
        let done = |result: Result<(), Errno>| Outcome::Done(result.map(|()| Reply::Number(0)));
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_sys_connect(s, (address, length), nonblocking, progress),
            Protocol::Unix(_) => self.unix_connect(s, (address, length), nonblocking, progress),
            _ => done(self.udp_connect(s, address, length)),
        }
    }

    fn tcp_sys_connect(
        &mut self,
        s: SocketId,
        (address, length): (&Address, u32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        // A negative `SO_SNDTIMEO` is no time at all.
        let nonblocking = nonblocking || self.sockets[s].options.send_timeout_us == Some(0);
        if progress.lost_connection(&self.sockets[s]) {
            return Outcome::Done(Err(Errno::EPIPE));
        }
        let mut pending = if progress.already { Errno::EALREADY } else { Errno::EINPROGRESS };
        if !progress.begun {
            self.lock(s);
            let begun = self.tcp_connect_begin(s, address, length);
            // The answer may be here already, but a non-blocking call does not look at it.
            let handshaking = self.sockets[s].state() == State::SynSent;
            self.release(s);
            match begun {
                Ok(Some(errno)) if nonblocking && handshaking => {
                    return Outcome::Done(Err(errno));
                }
                Ok(Some(errno)) => {
                    progress.already = errno == Errno::EALREADY;
                    pending = errno;
                }
                Ok(None) => return Outcome::Done(Ok(Reply::Number(0))),
                Err(errno) => return Outcome::Done(Err(errno)),
            }
        }
        let socket = &self.sockets[s];
        if matches!(socket.state(), State::SynSent | State::SynReceived) {
            return self.wait_to_send(s, s, nonblocking, progress, pending);
        }
        if socket.state() == State::Closed {
            let socket = &mut self.sockets[s];
            let errno = socket.take_error().unwrap_or(Errno::ECONNABORTED);
            socket.stage = Stage::Unconnected;
            self.tcp_disconnect(s);
            return Outcome::Done(Err(errno));
        }
        self.sockets[s].stage = Stage::Connected;
        Outcome::Done(Ok(Reply::Number(0)))
    }

    /// The first half of `connect`. Gives the error to report while the handshake runs, or
    /// nothing when there is nothing to wait for.
    fn tcp_connect_begin(
        &mut self,
        s: SocketId,
        address: &Address,
        length: u32,
    ) -> Result<Option<Errno>, Errno> {
        if *address == Address::Unspecified {
            self.sockets[s].dissolved += 1;
            self.tcp_disconnect(s);
            self.sockets[s].stage = Stage::Unconnected;
            return Ok(None);
        }
        match self.sockets[s].stage {
            Stage::Connected => return Err(Errno::EISCONN),
            Stage::Connecting => return Ok(Some(Errno::EALREADY)),
            Stage::Disconnecting => return Err(Errno::EINVAL),
            Stage::Unconnected => {}
        }
        if self.sockets[s].state() != State::Closed {
            return Err(Errno::EISCONN);
        }
        if length < SOCKADDR_IN_LENGTH {
            return Err(Errno::EINVAL);
        }
        let Address::Inet(remote) = *address else { return Err(Errno::EAFNOSUPPORT) };
        self.tcp_connect(s, remote)?;
        self.sockets[s].stage = Stage::Connecting;
        Ok(Some(Errno::EINPROGRESS))
    }

    /// Sends SYN, once addresses and port are chosen (`tcp_v4_connect`).
    fn tcp_connect(&mut self, s: SocketId, remote: Endpoint) -> Result<(), Errno> {
        let route = self.route(remote.ip, self.sockets[s].source)?;
        if matches!(route.kind, RouteKind::Broadcast | RouteKind::Multicast) {
            return Err(Errno::ENETUNREACH);
        }
        let ip = if remote.ip.is_any() { Ip::LOOPBACK } else { remote.ip };
        let remote = Endpoint::new(ip, remote.port);
        let socket = &mut self.sockets[s];
        if socket.source.is_any() {
            socket.source = route.source;
            socket.local.ip = route.source;
        }
        socket.remote = remote;
        self.set_state(s, State::SynSent);
        if let Err(errno) = self.tcp_choose_port(s) {
            self.set_state(s, State::Closed);
            self.reset_local_address(s);
            self.sockets[s].remote = Endpoint::NONE;
            return Err(errno);
        }
        let socket = &self.sockets[s];
        self.connections.insert((socket.local, socket.remote), s);
        self.tcp_send_syn(s);
        Ok(())
    }

    /// Forgets a local address that the program did not choose itself.
    pub(crate) fn reset_local_address(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        if !socket.locks.address {
            socket.local.ip = Ip::ANY;
            socket.source = Ip::ANY;
        }
    }

    /// Finds a port with which the connection is unlike every other (`__inet_hash_connect`).
    fn tcp_choose_port(&mut self, s: SocketId) -> Result<(), Errno> {
        if self.sockets[s].held_port != 0 {
            let local = self.sockets[s].local;
            return if self.tcp_unique(s, local, false) {
                Ok(())
            } else {
                Err(Errno::EADDRNOTAVAIL)
            };
        }
        let (low, high) = self.sysctls.local_port_range;
        let (low, high) = (u32::from(low), u32::from(high) + 1);
        let mut count = high - low;
        if count > 1 {
            count &= !1;
        }
        let start = self.rng.below(count) & !1;
        for parity in 0..count.min(2) {
            let mut port = low + start + parity;
            for _ in (0..count).step_by(2) {
                if port >= high {
                    port -= count;
                }
                if self.tcp_port_suits(s, port as u16) {
                    let socket = &mut self.sockets[s];
                    socket.local.port = port as u16;
                    socket.held_port = port as u16;
                    socket.locks.by_connect = true;
                    self.tcp_ports.join(port as u16, s);
                    return Ok(());
                }
                port += 2;
            }
        }
        Err(Errno::EADDRNOTAVAIL)
    }

    fn tcp_port_suits(&mut self, s: SocketId, port: u16) -> bool {
        if let Some(bucket) = self.tcp_ports.buckets.get(&port)
            && bucket.group != crate::ports::Group::ByConnect
        {
            return false;
        }
        let local = Endpoint::new(self.sockets[s].local.ip, port);
        self.tcp_unique(s, local, true)
    }

    /// Whether no other connection has the same two endpoints. One in TIME-WAIT gives way when
    /// timestamps make that safe.
    fn tcp_unique(&mut self, s: SocketId, local: Endpoint, chosen: bool) -> bool {
        let remote = self.sockets[s].remote;
        let Some(&other) = self.connections.get(&(local, remote)) else { return true };
        if !matches!(self.sockets[other].body, Protocol::TimeWait(_)) {
            return false;
        }
        self.tcp_reuse_time_wait(s, other, chosen)
    }

    /// A socket's peer for UDP: `connect` without a packet.
    pub(crate) fn udp_connect(
        &mut self,
        s: SocketId,
        address: &Address,
        length: u32,
    ) -> Result<(), Errno> {
        if *address == Address::Unspecified {
            self.udp_disconnect(s);
            return Ok(());
        }
        if self.sockets[s].held_port == 0 {
            self.auto_bind(s)?;
        }
        if length < SOCKADDR_IN_LENGTH {
            return Err(Errno::EINVAL);
        }
        let Address::Inet(remote) = *address else { return Err(Errno::EAFNOSUPPORT) };
        let ip = if remote.ip.is_any() { Ip::LOOPBACK } else { remote.ip };
        let remote = Endpoint::new(ip, remote.port);
        let route = self.route(remote.ip, self.sockets[s].source)?;
        let socket = &mut self.sockets[s];
        // What waits under `MSG_MORE` now goes there, even if the socket is not let (`cork.fl`).
        let source = if socket.source.is_any() { route.source } else { socket.source };
        socket.udp_mut().redirect(source, remote);
        if route.kind == RouteKind::Broadcast && !socket.options.broadcast {
            return Err(Errno::EACCES);
        }
        socket.source = source;
        if socket.local.ip.is_any() {
            socket.local.ip = route.source;
        }
        socket.remote = remote;
        socket.stage = Stage::Connected;
        debug_assert_eq!(socket.domain, abi::AF_INET);
        Ok(())
    }
}
