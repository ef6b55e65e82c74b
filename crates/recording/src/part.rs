//! A host that is drawn as two: the programs of one machine that speak over its loopback stand on
//! two sides, and each socket and packet belongs to the side of the program that holds it.

use kernel::{Address, Body, Endpoint, HostId, Packet, ProcessId, TcpDetail, World, abi};

use crate::step::Host;
use crate::thread::Thread;

/// Whose is what: a socket's own endpoint and its peer's, and the part of the host that holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owners {
    known: Vec<(Endpoint, Endpoint, HostId)>,
    fallback: Option<HostId>,
}

/// Whether some hosts of a picture are parts of one.
pub(crate) fn is_parted(hosts: &[Host]) -> bool {
    hosts.iter().any(|host| host.id != host.real)
}

/// The part of a host that a process belongs to.
fn part_of(threads: &[Thread], process: ProcessId) -> Option<HostId> {
    threads.iter().find(|thread| thread.process == process).map(|thread| thread.host)
}

impl Owners {
    /// Looks who holds what now. What nobody holds any more stays with its last holder.
    pub(crate) fn learn(&mut self, world: &World, hosts: &[Host], threads: &[Thread]) {
        let Some(first) = hosts.first() else { return };
        self.fallback = Some(first.id);
        let host = world.host(first.real);
        for detail in host.tcp_details() {
            let holder = detail.holders.first().and_then(|(id, _)| part_of(threads, *id));
            if let Some(part) = holder {
                self.put(detail.local, detail.remote, part);
            }
        }
        let rows = host.socket_rows();
        for (process, _, _) in host.processes() {
            let Some(part) = part_of(threads, process) else { continue };
            for (_, file) in host.descriptors(process) {
                let held = rows.iter().find(|row| row.file == Some(file));
                if let Some(row) = held.filter(|row| row.kind == abi::SOCK_DGRAM)
                    && let Address::Inet(local) = row.local
                {
                    self.put(local, Endpoint::NONE, part);
                }
            }
        }
    }

    fn put(&mut self, local: Endpoint, remote: Endpoint, part: HostId) {
        self.known.retain(|it| (it.0, it.1) != (local, remote));
        self.known.push((local, remote, part));
    }

    /// Who has the socket at an endpoint with this peer: the connection's holder, else whoever
    /// listens there or once did.
    fn at(&self, local: Endpoint, remote: Endpoint) -> Option<HostId> {
        let newest = |is_it: &dyn Fn(&(Endpoint, Endpoint, HostId)) -> bool| {
            self.known.iter().rev().find(|it| is_it(it)).map(|it| it.2)
        };
        newest(&|it| (it.0, it.1) == (local, remote))
            .or_else(|| newest(&|it| it.0.port == local.port && it.1 == Endpoint::NONE))
            .or_else(|| newest(&|it| it.0.port == local.port))
            .or(self.fallback)
    }

    /// The part that a socket belongs to.
    pub(crate) fn of(&self, detail: &TcpDetail) -> Option<HostId> {
        self.at(detail.local, detail.remote)
    }

    /// The parts that a packet goes from and to.
    pub(crate) fn of_packet(&self, packet: &Packet) -> Option<[HostId; 2]> {
        let (source, destination) = match &packet.body {
            Body::Tcp(segment) => (segment.source_port, segment.destination_port),
            Body::Udp(datagram) => (datagram.source_port, datagram.destination_port),
            Body::Icmp(_) => return None,
        };
        let from = Endpoint::new(packet.source, source);
        let to = Endpoint::new(packet.destination, destination);
        Some([self.at(from, to)?, self.at(to, from)?])
    }
}
