//! What all sockets have in common: a descriptor that is closed with them, options, names.

use ::std::io::ErrorKind;
use ::std::net::SocketAddr;
use ::std::time::Duration;

use crate::call;
use crate::io::{Error, Result};

pub(super) type SocketOption = (i32, i32);
const SOL_SOCKET: i32 = 1;
pub(super) const SO_REUSEADDR: SocketOption = (SOL_SOCKET, 2);
pub(super) const SO_BROADCAST: SocketOption = (SOL_SOCKET, 6);
pub(super) const SO_RCVTIMEO: SocketOption = (SOL_SOCKET, 20);
pub(super) const SO_SNDTIMEO: SocketOption = (SOL_SOCKET, 21);
const SO_ERROR: SocketOption = (SOL_SOCKET, 4);
pub(super) const IP_TTL: SocketOption = (0, 2);
pub(super) const TCP_NODELAY: SocketOption = (6, 1);

/// A descriptor of a socket.
pub(crate) struct Socket(i32);

impl Drop for Socket {
    fn drop(&mut self) {
        call::close(self.0);
    }
}

impl Socket {
    #[track_caller]
    pub(super) fn new(address: &SocketAddr, kind: i32) -> Result<Self> {
        call::socket(address, kind).map(Self)
    }

    pub(super) const fn of(fd: i32) -> Self {
        Self(fd)
    }

    /// Its number.
    pub(crate) const fn fd(&self) -> i32 {
        self.0
    }

    #[track_caller]
    pub(super) fn again(&self) -> Result<Self> {
        call::dup(self.0).map(Self)
    }

    #[track_caller]
    pub(super) fn set(&self, option: SocketOption, on: bool) -> Result<()> {
        call::set_number(self.0, option, i32::from(on))
    }

    #[track_caller]
    pub(super) fn is_set(&self, option: SocketOption) -> Result<bool> {
        Ok(call::read_number(self.0, option)? != 0)
    }

    #[track_caller]
    pub(super) fn set_ttl(&self, ttl: u32) -> Result<()> {
        call::set_number(self.0, IP_TTL, ttl.cast_signed())
    }

    #[track_caller]
    pub(super) fn ttl(&self) -> Result<u32> {
        Ok(call::read_number(self.0, IP_TTL)?.cast_unsigned())
    }

    #[track_caller]
    pub(super) fn set_timeout(
        &self,
        option: SocketOption,
        timeout: Option<Duration>,
    ) -> Result<()> {
        const ZERO: Error =
            Error::message(ErrorKind::InvalidInput, "cannot set a 0 duration timeout");
        let time = match timeout {
            None => Duration::ZERO,
            Some(Duration::ZERO) => return Err(ZERO),
            // The kernel counts microseconds, and none would mean for ever.
            Some(time) => time.max(Duration::from_micros(1)),
        };
        call::set_time(self.0, option, time)
    }

    #[track_caller]
    pub(super) fn timeout(&self, option: SocketOption) -> Result<Option<Duration>> {
        Ok(Some(call::read_time(self.0, option)?).filter(|time| !time.is_zero()))
    }

    #[track_caller]
    pub(super) fn take_error(&self) -> Result<Option<Error>> {
        Ok(match call::read_number(self.0, SO_ERROR)? {
            0 => None,
            code => Some(Error::from_raw_os_error(code)),
        })
    }

    #[track_caller]
    pub(super) fn local_addr(&self) -> Result<SocketAddr> {
        call::local_name(self.0).and_then(known)
    }

    #[track_caller]
    pub(super) fn peer_addr(&self) -> Result<SocketAddr> {
        call::peer_name(self.0).and_then(known)
    }
}

/// An address that a socket of the internet has; another family's is none.
pub(super) fn known(address: Option<SocketAddr>) -> Result<SocketAddr> {
    address.ok_or(Error::message(ErrorKind::InvalidInput, "invalid argument"))
}
