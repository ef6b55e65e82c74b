//! Segments on the wire: each packet that one host sent to another, and what became of it.

use std::sync::Arc;

use kernel::{Body, DropReason, Endpoint, Entry, Event, Flags, HostId, Packet, Seq};

use crate::step::{Host, Step};

/// A packet that one host sent to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Who sent it.
    pub from: HostId,
    /// Whom it was meant for.
    pub to: HostId,
    /// The step in which it was sent.
    pub sent: usize,
    /// The steps in which it arrived: none when it is lost or still under way, two when the link
    /// doubled it.
    pub arrived: Vec<usize>,
    /// Why it went no further, when it did not.
    pub lost: Option<DropReason>,
    /// Whether its bytes were sent before.
    pub again: bool,
    /// Which connection it belongs to, by the order in which they appear.
    pub connection: usize,
    /// The first sequence numbers of its sender and of the other side.
    first: [u32; 2],
    /// The packet.
    pub packet: Arc<Packet>,
}

impl Segment {
    /// The TCP segment, if it is one.
    pub fn tcp(&self) -> Option<&kernel::Segment> {
        match &self.packet.body {
            Body::Tcp(segment) => Some(segment),
            _ => None,
        }
    }

    /// The flags; none of what is not TCP.
    pub fn flags(&self) -> Flags {
        self.tcp().map_or(Flags(0), |segment| segment.flags)
    }

    /// The sequence number, counted from the first one of the connection as Wireshark does.
    pub fn seq(&self) -> u32 {
        self.tcp().map_or(0, |segment| segment.seq.0.wrapping_sub(self.first[0]))
    }

    /// The acknowledgement number, counted likewise.
    pub fn ack(&self) -> u32 {
        self.tcp().map_or(0, |segment| segment.ack.0.wrapping_sub(self.first[1]))
    }

    /// Whether all it does is acknowledge.
    pub fn is_pure_ack(&self) -> bool {
        self.flags() == Flags::ACK && self.packet.payload_length() == 0
    }

    /// The last step in which something happened to it.
    pub fn end(&self) -> Option<usize> {
        self.arrived.last().copied()
    }

    /// The ends of its connection, its sender's first; none of what is not TCP.
    pub fn ends(&self) -> Option<[Endpoint; 2]> {
        let tcp = self.tcp()?;
        let source = Endpoint::new(self.packet.source, tcp.source_port);
        Some([source, Endpoint::new(self.packet.destination, tcp.destination_port)])
    }
}

/// A connection that segments belong to.
struct Connection {
    /// Its ends with their first numbers; who began it stands first.
    ends: [(Endpoint, u32); 2],
    /// The stretches of numbers that each end has sent.
    sent: Vec<(Endpoint, Seq, Seq)>,
}

/// All packets between two hosts of the picture, in the order in which they were sent.
pub(crate) fn on_the_wire(
    entries: &[Entry],
    steps: &[Step],
    hosts: &[Host],
    to: impl Fn(&Packet) -> Option<HostId>,
) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut known: Vec<Connection> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        for entry in &entries[step.entries.clone()] {
            match &entry.event {
                Event::Sent(packet) => {
                    let from = hosts.iter().find(|host| host.id == entry.host);
                    if let (Some(from), Some(to)) = (from, to(packet))
                        && from.id != to
                    {
                        segments.push(sent(from.id, to, number + 1, packet, &mut known));
                    }
                }
                Event::Arrived(packet) => {
                    if let Some(segment) = find(&mut segments, packet) {
                        segment.arrived.push(number + 1);
                    }
                }
                Event::Dropped(packet, reason) => {
                    if let Some(segment) = find(&mut segments, packet) {
                        segment.lost = Some(*reason);
                    }
                }
                _ => {}
            }
        }
    }
    segments
}

fn find<'s>(segments: &'s mut [Segment], packet: &Arc<Packet>) -> Option<&'s mut Segment> {
    // A listener that drops a SYN records a copy of the packet, so the pointer may be another.
    let by_pointer = segments.iter().rposition(|it| Arc::ptr_eq(&it.packet, packet));
    let at = by_pointer.or_else(|| segments.iter().rposition(|it| it.packet == *packet))?;
    segments.get_mut(at)
}

fn sent(
    from: HostId,
    to: HostId,
    step: usize,
    packet: &Arc<Packet>,
    known: &mut Vec<Connection>,
) -> Segment {
    let mut segment = Segment {
        from,
        to,
        sent: step,
        arrived: Vec::new(),
        lost: None,
        again: false,
        connection: 0,
        first: [0; 2],
        packet: Arc::clone(packet),
    };
    let Body::Tcp(tcp) = &packet.body else { return segment };
    let source = Endpoint::new(packet.source, tcp.source_port);
    let destination = Endpoint::new(packet.destination, tcp.destination_port);
    let is_new = tcp.flags.has(Flags::SYN) && !tcp.flags.has(Flags::ACK);
    let found = known.iter().rposition(|it| {
        let [one, other] = &it.ends;
        (one.0, other.0) == (source, destination) || (other.0, one.0) == (source, destination)
    });
    let is_retry = found.is_some_and(|at| known[at].ends[0] == (source, tcp.seq.0));
    let at = match found {
        Some(at) if !is_new || is_retry => at,
        _ => {
            let ends = [(source, tcp.seq.0), (destination, 0)];
            known.push(Connection { ends, sent: Vec::new() });
            known.len() - 1
        }
    };
    let connection = &mut known[at];
    let mine = usize::from(connection.ends[0].0 != source);
    if tcp.flags.has(Flags::SYN) {
        connection.ends[mine].1 = tcp.seq.0;
    }
    segment.connection = at;
    // A refusal answers a SYN with numbers of its own; they count from 0.
    segment.first = [connection.ends[mine].1, connection.ends[1 - mine].1];
    if tcp.end_seq() != tcp.seq {
        let stretch = (source, tcp.seq, tcp.end_seq());
        segment.again = connection.sent.contains(&stretch);
        connection.sent.push(stretch);
    }
    segment
}
