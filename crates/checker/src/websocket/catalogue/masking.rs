//! The mask: who has it, who has not, and how it is taken off.

use super::super::{
    Case, Frame, Item,
    Level::{Beginner, Complete},
    Step,
};
use super::{PROTOCOL, refuses};

pub(super) const CASES: &[Case] = &[
    Case::new(
        "masking.every-phase",
        Beginner,
        "RFC 6455 §5.3",
        "masking.html#xor",
        [
            "Payloads of 1 to 9 bytes are unmasked to their last byte.",
            "1~9바이트 페이로드의 마스킹을 마지막 바이트까지 풉니다.",
        ],
        |s| {
            for len in 1..=9 {
                s.echo(&"abcdefghi"[..len]);
            }
        },
    )
    .of_servers(),
    Case::new(
        "masking.phase-across-segments",
        Beginner,
        "RFC 6455 §5.3",
        "masking.html#phase",
        [
            "The key goes on where it was when a payload arrives in pieces of three bytes.",
            "페이로드가 세 바이트씩 도착해도 마스킹 키는 멈춘 자리에서 이어집니다.",
        ],
        |s| {
            let text = "The mask goes on where it was.";
            s.send_cut(&[Frame::text(text)], 3);
            s.wants_text(text);
        },
    )
    .of_servers(),
    Case::new(
        "masking.new-key-each-frame",
        Beginner,
        "RFC 6455 §5.3",
        "masking.html#new-key",
        ["Every frame is unmasked with its own key.", "프레임마다 자기 키로 마스킹을 풉니다."],
        |s| {
            s.send_together(&[Frame::text("same"), Frame::text("same"), Frame::text("same")]);
            let same = Item::Text("same".to_owned());
            s.step(Step::Replies(vec![same.clone(), same.clone(), same]));
        },
    )
    .of_servers(),
    Case::new(
        "masking.zero-key",
        Complete,
        "RFC 6455 §5.3",
        "masking.html#xor",
        ["A key of four zero bytes is a key.", "0으로 된 네 바이트도 키입니다."],
        |s| {
            let bytes = Frame::text("not changed by its mask").bytes(s.end(), [0; 4]);
            s.step(Step::Send(bytes));
            s.wants_text("not changed by its mask");
        },
    )
    .of_servers(),
    Case::new(
        "masking.each-fragment",
        Complete,
        "RFC 6455 §5.3",
        "masking.html#phase",
        [
            "Every fragment begins anew with the first byte of its key.",
            "조각마다 자기 키의 첫 바이트부터 다시 시작합니다.",
        ],
        |s| {
            s.send_together(&[
                Frame::text("abc").more(),
                Frame::continuation(*b"defgh").more(),
                Frame::continuation(*b"ij"),
            ]);
            s.wants_text("abcdefghij");
        },
    )
    .of_servers(),
    Case::new(
        "masking.ping",
        Beginner,
        "RFC 6455 §5.3",
        "masking.html#xor",
        [
            "A ping's payload is unmasked before it is sent back.",
            "ping의 페이로드는 마스킹을 푼 다음 되돌려 보냅니다.",
        ],
        |s| {
            s.send(&Frame::ping("seven b"));
            s.wants_pong(b"seven b");
        },
    )
    .of_servers(),
    Case::new(
        "masking.servers-do-not",
        Beginner,
        "RFC 6455 §5.1",
        "masking.html#servers",
        [
            "What a server sends has no mask, pongs and the close frame included.",
            "서버는 pong과 종료 프레임을 포함해 아무것도 마스킹하지 않고 보냅니다.",
        ],
        |s| {
            s.send(&Frame::ping(""));
            s.wants_pong(b"");
            s.send(&Frame::close(1000, ""));
            s.step(Step::Closes(&[1000, 1005]));
        },
    )
    .of_servers(),
    Case::new(
        "masking.unmasked-text",
        Complete,
        "RFC 6455 §5.1",
        "frames.html#mask",
        ["A text without a mask is refused.", "마스킹하지 않은 텍스트를 거절합니다."],
        |s| {
            refuses(s, &Frame::text("unmasked").wrongly_masked(), PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "masking.unmasked-empty",
        Complete,
        "RFC 6455 §5.1",
        "frames.html#mask",
        [
            "A frame without a payload needs its mask too.",
            "페이로드가 없는 프레임도 마스킹해야 합니다.",
        ],
        |s| {
            refuses(s, &Frame::text("").wrongly_masked(), PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "masking.unmasked-ping",
        Complete,
        "RFC 6455 §5.1",
        "frames.html#mask",
        [
            "A ping without a mask is refused, and not answered.",
            "마스킹하지 않은 ping에는 응답하지 않고 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::ping("unmasked").wrongly_masked(), PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "masking.unmasked-close",
        Complete,
        "RFC 6455 §5.1",
        "frames.html#mask",
        [
            "A close frame without a mask ends the connection as a mistake.",
            "마스킹하지 않은 종료 프레임은 잘못으로 보고 연결을 끝냅니다.",
        ],
        |s| {
            s.send(&Frame::close(1000, "").wrongly_masked());
            s.fails_as(PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "masking.unmasked-fragment",
        Complete,
        "RFC 6455 §5.1",
        "frames.html#mask",
        [
            "One fragment without a mask spoils its message.",
            "조각 하나라도 마스킹하지 않으면 그 메시지를 거절합니다.",
        ],
        |s| {
            s.send(&Frame::text("masked").more());
            refuses(s, &Frame::continuation(*b"unmasked").wrongly_masked(), PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "masking.clients-do",
        Beginner,
        "RFC 6455 §5.1",
        "masking.html#masking",
        [
            "All that a client sends has a mask, pongs and the close frame included.",
            "클라이언트는 pong과 종료 프레임을 포함해 모든 것을 마스킹해 보냅니다.",
        ],
        |s| {
            s.echo("masked?");
            s.send(&Frame::ping("masked?"));
            s.wants_pong(b"masked?");
            s.send(&Frame::close(1000, ""));
            s.step(Step::Closes(&[1000, 1005]));
        },
    )
    .of_clients(),
    Case::new(
        "masking.keys-differ",
        Complete,
        "RFC 6455 §5.3",
        "masking.html#new-key",
        [
            "No two frames of a client have the same key.",
            "클라이언트의 프레임은 모두 키가 서로 다릅니다.",
        ],
        |s| {
            for n in 0..6 {
                s.echo(&format!("frame {n}"));
            }
            s.step(Step::KeysDiffer);
        },
    )
    .of_clients(),
    Case::new(
        "masking.masked-text",
        Complete,
        "RFC 6455 §5.1",
        "masking.html#servers",
        [
            "A text with a mask from a server is refused.",
            "서버가 마스킹해 보낸 텍스트를 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::text("masked").wrongly_masked(), PROTOCOL);
        },
    )
    .of_clients(),
    Case::new(
        "masking.masked-ping",
        Complete,
        "RFC 6455 §5.1",
        "masking.html#servers",
        [
            "A ping with a mask from a server is refused, and not answered.",
            "서버가 마스킹해 보낸 ping에는 응답하지 않고 거절합니다.",
        ],
        |s| {
            refuses(s, &Frame::ping("masked").wrongly_masked(), PROTOCOL);
        },
    )
    .of_clients(),
];
