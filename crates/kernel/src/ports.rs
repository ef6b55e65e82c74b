//! Who holds which port of a protocol, and who may join in (Linux's bind buckets).

use crate::address::Ip;
use crate::hash::Lookup;
use crate::host::Host;
use crate::id::SocketId;
use crate::socket::{Protocol, Socket};
use crate::tcp::State;

/// Whether newcomers may share a port without a look at each holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shared {
    /// Every holder was given it by `connect`: others that connect may share it.
    ByConnect,
    No,
    Yes,
}

/// Whether newcomers with `SO_REUSEPORT` may share a port without a look at each holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Nobody was bound to it: every holder was given it by `connect`.
    ByConnect,
    No,
    /// Those of a user, at any address: every holder shares.
    Any {
        uid: u32,
    },
    /// Those of a user, at an address that the last one was let in at: others hold it too.
    At {
        uid: u32,
        ip: Ip,
    },
}

impl Group {
    /// Whether a socket is let in (`sk_reuseport_match`).
    fn matches(self, socket: &Socket) -> bool {
        if !socket.options.reuse_port {
            return false;
        }
        match self {
            Self::ByConnect | Self::No => false,
            Self::Any { uid } => uid == socket.uid,
            Self::At { uid, ip } => uid == socket.uid && (ip.is_any() || ip == socket.local.ip),
        }
    }
}

/// A port and its holders.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) reuse_address: Shared,
    pub(crate) group: Group,
    /// In the order in which they came.
    pub(crate) holders: Vec<SocketId>,
}

impl Bucket {
    /// What the port is open to once it is given to a socket (`inet_csk_update_fastreuse`).
    fn let_in(&mut self, socket: &Socket) {
        let may_share = socket.options.reuse_address && socket.state() != State::Listen;
        let first = self.holders.is_empty();
        if !may_share {
            self.reuse_address = Shared::No;
        } else if first {
            self.reuse_address = Shared::Yes;
        }
        let (uid, ip) = (socket.uid, socket.local.ip);
        if !socket.options.reuse_port {
            self.group = Group::No;
        } else if first {
            self.group = Group::Any { uid };
        } else if !self.group.matches(socket) {
            self.group = Group::At { uid, ip };
        }
    }
}

/// The ports of one protocol.
#[derive(Debug, Clone)]
pub(crate) struct PortTable {
    pub(crate) buckets: Lookup<u16, Bucket>,
}

impl PortTable {
    pub(crate) const fn new() -> Self {
        Self { buckets: Lookup::new() }
    }

    pub(crate) fn holders(&self, port: u16) -> &[SocketId] {
        self.buckets.get(&port).map_or(&[], |bucket| bucket.holders.as_slice())
    }

    /// Adds a holder that `connect` chose the port for, or that inherits it.
    pub(crate) fn join(&mut self, port: u16, s: SocketId) {
        self.bucket(port).holders.push(s);
    }

    fn bucket(&mut self, port: u16) -> &mut Bucket {
        if self.buckets.get(&port).is_none() {
            let (reuse_address, group) = (Shared::ByConnect, Group::ByConnect);
            self.buckets.insert(port, Bucket { reuse_address, group, holders: Vec::new() });
        }
        self.buckets.get_mut(&port).expect("it was put there if it was missing")
    }
}

/// How strict a search for conflicts is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// The program named the port.
    Named,
    /// The kernel looks for one: sharing is avoided even where it would be allowed.
    Chosen,
}

fn addresses_overlap(one: Ip, other: Ip) -> bool {
    one == other || one.is_any() || other.is_any()
}

impl Host {
    /// Whether a holder of a port keeps `s` from it (`inet_bind_conflict`).
    fn conflicts(s: &Socket, holder: &Socket, search: Search) -> bool {
        let named = search == Search::Named;
        let (one, other) = (&s.options, &holder.options);
        let waits = matches!(holder.body, Protocol::TimeWait(_));
        let same_user = waits || s.uid == holder.uid;
        let ports_shared = named && one.reuse_port && other.reuse_port && same_user;
        if one.reuse_address && other.reuse_address && holder.state() != State::Listen {
            !named
        } else {
            !ports_shared
        }
    }

    pub(crate) fn tcp_port_conflict(&self, s: SocketId, port: u16, search: Search) -> bool {
        let socket = &self.sockets[s];
        self.tcp_ports.holders(port).iter().any(|&other| {
            let holder = &self.sockets[other];
            other != s
                && addresses_overlap(socket.local.ip, holder.local.ip)
                && Self::conflicts(socket, holder, search)
        })
    }

    /// Takes a port for a TCP socket, if nobody minds (`inet_csk_get_port`).
    pub(crate) fn tcp_take_port(&mut self, s: SocketId, port: u16) -> bool {
        let socket = &self.sockets[s];
        let may_share = socket.options.reuse_address && socket.state() != State::Listen;
        if let Some(bucket) = self.tcp_ports.buckets.get(&port)
            && !bucket.holders.is_empty()
        {
            let free =
                (bucket.reuse_address == Shared::Yes && may_share) || bucket.group.matches(socket);
            if !free && self.tcp_port_conflict(s, port, Search::Named) {
                return false;
            }
        }
        self.tcp_hold(s, port);
        true
    }

    /// Notes a socket as a holder of a port that it was bound to.
    pub(crate) fn tcp_hold(&mut self, s: SocketId, port: u16) {
        self.sockets[s].held_port = port;
        let bucket = self.tcp_ports.bucket(port);
        bucket.let_in(&self.sockets[s]);
        bucket.holders.push(s);
    }

    /// Takes the port of a socket once more, now as a listener: two that share it may not both
    /// listen, unless they are a group.
    pub(crate) fn tcp_keep_port_as_listener(&mut self, s: SocketId, port: u16) -> bool {
        let group = self.tcp_ports.bucket(port).group;
        if !group.matches(&self.sockets[s]) && self.tcp_port_conflict(s, port, Search::Named) {
            return false;
        }
        self.tcp_ports.bucket(port).let_in(&self.sockets[s]);
        true
    }

    /// Gives a port back.
    pub(crate) fn tcp_release_port(&mut self, s: SocketId) {
        let port = std::mem::take(&mut self.sockets[s].held_port);
        if port == 0 {
            return;
        }
        let Some(bucket) = self.tcp_ports.buckets.get_mut(&port) else { return };
        bucket.holders.retain(|&holder| holder != s);
        if bucket.holders.is_empty() {
            self.tcp_ports.buckets.remove(&port);
        } else if bucket.holders.iter().all(|&holder| self.sockets[holder].locks.by_connect) {
            // Only connections are left that chose nothing themselves: others may join again.
            bucket.reuse_address = Shared::ByConnect;
            bucket.group = Group::ByConnect;
        }
    }

    /// A free port for `bind` with port 0. It prefers those of the other parity than `connect`,
    /// so that the two do not get into each other's way.
    pub(crate) fn tcp_find_port(&mut self, s: SocketId) -> Option<u16> {
        let (low, high) = self.sysctls.local_port_range;
        let (mut low, mut high) = (u32::from(low), u32::from(high) + 1);
        let mut halves = vec![(low, high)];
        if self.sockets[s].options.reuse_address && high - low >= 4 {
            // A sharing socket searches one half of the range first, and leaves the other to
            // those that do not share.
            let half = low + (((high - low) >> 2) << 1);
            halves = vec![(low, half), (half, high)];
        }
        for half in halves {
            (low, high) = half;
            let mut count = high - low;
            if count > 1 {
                count &= !1;
            }
            let start = self.rng.below(count) | 1;
            for parity in [0, 1] {
                let mut port = low + start - parity;
                for _ in (0..count).step_by(2) {
                    if port >= high {
                        port -= count;
                    }
                    if !self.tcp_port_conflict(s, port as u16, Search::Chosen) {
                        return Some(port as u16);
                    }
                    port += 2;
                }
            }
        }
        None
    }
}
