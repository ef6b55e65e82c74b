//! Engines that do not exist, where no feature brings one.

use super::Step;

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
pub(super) enum DeflateEngine {}

impl DeflateEngine {
    pub(super) fn step(&mut self, _input: &[u8], _output: &mut [u8]) -> Step {
        match *self {}
    }

    pub(super) fn reset(&mut self) {
        match *self {}
    }
}
