//! Programs on a simulated network: hosts, links, and on each host programs that are event loops
//! over sockets which never let them wait, as servers and browsers are. Nothing is recorded; what
//! went over the wire stands in the trace of the world.
//!
//! A program never polls. It is told ([`Program::hear`]) what became of its sockets, and woken
//! ([`Program::wake`]) at the moments it asked for. Below it each news comes out of the `epoll` of
//! the simulated kernel, so a thousand sockets cost no more than those that have news.
//!
//! ```
//! use std::net::Ipv4Addr;
//!
//! use figures::simulated::{Network, News, Os, Program};
//! use kernel::{Endpoint, Fd, Ip, Link, Time};
//!
//! const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
//! const CLIENT: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
//!
//! enum Part {
//!     Echo,
//!     Caller { heard: Vec<u8> },
//! }
//!
//! impl Program for Part {
//!     fn start(&mut self, os: &mut Os<'_>) {
//!         match self {
//!             Self::Echo => drop(os.listen(8080, 16)),
//!             Self::Caller { .. } => drop(os.connect(Endpoint::new(SERVER, 8080))),
//!         }
//!     }
//!
//!     fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
//!         match (self, news) {
//!             (Self::Echo, News::Received(bytes)) => os.send(fd, &bytes),
//!             (Self::Echo, News::Ended) => os.close(fd),
//!             (Self::Caller { .. }, News::Connected) => os.send(fd, b"Hello"),
//!             (Self::Caller { heard }, News::Received(bytes)) => {
//!                 heard.extend(bytes);
//!                 os.close(fd);
//!             }
//!             _ => {}
//!         }
//!     }
//! }
//!
//! let mut network = Network::new(1);
//! let server = network.add_host("server", SERVER);
//! let client = network.add_host("client", CLIENT);
//! network.join(server, client, Link::with_delay_ns(10_000_000));
//! network.run(server, "echo", Part::Echo);
//! let caller = network.run(client, "caller", Part::Caller { heard: Vec::new() });
//! network.run_until(Time::from_ms(100));
//! assert!(matches!(network.program(caller), Part::Caller { heard } if heard == b"Hello"));
//! ```

mod network;
mod os;
mod socket;
#[cfg(test)]
mod tests;

use kernel::{Endpoint, Errno, Fd};

pub use network::{Network, Seat};
pub use os::Os;

/// A program: an event loop's callbacks.
pub trait Program {
    /// It begins.
    fn start(&mut self, os: &mut Os<'_>);

    /// Something became of a socket.
    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News);

    /// A moment has come that it asked for by [`Os::timer`].
    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        let (_, _) = (os, timer);
    }
}

/// What became of a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// `connect` has succeeded.
    Connected,
    /// A listener has a new connection; the socket of the news is the new one.
    Accepted {
        /// The listener that it came by.
        listener: Fd,
        /// Who connected.
        from: Endpoint,
    },
    /// Bytes came.
    Received(Vec<u8>),
    /// The other side will send nothing more: `recv` gave 0.
    Ended,
    /// The connection is gone, and the socket is closed: refused, reset, timed out.
    Failed(Errno),
    /// All that was queued is in the kernel.
    Drained,
}
