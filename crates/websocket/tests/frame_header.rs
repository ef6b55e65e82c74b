//! Frame headers by the sections of RFC 6455, each cut at every byte.

use proptest::prelude::*;
use websocket::frame::{Header, Limits, Opcode, Reserved};
use websocket::{Blame, Fault, Role, Rule};

const NO_LIMIT: Limits = Limits { frame_len_max: u64::MAX, reserved: Reserved::NONE };

/// Bytes written as `81 05`; a space between any two is not needed.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| *byte != b' ').collect();
    let pair = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// What a reader says at every length of these bytes must be: more, more, ..., the verdict.
#[track_caller]
fn verdict(hex: &str, reader: Role, limits: &Limits) -> Result<Option<(Header, usize)>, Fault> {
    at_every_length(&bytes(hex), reader, limits)
}

#[track_caller]
fn at_every_length(
    bytes: &[u8],
    reader: Role,
    limits: &Limits,
) -> Result<Option<(Header, usize)>, Fault> {
    let whole = Header::decode(bytes, reader, limits);
    for cut in 0..bytes.len() {
        let needed = match whole {
            Ok(None) => usize::MAX,
            Ok(Some((_, size))) => size,
            Err(fault) => usize::try_from(fault.at).unwrap() + 1,
        };
        let expected = if cut < needed { Ok(None) } else { whole };
        assert_eq!(
            Header::decode(&bytes[..cut], reader, limits),
            expected,
            "{bytes:02x?} to {cut}"
        );
    }
    whole
}

#[track_caller]
fn legal(hex: &str, reader: Role, said: &str) {
    let (header, size) = verdict(hex, reader, &NO_LIMIT).unwrap().unwrap();
    let fin = if header.fin { "final" } else { "more" };
    let mask = if header.mask.is_some() { "masked" } else { "plain" };
    let Header { opcode, payload_len, .. } = header;
    assert_eq!(format!("{fin} {opcode:?} {mask} {payload_len}, header {size}"), said);
}

#[track_caller]
fn illegal(hex: &str, reader: Role, rule: Rule, at: u64) {
    illegal_within(hex, reader, &NO_LIMIT, rule, at);
}

#[track_caller]
fn illegal_within(hex: &str, reader: Role, limits: &Limits, rule: Rule, at: u64) {
    let fault = verdict(hex, reader, limits).unwrap_err();
    assert_eq!((fault.rule, fault.at), (rule, at), "{hex}");
    assert_eq!(fault.blame, rule.blame());
}

#[test]
fn section_5_7_the_examples() {
    legal("81 05 48 65 6c 6c 6f", Role::Client, "final Text plain 5, header 2");
    legal("81 85 37 fa 21 3d 7f 9f 4d 51 58", Role::Server, "final Text masked 5, header 6");
    legal("01 03 48 65 6c", Role::Client, "more Text plain 3, header 2");
    legal("80 02 6c 6f", Role::Client, "final Continuation plain 2, header 2");
    legal("89 05 48 65 6c 6c 6f", Role::Client, "final Ping plain 5, header 2");
    legal("8a 85 37 fa 21 3d 7f 9f 4d 51 58", Role::Server, "final Pong masked 5, header 6");
    legal("82 7e 01 00", Role::Client, "final Binary plain 256, header 4");
    legal("82 7f 00 00 00 00 00 01 00 00", Role::Client, "final Binary plain 65536, header 10");
}

#[test]
fn section_5_1_a_client_masks_and_a_server_does_not() {
    illegal("81 05 48", Role::Server, Rule::UnmaskedClient, 1);
    illegal("81 85 37 fa", Role::Client, Rule::MaskedServer, 1);
}

#[test]
fn section_5_2_reserved_bits_and_opcodes() {
    for first in ["c1", "a1", "91", "f1", "c9"] {
        illegal(first, Role::Server, Rule::ReservedBit, 0);
    }
    for first in ["83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f"] {
        illegal(first, Role::Server, Rule::ReservedOpcode, 0);
    }
}

#[test]
fn section_5_2_the_shortest_length_is_the_only_one() {
    legal("82 7d", Role::Client, "final Binary plain 125, header 2");
    legal("82 7e 00 7e", Role::Client, "final Binary plain 126, header 4");
    legal("82 7e ff ff", Role::Client, "final Binary plain 65535, header 4");
    illegal("82 7e 00 7d", Role::Client, Rule::NonMinimalLength, 3);
    illegal("82 7e 00 00", Role::Client, Rule::NonMinimalLength, 3);
    // Six zero bytes settle it: what follows cannot reach 65,536.
    illegal("82 7f 00 00 00 00 00 00 ff ff", Role::Client, Rule::NonMinimalLength, 7);
    illegal("82 ff 00 00 00 00 00 00 00 01", Role::Server, Rule::NonMinimalLength, 7);
}

#[test]
fn section_5_2_the_top_bit_of_a_64_bit_length_is_clear() {
    illegal("82 7f 80", Role::Client, Rule::LengthTopBit, 2);
    illegal("82 ff ff ff ff ff ff ff ff ff", Role::Server, Rule::LengthTopBit, 2);
    let longest = "final Binary plain 9223372036854775807, header 10";
    legal("82 7f 7f ff ff ff ff ff ff ff", Role::Client, longest);
}

#[test]
fn section_5_5_control_frames_are_whole_and_short() {
    for first in ["08", "09", "0a"] {
        illegal(first, Role::Server, Rule::FragmentedControl, 0);
    }
    illegal("89 7e", Role::Client, Rule::LongControl, 1);
    illegal("88 ff", Role::Server, Rule::LongControl, 1);
    legal("8a 7d", Role::Client, "final Pong plain 125, header 2");
}

#[test]
fn section_10_4_a_frame_too_long_is_refused_from_the_first_byte_that_says_so() {
    let limits = Limits { frame_len_max: 1 << 20, reserved: Reserved::NONE };
    let within = verdict("82 7f 00 00 00 00 00 10 00 00", Role::Client, &limits);
    assert_eq!(within.unwrap().unwrap().0.payload_len, 1 << 20);
    let too_long = |hex, at| illegal_within(hex, Role::Client, &limits, Rule::FrameTooLong, at);
    too_long("82 7f 00 00 00 00 00 10 00 01", 9);
    too_long("82 7f 00 00 00 00 00 11", 7);
    too_long("82 7f 00 00 00 00 01", 6);
    too_long("82 7f 01", 2);
    let tiny = Limits { frame_len_max: 100, reserved: Reserved::NONE };
    illegal_within("82 65", Role::Client, &tiny, Rule::FrameTooLong, 1);
    illegal_within("82 7f", Role::Client, &tiny, Rule::FrameTooLong, 1);
    // Control frames have the protocol's own limit, which is no one's to change.
    assert!(verdict("89 7d", Role::Client, &tiny).is_ok());
}

#[test]
fn rfc_7692_section_6_only_the_first_data_frame_is_marked() {
    let deflate = Limits { frame_len_max: u64::MAX, reserved: Reserved::RSV1 };
    assert!(verdict("c1 05", Role::Client, &deflate).is_ok());
    assert!(verdict("42 05", Role::Client, &deflate).is_ok());
    illegal_within("c0", Role::Client, &deflate, Rule::CompressedContinuation, 0);
    illegal_within("c9", Role::Client, &deflate, Rule::CompressedControl, 0);
    illegal_within("a1", Role::Client, &deflate, Rule::ReservedBit, 0);
    illegal_within("e1", Role::Client, &deflate, Rule::ReservedBit, 0);
}

#[test]
fn every_rule_names_its_clause_its_code_and_who_is_to_blame() {
    for rule in Rule::ALL {
        assert!(rule.clause().starts_with("RFC "), "{rule:?}");
        assert!(rule.close_code().may_be_sent(), "{rule:?}");
    }
    assert_eq!(Rule::FrameTooLong.blame(), Blame::Limit);
    assert_eq!(Rule::UnmaskedClient.blame(), Blame::Peer);
}

fn any_header() -> impl Strategy<Value = Header> {
    let len = prop_oneof![0..200_u64, 65_000..66_000_u64, 0..u64::MAX >> 1];
    let opcode = prop::sample::select(&Opcode::ALL);
    (opcode, any::<bool>(), any::<Option<[u8; 4]>>(), len).prop_map(
        |(opcode, fin, mask, payload_len)| {
            let fin = fin || opcode.is_control();
            let payload_len = if opcode.is_control() { payload_len % 126 } else { payload_len };
            Header { fin, reserved: Reserved::NONE, opcode, mask, payload_len }
        },
    )
}

proptest! {
    #[test]
    fn what_is_encoded_decodes_to_itself(header in any_header()) {
        let reader = if header.mask.is_some() { Role::Server } else { Role::Client };
        let encoded = header.encode();
        let decoded = Header::decode(encoded.as_bytes(), reader, &NO_LIMIT);
        prop_assert_eq!(decoded, Ok(Some((header, encoded.as_bytes().len()))));
    }

    #[test]
    fn what_decodes_encodes_to_the_same_bytes(
        bytes: [u8; 16], reserved: u8, frame_len_max in prop_oneof![0..300_u64, any::<u64>()],
    ) {
        let limits = Limits { frame_len_max, reserved: Reserved::of(reserved) };
        for reader in [Role::Client, Role::Server] {
            // A fault, like a header, is the same for every cut of the bytes.
            let verdict = at_every_length(&bytes, reader, &limits);
            if let Ok(Some((header, size))) = verdict {
                let encoded = header.encode();
                prop_assert_eq!(encoded.as_bytes(), &bytes[..size]);
            }
        }
    }

    #[test]
    fn fourteen_bytes_are_always_enough_for_a_verdict(bytes: [u8; 14]) {
        for reader in [Role::Client, Role::Server] {
            prop_assert_ne!(Header::decode(&bytes, reader, &NO_LIMIT), Ok(None));
        }
    }
}
