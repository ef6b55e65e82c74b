//! The opening handshake of a client: its request, and answers that it takes or gives up.

use super::super::{
    Case, Frame, Item,
    Level::{Beginner, Complete, Strict},
    Script, Serving, Step,
};

/// An answer that a client has to give up: the text behind it must not come back.
fn abandons(s: &mut Script, edit: fn(&mut super::super::Head)) {
    s.serve(edit);
    s.send(&Frame::text("This must not come back."));
    s.step(Step::Abandons);
}

/// An answer that a client has to take.
fn takes(s: &mut Script, edit: fn(&mut super::super::Head)) {
    s.serve(edit);
    s.echo("Taken?");
}

pub(super) const CASES: &[Case] = &[
    Case::new(
        "handshake.request",
        Beginner,
        "RFC 6455 §4.1",
        "handshake.html#request",
        [
            "The request is legal in every field, and after the answer the client echoes.",
            "요청의 모든 헤더가 올바르고, 응답을 받은 뒤에는 메시지를 되돌려 보냅니다.",
        ],
        |s| takes(s, |_| {}),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-in-pieces",
        Beginner,
        "RFC 9112 §2.2",
        "frames.html#tcp",
        [
            "An answer that arrives in pieces is read to its empty line.",
            "조각으로 도착하는 응답도 빈 줄까지 모두 읽습니다.",
        ],
        |s| {
            s.serve_as(Serving { edit: |_| {}, deflate: None, pieces: 20, behind: Vec::new() });
            s.echo("In pieces");
        },
    )
    .of_clients(),
    Case::new(
        "handshake.frame-behind-answer",
        Beginner,
        "RFC 6455 §4.2.2",
        "frames.html#tcp",
        [
            "A frame that arrives together with the answer is not lost.",
            "응답과 함께 도착한 프레임을 잃지 않습니다.",
        ],
        |s| {
            let behind = s.bytes(&Frame::text("Right behind"));
            s.serve_as(Serving { edit: |_| {}, deflate: None, pieces: 1, behind });
            s.step(Step::Replies(vec![Item::Text("Right behind".to_owned())]));
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-upgrade-case",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#answer",
        [
            "`Upgrade: WebSocket` and `Connection: upgrade` in an answer are taken.",
            "응답의 `Upgrade: WebSocket`과 `Connection: upgrade`를 받아들입니다.",
        ],
        |s| {
            takes(s, |head| {
                head.set("Upgrade", "WebSocket");
                head.set("Connection", "upgrade");
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-field-name-case",
        Complete,
        "RFC 9110 §5.1",
        "handshake.html#answer",
        ["Field names in small letters are taken.", "소문자로 적은 헤더 이름을 받아들입니다."],
        |s| {
            takes(s, |head| {
                head.lines.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase());
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-unknown-fields",
        Complete,
        "RFC 9110 §5.1",
        "handshake.html#answer",
        [
            "Fields that have nothing to do with WebSocket are passed over.",
            "WebSocket과 관계없는 헤더는 무시합니다.",
        ],
        |s| {
            takes(s, |head| {
                head.lines.insert(0, ("Server".to_owned(), "a: server; (really)".to_owned()));
                head.add("Set-Cookie", "a=b; HttpOnly");
                head.add("X-Empty", "");
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-blanks",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#answer",
        [
            "Blanks around the accept value are no part of it.",
            "Accept 값 앞뒤의 공백은 값에 포함하지 않습니다.",
        ],
        |s| {
            takes(s, |head| {
                head.lines.iter_mut().for_each(|(_, value)| *value = format!("  {value} \t"));
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-other-phrase",
        Complete,
        "RFC 9112 §4",
        "handshake.html#answer",
        [
            "The words behind the status say nothing to a program.",
            "상태 코드 뒤의 문구는 프로그램에 아무 의미가 없습니다.",
        ],
        |s| takes(s, |head| head.start = String::from("HTTP/1.1 101 Well then")),
    )
    .of_clients(),
    Case::new(
        "handshake.wrong-accept",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#proof",
        [
            "An accept value that does not answer the key ends the connection.",
            "키와 맞지 않는 Accept 값을 받으면 연결을 끝냅니다.",
        ],
        |s| {
            abandons(s, |head| head.set("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        },
    )
    .of_clients(),
    Case::new(
        "handshake.accept-case",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#proof",
        [
            "An accept value in other letters' case is another value.",
            "대소문자가 다른 Accept 값은 다른 값입니다.",
        ],
        |s| {
            abandons(s, |head| {
                let other = head.value("Sec-WebSocket-Accept").unwrap_or_default().chars();
                let swap = |c: char| {
                    if c.is_ascii_lowercase() {
                        c.to_ascii_uppercase()
                    } else {
                        c.to_ascii_lowercase()
                    }
                };
                let other: String = other.map(swap).collect();
                head.set("Sec-WebSocket-Accept", &other);
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.no-accept",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#proof",
        [
            "An answer without an accept value ends the connection.",
            "Accept 값이 없는 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.remove("Sec-WebSocket-Accept")),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-200",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#answer",
        [
            "A status other than 101 is no agreement, whatever the fields say.",
            "상태 코드가 101이 아니면 헤더가 어떻든 동의가 아닙니다.",
        ],
        |s| abandons(s, |head| head.start = String::from("HTTP/1.1 200 OK")),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-404",
        Beginner,
        "RFC 6455 §4.1",
        "handshake.html#answer",
        [
            "A refusal ends the connection, and nothing is sent.",
            "거절당하면 아무것도 보내지 않고 연결을 끝냅니다.",
        ],
        |s| {
            abandons(s, |head| {
                head.start = String::from("HTTP/1.1 404 Not Found");
                head.lines.clear();
                head.add("Content-Length", "0");
            });
        },
    )
    .of_clients(),
    Case::new(
        "handshake.answer-no-upgrade",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#upgrade",
        [
            "An answer without `Upgrade` ends the connection.",
            "`Upgrade`가 없는 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.remove("Upgrade")),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-upgrade-other",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#upgrade",
        [
            "An answer that upgrades to another protocol ends the connection.",
            "다른 프로토콜로 바꾸자는 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.set("Upgrade", "h2c")),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-no-connection",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#upgrade",
        [
            "An answer without `Connection: Upgrade` ends the connection.",
            "`Connection: Upgrade`가 없는 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.set("Connection", "keep-alive")),
    )
    .of_clients(),
    Case::new(
        "handshake.unrequested-extension",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#options",
        [
            "An extension that was not asked for ends the connection.",
            "요청하지 않은 확장을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.add("Sec-WebSocket-Extensions", "x-checker")),
    )
    .of_clients(),
    Case::new(
        "handshake.unrequested-subprotocol",
        Complete,
        "RFC 6455 §4.1",
        "handshake.html#options",
        [
            "A subprotocol that was not asked for ends the connection.",
            "요청하지 않은 하위 프로토콜을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.add("Sec-WebSocket-Protocol", "checker.example")),
    )
    .of_clients(),
    Case::new(
        "handshake.answer-http-1-0",
        Strict,
        "RFC 9110 §7.8",
        "handshake.html#answer",
        [
            "HTTP/1.0 knows no upgrade: such an answer ends the connection.",
            "HTTP/1.0에는 업그레이드가 없으므로 그런 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| abandons(s, |head| head.start = String::from("HTTP/1.0 101 Switching Protocols")),
    )
    .of_clients(),
];
