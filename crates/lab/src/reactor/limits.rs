//! The bounds of one event loop. What goes beyond is answered by an error, never by a panic.

/// Listeners, connections, datagram sockets and compressors together, and the browser's requests.
pub(crate) const HANDLES_MAX: usize = 4_096;
/// Timers that wait at once.
pub(crate) const TIMERS_MAX: usize = 65_536;
/// Bytes that wait for the kernel to take them, in all connections together.
pub(crate) const QUEUED_MAX: usize = 64 << 20;
/// The most bytes that one `recv` asks for, as libuv does.
pub(crate) const READ_LEN: usize = 64 << 10;
/// What a compressor gives for one write; more is an error, as for a bomb.
pub(crate) const INFLATED_MAX: usize = 64 << 20;
/// Compressors at once: each holds a window and its tables.
pub(crate) const COMPRESSORS_MAX: usize = 256;
/// Events that one `epoll_wait` asks for, as libuv does.
pub(crate) const EPOLL_EVENTS_MAX: i32 = 1_024;
/// Remarks that are kept about connections that came elsewhere.
pub(crate) const FORWARDED_MAX: usize = 64;
