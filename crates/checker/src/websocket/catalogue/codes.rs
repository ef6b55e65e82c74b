//! Close codes, one by one: those that may be sent, and those that may not.

use super::super::{
    Case, Frame,
    Level::{Complete, Strict},
    Step,
};
use super::PROTOCOL;

pub(super) const CASES: &[Case] = &[
    Case::new(
        "closing.code-1001",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1001, going away, is a code that may be sent; it is answered with a close frame.",
            "1001(떠남)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1001, "a reason"));
            s.step(Step::Closes(&[1001, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1002",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1002, a protocol error, is a code that may be sent; it is answered with a \
             close frame.",
            "1002(프로토콜 오류)는 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1002, "a reason"));
            s.step(Step::Closes(&[1002, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1003",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1003, a kind of data that is not taken, is a code that may be sent; it is \
             answered with a close frame.",
            "1003(받지 않는 데이터 종류)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1003, "a reason"));
            s.step(Step::Closes(&[1003, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1007",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1007, data that is not what it claims, is a code that may be sent; it is \
             answered with a close frame.",
            "1007(내용이 맞지 않는 데이터)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1007, "a reason"));
            s.step(Step::Closes(&[1007, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1008",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1008, a policy, is a code that may be sent; it is answered with a close frame.",
            "1008(정책 위반)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1008, "a reason"));
            s.step(Step::Closes(&[1008, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1009",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1009, a message too big, is a code that may be sent; it is answered with a \
             close frame.",
            "1009(너무 큰 메시지)는 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1009, "a reason"));
            s.step(Step::Closes(&[1009, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1010",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1010, a missing extension, is a code that may be sent; it is answered with a \
             close frame.",
            "1010(빠진 확장)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1010, "a reason"));
            s.step(Step::Closes(&[1010, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1011",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "1011, an unexpected condition, is a code that may be sent; it is answered \
             with a close frame.",
            "1011(예상 밖의 상황)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1011, "a reason"));
            s.step(Step::Closes(&[1011, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-1014",
        Strict,
        "IANA registry",
        "frames.html#close",
        [
            "1014, a bad gateway, is a code that may be sent; it is answered with a close frame.",
            "1014(잘못된 게이트웨이 응답)는 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(1014, "a reason"));
            s.step(Step::Closes(&[1014, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-3000",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "3000, the first for libraries, is a code that may be sent; it is answered \
             with a close frame.",
            "3000(라이브러리용의 처음)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(3000, "a reason"));
            s.step(Step::Closes(&[3000, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-3999",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "3999, the last for libraries, is a code that may be sent; it is answered \
             with a close frame.",
            "3999(라이브러리용의 끝)는 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(3999, "a reason"));
            s.step(Step::Closes(&[3999, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-4000",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "4000, the first for private use, is a code that may be sent; it is answered \
             with a close frame.",
            "4000(사적 용도의 처음)은 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(4000, "a reason"));
            s.step(Step::Closes(&[4000, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-4999",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "4999, the last for private use, is a code that may be sent; it is answered \
             with a close frame.",
            "4999(사적 용도의 끝)는 보내도 되는 코드이므로 종료 프레임으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::close(4999, "a reason"));
            s.step(Step::Closes(&[4999, 1000, 1005]));
        },
    ),
    Case::new(
        "closing.code-0",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 0 is wrong, and 0 is not sent back: below 1000 there are no codes.",
            "종료 프레임의 0번 코드는 잘못이며 되돌려 보내지 않습니다. 1000보다 작은 코드는 없습니다.",
        ],
        |s| {
            s.send(&Frame::close(0, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-999",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 999 is wrong, and 999 is not sent back: below 1000 there \
             are no codes.",
            "종료 프레임의 999번 코드는 잘못이며 되돌려 보내지 않습니다. 1000보다 작은 코드는 없습니다.",
        ],
        |s| {
            s.send(&Frame::close(999, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1004",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "A close frame with 1004 is wrong, and 1004 is not sent back: it has no meaning yet.",
            "종료 프레임의 1004번 코드는 잘못이며 되돌려 보내지 않습니다. 아직 뜻이 없습니다.",
        ],
        |s| {
            s.send(&Frame::close(1004, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1005",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "A close frame with 1005 is wrong, and 1005 is not sent back: it is said \
             locally, where no code came.",
            "종료 프레임의 1005번 코드는 잘못이며 되돌려 보내지 않습니다. 코드가 오지 않았음을 안에서만 알리는 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(1005, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1006",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "A close frame with 1006 is wrong, and 1006 is not sent back: it is said \
             locally, where no close frame came.",
            "종료 프레임의 1006번 코드는 잘못이며 되돌려 보내지 않습니다. 종료 프레임이 오지 않았음을 안에서만 알리는 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(1006, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1015",
        Complete,
        "RFC 6455 §7.4.1",
        "frames.html#close",
        [
            "A close frame with 1015 is wrong, and 1015 is not sent back: it is said \
             locally, where TLS failed.",
            "종료 프레임의 1015번 코드는 잘못이며 되돌려 보내지 않습니다. TLS 실패를 안에서만 알리는 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(1015, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1016",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 1016 is wrong, and 1016 is not sent back: it is kept for \
             the protocol.",
            "종료 프레임의 1016번 코드는 잘못이며 되돌려 보내지 않습니다. 프로토콜을 위해 남겨 둔 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(1016, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-1100",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 1100 is wrong, and 1100 is not sent back: it is kept for \
             the protocol.",
            "종료 프레임의 1100번 코드는 잘못이며 되돌려 보내지 않습니다. 프로토콜을 위해 남겨 둔 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(1100, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-2000",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 2000 is wrong, and 2000 is not sent back: it is kept for \
             extensions.",
            "종료 프레임의 2000번 코드는 잘못이며 되돌려 보내지 않습니다. 확장을 위해 남겨 둔 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(2000, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-2999",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 2999 is wrong, and 2999 is not sent back: it is kept for \
             extensions.",
            "종료 프레임의 2999번 코드는 잘못이며 되돌려 보내지 않습니다. 확장을 위해 남겨 둔 값입니다.",
        ],
        |s| {
            s.send(&Frame::close(2999, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-5000",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 5000 is wrong, and 5000 is not sent back: beyond 4999 \
             there are no codes.",
            "종료 프레임의 5000번 코드는 잘못이며 되돌려 보내지 않습니다. 4999를 넘는 코드는 없습니다.",
        ],
        |s| {
            s.send(&Frame::close(5000, ""));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "closing.code-65535",
        Complete,
        "RFC 6455 §7.4.2",
        "frames.html#close",
        [
            "A close frame with 65535 is wrong, and 65535 is not sent back: beyond 4999 \
             there are no codes.",
            "종료 프레임의 65535번 코드는 잘못이며 되돌려 보내지 않습니다. 4999를 넘는 코드는 없습니다.",
        ],
        |s| {
            s.send(&Frame::close(65535, ""));
            s.fails(PROTOCOL);
        },
    ),
];
