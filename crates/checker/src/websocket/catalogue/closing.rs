//! The closing handshake.

use super::super::{
    Case, Frame,
    Level::{Beginner, Complete, Strict},
    Step,
};
use super::PROTOCOL;

pub(super) const CASES: &[Case] = &[
    Case::new(
        "closing.empty",
        Beginner,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A close frame without a code is answered with a close frame.",
            "코드가 없는 종료 프레임에 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::of(0x8, *b""));
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.normal",
        Beginner,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A close frame with 1000 is answered with a close frame.",
            "1000을 담은 종료 프레임에 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, ""));
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.reason",
        Beginner,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A close frame with a reason is answered with a close frame.",
            "이유를 담은 종료 프레임에 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, "done, 안녕히!"));
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.reason-123",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A reason of 123 bytes, the longest there is, is legal.",
            "가장 긴 123바이트 이유는 올바릅니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, "x".repeat(123)));
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.in-pieces",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#tcp",
        [
            "A close frame that arrives byte by byte is answered.",
            "한 바이트씩 도착하는 종료 프레임에 응답합니다.",
        ],
        |s| {
            s.send_cut(&[Frame::close(1001, "slowly")], 1);
            s.step(Step::Closes(&[1001, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.after-echo",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "After a conversation a close frame is answered.",
            "대화를 나눈 뒤의 종료 프레임에 응답합니다.",
        ],
        |s| {
            s.echo("first this");
            s.send(&Frame::close(1000, ""));
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.echo-first",
        Strict,
        "RFC 6455 §1.4",
        "frames.html#close",
        [
            "A text that comes together with a close frame comes back before the close \
             frame is answered.",
            "종료 프레임과 함께 온 텍스트는 종료 프레임에 응답하기 전에 되돌려 보냅니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("last words"), Frame::close(1000, "")]);
            s.wants_text("last words");
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "closing.tcp-ends",
        Beginner,
        "RFC 6455 §7.1.1",
        "frames.html#close",
        [
            "After both close frames the server ends TCP.",
            "종료 프레임이 오간 뒤 서버가 TCP를 끝냅니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, ""));
            s.step(Step::Closes(&[1000, 1005]));
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.tcp-ends-after-fault",
        Complete,
        "RFC 6455 §7.1.7",
        "frames.html#wrong",
        ["After a broken rule TCP ends too.", "규칙을 어긴 뒤에는 TCP도 끝냅니다."],
        |s| {
            s.send(&Frame::of(0x3, *b"wrong"));
            s.fails(PROTOCOL);
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.nothing-after",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A text behind a close frame does not come back.",
            "종료 프레임 뒤의 텍스트는 되돌려 보내지 않습니다.",
        ],
        |s| {
            s.send_together(&[Frame::close(1000, ""), Frame::text("too late")]);
            s.step(Step::Closes(&[1000, 1005]));
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.no-pong-after",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A ping behind a close frame is not answered.",
            "종료 프레임 뒤의 ping에는 응답하지 않습니다.",
        ],
        |s| {
            s.send_together(&[Frame::close(1000, ""), Frame::ping("too late")]);
            s.step(Step::Closes(&[1000, 1005]));
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.nothing-after-client",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A client answers nothing that stands behind a close frame.",
            "클라이언트는 종료 프레임 뒤에 온 것에 응답하지 않습니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::close(1000, ""),
                Frame::text("too late"),
                Frame::ping("late"),
            ]);
            s.step(Step::Closes(&[1000, 1005]));
            s.step(Step::NothingMore);
        },
    )
    .of_clients(),
    Case::new(
        "closing.one-answer",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        ["Two close frames are answered with one.", "종료 프레임이 두 번 와도 한 번만 응답합니다."],
        |s| {
            s.send_together(&[Frame::close(1000, ""), Frame::close(1001, "")]);
            s.step(Step::Closes(&[1000, 1005]));
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.code-is-echoed",
        Strict,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        ["The answer carries the code that was sent.", "응답에 받은 코드를 담습니다."],
        |s| {
            s.send(&Frame::close(4321, "ours"));
            s.step(Step::Closes(&[4321]));
        },
    ),
    Case::new(
        "closing.end-of-stream",
        Strict,
        "RFC 6455 §7.1.4",
        "endings.html#end",
        [
            "When a client ends TCP without a close frame, the server ends it too.",
            "클라이언트가 종료 프레임 없이 TCP를 끝내면 서버도 끝냅니다.",
        ],
        |s| {
            s.step(Step::Shutdown);
            s.step(Step::TcpEnds);
        },
    )
    .of_servers(),
    Case::new(
        "closing.body-of-one",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A close frame with a body of one byte is refused: a code has two.",
            "본문이 한 바이트인 종료 프레임을 거절합니다. 코드는 두 바이트입니다.",
        ],
        |s| {
            s.send(&Frame::of(0x8, [3]));
            s.fails_as(PROTOCOL);
        },
    ),
    Case::new(
        "closing.reason-not-utf8",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        ["A reason that is not UTF-8 is refused.", "UTF-8이 아닌 이유를 거절합니다."],
        |s| {
            s.send(&Frame::close(1000, [0xff, 0xfe]));
            s.fails_as(&[1007, 1002]);
        },
    ),
    Case::new(
        "closing.reason-cut-short",
        Complete,
        "RFC 6455 §5.5.1",
        "frames.html#close",
        [
            "A reason that ends in the middle of a character is refused.",
            "글자 중간에서 끝나는 이유를 거절합니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, [0xed, 0x95]));
            s.fails_as(&[1007, 1002]);
        },
    ),
    Case::new(
        "closing.body-of-126",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#close",
        ["A close frame of 126 bytes is refused.", "126바이트 종료 프레임을 거절합니다."],
        |s| {
            s.send(&Frame::close(1000, "x".repeat(124)));
            s.fails_as(PROTOCOL);
        },
    ),
];
