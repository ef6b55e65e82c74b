//! Masking in place: ours, fastwebsockets', soketto's, and copying the same bytes beside.

use std::hint::black_box;

use soketto::base::{Codec, Header, OpCode};

use crate::{
    Result,
    measure::{compare, subject},
};

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

const LENS: [(usize, &str); 5] =
    [(16, "16 B"), (125, "125 B"), (1 << 10, "1 KiB"), (64 << 10, "64 KiB"), (1 << 20, "1 MiB")];

pub(crate) fn run() -> Result<()> {
    for (len, name) in LENS {
        let mut header = Header::new(OpCode::Binary);
        header.set_masked(true).set_mask(u32::from_be_bytes(KEY));
        let [mut ours, mut fast, mut sok, from, mut to] =
            std::array::from_fn(|_| vec![0x5a_u8; len]);
        compare(
            &format!("masking {name}"),
            vec![
                subject("ours", |count| {
                    for _ in 0..count {
                        websocket::frame::mask(black_box(&mut ours), black_box(KEY), 0);
                    }
                }),
                subject("fastwebsockets", |count| {
                    for _ in 0..count {
                        fastwebsockets::unmask(black_box(&mut fast), black_box(KEY));
                    }
                }),
                subject("soketto", |count| {
                    for _ in 0..count {
                        Codec::apply_mask(black_box(&header), black_box(&mut sok));
                    }
                }),
                subject("(memcpy)", |count| {
                    for _ in 0..count {
                        black_box(&mut to).copy_from_slice(black_box(&from));
                    }
                }),
            ],
        );
    }
    Ok(())
}
