//! Messages in pieces, and what may stand between the pieces.

use super::super::{
    Case, Due, Frame, Item,
    Level::{Beginner, Complete},
    Step,
};
use super::{PROTOCOL, refuses};

pub(super) const CASES: &[Case] = &[
    Case::new(
        "fragmentation.two",
        Beginner,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A message in two fragments comes back as one message.",
            "두 조각으로 나뉜 메시지를 한 메시지로 되돌려 보냅니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("Hel").more(), Frame::continuation(*b"lo")]);
            s.wants_text("Hello");
        },
    ),
    Case::new(
        "fragmentation.three",
        Beginner,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "The middle fragment of three is neither the first nor the last.",
            "세 조각 중 가운데 조각은 처음도 끝도 아닙니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("H").more(),
                Frame::continuation(*b"el").more(),
                Frame::continuation(*b"lo"),
            ]);
            s.wants_text("Hello");
        },
    ),
    Case::new(
        "fragmentation.binary",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["Fragments of binary are binary.", "바이너리의 조각은 바이너리입니다."],
        |s| {
            s.send_together(&[Frame::binary([0, 255]).more(), Frame::continuation([128])]);
            s.wants_binary(&[0, 255, 128]);
        },
    ),
    Case::new(
        "fragmentation.byte-each",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["A fragment for every byte is legal.", "바이트마다 조각 하나씩이어도 올바릅니다."],
        |s| {
            let text = "one byte in every fragment";
            let mut frames: Vec<Frame> =
                text.bytes().map(|byte| Frame::continuation([byte]).more()).collect();
            frames[0] = Frame::text(&text[..1]).more();
            frames.push(Frame::continuation(*b""));
            s.send_together(&frames);
            s.wants_text(text);
        },
    ),
    Case::new(
        "fragmentation.empty-first",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["The first fragment may be empty.", "첫 조각은 비어 있어도 됩니다."],
        |s| {
            s.send_together(&[Frame::text("").more(), Frame::continuation(*b"all of it")]);
            s.wants_text("all of it");
        },
    ),
    Case::new(
        "fragmentation.empty-middle",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["A fragment in the middle may be empty.", "가운데 조각은 비어 있어도 됩니다."],
        |s| {
            s.send_together(&[
                Frame::text("all ").more(),
                Frame::continuation(*b"").more(),
                Frame::continuation(*b"of it"),
            ]);
            s.wants_text("all of it");
        },
    ),
    Case::new(
        "fragmentation.empty-last",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["The last fragment may be empty.", "마지막 조각은 비어 있어도 됩니다."],
        |s| {
            s.send_together(&[Frame::text("all of it").more(), Frame::continuation(*b"")]);
            s.wants_text("all of it");
        },
    ),
    Case::new(
        "fragmentation.all-empty",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["Three empty fragments are one empty message.", "빈 조각 셋은 빈 메시지 하나입니다."],
        |s| {
            s.send_together(&[
                Frame::text("").more(),
                Frame::continuation(*b"").more(),
                Frame::continuation(*b""),
            ]);
            s.wants_text("");
        },
    ),
    Case::new(
        "fragmentation.two-messages",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Two fragmented messages one behind the other stay apart.",
            "잇달아 온 두 조각난 메시지를 섞지 않습니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("a").more(),
                Frame::continuation(*b"b"),
                Frame::text("c").more(),
                Frame::continuation(*b"d"),
            ]);
            s.step(Step::Replies(vec![Item::Text("ab".to_owned()), Item::Text("cd".to_owned())]));
        },
    ),
    Case::new(
        "fragmentation.then-whole",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A whole message behind a fragmented one is a message of its own.",
            "조각난 메시지 다음의 온전한 메시지는 별개의 메시지입니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::binary(*b"a").more(),
                Frame::continuation(*b"b"),
                Frame::text("c"),
            ]);
            s.step(Step::Replies(vec![Item::Binary(b"ab".to_vec()), Item::Text("c".to_owned())]));
        },
    ),
    Case::new(
        "fragmentation.in-segments",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Fragments may arrive in segments that cut them anywhere.",
            "조각은 아무 데서나 잘린 세그먼트로 도착할 수 있습니다.",
        ],
        |s| {
            s.send_cut(
                &[
                    Frame::text("cut ").more(),
                    Frame::continuation(*b"any").more(),
                    Frame::continuation(*b"where"),
                ],
                4,
            );
            s.wants_text("cut anywhere");
        },
    ),
    Case::new(
        "fragmentation.waits-for-the-last",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Nothing comes back before the last fragment.",
            "마지막 조각이 오기 전에는 아무것도 되돌려 보내지 않습니다.",
        ],
        |s| {
            s.send(&Frame::text("half a ").more());
            s.step(Step::Quiet);
            s.send(&Frame::continuation(*b"message"));
            s.wants_text("half a message");
        },
    ),
    Case::new(
        "fragmentation.ping-between",
        Beginner,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A ping between two fragments is answered at once.",
            "두 조각 사이의 ping에 바로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::text("frag").more());
            s.send(&Frame::ping("between"));
            s.wants_pong(b"between");
            s.send(&Frame::continuation(*b"ment"));
            s.wants_text("fragment");
        },
    ),
    Case::new(
        "fragmentation.pings-between-all",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Pings between all fragments are no part of the message.",
            "모든 조각 사이에 낀 ping은 메시지의 일부가 아닙니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("a").more(),
                Frame::ping("1"),
                Frame::continuation(*b"b").more(),
                Frame::ping("2"),
                Frame::continuation(*b"c"),
            ]);
            s.step(Step::Replies(vec![
                Item::Pong(b"1".to_vec()),
                Item::Pong(b"2".to_vec()),
                Item::Text("abc".to_owned()),
            ]));
        },
    ),
    Case::new(
        "fragmentation.pong-between",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A pong between two fragments changes nothing.",
            "두 조각 사이의 pong은 아무것도 바꾸지 않습니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("frag").more(),
                Frame::pong("unasked"),
                Frame::continuation(*b"ment"),
            ]);
            s.wants_text("fragment");
        },
    ),
    Case::new(
        "fragmentation.close-between",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A close frame between two fragments is answered; the message is given up.",
            "두 조각 사이의 종료 프레임에 응답하고 메시지는 버립니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("never ended").more(), Frame::close(1000, "")]);
            s.step(Step::Closes(&[1000, 1005]));
        },
    ),
    Case::new(
        "fragmentation.many",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A message of a thousand fragments comes back.",
            "조각 천 개로 된 메시지를 되돌려 보냅니다.",
        ],
        |s| {
            let mut frames = vec![Frame::continuation(*b"0123456789").more(); 1000];
            frames[0] = Frame::text("0123456789").more();
            frames.push(Frame::continuation(*b"end"));
            s.send_together(&frames);
            s.wants_text(&("0123456789".repeat(1000) + "end"));
        },
    ),
    Case::new(
        "fragmentation.continuation-first",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A continuation that continues nothing is refused.",
            "이어 갈 메시지가 없는 연속 프레임을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::continuation(*b"of what?"), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.continuation-first-open",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A continuation that continues nothing is refused even if more is to follow.",
            "뒤가 더 있다고 해도, 이어 갈 메시지가 없는 연속 프레임을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::continuation(*b"of what?").more(), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.continuation-after-end",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A continuation behind a finished message is refused.",
            "끝난 메시지 뒤의 연속 프레임을 거절합니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("a").more(),
                Frame::continuation(*b"b"),
                Frame::continuation(*b"c"),
            ]);
            s.step(Step::Fails {
                codes: PROTOCOL,
                due: Due::Nothing,
                before: vec![Item::Text("ab".to_owned())],
            });
        },
    ),
    Case::new(
        "fragmentation.text-inside",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A new text inside a message that is not finished is refused.",
            "끝나지 않은 메시지 안의 새 텍스트를 거절합니다.",
        ],
        |s| {
            s.send(&Frame::text("not finished").more());
            refuses(s, &Frame::text("another"), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.binary-inside",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Binary inside a text that is not finished is refused.",
            "끝나지 않은 텍스트 안의 바이너리를 거절합니다.",
        ],
        |s| {
            s.send(&Frame::text("not finished").more());
            refuses(s, &Frame::binary(*b"another"), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.start-inside-open",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        ["A second first fragment is refused.", "두 번째로 온 첫 조각을 거절합니다."],
        |s| {
            s.send(&Frame::binary(*b"one").more());
            refuses(s, &Frame::binary(*b"another").more(), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.ping-in-fragments",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#fragments",
        [
            "A ping in fragments is refused: control frames are never cut.",
            "조각난 ping을 거절합니다. 제어 프레임은 나누지 않습니다.",
        ],
        |s| {
            refuses(s, &Frame::ping("cut").more(), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.pong-in-fragments",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#fragments",
        ["A pong in fragments is refused.", "조각난 pong을 거절합니다."],
        |s| {
            refuses(s, &Frame::pong("cut").more(), PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.close-in-fragments",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#fragments",
        ["A close frame in fragments is refused.", "조각난 종료 프레임을 거절합니다."],
        |s| {
            s.send(&Frame::close(1000, "").more());
            s.fails_as(PROTOCOL);
        },
    ),
    Case::new(
        "fragmentation.rsv-inside",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#fragments",
        [
            "A reserved bit on a later fragment is refused too.",
            "뒤의 조각에 켜진 예약 비트도 거절합니다.",
        ],
        |s| {
            s.send(&Frame::text("a").more());
            refuses(s, &Frame::continuation(*b"b").reserved(1), PROTOCOL);
        },
    ),
];
