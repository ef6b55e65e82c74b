//! A compressor by itself: what permessage-deflate makes of one message after another.

use alloc::vec::Vec;

use crate::handshake::deflate::Direction;

use super::deflater::{Deflater, Flush};
use super::zlib::DeflateEngine;

/// Messages in, the payloads of compressed frames out (RFC 7692 §7.2.1).
///
/// It is `zlib-rs`, whatever library the connections of this program use, so that its bytes are
/// the same everywhere.
///
/// ```
/// use websocket::{Compressor, handshake::deflate::Parameters, Role};
///
/// let mut compressor = Compressor::new(Parameters::default().of(Role::Server));
/// assert_eq!(compressor.message(b"Hello"), [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]);
/// ```
#[derive(Debug)]
pub struct Compressor(Deflater<DeflateEngine>);

impl Compressor {
    /// What a payload leaves out at its end, and who inflates it puts back (§7.2.1, §7.2.2).
    pub const CUT: [u8; 4] = super::TAIL;

    /// One that has compressed nothing yet.
    pub fn new(own: Direction) -> Self {
        Self(Deflater::new(own))
    }

    /// The payload that stands for the next message.
    pub fn message(&mut self, data: &[u8]) -> Vec<u8> {
        self.0.deflate(data, Flush::Message)
    }
}
