//! The calls that programs make, typed. Each is made at a line of the reader's own file.

use ::std::net::{IpAddr, SocketAddr};
use ::std::panic::Location;
use ::std::time::Duration;

use crate::codec::{Reader, Writer};
use crate::io::{Error, Result};
use crate::machine;

const SOCKET: u8 = 1;
const BIND: u8 = 3;
const LISTEN: u8 = 4;
const ACCEPT: u8 = 5;
const CONNECT: u8 = 6;
const SEND: u8 = 7;
const RECEIVE: u8 = 8;
const SHUTDOWN: u8 = 9;
const CLOSE: u8 = 10;
const DUP: u8 = 11;
const SET_FLAGS: u8 = 13;
const READ_FLAGS: u8 = 14;
const SET_OPTION: u8 = 15;
const READ_OPTION: u8 = 16;
const LOCAL_NAME: u8 = 17;
const PEER_NAME: u8 = 18;
const POLL: u8 = 19;
const SLEEP: u8 = 24;
pub(crate) const EXIT: u8 = 64;
const THREAD_START: u8 = 65;
const THREAD_END: u8 = 66;
const LOCK_WAIT: u8 = 67;
const LOCK_WAKE: u8 = 68;
const YIELD: u8 = 69;
const READ_LINE: u8 = 70;
const RESOLVE: u8 = 71;

const INT: u8 = 0;
const INTERVAL: u8 = 2;

/// How a reply begins.
const FAILED: u8 = 1;
const INTERRUPTED: u8 = 2;

/// What a shell says of a program that Ctrl+C ended.
const STATUS_OF_INTERRUPT: i32 = 130;

const SOCK_CLOEXEC: i32 = 0o2_000_000;
pub(crate) const SOCK_STREAM: i32 = 1;
pub(crate) const SOCK_DGRAM: i32 = 2;
const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;
const MSG_NOSIGNAL: i32 = 0x4000;
pub(crate) const MSG_PEEK: i32 = 2;
const O_NONBLOCK: i32 = 0o4_000;
const POLLOUT: u32 = 4;

/// Where in its own file a program asks. 0 is elsewhere.
#[track_caller]
fn line() -> u32 {
    machine::line_of(Location::caller())
}

/// Asks, and gives what stands behind the reply's first byte.
fn ask(Writer(call): Writer, line: u32) -> Result<Vec<u8>> {
    let mut reply = machine::ask(&call, line);
    match reply.first() {
        Some(&FAILED) => Err(Error::from_raw_os_error(Reader(&reply[1..]).i32())),
        Some(&INTERRUPTED) => machine::exit(STATUS_OF_INTERRUPT),
        _ => {
            if !reply.is_empty() {
                reply.remove(0);
            }
            Ok(reply)
        }
    }
}

fn number(call: Writer, line: u32) -> Result<i32> {
    Ok(Reader(&ask(call, line)?).i32())
}

fn done(call: Writer, line: u32) -> Result<()> {
    number(call, line).map(drop)
}

#[track_caller]
pub(crate) fn socket(address: &SocketAddr, kind: i32) -> Result<i32> {
    let domain = if address.is_ipv4() { AF_INET } else { AF_INET6 };
    number(Writer::call(SOCKET).i32(domain).i32(kind | SOCK_CLOEXEC).i32(0), line())
}

#[track_caller]
pub(crate) fn bind(fd: i32, address: &SocketAddr) -> Result<()> {
    done(Writer::call(BIND).i32(fd).address(Some(address)), line())
}

#[track_caller]
pub(crate) fn listen(fd: i32, backlog: i32) -> Result<()> {
    done(Writer::call(LISTEN).i32(fd).i32(backlog), line())
}

pub(crate) fn accept(fd: i32, line: u32) -> Result<(i32, Option<SocketAddr>)> {
    let reply = ask(Writer::call(ACCEPT).i32(fd).i32(SOCK_CLOEXEC), line)?;
    let mut reader = Reader(&reply);
    Ok((reader.i32(), reader.address()))
}

#[track_caller]
pub(crate) fn connect(fd: i32, address: &SocketAddr) -> Result<()> {
    done(Writer::call(CONNECT).i32(fd).address(Some(address)), line())
}

#[track_caller]
pub(crate) fn send(fd: i32, data: &[u8], to: Option<&SocketAddr>) -> Result<usize> {
    let call = Writer::call(SEND).i32(fd).data(data).i32(MSG_NOSIGNAL).address(to);
    Ok(number(call, line())?.unsigned_abs() as usize)
}

#[track_caller]
pub(crate) fn receive(
    fd: i32,
    buffer: &mut [u8],
    flags: i32,
) -> Result<(usize, Option<SocketAddr>)> {
    let length = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
    let reply = ask(Writer::call(RECEIVE).i32(fd).u32(length).i32(flags), line())?;
    let mut reader = Reader(&reply);
    // The first number is the datagram's length, which may be more than was asked for.
    reader.u32();
    let data = reader.data();
    let count = data.len().min(buffer.len());
    buffer[..count].copy_from_slice(&data[..count]);
    Ok((count, reader.address()))
}

#[track_caller]
pub(crate) fn shutdown(fd: i32, how: i32) -> Result<()> {
    done(Writer::call(SHUTDOWN).i32(fd).i32(how), line())
}

/// What `drop` does; it has no line.
pub(crate) fn close(fd: i32) {
    let _ = ask(Writer::call(CLOSE).i32(fd), 0);
}

#[track_caller]
pub(crate) fn dup(fd: i32) -> Result<i32> {
    number(Writer::call(DUP).i32(fd), line())
}

#[track_caller]
pub(crate) fn set_nonblocking(fd: i32, nonblocking: bool) -> Result<()> {
    let flags = number(Writer::call(READ_FLAGS).i32(fd), line())?;
    let flags = if nonblocking { flags | O_NONBLOCK } else { flags & !O_NONBLOCK };
    done(Writer::call(SET_FLAGS).i32(fd).i32(flags), line())
}

#[track_caller]
pub(crate) fn set_number(fd: i32, (level, name): (i32, i32), value: i32) -> Result<()> {
    let call = Writer::call(SET_OPTION).i32(fd).i32(level).i32(name);
    done(call.u8(INT).i32(value), line())
}

#[track_caller]
pub(crate) fn read_number(fd: i32, (level, name): (i32, i32)) -> Result<i32> {
    let reply = ask(Writer::call(READ_OPTION).i32(fd).i32(level).i32(name), line())?;
    // Numbers and errors are read alike: a byte for the kind, then four of value.
    Ok(Reader(reply.get(1..).unwrap_or_default()).i32())
}

#[track_caller]
pub(crate) fn set_time(fd: i32, (level, name): (i32, i32), time: Duration) -> Result<()> {
    let call = Writer::call(SET_OPTION).i32(fd).i32(level).i32(name).u8(INTERVAL);
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    done(call.i64(seconds).i64(i64::from(time.subsec_micros())), line())
}

#[track_caller]
pub(crate) fn read_time(fd: i32, (level, name): (i32, i32)) -> Result<Duration> {
    let reply = ask(Writer::call(READ_OPTION).i32(fd).i32(level).i32(name), line())?;
    let mut reader = Reader(reply.get(1..).unwrap_or_default());
    let (seconds, us) = (reader.i64().unsigned_abs(), reader.i64().unsigned_abs());
    Ok(Duration::from_secs(seconds) + Duration::from_micros(us))
}

#[track_caller]
pub(crate) fn local_name(fd: i32) -> Result<Option<SocketAddr>> {
    Ok(Reader(&ask(Writer::call(LOCAL_NAME).i32(fd), line())?).address())
}

#[track_caller]
pub(crate) fn peer_name(fd: i32) -> Result<Option<SocketAddr>> {
    Ok(Reader(&ask(Writer::call(PEER_NAME).i32(fd), line())?).address())
}

/// Waits until a descriptor can be written to. Gives whether it can.
#[track_caller]
pub(crate) fn wait_writable(fd: i32, timeout: Duration) -> Result<bool> {
    let ms = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX).max(1);
    let call = Writer::call(POLL).u32(1).i32(fd).u32(POLLOUT).i32(ms);
    Ok(number(call, line())? > 0)
}

#[track_caller]
pub(crate) fn sleep(time: Duration) {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let call = Writer::call(SLEEP).i64(seconds).i64(i64::from(time.subsec_nanos()));
    let _ = ask(call, line());
}

/// The call that ends the process.
pub(crate) fn exit(status: i32) -> Vec<u8> {
    Writer::call(EXIT).i32(status).0
}

/// The number of a thread that is to begin.
#[track_caller]
pub(crate) fn start_thread() -> Result<u32> {
    Ok(number(Writer::call(THREAD_START), line())?.unsigned_abs())
}

/// The call that ends this thread.
pub(crate) fn end_thread() -> Vec<u8> {
    Writer::call(THREAD_END).0
}

/// Waits until somebody gives it the lock. Gives whether that was in time.
pub(crate) fn wait_for(
    lock: u32,
    timeout: Option<Duration>,
    holder: Option<u32>,
    line: u32,
) -> bool {
    let timeout = timeout.map_or(-1, |time| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX));
    let holder = holder.map_or(-1, u32::cast_signed);
    number(Writer::call(LOCK_WAIT).u32(lock).i64(timeout).i32(holder), line).unwrap_or(0) == 1
}

/// Gives a lock to the first that waits for it. Gives how many still wait.
pub(crate) fn wake(lock: u32, line: u32) -> u32 {
    number(Writer::call(LOCK_WAKE).u32(lock), line).unwrap_or(0).unsigned_abs()
}

/// A line of standard input with its end; empty behind the last.
#[track_caller]
pub(crate) fn read_line() -> Result<String> {
    Ok(Reader(&ask(Writer::call(READ_LINE), line())?).text())
}

/// The addresses of a name.
#[track_caller]
pub(crate) fn resolve(name: &str) -> Result<Vec<IpAddr>> {
    let reply = ask(Writer::call(RESOLVE).data(name.as_bytes()), line())?;
    let mut reader = Reader(&reply);
    let count = (reader.u32() as usize).min(reply.len() / 4);
    Ok((0..count).map(|_| reader.ip()).collect())
}

/// Lets others go on.
#[track_caller]
pub(crate) fn give_way() {
    let _ = ask(Writer::call(YIELD).u32(0), line());
}
