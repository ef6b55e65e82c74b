//! What is bounded: places, queues, patience; and how everyone leaves.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::conversation::{frame, handshake, limited, running};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_mins(1);

#[test]
fn one_connection_too_many_is_told_so() {
    let server = limited(|limits| limits.connections_max = 2);
    let (one, _two) = (server.open("/ws/echo"), server.open("/ws/echo"));
    let mut three = server.connect();
    let head = three.head();
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    drop(one);
    // The place is free once the server has seen the end of the stream.
    server.has_a_place_again();
}

#[test]
fn one_connection_too_many_of_an_address_is_told_so_and_others_are_served() {
    let server = limited(|limits| limits.address_connections_max = 2);
    let (one, _two) = (server.open("/ws/echo"), server.open("/ws/echo"));
    let answer = String::from_utf8(server.connect().rest()).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("--address-connections-max"), "{answer}");
    let mut neighbour = server.connect_from([127, 0, 0, 2]);
    neighbour.send(handshake("/ws/echo", "").as_bytes());
    assert!(neighbour.head().starts_with("HTTP/1.1 101 "));
    drop(one);
    server.has_a_place_again();
}

#[test]
fn section_5_5_2_a_silent_peer_is_pinged_and_one_that_does_not_answer_is_dead() {
    let server = limited(|limits| {
        limits.heartbeat_every = SHORT;
        limits.heartbeat_wait_max = SHORT;
    });
    let mut stream = server.open("/ws/echo");
    for _ in 0..3 {
        assert_eq!(stream.frame(), (0x89, vec![]));
        stream.send(&frame(0x8a, b""));
    }
    assert_eq!(stream.frame(), (0x89, vec![]));
    // No answer: the stream ends, and nobody is left to be told why.
    assert_eq!(stream.rest(), b"");
}

#[test]
fn a_connection_without_messages_is_closed() {
    let server = limited(|limits| limits.idle_time_max = SHORT);
    let mut stream = server.open("/ws/echo");
    let (first, payload) = stream.frame();
    assert_eq!((first, &payload[..2]), (0x88, &[0x03, 0xe8][..]));
    stream.send(&frame(0x88, &[0x03, 0xe8]));
    assert_eq!(stream.rest(), b"");
}

#[test]
fn section_7_1_2_a_peer_that_does_not_answer_a_close_frame_is_not_waited_for() {
    let server = limited(|limits| {
        limits.idle_time_max = SHORT;
        limits.close_time_max = SHORT;
    });
    let mut stream = server.open("/ws/echo");
    assert_eq!(stream.frame().0, 0x88);
    assert_eq!(stream.rest(), b"");
}

#[test]
fn a_page_s_connection_is_not_kept_for_ever() {
    let server = limited(|limits| limits.keep_alive_time_max = SHORT);
    let mut stream = server.connect();
    assert_eq!(stream.rest(), b"");
}

#[test]
fn an_answer_that_nobody_reads_is_given_up() {
    let server = limited(|limits| {
        limits.connections_max = 1;
        limits.write_time_max = SHORT;
    });
    std::fs::write(server.site.join("long.bin"), vec![b'x'; 32 << 20]).unwrap();
    let mut deaf = server.connect();
    deaf.send(b"GET /long.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    server.has_a_place_again();
    assert!(deaf.rest().len() < 32 << 20);
}

#[test]
fn a_websocket_that_reads_nothing_is_given_up_though_it_may_answer_pings_for_long() {
    let server = limited(|limits| {
        limits.connections_max = 1;
        limits.write_time_max = SHORT;
        limits.heartbeat_every = SHORT;
        limits.heartbeat_wait_max = LONG;
    });
    let mut deaf = server.open("/ws/echo");
    // Nothing is read here, so at some point nothing more is taken there: the echo is stuck.
    deaf.0.set_write_timeout(Some(SHORT)).unwrap();
    while deaf.try_send(&frame(0x82, &vec![7; 60_000])) {}
    server.has_a_place_again();
}

#[test]
fn a_slow_reader_stops_the_echo_and_loses_nothing() {
    let server = limited(|limits| limits.queue_len_max = 64 << 10);
    let mut stream = server.open("/ws/echo");
    stream.0.set_write_timeout(Some(SHORT)).unwrap();
    // Nothing is read here, so at some point nothing more is taken there: the kernel's buffers
    // and the queue are full. Without a bound, all of this would be taken.
    let message = frame(0x82, &vec![7; 60_000]);
    let mut sent = 0;
    let total = 200 << 20;
    while sent < total {
        match std::io::Write::write(&mut stream.0, &message[sent % message.len()..]) {
            Ok(written) => sent += written,
            Err(_would_block) => break,
        }
    }
    assert!(sent < total, "{sent} bytes were taken");
    // Reading again, everything that was sent comes back.
    stream.0.set_write_timeout(Some(LONG)).unwrap();
    let mut writer = stream.0.try_clone().unwrap();
    let rest = message[sent % message.len()..].to_vec();
    let messages = sent.div_ceil(message.len());
    let begun = !sent.is_multiple_of(message.len());
    let writing = thread::spawn(move || {
        if begun {
            std::io::Write::write_all(&mut writer, &rest).unwrap();
        }
    });
    for _ in 0..messages {
        let (first, payload) = stream.frame();
        assert!(first == 0x82 && payload == vec![7; 60_000]);
    }
    writing.join().unwrap();
}

#[test]
fn a_listener_who_does_not_read_is_shut_out_of_the_room_and_harms_nobody() {
    let server = limited(|limits| {
        limits.queue_messages_max = 16;
        limits.heartbeat_every = SHORT;
        limits.heartbeat_wait_max = SHORT;
    });
    let mut deaf = server.open("/ws/chat?name=deaf");
    assert_eq!(deaf.text(), "* deaf came in: 1 here");
    let mut speaker = server.open("/ws/chat?name=speaker");
    assert_eq!(speaker.text(), "* speaker came in: 2 here");
    let long = "x".repeat(4000);
    let line = format!("speaker: {long}");
    let begun = Instant::now();
    loop {
        speaker.send(&frame(0x81, long.as_bytes()));
        let (first, payload) = speaker.frame();
        match first {
            0x89 => speaker.send(&frame(0x8a, b"")),
            _ if payload == b"* deaf left: 1 here" => break,
            _ => assert_eq!(String::from_utf8_lossy(&payload), line),
        }
        assert!(begun.elapsed() < LONG, "the deaf one stayed");
    }
}

#[test]
fn section_7_4_1_everyone_is_told_1001_when_the_server_closes() {
    let mut server = running(|_| {});
    let mut idle = server.open("/ws/echo");
    let mut chatting = server.open("/ws/chat");
    assert_eq!(chatting.text(), "* guest 1 came in: 1 here");
    let mut page = server.connect();
    page.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(page.head().starts_with("HTTP/1.1 200 "));
    assert_eq!(&page.read::<17>(), b"<body>root</body>");
    server.stop();
    for stream in [&mut idle, &mut chatting] {
        let (first, payload) = stream.frame();
        assert_eq!((first, &payload[..2]), (0x88, &[0x03, 0xe9][..]));
        stream.send(&frame(0x88, &[0x03, 0xe9]));
        assert_eq!(stream.rest(), b"");
    }
    assert_eq!(page.rest(), b"");
    server.wait();
    assert!(std::net::TcpStream::connect(server.address).is_err(), "it still listens");
}

#[test]
fn a_peer_that_does_not_answer_cannot_keep_the_server_from_closing() {
    let mut server = limited(|limits| limits.close_time_max = SHORT);
    let mut stream = server.open("/ws/echo");
    server.stop();
    server.wait();
    let (first, payload) = stream.frame();
    assert_eq!((first, &payload[..2]), (0x88, &[0x03, 0xe9][..]));
}
