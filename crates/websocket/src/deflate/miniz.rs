//! `miniz_oxide`: small in wasm.
//!
//! Inflating, it reads a reference to bytes before the beginning as zeros, where `zlib-rs` tells a
//! fault. Deflating, it has the widest window alone: for a narrower one, data is cut into pieces
//! of that window, and none refers to the one before.

use alloc::boxed::Box;
use core::fmt;

#[cfg(feature = "deflate-small")]
pub(crate) use deflating::DeflateEngine;

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

use super::{After, Step};

pub(super) struct InflateEngine(Box<InflateState>);

impl InflateEngine {
    /// A window of any size that was agreed on fits the one of this library.
    pub(super) fn new(_window_bits: u8) -> Self {
        Self(InflateState::new_boxed(DataFormat::Raw))
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let result = inflate(&mut self.0, input, output, MZFlush::None);
        let after = match result.status {
            Ok(MZStatus::StreamEnd) => After::Ended,
            // No progress is no error: there was nothing to do.
            Ok(_) | Err(MZError::Buf) => After::Going,
            Err(_) => After::Broken,
        };
        Step { consumed: result.bytes_consumed, produced: result.bytes_written, after }
    }

    pub(super) fn reset(&mut self) {
        self.0.reset(DataFormat::Raw);
    }
}

impl fmt::Debug for InflateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InflateEngine")
    }
}

#[cfg(feature = "deflate-small")]
mod deflating {
    use alloc::{boxed::Box, vec::Vec};
    use core::fmt;

    use miniz_oxide::{
        MZFlush,
        deflate::{
            core::{CompressorOxide, create_comp_flags_from_zip_params},
            stream::deflate,
        },
    };

    use super::super::{After, Compress, Step};
    use crate::handshake::deflate::BITS_MAX;

    /// zlib's own default, and the word of the library for data without a header.
    const LEVEL: i32 = 6;
    const RAW: i32 = -15;
    /// Room made for output at a time.
    const ROOM: usize = 4 << 10;

    pub(crate) struct DeflateEngine {
        window_bits: u8,
        made: Option<Box<CompressorOxide>>,
        /// What was compressed and not yet handed out, from `taken` on.
        ready: Vec<u8>,
        taken: usize,
    }

    impl Compress for DeflateEngine {
        fn new(window_bits: u8) -> Self {
            Self { window_bits, made: None, ready: Vec::new(), taken: 0 }
        }

        fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
            let mut consumed = 0;
            if self.taken == self.ready.len() && !input.is_empty() {
                consumed = self.compress(input);
            }
            let left = &self.ready[self.taken..];
            let produced = left.len().min(output.len());
            output[..produced].copy_from_slice(&left[..produced]);
            self.taken += produced;
            Step { consumed, produced, after: After::Going }
        }

        fn reset(&mut self) {
            self.made = None;
        }
    }

    impl DeflateEngine {
        /// Compresses all of it, or a piece of one window, to the end of a flush.
        fn compress(&mut self, input: &[u8]) -> usize {
            let flags = || create_comp_flags_from_zip_params(LEVEL, RAW, 0);
            let engine = self.made.get_or_insert_with(|| Box::new(CompressorOxide::new(flags())));
            let (piece, flush) = if self.window_bits >= BITS_MAX {
                (input, MZFlush::Sync)
            } else {
                // A full flush forgets everything before it.
                (&input[..input.len().min(1 << self.window_bits)], MZFlush::Full)
            };
            self.ready.clear();
            self.taken = 0;
            let mut rest = piece;
            loop {
                let start = self.ready.len();
                self.ready.resize(start + ROOM, 0);
                let result = deflate(engine, rest, &mut self.ready[start..], flush);
                self.ready.truncate(start + result.bytes_written);
                rest = &rest[result.bytes_consumed..];
                // A flush is over when it leaves room; compressing finds no fault with any data.
                if result.bytes_written < ROOM {
                    return piece.len();
                }
            }
        }
    }

    impl fmt::Debug for DeflateEngine {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("DeflateEngine")
        }
    }
}
