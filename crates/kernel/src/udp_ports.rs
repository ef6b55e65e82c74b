//! Ports of UDP: who may share one, and how a free one is found (`udp_lib_get_port`).

use crate::host::Host;
use crate::id::SocketId;

impl Host {
    fn udp_conflict(&self, s: SocketId, port: u16) -> bool {
        let socket = &self.sockets[s];
        self.udp_ports.holders(port).iter().any(|&other| {
            let holder = &self.sockets[other];
            let (one, two) = (&socket.options, &holder.options);
            let overlap = socket.local.ip == holder.local.ip
                || socket.local.ip.is_any()
                || holder.local.ip.is_any();
            let grouped = one.reuse_port && two.reuse_port && socket.uid == holder.uid;
            other != s && overlap && !(one.reuse_address && two.reuse_address) && !grouped
        })
    }

    pub(crate) fn udp_take_port(&mut self, s: SocketId, port: u16) -> bool {
        if self.udp_conflict(s, port) {
            return false;
        }
        self.udp_ports.join(port, s);
        self.sockets[s].held_port = port;
        true
    }

    /// Looks for a free port from a random one on.
    pub(crate) fn udp_find_port(&mut self, s: SocketId) -> Option<u16> {
        let (low, high) = self.sysctls.local_port_range;
        let count = u32::from(high - low) + 1;
        let start = self.rng.below(count);
        let at = |step: u32| low + ((start + step) % count) as u16;
        let port = (0..count).map(at).find(|&port| !self.udp_conflict(s, port))?;
        self.udp_take_port(s, port).then_some(port)
    }

    pub(crate) fn udp_release_port(&mut self, s: SocketId) {
        let port = std::mem::take(&mut self.sockets[s].held_port);
        if let Some(bucket) = self.udp_ports.buckets.get_mut(&port) {
            bucket.holders.retain(|&holder| holder != s);
            if bucket.holders.is_empty() {
                self.udp_ports.buckets.remove(&port);
            }
        }
    }
}
