//! A capture that Wireshark opens: the packets of a trace as pcapng.

use crate::trace::{Entry, Event};
use crate::wire;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const ENHANCED_PACKET: u32 = 6;
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
/// Packets begin with their IP header.
const LINKTYPE_RAW: u16 = 101;
/// Option: timestamps are in units of 10^-9 seconds.
const TIMESTAMP_RESOLUTION: u16 = 9;
const NANOSECONDS: u8 = 9;

fn block(into: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let padded = body.len().next_multiple_of(4);
    let length = (12 + padded) as u32;
    into.extend(kind.to_le_bytes());
    into.extend(length.to_le_bytes());
    into.extend_from_slice(body);
    into.resize(into.len() + padded - body.len(), 0);
    into.extend(length.to_le_bytes());
}

/// The packets that were sent, in order, with their times since the world began.
pub fn to_pcapng<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut section = Vec::new();
    section.extend(BYTE_ORDER.to_le_bytes());
    section.extend([1, 0, 0, 0]);
    section.extend([0xff; 8]);
    block(&mut bytes, SECTION_HEADER, &section);
    let mut interface = Vec::new();
    interface.extend(LINKTYPE_RAW.to_le_bytes());
    interface.extend([0; 2]);
    interface.extend([0; 4]);
    interface.extend(TIMESTAMP_RESOLUTION.to_le_bytes());
    interface.extend([1, 0, NANOSECONDS, 0, 0, 0]);
    interface.extend([0; 4]);
    block(&mut bytes, INTERFACE, &interface);
    for entry in entries {
        let Event::Sent(packet) = &entry.event else { continue };
        let data = wire::encode(packet);
        let mut body = Vec::with_capacity(20 + data.len());
        body.extend([0; 4]);
        body.extend(((entry.at.0 >> 32) as u32).to_le_bytes());
        body.extend((entry.at.0 as u32).to_le_bytes());
        body.extend((data.len() as u32).to_le_bytes());
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        block(&mut bytes, ENHANCED_PACKET, &body);
    }
    bytes
}
