//! Inflating with `miniz_oxide`: small in wasm.
//!
//! It reads a reference to bytes before the beginning as zeros, where `zlib-rs` tells a fault.

use alloc::boxed::Box;
use core::fmt;

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
