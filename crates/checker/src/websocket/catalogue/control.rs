//! Ping and pong.

use super::super::{
    Case, Form, Frame, Item,
    Level::{Beginner, Complete, Strict},
    Step,
};
use super::{PROTOCOL, refuses};

pub(super) const CASES: &[Case] = &[
    Case::new(
        "control.ping-empty",
        Beginner,
        "RFC 6455 §5.5.2",
        "frames.html#opcode",
        [
            "A ping without a payload is answered with a pong without one.",
            "페이로드가 없는 ping에 페이로드가 없는 pong으로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::ping(""));
            s.wants_pong(b"");
        },
    ),
    Case::new(
        "control.ping-payload",
        Beginner,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        ["A pong carries the bytes of its ping.", "pong은 ping의 바이트를 그대로 담습니다."],
        |s| {
            s.send(&Frame::ping("are you there?"));
            s.wants_pong(b"are you there?");
        },
    ),
    Case::new(
        "control.ping-125",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#opcode",
        [
            "A ping of 125 bytes, the longest there is, is answered.",
            "가장 긴 125바이트 ping에 응답합니다.",
        ],
        |s| {
            let payload: Vec<u8> = (0..125).collect();
            s.send(&Frame::ping(payload.clone()));
            s.wants_pong(&payload);
        },
    ),
    Case::new(
        "control.ping-not-utf8",
        Complete,
        "RFC 6455 §5.5.2",
        "frames.html#opcode",
        [
            "A ping's payload is any bytes, UTF-8 or not.",
            "ping의 페이로드는 UTF-8이 아니어도 되고 어떤 바이트든 됩니다.",
        ],
        |s| {
            s.send(&Frame::ping([0xff, 0x00, 0xc0]));
            s.wants_pong(&[0xff, 0x00, 0xc0]);
        },
    ),
    Case::new(
        "control.ping-in-pieces",
        Complete,
        "RFC 6455 §5.5.2",
        "frames.html#tcp",
        [
            "A ping that arrives byte by byte is answered once.",
            "한 바이트씩 도착하는 ping에 한 번 응답합니다.",
        ],
        |s| {
            s.send_cut(&[Frame::ping("slowly")], 1);
            s.wants_pong(b"slowly");
        },
    ),
    Case::new(
        "control.two-pings",
        Beginner,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "Two pings, one after the other, are answered with their own bytes.",
            "차례로 온 두 ping에 저마다의 바이트로 응답합니다.",
        ],
        |s| {
            s.send(&Frame::ping("one"));
            s.wants_pong(b"one");
            s.send(&Frame::ping("two"));
            s.wants_pong(b"two");
        },
    ),
    Case::new(
        "control.ten-pings-at-once",
        Complete,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "Of ten pings at once the last one is answered, and no pong is out of order.",
            "한꺼번에 온 ping 열 개 중 마지막 것에는 응답하며, pong의 순서를 바꾸지 않습니다.",
        ],
        |s| {
            let pings: Vec<Vec<u8>> = (0..10).map(|n| format!("ping {n}").into_bytes()).collect();
            let frames: Vec<Frame> = pings.iter().map(|ping| Frame::ping(ping.clone())).collect();
            s.send_together(&frames);
            s.step(Step::LastPong { pongs: pings, may_refuse: false });
        },
    ),
    Case::new(
        "control.ping-and-text",
        Beginner,
        "RFC 6455 §5.5.2",
        "frames.html#opcode",
        [
            "A ping together with a text is answered, and the text comes back.",
            "텍스트와 함께 온 ping에 응답하고 텍스트도 되돌려 보냅니다.",
        ],
        |s| {
            s.send_together(&[Frame::ping("p"), Frame::text("t")]);
            s.step(Step::Replies(vec![Item::Pong(b"p".to_vec()), Item::Text("t".to_owned())]));
        },
    ),
    Case::new(
        "control.pong-unasked",
        Complete,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "A pong that nobody asked for is not answered.",
            "요청하지 않은 pong에는 응답하지 않습니다.",
        ],
        |s| {
            s.send(&Frame::pong(""));
            s.step(Step::Quiet);
            s.is_alive();
        },
    ),
    Case::new(
        "control.pong-unasked-payload",
        Complete,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "A pong with bytes that nobody sent is passed over, and the next ping answered.",
            "보낸 적 없는 바이트를 담은 pong은 무시하고 다음 ping에 응답합니다.",
        ],
        |s| {
            s.send_together(&[Frame::pong("of no ping"), Frame::ping("now")]);
            s.wants_pong(b"now");
        },
    ),
    Case::new(
        "control.pong-125",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#opcode",
        ["A pong of 125 bytes is legal.", "125바이트 pong은 올바릅니다."],
        |s| {
            s.send(&Frame::pong("x".repeat(125)));
            s.is_alive();
        },
    ),
    Case::new(
        "control.ping-126",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#opcode",
        ["A ping of 126 bytes is refused.", "126바이트 ping을 거절합니다."],
        |s| {
            refuses(s, &Frame::ping("x".repeat(126)), PROTOCOL);
        },
    ),
    Case::new(
        "control.pong-126",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#opcode",
        ["A pong of 126 bytes is refused.", "126바이트 pong을 거절합니다."],
        |s| {
            refuses(s, &Frame::pong("x".repeat(126)), PROTOCOL);
        },
    ),
    Case::new(
        "control.ping-in-16-bits",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#length",
        [
            "A ping whose short length is written in 16 bits is refused.",
            "짧은 길이를 16비트로 적은 ping을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::ping("short").form(Form::Bits16), PROTOCOL);
        },
    ),
    Case::new(
        "control.ping-in-64-bits",
        Complete,
        "RFC 6455 §5.5",
        "frames.html#length",
        [
            "A ping whose length is written in 64 bits is refused.",
            "길이를 64비트로 적은 ping을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::ping("x".repeat(200)).form(Form::Bits64), PROTOCOL);
        },
    ),
    Case::new(
        "control.nothing-unasked",
        Strict,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "A peer that is asked nothing sends nothing but pings.",
            "아무것도 묻지 않으면 ping 말고는 아무것도 보내지 않습니다.",
        ],
        |s| {
            s.step(Step::Quiet);
            s.is_alive();
        },
    ),
];
