//! Two smoltcp interfaces; the packets of each are handed to the other a millisecond later.

use std::collections::VecDeque;

use smoltcp::{
    iface::{Config, Interface, SocketHandle, SocketSet},
    phy::{ChecksumCapabilities, Device, DeviceCapabilities, Medium, RxToken, TxToken},
    socket::tcp::{Socket, SocketBuffer},
    time::{Duration, Instant},
    wire::{HardwareAddress, IpAddress, IpCidr},
};

use super::DELAY;
use crate::Result;

const PORT: u16 = 80;
const CLIENT_PORT_FIRST: u16 = 40_000;
const MTU: usize = 1_500;

/// What Linux, and so ours, gives a socket for receiving at first.
const BUFFER_LEN: usize = 131_072;

/// An answer takes two steps; whatever takes a hundred never comes.
const STEPS_MAX: usize = 100;

/// Whether checksums are computed and verified.
#[derive(Clone, Copy)]
pub(super) enum Checksums {
    Real,
    None,
}

/// One end of a wire.
struct Wire {
    checksums: Checksums,
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
        capabilities.max_transmission_unit = MTU;
        if let Checksums::None = self.checksums {
            capabilities.checksum = ChecksumCapabilities::ignored();
        }
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
    fn new(number: u8, checksums: Checksums) -> Result<Self> {
        let mut wire = Wire { checksums, incoming: VecDeque::new(), outgoing: VecDeque::new() };
        let config = Config::new(HardwareAddress::Ip);
        let mut interface = Interface::new(config, &mut wire, Instant::ZERO);
        let mut added = Ok(());
        interface.update_ip_addrs(|addresses| {
            added = addresses.push(IpCidr::new(IpAddress::v4(10, 0, 0, number), 24));
        });
        added.map_err(|address| format!("smoltcp: no room for the address {address}"))?;
        let buffer = || SocketBuffer::new(vec![0; BUFFER_LEN]);
        let mut sockets = SocketSet::new(Vec::new());
        let socket = sockets.add(Socket::new(buffer(), buffer()));
        Ok(Self { wire, interface, sockets, socket })
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
    fn new(checksums: Checksums) -> Result<Self> {
        let (client, server) = (Host::new(2, checksums)?, Host::new(1, checksums)?);
        Ok(Self { now: Instant::ZERO, client, server, port: CLIENT_PORT_FIRST })
    }

    /// A millisecond passes, and what was on the wire arrives.
    fn step(&mut self) {
        self.now += Duration::from(DELAY);
        std::mem::swap(&mut self.client.wire.outgoing, &mut self.server.wire.incoming);
        std::mem::swap(&mut self.server.wire.outgoing, &mut self.client.wire.incoming);
        for host in [&mut self.client, &mut self.server] {
            host.interface.poll(self.now, &mut host.wire, &mut host.sockets);
        }
    }

    /// What a program has just done goes onto the wire, as a system call of ours does at once.
    fn flush(&mut self) {
        for host in [&mut self.client, &mut self.server] {
            host.interface.poll(self.now, &mut host.wire, &mut host.sockets);
        }
    }

    /// Lets time pass until something is so.
    fn wait_until(&mut self, what: &str, is_so: impl Fn(&mut Self) -> bool) -> Result<()> {
        for _ in 0..STEPS_MAX {
            if is_so(self) {
                return Ok(());
            }
            self.step();
        }
        let (client, server) = (self.client.socket().state(), self.server.socket().state());
        Err(format!("smoltcp: {what} in vain (client {client}, server {server})").into())
    }

    fn connect(&mut self) -> Result<()> {
        self.port = self.port.checked_add(1).unwrap_or(CLIENT_PORT_FIRST);
        self.server.socket().listen(PORT).map_err(|error| error.to_string())?;
        let server = (IpAddress::v4(10, 0, 0, 1), PORT);
        let Host { interface, sockets, socket, .. } = &mut self.client;
        let client = sockets.get_mut::<Socket<'_>>(*socket);
        client
            .connect(interface.context(), server, self.port)
            .map_err(|error| error.to_string())?;
        self.flush();
        self.wait_until("waiting for a connection", |pair| {
            pair.client.socket().may_send() && pair.server.socket().may_send()
        })
    }
}

/// Sends so many bytes: a chunk, a round trip, and the reader takes what there is, as ours does.
pub(super) fn transfer(bytes: u64, chunk_len: usize, checksums: Checksums) -> Result<()> {
    let mut pair = Pair::new(checksums)?;
    pair.connect()?;
    let chunk = vec![b'x'; chunk_len];
    let mut buffer = vec![0; 2 * chunk_len];
    let (mut taken, mut idle) = (0, 0);
    while taken < bytes {
        pair.client.socket().send_slice(&chunk).map_err(|error| error.to_string())?;
        pair.flush();
        pair.step();
        pair.step();
        let count = pair.server.socket().recv_slice(&mut buffer);
        let count = count.map_err(|error| error.to_string())?;
        taken += count as u64;
        idle = if count == 0 { idle + 1 } else { 0 };
        if idle > STEPS_MAX {
            return Err(format!("smoltcp: nothing comes behind byte {taken}").into());
        }
    }
    Ok(())
}

/// Opens and closes so many connections, one after the other, the client first.
pub(super) fn open_and_close(connections: usize, checksums: Checksums) -> Result<()> {
    let mut pair = Pair::new(checksums)?;
    for _ in 0..connections {
        pair.connect()?;
        pair.client.socket().close();
        pair.flush();
        pair.wait_until("waiting for the client's end", |pair| !pair.server.socket().may_recv())?;
        pair.server.socket().close();
        pair.flush();
        pair.wait_until("waiting for the server's end", |pair| !pair.server.socket().is_open())?;
        // It would wait in TIME-WAIT; ours has a socket for each, this one is used again.
        pair.client.socket().abort();
    }
    Ok(())
}
