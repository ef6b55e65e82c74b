//! A link: how long a packet takes, and what may happen to it on the way.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::packet::{Body, Flags, Packet};
use crate::rng::Rng;
use crate::time::Time;

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It arrives.
    Deliver,
    /// It arrives this many nanoseconds later than others.
    Delay(u64),
    /// It is lost.
    Drop,
    /// It arrives twice.
    Duplicate,
    /// It arrives with a flipped bit, and its checksum gives it away.
    Corrupt,
}

/// A condition under which packets are lost, as a packet filter would state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DropRule {
    /// Only packets from this port.
    pub source_port: Option<u16>,
    /// Only packets to this port.
    pub destination_port: Option<u16>,
    /// Only segments with all of these flags.
    pub has: Option<Flags>,
    /// Only segments with exactly these flags.
    pub exactly: Option<Flags>,
    /// Only packets with data.
    pub data_only: bool,
    /// How many more packets it takes; none means all.
    pub remaining: Option<u32>,
}

impl DropRule {
    fn matches(&self, packet: &Packet) -> bool {
        let (source, destination, flags) = match &packet.body {
            Body::Tcp(segment) => {
                (segment.source_port, segment.destination_port, Some(segment.flags))
            }
            Body::Udp(datagram) => (datagram.source_port, datagram.destination_port, None),
            Body::Icmp(_) => return false,
        };
        self.source_port.is_none_or(|port| port == source)
            && self.destination_port.is_none_or(|port| port == destination)
            && self.has.is_none_or(|wanted| flags.is_some_and(|flags| flags.has(wanted)))
            && self.exactly.is_none_or(|wanted| flags == Some(wanted))
            && (!self.data_only || packet.payload_length() > 0)
            && self.remaining != Some(0)
    }
}

/// Chances of each mishap, in packets of a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Chances {
    /// Lost.
    pub drop: u32,
    /// Delivered twice.
    pub duplicate: u32,
    /// Delivered with a flipped bit.
    pub corrupt: u32,
    /// Held back, so that later packets overtake it.
    pub reorder: u32,
}

/// A link between two hosts, or a host's loopback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Nanoseconds from sender to receiver.
    pub delay_ns: u64,
    /// Up to so many nanoseconds more, drawn for each packet; a later packet still waits its turn
    /// unless it is reordered.
    pub jitter_ns: u64,
    /// Bits a second; 0 means at once.
    pub rate_bps: u64,
    /// The largest IP packet it takes.
    pub mtu: u32,
    /// Bursts cross it whole, as through a device that cuts them into segments itself.
    pub segment_offload: bool,
    /// Mishaps by chance.
    pub chances: Chances,
    /// Mishaps by rule; the first that matches counts.
    pub rules: Vec<DropRule>,
    /// Mishaps by script: the fates of the next packets, before chance is asked.
    pub script: VecDeque<Fate>,
    /// Mishaps by script for packets that carry data: the `k`th of them meets the `k`th fate,
    /// whatever is sent without data in between.
    pub data_script: VecDeque<Fate>,
    /// When each direction is free again, and when its last packet arrives.
    pub(crate) free_ns: [u64; 2],
    pub(crate) last_arrival_ns: [u64; 2],
}

/// How far a reordered packet is held back: this many times the delay, and a millisecond.
const REORDER_FACTOR: u64 = 2;
const REORDER_EXTRA_NS: u64 = 1_000_000;
/// Bytes of an Ethernet header, which take their time on the link too.
const FRAME_OVERHEAD: u64 = 14;

impl Link {
    /// A link that only delays.
    pub const fn with_delay_ns(delay_ns: u64) -> Self {
        Self {
            delay_ns,
            jitter_ns: 0,
            rate_bps: 0,
            mtu: 1_500,
            segment_offload: false,
            chances: Chances { drop: 0, duplicate: 0, corrupt: 0, reorder: 0 },
            rules: Vec::new(),
            script: VecDeque::new(),
            data_script: VecDeque::new(),
            free_ns: [0; 2],
            last_arrival_ns: [0; 2],
        }
    }

    /// A loopback as Linux makes it: at once, and with a huge MTU.
    pub(crate) const fn loopback() -> Self {
        let mut link = Self::with_delay_ns(0);
        link.mtu = 65_536;
        link.segment_offload = true;
        link
    }

    /// What happens to this packet.
    fn fate(&mut self, packet: &Packet, rng: &mut Rng) -> Fate {
        if let Some(rule) = self.rules.iter_mut().find(|rule| rule.matches(packet)) {
            if let Some(remaining) = &mut rule.remaining {
                *remaining -= 1;
            }
            return Fate::Drop;
        }
        if let Some(fate) = self.script.pop_front() {
            return fate;
        }
        if packet.payload_length() > 0
            && let Some(fate) = self.data_script.pop_front()
        {
            return fate;
        }
        if self.chances == Chances::default() {
            return Fate::Deliver;
        }
        let mut draw = rng.below(1_000_000);
        let reorder = Fate::Delay(
            self.delay_ns.saturating_mul(REORDER_FACTOR).saturating_add(REORDER_EXTRA_NS),
        );
        for (chance, fate) in [
            (self.chances.drop, Fate::Drop),
            (self.chances.duplicate, Fate::Duplicate),
            (self.chances.corrupt, Fate::Corrupt),
            (self.chances.reorder, reorder),
        ] {
            if draw < chance {
                return fate;
            }
            draw -= chance;
        }
        Fate::Deliver
    }

    /// Takes a packet across. Gives when it arrives, and when its duplicate does; nothing when it
    /// is lost.
    pub(crate) fn carry(
        &mut self,
        packet: &mut Arc<Packet>,
        direction: usize,
        now: Time,
        rng: &mut Rng,
    ) -> Option<(Time, Option<Time>)> {
        let fate = self.fate(packet, rng);
        let mut extra_ns = 0;
        match fate {
            Fate::Drop => return None,
            Fate::Corrupt => Arc::make_mut(packet).corrupt = true,
            Fate::Delay(ns) => extra_ns = ns,
            Fate::Deliver | Fate::Duplicate => {}
        }
        let mut arrival = || self.arrival(direction, now, packet.length(), extra_ns, rng);
        Some((arrival(), (fate == Fate::Duplicate).then(arrival)))
    }

    /// When a packet of `length` bytes arrives that is sent now, or when the link is free.
    /// `extra_ns` holds it back without holding back those behind it.
    fn arrival(
        &mut self,
        direction: usize,
        now: Time,
        length: usize,
        extra_ns: u64,
        rng: &mut Rng,
    ) -> Time {
        let start = now.0.max(self.free_ns[direction]);
        self.free_ns[direction] = match self.rate_bps {
            0 => start,
            rate => start + (length as u64 + FRAME_OVERHEAD) * 8 * 1_000_000_000 / rate,
        };
        let jitter = match u32::try_from(self.jitter_ns) {
            Ok(0) => 0,
            bound => u64::from(rng.below(bound.unwrap_or(u32::MAX))),
        };
        let delay_ns = self.delay_ns.saturating_add(jitter);
        let arrival = self.free_ns[direction].saturating_add(delay_ns);
        if extra_ns > 0 {
            return Time(arrival.saturating_add(extra_ns));
        }
        let arrival = arrival.max(self.last_arrival_ns[direction]);
        self.last_arrival_ns[direction] = arrival;
        Time(arrival)
    }
}
