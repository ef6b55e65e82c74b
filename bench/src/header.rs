//! A frame's header written and read again.

use std::{hint::black_box, io::Cursor};

use tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};
use websocket::{
    Role,
    frame::{HEADER_LEN_MAX, Header, Limits, Opcode, Reserved},
};

use crate::{
    Result,
    measure::{compare, subject},
};

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// One length of each width, and the usual short one twice.
const LENS: [u64; 4] = [5, 125, 1000, 1 << 20];

pub(crate) fn run() -> Result<()> {
    let limits = Limits::default();
    let ours = |len: u64| {
        let header = Header {
            fin: true,
            reserved: Reserved::NONE,
            opcode: Opcode::Text,
            mask: Some(black_box(KEY)),
            payload_len: black_box(len),
        };
        let encoded = header.encode();
        let bytes = black_box(encoded.as_bytes());
        black_box(Header::decode(bytes, Role::Server, &limits)).expect("a legal header");
    };
    let tungstenite = |len: u64| {
        let opcode = OpCode::Data(Data::Text);
        let header = FrameHeader { opcode, mask: Some(black_box(KEY)), ..FrameHeader::default() };
        let mut bytes = [0; HEADER_LEN_MAX];
        header.format(black_box(len), &mut &mut bytes[..]).expect("room enough");
        black_box(FrameHeader::parse(&mut Cursor::new(black_box(&bytes)))).expect("a header");
    };
    compare(
        "header encode + decode, four headers of every width",
        vec![
            subject("ours", |count| (0..count).for_each(|_| LENS.into_iter().for_each(ours))),
            subject("tungstenite", |count| {
                (0..count).for_each(|_| LENS.into_iter().for_each(tungstenite));
            }),
        ],
    );
    Ok(())
}
