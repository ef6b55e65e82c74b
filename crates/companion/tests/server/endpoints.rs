//! Echo, chat and ticker.

use crate::conversation::{echo, frame, handshake, limited, running};

#[test]
fn the_echo_gives_back_every_kind_of_message() {
    let (_server, mut stream) = echo();
    stream.send(&frame(0x81, "안녕".as_bytes()));
    assert_eq!(stream.text(), "안녕");
    stream.send(&frame(0x82, &vec![0xff; 70_000]));
    assert_eq!(stream.frame(), (0x82, vec![0xff; 70_000]));
    stream.send(&frame(0x89, b"?"));
    assert_eq!(stream.frame(), (0x8a, b"?".to_vec()));
    stream.send(&frame(0x88, &[0x0f, 0xa0]));
    stream.closes_with(4000);
}

#[test]
fn a_handshake_may_follow_a_page_on_the_same_connection() {
    let server = running(|_| {});
    let mut stream = server.connect();
    stream.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(stream.head().starts_with("HTTP/1.1 200 "));
    assert_eq!(&stream.read::<17>(), b"<body>root</body>");
    stream.send(handshake("/ws/echo", "").as_bytes());
    assert!(stream.head().starts_with("HTTP/1.1 101 "));
    stream.send(&frame(0x81, b"hi"));
    assert_eq!(stream.text(), "hi");
}

#[test]
fn a_room_hears_what_is_said_in_it_and_no_other() {
    let server = running(|_| {});
    let mut mina = server.open("/ws/chat?room=%EB%B0%A9&name=%EB%AF%B8%EB%82%98");
    assert_eq!(mina.text(), "* 미나 came in: 1 here");
    let mut other = server.open("/ws/chat?room=other");
    assert_eq!(other.text(), "* guest 1 came in: 1 here");
    let mut guest = server.open("/ws/chat?room=%EB%B0%A9");
    assert_eq!(guest.text(), "* guest 2 came in: 2 here");
    assert_eq!(mina.text(), "* guest 2 came in: 2 here");
    mina.send(&frame(0x81, "안녕\nguest 2: I am not".as_bytes()));
    assert_eq!(mina.text(), "미나: 안녕 guest 2: I am not");
    assert_eq!(guest.text(), "미나: 안녕 guest 2: I am not");
    drop(guest);
    assert_eq!(mina.text(), "* guest 2 left: 1 here");
    other.send(&frame(0x81, b"alone"));
    assert_eq!(other.text(), "guest 1: alone");
}

#[test]
fn the_chat_takes_short_texts() {
    let server = running(|_| {});
    for (bytes, code) in [(frame(0x82, b"?"), 1003), (frame(0x81, &[b'x'; 4097]), 1009)] {
        // A room of one's own, where nobody is heard to leave.
        let mut stream = server.open(&format!("/ws/chat?room={code}"));
        stream.text();
        stream.try_send(&bytes);
        let (first, payload) = stream.frame();
        assert_eq!((first, &payload[..2]), (0x88, &u16::to_be_bytes(code)[..]));
    }
}

#[test]
fn rooms_and_names_are_bounded() {
    let server = limited(|limits| limits.rooms_max = 1);
    let _first = server.open("/ws/chat?room=first");
    let long = "x".repeat(41);
    for (target, status) in [
        ("/ws/chat?room=second".to_owned(), "503"),
        (format!("/ws/chat?room={long}"), "400"),
        ("/ws/chat?room=first&name=a%0Ab".to_owned(), "400"),
        ("/ws/chat?room=first&name=a:b".to_owned(), "400"),
        ("/ws/chat?room=%ff".to_owned(), "400"),
        ("/ws/chat?room=+".to_owned(), "400"),
        ("/ws/none".to_owned(), "404"),
        ("/ws/ticker?every=9".to_owned(), "400"),
        ("/ws/ticker?every=soon".to_owned(), "400"),
    ] {
        let mut stream = server.connect();
        stream.send(handshake(&target, "").as_bytes());
        let head = stream.head();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{target}: {head}");
        assert!(!stream.rest().is_empty(), "{target}: no word about why");
    }
}

#[test]
fn the_ticker_ticks() {
    let server = running(|_| {});
    let mut stream = server.open("/ws/ticker?every=10");
    for tick in 1..=5 {
        assert_eq!(stream.text(), format!("tick {tick}"));
    }
    stream.send(&frame(0x88, &[0x03, 0xe8]));
    // Ticks may be on their way still; the close frame is the last.
    let (mut first, mut payload) = stream.frame();
    while first == 0x81 {
        (first, payload) = stream.frame();
    }
    assert_eq!((first, payload), (0x88, vec![0x03, 0xe8]));
    assert_eq!(stream.rest(), b"");
}
