//! Calls and replies as bytes, little-endian: the few of the lab's forms that programs use.
//!
//! Invariant: a reply that is cut short reads as zeros and empty lists; reading never fails.

use ::std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Addresses: none, an IPv4 endpoint, another family.
const NONE: u8 = 0;
const UNIX: u8 = 1;
const INET: u8 = 2;
const OTHER: u8 = 3;
const AF_INET6: i32 = 10;

/// Writes a call.
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// A call of this tag.
    pub(crate) fn call(tag: u8) -> Self {
        Self(vec![tag])
    }

    pub(crate) fn u8(mut self, number: u8) -> Self {
        self.0.push(number);
        self
    }

    pub(crate) fn i32(mut self, number: i32) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    pub(crate) fn u32(mut self, number: u32) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    pub(crate) fn i64(mut self, number: i64) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    pub(crate) fn data(self, data: &[u8]) -> Self {
        let mut written = self.u32(data.len() as u32);
        written.0.extend(data);
        written
    }

    pub(crate) fn address(mut self, address: Option<&SocketAddr>) -> Self {
        match address {
            None => self.u8(NONE),
            Some(SocketAddr::V4(address)) => {
                self.0.push(INET);
                self.0.extend(address.ip().octets());
                self.0.extend(address.port().to_le_bytes());
                self
            }
            Some(SocketAddr::V6(_)) => self.u8(OTHER).i32(AF_INET6),
        }
    }
}

/// Reads a reply.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.take(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }

    pub(crate) fn u8(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    pub(crate) fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    pub(crate) fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.array())
    }

    pub(crate) fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    pub(crate) fn data(&mut self) -> &'a [u8] {
        let length = self.u32() as usize;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> String {
        String::from_utf8_lossy(self.data()).into_owned()
    }

    /// An IPv4 address.
    pub(crate) fn ip(&mut self) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(self.array::<4>()))
    }

    /// An endpoint; none if it is absent or of another family.
    pub(crate) fn address(&mut self) -> Option<SocketAddr> {
        match self.u8() {
            INET => {
                let ip = self.ip();
                Some(SocketAddr::new(ip, u16::from_le_bytes(self.array())))
            }
            UNIX => {
                self.u8();
                self.data();
                None
            }
            OTHER => {
                self.i32();
                None
            }
            _ => None,
        }
    }
}
