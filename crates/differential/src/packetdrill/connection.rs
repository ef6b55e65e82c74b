//! The connection that a script is about: its numbers and the world's.

use std::collections::BTreeMap;

use kernel::{
    Body, Datagram, Endpoint, Flags, Packet, Payload, Segment, SegmentOptions, Seq, encode,
};

use super::fault::{Fault, Judged};
use super::packet::{Load, SegmentLine, TcpOption};

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// A socket, no more.
    Begun,
    Listening,
    /// A packet came to the listener: whatever follows is of this connection.
    Accepted,
    Connecting,
}

/// Where the socket under test is, and how its numbers translate.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) stage: Stage,
    /// The descriptor, as the script numbers it, once a program has it.
    pub(super) fd: Option<i32>,
    pub(super) is_udp: bool,
    pub(super) local: Endpoint,
    pub(super) remote: Endpoint,
    /// The first number of the kernel, in the script and in the world.
    pub(super) first: Option<(u32, u32)>,
    /// Timestamps that the kernel sent: the script's, and the world's.
    stamps: BTreeMap<u32, u32>,
    first_stamp: Option<(u32, u32)>,
}

/// Options in a header's bytes, in their order.
fn options_of(packet: &Packet) -> Vec<TcpOption> {
    const IP_HEADER: usize = 20;
    const TCP_HEADER: usize = 20;
    let bytes = encode(packet);
    let offset = bytes.get(IP_HEADER + 12).map_or(0, |byte| usize::from(byte >> 4) * 4);
    let mut rest = bytes.get(IP_HEADER + TCP_HEADER..IP_HEADER + offset).unwrap_or_default();
    let mut options = Vec::new();
    while let Some((&kind, after)) = rest.split_first() {
        if kind <= 1 {
            options.push(if kind == 1 { TcpOption::Nop } else { TcpOption::End });
            rest = after;
            continue;
        }
        let length = usize::from(after.first().copied().unwrap_or(0));
        let Some(data) = rest.get(2..length) else { break };
        let word = |at: usize| {
            data.get(at..at + 4).map_or(0, |four| {
                four.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
            })
        };
        match (kind, data) {
            (2, [high, low]) => options.push(TcpOption::Mss(u16::from_be_bytes([*high, *low]))),
            (3, [scale]) => options.push(TcpOption::Scale(*scale)),
            (4, []) => options.push(TcpOption::SackPermitted),
            (8, _) => options.push(TcpOption::Timestamps(word(0), word(4))),
            _ => {}
        }
        rest = &rest[length..];
    }
    options
}

impl Connection {
    pub(super) fn new(local: Endpoint, remote: Endpoint, is_udp: bool) -> Self {
        Self {
            stage: Stage::Begun,
            fd: None,
            is_udp,
            local,
            remote,
            first: None,
            stamps: BTreeMap::new(),
            first_stamp: None,
        }
    }

    /// How far the world's numbers are ahead of the script's.
    fn offset(&self) -> u32 {
        self.first.map_or(0, |(script, live)| live.wrapping_sub(script))
    }

    /// Whether a packet that the kernel sent is of this connection.
    pub(super) fn sends(&self, packet: &Packet) -> bool {
        let ports = match &packet.body {
            Body::Tcp(segment) if !self.is_udp => (segment.source_port, segment.destination_port),
            Body::Udp(datagram) if self.is_udp => (datagram.source_port, datagram.destination_port),
            Body::Icmp(_) => return packet.destination == self.remote.ip,
            _ => return false,
        };
        let connecting = self.stage == Stage::Connecting && self.first.is_none();
        packet.destination == self.remote.ip
            && ports.1 == self.remote.port
            && (ports.0 == self.local.port || connecting)
    }

    /// The world's packet for one that the script sends to the kernel.
    pub(super) fn inbound(&self, line: usize, load: &Load, scaled: bool) -> Judged<Packet> {
        let body = match load {
            Load::Tcp(segment) => Body::Tcp(self.inbound_segment(line, segment, scaled)?),
            Load::Udp { ports, length } => {
                let (source_port, destination_port) =
                    ports.unwrap_or((self.remote.port, self.local.port));
                let payload = Payload::new(vec![0; *length as usize]);
                Body::Udp(Datagram { source_port, destination_port, payload })
            }
            Load::Unreachable { code, seq } => {
                let about = Box::new(self.quoted(*seq));
                Body::Icmp(kernel::Unreachable { code: *code, about })
            }
        };
        Ok(Packet::new(self.remote.ip, self.local.ip, body))
    }

    /// What an ICMP error quotes: something that the kernel sent.
    fn quoted(&self, seq: Option<u32>) -> Packet {
        let (source_port, destination_port) = (self.local.port, self.remote.port);
        let payload = Payload::default();
        let body = match seq {
            None => Body::Udp(Datagram { source_port, destination_port, payload }),
            Some(seq) => Body::Tcp(Segment {
                source_port,
                destination_port,
                seq: Seq(seq.wrapping_add(self.offset())),
                ack: Seq(0),
                flags: Flags::ACK,
                window: 0,
                urgent: 0,
                options: SegmentOptions::default(),
                payload,
            }),
        };
        Packet::new(self.local.ip, self.remote.ip, body)
    }

    fn inbound_segment(&self, line: usize, it: &SegmentLine, scaled: bool) -> Judged<Segment> {
        let mut options = SegmentOptions::default();
        for option in it.options.iter().flatten() {
            match *option {
                TcpOption::Nop | TcpOption::End => {}
                TcpOption::Mss(mss) => options.mss = Some(mss),
                TcpOption::Scale(scale) => options.window_scale = Some(scale),
                TcpOption::SackPermitted => options.sack_permitted = true,
                TcpOption::Timestamps(value, echo) => {
                    let has_ack = it.flags.has(Flags::ACK);
                    let echo = if has_ack { self.live_echo(line, echo, scaled)? } else { echo };
                    options.timestamps = Some((value, echo));
                }
            }
        }
        let has_ack = it.flags.has(Flags::ACK);
        let ack = if has_ack { it.ack.wrapping_add(self.offset()) } else { 0 };
        let (source_port, destination_port) =
            it.ports.unwrap_or((self.remote.port, self.local.port));
        Ok(Segment {
            source_port,
            destination_port,
            seq: Seq(it.seq),
            ack: Seq(ack),
            flags: it.flags,
            window: it.window.unwrap_or(0),
            urgent: it.urgent,
            options,
            payload: Payload::new(vec![0; it.length as usize]),
        })
    }

    /// The world's timestamp for one of the script that is echoed.
    fn live_echo(&self, line: usize, echo: u32, scaled: bool) -> Judged<u32> {
        if let Some(stamp) = self.stamps.get(&echo) {
            return Ok(*stamp);
        }
        match self.first_stamp {
            Some((script, sent)) if scaled => Ok(echo.wrapping_sub(script).wrapping_add(sent)),
            _ => {
                let text = format!("the echoed timestamp {echo} is of no packet before");
                Err(Fault::broken(line, text))
            }
        }
    }

    /// A packet that the kernel sent, in the numbers of the script. `wanted` is what the script
    /// expects, from which the first numbers are learnt.
    pub(super) fn outbound(&mut self, packet: &Packet, wanted: &Load) -> Load {
        let segment = match &packet.body {
            Body::Tcp(segment) => segment,
            Body::Udp(datagram) => {
                return Load::Udp { ports: None, length: datagram.payload.len() as u32 };
            }
            Body::Icmp(unreachable) => {
                return Load::Unreachable { code: unreachable.code, seq: None };
            }
        };
        let mut options = options_of(packet);
        if let Load::Tcp(wanted) = wanted {
            if segment.flags.has(Flags::SYN) && self.first.is_none() {
                self.first = Some((wanted.seq, segment.seq.0));
                self.local.port = segment.source_port;
            }
            self.learn_stamps(wanted, &mut options);
        }
        Load::Tcp(SegmentLine {
            ports: None,
            flags: segment.flags,
            seq: segment.seq.0.wrapping_sub(self.offset()),
            length: segment.payload.len() as u32,
            ack: segment.ack.0,
            window: Some(segment.window),
            urgent: segment.urgent,
            options: Some(options),
        })
    }

    /// Notes which timestamp of the world stands for which of the script, and shows the script's.
    fn learn_stamps(&mut self, wanted: &SegmentLine, options: &mut [TcpOption]) {
        let find = |options: &[TcpOption]| {
            options.iter().find_map(|option| match option {
                TcpOption::Timestamps(value, echo) => Some((*value, *echo)),
                _ => None,
            })
        };
        let script = wanted.options.as_deref().and_then(find);
        let (Some((script, _)), Some((live, _))) = (script, find(options)) else { return };
        self.stamps.insert(script, live);
        let (first_script, first_live) = *self.first_stamp.get_or_insert((script, live));
        for option in options {
            if let TcpOption::Timestamps(value, _) = option {
                *value = live.wrapping_sub(first_live).wrapping_add(first_script);
            }
        }
    }
}
