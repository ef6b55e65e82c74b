//! `bind`, `getsockname` and `getpeername`.

use crate::address::{Address, Endpoint, Ip, SOCKADDR_IN_LENGTH};
use crate::call::{CallResult, Fd, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::route::RouteKind;
use crate::id::{SocketId, ThreadId};
use crate::socket::Protocol;
use crate::tcp::State;

impl Host {
    pub(crate) fn sys_bind(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        address: &Address,
        length: u32,
    ) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        // A `sockaddr_storage` has 128 bytes; more cannot be an address.
        if length > 128 {
            return Err(Errno::EINVAL);
        }
        if matches!(self.sockets[s].body, Protocol::Unix(_)) {
            return self.unix_bind(s, address, length);
        }
        if length < SOCKADDR_IN_LENGTH {
            return Err(Errno::EINVAL);
        }
        let endpoint = match address {
            Address::Inet(endpoint) => *endpoint,
            // Old programs forget the family; with the any address it is let through.
            Address::Unspecified => Endpoint::NONE,
            Address::Unix(_) => return Err(Errno::EAFNOSUPPORT),
        };
        if !self.may_bind_to(endpoint.ip) {
            return Err(Errno::EADDRNOTAVAIL);
        }
        let privileged = i64::from(endpoint.port) < self.sysctls.unprivileged_port_start;
        let process = self.process_of(thread);
        let may = process.uid == 0 || process.may_bind_low;
        if endpoint.port != 0 && privileged && !may {
            return Err(Errno::EACCES);
        }
        self.inet_bind(s, endpoint)?;
        Ok(Reply::Number(0))
    }

    fn inet_bind(&mut self, s: SocketId, endpoint: Endpoint) -> Result<(), Errno> {
        let socket = &self.sockets[s];
        if (socket.is_tcp() && socket.state() != State::Closed) || socket.held_port != 0 {
            return Err(Errno::EINVAL);
        }
        let to_all =
            matches!(self.kind_of(endpoint.ip), Some(RouteKind::Broadcast | RouteKind::Multicast));
        let socket = &mut self.sockets[s];
        socket.local.ip = endpoint.ip;
        socket.source = if to_all { Ip::ANY } else { endpoint.ip };
        if endpoint.port != 0 || !socket.options.bind_address_no_port {
            let port = self.take_port(s, endpoint.port);
            let socket = &mut self.sockets[s];
            let Some(port) = port else {
                (socket.local.ip, socket.source) = (Ip::ANY, Ip::ANY);
                return Err(Errno::EADDRINUSE);
            };
            socket.local.port = port;
        }
        let socket = &mut self.sockets[s];
        socket.locks.address |= !endpoint.ip.is_any();
        socket.locks.port |= endpoint.port != 0;
        socket.remote = Endpoint::NONE;
        Ok(())
    }

    /// Takes a port, the named one or, for 0, one that is free.
    fn take_port(&mut self, s: SocketId, port: u16) -> Option<u16> {
        let is_tcp = self.sockets[s].is_tcp();
        if port == 0 {
            return self.find_and_hold_port(s, is_tcp);
        }
        let taken = if is_tcp { self.tcp_take_port(s, port) } else { self.udp_take_port(s, port) };
        taken.then_some(port)
    }

    fn find_and_hold_port(&mut self, s: SocketId, is_tcp: bool) -> Option<u16> {
        if is_tcp {
            let port = self.tcp_find_port(s)?;
            self.tcp_hold(s, port);
            Some(port)
        } else {
            self.udp_find_port(s)
        }
    }

    /// Gives an unbound socket a port, when it listens, sends or connects without one.
    pub(crate) fn auto_bind(&mut self, s: SocketId) -> Result<(), Errno> {
        if self.sockets[s].held_port != 0 {
            return Ok(());
        }
        let is_tcp = self.sockets[s].is_tcp();
        let port = self.find_and_hold_port(s, is_tcp);
        self.sockets[s].local.port = port.ok_or(Errno::EAGAIN)?;
        Ok(())
    }

    pub(crate) fn sys_local_name(&self, thread: ThreadId, fd: Fd) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        let socket = &self.sockets[s];
        if let Protocol::Unix(unix) = &socket.body {
            return Ok(Reply::Name(Address::Unix(unix.name.clone())));
        }
        let ip = if socket.local.ip.is_any() { socket.source } else { socket.local.ip };
        Ok(Reply::Name(Address::Inet(Endpoint::new(ip, socket.local.port))))
    }

    pub(crate) fn sys_peer_name(&self, thread: ThreadId, fd: Fd) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        let socket = &self.sockets[s];
        if let Protocol::Unix(unix) = &socket.body {
            unix.peer.ok_or(Errno::ENOTCONN)?;
            return Ok(Reply::Name(Address::Unix(self.unix_peer_name(s))));
        }
        let silent = matches!(socket.state(), State::Closed | State::SynSent);
        if socket.remote.port == 0 || (silent && socket.is_tcp()) {
            return Err(Errno::ENOTCONN);
        }
        Ok(Reply::Name(Address::Inet(socket.remote)))
    }
}
