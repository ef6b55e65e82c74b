//! The receiving half: payloads of compressed messages in, what they stand for out (§7.2.2).

use alloc::vec::Vec;

use crate::{Rule, handshake::deflate::Takeover};

use super::{After, InflateEngine, Step, TAIL};

/// The least and the most room made for output at a time. It is cleared first, so a small piece
/// gets little; what needs more takes more steps.
const ROOM_MIN: usize = 256;
const ROOM_MAX: usize = 64 << 10;

#[derive(Debug)]
pub(crate) struct Inflater {
    engine: InflateEngine,
    takeover: Takeover,
    /// The data ended with BFINAL, and nothing came since.
    is_ended: bool,
    /// Whether anything was inflated yet: the engine is made for the first message.
    is_made: bool,
}

/// About what an engine takes: the widest window and the tables beside it.
const ENGINE_LEN: usize = 48 << 10;

impl Inflater {
    #[cfg(any(feature = "deflate", feature = "inflate"))]
    pub(crate) fn new(peer: crate::handshake::deflate::Direction) -> Self {
        let engine = InflateEngine::new(peer.max_window_bits);
        Self { engine, takeover: peer.takeover, is_ended: false, is_made: false }
    }

    /// Bytes of memory that the engine takes.
    pub(crate) const fn held_len(&self) -> usize {
        if self.is_made { ENGINE_LEN } else { 0 }
    }

    /// Adds to `output` what this piece of a message inflates to.
    pub(crate) fn take(
        &mut self,
        mut input: &[u8],
        output: &mut Vec<u8>,
        len_max: u64,
    ) -> Result<(), Rule> {
        self.is_made = true;
        loop {
            if self.is_ended && !input.is_empty() {
                // A compressor that says "the end" in the middle begins anew (§7.2.3.4).
                self.engine.reset();
                self.is_ended = false;
            }
            let start = output.len();
            // One byte more than the limit tells that it is passed.
            let left = len_max.saturating_add(1).saturating_sub(start as u64);
            let wanted = input.len().saturating_mul(4).clamp(ROOM_MIN, ROOM_MAX);
            let room = left.min(wanted as u64) as usize;
            output.resize(start + room, 0);
            let Step { consumed, produced, after } = self.engine.step(input, &mut output[start..]);
            output.truncate(start + produced);
            input = &input[consumed..];
            if output.len() as u64 > len_max {
                return Err(Rule::InflatedTooLong);
            }
            let is_stuck = consumed == 0 && produced == 0;
            match after {
                After::Broken => return Err(Rule::BadDeflate),
                After::Ended => {
                    self.is_ended = true;
                    if input.is_empty() {
                        return Ok(());
                    }
                }
                After::Going if is_stuck || input.is_empty() && produced < room => return Ok(()),
                After::Going => {}
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
