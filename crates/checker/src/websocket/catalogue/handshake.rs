//! The opening handshake of a server: requests that it has to grant.

use super::super::{
    Answer::{Either, Granted},
    Case,
    Level::{Beginner, Complete, Strict},
};

pub(super) const CASES: &[Case] = &[
    Case::new(
        "handshake.accept",
        Beginner,
        "RFC 6455 §4.2.2",
        "handshake.html#answer",
        [
            "The least legal request is answered with 101 and the accept value of its key.",
            "최소한의 올바른 요청에 101과 그 키의 Accept 값으로 응답합니다.",
        ],
        |s| s.ask(|_| {}, Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.sample-key",
        Beginner,
        "RFC 6455 §1.3",
        "handshake.html#accept-key",
        [
            "The key of the RFC's own example gets the accept value that is printed there.",
            "RFC의 예에 나오는 키에 거기 적힌 Accept 값으로 응답합니다.",
        ],
        |s| s.ask(|head| head.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.in-pieces",
        Beginner,
        "RFC 9112 §2.2",
        "frames.html#tcp",
        [
            "A request that arrives in three pieces is read to its empty line.",
            "세 조각으로 도착하는 요청도 빈 줄까지 모두 읽습니다.",
        ],
        |s| s.ask_in_pieces(|_| {}, 3, Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.byte-by-byte",
        Complete,
        "RFC 9112 §2.2",
        "frames.html#tcp",
        [
            "A request that arrives byte by byte is granted like any other.",
            "한 바이트씩 도착하는 요청도 똑같이 받아들입니다.",
        ],
        |s| s.ask_in_pieces(|_| {}, 400, Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.upgrade-case",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "`Upgrade: WebSocket` is granted, for the case of the word does not matter.",
            "대소문자는 상관없으므로 `Upgrade: WebSocket`도 받아들입니다.",
        ],
        |s| s.ask(|head| head.set("Upgrade", "WebSocket"), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.connection-list",
        Beginner,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "`Connection: keep-alive, Upgrade` is granted, as Firefox sends it.",
            "Firefox가 보내는 `Connection: keep-alive, Upgrade`를 받아들입니다.",
        ],
        |s| s.ask(|head| head.set("Connection", "keep-alive, Upgrade"), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.connection-case",
        Complete,
        "RFC 9110 §7.6.1",
        "handshake.html#upgrade",
        [
            "`Connection: upgrade` is granted, for the case of the word does not matter.",
            "대소문자는 상관없으므로 `Connection: upgrade`도 받아들입니다.",
        ],
        |s| s.ask(|head| head.set("Connection", "upgrade"), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.connection-two-fields",
        Complete,
        "RFC 9110 §5.3",
        "handshake.html#upgrade",
        [
            "A list over two `Connection` fields is one list.",
            "`Connection` 헤더 두 개에 나뉜 목록을 하나의 목록으로 읽습니다.",
        ],
        |s| {
            s.ask(
                |head| {
                    head.set("Connection", "keep-alive");
                    head.add("Connection", "Upgrade");
                },
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.field-name-case",
        Complete,
        "RFC 9110 §5.1",
        "handshake.html#fields",
        [
            "Field names in small letters are granted, as proxies write them.",
            "프록시가 쓰듯 소문자로 적은 헤더 이름도 받아들입니다.",
        ],
        |s| {
            s.ask(
                |head| head.lines.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase()),
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.field-order",
        Complete,
        "RFC 9110 §5.3",
        "handshake.html#fields",
        ["The order of the fields does not matter.", "헤더의 순서는 상관없습니다."],
        |s| s.ask(|head| head.lines.reverse(), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.no-blank-after-colon",
        Complete,
        "RFC 9112 §5",
        "handshake.html#fields",
        [
            "Fields without a blank behind the colon are granted.",
            "콜론 뒤에 공백이 없는 헤더도 받아들입니다.",
        ],
        |s| s.ask(|head| head.colon = ":", Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.blanks-around-value",
        Complete,
        "RFC 9110 §5.5",
        "handshake.html#fields",
        ["Blanks around a value are no part of it.", "값 앞뒤의 공백은 값에 포함하지 않습니다."],
        |s| {
            s.ask(
                |head| {
                    head.lines.iter_mut().for_each(|(_, value)| *value = format!("   {value}  "));
                },
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.tabs-around-value",
        Strict,
        "RFC 9110 §5.5",
        "handshake.html#fields",
        ["Tabs around a value are no part of it.", "값 앞뒤의 탭은 값에 포함하지 않습니다."],
        |s| {
            s.ask(
                |head| head.lines.iter_mut().for_each(|(_, value)| *value = format!("\t{value}\t")),
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.unknown-fields",
        Beginner,
        "RFC 9110 §5.1",
        "handshake.html#fields",
        [
            "Fields that have nothing to do with WebSocket are passed over.",
            "WebSocket과 관계없는 헤더는 무시합니다.",
        ],
        |s| {
            s.ask(
                |head| {
                    head.add("User-Agent", "workbook: a checker; (really)");
                    head.add("Cookie", "a=b; c=\"d, e\"");
                    head.add("X-Empty", "");
                    head.add("Accept-Language", "ko, en;q=0.5");
                },
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.subprotocol-unknown",
        Complete,
        "RFC 6455 §4.2.2",
        "handshake.html#options",
        [
            "A subprotocol that nobody speaks is not answered with another one.",
            "아무도 모르는 하위 프로토콜을 요청해도 다른 것을 골라 응답하지 않습니다.",
        ],
        |s| s.ask(|head| head.add("Sec-WebSocket-Protocol", "checker.example"), Either),
    )
    .of_servers(),
    Case::new(
        "handshake.extension-unknown",
        Complete,
        "RFC 6455 §9.1",
        "handshake.html#options",
        [
            "An extension that nobody knows is declined by not naming it.",
            "아무도 모르는 확장은 응답에 적지 않음으로써 거절합니다.",
        ],
        |s| s.ask(|head| head.add("Sec-WebSocket-Extensions", "x-checker; level=9"), Granted),
    )
    .of_servers(),
    Case::new(
        "handshake.key-with-spare-bits",
        Strict,
        "RFC 6455 §4.2.2",
        "handshake.html#bad-keys",
        [
            "The accept value is of the key's text as it stands, not of what it decodes to.",
            "Accept 값은 키를 디코딩한 값이 아니라 적힌 글자 그대로에서 계산합니다.",
        ],
        |s| s.ask(|head| head.set("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC=="), Either),
    )
    .of_servers(),
    Case::new(
        "handshake.absolute-target",
        Strict,
        "RFC 9112 §3.2.2",
        "handshake.html#request",
        [
            "A request target that is a whole URI is granted, as every HTTP server must.",
            "요청 대상이 전체 URI여도 모든 HTTP 서버가 그래야 하듯 받아들입니다.",
        ],
        |s| {
            s.ask(
                |head| {
                    let host = head.value("Host").unwrap_or_default().to_owned();
                    head.start = head.start.replacen("GET ", &format!("GET http://{host}"), 1);
                },
                Granted,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.bare-line-feeds",
        Strict,
        "RFC 9112 §2.2",
        "handshake.html#request",
        [
            "Lines that end with a line feed alone are granted or refused, and not waited for.",
            "줄바꿈 문자 하나로만 끝나는 줄은 받아들이거나 거절하되, 기다리기만 하지는 않습니다.",
        ],
        |s| s.ask(|head| head.line_end = "\n", Either),
    )
    .of_servers(),
    Case::new(
        "handshake.empty-line-first",
        Strict,
        "RFC 9112 §2.2",
        "handshake.html#request",
        [
            "An empty line before the request is passed over, or refused.",
            "요청 앞의 빈 줄은 무시하거나 거절합니다.",
        ],
        |s| s.ask(|head| head.start.insert_str(0, "\r\n"), Either),
    )
    .of_servers(),
    Case::new(
        "handshake.many-fields",
        Strict,
        "RFC 6585 §5",
        "handshake.html#request",
        [
            "A thousand fields are read or refused, and not waited for.",
            "헤더 천 개는 읽거나 거절하되, 응답 없이 버티지 않습니다.",
        ],
        |s| {
            s.ask(
                |head| (0..1000).for_each(|n| head.add(&format!("X-Field-{n}"), "a value")),
                Either,
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.long-field",
        Strict,
        "RFC 6585 §5",
        "handshake.html#request",
        [
            "A field of 64 KiB is read or refused, and not waited for.",
            "64 KiB 길이의 헤더는 읽거나 거절하되, 응답 없이 버티지 않습니다.",
        ],
        |s| s.ask(|head| head.add("X-Long", &"long".repeat(16 << 10)), Either),
    )
    .of_servers(),
];
