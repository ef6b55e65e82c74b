//! Any bytes as compressed messages: no panic, no more than the limit, and the same for every
//! cut; and what is compressed inflates to itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use websocket::{
    connection::{Connection, Event, Limits, MaskKeys, Message, Output},
    frame::{Header, Opcode, Reserved},
    handshake::deflate::{Parameters, Takeover},
};

const MESSAGE_LEN_MAX: u64 = 4096;

fuzz_target!(|data: &[u8]| {
    let [setting, bytes @ ..] = data else { return };
    let parameters = Parameters {
        server_takeover: if setting & 1 == 0 { Takeover::Keep } else { Takeover::Forget },
        server_max_window_bits: 9 + (setting >> 1) % 7,
        ..Parameters::default()
    };
    let header = Header {
        fin: true,
        reserved: Reserved::RSV1,
        opcode: Opcode::Binary,
        mask: None,
        payload_len: bytes.len() as u64,
    };
    // Twice, so that the second meets the window that the first left behind.
    let frame = [header.encode().as_bytes(), bytes].concat().repeat(2);
    let whole = run(parameters, [&frame[..]]);
    let piece_len = if setting & 0x10 == 0 { 1 } else { 7 };
    assert_eq!(run(parameters, frame.chunks(piece_len)), whole);

    // Making a compressor takes longer than all of the above, and its input is harmless: once in
    // eight is enough, and leaves the time to the side that reads what strangers send.
    if setting & 0xe0 == 0 {
        round_trip(parameters, bytes);
    }
});

fn round_trip(parameters: Parameters, bytes: &[u8]) {
    let mut server = Connection::server(Limits::default()).with_deflate(parameters);
    let mut sent = Vec::new();
    let short = &bytes[..bytes.len().min(MESSAGE_LEN_MAX as usize)];
    for _ in 0..2 {
        server.send(short).expect("open");
        while let Some(output) = server.poll_output() {
            let Output::Send(bytes) = output else { panic!("{output:?}") };
            sent.extend(bytes);
        }
    }
    let message = Event::Message(Message::Binary(short.to_vec()));
    assert_eq!(run(parameters, [&sent[..]]), [message.clone(), message]);
}

fn run<'a>(parameters: Parameters, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Event> {
    let limits = Limits { message_len_max: MESSAGE_LEN_MAX, ..Limits::default() };
    let keys = MaskKeys::fixed([0; 4]);
    let mut client = Connection::client(limits, keys).with_deflate(parameters);
    let mut events = Vec::new();
    for mut piece in pieces {
        while !piece.is_empty() {
            client.receive(&mut piece);
            while let Some(output) = client.poll_output() {
                let Output::Event(event) = output else { continue };
                if let Event::Message(Message::Binary(bytes)) = &event {
                    assert!(bytes.len() as u64 <= MESSAGE_LEN_MAX);
                }
                events.push(event);
            }
        }
    }
    events
}
