//! Inflating with `miniz_oxide`: small in wasm.
//!
//! It reads a reference to bytes before the beginning as zeros, where `zlib-rs` tells a fault.

use alloc::boxed::Box;
use core::fmt;

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

use super::{Broken, Step};

pub(super) struct InflateEngine(Box<InflateState>);

impl InflateEngine {
    /// A window of any size that was agreed on fits the one of this library.
    pub(super) fn new(_window_bits: u8) -> Self {
        Self(InflateState::new_boxed(DataFormat::Raw))
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Result<Step, Broken> {
        let result = inflate(&mut self.0, input, output, MZFlush::None);
        let ended = match result.status {
            Ok(MZStatus::StreamEnd) => true,
            // No progress is no error: there was nothing to do.
            Ok(_) | Err(MZError::Buf) => false,
            Err(_) => return Err(Broken),
        };
        Ok(Step { consumed: result.bytes_consumed, produced: result.bytes_written, ended })
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
