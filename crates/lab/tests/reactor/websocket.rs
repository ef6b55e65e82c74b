//! A page's WebSocket against servers that a test plays byte by byte.

use lab::reactor::Kind;
use websocket::connection::{Connection, Event as Told, Limits, Message, Output};
use websocket::handshake::Server;
use websocket::handshake::deflate::Parameters;
use websocket::handshake::server::Policy;

use crate::events::Ops;
use crate::node::texts;
use crate::stage::Stage;

const URL: &str = "ws://server:8080/chat?room=1";

/// A page and a server of which only TCP is played by an event loop.
struct Pair {
    stage: Stage,
    page: usize,
    server: usize,
    /// The server's connection.
    new: u32,
    /// The page's request.
    asked: Vec<u8>,
}

/// A page that opened a socket, up to its request.
fn asking(protocols: &str) -> Pair {
    let mut stage = Stage::new();
    let (server, page) = (stage.start(0, Kind::Node), stage.start(1, Kind::Browser));
    stage.give(server, Ops::new().listen(1, "", 8080));
    stage.take(server);
    stage.give(server, Ops::new());
    stage.give(page, Ops::new().ws_open(5, URL, protocols));
    let new = stage.take(server).unwrap()[0].new;
    stage.give(server, Ops::new());
    let asked = stage.take(server).unwrap()[0].bytes.clone();
    Pair { stage, page, server, new, asked }
}

impl Pair {
    fn answer(&mut self, bytes: impl AsRef<[u8]>) {
        let ops = Ops::new().write(self.new, bytes);
        self.stage.give(self.server, ops);
        self.stage.take(self.server);
    }

    /// What the page is told up to this.
    fn page_until(&mut self, last: &str) -> Vec<String> {
        self.stage.until(self.page, last)
    }

    /// Bytes that came to the server.
    fn heard(&mut self) -> Vec<u8> {
        self.stage.give(self.server, Ops::new());
        let events = self.stage.take(self.server).unwrap();
        events.into_iter().flat_map(|event| event.bytes).collect()
    }
}

/// The page's socket is open, without an extension.
fn open() -> Pair {
    let mut pair = asking("");
    let mut judge = Server::new(Policy::default());
    let accepted = judge.receive(&mut &pair.asked[..]).unwrap().unwrap();
    pair.answer(accepted.response().to_bytes());
    assert_eq!(pair.page_until("opened"), ["5 opened \"\" \"\""]);
    pair
}

fn failed(why: &str) -> Vec<String> {
    vec![
        format!("5 console error: WebSocket connection to '{URL}' failed: {why}"),
        "5 error".to_owned(),
        "5 closed clean=0 1006 \"\"".to_owned(),
    ]
}

#[test]
fn the_request_is_chromiums() {
    let pair = asking("chat,superchat");
    let text = String::from_utf8(pair.asked).unwrap();
    let names: Vec<_> = text.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(
        names,
        [
            "GET /chat?room=1 HTTP/1.1",
            "Host",
            "Connection",
            "Pragma",
            "Cache-Control",
            "User-Agent",
            "Upgrade",
            "Origin",
            "Sec-WebSocket-Version",
            "Accept-Encoding",
            "Accept-Language",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Protocol",
            ""
        ],
    );
    assert!(text.contains("Host: server:8080\r\n"), "{text}");
    assert!(text.contains("Origin: http://localhost:3000\r\n"), "{text}");
    assert!(text.contains("Sec-WebSocket-Protocol: chat, superchat\r\n"), "{text}");
}

#[test]
fn messages_go_both_ways_masked_by_the_page_and_legal_to_the_engine() {
    let mut pair = open();
    let mut judge = Connection::server(Limits::default());
    pair.stage.give(pair.page, Ops::new().ws_send(5, "안녕").ws_send_bytes(5, &vec![0; 70_000]));
    assert_eq!(pair.page_until("sent 70000"), ["5 sent 6", "5 sent 70000"]);
    pair.stage.give(pair.page, Ops::new());
    let mut messages = Vec::new();
    let mut masked = 0;
    while messages.len() < 2 {
        let bytes = pair.heard();
        masked += usize::from(messages.is_empty() && bytes[1] & 0x80 != 0);
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            judge.receive(&mut rest);
            while let Some(output) = judge.poll_output() {
                match output {
                    Output::Event(Told::Message(message)) => messages.push(message),
                    output => panic!("{output:?}"),
                }
            }
        }
    }
    assert!(masked >= 1);
    assert_eq!(messages[0], Message::Text("안녕".to_owned()));
    assert_eq!(messages[1], Message::Binary(vec![0; 70_000]));

    // A ping is answered by the network process; the page learns of messages alone.
    pair.answer([0x89, 1, b'p', 0x81, 2, b'h', b'i', 0x02, 1, 1, 0x80, 1, 2]);
    assert_eq!(
        pair.page_until("message 2"),
        ["5 message 1 \"hi\"", "5 message 2 \"\\u{1}\\u{2}\""]
    );
    let pong = pair.heard();
    assert_eq!((pong[0], pong[1], pong[6] ^ pong[2]), (0x8a, 0x81, b'p'));
}

#[test]
fn the_page_closes_and_waits_for_the_server_to_close_tcp() {
    let mut pair = open();
    pair.stage.give(pair.page, Ops::new().ws_close(5, 3000, "bye"));
    let close = pair.heard();
    assert_eq!(close[..2], [0x88, 0x85]);
    pair.answer([0x88, 5, 0x0b, 0xb8, b'b', b'y', b'e']);
    pair.stage.give(pair.server, Ops::new().close(pair.new));
    assert_eq!(pair.page_until("closed"), ["5 closed clean=1 3000 \"bye\""]);
    assert!(pair.stage.now_ms() < 100);
    pair.stage.give(pair.page, Ops::new());
    assert_eq!(pair.stage.take(pair.page), None, "the page rests");
}

#[test]
fn a_server_that_keeps_tcp_open_is_waited_for_two_seconds() {
    let mut pair = open();
    pair.answer([0x88, 2, 0x03, 0xe8]);
    pair.stage.give(pair.server, Ops::new());
    assert_eq!(pair.page_until("closed"), ["5 closed clean=1 1000 \"\""]);
    assert!((2_000..2_100).contains(&pair.stage.now_ms()), "{}", pair.stage.now_ms());
}

#[test]
fn without_a_close_frame_it_is_1006_and_no_error() {
    let mut pair = open();
    pair.stage.give(pair.server, Ops::new().close(pair.new));
    assert_eq!(pair.page_until("closed"), ["5 closed clean=0 1006 \"\""]);
    let mut pair = open();
    pair.stage.give(pair.server, Ops::new().reset(pair.new));
    assert_eq!(pair.page_until("closed"), ["5 closed clean=0 1006 \"\""]);
}

#[test]
fn frames_against_the_rules_fail_the_connection_in_chromiums_words() {
    let check = |bytes: &[u8], why: &str| {
        let mut pair = open();
        pair.answer(bytes);
        assert_eq!(pair.page_until("closed"), failed(why), "{bytes:02x?}");
        let (heard, mut judge) = (pair.heard(), Connection::server(Limits::default()));
        judge.receive(&mut &heard[..]);
        let mut outputs = std::iter::from_fn(|| judge.poll_output());
        let is_told = outputs.any(|output| output == Output::Event(Told::CloseReceived));
        assert!(is_told, "the server is told by a legal close frame");
    };
    check(
        &[0xc1, 1, 65],
        "One or more reserved bits are on: reserved1 = 1, reserved2 = 0, \
           reserved3 = 0",
    );
    check(
        &[0x89, 0, 0xa1, 0],
        "One or more reserved bits are on: reserved1 = 0, reserved2 = 1, \
           reserved3 = 0",
    );
    check(&[0x83, 0], "Unrecognized frame opcode: 3");
    check(&[0x8b, 0], "Unrecognized frame opcode: 11");
    check(&[0x09, 0], "Invalid frame header");
    check(&[0x81, 126, 0, 5, 1, 2, 3, 4, 5], "Invalid frame header");
    check(
        &[0x81, 0x81, 1, 2, 3, 4, 64],
        "A server must not mask any frames that it sends to the client.",
    );
    check(&[0x80, 0], "Received unexpected continuation frame.");
    check(
        &[0x01, 1, 65, 0x81, 1, 66],
        "Received start of new message but previous message is unfinished.",
    );
    check(&[0x88, 1, 3], "Received a broken close frame with an invalid size of 1 byte.");
    check(&[0x88, 2, 3, 0xee], "Received a broken close frame containing a reserved status code.");
    check(&[0x88, 3, 3, 0xe8, 0xff], "Received a broken close frame containing invalid UTF-8.");
    check(&[0x81, 1, 0xff], "Could not decode a text frame as UTF-8.");
}

/// The page's socket fails, and the console says why.
#[track_caller]
fn check_answer(protocols: &str, status: &str, fields: &str, why: &str) {
    let good = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n";
    let mut pair = asking(protocols);
    let mut judge = Server::new(Policy::default());
    let accept = judge.receive(&mut &pair.asked[..]).unwrap().unwrap().accept;
    let fields = fields.replace("GOOD", good).replace("ACCEPT", &accept);
    pair.answer(format!("HTTP/1.1 {status}\r\n{fields}\r\n"));
    let why = why.replace("DURING", "Error during WebSocket handshake:");
    assert_eq!(pair.page_until("closed"), failed(&why), "{fields}");
}

#[test]
fn answers_that_open_nothing_are_explained_as_chromium_does() {
    check_answer("", "404 Not Found", "", "DURING Unexpected response code: 404");
    check_answer("", "302 Found", "Location: /x\r\n", "DURING Unexpected response code: 302");
    check_answer("", "401 No", "", "HTTP Authentication failed; no valid credentials available");
    let accept = "Sec-WebSocket-Accept: ACCEPT\r\n";
    check_answer(
        "",
        "101 X",
        &format!("Connection: Upgrade\r\n{accept}"),
        "DURING 'Upgrade' header is missing",
    );
    check_answer(
        "",
        "101 X",
        &format!("Upgrade: foo\r\nConnection: Upgrade\r\n{accept}"),
        "DURING 'Upgrade' header value is not 'WebSocket': foo",
    );
    check_answer(
        "",
        "101 X",
        &format!("Upgrade: websocket\r\n{accept}"),
        "DURING 'Connection' header is missing",
    );
    check_answer(
        "",
        "101 X",
        &format!("Upgrade: websocket\r\nConnection: close\r\n{accept}"),
        "DURING 'Connection' header value must contain 'Upgrade'",
    );
    check_answer(
        "",
        "101 X",
        "Upgrade: websocket\r\nConnection: Upgrade\r\n",
        "DURING 'Sec-WebSocket-Accept' header is missing",
    );
    check_answer(
        "",
        "101 X",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n",
        "DURING Incorrect 'Sec-WebSocket-Accept' header value",
    );
    check_answer(
        "",
        "101 X",
        &format!("GOOD{accept}"),
        "DURING 'Sec-WebSocket-Accept' header must not appear more than once in a response",
    );
}

#[test]
fn a_protocol_has_to_be_one_of_those_that_were_asked_for() {
    check_answer(
        "",
        "101 X",
        "GOODSec-WebSocket-Protocol: chat\r\n",
        "DURING Response must not include 'Sec-WebSocket-Protocol' header if not present in \
           request: chat",
    );
    check_answer(
        "a,b",
        "101 X",
        "GOODSec-WebSocket-Protocol: chat\r\n",
        "DURING 'Sec-WebSocket-Protocol' header value 'chat' in response does not match any of \
           sent values",
    );
    check_answer(
        "a,b",
        "101 X",
        "GOODSec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: b\r\n",
        "DURING 'Sec-WebSocket-Protocol' header must not appear more than once in a response",
    );
    check_answer(
        "a",
        "101 X",
        "GOOD",
        "DURING Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received",
    );
}

#[test]
fn an_extension_has_to_be_the_one_that_was_offered() {
    check_answer(
        "",
        "101 X",
        "GOODSec-WebSocket-Extensions: foo\r\n",
        "DURING Found an unsupported extension 'foo' in 'Sec-WebSocket-Extensions' header",
    );
    check_answer(
        "",
        "101 X",
        "GOODSec-WebSocket-Extensions: permessage-deflate; x=1\r\n",
        "DURING Error in permessage-deflate: Received an unexpected permessage-deflate \
           extension parameter",
    );
    let twice = "GOODSec-WebSocket-Extensions: permessage-deflate, permessage-deflate\r\n";
    check_answer("", "101 X", twice, "DURING Received duplicate permessage-deflate response");
    check_answer(
        "",
        "101 X",
        "GOODSec-WebSocket-Extensions: permessage-deflate; =\r\n",
        "DURING 'Sec-WebSocket-Extensions' header value is rejected by the parser: \
           permessage-deflate; =",
    );
}

#[test]
fn heads_that_were_written_by_hand_open_as_in_chromium() {
    let good = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n";
    for head in [
        format!("HTTP/1.0 101 Switching Protocols\r\n{good}"),
        format!("HTTP/1.1 101 Switching Protocols\r\n{good}").replace("\r\n", "\n"),
        format!("HTTP/1.1 101\r\nrubbish\r\n{good}").replace(": ", " :"),
    ] {
        let mut pair = asking("");
        let mut judge = Server::new(Policy::default());
        let accept = judge.receive(&mut &pair.asked[..]).unwrap().unwrap().accept;
        pair.answer(head.replace("ACCEPT", &accept) + "\u{1}\0");
        assert_eq!(pair.page_until("opened"), ["5 opened \"\" \"\""]);
    }
}

#[test]
fn a_connection_that_ends_within_the_handshake() {
    let during = |error: &str| failed(&format!("Error during WebSocket handshake: {error}"));
    let mut pair = asking("");
    pair.answer("SSH-2.0-OpenSSH_9.6\r\n");
    assert_eq!(pair.page_until("closed"), during("net::ERR_INVALID_HTTP_RESPONSE"));
    let mut pair = asking("");
    pair.stage.give(pair.server, Ops::new().close(pair.new));
    let no_answer = "Connection closed before receiving a handshake response";
    assert_eq!(pair.page_until("closed"), failed(no_answer));
    let mut pair = asking("");
    pair.answer("HTTP/1.1 101 Sw");
    pair.stage.give(pair.server, Ops::new().close(pair.new));
    assert_eq!(pair.page_until("closed"), during("net::ERR_CONNECTION_CLOSED"));
    let mut pair = asking("");
    pair.stage.give(pair.server, Ops::new().reset(pair.new));
    assert_eq!(pair.page_until("closed"), during("net::ERR_CONNECTION_RESET"));
    let mut pair = asking("");
    let late = "WebSocket opening handshake timed out";
    assert_eq!(pair.page_until("closed"), failed(late));
    assert_eq!(pair.stage.now_ms() / 1_000, 240);
}

#[test]
fn sockets_that_reach_nobody() {
    let check = |url: &str, written: &str, why: &str| {
        let mut stage = Stage::new();
        let page = stage.start(1, Kind::Browser);
        stage.give(page, Ops::new().ws_open(5, url, ""));
        let said = stage.until(page, "closed");
        let text = format!(
            "5 console error: WebSocket connection to '{written}' failed: Error in connection \
             establishment: net::{why}"
        );
        assert_eq!(said, [text.as_str(), "5 error", "5 closed clean=0 1006 \"\""]);
        stage.give(page, Ops::new());
        assert_eq!(stage.take(page), None);
    };
    check("ws://localhost:65000", "ws://localhost:65000/", "ERR_CONNECTION_REFUSED");
    check("ws://server:8081/x", "ws://server:8081/x", "ERR_CONNECTION_REFUSED");
    check("ws://nobody/", "ws://nobody/", "ERR_NAME_NOT_RESOLVED");
    check("ws://localhost:25", "ws://localhost:25/", "ERR_UNSAFE_PORT");
    check("wss://server/", "wss://server/", "ERR_SSL_PROTOCOL_ERROR (there is no TLS in this lab)");
    check("mailto:me", "mailto:me", "ERR_INVALID_URL");
}

#[test]
fn a_page_that_closes_too_early_is_warned() {
    let mut stage = Stage::new();
    let page = stage.start(1, Kind::Browser);
    stage.give(page, Ops::new().ws_open(5, URL, "").ws_close(5, 0, ""));
    let said = stage.take(page).unwrap();
    let warned = format!(
        "5 console warning: WebSocket connection to '{URL}' failed: WebSocket is closed before \
         the connection is established."
    );
    assert_eq!(texts(&said), [warned.as_str(), "5 error", "5 closed clean=0 1006 \"\""]);
}

#[test]
fn one_handshake_at_a_time_with_a_server() {
    let mut stage = Stage::new();
    let (server, page) = (stage.start(0, Kind::Node), stage.start(1, Kind::Browser));
    stage.give(server, Ops::new().listen(1, "", 8080));
    stage.take(server);
    stage.give(server, Ops::new());
    stage.give(page, Ops::new().ws_open(5, URL, "").ws_open(6, URL, ""));
    let first = stage.take(server).unwrap()[0].new;
    stage.give(server, Ops::new());
    let asked = stage.take(server).unwrap();
    assert_eq!((asked.len(), asked[0].text.contains("data")), (1, true));
    stage.give(server, Ops::new().timer(9, 50));
    assert_eq!(texts(&stage.take(server).unwrap()), ["9 timer"], "no second connection yet");
    stage.give(server, Ops::new().close(first));
    stage.take(server);
    stage.give(server, Ops::new());
    assert!(stage.take(server).unwrap()[0].text.contains("connection from"));
}

#[test]
fn a_compressed_message_is_inflated() {
    let mut pair = asking("");
    let policy = Policy { deflate: Some(Parameters::default()), ..Policy::default() };
    let accepted = Server::new(policy).receive(&mut &pair.asked[..]).unwrap().unwrap();
    let agreed = accepted.deflate.clone().expect("offered");
    pair.answer(accepted.response().to_bytes());
    assert_eq!(pair.page_until("opened"), ["5 opened \"\" \"permessage-deflate\""]);
    // RFC 7692 §7.2.3.2: "Hello" twice, the second referring to the first.
    pair.answer([0xc1, 7, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]);
    pair.answer([0xc1, 5, 0xf2, 0x00, 0x11, 0x00, 0x00]);
    assert_eq!(pair.page_until("message"), ["5 message 1 \"Hello\""; 2]);
    let said = "Hello, hello, hello, hello!";
    pair.stage.give(pair.page, Ops::new().ws_send(5, said));
    assert_eq!(pair.page_until("sent"), [format!("5 sent {}", said.len())]);
    let mut judge = Connection::server(Limits::default()).with_deflate(agreed.0);
    let heard = pair.heard();
    assert_eq!(heard[0], 0xc1, "compressed, as Chromium sends every message");
    assert!(heard.len() < said.len());
    judge.receive(&mut &heard[..]);
    let told = Output::Event(Told::Message(Message::Text(said.to_owned())));
    assert_eq!(judge.poll_output(), Some(told));
}
