//! Bodies: where they end, and every cut of them.

use http::{
    Body, Framing, Limits, Piece, Reader, RequestLine, Response, Rule, StatusLine, write_chunk,
    write_last_chunk,
};
use proptest::prelude::*;

fn response(fields: &str) -> Response {
    let head = format!("HTTP/1.1 {fields}\r\n\r\n");
    Reader::<StatusLine>::new(Limits::default()).receive(&mut head.as_bytes()).unwrap().unwrap()
}

/// The body in this framing as `"data" "data" end`, a fault in its place; what is left behind it.
fn read(framing: Framing, pieces: &[&[u8]]) -> String {
    let mut body = Body::new(framing, Limits::default());
    let (mut data, mut said) = (Vec::new(), String::new());
    for piece in pieces {
        let mut rest = *piece;
        loop {
            match body.receive(&mut rest) {
                Ok(Piece::Data(some)) => data.extend_from_slice(some),
                Ok(Piece::More) => break,
                Ok(Piece::End(trailers)) => {
                    let names: Vec<_> = trailers.iter().map(|field| field.name.as_str()).collect();
                    said = format!(" end[{}] left {}", names.join(" "), rest.len());
                    break;
                }
                Err(fault) => return format!("{fault}"),
            }
        }
    }
    if said.is_empty() {
        said = match body.connection_ended() {
            Ok(()) => " closed".to_owned(),
            Err(fault) => format!(" {fault}"),
        };
    }
    format!("{:?}{said}", String::from_utf8_lossy(&data))
}

#[track_caller]
fn check(framing: Framing, bytes: &str, said: &str) {
    let bytes = bytes.as_bytes();
    assert_eq!(read(framing, &[bytes]), said);
    // However it is cut, but that what is left behind the end is what came with it.
    for at in 0..bytes.len() {
        let (head, tail) = bytes.split_at(at);
        let cut = read(framing, &[head, tail]);
        let without = |text: &str| text.split(" left").next().map(str::to_owned);
        assert_eq!(without(&cut), without(said), "cut at {at}");
    }
}

#[test]
fn section_6_2_a_length() {
    check(Framing::Length(5), "hello", "\"hello\" end[] left 0");
    check(Framing::Length(0), "", "\"\" end[] left 0");
    check(Framing::Length(5), "hel", "\"hel\" Incomplete at byte 3 (RFC 9112 §8)");
    check(Framing::UntilClose, "hello", "\"hello\" closed");
}

#[test]
fn section_7_1_chunks() {
    check(Framing::Chunked, "5\r\nhello\r\n0\r\n\r\n", "\"hello\" end[] left 0");
    check(
        Framing::Chunked,
        "2;x=y\r\nhe\r\n3 \r\nllo\r\n000\r\nA: b\r\n\r\n",
        "\"hello\" end[A] left 0",
    );
    check(Framing::Chunked, "A\r\n0123456789\r\n0\r\n\r\n", "\"0123456789\" end[] left 0");
    check(Framing::Chunked, "x\r\n", "ChunkSize at byte 0 (RFC 9112 §7.1)");
    check(Framing::Chunked, "\r\n", "ChunkSize at byte 0 (RFC 9112 §7.1)");
    check(Framing::Chunked, "11111111111111111\r\n", "ChunkSize at byte 0 (RFC 9112 §7.1)");
    check(Framing::Chunked, "2 3\r\n", "ChunkSize at byte 1 (RFC 9112 §7.1)");
    check(Framing::Chunked, "2\r\nabc\r\n", "ChunkEnd at byte 5 (RFC 9112 §7.1)");
    check(Framing::Chunked, "2\nab", "LineEnd at byte 1 (RFC 9112 §2.2)");
    check(Framing::Chunked, "0\r\nA b\r\n", "BlankBeforeColon at byte 4 (RFC 9112 §5.1)");
    check(Framing::Chunked, "5\r\nhel", "\"hel\" Incomplete at byte 6 (RFC 9112 §8)");
    check(Framing::Chunked, "0\r\n", "\"\" Incomplete at byte 3 (RFC 9112 §8)");
}

#[test]
fn what_follows_a_body_is_left() {
    let mut body = Body::new(Framing::Chunked, Limits::default());
    let mut bytes = &b"0\r\n\r\nGET"[..];
    assert!(matches!(body.receive(&mut bytes), Ok(Piece::End(_))));
    assert_eq!((bytes, body.is_done()), (&b"GET"[..], true));
}

#[test]
fn section_6_3_a_response_s_body() {
    let of = |fields: &str, method: &str| Framing::of_response(&response(fields), method);
    assert_eq!(of("200 OK\r\nContent-Length: 5", "GET"), Ok(Framing::Length(5)));
    assert_eq!(of("200 OK\r\nContent-Length: 5", "HEAD"), Ok(Framing::Length(0)));
    assert_eq!(of("304 X\r\nContent-Length: 5", "GET"), Ok(Framing::Length(0)));
    assert_eq!(of("204 X\r\nTransfer-Encoding: chunked", "GET"), Ok(Framing::Length(0)));
    assert_eq!(of("200 OK", "GET"), Ok(Framing::UntilClose));
    assert_eq!(of("200 OK", "CONNECT"), Ok(Framing::Length(0)));
    let both = "200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: gzip, Chunked";
    assert_eq!(of(both, "GET"), Ok(Framing::Chunked));
    assert_eq!(of("200 OK\r\nTransfer-Encoding: gzip", "GET"), Ok(Framing::UntilClose));
    assert_eq!(of("200 OK\r\nContent-Length: 5, 5", "GET"), Ok(Framing::Length(5)));
    for wrong in ["5, 6", "-1", "+1", "0x5", "", "99999999999999999999"] {
        let fault = of(&format!("200 OK\r\nContent-Length: {wrong}"), "GET").unwrap_err();
        assert_eq!(fault.rule, Rule::Length, "{wrong}");
    }
}

#[test]
fn section_6_3_a_request_s_body() {
    let of = |head: &str| {
        let bytes = format!("POST / HTTP/1.{head}\r\n\r\n");
        let mut reader = Reader::<RequestLine>::new(Limits::default());
        let request = reader.receive(&mut bytes.as_bytes()).unwrap().unwrap();
        Framing::of_request(&request).map_err(|fault| fault.rule)
    };
    assert_eq!(of("1"), Ok(Framing::Length(0)));
    assert_eq!(of("1\r\nContent-Length: 7"), Ok(Framing::Length(7)));
    assert_eq!(of("1\r\nTransfer-Encoding: chunked"), Ok(Framing::Chunked));
    assert_eq!(of("1\r\nTransfer-Encoding: chunked, gzip"), Err(Rule::TransferCoding));
    assert_eq!(of("0\r\nTransfer-Encoding: chunked"), Err(Rule::TransferCoding));
    assert_eq!(of("1\r\nContent-Length: 7\r\nTransfer-Encoding: chunked"), Err(Rule::TwoLengths));
}

#[test]
fn trailers_and_lines_have_their_limits() {
    let limits = Limits { start_line_len_max: 16, head_len_max: 32, fields_max: 2 };
    let fault = |text: &str| {
        let mut body = Body::new(Framing::Chunked, limits);
        let mut bytes = text.as_bytes();
        let first = body.receive(&mut bytes).unwrap_err();
        assert_eq!(body.receive(&mut &b"more"[..]), Err(first), "a fault stays");
        first.rule
    };
    assert_eq!(fault("1;xxxxxxxxxxxxxxxxxxxxxxxx"), Rule::HeadTooLong);
    assert_eq!(fault("0\r\na: b\r\na: b\r\na: b\r\n"), Rule::TooManyFields);
    assert_eq!(fault("0\r\na: 89012345\r\na: 89012345\r\na: 8901\r\n"), Rule::HeadTooLong);
}

proptest! {
    #[test]
    fn what_is_written_in_chunks_is_read_from_them(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..8),
        cut in 1..100_usize,
    ) {
        let mut bytes = Vec::new();
        for chunk in &chunks {
            write_chunk(chunk, &mut bytes);
        }
        write_last_chunk(&mut bytes);
        let mut body = Body::new(Framing::Chunked, Limits::default());
        let mut data = Vec::new();
        for mut piece in bytes.chunks(cut) {
            while let Piece::Data(some) = body.receive(&mut piece).unwrap() {
                data.extend_from_slice(some);
            }
        }
        prop_assert!(body.is_done());
        prop_assert_eq!(data, chunks.concat());
    }

    #[test]
    fn any_bytes_end_in_data_or_a_fault(bytes in "[0-9a-f\r\n; :x]{0,60}") {
        let mut body = Body::new(Framing::Chunked, Limits::default());
        let mut rest = bytes.as_bytes();
        let mut pieces = 0;
        while let Ok(Piece::Data(data)) = body.receive(&mut rest) {
            prop_assert!(!data.is_empty());
            pieces += 1;
        }
        prop_assert!(pieces <= bytes.len());
    }
}
