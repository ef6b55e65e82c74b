//! A simulated world of hosts, processes and sockets that behaves as Linux 6.18 does.
//!
//! # Architecture invariant
//!
//! Nothing here reads a clock, draws a random number or touches a network: time, seed and input
//! are arguments. The same seed and the same inputs give the same [`Trace`] on every platform.
//!
//! ```
//! use kernel::{Call, Endpoint, Errno, Outcome, World, abi};
//!
//! let mut world = World::new(1);
//! let host = world.add_host("alpha", None);
//! let (_, thread) = world.spawn(host, "client");
//! let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
//! world.syscall(host, thread, Call::Socket { domain, kind, protocol: 0 });
//! let refused = world.syscall(host, thread, Call::connect(3, Endpoint::loopback(9001)));
//! assert_eq!(refused, Outcome::Done(Err(Errno::ECONNREFUSED)));
//! ```

#![forbid(unsafe_code)]
#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "numbers cross between C's int and sizes as they do in the kernel; each is bounded"
)]

pub mod abi;
mod address;
mod bind;
mod call;
mod capture;
mod connect;
mod create;
mod epoll;
mod errno;
mod hash;
mod history;
mod host;
mod id;
mod link;
mod option;
mod packet;
mod payload;
mod poll;
mod ports;
mod process;
mod rng;
mod socket;
mod sysctl;
mod tcp;
mod time;
mod timer;
mod trace;
mod transfer;
mod udp;
mod udp_ports;
mod unix;
mod unix_transfer;
mod view;
mod wire;
mod world;

pub use address::{Address, Endpoint, Ip, UnixName};
pub use call::{Call, CallResult, Fd, OptionValue, Outcome, Reply, Wait};
pub use capture::to_pcapng;
pub use errno::Errno;
pub use history::{History, Input};
pub use host::Host;
pub use id::{FileId, HostId, LinkId, ProcessId, SocketId, ThreadId};
pub use link::{Chances, DropRule, Fate, Link};
pub use packet::{Body, Datagram, Flags, Packet, Segment, SegmentOptions, Unreachable};
pub use payload::Payload;
pub use rng::Rng;
pub use sysctl::{SysctlFault, Sysctls};
pub use tcp::State;
pub use tcp::seq::Seq;
pub use time::Time;
pub use timer::TimerKind;
pub use trace::{DropReason, Entry, Event, TRACE_ENTRIES_MAX, Trace};
pub use view::{Awaited, DescriptionRow, RowTimer, SocketRow, TcpDetail, TcpInfo, TcpRow, UdpRow};
pub use wire::encode;
pub use world::{Snapshot, World};
