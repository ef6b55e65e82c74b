//! Descriptors, endpoints, and what is left when all is over.

use crate::lab::{CLIENT, Crowd, SERVER, for_seeds, hosts, is_replay, number, stream};
use kernel::{
    Call, Chances, Endpoint, Errno, HostId, OptionValue, Outcome, ProcessId, Reply, Rng, State,
    Time, World, abi,
};
use std::cell::Cell;

/// The two lowest descriptors that are free.
fn lowest_free(world: &World, host: HostId, process: ProcessId) -> (Option<i32>, Option<i32>) {
    let open = world.host(host).proc_fd(process).unwrap_or_default();
    let mut free = (3..).filter(|fd| open.iter().all(|(taken, _)| taken != fd));
    (free.next(), free.next())
}

#[test]
fn a_new_descriptor_is_the_lowest_that_is_free() {
    let fresh = Cell::new(0);
    for_seeds(150, |seed| {
        let mut crowd = Crowd::new(seed);
        for _ in 0..150 {
            let (host, thread) = crowd.somebody();
            let process = crowd.world.host(host).process_of_thread(thread).expect("it lives");
            let (lowest, second) = lowest_free(&crowd.world, host, process);
            let call = crate::random_call::random_call(&mut crowd.rng);
            let makes = matches!(call, Call::Socket { .. } | Call::Dup { .. } | Call::EpollCreate);
            if matches!(call, Call::Exit | Call::Fork) {
                continue;
            }
            let given = match crowd.world.syscall(host, thread, call) {
                Outcome::Done(Ok(Reply::Number(fd))) if makes => (Some(fd), None),
                Outcome::Done(Ok(Reply::Accepted { fd, .. })) => (Some(fd), None),
                Outcome::Done(Ok(Reply::Pair(one, other))) => (Some(one), Some(other)),
                _ => continue,
            };
            fresh.set(fresh.get() + 1);
            assert_eq!(given.0, lowest);
            assert!(given.1.is_none() || given.1 == second, "{given:?}, not {second:?}");
            crowd.pass(3_000_000);
        }
    });
    assert!(fresh.get() > 500 || is_replay(), "{} descriptors", fresh.get());
}

fn check_ends(world: &World) {
    for (_, host) in world.hosts() {
        let rows = host.tcp_rows().into_iter().filter(|row| row.state != State::Listen);
        let mut ends: Vec<_> = rows.map(|row| (row.local, row.remote)).collect();
        let all = ends.len();
        ends.sort();
        ends.dedup();
        assert_eq!(ends.len(), all, "{}", host.ss());
    }
}

#[test]
fn no_two_connections_have_the_same_ends() {
    for_seeds(150, |seed| {
        let mut crowd = Crowd::new(seed);
        for _ in 0..150 {
            crowd.act();
            crowd.pass(9_000_000);
            check_ends(&crowd.world);
        }
    });
}

/// Many sockets that share a few ports, towards two listeners, some from a range of two ports.
#[test]
fn ports_that_are_shared_give_no_two_connections_the_same_ends() {
    let refused = Cell::new(0);
    for_seeds(40, |seed| {
        let (mut world, server, client, _) = hosts(seed, Chances::default());
        let key = "net.ipv4.ip_local_port_range";
        world.set_sysctl(client.0, key, "50000 50001").expect("a sysctl");
        for port in [80, 81] {
            let fd = stream(&mut world, server);
            number(&mut world, server, Call::bind(fd, Endpoint::new(SERVER, port)));
            number(&mut world, server, Call::Listen { fd, backlog: 64 });
        }
        let mut rng = Rng::new(seed);
        for _ in 0..30 {
            let fd = stream(&mut world, client);
            let (level, value) = (abi::SOL_SOCKET, OptionValue::Int(1));
            let name = [abi::SO_REUSEADDR, abi::SO_REUSEPORT][rng.below(2) as usize];
            number(&mut world, client, Call::SetOption { fd, level, name, value });
            if rng.below(3) > 0 {
                let port = 40_000 + rng.below(2) as u16;
                world.syscall(client.0, client.1, Call::bind(fd, Endpoint::new(CLIENT, port)));
            }
            let to = Endpoint::new(SERVER, 80 + rng.below(2) as u16);
            let outcome = world.syscall(client.0, client.1, Call::connect(fd, to));
            if outcome == Outcome::Done(Err(Errno::EADDRNOTAVAIL)) {
                refused.set(refused.get() + 1);
            }
            let now = world.now();
            world.run_until(now.plus_ns(u64::from(rng.below(9_000_000))));
            check_ends(&world);
            if rng.below(3) == 0 {
                world.syscall(client.0, client.1, Call::Close { fd });
            }
        }
    });
    assert!(refused.get() > 100 || is_replay(), "{} refused", refused.get());
}

#[test]
fn when_everything_is_closed_nothing_is_left() {
    for_seeds(150, |seed| {
        let mut crowd = Crowd::new(seed);
        for _ in 0..200 {
            crowd.act();
            crowd.pass(30_000_000);
        }
        for (host, process) in std::mem::take(&mut crowd.processes) {
            crowd.world.kill(host, process);
        }
        crowd.world.link_mut(crowd.link).chances = Chances::default();
        let quiet = crowd.world.run_until_quiescent(Time::from_ms(100_000_000));
        assert!(quiet, "something goes on for ever");
        for (_, host) in crowd.world.hosts() {
            assert_eq!(host.socket_count(), 0, "{}", host.ss());
            assert_eq!(host.timer_count(), 0);
            assert_eq!(host.connection_count(), 0, "an end of a connection is left");
            assert_eq!(host.held_port_count(), 0, "a port is held by nobody");
        }
    });
}
