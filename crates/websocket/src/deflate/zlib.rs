//! `zlib-rs`, with the window that was agreed on.
//!
//! Each direction is made for the first message that needs it: a compressor takes a quarter of a
//! megabyte, and many a connection never sends or receives anything compressed.

use core::fmt;

use zlib_rs::{Deflate, DeflateFlush};

use super::{After, Compress, Step};
use crate::handshake::deflate::COMPRESSOR_BITS_MIN;

#[cfg(feature = "deflate")]
pub(super) use inflating::InflateEngine;

/// zlib's own default: the point where more effort gives little more.
const LEVEL: i32 = 6;

pub(crate) struct DeflateEngine {
    window_bits: u8,
    made: Option<Deflate>,
}

impl Compress for DeflateEngine {
    fn new(window_bits: u8) -> Self {
        Self { window_bits: window_bits.max(COMPRESSOR_BITS_MIN), made: None }
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let new = || Deflate::new(LEVEL, false, self.window_bits);
        let deflate = self.made.get_or_insert_with(new);
        let (consumed, produced) = (deflate.total_in(), deflate.total_out());
        let after = match deflate.compress(input, output, DeflateFlush::SyncFlush) {
            Ok(_) => After::Going,
            Err(_) => After::Broken,
        };
        Step {
            consumed: (deflate.total_in() - consumed) as usize,
            produced: (deflate.total_out() - produced) as usize,
            after,
        }
    }

    fn reset(&mut self) {
        if let Some(deflate) = &mut self.made {
            deflate.reset();
        }
    }
}

impl fmt::Debug for DeflateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeflateEngine")
    }
}

#[cfg(feature = "deflate")]
mod inflating {
    use core::fmt;

    use zlib_rs::{Inflate, InflateFlush, Status};

    use super::super::{After, Step};
    use crate::handshake::deflate::COMPRESSOR_BITS_MIN;

    pub(in super::super) struct InflateEngine {
        window_bits: u8,
        made: Option<Inflate>,
    }

    impl InflateEngine {
        pub(in super::super) fn new(window_bits: u8) -> Self {
            // A peer that agreed on 8 may well work with 9, as zlib does without a word.
            let window_bits = window_bits.max(COMPRESSOR_BITS_MIN);
            Self { window_bits, made: None }
        }

        pub(in super::super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
            let inflate = self.made.get_or_insert_with(|| Inflate::new(false, self.window_bits));
            let (consumed, produced) = (inflate.total_in(), inflate.total_out());
            let after = match inflate.decompress(input, output, InflateFlush::SyncFlush) {
                Ok(Status::StreamEnd) => After::Ended,
                Ok(Status::Ok | Status::BufError) => After::Going,
                Err(_) => After::Broken,
            };
            Step {
                consumed: (inflate.total_in() - consumed) as usize,
                produced: (inflate.total_out() - produced) as usize,
                after,
            }
        }

        pub(in super::super) fn reset(&mut self) {
            // The library goes back to its widest window, which every smaller one fits.
            if let Some(inflate) = &mut self.made {
                inflate.reset(false);
            }
        }
    }

    impl fmt::Debug for InflateEngine {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("InflateEngine")
        }
    }
}
