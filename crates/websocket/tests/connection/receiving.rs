//! Messages and control frames that come in.

use proptest::prelude::*;
use websocket::connection::{Connection, Limits, MaskKeys, Part};

use crate::transcript::{Transcript, at_every_cut, bytes, check, client, fails, run, server};

#[test]
fn section_5_7_the_examples() {
    check(&client, "81 05 48 65 6c 6c 6f", "text \"Hello\"");
    check(&server, "81 85 37 fa 21 3d 7f 9f 4d 51 58", "text \"Hello\"");
    check(&client, "01 03 48 65 6c 80 02 6c 6f", "text \"Hello\"");
    let pong = "ping [48, 69]; sent 8a 82 00 00 00 00 48 69";
    check(&client, "89 02 48 69", pong);
    check(&client, "82 01 ff 81 00", "binary [ff]; text \"\"");
}

#[test]
fn section_5_1_masking_by_role() {
    fails(&server, "81 05 48", "UnmaskedClient at 1", 1002);
    fails(&client, "81 00 81 85 00", "MaskedServer at 3", 1002);
}

#[test]
fn section_5_2_nothing_undefined() {
    fails(&client, "81 01 61 c1 00", "ReservedBit at 3", 1002);
    fails(&client, "83 00", "ReservedOpcode at 0", 1002);
    fails(&client, "81 7e 00 05", "NonMinimalLength at 3", 1002);
    fails(&client, "82 7f ff", "LengthTopBit at 2", 1002);
}

#[test]
fn section_5_4_fragments_in_order_with_control_frames_between() {
    check(
        &client,
        "01 01 61 89 00 00 01 62 8a 01 2a 80 01 63",
        "ping []; pong [2a]; text \"abc\"; sent 8a 80 00 00 00 00",
    );
    fails(&client, "80 01 61", "ContinuationWithoutStart at 0", 1002);
    fails(&client, "00", "ContinuationWithoutStart at 0", 1002);
    fails(&client, "01 01 61 81", "StartInsideMessage at 3", 1002);
    fails(&client, "02 00 02", "StartInsideMessage at 2", 1002);
    // The earlier byte wins: what the first says comes before what the second does.
    fails(&server, "80 01", "ContinuationWithoutStart at 0", 1002);
}

#[test]
fn section_5_5_control_frames_judged_from_the_header() {
    fails(&client, "09", "FragmentedControl at 0", 1002);
    fails(&client, "89 7e", "LongControl at 1", 1002);
    fails(&server, "88 81", "CloseBodyOfOne at 1", 1002);
}

#[test]
fn section_5_5_2_the_latest_pings_are_answered_when_too_many_wait() {
    let limits = Limits { pongs_max: 2, ..Limits::default() };
    let mut server = Connection::server(limits);
    let mut transcript = Transcript::default();
    let pings = bytes("89 81 00000000 31 89 81 00000000 32 89 81 00000000 33");
    transcript.receive(&mut server, &pings);
    assert_eq!(transcript.text(), "ping [31]; ping [32]; ping [33]; sent 8a 01 32 8a 01 33");
}

#[test]
fn section_8_1_text_is_utf_8_across_fragments() {
    check(&client, "01 01 ed 00 01 95 80 01 9c", "text \"한\"");
    // The wrong byte is told while its frame is still coming.
    fails(&client, "81 7d 61 ff", "TextNotUtf8 at 3", 1007);
    fails(&client, "01 02 ed 95 80 05 28", "TextNotUtf8 at 6", 1007);
    fails(&client, "81 02 ed 95", "TextNotUtf8 at 3", 1007);
    fails(&client, "01 01 ed 80 00", "TextNotUtf8 at 4", 1007);
    fails(&client, "81 03 ed a0 80", "TextNotUtf8 at 3", 1007);
    check(&client, "82 02 ff ff", "binary [ff, ff]");
}

#[test]
fn section_5_4_the_message_in_the_making_can_be_looked_at() {
    let mut client = client();
    let mut look = |hex: &str, expected: &str| {
        Transcript::default().receive(&mut client, &bytes(hex));
        let found = client.unfinished().map_or_else(
            || "none".to_owned(),
            |it| format!("{:?} {:02x?} cut {}", it.opcode, it.bytes, it.cut_len),
        );
        assert_eq!(found, expected, "{hex}");
    };
    look("", "none");
    look("01 02 ec 95", "Text [ec, 95] cut 2");
    look("89 00", "Text [ec, 95] cut 2");
    look("00 01 88", "Text [ec, 95, 88] cut 0");
    look("80 00", "none");
    look("02 01 ec", "Binary [ec] cut 0");
    look("80 00", "none");
}

#[test]
fn section_10_4_limits() {
    let limits = Limits { frame_len_max: 4, message_len_max: 6, ..Limits::default() };
    let small = || Connection::client(limits, MaskKeys::fixed([0; 4]));
    check(&small, "82 04 01 02 03 04", "binary [01, 02, 03, 04]");
    fails(&small, "82 05", "FrameTooLong at 1", 1009);
    check(&small, "02 04 01 02 03 04 80 02 05 06", "binary [01, 02, 03, 04, 05, 06]");
    fails(&small, "02 04 01 02 03 04 80 03", "MessageTooLong at 7", 1009);
    check(&small, "89 05 01 02 03 04 05", {
        "ping [01, 02, 03, 04, 05]; sent 8a 85 00 00 00 00 01 02 03 04 05"
    });
}

#[test]
fn section_10_4_empty_fragments_are_bounded() {
    let limits = Limits { empty_fragments_max: 3, ..Limits::default() };
    let strict = || Connection::client(limits, MaskKeys::fixed([0; 4]));
    check(&strict, "01 00 00 00 00 00 80 00", "text \"\"");
    fails(&strict, "01 00 00 00 00 00 00 00", "EmptyFragments at 7", 1008);
    let many = [&[0x01, 0x01, b'a'][..], &[0x00, 0x01, b'a'].repeat(1000), &[0x80, 0x00]].concat();
    assert_eq!(run(&strict, [&many[..]]), format!("text {:?}", "a".repeat(1001)));
}

#[test]
fn section_10_4_a_flood_of_pings_is_taken_in_portions() {
    let flood = [0x8a, 0x00].repeat(1000);
    let (mut client, mut left) = (client(), &flood[..]);
    client.receive(&mut left);
    assert!(!left.is_empty());
    let mut transcript = Transcript::default();
    transcript.drain(&mut client);
    assert!(transcript.lines.len() < 200);
    transcript.receive(&mut client, left);
    assert_eq!(transcript.lines.len(), 1000);
}

#[test]
fn section_7_1_7_a_message_before_a_fault_can_be_answered() {
    let both = bytes("81 01 61 83 00");
    let (mut client, mut left) = (client(), &both[..]);
    let mut transcript = Transcript::default();
    client.receive(&mut left);
    transcript.drain(&mut client);
    client.send("a").unwrap();
    transcript.drain(&mut client);
    transcript.receive(&mut client, left);
    let said = "text \"a\"; ReservedOpcode at 3; hang up; closed 1006 \"\" unclean";
    let sent = "sent 81 81 00 00 00 00 61 88 82 00 00 00 00 03 ea";
    assert_eq!(transcript.text(), format!("{said}; {sent}"));
}

#[test]
fn a_length_is_not_believed() {
    // 16 MiB announced, three bytes sent: nothing to see yet, and nothing to allocate.
    check(&client, "82 7f 00 00 00 00 01 00 00 00 01 02 03", "");
}

/// A frame or two that a peer might send, legal or not.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let first = prop::sample::select(&[0x00, 0x80, 0x01, 0x81, 0x02, 0x82, 0x88, 0x89, 0x8a, 0xc1]);
    let payload = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        "[a-c한글🦀]{0,5}".prop_map(String::into_bytes),
        "[a-c한글🦀]{0,5}".prop_map(|text| [&[0x03, 0xe8], text.as_bytes()].concat()),
    ];
    let frame = (first, payload, 0..10_u8).prop_map(|(first, payload, odd)| {
        let len = payload.len() as u8;
        let len = if odd == 0 { len ^ 0x80 } else { len };
        [&[first, len], &payload[..]].concat()
    });
    prop::collection::vec(frame, 0..5).prop_map(|frames| frames.concat())
}

proptest! {
    #[test]
    fn every_cut_tells_the_same(bytes in any_bytes()) {
        let said = at_every_cut(&client, &bytes);
        if let Some((_, at)) = said.split_once(" at ") {
            let fault = said.split("; ").find(|line| line.contains(" at ")).unwrap();
            let at: usize = at.split(';').next().unwrap().parse().unwrap();
            let settled = run(&client, [&bytes[..=at]]);
            prop_assert!(settled.contains(fault), "{}: {}", said, settled);
            let before = run(&client, [&bytes[..at]]);
            prop_assert!(!before.contains(" at "), "{}: {}", said, before);
        }
    }

    #[test]
    fn what_one_end_sends_the_other_receives(
        texts in prop::collection::vec(any::<String>(), 0..4),
        blobs in prop::collection::vec(any::<Vec<u8>>(), 0..4),
        seed: [u8; 32],
        cut in 1..50_usize,
    ) {
        let mut client = Connection::client(Limits::default(), MaskKeys::seeded(seed));
        let mut sent = Transcript::default();
        let mut expected = Vec::new();
        for text in &texts {
            client.send(text.as_str()).unwrap();
            sent.drain(&mut client);
            expected.push(format!("text {text:?}"));
        }
        for blob in &blobs {
            for piece in blob.chunks(cut) {
                client.send_fragment(piece, Part::More).unwrap();
                sent.drain(&mut client);
            }
            client.send_fragment(&[][..], Part::Last).unwrap();
            sent.drain(&mut client);
            expected.push(format!("binary {blob:02x?}"));
        }
        let received = run(&server, sent.sent.chunks(cut));
        prop_assert_eq!(received, expected.join("; "));
    }
}
