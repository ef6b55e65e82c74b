//! Streams over bad links: what arrives, which states they pass, and what they may send.

use crate::lab::{Crowd, Pair, for_seeds, is_replay, mishaps, number, pair};
use kernel::{
    Body, Call, Chances, Event, Flags, HostId, Ip, Outcome, Reply, Rng, Segment, Seq, SocketId,
    State, World, abi,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of 20 ms, after which the link heals, and after which the transfer must be over.
const SICK_ROUNDS: u32 = 400;
const ROUNDS_MAX: u32 = 4_000;

/// Sends a stream over a bad link that heals, and gives what was sent and what arrived.
pub(crate) fn transfer(seed: u64) -> (Vec<u8>, Vec<u8>, World) {
    let mut rng = Rng::new(seed);
    let chances = mishaps(&mut rng);
    let Pair { mut world, server, client, link } = pair(seed, chances);
    let ((host, thread), fd) = client;
    if rng.below(3) == 0 {
        let value = kernel::OptionValue::Int(2_000 + rng.below(6_000) as i32);
        let (level, name) = (abi::SOL_SOCKET, abi::SO_RCVBUF);
        number(&mut world, server.0, Call::SetOption { fd: server.1, level, name, value });
    }
    let sent: Vec<u8> = (0..=rng.below(60_000)).map(|n| (n * 7 + n / 251) as u8).collect();
    let (mut taken, mut arrived, mut accepted, mut ended) = (0, Vec::new(), None, false);
    for round in 0..ROUNDS_MAX {
        let now = world.now();
        world.run_until(now.plus_ns(20_000_000));
        if round == SICK_ROUNDS {
            world.link_mut(link).chances = Chances::default();
        }
        if taken < sent.len() {
            let end = sent.len().min(taken + 1 + rng.below(9_000) as usize);
            let call = Call::send(fd, &sent[taken..end]);
            if let Outcome::Done(Ok(reply)) = world.syscall(host, thread, call) {
                taken += reply.number() as usize;
            }
        } else if !ended {
            ended = true;
            number(&mut world, client.0, Call::Shutdown { fd, how: abi::SHUT_WR });
        }
        let ((host, thread), listener) = server;
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
            assert!(sent.starts_with(&arrived), "not a prefix of what was sent");
        }
    }
    (sent, arrived, world)
}

#[test]
fn a_stream_arrives_whole_over_a_bad_link_that_heals() {
    for_seeds(80, |seed| {
        let (sent, arrived, _) = transfer(seed);
        assert_eq!(arrived.len(), sent.len());
        assert!(arrived == sent, "the bytes differ");
    });
}

/// The arrows of RFC 9293 figure 5, the aborts, and Linux's own: a connection begins in SYN-RECV,
/// since the listener keeps listening.
fn is_drawn(from: State, to: State) -> bool {
    use State::{
        CloseWait, Closed, Closing, Established, FinWait1, FinWait2, LastAck, Listen, SynReceived,
        SynSent, TimeWait,
    };
    let next: &[State] = match from {
        Closed => &[Listen, SynSent, SynReceived],
        SynSent => &[Established, SynReceived, Closed],
        SynReceived => &[Established, FinWait1, CloseWait, Closed],
        Established => &[FinWait1, CloseWait, Closed],
        FinWait1 => &[FinWait2, Closing, TimeWait, Closed],
        FinWait2 | Closing => &[TimeWait, Closed],
        CloseWait => &[LastAck, Closed],
        Listen | LastAck | TimeWait => &[Closed],
    };
    next.contains(&to)
}

/// Checks every change of state, and that a socket goes on from the state it was in.
fn check_states(world: &World) -> usize {
    let mut states: BTreeMap<(HostId, SocketId), State> = BTreeMap::new();
    let mut changes = 0;
    for entry in world.trace().entries() {
        let Event::State { socket, from, to } = entry.event else { continue };
        assert!(is_drawn(from, to), "{from} became {to}");
        if let Some(before) = states.insert((entry.host, socket), to) {
            // A closed socket's index may be given to another, which begins where it likes.
            assert!(before == from || before == State::Closed, "{before} was {from} at once");
        }
        changes += 1;
    }
    changes
}

/// Both ends close at about the same time, in one of the ways that there are.
fn farewell(seed: u64) -> World {
    let mut rng = Rng::new(seed);
    let chances = if rng.below(2) == 0 { Chances::default() } else { mishaps(&mut rng) };
    let Pair { mut world, server, client, .. } = pair(seed, chances);
    let now = world.now();
    world.run_until(now.plus_ns(10_000_000_000));
    let ((host, thread), fd) = server;
    let call = Call::Accept { fd, flags: abi::SOCK_NONBLOCK };
    let Outcome::Done(Ok(Reply::Accepted { fd, .. })) = world.syscall(host, thread, call) else {
        return world;
    };
    for (who, fd) in [(server.0, fd), client] {
        match rng.below(4) {
            0 => {
                let (level, name) = (abi::SOL_SOCKET, abi::SO_LINGER);
                let value = kernel::OptionValue::Linger(1, 0);
                number(&mut world, who, Call::SetOption { fd, level, name, value });
            }
            1 => {
                number(&mut world, who, Call::send(fd, b"farewell"));
            }
            _ => {}
        }
        world.syscall(who.0, who.1, Call::Shutdown { fd, how: rng.below(3) as i32 });
        let now = world.now();
        world.run_until(now.plus_ns(u64::from(rng.below(5_000_000))));
        number(&mut world, who, Call::Close { fd });
    }
    let now = world.now();
    world.run_until(now.plus_ns(300_000_000_000));
    world
}

#[test]
fn states_change_only_as_the_diagram_allows() {
    let visited = RefCell::new(BTreeSet::new());
    for_seeds(60, |seed| {
        let farewell = farewell(seed);
        check_states(&farewell);
        for entry in farewell.trace().entries() {
            if let Event::State { from, to, .. } = entry.event {
                visited.borrow_mut().extend([from, to]);
            }
        }
        assert!(check_states(&transfer(seed).2) > 4);
        let mut crowd = Crowd::new(seed);
        for _ in 0..150 {
            crowd.act();
            crowd.pass(90_000_000);
        }
        check_states(&crowd.world);
    });
    let visited = visited.into_inner();
    let missing: Vec<State> =
        State::ALL.into_iter().filter(|state| !visited.contains(state)).collect();
    assert!(missing.is_empty() || is_replay(), "never in {missing:?}");
}

/// What one end of the connection may send, by what has reached it so far.
#[derive(Default)]
struct Allowance {
    limit: Option<Seq>,
    scale: u8,
}

impl Allowance {
    fn learn(&mut self, segment: &Segment) {
        if !segment.flags.has(Flags::ACK) {
            return;
        }
        let syn = segment.flags.has(Flags::SYN);
        if syn {
            self.scale = segment.options.window_scale.unwrap_or(0);
        }
        let window = u32::from(segment.window) << if syn { 0 } else { self.scale };
        let limit = segment.ack.plus(window);
        if self.limit.is_none_or(|before| limit.after(before)) {
            self.limit = Some(limit);
        }
    }
}

/// No data leaves for a place beyond the window that had reached its sender by then.
fn check_windows(world: &World) -> usize {
    let mut ends: BTreeMap<Ip, Allowance> = BTreeMap::new();
    let mut checked = 0;
    for entry in world.trace().entries() {
        match &entry.event {
            Event::Arrived(packet) => {
                if let Body::Tcp(segment) = &packet.body {
                    ends.entry(packet.destination).or_default().learn(segment);
                }
            }
            Event::Sent(packet) => {
                let Body::Tcp(segment) = &packet.body else { continue };
                if segment.payload.is_empty() {
                    continue;
                }
                let limit = ends.get(&packet.source).and_then(|end| end.limit);
                let end = segment.seq.plus(segment.payload.len() as u32);
                let fits = limit.is_some_and(|limit| !end.after(limit));
                assert!(fits, "{end:?} was sent and {limit:?} allowed");
                checked += 1;
            }
            _ => {}
        }
    }
    checked
}

#[test]
fn nothing_is_sent_beyond_the_window() {
    for_seeds(60, |seed| {
        assert!(check_windows(&transfer(seed).2) > 0);
    });
}
