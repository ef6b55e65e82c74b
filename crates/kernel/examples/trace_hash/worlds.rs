//! Worlds in which everything happens that a platform could do in its own way.

use crate::random_call::random_call;
use kernel::{Call, Chances, Endpoint, HostId, Ip, Link, Outcome, Rng, ThreadId, World, abi};

/// Worlds whose traces are hashed.
pub(crate) const WORLDS: usize = 24;
const CALLS: usize = 300;

/// The hash of each world's trace, and of the texts that it shows at the end.
pub(crate) fn hashes() -> Vec<[u8; 8]> {
    (0..WORLDS as u64).map(|seed| hash(seed).to_le_bytes()).collect()
}

fn hash(seed: u64) -> u64 {
    let mut rng = Rng::new(seed);
    let mut world = World::new(seed);
    let hosts = [1, 2].map(|at| {
        let host = world.add_host("host", Some(Ip([10, 0, 0, at].into())));
        (host, world.spawn(host, "program").1)
    });
    let mut link = Link::with_delay_ns(2_000_000);
    link.rate_bps = 50_000_000;
    link.jitter_ns = 300_000;
    link.chances = Chances { drop: 90_000, duplicate: 50_000, corrupt: 30_000, reorder: 60_000 };
    world.join(hosts[0].0, hosts[1].0, link);
    let mut threads = hosts.to_vec();
    let mut talk = Talk::begin(&mut world, hosts.map(|(host, _)| host));
    for number in 0..CALLS {
        let (host, thread) = threads[rng.below(threads.len() as u32) as usize];
        if world.is_asleep(host, thread) {
            threads.push((host, world.spawn(host, "more").1));
        }
        world.syscall(host, thread, random_call(&mut rng));
        talk.go_on(&mut world, &mut rng, number > CALLS / 2);
        let now = world.now();
        world.run_until(now.plus_ns(u64::from(rng.below(60_000_000))));
    }
    let texts: String = world.hosts().map(|(_, host)| host.ss() + &host.netstat()).collect();
    texts.bytes().fold(world.trace().hash(), |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

type Who = (HostId, ThreadId);

/// A connection that carries data all the while, over the same link: what random calls rarely
/// come to are full windows, measured round trips, timers that back off, and the end.
struct Talk {
    server: Who,
    client: Who,
    listener: i32,
    served: Option<i32>,
    asking: i32,
}

impl Talk {
    fn begin(world: &mut World, [server, client]: [HostId; 2]) -> Self {
        let server = (server, world.spawn(server, "server").1);
        let client = (client, world.spawn(client, "client").1);
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        let socket = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
        let listener = number(world, server, socket.clone()).expect("a descriptor");
        let asking = number(world, client, socket).expect("a descriptor");
        let place = Endpoint::new(Ip([10, 0, 0, 1].into()), 7);
        number(world, server, Call::bind(listener, place));
        number(world, server, Call::Listen { fd: listener, backlog: 1 });
        number(world, client, Call::connect(asking, place));
        Self { server, client, listener, served: None, asking }
    }

    fn go_on(&mut self, world: &mut World, rng: &mut Rng, ends: bool) {
        let bytes = vec![0x5a; 1 + rng.below(6_000) as usize];
        number(world, self.client, Call::send(self.asking, &bytes));
        if ends {
            number(world, self.client, Call::Shutdown { fd: self.asking, how: abi::SHUT_WR });
        }
        let accept = Call::Accept { fd: self.listener, flags: abi::SOCK_NONBLOCK };
        match self.served {
            None => self.served = number(world, self.server, accept),
            Some(fd) => {
                number(world, self.server, Call::receive(fd, 1 + rng.below(4_000) as usize));
                number(world, self.server, Call::send(fd, &bytes[..bytes.len() / 8]));
            }
        }
    }
}

/// What a call gave, if it gave a number at once.
fn number(world: &mut World, (host, thread): Who, call: Call) -> Option<i32> {
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => Some(reply.number()),
        _ => None,
    }
}
