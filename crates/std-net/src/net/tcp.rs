//! TCP.

use ::std::fmt;
use ::std::io::ErrorKind;
use ::std::net::{Shutdown, SocketAddr};
use ::std::panic::Location;
use ::std::time::Duration;

use super::names::{ToSocketAddrs, each};
use super::socket::{SO_RCVTIMEO, SO_REUSEADDR, SO_SNDTIMEO, Socket, TCP_NODELAY, known};
use crate::io::{Error, Read, Result, Write};
use crate::{call, machine};

/// How many connections may wait for `accept`.
const BACKLOG: i32 = 128;

/// One end of a connection.
pub struct TcpStream(pub(crate) Socket);

/// What connections come to.
pub struct TcpListener(pub(crate) Socket);

/// The connections that come to a listener, for ever.
#[derive(Debug)]
pub struct Incoming<'a> {
    listener: &'a TcpListener,
    /// Where it was made, for those who ask on its behalf.
    line: u32,
}

impl TcpListener {
    /// Listens at an address.
    #[track_caller]
    pub fn bind<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        // A closure has a place of its own; the caller's is remembered.
        let _made = machine::Made::at(machine::line_of(Location::caller()));
        each(addr, |address| {
            let socket = Socket::new(address, call::SOCK_STREAM)?;
            // A port in TIME_WAIT can be bound again at once.
            socket.set(SO_REUSEADDR, true)?;
            call::bind(socket.fd(), address)?;
            call::listen(socket.fd(), BACKLOG)?;
            Ok(Self(socket))
        })
    }

    /// Waits for a connection.
    #[track_caller]
    pub fn accept(&self) -> Result<(TcpStream, SocketAddr)> {
        self.accept_at(machine::line_of(Location::caller()))
    }

    fn accept_at(&self, line: u32) -> Result<(TcpStream, SocketAddr)> {
        let (fd, peer) = call::accept(self.0.fd(), line)?;
        let stream = TcpStream(Socket::of(fd));
        Ok((stream, known(peer)?))
    }

    /// The connections that come, for ever.
    #[track_caller]
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming { listener: self, line: machine::line_of(Location::caller()) }
    }

    /// Its own address.
    #[track_caller]
    pub fn local_addr(&self) -> Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Another descriptor of the same socket.
    #[track_caller]
    pub fn try_clone(&self) -> Result<Self> {
        self.0.again().map(Self)
    }

    /// Whether to fail instead of waiting.
    #[track_caller]
    pub fn set_nonblocking(&self, nonblocking: bool) -> Result<()> {
        call::set_nonblocking(self.0.fd(), nonblocking)
    }

    /// How many routers its packets may cross.
    #[track_caller]
    pub fn set_ttl(&self, ttl: u32) -> Result<()> {
        self.0.set_ttl(ttl)
    }

    /// How many routers its packets may cross.
    #[track_caller]
    pub fn ttl(&self) -> Result<u32> {
        self.0.ttl()
    }

    /// The error that waits to be told.
    #[track_caller]
    pub fn take_error(&self) -> Result<Option<Error>> {
        self.0.take_error()
    }
}

impl Iterator for Incoming<'_> {
    type Item = Result<TcpStream>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        let here = machine::line_of(Location::caller());
        let line = if here > 0 { here } else { self.line };
        Some(self.listener.accept_at(line).map(|(stream, _)| stream))
    }
}

impl TcpStream {
    /// Connects to the first of these addresses that answers.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        let _made = machine::Made::at(machine::line_of(Location::caller()));
        each(addr, |address| {
            let socket = Socket::new(address, call::SOCK_STREAM)?;
            call::connect(socket.fd(), address)?;
            Ok(Self(socket))
        })
    }

    /// Connects, or gives up after a time.
    #[track_caller]
    pub fn connect_timeout(addr: &SocketAddr, timeout: Duration) -> Result<Self> {
        const ZERO: Error =
            Error::message(ErrorKind::InvalidInput, "cannot set a 0 duration timeout");
        const LATE: Error = Error::message(ErrorKind::TimedOut, "connection timed out");
        const EINPROGRESS: i32 = 115;
        let socket = Socket::new(addr, call::SOCK_STREAM)?;
        call::set_nonblocking(socket.fd(), true)?;
        let begun = call::connect(socket.fd(), addr);
        call::set_nonblocking(socket.fd(), false)?;
        match begun {
            Ok(()) => return Ok(Self(socket)),
            Err(error) if error.raw_os_error() == Some(EINPROGRESS) => {}
            Err(error) => return Err(error),
        }
        if timeout.is_zero() {
            return Err(ZERO);
        }
        if !call::wait_writable(socket.fd(), timeout)? {
            return Err(LATE);
        }
        match socket.take_error()? {
            Some(error) => Err(error),
            None => Ok(Self(socket)),
        }
    }

    /// The other end's address.
    #[track_caller]
    pub fn peer_addr(&self) -> Result<SocketAddr> {
        self.0.peer_addr()
    }

    /// This end's address.
    #[track_caller]
    pub fn local_addr(&self) -> Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Ends a direction, or both.
    #[track_caller]
    pub fn shutdown(&self, how: Shutdown) -> Result<()> {
        let how = match how {
            Shutdown::Read => 0,
            Shutdown::Write => 1,
            Shutdown::Both => 2,
        };
        call::shutdown(self.0.fd(), how)
    }

    /// Another descriptor of the same socket.
    #[track_caller]
    pub fn try_clone(&self) -> Result<Self> {
        self.0.again().map(Self)
    }

    /// How long `read` waits at most; no time is for ever.
    #[track_caller]
    pub fn set_read_timeout(&self, dur: Option<Duration>) -> Result<()> {
        self.0.set_timeout(SO_RCVTIMEO, dur)
    }

    /// How long `write` waits at most; no time is for ever.
    #[track_caller]
    pub fn set_write_timeout(&self, dur: Option<Duration>) -> Result<()> {
        self.0.set_timeout(SO_SNDTIMEO, dur)
    }

    /// How long `read` waits at most.
    #[track_caller]
    pub fn read_timeout(&self) -> Result<Option<Duration>> {
        self.0.timeout(SO_RCVTIMEO)
    }

    /// How long `write` waits at most.
    #[track_caller]
    pub fn write_timeout(&self) -> Result<Option<Duration>> {
        self.0.timeout(SO_SNDTIMEO)
    }

    /// Reads what is there, and leaves it there.
    #[track_caller]
    pub fn peek(&self, buf: &mut [u8]) -> Result<usize> {
        call::receive(self.0.fd(), buf, call::MSG_PEEK).map(|(count, _)| count)
    }

    /// Whether small segments are sent at once.
    #[track_caller]
    pub fn set_nodelay(&self, nodelay: bool) -> Result<()> {
        self.0.set(TCP_NODELAY, nodelay)
    }

    /// Whether small segments are sent at once.
    #[track_caller]
    pub fn nodelay(&self) -> Result<bool> {
        self.0.is_set(TCP_NODELAY)
    }

    /// How many routers its packets may cross.
    #[track_caller]
    pub fn set_ttl(&self, ttl: u32) -> Result<()> {
        self.0.set_ttl(ttl)
    }

    /// How many routers its packets may cross.
    #[track_caller]
    pub fn ttl(&self) -> Result<u32> {
        self.0.ttl()
    }

    /// The error that waits to be told.
    #[track_caller]
    pub fn take_error(&self) -> Result<Option<Error>> {
        self.0.take_error()
    }

    /// Whether to fail instead of waiting.
    #[track_caller]
    pub fn set_nonblocking(&self, nonblocking: bool) -> Result<()> {
        call::set_nonblocking(self.0.fd(), nonblocking)
    }
}

impl Read for &TcpStream {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        call::receive(self.0.fd(), buf, 0).map(|(count, _)| count)
    }
}

impl Write for &TcpStream {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        call::send(self.0.fd(), buf, None)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Read for TcpStream {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        (&*self).read(buf)
    }
}

impl Write for TcpStream {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        (&*self).write(buf)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TcpStream");
        if let Ok(address) = self.local_addr() {
            shown.field("addr", &address);
        }
        if let Ok(address) = self.peer_addr() {
            shown.field("peer", &address);
        }
        shown.field("fd", &self.0.fd()).finish()
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TcpListener");
        if let Ok(address) = self.local_addr() {
            shown.field("addr", &address);
        }
        shown.field("fd", &self.0.fd()).finish()
    }
}
