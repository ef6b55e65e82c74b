//! Packets as bytes: IPv4, TCP, UDP and ICMP headers with their checksums.

use crate::abi;
use crate::packet::{
    Body, Datagram, IP_HEADER, Packet, QUOTE_MAX, Segment, SegmentOptions, TCP_HEADER, UDP_HEADER,
    Unreachable,
};

const ICMP: u8 = abi::IPPROTO_ICMP as u8;
const TCP: u8 = abi::IPPROTO_TCP as u8;
const UDP: u8 = abi::IPPROTO_UDP as u8;
const DO_NOT_FRAGMENT: u16 = 0x4000;

/// The Internet checksum (RFC 1071).
fn checksum(parts: &[&[u8]]) -> u16 {
    let mut sum = 0_u32;
    for part in parts {
        for pair in part.chunks(2) {
            let low = pair.get(1).copied().unwrap_or(0);
            sum += u32::from(u16::from_be_bytes([pair[0], low]));
        }
    }
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// The IPv4 packet, byte by byte.
pub fn encode(packet: &Packet) -> Vec<u8> {
    let (protocol, mut body) = match &packet.body {
        Body::Tcp(segment) => (TCP, encode_segment(segment)),
        Body::Udp(datagram) => (UDP, encode_datagram(datagram)),
        Body::Icmp(unreachable) => (ICMP, encode_unreachable(unreachable)),
    };
    let source = packet.source.0.octets();
    let destination = packet.destination.0.octets();
    let length = (body.len() as u16).to_be_bytes();
    let pseudo = [&source[..], &destination, &[0, protocol], &length].concat();
    let place = match protocol {
        TCP => Some(16),
        UDP => Some(6),
        _ => None,
    };
    if let Some(at) = place {
        // A UDP checksum of 0 would mean that there is none.
        let sum = match checksum(&[&pseudo, &body]) {
            0 if protocol == UDP => 0xffff,
            sum => sum,
        };
        put(&mut body, at, sum);
    }
    let mut bytes = Vec::with_capacity(IP_HEADER + body.len());
    bytes.extend([0x45, packet.tos]);
    bytes.extend(((IP_HEADER + body.len()) as u16).to_be_bytes());
    bytes.extend([0, 0]);
    // Linux looks for the path's MTU with all that its sockets send, not with ICMP.
    let flags = if protocol == ICMP { 0 } else { DO_NOT_FRAGMENT };
    bytes.extend(flags.to_be_bytes());
    bytes.extend([packet.ttl, protocol, 0, 0]);
    bytes.extend(source);
    bytes.extend(destination);
    let header = checksum(&[&bytes]);
    put(&mut bytes, 10, header);
    bytes.extend(body);
    bytes
}

fn put(bytes: &mut [u8], at: usize, value: u16) {
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_be_bytes());
    }
}

fn encode_options(options: &SegmentOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mss) = options.mss {
        bytes.extend([2, 4]);
        bytes.extend(mss.to_be_bytes());
    }
    if options.sack_permitted {
        // Beside timestamps it needs no padding (`tcp_options_write`).
        if options.timestamps.is_none() {
            bytes.extend([1, 1]);
        }
        bytes.extend([4, 2]);
    }
    if let Some((value, echo)) = options.timestamps {
        if !options.sack_permitted {
            bytes.extend([1, 1]);
        }
        bytes.extend([8, 10]);
        bytes.extend(value.to_be_bytes());
        bytes.extend(echo.to_be_bytes());
    }
    if let Some(shift) = options.window_scale {
        bytes.extend([1, 3, 3, shift]);
    }
    // The header is a whole number of 32-bit words.
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn encode_segment(segment: &Segment) -> Vec<u8> {
    let options = encode_options(&segment.options);
    let mut bytes = Vec::with_capacity(TCP_HEADER + options.len() + segment.payload.len());
    bytes.extend(segment.source_port.to_be_bytes());
    bytes.extend(segment.destination_port.to_be_bytes());
    bytes.extend(segment.seq.0.to_be_bytes());
    bytes.extend(segment.ack.0.to_be_bytes());
    bytes.push((((TCP_HEADER + options.len()) / 4) as u8) << 4);
    bytes.push(segment.flags.0);
    bytes.extend(segment.window.to_be_bytes());
    bytes.extend([0, 0]);
    bytes.extend(segment.urgent.to_be_bytes());
    bytes.extend(options);
    bytes.extend_from_slice(&segment.payload);
    bytes
}

fn encode_datagram(datagram: &Datagram) -> Vec<u8> {
    let length = (UDP_HEADER + datagram.payload.len()) as u16;
    let mut bytes = Vec::with_capacity(usize::from(length));
    bytes.extend(datagram.source_port.to_be_bytes());
    bytes.extend(datagram.destination_port.to_be_bytes());
    bytes.extend(length.to_be_bytes());
    bytes.extend([0, 0]);
    bytes.extend_from_slice(&datagram.payload);
    bytes
}

/// "Destination unreachable" quotes the header and eight bytes, or as much as fits (RFC 1122
/// §3.2.2); Linux quotes up to 576 bytes in all.
fn encode_unreachable(unreachable: &Unreachable) -> Vec<u8> {
    let mut bytes = vec![3, unreachable.code, 0, 0, 0, 0, 0, 0];
    let quoted = encode(&unreachable.about);
    bytes.extend_from_slice(&quoted[..quoted.len().min(QUOTE_MAX)]);
    let sum = checksum(&[&bytes]);
    put(&mut bytes, 2, sum);
    bytes
}
