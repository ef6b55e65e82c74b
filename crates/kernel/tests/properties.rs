//! What must hold whatever programs do and whatever links lose. Seeded: a failure names its seed.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "random numbers become arguments of any type"
)]

#[path = "properties/random_call.rs"]
mod random_call;

use kernel::{
    Body, Call, Chances, Endpoint, Entry, Errno, Event, Flags, History, HostId, Input, Ip, Link,
    Outcome, Reply, Rng, Seq, State, ThreadId, Time, World, abi,
};
use random_call::random_call;

const SERVER: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));

/// A call that must come back at once, with its number.
fn number(world: &mut World, host: HostId, thread: ThreadId, call: Call) -> i32 {
    let name = call.name();
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => reply.number(),
        other => panic!("{name} gave {other:?}"),
    }
}

fn stream(world: &mut World, host: HostId, thread: ThreadId) -> i32 {
    let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
    number(world, host, thread, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 })
}

/// Two hosts, a link between them, and a connection over it that is being made.
struct Pair {
    world: World,
    server: (HostId, ThreadId, i32),
    client: (HostId, ThreadId, i32),
    link: kernel::LinkId,
}

fn pair(seed: u64, chances: Chances) -> Pair {
    let mut world = World::new(seed);
    let one = world.add_host("server", Some(SERVER));
    let other = world.add_host("client", Some(CLIENT));
    let mut link = Link::with_delay_ns(2_000_000);
    link.jitter_ns = 500_000;
    link.chances = chances;
    let link = world.join(one, other, link);
    let (_, serving) = world.spawn(one, "server");
    let (_, asking) = world.spawn(other, "client");
    let listener = stream(&mut world, one, serving);
    number(&mut world, one, serving, Call::bind(listener, Endpoint::new(SERVER, 80)));
    number(&mut world, one, serving, Call::Listen { fd: listener, backlog: 4 });
    let client = stream(&mut world, other, asking);
    let connecting = world.syscall(other, asking, Call::connect(client, Endpoint::new(SERVER, 80)));
    assert_eq!(connecting, Outcome::Done(Err(Errno::EINPROGRESS)));
    Pair { world, server: (one, serving, listener), client: (other, asking, client), link }
}

/// Sends a stream over a bad link that heals, and gives what was sent and what arrived.
fn transfer(seed: u64) -> (Vec<u8>, Vec<u8>, World) {
    let mut rng = Rng::new(seed);
    let chances = Chances {
        drop: rng.below(200_000),
        duplicate: rng.below(100_000),
        corrupt: rng.below(50_000),
        reorder: rng.below(150_000),
    };
    let Pair { mut world, server, client, link } = pair(seed, chances);
    let sent: Vec<u8> = (0..=rng.below(60_000)).map(|n| (n * 7 + n / 251) as u8).collect();
    let (mut taken, mut arrived, mut accepted, mut ended) = (0, Vec::new(), None, false);
    for round in 0..4_000_u64 {
        let now = world.now();
        world.run_until(now.plus_ns(20_000_000));
        if round == 400 {
            world.link_mut(link).chances = Chances::default();
        }
        let (host, thread, fd) = client;
        if taken < sent.len() {
            let end = sent.len().min(taken + 1 + rng.below(9_000) as usize);
            let call = Call::send(fd, &sent[taken..end]);
            if let Outcome::Done(Ok(reply)) = world.syscall(host, thread, call) {
                taken += reply.number() as usize;
            }
        } else if !ended {
            ended = true;
            number(&mut world, host, thread, Call::Shutdown { fd, how: abi::SHUT_WR });
        }
        let (host, thread, listener) = server;
        let Some(fd) = accepted else {
            let call = Call::Accept { fd: listener, flags: abi::SOCK_NONBLOCK };
            if let Outcome::Done(Ok(Reply::Accepted { fd, .. })) = world.syscall(host, thread, call)
            {
                accepted = Some(fd);
            }
            continue;
        };
        let length = rng.below(20_000) as usize + 1;
        let outcome = world.syscall(host, thread, Call::receive(fd, length));
        if let Outcome::Done(Ok(Reply::Received { data, .. })) = outcome {
            if data.is_empty() {
                break;
            }
            arrived.extend_from_slice(&data);
            assert!(sent.starts_with(&arrived), "seed={seed}: not a prefix of what was sent");
        }
    }
    (sent, arrived, world)
}

#[test]
fn a_stream_arrives_whole_over_a_bad_link_that_heals() {
    for seed in 0..60 {
        let (sent, arrived, _) = transfer(seed);
        assert_eq!(arrived.len(), sent.len(), "seed={seed}");
        assert!(arrived == sent, "seed={seed}: the bytes differ");
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..8 {
        assert_eq!(transfer(seed).2.trace().hash(), transfer(seed).2.trace().hash());
    }
    assert_ne!(transfer(1).2.trace().hash(), transfer(2).2.trace().hash());
}

#[test]
fn states_change_only_as_the_diagram_allows() {
    for seed in 0..20 {
        let (_, _, world) = transfer(seed);
        for entry in world.trace().entries() {
            if let Event::State { from, to, .. } = entry.event {
                assert!(from.may_become(to), "seed={seed}: {from} to {to}");
            }
        }
    }
}

/// No segment reaches beyond the window that its receiver had offered.
fn assert_within_window<'a>(seed: u64, entries: impl Iterator<Item = &'a Entry> + Clone) {
    let mut limit: Option<Seq> = None;
    let mut scale = None;
    for entry in entries.clone() {
        let Event::Arrived(packet) = &entry.event else { continue };
        let Body::Tcp(seg) = &packet.body else { continue };
        if packet.source == SERVER && seg.flags.has(Flags::ACK) {
            let syn = seg.flags.has(Flags::SYN);
            if syn {
                scale = seg.options.window_scale;
            }
            let window = u32::from(seg.window) << if syn { 0 } else { scale.unwrap_or(0) };
            let edge = seg.ack.plus(window);
            if limit.is_none_or(|limit| edge.after(limit)) {
                limit = Some(edge);
            }
        }
    }
    let Some(limit) = limit else { return };
    for entry in entries {
        let Event::Sent(packet) = &entry.event else { continue };
        let Body::Tcp(seg) = &packet.body else { continue };
        if packet.source == CLIENT && !seg.payload.is_empty() {
            let end = seg.seq.plus(seg.payload.len() as u32);
            assert!(!end.after(limit), "seed={seed}: sent beyond the window");
        }
    }
}

#[test]
fn nothing_is_sent_beyond_the_window() {
    for seed in 0..20 {
        assert_within_window(seed, transfer(seed).2.trace().entries());
    }
}

#[test]
fn no_call_with_any_argument_panics() {
    for seed in 0..400 {
        let mut rng = Rng::new(seed);
        let mut world = World::new(seed);
        let host = world.add_host("host", Some(CLIENT));
        let (_, first) = world.spawn(host, "one");
        let mut threads = vec![first];
        for _ in 0..150 {
            let thread = threads[rng.below(threads.len() as u32) as usize];
            if world.is_asleep(host, thread) {
                let (_, fresh) = world.spawn(host, "more");
                threads.push(fresh);
            }
            let call = random_call(&mut rng);
            if let Outcome::Done(Ok(Reply::Child(_, child))) = world.syscall(host, thread, call) {
                threads.push(child);
            }
            let now = world.now();
            world.run_until(now.plus_ns(u64::from(rng.below(90_000_000))));
        }
        for row in world.host(host).tcp_rows() {
            assert!(row.state != State::Closed, "seed={seed}: a closed socket is listed");
        }
    }
}

#[test]
fn four_tuples_are_unique_and_descriptors_lowest() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let mut world = World::new(seed);
        let host = world.add_host("host", None);
        let (process, thread) = world.spawn(host, "one");
        for _ in 0..120 {
            let free = (3..1_024).find(|fd| {
                let open = world.host(host).proc_fd(process).unwrap_or_default();
                open.iter().all(|(taken, _)| taken != fd)
            });
            let call = random_call(&mut rng);
            let makes = matches!(call, Call::Socket { .. } | Call::Dup { .. } | Call::EpollCreate);
            let sleeps = matches!(call, Call::Exit | Call::Sleep { .. });
            if sleeps || world.is_asleep(host, thread) {
                continue;
            }
            let outcome = world.syscall(host, thread, call);
            if let (true, Outcome::Done(Ok(Reply::Number(fd)))) = (makes, outcome) {
                assert_eq!(Some(fd), free, "seed={seed}: not the lowest descriptor");
            }
            let mut ends: Vec<_> = world
                .host(host)
                .tcp_rows()
                .into_iter()
                .filter(|row| row.state != State::Listen)
                .map(|row| (row.local, row.remote))
                .collect();
            let all = ends.len();
            ends.sort();
            ends.dedup();
            assert_eq!(ends.len(), all, "seed={seed}: two connections with the same ends");
        }
    }
}

#[test]
fn when_everything_is_closed_nothing_is_left() {
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let mut world = World::new(seed);
        let host = world.add_host("host", None);
        let mut processes = Vec::new();
        for _ in 0..6 {
            let (process, thread) = world.spawn(host, "one");
            processes.push(process);
            for _ in 0..40 {
                if !world.is_asleep(host, thread) {
                    let call = random_call(&mut rng);
                    if !matches!(call, Call::Fork | Call::Exit) {
                        world.syscall(host, thread, call);
                    }
                }
            }
        }
        for process in processes {
            world.kill(host, process);
        }
        assert!(world.run_until_quiescent(Time::from_ms(10_000_000)), "seed={seed}: never quiet");
        assert_eq!(world.host(host).socket_count(), 0, "seed={seed}: {}", world.host(host).ss());
        assert_eq!(world.host(host).timer_count(), 0, "seed={seed}");
    }
}

#[test]
fn rewinding_and_replaying_gives_the_same_world() {
    let mut rng = Rng::new(7);
    let mut history = History::new(7);
    let host = HostId(0);
    history.apply(Input::AddHost { name: "host".to_owned(), address: None });
    history.apply(Input::Spawn { host, name: "one".to_owned() });
    let mut hashes = vec![(history.position(), history.world().trace().hash())];
    for _ in 0..400 {
        let call = random_call(&mut rng);
        if matches!(call, Call::Exit) {
            continue;
        }
        history.apply(Input::Call { host, thread: ThreadId(0), call });
        while history.world().is_asleep(host, ThreadId(0)) && history.step() {}
        hashes.push((history.position(), history.world().trace().hash()));
    }
    for _ in 0..60 {
        let (position, hash) = hashes[rng.below(hashes.len() as u32) as usize];
        history.go_to(position);
        assert_eq!(history.world().trace().hash(), hash, "at {position}");
    }
    assert!(history.position() <= history.len());
}
