//! The same again: from the same seed, and after going back.

use crate::lab::{CLIENT, SERVER, for_seeds, mishaps};
use crate::random_call::random_call;
use crate::streams::transfer;
use kernel::{Call, History, HostId, Input, Link, LinkId, ProcessId, Rng, ThreadId};

#[test]
fn the_same_seed_gives_the_same_trace() {
    for_seeds(8, |seed| {
        let hash = transfer(seed).2.trace().hash();
        assert_eq!(hash, transfer(seed).2.trace().hash());
        assert_ne!(hash, transfer(seed + 1).2.trace().hash());
    });
}

fn random_input(rng: &mut Rng) -> Input {
    let host = HostId(rng.below(2));
    let thread = ThreadId(rng.below(3));
    match rng.below(30) {
        0 => Input::ChangeLink { link: LinkId(0), to: random_link(rng) },
        1 => Input::ChangeLoopback { host, to: random_link(rng) },
        2 => Input::SpawnThread { host, process: ProcessId(0) },
        3 => Input::Kill { host, process: ProcessId(1) },
        4 => Input::TakeFinished { host, thread },
        5 => Input::Spawn { host, name: "more".to_owned() },
        6 => {
            let (key, value) = ("net.ipv4.tcp_syn_retries".to_owned(), rng.below(9).to_string());
            Input::Sysctl { host, key, value }
        }
        7..=12 => Input::Step,
        _ => Input::Call { host, thread, call: random_call(rng) },
    }
}

fn random_link(rng: &mut Rng) -> Link {
    let mut link = Link::with_delay_ns(u64::from(rng.below(5_000_000)));
    link.chances = mishaps(rng);
    link
}

#[test]
fn going_back_and_forth_gives_the_same_world() {
    for_seeds(12, |seed| {
        let mut rng = Rng::new(seed);
        let mut history = History::new(seed);
        for (name, address) in [("server", SERVER), ("client", CLIENT)] {
            history.apply(Input::AddHost { name: name.to_owned(), address: Some(address) });
        }
        let (one, other) = (HostId(0), HostId(1));
        history.apply(Input::Join { one, other, link: random_link(&mut rng) });
        for host in [one, one, one, other, other, other] {
            history.apply(Input::Spawn { host, name: "program".to_owned() });
        }
        let mut seen = vec![(history.position(), shown(&history))];
        for _ in 0..900 {
            let input = random_input(&mut rng);
            if matches!(input, Input::Call { call: Call::Exit, .. }) {
                continue;
            }
            history.apply(input);
            seen.push((history.position(), shown(&history)));
        }
        for _ in 0..60 {
            let (position, then) = &seen[rng.below(seen.len() as u32) as usize];
            history.go_to(*position);
            assert_eq!(shown(&history), *then, "at {position}");
        }
        let (position, end) = &seen[seen.len() - 1];
        history.go_to(*position);
        assert_eq!(shown(&history), *end, "at the end");
    });
}

/// All that can be seen of a world.
fn shown(history: &History) -> (u64, u64, Vec<String>) {
    let world = history.world();
    let texts = world.hosts().map(|(_, host)| host.ss() + &host.proc_net_udp()).collect();
    (world.trace().hash(), world.now().0, texts)
}
