//! Headers and lengths: what frames say of themselves.

use super::super::script::PIECE_PAUSE_MS;
use super::super::{
    Case, Due, Form, Frame, Item,
    Level::{Beginner, Complete, Strict},
    Script, Step,
};
use super::{PROTOCOL, refuses};

fn text(text: &str) -> Item {
    Item::Text(text.to_owned())
}

fn echo_binary(s: &mut Script, bytes: &[u8]) {
    s.send(&Frame::binary(bytes));
    s.wants_binary(bytes);
}

/// Sends text of so many bytes, no four of which are alike, and wants it back.
fn echo_len(s: &mut Script, len: usize) {
    let text: String = (0..len).map(|at| char::from(b'!' + (at % 89) as u8)).collect();
    s.echo(&text);
}

pub(super) const CASES: &[Case] = &[
    Case::new(
        "framing.text",
        Beginner,
        "RFC 6455 §5.6",
        "frames.html#opcode",
        ["A short text comes back as it was sent.", "짧은 텍스트를 보낸 그대로 되돌려 보냅니다."],
        |s| {
            s.echo("Hello");
        },
    ),
    Case::new(
        "framing.binary",
        Beginner,
        "RFC 6455 §5.6",
        "frames.html#opcode",
        [
            "Binary comes back as binary, each of the 256 bytes.",
            "바이너리는 바이너리로, 256가지 바이트를 모두 그대로 되돌려 보냅니다.",
        ],
        |s| {
            echo_binary(s, &(0..=255).collect::<Vec<u8>>());
        },
    ),
    Case::new(
        "framing.text-empty",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        ["A message without a byte is a message.", "한 바이트도 없는 메시지도 메시지입니다."],
        |s| {
            s.echo("");
        },
    ),
    Case::new(
        "framing.binary-empty",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "Binary without a byte comes back as binary without a byte.",
            "빈 바이너리는 빈 바이너리로 되돌려 보냅니다.",
        ],
        |s| {
            echo_binary(s, b"");
        },
    ),
    Case::new(
        "framing.length-1",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        ["A message of one byte comes back.", "한 바이트짜리 메시지를 되돌려 보냅니다."],
        |s| {
            s.echo("1");
        },
    ),
    Case::new(
        "framing.length-125",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "125 bytes, the most that seven bits can say, come back.",
            "7비트로 적을 수 있는 가장 긴 125바이트를 되돌려 보냅니다.",
        ],
        |s| {
            echo_len(s, 125);
        },
    ),
    Case::new(
        "framing.length-126",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "126 bytes, the least that needs 16 bits of length, come back.",
            "길이에 16비트가 필요해지는 126바이트를 되돌려 보냅니다.",
        ],
        |s| {
            echo_len(s, 126);
        },
    ),
    Case::new(
        "framing.length-127",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "127 bytes come back: the number 127 in seven bits is no length.",
            "127바이트를 되돌려 보냅니다. 7비트의 127은 길이가 아닙니다.",
        ],
        |s| {
            echo_len(s, 127);
        },
    ),
    Case::new(
        "framing.length-256",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "256 bytes come back: the length has its high byte first.",
            "256바이트를 되돌려 보냅니다. 길이는 상위 바이트가 먼저 옵니다.",
        ],
        |s| {
            echo_len(s, 256);
        },
    ),
    Case::new(
        "framing.length-65535",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "65,535 bytes, the most that 16 bits can say, come back.",
            "16비트로 적을 수 있는 가장 긴 65,535바이트를 되돌려 보냅니다.",
        ],
        |s| {
            echo_len(s, 65_535);
        },
    ),
    Case::new(
        "framing.length-65536",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "65,536 bytes, the least that needs 64 bits of length, come back.",
            "길이에 64비트가 필요해지는 65,536바이트를 되돌려 보냅니다.",
        ],
        |s| {
            echo_len(s, 65_536);
        },
    ),
    Case::new(
        "framing.two-in-one-segment",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#tcp",
        [
            "Two frames that arrive together are two messages.",
            "함께 도착한 두 프레임은 두 메시지입니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("one"), Frame::text("two")]);
            s.step(Step::Replies(vec![text("one"), text("two")]));
        },
    ),
    Case::new(
        "framing.byte-by-byte",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#tcp",
        [
            "A frame that arrives byte by byte is one message.",
            "한 바이트씩 도착하는 프레임도 한 메시지입니다.",
        ],
        |s| {
            s.send_cut(&[Frame::text("byte by byte")], 1);
            s.wants_text("byte by byte");
        },
    ),
    Case::new(
        "framing.cut-in-header",
        Beginner,
        "RFC 6455 §5.2",
        "frames.html#tcp",
        [
            "A header may be cut anywhere, in its 16-bit length too.",
            "헤더는 16비트 길이 중간을 포함해 어디서든 잘릴 수 있습니다.",
        ],
        |s| {
            let long = "x".repeat(300);
            s.send_cut(&[Frame::text(long.clone())], 3);
            s.wants_text(&long);
        },
    ),
    Case::new(
        "framing.cut-in-long-length",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#tcp",
        [
            "A 64-bit length that arrives in pieces is read whole.",
            "조각으로 도착하는 64비트 길이를 끝까지 읽습니다.",
        ],
        |s| {
            let long = vec![b'x'; 70_000];
            let bytes = s.bytes(&Frame::binary(long.clone()));
            for piece in [&bytes[..1], &bytes[1..5], &bytes[5..9], &bytes[9..12], &bytes[12..]] {
                s.step(Step::Send(piece.to_vec()));
                s.step(Step::Pause(PIECE_PAUSE_MS));
            }
            s.wants_binary(&long);
        },
    ),
    Case::new(
        "framing.second-frame-cut",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#tcp",
        [
            "A segment that ends in the middle of the second frame gives one message, and \
             then the other.",
            "두 번째 프레임 중간에서 끝나는 세그먼트에서도 두 메시지를 차례로 읽습니다.",
        ],
        |s| {
            s.send_cut(&[Frame::text("first"), Frame::text("second"), Frame::text("third")], 16);
            s.step(Step::Replies(vec![text("first"), text("second"), text("third")]));
        },
    ),
    Case::new(
        "framing.order",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#tcp",
        [
            "A hundred messages come back in their order.",
            "메시지 백 개를 보낸 순서대로 되돌려 보냅니다.",
        ],
        |s| {
            let texts: Vec<String> = (0..100).map(|n| format!("message {n}")).collect();
            let frames: Vec<Frame> = texts.iter().map(|text| Frame::text(text.as_str())).collect();
            s.send_together(&frames);
            s.step(Step::Replies(texts.into_iter().map(Item::Text).collect()));
        },
    ),
    Case::new(
        "framing.text-then-binary",
        Complete,
        "RFC 6455 §5.6",
        "frames.html#opcode",
        [
            "Text and binary in turn keep their kinds.",
            "번갈아 온 텍스트와 바이너리는 저마다 종류를 지킵니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("a"), Frame::binary(*b"b"), Frame::text("c")]);
            s.step(Step::Replies(vec![text("a"), Item::Binary(b"b".to_vec()), text("c")]));
        },
    ),
    Case::new(
        "framing.length-16-minimal",
        Strict,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "A length below 126 in 16 bits is refused: a length has one form.",
            "126보다 작은 길이를 16비트로 적은 프레임을 거절합니다. 길이의 표기는 하나뿐입니다.",
        ],
        |s| {
            refuses(s, &Frame::text("x".repeat(125)).form(Form::Bits16), PROTOCOL);
        },
    ),
    Case::new(
        "framing.length-64-minimal",
        Strict,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "A length below 65,536 in 64 bits is refused: a length has one form.",
            "65,536보다 작은 길이를 64비트로 적은 프레임을 거절합니다. 길이의 표기는 하나뿐입니다.",
        ],
        |s| {
            refuses(s, &Frame::text("x".repeat(300)).form(Form::Bits64), PROTOCOL);
        },
    ),
    Case::new(
        "framing.length-top-bit",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "A 64-bit length with its top bit set is refused.",
            "최상위 비트가 켜진 64비트 길이를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::binary(*b"four").claims(1 << 63 | 4), &[1002, 1009]);
        },
    ),
    Case::new(
        "framing.rsv1",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#header",
        [
            "RSV1 without an extension that uses it is refused.",
            "쓰는 확장이 없는데 켜진 RSV1을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text("reserved").reserved(4), PROTOCOL);
        },
    ),
    Case::new(
        "framing.rsv2",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#header",
        [
            "RSV2 without an extension that uses it is refused.",
            "쓰는 확장이 없는데 켜진 RSV2를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text("reserved").reserved(2), PROTOCOL);
        },
    ),
    Case::new(
        "framing.rsv3",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#header",
        [
            "RSV3 without an extension that uses it is refused.",
            "쓰는 확장이 없는데 켜진 RSV3을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text("reserved").reserved(1), PROTOCOL);
        },
    ),
    Case::new(
        "framing.rsv-on-ping",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#header",
        ["A reserved bit on a ping is refused too.", "ping에 켜진 예약 비트도 거절합니다."],
        |s| {
            refuses(s, &Frame::ping("reserved").reserved(2), PROTOCOL);
        },
    ),
    Case::new(
        "framing.rsv-all",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#header",
        [
            "All three reserved bits at once are refused.",
            "예약 비트 셋이 모두 켜진 프레임을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::binary(*b"reserved").reserved(7), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-3",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode 3, kept for data to come, is refused.",
            "앞으로의 데이터를 위해 남겨 둔 opcode 3을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0x3, *b"what is this?"), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-5",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode 5, kept for data to come, is refused.",
            "앞으로의 데이터를 위해 남겨 둔 opcode 5를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0x5, *b"what is this?"), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-7",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode 7, kept for data to come, is refused.",
            "앞으로의 데이터를 위해 남겨 둔 opcode 7을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0x7, *b"what is this?"), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-b",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode b, kept for control to come, is refused.",
            "앞으로의 제어를 위해 남겨 둔 opcode b를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0xb, *b""), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-d",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode d, kept for control to come, is refused.",
            "앞으로의 제어를 위해 남겨 둔 opcode d를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0xd, *b""), PROTOCOL);
        },
    ),
    Case::new(
        "framing.opcode-f",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#opcode",
        [
            "Opcode f, kept for control to come, is refused.",
            "앞으로의 제어를 위해 남겨 둔 opcode f를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::of(0xf, *b""), PROTOCOL);
        },
    ),
    Case::new(
        "framing.echo-before-fault",
        Complete,
        "RFC 6455 §7.1.7",
        "frames.html#wrong",
        [
            "A wrong frame behind a right one ends the connection all the same.",
            "올바른 프레임 뒤에 온 잘못된 프레임도 연결을 끝냅니다.",
        ],
        |s| {
            s.send_together(&[Frame::text("right"), Frame::of(0x3, *b"wrong")]);
            s.step(Step::Fails { codes: PROTOCOL, due: Due::Nothing, before: vec![text("right")] });
        },
    ),
    Case::new(
        "framing.nothing-after-fault",
        Complete,
        "RFC 6455 §7.1.7",
        "frames.html#wrong",
        [
            "What follows a wrong frame is not looked at any more.",
            "잘못된 프레임 뒤에 온 것은 더 보지 않습니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::of(0x3, *b"wrong"),
                Frame::text("too late"),
                Frame::ping("late"),
            ]);
            s.fails(PROTOCOL);
            s.step(Step::TcpEnds);
        },
    ),
    Case::new(
        "framing.says-1002",
        Strict,
        "RFC 6455 §7.4.1",
        "frames.html#wrong",
        [
            "Who is sent a reserved opcode says 1002 before it ends the connection.",
            "예약된 opcode를 받으면 연결을 끝내기 전에 1002를 알립니다.",
        ],
        |s| {
            s.send(&Frame::of(0x4, *b"wrong"));
            s.fails_saying(PROTOCOL);
        },
    ),
];
