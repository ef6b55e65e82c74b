//! What a picture of a world stands on: each socket's queues, buffers and timers; forged packets.

use kernel::{
    Awaited, Body, Call, Endpoint, Errno, Event, Flags, HostId, Ip, Link, Outcome, Packet, Payload,
    Segment, SegmentOptions, State, TcpDetail, ThreadId, Time, World, abi,
};

const SERVER: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));
const FIRST: ThreadId = ThreadId(0);

/// A listener with a backlog of 1, and a client whose SYN is under way. The link takes 10 ms.
fn scene() -> (World, HostId, HostId) {
    let mut world = World::new(1);
    let server = world.add_host("server", Some(SERVER));
    let client = world.add_host("client", Some(CLIENT));
    world.join(server, client, Link::with_delay_ns(10_000_000));
    world.spawn(server, "web");
    world.spawn(client, "curl");
    let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
    let socket = Call::Socket { domain, kind, protocol: 0 };
    world.syscall(server, FIRST, socket.clone());
    world.syscall(server, FIRST, Call::bind(3, Endpoint::new(Ip::ANY, 80)));
    world.syscall(server, FIRST, Call::Listen { fd: 3, backlog: 1 });
    world.syscall(client, FIRST, socket);
    world.syscall(client, FIRST, Call::connect(3, Endpoint::new(SERVER, 80)));
    (world, server, client)
}

fn find(world: &World, host: HostId, state: State) -> TcpDetail {
    let details = world.host(host).tcp_details();
    details.into_iter().find(|detail| detail.state == state).expect("a socket in this state")
}

#[test]
fn a_connection_waits_in_both_queues_of_its_listener() {
    let (mut world, server, client) = scene();
    let sent = find(&world, client, State::SynSent);
    assert_eq!(sent.timers.first().map(|(awaited, _)| *awaited), Some(Awaited::Retransmission));
    world.run_until(Time::from_ms(15));
    let listener = find(&world, server, State::Listen);
    assert_eq!((listener.backlog, listener.accept_queue.len()), (Some(1), 0));
    let request = find(&world, server, State::SynReceived);
    assert_eq!(request.listener, Some(listener.socket));
    assert_eq!(request.timers.first().map(|(awaited, _)| *awaited), Some(Awaited::Handshake));
    world.run_until(Time::from_ms(35));
    let waiting = find(&world, server, State::Established);
    assert_eq!(find(&world, server, State::Listen).accept_queue, [waiting.socket]);
    assert_eq!((waiting.listener, waiting.holders.len()), (Some(listener.socket), 0));
    world.syscall(server, FIRST, Call::Accept { fd: 3, flags: 0 });
    let taken = find(&world, server, State::Established);
    assert_eq!((taken.listener, taken.holders.len()), (None, 1));
}

#[test]
fn buffers_hold_what_is_not_acknowledged_and_what_is_not_read() {
    let (mut world, server, client) = scene();
    world.run_until(Time::from_ms(35));
    world.syscall(client, FIRST, Call::send(3, b"hello"));
    assert_eq!(find(&world, client, State::Established).unacknowledged, 5);
    world.run_until(Time::from_ms(46));
    assert_eq!(find(&world, server, State::Established).unread, 5);
    world.run_until(Time::from_ms(60));
    assert_eq!(find(&world, client, State::Established).unacknowledged, 0);
}

#[test]
fn a_listener_offers_what_its_link_carries() {
    let (mut world, _, _) = scene();
    world.run_until(Time::from_ms(15));
    let offered = world.trace().entries().find_map(|entry| match &entry.event {
        Event::Sent(packet) if packet.source == SERVER => match &packet.body {
            Body::Tcp(segment) => segment.options.mss,
            _ => None,
        },
        _ => None,
    });
    assert_eq!(offered, Some(1_460), "the MTU of the link without two headers of 20 bytes");
}

#[test]
fn a_forged_reset_ends_a_connection() {
    let (mut world, server, client) = scene();
    world.run_until(Time::from_ms(35));
    let target = find(&world, client, State::Established);
    let segment = Segment {
        source_port: target.remote.port,
        destination_port: target.local.port,
        seq: target.expects,
        ack: target.sends,
        flags: Flags::RST.with(Flags::ACK),
        window: 0,
        urgent: 0,
        options: SegmentOptions::default(),
        payload: Payload::default(),
    };
    world.inject(server, Packet::new(SERVER, CLIENT, Body::Tcp(segment)));
    world.run_until(Time::from_ms(50));
    let read = world.syscall(client, FIRST, Call::receive(3, 10));
    assert_eq!(read, Outcome::Done(Err(Errno::ECONNRESET)));
}
