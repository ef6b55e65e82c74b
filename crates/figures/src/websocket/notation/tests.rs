//! Each notation as the tools write it, and every mistake with its place.

use super::*;

const HELLO: [u8; 11] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];

#[track_caller]
fn check(text: &str, notation: Notation, bytes: &[u8]) {
    let expected = Reading { notation, bytes: bytes.to_vec(), misread: None };
    assert_eq!(read(text), expected, "{text}");
}

#[track_caller]
fn misread(text: &str, at: usize, why: Why, bytes: &[u8]) {
    let reading = read(text);
    assert_eq!(reading.misread, Some(Misread { at, why }), "{text}");
    assert_eq!(reading.bytes, bytes, "{text}");
}

#[test]
fn hex_in_any_grouping() {
    for text in [
        "818537fa213d7f9f4d5158",
        "81 85 37 fa 21 3d 7f 9f 4d 51 58",
        "8185 37FA 213D 7F9F 4D51 58\n",
        "81:85:37:fa:21:3d:7f:9f:4d:51:58",
        "81, 85, 37, fa, 21, 3d, 7f, 9f, 4d, 51, 58",
    ] {
        check(text, Notation::Hex, &HELLO);
    }
    check("", Notation::Hex, &[]);
    misread("81 0", 3, Why::HalfByte, &[0x81]);
    misread("81 0 5", 3, Why::HalfByte, &[0x81]);
    misread("81 열쇠", 3, Why::NotHex, &[0x81]);
    misread("81 zz", 3, Why::NotHex, &[0x81]);
}

#[test]
fn base64_in_both_alphabets() {
    check("gYU3+iE9f59NUVg=", Notation::Base64, &HELLO);
    check("gYU3-iE9f59NUVg=", Notation::Base64, &HELLO);
    check("gYU3+iE9\nf59NUVg=\n", Notation::Base64, &HELLO);
    misread("gYU3+iE9=59NUVg=", 9, Why::NotBase64, &HELLO[..6]);
}

#[test]
fn dumps_as_the_tools_print_them() {
    let wireshark = "0000   81 85 37 fa 21 3d 7f 9f 4d 51 58                  ..7.!=..MQX";
    check(wireshark, Notation::Dump, &HELLO);
    let xxd = "00000000: 8185 37fa 213d 7f9f 4d51 58              ..7.!=..MQX\n";
    check(xxd, Notation::Dump, &HELLO);
    let hexdump = "00000000  81 85 37 fa 21 3d 7f 9f  4d 51 58                 \
                   |..7.!=..MQX|\n0000000b\n";
    check(hexdump, Notation::Dump, &HELLO);
}

#[test]
fn the_characters_of_a_dump_are_no_bytes() {
    let full = "0000   61 62 20 63 64 20 65 66 20 31 32 20 33 34 20 35   ab cd ef 12 34 5\n\
                0010   36                                                6";
    check(full, Notation::Dump, b"ab cd ef 12 34 56");
    let eight = "0000  61 62 20 63 64 20 65 66  ab cd ef\n0008  31 32  12";
    let bytes = read(eight).bytes;
    assert_eq!(bytes[..8], *b"ab cd ef");
    misread("0000  81 05\n0007  48", 12, Why::Offset, &[0x81, 0x05]);
}

#[test]
fn arrays_and_strings_of_c() {
    check("0x81, 0x05", Notation::Array, &[0x81, 0x05]);
    let packet = "static const unsigned char pkt1[2] = {\n0x81, 0x5 /* A bit */\n};";
    check(packet, Notation::Array, &[0x81, 0x05]);
    misread("0x81, 5", 6, Why::NotHex, &[0x81]);
    misread("0x181", 2, Why::NotHex, &[]);
    check(r"\x81\x85\x37\xfa!=", Notation::Escaped, &[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d]);
    check("\"\\x81\" \\\n\"\\x05H i\"", Notation::Escaped, b"\x81\x05H i");
    misread(r"\x81\x0", 6, Why::NotHex, &[0x81]);
}

#[test]
fn rubbish_is_read_without_a_panic() {
    for text in ["\\x", "0x", "{", "0000  ", "0000:", "=", "\u{0}", "\\x한", "0x한", "/*0x"] {
        let _ = read(text);
    }
}
