//! The connection as transcripts: bytes in, events and bytes out, the same for every cut.

mod closing;
#[cfg(any(feature = "deflate", feature = "inflate"))]
mod deflate;
mod receiving;
mod sending;
mod transcript;
