//! The world's side of every row of `DIVERGENCES.md`.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small numbers become the C types of arguments"
)]

#[allow(dead_code, reason = "the properties use the rest of it")]
#[path = "properties/lab.rs"]
mod lab;
#[path = "properties/random_call.rs"]
mod random_call;

use kernel::{
    Body, Call, Chances, DropRule, Endpoint, Errno, Event, Fate, Flags, OptionValue, Outcome,
    Packet, Segment, State, Time, Unreachable, World, abi,
};
use lab::{CLIENT, Pair, SERVER, Who, hosts, number, pair, stream};

/// Every row: its id, and what shows it.
const ROWS: [(&str, fn()); 18] = [
    ("sack", no_segment_carries_a_sack_block),
    ("loss-probe", a_lost_tail_is_probed_before_the_timeout),
    ("congestion", the_first_flight_leaves_at_once),
    ("autotuning", the_receive_buffer_stays),
    ("metrics", a_loss_teaches_the_next_connection_nothing),
    ("burst-deferral", what_an_acknowledgement_frees_on_the_loopback_is_sent_at_once),
    ("syn-cookies", a_request_beyond_the_queue_is_kept_without_a_row),
    ("synack-thinning", every_request_is_answered_as_often_as_the_sysctl_says),
    ("ack-rate", each_strange_segment_is_answered),
    ("options", options_outside_of_the_book_are_refused),
    ("unix-oob", a_unix_socket_has_no_urgent_byte),
    ("memory", a_small_datagram_costs_832_bytes),
    ("row-order", rows_stand_in_the_order_of_age),
    ("reuseport-choice", a_group_shares_datagrams_by_the_seed),
    ("path-mtu", a_smaller_mtu_on_the_way_is_not_heeded),
    ("fragments", a_large_datagram_crosses_whole),
    ("identification", no_packet_is_numbered),
    ("families", families_outside_of_the_book_are_refused),
];

#[test]
fn every_row_has_its_test() {
    let text = include_str!("../DIVERGENCES.md");
    let ids = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let shown = ROWS.iter().map(|(id, _)| *id);
    assert!(ids.clone().eq(shown.clone()), "{:?} and {:?}", ids.collect::<Vec<_>>(), shown);
}

#[test]
fn every_row_is_as_it_says() {
    for (id, show) in ROWS {
        println!("{id}");
        show();
    }
}

fn pass(world: &mut World, ms: u64) {
    let end = Time::from_ms(world.now().as_ms() + ms);
    world.run_until(end);
}

/// A connection over a good link: the client's end, and the server's.
fn connection() -> (Pair, (Who, i32)) {
    let mut pair = pair(1, Chances::default());
    pass(&mut pair.world, 20);
    let (server, listener) = pair.server;
    let fd = number(&mut pair.world, server, Call::Accept { fd: listener, flags: 0 });
    (pair, (server, fd))
}

/// The segments that a host sent, with their times, from the `k`th entry of the trace on.
fn sent(world: &World, who: Who, k: usize) -> Vec<(Time, Segment)> {
    let of_host = world.trace_since(k).filter(|entry| entry.host == who.0);
    let segments = of_host.filter_map(|entry| match &entry.event {
        Event::Sent(packet) => match &packet.body {
            Body::Tcp(segment) => Some((entry.at, segment.clone())),
            _ => None,
        },
        _ => None,
    });
    segments.collect()
}

fn no_segment_carries_a_sack_block() {
    let (Pair { mut world, client: (client, fd), link, .. }, (server, _)) = connection();
    let syn = &sent(&world, client, 0)[0].1;
    assert!(syn.options.sack_permitted);
    world.link_mut(link).script.extend([Fate::Drop, Fate::Deliver, Fate::Deliver]);
    let before = world.trace().len();
    number(&mut world, client, Call::send(fd, &[b'x'; 6_000]));
    pass(&mut world, 2_000);
    let acknowledgements = sent(&world, server, before);
    assert!(acknowledgements.len() > 2);
    // Timestamps and nothing else, even while something is missing.
    assert!(acknowledgements.iter().all(|(_, segment)| segment.options.length() == 12));
}

fn a_lost_tail_is_probed_before_the_timeout() {
    let (Pair { mut world, client: (client, fd), link, .. }, _) = connection();
    world.link_mut(link).script.extend([Fate::Deliver, Fate::Deliver, Fate::Drop, Fate::Drop]);
    let before = world.trace().len();
    number(&mut world, client, Call::send(fd, &[b'x'; 4 * 1_448]));
    pass(&mut world, 1_000);
    let segments = sent(&world, client, before);
    let (first, last) = &segments[3];
    let again = segments.iter().skip(4).find(|(_, segment)| segment.seq == last.seq);
    let waited_ms = again.expect("it is sent again").0.as_ms() - first.as_ms();
    assert!(waited_ms < 200, "{waited_ms} ms");
}

fn the_first_flight_leaves_at_once() {
    let (Pair { mut world, client: (client, fd), .. }, _) = connection();
    let before = world.trace().len();
    number(&mut world, client, Call::send(fd, &vec![b'x'; 60_000]));
    let flight = sent(&world, client, before);
    // Ten segments (RFC 6928), not spread over the round trip.
    assert_eq!(flight.len(), 10);
    assert!(flight.iter().all(|(at, _)| *at == flight[0].0));
}

fn the_receive_buffer_stays() {
    let (Pair { mut world, client: (client, fd), .. }, (server, there)) = connection();
    let call = Call::ReadOption { fd: there, level: abi::SOL_SOCKET, name: abi::SO_RCVBUF };
    let before = world.syscall(server.0, server.1, call.clone());
    for _ in 0..100 {
        world.syscall(client.0, client.1, Call::send(fd, &vec![b'x'; 30_000]));
        pass(&mut world, 20);
        let flags = abi::MSG_DONTWAIT;
        world.syscall(server.0, server.1, Call::Receive { fd: there, length: 100_000, flags });
    }
    assert_eq!(world.syscall(server.0, server.1, call), before);
}

fn a_loss_teaches_the_next_connection_nothing() {
    let (Pair { mut world, client: (client, fd), link, .. }, _) = connection();
    let has = Some(Flags::PSH);
    world.link_mut(link).rules.push(DropRule { has, ..DropRule::default() });
    number(&mut world, client, Call::send(fd, b"never arrives"));
    pass(&mut world, 2_000);
    world.link_mut(link).rules.clear();
    let second = stream(&mut world, client);
    world.syscall(client.0, client.1, Call::connect(second, Endpoint::new(SERVER, 80)));
    pass(&mut world, 20);
    let before = world.trace().len();
    number(&mut world, client, Call::send(second, &vec![b'x'; 60_000]));
    pass(&mut world, 1_000);
    let flights = sent(&world, client, before);
    assert!(flights[..10].iter().all(|(at, _)| *at == flights[0].0));
    // A remembered threshold would end slow start: here the second flight is twice the first.
    let again = flights[10].0.as_ms();
    assert_eq!(flights.iter().filter(|(at, _)| at.as_ms() == again).count(), 20);
}

fn what_an_acknowledgement_frees_on_the_loopback_is_sent_at_once() {
    let mut world = World::new(1);
    let host = world.add_host("host", None);
    let who = (host, world.spawn(host, "both ends").1);
    let loopback = world.loopback_mut(host);
    (loopback.delay_ns, loopback.mtu, loopback.segment_offload) = (10_000_000, 1_500, false);
    let (listener, fd) = (stream(&mut world, who), stream(&mut world, who));
    let to = Endpoint::loopback(80);
    number(&mut world, who, Call::bind(listener, to));
    number(&mut world, who, Call::Listen { fd: listener, backlog: 1 });
    world.syscall(who.0, who.1, Call::connect(fd, to));
    pass(&mut world, 100);
    let before = world.trace().len();
    number(&mut world, who, Call::send(fd, &vec![b'x'; 60_000]));
    pass(&mut world, 1_000);
    let data: Vec<_> =
        sent(&world, who, before).into_iter().filter(|(_, it)| it.destination_port == 80).collect();
    let acknowledges = |entry: &&kernel::Entry| match &entry.event {
        Event::Arrived(packet) => matches!(&packet.body, Body::Tcp(it) if it.source_port == 80),
        _ => false,
    };
    let arrivals = world.trace_since(before).filter(acknowledges);
    // Beyond it only what was sent before can be sent again, and a probe waits for its timer.
    let end = data.iter().map(|(_, segment)| segment.seq.0).max();
    let last = data.iter().find(|(_, segment)| Some(segment.seq.0) == end).expect("data left").0;
    let mut checked = 0;
    for arrival in arrivals.filter(|arrival| arrival.at <= last) {
        assert!(data.iter().any(|(at, _)| *at == arrival.at), "nothing left with it");
        checked += 1;
    }
    assert!(checked > 1);
}

fn a_smaller_mtu_on_the_way_is_not_heeded() {
    const FRAGMENTATION_NEEDED: u8 = 4;
    let (Pair { mut world, client: (client, fd), link, .. }, _) = connection();
    // The segment is lost, and a router says that it was too large.
    world.link_mut(link).script.push_back(Fate::Drop);
    let before = world.trace().len();
    number(&mut world, client, Call::send(fd, &[b'x'; 1_448]));
    let lost = world.trace_since(before).find_map(|entry| match &entry.event {
        Event::Sent(packet) => Some(packet.clone()),
        _ => None,
    });
    let about = Box::new((*lost.expect("it left")).clone());
    let (from, to) = (about.destination, about.source);
    let body = Body::Icmp(Unreachable { code: FRAGMENTATION_NEEDED, about });
    world.deliver(client.0, Packet::new(from, to, body));
    pass(&mut world, 2_000);
    let lengths = sent(&world, client, before);
    let lengths: Vec<usize> = lengths.iter().map(|(_, segment)| segment.payload.len()).collect();
    assert_eq!(lengths, [1_448, 1_448]);
}

/// A listener, and clients whose handshakes stay half done.
fn half_open(backlog: i32, clients: u16) -> (World, Who) {
    let (mut world, server, client, link) = hosts(1, Chances::default());
    let listener = stream(&mut world, server);
    number(&mut world, server, Call::bind(listener, Endpoint::new(SERVER, 80)));
    number(&mut world, server, Call::Listen { fd: listener, backlog });
    let has = Some(Flags::SYN.with(Flags::ACK));
    world.link_mut(link).rules.push(DropRule { has, ..DropRule::default() });
    for _ in 0..clients {
        let fd = stream(&mut world, client);
        world.syscall(client.0, client.1, Call::connect(fd, Endpoint::new(SERVER, 80)));
    }
    pass(&mut world, 100);
    world.kill(client.0, kernel::ProcessId(0));
    (world, server)
}

fn no_packet_is_numbered() {
    let (Pair { world, .. }, _) = connection();
    let mut packets = world.trace_since(0).filter_map(|entry| match &entry.event {
        Event::Sent(packet) => Some(kernel::encode(packet)),
        _ => None,
    });
    assert!(packets.all(|bytes| bytes[4..6] == [0, 0]));
}

fn a_request_beyond_the_queue_is_kept_without_a_row() {
    let (world, server) = half_open(2, 8);
    let rows = world.host(server.0).tcp_rows();
    let requests = rows.iter().filter(|row| row.state == State::SynReceived).count();
    assert!(requests < 8, "{requests} rows");
    assert_eq!(world.host(server.0).connection_count(), 8);
}

fn every_request_is_answered_as_often_as_the_sysctl_says() {
    const CLIENTS: u16 = 12;
    let (mut world, server) = half_open(64, CLIENTS);
    pass(&mut world, 200_000);
    let answers = sent(&world, server, 0).len();
    // The answer, and tcp_synack_retries more.
    assert_eq!(answers, usize::from(CLIENTS) * 6);
}

fn each_strange_segment_is_answered() {
    let (mut world, server, client, link) = hosts(1, Chances::default());
    let listener = stream(&mut world, server);
    let to = Endpoint::new(SERVER, 80);
    number(&mut world, server, Call::bind(listener, to));
    number(&mut world, server, Call::Listen { fd: listener, backlog: 4 });
    let connect = |world: &mut World| {
        let fd = stream(world, client);
        number(world, client, Call::bind(fd, Endpoint::new(CLIENT, 40_000)));
        world.syscall(client.0, client.1, Call::connect(fd, to));
        fd
    };
    let fd = connect(&mut world);
    pass(&mut world, 50);
    // The client forgets the connection, and the server does not learn of it.
    let (level, name, value) = (abi::SOL_SOCKET, abi::SO_LINGER, OptionValue::Linger(1, 0));
    number(&mut world, client, Call::SetOption { fd, level, name, value });
    world.link_mut(link).script.push_back(Fate::Drop);
    number(&mut world, client, Call::Close { fd });
    let before = world.trace().len();
    world.link_mut(link).script.push_back(Fate::Duplicate);
    connect(&mut world);
    pass(&mut world, 5);
    let answers = sent(&world, server, before);
    assert_eq!(answers.len(), 2, "one for each copy of the SYN");
}

fn refused(world: &mut World, who: Who, call: Call, with: Errno) {
    let name = call.name();
    assert_eq!(world.syscall(who.0, who.1, call), Outcome::Done(Err(with)), "{name}");
}

fn options_outside_of_the_book_are_refused() {
    const TCP_MD5SIG: i32 = 14;
    const TCP_ULP: i32 = 31;
    let (mut world, server, ..) = hosts(1, Chances::default());
    let fd = stream(&mut world, server);
    for name in [TCP_MD5SIG, TCP_ULP] {
        let (level, value) = (abi::IPPROTO_TCP, OptionValue::Int(1));
        let call = Call::SetOption { fd, level, name, value };
        refused(&mut world, server, call, Errno::ENOPROTOOPT);
    }
    let call = Call::Receive { fd, length: 10, flags: abi::MSG_ERRQUEUE };
    refused(&mut world, server, call, Errno::EAGAIN);
}

fn a_unix_socket_has_no_urgent_byte() {
    let (mut world, server, ..) = hosts(1, Chances::default());
    let (domain, kind) = (abi::AF_UNIX, abi::SOCK_STREAM);
    number(&mut world, server, Call::SocketPair { domain, kind, protocol: 0 });
    let data = b"!"[..].into();
    let call = Call::Send { fd: 3, data, flags: abi::MSG_OOB, address: None };
    refused(&mut world, server, call, Errno::EOPNOTSUPP);
}

/// A UDP socket, bound.
fn udp(world: &mut World, who: Who, to: Endpoint, shared: bool) -> i32 {
    let (domain, kind) = (abi::AF_INET, abi::SOCK_DGRAM | abi::SOCK_NONBLOCK);
    let fd = number(world, who, Call::Socket { domain, kind, protocol: 0 });
    if shared {
        let (level, name, value) = (abi::SOL_SOCKET, abi::SO_REUSEPORT, OptionValue::Int(1));
        number(world, who, Call::SetOption { fd, level, name, value });
    }
    number(world, who, Call::bind(fd, to));
    fd
}

fn send_datagram(world: &mut World, who: Who, fd: i32, length: usize) {
    let address = Some(Endpoint::new(SERVER, 53).into());
    let data = vec![b'x'; length].into();
    number(world, who, Call::Send { fd, data, flags: 0, address });
    pass(world, 20);
}

fn a_small_datagram_costs_832_bytes() {
    let (mut world, server, client, _) = hosts(1, Chances::default());
    udp(&mut world, server, Endpoint::new(SERVER, 53), false);
    let fd = udp(&mut world, client, Endpoint::new(CLIENT, 40_000), false);
    send_datagram(&mut world, client, fd, 100);
    assert_eq!(world.host(server.0).udp_rows()[0].receive_queue, 832);
}

fn rows_stand_in_the_order_of_age() {
    let (mut world, server, ..) = hosts(1, Chances::default());
    let ports = [9_005, 9_001, 9_004, 9_002];
    for port in ports {
        let fd = stream(&mut world, server);
        number(&mut world, server, Call::bind(fd, Endpoint::new(SERVER, port)));
        number(&mut world, server, Call::Listen { fd, backlog: 1 });
    }
    let rows = world.host(server.0).tcp_rows();
    assert!(rows.iter().map(|row| row.local.port).eq(ports));
}

fn a_group_shares_datagrams_by_the_seed() {
    let shares = |seed: u64| {
        let (mut world, server, client, _) = hosts(seed, Chances::default());
        for _ in 0..2 {
            udp(&mut world, server, Endpoint::new(SERVER, 53), true);
        }
        for port in 0..40 {
            let fd = udp(&mut world, client, Endpoint::new(CLIENT, 40_000 + port), false);
            send_datagram(&mut world, client, fd, 10);
        }
        let rows = world.host(server.0).udp_rows();
        rows.iter().map(|row| row.receive_queue).collect::<Vec<_>>()
    };
    assert!(shares(1).iter().all(|&share| share > 0));
    assert_eq!(shares(1), shares(1));
    assert_ne!(shares(1), shares(2));
}

fn a_large_datagram_crosses_whole() {
    let (mut world, server, client, _) = hosts(1, Chances::default());
    udp(&mut world, server, Endpoint::new(SERVER, 53), false);
    let fd = udp(&mut world, client, Endpoint::new(CLIENT, 40_000), false);
    send_datagram(&mut world, client, fd, 60_000);
    let packets: Vec<usize> = world
        .trace()
        .entries()
        .filter_map(|entry| match &entry.event {
            Event::Arrived(packet) => Some(packet.payload_length()),
            _ => None,
        })
        .collect();
    assert_eq!(packets, [60_000]);
}

fn families_outside_of_the_book_are_refused() {
    const SOCK_RAW: i32 = 3;
    const AF_INET6: i32 = 10;
    let (mut world, server, ..) = hosts(1, Chances::default());
    let call = Call::Socket { domain: abi::AF_INET, kind: SOCK_RAW, protocol: 0 };
    refused(&mut world, server, call, Errno::EPROTONOSUPPORT);
    let call = Call::Socket { domain: AF_INET6, kind: abi::SOCK_STREAM, protocol: 0 };
    refused(&mut world, server, call, Errno::EAFNOSUPPORT);
}
