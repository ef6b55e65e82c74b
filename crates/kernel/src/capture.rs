//! A capture that Wireshark opens: what a world sent, as pcapng.
//!
//! ```
//! let world = kernel::World::new(1);
//! let capture = kernel::to_pcapng(&world);
//! assert_eq!(capture[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
//! ```

use std::sync::Arc;

use crate::hash::Lookup;
use crate::host::Host;
use crate::packet::Packet;
use crate::trace::{DropReason, Event};
use crate::wire;
use crate::world::World;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const ENHANCED_PACKET: u32 = 6;
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
/// Packets begin with their IP header.
const LINKTYPE_RAW: u16 = 101;
const OPTION_END: u16 = 0;
/// Option of any block.
const COMMENT: u16 = 1;
/// Options of an interface: its name, and the unit of its timestamps.
const NAME: u16 = 2;
const TIMESTAMP_RESOLUTION: u16 = 9;
/// Timestamps are in units of 10^-9 seconds.
const NANOSECONDS: u8 = 9;
/// Each host has two interfaces: its loopback, and the one that leads to the others.
const INTERFACES_PER_HOST: u32 = 2;

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}

fn block(into: &mut Vec<u8>, kind: u32, mut body: Vec<u8>) {
    pad(&mut body);
    let length = (12 + body.len() as u32).to_le_bytes();
    into.extend(kind.to_le_bytes());
    into.extend(length);
    into.extend(body);
    into.extend(length);
}

fn option(into: &mut Vec<u8>, code: u16, value: &[u8]) {
    into.extend(code.to_le_bytes());
    into.extend((value.len() as u16).to_le_bytes());
    into.extend(value);
    pad(into);
}

fn interface(into: &mut Vec<u8>, host: &str, device: &str) {
    let mut body = Vec::new();
    body.extend(LINKTYPE_RAW.to_le_bytes());
    body.extend([0; 6]);
    option(&mut body, NAME, format!("{host} {device}").as_bytes());
    option(&mut body, TIMESTAMP_RESOLUTION, &[NANOSECONDS]);
    option(&mut body, OPTION_END, &[]);
    block(into, INTERFACE, body);
}

/// What became of packets that went no further than where they were sent.
fn lost(world: &World) -> Lookup<*const Packet, &'static str> {
    let comment = |reason| match reason {
        DropReason::Link => Some("the link loses this packet"),
        DropReason::NoHost => Some("no host has this address"),
        DropReason::Checksum | DropReason::ReceiveBuffer | DropReason::AcceptQueue => None,
    };
    let dropped = |event: &Event| match event {
        Event::Dropped(packet, reason) => Some((Arc::as_ptr(packet), comment(*reason)?)),
        _ => None,
    };
    let mut lost = Lookup::new();
    for (packet, comment) in world.trace().entries().filter_map(|entry| dropped(&entry.event)) {
        lost.insert(packet, comment);
    }
    lost
}

fn packet_block(at_ns: u64, device: u32, packet: &Packet, comment: Option<&str>) -> Vec<u8> {
    let data = wire::encode(packet);
    let length = (data.len() as u32).to_le_bytes();
    let mut body = Vec::with_capacity(20 + data.len());
    body.extend(device.to_le_bytes());
    body.extend(((at_ns >> 32) as u32).to_le_bytes());
    body.extend((at_ns as u32).to_le_bytes());
    body.extend(length);
    body.extend(length);
    body.extend(data);
    if let Some(comment) = comment {
        pad(&mut body);
        option(&mut body, COMMENT, comment.as_bytes());
        option(&mut body, OPTION_END, &[]);
    }
    body
}

fn device_of(host: &Host, at: u32, packet: &Packet) -> u32 {
    at * INTERFACES_PER_HOST + u32::from(!host.is_local(packet.destination))
}

/// The packets that a world sent, in order, with their times since it began. Each stands once,
/// on the interface by which it left; one that was lost on the way says so.
pub fn to_pcapng(world: &World) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut section = Vec::new();
    section.extend(BYTE_ORDER.to_le_bytes());
    section.extend([1, 0, 0, 0]);
    section.extend([0xff; 8]);
    block(&mut bytes, SECTION_HEADER, section);
    for (_, host) in world.hosts() {
        interface(&mut bytes, host.name(), "lo");
        interface(&mut bytes, host.name(), "eth0");
    }
    let lost = lost(world);
    for entry in world.trace().entries() {
        let Event::Sent(packet) = &entry.event else { continue };
        let device = device_of(world.host(entry.host), entry.host.0, packet);
        let comment = lost.get(&Arc::as_ptr(packet)).copied();
        block(&mut bytes, ENHANCED_PACKET, packet_block(entry.at.0, device, packet, comment));
    }
    bytes
}
