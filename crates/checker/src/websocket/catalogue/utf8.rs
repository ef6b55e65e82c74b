//! Text: what UTF-8 is, and what it is not.

use super::super::{
    Case, Frame,
    Level::{Beginner, Complete, Strict},
};
use super::{DATA, refuses};

pub(super) const CASES: &[Case] = &[
    Case::new(
        "utf8.korean",
        Beginner,
        "RFC 6455 §5.6",
        "frames.html#opcode",
        ["Korean comes back letter by letter.", "한글을 한 글자도 바꾸지 않고 되돌려 보냅니다."],
        |s| {
            s.echo("안녕하세요, 소켓!");
        },
    ),
    Case::new(
        "utf8.all-lengths",
        Beginner,
        "RFC 3629 §3",
        "frames.html#opcode",
        [
            "Characters of one, two, three and four bytes come back.",
            "1, 2, 3, 4바이트 글자를 모두 되돌려 보냅니다.",
        ],
        |s| {
            s.echo("a é 한 🦀");
        },
    ),
    Case::new(
        "utf8.boundaries",
        Complete,
        "RFC 3629 §3",
        "frames.html#opcode",
        [
            "The first and the last character of every length come back.",
            "바이트 길이마다 첫 글자와 마지막 글자를 되돌려 보냅니다.",
        ],
        |s| {
            s.echo("\u{0}\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}");
        },
    ),
    Case::new(
        "utf8.around-surrogates",
        Complete,
        "RFC 3629 §3",
        "frames.html#opcode",
        [
            "The neighbours of the surrogates are characters.",
            "서로게이트 바로 앞뒤의 값은 글자입니다.",
        ],
        |s| {
            s.echo("\u{d7ff}\u{e000}\u{fffd}");
        },
    ),
    Case::new(
        "utf8.noncharacters",
        Complete,
        "RFC 3629 §3",
        "frames.html#opcode",
        [
            "Noncharacters such as U+FFFE are UTF-8 like any other.",
            "U+FFFE 같은 비문자도 다른 글자처럼 UTF-8입니다.",
        ],
        |s| {
            s.echo("\u{fffe}\u{ffff}\u{1fffe}");
        },
    ),
    Case::new(
        "utf8.byte-order-mark",
        Complete,
        "RFC 3629 §6",
        "frames.html#opcode",
        ["A byte order mark is kept.", "바이트 순서 표시를 지우지 않습니다."],
        |s| {
            s.echo("\u{feff}marked");
        },
    ),
    Case::new(
        "utf8.cut-in-character",
        Beginner,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "A character may be cut by the end of a fragment.",
            "글자는 조각의 끝에서 잘릴 수 있습니다.",
        ],
        |s| {
            let text = "한글".as_bytes();
            s.send_together(&[Frame::text(&text[..4]).more(), Frame::continuation(&text[4..])]);
            s.wants_text("한글");
        },
    ),
    Case::new(
        "utf8.cut-in-every-byte",
        Complete,
        "RFC 6455 §5.4",
        "frames.html#fragments",
        [
            "Every byte of a text may come in a fragment of its own.",
            "텍스트의 바이트마다 조각 하나씩 올 수 있습니다.",
        ],
        |s| {
            let text = "é한🦀";
            let mut frames: Vec<Frame> =
                text.bytes().map(|byte| Frame::continuation([byte]).more()).collect();
            frames[0] = Frame::text(&text.as_bytes()[..1]).more();
            frames.push(Frame::continuation(*b""));
            s.send_together(&frames);
            s.wants_text(text);
        },
    ),
    Case::new(
        "utf8.cut-by-segments",
        Beginner,
        "RFC 6455 §8.1",
        "frames.html#tcp",
        [
            "A character may be cut by the end of a segment.",
            "글자는 세그먼트의 끝에서 잘릴 수 있습니다.",
        ],
        |s| {
            s.send_cut(&[Frame::text("한글과 🦀")], 4);
            s.wants_text("한글과 🦀");
        },
    ),
    Case::new(
        "utf8.binary-is-not-judged",
        Beginner,
        "RFC 6455 §5.6",
        "frames.html#opcode",
        ["Binary need not be UTF-8.", "바이너리는 UTF-8이 아니어도 됩니다."],
        |s| {
            s.send(&Frame::binary([0xff, 0xfe, 0xc0, 0x80]));
            s.wants_binary(&[0xff, 0xfe, 0xc0, 0x80]);
        },
    ),
    Case::new(
        "utf8.lone-continuation",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A byte 80 that continues no character is refused.",
            "앞 글자 없이 온 바이트 80을 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0x61, 0x80, 0x62]), DATA);
        },
    ),
    Case::new(
        "utf8.byte-ff",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        ["A byte ff, which no UTF-8 has, is refused.", "UTF-8에 없는 바이트 ff를 거절합니다."],
        |s| {
            refuses(s, &Frame::text([0x61, 0xff]), DATA);
        },
    ),
    Case::new(
        "utf8.overlong-slash",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A slash in two bytes, c0 af, is refused: it has a shorter form.",
            "두 바이트로 쓴 빗금 c0 af를 거절합니다. 더 짧은 표기가 있습니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xc0, 0xaf]), DATA);
        },
    ),
    Case::new(
        "utf8.overlong-three",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A slash in three bytes, e0 80 af, is refused.",
            "세 바이트로 쓴 빗금 e0 80 af를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xe0, 0x80, 0xaf]), DATA);
        },
    ),
    Case::new(
        "utf8.overlong-four",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A slash in four bytes, f0 80 80 af, is refused.",
            "네 바이트로 쓴 빗금 f0 80 80 af를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xf0, 0x80, 0x80, 0xaf]), DATA);
        },
    ),
    Case::new(
        "utf8.surrogate",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A surrogate, ed a0 80, is refused: it is half a character of UTF-16.",
            "서로게이트 ed a0 80을 거절합니다. UTF-16 글자의 반쪽이기 때문입니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xed, 0xa0, 0x80]), DATA);
        },
    ),
    Case::new(
        "utf8.surrogate-pair",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A pair of surrogates is refused too: in UTF-8 it is no character.",
            "서로게이트 쌍도 거절합니다. UTF-8에서는 글자가 아닙니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]), DATA);
        },
    ),
    Case::new(
        "utf8.beyond-unicode",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        ["f4 90 80 80, beyond U+10FFFF, is refused.", "U+10FFFF를 넘는 f4 90 80 80을 거절합니다."],
        |s| {
            refuses(s, &Frame::text([0xf4, 0x90, 0x80, 0x80]), DATA);
        },
    ),
    Case::new(
        "utf8.five-bytes",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A character of five bytes, as UTF-8 once had them, is refused.",
            "UTF-8에 예전에 있던 5바이트 글자를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xf8, 0x88, 0x80, 0x80, 0x80]), DATA);
        },
    ),
    Case::new(
        "utf8.cut-short",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A text that ends in the middle of a character is refused.",
            "글자 중간에서 끝나는 텍스트를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0x61, 0xed, 0x95]), DATA);
        },
    ),
    Case::new(
        "utf8.other-inside",
        Complete,
        "RFC 3629 §3",
        "frames.html#wrong",
        [
            "A letter in the middle of a character is refused.",
            "글자 중간에 다른 글자가 끼면 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0xed, 0x95, 0x61]), DATA);
        },
    ),
    Case::new(
        "utf8.wrong-at-the-end",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A wrong byte behind a long right text is found.",
            "올바른 긴 텍스트 뒤의 잘못된 바이트도 찾아냅니다.",
        ],
        |s| {
            let mut text = "right, ".repeat(2000).into_bytes();
            text.push(0xfe);
            refuses(s, &Frame::text(text), DATA);
        },
    ),
    Case::new(
        "utf8.wrong-in-second-fragment",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A wrong byte in a later fragment is found.",
            "뒤의 조각에 든 잘못된 바이트도 찾아냅니다.",
        ],
        |s| {
            s.send(&Frame::text("right").more());
            refuses(s, &Frame::continuation([0x80, 0x80]), DATA);
        },
    ),
    Case::new(
        "utf8.wrong-across-fragments",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A character that a later fragment spoils is found.",
            "뒤의 조각이 망친 글자도 찾아냅니다.",
        ],
        |s| {
            s.send(&Frame::text([0xed, 0x95]).more());
            refuses(s, &Frame::continuation(*b"a"), DATA);
        },
    ),
    Case::new(
        "utf8.cut-short-in-fragments",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A message whose last fragment ends in the middle of a character is refused.",
            "마지막 조각이 글자 중간에서 끝나는 메시지를 거절합니다.",
        ],
        |s| {
            s.send(&Frame::text("ab").more());
            refuses(s, &Frame::continuation([0xf0, 0x9f]), DATA);
        },
    ),
    Case::new(
        "utf8.says-1007",
        Strict,
        "RFC 6455 §7.4.1",
        "frames.html#wrong",
        [
            "Who is sent text that is not UTF-8 says 1007.",
            "UTF-8이 아닌 텍스트를 받으면 1007을 알립니다.",
        ],
        |s| {
            s.send(&Frame::text([0x61, 0xff]));
            s.fails_saying(DATA);
        },
    ),
    Case::new(
        "utf8.at-once-in-fragment",
        Strict,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A wrong byte is refused with its fragment, before the message ends.",
            "잘못된 바이트는 메시지가 끝나기 전에 그 조각에서 바로 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0x61, 0xff, 0x62]).more(), DATA);
        },
    ),
    Case::new(
        "utf8.at-once-in-frame",
        Strict,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A wrong byte is refused when it comes, before its frame ends.",
            "잘못된 바이트는 프레임이 끝나기 전에 오는 즉시 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text([0x61, 0xff, 0x62]).claims(100), DATA);
        },
    ),
];
