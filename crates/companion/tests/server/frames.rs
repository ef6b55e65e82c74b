//! Frames that a conformance suite does not try.

use crate::conversation::{echo, frame, limited, running};

/// A server's answer to these bytes at once, though the frame that they begin never ends.
#[track_caller]
fn refused(bytes: &[u8], code: u16) {
    let (_server, mut stream) = echo();
    stream.send(bytes);
    let (first, payload) = stream.frame();
    assert_eq!((first, payload), (0x88, code.to_be_bytes().to_vec()));
}

#[test]
fn section_5_1_a_client_s_frame_without_a_mask() {
    refused(&[0x81, 0x05], 1002);
    refused(&[0x89, 0x00], 1002);
}

#[test]
fn section_5_2_lengths_that_are_not_the_shortest() {
    refused(&[0x82, 0xfe, 0x00, 0x7d], 1002);
    refused(&[0x82, 0xff, 0, 0, 0, 0, 0, 0], 1002);
}

#[test]
fn section_5_2_the_top_bit_of_a_64_bit_length() {
    refused(&[0x82, 0xff, 0x80], 1002);
    refused(&[0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 1002);
}

#[test]
fn section_5_what_the_header_alone_shows_is_answered_at_once() {
    refused(&[0xc1], 1002); // a reserved bit, and nothing compresses
    refused(&[0x83], 1002); // an opcode that is reserved
    refused(&[0x09], 1002); // a ping in fragments
    refused(&[0x89, 0xfe], 1002); // a ping of more than 125 bytes
    refused(&[0x88, 0x81], 1002); // a close frame with half a code
    refused(&[0x80], 1002); // a continuation of nothing
    refused(&[0x82, 0xff, 0, 0, 0, 0, 0x01, 0, 0, 0x01], 1009); // a byte more than 16 MiB
}

#[test]
fn section_8_1_wrong_text_is_answered_before_its_frame_ends() {
    refused(&[0x81, 0xfd, 0, 0, 0, 0, b'a', 0xff], 1007);
}

#[test]
fn section_7_1_1_the_close_frame_arrives_though_the_peer_goes_on_sending() {
    let (_server, mut stream) = echo();
    let mut bytes = vec![0x81, 0x7f, 0, 0, 0, 0, 0, 0x80, 0, 0];
    bytes.resize(8 << 20, b'x');
    stream.try_send(&bytes);
    stream.closes_with(1002);
}

#[test]
fn section_5_4_thousands_of_empty_fragments() {
    let (_server, mut stream) = echo();
    let flood = [frame(0x01, b""), frame(0x00, b"").repeat(5000)].concat();
    stream.try_send(&flood);
    stream.closes_with(1008);
}

#[test]
fn section_5_4_thousands_of_fragments_with_data_are_a_message() {
    let (_server, mut stream) = echo();
    stream.send(&[frame(0x01, b"ab"), frame(0x00, b"cd").repeat(5000), frame(0x80, b"")].concat());
    assert_eq!(stream.text(), format!("ab{}", "cd".repeat(5000)));
}

#[test]
fn section_5_5_1_a_close_frame_in_the_middle_of_a_message() {
    let (_server, mut stream) = echo();
    stream.send(&[frame(0x01, b"begun"), frame(0x88, &[0x03, 0xe8])].concat());
    stream.closes_with(1000);
}

#[test]
fn section_5_5_2_a_flood_of_pings_is_answered_or_given_up() {
    let (_server, mut stream) = echo();
    stream.send(&[frame(0x89, b"?").repeat(2000), frame(0x81, b"end")].concat());
    loop {
        match stream.frame() {
            (0x8a, payload) => assert_eq!(payload, b"?"),
            (first, payload) => {
                assert_eq!((first, &payload[..]), (0x81, &b"end"[..]));
                break;
            }
        }
    }
}

#[test]
fn a_message_may_come_with_the_handshake_and_in_single_bytes() {
    let server = running(|_| {});
    let mut stream = server.connect();
    let request = crate::conversation::handshake("/ws/echo", "");
    stream.send(&[request.as_bytes(), &frame(0x81, b"early")].concat());
    assert!(stream.head().starts_with("HTTP/1.1 101 "));
    assert_eq!(stream.text(), "early");
    stream.0.set_nodelay(true).unwrap();
    for byte in frame(0x81, "한글".as_bytes()) {
        stream.send(&[byte]);
    }
    assert_eq!(stream.text(), "한글");
}

const DEFLATE: &str = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

/// DEFLATE for a length of zeros, without its tail: a window of zeros again and again.
fn bomb(len: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![0; len]).unwrap();
    encoder.flush().unwrap();
    let bytes = encoder.get_ref();
    bytes.strip_suffix(&[0x00, 0x00, 0xff, 0xff]).unwrap().to_vec()
}

#[test]
fn rfc_7692_section_8_a_bomb_is_told_by_what_it_inflates_to() {
    let server = limited(|limits| limits.message_len_max = 1 << 20);
    let mut stream = server.open_with("/ws/echo", DEFLATE);
    let within = bomb(1 << 20);
    assert!(within.len() < 2000, "{}", within.len());
    stream.send(&frame(0xc2, &within));
    let (first, _) = stream.frame();
    assert_eq!(first, 0xc2);
    stream.try_send(&frame(0xc2, &bomb((1 << 20) + 1)));
    stream.closes_with(1009);
}

#[test]
fn rfc_7692_section_6_compressed_without_an_agreement() {
    refused(&frame(0xc1, &[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]), 1002);
    let server = running(|_| {});
    let mut stream = server.open_with("/ws/echo", DEFLATE);
    stream.send(&frame(0xc1, &[0xff, 0xff, 0xff]));
    stream.closes_with(1007);
}
