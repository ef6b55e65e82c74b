//! `setsockopt` and `getsockopt` at the levels that all sockets share.

use crate::abi;
use crate::call::{CallResult, Fd, OptionValue, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::socket::{Protocol, Socket};
use crate::tcp::State;

/// The least send buffer: two packets with their bookkeeping.
const SEND_BUFFER_MIN: i64 = 4_608;
/// The least receive buffer.
const RECEIVE_BUFFER_MIN: i64 = 2_304;
/// Microseconds of a tick.
const TICK_US: u64 = crate::time::JIFFY_NS / 1_000;
/// Priorities that need no privilege.
const PRIORITY_MAX: i32 = 6;

/// The bits of a type of service that congestion notification uses (RFC 3168 §5).
const ECN_BITS: i32 = 3;
/// Priorities that a type of service asks for: best effort, bulk, interactive, interactive bulk.
const PRIORITIES: [i32; 4] = [0, 2, 6, 4];

fn flag(on: bool) -> OptionValue {
    OptionValue::Int(i32::from(on))
}

fn interval(us: Option<u64>) -> OptionValue {
    let us = us.unwrap_or(0) as i64;
    OptionValue::Interval(us / 1_000_000, us % 1_000_000)
}

/// A timeout as the kernel keeps it: none waits for ever, a negative one does not wait.
fn timeout_of(seconds: i64, us: i64) -> Result<Option<u64>, Errno> {
    if !(0..1_000_000).contains(&us) {
        return Err(Errno::EDOM);
    }
    if seconds < 0 {
        return Ok(Some(0));
    }
    let us = (seconds as u64).saturating_mul(1_000_000).saturating_add(us as u64);
    // The kernel counts timeouts in ticks, rounded up.
    let us = us.checked_next_multiple_of(TICK_US).unwrap_or(u64::MAX);
    Ok((us != 0).then_some(us))
}

impl Host {
    pub(crate) fn sys_set_option(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        (level, name): (i32, i32),
        value: OptionValue,
    ) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        let privileged = self.process_of(thread).uid == 0;
        match (level, &self.sockets[s].body) {
            (abi::SOL_SOCKET, _) => self.set_socket_option(s, name, value, privileged)?,
            (_, Protocol::Unix(_)) => return Err(Errno::EOPNOTSUPP),
            (abi::IPPROTO_IP, _) => self.set_ip_option(s, name, value)?,
            (abi::IPPROTO_TCP, Protocol::Tcp(_)) => self.set_tcp_option(s, name, value)?,
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(Reply::Number(0))
    }

    fn set_socket_option(
        &mut self,
        s: SocketId,
        name: i32,
        value: OptionValue,
        privileged: bool,
    ) -> Result<(), Errno> {
        let limits = (self.sysctls.wmem_max, self.sysctls.rmem_max);
        let socket = &mut self.sockets[s];
        let is_inet = socket.domain == abi::AF_INET;
        match (name, value) {
            (abi::SO_LINGER, OptionValue::Linger(on, seconds)) => {
                socket.options.linger = (on != 0).then_some(seconds);
                return Ok(());
            }
            (abi::SO_RCVTIMEO, OptionValue::Interval(seconds, us)) => {
                socket.options.receive_timeout_us = timeout_of(seconds, us)?;
                return Ok(());
            }
            (abi::SO_SNDTIMEO, OptionValue::Interval(seconds, us)) => {
                socket.options.send_timeout_us = timeout_of(seconds, us)?;
                return Ok(());
            }
            (abi::SO_LINGER | abi::SO_RCVTIMEO | abi::SO_SNDTIMEO, _) => {
                return Err(Errno::EINVAL);
            }
            _ => {}
        }
        let OptionValue::Int(value) = value else { return Err(Errno::EINVAL) };
        let on = value != 0;
        match name {
            abi::SO_REUSEADDR => socket.options.reuse_address = on,
            abi::SO_REUSEPORT if on && !is_inet => return Err(Errno::EOPNOTSUPP),
            abi::SO_REUSEPORT => socket.options.reuse_port = on,
            abi::SO_BROADCAST => socket.options.broadcast = on,
            abi::SO_DONTROUTE => socket.options.dont_route = on,
            abi::SO_OOBINLINE => socket.options.oob_inline = on,
            abi::SO_SNDBUF => set_send_buffer(socket, i64::from(value as u32).min(limits.0)),
            abi::SO_RCVBUF => set_receive_buffer(socket, i64::from(value as u32).min(limits.1)),
            abi::SO_SNDBUFFORCE | abi::SO_RCVBUFFORCE if !privileged => return Err(Errno::EPERM),
            abi::SO_SNDBUFFORCE => set_send_buffer(socket, i64::from(value.max(0))),
            abi::SO_RCVBUFFORCE => set_receive_buffer(socket, i64::from(value.max(0))),
            abi::SO_PRIORITY if (0..=PRIORITY_MAX).contains(&value) || privileged => {
                socket.options.priority = value;
            }
            abi::SO_PRIORITY => return Err(Errno::EPERM),
            abi::SO_RCVLOWAT => {
                let value = if value < 0 { i32::MAX } else { value };
                socket.options.receive_low_water = value.max(1);
                if socket.is_tcp() {
                    self.tcp_low_water_changed(s);
                }
            }
            abi::SO_KEEPALIVE => {
                socket.options.keep_alive = on;
                if socket.is_tcp() {
                    self.tcp_keepalive_changed(s, on);
                }
            }
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    fn set_ip_option(&mut self, s: SocketId, name: i32, value: OptionValue) -> Result<(), Errno> {
        let OptionValue::Int(value) = value else { return Err(Errno::EINVAL) };
        let is_stream = self.sockets[s].is_tcp();
        let options = &mut self.sockets[s].options;
        match name {
            abi::IP_TOS => {
                // TCP keeps the two bits of congestion notification to itself.
                let own = if is_stream { ECN_BITS } else { 0 };
                let tos = (value & 0xff & !own) | (options.tos & own);
                if tos != options.tos {
                    options.tos = tos;
                    options.priority = PRIORITIES[(tos as usize & 0x1e) >> 3];
                }
            }
            abi::IP_TTL if value == -1 => options.ttl = 64,
            abi::IP_TTL if (1..=255).contains(&value) => options.ttl = value,
            abi::IP_TTL => return Err(Errno::EINVAL),
            abi::IP_RECVERR => options.receive_errors = value != 0,
            abi::IP_BIND_ADDRESS_NO_PORT => options.bind_address_no_port = value != 0,
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    pub(crate) fn sys_read_option(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        level: i32,
        name: i32,
    ) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        let value = match (level, &self.sockets[s].body) {
            (abi::SOL_SOCKET, _) => read_socket_option(&mut self.sockets[s], name)?,
            (_, Protocol::Unix(_)) => return Err(Errno::EOPNOTSUPP),
            (abi::IPPROTO_IP, _) => read_ip_option(&self.sockets[s], name)?,
            (abi::IPPROTO_TCP, Protocol::Tcp(_)) => self.read_tcp_option(s, name)?,
            (abi::IPPROTO_TCP, _) => return Err(Errno::EOPNOTSUPP),
            _ => return Err(Errno::ENOPROTOOPT),
        };
        Ok(Reply::Option(value))
    }
}

/// The kernel doubles what is asked, because half of the memory goes to bookkeeping.
fn set_send_buffer(socket: &mut Socket, value: i64) {
    let doubled = value.min(i64::from(i32::MAX / 2)) * 2;
    socket.options.send_buffer = doubled.max(SEND_BUFFER_MIN) as i32;
    socket.locks.send_buffer = true;
}

fn set_receive_buffer(socket: &mut Socket, value: i64) {
    let doubled = value.min(i64::from(i32::MAX / 2)) * 2;
    socket.options.receive_buffer = doubled.max(RECEIVE_BUFFER_MIN) as i32;
    socket.locks.receive_buffer = true;
    if socket.is_tcp() {
        let space = socket.options.receive_buffer as u32;
        let tcp = socket.tcp_mut();
        tcp.window_clamp = tcp.window_from_space(space);
    }
}

fn read_socket_option(socket: &mut Socket, name: i32) -> Result<OptionValue, Errno> {
    let options = &socket.options;
    Ok(match name {
        abi::SO_ERROR => {
            let soft = socket.soft_error;
            let error = socket.take_error().or(soft);
            socket.soft_error = None;
            OptionValue::Error(error)
        }
        abi::SO_TYPE => OptionValue::Int(socket.kind),
        abi::SO_DOMAIN => OptionValue::Int(socket.domain),
        abi::SO_PROTOCOL => OptionValue::Int(socket.protocol_number),
        abi::SO_ACCEPTCONN => flag(match &socket.body {
            Protocol::Unix(unix) => unix.is_listening(),
            _ => socket.state() == State::Listen,
        }),
        abi::SO_REUSEADDR => flag(options.reuse_address),
        abi::SO_REUSEPORT => flag(options.reuse_port),
        abi::SO_KEEPALIVE => flag(options.keep_alive),
        abi::SO_BROADCAST => flag(options.broadcast),
        abi::SO_DONTROUTE => flag(options.dont_route),
        abi::SO_OOBINLINE => flag(options.oob_inline),
        abi::SO_PRIORITY => OptionValue::Int(options.priority),
        abi::SO_SNDBUF => OptionValue::Int(options.send_buffer),
        abi::SO_RCVBUF => OptionValue::Int(options.receive_buffer),
        abi::SO_RCVLOWAT => OptionValue::Int(options.receive_low_water),
        abi::SO_SNDLOWAT => OptionValue::Int(1),
        abi::SO_LINGER => {
            OptionValue::Linger(i32::from(options.linger.is_some()), options.linger.unwrap_or(0))
        }
        abi::SO_RCVTIMEO => interval(options.receive_timeout_us),
        abi::SO_SNDTIMEO => interval(options.send_timeout_us),
        _ => return Err(Errno::ENOPROTOOPT),
    })
}

fn read_ip_option(socket: &Socket, name: i32) -> Result<OptionValue, Errno> {
    let options = &socket.options;
    Ok(match name {
        abi::IP_TOS => OptionValue::Int(options.tos),
        abi::IP_TTL => OptionValue::Int(options.ttl),
        abi::IP_RECVERR => flag(options.receive_errors),
        abi::IP_BIND_ADDRESS_NO_PORT => flag(options.bind_address_no_port),
        _ => return Err(Errno::ENOPROTOOPT),
    })
}
