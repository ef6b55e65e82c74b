//! Clients under test: a small echo client drives itself, by order and as Autobahn's clients do.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::Child,
    time::Duration,
};

use websocket::{
    connection::{Connection, Event, Limits, MaskKeys, Message, Output},
    handshake::{Client, client::Wish, deflate::Parameters},
};

use super::{finish, named, start};

/// What a client does wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    /// Every text in capital letters.
    Shouts,
}

/// Opens a WebSocket and echoes to its end; gives the texts that came. An error is no connection.
fn converse(address: &str, target: &str, wrong: Wrong) -> std::io::Result<Vec<String>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let wish = Wish { deflate: Some(Parameters::default()), ..Wish::new(address, target) };
    let mut client = Client::new(&wish, *b"sixteen bytes of").unwrap();
    stream.write_all(client.request())?;
    let (mut buffer, mut texts) = (vec![0; 64 << 10], Vec::new());
    let mut connection: Option<Connection> = None;
    loop {
        let len = stream.read(&mut buffer)?;
        let mut bytes = &buffer[..len];
        if len == 0 {
            return Ok(texts);
        }
        if connection.is_none() {
            connection = match client.receive(&mut bytes) {
                None => continue,
                Some(Err(_)) => return Ok(texts),
                Some(Ok(established)) => {
                    let keys = MaskKeys::seeded([7; 32]);
                    let open = Connection::client(Limits::default(), keys);
                    Some(match established.deflate {
                        Some(agreed) => open.with_deflate(agreed),
                        None => open,
                    })
                }
            };
        }
        let Some(open) = &mut connection else { continue };
        while !bytes.is_empty() {
            open.receive(&mut bytes);
            let Some(message) = drain(open, &mut stream)? else { continue };
            let answer = match message {
                Message::Text(text) => {
                    texts.push(text.clone());
                    let shouts = wrong == Wrong::Shouts;
                    Message::Text(if shouts { text.to_uppercase() } else { text })
                }
                binary @ Message::Binary(_) => binary,
            };
            let _closed_already = open.send(&answer);
            drain(open, &mut stream)?;
        }
    }
}

/// Writes what is to be written; gives a message. The end of the connection is an error.
fn drain(open: &mut Connection, stream: &mut TcpStream) -> std::io::Result<Option<Message>> {
    let mut message = None;
    let mut is_over = false;
    while let Some(output) = open.poll_output() {
        match output {
            Output::Send(bytes) => stream.write_all(&bytes)?,
            Output::Event(Event::Message(came)) => message = Some(came),
            Output::HangUp => is_over = true,
            Output::Event(_) => {}
        }
    }
    if is_over {
        stream.shutdown(std::net::Shutdown::Both)?;
    }
    Ok(message)
}

/// A run that waits for clients, and where.
fn waiting(words: &[&str]) -> (Child, String) {
    let mut child = start(&[&["--client", "--port", "0", "--json"], words].concat());
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    errors.read_line(&mut line).unwrap();
    let (_, rest) = line.split_once("ws://").unwrap();
    let address = rest.split(' ').next().unwrap().to_owned();
    child.stderr = Some(errors.into_inner());
    (child, address)
}

#[test]
fn a_client_that_connects_until_it_is_refused() {
    let (child, address) = waiting(&["--level", "strict"]);
    while converse(&address, "/", Wrong::Nothing).is_ok() || TcpStream::connect(&address).is_ok() {}
    let checked = finish(child);
    assert_eq!(checked.status, 0, "{}", checked.out);
    assert!(named(&checked.out, "failed").is_empty());
    assert!(named(&checked.out, "passed").len() > 170, "{}", checked.out);
}

#[test]
fn a_client_of_the_autobahn_suite_works_unchanged() {
    let (child, address) = waiting(&["--only", "framing.t*", "--only", "control.ping-*"]);
    let counted = converse(&address, "/getCaseCount", Wrong::Nothing).unwrap();
    let count: usize = counted[0].parse().unwrap();
    assert!(count > 5);
    for case in 1..=count {
        let target = format!("/runCase?case={case}&agent=shouting");
        let _ended = converse(&address, &target, Wrong::Shouts);
    }
    let status = converse(&address, "/getCaseStatus?case=1&agent=shouting", Wrong::Nothing);
    assert_eq!(status.unwrap(), [r#"{"behavior":"FAILED"}"#]);
    let info = converse(&address, "/getCaseInfo?case=1", Wrong::Nothing).unwrap();
    assert!(info[0].contains("framing.text"), "{info:?}");
    converse(&address, "/updateReports?agent=shouting", Wrong::Nothing).unwrap();
    let checked = finish(child);
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains(r#""checked": "shouting""#), "{}", checked.out);
    let failed = named(&checked.out, "failed");
    assert!(failed.contains(&"framing.text".to_owned()), "{failed:?}");
    assert!(!failed.contains(&"control.ping-payload".to_owned()), "{failed:?}");
}

#[test]
fn a_client_that_asks_by_number_is_told_when_it_is_done() {
    let (child, address) = waiting(&["--only", "framing.text*"]);
    let mut number = 1;
    // The client of this test takes a refusal for an answer without texts.
    while !converse(&address, &format!("/case?n={number}"), Wrong::Nothing).unwrap().is_empty()
        || number < 4
    {
        number += 1;
    }
    let checked = finish(child);
    assert_eq!(checked.status, 0, "{}", checked.out);
    assert_eq!(named(&checked.out, "passed").len(), 3);
}

#[test]
fn a_client_that_leaves_early_has_not_shown_everything() {
    let (child, address) = waiting(&["--only", "framing.text*"]);
    let _ended = converse(&address, "/runCase?case=1&agent=short", Wrong::Nothing);
    converse(&address, "/updateReports?agent=short", Wrong::Nothing).unwrap();
    let checked = finish(child);
    assert_eq!(checked.status, 1);
    assert_eq!(named(&checked.out, "not applicable").len(), 2);
}
