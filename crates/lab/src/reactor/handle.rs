//! The sockets of an event loop: what each watches, and what waits to be written.

use std::collections::VecDeque;

use kernel::{Endpoint, Fd, Payload, abi};

use super::event::Place;
use crate::table::Table;

/// Which socket: JavaScript's have the number that it knows, the browser's own lie above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A socket of the program.
    Script(u32),
    /// A connection of the browser's network process.
    Page(u32),
}

/// How an address is told to JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// As it is.
    V4,
    /// As a socket for both families tells it: `::ffff:10.0.0.1`.
    Mapped,
    /// The loopback of IPv6, which here is that of IPv4.
    Loopback6,
}

#[derive(Debug)]
pub(crate) struct Handle {
    pub(crate) fd: Fd,
    /// What epoll was told to watch; 0 before it was told anything.
    pub(crate) watched: u32,
    /// Whether it keeps the loop alive.
    pub(crate) is_ref: bool,
    pub(crate) family: Family,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Listener {
        /// No more descriptors: nothing is accepted until one is free.
        is_full: bool,
        local: Endpoint,
    },
    Stream(Stream),
    Datagram {
        /// What the kernel had no room for yet.
        queue: VecDeque<Outgoing>,
    },
}

/// A datagram on its way out.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) to: Endpoint,
    pub(crate) data: Payload,
    pub(crate) line: u32,
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) peer: Endpoint,
    pub(crate) phase: Phase,
    pub(crate) is_reading: bool,
    pub(crate) queue: VecDeque<Chunk>,
    pub(crate) fin: Fin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Connecting,
    Open,
    /// The peer's FIN came: there is nothing more to read.
    Ended,
    /// An error was told; nothing more happens but close.
    Failed,
}

/// The end of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fin {
    Unasked,
    /// It follows the queue; it was asked for at this line.
    Waits(u32),
    Sent,
}

/// What one write gave, as far as the kernel has not taken it.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) left: Payload,
    pub(crate) len: usize,
    pub(crate) line: u32,
}

impl Stream {
    pub(crate) const fn new(peer: Endpoint, phase: Phase) -> Self {
        Self { peer, phase, is_reading: true, queue: VecDeque::new(), fin: Fin::Unasked }
    }

    pub(crate) fn queued(&self) -> usize {
        self.queue.iter().map(|chunk| chunk.left.len()).sum()
    }
}

impl Handle {
    pub(crate) const fn new(fd: Fd, family: Family, kind: Kind) -> Self {
        Self { fd, watched: 0, is_ref: true, family, kind }
    }

    pub(crate) const fn stream(&mut self) -> Option<&mut Stream> {
        match &mut self.kind {
            Kind::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// Bytes that wait for the kernel to take them.
    pub(crate) fn queued(&self) -> usize {
        match &self.kind {
            Kind::Listener { .. } => 0,
            Kind::Stream(stream) => stream.queued(),
            Kind::Datagram { queue } => queue.iter().map(|outgoing| outgoing.data.len()).sum(),
        }
    }

    /// What it waits for. Without a wish it is not watched at all, as in libuv: a connection that
    /// is paused does not learn of a reset.
    pub(crate) fn wanted(&self) -> u32 {
        match &self.kind {
            Kind::Listener { is_full: true, .. } => 0,
            Kind::Listener { .. } => abi::POLLIN,
            Kind::Datagram { queue } if queue.is_empty() => abi::POLLIN,
            Kind::Datagram { .. } => abi::POLLIN | abi::POLLOUT,
            Kind::Stream(stream) => {
                let reads = if stream.is_reading { abi::POLLIN } else { 0 };
                let writes = if stream.queue.is_empty() { 0 } else { abi::POLLOUT };
                match stream.phase {
                    Phase::Connecting => abi::POLLOUT,
                    Phase::Open => reads | writes,
                    Phase::Ended => writes,
                    Phase::Failed => 0,
                }
            }
        }
    }

    /// Whether it waits for something that may come, and so keeps the loop alive.
    pub(crate) fn is_active(&self) -> bool {
        match &self.kind {
            Kind::Listener { .. } | Kind::Datagram { .. } => true,
            Kind::Stream(_) => self.wanted() != 0,
        }
    }
}

/// All sockets of a loop.
#[derive(Debug, Default)]
pub(crate) struct Handles {
    all: Table<Key, Handle>,
    by_fd: Table<Fd, Key>,
    /// Those whose wish may differ from what epoll knows: told before the next wait, as libuv's
    /// queue of watchers.
    pub(crate) changed: Table<Key, ()>,
    /// News that `epoll_wait` gave and nobody looked at yet.
    pub(crate) ready: VecDeque<(Fd, u32)>,
}

impl Handles {
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.all.contains(&key)
    }

    pub(crate) fn insert(&mut self, key: Key, handle: Handle) {
        self.by_fd.insert(handle.fd, key);
        self.changed.insert(key, ());
        self.all.insert(key, handle);
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<Handle> {
        let handle = self.all.remove(&key)?;
        self.by_fd.remove(&handle.fd);
        self.changed.remove(&key);
        // The number may soon be another socket's, to which this is no news.
        self.ready.retain(|(fd, _)| *fd != handle.fd);
        Some(handle)
    }

    pub(crate) fn get(&mut self, key: Key) -> Option<&mut Handle> {
        self.all.get_mut(&key)
    }

    pub(crate) fn peek(&self, key: Key) -> Option<&Handle> {
        self.all.get(&key)
    }

    /// A handle that may want something else afterwards.
    pub(crate) fn change(&mut self, key: Key) -> Option<&mut Handle> {
        let handle = self.all.get_mut(&key)?;
        self.changed.insert(key, ());
        Some(handle)
    }

    pub(crate) fn stream(&mut self, key: Key) -> Option<&mut Stream> {
        self.change(key)?.stream()
    }

    pub(crate) fn key_of(&self, fd: Fd) -> Option<Key> {
        self.by_fd.get(&fd).copied()
    }

    pub(crate) fn keys(&self) -> Vec<Key> {
        self.all.iter().map(|(key, _)| *key).collect()
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.all.values().any(|handle| handle.is_ref && handle.is_active())
    }
}

impl Family {
    /// How a socket for this host tells addresses.
    pub(crate) fn of(host: &str) -> Self {
        match host.trim_start_matches('[').trim_end_matches(']') {
            "::1" => Self::Loopback6,
            host if host.contains(':') => Self::Mapped,
            _ => Self::V4,
        }
    }

    /// An endpoint as such a socket tells it.
    pub(crate) fn place(self, endpoint: Endpoint) -> Place {
        let Endpoint { ip, port } = endpoint;
        let address = match self {
            Self::V4 => ip.to_string(),
            Self::Mapped | Self::Loopback6 if ip.is_any() => "::".to_owned(),
            Self::Loopback6 if ip.is_loopback() => "::1".to_owned(),
            Self::Mapped | Self::Loopback6 => format!("::ffff:{ip}"),
        };
        Place { address, port }
    }
}
