//! What the properties share: seeds, a pair of hosts on a bad link, and a crowd of programs.

use crate::random_call::random_call;
use kernel::{
    Call, Chances, Endpoint, Errno, HostId, Ip, Link, LinkId, Outcome, ProcessId, Reply, Rng,
    ThreadId, World, abi,
};

pub(crate) const SERVER: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
pub(crate) const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));

/// Says how to repeat a failure.
struct Replay(u64);

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self(seed) = self;
            eprintln!("replay with: SEED={seed} cargo test -p kernel --test properties");
        }
    }
}

/// Checks a property for so many seeds, or for the one that the environment names.
pub(crate) fn for_seeds(count: u64, check: impl Fn(u64)) {
    let named = std::env::var("SEED").ok().map(|seed| seed.parse().expect("SEED is a number"));
    for seed in named.map_or(0..count, |seed: u64| seed..seed + 1) {
        let _replay = Replay(seed);
        check(seed);
    }
}

/// Whether only one seed is checked, which need not show everything.
pub(crate) fn is_replay() -> bool {
    std::env::var("SEED").is_ok()
}

/// A thread of some host.
pub(crate) type Who = (HostId, ThreadId);

/// A call that must come back at once, with its number.
pub(crate) fn number(world: &mut World, (host, thread): Who, call: Call) -> i32 {
    let name = call.name();
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => reply.number(),
        other => panic!("{name} gave {other:?}"),
    }
}

/// A non-blocking TCP socket.
pub(crate) fn stream(world: &mut World, who: Who) -> i32 {
    let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
    number(world, who, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 })
}

/// Mishaps of every kind, so rare that a connection survives them.
pub(crate) fn mishaps(rng: &mut Rng) -> Chances {
    Chances {
        drop: rng.below(200_000),
        duplicate: rng.below(100_000),
        corrupt: rng.below(50_000),
        reorder: rng.below(150_000),
    }
}

/// Two hosts, a link between them, and a connection over it that is being made.
pub(crate) struct Pair {
    pub(crate) world: World,
    pub(crate) server: (Who, i32),
    pub(crate) client: (Who, i32),
    pub(crate) link: LinkId,
}

/// Two hosts on a link with such mishaps, and a program on each.
pub(crate) fn hosts(seed: u64, chances: Chances) -> (World, Who, Who, LinkId) {
    let mut world = World::new(seed);
    let server = world.add_host("server", Some(SERVER));
    let client = world.add_host("client", Some(CLIENT));
    let mut link = Link::with_delay_ns(2_000_000);
    link.jitter_ns = 500_000;
    link.chances = chances;
    let link = world.join(server, client, link);
    let (_, serving) = world.spawn(server, "server");
    let (_, asking) = world.spawn(client, "client");
    (world, (server, serving), (client, asking), link)
}

pub(crate) fn pair(seed: u64, chances: Chances) -> Pair {
    let (mut world, server, client, link) = hosts(seed, chances);
    let listener = stream(&mut world, server);
    number(&mut world, server, Call::bind(listener, Endpoint::new(SERVER, 80)));
    number(&mut world, server, Call::Listen { fd: listener, backlog: 4 });
    let fd = stream(&mut world, client);
    let call = Call::connect(fd, Endpoint::new(SERVER, 80));
    let connecting = world.syscall(client.0, client.1, call);
    assert_eq!(connecting, Outcome::Done(Err(Errno::EINPROGRESS)));
    Pair { world, server: (server, listener), client: (client, fd), link }
}

/// Programs on two hosts that make any calls, on a link that loses some of their packets.
pub(crate) struct Crowd {
    pub(crate) world: World,
    pub(crate) rng: Rng,
    pub(crate) link: LinkId,
    pub(crate) processes: Vec<(HostId, ProcessId)>,
    threads: Vec<Who>,
}

impl Crowd {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let chances = if rng.below(2) == 0 { Chances::default() } else { mishaps(&mut rng) };
        let (world, server, client, link) = hosts(seed, chances);
        let processes = vec![(server.0, ProcessId(0)), (client.0, ProcessId(0))];
        Self { world, rng, link, processes, threads: vec![server, client] }
    }

    /// A thread that is awake.
    pub(crate) fn somebody(&mut self) -> Who {
        let at = self.rng.below(self.threads.len() as u32) as usize;
        let (host, thread) = self.threads[at];
        if !self.world.is_asleep(host, thread) {
            return (host, thread);
        }
        let (process, fresh) = self.world.spawn(host, "more");
        self.processes.push((host, process));
        self.threads.push((host, fresh));
        (host, fresh)
    }

    /// Somebody makes a call, and a while passes. Gives who did what, and what it came to.
    pub(crate) fn act(&mut self) -> (Who, Call, Outcome) {
        let (host, thread) = self.somebody();
        let call = random_call(&mut self.rng);
        let outcome = self.world.syscall(host, thread, call.clone());
        if let Outcome::Done(Ok(Reply::Child(process, child))) = outcome {
            self.processes.push((host, process));
            self.threads.push((host, child));
        }
        ((host, thread), call, outcome)
    }

    /// Up to so many nanoseconds pass.
    pub(crate) fn pass(&mut self, ns_max: u32) {
        let end = self.world.now().plus_ns(u64::from(self.rng.below(ns_max)));
        self.world.run_until(end);
    }
}
