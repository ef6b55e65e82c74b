//! Two smoltcp interfaces, each one's packets handed to the other a millisecond later.

use std::collections::VecDeque;

use smoltcp::{
    iface::{Config, Interface, SocketHandle, SocketSet},
    phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken},
    socket::tcp::{Socket, SocketBuffer},
    time::{Duration, Instant},
    wire::{HardwareAddress, IpAddress, IpCidr},
};

const PORT: u16 = 80;

/// What Linux, and so ours, begins with.
const BUFFER_LEN: usize = 64 << 10;

/// One end of a wire.
#[derive(Default)]
struct Wire {
    incoming: VecDeque<Vec<u8>>,
    outgoing: VecDeque<Vec<u8>>,
}

struct Arrived(Vec<u8>);

struct Leaving<'a>(&'a mut VecDeque<Vec<u8>>);

impl Device for Wire {
    type RxToken<'a> = Arrived;
    type TxToken<'a> = Leaving<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Arrived, Leaving<'_>)> {
        let packet = self.incoming.pop_front()?;
        Some((Arrived(packet), Leaving(&mut self.outgoing)))
    }

    fn transmit(&mut self, _now: Instant) -> Option<Leaving<'_>> {
        Some(Leaving(&mut self.outgoing))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = 1500;
        capabilities
    }
}

impl RxToken for Arrived {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, take: F) -> R {
        take(&self.0)
    }
}

impl TxToken for Leaving<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, fill: F) -> R {
        let mut packet = vec![0; len];
        let result = fill(&mut packet);
        self.0.push_back(packet);
        result
    }
}

/// A host with one interface and one socket.
struct Host {
    wire: Wire,
    interface: Interface,
    sockets: SocketSet<'static>,
    socket: SocketHandle,
}

impl Host {
    fn new(number: u8) -> Self {
        let mut wire = Wire::default();
        let config = Config::new(HardwareAddress::Ip);
        let mut interface = Interface::new(config, &mut wire, Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            let address = IpCidr::new(IpAddress::v4(10, 0, 0, number), 24);
            addresses.push(address).expect("room for one address");
        });
        let buffer = || SocketBuffer::new(vec![0; BUFFER_LEN]);
        let mut sockets = SocketSet::new(Vec::new());
        let socket = sockets.add(Socket::new(buffer(), buffer()));
        Self { wire, interface, sockets, socket }
    }

    fn socket(&mut self) -> &mut Socket<'static> {
        self.sockets.get_mut(self.socket)
    }
}

struct Pair {
    now: Instant,
    client: Host,
    server: Host,
    port: u16,
}

impl Pair {
    fn new() -> Self {
        Self { now: Instant::ZERO, client: Host::new(2), server: Host::new(1), port: 40_000 }
    }

    /// A millisecond passes, and what was on the wire arrives.
    fn step(&mut self) {
        self.now += Duration::from_millis(1);
        std::mem::swap(&mut self.client.wire.outgoing, &mut self.server.wire.incoming);
        std::mem::swap(&mut self.server.wire.outgoing, &mut self.client.wire.incoming);
        for host in [&mut self.client, &mut self.server] {
            host.interface.poll(self.now, &mut host.wire, &mut host.sockets);
        }
    }

    fn connect(&mut self) {
        self.port = self.port.checked_add(1).unwrap_or(40_000);
        self.server.socket().listen(PORT).expect("a closed socket");
        let server = (IpAddress::v4(10, 0, 0, 1), PORT);
        let Host { interface, sockets, socket, .. } = &mut self.client;
        let client = sockets.get_mut::<Socket<'_>>(*socket);
        client.connect(interface.context(), server, self.port).expect("a closed socket");
        while !(self.client.socket().may_send() && self.server.socket().may_send()) {
            self.step();
        }
    }
}

pub(super) fn transfer(bytes: u64) {
    let mut pair = Pair::new();
    pair.connect();
    let chunk = vec![b'x'; BUFFER_LEN];
    let mut taken = 0;
    while taken < bytes {
        if pair.client.socket().can_send() {
            pair.client.socket().send_slice(&chunk).expect("an open connection");
        }
        pair.step();
        while pair.server.socket().can_recv() {
            let count = pair.server.socket().recv(|data| (data.len(), data.len()));
            taken += count.expect("an open connection") as u64;
        }
    }
}

pub(super) fn open_and_close(connections: usize) {
    let mut pair = Pair::new();
    for _ in 0..connections {
        pair.connect();
        pair.client.socket().close();
        while pair.server.socket().may_recv() {
            pair.step();
        }
        pair.server.socket().close();
        while pair.server.socket().is_open() {
            pair.step();
        }
        // It would wait in TIME-WAIT; ours has a socket for each, this one is used again.
        pair.client.socket().abort();
    }
}
