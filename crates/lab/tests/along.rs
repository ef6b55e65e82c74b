//! Listings that are read along: the lines and the log that a run gives them.

use std::path::Path;

use kernel::{Call, Endpoint, Ip, abi};
use lab::along::{self, Along, Moment};
use lab::codec::{Writer, write_call};
use lab::{Lab, Next, Setup, Stage};
use recording::Recording;

const SETUP: &str = "host server 10.0.0.2\nhost client 10.0.0.1\nprogram server server python\n\
                     program client client python\nlink delay 10ms";

fn listing(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings");
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn tcp() -> Call {
    Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 }
}

/// The run of a server and a client that make these calls whatever they are told.
fn run(server: Vec<Call>, client: Vec<Call>) -> Recording {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    let mut programs = [server.into_iter(), client.into_iter()];
    let mut log = Vec::new();
    for _ in 0..10_000 {
        match lab.advance() {
            Next::Turn { process, thread, .. } => {
                let mut asked = Writer::default();
                match programs[process].next() {
                    Some(call) => write_call(&mut asked, &call),
                    None => _ = asked.u8(64).i32(0),
                }
                lab.heard(process, thread, 1, &asked.bytes);
            }
            Next::Rest(_) => break,
            Next::Start { .. } | Next::Busy => {}
        }
    }
    log.extend(lab.take_log());
    let mut stage = Stage::new(Setup::parse(SETUP).unwrap(), |_| String::new());
    stage.replay(&log).unwrap();
    stage.finish()
}

fn server(rest: Vec<Call>) -> Vec<Call> {
    let mut calls = vec![
        tcp(),
        Call::bind(3, Endpoint::new(Ip::ANY, 9000)),
        Call::Listen { fd: 3, backlog: 8 },
        Call::Accept { fd: 3, flags: 0 },
    ];
    calls.extend(rest);
    calls
}

fn client(rest: Vec<Call>) -> Vec<Call> {
    let mut calls = vec![tcp(), Call::connect(3, Endpoint::new(Ip([10, 0, 0, 2].into()), 9000))];
    calls.extend(rest);
    calls
}

fn moments(name: &str, ending: &str, run: &Recording) -> Vec<Moment> {
    let (rules, text) = (listing(&[name, ".along"].concat()), listing(&[name, ending].concat()));
    Along::parse(&rules, &text).unwrap().read(run, "server")
}

#[test]
fn a_c_server_reads_along_with_the_same_calls() {
    let close = |fd| Call::Close { fd };
    let run = run(
        server(vec![
            Call::receive(4, 1024),
            Call::send(4, b"hello"),
            Call::receive(4, 1024),
            close(4),
            close(3),
        ]),
        client(vec![Call::send(3, b"hello"), Call::receive(3, 1024), close(3)]),
    );
    let moments = moments("life/server", ".c", &run);
    let (lines, log) = along::at(&moments, run.steps.len());
    assert_eq!(log, listing("life/server.out"), "it would print what every server prints");
    assert_eq!(lines, [(45, 45)], "the second close comes last");
    let (lines, log) = along::at(&moments, 0);
    assert_eq!((lines, log.as_str()), (&[][..], ""), "nothing before the first step");

    // While it waits, the line of the call is lit and what follows is not printed yet.
    let accepted = moments.iter().position(|it| it.log == "accepted a connection\n").unwrap();
    let waiting = &moments[accepted - 1];
    assert_eq!(waiting.lines, [(31, 31)]);
    let (lines, log) = along::at(&moments, waiting.step);
    assert_eq!((lines, log.as_str()), (&[(31, 31)][..], "listening on port 9000\n"));
    assert_eq!(moments[accepted].lines, [(31, 31), (32, 32)]);
}

const REQUEST: &[u8] = b"GET /ws/chat HTTP/1.1\r\nHost: server:9000\r\nUpgrade: websocket\r\n\
    Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Sec-WebSocket-Version: 13\r\n\r\n";
const ANSWER: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\
    Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
/// "hi", masked with zeros, and a close with 1001, masked too.
const HI: &[u8] = &[0x81, 0x82, 0, 0, 0, 0, b'h', b'i'];
const GOING: &[u8] = &[0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9];

fn chat(wire: &[&[u8]], last: Vec<Call>) -> Recording {
    let mut serves = vec![Call::receive(4, 4096), Call::send(4, ANSWER)];
    let mut asks = vec![Call::send(3, REQUEST), Call::receive(3, 4096)];
    for bytes in wire {
        asks.push(Call::send(3, bytes));
        asks.push(Call::Sleep { seconds: 1, ns: 0 });
        serves.push(Call::receive(4, 4096));
        serves.push(Call::send(4, b"\x81\x01x"));
    }
    serves.extend(last);
    asks.push(Call::Close { fd: 3 });
    run(server(serves), client(asks))
}

#[test]
fn a_spring_handler_reads_along_with_a_websocket_server() {
    let run = chat(&[HI, GOING], vec![Call::Close { fd: 4 }]);
    let moments = moments("programs/java/ChatHandler", ".java", &run);
    let log: String = moments.iter().map(|it| it.log.as_str()).collect();
    let id = log.split(' ').next().unwrap();
    assert_eq!(id.len(), 36, "{id}");
    assert_eq!(log, format!("{id} has come, 1 are here\n{id} says hi\n{id} has left with 1001\n"));
    let lit: Vec<_> = moments.iter().map(|it| it.lines[0]).collect();
    // What it sends behind the close still goes out, and is no handler's any more.
    assert_eq!(lit, [(23, 27), (30, 34), (47, 49), (42, 45)]);
}

#[test]
fn frames_cut_anywhere_and_an_abrupt_end_are_understood() {
    let run = chat(&[&HI[..3], &HI[3..]], vec![Call::receive(4, 10), Call::Close { fd: 4 }]);
    let moments = moments("programs/java/ChatHandler", ".java", &run);
    let log: String = moments.iter().map(|it| it.log.as_str()).collect();
    assert!(log.contains(" says hi\n") && log.ends_with(" has left with 1006\n"), "{log}");
}

#[test]
fn the_configuration_lights_up_before_it_listens_and_at_a_request() {
    let run = chat(&[], vec![Call::Close { fd: 4 }]);
    let moments = moments("programs/java/WebSocketConfig", ".java", &run);
    let lit: Vec<_> = moments.iter().map(|it| it.lines.as_slice()).collect();
    assert_eq!(lit, [[(16, 19)], [(17, 17)]]);
}

#[test]
fn what_is_no_websocket_says_nothing() {
    let noise: &[u8] = b"\x16\x03\x01 this is no HTTP\r\n\r\n";
    let serves = vec![Call::receive(4, 4096), Call::send(4, noise), Call::Close { fd: 4 }];
    let run = run(server(serves), client(vec![Call::send(3, noise), Call::Close { fd: 3 }]));
    assert_eq!(moments("programs/java/ChatHandler", ".java", &run), []);
}

#[test]
fn rules_that_cannot_be_are_named_by_their_line() {
    let listing = "log.info(\"{} and {}\", a, b);\nend();\n";
    let wrong = |rules: &str| Along::parse(rules, listing).unwrap_err().line;
    assert!(Along::parse("open -> 1-2 log 1 id text\n\n# a comment\n", listing).is_ok());
    assert_eq!(wrong("\nopened -> 1"), 2, "no such event");
    assert_eq!(wrong("open -> 3"), 1, "no such line");
    assert_eq!(wrong("open -> 2-1"), 1);
    assert_eq!(wrong("open -> 1 log 2"), 1, "no text on that line");
    assert_eq!(wrong("open -> 1 log 1 id"), 1, "a blank without a value");
    assert_eq!(wrong("open -> 1 log 1 id time"), 1, "no such value");
    assert_eq!(wrong("call recv last -> 1"), 1);
}
