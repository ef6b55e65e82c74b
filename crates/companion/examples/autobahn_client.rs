//! The engine as a client of the Autobahn suite's server: `autobahn_client URL AGENT`.
//!
//! It asks how many cases there are, echoes through each, and has the report written.

#![forbid(unsafe_code)]

use std::{
    error::Error,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use websocket::{
    connection::{Connection, Event, Limits, MaskKeys, Message, Output},
    handshake::{Client, client::Wish, deflate::Parameters},
};

/// Longer than any case takes.
const PATIENCE: Duration = Duration::from_mins(2);

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [url, agent] = words.as_slice() else {
        return Err("usage: autobahn_client URL AGENT".into());
    };
    let host = url.strip_prefix("ws://").ok_or("the URL begins with ws://")?;
    let counted = converse(host, "/getCaseCount", Answering::Nothing)?;
    let count: u32 = match counted.last() {
        Some(Message::Text(count)) => count.parse()?,
        _ => return Err("the suite does not say how many cases there are".into()),
    };
    for case in 1..=count {
        // How a case ends is the suite's to judge; here it only has to end.
        let _ended = converse(host, &format!("/runCase?case={case}&agent={agent}"), Answering::All);
    }
    converse(host, &format!("/updateReports?agent={agent}"), Answering::Nothing)?;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answering {
    All,
    Nothing,
}

/// Opens a WebSocket and follows it to its end; gives the messages that were not answered.
fn converse(
    host: &str,
    target: &str,
    answering: Answering,
) -> Result<Vec<Message>, Box<dyn Error>> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let wish = Wish { deflate: Some(Parameters::default()), ..Wish::new(host, target) };
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce)?;
    let mut client = Client::new(&wish, nonce)?;
    stream.write_all(client.request())?;

    let mut buffer = vec![0; 64 << 10];
    let (established, left_over) = loop {
        let mut bytes = next(&mut stream, &mut buffer)?;
        if let Some(verdict) = client.receive(&mut bytes) {
            break (verdict?, bytes.to_vec());
        }
    };
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    let mut connection = Connection::client(Limits::default(), MaskKeys::seeded(seed));
    if let Some(agreed) = established.deflate {
        connection = connection.with_deflate(agreed);
    }
    let mut kept = Vec::new();
    let mut bytes = &left_over[..];
    loop {
        while !bytes.is_empty() {
            connection.receive(&mut bytes);
            let Some(message) = drain(&mut connection, &mut stream)? else { continue };
            match answering {
                Answering::Nothing => kept.push(message),
                // Refused after a close frame: nobody is left to answer.
                Answering::All => drop(connection.send(&message)),
            }
            drain(&mut connection, &mut stream)?;
        }
        bytes = match next(&mut stream, &mut buffer) {
            Ok(bytes) => bytes,
            Err(_ended) => return Ok(kept),
        };
    }
}

/// The next bytes; an error at the end of the stream.
fn next<'a>(stream: &mut TcpStream, buffer: &'a mut [u8]) -> Result<&'a [u8], Box<dyn Error>> {
    match stream.read(buffer)? {
        0 => Err("the stream ended".into()),
        len => Ok(&buffer[..len]),
    }
}

/// Writes what is to be written; gives the message that came, if one did.
fn drain(
    connection: &mut Connection,
    stream: &mut TcpStream,
) -> Result<Option<Message>, Box<dyn Error>> {
    let mut message = None;
    while let Some(output) = connection.poll_output() {
        match output {
            Output::Send(bytes) => stream.write_all(&bytes)?,
            Output::Event(Event::Message(came)) => message = Some(came),
            Output::Event(_) => {}
            Output::HangUp => stream.shutdown(std::net::Shutdown::Write)?,
        }
    }
    Ok(message)
}
