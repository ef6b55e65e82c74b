//! What a short message costs on the wire over TCP, over UDP and as a WebSocket message, read off
//! the packets of the simulated kernel and the frames of the engine.

use std::net::Ipv4Addr;

use http::{Fields, RequestLine, StatusLine, Version};
use kernel::{Body, Call, Endpoint, Event, HostId, Ip, Link, Packet, ThreadId, World, abi};
use websocket::frame::{Header, Opcode, Reserved, mask};
use websocket::handshake::accept;

/// The message whose cost is counted.
pub(super) const MESSAGE: &[u8] = b"Hello";

const CLIENT: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 8_080;
/// The server's descriptor of the connection, behind that of its listener.
const ACCEPTED: i32 = 4;
/// Any nonce and any key are as long as any other.
const NONCE: [u8; 16] = *b"the sample nonce";
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
/// A conversation of a few packets that is not over by then does not end.
const STEPS_MAX: usize = 10_000;

/// A way to carry a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Tcp,
    Udp,
    WebSocket,
}

/// What went over the wire, in bytes with all headers from IP's on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cost {
    /// Packets until the client's first message may go, and their bytes.
    pub(super) opening: (usize, usize),
    /// The packet with the client's message, and the one with the server's.
    pub(super) there: usize,
    pub(super) back: usize,
    /// The header of TCP or UDP without options.
    pub(super) header: usize,
    /// The header of IP.
    pub(super) ip: usize,
}

/// The bytes in front of a message of this length in a frame of a client and of a server.
pub(super) fn frame_header(length: u64) -> (usize, usize) {
    let header = |mask| {
        let opcode = Opcode::Text;
        Header { fin: true, reserved: Reserved::NONE, opcode, mask, payload_len: length }
    };
    let len = |mask| header(mask).encode().as_bytes().len();
    (len(Some(KEY)), len(None))
}

fn frame(key: Option<[u8; 4]>) -> Vec<u8> {
    let (opcode, payload_len) = (Opcode::Text, MESSAGE.len() as u64);
    let header = Header { fin: true, reserved: Reserved::NONE, opcode, mask: key, payload_len };
    let mut bytes = header.encode().as_bytes().to_vec();
    let mut payload = MESSAGE.to_vec();
    if let Some(key) = key {
        mask(&mut payload, key, 0);
    }
    bytes.append(&mut payload);
    bytes
}

fn fields(lines: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in lines {
        // Every value is made here, and stands in a head as it is.
        let _pushed = fields.push(name, value);
    }
    fields
}

/// The shortest handshake that a program needs; a browser adds headers of its own.
fn handshake() -> (Vec<u8>, Vec<u8>) {
    let key = accept::encode(&NONCE);
    let (method, target) = ("GET".to_owned(), "/".to_owned());
    let start = RequestLine { method, target, version: Version::HTTP_1_1 };
    let asks = [
        ("Host", "example.com"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", &key),
        ("Sec-WebSocket-Version", "13"),
    ];
    let request = http::Request { start, fields: fields(&asks) }.to_bytes();
    let value = accept::value(&key);
    let grants = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", value.as_str()),
    ];
    let reason = "Switching Protocols".to_owned();
    let start = StatusLine { version: Version::HTTP_1_1, status: 101, reason };
    (request, http::Response { start, fields: fields(&grants) }.to_bytes())
}

struct Talk {
    world: World,
    ends: [(HostId, ThreadId); 2],
    /// The descriptor of the connection at each end.
    fds: [i32; 2],
}

impl Talk {
    /// Two ends that can talk as far as the kernel is concerned.
    fn begin(way: Way) -> Self {
        let mut world = World::new(1);
        let here = world.add_host("client", Some(CLIENT));
        let there = world.add_host("server", Some(SERVER));
        world.join(here, there, Link::with_delay_ns(1_000_000));
        let (_, client) = world.spawn(here, "client");
        let (_, server) = world.spawn(there, "server");
        let mut talk = Self { world, ends: [(here, client), (there, server)], fds: [3, 3] };
        let kind = if way == Way::Udp { abi::SOCK_DGRAM } else { abi::SOCK_STREAM };
        for end in [1, 0] {
            talk.call(end, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 });
        }
        talk.call(1, Call::bind(3, Endpoint::new(Ip::ANY, PORT)));
        if way != Way::Udp {
            talk.call(1, Call::Listen { fd: 3, backlog: 1 });
        }
        talk.call(0, Call::connect(3, Endpoint::new(SERVER, PORT)));
        talk.rest();
        if way != Way::Udp {
            talk.call(1, Call::Accept { fd: 3, flags: 0 });
            talk.fds[1] = ACCEPTED;
        }
        talk
    }

    fn call(&mut self, end: usize, call: Call) {
        let (host, thread) = self.ends[end];
        let _ = self.world.syscall(host, thread, call);
    }

    /// Lets everything arrive that is on its way.
    fn rest(&mut self) {
        for _ in 0..STEPS_MAX {
            if self.world.next_at().is_none() {
                return;
            }
            self.world.step();
        }
    }

    fn packets(&self) -> Vec<Packet> {
        let entries = self.world.trace().entries();
        let sent = entries.filter_map(|entry| match &entry.event {
            Event::Sent(packet) => Some(Packet::clone(packet)),
            _ => None,
        });
        sent.collect()
    }

    /// Sends from an end; the packet that carried it.
    fn send(&mut self, end: usize, data: &[u8]) -> Packet {
        let before = self.packets().len();
        self.call(end, Call::send(self.fds[end], data));
        self.rest();
        self.call(1 - end, Call::receive(self.fds[1 - end], 65_536));
        let mut later = self.packets().into_iter().skip(before);
        later.find(|packet| packet.payload_length() > 0).expect("what is sent travels")
    }
}

fn bytes<'p>(packets: impl IntoIterator<Item = &'p Packet>) -> usize {
    packets.into_iter().map(|packet| kernel::encode(packet).len()).sum()
}

/// Has the two ends say the message to each other.
pub(super) fn cost(way: Way) -> Cost {
    let mut talk = Talk::begin(way);
    let (mut there, mut back) = (MESSAGE.to_vec(), MESSAGE.to_vec());
    if way == Way::WebSocket {
        let (request, response) = handshake();
        talk.send(0, &request);
        talk.send(1, &response);
        (there, back) = (frame(Some(KEY)), frame(None));
    }
    let opening = talk.packets();
    let first = talk.send(0, &there);
    let (ip, header) = headers(&first);
    if let Body::Udp(datagram) = &first.body {
        // The server answers to where the datagram came from.
        talk.call(1, Call::connect(3, Endpoint::new(CLIENT, datagram.source_port)));
    }
    let second = talk.send(1, &back);
    Cost {
        opening: (opening.len(), bytes(&opening)),
        there: bytes([&first]),
        back: bytes([&second]),
        header,
        ip,
    }
}

/// The header of IP, and what stands behind it without options and payload.
fn headers(packet: &Packet) -> (usize, usize) {
    let encoded = kernel::encode(packet);
    // The low four bits of the first byte count words (RFC 791 §3.1).
    let ip = usize::from(encoded[0] & 15) * 4;
    let options = match &packet.body {
        Body::Tcp(segment) => segment.options.length(),
        _ => 0,
    };
    (ip, encoded.len() - ip - packet.payload_length() - options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(way: Way, opening_packets: usize, there: usize, back: usize, header: usize) {
        let cost = cost(way);
        let found = (cost.opening.0, cost.there, cost.back, cost.header, cost.ip);
        assert_eq!(found, (opening_packets, there, back, header, 20), "{way:?}");
    }

    #[test]
    fn five_letters_cost_what_the_headers_say() {
        // IPv4 20; TCP 20 and 12 for timestamps; UDP 8; a frame 6 or 2; and the five letters.
        check(Way::Tcp, 3, 57, 57, 20);
        check(Way::Udp, 0, 33, 33, 8);
        // The handshake of TCP, the request and the 101, and an acknowledgement of each.
        check(Way::WebSocket, 7, 63, 59, 20);
        assert_eq!(frame_header(5), (6, 2));
        assert_eq!((frame_header(126), frame_header(65_536)), ((8, 4), (14, 10)));
    }

    #[test]
    fn section_4_the_engine_takes_the_handshake() {
        use websocket::handshake::{Client, Server, server::Policy};
        let (request, response) = handshake();
        let accepted = Server::new(Policy::default()).receive(&mut &request[..]).unwrap().unwrap();
        assert_eq!(accepted.response().to_bytes(), response);
        let mut client = Client::after(&accepted.request, http::Limits::default());
        assert!(matches!(client.receive(&mut &response[..]), Some(Ok(_))));
    }
}
