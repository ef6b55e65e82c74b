//! What Node's `zlib` does for `ws`: raw DEFLATE, in and out, across messages.
//!
//! The work is `miniz_oxide`'s. It compresses with the widest window alone; for a narrower one,
//! whatever is compressed is cut into pieces of that window, none of which refers to the one
//! before. A stream that was made so is larger than zlib's, and every inflater with that window
//! reads it.

use std::fmt;

use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::limits::INFLATED_MAX;

/// The widest window, and the only one of the library.
const WINDOW_BITS_MAX: u8 = 15;
const WINDOW_BITS_MIN: u8 = 8;
/// Raw DEFLATE has no header: the library's word for it.
const RAW: i32 = -15;
/// zlib's own level.
const LEVEL: i32 = 6;
/// Room made at a time.
const ROOM: usize = 16 << 10;

/// zlib's numbers.
const NO_FLUSH: u8 = 0;
const FULL_FLUSH: u8 = 3;
const FINISH: u8 = 4;

pub(crate) struct Compressor(Engine);

enum Engine {
    Deflate { engine: Box<CompressorOxide>, window_bits: u8, level: i32 },
    Inflate { engine: Box<InflateState>, is_ended: bool },
}

impl fmt::Debug for Compressor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Compressor")
    }
}

fn compressor(level: i32) -> CompressorOxide {
    let level = if (0..=9).contains(&level) { level } else { LEVEL };
    CompressorOxide::new(create_comp_flags_from_zip_params(level, RAW, 0))
}

impl Compressor {
    pub(crate) fn new(inflates: bool, window_bits: u8, level: i32) -> Self {
        Self(if inflates {
            Engine::Inflate { engine: InflateState::new_boxed(DataFormat::Raw), is_ended: false }
        } else {
            let window_bits = window_bits.clamp(WINDOW_BITS_MIN, WINDOW_BITS_MAX);
            Engine::Deflate { engine: Box::new(compressor(level)), window_bits, level }
        })
    }

    pub(crate) fn reset(&mut self) {
        match &mut self.0 {
            Engine::Deflate { engine, level, .. } => **engine = compressor(*level),
            Engine::Inflate { engine, is_ended } => {
                engine.reset(DataFormat::Raw);
                *is_ended = false;
            }
        }
    }

    /// What comes out for these bytes; an error is in zlib's words.
    pub(crate) fn write(&mut self, bytes: &[u8], flush: u8) -> Result<Vec<u8>, &'static str> {
        match &mut self.0 {
            Engine::Deflate { engine, window_bits: WINDOW_BITS_MAX, .. } => {
                let mut out = Vec::new();
                compress(engine, bytes, flush_of(flush), &mut out)?;
                Ok(out)
            }
            Engine::Deflate { engine, window_bits, .. } => {
                compress_narrow(engine, bytes, flush, 1 << *window_bits)
            }
            Engine::Inflate { engine, is_ended } => expand(engine, bytes, is_ended),
        }
    }
}

const fn flush_of(flush: u8) -> MZFlush {
    match flush {
        NO_FLUSH => MZFlush::None,
        FULL_FLUSH => MZFlush::Full,
        FINISH => MZFlush::Finish,
        // Partial and block flushes give at least what a sync flush needs to give.
        _ => MZFlush::Sync,
    }
}

fn compress(
    engine: &mut CompressorOxide,
    mut bytes: &[u8],
    flush: MZFlush,
    out: &mut Vec<u8>,
) -> Result<(), &'static str> {
    loop {
        let start = out.len();
        out.resize(start + ROOM, 0);
        let result = deflate(engine, bytes, &mut out[start..], flush);
        out.truncate(start + result.bytes_written);
        bytes = &bytes[result.bytes_consumed..];
        match result.status {
            Ok(MZStatus::StreamEnd) => return Ok(()),
            // Nothing to do is no fault.
            Ok(_) | Err(MZError::Buf) if result.bytes_written < ROOM => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err("stream error"),
        }
    }
}

/// Compresses so that nothing refers back further than the window: a full flush forgets it.
fn compress_narrow(
    engine: &mut CompressorOxide,
    bytes: &[u8],
    flush: u8,
    window: usize,
) -> Result<Vec<u8>, &'static str> {
    let mut out = Vec::new();
    let mut pieces = bytes.chunks(window).peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let flush = if is_last && flush == FINISH { MZFlush::Finish } else { MZFlush::Full };
        compress(engine, piece, flush, &mut out)?;
    }
    if bytes.is_empty() {
        compress(engine, bytes, flush_of(flush), &mut out)?;
    }
    Ok(out)
}

fn expand(
    engine: &mut InflateState,
    mut bytes: &[u8],
    is_ended: &mut bool,
) -> Result<Vec<u8>, &'static str> {
    let mut out = Vec::new();
    while !*is_ended {
        let start = out.len();
        if start >= INFLATED_MAX {
            return Err("buffer error");
        }
        out.resize(start + ROOM, 0);
        let result = inflate(engine, bytes, &mut out[start..], MZFlush::None);
        out.truncate(start + result.bytes_written);
        bytes = &bytes[result.bytes_consumed..];
        match result.status {
            Ok(MZStatus::StreamEnd) => *is_ended = true,
            Ok(_) | Err(MZError::Buf) if result.bytes_written < ROOM => return Ok(out),
            Ok(_) => {}
            Err(_) => return Err("invalid data"),
        }
    }
    Ok(out)
}
