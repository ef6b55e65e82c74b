//! The connection as transcripts: bytes in, events and bytes out, the same for every cut.

mod closing;
mod receiving;
mod sending;
mod transcript;
