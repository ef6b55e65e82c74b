//! Work for a world, without a clock: whoever measures it, natively, in a browser or beside others,
//! brings his own.
//!
//! # Architecture invariant
//!
//! All measure the same work: a number of one place can be laid beside that of another.

#![forbid(unsafe_code)]

use kernel::{
    Call, Endpoint, Event, Fd, History, HostId, Input, Ip, Link, OptionValue, Outcome, Payload,
    Reply, ThreadId, Time, World, abi,
};

const SERVER: Endpoint = Endpoint::new(Ip(std::net::Ipv4Addr::new(10, 0, 0, 1)), 80);
const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));

/// How long a packet is on its way between the hosts of a pair.
pub const DELAY_NS: u64 = 1_000_000;

/// A sender whose window is shut goes on within some round trips.
const IDLE_ROUNDS_MAX: usize = 1_000;

/// Two hosts, a link between them, a program on each, and the descriptors of its connections.
pub struct Pair {
    /// The world that they live in.
    pub world: World,
    client: (HostId, ThreadId),
    server: (HostId, ThreadId),
    /// The client's and the server's end of each connection.
    connections: Vec<(Fd, Fd)>,
}

fn number(world: &mut World, (host, thread): (HostId, ThreadId), call: Call) -> i32 {
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => reply.number(),
        other => panic!("a call of the workload gave {other:?}"),
    }
}

/// What a call that does not sleep gives; below 0 when it would have slept.
fn attempt(world: &mut World, (host, thread): (HostId, ThreadId), call: Call) -> i32 {
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => reply.number(),
        _ => -1,
    }
}

fn socket(world: &mut World, who: (HostId, ThreadId)) -> Fd {
    let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
    number(world, who, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 })
}

impl Pair {
    /// Two programs with so many connections, all of them established.
    pub fn new(connections: usize) -> Self {
        let mut world = World::new(1);
        let server = world.add_host("server", Some(SERVER.ip));
        let client = world.add_host("client", Some(CLIENT));
        world.join(server, client, Link::with_delay_ns(DELAY_NS));
        let (_, serving) = world.spawn(server, "server");
        let (_, asking) = world.spawn(client, "client");
        let (server, client) = ((server, serving), (client, asking));
        for who in [server, client] {
            number(&mut world, who, Call::SetDescriptorLimit { limit: 1 << 20 });
        }
        let listener = socket(&mut world, server);
        number(&mut world, server, Call::bind(listener, SERVER));
        number(&mut world, server, Call::Listen { fd: listener, backlog: 128 });
        let mut pair = Self { world, client, server, connections: Vec::new() };
        for _ in 0..connections {
            let connection = pair.connect(listener);
            pair.connections.push(connection);
        }
        pair
    }

    fn wait(&mut self, ns: u64) {
        let end = self.world.now().plus_ns(ns);
        self.world.run_until(end);
    }

    fn connect(&mut self, listener: Fd) -> (Fd, Fd) {
        let fd = socket(&mut self.world, self.client);
        self.world.syscall(self.client.0, self.client.1, Call::connect(fd, SERVER));
        self.wait(4 * DELAY_NS);
        let accept = Call::Accept { fd: listener, flags: abi::SOCK_NONBLOCK };
        (fd, number(&mut self.world, self.server, accept))
    }

    /// A round of bulk transfer: each client sends a chunk, a round trip passes, and each server
    /// takes what there is. Gives the bytes taken.
    pub fn stream(&mut self, chunk: &Payload) -> u64 {
        for at in 0..self.connections.len() {
            let (sender, _) = self.connections[at];
            let call = Call::Send { fd: sender, data: chunk.clone(), flags: 0, address: None };
            attempt(&mut self.world, self.client, call);
        }
        self.wait(2 * DELAY_NS);
        let mut taken = 0;
        for at in 0..self.connections.len() {
            let (_, receiver) = self.connections[at];
            let call = Call::receive(receiver, 2 * chunk.len());
            let count = attempt(&mut self.world, self.server, call);
            taken += u64::try_from(count).unwrap_or(0);
        }
        taken
    }

    /// A round of questions and answers of 100 bytes on every connection.
    pub fn exchange(&mut self) {
        for from_client in [true, false] {
            let (one, other) =
                if from_client { (self.client, self.server) } else { (self.server, self.client) };
            for at in 0..self.connections.len() {
                let (client, server) = self.connections[at];
                let fd = if from_client { client } else { server };
                number(&mut self.world, one, Call::send(fd, &[b'x'; 100]));
            }
            self.wait(DELAY_NS);
            for at in 0..self.connections.len() {
                let (client, server) = self.connections[at];
                let fd = if from_client { server } else { client };
                number(&mut self.world, other, Call::receive(fd, 100));
            }
        }
    }
}

/// Segments that were delivered and timers that fired, from the `k`th entry of the trace on.
pub fn events_since(world: &World, k: usize) -> u64 {
    let counts = |event: &Event| matches!(event, Event::Arrived(_) | Event::Fired { .. });
    world.trace_since(k).filter(|entry| counts(&entry.event)).count() as u64
}

/// Opens and closes so many connections, one after the other. Gives the world that is left.
pub fn open_and_close(connections: usize) -> World {
    let mut pair = Pair::new(0);
    let listener = 3;
    for _ in 0..connections {
        let (client, server) = pair.connect(listener);
        number(&mut pair.world, pair.client, Call::Close { fd: client });
        pair.wait(2 * DELAY_NS);
        number(&mut pair.world, pair.server, Call::Close { fd: server });
        pair.wait(2 * DELAY_NS);
    }
    pair.world
}

/// Sends so many bytes over one connection, a chunk a round trip. Gives the world that is left.
pub fn transfer(bytes: u64, chunk_len: usize) -> World {
    let mut pair = Pair::new(1);
    let (mut taken, mut idle) = (0, 0);
    let chunk = Payload::new(vec![b'x'; chunk_len]);
    while taken < bytes {
        let count = pair.stream(&chunk);
        taken += count;
        idle = if count == 0 { idle + 1 } else { 0 };
        assert!(idle < IDLE_ROUNDS_MAX, "nothing comes behind byte {taken} of {bytes}");
    }
    pair.world
}

/// A past of at least so many events: a program that talks to itself.
pub fn history(events: usize) -> History {
    let mut history = History::new(1);
    let (host, thread) = (HostId(0), ThreadId(0));
    history.apply(Input::AddHost { name: "host".to_owned(), address: None });
    history.apply(Input::Spawn { host, name: "program".to_owned() });
    let call = |history: &mut History, call: Call| {
        history.apply(Input::Call { host, thread, call }).map_or(-1, |outcome| match outcome {
            Outcome::Done(Ok(Reply::Accepted { fd, .. })) => fd,
            Outcome::Done(Ok(reply)) => reply.number(),
            _ => -1,
        })
    };
    let new = Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 };
    let listener = call(&mut history, new.clone());
    call(&mut history, Call::bind(listener, Endpoint::loopback(80)));
    call(&mut history, Call::Listen { fd: listener, backlog: 8 });
    let pairs: Vec<(Fd, Fd)> = (0..10)
        .map(|_| {
            let client = call(&mut history, new.clone());
            call(&mut history, Call::connect(client, Endpoint::loopback(80)));
            (client, call(&mut history, Call::Accept { fd: listener, flags: 0 }))
        })
        .collect();
    let low_delay = OptionValue::Int(1);
    let (level, name) = (abi::IPPROTO_TCP, abi::TCP_NODELAY);
    call(&mut history, Call::SetOption { fd: pairs[0].0, level, name, value: low_delay });
    let mut end = history.world().now();
    let (mut seen, mut counted) = (0, 0);
    while counted < events as u64 {
        for &(client, server) in &pairs {
            call(&mut history, Call::send(client, &[b'x'; 2_000]));
            call(&mut history, Call::receive(server, 4_096));
        }
        end = Time(end.0 + 10_000_000);
        history.run_until(end);
        counted += events_since(history.world(), seen);
        seen = history.world().trace().len();
    }
    history
}
