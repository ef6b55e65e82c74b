//! What crosses a link: an IP packet with a TCP segment, a UDP datagram or an ICMP error.

use std::fmt;

use crate::address::{Endpoint, Ip};
use crate::payload::Payload;
use crate::tcp::seq::Seq;

/// Bytes of an IP header.
pub(crate) const IP_HEADER: usize = 20;
/// Bytes of a TCP header without options.
pub(crate) const TCP_HEADER: usize = 20;
/// Bytes of a UDP header.
pub(crate) const UDP_HEADER: usize = 8;
/// Bytes of an ICMP header.
pub(crate) const ICMP_HEADER: usize = 8;
/// The most of a packet that ICMP quotes: Linux fills a packet of 576 bytes.
pub(crate) const QUOTE_MAX: usize = 576 - IP_HEADER - ICMP_HEADER;

/// The links that a packet may cross when no program says otherwise (RFC 1122 §3.2.1.7).
const TTL: u8 = 64;
/// What is for a group stays on its link (RFC 1112 §6.1).
const TTL_MULTICAST: u8 = 1;
/// What of its wishes a packet's ICMP error shares (`RT_TOS`), and the precedence that it adds.
const TOS_WISHES: u8 = 0x1e;
const TOS_PRECEDENCE_INTERNETWORK: u8 = 0xc0;

/// The flags of a TCP header (RFC 9293 §3.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Flags(pub u8);

impl Flags {
    /// No more data from the sender.
    pub const FIN: Flags = Flags(0x01);
    /// Synchronise sequence numbers.
    pub const SYN: Flags = Flags(0x02);
    /// Reset the connection.
    pub const RST: Flags = Flags(0x04);
    /// Push.
    pub const PSH: Flags = Flags(0x08);
    /// The acknowledgement field counts.
    pub const ACK: Flags = Flags(0x10);
    /// The urgent pointer counts.
    pub const URG: Flags = Flags(0x20);

    /// Whether all flags of `other` are set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// These flags without those of `other`.
    #[must_use]
    pub const fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(Flags, &str); 6] = [
            (Flags::FIN, "FIN"),
            (Flags::SYN, "SYN"),
            (Flags::RST, "RST"),
            (Flags::PSH, "PSH"),
            (Flags::URG, "URG"),
            (Flags::ACK, "ACK"),
        ];
        let mut first = true;
        for (flag, name) in NAMES {
            if self.has(flag) {
                f.write_str(if first { "" } else { "|" })?;
                f.write_str(name)?;
                first = false;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The options of a TCP header that the world speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SegmentOptions {
    /// The largest segment that the sender takes (only with SYN).
    pub mss: Option<u16>,
    /// The shift of the sender's window (only with SYN, RFC 7323 §2).
    pub window_scale: Option<u8>,
    /// Whether the sender understands selective acknowledgement (only with SYN).
    pub sack_permitted: bool,
    /// Timestamp value and echo reply (RFC 7323 §3).
    pub timestamps: Option<(u32, u32)>,
}

impl SegmentOptions {
    /// The bytes that they take in the header: whole 32-bit words.
    pub const fn length(&self) -> usize {
        let sack = if self.sack_permitted && self.timestamps.is_none() { 4 } else { 0 };
        let mss = if self.mss.is_some() { 4 } else { 0 };
        let timestamps = if self.timestamps.is_some() { 12 } else { 0 };
        mss + sack + timestamps + if self.window_scale.is_some() { 4 } else { 0 }
    }
}

/// A TCP segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// The sequence number of the first byte, or of SYN.
    pub seq: Seq,
    /// The next sequence number that the sender expects.
    pub ack: Seq,
    /// The flags.
    pub flags: Flags,
    /// The window as the header carries it: shifted, except with SYN.
    pub window: u16,
    /// The urgent pointer.
    pub urgent: u16,
    /// The options.
    pub options: SegmentOptions,
    /// The data.
    pub payload: Payload,
}

impl Segment {
    /// The sequence number after the segment: SYN and FIN count as a byte each.
    pub fn end_seq(&self) -> Seq {
        let control = u32::from(self.flags.has(Flags::SYN)) + u32::from(self.flags.has(Flags::FIN));
        self.seq.plus(self.payload.len() as u32 + control)
    }
}

/// A UDP datagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Datagram {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// The data.
    pub payload: Payload,
}

/// An ICMP "destination unreachable", which quotes the packet that it answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unreachable {
    /// 3 means the port, 1 the host, 0 the net.
    pub code: u8,
    /// The packet that could not be delivered.
    pub about: Box<Packet>,
}

/// What an IP packet carries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// TCP.
    Tcp(Segment),
    /// UDP.
    Udp(Datagram),
    /// ICMP.
    Icmp(Unreachable),
}

/// An IP packet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Packet {
    /// Who sent it.
    pub source: Ip,
    /// Whom it is for.
    pub destination: Ip,
    /// What it carries.
    pub body: Body,
    /// The links it may still cross, as `IP_TTL` says.
    pub ttl: u8,
    /// How it wishes to be treated, as `IP_TOS` says (RFC 2474).
    pub tos: u8,
    /// A bit of it was flipped on the way, so that its checksum fails on arrival.
    pub corrupt: bool,
}

impl Packet {
    /// A packet as a host makes it when no socket asks for anything else.
    pub const fn new(source: Ip, destination: Ip, body: Body) -> Self {
        let ttl = if destination.0.is_multicast() { TTL_MULTICAST } else { TTL };
        Self { source, destination, body, ttl, tos: 0, corrupt: false }
    }

    /// The answer of a host to a packet that no socket answers: treated as that wished to be.
    pub(crate) fn answer(&self, body: Body) -> Self {
        let answer = Self::new(self.destination, self.source, body);
        let tos = match answer.body {
            // ICMP's errors come with precedence (RFC 1812 §4.3.2.5; `icmp_pointers`).
            Body::Icmp(_) => (self.tos & TOS_WISHES) | TOS_PRECEDENCE_INTERNETWORK,
            Body::Tcp(_) | Body::Udp(_) => self.tos,
        };
        Self { tos, ..answer }
    }

    /// The bytes of data it carries.
    pub fn payload_length(&self) -> usize {
        match &self.body {
            Body::Tcp(segment) => segment.payload.len(),
            Body::Udp(datagram) => datagram.payload.len(),
            Body::Icmp(_) => 0,
        }
    }

    /// The bytes of the whole packet, headers included.
    pub fn length(&self) -> usize {
        IP_HEADER
            + match &self.body {
                Body::Tcp(segment) => TCP_HEADER + segment.options.length() + segment.payload.len(),
                Body::Udp(datagram) => UDP_HEADER + datagram.payload.len(),
                Body::Icmp(unreachable) => ICMP_HEADER + unreachable.about.length().min(QUOTE_MAX),
            }
    }

    /// The endpoints of a TCP segment, its source first.
    pub(crate) const fn endpoints(&self, source_port: u16, port: u16) -> (Endpoint, Endpoint) {
        (Endpoint::new(self.source, source_port), Endpoint::new(self.destination, port))
    }
}
