//! A frame's header written, and one read: what every message costs before its payload.

use std::{hint::black_box, io::Cursor};

use tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};
use websocket::{
    Role,
    frame::{Header, Limits, Opcode, Reserved},
};

use crate::{
    Result,
    measure::{compare, subject},
};

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Every width, and the short one twice, for most messages are short.
const LENS: [u64; 4] = [5, 125, 1000, 1 << 20];

/// What follows a header on the wire.
const PAYLOAD: [u8; 16] = [0x5a; 16];

/// One frame, as each side knows its header and as it comes in.
struct Frame {
    ours: Header,
    theirs: FrameHeader,
    len: u64,
    wire: Vec<u8>,
}

const fn header(len: u64) -> Header {
    let (reserved, opcode) = (Reserved::NONE, Opcode::Text);
    Header { fin: true, reserved, opcode, mask: Some(KEY), payload_len: len }
}

pub(crate) fn run() -> Result<()> {
    // Written to the bytes on their way out, and read from others that came in: nobody reads what
    // it has just written.
    let frames = LENS.map(|len| {
        let wire = [header(len).encode().as_bytes(), &PAYLOAD].concat();
        let opcode = OpCode::Data(Data::Text);
        let theirs = FrameHeader { opcode, mask: Some(KEY), ..FrameHeader::default() };
        Frame { ours: header(len), theirs, len, wire }
    });
    let (mut out, mut peer_out) = (Vec::with_capacity(64), Vec::with_capacity(64));
    let limits = Limits::default();
    let mut ours = |Frame { ours, wire, .. }: &Frame| {
        out.clear();
        black_box(ours).encode().append_to(black_box(&mut out));
        let decoded = Header::decode(black_box(wire), Role::Server, &limits);
        black_box(decoded.expect("legal").expect("whole"));
    };
    let mut tungstenite = |Frame { theirs, len, wire, .. }: &Frame| {
        peer_out.clear();
        let out = black_box(&mut peer_out);
        black_box(theirs).format(black_box(*len), out).expect("memory to write to");
        let parsed = FrameHeader::parse(&mut Cursor::new(black_box(wire)));
        black_box(parsed.expect("legal").expect("whole"));
    };
    compare(
        "header encode + decode, four headers of every width",
        vec![
            subject("ours", |count| {
                (0..count).for_each(|_| frames.iter().for_each(&mut ours));
            }),
            subject("tungstenite", |count| {
                (0..count).for_each(|_| frames.iter().for_each(&mut tungstenite));
            }),
        ],
    );
    Ok(())
}
