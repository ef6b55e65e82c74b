//! The sending half: messages in, compressed payloads out (§7.2.1).

use alloc::{vec, vec::Vec};

use crate::handshake::deflate::Takeover;

use super::{Compress, DeflateEngine, Step, TAIL};

/// The least and the most room made for output at a time; it is cleared first.
const ROOM_MIN: usize = 64;
const ROOM_MAX: usize = 64 << 10;

/// What a payload ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flush {
    /// A fragment, and the message goes on.
    Fragment,
    /// The message.
    Message,
}

#[derive(Debug)]
pub(crate) struct Deflater<Engine = DeflateEngine> {
    engine: Engine,
    takeover: Takeover,
    /// Whether anything was compressed yet: the engine is made for the first message.
    is_made: bool,
}

/// About what an engine takes: twice the widest window, its hash chains and what waits.
const ENGINE_LEN: usize = 320 << 10;

impl<Engine: Compress> Deflater<Engine> {
    #[cfg(any(feature = "deflate", feature = "deflate-small", feature = "compressor"))]
    pub(crate) fn new(own: crate::handshake::deflate::Direction) -> Self {
        let engine = Engine::new(own.max_window_bits);
        Self { engine, takeover: own.takeover, is_made: false }
    }

    /// Bytes of memory that the engine takes.
    pub(crate) const fn held_len(&self) -> usize {
        if self.is_made { ENGINE_LEN } else { 0 }
    }

    /// The payload of a frame that stands for this data.
    pub(crate) fn deflate(&mut self, mut data: &[u8], flush: Flush) -> Vec<u8> {
        self.is_made = true;
        let mut payload = Vec::new();
        loop {
            let start = payload.len();
            let room = data.len().clamp(ROOM_MIN, ROOM_MAX);
            payload.resize(start + room, 0);
            let Step { consumed, produced, .. } = self.engine.step(data, &mut payload[start..]);
            payload.truncate(start + produced);
            data = &data[consumed..];
            // Compressing finds no fault with any data, and stops only when all of it is flushed.
            if produced < room && (data.is_empty() || consumed == 0) {
                break;
            }
        }
        if flush == Flush::Message {
            if payload.ends_with(&TAIL) {
                payload.truncate(payload.len() - TAIL.len());
            }
            if payload.is_empty() {
                // An empty block without its tail (§7.2.3.6): nothing was left to flush.
                payload = vec![0x00];
            }
            if self.takeover == Takeover::Forget {
                self.engine.reset();
            }
        }
        payload
    }
}
