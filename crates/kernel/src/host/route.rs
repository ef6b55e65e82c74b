//! Which way a packet goes, and which address it comes from.

use std::net::Ipv4Addr;

use crate::address::Ip;
use crate::errno::Errno;
use crate::host::Host;

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouteKind {
    /// To this host.
    Local,
    /// To another one.
    Unicast,
    /// To all on a link.
    Broadcast,
    /// To a group.
    Multicast,
}

/// A way to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) kind: RouteKind,
    /// The address that a packet comes from unless the socket has its own.
    pub(crate) source: Ip,
}

/// The least that every link must carry (RFC 791 §3.2).
const MTU_MIN: u32 = 68;
/// Every interface of the world has a /24 network.
const HOST_BITS_MASK: u32 = 0xff;

impl Host {
    pub(crate) fn kind_of(&self, ip: Ip) -> Option<RouteKind> {
        if ip.0 == Ipv4Addr::BROADCAST || ip.0 == Ipv4Addr::new(127, 255, 255, 255) {
            return Some(RouteKind::Broadcast);
        }
        if ip.is_loopback() || self.address == Some(ip) {
            return Some(RouteKind::Local);
        }
        if ip.0.is_multicast() {
            return Some(RouteKind::Multicast);
        }
        let own = u32::from(self.address?.0);
        let other = u32::from(ip.0);
        if own & !HOST_BITS_MASK != other & !HOST_BITS_MASK {
            return None;
        }
        let all = other & HOST_BITS_MASK == HOST_BITS_MASK;
        Some(if all { RouteKind::Broadcast } else { RouteKind::Unicast })
    }

    /// The way to an address; `0.0.0.0` means this host. `from` is the socket's own address.
    pub(crate) fn route(&self, to: Ip, from: Ip) -> Result<Route, Errno> {
        let to = if to.is_any() { Ip::LOOPBACK } else { to };
        let kind = self.kind_of(to).ok_or(Errno::ENETUNREACH)?;
        // A message for all needs no route where its sender's address names the link.
        let for_all = to.0 == Ipv4Addr::BROADCAST || kind == RouteKind::Multicast;
        if for_all && !from.is_any() {
            return Ok(Route { kind, source: from });
        }
        let source = match kind {
            RouteKind::Local if !to.is_loopback() => to,
            RouteKind::Local => Ip::LOOPBACK,
            RouteKind::Broadcast if to.is_loopback() => Ip::LOOPBACK,
            _ => self.address.ok_or(Errno::ENETUNREACH)?,
        };
        Ok(Route { kind, source })
    }

    /// Whether a socket may be bound to an address.
    pub(crate) fn may_bind_to(&self, ip: Ip) -> bool {
        ip.is_any() || !matches!(self.kind_of(ip), None | Some(RouteKind::Unicast))
    }

    /// Whether packets to an address stay on this host.
    pub(crate) fn is_local(&self, to: Ip) -> bool {
        to.is_any() || to.is_loopback() || self.kind_of(to) == Some(RouteKind::Local)
    }

    /// The MTU of the way to an address.
    pub(crate) fn mtu_to(&self, to: Ip) -> u32 {
        let mtu = if self.is_local(to) { self.loopback.mtu } else { self.interface_mtu };
        mtu.max(MTU_MIN)
    }
}
