//! Any calls with any arguments on two hosts, in any order, while links change: no panic.
#![no_main]

#[path = "../../crates/kernel/tests/properties/random_call.rs"]
mod random_call;

use kernel::{Chances, HostId, Ip, Link, LinkId, Outcome, ProcessId, Reply, ThreadId, World};
use libfuzzer_sys::fuzz_target;
use random_call::{Dice, random_call};

/// The fuzzer's bytes, taken as choices; when they are used up, every choice is the first.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u32 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        u32::from(*first)
    }
}

impl Dice for Bytes<'_> {
    fn next_u32(&mut self) -> u32 {
        (0..4).fold(0, |word, _| word << 8 | self.next())
    }

    fn below(&mut self, bound: u32) -> u32 {
        let number = if bound <= 256 { self.next() } else { self.next_u32() };
        number.checked_rem(bound).unwrap_or(0)
    }
}

fn any_link(dice: &mut impl Dice) -> Link {
    let mut link = Link::with_delay_ns(u64::from(dice.next_u32()));
    link.jitter_ns = u64::from(dice.below(256)) << dice.below(60);
    link.rate_bps = u64::from(dice.below(256)) << dice.below(40);
    link.mtu = dice.next_u32() >> dice.below(32);
    link.segment_offload = dice.below(2) == 1;
    let mut chance = || dice.below(256) * 1_000;
    link.chances =
        Chances { drop: chance(), duplicate: chance(), corrupt: chance(), reorder: chance() };
    link
}

const SYSCTLS: [&str; 6] = [
    "net.ipv4.tcp_syn_retries",
    "net.ipv4.tcp_sack",
    "net.ipv4.tcp_timestamps",
    "net.ipv4.tcp_tw_reuse",
    "net.ipv4.ip_local_port_range",
    "net.core.somaxconn",
];

/// Something happens that is not a system call.
fn disturb(world: &mut World, dice: &mut impl Dice, threads: &mut Vec<(HostId, ThreadId)>) {
    let host = HostId(dice.below(2));
    match dice.below(6) {
        0 => *world.link_mut(LinkId(0)) = any_link(dice),
        1 => *world.loopback_mut(host) = any_link(dice),
        2 => world.kill(host, ProcessId(0)),
        3 => threads.push((host, world.spawn(host, "more").1)),
        4 => {
            let key = SYSCTLS[dice.below(SYSCTLS.len() as u32) as usize];
            let value = format!("{} {}", dice.below(65_536), dice.below(65_536));
            let value = value.split_at(dice.below(value.len() as u32) as usize).0;
            // A value that makes no sense is refused, which is an answer like any other.
            let _ = world.set_sysctl(host, key, value);
        }
        _ => {
            world.step();
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut dice = Bytes(data);
    let mut world = World::new(u64::from(dice.next_u32()));
    let mut threads = Vec::new();
    for at in [1, 2] {
        let host = world.add_host("host", Some(Ip([10, 0, 0, at].into())));
        threads.push((host, world.spawn(host, "program").1));
    }
    world.join(HostId(0), HostId(1), Link::with_delay_ns(1_000_000));
    while !dice.0.is_empty() {
        let (host, thread) = threads[dice.below(threads.len() as u32) as usize];
        if dice.below(16) == 0 {
            disturb(&mut world, &mut dice, &mut threads);
        }
        let call = random_call(&mut dice);
        if let Outcome::Done(Ok(Reply::Child(_, child))) = world.syscall(host, thread, call) {
            threads.push((host, child));
        }
        let now = world.now();
        world.run_until(now.plus_ns(u64::from(dice.below(256)) << dice.below(22)));
    }
    for (_, host) in world.hosts() {
        let texts = [host.ss(), host.netstat(), host.lsof(), host.proc_net_tcp()];
        assert!(texts.iter().all(|text| text.is_ascii()));
    }
    kernel::to_pcapng(&world);
});
