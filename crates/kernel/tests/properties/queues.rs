//! Queues: connections in the order in which they came, datagrams one by one, errors once.

use crate::lab::{
    CLIENT, Crowd, SERVER, Who, for_seeds, hosts, is_replay, mishaps, number, stream,
};
use kernel::{
    Address, Call, Chances, Endpoint, Errno, OptionValue, Outcome, Reply, Rng, State, World, abi,
};
use std::cell::Cell;

const PORT: u16 = 80;
const CLIENTS: u16 = 24;

/// The listener's queue of complete connections, and how long it may get.
fn accept_queue(world: &World, server: Who) -> (u32, u32) {
    let rows = world.host(server.0).tcp_rows();
    let row = rows.iter().find(|row| row.state == State::Listen).expect("it listens");
    (row.receive_queue, row.backlog)
}

/// Ports of the peers whose handshakes have completed, in the order of completion.
fn note_complete(world: &World, server: Who, complete: &mut Vec<u16>) {
    for row in world.host(server.0).tcp_rows() {
        let done = !matches!(row.state, State::Listen | State::SynReceived | State::TimeWait);
        if done && !complete.contains(&row.remote.port) {
            complete.push(row.remote.port);
        }
    }
}

#[test]
fn accept_gives_connections_in_order_from_a_bounded_queue() {
    let (fullest, given) = (Cell::new(0), Cell::new(0));
    for_seeds(60, |seed| {
        let mut rng = Rng::new(seed);
        let chances = mishaps(&mut rng);
        let (mut world, server, client, _) = hosts(seed, chances);
        let listener = stream(&mut world, server);
        number(&mut world, server, Call::bind(listener, Endpoint::new(SERVER, PORT)));
        let backlog = rng.below(5) as i32;
        number(&mut world, server, Call::Listen { fd: listener, backlog });
        for at in 0..CLIENTS {
            let fd = stream(&mut world, client);
            number(&mut world, client, Call::bind(fd, Endpoint::new(CLIENT, 40_000 + at)));
            world.syscall(client.0, client.1, Call::connect(fd, Endpoint::new(SERVER, PORT)));
        }
        let (mut complete, mut accepted) = (Vec::new(), Vec::new());
        for _ in 0..6_000 {
            world.step();
            note_complete(&world, server, &mut complete);
            let (waiting, most) = accept_queue(&world, server);
            assert!(waiting <= most + 1, "{waiting} wait where {most} may");
            fullest.set(fullest.get().max(waiting));
            if rng.below(40) == 0 || world.next_at().is_none() {
                let call = Call::Accept { fd: listener, flags: 0 };
                let outcome = world.syscall(server.0, server.1, call);
                if let Outcome::Done(Ok(Reply::Accepted { peer, .. })) = outcome {
                    let Address::Inet(peer) = peer else { panic!("{peer} connected") };
                    accepted.push(peer.port);
                }
            }
        }
        assert!(complete.starts_with(&accepted), "{complete:?} came, {accepted:?} were given");
        given.set(given.get() + accepted.len());
    });
    let shown = fullest.get() >= 5 && given.get() > 200;
    assert!(shown || is_replay(), "{} waited, {} came", fullest.get(), given.get());
}

fn datagram(rng: &mut Rng, mark: u32) -> Vec<u8> {
    let mut data = mark.to_be_bytes().to_vec();
    data.resize(4 + rng.below(900) as usize, mark as u8);
    data
}

/// Each datagram received is one that was sent, or its beginning, never two.
fn check_datagram(sent: &[Vec<u8>], data: &[u8], room: usize) {
    let mark = data.get(..4).map(|mark| u32::from_be_bytes([mark[0], mark[1], mark[2], mark[3]]));
    let Some(mark) = mark else { return };
    let original = sent.get(mark as usize).expect("a mark that was sent");
    assert_eq!(data, &original[..original.len().min(room)], "datagram {mark} came as another");
}

#[test]
fn datagrams_never_merge() {
    for_seeds(60, |seed| {
        let mut rng = Rng::new(seed);
        let chances = mishaps(&mut rng);
        let (mut world, server, client, _) = hosts(seed, chances);
        let kind = abi::SOCK_DGRAM | abi::SOCK_NONBLOCK;
        let new = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
        let to = Endpoint::new(SERVER, PORT);
        let there = number(&mut world, server, new.clone());
        number(&mut world, server, Call::bind(there, to));
        let udp = (client, number(&mut world, client, new), server, there, Some(to.into()));
        let kind = [abi::SOCK_DGRAM, abi::SOCK_SEQPACKET][rng.below(2) as usize];
        let call = Call::SocketPair { domain: abi::AF_UNIX, kind, protocol: 0 };
        let Outcome::Done(Ok(Reply::Pair(one, other))) = world.syscall(server.0, server.1, call)
        else {
            panic!("there is no pair")
        };
        let local = (server, one, server, other, None);
        for (sender, fd, receiver, there, address) in [udp, local] {
            let (mut sent, mut received) = (Vec::new(), 0);
            for _ in 0..200 {
                let data = datagram(&mut rng, sent.len() as u32);
                sent.push(data.clone());
                let (data, flags) = (data.into(), abi::MSG_DONTWAIT);
                let call = Call::Send { fd, data, flags, address: address.clone() };
                world.syscall(sender.0, sender.1, call);
                let now = world.now();
                world.run_until(now.plus_ns(u64::from(rng.below(3_000_000))));
                for _ in 0..rng.below(4) {
                    let length = 4 + rng.below(1_000) as usize;
                    let call = Call::Receive { fd: there, length, flags: abi::MSG_DONTWAIT };
                    let outcome = world.syscall(receiver.0, receiver.1, call);
                    if let Outcome::Done(Ok(Reply::Received { data, .. })) = outcome {
                        check_datagram(&sent, &data, length);
                        received += 1;
                    }
                }
            }
            assert!(received > 50, "only {received} came");
        }
    });
}

/// What `SO_ERROR` holds now, if the descriptor is a socket.
fn pending_error(world: &mut World, (host, thread): Who, fd: i32) -> Option<Errno> {
    let call = Call::ReadOption { fd, level: abi::SOL_SOCKET, name: abi::SO_ERROR };
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(Reply::Option(OptionValue::Error(errno)))) => errno,
        _ => None,
    }
}

#[test]
fn an_error_is_reported_once() {
    let seen = Cell::new(0);
    for_seeds(150, |seed| {
        let mut crowd = Crowd::new(seed);
        for _ in 0..120 {
            crowd.act();
            crowd.pass(40_000_000);
            let who = crowd.somebody();
            for fd in 3..11 {
                if pending_error(&mut crowd.world, who, fd).is_some() {
                    seen.set(seen.get() + 1);
                    assert_eq!(pending_error(&mut crowd.world, who, fd), None, "told twice");
                }
            }
        }
    });
    assert!(seen.get() > 20 || is_replay(), "{} errors", seen.get());
}

#[test]
fn a_refused_connection_is_told_by_one_call_only() {
    for_seeds(20, |seed| {
        let (mut world, _, client, _) = hosts(seed, Chances::default());
        let fd = stream(&mut world, client);
        world.syscall(client.0, client.1, Call::connect(fd, Endpoint::new(SERVER, PORT)));
        let now = world.now();
        world.run_until(now.plus_ns(100_000_000));
        let by_option = seed % 2 == 0;
        if by_option {
            assert_eq!(pending_error(&mut world, client, fd), Some(Errno::ECONNREFUSED));
        } else {
            let outcome = world.syscall(client.0, client.1, Call::send(fd, b"x"));
            assert_eq!(outcome, Outcome::Done(Err(Errno::ECONNREFUSED)));
        }
        assert_eq!(pending_error(&mut world, client, fd), None);
        let outcome = world.syscall(client.0, client.1, Call::send(fd, b"x"));
        assert_eq!(outcome, Outcome::Done(Err(Errno::EPIPE)));
    });
}
