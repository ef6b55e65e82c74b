//! Engines that do not exist, where no feature brings one.

use super::{Compress, Step};

#[cfg(not(feature = "inflate"))]
#[derive(Debug)]
pub(super) enum InflateEngine {}

#[cfg(not(feature = "inflate"))]
impl InflateEngine {
    pub(super) fn step(&mut self, _input: &[u8], _output: &mut [u8]) -> Step {
        match *self {}
    }

    pub(super) fn reset(&mut self) {
        match *self {}
    }
}

#[derive(Debug)]
pub(crate) enum DeflateEngine {}

impl Compress for DeflateEngine {
    fn new(_window_bits: u8) -> Self {
        unreachable!("no feature brings a compressor")
    }

    fn step(&mut self, _input: &[u8], _output: &mut [u8]) -> Step {
        match *self {}
    }

    fn reset(&mut self) {
        match *self {}
    }
}
