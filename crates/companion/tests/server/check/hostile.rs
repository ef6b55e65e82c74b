//! Servers that mean no good: whatever they do, a run ends, and says what it saw.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use websocket::handshake::{Server, server::Policy};

use super::check;

/// How long a hostile server keeps at one connection.
const SPITE: Duration = Duration::from_secs(30);

/// A server that does this with every connection, until the test's process ends.
fn hostile(act: fn(TcpStream) -> io::Result<()>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever is checked hangs up on us sooner or later.
            thread::spawn(move || drop(act(stream)));
        }
    });
    format!("ws://{address}/")
}

/// Shakes hands as one should.
fn shake(stream: &mut TcpStream) -> io::Result<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.push(byte[0]);
    }
    let answer = match Server::new(Policy::default()).receive(&mut &head[..]) {
        Some(Ok(accepted)) => accepted.response().to_bytes(),
        Some(Err(fault)) => fault.response().to_bytes(),
        None => Vec::new(),
    };
    stream.write_all(&answer)
}

fn repeat(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> io::Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < SPITE {
        stream.write_all(bytes)?;
        thread::sleep(pause);
    }
    Ok(())
}

/// Runs some cases of every kind against this; gives what was printed.
#[track_caller]
fn survives(act: fn(TcpStream) -> io::Result<()>, says: &str) {
    let url = hostile(act);
    let words = ["--patience", "150", "--level", "strict", "--only", "*.*e*"];
    let checked = check(&[&[url.as_str()], &words[..]].concat());
    assert_eq!(checked.status, 1, "{}{}", checked.out, checked.errors);
    let said = format!("{}{}", checked.out, checked.errors);
    assert!(said.contains(says), "{said}");
    assert!(checked.took < Duration::from_secs(45), "{:?}", checked.took);
}

#[test]
fn one_that_accepts_and_says_nothing() {
    let act = |_stream| {
        sulk();
        Ok(())
    };
    survives(act, "No answer came in time.");
}

#[test]
fn one_that_closes_at_once() {
    survives(|_stream| Ok(()), "The connection ended");
}

#[test]
fn one_that_drips_a_head_without_an_end() {
    let act = |mut stream: TcpStream| {
        stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\nX: ")?;
        repeat(&mut stream, b"x", Duration::from_millis(20))
    };
    survives(act, "No answer came in time.");
}

#[test]
fn one_whose_head_is_a_flood() {
    let act = |mut stream: TcpStream| {
        stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\n")?;
        repeat(&mut stream, &b"X-Flood: and more\r\n".repeat(1000), Duration::ZERO)
    };
    survives(act, "breaks a rule");
}

#[test]
fn one_that_drips_a_frame_without_an_end() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        stream.write_all(&[0x82, 127, 0, 0, 0, 0, 1, 0, 0, 0])?;
        repeat(&mut stream, b"x", Duration::from_millis(20))
    };
    survives(act, "Nothing more came in time");
}

#[test]
fn one_that_floods_with_messages() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        repeat(&mut stream, &b"\x81\x05flood".repeat(10_000), Duration::ZERO)
    };
    survives(act, "flood");
}

#[test]
fn one_that_floods_with_pings() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        repeat(&mut stream, &b"\x89\x02hi".repeat(10_000), Duration::ZERO)
    };
    survives(act, "FAILED");
}

#[test]
fn one_that_announces_gigabytes() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        stream.write_all(&[0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0])?;
        sulk();
        Ok(())
    };
    survives(act, "breaks a rule");
}

#[test]
fn one_that_reads_nothing_behind_the_handshake() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        sulk();
        Ok(())
    };
    survives(act, "still open");
}

#[test]
fn one_that_never_closes() {
    let act = |mut stream: TcpStream| {
        shake(&mut stream)?;
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer)? > 0 {}
        sulk();
        Ok(())
    };
    survives(act, "still open");
}

#[test]
fn one_that_goes_away_is_not_waited_for_again_and_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().take(3).flatten() {
            let mut stream = stream;
            let _shaken = shake(&mut stream);
        }
    });
    let checked = check(&[&url, "--patience", "100"]);
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("NOT REACHED"), "{}", checked.out);
    assert!(checked.took < Duration::from_secs(20), "{:?}", checked.took);
}

/// Does nothing for as long as it cares.
fn sulk() {
    thread::sleep(SPITE);
}
