//! permessage-deflate by the sections of RFC 7692.

use websocket::connection::{Connection, Limits, MaskKeys};
use websocket::handshake::deflate::Parameters;
#[cfg(any(feature = "deflate", feature = "deflate-small"))]
use websocket::handshake::deflate::Takeover;

#[cfg(any(feature = "deflate", feature = "deflate-small"))]
use crate::transcript::run;
use crate::transcript::{check, fails};

fn client() -> Connection {
    super::transcript::client().with_deflate(Parameters::default())
}

/// A fault within compressed data: named at the payload, whose last byte it takes to see it.
#[track_caller]
fn breaks(make: super::transcript::Make<'_>, hex: &str, fault: &str) {
    let said = super::transcript::at_every_cut(make, &super::transcript::bytes(hex));
    assert!(said.starts_with(&format!("{fault}; hang up; closed 1006")), "{said}");
}

#[test]
fn section_7_2_3_1_one_compressed_block() {
    check(&client, "c1 07 f2 48 cd c9 c9 07 00", "text \"Hello\"");
    check(&client, "41 03 f2 48 cd 80 04 c9 c9 07 00", "text \"Hello\"");
}

#[test]
fn section_7_2_3_2_sharing_the_window() {
    let twice = "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00";
    check(&client, twice, "text \"Hello\"; text \"Hello\"");
}

#[test]
#[cfg(feature = "deflate")] // Inflating alone, nothing tells such a reference from one to zeros.
fn section_7_1_1_a_forgotten_window_is_not_referred_to() {
    let twice = "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00";
    let forget = Parameters { server_takeover: Takeover::Forget, ..<_>::default() };
    let forgetful = || super::transcript::client().with_deflate(forget);
    let said = run(&forgetful, [&super::transcript::bytes(twice)[..]]);
    assert!(said.starts_with("text \"Hello\"; BadDeflate at 11; hang up"), "{said}");
}

#[test]
fn section_7_2_3_3_to_7_2_3_6_every_kind_of_block() {
    check(&client, "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", "text \"Hello\"");
    check(&client, "c1 08 f3 48 cd c9 c9 07 00 00", "text \"Hello\"");
    check(&client, "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "text \"Hello\"");
    check(&client, "c1 01 00", "text \"\"");
    // A block that says it is the last, and nothing behind it; and messages after it.
    let ended = "c1 07 f3 48 cd c9 c9 07 00";
    check(&client, &format!("{ended} {ended}"), "text \"Hello\"; text \"Hello\"");
}

#[test]
fn section_6_messages_may_come_uncompressed() {
    check(&client, "81 02 48 69 c1 07 f2 48 cd c9 c9 07 00", "text \"Hi\"; text \"Hello\"");
    let between = "41 03 f2 48 cd 89 00 80 04 c9 c9 07 00";
    check(&client, between, "ping []; text \"Hello\"; sent 8a 80 00 00 00 00");
}

#[test]
fn section_6_only_the_first_data_frame_is_marked() {
    fails(&client, "41 03 f2 48 cd c0 04", "CompressedContinuation at 5", 1002);
    fails(&client, "c9 00", "CompressedControl at 0", 1002);
    fails(&super::transcript::client, "c1 00", "ReservedBit at 0", 1002);
}

#[test]
fn section_7_2_2_what_does_not_inflate() {
    breaks(&client, "c1 02 ff ff", "BadDeflate at 2");
    breaks(&client, "41 06 00 01 00 fe ff 61 80 01 07", "BadDeflate at 10");
    breaks(&client, "c1 07 00 05 00 fa fe 48 65", "BadDeflate at 2");
}

#[test]
fn rfc_6455_section_8_1_compressed_text_is_utf_8_too() {
    // A stored block of FF; then one of half a character.
    breaks(&client, "c1 07 00 01 00 fe ff ff 00", "TextNotUtf8 at 2");
    breaks(&client, "c1 07 00 01 00 fe ff ed 00", "TextNotUtf8 at 2");
    // Wrong text before wrong data, in whatever pieces: a stored FF, then a block of no type.
    breaks(&client, "c1 07 00 01 00 fe ff ff 07", "TextNotUtf8 at 2");
    check(&client, "c2 07 00 01 00 fe ff ff 00", "binary [ff]");
}

#[test]
fn section_8_a_bomb_stops_at_the_limit() {
    let limits = Limits { message_len_max: 4, ..Limits::default() };
    let small =
        || Connection::client(limits, MaskKeys::fixed([0; 4])).with_deflate(Parameters::default());
    breaks(&small, "c1 07 f2 48 cd c9 c9 07 00", "InflatedTooLong at 2");
    let limits = Limits { message_len_max: 5, ..Limits::default() };
    let enough =
        || Connection::client(limits, MaskKeys::fixed([0; 4])).with_deflate(Parameters::default());
    check(&enough, "c1 07 f2 48 cd c9 c9 07 00", "text \"Hello\"");
}

#[cfg(any(feature = "deflate", feature = "deflate-small"))]
mod both_ways {
    use proptest::prelude::*;
    use websocket::connection::Part;

    use super::*;
    use crate::transcript::Transcript;

    fn server(parameters: Parameters) -> Connection {
        Connection::server(Limits::default()).with_deflate(parameters)
    }

    #[test]
    fn section_7_2_3_2_the_second_hello_is_shorter() {
        let mut server = server(Parameters::default());
        let mut transcript = Transcript::default();
        for _ in 0..2 {
            server.send("Hello").unwrap();
            transcript.drain(&mut server);
        }
        assert_eq!(transcript.text(), "sent c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00");
    }

    #[test]
    fn section_7_2_3_6_an_empty_message_is_one_byte() {
        let mut server = server(Parameters::default());
        let mut transcript = Transcript::default();
        server.send("").unwrap();
        transcript.drain(&mut server);
        server.send("").unwrap();
        transcript.drain(&mut server);
        assert_eq!(transcript.text(), "sent c1 01 00 c1 01 00");
    }

    /// With this library, data within a narrow window is cut into pieces that each stand alone.
    #[cfg(not(feature = "deflate"))]
    #[test]
    fn section_7_1_2_the_window_is_kept_to() {
        for bits in 9..=14 {
            let parameters = Parameters { server_max_window_bits: bits, ..<_>::default() };
            let mut server = server(parameters);
            let mut transcript = Transcript::default();
            let word: Vec<u8> = (0..700_u32).map(|at| (at * at % 251) as u8).collect();
            let data = word.repeat(60);
            server.send(&data[..]).unwrap();
            transcript.drain(&mut server);
            let mut rest = &[&transcript.sent[4..], &[0, 0, 0xff, 0xff]].concat()[..];
            let mut inflated: Vec<u8> = Vec::new();
            while let Some(at) = rest.windows(4).position(|four| four == [0, 0, 0xff, 0xff]) {
                let (piece, behind) = rest.split_at(at + 4);
                let (mut alone, mut room) = (zlib_rs::Inflate::new(false, 15), [0; 1 << 14]);
                let done = alone.decompress(piece, &mut room, zlib_rs::InflateFlush::SyncFlush);
                assert!(done.is_ok(), "{bits} bits: {done:?}");
                assert!(alone.total_out() <= 1 << bits, "{bits} bits: {}", alone.total_out());
                inflated.extend(&room[..alone.total_out() as usize]);
                rest = behind;
            }
            assert!(inflated == data && rest.is_empty(), "{bits} bits");
        }
    }

    fn is_send(_: impl Send) {}

    #[test]
    fn a_connection_may_move_to_another_thread() {
        is_send(server(Parameters::default()));
    }

    proptest! {
        #[test]
        fn what_one_end_compresses_the_other_inflates(
            texts in prop::collection::vec("(ab|한글|[a-z]){0,100}", 1..6),
            server_max_window_bits in 9..=15_u8,
            forget: bool,
            cut in 1..300_usize,
        ) {
            let server_takeover = if forget { Takeover::Forget } else { Takeover::Keep };
            let parameters =
                Parameters { server_takeover, server_max_window_bits, ..<_>::default() };
            let mut server = server(parameters);
            let mut sent = Transcript::default();
            for text in &texts {
                let middle = text.char_indices().nth(text.chars().count() / 2);
                let (head, tail) = text.split_at(middle.map_or(0, |(at, _)| at));
                server.send_fragment(head, Part::More).unwrap();
                sent.drain(&mut server);
                server.send_fragment(tail, Part::Last).unwrap();
                sent.drain(&mut server);
                server.send(text.as_str()).unwrap();
                sent.drain(&mut server);
            }
            let client = || crate::transcript::client().with_deflate(parameters);
            let said = run(&client, sent.sent.chunks(cut));
            let twice = |text: &String| [format!("text {text:?}"), format!("text {text:?}")];
            let expected: Vec<String> = texts.iter().flat_map(twice).collect();
            prop_assert_eq!(said, expected.join("; "));
        }
    }
}

#[test]
#[cfg(all(feature = "deflate", feature = "compressor"))]
fn a_compressor_by_itself_makes_what_a_connection_sends() {
    use websocket::connection::Output;
    use websocket::{Compressor, Role};
    for bits in 9..=15 {
        for server_takeover in [Takeover::Keep, Takeover::Forget] {
            let agreed =
                Parameters { server_max_window_bits: bits, server_takeover, ..<_>::default() };
            let mut server = Connection::server(Limits::default()).with_deflate(agreed);
            let mut compressor = Compressor::new(agreed.of(Role::Server));
            for text in ["Hello", "Hello", "", &"said again and again, ".repeat(5), "Hello"] {
                server.send(text).unwrap();
                let Some(Output::Send(frame)) = server.poll_output() else { panic!("no frame") };
                let payload = compressor.message(text.as_bytes());
                assert_eq!(frame[2..], payload, "{bits} {server_takeover:?} {text}");
            }
        }
    }
}
