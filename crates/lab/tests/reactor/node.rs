//! Sockets and timers as a Node program has them.

use kernel::{Call, Input, Link, LinkId};
use lab::reactor::Kind;

use crate::events::{Event, Ops};
use crate::stage::Stage;

pub(crate) fn texts(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.text.as_str()).collect()
}

/// A server that listens on 8080 of every address, and a client on the other host, connected.
pub(crate) fn connected() -> (Stage, usize, usize, u32) {
    let mut stage = Stage::new();
    let (server, client) = (stage.start(0, Kind::Node), stage.start(1, Kind::Node));
    stage.give(server, Ops::new().listen(1, "", 8080));
    assert_eq!(texts(&stage.take(server).unwrap()), ["1 listening :: 8080"]);
    stage.give(server, Ops::new());
    stage.give(client, Ops::new().connect(1, "server", 8080));
    let events = stage.take(client).unwrap();
    assert!(events[0].text.starts_with("1 connected to 10.0.0.2 8080 from 10.0.0.1 "));
    let came = stage.take(server).unwrap();
    assert!(came[0].text.starts_with("1 connection from ::ffff:10.0.0.1 "), "{came:?}");
    assert!(came[0].text.ends_with(" to ::ffff:10.0.0.2 8080"), "{came:?}");
    let new = came[0].new;
    assert!(new >= 1 << 31);
    (stage, server, client, new)
}

#[test]
fn a_server_and_a_client_make_the_calls_that_libuv_makes() {
    let (mut stage, server, client, new) = connected();
    assert_eq!(
        stage.names_of(server),
        [
            "epoll_create1",
            "socket",
            "setsockopt",
            "bind",
            "listen",
            "epoll_ctl",
            "epoll_wait",
            "accept",
            "getsockname"
        ],
    );
    assert_eq!(
        stage.names_of(client),
        [
            "epoll_create1",
            "socket",
            "connect",
            "epoll_ctl",
            "epoll_wait",
            "getsockopt",
            "getsockname"
        ],
    );
    stage.forget_calls(server);
    stage.give(client, Ops::new().write(1, "ping"));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 written 4"]);
    stage.give(client, Ops::new());
    stage.give(server, Ops::new());
    assert_eq!(texts(&stage.take(server).unwrap()), [format!("{new} data \"ping\"")]);
    assert_eq!(
        stage.names_of(server),
        ["accept", "epoll_ctl", "epoll_wait", "recv"],
        "accept to the end, then sleep; a short read is not followed by another"
    );
    stage.give(server, Ops::new().write(new, "pong").shutdown(new));
    assert_eq!(texts(&stage.take(server).unwrap()), [format!("{new} written 4")]);
    stage.give(server, Ops::new());
    assert_eq!(stage.until(client, "end"), ["1 data \"pong\"", "1 end"]);
    stage.give(client, Ops::new().close(1));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 closed"]);
    stage.give(client, Ops::new());
    assert_eq!(stage.take(client), None, "the client's loop is empty");
    assert_eq!(texts(&stage.take(server).unwrap()), [format!("{new} end")]);
}

#[test]
fn calls_are_made_for_the_line_that_asked() {
    let mut stage = Stage::new();
    let server = stage.start(0, Kind::Node);
    stage.give(server, Ops::new().resolve(9, "server").listen(1, "127.0.0.1", 0));
    let events = stage.take(server).unwrap();
    assert_eq!(events[0].text, "9 resolved 10.0.0.2");
    assert!(events[1].text.starts_with("1 listening 127.0.0.1 "));
    let made: Vec<_> =
        stage.names_of(server).into_iter().zip(stage.programs[server].lines.clone()).collect();
    assert_eq!(
        made,
        [
            ("epoll_create1", 0),
            ("socket", 2),
            ("setsockopt", 2),
            ("bind", 2),
            ("listen", 2),
            ("getsockname", 2)
        ],
    );
}

#[test]
fn what_fails_is_told_in_nodes_words() {
    let (mut stage, server, client, _) = connected();
    stage.give(client, Ops::new().connect(2, "server", 9).connect(3, "nobody", 80));
    let texts_of = stage.until(client, "2 error");
    assert_eq!(
        texts_of,
        [
            "3 error getaddrinfo ENOTFOUND -3008 nobody 0",
            "2 error connect ECONNREFUSED -111 10.0.0.2 9"
        ],
    );
    stage.give(server, Ops::new().listen(2, "", 8080).listen(3, "0.0.0.0", 8080));
    assert_eq!(
        texts(&stage.take(server).unwrap()),
        ["2 error listen EADDRINUSE -98 :: 8080", "3 error listen EADDRINUSE -98 0.0.0.0 8080"],
    );
    stage.give(server, Ops::new().listen(4, "10.9.9.9", 80).write(77, "x").close(78));
    assert_eq!(
        texts(&stage.take(server).unwrap()),
        ["4 error listen EADDRNOTAVAIL -99 10.9.9.9 80", "77 error write EBADF -9  0", "78 closed"],
    );
}

#[test]
fn a_port_of_the_system_is_refused_to_a_user() {
    let mut stage = Stage::new();
    let server = stage.start(0, Kind::Node);
    stage.give(server, Ops::new().timer(5, 0));
    stage.take(server);
    stage.make(server, Call::SetUser { uid: 1000 });
    stage.give(server, Ops::new().listen(1, "", 80));
    assert_eq!(texts(&stage.take(server).unwrap()), ["1 error listen EACCES -13 0.0.0.0 80"]);
}

#[test]
fn a_reset_is_econnreset_when_reading_and_epipe_when_writing_again() {
    let (mut stage, server, client, new) = connected();
    stage.give(server, Ops::new().reset(new));
    assert_eq!(texts(&stage.take(server).unwrap()), [format!("{new} closed")]);
    stage.give(client, Ops::new());
    assert_eq!(stage.until(client, "error"), ["1 error read ECONNRESET -104  0"]);
    stage.give(client, Ops::new().write(1, "x"));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 error write EPIPE -32  0"]);
}

#[test]
fn a_server_that_is_not_there_times_out() {
    let mut stage = Stage::new();
    let client = stage.start(1, Kind::Node);
    let mut dead = Link::with_delay_ns(1_000_000);
    dead.chances.drop = 1_000_000;
    stage.history.apply(Input::ChangeLink { link: LinkId(0), to: dead });
    stage.give(client, Ops::new().connect(1, "server", 81));
    let text = stage.until(client, "error");
    assert_eq!(text, ["1 error connect ETIMEDOUT -110 10.0.0.2 81"]);
    assert!((100_000..200_000).contains(&stage.now_ms()), "{} ms", stage.now_ms());
}

#[test]
fn a_large_write_waits_for_room_and_is_told_once() {
    let (mut stage, server, client, new) = connected();
    let large = vec![7; 3_000_000];
    stage.give(client, Ops::new().write(1, &large).write(1, "tail").shutdown(1));
    stage.give(server, Ops::new());
    let mut received = Vec::new();
    loop {
        let events = stage.take(server).unwrap();
        for event in &events {
            assert!(event.text.starts_with(&new.to_string()));
            received.extend_from_slice(&event.bytes);
        }
        let is_end = events.iter().any(|event| event.text.ends_with(" end"));
        stage.give(server, Ops::new());
        if is_end {
            break;
        }
    }
    assert_eq!(received.len(), large.len() + 4);
    assert!(received.ends_with(b"\x07\x07tail"));
    assert_eq!(stage.until(client, "written 4"), ["1 written 3000000", "1 written 4"]);
    let names = stage.names_of(client);
    assert_eq!(names.iter().filter(|name| **name == "shutdown").count(), 1);
    assert!(names.iter().filter(|name| **name == "send").count() > 3, "in parts");
    assert_eq!(names.last(), Some(&"shutdown"));
}

#[test]
fn a_paused_connection_leaves_bytes_to_the_kernel() {
    let (mut stage, server, client, new) = connected();
    stage.give(server, Ops::new().pause(new).timer(1, 500));
    stage.give(client, Ops::new().write(1, vec![1; 1_000]));
    stage.take(client);
    stage.give(client, Ops::new().reset(1));
    assert_eq!(texts(&stage.take(server).unwrap()), ["1 timer"], "not even of the reset it learns");
    stage.give(server, Ops::new().resume(new));
    let read = format!("{new} data of 1000 bytes");
    assert_eq!(
        stage.until(server, "error"),
        [read, format!("{new} error read ECONNRESET -104  0")],
        "what came before the reset is still read"
    );
}

#[test]
fn timers_fire_in_order_and_what_is_unreferenced_keeps_nothing_alive() {
    let mut stage = Stage::new();
    let program = stage.start(0, Kind::Node);
    let ops = Ops::new().timer(1, 30).timer(2, 10).timer(3, 10).timer(4, 20).clear_timer(4);
    stage.give(program, ops);
    assert_eq!(texts(&stage.take(program).unwrap()), ["2 timer", "3 timer"]);
    assert_eq!(stage.now_ms(), 10);
    stage.give(program, Ops::new());
    assert_eq!(texts(&stage.take(program).unwrap()), ["1 timer"]);
    assert_eq!(stage.now_ms(), 30);
    stage.give(program, Ops::new().timer(5, 5).unref(5).listen(6, "", 80).unref(6));
    stage.take(program);
    stage.give(program, Ops::new());
    assert_eq!(stage.take(program), None);
    assert_eq!(stage.now_ms(), 30);
}

#[test]
fn a_program_that_always_has_a_timer_still_hears_its_sockets() {
    let (mut stage, server, client, new) = connected();
    stage.give(client, Ops::new().write(1, "hi"));
    stage.take(client);
    stage.give(client, Ops::new());
    let mut heard = Vec::new();
    for turn in 0..5_000 {
        stage.give(server, Ops::new().timer(turn, 0).resolve(turn, "localhost"));
        let events = stage.take(server).unwrap();
        heard = events.iter().filter(|event| !event.bytes.is_empty()).cloned().collect();
        if !heard.is_empty() {
            break;
        }
        stage.step();
    }
    assert_eq!(texts(&heard), [format!("{new} data \"hi\"")]);
}

#[test]
fn options_reach_the_kernel() {
    let (mut stage, _, client, _) = connected();
    stage.forget_calls(client);
    stage.give(client, Ops::new().option(1, 1, 1).option(1, 2, 1).option(1, 3, 30_000).timer(9, 0));
    stage.take(client);
    assert!(stage.programs[client].calls.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(stage.names_of(client)[..5], ["setsockopt"; 5]);
}

#[test]
fn datagrams_go_to_and_fro() {
    let mut stage = Stage::new();
    let (server, client) = (stage.start(0, Kind::Node), stage.start(1, Kind::Node));
    stage.give(server, Ops::new().udp_bind(1, "0.0.0.0", 5353));
    assert_eq!(texts(&stage.take(server).unwrap()), ["1 listening 0.0.0.0 5353"]);
    stage.give(server, Ops::new());
    stage.give(client, Ops::new().udp_bind(1, "", 4000).udp_send(1, "server", 5353, b"hey"));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 listening 0.0.0.0 4000", "1 written 3"]);
    stage.give(client, Ops::new());
    let came = stage.take(server).unwrap();
    assert_eq!(texts(&came), ["1 datagram from 10.0.0.1 4000: \"hey\""]);
    stage.give(server, Ops::new().udp_send(1, "10.0.0.1", 4000, b"").udp_send(2, "x", 1, b""));
    assert_eq!(
        texts(&stage.take(server).unwrap()),
        ["1 written 0", "2 error getaddrinfo ENOTFOUND -3008 x 0"],
    );
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 datagram from 10.0.0.2 5353: \"\""]);
    stage.give(client, Ops::new().udp_send(1, "server", 5353, &vec![0; 70_000]));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 error send EMSGSIZE -90 10.0.0.2 5353"],);
}

#[test]
fn a_forwarded_port_is_noted_once() {
    let (mut stage, _, client, _) = connected();
    stage.give(client, Ops::new().connect(2, "server.example.com", 80));
    let events = stage.take(client).unwrap();
    assert!(events[0].text.starts_with("2 connected to 10.0.0.2 8080 from "), "{events:?}");
    let noted = stage.programs[client].reactor.forwarded();
    assert_eq!(noted.len(), 1);
    assert_eq!((noted[0].name.as_str(), noted[0].port), ("server.example.com", 80));
    assert_eq!(noted[0].to.port, 8080);
}

#[test]
fn addresses_of_ipv6_are_told_and_reach_their_twins() {
    let mut stage = Stage::new();
    let (server, client) = (stage.start(0, Kind::Node), stage.start(0, Kind::Node));
    stage.give(server, Ops::new().listen(1, "::1", 7000).listen(2, "::ffff:10.0.0.2", 7001));
    let listening = stage.take(server).unwrap();
    assert_eq!(texts(&listening), ["1 listening ::1 7000", "2 listening ::ffff:10.0.0.2 7001"]);
    stage.give(server, Ops::new());
    stage.give(client, Ops::new().connect(1, "::1", 7000));
    let said = stage.until(client, "connected");
    assert!(said[0].starts_with("1 connected to ::1 7000 from ::1 "), "{said:?}");
    let came = stage.take(server).unwrap();
    assert!(came[0].text.starts_with("1 connection from ::1 "), "{came:?}");
    stage.give(client, Ops::new().connect(2, "2001:db8::1", 80));
    let said = stage.until(client, "2 error");
    assert_eq!(said, ["2 error connect ENETUNREACH -101 2001:db8::1 80"]);
}

#[test]
fn more_than_the_loop_holds_is_refused() {
    let (mut stage, server, client, new) = connected();
    stage.give(client, Ops::new().write(1, vec![0; 65 << 20]));
    assert_eq!(texts(&stage.take(client).unwrap()), ["1 error write ENOBUFS -105  0"]);
    stage.give(client, Ops::new().close(1).connect(2, "server", 8080).write(2, "ok"));
    stage.until(client, "written 2");
    stage.give(server, Ops::new());
    let said = stage.until(server, "\"ok\"");
    assert_eq!(said[0], format!("{new} end"));
}
