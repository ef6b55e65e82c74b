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

const fn header(len: u64) -> Header {
    let (reserved, opcode) = (Reserved::NONE, Opcode::Text);
    Header { fin: true, reserved, opcode, mask: Some(KEY), payload_len: len }
}

pub(crate) fn run() -> Result<()> {
    // Written to the bytes on their way out, and read from others that came in: nobody reads what
    // it has just written.
    let wires = LENS.map(|len| [header(len).encode().as_bytes(), &PAYLOAD].concat());
    let (mut out, mut peer_out) = (Vec::with_capacity(64), Vec::with_capacity(64));
    let limits = Limits::default();
    let mut ours = |(len, wire): (u64, &Vec<u8>)| {
        out.clear();
        black_box(header(len)).encode().append_to(black_box(&mut out));
        black_box(Header::decode(black_box(wire), Role::Server, &limits)).expect("legal");
    };
    let mut tungstenite = |(len, wire): (u64, &Vec<u8>)| {
        peer_out.clear();
        let opcode = OpCode::Data(Data::Text);
        let header = FrameHeader { opcode, mask: Some(KEY), ..FrameHeader::default() };
        let out = black_box(&mut peer_out);
        black_box(header).format(black_box(len), out).expect("memory to write to");
        black_box(FrameHeader::parse(&mut Cursor::new(black_box(wire)))).expect("legal");
    };
    compare(
        "header encode + decode, four headers of every width",
        vec![
            subject("ours", |count| {
                (0..count).for_each(|_| LENS.into_iter().zip(&wires).for_each(&mut ours));
            }),
            subject("tungstenite", |count| {
                (0..count).for_each(|_| LENS.into_iter().zip(&wires).for_each(&mut tungstenite));
            }),
        ],
    );
    Ok(())
}
