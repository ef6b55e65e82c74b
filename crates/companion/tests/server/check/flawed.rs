//! Servers with one flaw over real connections: the same cases fail as without a network.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use websocket::Role;

use super::{
    check,
    endpoint::{Endpoint, Flaw},
    named,
    opening::{self, Agreed},
};

/// What each flaw fails without a network: the checker's own tests keep it.
const TABLE: &str = include_str!("../../../../checker/tests/websocket/mutants.txt");

fn serve(mut stream: TcpStream, flaw: Flaw) -> std::io::Result<()> {
    let (mut head, mut reads) = (Vec::new(), 0);
    let mut buffer = vec![0; 64 << 10];
    let mut endpoint: Option<Endpoint> = None;
    loop {
        let len = stream.read(&mut buffer)?;
        let Some(open) = &mut endpoint else {
            head.extend(&buffer[..len]);
            reads += 1;
            match opening::answer(flaw, &head, reads) {
                _ if len == 0 => return Ok(()),
                None => continue,
                Some(answered) => {
                    stream.write_all(&answered.bytes)?;
                    if answered.ended {
                        return leave(&mut stream);
                    }
                    let agreed = answered.granted.and_then(|Agreed(agreed)| agreed);
                    endpoint = Some(Endpoint::new(Role::Server, flaw, agreed));
                    continue;
                }
            }
        };
        if len == 0 {
            open.end();
        }
        let out = open.read(&buffer[..len]);
        stream.write_all(&out)?;
        if open.ended {
            return leave(&mut stream);
        }
    }
}

/// Ends our side and hears the other out, so that nothing is reset.
fn leave(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer)? > 0 {}
    Ok(())
}

fn flawed(flaw: Flaw) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _nodelay = stream.set_nodelay(true);
            thread::spawn(move || drop(serve(stream, flaw)));
        }
    });
    format!("ws://{address}/")
}

/// The groups of the cases that are played here: those that no cut of the stream changes.
const PLAYED: [&str; 7] = [
    "handshake.*",
    "framing.*",
    "masking.*",
    "fragmentation.*",
    "utf8.*",
    "control.*",
    "deflate.*",
];

#[track_caller]
fn fails_as_told(flaw: Flaw) {
    let url = flawed(flaw);
    let mut words = vec![url.as_str(), "--json", "--patience", "5000"];
    for pattern in PLAYED {
        words.extend(["--only", pattern]);
    }
    let checked = check(&words);
    let row = TABLE.lines().find_map(|line| line.strip_prefix(&format!("{flaw}: ")));
    let is_played = |name: &&str| {
        let group = name.split('.').next().unwrap();
        PLAYED.iter().any(|pattern| pattern.starts_with(group))
    };
    let told = row.unwrap_or_default().split_whitespace();
    let told: Vec<&str> = told.filter(is_played).collect();
    assert_eq!(named(&checked.out, "failed"), told, "{flaw}");
    assert_eq!(checked.status, i32::from(!told.is_empty()));
}

#[test]
fn a_right_one_passes() {
    fails_as_told("none");
}

#[test]
fn handshakes() {
    fails_as_told("accept-of-the-example");
    fails_as_told("version-untold");
    fails_as_told("connection-exact");
}

#[test]
fn frames_and_masks() {
    fails_as_told("ignores-rsv1");
    fails_as_told("accepts-wrong-masking");
    fails_as_told("64-bits-cut-to-16");
    fails_as_told("accepts-short-16");
}

#[test]
fn messages() {
    fails_as_told("last-fragment-only");
    fails_as_told("stray-continuation-is-text");
    fails_as_told("text-unjudged");
    fails_as_told("text-by-frames");
}

#[test]
fn control_and_compression() {
    fails_as_told("pongs-empty");
    fails_as_told("says-1005");
    fails_as_told("inflates-anew");
    fails_as_told("keeps-context");
}
