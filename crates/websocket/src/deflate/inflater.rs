//! The receiving half: payloads of compressed messages in, what they stand for out (§7.2.2).

use alloc::vec::Vec;

use crate::{Rule, handshake::deflate::Takeover};

use super::{InflateEngine, TAIL};

/// Room made for output at a time. Small, because a step that needs less has cleared it in vain.
const ROOM: usize = 4 << 10;

#[derive(Debug)]
pub(crate) struct Inflater {
    engine: InflateEngine,
    takeover: Takeover,
    /// The data ended with BFINAL, and nothing came since.
    is_ended: bool,
}

impl Inflater {
    #[cfg(any(feature = "deflate", feature = "inflate"))]
    pub(crate) fn new(peer: crate::handshake::deflate::Direction) -> Self {
        let engine = InflateEngine::new(peer.max_window_bits);
        Self { engine, takeover: peer.takeover, is_ended: false }
    }

    /// Adds to `output` what this piece of a message inflates to.
    pub(crate) fn take(
        &mut self,
        mut input: &[u8],
        output: &mut Vec<u8>,
        len_max: u64,
    ) -> Result<(), Rule> {
        loop {
            if self.is_ended && !input.is_empty() {
                // A compressor that says "the end" in the middle begins anew (§7.2.3.4).
                self.engine.reset();
                self.is_ended = false;
            }
            let start = output.len();
            // One byte more than the limit tells that it is passed.
            let left = len_max.saturating_add(1).saturating_sub(start as u64);
            let room = left.min(ROOM as u64) as usize;
            output.resize(start + room, 0);
            let step = self.engine.step(input, &mut output[start..]);
            let produced = step.as_ref().map_or(0, |step| step.produced);
            output.truncate(start + produced);
            let step = step.map_err(|_| Rule::BadDeflate)?;
            if output.len() as u64 > len_max {
                return Err(Rule::InflatedTooLong);
            }
            input = &input[step.consumed..];
            self.is_ended |= step.ended;
            let is_stuck = step.consumed == 0 && produced == 0;
            if input.is_empty() && (produced < room || step.ended) || is_stuck && !step.ended {
                return Ok(());
            }
        }
    }

    /// Ends a message: gives back the bytes that its sender left out.
    pub(crate) fn finish(&mut self, output: &mut Vec<u8>, len_max: u64) -> Result<(), Rule> {
        if !self.is_ended {
            self.take(&TAIL, output, len_max)?;
        }
        if self.takeover == Takeover::Forget || self.is_ended {
            self.engine.reset();
            self.is_ended = false;
        }
        Ok(())
    }
}
