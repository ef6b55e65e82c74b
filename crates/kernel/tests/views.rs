//! The texts and the capture that a world shows of itself.

use kernel::{
    Call, Endpoint, Errno, HostId, Ip, Link, Outcome, ProcessId, ThreadId, Time, World, abi,
    to_pcapng,
};

const SERVER: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 1));
const CLIENT: Ip = Ip(std::net::Ipv4Addr::new(10, 0, 0, 2));

struct Scene {
    world: World,
    server: HostId,
    process: ProcessId,
    thread: ThreadId,
}

/// A server that accepted one client, which has sent five bytes.
fn scene() -> Scene {
    let mut world = World::new(1);
    let server = world.add_host("server", Some(SERVER));
    let client = world.add_host("client", Some(CLIENT));
    world.join(server, client, Link::with_delay_ns(1_000_000));
    let (process, thread) = world.spawn(server, "web");
    let (_, asking) = world.spawn(client, "curl");
    let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
    let socket = Call::Socket { domain, kind, protocol: 0 };
    world.syscall(server, thread, socket.clone());
    world.syscall(server, thread, Call::bind(3, Endpoint::new(Ip::ANY, 80)));
    world.syscall(server, thread, Call::Listen { fd: 3, backlog: 5 });
    world.syscall(client, asking, socket);
    world.syscall(client, asking, Call::bind(3, Endpoint::new(CLIENT, 40_000)));
    world.syscall(client, asking, Call::connect(3, Endpoint::new(SERVER, 80)));
    world.run_until(Time::from_ms(20));
    world.syscall(server, thread, Call::Accept { fd: 3, flags: 0 });
    world.syscall(client, asking, Call::send(3, b"hello"));
    world.run_until(Time::from_ms(40));
    Scene { world, server, process, thread }
}

#[test]
fn ss_shows_the_listener_and_the_connection() {
    let Scene { world, server, .. } = scene();
    let expected = "\
State       Recv-Q  Send-Q     Local Address:Port     Peer Address:Port  Process
LISTEN      0       5                  0.0.0.0:80             0.0.0.0:*  \
users:((\"web\",pid=1001,fd=3))
ESTAB       5       0                 10.0.0.1:80        10.0.0.2:40000  \
users:((\"web\",pid=1001,fd=4))
";
    assert_eq!(world.host(server).ss(), expected);
}

#[test]
fn proc_net_tcp_is_written_as_the_kernel_writes_it() {
    let Scene { world, server, .. } = scene();
    let text = world.host(server).proc_net_tcp();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with("   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:"));
    assert!(lines[2].starts_with("   1: 0100000A:0050 0200000A:9C40 01 00000000:00000005 00:"));
}

#[test]
fn descriptors_lead_to_sockets() {
    let Scene { mut world, server, process, thread } = scene();
    world.syscall(server, thread, Call::EpollCreate);
    let open = world.host(server).proc_fd(process).expect("a process that runs");
    let expected = [(3, "socket:[10001]"), (4, "socket:[10003]"), (5, "anon_inode:[eventpoll]")];
    assert_eq!(open, expected.map(|(fd, target)| (fd, target.to_owned())));
    assert_eq!(world.host(server).proc_fd(ProcessId(9)), Err(Errno::ENOENT));
    let netstat = world.host(server).netstat();
    assert!(netstat.contains("10.0.0.1:80             10.0.0.2:40000          ESTABLISHED"));
    assert!(world.host(server).lsof().contains("TCP *:80 (LISTEN)"));
}

/// The one's complement sum of a correct header or segment is all ones.
fn sum(bytes: &[u8]) -> u16 {
    let words = bytes
        .chunks(2)
        .map(|pair| u32::from(u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)])));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}

#[test]
fn a_capture_is_a_chain_of_blocks_with_valid_checksums() {
    let Scene { world, .. } = scene();
    let bytes = to_pcapng(&world);
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let (mut at, mut packets) = (0, 0);
    while at < bytes.len() {
        let length = word(at + 4) as usize;
        assert_eq!(word(at + length - 4) as usize, length, "both lengths of a block agree");
        if word(at) == 6 {
            packets += 1;
            let captured = word(at + 20) as usize;
            let packet = &bytes[at + 28..at + 28 + captured];
            assert_eq!(sum(&packet[..20]), 0xffff, "the IP header's checksum");
            let length = (captured as u16 - 20).to_be_bytes();
            let whole = [&packet[12..20], &[0, 6], &length, &packet[20..]].concat();
            assert_eq!(sum(&whole), 0xffff, "the segment's checksum");
        }
        at += length;
    }
    assert_eq!(packets, 5, "three of the handshake, the data, and its acknowledgement");
}

#[test]
fn a_thread_that_sleeps_is_woken_with_its_result() {
    let Scene { mut world, server, thread, .. } = scene();
    let all = world.syscall(server, thread, Call::receive(4, 100));
    assert!(matches!(all, Outcome::Done(Ok(ref reply)) if reply.number() == 5));
    let more = world.syscall(server, thread, Call::receive(4, 100));
    assert!(matches!(more, Outcome::Blocked(_)));
    assert!(world.is_asleep(server, thread));
    assert_eq!(world.take_finished(server, thread), None);
}

#[test]
fn descriptors_share_descriptions_and_descriptions_lead_to_sockets() {
    let Scene { mut world, server, process, thread } = scene();
    world.syscall(server, thread, Call::Dup { fd: 4 });
    world.syscall(server, thread, Call::SetFlags { fd: 5, flags: abi::O_NONBLOCK });
    let host = world.host(server);
    let open = host.descriptors(process);
    assert_eq!(open.iter().map(|(fd, _)| *fd).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(open[1].1, open[2].1, "dup gives a number, not a description");
    let shared = host.descriptions().into_iter().find(|it| it.file == open[1].1).unwrap();
    assert_eq!((shared.references, shared.nonblocking), (2, true));
    let rows = host.socket_rows();
    let connection = rows.iter().find(|row| Some(row.socket) == shared.socket).unwrap();
    assert_eq!(connection.receive_queue, 5, "hello is not read yet");
    assert_eq!(connection.file, Some(shared.file));
    let listener = rows.iter().find(|row| row.listening).unwrap();
    assert_eq!((listener.waiting, listener.connected), ((0, 5), false));
}

#[test]
fn a_capability_binds_low_ports_without_root() {
    let mut world = World::new(1);
    let host = world.add_host("alpha", None);
    let (process, thread) = world.spawn(host, "web");
    let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
    world.syscall(host, thread, Call::SetUser { uid: 1_000 });
    world.syscall(host, thread, Call::Socket { domain, kind, protocol: 0 });
    let bind = Call::bind(3, Endpoint::loopback(80));
    let refused = world.syscall(host, thread, bind.clone());
    assert_eq!(refused, Outcome::Done(Err(Errno::EACCES)));
    world.allow_low_ports(host, process);
    assert!(matches!(world.syscall(host, thread, bind), Outcome::Done(Ok(_))));
}
