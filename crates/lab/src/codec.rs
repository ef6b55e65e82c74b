//! Calls and their results as bytes, little-endian: how a program in a runtime asks, how it is
//! told, and how the log is kept.
//!
//! Invariant: whatever bytes come, reading ends and says at which byte it failed.
//!
//! ```
//! use kernel::{Call, Endpoint};
//! use lab::codec::{self, Reader, Writer};
//!
//! let call = Call::bind(3, Endpoint::loopback(8080));
//! let mut writer = Writer::default();
//! codec::write_call(&mut writer, &call);
//! assert_eq!(writer.bytes[..5], [3, 3, 0, 0, 0], "the tag of bind, then the descriptor");
//! assert_eq!(codec::read_call(&mut Reader::new(&writer.bytes)), Ok(Some(call)));
//! ```

use std::fmt;

use kernel::{
    Address, Call, CallResult, Endpoint, Errno, Ip, OptionValue, Payload, Reply, UnixName,
};

/// The most bytes of one call, so that no program can make the lab hold more.
pub const CALL_LEN_MAX: usize = 16 << 20;
/// The most items of one list.
const ITEMS_MAX: usize = 65_536;

/// Bytes that are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Where.
    pub at: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the message is malformed at byte {}", self.at)
    }
}

/// Reads what a [`Writer`] wrote.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader from the beginning.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Whether all is read.
    pub const fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Where it stands.
    pub const fn at(&self) -> usize {
        self.at
    }

    fn malformed<T>(&self) -> Result<T, Malformed> {
        Err(Malformed { at: self.at })
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let Some(taken) = self.bytes[self.at..].get(..count) else { return self.malformed() };
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(self.array::<1>()?[0])
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_le_bytes)
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    /// Four bytes with a sign.
    pub fn i32(&mut self) -> Result<i32, Malformed> {
        self.array().map(i32::from_le_bytes)
    }

    /// Eight bytes.
    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    /// Eight bytes with a sign.
    pub fn i64(&mut self) -> Result<i64, Malformed> {
        self.array().map(i64::from_le_bytes)
    }

    /// A length and so many bytes.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u32()? as usize;
        self.take(length)
    }

    /// A length and a text; what is no UTF-8 is replaced.
    pub fn text(&mut self) -> Result<String, Malformed> {
        Ok(String::from_utf8_lossy(self.bytes()?).into_owned())
    }

    /// A count and so many items.
    pub fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.u32()? as usize;
        if count > ITEMS_MAX {
            return self.malformed();
        }
        (0..count).map(|_| item(self)).collect()
    }
}

/// Writes what a [`Reader`] reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// One byte.
    pub fn u8(&mut self, number: u8) -> &mut Self {
        self.bytes.push(number);
        self
    }

    /// Two bytes.
    pub fn u16(&mut self, number: u16) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    /// Four bytes.
    pub fn u32(&mut self, number: u32) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    /// Four bytes with a sign.
    pub fn i32(&mut self, number: i32) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    /// Eight bytes.
    pub fn u64(&mut self, number: u64) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    /// Eight bytes with a sign.
    pub fn i64(&mut self, number: i64) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    /// A length and bytes.
    pub fn data(&mut self, data: &[u8]) -> &mut Self {
        self.u32(data.len() as u32).bytes.extend(data);
        self
    }

    /// A length and a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.data(text.as_bytes())
    }

    /// A count and items.
    pub fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) -> &mut Self {
        self.u32(items.len() as u32);
        for it in items {
            item(self, it);
        }
        self
    }
}

/// Reads an address; an absent one is `AF_UNSPEC`.
pub fn read_address(reader: &mut Reader<'_>) -> Result<Option<Address>, Malformed> {
    Ok(Some(match reader.u8()? {
        0 => return Ok(None),
        1 => Address::Unix(match reader.u8()? {
            0 => {
                reader.text()?;
                UnixName::Unnamed
            }
            1 => UnixName::Path(reader.text()?),
            2 => UnixName::Abstract(reader.text()?),
            _ => return reader.malformed(),
        }),
        2 => {
            let octets: [u8; 4] = reader.array()?;
            Address::Inet(Endpoint::new(Ip(octets.into()), reader.u16()?))
        }
        3 => {
            reader.i32()?;
            Address::Unspecified
        }
        _ => return reader.malformed(),
    }))
}

/// Writes an address, or its absence.
pub fn write_address(writer: &mut Writer, address: Option<&Address>) {
    match address {
        None => writer.u8(0),
        Some(Address::Unix(UnixName::Unnamed)) => writer.u8(1).u8(0).text(""),
        Some(Address::Unix(UnixName::Path(path))) => writer.u8(1).u8(1).text(path),
        Some(Address::Unix(UnixName::Abstract(name))) => writer.u8(1).u8(2).text(name),
        Some(Address::Inet(endpoint)) => {
            writer.u8(2).bytes.extend(endpoint.ip.0.octets());
            writer.u16(endpoint.port)
        }
        Some(Address::Unspecified) => writer.u8(3).i32(0),
    };
}

fn read_value(reader: &mut Reader<'_>) -> Result<OptionValue, Malformed> {
    Ok(match reader.u8()? {
        0 => OptionValue::Int(reader.i32()?),
        1 => OptionValue::Linger(reader.i32()?, reader.i32()?),
        2 => OptionValue::Interval(reader.i64()?, reader.i64()?),
        3 => OptionValue::Error(Errno::from_number(reader.i32()?)),
        _ => return reader.malformed(),
    })
}

fn write_value(writer: &mut Writer, value: &OptionValue) {
    match *value {
        OptionValue::Int(number) => writer.u8(0).i32(number),
        OptionValue::Linger(on, seconds) => writer.u8(1).i32(on).i32(seconds),
        OptionValue::Interval(seconds, us) => writer.u8(2).i64(seconds).i64(us),
        OptionValue::Error(errno) => writer.u8(3).i32(errno.map_or(0, Errno::number)),
    };
}

/// Reads a system call; none if the tag is not one of the kernel's, and then only the tag is read.
pub fn read_call(reader: &mut Reader<'_>) -> Result<Option<Call>, Malformed> {
    let named = |address: Option<Address>| {
        let address = address.unwrap_or(Address::Unspecified);
        let length = address.length();
        (address, length)
    };
    let call = match reader.u8()? {
        1 => {
            let (domain, kind) = (reader.i32()?, reader.i32()?);
            Call::Socket { domain, kind, protocol: reader.i32()? }
        }
        2 => {
            let (domain, kind) = (reader.i32()?, reader.i32()?);
            Call::SocketPair { domain, kind, protocol: reader.i32()? }
        }
        3 => {
            let fd = reader.i32()?;
            let (address, length) = named(read_address(reader)?);
            Call::Bind { fd, address, length }
        }
        4 => Call::Listen { fd: reader.i32()?, backlog: reader.i32()? },
        5 => Call::Accept { fd: reader.i32()?, flags: reader.i32()? },
        6 => {
            let fd = reader.i32()?;
            let (address, length) = named(read_address(reader)?);
            Call::Connect { fd, address, length }
        }
        7 => {
            let (fd, data) = (reader.i32()?, Payload::from(reader.bytes()?));
            let flags = reader.i32()?;
            Call::Send { fd, data, flags, address: read_address(reader)? }
        }
        8 => {
            let (fd, length) = (reader.i32()?, reader.u32()? as usize);
            Call::Receive { fd, length: length.min(CALL_LEN_MAX), flags: reader.i32()? }
        }
        9 => Call::Shutdown { fd: reader.i32()?, how: reader.i32()? },
        10 => Call::Close { fd: reader.i32()? },
        11 => Call::Dup { fd: reader.i32()? },
        12 => Call::Dup2 { fd: reader.i32()?, new: reader.i32()? },
        13 => Call::SetFlags { fd: reader.i32()?, flags: reader.i32()? },
        14 => Call::ReadFlags { fd: reader.i32()? },
        15 => {
            let (fd, level, name) = (reader.i32()?, reader.i32()?, reader.i32()?);
            Call::SetOption { fd, level, name, value: read_value(reader)? }
        }
        16 => {
            let (fd, level) = (reader.i32()?, reader.i32()?);
            Call::ReadOption { fd, level, name: reader.i32()? }
        }
        17 => Call::LocalName { fd: reader.i32()? },
        18 => Call::PeerName { fd: reader.i32()? },
        19..=24 => return read_waiting_call(reader).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(call))
}

/// The calls that wait for several descriptors, or for time; their tag is read.
fn read_waiting_call(reader: &mut Reader<'_>) -> Result<Call, Malformed> {
    let tag = reader.bytes[reader.at - 1];
    Ok(match tag {
        19 => {
            let fds = reader.list(|it| Ok((it.i32()?, it.u32()?)))?;
            Call::Poll { fds, timeout_ms: reader.i32()? }
        }
        20 => {
            let [read, write, except] = [(); 3].map(|()| reader.list(Reader::i32));
            let timeout_ms = u32::try_from(reader.i32()?).ok();
            Call::Select { read: read?, write: write?, except: except?, timeout_ms }
        }
        21 => Call::EpollCreate,
        22 => {
            let (epoll, how, fd) = (reader.i32()?, reader.i32()?, reader.i32()?);
            Call::EpollControl { epoll, how, fd, events: reader.u32()?, data: reader.u64()? }
        }
        23 => {
            let (epoll, max) = (reader.i32()?, reader.i32()?);
            Call::EpollWait { epoll, max, timeout_ms: reader.i32()? }
        }
        _ => Call::Sleep { seconds: reader.i64()?, ns: reader.i64()? },
    })
}

/// Writes a system call. What a runtime cannot ask for is written as tag 0, which nobody reads.
pub fn write_call(writer: &mut Writer, call: &Call) {
    match call {
        Call::Socket { domain, kind, protocol } => {
            writer.u8(1).i32(*domain).i32(*kind).i32(*protocol);
        }
        Call::SocketPair { domain, kind, protocol } => {
            writer.u8(2).i32(*domain).i32(*kind).i32(*protocol);
        }
        Call::Bind { fd, address, .. } => write_address(writer.u8(3).i32(*fd), Some(address)),
        Call::Listen { fd, backlog } => _ = writer.u8(4).i32(*fd).i32(*backlog),
        Call::Accept { fd, flags } => _ = writer.u8(5).i32(*fd).i32(*flags),
        Call::Connect { fd, address, .. } => write_address(writer.u8(6).i32(*fd), Some(address)),
        Call::Send { fd, data, flags, address } => {
            writer.u8(7).i32(*fd).data(data).i32(*flags);
            write_address(writer, address.as_ref());
        }
        Call::Receive { fd, length, flags } => {
            writer.u8(8).i32(*fd).u32(*length as u32).i32(*flags);
        }
        Call::Shutdown { fd, how } => _ = writer.u8(9).i32(*fd).i32(*how),
        Call::Close { fd } => _ = writer.u8(10).i32(*fd),
        Call::Dup { fd } => _ = writer.u8(11).i32(*fd),
        Call::Dup2 { fd, new } => _ = writer.u8(12).i32(*fd).i32(*new),
        Call::SetFlags { fd, flags } => _ = writer.u8(13).i32(*fd).i32(*flags),
        Call::ReadFlags { fd } => _ = writer.u8(14).i32(*fd),
        Call::SetOption { fd, level, name, value } => {
            write_value(writer.u8(15).i32(*fd).i32(*level).i32(*name), value);
        }
        Call::ReadOption { fd, level, name } => {
            writer.u8(16).i32(*fd).i32(*level).i32(*name);
        }
        Call::LocalName { fd } => _ = writer.u8(17).i32(*fd),
        Call::PeerName { fd } => _ = writer.u8(18).i32(*fd),
        waiting => write_waiting_call(writer, waiting),
    }
}

fn write_waiting_call(writer: &mut Writer, call: &Call) {
    match call {
        Call::Poll { fds, timeout_ms } => {
            writer.u8(19).list(fds, |it, (fd, events)| _ = it.i32(*fd).u32(*events));
            writer.i32(*timeout_ms);
        }
        Call::Select { read, write, except, timeout_ms } => {
            writer.u8(20);
            for set in [read, write, except] {
                writer.list(set, |it, fd| _ = it.i32(*fd));
            }
            writer.i32(timeout_ms.map_or(-1, |ms| i32::try_from(ms).unwrap_or(i32::MAX)));
        }
        Call::EpollCreate => _ = writer.u8(21),
        Call::EpollControl { epoll, how, fd, events, data } => {
            writer.u8(22).i32(*epoll).i32(*how).i32(*fd).u32(*events).u64(*data);
        }
        Call::EpollWait { epoll, max, timeout_ms } => {
            writer.u8(23).i32(*epoll).i32(*max).i32(*timeout_ms);
        }
        Call::Sleep { seconds, ns } => _ = writer.u8(24).i64(*seconds).i64(*ns),
        _ => _ = writer.u8(0),
    }
}

/// What a program is told: 0 and the fields of the reply, or 1 and the errno.
pub fn write_result(writer: &mut Writer, result: &CallResult) {
    let reply = match result {
        Ok(reply) => reply,
        Err(errno) => {
            writer.u8(1).i32(errno.number());
            return;
        }
    };
    writer.u8(0);
    match reply {
        Reply::Number(number) => _ = writer.i32(*number),
        Reply::Accepted { fd, peer } => write_address(writer.i32(*fd), Some(peer)),
        Reply::Pair(one, other) => _ = writer.i32(*one).i32(*other),
        Reply::Received { length, data, from, flags } => {
            write_address(writer.u32(*length as u32).data(data), from.as_ref());
            writer.i32(*flags);
        }
        Reply::Name(address) => write_address(writer, Some(address)),
        Reply::Option(value) => write_value(writer, value),
        Reply::Polled { ready, revents } => {
            writer.i32(*ready).list(revents, |it, events| _ = it.u32(*events));
        }
        Reply::Selected { ready, read, write, except } => {
            writer.i32(*ready);
            for set in [read, write, except] {
                writer.list(set, |it, fd| _ = it.i32(*fd));
            }
        }
        Reply::Events(events) => {
            writer.list(events, |it, (events, data)| _ = it.u32(*events).u64(*data));
        }
        Reply::Child(process, _) => _ = writer.i32(process.0.cast_signed()),
    }
}
