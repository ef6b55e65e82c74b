//! Both directions with `zlib-rs`, with the window that was agreed on.

use core::fmt;

use zlib_rs::{Deflate, DeflateFlush, Inflate, InflateFlush, Status};

use super::{After, Step};
use crate::handshake::deflate::COMPRESSOR_BITS_MIN;

/// zlib's own default: the point where more effort gives little more.
const LEVEL: i32 = 6;

pub(super) struct InflateEngine(Inflate);

impl InflateEngine {
    pub(super) fn new(window_bits: u8) -> Self {
        // A peer that agreed on 8 may well work with 9, as zlib does without a word.
        let window_bits = window_bits.max(COMPRESSOR_BITS_MIN);
        Self(Inflate::new(false, window_bits))
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let (consumed, produced) = (self.0.total_in(), self.0.total_out());
        let after = match self.0.decompress(input, output, InflateFlush::SyncFlush) {
            Ok(Status::StreamEnd) => After::Ended,
            Ok(Status::Ok | Status::BufError) => After::Going,
            Err(_) => After::Broken,
        };
        Step {
            consumed: (self.0.total_in() - consumed) as usize,
            produced: (self.0.total_out() - produced) as usize,
            after,
        }
    }

    pub(super) fn reset(&mut self) {
        // The library goes back to its widest window, which every smaller one fits.
        self.0.reset(false);
    }
}

impl fmt::Debug for InflateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InflateEngine")
    }
}

pub(super) struct DeflateEngine(Deflate);

impl DeflateEngine {
    pub(super) fn new(window_bits: u8) -> Self {
        Self(Deflate::new(LEVEL, false, window_bits.max(COMPRESSOR_BITS_MIN)))
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let (consumed, produced) = (self.0.total_in(), self.0.total_out());
        let after = match self.0.compress(input, output, DeflateFlush::SyncFlush) {
            Ok(_) => After::Going,
            Err(_) => After::Broken,
        };
        Step {
            consumed: (self.0.total_in() - consumed) as usize,
            produced: (self.0.total_out() - produced) as usize,
            after,
        }
    }

    pub(super) fn reset(&mut self) {
        self.0.reset();
    }
}

impl fmt::Debug for DeflateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeflateEngine")
    }
}
