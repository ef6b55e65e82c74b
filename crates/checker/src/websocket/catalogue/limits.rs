//! Long messages, many messages, and lengths that are only claimed.

use super::super::{
    Case, Frame, Item,
    Level::{Complete, Strict},
    Script, Step,
};
use super::TOO_BIG;

/// Binary of this length in so many fragments, which a peer may refuse as too big.
fn big(s: &mut Script, len: usize, fragments: usize) {
    let bytes: Vec<u8> = (0..len).map(|at| (at / 251 + at) as u8).collect();
    let last = fragments - 1;
    for (index, piece) in bytes.chunks(len.div_ceil(fragments)).enumerate() {
        let frame = if index == 0 { Frame::binary(piece) } else { Frame::continuation(piece) };
        s.send(&if index == last { frame } else { frame.more() });
    }
    s.step(Step::RepliesUnlessTooBig(vec![Item::Binary(bytes)]));
}

/// Five bytes of a text that claims to be longer.
fn claims(s: &mut Script, len: u64) {
    s.send(&Frame::text("Hello").claims(len));
    s.step(Step::WaitsOrFails(TOO_BIG));
}

pub(super) const CASES: &[Case] = &[
    Case::new(
        "limits.message-1-mib",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#length",
        [
            "A message of 1 MiB comes back, or is refused as too big.",
            "1 MiB 메시지를 되돌려 보내거나 너무 크다고 거절합니다.",
        ],
        |s| {
            big(s, 1 << 20, 1);
        },
    ),
    Case::new(
        "limits.message-8-mib",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#length",
        [
            "A message of 8 MiB comes back, or is refused as too big.",
            "8 MiB 메시지를 되돌려 보내거나 너무 크다고 거절합니다.",
        ],
        |s| {
            big(s, 8 << 20, 1);
        },
    ),
    Case::new(
        "limits.fragments-1-mib",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#fragments",
        [
            "A message of 1 MiB in 64 fragments comes back, or is refused as too big.",
            "조각 64개로 된 1 MiB 메시지를 되돌려 보내거나 너무 크다고 거절합니다.",
        ],
        |s| {
            big(s, 1 << 20, 64);
        },
    ),
    Case::new(
        "limits.text-in-segments",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#tcp",
        [
            "A text of 64 KiB in segments of 997 bytes comes back.",
            "997바이트 세그먼트로 온 64 KiB 텍스트를 되돌려 보냅니다.",
        ],
        |s| {
            let text = "소켓".repeat((64 << 10) / 6);
            s.send_cut(&[Frame::text(text.clone())], 997);
            s.wants_text(&text);
        },
    ),
    Case::new(
        "limits.thousand-messages",
        Complete,
        "RFC 6455 §10.4",
        "frames.html#tcp",
        [
            "A thousand messages sent without waiting come back, each once.",
            "기다리지 않고 보낸 메시지 천 개를 한 번씩 되돌려 보냅니다.",
        ],
        |s| {
            let texts: Vec<String> = (0..1000).map(|n| format!("{n:0>200}")).collect();
            let frames: Vec<Frame> = texts.iter().map(|text| Frame::text(text.as_str())).collect();
            s.send_together(&frames);
            s.step(Step::Replies(texts.into_iter().map(Item::Text).collect()));
        },
    ),
    Case::new(
        "limits.long-conversation",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#tcp",
        [
            "Two hundred messages, each after the answer to the last, come back.",
            "앞 응답을 받고 나서 보내는 메시지 이백 개를 모두 되돌려 보냅니다.",
        ],
        |s| {
            for n in 0..200 {
                s.echo(&format!("message {n} of 200"));
            }
        },
    ),
    Case::new(
        "limits.length-2-32",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "A length of 4,294,967,301 is not taken for 5, its last 32 bits.",
            "길이 4,294,967,301을 아래 32비트인 5로 읽지 않습니다.",
        ],
        |s| {
            claims(s, (1 << 32) + 5);
        },
    ),
    Case::new(
        "limits.length-2-16",
        Complete,
        "RFC 6455 §5.2",
        "frames.html#length",
        [
            "A length of 65,541 in 64 bits is not taken for 5, its last 16 bits.",
            "64비트로 적은 길이 65,541을 아래 16비트인 5로 읽지 않습니다.",
        ],
        |s| {
            claims(s, (1 << 16) + 5);
        },
    ),
    Case::new(
        "limits.length-2-62",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#length",
        [
            "A length of 2 to the 62nd is refused or waited for; the next client is served.",
            "2의 62제곱인 길이는 거절하거나 기다리되, 다음 클라이언트에는 정상으로 응답합니다.",
        ],
        |s| {
            claims(s, 1 << 62);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "limits.length-2-62-client",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#length",
        [
            "A length of 2 to the 62nd from a server is refused or waited for.",
            "서버가 알린 2의 62제곱 길이는 거절하거나 기다립니다.",
        ],
        |s| {
            claims(s, 1 << 62);
        },
    )
    .of_clients(),
];
