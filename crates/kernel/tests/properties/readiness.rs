//! What `poll`, `select` and `epoll` call ready never blocks.

use crate::lab::{CLIENT, Crowd, Pair, SERVER, Who, for_seeds, is_replay, number, pair};
use kernel::{Call, Chances, Endpoint, OptionValue, Outcome, Reply, Rng, World, abi};
use std::cell::Cell;

/// Whether a descriptor is called ready to read from, and to write to.
type Ready = (bool, bool);

fn by_poll(world: &mut World, (host, thread): Who, fd: i32) -> Option<Ready> {
    let fds = vec![(fd, abi::POLLIN | abi::POLLOUT)];
    let call = Call::Poll { fds, timeout_ms: 0 };
    let Outcome::Done(Ok(Reply::Polled { revents, .. })) = world.syscall(host, thread, call) else {
        return None;
    };
    Some((revents[0] & abi::POLLIN != 0, revents[0] & abi::POLLOUT != 0))
}

fn by_select(world: &mut World, (host, thread): Who, fd: i32) -> Option<Ready> {
    let (read, write, except) = (vec![fd], vec![fd], Vec::new());
    let call = Call::Select { read, write, except, timeout_ms: Some(0) };
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(Reply::Selected { read, write, .. })) => {
            Some((!read.is_empty(), !write.is_empty()))
        }
        _ => None,
    }
}

fn by_epoll(world: &mut World, (host, thread): Who, fd: i32) -> Option<Ready> {
    let Outcome::Done(Ok(Reply::Number(epoll))) = world.syscall(host, thread, Call::EpollCreate)
    else {
        return None;
    };
    let events = abi::POLLIN | abi::POLLOUT;
    let how = abi::EPOLL_CTL_ADD;
    let call = Call::EpollControl { epoll, how, fd, events, data: 0 };
    if !matches!(world.syscall(host, thread, call), Outcome::Done(Ok(_))) {
        return None;
    }
    let call = Call::EpollWait { epoll, max: 1, timeout_ms: 0 };
    let Outcome::Done(Ok(Reply::Events(found))) = world.syscall(host, thread, call) else {
        return None;
    };
    let mask = found.first().map_or(0, |&(mask, _)| mask);
    Some((mask & abi::POLLIN != 0, mask & abi::POLLOUT != 0))
}

/// Makes a call on a copy of the world, on a descriptor that blocks.
fn blocks(world: &World, (host, thread): Who, fd: i32, call: Call) -> bool {
    let mut world = world.clone();
    world.syscall(host, thread, Call::SetFlags { fd, flags: 0 });
    matches!(world.syscall(host, thread, call), Outcome::Blocked(_))
}

fn check(world: &World, who: Who, fd: i32, ready: &Cell<(u32, u32)>) {
    for asked in [by_poll, by_select, by_epoll] {
        let mut copy = world.clone();
        let Some((read, write)) = asked(&mut copy, who, fd) else { continue };
        let (mut to_read, mut to_write) = ready.get();
        if read {
            to_read += 1;
            // A listener gives a connection, everything else gives bytes or says why not; the
            // call that does not fit fails at once.
            let accept = blocks(world, who, fd, Call::Accept { fd, flags: 0 });
            let stuck = accept || blocks(world, who, fd, Call::receive(fd, 1));
            assert!(!stuck, "descriptor {fd} was called readable");
        }
        if write {
            to_write += 1;
            let stuck = blocks(world, who, fd, Call::send(fd, b"x"));
            assert!(!stuck, "descriptor {fd} was called writable");
        }
        ready.set((to_read, to_write));
    }
}

/// Pairs of every kind that a program can talk through, and the program's ends of them.
fn talkers(seed: u64) -> (World, Vec<(Who, i32)>) {
    let Pair { mut world, server: (server, listener), client: (client, fd), .. } =
        pair(seed, Chances::default());
    let now = world.now();
    world.run_until(now.plus_ns(20_000_000));
    let call = Call::Accept { fd: listener, flags: abi::SOCK_NONBLOCK };
    let mut ends =
        vec![(server, listener), (client, fd), (server, number(&mut world, server, call))];
    for kind in [abi::SOCK_STREAM, abi::SOCK_DGRAM, abi::SOCK_SEQPACKET] {
        let kind = kind | abi::SOCK_NONBLOCK;
        let call = Call::SocketPair { domain: abi::AF_UNIX, kind, protocol: 0 };
        if let Outcome::Done(Ok(Reply::Pair(one, other))) = world.syscall(server.0, server.1, call)
        {
            ends.extend([(server, one), (server, other)]);
        }
    }
    for (who, own, other) in [(server, SERVER, CLIENT), (client, CLIENT, SERVER)] {
        let kind = abi::SOCK_DGRAM | abi::SOCK_NONBLOCK;
        let call = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
        let fd = number(&mut world, who, call);
        number(&mut world, who, Call::bind(fd, Endpoint::new(own, 53)));
        number(&mut world, who, Call::connect(fd, Endpoint::new(other, 53)));
        ends.push((who, fd));
    }
    (world, ends)
}

/// Something that a program does to a connection.
fn talk(rng: &mut Rng, fd: i32) -> Call {
    match rng.below(40) {
        0 => Call::Shutdown { fd, how: rng.below(3) as i32 },
        1 => {
            let (level, value) = (abi::SOL_SOCKET, OptionValue::Int(1 + rng.below(3_000) as i32));
            let name = [abi::SO_RCVLOWAT, abi::SO_SNDBUF, abi::SO_RCVBUF][rng.below(3) as usize];
            Call::SetOption { fd, level, name, value }
        }
        2 => {
            let (data, flags) = (b"!"[..].into(), abi::MSG_OOB | abi::MSG_NOSIGNAL);
            Call::Send { fd, data, flags, address: None }
        }
        3..=24 => Call::send(fd, &vec![b'x'; rng.below(40_000) as usize + 1]),
        _ => Call::receive(fd, rng.below(30_000) as usize + 1),
    }
}

#[test]
fn a_connection_that_is_called_ready_does_not_block() {
    let ready = Cell::new((0, 0));
    for_seeds(60, |seed| {
        let mut rng = Rng::new(seed);
        let (mut world, ends) = talkers(seed);
        for _ in 0..120 {
            let ((host, thread), fd) = ends[rng.below(ends.len() as u32) as usize];
            world.syscall(host, thread, talk(&mut rng, fd));
            let now = world.now();
            world.run_until(now.plus_ns(u64::from(rng.below(9_000_000))));
            let (who, fd) = ends[rng.below(ends.len() as u32) as usize];
            check(&world, who, fd, &ready);
        }
    });
    let (to_read, to_write) = ready.get();
    assert!((to_read > 500 && to_write > 500) || is_replay(), "{:?}", ready.get());
}

#[test]
fn what_is_called_ready_does_not_block() {
    let ready = Cell::new((0, 0));
    for_seeds(100, |seed| {
        let mut crowd = Crowd::new(seed);
        for _ in 0..80 {
            crowd.act();
            crowd.pass(20_000_000);
            let who = crowd.somebody();
            for fd in 3..11 {
                check(&crowd.world, who, fd, &ready);
            }
        }
    });
    let (to_read, to_write) = ready.get();
    assert!((to_read > 500 && to_write > 500) || is_replay(), "{:?}", ready.get());
}
