//! Any bytes at either end of a connection: no panic, an ending, and the same events for every
//! cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use websocket::connection::{Connection, Event, Limits, MaskKeys, Output};

fuzz_target!(|data: &[u8]| {
    let [setting, bytes @ ..] = data else { return };
    let whole = run(*setting, [bytes]);
    let cut = usize::from(*setting).min(bytes.len());
    assert_eq!(run(*setting, [&bytes[..cut], &bytes[cut..]]), whole);
    assert_eq!(run(*setting, bytes.chunks(1)), whole);
    let endings = whole.0.iter().filter(|event| matches!(event, Event::Closed(_))).count();
    assert_eq!(endings, 1);
    assert!(matches!(whole.0.last(), Some(Event::Closed(_))));
});

fn run<'a>(setting: u8, pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Event>, Vec<u8>) {
    let limits = Limits {
        message_len_max: 1 << (setting >> 4),
        empty_fragments_max: 3,
        // Pongs are given up by portion, which is the one thing that a cut may change.
        pongs_max: usize::MAX,
        ..Limits::default()
    };
    let mut connection = if setting & 1 == 0 {
        Connection::server(limits)
    } else {
        Connection::client(limits, MaskKeys::seeded([setting; 32]))
    };
    if setting & 2 != 0 {
        connection = connection.with_deflate(Default::default());
    }
    let mut gave = (Vec::new(), Vec::new());
    for mut piece in pieces {
        while !piece.is_empty() {
            connection.receive(&mut piece);
            drain(&mut connection, &mut gave);
        }
    }
    connection.transport_ended();
    drain(&mut connection, &mut gave);
    gave
}

fn drain(connection: &mut Connection, (events, sent): &mut (Vec<Event>, Vec<u8>)) {
    while let Some(output) = connection.poll_output() {
        match output {
            Output::Send(bytes) => sent.extend(bytes),
            Output::Event(event) => events.push(event),
            Output::HangUp => {}
        }
    }
}
