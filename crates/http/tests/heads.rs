//! Heads by the sections of RFC 9112, each cut at every byte.

use http::{Fault, Limits, Reader, Request, RequestLine, Response, Rule, StartLine, StatusLine};
use proptest::prelude::*;

type Verdict<S> = Result<Option<(http::Head<S>, usize)>, Fault>;

/// What a reader says to these pieces, and how many bytes it used.
fn read<'a, S: StartLine>(
    limits: Limits,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Verdict<S> {
    let mut reader = Reader::new(limits);
    let mut used = 0;
    for piece in pieces {
        let mut left = piece;
        let head = reader.receive(&mut left)?;
        used += piece.len() - left.len();
        if let Some(head) = head {
            return Ok(Some((head, used)));
        }
    }
    Ok(None)
}

#[track_caller]
fn at_every_cut<S: StartLine + PartialEq + std::fmt::Debug>(
    limits: Limits,
    bytes: &[u8],
) -> Verdict<S> {
    let whole = read(limits, [bytes]);
    assert_eq!(read(limits, bytes.chunks(1)), whole);
    for cut in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(cut);
        assert_eq!(read(limits, [head, tail]), whole, "cut at {cut}");
    }
    whole
}

#[track_caller]
fn request(text: &str) -> Request {
    at_every_cut::<RequestLine>(Limits::default(), text.as_bytes()).unwrap().unwrap().0
}

#[track_caller]
fn refused(text: &str, rule: Rule, at: usize) {
    let verdict = at_every_cut::<RequestLine>(Limits::default(), text.as_bytes());
    assert_eq!(verdict, Err(Fault { rule, at }), "{text:?}");
}

#[test]
fn section_3_a_request() {
    let request =
        request("GET /chat?a=b HTTP/1.1\r\nHost: x\r\nEmpty:\r\nPadded: \t v v \t\r\n\r\n");
    assert_eq!((&request.start.method[..], &request.start.target[..]), ("GET", "/chat?a=b"));
    let fields: Vec<_> =
        request.fields.iter().map(|field| (&field.name[..], field.text().unwrap())).collect();
    assert_eq!(fields, [("Host", "x"), ("Empty", ""), ("Padded", "v v")]);
    assert_eq!(request.fields.first("HOST").unwrap().value_at, 30);
}

#[test]
fn section_2_2_lines_end_with_both_characters() {
    refused("GET / HTTP/1.1\nHost: x\n\n", Rule::LineEnd, 14);
    refused("GET / HTTP/1.1\rX", Rule::LineEnd, 15);
    assert_eq!(request("\r\nGET / HTTP/1.1\r\n\r\n").start.method, "GET");
    refused("\r\n\r\nGET / HTTP/1.1\r\n\r\n", Rule::Method, 2);
}

#[test]
fn section_3_request_lines_that_are_none() {
    refused(" / HTTP/1.1\r\n", Rule::Method, 0);
    refused("G@T / HTTP/1.1\r\n", Rule::Method, 1);
    refused("GET  HTTP/1.1\r\n", Rule::Target, 4);
    refused("GET\r\n", Rule::Target, 3);
    refused("GET /소켓 HTTP/1.1\r\n", Rule::Target, 5);
    refused("\r\nGET chat HTTP/1.1\r\n", Rule::Target, 6);
    refused("GET /\r\n", Rule::Version, 5);
    refused("GET / HTTP/1.1 \r\n", Rule::Version, 6);
    refused("GET / http/1.1\r\n", Rule::Version, 6);
    refused("GET / HTTP/2.0\r\n", Rule::MajorVersion, 11);
    // A TLS client that came to the wrong port is told at its first byte.
    refused("\u{16}\u{3}\u{1}", Rule::Control, 0);
}

#[test]
fn section_5_fields_that_are_none() {
    refused("GET / HTTP/1.1\r\nHost : x\r\n", Rule::BlankBeforeColon, 20);
    refused("GET / HTTP/1.1\r\nHost: x\r\n y\r\n", Rule::Folded, 25);
    refused("GET / HTTP/1.1\r\nHost\r\n", Rule::FieldName, 20);
    refused("GET / HTTP/1.1\r\n: x\r\n", Rule::FieldName, 16);
    refused("GET / HTTP/1.1\r\nHé: x\r\n", Rule::FieldName, 17);
    refused("GET / HTTP/1.1\r\nHost: a\0b\r\n", Rule::Control, 23);
    let korean = request("GET / HTTP/1.1\r\nX: 소켓\r\n\r\n");
    assert_eq!(korean.fields.first("x").unwrap().value, "소켓".as_bytes());
    assert_eq!(korean.fields.first("x").unwrap().text(), None);
}

#[test]
fn rfc_9110_section_5_6_1_lists_over_several_fields() {
    let request = request("GET / HTTP/1.1\r\nA: one, two,,\r\nB: x\r\na:  three \r\n\r\n");
    let tokens: Vec<_> = request.fields.tokens("A").collect();
    assert_eq!(tokens, [(&b"one"[..], 19), (b"two", 24), (b"three", 41)]);
}

#[test]
fn section_4_a_response() {
    let bytes = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\0";
    let (response, used): (Response, usize) =
        at_every_cut::<StatusLine>(Limits::default(), bytes).unwrap().unwrap();
    assert_eq!((response.start.status, &response.start.reason[..]), (101, "Switching Protocols"));
    assert_eq!(used, bytes.len() - 2);
    assert_eq!(response.to_bytes(), bytes[..used]);
    for line in ["HTTP/1.1 abc\r\n", "HTTP/1.1 99 x\r\n", "HTTP/1.1  200\r\n"] {
        let verdict = at_every_cut::<StatusLine>(Limits::default(), line.as_bytes());
        assert_eq!(verdict, Err(Fault { rule: Rule::Status, at: 9 }));
    }
}

#[test]
fn rfc_6585_section_5_everything_is_bounded() {
    let limits = Limits { start_line_len_max: 14, head_len_max: 40, fields_max: 2 };
    let refused = |text: &str, rule, at| {
        let verdict = at_every_cut::<RequestLine>(limits, text.as_bytes());
        assert_eq!(verdict, Err(Fault { rule, at }), "{text:?}");
    };
    refused("GET /x HTTP/1.1\r\n", Rule::StartLineTooLong, 14);
    refused("GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\n", Rule::TooManyFields, 28);
    refused("GET / HTTP/1.1\r\na: 1234567890123456789012345", Rule::HeadTooLong, 40);
    assert_eq!([Rule::StartLineTooLong.status(), Rule::HeadTooLong.status()], [414, 431]);
    assert_eq!([Rule::MajorVersion.status(), Rule::Folded.status()], [505, 400]);
}

#[test]
fn a_mebibyte_of_head_costs_no_more_than_its_limit() {
    let head = "GET / HTTP/1.1\r\nX: ".to_owned() + &"a".repeat(1 << 20);
    let verdict = read::<RequestLine>(Limits::default(), head.as_bytes().chunks(1));
    assert_eq!(verdict.unwrap_err(), Fault { rule: Rule::HeadTooLong, at: 16 << 10 });
}

/// Something like a request: sound at first, then less so.
const ALMOST: &str = "(GET|P T) /x? HTTP/1.[01]\r\n([A-c:]{0,3}[: \r\n]{0,3}){0,6}";

proptest! {
    #[test]
    fn every_cut_gives_the_same_verdict(text in ALMOST) {
        let limits = Limits { start_line_len_max: 20, head_len_max: 40, fields_max: 2 };
        let verdict = at_every_cut::<RequestLine>(limits, text.as_bytes());
        if let Ok(Some((head, _))) = verdict {
            let again = read::<RequestLine>(Limits::default(), [&head.to_bytes()[..]]);
            let names = |head: &Request| -> Vec<_> {
                head.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect()
            };
            prop_assert_eq!(names(&again.unwrap().unwrap().0), names(&head));
        }
    }

    #[test]
    fn any_bytes_get_some_verdict(bytes: Vec<u8>) {
        at_every_cut::<RequestLine>(Limits::default(), &bytes).ok();
        at_every_cut::<StatusLine>(Limits::default(), &bytes).ok();
    }
}
