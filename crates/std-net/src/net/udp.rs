//! UDP.

use ::std::fmt;
use ::std::io::ErrorKind;
use ::std::net::SocketAddr;
use ::std::panic::Location;
use ::std::time::Duration;

use super::names::{ToSocketAddrs, each};
use super::socket::{SO_BROADCAST, SO_RCVTIMEO, SO_SNDTIMEO, Socket, known};
use crate::io::{Error, Result};
use crate::{call, machine};

/// What sends and receives datagrams.
pub struct UdpSocket(pub(crate) Socket);

impl UdpSocket {
    /// At an address.
    #[track_caller]
    pub fn bind<A: ToSocketAddrs>(addr: A) -> Result<Self> {
        let _made = machine::Made::at(machine::line_of(Location::caller()));
        each(addr, |address| {
            let socket = Socket::new(address, call::SOCK_DGRAM)?;
            call::bind(socket.fd(), address)?;
            Ok(Self(socket))
        })
    }

    /// Receives a datagram, and from whom. What there is no room for is lost.
    #[track_caller]
    pub fn recv_from(&self, buf: &mut [u8]) -> Result<(usize, SocketAddr)> {
        let (count, from) = call::receive(self.0.fd(), buf, 0)?;
        Ok((count, known(from)?))
    }

    /// The same, and leaves it there.
    #[track_caller]
    pub fn peek_from(&self, buf: &mut [u8]) -> Result<(usize, SocketAddr)> {
        let (count, from) = call::receive(self.0.fd(), buf, call::MSG_PEEK)?;
        Ok((count, known(from)?))
    }

    /// Sends a datagram to the first of these addresses.
    #[track_caller]
    pub fn send_to<A: ToSocketAddrs>(&self, buf: &[u8], addr: A) -> Result<usize> {
        const NOBODY: Error =
            Error::message(ErrorKind::InvalidInput, "no addresses to send data to");
        let to = addr.to_socket_addrs()?.next().ok_or(NOBODY)?;
        call::send(self.0.fd(), buf, Some(&to))
    }

    /// Names the one with whom to speak from now on.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(&self, addr: A) -> Result<()> {
        let _made = machine::Made::at(machine::line_of(Location::caller()));
        each(addr, |address| call::connect(self.0.fd(), address))
    }

    /// Sends a datagram to that one.
    #[track_caller]
    pub fn send(&self, buf: &[u8]) -> Result<usize> {
        call::send(self.0.fd(), buf, None)
    }

    /// Receives a datagram from that one.
    #[track_caller]
    pub fn recv(&self, buf: &mut [u8]) -> Result<usize> {
        call::receive(self.0.fd(), buf, 0).map(|(count, _)| count)
    }

    /// The same, and leaves it there.
    #[track_caller]
    pub fn peek(&self, buf: &mut [u8]) -> Result<usize> {
        call::receive(self.0.fd(), buf, call::MSG_PEEK).map(|(count, _)| count)
    }

    /// The one with whom it speaks.
    #[track_caller]
    pub fn peer_addr(&self) -> Result<SocketAddr> {
        self.0.peer_addr()
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

    /// How long receiving waits at most; no time is for ever.
    #[track_caller]
    pub fn set_read_timeout(&self, dur: Option<Duration>) -> Result<()> {
        self.0.set_timeout(SO_RCVTIMEO, dur)
    }

    /// How long sending waits at most; no time is for ever.
    #[track_caller]
    pub fn set_write_timeout(&self, dur: Option<Duration>) -> Result<()> {
        self.0.set_timeout(SO_SNDTIMEO, dur)
    }

    /// How long receiving waits at most.
    #[track_caller]
    pub fn read_timeout(&self) -> Result<Option<Duration>> {
        self.0.timeout(SO_RCVTIMEO)
    }

    /// How long sending waits at most.
    #[track_caller]
    pub fn write_timeout(&self) -> Result<Option<Duration>> {
        self.0.timeout(SO_SNDTIMEO)
    }

    /// Whether it may send to all of a network.
    #[track_caller]
    pub fn set_broadcast(&self, broadcast: bool) -> Result<()> {
        self.0.set(SO_BROADCAST, broadcast)
    }

    /// Whether it may send to all of a network.
    #[track_caller]
    pub fn broadcast(&self) -> Result<bool> {
        self.0.is_set(SO_BROADCAST)
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

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("UdpSocket");
        if let Ok(address) = self.local_addr() {
            shown.field("addr", &address);
        }
        shown.field("fd", &self.0.fd()).finish()
    }
}
