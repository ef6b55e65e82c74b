//! What a connection says, as one line of text.

use websocket::connection::{Connection, Ending, Event, Limits, MaskKeys, Message, Output};

/// A client whose masks are zero, so that its payloads can be read on the wire.
pub(crate) fn client() -> Connection {
    Connection::client(Limits::default(), MaskKeys::fixed([0; 4]))
}

pub(crate) fn server() -> Connection {
    Connection::server(Limits::default())
}

/// Bytes written as `81 05`.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| *byte != b' ').collect();
    let pair = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// Everything that a connection gave: the events, then all bytes that it sent.
#[derive(Default)]
pub(crate) struct Transcript {
    pub(crate) lines: Vec<String>,
    pub(crate) sent: Vec<u8>,
}

impl Transcript {
    pub(crate) fn drain(&mut self, connection: &mut Connection) {
        while let Some(output) = connection.poll_output() {
            match output {
                Output::Send(bytes) => self.sent.extend(bytes),
                Output::Event(event) => self.lines.push(say(&event)),
                Output::HangUp => self.lines.push("hang up".into()),
            }
        }
    }

    /// Gives all of these bytes, and drains after each message.
    pub(crate) fn receive(&mut self, connection: &mut Connection, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            connection.receive(&mut bytes);
            self.drain(connection);
        }
    }

    pub(crate) fn text(&self) -> String {
        let sent: Vec<String> = self.sent.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut lines = self.lines.clone();
        if !sent.is_empty() {
            lines.push(format!("sent {}", sent.join(" ")));
        }
        lines.join("; ")
    }
}

fn say(event: &Event) -> String {
    match event {
        Event::Message(Message::Text(text)) => format!("text {text:?}"),
        Event::Message(Message::Binary(bytes)) => format!("binary {bytes:02x?}"),
        Event::Ping(payload) => format!("ping {payload:02x?}"),
        Event::Pong(payload) => format!("pong {payload:02x?}"),
        Event::CloseReceived => "close received".into(),
        Event::Failed(fault) => format!("{:?} at {}", fault.rule, fault.at),
        Event::Closed(Ending { code, reason, clean }) => {
            format!("closed {code} {reason:?} {}", if *clean { "clean" } else { "unclean" })
        }
    }
}

/// Makes the connection that is to be tried: a new one for every try.
pub(crate) type Make<'a> = &'a dyn Fn() -> Connection;

/// The transcript of a connection that gets these pieces.
pub(crate) fn run<'a>(make: Make<'_>, pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut connection = make();
    let mut transcript = Transcript::default();
    for piece in pieces {
        transcript.receive(&mut connection, piece);
    }
    transcript.text()
}

/// The transcript for these bytes, which must be the same at once, in two pieces cut anywhere,
/// and byte by byte.
#[track_caller]
pub(crate) fn at_every_cut(make: Make<'_>, bytes: &[u8]) -> String {
    let whole = run(make, [bytes]);
    for cut in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(cut);
        assert_eq!(run(make, [head, tail]), whole, "{bytes:02x?} cut at {cut}");
    }
    assert_eq!(run(make, bytes.chunks(1)), whole, "{bytes:02x?} byte by byte");
    whole
}

/// What a connection says to these bytes.
#[track_caller]
pub(crate) fn check(make: Make<'_>, hex: &str, said: &str) {
    assert_eq!(at_every_cut(make, &bytes(hex)), said);
}

/// A fault: named at its byte and not before, answered with this code, and the end of it all.
#[track_caller]
pub(crate) fn fails(make: Make<'_>, hex: &str, fault: &str, code: u16) {
    let bytes = bytes(hex);
    let said = at_every_cut(make, &bytes);
    let [high, low] = code.to_be_bytes();
    let expected = format!("{fault}; hang up; closed 1006 \"\" unclean; sent ");
    let (before, sent) = said.split_once(&expected).unwrap_or_else(|| panic!("{said}"));
    assert!(before.is_empty() || before.ends_with("; "), "{said}");
    assert!(sent.ends_with(&format!("{high:02x} {low:02x}")), "{said}");

    let at: usize = fault.rsplit(' ').next().unwrap().parse().unwrap();
    let early = run(make, [&bytes[..at]]);
    assert!(!early.contains(" at "), "{early}: the byte at {at} had not come");
    let timely = run(make, [&bytes[..=at]]);
    assert!(timely.contains(fault), "{timely}: the byte at {at} had come");
}
