//! A Node program and a page in a lab, turn by turn, as the machine runs them.

use lab::codec::{Reader, Writer};
use lab::{Lab, Next, Rest, Setup};
use websocket::handshake::Server;
use websocket::handshake::server::Policy;

use crate::events::{Event, Ops, read_events};

const SETUP: &str = "host server 10.0.0.2\nhost client 10.0.0.1\n\
    program server.mjs server node\nprogram page.js client browser start 5ms\n\
    forward server.example.com:80 server:8080\nlink delay 10ms\n";

/// What a program does in a turn, from what it was told.
type Script<'a> = &'a mut dyn FnMut(Vec<Event>) -> Ops;

/// Runs two programs until the lab rests.
fn run(lab: &mut Lab, scripts: &mut [Script<'_>; 2]) -> Rest {
    for _ in 0..10_000 {
        match lab.advance() {
            Next::Start { .. } | Next::Busy => {}
            Next::Rest(rest) => return rest,
            Next::Turn { process, reply, .. } => {
                // The first turn begins the program; every other brings events.
                let events = if reply.is_empty() {
                    Vec::new()
                } else {
                    let mut reader = Reader::new(&reply);
                    assert_eq!(reader.u8(), Ok(0));
                    read_events(reader.bytes().unwrap())
                };
                let ops = scripts[process](events);
                let mut asked = Writer::default();
                asked.u8(80).data(&ops.bytes());
                lab.heard(process, 0, 1, &asked.bytes);
            }
        }
    }
    panic!("the lab never rests");
}

#[test]
fn a_page_reaches_a_node_server_behind_a_forwarded_port() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    let (mut server_said, mut page_said) = (Vec::new(), Vec::new());
    let mut is_first = true;
    let mut server = |events: Vec<Event>| {
        let mut ops = Ops::new();
        if std::mem::take(&mut is_first) {
            ops = ops.listen(2, "::", 8080);
        }
        for event in events {
            if event.bytes.starts_with(b"GET") {
                let mut judge = Server::new(Policy::default());
                let accepted = judge.receive(&mut &event.bytes[..]).unwrap().unwrap();
                let welcome = [&accepted.response().to_bytes()[..], b"\x81\x02hi"].concat();
                ops = ops.write(1 << 31, welcome);
            }
            server_said.push(event.text);
        }
        ops
    };
    let mut is_first = true;
    let mut page = |events: Vec<Event>| {
        page_said.extend(events.into_iter().map(|event| event.text));
        let ops = Ops::new();
        if std::mem::take(&mut is_first) {
            return ops.ws_open(2, "ws://server.example.com/socket", "");
        }
        ops
    };
    run(&mut lab, &mut [&mut server, &mut page]);
    assert_eq!(page_said, ["2 opened \"\" \"\"", "2 message 1 \"hi\""]);
    assert_eq!(server_said[0], "2 listening :: 8080");
    assert!(server_said[1].starts_with("2 connection from ::ffff:10.0.0.1 "), "{server_said:?}");
    assert!(server_said[2].contains("data of"), "{server_said:?}");
}
