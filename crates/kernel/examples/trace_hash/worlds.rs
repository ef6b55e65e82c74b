//! Worlds in which everything happens that a platform could do in its own way.

use crate::random_call::random_call;
use kernel::{Chances, Ip, Link, Rng, World};

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
    for _ in 0..CALLS {
        let (host, thread) = threads[rng.below(threads.len() as u32) as usize];
        if world.is_asleep(host, thread) {
            threads.push((host, world.spawn(host, "more").1));
        }
        world.syscall(host, thread, random_call(&mut rng));
        let now = world.now();
        world.run_until(now.plus_ns(u64::from(rng.below(60_000_000))));
    }
    let texts: String = world.hosts().map(|(_, host)| host.ss() + &host.netstat()).collect();
    texts.bytes().fold(world.trace().hash(), |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
