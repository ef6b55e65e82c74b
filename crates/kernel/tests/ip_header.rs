//! The IP header that each packet gets: what sockets say of it, and what it is where none does.
//! The expected rows were captured from the same calls on Linux 6.18.

use kernel::{
    Address, Call, Endpoint, Event, HostId, Ip, OptionValue, Outcome, ThreadId, Time, World, abi,
    encode,
};

const HOST: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
const DO_NOT_FRAGMENT: u8 = 0x40;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP: u8 = 1;

type Who = (HostId, ThreadId);

/// A host with a program, alone.
fn alone() -> (World, Who) {
    let mut world = World::new(1);
    let host = world.add_host("host", Some(HOST));
    let (_, thread) = world.spawn(host, "program");
    (world, (host, thread))
}

/// A call that succeeds at once.
fn number(world: &mut World, (host, thread): Who, call: Call) -> i32 {
    let name = call.name();
    match world.syscall(host, thread, call) {
        Outcome::Done(Ok(reply)) => reply.number(),
        other => panic!("{name} gave {other:?}"),
    }
}

fn socket(world: &mut World, who: Who, kind: i32) -> i32 {
    number(world, who, Call::Socket { domain: abi::AF_INET, kind, protocol: 0 })
}

fn set(world: &mut World, who: Who, fd: i32, name: i32, value: i32) {
    let value = OptionValue::Int(value);
    number(world, who, Call::SetOption { fd, level: abi::IPPROTO_IP, name, value });
}

/// A TCP socket whose packets wish for something.
fn wishing(world: &mut World, who: Who, tos: i32, ttl: i32) -> i32 {
    let fd = socket(world, who, abi::SOCK_STREAM | abi::SOCK_NONBLOCK);
    set(world, who, fd, abi::IP_TOS, tos);
    set(world, who, fd, abi::IP_TTL, ttl);
    fd
}

fn datagrams(world: &mut World, who: Who, tos: i32) -> i32 {
    let fd = socket(world, who, abi::SOCK_DGRAM);
    set(world, who, fd, abi::IP_TOS, tos);
    fd
}

fn send_to(world: &mut World, who: Who, fd: i32, to: Endpoint) {
    let address = Some(Address::Inet(to));
    number(world, who, Call::Send { fd, data: b"hello"[..].into(), flags: 0, address });
}

const fn local(port: u16) -> Endpoint {
    Endpoint::new(Ip::LOOPBACK, port)
}

fn pass(world: &mut World) {
    let end = Time::from_ms(world.now().as_ms() + 100);
    world.run_until(end);
}

/// Protocol, TTL, the byte of `IP_TOS` and whether fragments are forbidden, of every packet sent.
fn headers(world: &World) -> Vec<(u8, u8, u8, bool)> {
    let sent = world.trace_since(0).filter_map(|entry| match &entry.event {
        Event::Sent(packet) => Some(encode(packet)),
        _ => None,
    });
    sent.map(|bytes| (bytes[9], bytes[8], bytes[1], bytes[6] == DO_NOT_FRAGMENT)).collect()
}

/// A connection between sockets with wishes of their own: the client, and the server.
fn connection(world: &mut World, who: Who) -> (i32, i32) {
    let listener = wishing(world, who, 0x10, 9);
    number(world, who, Call::bind(listener, local(5000)));
    number(world, who, Call::Listen { fd: listener, backlog: 5 });
    let client = wishing(world, who, 0x28, 7);
    world.syscall(who.0, who.1, Call::connect(client, local(5000)));
    pass(world);
    (client, number(world, who, Call::Accept { fd: listener, flags: 0 }))
}

#[test]
fn a_connection_shows_what_its_ends_wish() {
    let (mut world, who) = alone();
    let (client, _) = connection(&mut world, who);
    set(&mut world, who, client, abi::IP_TTL, 3);
    set(&mut world, who, client, abi::IP_TOS, 0);
    number(&mut world, who, Call::send(client, b"abc"));
    pass(&mut world);
    let expected = [
        (TCP, 7, 0x28, true),
        (TCP, 9, 0x10, true),
        (TCP, 7, 0x28, true),
        (TCP, 3, 0, true),
        (TCP, 9, 0x10, true),
    ];
    assert_eq!(headers(&world), expected);
}

#[test]
fn time_wait_keeps_how_a_connection_wished_to_be_treated() {
    let (mut world, who) = alone();
    let (client, server) = connection(&mut world, who);
    for fd in [client, server] {
        number(&mut world, who, Call::Close { fd });
        pass(&mut world);
    }
    assert_eq!(headers(&world).last(), Some(&(TCP, 64, 0x28, true)));
}

#[test]
fn what_no_socket_answers_is_answered_as_it_wished() {
    let (mut world, who) = alone();
    let client = wishing(&mut world, who, 0x28, 7);
    world.syscall(who.0, who.1, Call::connect(client, local(5999)));
    pass(&mut world);
    assert_eq!(headers(&world), [(TCP, 7, 0x28, true), (TCP, 64, 0x28, true)]);
}

#[test]
fn an_icmp_error_comes_with_precedence_and_may_be_cut() {
    for (tos, answered) in [(0x28, 0xc8), (0xff, 0xde), (0, 0xc0)] {
        let (mut world, who) = alone();
        let fd = datagrams(&mut world, who, i32::from(tos));
        send_to(&mut world, who, fd, local(5998));
        pass(&mut world);
        let expected = [(UDP, 64, tos, true), (ICMP, 64, answered, false)];
        assert_eq!(headers(&world), expected);
    }
}

#[test]
fn what_is_for_a_group_stays_on_its_link_whatever_ip_ttl_says() {
    let (mut world, who) = alone();
    let fd = datagrams(&mut world, who, 0x20);
    set(&mut world, who, fd, abi::IP_TTL, 77);
    let group = Endpoint::new(Ip(std::net::Ipv4Addr::new(224, 0, 0, 5)), 5997);
    send_to(&mut world, who, fd, group);
    assert_eq!(headers(&world), [(UDP, 1, 0x20, true)]);
}
