//! Compressed messages: DEFLATE blocks without their last four bytes (RFC 7692 §7.2).
//!
//! Which library does the work is chosen by Cargo features; without one, the engines are types
//! that have no values, and all of this compiles to nothing.
//!
//! Invariant: inflating never gives more than one byte beyond the limit it was handed.

#[cfg(feature = "compressor")]
mod compressor;
mod deflater;
mod inflater;

#[cfg(all(feature = "inflate", not(feature = "deflate")))]
mod miniz;
#[cfg(not(any(feature = "deflate", feature = "deflate-small")))]
mod none;
#[cfg(any(feature = "deflate", feature = "compressor"))]
mod zlib;

#[cfg(all(feature = "deflate-small", not(feature = "deflate")))]
use miniz::DeflateEngine;
#[cfg(all(feature = "inflate", not(feature = "deflate")))]
use miniz::InflateEngine;
#[cfg(all(feature = "inflate", not(any(feature = "deflate", feature = "deflate-small"))))]
use none::DeflateEngine;
#[cfg(not(any(feature = "deflate", feature = "inflate")))]
use none::{DeflateEngine, InflateEngine};
#[cfg(feature = "deflate")]
use zlib::{DeflateEngine, InflateEngine};

#[cfg(feature = "compressor")]
pub use compressor::Compressor;
pub(crate) use deflater::{Deflater, Flush};
pub(crate) use inflater::Inflater;

/// What a flush ends with, and a message leaves out (§7.2.1).
const TAIL: [u8; 4] = [0x00, 0x00, 0xff, 0xff];

/// What compresses: a library behind one shape.
pub(crate) trait Compress {
    /// One with a window of at most 2 to this power.
    #[cfg_attr(
        not(any(feature = "deflate", feature = "deflate-small", feature = "compressor")),
        expect(dead_code, reason = "an engine without values is not made")
    )]
    fn new(window_bits: u8) -> Self;
    /// Takes data, and gives what came of it up to the end of a flush.
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step;
    /// Forgets the window.
    fn reset(&mut self);
}

/// What one call of an engine did.
pub(crate) struct Step {
    consumed: usize,
    produced: usize,
    after: After,
}

/// How an engine stands after a call.
#[cfg_attr(
    not(any(feature = "deflate", feature = "inflate")),
    expect(dead_code, reason = "without inflating, nothing ends and nothing is broken")
)]
pub(crate) enum After {
    /// It takes more.
    Going,
    /// The data said that it ends here: a block with BFINAL.
    Ended,
    /// The data is not DEFLATE behind what was produced.
    Broken,
}
