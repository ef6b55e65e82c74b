//! Segments on the wire: each packet that was sent, and what became of it.

use std::sync::Arc;

use kernel::{Body, DropReason, Endpoint, Entry, Event, Flags, Packet};

use super::run::{self, Step};
use super::scenario::Side;

/// A packet that one host sent to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) from: Side,
    /// The step in which it was sent.
    pub(super) sent: usize,
    /// The steps in which it arrived: none when it is lost or still under way, two when the link
    /// doubled it.
    pub(super) arrived: Vec<usize>,
    /// Why it went no further, when it did not.
    pub(super) lost: Option<DropReason>,
    /// Whether its bytes were sent before.
    pub(super) again: bool,
    /// Which connection it belongs to, by the order in which they appear.
    pub(super) connection: usize,
    /// The first sequence numbers of its sender and of the other side.
    first: [u32; 2],
    pub(super) packet: Arc<Packet>,
}

impl Segment {
    /// The TCP segment, if it is one.
    pub(super) fn tcp(&self) -> Option<&kernel::Segment> {
        match &self.packet.body {
            Body::Tcp(segment) => Some(segment),
            _ => None,
        }
    }

    /// The flags; none of what is not TCP.
    pub(super) fn flags(&self) -> Flags {
        self.tcp().map_or(Flags(0), |segment| segment.flags)
    }

    /// The sequence number, counted from the first one of the connection as Wireshark does.
    pub(super) fn seq(&self) -> u32 {
        self.tcp().map_or(0, |segment| segment.seq.0.wrapping_sub(self.first[0]))
    }

    /// The acknowledgement number, counted likewise.
    pub(super) fn ack(&self) -> u32 {
        self.tcp().map_or(0, |segment| segment.ack.0.wrapping_sub(self.first[1]))
    }

    /// Whether all it does is acknowledge.
    pub(super) fn is_pure_ack(&self) -> bool {
        self.flags() == Flags::ACK && self.packet.payload_length() == 0
    }

    /// The last step in which something happened to it.
    pub(super) fn end(&self) -> Option<usize> {
        self.arrived.last().copied()
    }
}

/// A connection, by its ends: the client's first.
struct Known {
    ends: [(Endpoint, u32); 2],
}

/// All packets between the two hosts, in the order in which they were sent.
pub(super) fn on_the_wire(entries: &[Entry], steps: &[Step]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut known: Vec<Known> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        for entry in &entries[step.entries.clone()] {
            match &entry.event {
                Event::Sent(packet) => {
                    let Some(from) = run::side(entry.host) else { continue };
                    if packet.destination != run::address(from.other()) {
                        continue;
                    }
                    let segment = sent(from, number + 1, packet, &mut known, &segments);
                    segments.push(segment);
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
    from: Side,
    step: usize,
    packet: &Arc<Packet>,
    known: &mut Vec<Known>,
    before: &[Segment],
) -> Segment {
    let mut segment = Segment {
        from,
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
            known.push(Known { ends: [(source, tcp.seq.0), (destination, 0)] });
            known.len() - 1
        }
    };
    let mine = usize::from(known[at].ends[0].0 != source);
    if tcp.flags.has(Flags::SYN) {
        known[at].ends[mine].1 = tcp.seq.0;
    }
    // A refusal answers a SYN with numbers of its own; they count from 0.
    let ends = &known[at].ends;
    segment.connection = at;
    segment.first = [ends[mine].1, ends[1 - mine].1];
    let weighs = tcp.end_seq() != tcp.seq;
    segment.again = weighs
        && before.iter().any(|it| {
            let same = it.tcp().map(|other| (other.seq, other.end_seq()));
            it.connection == at && it.from == from && same == Some((tcp.seq, tcp.end_seq()))
        });
    segment
}
