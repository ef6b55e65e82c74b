//! Ports that the kernel chose, renamed in order of appearance, and packets as scenarios write
//! them.

use std::collections::BTreeMap;

use kernel::{Body, Endpoint, Entry, Event, Flags, Packet, Seq};
use serde_json::Value;

/// Ports from here on are the kernel's choice.
const FIRST_CHOSEN: u16 = 32_768;

/// `e1`, `e2`, ... in order of first appearance.
#[derive(Clone, Default)]
pub(crate) struct PortNames(Vec<u16>);

impl PortNames {
    /// A port as a scenario writes it.
    pub(crate) fn port(&mut self, port: u16) -> String {
        if port < FIRST_CHOSEN {
            return port.to_string();
        }
        let at = self.0.iter().position(|&known| known == port).unwrap_or_else(|| {
            self.0.push(port);
            self.0.len() - 1
        });
        format!("e{}", at + 1)
    }

    /// An endpoint as a scenario writes it.
    pub(crate) fn endpoint(&mut self, endpoint: Endpoint) -> String {
        format!("{}:{}", endpoint.ip, self.port(endpoint.port))
    }
}

/// The first sequence number of each direction.
type Origins = BTreeMap<(Endpoint, Endpoint), Seq>;

/// The packets of a trace, with sequence numbers counted from each direction's SYN.
pub(crate) fn packets<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    names: &mut PortNames,
) -> Vec<Value> {
    let mut origins = Origins::new();
    let sent = entries.filter_map(|entry| match &entry.event {
        Event::Sent(packet) => Some(packet),
        _ => None,
    });
    sent.map(|packet| Value::String(line(packet, &mut origins, names))).collect()
}

fn line(packet: &Packet, origins: &mut Origins, names: &mut PortNames) -> String {
    let seg = match &packet.body {
        Body::Tcp(segment) => segment,
        Body::Udp(datagram) => {
            let (from, to) = (datagram.source_port, datagram.destination_port);
            let length = datagram.payload.len();
            return format!("udp {}>{} len={length}", names.port(from), names.port(to));
        }
        Body::Icmp(unreachable) => return format!("icmp type=3 code={}", unreachable.code),
    };
    let from = Endpoint::new(packet.source, seg.source_port);
    let to = Endpoint::new(packet.destination, seg.destination_port);
    if seg.flags.has(Flags::SYN) {
        origins.insert((from, to), seg.seq);
    }
    // A side that never sent SYN (it refused one) counts from its own first number.
    let own = *origins.entry((from, to)).or_insert(seg.seq);
    // Scenarios do not write URG.
    let flags = seg.flags.without(Flags::URG);
    let mut text = format!(
        "{}>{} {flags} seq={}",
        names.port(from.port),
        names.port(to.port),
        seg.seq.since(own)
    );
    if seg.flags.has(Flags::ACK) {
        let other = origins.get(&(to, from)).copied().unwrap_or(seg.ack);
        text = format!("{text} ack={}", seg.ack.since(other));
    }
    format!("{text} len={}", seg.payload.len())
}
