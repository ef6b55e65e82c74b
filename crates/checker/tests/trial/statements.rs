//! Every statement and every claim, right and wrong.

use checker::{Reason, Went, World};
use kernel::{Call, OptionValue, abi};

use super::program::{Os, Program, Run, judged};

#[track_caller]
fn check(lines: &str, program: Program, verdict: &str) {
    let text = format!("program server.py\ncheck one\n{lines}");
    let run = Run::of(&text, 0, &World::default(), program);
    assert_eq!(run.says(), verdict, "{lines}");
}

/// Echoes whatever comes, to one client after the other.
fn echo(os: &Os) {
    let listener = os.listen(8080);
    loop {
        let connection = os.accept(listener);
        while let Ok(bytes) = os.receive(connection, 1_024) {
            if bytes.is_empty() || os.send(connection, &bytes).is_err() {
                break;
            }
        }
        os.close(connection);
    }
}

/// Takes one connection and does this with it.
fn served(os: &Os, serve: impl Fn(&Os, i32)) {
    let listener = os.listen(8080);
    let connection = os.accept(listener);
    serve(os, connection);
}

const HELLO: &str = "peer client\nconnect 8080\nsend \"Hello\\n\"\nexpect \"Hello\\n\"\n";

#[test]
fn exact_bytes() {
    check(HELLO, echo, "passed");
    check(HELLO, |os| os.sleep(60_000), "refused 8080");
    check(HELLO, |_| {}, "exited 8080");
    check(HELLO, |os| served(os, |os, _| os.sleep(60_000)), "nothing Hello\\n/");
    check(
        HELLO,
        |os| served(os, |os, it| os.send(it, b"Help!").unwrap()),
        "differs Hello\\n/Help!",
    );
    check(HELLO, |os| served(os, |os, it| os.send(it, b"Hel").unwrap()), "reset Hello\\n/Hel");
    check(
        HELLO,
        |os| {
            served(os, |os, it| {
                os.receive(it, 100).unwrap();
                os.send(it, b"Hel").unwrap();
            });
        },
        "ended Hello\\n/Hel",
    );
}

#[test]
fn a_traceback_explains_what_peers_missed() {
    let dies = "died Hello\\n/ ValueError: no";
    check(HELLO, |os| os.die("ValueError: no"), "died ValueError: no");
    check(HELLO, |os| served(os, |os, _| os.die("ValueError: no")), dies);
    // The connection is gone before the program says why.
    check(
        HELLO,
        |os| {
            served(os, |os, it| {
                os.receive(it, 100).unwrap();
                os.close(it);
                os.sleep(5);
                os.die("ValueError: no")
            });
        },
        dies,
    );
}

#[test]
fn lines_marks_and_heads() {
    let says = |os: &Os| {
        served(os, |os, it| {
            os.send(it, b"one\ntwo;HTTP/1.1 200 OK\r\n\r\nrest").unwrap();
            os.sleep(60_000);
        });
    };
    let lines = "peer client\nconnect 8080\nexpect line\nexpect until \";\"\nexpect head\n";
    check(&format!("{lines}expect \"rest\"\n"), says, "passed");
    check(&format!("{lines}expect line\n"), says, "nothing \\n/rest");
}

#[test]
fn how_connections_end() {
    let ends = |os: &Os| served(os, Os::close);
    let resets = |os: &Os| {
        served(os, |os, fd| {
            let value = OptionValue::Linger(1, 0);
            let (level, name) = (abi::SOL_SOCKET, abi::SO_LINGER);
            os.call(Call::SetOption { fd, level, name, value }).unwrap();
            os.close(fd);
        });
    };
    let stays = |os: &Os| served(os, |os, _| os.sleep(60_000));
    let peer = |expected| format!("peer client\nconnect 8080\nexpect {expected}\n");
    check(&peer("end"), ends, "passed");
    check(&peer("end"), stays, "open");
    check(&peer("reset"), resets, "passed");
    check(&peer("reset"), ends, "ended");
    check(&peer("end"), resets, "reset");
    check(&peer("closed"), ends, "passed");
    check(&peer("closed"), resets, "passed");
    check(&peer("silence 500ms"), stays, "passed");
    check(&peer("silence 500ms"), ends, "ended");
    check(
        "peer a\nconnect 8080\nexpect silence 1s\n",
        |os| {
            served(os, |os, it| {
                os.send(it, b"x").unwrap();
                os.sleep(60_000);
            });
        },
        "more /x",
    );
}

#[test]
fn ends_that_the_peer_makes() {
    // What a server sees of shutdown, close and reset.
    let sees = |os: &Os| {
        served(os, |os, it| {
            let seen = os.receive(it, 100);
            os.print(&format!("{seen:?}\n"));
            if let Ok(bytes) = seen {
                let sent = os.send(it, b"bye");
                os.print(&format!("{} {sent:?}\n", bytes.len()));
            }
        });
    };
    let peer = "peer client\nconnect 8080\n";
    check(&format!("{peer}shutdown\nexpect \"bye\"\nexpect end\n"), sees, "passed");
    check(&format!("{peer}close\nprogram prints line \"Ok([])\"\n"), sees, "passed");
    let reset = format!("{peer}reset\nprogram prints line \"Err(ECONNRESET)\"\n");
    check(&reset, sees, "passed");
}

#[test]
fn slow_readers_and_what_is_refused() {
    let sends = |os: &Os| {
        served(os, |os, it| os.send(it, &vec![b'x'; 50_000]).unwrap());
    };
    check("peer slow\nconnect 8080\ndrain 1000 every 5ms\n", sends, "passed");
    check("peer client\nrefused 8081\n", |os| os.sleep(60_000), "passed");
    check("peer client\nwait 100ms\nrefused 8080\n", echo, "open 8080");
}

#[test]
fn peers_that_listen() {
    let client = |os: &Os| {
        let Ok(fd) = os.connect(9000) else { os.die("refused") };
        os.send(fd, b"hi").unwrap();
        let answer = os.receive(fd, 100).unwrap();
        os.print(&String::from_utf8(answer).unwrap());
    };
    let server = "peer server\nlisten 9000 backlog 1\naccept\nexpect \"hi\"\nsend \"yes\"\n";
    check(&format!("{server}program prints \"yes\"\nprogram exits 0\n"), client, "passed");
    check(&format!("{server}program prints line \"no\"\n"), client, "unprinted no/yes");
    check(server, |os| os.sleep(60_000), "nothing");
    check(server, |_| {}, "exited");
    // It listens from 300 ms on; a patient client finds it then.
    let late = server.replace("peer server", "peer server start 300ms");
    check(&late, client, "died refused");
    check(
        &late,
        |os| {
            os.sleep(400);
            let fd = os.connect(9000).unwrap();
            os.send(fd, b"hi").unwrap();
            os.receive(fd, 100).unwrap();
        },
        "passed",
    );
}

#[test]
fn a_peer_takes_one_connection_after_the_other() {
    let server = "peer server\nlisten 9000\naccept\nexpect \"1\"\nclose\naccept\nexpect \"2\"\n\
                  expect end\n";
    check(
        server,
        |os| {
            for text in ["1", "2"] {
                let fd = os.connect(9000).unwrap();
                os.send(fd, text.as_bytes()).unwrap();
                os.close(fd);
            }
        },
        "passed",
    );
}

#[test]
fn datagrams() {
    let echo = |os: &Os| {
        let fd = os.udp(9000);
        for _ in 0..3 {
            let Ok(kernel::Reply::Received { data, from, .. }) = os.call(Call::receive(fd, 100))
            else {
                os.die("no datagram")
            };
            os.call(Call::Send { fd, data, flags: 0, address: from }).unwrap();
        }
    };
    let asks = "peer client\nudp\nsendto 9000 \"one\"\nexpect datagram \"one\"\n";
    check(asks, echo, "passed");
    check(&asks.replace("datagram \"one\"", "datagram \"two\""), echo, "differs two/one");
    check(&format!("{asks}expect silence 100ms\n"), echo, "passed");
    check(&asks.replace("udp", "refused 9000\nudp"), echo, "passed");
    check(asks, |os| os.sleep(60_000), "refused 9000");
    let server = "peer server\nudp 9100\nignore\nexpect datagram \"hi\"\nreply \"yes\"\n";
    check(
        &format!("{server}program prints \"yes\"\n"),
        |os| {
            let fd = os.udp(0);
            let to = kernel::Address::Inet(kernel::Endpoint::loopback(9100));
            for _ in 0..2 {
                let (data, address) = (b"hi".as_slice().into(), Some(to.clone()));
                os.call(Call::Send { fd, data, flags: 0, address }).unwrap();
                os.sleep(100);
            }
            let answer = os.receive(fd, 100).unwrap();
            os.print(&String::from_utf8(answer).unwrap());
        },
        "passed",
    );
}

#[test]
fn claims_about_the_program() {
    let said = format!("{HELLO}program prints no \"error\"\nprogram lives\n");
    check(&said, echo, "passed");
    check(&format!("{said}program calls accept at least 2\n"), echo, "passed");
    check(&format!("{said}program calls accept 1\n"), echo, "calls 1/2 accept");
    check(&format!("{said}program calls no connect\n"), echo, "passed");
    check(&format!("{said}program holds 1\n"), echo, "passed");
    check(&format!("{said}program holds 2\n"), echo, "holds 2/1");
    check(&format!("{HELLO}program exits\n"), echo, "open");
    let once = |os: &Os| {
        served(os, |os, it| {
            let bytes = os.receive(it, 100).unwrap();
            os.send(it, &bytes).unwrap();
        });
        os.sleep(3_000);
        os.exit(7);
    };
    check(&format!("{HELLO}program lives\n"), once, "passed");
    check(&format!("{HELLO}program exits\n"), once, "passed");
    check(&format!("{HELLO}program exits 0\n"), once, "status 0/7");
}

#[test]
fn lines_that_are_typed() {
    let reads = |os: &Os| loop {
        match os.read_line().as_str() {
            "" => os.exit(0),
            line => os.print(&format!("<{}>\n", line.trim_end())),
        }
    };
    let typed = "stdin \"one\"\nstdin \"two\"\nprogram prints line \"<two>\"\n";
    check(&format!("{typed}program lives\n"), reads, "passed");
    check(&format!("{typed}program exits\n"), reads, "open");
    check(&format!("{typed}stdin end\nprogram exits 0\n"), reads, "passed");
}

#[test]
fn what_never_ends_is_told_as_a_loop() {
    check(
        HELLO,
        |os| loop {
            os.compute(100);
        },
        "loop 8080",
    );
    // It does not notice the end, and reads it again and again.
    check(
        &format!("{HELLO}shutdown\nexpect end\n"),
        |os| {
            served(os, |os, it| {
                loop {
                    let bytes = os.receive(it, 100).unwrap();
                    os.send(it, &bytes).unwrap();
                }
            });
        },
        "loop",
    );
    // It asks all the time whether something came, and does nothing about it.
    check(
        HELLO,
        |os| {
            let fd = os.listen(8080);
            loop {
                os.compute(1);
                os.call(Call::Poll { fds: vec![(fd, abi::POLLIN)], timeout_ms: 0 }).unwrap();
            }
        },
        "nothing Hello\\n/",
    );
}

/// Many calls are no loop as long as they move something.
#[test]
fn byte_by_byte_is_slow_and_right() {
    let lines = "peer client\nconnect 8080\nsend (repeat 20000 \"x\") \"\\n\"\nexpect \"20000\"\n";
    let reads = |os: &Os| {
        served(os, |os, it| {
            let mut count = 0;
            while os.receive(it, 1).unwrap() != b"\n" {
                count += 1;
            }
            os.send(it, count.to_string().as_bytes()).unwrap();
        });
    };
    check(lines, reads, "passed");
}

#[test]
fn a_handshake_and_frames() {
    use websocket::handshake::{Server, server::Policy};
    fn shakes(os: &Os, then: impl Fn(&Os, i32)) {
        let listener = os.listen(8080);
        let connection = os.accept(listener);
        let mut server = Server::new(Policy::default());
        let answer = loop {
            let bytes = os.receive(connection, 1_024).unwrap();
            if let Some(verdict) = server.receive(&mut &bytes[..]) {
                break verdict;
            }
        };
        let answer = answer.map_or_else(|fault| fault.response(), |it| it.response());
        os.send(connection, &answer.to_bytes()).unwrap();
        then(os, connection);
        os.sleep(60_000);
    }
    let echoes = |os: &Os| {
        shakes(os, |os, it| {
            let frame = os.receive(it, 100).unwrap();
            assert_eq!(frame[..2], [0x81, 0x82]);
            os.send(it, b"\x81\x02Hi\x88\x02\x03\xe8").unwrap();
        });
    };
    let hello = "peer client\nconnect 8080\nhandshake /chat\n\
                 send (frame text mask 01020304 \"Hi\")\n";
    check(&format!("{hello}expect frame text \"Hi\"\nexpect close 1000\n"), echoes, "passed");
    check(&format!("{hello}expect message text \"Hi\"\nexpect close\n"), echoes, "passed");
    check(&format!("{hello}expect frame text \"Ho\"\n"), echoes, "differs Ho/Hi");
    let masked = |os: &Os| shakes(os, |os, it| os.send(it, b"\x81\x82\0\0\0\0Hi").unwrap());
    let run = Run::of(
        &format!("program server.py\ncheck one\n{hello}expect frame text \"Hi\"\n"),
        0,
        &World::default(),
        masked,
    );
    let failure = run.failure().unwrap();
    assert_eq!((failure.reason, failure.detail.contains("§5.1")), (Reason::Illegal, true));
    // Where nothing else is sent, the request is cut; careless servers take one recv for it.
    let split =
        "program server.py\ncheck one\nevery byte\npeer client\nconnect 8080\nhandshake /\n";
    assert_eq!(judged(split, |os| shakes(os, |_, _| {})), "passed");
    assert_eq!(
        judged(split, |os| served(os, |os, it| {
            let mut bytes = &os.receive(it, 1_024).unwrap()[..];
            let verdict =
                Server::new(Policy::default()).receive(&mut bytes).unwrap_or_else(|| os.exit(0));
            os.send(it, &verdict.unwrap().response().to_bytes()).unwrap();
        })),
        "world 1: reset HTTP/1.1 101/"
    );
    let refused = "peer client\nconnect 8080\nask / without Sec-WebSocket-Key\n";
    check(&format!("{refused}expect refusal 400\n"), |os| shakes(os, |_, _| {}), "passed");
    check(
        &format!("{refused}expect refusal 426\n"),
        |os| shakes(os, |_, _| {}),
        "refusal 426/400 400",
    );
}

#[test]
fn the_steps_of_a_failure() {
    let text = format!("program server.py\ncheck one\n{HELLO}expect end\nprogram lives\n");
    let run = Run::of(&text, 0, &World::default(), echo);
    let failure = run.failure().unwrap();
    let steps: Vec<_> = failure.steps.iter().map(|it| (it.text.as_str(), it.went)).collect();
    let done = Went::Done;
    assert_eq!(
        steps,
        [
            ("connect 8080", done),
            ("send \"Hello\\n\"", done),
            ("expect \"Hello\\n\"", done),
            ("expect end", Went::Failed),
        ]
    );
    assert_eq!(failure.steps[3].line, 7);
    assert!(failure.steps[3].at_ms >= 3_000, "it waited");

    let text = text.replace("expect end\n", "").replace("lives", "exits");
    let run = Run::of(&text, 0, &World::default(), echo);
    let last = run.failure().unwrap().steps.pop().unwrap();
    assert_eq!((last.peer, last.text.as_str(), last.went), (1, "program exits", Went::Failed));
}
