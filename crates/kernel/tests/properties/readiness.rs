//! What `poll`, `select` and `epoll` call ready never blocks.

use crate::lab::{Crowd, Who, for_seeds, is_replay};
use kernel::{Call, Outcome, Reply, World, abi};
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
