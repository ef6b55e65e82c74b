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

/// A port and its holders.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) reuse_address: Shared,
    pub(crate) reuse_port: bool,
    reuse_port_uid: u32,
    reuse_port_ip: Option<Ip>,
    /// In the order in which they came.
    pub(crate) holders: Vec<SocketId>,
}

/// The ports of one protocol.
#[derive(Debug, Clone, Default)]
pub(crate) struct PortTable {
    pub(crate) buckets: Lookup<u16, Bucket>,
}

impl PortTable {
    pub(crate) fn holders(&self, port: u16) -> &[SocketId] {
        self.buckets.get(&port).map_or(&[], |bucket| bucket.holders.as_slice())
    }

    /// Adds a holder that `connect` chose the port for, or that inherits it.
    pub(crate) fn join(&mut self, port: u16, s: SocketId) {
        let bucket = self.buckets.entry(port).or_insert(Bucket {
            reuse_address: Shared::ByConnect,
            reuse_port: false,
            reuse_port_uid: 0,
            reuse_port_ip: None,
            holders: Vec::new(),
        });
        bucket.holders.push(s);
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
            let free = (bucket.reuse_address == Shared::Yes && may_share)
                || Self::port_group_matches(bucket, socket);
            if !free && self.tcp_port_conflict(s, port, Search::Named) {
                return false;
            }
        }
        self.tcp_hold(s, port);
        true
    }

    fn port_group_matches(bucket: &Bucket, socket: &Socket) -> bool {
        bucket.reuse_port
            && socket.options.reuse_port
            && bucket.reuse_port_uid == socket.uid
            && bucket.reuse_port_ip.is_none_or(|ip| ip == socket.local.ip)
    }

    /// Notes a socket as a holder of a port that it was bound to.
    pub(crate) fn tcp_hold(&mut self, s: SocketId, port: u16) {
        let socket = &mut self.sockets[s];
        let may_share = socket.options.reuse_address && socket.state() != State::Listen;
        let shared = if may_share { Shared::Yes } else { Shared::No };
        let (reuse_port, uid, ip) = (socket.options.reuse_port, socket.uid, socket.local.ip);
        socket.held_port = port;
        let bucket = self.tcp_ports.buckets.entry(port).or_insert(Bucket {
            reuse_address: shared,
            reuse_port,
            reuse_port_uid: uid,
            reuse_port_ip: Some(ip),
            holders: Vec::new(),
        });
        if bucket.holders.is_empty() {
            bucket.reuse_address = shared;
            bucket.reuse_port = reuse_port;
            bucket.reuse_port_uid = uid;
            bucket.reuse_port_ip = Some(ip);
        } else {
            if !may_share {
                bucket.reuse_address = Shared::No;
            }
            if !reuse_port {
                bucket.reuse_port = false;
            } else if !bucket.reuse_port {
                bucket.reuse_port = true;
                bucket.reuse_port_uid = uid;
                bucket.reuse_port_ip = Some(ip);
            }
        }
        bucket.holders.push(s);
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
            bucket.reuse_port = false;
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
