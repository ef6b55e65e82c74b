//! Peers that leave, say nothing, or say far too much.

use super::super::{
    Answer, Case, Frame,
    Level::{Beginner, Complete, Strict},
    Step,
};
use super::PROTOCOL;

pub(super) const CASES: &[Case] = &[
    Case::new(
        "abuse.silent-beside",
        Strict,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        [
            "While one client has connected and says nothing, another is served.",
            "연결만 하고 아무 말도 하지 않는 클라이언트가 있어도 다른 클라이언트에 응답합니다.",
        ],
        |s| {
            s.step(Step::Connect);
            s.step(Step::ConnectBeside);
            s.open();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.half-request-beside",
        Strict,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        [
            "While one client's request is not finished, another is served.",
            "요청을 끝내지 않은 클라이언트가 있어도 다른 클라이언트에 응답합니다.",
        ],
        |s| {
            s.step(Step::Connect);
            s.step(Step::SendHead(b"GET / HTTP/1.1\r\nHost: slow".to_vec()));
            s.step(Step::ConnectBeside);
            s.open();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.open-beside",
        Complete,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        ["Two clients are served at once.", "두 클라이언트에 동시에 응답합니다."],
        |s| {
            s.open();
            s.step(Step::ConnectBeside);
            s.open();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.half-frame-beside",
        Strict,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        [
            "While one client's frame is not finished, another is served.",
            "프레임을 끝내지 않은 클라이언트가 있어도 다른 클라이언트에 응답합니다.",
        ],
        |s| {
            s.open();
            let bytes = s.bytes(&Frame::text("never finished"));
            s.step(Step::Send(bytes[..9].to_vec()));
            s.step(Step::ConnectBeside);
            s.open();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-in-request",
        Beginner,
        "RFC 6455 §10.4",
        "endings.html#silence",
        [
            "A client that leaves in the middle of its request does no harm.",
            "요청 중간에 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.step(Step::Connect);
            s.step(Step::SendHead(b"GET / HTTP/1.1\r\nHost: le".to_vec()));
            s.step(Step::Pause(20));
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-after-handshake",
        Beginner,
        "RFC 6455 §7.1.5",
        "endings.html#silence",
        [
            "A client that leaves right after the handshake does no harm.",
            "핸드셰이크 직후 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.open();
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-in-header",
        Complete,
        "RFC 6455 §7.1.5",
        "endings.html#silence",
        [
            "A client that leaves in the middle of a header does no harm.",
            "헤더 중간에 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.open();
            s.step(Step::Send(vec![0x81]));
            s.step(Step::Pause(20));
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-in-payload",
        Complete,
        "RFC 6455 §7.1.5",
        "endings.html#silence",
        [
            "A client that leaves in the middle of a payload does no harm.",
            "페이로드 중간에 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.open();
            s.send(&Frame::text("not all of it").claims(100));
            s.step(Step::Pause(20));
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-in-message",
        Complete,
        "RFC 6455 §7.1.5",
        "endings.html#silence",
        [
            "A client that leaves between two fragments does no harm.",
            "두 조각 사이에서 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.open();
            s.send(&Frame::text("not all of it").more());
            s.step(Step::Pause(20));
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.dropped-before-echo",
        Strict,
        "RFC 6455 §7.1.5",
        "endings.html#silence",
        [
            "A client that leaves without reading its echo does no harm.",
            "되돌아온 메시지를 읽지 않고 떠나는 클라이언트가 있어도 문제가 없습니다.",
        ],
        |s| {
            s.open();
            s.send(&Frame::binary(vec![7; 256 << 10]));
            s.step(Step::Drop);
            s.connect_anew();
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.twenty-in-turn",
        Complete,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        [
            "Twenty clients, one after the other, are all served.",
            "차례로 오는 클라이언트 스무 개에 모두 응답합니다.",
        ],
        |s| {
            s.open();
            for _ in 0..19 {
                s.connect_anew();
            }
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.twenty-at-once",
        Strict,
        "RFC 6455 §10.4",
        "life.html#two-clients",
        [
            "Twenty clients at once are all served.",
            "동시에 온 클라이언트 스무 개에 모두 응답합니다.",
        ],
        |s| {
            s.open();
            for _ in 0..19 {
                s.step(Step::ConnectBeside);
                s.open();
            }
            s.is_alive();
        },
    )
    .of_servers(),
    Case::new(
        "abuse.endless-head",
        Strict,
        "RFC 6585 §5",
        "handshake.html#request",
        [
            "A head that does not end is cut off, or answered, after 256 KiB.",
            "끝나지 않는 헤더부는 256 KiB 안에 끊거나 응답합니다.",
        ],
        |s| {
            s.ask(
                |head| {
                    head.lines.clear();
                    head.start = format!("{}\r\nX: {}", head.start, "x".repeat(256 << 10));
                    head.line_end = "";
                },
                Answer::Refused(&[400, 413, 431]),
            );
        },
    )
    .of_servers(),
    Case::new(
        "abuse.noise",
        Complete,
        "RFC 6455 §7.1.7",
        "frames.html#wrong",
        [
            "Noise behind the handshake ends the connection.",
            "핸드셰이크 뒤에 잡음이 오면 연결을 끝냅니다.",
        ],
        |s| {
            s.step(Step::Send((0..200_u8).map(|at| 0xf7 ^ at.wrapping_mul(29)).collect()));
            s.fails(PROTOCOL);
        },
    ),
    Case::new(
        "abuse.http-behind-handshake",
        Complete,
        "RFC 6455 §7.1.7",
        "frames.html#wrong",
        [
            "A second request behind the handshake is no frame, and ends the connection.",
            "핸드셰이크 뒤의 두 번째 요청이 오면, 프레임이 아니므로 연결을 끝냅니다.",
        ],
        |s| {
            let again = s.request().bytes();
            s.step(Step::Send(again));
            s.fails(PROTOCOL);
        },
    )
    .of_servers(),
    Case::new(
        "abuse.ping-flood",
        Strict,
        "RFC 6455 §5.5.3",
        "frames.html#opcode",
        [
            "Of a thousand pings at once the last one is answered, unless the peer cuts \
             such a flood off.",
            "한꺼번에 온 ping 천 개 중 마지막 것에 응답하거나, 지나치게 많으면 연결을 끊습니다.",
        ],
        |s| {
            let pings: Vec<Vec<u8>> = (0..1000).map(|n| format!("ping {n}").into_bytes()).collect();
            let frames: Vec<Frame> = pings.iter().map(|ping| Frame::ping(ping.clone())).collect();
            s.send_together(&frames);
            s.step(Step::LastPong { pongs: pings, may_refuse: true });
        },
    ),
    Case::new(
        "abuse.empty-fragments",
        Strict,
        "RFC 6455 §10.4",
        "frames.html#fragments",
        [
            "Ten thousand empty fragments of one message are waited through or refused, \
             and not taken for a message.",
            "한 메시지의 빈 조각 만 개는 참고 기다리거나 거절하되, 메시지로 여기지 않습니다.",
        ],
        |s| {
            let mut frames = vec![Frame::continuation(*b"").more(); 10_000];
            frames[0] = Frame::text("").more();
            s.send_together(&frames);
            s.step(Step::WaitsOrFails(&[1002, 1008, 1009]));
        },
    ),
];
