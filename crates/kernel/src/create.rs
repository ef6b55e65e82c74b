//! `socket`: which combinations of domain, type and protocol exist.

use crate::abi;
use crate::call::CallResult;
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::process::Object;
use crate::socket::{Options, Protocol, Socket};
use crate::tcp::Tcp;
use crate::unix::Unix;

/// Types run from 0 to 10; what is beyond is not a type at all.
const TYPES: i32 = 11;
/// Domains that Linux knows by number; the world has two of them.
const DOMAINS: i32 = 46;

/// The type that a program asks for, and whether what it opens shall not block.
pub(crate) fn kind_and_flags(kind: i32) -> Result<(i32, bool), Errno> {
    let flags = kind & !0xf;
    if flags & !(abi::SOCK_NONBLOCK | abi::SOCK_CLOEXEC) != 0 {
        return Err(Errno::EINVAL);
    }
    Ok((kind & 0xf, flags & abi::SOCK_NONBLOCK != 0))
}

impl Host {
    pub(crate) fn sys_socket(
        &mut self,
        thread: ThreadId,
        domain: i32,
        kind: i32,
        protocol: i32,
    ) -> CallResult {
        let (kind, nonblocking) = kind_and_flags(kind)?;
        let mut socket = self.new_socket(domain, kind, protocol)?;
        socket.uid = self.process_of(thread).uid;
        self.process_of(thread).lowest_free()?;
        let s = self.add_socket(socket);
        let fd = self.open(thread, Object::Socket(s), nonblocking)?;
        Ok(crate::call::Reply::Number(fd))
    }

    fn new_socket(&self, domain: i32, kind: i32, protocol: i32) -> Result<Socket, Errno> {
        if !(0..DOMAINS).contains(&domain) {
            return Err(Errno::EAFNOSUPPORT);
        }
        if !(0..TYPES).contains(&kind) {
            return Err(Errno::EINVAL);
        }
        match domain {
            abi::AF_INET => self.new_inet_socket(kind, protocol),
            abi::AF_UNIX => self.new_unix_socket(kind, protocol),
            _ => Err(Errno::EAFNOSUPPORT),
        }
    }

    fn new_inet_socket(&self, kind: i32, protocol: i32) -> Result<Socket, Errno> {
        if !(0..=262).contains(&protocol) {
            return Err(Errno::EINVAL);
        }
        let number = match (kind, protocol) {
            (abi::SOCK_STREAM, abi::IPPROTO_IP | abi::IPPROTO_TCP) => abi::IPPROTO_TCP,
            (abi::SOCK_DGRAM, abi::IPPROTO_IP | abi::IPPROTO_UDP) => abi::IPPROTO_UDP,
            (abi::SOCK_STREAM | abi::SOCK_DGRAM | abi::SOCK_RAW, _) => {
                return Err(Errno::EPROTONOSUPPORT);
            }
            _ => return Err(Errno::ESOCKTNOSUPPORT),
        };
        let sysctls = &self.sysctls;
        let (options, body) = if kind == abi::SOCK_STREAM {
            let options = Options::new(sysctls.tcp_wmem.1, sysctls.tcp_rmem.1);
            let mut tcp = Tcp::new();
            tcp.options.rto_max_ms = sysctls.rto_max_ms as i32;
            tcp.congestion.reordering = sysctls.reordering.max(0) as u32;
            (options, Protocol::Tcp(Box::new(tcp)))
        } else {
            let options = Options::new(sysctls.wmem_default, sysctls.rmem_default);
            (options, Protocol::Udp(Box::default()))
        };
        let mut socket = Socket::new(abi::AF_INET, kind, options, body);
        socket.protocol_number = number;
        Ok(socket)
    }

    pub(crate) fn new_unix_socket(&self, kind: i32, protocol: i32) -> Result<Socket, Errno> {
        if protocol != 0 && protocol != abi::AF_UNIX {
            return Err(Errno::EPROTONOSUPPORT);
        }
        // A raw AF_UNIX socket is a datagram one, as in BSD.
        let kind = if kind == abi::SOCK_RAW { abi::SOCK_DGRAM } else { kind };
        if !matches!(kind, abi::SOCK_STREAM | abi::SOCK_DGRAM | abi::SOCK_SEQPACKET) {
            return Err(Errno::ESOCKTNOSUPPORT);
        }
        let options = Options::new(self.sysctls.wmem_default, self.sysctls.rmem_default);
        let body = Protocol::Unix(Box::new(Unix::new(self.sysctls.max_dgram_qlen)));
        Ok(Socket::new(abi::AF_UNIX, kind, options, body))
    }

    /// `socketpair`: only `AF_UNIX` has pairs.
    pub(crate) fn new_pair(
        &mut self,
        domain: i32,
        kind: i32,
        protocol: i32,
    ) -> Result<(SocketId, SocketId), Errno> {
        let one = self.new_socket(domain, kind, protocol)?;
        if domain != abi::AF_UNIX {
            return Err(Errno::EOPNOTSUPP);
        }
        let other = one.clone();
        let (one, other) = (self.add_socket(one), self.add_socket(other));
        self.unix_join(one, other);
        Ok((one, other))
    }
}
