//! The opening handshake of a server: requests that it has to refuse.

use super::super::{
    Answer::{Refused, RefusedWith},
    Case,
    Level::{Complete, Strict},
};

const BAD: &[u16] = &[400];

pub(super) const CASES: &[Case] = &[
    Case::new(
        "handshake.no-key",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#bad-keys",
        ["A request without a key is refused.", "키가 없는 요청을 거절합니다."],
        |s| s.ask(|head| head.remove("Sec-WebSocket-Key"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.key-of-15-bytes",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#bad-keys",
        [
            "A key that decodes to 15 bytes is refused: there must be 16.",
            "디코딩하면 15바이트인 키를 거절합니다. 16바이트여야 합니다.",
        ],
        |s| s.ask(|head| head.set("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4P"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.key-not-base64",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#bad-keys",
        ["A key that is not Base64 is refused.", "Base64가 아닌 키를 거절합니다."],
        |s| s.ask(|head| head.set("Sec-WebSocket-Key", "this is no Base64 at all"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.key-empty",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#bad-keys",
        ["An empty key is refused.", "빈 키를 거절합니다."],
        |s| s.ask(|head| head.set("Sec-WebSocket-Key", ""), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.two-keys",
        Strict,
        "RFC 6455 §11.3.1",
        "handshake.html#bad-keys",
        [
            "Two keys are refused: nobody can say which one is answered.",
            "키가 두 개인 요청을 거절합니다. 어느 키에 응답했는지 알 수 없기 때문입니다.",
        ],
        |s| {
            s.ask(|head| head.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), Refused(BAD));
        },
    )
    .of_servers(),
    Case::new(
        "handshake.no-version",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#version",
        ["A request without a version is refused.", "버전이 없는 요청을 거절합니다."],
        |s| s.ask(|head| head.remove("Sec-WebSocket-Version"), Refused(&[400, 426])),
    )
    .of_servers(),
    Case::new(
        "handshake.version-8",
        Complete,
        "RFC 6455 §4.2.2",
        "handshake.html#version",
        ["Version 8, that of an old draft, is refused.", "옛 초안의 버전인 8을 거절합니다."],
        |s| s.ask(|head| head.set("Sec-WebSocket-Version", "8"), Refused(&[400, 426])),
    )
    .of_servers(),
    Case::new(
        "handshake.version-14",
        Complete,
        "RFC 6455 §4.2.2",
        "handshake.html#version",
        ["Version 14, which does not exist, is refused.", "존재하지 않는 버전 14를 거절합니다."],
        |s| s.ask(|head| head.set("Sec-WebSocket-Version", "14"), Refused(&[400, 426])),
    )
    .of_servers(),
    Case::new(
        "handshake.version-is-told",
        Strict,
        "RFC 6455 §4.4",
        "handshake.html#version",
        [
            "Who refuses a version says with `Sec-WebSocket-Version` which one it speaks.",
            "버전을 거절할 때는 `Sec-WebSocket-Version`으로 자신이 아는 버전을 알려 줍니다.",
        ],
        |s| {
            s.ask(|head| head.set("Sec-WebSocket-Version", "25"), RefusedWith(&[400, 426]));
            s.step(super::super::Step::Says("Sec-WebSocket-Version"));
        },
    )
    .of_servers(),
    Case::new(
        "handshake.no-upgrade",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "A request without `Upgrade` is no WebSocket's: anything but 101 answers it.",
            "`Upgrade`가 없는 요청은 WebSocket의 것이 아니므로 101로 응답하지 않습니다.",
        ],
        |s| s.ask(|head| head.remove("Upgrade"), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.upgrade-other",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "An upgrade to another protocol is not answered as if it were to this one.",
            "다른 프로토콜로 바꾸자는 요청에 WebSocket인 것처럼 응답하지 않습니다.",
        ],
        |s| s.ask(|head| head.set("Upgrade", "h2c"), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.no-connection",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "A request without `Connection` is not granted.",
            "`Connection`이 없는 요청을 받아들이지 않습니다.",
        ],
        |s| s.ask(|head| head.remove("Connection"), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.connection-keep-alive",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#upgrade",
        [
            "A `Connection` field that does not name `Upgrade` is not granted.",
            "`Connection`에 `Upgrade`가 없으면 받아들이지 않습니다.",
        ],
        |s| s.ask(|head| head.set("Connection", "keep-alive"), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.method-post",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#request",
        ["POST is refused: the method is GET.", "POST를 거절합니다. 메서드는 GET입니다."],
        |s| s.ask(|head| head.start = head.start.replacen("GET", "POST", 1), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.method-small-letters",
        Strict,
        "RFC 9110 §9.1",
        "handshake.html#request",
        [
            "`get` is no GET: the case of a method matters.",
            "`get`은 GET이 아닙니다. 메서드는 대소문자를 가립니다.",
        ],
        |s| s.ask(|head| head.start = head.start.replacen("GET", "get", 1), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.http-1-0",
        Complete,
        "RFC 6455 §4.2.1",
        "handshake.html#request",
        [
            "HTTP/1.0 is refused: an upgrade takes at least 1.1.",
            "HTTP/1.0을 거절합니다. 업그레이드에는 1.1 이상이 필요합니다.",
        ],
        |s| s.ask(|head| head.start = head.start.replace("HTTP/1.1", "HTTP/1.0"), Refused(&[])),
    )
    .of_servers(),
    Case::new(
        "handshake.no-host",
        Complete,
        "RFC 9112 §3.2",
        "handshake.html#fields",
        ["A request without `Host` is refused.", "`Host`가 없는 요청을 거절합니다."],
        |s| s.ask(|head| head.remove("Host"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.two-hosts",
        Complete,
        "RFC 9112 §3.2",
        "handshake.html#fields",
        ["A request with two `Host` fields is refused.", "`Host`가 두 개인 요청을 거절합니다."],
        |s| s.ask(|head| head.add("Host", "other.example"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.extensions-malformed",
        Strict,
        "RFC 6455 §9.1",
        "handshake.html#options",
        [
            "A list of extensions that does not parse is refused.",
            "문법에 맞지 않는 확장 목록을 거절합니다.",
        ],
        |s| s.ask(|head| head.add("Sec-WebSocket-Extensions", "x-a; =1, ;"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.blank-before-colon",
        Strict,
        "RFC 9112 §5.1",
        "handshake.html#fields",
        [
            "A blank between a field's name and its colon is refused.",
            "헤더 이름과 콜론 사이의 공백을 거절합니다.",
        ],
        |s| s.ask(|head| head.add("X-Smuggled ", "a"), Refused(BAD)),
    )
    .of_servers(),
    Case::new(
        "handshake.no-colon",
        Strict,
        "RFC 9112 §5",
        "handshake.html#fields",
        ["A line without a colon is refused.", "콜론이 없는 줄을 거절합니다."],
        |s| {
            s.ask(|head| head.start.push_str("\r\nthis line is no field"), Refused(BAD));
        },
    )
    .of_servers(),
    Case::new(
        "handshake.garbage",
        Strict,
        "RFC 9112 §3",
        "handshake.html#request",
        [
            "Bytes that are no HTTP are refused, and not waited for.",
            "HTTP가 아닌 바이트는 기다리지 않고 거절합니다.",
        ],
        |s| {
            s.ask(
                |head| {
                    head.start = String::from("\u{1}\u{2}\u{3} this is no request");
                    head.lines.clear();
                },
                Refused(BAD),
            );
        },
    )
    .of_servers(),
    Case::new(
        "handshake.refusal-in-http",
        Strict,
        "RFC 6455 §4.2.2",
        "handshake.html#answer",
        [
            "A refusal is an answer in HTTP, so that whoever asked learns why.",
            "거절할 때도 HTTP로 응답하여 요청한 쪽이 이유를 알게 합니다.",
        ],
        |s| {
            s.ask(|head| head.set("Sec-WebSocket-Key", "AAAA"), RefusedWith(&[400, 403, 404, 426]));
        },
    )
    .of_servers(),
];
