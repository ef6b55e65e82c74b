//! What can be turned into addresses: texts are looked up by the lab.

use ::std::io::ErrorKind;
use ::std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use ::std::{iter, option, slice, vec};

use crate::call;
use crate::io::{Error, Result};

const NO_PORT: Error = Error::message(ErrorKind::InvalidInput, "invalid port value");
const NO_ADDRESS: Error = Error::message(ErrorKind::InvalidInput, "invalid socket address");
const NOWHERE: Error =
    Error::message(ErrorKind::InvalidInput, "could not resolve to any addresses");

/// What can be turned into addresses.
pub trait ToSocketAddrs {
    /// They.
    type Iter: Iterator<Item = SocketAddr>;

    /// The addresses.
    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter>;
}

/// Does it with one address after another until it works; else gives the last error.
#[track_caller]
pub(super) fn each<A: ToSocketAddrs, T>(
    addresses: A,
    mut attempt: impl FnMut(&SocketAddr) -> Result<T>,
) -> Result<T> {
    let mut last = None;
    for address in addresses.to_socket_addrs()? {
        match attempt(&address) {
            Ok(done) => return Ok(done),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or(NOWHERE))
}

#[track_caller]
fn look_up(name: &str, port: u16) -> Result<vec::IntoIter<SocketAddr>> {
    const UNKNOWN: &str = "failed to lookup address information: Name or service not known";
    let found = call::resolve(name)?;
    if found.is_empty() {
        return Err(Error::new(crate::io::uncategorized(), UNKNOWN));
    }
    let all: Vec<_> = found.into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
    Ok(all.into_iter())
}

impl ToSocketAddrs for str {
    type Iter = vec::IntoIter<SocketAddr>;

    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        if let Ok(address) = self.parse() {
            return Ok(vec![address].into_iter());
        }
        let (host, port) = self.rsplit_once(':').ok_or(NO_ADDRESS)?;
        look_up(host, port.parse().map_err(|_| NO_PORT)?)
    }
}

impl ToSocketAddrs for String {
    type Iter = vec::IntoIter<SocketAddr>;

    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        self.as_str().to_socket_addrs()
    }
}

impl ToSocketAddrs for (&str, u16) {
    type Iter = vec::IntoIter<SocketAddr>;

    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        match self.0.parse::<IpAddr>() {
            Ok(ip) => Ok(vec![SocketAddr::new(ip, self.1)].into_iter()),
            Err(_) => look_up(self.0, self.1),
        }
    }
}

impl ToSocketAddrs for (String, u16) {
    type Iter = vec::IntoIter<SocketAddr>;

    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        (self.0.as_str(), self.1).to_socket_addrs()
    }
}

macro_rules! plain {
    ($($kind:ty),*) => {
        $(impl ToSocketAddrs for $kind {
            type Iter = option::IntoIter<SocketAddr>;

            fn to_socket_addrs(&self) -> Result<Self::Iter> {
                Ok(Some(SocketAddr::from(*self)).into_iter())
            }
        })*
    };
}

plain!(SocketAddr, SocketAddrV4, SocketAddrV6, (IpAddr, u16), (Ipv4Addr, u16), (Ipv6Addr, u16));

impl<'a> ToSocketAddrs for &'a [SocketAddr] {
    type Iter = iter::Copied<slice::Iter<'a, SocketAddr>>;

    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        Ok(self.iter().copied())
    }
}

impl<T: ToSocketAddrs + ?Sized> ToSocketAddrs for &T {
    type Iter = T::Iter;

    #[track_caller]
    fn to_socket_addrs(&self) -> Result<Self::Iter> {
        (**self).to_socket_addrs()
    }
}
