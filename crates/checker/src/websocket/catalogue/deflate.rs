//! permessage-deflate, where both ends agree on it.

use super::super::{
    Answer, Case, Frame, Item,
    Level::{Complete, Strict},
    Script, Step,
};
use super::{DATA, PROTOCOL, refuses};
use websocket::{
    Role,
    connection::Message,
    handshake::deflate::{Parameters, Takeover},
};

const EXTENSIONS: &str = "Sec-WebSocket-Extensions";

/// An offer that says a parameter twice.
const TWICE: &str = "permessage-deflate; server_no_context_takeover; server_no_context_takeover";

fn open(s: &mut Script) {
    s.open_deflate(Parameters::default());
}

/// The peer is to forget its context after every message.
fn forgetful(s: &mut Script) {
    let wish = Parameters::default();
    s.open_deflate(match s.end() {
        Role::Client => Parameters { server_takeover: Takeover::Forget, ..wish },
        Role::Server => Parameters { client_takeover: Takeover::Forget, ..wish },
    });
}

/// The server is asked to refer at most 512 bytes back.
fn small_window(s: &mut Script) {
    s.open_deflate(Parameters { server_max_window_bits: 9, ..Parameters::default() });
}

/// Text whose only repetition lies some thousand bytes back.
fn far_apart() -> String {
    let mut state = 1_u32;
    let letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'A' + (state >> 26) as u8)
    });
    let block: String = letters.take(3000).collect();
    block.clone() + &block
}

fn compress(s: &mut Script, text: &str, fragments: usize) {
    s.step(Step::Compress(Message::Text(text.to_owned()), fragments));
    s.wants_text(text);
}

/// A payload that is compressed already, from the examples of RFC 7692.
fn raw(s: &mut Script, payload: &[u8], text: &str) {
    s.send(&Frame::text(payload).reserved(4));
    s.wants_text(text);
}

pub(super) const CASES: &[Case] = &[
    Case::new(
        "deflate.text",
        Complete,
        "RFC 7692 §7.2.1",
        "handshake.html#options",
        ["A compressed text comes back.", "압축된 텍스트를 되돌려 보냅니다."],
        |s| {
            open(s);
            compress(s, "Hello, compressed world", 1);
        },
    ),
    Case::new(
        "deflate.binary",
        Complete,
        "RFC 7692 §7.2.1",
        "handshake.html#options",
        ["Compressed binary comes back as binary.", "압축된 바이너리는 바이너리로 되돌려 보냅니다."],
        |s| {
            open(s);
            let bytes: Vec<u8> = (0..=255).collect();
            s.step(Step::Compress(Message::Binary(bytes.clone()), 1));
            s.wants_binary(&bytes);
        },
    ),
    Case::new(
        "deflate.empty",
        Complete,
        "RFC 7692 §7.2.3.6",
        "handshake.html#options",
        [
            "A compressed empty message, the byte 00, is an empty message.",
            "바이트 00으로 압축된 빈 메시지는 빈 메시지입니다.",
        ],
        |s| {
            open(s);
            raw(s, &[0x00], "");
        },
    ),
    Case::new(
        "deflate.not-compressed",
        Complete,
        "RFC 7692 §6",
        "handshake.html#options",
        [
            "A message without RSV1 is taken as it is, though compression was agreed on.",
            "압축을 협상했어도 RSV1이 없는 메시지는 그대로 받아들입니다.",
        ],
        |s| {
            open(s);
            s.echo("not compressed");
        },
    ),
    Case::new(
        "deflate.in-turn",
        Complete,
        "RFC 7692 §6",
        "handshake.html#options",
        [
            "Compressed and other messages in turn keep apart.",
            "압축된 메시지와 그렇지 않은 메시지가 번갈아 와도 섞이지 않습니다.",
        ],
        |s| {
            open(s);
            compress(s, "compressed", 1);
            s.echo("not");
            compress(s, "compressed", 1);
        },
    ),
    Case::new(
        "deflate.long",
        Strict,
        "RFC 7692 §7.2.1",
        "handshake.html#options",
        [
            "A long text that repeats itself comes back, best compressed.",
            "반복이 많은 긴 텍스트를 되돌려 보내며, 되도록 압축합니다.",
        ],
        |s| {
            open(s);
            compress(s, &"the same again and again, ".repeat(2500), 1);
            s.step(Step::IsCompressed);
        },
    ),
    Case::new(
        "deflate.fragments",
        Complete,
        "RFC 7692 §6.1",
        "frames.html#fragments",
        [
            "Only the first fragment of a compressed message has RSV1.",
            "압축된 메시지의 조각 중 첫 조각에만 RSV1이 있습니다.",
        ],
        |s| {
            open(s);
            compress(s, "a compressed message in several fragments", 4);
        },
    ),
    Case::new(
        "deflate.cut-payload",
        Complete,
        "RFC 7692 §7.2.3.1",
        "frames.html#fragments",
        [
            "A compressed payload may be cut into fragments at any byte.",
            "압축된 페이로드는 어느 바이트에서든 조각으로 나뉠 수 있습니다.",
        ],
        |s| {
            open(s);
            s.send_together(&[
                Frame::text([0xf2, 0x48, 0xcd]).reserved(4).more(),
                Frame::continuation([0xc9, 0xc9, 0x07, 0x00]),
            ]);
            s.wants_text("Hello");
        },
    ),
    Case::new(
        "deflate.ping-between",
        Complete,
        "RFC 7692 §6.1",
        "frames.html#fragments",
        [
            "A ping between compressed fragments is answered.",
            "압축된 조각 사이의 ping에 응답합니다.",
        ],
        |s| {
            open(s);
            s.send(&Frame::text([0xf2, 0x48, 0xcd]).reserved(4).more());
            s.is_alive();
            s.send(&Frame::continuation([0xc9, 0xc9, 0x07, 0x00]));
            s.wants_text("Hello");
        },
    ),
    Case::new(
        "deflate.context",
        Complete,
        "RFC 7692 §7.2.2",
        "handshake.html#options",
        [
            "A message may refer to the ones before it.",
            "메시지는 앞선 메시지를 참조할 수 있습니다.",
        ],
        |s| {
            open(s);
            for _ in 0..5 {
                compress(s, "a text that comes again, word by word", 1);
            }
        },
    ),
    Case::new(
        "deflate.stored-block",
        Complete,
        "RFC 7692 §7.2.3.3",
        "handshake.html#options",
        [
            "A block that is stored and not compressed is legal DEFLATE.",
            "압축하지 않고 저장한 블록도 올바른 DEFLATE입니다.",
        ],
        |s| {
            open(s);
            raw(s, &[0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00], "Hello");
        },
    ),
    Case::new(
        "deflate.final-block",
        Complete,
        "RFC 7692 §7.2.3.4",
        "handshake.html#options",
        [
            "A block that says it is the last one is legal.",
            "마지막이라고 표시된 블록도 올바릅니다.",
        ],
        |s| {
            open(s);
            raw(s, &[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00], "Hello");
        },
    ),
    Case::new(
        "deflate.two-blocks",
        Complete,
        "RFC 7692 §7.2.3.5",
        "handshake.html#options",
        ["A message of two blocks is one message.", "블록 두 개로 된 메시지도 한 메시지입니다."],
        |s| {
            open(s);
            raw(
                s,
                &[0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00],
                "Hello",
            );
        },
    ),
    Case::new(
        "deflate.peer-forgets",
        Complete,
        "RFC 7692 §7.1.1",
        "handshake.html#options",
        [
            "A peer that agreed to forget its context sends every message so that it stands alone.",
            "문맥을 잊기로 협상했으면 메시지마다 홀로 풀 수 있게 보냅니다.",
        ],
        |s| {
            forgetful(s);
            for _ in 0..3 {
                compress(s, "a text that comes again, word by word", 1);
            }
        },
    ),
    Case::new(
        "deflate.small-window",
        Complete,
        "RFC 7692 §7.1.2",
        "handshake.html#options",
        [
            "A server that is asked for a window of 512 bytes agrees to no wider one, and \
             can be read.",
            "512바이트 윈도를 요청받으면 그보다 넓은 윈도를 약속하지 않으며, 보낸 것을 풀 수 있습니다.",
        ],
        |s| {
            small_window(s);
            compress(s, &far_apart(), 1);
            compress(s, &far_apart(), 1);
        },
    )
    .of_servers(),
    Case::new(
        "deflate.rsv1-on-continuation",
        Complete,
        "RFC 7692 §6.1",
        "handshake.html#options",
        ["RSV1 on a later fragment is refused.", "뒤의 조각에 켜진 RSV1을 거절합니다."],
        |s| {
            open(s);
            s.send(&Frame::text([0xf2, 0x48, 0xcd]).reserved(4).more());
            refuses(s, &Frame::continuation([0xc9, 0xc9, 0x07, 0x00]).reserved(4), PROTOCOL);
        },
    ),
    Case::new(
        "deflate.rsv1-on-ping",
        Complete,
        "RFC 7692 §6.1",
        "handshake.html#options",
        [
            "RSV1 on a ping is refused: control frames are not compressed.",
            "ping에 켜진 RSV1을 거절합니다. 제어 프레임은 압축하지 않습니다.",
        ],
        |s| {
            open(s);
            refuses(s, &Frame::ping("compressed?").reserved(4), PROTOCOL);
        },
    ),
    Case::new(
        "deflate.rsv2",
        Complete,
        "RFC 6455 §5.2",
        "handshake.html#options",
        ["RSV2 is refused, though RSV1 has a meaning.", "RSV1에 뜻이 있어도 RSV2는 거절합니다."],
        |s| {
            open(s);
            refuses(s, &Frame::text("reserved").reserved(2), PROTOCOL);
        },
    ),
    Case::new(
        "deflate.broken",
        Complete,
        "RFC 7692 §7.2.2",
        "handshake.html#options",
        ["A payload that is no DEFLATE is refused.", "DEFLATE가 아닌 페이로드를 거절합니다."],
        |s| {
            open(s);
            refuses(s, &Frame::binary([0x07, 0xff, 0xff]).reserved(4), &[1002, 1007]);
        },
    ),
    Case::new(
        "deflate.text-not-utf8",
        Complete,
        "RFC 6455 §8.1",
        "frames.html#wrong",
        [
            "A compressed text that is not UTF-8 is refused.",
            "UTF-8이 아닌 압축된 텍스트를 거절합니다.",
        ],
        |s| {
            open(s);
            refuses(s, &Frame::text([0x00, 0x01, 0x00, 0xfe, 0xff, 0xff, 0x00]).reserved(4), DATA);
        },
    ),
    Case::new(
        "deflate.zeros-8-mib",
        Strict,
        "RFC 6455 §10.4",
        "handshake.html#options",
        [
            "8 MiB of zeros in a few kilobytes come back, or are refused as too big.",
            "몇 킬로바이트로 압축된 8 MiB의 0을 되돌려 보내거나 너무 크다고 거절합니다.",
        ],
        |s| {
            open(s);
            s.step(Step::Compress(Message::Binary(vec![0; 8 << 20]), 1));
            s.step(Step::RepliesUnlessTooBig(vec![Item::Binary(vec![0; 8 << 20])]));
        },
    ),
    Case::new(
        "deflate.offer-unknown-parameter",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer with a parameter that nobody knows is declined.",
            "아무도 모르는 매개변수가 든 제안을 거절합니다.",
        ],
        |s| {
            s.ask(|head| head.add(EXTENSIONS, "permessage-deflate; checker"), Answer::Either);
        },
    )
    .of_servers(),
    Case::new(
        "deflate.offer-window-7",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer of a window of 7 bits, which does not exist, is declined.",
            "존재하지 않는 7비트 윈도를 요구하는 제안을 거절합니다.",
        ],
        |s| {
            s.ask(
                |head| head.add(EXTENSIONS, "permessage-deflate; server_max_window_bits=7"),
                Answer::Either,
            );
        },
    )
    .of_servers(),
    Case::new(
        "deflate.offer-window-16",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer of a window of 16 bits, which does not exist, is declined.",
            "존재하지 않는 16비트 윈도를 요구하는 제안을 거절합니다.",
        ],
        |s| {
            s.ask(
                |head| head.add(EXTENSIONS, "permessage-deflate; server_max_window_bits=16"),
                Answer::Either,
            );
        },
    )
    .of_servers(),
    Case::new(
        "deflate.offer-window-without-value",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer that names the server's window without a size is declined.",
            "서버 윈도를 크기 없이 적은 제안을 거절합니다.",
        ],
        |s| {
            s.ask(
                |head| head.add(EXTENSIONS, "permessage-deflate; server_max_window_bits"),
                Answer::Either,
            );
        },
    )
    .of_servers(),
    Case::new(
        "deflate.offer-parameter-twice",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer that says a parameter twice is declined.",
            "같은 매개변수를 두 번 적은 제안을 거절합니다.",
        ],
        |s| {
            s.ask(|head| head.add(EXTENSIONS, TWICE), Answer::Either);
        },
    )
    .of_servers(),
    Case::new(
        "deflate.offer-flag-with-value",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An offer that gives a value to a parameter without one is declined.",
            "값이 없는 매개변수에 값을 준 제안을 거절합니다.",
        ],
        |s| {
            s.ask(
                |head| head.add(EXTENSIONS, "permessage-deflate; server_no_context_takeover=1"),
                Answer::Either,
            );
        },
    )
    .of_servers(),
    Case::new(
        "deflate.second-offer",
        Complete,
        "RFC 7692 §5.1",
        "handshake.html#options",
        [
            "Of two offers the second is granted where the first cannot be.",
            "두 제안 중 첫 번째를 받아들일 수 없으면 두 번째를 받아들입니다.",
        ],
        |s| {
            s.ask(
                |head| head.add(EXTENSIONS, "permessage-deflate; checker, permessage-deflate"),
                Answer::Either,
            );
            s.step(Step::NeedsDeflate);
            compress(s, "by the second offer", 1);
        },
    )
    .of_servers(),
    Case::new(
        "deflate.answer-unknown-parameter",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An answer with a parameter that nobody knows ends the connection.",
            "아무도 모르는 매개변수가 든 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| {
            s.serve(|head| head.add(EXTENSIONS, "permessage-deflate; checker"));
            s.send(&Frame::text("This must not come back."));
            s.step(Step::Abandons);
        },
    )
    .of_clients(),
    Case::new(
        "deflate.answer-window-7",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An answer with a window that does not exist ends the connection.",
            "존재하지 않는 윈도를 적은 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| {
            s.serve(|head| head.add(EXTENSIONS, "permessage-deflate; server_max_window_bits=7"));
            s.send(&Frame::text("This must not come back."));
            s.step(Step::Abandons);
        },
    )
    .of_clients(),
    Case::new(
        "deflate.answer-twice",
        Complete,
        "RFC 7692 §7.1",
        "handshake.html#options",
        [
            "An answer that grants the extension twice ends the connection.",
            "확장을 두 번 적은 응답을 받으면 연결을 끝냅니다.",
        ],
        |s| {
            s.serve(|head| head.add(EXTENSIONS, "permessage-deflate, permessage-deflate"));
            s.send(&Frame::text("This must not come back."));
            s.step(Step::Abandons);
        },
    )
    .of_clients(),
];
